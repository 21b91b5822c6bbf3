#!/bin/sh
# with-display.sh PROGRAM - runs a test on a display and a session bus of its own; 77 if it cannot.
# SPDX-License-Identifier: GPL-3.0-or-later
for tool in xvfb-run dbus-run-session; do
  command -v "$tool" >/dev/null || { echo "1..0 # SKIP $tool is missing"; exit 77; }
done
exec xvfb-run -a -s '-screen 0 1300x900x24' dbus-run-session -- "$@" 2>&1
