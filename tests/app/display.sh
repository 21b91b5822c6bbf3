#!/usr/bin/env bash
# display.sh COMMAND... - runs it on a virtual display of its own, with a D-Bus session, the
# accessibility bus and an empty home, and ends what it started.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

scratch=$(mktemp -d)
export HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run
export XDG_DATA_HOME=$HOME/.local/share XDG_STATE_HOME=$HOME/.local/state
export XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
mkdir -p "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

# Without -noreset the server begins anew when its last client leaves, and refuses those who come at
# that moment: a program that starts just when the accessibility bus has looked.
# A display number is ours from before its server starts until after it has ended: servers that find
# their number themselves (-displayfd) can take one whose last server is about to remove its socket.
start_server () {
  local number
  for number in $(seq 90 299); do
    exec 8>"${TMPDIR:-/tmp}/.chapeau-display-$number"
    flock --nonblock 8 || continue
    [ ! -e "/tmp/.X11-unix/X$number" ] && [ ! -e "/tmp/.X$number-lock" ] || continue
    Xvfb ":$number" -displayfd 9 -noreset -screen 0 "${CHAPEAU_SCREEN:-1280x800x24}" -nolisten tcp \
      9>"$scratch/display" 8>&- >"$scratch/xvfb.log" 2>&1 &
    xvfb=$!
    export DISPLAY=:$number
    return
  done
  echo "display.sh: no display number is free" >&2
  exit 1
}

xvfb=
trap '[ -z "$xvfb" ] || { kill $xvfb || true; wait $xvfb || true; } 2>/dev/null; rm -rf "$scratch" || true' EXIT
start_server
for _ in $(seq 300); do
  # The server has written its number: it listens.
  [ -s "$scratch/display" ] && break
  kill -0 "$xvfb" 2>/dev/null || { cat "$scratch/xvfb.log" >&2; exit 1; }
  sleep 0.1
done
export GDK_BACKEND=x11 GTK_A11Y=atspi NO_AT_BRIDGE=0 GSK_RENDERER=${GSK_RENDERER:-cairo}
dbus-run-session -- "$@" 8>&-
