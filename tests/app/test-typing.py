#!/usr/bin/python3
"""French typography at the key, in a real window: what comes of what is typed, and its undo.

usage: display.sh test-typing.py CHAPEAU SAMPLE-SITE SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import window

PROGRAM, SAMPLE, SCREENSHOT = sys.argv[1:4]
HEADER, TEXT = window.HEADER, window.TEXT
NARROW, WIDE = "\u202f", "\u00a0"

# What is typed in an empty text, and what is there then.
CASES = [
    ("l'eau ", "l’eau "),
    ("Bonjour ! ", f"Bonjour{NARROW}! "),
    ("Venez : ", f"Venez{WIDE}: "),
    ("Il dit \"oui\" et part", f"Il dit «{WIDE}oui{WIDE}» et part"),
    ("Et puis...", "Et puis…"),
    # Nothing that is code, an address or an attribute.
    ("`l'eau` ", "`l'eau` "),
    ("voir https://a.fr/l'eau ", "voir https://a.fr/l'eau "),
    ("{:title=\"l'eau\"}", "{:title=\"l'eau\"}"),
    ("a 12:30 ", "a 12:30 "),
]


def start(site, body="", settings=""):
    return window.open_body(PROGRAM, site, body, settings, SCREENSHOT)


def in_the_text(site):
    """Each case in the source, then saved as it is seen."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.focus_named(TEXT)
        for typed, wanted in CASES:
            window.keys("ctrl+a", "BackSpace")
            window.type_text(typed)
            window.expect_text(chapeau, wanted)
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == (HEADER + CASES[-1][1]).encode())


def undo(site):
    """One step back is the correction alone; and it does not come again."""
    chapeau, _ = start(site)
    with chapeau:
        chapeau.focus_named(TEXT)
        window.type_text("l'")
        window.expect_text(chapeau, "l’")
        window.keys("ctrl+z")
        window.expect_text(chapeau, "l'")
        window.type_text("eau ! ")
        window.expect_text(chapeau, f"l'eau{NARROW}! ")
        window.keys("ctrl+z")
        window.expect_text(chapeau, "l'eau ! ")
        window.type_text("Et ")
        window.expect_text(chapeau, "l'eau ! Et ")
        window.keys("ctrl+a", "BackSpace")
        window.type_text("Oui ! ")
        window.expect_text(chapeau, f"Oui{NARROW}! ")
        window.keys("ctrl+z")
        window.expect_text(chapeau, "Oui ! ")
        window.keys("ctrl+shift+z")
        window.expect_text(chapeau, f"Oui{NARROW}! ")


def in_blocks(site):
    """Not in a block of code, but behind it; and where a line is broken in the middle."""
    body = "~~~\nl\n~~~\n\nVenez ! Demain\n"
    chapeau, _ = start(site, body)
    with chapeau:
        chapeau.focus_named(TEXT)
        window.keys("ctrl+Home", "Down", "End")
        window.type_text("'a")
        window.expect_text(chapeau, body.replace("l\n", "l'a\n"))
        window.keys("ctrl+End", "Up", "Home", *["Right"] * len("Venez !"), "Return")
        window.expect_text(chapeau, f"~~~\nl'a\n~~~\n\nVenez{NARROW}!\nDemain\n")


def what_is_not_typed(site):
    """Pasted plain text stays as it is, and so does all if the person wants it so."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.focus_named(TEXT)
        window.type_text("l")
        window.keys("ctrl+shift+space")
        window.expect_text(chapeau, f"l{WIDE}")
        window.type_text("'a b")
        window.keys("ctrl+a", "ctrl+x", "ctrl+shift+v")
        window.expect_text(chapeau, f"l{WIDE}'a b")
    chapeau, _ = start(site, settings="typography=false\n")
    with chapeau:
        chapeau.focus_named(TEXT)
        window.type_text("l'eau ! ")
        window.expect_text(chapeau, "l'eau ! ")


def in_the_form(site):
    """The title and the lead too, one step of undo each."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.focus_named("Title")
        window.keys("ctrl+a")
        window.type_text("L'")
        window.wait_for("the title", lambda: window.text_of(chapeau.focused()) == "L’")
        window.keys("ctrl+z")
        window.wait_for("its key alone", lambda: window.text_of(chapeau.focused()) == "L'")
        window.keys("ctrl+a")
        window.type_text("Venez ! Demain")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: f"title: Venez{NARROW}! Demain\n".encode() in data)


def found(site):
    """What is found with the signs of a keyboard, and replaced by just what is written."""
    chapeau, _ = start(site, f"De l’eau. Venez{NARROW}! Encore l'eau.\n")
    with chapeau:
        chapeau.focus_named(TEXT)
        window.keys("ctrl+Home", "ctrl+f")
        chapeau.wait_focus(lambda node: (node.get_name() or "").startswith("Find"))
        window.type_text("venez !")
        window.keys("Return", "Escape")
        chapeau.wait_focus(lambda node: node.get_name() == TEXT)
        window.type_text("Viens")
        window.expect_text(chapeau, "De l’eau. Viens Encore l'eau.\n")
        window.keys("ctrl+Home", "ctrl+h", "ctrl+a")
        window.type_text("L'eau")
        chapeau.focus_named("Replace by", "Tab")
        window.type_text("\\1")
        chapeau.click("All")
        window.expect_text(chapeau, "De \\1. Viens Encore \\1.\n")
        window.keys("ctrl+h", "ctrl+a")
        window.type_text("viens")
        chapeau.wait_named("1 of 1")
        chapeau.click("Replace")
        window.expect_text(chapeau, "De \\1. \\1 Encore \\1.\n")


def marks(site):
    """The button shows what one cannot see, and is remembered."""
    chapeau, _ = start(site, "Un mot et un\u00a0autre.\n")
    with chapeau:
        area = window.extents(chapeau.wait_seen(TEXT, "text"))
        spot = f"{area.width - 20}x60+{area.x + window.FRAME}+{area.y + window.FRAME}"
        plain = window.wait_for("a still picture", lambda: window.settled_picture(spot))
        chapeau.click("Show spaces, no-break spaces and line ends")
        window.wait_for("the signs", lambda: window.pixels(spot) != plain)
        window.wait_for_file(site.parent / "config" / "glib-2.0" / "settings" / "keyfile",
                             lambda data: b"marks-shown=true" in data)


PARTS = [in_the_text, undo, in_blocks, what_is_not_typed, in_the_form, found, marks]


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[4:])
