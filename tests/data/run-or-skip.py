#!/usr/bin/env python3
"""Runs a checking program, or skips with a word when this machine does not have it.

Usage: run-or-skip.py PROGRAM [ARGUMENT...]
SPDX-License-Identifier: GPL-3.0-or-later
"""
import shutil
import subprocess
import sys

SKIP = 77


def main():
    program, arguments = sys.argv[1], sys.argv[2:]
    if shutil.which(program) is None:
        print(f"skipped: no {program} here")
        return SKIP
    return subprocess.run([program, *arguments]).returncode


sys.exit(main())
