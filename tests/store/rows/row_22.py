"""Row 22: a colleague owns the file; the folder is sticky, or may not be written (root: other uids).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os

from harness import NEW, OLD, Place, need, need_root, note

ME, COLLEAGUE, GROUP = 54321, 54322, 54320


def case(name, directory_mode, file_mode, directory_owner, expected):
    for env in ({}, {"DRIVER_NO_EXCHANGE": "1"}):
        with Place() as place:
            os.chmod(place.top, 0o755)
            os.chmod(place.site, 0o2775)
            os.chown(place.site, directory_owner, GROUP)
            os.chown(place.post.parent, directory_owner, GROUP)
            os.chmod(place.post.parent, directory_mode)
            os.chown(place.post, COLLEAGUE, GROUP)
            os.chmod(place.post, file_mode)
            place.state.mkdir()
            os.chown(place.state, ME, GROUP)
            result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW, wrapper=[
                "setpriv", f"--reuid={ME}", f"--regid={GROUP}", "--clear-groups"],
                               env={**env, "G_DEBUG": ""})  # GLib warns of an unknown user
            assert result.saved() == expected, (name, env, result.lines, result.errors)
            place.check(result, targets=(NEW if expected == "SAVED" else OLD,))
            if expected == "SAVED":
                assert place.post.stat().st_mode & 0o7777 == file_mode
    note(f"{name}: {expected}")


need_root()
need("setpriv")
case("group may write", 0o2775, 0o664, COLLEAGUE, "SAVED")
case("the file is for reading, the folder for writing", 0o2775, 0o644, COLLEAGUE, "SAVED")
case("sticky folder", 0o3775, 0o664, COLLEAGUE, "PENDING")
case("folder for reading only", 0o755, 0o664, COLLEAGUE, "PENDING")
