#!/usr/bin/env python3
"""The built desktop file and metainfo carry the French texts.

Usage: test-merged.py DESKTOP_FILE METAINFO_FILE
SPDX-License-Identifier: GPL-3.0-or-later
"""
import configparser
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

import project

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def main():
    complaints = []
    desktop = configparser.ConfigParser(interpolation=None, delimiters="=")
    desktop.optionxform = str
    desktop.read_string(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    entry = desktop["Desktop Entry"]
    for key in ("GenericName", "Comment", "Keywords"):
        if f"{key}[fr]" not in entry or entry[f"{key}[fr]"] == entry[key]:
            complaints.append(f"desktop file: {key} has no French")
    for mime in ("text/markdown", "inode/directory"):
        if mime not in entry["MimeType"].split(";"):
            complaints.append(f"desktop file: {mime} is not opened")

    component = ElementTree.parse(sys.argv[2]).getroot()
    for tag in ("summary", "p", "li"):
        plain = [item for item in component.iter(tag) if item.get(LANG) is None]
        french = [item for item in component.iter(tag) if item.get(LANG) == "fr"]
        if not plain or len(plain) != len(french):
            complaints.append(f"metainfo: {len(plain)} <{tag}>, {len(french)} in French")
    if component.findtext("id") + ".desktop" != pathlib.Path(sys.argv[1]).name:
        complaints.append("metainfo: its id is not the desktop file's name")
    project.finish(complaints, "two files")


main()
