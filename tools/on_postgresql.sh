#!/bin/sh
# The tests of what speaks to the database, once more on PostgreSQL: acts, members, checks, the API; at full sizes also
# accounts, the gate and the shell. Without a server they are skipped; with WASL_REQUIRE_JUDGES=1 that is a failure.
set -eu
cd "$(dirname "$0")/.."

if ! tools/judges.sh postgresql; then
    [ "${WASL_REQUIRE_JUDGES:-}" != 1 ] || { echo "No PostgreSQL, and WASL_REQUIRE_JUDGES=1." >&2; exit 1; }
    exit 0
fi
export WASL_TEST_DATABASE=postgresql
rooms="acts members checks api"
[ "${WASL_FULL:-}" != 1 ] || rooms="$rooms access accounts web"
exec .venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder $(printf 'tests/integration/%s ' $rooms) tests/unit/acts
