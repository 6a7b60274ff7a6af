#!/bin/sh
# The judges: programs of other people that the tests ask whether Wasl is right.
#
#   tools/judges.sh             says which are missing, and what then goes untested
#   tools/judges.sh packages    names the Debian packages that bring the missing ones
#   tools/judges.sh postgresql  says nothing, and exits 1 when no server answers
#
# Without a judge its tests are skipped; with WASL_REQUIRE_JUDGES=1 they fail.
set -eu

missing() {  # $1 the judge, $2 what it judges, $3 its Debian packages
    if [ "$mode" = packages ]; then echo "$3"; else echo "No $1: $2 goes untested (apt install $3)."; fi
}

mode=${1:-say}

postgresql() {
    python3 -c 'import os, socket, urllib.parse
at = urllib.parse.urlsplit(os.environ.get("WASL_TEST_POSTGRES", "postgresql://127.0.0.1"))
socket.create_connection((at.hostname, at.port or 5432), 2).close()' 2>/dev/null
}

if [ "$mode" = postgresql ]; then postgresql; exit; fi

command -v chromium >/dev/null 2>&1 \
    || missing Chromium "what a person sees and clicks" chromium

{ go version && ls -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog; } >/dev/null 2>&1 \
    || missing Go "the record by somebody else's verifier" "golang-go golang-golang-x-mod-dev"

postgresql || missing PostgreSQL "the second database" postgresql
