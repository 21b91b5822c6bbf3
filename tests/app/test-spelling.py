#!/usr/bin/python3
"""Spelling in a real window: what is underlined, and mended with the keyboard and the mouse.

usage: display.sh test-spelling.py CHAPEAU SAMPLE-SITE SCREENSHOT [PART…]

Skipped with a word where no French dictionary is installed. Marks are told by their red: GTK 4.8
cannot be asked for the attributes of a text whose tags have colours.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import subprocess
import sys
import time

import window

PROGRAM, SAMPLE, SCREENSHOT = sys.argv[1:4]
POST = """\
---
title: Une assocation de plus
chapeau-text: Un evenement pour tous.
date: 2026-10-12 16:20:00 +02:00
une-ou-diaporama:
- image: "/uploads/a.png"
  legende: Une frase
---

Le texte de l'assocation, `codefaux`.

Une phrase normale.
"""
STYLE = "style: |-\n  .fauxmot { colour: rouje; }\n  .autrefaux { colour: bleut; }\n"
CARET = 3  # columns
SOURCE = ("Text of the post", "text")


def start(site, text=POST, settings="", **env):
    """The window with one post, a word list and settings of its own."""
    post = site / "_posts" / "2026-10-12-essai.md"
    post.write_text(text)
    config = site.parent / "config"
    keyfile = config / "glib-2.0" / "settings" / "keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\n" + settings)
    env = dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config), **env)
    return window.Window(PROGRAM, post, env=env, screenshot=SCREENSHOT), post


def red(chapeau, thing):
    """In how many columns of a thing there is red, as of marks; the caret, red too, is not one."""
    box = window.extents(chapeau.wait_seen(*thing))
    area = f"{box.width}x{box.height}+{box.x + window.FRAME}+{box.y + window.FRAME}"
    grab = subprocess.run(["import", "-window", "root", "-crop", area, "-depth", "8", "rgb:-"],
                          capture_output=True, check=True).stdout
    columns = {i // 3 % box.width for i in range(0, len(grab) - 2, 3)
               if grab[i] - max(grab[i + 1], grab[i + 2]) > 60}
    return len(columns) if len(columns) > CARET else 0


def wait_red(chapeau, thing, check, what):
    return window.wait_for(what, lambda: check(red(chapeau, thing)))


def wait_marked(chapeau, thing):
    wait_red(chapeau, thing, lambda count: count > 0, f"a mark in {thing}")


def wait_clean(chapeau, thing):
    wait_red(chapeau, thing, lambda count: count == 0, f"no mark in {thing}")


def save_until(post, wanted):
    def saved():
        window.keys("ctrl+s")
        return wanted(post.read_text())
    try:
        window.wait_for("the file to be saved as wanted", saved)
    except AssertionError:
        print(post.read_text())
        raise


def take_first(chapeau, word):
    """The first suggestion has the keyboard; it is taken."""
    chapeau.wait_focus(lambda node: node.get_name() == word and "menu" in node.get_role_name())
    window.keys("Return")
    chapeau.wait_focus(lambda node: node.get_role_name() == "text")


def typed(site):
    """The word that is typed has no mark until the caret leaves it; what is opened is not changed."""
    chapeau, post = start(site, POST.replace("assocation", "association"))
    with chapeau:
        chapeau.tab_to("Text of the post", "Text of the post")
        window.keys("ctrl+End")
        wait_clean(chapeau, SOURCE)
        window.type_text("evenement frase")
        wait_marked(chapeau, SOURCE)
        before = red(chapeau, SOURCE)
        time.sleep(1)  # longer than the pause after which it looks
        assert red(chapeau, SOURCE) <= before + CARET, "a mark below the word that is typed"
        window.type_text(" ")
        wait_red(chapeau, SOURCE, lambda count: count > before + 2 * CARET,
                 "a mark below the word before")
        window.keys("BackSpace", "BackSpace", "BackSpace")  # "fra"
        wait_red(chapeau, SOURCE, lambda count: count <= before + CARET, "no mark again")
        assert post.read_text() == POST.replace("assocation", "association")


def chosen(site):
    """F7 goes through all texts; what is chosen is one step of undo, and the file's bytes come back."""
    chapeau, post = start(site)
    with chapeau:
        wait_marked(chapeau, ("Title", "text"))
        wait_marked(chapeau, ("Lead", "text"))
        wait_marked(chapeau, SOURCE)
        chapeau.tab_to("Title", "Title")
        window.keys("Home", "F7")
        take_first(chapeau, "association")
        save_until(post, lambda text: text == POST.replace("Une assocation", "Une association"))
        wait_clean(chapeau, ("Title", "text"))
        window.keys("ctrl+z")
        save_until(post, lambda text: text == POST)
        window.keys("ctrl+shift+z", "F7")
        take_first(chapeau, "événement")
        save_until(post, lambda text: "chapeau-text: Un événement pour tous.\n" in text)
        window.keys("F7")
        take_first(chapeau, "association")
        mended = POST.replace("assocation", "association").replace("evenement", "événement")
        save_until(post, lambda text: text == mended)
        window.keys("ctrl+z")
        save_until(post, lambda text: text == mended.replace("l'association", "l'assocation"))
        window.keys("ctrl+shift+z")
        save_until(post, lambda text: text == mended)
        window.keys("F7")
        chapeau.wait_seen("No misspelt word was found.")


def menus(site):
    """The menu by its keys and by the mouse: added and ignored words lose their marks everywhere."""
    chapeau, post = start(site)
    with chapeau:
        wait_marked(chapeau, SOURCE)
        chapeau.tab_to("Lead", "Title")
        window.keys("ctrl+Home", "ctrl+Right", "ctrl+Right", "shift+F10")
        chapeau.wait_focus(lambda node: node.get_name() == "événement")
        choose(chapeau, "Ignore")
        wait_clean(chapeau, ("Lead", "text"))
        chapeau.tab_to("Text of the post", "Text of the post")
        window.keys("ctrl+Home", *["ctrl+Right"] * 5, "Menu")
        chapeau.wait_focus(lambda node: node.get_name() == "association")
        choose(chapeau, "Add to the dictionary")
        wait_clean(chapeau, SOURCE)
        wait_clean(chapeau, ("Title", "text"))
        lists = list((site.parent / "config" / "enchant").glob("*.dic"))
        assert any("assocation" in path.read_text() for path in lists), lists
        assert post.read_text() == POST
    # At the next start the ignored word is wrong again, the added one is right.
    chapeau, post = start(site)
    with chapeau:
        wait_marked(chapeau, ("Lead", "text"))
        assert red(chapeau, SOURCE) == 0 and red(chapeau, ("Title", "text")) == 0
        right_click(chapeau, ("Lead", "text"), 42)
        chapeau.wait_focus(lambda node: node.get_name() == "événement")
        window.keys("Return")
        save_until(post, lambda text: text == POST.replace("evenement", "événement"))


def choose(chapeau, name):
    """Goes down the menu to an item."""
    for _ in range(12):
        if chapeau.focused().get_name() == name:
            window.keys("Return")
            return
        window.keys("Down")
        time.sleep(0.1)
    raise AssertionError(f"no {name!r} in the menu")


def right_click(chapeau, thing, x):
    box = window.extents(chapeau.wait_seen(*thing))
    subprocess.run(["xdotool", "mousemove", "--window", chapeau.id, str(box.x + x + window.FRAME),
                    str(box.y + 14 + window.FRAME), "click", "3"], check=True)


def silent(site):
    """No dictionary: no marks, and a sentence. Switched off: no marks. Code: none."""
    chapeau, _ = start(site, POST.replace("title:", "lang: xx\ntitle:"))
    with chapeau:
        chapeau.tab_to("Text of the post", "Text of the post")
        window.keys("F7")
        chapeau.wait_seen("The spelling is not checked: this computer has no dictionary")
        assert red(chapeau, SOURCE) == 0 and red(chapeau, ("Title", "text")) == 0
    chapeau, _ = start(site, settings="spelling=false\n")
    with chapeau:
        chapeau.tab_to("Title", "Title")
        window.keys("Home", "F7")
        chapeau.wait_focus(lambda node: node.get_name() == "association")
        window.keys("Escape")
        chapeau.wait_focus_named("Title")
        assert red(chapeau, SOURCE) == 0
        window.keys("ctrl+comma")
        chapeau.wait_seen("Preferences", "frame")
        switch = window.wait_for("the switch", lambda: chapeau.focusable("Underline*"))[0]
        window.press(switch)
        wait_marked(chapeau, SOURCE)
        window.press(switch)
        wait_clean(chapeau, SOURCE)
    chapeau, _ = start(site, POST.replace("---\n\nLe", STYLE + "---\n\nLe"))
    with chapeau:
        wait_marked(chapeau, SOURCE)
        chapeau.tab_to("Other fields*", "Title")
        window.keys("space")
        chapeau.wait_seen("Style", "text")
        time.sleep(1)  # it would have been looked at by now
        assert red(chapeau, ("Style", "text")) == 0


if __name__ == "__main__":
    if not any(pathlib.Path("/usr/share/hunspell").glob("fr*.dic")):
        print("no French dictionary is installed (hunspell-fr)")
        sys.exit(77)
    window.run_parts((typed, chosen, menus, silent), SAMPLE, sys.argv[4:])
