#!/bin/sh
# `hashiya demo` with what the environment offers: on a display the window opens; without one the main job is done
# offscreen, and the picture and the export go to demo-out/. Arguments are handed on and win.
set -eu
cd "$(dirname "$0")/.."

case $(uname -s) in
    Darwin | MINGW* | MSYS* | CYGWIN*) display=yes ;;
    *) display=${DISPLAY:-}${WAYLAND_DISPLAY:-} ;;
esac
case ${QT_QPA_PLATFORM:-} in
    offscreen | minimal) display= ;;
esac
if [ -z "$display" ]; then
    mkdir -p demo-out
    set -- --screenshot demo-out/hashiya.png --output demo-out/hashiya.jsonl "$@"
fi
exec .venv/bin/hashiya demo "$@"
