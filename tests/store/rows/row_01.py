"""Row 1: kill -9 at any system call of a save, by strace; what is left is found at the next start.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import os
import re
import subprocess
import tempfile

from harness import LONG, NEW, OLD, OTHER, Place, need, note

CALLS = "%file,%desc"
COMMANDS = ("load", "_drafts/a.md", "journal", NEW, "save", NEW)


def calls_of_a_save():
    """(call, number) of each system call after the text is in the journal, by name and order."""
    with Place() as place, tempfile.NamedTemporaryFile("r") as log:
        done = place.run(*COMMANDS, wrapper=["strace", "-f", "-qq", "-e", f"trace={CALLS}",
                                             "-o", log.name])
        if done.code != 0:
            return []
        count = collections.Counter()
        found = []
        begun = False
        for line in log:
            name = re.match(r"\d+ +(\w+)\(", line)
            if name is None:
                continue
            count[name[1]] += 1
            begun = begun or "journal: ok" in line
            if begun:
                found.append((name[1], count[name[1]]))
        return found


def main():
    need("strace")
    points = calls_of_a_save()
    if not points:
        from harness import skip
        skip("strace may not trace here")
    assert len(points) > 60, points
    step = 1 if LONG else 2
    kills = 0
    for call, number in points[::step]:
        with Place() as place:
            result = place.run(*COMMANDS, wrapper=[
                "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}",
                "-e", f"inject={call}:signal=SIGKILL:when={number}"])
            place.check(result)
            kills += result.said("end") is None and "end" not in result.lines
            # The next start: a text that is not in the folder is offered, whole, and can be saved.
            after = place.run("load", "_drafts/a.md", "recover")
            offered = after.said("recoveries")
            assert place.target() == NEW or offered == "1", (call, number, after.lines)
            assert "damaged" not in (after.said("recovery") or "")
            if place.target() == OLD:
                later = place.run("outbox", "wait", "5")
                assert later.code == 0, later.errors
    note(f"{len(points)} system calls, {kills} kills")
    assert kills > len(points[::step]) * 0.9


main()
