#!/usr/bin/python3
"""The keys of the window, pressed in a real one, and what they do to the files.

usage: display.sh test-keys.py CHAPEAU SAMPLE-SITE

Each part starts the program anew on a copy of the sample site. Nothing is saved by itself here, so
that every change of a file is one that a key asked for.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import sys

import window

PROGRAM, SAMPLE = sys.argv[1:3]
DRAFT = "_drafts/un-week-end-sans-ecran.md"
PUBLISHED = "_posts/2026-11-18-un-week-end-sans-ecran.md"


def open_draft(site):
    return window.Window(PROGRAM, site / DRAFT, env=environment(site))


def environment(site):
    """Settings in a file, so that they can be set before the start and last from one to the next."""
    config = site.parent / "config"
    settings = config / "glib-2.0" / "settings" / "keyfile"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\n")
    return dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config))


def text_has(chapeau, text):
    """The source is asked again each time: it comes and goes with the comparison."""
    return text in window.text_of(chapeau.named("Text of the post", "text"))


def panes_and_windows(site):
    """F9, F11, F1, Ctrl+?, Ctrl+O, Ctrl+F, Alt+Right: what they show, and that it goes again."""
    with open_draft(site) as chapeau:
        chapeau.wait_seen("Search the posts", "entry")
        window.keys("F9")
        chapeau.wait_gone("Search the posts", "entry")
        window.keys("F9")
        chapeau.wait_seen("Search the posts", "entry")
        window.keys("F11")
        chapeau.wait_gone("Text of the post", "text")
        window.keys("ctrl+f")  # brings the text back in which it is to find
        chapeau.wait_seen("Text of the post", "text")
        window.wait_for("the focus in the find bar",
                        lambda: chapeau.focused().get_name() == "Find"
                        or chapeau.focused().get_parent().get_name() == "Find")
        window.keys("Escape")
        chapeau.wait_gone("Find", "entry")
        for key, name in (("F1", "Help"), ("ctrl+question", None), ("ctrl+o", None)):
            before = count_windows(chapeau)
            window.keys(key)
            window.wait_for(f"a window for {key}", lambda: count_windows(chapeau) > before)
            if name:
                chapeau.wait_named(name, "frame")
            chapeau.raise_()
            window.keys("Escape")
            window.wait_for(f"no window for {key} any more",
                            lambda: count_windows(chapeau) == before)
            chapeau.raise_()
        before = title(chapeau)
        window.keys("alt+Right")
        window.wait_for("the next post", lambda: title(chapeau) != before)


def title(chapeau):
    return chapeau.application().get_child_at_index(0).get_name()


def count_windows(chapeau):
    return chapeau.application().get_child_count()


def quiet_windows(site):
    """The windows of help, keys and preferences open without a warning of GTK's."""
    before, window.DEBUG = window.DEBUG, "fatal-warnings"
    try:
        with open_draft(site) as chapeau:
            chapeau.wait_seen("Search the posts", "entry")
            for key in ("ctrl+question", "F1", "ctrl+comma"):
                count = count_windows(chapeau)
                window.keys(key)
                window.wait_for(f"a window for {key}", lambda: count_windows(chapeau) > count)
                window.wait_for("it to be drawn", lambda: window.settled_picture("1280x800+0+0"))
                assert chapeau.process.poll() is None, f"{key} warns"
                chapeau.raise_()
                window.keys("Escape")
                window.wait_for(f"the window for {key} to go",
                                lambda: count_windows(chapeau) == count)
                chapeau.raise_()
    finally:
        window.DEBUG = before


def undo(site):
    """Ctrl+Z in the text and in a field takes back each: saving then changes no byte."""
    before = (site / DRAFT).read_bytes()
    with open_draft(site) as chapeau:
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+End")
        window.type_text("Un ajout")
        window.wait_for("the typed text", lambda: text_has(chapeau, "Un ajout"))
        window.keys("ctrl+s")
        window.wait_for_file(site / DRAFT, lambda data: data.endswith(b"Un ajout"))
        for _ in range(20):
            if not text_has(chapeau, "U"):
                break
            window.keys("ctrl+z")
        window.wait_for("the old text", lambda: not text_has(chapeau, "Un ajout"))
        chapeau.focus_named("Title")
        window.keys("End")
        window.type_text("!")
        window.keys("ctrl+z")
        window.keys("ctrl+s")
        window.wait_for_file(site / DRAFT, lambda data: data == before)


def publish_and_back(site):
    """Ctrl+Return tells, Return does it: the file moves with its bytes; and back again."""
    before = (site / DRAFT).read_bytes()
    with open_draft(site) as chapeau:
        chapeau.wait_named("Title")
        window.keys("ctrl+Return")
        chapeau.wait_seen("Ready to publish?", "label")
        assert (site / DRAFT).exists(), "asking moves nothing"
        window.wait_for("the focus on the button",
                        lambda: chapeau.focused().get_name() == "Publish")
        window.keys("Return")
        window.wait_for("the post among the published ones", (site / PUBLISHED).exists)
        window.wait_for("the draft to be gone", lambda: not (site / DRAFT).exists())
        assert (site / PUBLISHED).read_bytes() == before
        chapeau.wait_seen("This post is published", "label")
        chapeau.click("Back to draft")
        window.wait_for("the draft again", (site / DRAFT).exists)
        window.wait_for("the post to be gone", lambda: not (site / PUBLISHED).exists())
        assert (site / DRAFT).read_bytes() == before


def new_and_copy(site):
    """Ctrl+N, a title, Ctrl+S: a draft named after it. Ctrl+Shift+S: a copy anywhere."""
    copy = site.parent / "copie.md"
    with open_draft(site) as chapeau:
        chapeau.wait_named("Title")
        window.keys("ctrl+n")
        window.wait_for("the focus in the title",
                        lambda: (chapeau.focused().get_name() or "").startswith("Title"))
        window.type_text("Essai de clavier")
        window.keys("ctrl+s")
        new = site / "_drafts" / "essai-de-clavier.md"
        window.wait_for("the new draft", new.exists)
        assert new.read_bytes() == b"---\ntitle: Essai de clavier\n---\n\n", new.read_bytes()
        before = count_windows(chapeau)
        window.keys("ctrl+shift+s")
        window.wait_for("a window to choose the copy", lambda: count_windows(chapeau) > before)
        chapeau.raise_()
        window.keys("ctrl+a")
        chapeau.type_path(copy)
        window.keys("Return")
        window.wait_for("the copy", copy.exists)
        window.wait_for_file(copy, lambda data: data == new.read_bytes())


def reload(site):
    """What the file has comes in from the menu, and what was typed can be had back."""
    with open_draft(site) as chapeau:
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+Home")
        window.type_text("Tape avant. ")
        window.wait_for("the typed text", lambda: text_has(chapeau, "Tape avant. "))
        chapeau.click("Post menu")
        chapeau.focus_named("Reload from the folder", "Down")
        window.keys("Return")
        window.wait_for("the file's text", lambda: not text_has(chapeau, "Tape avant. "))
        chapeau.wait_seen("This is the text of the shared folder, without", "label")
        chapeau.click("Take it back")
        window.wait_for("the typed text again", lambda: text_has(chapeau, "Tape avant. "))


def close(site):
    """Ctrl+W and Ctrl+Q ask about unsaved work; each answer does what it says."""
    before = (site / DRAFT).read_bytes()
    with open_draft(site) as chapeau:
        type_something(chapeau)
        ask(chapeau, "ctrl+w")
        window.keys("Escape")
        chapeau.wait_gone("Save the changes", "label")
        assert chapeau.process.poll() is None and (site / DRAFT).read_bytes() == before
        chapeau.raise_()
        ask(chapeau, "ctrl+q")
        window.keys("alt+w")  # close without saving
        chapeau.wait_end()
    assert (site / DRAFT).read_bytes() == before
    with open_draft(site) as chapeau:
        type_something(chapeau)
        ask(chapeau, "ctrl+q")
        window.keys("Return")  # save
        chapeau.wait_end()
    assert b"Une fin. " in (site / DRAFT).read_bytes()
    with open_draft(site) as chapeau:
        chapeau.wait_named("Title")
        window.keys("ctrl+q")  # nothing is unsaved: nothing is asked
        chapeau.wait_end()


def type_something(chapeau):
    chapeau.focus_named("Text of the post")
    window.type_text("Une fin. ")
    window.wait_for("the typed text", lambda: text_has(chapeau, "Une fin. "))


def ask(chapeau, key):
    window.keys(key)
    chapeau.wait_seen("Save the changes", "label")
    chapeau.raise_()


def remembered(site):
    """What a person chose for the window is there at the next start."""
    with open_draft(site) as chapeau:
        chapeau.wait_seen("Search the posts", "entry")
        window.keys("F9")
        chapeau.wait_gone("Search the posts", "entry")
        chapeau.click("Text only")
        chapeau.wait_gone("Full width")
        window.keys("ctrl+q")
        chapeau.wait_end()
    with open_draft(site) as chapeau:
        chapeau.wait_seen("Text of the post", "text")
        assert chapeau.seen("Search the posts", "entry") is None, "the list was hidden"
        assert chapeau.seen("Full width") is None, "the preview was hidden"
        other = title(chapeau)
        window.keys("alt+Right")
        window.wait_for("the next post", lambda: title(chapeau) != other)
        other = title(chapeau)
        window.keys("ctrl+q")
        chapeau.wait_end()
    with window.Window(PROGRAM, site, env=environment(site)) as chapeau:
        window.wait_for("the post shown last", lambda: title(chapeau) == other)


PARTS = [panes_and_windows, quiet_windows, undo, publish_and_back, new_and_copy, reload, close,
         remembered]


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[3:])
