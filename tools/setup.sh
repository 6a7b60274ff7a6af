#!/bin/sh
# Makes the environment that the other targets run in: .venv, the locked requirements, and `wasl` itself.
#
#   tools/setup.sh base    what the product needs to run
#   tools/setup.sh dev     the same, and what the checks and tests need
#
# Needs Python 3.11 or newer, and either uv on the PATH or pip. Nothing is installed outside .venv (downloads
# are cached where uv caches them). An environment is believed only when its stamp is there: the stamp is
# written last, removed first, and names this folder and the files that the environment was made from. Without
# it .venv is made anew, and removed when that fails.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV || true

level=${1:-base}
[ "$level" != base ] || [ ! -f .venv/ready-dev ] || level=dev  # what was made for development stays so
case $level in
    base) locks="requirements/base.txt requirements/build.txt" ;;
    dev) locks=requirements/dev.txt ;;
    *) echo "usage: tools/setup.sh base|dev" >&2; exit 2 ;;
esac

fingerprint() {  # of level $1: a virtual environment cannot be moved, so the folder's name is part of it
    printf '%s\n' "$PWD"
    case $1 in base) cksum requirements/base.txt ;; dev) cksum requirements/dev.txt ;; esac
    cksum requirements/build.txt pyproject.toml hatch_build.py
}

ready() {  # is level $1 installed, from these files, and does its Python still start?
    [ -x .venv/bin/wasl ] && [ -f ".venv/ready-$1" ] \
        && [ "$(cat ".venv/ready-$1")" = "$(fingerprint "$1")" ] && .venv/bin/python -c '' 2>/dev/null
}

catalogues() {  # a translation edited since it was compiled
    for po in src/wasl/locale/*/LC_MESSAGES/django.po; do
        mo=${po%.po}.mo
        [ -e "$po" ] || continue
        if [ ! -e "$mo" ] || [ -n "$(find "$po" -newer "$mo")" ]; then .venv/bin/python hatch_build.py; return; fi
    done
}

if ready "$level"; then catalogues; exit 0; fi

# One setup at a time in one folder, where the system can say so.
if command -v flock >/dev/null 2>&1; then
    exec 9<tools/setup.sh
    flock 9
    if ready "$level"; then catalogues; exit 0; fi
fi

missing() {  # $1 says what is missing; the one line to type follows, by what installs packages here
    sudo="sudo "
    [ "$(id -u)" -ne 0 ] || sudo=""
    echo "Wasl cannot be set up: $1. Type this, then make again:" >&2
    if command -v apt-get >/dev/null 2>&1; then echo "    ${sudo}apt install python3-venv python3-pip"
    elif command -v dnf >/dev/null 2>&1; then echo "    ${sudo}dnf install python3 python3-pip"
    elif command -v apk >/dev/null 2>&1; then echo "    ${sudo}apk add python3 py3-pip"
    elif command -v pacman >/dev/null 2>&1; then echo "    ${sudo}pacman -S python python-pip"
    elif command -v brew >/dev/null 2>&1; then echo "    brew install uv python@3.13"
    else echo "    (with your system's package manager: install uv, or Python 3.11 with venv and pip)"; fi >&2
    exit 1
}

# A command that is on the PATH may still be a shim that only complains: each is asked, not just found.
python="" with_pip=""
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    [ -n "$python" ] || python=$candidate
    if "$candidate" -m pip --version >/dev/null 2>&1; then with_pip=$candidate; break; fi
done
uv=""
if uv --version >/dev/null 2>&1; then uv=uv; fi
if [ -z "$uv" ]; then
    [ -n "$python" ] || missing "there is no Python 3.11 or newer with venv, and no uv"
    [ -n "$with_pip" ] || missing "there is neither pip nor uv"
fi

# Networks that inspect TLS have their authority in the system's store; a Python is never downloaded unasked.
export UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 PIP_REQUIRE_VIRTUALENV=0 PIP_ROOT_USER_ACTION=ignore

# An environment that was complete is brought up to date in place, since a server may be running from it; if that
# fails it stays, without its stamp. A new folder name, a broken interpreter or a missing stamp means that it is
# made anew.
complete=""

undo() {
    status=$?
    trap - EXIT
    if [ "$status" -ne 0 ] && [ -n "$complete" ]; then
        echo "Setup failed; the next make begins afresh." >&2
    elif [ "$status" -ne 0 ]; then
        rm -rf .venv
        echo "Setup failed; .venv removed." >&2
    fi
    exit "$status"
}
trap undo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

for stamp in .venv/ready-base .venv/ready-dev; do
    if [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" = "$PWD" ] && .venv/bin/python -c '' 2>/dev/null; then complete=yes; fi
done
if [ -n "$complete" ]; then
    echo "Bringing .venv up to date ($level) ..."
    rm -f .venv/ready-base .venv/ready-dev
else
    echo "Making .venv ($level); the first time takes about a minute ..."
    rm -rf .venv
    if [ -n "$uv" ]; then
        uv venv --quiet --no-project --python "${python:->=3.11}" .venv \
            || missing "uv found no Python 3.11 or newer"
    else
        python=$with_pip
        "$python" -m venv --without-pip .venv
    fi
fi
if [ -z "$uv" ]; then
    # Debian's Python refuses `pip install`, not `--target`. uv lies beside the environment, not in it.
    uv=.venv/uv/bin/uv
    [ -x "$uv" ] || "$with_pip" -m pip install --quiet --disable-pip-version-check --no-user \
        --require-hashes --only-binary :all: --target .venv/uv --requirement requirements/uv.txt
fi

# shellcheck disable=SC2086  # $locks is a list
"$uv" pip sync --quiet --require-hashes --python .venv/bin/python $locks
# The build backend is in the locks, so this reaches for nothing; the build hook compiles the translations.
"$uv" pip install --quiet --no-deps --no-build-isolation --offline --python .venv/bin/python --editable .
.venv/bin/python -c 'import wasl'

[ "$level" = base ] || fingerprint dev >.venv/ready-dev
[ "$level" = dev ] || fingerprint base >.venv/ready-base
