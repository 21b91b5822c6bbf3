#!/usr/bin/python3
"""What to look at before publishing, in a real window: counted, listed, gone to, corrected, taken
back, asked about.

usage: display.sh test-checks.py CHAPEAU SAMPLE-SITE SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys
import time

import window

PROGRAM, SAMPLE, SCREENSHOT = sys.argv[1:4]
POST = """\
---
title: Une journée de plus
chapeau-text: Un chapeau pour tous.
date: 2026-10-12 16:20:00 +02:00
categories:
- vie de l’association
auteur: Zoé
---

Un premier paragraphe, sans rien à redire.

La mairie [vous répond](www.mairie.example) toute l’année.

## Un titre

#### Un titre trop bas

Le reste.
"""
# In the order of the post: the category (with a repair), the address (an error, with a repair), the
# heading.
CATEGORY, ADDRESS, HEADING = "“vie de l’association” is written", "The address “www.", "This heading is of level 4"
SOURCE = "Text of the post"


def start(site, text=POST, folder="_drafts"):
    post = site / folder / "2026-10-12-essai.md"
    post.write_text(text)
    config = site.parent / "config"
    keyfile = config / "glib-2.0" / "settings" / "keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\n")
    env = dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config))
    return window.Window(PROGRAM, post, env=env, screenshot=SCREENSHOT), post


def wait_points(chapeau, text):
    """The button says how many there are."""
    return window.wait_for(f"the button to say {text!r}", lambda: button(chapeau, text))


def button(chapeau, text):
    return next((n for n in chapeau.nodes() if n.get_name() == text
                 and n.get_role_name() in ("toggle button", "push button")
                 and window.is_seen(n) and window.Atspi.Action.get_n_actions(n) > 0), None)


def save_until(post, wanted):
    def saved():
        window.keys("ctrl+s")
        return wanted(post.read_text())
    try:
        window.wait_for("the file to be saved as wanted", saved)
    except AssertionError:
        print(post.read_text())
        raise


def select_of(chapeau):
    """The words selected in the source."""
    node = chapeau.focused()
    if node is None or node.get_name() != SOURCE:
        return None
    selection = window.Atspi.Text.get_selection(node, 0)
    return window.Atspi.Text.get_text(node, selection.start_offset, selection.end_offset)


def wait_selected(chapeau, start):
    window.wait_for(f"{start!r} to be selected",
                    lambda: (select_of(chapeau) or "").startswith(start))


def counted(site):
    """The count follows the typing; looking changes no byte."""
    chapeau, post = start(site)
    with chapeau:
        wait_points(chapeau, "3 points")
        chapeau.tab_to(SOURCE, SOURCE)
        window.keys("ctrl+End")
        window.type_text("\nLorem ipsum")
        wait_points(chapeau, "4 points")
        window.keys("ctrl+z", "ctrl+z")
        wait_points(chapeau, "3 points")
        assert post.read_text() == POST


def walked(site):
    """F8 goes from one to the next and round, Shift+F8 back; the bar says what the point is."""
    chapeau, post = start(site)
    with chapeau:
        wait_points(chapeau, "3 points")
        chapeau.tab_to("Title", "Title")
        window.keys("F8")
        chapeau.wait_seen(CATEGORY)
        window.keys("F8")
        chapeau.wait_seen(ADDRESS)
        wait_selected(chapeau, "[vous répond]")
        window.keys("F8")
        chapeau.wait_seen(HEADING)
        wait_selected(chapeau, "#### Un titre")
        window.keys("shift+F8")
        wait_selected(chapeau, "[vous répond]")
        window.keys("ctrl+End", "F8")  # behind the last: the first again
        chapeau.wait_seen(CATEGORY)
        window.wait_for("the focus to leave the text",
                        lambda: chapeau.focused().get_name() != SOURCE)
        assert post.read_text() == POST


def corrected(site):
    """The list: a row leads to its place, a repair is one step of undo, in text and form alike."""
    chapeau, post = start(site)
    with chapeau:
        window.press(wait_points(chapeau, "3 points"))
        rows = window.wait_for("three rows", lambda: three_rows(chapeau))
        assert rows[0].startswith("Mistake. " + ADDRESS), rows  # errors first
        assert rows[1].startswith("To look at. " + CATEGORY), rows
        window.keys("Escape")
        window.press(wait_points(chapeau, "3 points"))
        window.wait_for("three rows", lambda: three_rows(chapeau))
        chapeau.wait_focus(lambda node: (node.get_name() or "").startswith("Mistake. "))
        window.keys("Down", "Down", "Return")
        wait_selected(chapeau, "#### Un titre")
        window.press(wait_points(chapeau, "3 points"))
        window.press(chapeau.wait_seen("Correct: " + ADDRESS))
        wait_points(chapeau, "2 points")
        mended = POST.replace("(www.", "(https://www.")
        save_until(post, lambda text: text == mended)
        window.keys("ctrl+z")
        wait_points(chapeau, "3 points")
        save_until(post, lambda text: text == POST)
        window.press(wait_points(chapeau, "3 points"))
        window.press(chapeau.wait_seen("Correct: " + CATEGORY))
        wait_points(chapeau, "2 points")
        mended = POST.replace("- vie de l’association", "- Vie de l’association")
        save_until(post, lambda text: text == mended)
        window.keys("ctrl+z")
        wait_points(chapeau, "3 points")
        save_until(post, lambda text: text == POST)


def three_rows(chapeau):
    rows = [n.get_name() for n in chapeau.nodes() if n.get_role_name() == "list item"
            and window.is_seen(n) and (n.get_name() or "").startswith(("Mistake.", "To look at.", "Advice."))]
    return rows if len(rows) == 3 else None


def published(site):
    """Before publishing the points stand there; a mistake is asked about once more, and no more."""
    chapeau, post = start(site)
    there = site / "_posts" / post.name
    with chapeau:
        wait_points(chapeau, "3 points")
        window.keys("ctrl+Return")
        bar = chapeau.wait_seen("Ready to publish?")
        assert "There are still 3 points to look at. " + ADDRESS in bar.get_name(), bar.get_name()
        window.press(chapeau.wait_seen("Publish", "push button"))
        chapeau.wait_seen("There is still a mistake in this post: " + ADDRESS)
        time.sleep(0.5)
        assert post.exists() and not there.exists()
        window.press(chapeau.wait_seen("See the points", "push button"))
        window.wait_for("three rows", lambda: three_rows(chapeau))
        window.press(chapeau.wait_seen("Correct: " + ADDRESS))
        wait_points(chapeau, "2 points")
        window.keys("ctrl+Return")
        chapeau.wait_seen("Ready to publish?")
        window.press(chapeau.wait_seen("Publish", "push button"))
        window.wait_for("the post to be published", there.exists)


def fine(site):
    """Nothing to say is said, too."""
    chapeau, _ = start(site, """\
---
title: Une journée de plus
chapeau-text: Un chapeau pour tous.
date: 2026-10-12 16:20:00 +02:00
categories:
- Vie de l’association
auteur: Zoé
---

Un paragraphe sans rien à redire.
""")
    with chapeau:
        wait_points(chapeau, "Nothing to look at")
        window.keys("F8")
        chapeau.wait_seen("Nothing to look at was found.")


if __name__ == "__main__":
    window.run_parts((counted, walked, corrected, published, fine), SAMPLE, sys.argv[4:])
