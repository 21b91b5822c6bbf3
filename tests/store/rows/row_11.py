"""Row 11: the mount vanishes and an empty folder remains: the wrong folder, nothing written there.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess

from harness import NEW, OLD, Place, in_namespace, mount, note

THIRD = "un troisième texte\n"


def main():
    in_namespace()
    with Place(None) as outer:
        disk = outer.top / "disk"
        aside = outer.top / "aside"
        disk.mkdir()
        aside.mkdir()
        mount("-t", "tmpfs", "none", aside)
        mount("--bind", aside, disk)
        place = Place(OLD, top=outer.top, site=disk)
        running = place.start("load", "_drafts/a.md", "save", NEW, "ready", "save", THIRD, "state",
                              "list", "_drafts", "ready", "wait", "60", "state")
        running.wait_for("ready")
        subprocess.run(["umount", "-l", disk], check=True)
        running.go_on()
        running.wait_for("ready")
        said = [line for line in running.lines if line.startswith(("save", "state", "list"))]
        assert said[0].startswith("save: SAVED"), said
        assert said[1].startswith("save: PENDING") and said[2] == "state: wrong", said
        assert said[3].startswith("list: failed"), said
        assert not list(disk.iterdir()), list(disk.iterdir())
        # At the next start, too, and before anything was said of it.
        again = place.run("load", "_drafts/a.md")
        assert again.code == 4 and not list(disk.iterdir()), again.lines
        mount("--bind", aside, disk)
        running.go_on()
        result = running.finish()
        assert result.said("settled").startswith("SAVED"), result.lines
        assert result.said("state") == "online", result.lines
        assert place.target() == THIRD
    note("gone, wrong, back: PENDING, then SAVED")


main()
