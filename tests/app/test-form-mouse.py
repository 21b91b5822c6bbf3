#!/usr/bin/python3
"""The form with a real pointer: cards and chips are dragged, files dropped, the window is made narrow.

usage: display.sh test-form-mouse.py CHAPEAU SAMPLE-SITE DRAG-FILE SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import re
import subprocess
import sys
import time

import window

PROGRAM, SAMPLE, DRAG_FILE, SCREENSHOT = sys.argv[1:5]
POST = """\
---
title: Un essai
date: 2026-10-12 16:20:00 +02:00
tags: [un, deux, trois]
une-ou-diaporama:
- image: "/uploads/a.png"
  legende: Un
- image: "/uploads/b.png"
  legende: Deux
- image: "/uploads/c.png"
  legende: Trois
---

Le texte.
"""
ITEMS = {name: f'- image: "/uploads/{file}.png"\n  legende: {name}\n'
         for name, file in (("Un", "a"), ("Deux", "b"), ("Trois", "c"))}


def with_order(*names):
    start = POST.index("- image")
    end = POST.index("---\n\n")
    return POST[:start] + "".join(ITEMS[name] for name in names) + POST[end:]


def start(site):
    post = site / "_posts" / "2026-10-12-essai.md"
    post.write_text(POST)
    return window.Window(PROGRAM, post, screenshot=SCREENSHOT), post


def mouse(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def middle(chapeau, name, role=None):
    """Of a thing, on the screen; the window is at its corner."""
    box = window.extents(chapeau.wait_seen(name, role))
    return box.x + box.width // 2 + window.FRAME, box.y + box.height // 2 + window.FRAME


def save_until(post, wanted):
    def saved():
        window.keys("ctrl+s")
        return post.read_text() == wanted
    try:
        window.wait_for("the file to be saved as wanted", saved, 30)
    except AssertionError:
        print(post.read_text())
        raise


def cards(site):
    """A card is dragged by its handle onto another one, down and up; undo gives the bytes back."""
    chapeau, post = start(site)
    with chapeau:
        chapeau.tab_to("Images*", "Title")
        window.keys("space")
        chapeau.wait_seen("Move “Image 1”")
        settle(chapeau, "Move “Image 2”")
        window.drag(middle(chapeau, "Move “Image 1” ("), middle(chapeau, "Image 2", "panel"))
        save_until(post, with_order("Deux", "Un", "Trois"))
        settle(chapeau, "Move “Image 2”")
        window.drag(middle(chapeau, "Move “Image 2” ("), middle(chapeau, "Image 1", "panel"))
        save_until(post, POST)
        window.keys("ctrl+z")
        save_until(post, with_order("Deux", "Un", "Trois"))
        window.keys("ctrl+z")
        save_until(post, POST)


def settle(chapeau, name):
    """Until the thing stays where it is."""
    def stays():
        before = middle(chapeau, name)
        time.sleep(0.5)
        return middle(chapeau, name) == before
    window.wait_for(f"{name!r} to stay where it is", stays)


def chips(site):
    """A chip is dragged onto another one."""
    chapeau, post = start(site)
    with chapeau:
        settle(chapeau, "trois")
        window.drag(middle(chapeau, "un"), middle(chapeau, "trois"))
        save_until(post, POST.replace("[un, deux, trois]", "[deux, trois, un]"))
        window.keys("ctrl+z")
        save_until(post, POST)


def files(site):
    """A file of another program is dropped: it is copied under a clean name, and in the header."""
    chapeau, post = start(site)
    outside = site.parent / "Réunion d'été (1).PDF"
    outside.write_bytes(b"%PDF-1.4 essai")
    with chapeau:
        chapeau.tab_to("Attached files*", "Title")
        window.keys("space")
        settle(chapeau, "Attached files: ")
        target = middle(chapeau, "Attached files: ")
        other = subprocess.Popen([DRAG_FILE, outside], env=dict(os.environ, NO_AT_BRIDGE="1"))
        try:
            found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name",
                                    "drag-file"], capture_output=True, text=True, check=True)
            place = found.stdout.split()[-1]
            mouse("windowmove", "--sync", place, 1000, 500)
            mouse("windowraise", place)
            time.sleep(1)
            window.drag((1060, 560), target)
            copy = site / "uploads" / "reunion-d-ete-1.pdf"
            window.wait_for("the file among the uploads", copy.exists)
        finally:
            other.kill()
            other.wait()
        chapeau.raise_()
        assert copy.read_bytes() == outside.read_bytes()
        window.wait_for("its name in the header", lambda: (
            window.keys("ctrl+s"), b"/uploads/reunion-d-ete-1.pdf" in post.read_bytes())[1])
        window.keys("ctrl+z")
        save_until(post, POST)


def removed(site):
    """The button beside the name of a main field takes it out of the post; undo brings it back."""
    chapeau, post = start(site)
    with chapeau:
        settle(chapeau, "Remove “Keywords” from the post")
        mouse("mousemove", *middle(chapeau, "Remove “Keywords” from the post"), "click", 1)
        save_until(post, POST.replace("tags: [un, deux, trois]\n", ""))
        chapeau.wait_focus_named("Keywords")
        assert chapeau.seen("Remove “Keywords”") is None and chapeau.seen("Remove “Title”") is None
        window.keys("ctrl+z")
        save_until(post, POST)


def smallest_width(chapeau):
    hints = subprocess.run(["xprop", "-id", chapeau.id, "WM_NORMAL_HINTS"], capture_output=True,
                           text=True, check=True).stdout
    return int(re.search(r"minimum size: (\d+) by", hints)[1])


def resize(chapeau, width):
    """What is in the frame gets this width."""
    mouse("windowsize", "--sync", chapeau.id, width + 2 * window.FRAME, 800)


def narrow(site):
    """A window manager may make the window as narrow as 360 pixels, whatever is shown in it; what
    is shown has room there, and comes back."""
    chapeau, _ = start(site)
    with chapeau:
        chapeau.wait_seen("Search the posts", "entry")
        for width in (1270, 1000, 999, 820, 819, 700):
            resize(chapeau, width)
            chapeau.wait_seen("Search the posts", "entry")
            assert smallest_width(chapeau) <= 360, (width, smallest_width(chapeau))
        for width in (699, 480, 479, 350):
            resize(chapeau, width)
            chapeau.wait_gone("Search the posts", "entry")
            assert smallest_width(chapeau) <= 360, (width, smallest_width(chapeau))
            for name in ("Title", "Lead", "Date", "Text of the post", "Main menu", "Close"):
                window.wait_for(f"{name} inside of {width} pixels",
                                lambda: fits(chapeau, name, width))
        window.keys("F9")
        chapeau.wait_seen("Search the posts", "entry")
        assert fits(chapeau, "Search the posts", 350)
        assert smallest_width(chapeau) <= 360
        resize(chapeau, 1270)
        chapeau.wait_seen("Search the posts", "entry")
        chapeau.wait_seen("Title")


def fits(chapeau, name, width):
    box = window.extents(chapeau.wait_seen(name))
    return box.x >= 0 and box.x + box.width <= width


if __name__ == "__main__":
    window.run_parts((cards, chips, files, removed, narrow), SAMPLE, sys.argv[5:])
