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

exec 9>"$scratch/display"
Xvfb -displayfd 9 -screen 0 "${CHAPEAU_SCREEN:-1280x800x24}" -nolisten tcp >"$scratch/xvfb.log" 2>&1 &
xvfb=$!
trap 'kill $xvfb 2>/dev/null || true; wait $xvfb 2>/dev/null || true; rm -rf "$scratch"' EXIT
for _ in $(seq 100); do
  # The whole number is there when its line has ended.
  [ "$(wc -l <"$scratch/display")" -gt 0 ] && break
  sleep 0.1
done
export DISPLAY=:$(cat "$scratch/display")
export GDK_BACKEND=x11 GTK_A11Y=atspi NO_AT_BRIDGE=0 GSK_RENDERER=${GSK_RENDERER:-cairo}
dbus-run-session -- "$@"
