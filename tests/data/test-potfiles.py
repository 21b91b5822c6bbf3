#!/usr/bin/env python3
"""po/POTFILES.in names every file with strings that people read, sorted, and no other.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

import project

MARKED = {
    ".c": re.compile(r"(?<![\w_])(?:_|N_|C_|NC_|ngettext|gettext|g_dngettext|g_dpgettext2?)\s*\(\s*\""),
    ".ui": re.compile(r"translatable=\"(?:yes|true|1)\""),
    ".xml": re.compile(r"<(?:summary|description)>"),
    ".in": re.compile(r"^(?:Name|Comment|Keywords)=|<(?:name|summary|p|li|caption)>", re.M),
}
MARKED[".h"] = MARKED[".c"]


def holds_strings(path):
    suffix = path[path.rindex("."):]
    return MARKED[suffix].search(project.read(path)) is not None


def main():
    listed = [line for line in project.read("po/POTFILES.in").splitlines()
              if line and not line.startswith("#")]
    candidates = project.files("src/**/*.c", "src/*/*.c", "src/*/*.h", "ui/*.ui", "data/*.gschema.xml",
                               "data/*.desktop.in", "data/*.metainfo.xml.in")
    wanted = [path for path in candidates if holds_strings(path)]
    complaints = [f"po/POTFILES.in: missing {path}" for path in wanted if path not in listed]
    complaints += [f"po/POTFILES.in: {path} has no strings or does not exist"
                   for path in listed if path not in wanted]
    if listed != sorted(listed):
        complaints.append("po/POTFILES.in: not sorted")
    if len(listed) != len(set(listed)):
        complaints.append("po/POTFILES.in: a file twice")
    project.finish(complaints, f"{len(candidates)} files, {len(listed)} listed")


main()
