"""Row 9: the rename fails; fails and the target is gone; is done but the answer is lost.

Every call failing, for each error, once and for ever: test-store-save (row-09).

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import NEW, OLD, SHIM, Place, note

WAYS = ({}, {"DRIVER_NO_EXCHANGE": "1"}, {"DRIVER_NO_EXCHANGE": "1", "DRIVER_NO_LINK": "1"})

for what, expected, target in (("fail", "PENDING", OLD), ("gone", "SAVED", NEW),
                               ("lost", "SAVED", NEW)):
    for way in WAYS:
        with Place() as place:
            result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW,
                               env={"LD_PRELOAD": SHIM, "SHIM_RENAME": what, **way})
            assert result.saved() == expected, (what, way, result.lines, result.errors)
            place.check(result, targets=(target,))
            if what == "fail":
                # The server is well again: the next start goes on by itself.
                later = place.run("outbox", "wait", "20")
                assert later.said("settled").startswith("SAVED"), later.lines
                assert place.target() == NEW
    note(f"rename {what}: {expected}")
