#!/usr/bin/env python3
"""The two colour schemes of the source editor are one: same styles, all colours known, and readable.

Text and marks must stand out from the paper: 7 to 1 for text, 4.5 to 1 for what is read with it,
3 to 1 for marks (the contrast of WCAG 2).
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import xml.etree.ElementTree as ElementTree

import project

LANGUAGE = "data/language-specs/chapeau-markdown.lang"
SCHEMES = ["data/styles/chapeau-light.xml", "data/styles/chapeau-dark.xml"]
LEAST = {"text": 7, "strong": 7, "soft": 4.5, "link": 4.5, "accent": 4.5, "note": 4.5, "code": 4.5,
         "attribute": 4.5, "liquid": 4.5, "mark": 3}


def luminance(colour):
    channels = [int(colour[start:start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
                        for channel in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def check_scheme(path, known):
    root = ElementTree.fromstring(project.read(path))
    colours = {color.get("name"): color.get("value") for color in root.iter("color")}
    for name, least in LEAST.items():
        ratio = contrast(colours[name], colours["paper"])
        if ratio < least:
            yield f"{path}: {name} stands out {ratio:.1f} to 1, at least {least}"
    used = set()
    for style in root.iter("style"):
        used |= {style.get(key) for key in ("foreground", "background") if style.get(key)}
        name = style.get("name")
        if name.startswith("chapeau-markdown:") and name.split(":")[1] not in known:
            yield f"{path}: the language has no style {name}"
    for name in sorted(used ^ set(colours)):
        yield f"{path}: colour {name} is not both defined and used"
    for name in known:
        if not root.findall(f"style[@name='chapeau-markdown:{name}']"):
            yield f"{path}: no style for chapeau-markdown:{name}"


def main():
    language = ElementTree.fromstring(project.read(LANGUAGE))
    known = [style.get("id") for style in language.iter("style")]
    referred = set(re.findall(r"style-ref=\"([\w-]+)\"", project.read(LANGUAGE)))
    complaints = [f"{LANGUAGE}: style {name} is not both defined and used"
                  for name in sorted(referred ^ set(known))]
    names = []
    for path in SCHEMES:
        complaints += check_scheme(path, known)
        names.append([(style.get("name"), style.get("bold"), style.get("italic"))
                      for style in ElementTree.fromstring(project.read(path)).iter("style")])
    if names[0] != names[1]:
        complaints.append(f"{SCHEMES[0]} and {SCHEMES[1]} differ in more than colours")
    project.finish(complaints, f"{len(known)} styles of the language, {len(SCHEMES)} schemes")


main()
