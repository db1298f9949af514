#!/bin/sh
# Everything that is checked without running the program. Stops at the first gate that fails.
set -eu
cd "$(dirname "$0")/.."

gate() {
    printf '== %s\n' "$*"
    "$@"
}

PATH="$PWD/.venv/bin:$PATH"
gate ruff check .
gate ruff format --check .
gate mypy
gate lint-imports --no-cache
