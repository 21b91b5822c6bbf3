"""Row 17: clocks that are wrong by years, on either side: nothing is "unchanged" or stale for it.

Coarse times and frozen ones: test-store-upkeep (row-17).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os

from harness import NEW, OLD, OTHER, Place, need, note


def main():
    need("faketime")
    for mine, theirs in (("-10y", "+10y"), ("+10y", "-10y"), ("+0", "+3h")):
        with Place() as place:
            def person(clock, name, *words):
                result = place.run(*words, wrapper=["faketime", "-f", clock],
                                   env={"DRIVER_PERSON": name}, state=place.top / name)
                assert result.code == 0, result.errors
                return result

            person(mine, "Jeanne", "load", "_drafts/a.md", "save", NEW)
            os.utime(place.post, (0, 0))
            # The other had loaded before, so to say: the base is what counts.
            result = person(theirs, "Marc", "load", "_drafts/a.md", "save", OTHER)
            assert result.saved() == "SAVED" and place.target() == OTHER
            running = place.start("load", "_drafts/a.md", "ready", "save", OLD)
            running.wait_for("ready")
            stat = place.post.stat()
            place.post.write_text(OTHER.upper())
            os.utime(place.post, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            running.go_on()
            assert running.finish().saved() == "CONFLICT"
            # A mutex of a program that works, with times from anywhere, is not stale at once.
            found = person(mine, "Jeanne", "recover")
            assert found.said("recoveries") == "0", found.lines
    note("clocks ±10 years: nothing believed")


main()
