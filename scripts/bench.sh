#!/bin/sh
# Benchmarks: one JSON object a line. With an argument, one group only.
set -eu
cd "$(dirname "$0")/.."

if [ ! -f tests/benchmarks/__main__.py ]; then
    echo "There are no benchmarks yet (tests/benchmarks)." >&2
    exit 0
fi
exec .venv/bin/python -m tests.benchmarks "$@"
