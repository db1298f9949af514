#!/bin/sh
# Long random runs (tests/soak).
set -eu
cd "$(dirname "$0")/.."

if [ ! -d tests/soak ]; then
    echo "There are no soak tests yet (tests/soak)." >&2
    exit 0
fi
exec .venv/bin/python -m pytest -o norecursedirs=".*" tests/soak "$@"
