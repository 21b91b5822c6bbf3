#!/usr/bin/python3
"""What an earlier run left, earlier versions, second versions of sync programs, a folder that goes
and comes back: in a real window, with real key presses.

usage: display.sh test-versions.py CHAPEAU SAMPLE-SITE SCREENSHOT

Each part starts the program anew on a site of its own. With CHAPEAU_TEST_PICTURES set to a folder,
a picture of each moment is kept there.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys
import tempfile

import team
import window

LONG = 150  # seconds: a folder that is away is looked for after 2, 4, 8 … 60 s
POST = """---
title: Une fete au jardin
date: 2026-10-10 17:16:00 +02:00
tags:
- Jardin
---

Le premier paragraphe parle du jardin.

Le second paragraphe parle de la fete.

Le dernier paragraphe remercie les benevoles.
"""
COPIES = (
    ("fete.sync-conflict-20261010-101112-ABCDEFG.md", "la kermesse"),  # Syncthing
    ("fete (conflicted copy 2026-10-10 101112).md", "le bal"),  # Nextcloud
    ("fete (Camille's conflicted copy 2026-10-10).md", "le repas"),  # Dropbox
)


class Place:
    """A site of its own for one part of the test, and the person at it."""

    def __init__(self, program, sample, scratch, name, screenshot):
        self.program = program
        self.scratch = pathlib.Path(scratch) / name
        self.site = self.scratch / "site"
        shutil.copytree(sample, self.site)
        self.post = self.site / "_drafts" / "fete.md"
        self.post.write_text(POST, encoding="utf-8")
        self.screenshot = screenshot

    def person(self, **settings):
        return team.Person(self.program, "Camille", self.post, self.scratch, self.screenshot,
                           **settings)


def begin(person):
    person.wait_named(team.tr("Title"))
    person.raise_()


def recovery(place):
    """Killed while a text is unsaved: it is offered, compared, and gone on with."""
    with place.person() as camille:
        begin(camille)
        camille.write_at_end("Des mots que personne ne doit perdre.")
        camille.wait_kept(b"personne ne doit perdre.")
        camille.end()
    assert place.post.read_text(encoding="utf-8") == POST
    with place.person() as camille:
        begin(camille)
        camille.find_later(team.tr("_Compare"))
        team.shot("11-recovered")
        window.keys("alt+" + team.key_of("_Compare"))
        camille.find_later(team.tr("Go on with this text"))
        team.shot("12-recovery-compared")
        camille.wait_says("personne ne doit perdre")
        window.keys("ctrl+Return")
        camille.wait_says(team.tr("The text is back. Save it when you are ready."))
        team.shot("13-recovered-back")
        assert "personne ne doit perdre" in camille.source()
        camille.save()
        window.wait_for_file(place.post, lambda data: b"personne ne doit perdre." in data)
    with place.person() as camille:
        begin(camille)
        window.time.sleep(3)
        assert not camille.find_button(team.tr("_Compare")), "what was saved is offered no more"


def history(place):
    """Of an earlier version, one passage comes back; the other stays as it is."""
    with place.person() as camille:
        begin(camille)
        camille.replace_in_text("parle du jardin", "parle des roses")
        camille.save()
        window.wait_for_file(place.post, lambda data: b"des roses" in data)
        camille.replace_in_text("parle de la fete", "parle du bal")
        camille.save()
        window.wait_for_file(place.post, lambda data: b"du bal" in data)
        window.keys("ctrl+shift+h")
        camille.wait_says(team.say("Earlier versions of “%s”", "Une fete au jardin"))
        camille.wait_says("parle de la fete")
        team.shot("21-history")
        window.keys("Down")
        camille.wait_says("parle du jardin")
        team.shot("22-history-older")
        window.keys("F8")
        window.wait_for("the focus on a passage", lambda: camille.focus_is(team.tr("Now")))
        window.keys("Down", "ctrl+Return")
        camille.wait_says(team.tr("The earlier text is back. Save it when you are ready."))
        team.shot("23-history-back")
        assert "du jardin" in camille.source() and "du bal" in camille.source()
        camille.press(team.tr("_Take it back"))
        window.wait_for("the text as it was", lambda: "des roses" in camille.source())
        # Under another name, the post has the versions from before.
        published = place.site / "_posts" / "2026-10-10-fete.md"
        camille.save()
        camille.press(team.tr("Publish…"))
        camille.press(team.tr("_Publish"))
        window.wait_for_file(published, lambda data: b"des roses" in data)
        camille.wait_gone(team.tr("Ready to publish?"))
        window.keys("ctrl+shift+h")
        camille.wait_says(team.say("Earlier versions of “%s”", "Une fete au jardin"))
        team.shot("24-history-published")
        window.keys("Down", "Down")
        camille.wait_says("parle du jardin")


def copies(place):
    """Syncthing's, Nextcloud's and Dropbox's second versions are told on the post and merged."""
    with place.person() as camille:
        begin(camille)
        for name, words in COPIES:
            copy = place.post.parent / name
            copy.write_text(POST.replace("la fete", words), encoding="utf-8")
            camille.find_later(team.tr("_Compare the two versions"))
            team.shot("31-second-version")
            window.keys("alt+" + team.key_of("_Compare the two versions"))
            camille.wait_says(words)
            team.shot("32-second-compared")
            assert len([t for t in camille.texts() if t == copy.stem]) == 0, "it is no post"
            window.keys("Down", "ctrl+Return")
            window.wait_for_file(place.post, lambda data: words.encode() in data)
            window.wait_for("the copy to be put away", lambda: not copy.exists())
            camille.wait_kept(words.encode())
            camille.wait_says(team.tr("The two versions are one now. Both stay in its history."))
            team.shot("33-second-merged")
        assert place.post.read_text(encoding="utf-8") == POST.replace("la fete", COPIES[-1][1])


def away(place):
    """The folder goes while a text is written; the text goes into it when it is back, at once or at
    the next start; and nobody is held."""
    gone = place.site.with_name("gone")
    with place.person() as camille:
        begin(camille)
        camille.write_at_end("Un premier mot.")
        place.site.rename(gone)
        camille.save()
        camille.wait_says(team.tr("Waiting for the shared folder."), LONG)
        team.shot("41-away")
        gone.rename(place.site)
        window.wait_for("the text in the folder", lambda: b"Un premier mot." in place.post.read_bytes(),
                        LONG)
        place.site.rename(gone)
        camille.write_at_end("Un second mot.")
        camille.save()
        camille.wait_says(team.tr("Waiting for the shared folder."), LONG)
        camille.quit()
    gone.rename(place.site)
    assert b"Un second mot." not in place.post.read_bytes()
    with place.person() as camille:
        begin(camille)
        camille.wait_says(team.CATALOG.ngettext(
            "%u post was waiting for the shared folder: it is being saved now.",
            "%u posts were waiting for the shared folder: they are being saved now.", 1) % 1)
        team.shot("42-waiting")
        window.wait_for("the text in the folder", lambda: b"Un second mot." in place.post.read_bytes(),
                        LONG)


def by_itself(place):
    """Saved after some seconds of quiet; and who leaves is not shown as writing any more."""
    presence = place.site / ".chapeau" / "presence"
    with place.person(autosave=True) as camille:
        begin(camille)
        camille.write_at_end("Sans y penser.")
        window.wait_for_file(place.post, lambda data: b"Sans y penser." in data)
        window.wait_for("the claim", lambda: any(presence.iterdir()))
        camille.wait_says(team.say("Saved in the shared folder %s", ""))
        camille.quit()
    assert not any(presence.iterdir()), "nobody is there"


def main():
    program, sample, screenshot = sys.argv[1:4]
    chosen = sys.argv[4:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for part in (recovery, history, copies, away, by_itself):
            if not chosen or part.__name__ in chosen:
                print(part.__name__, flush=True)
                part(Place(program, sample, scratch, part.__name__, screenshot))


if __name__ == "__main__":
    main()
