"""The files of the project and how the tests of data report: shared by the scripts beside this one.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import subprocess
import sys

SKIP = 77
ROOT = pathlib.Path(os.environ.get("CHAPEAU_TEST_SOURCE", pathlib.Path(__file__).parents[2]))
NOT_OURS = {".git", "build"}


def files(*patterns):
    """Relative paths of the project's files that match a pattern, sorted.

    What git tracks or would track; without git (a release archive) everything that is there.
    """
    try:
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
    paths = {pathlib.PurePosixPath(name) for name in listed if name}
    return sorted(str(path) for path in paths
                  if path.parts[0] not in NOT_OURS and not path.parts[0].startswith("build-")
                  and (ROOT / path).is_file()
                  and any(path.match(pattern) for pattern in patterns))


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def finish(complaints, what):
    """Prints the complaints and ends the test; @what says what was looked at."""
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} complaints; looked at {what}")
    sys.exit(1 if complaints else 0)


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIP)
