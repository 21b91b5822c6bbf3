#!/usr/bin/env python3
"""How many reference posts and cases come out byte for byte: a ratchet.

usage: test-kramdown-reference.py CHAPEAU-CLI

The parser is not finished, so not all are right yet. What is right must stay right: the numbers may
only rise, and whoever raises them writes the new ones here.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import subprocess
import sys

FLOOR_POSTS = 49


def main() -> int:
    reference = pathlib.Path(os.environ.get("CHAPEAU_REFERENCE", "")) / "posts"
    if not reference.is_dir():
        print("skipped: no reference posts beside the checkout")
        return 77
    right = total = 0
    wrong = []
    for post in sorted(reference.rglob("*.md")):
        expected = post.with_suffix(".html")
        if not expected.exists():
            continue
        total += 1
        run = subprocess.run([sys.argv[1], "render", post], capture_output=True, timeout=60)
        if run.returncode != 0:
            print(f"{post}: exit status {run.returncode}: {run.stderr.decode()}")
            return 1
        if run.stdout == expected.read_bytes():
            right += 1
        else:
            wrong.append(post.stem)
    print(f"{right} of {total} posts byte for byte; the first that differ: {wrong[:5]}")
    return 0 if right >= FLOOR_POSTS else 1


if __name__ == "__main__":
    sys.exit(main())
