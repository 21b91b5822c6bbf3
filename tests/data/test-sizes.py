#!/usr/bin/env python3
"""No file and no function grows beyond what one reads at once (README, "Sizes").

Flat tables are excepted: a function whose lines are nearly all `case`, `return` or rows of a table,
and a file of which most lines are rows.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

import project

FILE_LIMITS = [("src/*/*.c", 800), ("src/*/*.h", 300), ("tests/*/*.c", 1000), ("tests/*/*.py", 400),
               ("ui/*.ui", 400)]
FUNCTION_LIMIT = 100
FLAT = re.compile(r"^\s*(case .*:.*|return [^;]*;|break;|\{.*\},?|[\"'].*,|default:|)\s*$")
FLAT_PART = 0.85


def is_flat(lines):
    rows = [line for line in lines if line.strip()]
    return bool(rows) and sum(1 for row in rows if FLAT.match(row)) >= FLAT_PART * len(rows)


def functions(lines):
    """(line number, name, lines of the body) of each function, by GNU style's braces in column 0."""
    start = None
    for number, line in enumerate(lines):
        if line == "{" and number > 0 and lines[number - 1].rstrip().endswith(")"):
            start = number
        elif line == "}" and start is not None:
            head = start - 1
            while head > 0 and not re.match(r"[A-Za-z_]\w*\s*\(", lines[head]):
                head -= 1
            yield head + 1, lines[head].split("(")[0].strip(), lines[start + 1:number]
            start = None


def self_test():
    body = ["  x ();"] * (FUNCTION_LIMIT + 1)
    found = list(functions(["int", "long_one (int a,", "          int b)", "{", *body, "}"]))
    assert [(number, name, len(lines)) for number, name, lines in found] \
        == [(2, "long_one", FUNCTION_LIMIT + 1)]
    assert not is_flat(body) and is_flat(["    case A:", '      return "a";'] * 60)


def main():
    self_test()
    complaints, count = [], 0
    for pattern, limit in FILE_LIMITS:
        for path in project.files(pattern):
            lines = project.read(path).splitlines()
            count += 1
            if len(lines) > limit and not is_flat(lines):
                complaints.append(f"{path}: {len(lines)} lines, at most {limit}")
            if not path.endswith(".c"):
                continue
            for number, name, body in functions(lines):
                if len(body) > FUNCTION_LIMIT and not is_flat(body):
                    complaints.append(f"{path}:{number}: {name} has {len(body)} lines,"
                                      f" at most {FUNCTION_LIMIT}")
    project.finish(complaints, f"{count} files")


main()
