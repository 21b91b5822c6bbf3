"""Row 24: out of memory at any moment: no half state. (Damaged journals: test-store-folder, row-24.)

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import LONG, OLD, Place, need, note


def main():
    need("prlimit")
    died = saved = 0
    with Place() as outer:
        text = outer.top / "text"
        text.write_text("x" * 6_000_000 + "\n")
        new = text.read_text()
        for megabytes in range(8, 96, 1 if LONG else 4):
            with Place() as place:
                result = place.run("load", "_drafts/a.md", "journal", f"@{text}", "save", f"@{text}",
                                   wrapper=["prlimit", f"--as={megabytes << 20}"])
                place.check(result, text=new, targets=(OLD, new),
                            journaled=result.said("journal") == "ok")
                died += result.code not in (0,)
                saved += result.saved() == "SAVED"
                after = place.run("load", "_drafts/a.md", "recover")
                assert after.said("load") == "ok" and "damaged" not in (after.said("recovery") or "")
    note(f"{died} ended without memory, {saved} saved")
    assert died and saved


main()
