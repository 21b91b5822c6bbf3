#!/usr/bin/env python3
"""An include in the wrong direction does not compile, and no layer reaches for what is not its own.

Two halves. What src/meson.build promises: with the very flags a layer's files are compiled with, the
header of a layer that it must not see is not found, and base.h is. What include paths cannot
promise, because the headers lie in a folder that is seen anyway: no file names them.

Usage: test-layers.py BUILD_FOLDER
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import project

# Beyond the order in src/meson.build: who stands above, and yet may not look.
NEVER = {
    "frontmatter": ["kramdown"],
    "site": ["kramdown"],
    "typography": ["kramdown", "frontmatter", "site"],
    "spelling": ["kramdown", "frontmatter", "site"],
    "paste": ["kramdown", "frontmatter", "site", "spelling"],
    "store": ["kramdown", "frontmatter", "site", "typography", "spelling", "paste"],
    "checks": ["site", "spelling", "paste", "store"],
    "preview": ["kramdown", "frontmatter", "site", "typography", "spelling", "paste", "store", "checks", "model"],
    "cli": ["preview", "app"],
}

# Outside header: the only layers (or files) that may name it.
OUTSIDE = {
    r"yaml\.h": ["src/frontmatter/"],
    r"libxml/": ["src/paste/"],
    r"sqlite3\.h": ["src/model/"],
    r"webkit/": ["src/preview/"],
    r"gtksourceview/": ["src/app/"],
    r"enchant": ["src/spelling/"],
    r"gtk/": ["src/preview/", "src/app/"],
    r"gdk/": ["src/preview/", "src/app/"],
    r"gio/": ["src/site/", "src/store/", "src/model/", "src/preview/", "src/app/", "src/cli/"],
}
ONE_FILE = [r"yaml\.h", r"enchant"]


def layers():
    return re.findall(r"^subdir\('(\w+)'\)", project.read("src/meson.build"), re.M)


def flags_of(build):
    """Layer → the compiler and the include flags of one of its files."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        path = (pathlib.Path(entry["directory"]) / entry["file"]).resolve()
        match = re.search(r"/src/(\w+)/[^/]+\.c$", str(path))
        if match is None or match.group(1) in found or not path.is_relative_to(project.ROOT.resolve()):
            continue
        words = shlex.split(entry["command"])
        kept = [word for word in words if re.match(r"-(I|isystem|D|std=|pthread)", word)]
        compiler = words[1] if pathlib.Path(words[0]).name == "ccache" else words[0]
        found[match.group(1)] = (entry["directory"], [compiler, *kept])
    return found


def compiles(flags, header, folder):
    source = pathlib.Path(folder) / "one-line.c"
    source.write_text(f'#include "{header}"\n', encoding="utf-8")
    directory, command = flags
    run = subprocess.run([*command, "-w", "-fsyntax-only", str(source)], capture_output=True,
                         text=True, cwd=directory)
    missing = "No such file" in run.stderr or "file not found" in run.stderr
    return run.returncode == 0, missing


def check_directions(build, folder):
    order, flags, complaints, count = layers(), flags_of(build), [], 0
    for layer, layer_flags in flags.items():
        if not compiles(layer_flags, "base.h", folder)[0]:
            complaints.append(f"src/{layer}: base.h does not compile")
        forbidden = order[order.index(layer) + 1:] + NEVER.get(layer, [])
        for other in forbidden:
            for path in project.files(f"src/{other}/*.h"):
                count += 1
                fine, missing = compiles(layer_flags, pathlib.PurePosixPath(path).name, folder)
                if fine or not missing:
                    complaints.append(f"src/{layer} can include {path}")
    return complaints, f"{count} includes in the wrong direction from {len(flags)} layers"


def check_outside():
    complaints, users = [], {}
    for path in project.files("src/*/*.[ch]"):
        for name in re.findall(r"^\s*#\s*include\s*[<\"]([^>\"]+)", project.read(path), re.M):
            for outside, allowed in OUTSIDE.items():
                if not re.match(outside, name):
                    continue
                users.setdefault(outside, set()).add(path)
                if not any(path.startswith(place) for place in allowed):
                    complaints.append(f"{path} includes <{name}>, which is for {', '.join(allowed)}")
    for outside in ONE_FILE:
        if len(users.get(outside, ())) > 1:
            complaints.append(f"<{outside}> in more than one file: {sorted(users[outside])}")
    return complaints


def main():
    build = pathlib.Path(sys.argv[1])
    if not (build / "compile_commands.json").exists():
        project.skip("no compile_commands.json (another backend than ninja)")
    with tempfile.TemporaryDirectory() as folder:
        complaints, what = check_directions(build, folder)
    project.finish(complaints + check_outside(), what)


main()
