#!/bin/sh
# The measures of agreement beside code that others wrote (tests/oracle).
set -eu
cd "$(dirname "$0")/.."

exec .venv/bin/python -m pytest -o norecursedirs=".*" tests/oracle "$@"
