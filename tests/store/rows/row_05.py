"""Row 5: this computer's own disk is full: what is preallocated goes on; else another place; else
the red bar (JOURNAL-FAILED), and nothing is tried in the folder.

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import NEW, OLD, Place, in_namespace, mount, note


def fill(disk):
    with open(disk / "filler", "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass


def full(fallback):
    with Place() as place:
        disk = place.top / "disk"
        disk.mkdir()
        mount("-t", "tmpfs", "-o", "size=2m", "none", disk)
        place.state = disk / "state"
        long_text = place.top / "long"
        long_text.write_text("x" * 1_000_000 + "\n")
        other = place.top / "elsewhere"
        running = place.start("load", "_drafts/a.md", "journal", OLD, "ready", "journal", NEW,
                              "recover", "ready", "journal", f"@{long_text}", "save",
                              f"@{long_text}", env={"DRIVER_FALLBACK": str(other)} if fallback else {})
        running.wait_for("ready")
        fill(disk)
        running.go_on()
        running.wait_for("ready")
        assert running.lines[-3:-1] == ["journal: ok", "recoveries: 0"], running.lines
        # Another program sees what the full disk kept.
        assert NEW.encode() in b"".join(p.read_bytes() for p in disk.rglob("slot-*"))
        running.go_on()
        result = running.finish()
        journal = result.said("journal")
        if fallback:
            assert journal == "ok" and result.saved() == "SAVED", result.lines
            assert (other).is_dir() and not list(other.rglob("slot-*")), list(other.rglob("*"))
            assert place.target() == long_text.read_text()
        else:
            assert journal != "ok" and result.saved() == "JOURNAL-FAILED", result.lines
            assert place.target() == OLD
        note(f"full, {'another place' if fallback else 'nowhere else'}: {result.saved()}")


def main():
    in_namespace()
    full(False)
    full(True)


main()
