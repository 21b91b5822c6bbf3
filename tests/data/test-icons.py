#!/usr/bin/env python3
"""The icons are well-formed, square, and hold nothing but drawing.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import xml.etree.ElementTree as ElementTree

import project

SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {"svg", "g", "defs", "path", "rect", "circle", "ellipse", "linearGradient",
           "radialGradient", "stop", "clipPath", "title", "text", "tspan", "line", "use"}
LIMIT = 16 * 1024


def faults(path):
    text = project.read(path)
    root = ElementTree.fromstring(text)
    if root.tag != SVG + "svg":
        yield "is no SVG document"
    box = [float(number) for number in root.get("viewBox", "0 0 0 0").split()]
    if "data/icons/" in path:
        size = 16 if path.endswith("-symbolic.svg") else 128
        if box != [0, 0, size, size]:
            yield f"viewBox {box}, not a grid of {size}"
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        if name not in DRAWING:
            yield f"holds <{name}>"
        for attribute, value in element.items():
            if attribute.endswith("href") and not value.startswith("#"):
                yield f"refers to {value}"
            if attribute.startswith("on"):
                yield f"holds a script ({attribute})"
    if len(text) > LIMIT:
        yield f"{len(text)} bytes, at most {LIMIT}"
    if path.endswith("-symbolic.svg") and root.findall(f".//{SVG}linearGradient"):
        yield "a symbolic icon has one colour"


def main():
    paths = project.files("data/*/*/*.svg", "data/icons/*/*/*/*.svg", "ui/*.svg")
    complaints = []
    for path in paths:
        try:
            complaints += [f"{path}: {fault}" for fault in faults(path)]
        except ElementTree.ParseError as error:
            complaints.append(f"{path}: {error}")
    names = {path.rsplit("/", 1)[1] for path in paths}
    for wanted in ("io.github.chapeau_editor.Chapeau.svg",
                   "io.github.chapeau_editor.Chapeau-symbolic.svg"):
        if wanted not in names:
            complaints.append(f"{wanted} is missing")
    project.finish(complaints, f"{len(paths)} drawings")


main()
