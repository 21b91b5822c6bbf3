"""Row 4: the share is full: at each write, without inodes, over quota, and a small tmpfs.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os

from harness import NEW, OLD, Place, in_namespace, mount, need, note


def by_strace():
    faults = 0
    for error in ("ENOSPC", "EDQUOT"):
        for number in range(1, 12):
            with Place() as place:
                # The journal is open and written before: what is full is the share.
                result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW,
                                   wrapper=["strace", "-f", "-qq", "-o", os.devnull,
                                            "-e", "trace=write", "-P", place.post.parent, "-e",
                                            f"inject=write:error={error}:when={number}"])
                if result.code != 0 and not result.lines:
                    return note("skipped: strace may not trace here")
                place.check(result)
                faults += 1
                assert result.saved() in ("SAVED", "PENDING"), result.lines
    note(f"{faults} failed writes")


def small(options, fill):
    with Place(None) as outer:
        disk = outer.top / "disk"
        disk.mkdir()
        mount("-t", "tmpfs", "-o", options, "none", disk)
        place = Place(OLD, top=outer.top, site=disk)
        running = place.start("load", "_drafts/a.md", "journal", NEW, "ready", "save", NEW, "state",
                              "ready", "wait", "90", "state")
        running.wait_for("ready")
        filler = fill(disk)
        running.go_on()
        running.wait_for("ready")
        said = [line for line in running.lines if line.startswith(("save", "state"))]
        assert said[0].startswith("save: PENDING"), said
        assert said[1] == "state: full", said
        assert place.target() == OLD and place.holds(NEW)
        for path in filler:
            path.unlink()
        running.go_on()
        result = running.finish()
        assert result.said("settled").startswith("SAVED"), result.lines
        assert result.said("state") == "online", result.lines
        place.check(result, targets=(NEW,))
        assert not list(place.post.parent.glob(".~*")), list(place.post.parent.iterdir())
        note(f"tmpfs {options}: pending, then saved")


def fill_blocks(disk):
    paths = []
    for size in (4096, 1):
        while True:
            path = disk / f"filler-{len(paths)}"
            paths.append(path)
            try:
                with open(path, "wb") as file:
                    file.write(b"x" * size)
            except OSError:
                break
    return paths


def fill_inodes(disk):
    paths = []
    while True:
        path = disk / f"filler-{len(paths)}"
        try:
            path.touch()
        except OSError:
            return paths
        paths.append(path)


def main():
    if not os.environ.get("STORE_NAMESPACE"):
        need("strace")
        by_strace()
    in_namespace()
    small("size=256k", fill_blocks)
    small("nr_inodes=64", fill_inodes)


main()
