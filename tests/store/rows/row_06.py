"""Row 6: a limit on file sizes, no descriptors: PENDING, no crash.

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import NEW, OLD, Place, need, note


def main():
    need("prlimit")
    with Place() as place:
        long_text = place.top / "long"
        long_text.write_text("x" * 100_000 + "\n")
        # The journal fits (its files are made before), the share's file does not.
        result = place.run("load", "_drafts/a.md", "journal", f"@{long_text}", "limit", "90000",
                           "save", f"@{long_text}", "state")
        assert result.code == 0, (result.code, result.errors)
        assert result.saved() in ("PENDING", "JOURNAL-FAILED"), result.lines
        place.check(result, text=long_text.read_text(), targets=(OLD,))
        note(f"--fsize: {result.said('save')}")
    tried = saved = 0
    for limit in range(4, 40):
        with Place() as place:
            result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW,
                               wrapper=["prlimit", f"--nofile={limit}"])
            assert result.code in (0, 4, 127), (limit, result.code, result.lines, result.errors)
            if result.said("load") != "ok":
                assert place.target() == OLD
                continue
            tried += 1
            saved += result.saved() == "SAVED"
            place.check(result, journaled=result.said("journal") == "ok")
    note(f"--nofile: {tried} saves tried, {saved} saved")
    assert tried > 5 and 0 < saved < tried


main()
