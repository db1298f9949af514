#!/bin/sh
# The one set-up behind every target of the Makefile. It can be run again at any time; when all is there it takes a
# fraction of a second.
#
#   sh scripts/setup.sh [run|test|oracle]
#
# 1. System packages (Debian, Ubuntu and their kin): what Qt needs, an Arabic text face, python3-venv; for `test` also
#    an X server without a screen and tools that press keys in it. Root installs what is missing; anybody else is told
#    the one line to run, and the set-up goes on if it can.
# 2. .venv: a virtual environment with the project in editable mode and the tools of the `dev` group; for `oracle` also
#    the strangers' code of that group, which stays there until `make clean`.
#
# PYTHON chooses the interpreter of the virtual environment (3.11 or newer); by default the first that fits.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-run}
venv=.venv
stamp=$venv/.hashiya-setup
oracle_stamp=$venv/.hashiya-oracle

# The six that QtCore, QtGui and QtWidgets link to; then the plug-in for X; then faces for Arabic, Latin and emoji.
run_packages="libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    fonts-noto-core fonts-noto-ui-core"
# Xvfb, and what types on it with a real keyboard layout.
test_packages="xvfb xauth xdotool x11-xkb-utils xkb-data"

say() { printf '%s\n' "hashiya: $*" >&2; }

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

pick_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" || { say "PYTHON=$PYTHON is not a Python 3.11 or newer."; exit 1; }
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed. Install one, and name it if it has another name: make $purpose PYTHON=..."
    exit 1
}

can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Debian 13 and Ubuntu 24.04 renamed some libraries to NAMEt64.
is_installed() {
    for name in "$1" "$1t64"; do
        case $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) in installed) return 0 ;; esac
    done
    return 1
}

system_packages() {
    command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || return 0
    wanted=$run_packages
    if [ "$purpose" = test ]; then
        wanted="$wanted $test_packages"
    fi
    missing=
    for package in $wanted; do
        is_installed "$package" || missing="$missing $package"
    done
    if ! can_make_venv "$python"; then
        case $python in
            python3.*) missing="$missing $python-venv" ;;
            *) missing="$missing python3-venv" ;;
        esac
    fi
    if [ -z "$missing" ]; then
        return 0
    fi
    install="apt-get install --yes --no-install-recommends$missing"
    if [ "$(id -u)" -ne 0 ]; then
        say "system packages are missing. Install them once with:"
        printf '\n    sudo %s\n\n' "$install" >&2
        say "going on without them."
        return 0
    fi
    say "installing system packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update
    # shellcheck disable=SC2086 # a list of words
    quietly $install
}

# Shows what a command says only when it fails.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    cat "$log" >&2
    rm -f "$log"
    say "this failed: $*"
    return 1
}

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

# What the environment was made from: where it lies (scripts name that), its Python, and what is to be in it.
fingerprint() {
    pwd -P
    version_of "$venv/bin/python"
    cat pyproject.toml scripts/setup.sh | cksum
}

# Whether the environment is there and its Python still runs; a Python chosen by PYTHON must be the same one.
is_sound() {
    [ -x "$venv/bin/python" ] || return 1
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$venv/bin/python")" = "$(version_of "$PYTHON")" ]
}

is_current() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$venv/bin/python")" = "$(version_of "$PYTHON")" ]
}

virtual_environment() {
    if is_current; then
        return 0
    fi
    # A moved checkout keeps a working Python, but its scripts name the old place.
    if ! is_sound || { [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$(pwd -P)" ]; }; then
        if ! can_make_venv "$python"; then
            say "$python cannot make a virtual environment (ensurepip is missing; on Debian and Ubuntu: python3-venv)."
            exit 1
        fi
        say "making $venv with $("$python" --version 2>&1)"
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    rm -f "$stamp"
    say "installing Python packages into $venv (the first time: some 150 MB to fetch)"
    # --group came with pip 25.1; Debian 12 brings 23.0.
    quietly "$venv/bin/python" -m pip install --disable-pip-version-check --upgrade "pip>=25.1"
    quietly "$venv/bin/python" -m pip install --disable-pip-version-check --editable . --group dev
    fingerprint >"$stamp"
}

# Tries the whole group; where pygamma-agreement or its solvers cannot be installed, all but that: its tests are skipped.
strangers() {
    if [ -f "$oracle_stamp" ] && [ "$(cat "$oracle_stamp")" = "$(fingerprint)" ]; then
        return 0
    fi
    say "installing what agreement is compared with into $venv (the first time: some 250 MB to fetch)"
    for group in oracle oracle-small; do
        if quietly "$venv/bin/python" -m pip install --disable-pip-version-check --group dev --group "$group"; then
            fingerprint >"$oracle_stamp"
            return 0
        fi
    done
    exit 1
}

case $purpose in
    run | test | oracle) ;;
    *)
        say "usage: sh scripts/setup.sh [run|test|oracle]"
        exit 2
        ;;
esac
python=$(pick_python)
system_packages
virtual_environment
if [ "$purpose" = oracle ]; then
    strangers
fi
