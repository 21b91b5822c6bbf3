"""Row 7: fsync fails (a new temporary file), is not supported (SAVED, not durable), or lies (a
limit: nobody can know).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import shutil

from harness import NEW, OLD, Place, need, note, skip


def traced(place, inject):
    return place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW,
                     wrapper=["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=fsync",
                              "-P", place.post.parent, "-e", f"inject=fsync:{inject}"])


def main():
    need("strace")
    with Place() as place:
        result = traced(place, "error=EINVAL")
        if result.code != 0 and not result.lines:
            skip("strace may not trace here")
        place.check(result, targets=(NEW,))
        assert result.said("save").split() == ["SAVED", "not-durable"], result.lines
        note("not supported: SAVED, not durable")
    for error in ("EIO", "ENOSPC", "EDQUOT"):
        for number in ("1", "2", "3", "1+"):
            with Place() as place:
                result = traced(place, f"error={error}:when={number}")
                place.check(result)
                assert result.saved() in ("SAVED", "PENDING"), result.lines
                if number == "1+":
                    assert result.saved() == "PENDING" or "not-durable" in result.said("save")
                # The file whose sync failed is never the one that takes the name.
                assert not list(place.post.parent.glob(".~save-*")), result.lines
    note("12 failed syncs")
    if shutil.which("eatmydata"):
        with Place() as place:
            result = place.run("load", "_drafts/a.md", "save", NEW, wrapper=["eatmydata"])
            place.check(result, targets=(NEW,))
            note("a lie: SAVED")


main()
