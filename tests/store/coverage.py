"""Reads the gcov data of a build and tells the branch coverage of the save path.

usage: coverage.py BUILD-FOLDER [-v]

The store is compiled twice (for the tests, and without sanitizers for the driver): a branch counts
as taken if either took it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import json
import pathlib
import subprocess
import sys

# From the text that is handed over to the answer SAVED.
SAVE_PATH = ("store-save.c", "store-swap.c", "store-target.c", "store-mutex.c", "store-place.c",
             "store-post-save.c", "store-move.c", "store-writer.c", "store-journal.c", "store-record.c",
             "store-identity.c", "store-file.c")


def read(build):
    taken = collections.defaultdict(int)  # (file, line, function, number on the line) → times
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
                        key = (name, line["line_number"], line.get("function_name"), number)
                        taken[key] += branch["count"]
    return taken


def main():
    taken = read(sys.argv[1])
    all_branches = collections.Counter()
    met = collections.Counter()
    for (name, line, function, _), count in sorted(taken.items()):
        all_branches[name] += 1
        met[name] += count > 0
        if count == 0:
            print(f"{name}:{line}: a branch of {function} was never taken")
    for name in SAVE_PATH:
        part = 100 * met[name] / max(all_branches[name], 1)
        print(f"{name:20} {met[name]:4} of {all_branches[name]:4} branches  {part:6.2f} %")
    total, reached = sum(all_branches.values()), sum(met.values())
    print(f"{'all':20} {reached:4} of {total:4} branches  {100 * reached / max(total, 1):6.2f} %")
    return 0 if total and reached == total else 1


sys.exit(main())
