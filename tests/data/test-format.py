#!/usr/bin/env python3
"""All C files are as clang-format writes them with the project's .clang-format.

Only version 14 (Debian 12) is asked: other versions place a few things otherwise.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import shutil
import subprocess

import project

VERSION = "14"


def main():
    program = shutil.which(f"clang-format-{VERSION}") or shutil.which("clang-format")
    if program is None:
        project.skip("no clang-format here")
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    if f"version {VERSION}." not in version:
        project.skip(f"clang-format {VERSION} is wanted, this is {version.strip()}")
    sources = project.files("src/**/*.[ch]", "src/*/*.[ch]", "tests/*/*.[ch]")
    run = subprocess.run([program, "--dry-run", "--Werror", "--ferror-limit=1", *sources],
                         capture_output=True, text=True, cwd=project.ROOT)
    complaints = sorted({line.split(":")[0] + ":" + line.split(":")[1] + ": run clang-format -i"
                         for line in run.stderr.splitlines() if ": error:" in line})
    if run.returncode != 0 and not complaints:
        complaints.append(run.stderr)
    project.finish(complaints, f"{len(sources)} files")


main()
