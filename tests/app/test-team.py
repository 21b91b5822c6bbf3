#!/usr/bin/python3
"""Two people at one folder: each a program of its own, with real key presses.

usage: display.sh test-team.py CHAPEAU SAMPLE-SITE SCREENSHOT

Aude reads who writes in a post, takes it over; both change the same title and the same paragraph,
and Camille, with the keys alone, takes one field of hers and both paragraphs; changes in different
places come together by themselves and can be taken back. Nothing that either typed is lost.

With CHAPEAU_TEST_PICTURES set to a folder, a picture of each moment is kept there.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import sys
import tempfile

import team
import window

LONG = 150  # seconds: a colleague's beat comes every 30 s
POST = """---
title: Une fete au jardin
date: 2026-10-10 17:16:00 +02:00
categories:
- Vie associative
tags:
- Jardin
---

Le premier paragraphe parle du jardin.

Le second paragraphe parle de la fete.

Le troisieme paragraphe parle du lendemain.

Le dernier paragraphe remercie les benevoles.
"""


def main():
    program, sample, screenshot = sys.argv[1:4]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = pathlib.Path(scratch)
        shutil.copytree(sample, scratch / "site")
        post = scratch / "site" / "_drafts" / "fete.md"
        post.write_text(POST, encoding="utf-8")
        with team.Person(program, "Aude", post, scratch) as aude, \
                team.Person(program, "Camille", post, scratch, screenshot) as camille:
            for person in (aude, camille):
                person.wait_named(team.tr("Title"))
            who_writes(aude, camille)
            conflict(aude, camille, post)
            different_places(aude, camille, post)
            renamed(aude, camille, post)


def who_writes(aude, camille):
    """Camille types; Aude reads it in the list and on the post, and takes over."""
    camille.write_at_end(" Merci.")
    aude.wait_says(team.say("✎ %s", "Camille"), LONG)
    aude.wait_says(team.say("%s has been writing in this post %s.", "Camille", "")[:-3])
    aude.raise_()
    team.shot("1-presence")
    aude.press(team.tr("_Take over"))
    aude.wait_says(team.say("You have taken over; %s is being told.", "Camille"))
    camille.wait_says(team.say("%s took over this post %s. Everything you typed is kept.",
                               "Aude", "@").split("@")[0], LONG)
    camille.raise_()
    team.shot("2-taken-over")
    assert "Merci" in camille.source(), "every word is kept"
    camille.press(team.tr("Write _all the same"))


def conflict(aude, camille, post):
    """Both change the title and the second paragraph; each changes one more paragraph alone."""
    camille.set_title("Une fete au jardin des plantes")
    camille.replace_in_text("parle de la fete", "annonce la fete de Camille")
    aude.set_title("Une grande fete")
    aude.replace_in_text("parle de la fete", "raconte la fete d Aude")
    aude.replace_in_text("du lendemain", "du dimanche")
    aude.save()
    window.wait_for_file(post, lambda data: b"dimanche" in data)

    camille.raise_()
    camille.wait_says(team.say("%s changed the same passages of this post as you.", "Aude")
                      if not team.LOCALE else "Aude", LONG)
    camille.find_later(team.tr("_Compare the two versions"))
    team.shot("3-conflict-told")
    window.keys("alt+" + team.key_of("_Compare the two versions"))
    camille.wait_says(team.say("Two versions of “%s”", "Une fete au jardin des plantes"))
    team.shot("4-compared")

    # The focus is on the first passage to be chosen: the title, as Camille wrote it. Tab goes from
    # passage to passage, and back.
    wait_card(camille, team.tr("Title"))
    window.keys("Tab")
    wait_card(camille, team.tr("Text"))
    window.keys("shift+Tab")
    wait_card(camille, team.tr("Title"))
    window.keys("Down")
    camille.wait_says(passages("%u passage is still to be chosen.",
                               "%u passages are still to be chosen.", 1))
    window.keys("F8")
    window.wait_for("the focus on the paragraph's card",
                    lambda: camille.focused().get_parent().get_name() == team.tr("Text"))
    window.keys("Down", "Down")
    camille.wait_says(passages("%u passage differs; all is chosen.",
                               "%u passages differ; all is chosen.", 4))
    # One step back, and again.
    window.keys("ctrl+z")
    camille.wait_says(passages("%u passage differs; all is chosen.",
                               "%u passages differ; all is chosen.", 4))
    window.keys("Down")
    team.shot("5-chosen")
    window.keys("ctrl+Return")
    camille.wait_says(team.tr("This is the text that you chose. Both versions stay in its history."))
    window.wait_for("the focus back in the text", lambda: camille.focus_is(team.tr("Text of the post")))
    team.shot("6-together")
    window.keys("ctrl+s")
    expected = (POST.replace("Une fete au jardin\n", "Une grande fete\n")
                .replace("parle de la fete.", "annonce la fete de Camille.\n\n"
                         "Le second paragraphe raconte la fete d Aude.")
                .replace("du lendemain", "du dimanche")
                .replace("benevoles.\n", "benevoles.\n Merci.")).encode()
    window.wait_for_file(post, lambda data: data.replace(b"'", b"") == expected)
    aude.wait_says(team.say("%s saved this post: this is the new version.", "Camille"), LONG)
    aude.raise_()
    team.shot("7-new-version")
    for words, person in (("Une fete au jardin des plantes", camille), ("raconte la fete d Aude", aude),
                          ("annonce la fete de Camille", camille)):
        assert person.has_kept(words.encode()), words


def different_places(aude, camille, post):
    """Changes in different places come together by themselves, and can be taken back."""
    camille.replace_in_text("parle du jardin", "parle des fleurs")
    aude.replace_in_text("remercie les benevoles", "remercie tout le monde")
    aude.save()
    window.wait_for_file(post, lambda data: b"tout le monde" in data)
    camille.wait_says(team.say("%s saved this post meanwhile. Their changes were added to yours.",
                               "Aude"), LONG)
    camille.raise_()
    team.shot("8-added")
    assert "des fleurs" in camille.source() and "tout le monde" in camille.source()
    # One click back, and the question is there; one more, and hers is in it again.
    camille.press(team.tr("_Take it back"))
    camille.find_later(team.tr("_Compare the two versions"))
    team.shot("9-taken-back")
    window.wait_for("hers to be out of it again", lambda: "des fleurs" in camille.source()
                    and "tout le monde" not in camille.source(), 10)
    camille.press(team.tr("_Compare the two versions"))
    window.wait_for("the focus in the comparison", lambda: in_comparison(camille.focused()), 30)
    window.keys("ctrl+Return")
    window.wait_for("both again", lambda: "tout le monde" in camille.source())
    camille.save()
    window.wait_for_file(post, lambda data: b"tout le monde" in data and b"des fleurs" in data)


def renamed(aude, camille, post):
    """Aude publishes the draft while Camille writes in it: Camille goes on under the new name. Aude
    takes it back to the drafts: Camille puts hers back where it was. No word is lost."""
    published = post.parent.parent / "_posts" / "2026-10-10-fete.md"
    aude.wait_says(team.say("%s saved this post: this is the new version.", "Camille"), LONG)
    camille.write_at_end("Encore un mot.")
    aude.raise_()
    aude.press(team.tr("Publish…"))
    aude.press(team.tr("_Publish"))
    window.wait_for_file(published, lambda data: b"tout le monde" in data)
    camille.wait_says(team.say("Someone renamed the file of this post: it is “%s” now.",
                               "_posts/2026-10-10-fete.md") if not team.LOCALE else "_posts/2026",
                      LONG)
    camille.raise_()
    team.shot("10-renamed")
    window.keys("alt+" + team.key_of("_Go on under the new name"))
    camille.wait_says(team.say("This post goes on under its new name, “%s”.", published.name))
    team.shot("10-followed")
    camille.write_at_end("Et un autre.")
    camille.save()
    window.wait_for_file(published, lambda data: b"Encore un mot." in data and b"autre." in data)
    assert not post.exists(), "nothing under the old name"

    window.wait_for("Camille's words at Aude's", lambda: "Et un autre." in aude.source(), LONG)
    camille.write_at_end("Le dernier.")
    aude.raise_()
    aude.press(team.tr("Back to _draft"))
    window.wait_for_file(post, lambda data: b"Et un autre." in data)
    camille.find_later(team.tr("_Put it back under the old name"))
    camille.raise_()
    window.keys("alt+" + team.key_of("_Put it back under the old name"))
    window.wait_for("the text under its name", lambda: published.exists()
                    and b"Le dernier." in published.read_bytes())
    assert b"Et un autre." in post.read_bytes(), "Aude's stays where she put it"


def wait_card(person, name):
    """The keyboard is on a row of the passage of that name."""
    person.wait_focus(lambda node: in_comparison(node) and node.get_parent().get_name() == name)


def in_comparison(node):
    """A choice of one of its cards. The comparison's buttons are in the tree
    before it has the focus."""
    return node is not None and node.get_name() in map(team.tr, ("Mine", "Theirs", "Both"))


def passages(one, many, count):
    return team.CATALOG.ngettext(one, many, count) % count


if __name__ == "__main__":
    main()
