#!/usr/bin/python3
"""Deleting a post in a real window, taking that back, and writing one after another: no byte is lost.

usage: display.sh test-delete.py CHAPEAU SAMPLE-SITE SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import sys

import window

PROGRAM, SAMPLE, SCREENSHOT = sys.argv[1:4]
DRAFT = "_drafts/essai.md"
TEXT = "---\ntitle: Essai\ndate: 2026-10-12 16:20:00 +02:00\n---\n\nUn texte.\n"
SOURCE = "Text of the post"


def start(site, path=DRAFT):
    post = site / path
    post.write_text(TEXT)
    return window.Window(PROGRAM, post, screenshot=SCREENSHOT), post


def in_trash(site):
    return list((site / ".chapeau" / "trash").glob("*"))


def ask(chapeau):
    """The menu's last item, with the keyboard, which goes to the question then."""
    chapeau.click("Post menu")
    chapeau.focus_named("Delete", "Up")
    window.keys("Return")
    chapeau.wait_seen("Delete “Essai”?", "label")
    chapeau.raise_()


def out_and_back(site):
    """Return alone deletes nothing; the button does, and what it did is taken back."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.wait_named("Title")
        ask(chapeau)
        window.keys("Return")
        chapeau.wait_gone("Delete “Essai”?", "label")
        assert post.read_text() == TEXT and not in_trash(site)
        chapeau.raise_()
        ask(chapeau)
        window.keys("alt+d")
        window.wait_for("the file to be gone", lambda: not post.exists())
        chapeau.raise_()
        chapeau.wait_seen("“Essai” is deleted.", "label")
        assert [file.read_text() for file in in_trash(site)] == [TEXT]
        window.wait_for("the list without it", lambda: not chapeau.seen("Essai", "label"))
        window.wait_for("the focus on the way back", lambda: chapeau.focused().get_name() == "Undo")
        window.keys("Return")
        window.wait_for("the file again", post.exists)
        assert post.read_text() == TEXT
        window.wait_for("its text", lambda: window.text_of(chapeau.wait_named(SOURCE)) == "Un texte.\n")
        assert not in_trash(site)


def with_what_was_typed(site):
    """What was typed and not saved goes with the file; a published post is said to leave the site."""
    chapeau, post = start(site, "_posts/2026-10-12-essai.md")
    with chapeau:
        chapeau.focus_named(SOURCE)
        window.keys("ctrl+End")
        window.type_text("Encore.")
        ask(chapeau)
        chapeau.wait_named("It leaves the shared folder for everyone. You can take that back. "
                           "It will be off the site at its next update.")
        window.keys("alt+d")
        window.wait_for("the file to be gone", lambda: not post.exists())
        assert [file.read_text() for file in in_trash(site)] == [TEXT + "Encore."]
        # Nothing is offered at the next start: all is in the folder.
        chapeau.raise_()
        chapeau.wait_seen("“Essai” is deleted.", "label")


def over_another(site):
    """Who has taken the name meanwhile keeps it."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.wait_named("Title")
        ask(chapeau)
        window.keys("alt+d")
        window.wait_for("the file to be gone", lambda: not post.exists())
        post.write_text("---\ntitle: Autre\n---\n")
        chapeau.raise_()
        chapeau.wait_seen("“Essai” is deleted.", "label")
        window.wait_for("the focus on the way back", lambda: chapeau.focused().get_name() == "Undo")
        window.keys("Return")
        chapeau.wait_seen("The file of “Essai” could not be moved.", "label")
        assert post.read_text() == "---\ntitle: Autre\n---\n"
        assert [file.read_text() for file in in_trash(site)] == [TEXT]


def duplicated(site):
    """A new draft with all but the date of the post, which stays as it is; under a name of its own."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.focus_named(SOURCE)
        window.keys("ctrl+End")
        window.type_text("Encore.")
        chapeau.click("Post menu")
        chapeau.focus_named("Duplicate", "Up")
        window.keys("Return")
        window.wait_for("the focus in the title",
                        lambda: (chapeau.focused().get_name() or "").startswith("Title"))
        window.keys("ctrl+s")
        copy = post.with_name("essai-2.md")
        window.wait_for_file(copy, lambda data: data == b"---\ntitle: Essai\n---\n\nUn texte.\nEncore.")
        assert post.read_text() in (TEXT, TEXT + "Encore.")


PARTS = [duplicated, out_and_back, with_what_was_typed, over_another]


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[4:])
