#!/usr/bin/env bash
# picture.sh FILE.png COMMAND... - starts COMMAND on a virtual display, waits until the picture does
# not change any more, and saves it.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ "${1:-}" = --inside ]; then
  shift
  picture=$1
  shift
  "$@" &
  program=$!
  before=
  for _ in $(seq 40); do
    sleep 1
    now=$(import -window root rgb:- 2>/dev/null | sha256sum)
    [ "$now" = "$before" ] && [ "$(xdotool search --onlyvisible --name . 2>/dev/null | wc -l)" -gt 0 ] && break
    before=$now
  done
  import -window root "$picture"
  kill "$program" 2>/dev/null || true
  wait "$program" 2>/dev/null || true
  exit 0
fi
# WebKit's sandbox needs user namespaces, which a container's root often does not have.
if [ "$(id -u)" -eq 0 ]; then
  export WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
fi
exec "$here/display.sh" "$0" --inside "$@"
