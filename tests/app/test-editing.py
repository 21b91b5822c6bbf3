#!/usr/bin/python3
"""Lists, quotations and tables with real keys: what Enter and Tab write, how it is taken back, what
is saved, and that kramdown makes of it what was meant.

usage: display.sh test-editing.py CHAPEAU CHAPEAU-CLI SAMPLE-SITE SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import subprocess
import sys

import window

PROGRAM, CLI, SAMPLE, SCREENSHOT = sys.argv[1:5]
HEADER, TEXT = window.HEADER, window.TEXT
NARROW = "\u202f"


def start(site, body=""):
    return window.open_body(PROGRAM, site, body, screenshot=SCREENSHOT)


def write(*parts):
    """Text to be typed, and names of keys in <>."""
    for part in parts:
        if part.startswith("<"):
            window.keys(part.strip("<>"))
        else:
            window.type_text(part)


def check_saved(post, text, structure):
    """Ctrl+S writes these bytes, and kramdown makes of them these elements."""
    window.keys("ctrl+s")
    window.wait_for_file(post, lambda data: data == (HEADER + text).encode())
    html = subprocess.run([CLI, "render", str(post)], capture_output=True, text=True,
                          check=True).stdout
    found = re.sub(r"\s*\n\s*", "", html)
    assert found == structure, found


def lists(site):
    """A list in two levels, left and gone on with; the corrections of typography come, too."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.focus_named(TEXT)
        write("* un", "<Return>", "deux", "<Return>", "<Tab>", "a", "<Return>", "b")
        window.expect_text(chapeau, "* un\n* deux\n  * a\n  * b")
        write("<Return>", "<Return>")
        window.expect_text(chapeau, "* un\n* deux\n  * a\n  * b\n* ")
        write("Venez !", "<Return>")
        window.expect_text(chapeau, f"* un\n* deux\n  * a\n  * b\n* Venez{NARROW}!\n* ")
        write("<Return>", "Fin")
        window.expect_text(chapeau, f"* un\n* deux\n  * a\n  * b\n* Venez{NARROW}!\n\nFin")
        check_saved(post, f"* un\n* deux\n  * a\n  * b\n* Venez{NARROW}!\n\nFin",
                    "<ul><li>un</li><li>deux<ul><li>a</li><li>b</li></ul></li>"
                    f"<li>Venez{NARROW}!</li></ul><p>Fin</p>")


def numbers_and_quotations(site):
    """Numbers go on, Shift+Enter stays in the item, Shift+Tab comes out, a quotation ends."""
    chapeau, post = start(site, "1. un\n   * deux")
    with chapeau:
        chapeau.focus_named(TEXT)
        write("<ctrl+End>", "<shift+Tab>")
        window.expect_text(chapeau, "1. un\n2. deux")
        write("<shift+Return>", "suite", "<KP_Enter>", "trois")
        window.expect_text(chapeau, "1. un\n2. deux\n   suite\n3. trois")
        write("<Return>", "<Return>", "> dit", "<Return>", "ainsi", "<Return>", "<Return>", "Fin")
        check_saved(post, "1. un\n2. deux\n   suite\n3. trois\n\n> dit\n> ainsi\n\nFin",
                    "<ol><li>un</li><li>deuxsuite</li><li>trois</li></ol>"
                    "<blockquote><p>ditainsi</p></blockquote><p>Fin</p>")


def numbers_behind(site):
    """The items behind get their numbers, and typography its correction, each a step of its own."""
    chapeau, _ = start(site, "1. un\n2. deux")
    with chapeau:
        chapeau.focus_named(TEXT)
        write("<ctrl+Home>", "<End>", " !", "<Return>")
        window.expect_text(chapeau, f"1. un{NARROW}!\n2. \n3. deux")
        write("<ctrl+z>")
        window.expect_text(chapeau, "1. un !\n2. \n3. deux")
        write("<ctrl+z>")
        window.expect_text(chapeau, "1. un !\n2. deux")
        write("<ctrl+shift+z>", "trois")
        window.expect_text(chapeau, "1. un !\n2. trois\n3. deux")


def undo(site):
    """Each key is one step, and all of them back is the file as it was."""
    body = "* un\n* deux\n"
    chapeau, post = start(site, body)
    with chapeau:
        chapeau.focus_named(TEXT)
        write("<Down>", "<End>", "<Return>")
        window.expect_text(chapeau, "* un\n* deux\n* \n")
        write("<Tab>")
        window.expect_text(chapeau, "* un\n* deux\n  * \n")
        write("<Return>", "<Return>")
        window.expect_text(chapeau, "* un\n* deux\n\n\n")
        write("<ctrl+z>")
        window.expect_text(chapeau, "* un\n* deux\n* \n")
        write("<ctrl+z>")
        window.expect_text(chapeau, "* un\n* deux\n  * \n")
        write("<ctrl+z>")
        window.expect_text(chapeau, "* un\n* deux\n* \n")
        write("<ctrl+z>")
        window.expect_text(chapeau, body)
        # A selection is replaced, in the same step.
        write("<Home>", "<Right>", "<Right>", "<shift+End>", "<Return>")
        window.expect_text(chapeau, "* un\n\n\n")
        write("<ctrl+z>")
        window.expect_text(chapeau, body)
        write("<End>", "!", "<ctrl+s>")
        window.wait_for_file(post, lambda data: data == (HEADER + "* un\n* deux!\n").encode())
        write("<ctrl+z>", "<ctrl+s>")
        window.wait_for_file(post, lambda data: data == (HEADER + body).encode())


def elsewhere(site):
    """Paragraphs, code and what is pasted: as without all this. F6 goes on to the next pane."""
    chapeau, _ = start(site)
    with chapeau:
        chapeau.focus_named(TEXT)
        write("1986. Une annee", "<Return>", "*mot* et", "<Return>", "~~~", "<Return>", "* code",
              "<Return>", "suite")
        window.expect_text(chapeau, "1986. Une annee\n*mot* et\n~~~\n* code\nsuite")
        write("<ctrl+a>", "<BackSpace>", "* un", "<ctrl+a>", "<ctrl+c>", "<End>", "<Return>",
              "<BackSpace>", "<BackSpace>", "<ctrl+v>")
        window.expect_text(chapeau, "* un\n* un")
        write("<Return>", "<Return>", "<Tab>")
        assert window.has_focus(chapeau.wait_named(TEXT)), "Tab writes in the text, as ever"
        write("<F6>")
        chapeau.wait_focus(lambda node: node.get_name() != TEXT)


def tables(site):
    """The button, the grid and the cells by keyboard; a row more; out of the table; one undo."""
    chapeau, post = start(site, "Horaires :")
    with chapeau:
        chapeau.focus_named(TEXT)
        write("<ctrl+End>")
        chapeau.focus_named("Table", key="ctrl+shift+Tab")
        write("<space>")
        chapeau.wait_focus_named("3 columns, 2 rows")
        write("<Left>", "<Up>")
        chapeau.wait_focus_named("2 columns, 1 row")
        write("<Up>", "<Left>", "<Left>")  # no less than one of each
        chapeau.wait_focus_named("1 column, 1 row")
        write("<Right>", "<Return>")
        empty = "Horaires :\n\n| Title 1 | Title 2 |\n|---|---|\n|  |  |"
        window.expect_text(chapeau, empty)
        chapeau.wait_focus_named(TEXT)
        write("<ctrl+z>")
        window.expect_text(chapeau, "Horaires :")
        write("<ctrl+shift+z>")
        window.expect_text(chapeau, empty)
        write("<ctrl+Home>", "<Down>", "<Down>", "<Tab>", "<shift+Tab>")
        write("Jour", "<Tab>", "Heure", "<Tab>", "lundi", "<Tab>", "matin", "<Tab>", "mardi")
        window.expect_text(chapeau, "Horaires :\n\n| Jour | Heure |\n|---|---|\n| lundi | matin |\n"
                                    "| mardi |  |")
        write("<Tab>", "soir", "<Return>", "<Return>", "Fin")
        text = ("Horaires :\n\n| Jour | Heure |\n|---|---|\n| lundi | matin |\n"
                "| mardi | soir |\n\nFin")
        window.expect_text(chapeau, text)
        check_saved(post, text,
                    "<p>Horaires :</p><table><thead><tr><th>Jour</th><th>Heure</th></tr></thead>"
                    "<tbody><tr><td>lundi</td><td>matin</td></tr><tr><td>mardi</td><td>soir</td>"
                    "</tr></tbody></table><p>Fin</p>")


window.run_parts([lists, numbers_and_quotations, numbers_behind, undo, elsewhere, tables],
                 SAMPLE, sys.argv[5:])
