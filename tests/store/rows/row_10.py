"""Row 10: the share is read-only, or turns so while the post is open; the outbox drains later.

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import NEW, OLD, OTHER, Place, in_namespace, mount, note


def turning(colleague):
    with Place(None) as outer:
        disk = outer.top / "disk"
        disk.mkdir()
        mount("-t", "tmpfs", "none", disk)
        place = Place(OLD, top=outer.top, site=disk)
        running = place.start("load", "_drafts/a.md", "journal", NEW, "ready", "save", NEW, "state",
                              "ready", "wait", "60", "state")
        running.wait_for("ready")
        mount("-o", "remount,ro", disk)
        running.go_on()
        running.wait_for("ready")
        said = [line for line in running.lines if line.startswith(("save", "state"))]
        assert said[0].startswith("save: PENDING") and said[1] == "state: read-only", said
        assert place.target() == OLD and place.holds(NEW, under=place.state)
        mount("-o", "remount,rw", disk)
        if colleague:
            place.post.write_text(OTHER)
        running.go_on()
        result = running.finish()
        expected = "CONFLICT" if colleague else "SAVED"
        assert result.said("settled").startswith(expected), result.lines
        assert result.said("state") == "online", result.lines
        place.check(result, targets=(OTHER if colleague else NEW,))
        note(f"read-only, then not: {expected}")


def from_the_start():
    with Place(None) as outer:
        disk = outer.top / "disk"
        disk.mkdir()
        mount("-t", "tmpfs", "none", disk)
        place = Place(OLD, top=outer.top, site=disk)
        mount("-o", "remount,ro", disk)
        for _ in range(2):  # twice: nothing of it is remembered wrongly
            result = place.run("load", "_drafts/a.md", "presence", "journal", NEW, "save", NEW)
            assert result.saved() == "PENDING", result.lines
            assert result.said("load") == "ok"
            place.check(result, targets=(OLD,))
        mount("-o", "remount,rw", disk)
        later = place.run("outbox", "wait", "20")
        assert place.target() == NEW, later.lines
        note("read-only at the start: PENDING, the next start saves")


in_namespace()
turning(False)
turning(True)
from_the_start()
