#!/bin/sh
# All checks: what can be said without running the program (lint.sh), then pytest with the given arguments.
#
# While mypy works on one core, the tests are collected on another: pytest keeps the asserts that it has rewritten (in
# __pycache__), so that its workers, and each process that a test starts, find everything compiled.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE

.venv/bin/python -m pytest --collect-only -q "$@" >/dev/null 2>&1 &
collecting=$!
stop_collecting() { kill "$collecting" 2>/dev/null || true; }
trap stop_collecting EXIT

sh scripts/lint.sh
stop_collecting # it has done its part, or the caches were warm
exec .venv/bin/python -m pytest "$@"
