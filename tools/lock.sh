#!/bin/sh
# Writes requirements/*.txt anew: every package that setup installs, by version and hash.
#
#   tools/lock.sh              keep the versions there are, as far as pyproject.toml allows
#   tools/lock.sh --upgrade    take the newest
set -eu
cd "$(dirname "$0")/.."

uv=uv
uv --version >/dev/null 2>&1 || uv=.venv/uv/bin/uv
"$uv" --version >/dev/null 2>&1 || { echo "uv is missing: run tools/setup.sh dev, or install uv." >&2; exit 1; }
export UV_SYSTEM_CERTS=1 UV_NO_PROGRESS=1

compile() {  # to $1, from the other arguments
    to=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file "requirements/$to" "$@" >/dev/null
}

build_needs() { .venv/bin/python -c 'import tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'; }

# Each takes the versions of the one before, so that one environment can hold them all.
compile base.txt pyproject.toml "$@"
compile dev.txt pyproject.toml --extra dev --constraint requirements/base.txt "$@"
build_needs | compile build.txt - --constraint requirements/dev.txt "$@"
echo uv | compile uv.txt - "$@"
