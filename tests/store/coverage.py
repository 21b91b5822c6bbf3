"""Reads the gcov data of a build and tells the branch coverage of the save path.

usage: coverage.py BUILD-FOLDER [-v]

A branch that cannot be taken is not counted, but told (each with -v): the wrong side of an assertion
or a check of an argument, a value that an enumeration does not have in a switch, and the side of
g_clear_pointer() for a NULL, where only pointers that are set come: that side does nothing. One
branch of a line at most; the side that frees always counts.

The store is compiled twice (for the tests, and without sanitizers for the driver): a branch counts
as taken if either took it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

# From the text that is handed over to the answer SAVED.
SAVE_PATH = ("store-save.c", "store-swap.c", "store-target.c", "store-mutex.c", "store-place.c",
             "store-post-save.c", "store-move.c", "store-writer.c", "store-journal.c", "store-record.c",
             "store-identity.c", "store-file.c")


# On the source's line.
IMPOSSIBLE = re.compile(r"\bg_assert\b|\bg_assert_not_reached\b|\bg_return_(val_)?if_fail\b"
                        r"|^\s*switch \(")
# The jump over what frees; the other way falls through.
NOTHING = re.compile(r"\bg_clear_pointer\b")


def read(build):
    taken = collections.defaultdict(int)  # (file, line, function, number, falls through) → times
    for data in sorted(pathlib.Path(build).rglob("store-*.gcda")):
        output = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities",
                                 str(data)], capture_output=True, check=True).stdout
        for document in output.splitlines():
            for file in json.loads(document)["files"]:
                name = pathlib.Path(file["file"]).name
                if name not in SAVE_PATH:
                    continue
                for line in file["lines"]:
                    for number, branch in enumerate(line["branches"]):
                        key = (name, line["line_number"], line.get("function_name"), number,
                               branch["fallthrough"])
                        taken[key] += branch["count"]
    return taken


def main():
    source = pathlib.Path(__file__).resolve().parents[2] / "src" / "store"
    lines = {name: (source / name).read_text().splitlines() for name in SAVE_PATH}
    total, met, excused = collections.Counter(), collections.Counter(), collections.Counter()
    used = set()
    for (name, line, function, _, falls_through), count in sorted(read(sys.argv[1]).items()):
        total[name] += 1
        met[name] += count > 0
        text = lines[name][line - 1]
        if count > 0:
            continue
        impossible = IMPOSSIBLE.search(text) or (NOTHING.search(text) and not falls_through)
        if impossible and (name, line) not in used:
            used.add((name, line))
            excused[name] += 1
            if "-v" in sys.argv:
                print(f"left out: {name}:{line}: {function}: {text.strip()}")
            continue
        print(f"{name}:{line}: {function}: {text.strip()}")
    for name in (*SAVE_PATH, "all"):
        if name == "all":
            for counts in (total, met, excused):
                counts["all"] = sum(counts.values())
        possible = total[name] - excused[name]
        print(f"{name:20} {met[name]:4} of {possible:4} branches  "
              f"{100 * met[name] / max(possible, 1):6.2f} %   ({excused[name]} cannot be taken)")
    return 0 if total["all"] and met["all"] == total["all"] - excused["all"] else 1


sys.exit(main())
