#!/usr/bin/python3
"""A folder that does not answer: what is waited for is said and can be given up, and neither typing
nor closing waits.

usage: display.sh test-slow.py CHAPEAU SAMPLE-SITE SHIM SCREENSHOT

The shim holds every read and sync below the folder for as long as a file exists. With
CHAPEAU_TEST_PICTURES set to a folder, a picture of each moment is kept there.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys
import tempfile

import team
import window

POST = """---
title: Une fete au jardin
date: 2026-10-10 17:16:00 +02:00
---

Un paragraphe.
"""


class Place:
    """A site whose server can be stopped, and the person at it."""

    def __init__(self, program, sample, shim, scratch, name, screenshot):
        self.program = program
        self.scratch = pathlib.Path(scratch).resolve() / name
        self.site = self.scratch / "site"
        shutil.copytree(sample, self.site)
        self.post = self.site / "_drafts" / "fete.md"
        self.post.write_text(POST, encoding="utf-8")
        self.other = self.site / "_drafts" / "bal.md"
        self.other.write_text(POST.replace("fete", "danse"), encoding="utf-8")
        self.held = self.scratch / "held"
        self.shim = shim
        self.screenshot = screenshot

    def person(self):
        return team.Person(self.program, "Camille", self.post, self.scratch, self.screenshot,
                           LD_PRELOAD=window.preloaded(self.program, self.shim),
                           SHIM_HOLD=str(self.held), SHIM_SITE=str(self.site))

    def hold(self):
        self.held.touch()

    def answer(self):
        self.held.unlink()


def begin(person):
    person.wait_named(team.tr("Title"))
    person.raise_()


def wait_told(person, part):
    """The sentence, in a bar that can be seen."""
    return window.wait_for(f"{part!r} to be told", lambda: next(
        (n for n in person.nodes() if part in (n.get_name() or "") and window.is_seen(n)), None))


def opening(place):
    """A post that takes long to be read is not waited for: what is shown stays, and is written in."""
    with place.person() as camille:
        begin(camille)
        camille.write_at_end("Avant.")
        camille.save()
        window.wait_for_file(place.post, lambda data: b"Avant." in data)
        place.hold()
        window.keys("alt+Left")  # the post above it in the list
        told = team.tr("Opening the post “%s”…").split("%s")[0]
        wait_told(camille, told)
        team.shot("51-opening")
        camille.press(team.tr("_Cancel"))
        camille.wait_gone(told)
        camille.write_at_end("Pendant.")
        camille.wait_kept(b"Pendant.")
        assert "Avant.Pendant." in camille.source(), "what was shown stays"
        team.shot("52-given-up")
        place.answer()
        camille.save()
        window.wait_for_file(place.post, lambda data: b"Pendant." in data)
        assert "Avant.Pendant." in camille.source(), "the post that was given up does not come later"


def closing(place):
    """A save that takes long is said; closing waits for it with a way out, and nothing is lost."""
    with place.person() as camille:
        begin(camille)
        camille.write_at_end("Premier.")
        camille.wait_kept(b"Premier.")
        place.hold()
        camille.save()
        saving = team.tr("Saving in the shared folder…")
        slow = team.tr("The shared folder is slow to answer.")
        wait_told(camille, f"{saving} {slow}")
        team.shot("53-saving-slow")
        camille.write_at_end("Deuxieme.")
        camille.wait_kept(b"Deuxieme.")
        window.keys("ctrl+q")
        camille.find_later(team.tr("Close _now"))
        team.shot("54-closing")
        camille.press(team.tr("_Stay"))
        window.wait_for("the question to go",
                        lambda: camille.find_button(team.tr("Close _now")) is None)
        camille.write_at_end("Troisieme.")
        camille.wait_kept(b"Troisieme.")
        window.keys("ctrl+q")
        camille.press(team.tr("Close _now"))
        camille.wait_end()
    assert place.post.read_text(encoding="utf-8") == POST, "the server did nothing yet"
    place.answer()
    with place.person() as camille:
        begin(camille)
        window.wait_for_file(place.post, lambda data: b"Premier." in data)
        team.shot("55-next-start")
        window.wait_for("all the words", lambda: "Premier.Deuxieme.Troisieme." in camille.source())
        camille.save()
        window.wait_for_file(place.post, lambda data: b"Premier.Deuxieme.Troisieme." in data)


def publishing(place):
    """Publishing can be given up while the post is being saved; then it is seen until it is done."""
    with place.person() as camille:
        begin(camille)
        camille.write_at_end("Premier.")
        camille.wait_kept(b"Premier.")
        place.hold()
        window.keys("ctrl+Return")
        camille.press(team.tr("_Publish"))
        told = team.tr("Publishing…")
        wait_told(camille, told)
        window.wait_for("the keyboard to be back in the text",
                        lambda: camille.focus_is(team.tr("Text of the post")))
        team.shot("56-publishing")
        camille.press(team.tr("_Cancel"))
        camille.wait_gone(told)
        place.answer()
        window.wait_for_file(place.post, lambda data: b"Premier." in data)
        camille.wait_says(team.tr("Saved in the shared folder %s").split("%s")[0])
        window.keys("ctrl+Return")
        camille.find_later(team.tr("_Publish"))
        assert place.post.exists(), "what was given up does not come later"
        place.hold()
        camille.press(team.tr("_Publish"))
        wait_told(camille, told)
        place.answer()
        published = place.site / "_posts" / "2026-10-10-fete.md"
        window.wait_for("the post where it is published", published.exists)
        window.wait_for("no draft any more", lambda: not place.post.exists())
        assert "Premier." in published.read_text(encoding="utf-8")
        camille.wait_gone(told)


def main():
    program, sample, shim, screenshot = sys.argv[1:5]
    chosen = sys.argv[5:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for part in (opening, closing, publishing):
            if not chosen or part.__name__ in chosen:
                print(part.__name__, flush=True)
                part(Place(program, sample, shim, scratch, part.__name__, screenshot))


if __name__ == "__main__":
    main()
