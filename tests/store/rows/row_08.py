"""Row 8: a write is acknowledged and dropped (the read-back catches it), is short, or closing fails.

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import NEW, OLD, SHIM, Place, note


def shimmed(variable, value, expected, target):
    for env in ({}, {"DRIVER_NO_EXCHANGE": "1"}, {"DRIVER_NO_EXCHANGE": "1", "DRIVER_NO_LINK": "1"}):
        with Place() as place:
            result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW,
                               env={"LD_PRELOAD": SHIM, variable: value, **env})
            assert result.saved() == expected, (variable, value, result.lines, result.errors)
            place.check(result, targets=(target,))
    note(f"{variable}={value}: {expected}")


shimmed("SHIM_WRITE", "drop", "PENDING", OLD)
shimmed("SHIM_WRITE", "short", "SAVED", NEW)
shimmed("SHIM_CLOSE", "fail", "PENDING", OLD)
