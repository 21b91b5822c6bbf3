"""Row 3: the power fails at any call of a save (root: loop images of ext4 and xfs, shutdown ioctl).

The site and the state directory are both on the disk that loses its power. After it is mounted
again: SAVED means new, what was said to be in the journal for a second is there, the post is whole.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import subprocess

from harness import LONG, NEW, OLD, Place, in_namespace, mount, need, need_root, note, skip

COMMANDS = ("load", "_drafts/a.md", "save", NEW)


def make(place, kind, image):
    with open(image, "wb") as file:
        file.truncate(400 << 20 if kind == "xfs" else 24 << 20)
    subprocess.run([f"mkfs.{kind}", "-q", str(image)], check=True)


def attach(image, where):
    mount("-o", "loop", image, where)


def cut(kind, number, exchange):
    """Takes the power at the number-th call; False if the save was over before."""
    with Place(None) as outer:
        disk = outer.top / "disk"
        disk.mkdir()
        image = outer.top / "image"
        make(outer, kind, image)
        attach(image, disk)
        env = {"DRIVER_AT": str(number), "DRIVER_ACTION": f"shutdown:{disk}"}
        if not exchange:
            env["DRIVER_NO_EXCHANGE"] = "1"
        try:
            place = Place(OLD, top=outer.top, site=disk / "site", state=disk / "state")
            os.sync()
            result = place.run(*COMMANDS, env=env)
            assert result.code in (0, 9), (result.code, result.lines, result.errors)
            subprocess.run(["umount", disk], check=True)
            attach(image, disk)
            # What step 1 said is true: from then on the text is on the disk.
            pending = result.saved() is not None
            place.check(result, journaled=pending)
            if place.target() != NEW and pending:
                assert place.run("recover").said("recovery").split()[1] == "pending"
        finally:
            subprocess.run(["umount", disk], check=True)
        return result.code == 9


def main():
    need_root()
    need("mkfs.ext4", "losetup")
    in_namespace()
    for kind in ("ext4", "xfs"):
        if subprocess.run(["which", f"mkfs.{kind}"], capture_output=True).returncode != 0:
            note(f"skipped: {kind} has no mkfs here")
            continue
        probe = subprocess.run("""t=$(mktemp -d) && truncate -s 400M $t/i && mkfs.%s -q $t/i &&
            mkdir $t/m && mount -o loop $t/i $t/m && umount $t/m; r=$?; rm -rf $t; exit $r""" % kind,
                               shell=True, capture_output=True)
        if probe.returncode != 0:
            note(f"skipped: {kind} cannot be mounted here")
            continue
        step = 1 if LONG else (12 if kind == "ext4" else 40)
        cuts = 0
        for exchange in (True, False):
            number = 1
            while cut(kind, number, exchange):
                cuts += 1
                number += step
        note(f"{kind}: {cuts} power cuts")
        assert cuts > 0
    if not os.path.exists("/dev/loop-control"):
        skip("no loop devices")


main()
