#!/bin/sh
# The tests of everything that speaks to the database, once more on PostgreSQL. Without a server they are skipped;
# with WASL_REQUIRE_JUDGES=1 that is a failure.
set -eu
cd "$(dirname "$0")/.."

if ! tools/judges.sh postgresql; then
    [ "${WASL_REQUIRE_JUDGES:-}" != 1 ] || { echo "No PostgreSQL, and WASL_REQUIRE_JUDGES=1." >&2; exit 1; }
    exit 0
fi
export WASL_TEST_DATABASE=postgresql
exec .venv/bin/pytest -n 2 --dist loadfile tests/unit/acts tests/integration/acts tests/integration/members tests/integration/api
