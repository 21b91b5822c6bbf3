#!/usr/bin/python3
"""Each widget of the form, with real keys: change, save, undo, redo.

usage: display.sh test-form-keys.py CHAPEAU SCREENSHOT

Every change is held against the file: it differs in that value only, Ruby's YAML.load sees what was
meant, undoing gives the same bytes as before and redoing the same as after.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import window

OVERRIDE = """\
fields:
  chapeau-text: { main: true }
  statut: { values: [brouillon, relu], main: true }
  places: { main: true }
  couleur: { main: true }
  lien: { main: true }
  is_une: { main: true }
  odd: { main: true }
  contact: { main: true }
"""

POST = """\
---
# Un commentaire
title: 'Un titre : le premier'
chapeau-text: Un chapeau.
date: 2026-10-12 16:20:00 +02:00 # la date
auteur: Zed
tags:
- Open Data
- Jeunesse
statut: brouillon
places: 12
couleur: "#1a5fb4"
lien: https://exemple.fr/
is_une: true
odd: [1, [2, 3]]
diaporama:
- image: "/uploads/a.png"
  legende: Un
- image: "/uploads/b.png"
  legende: Deux
contact:
  nom: Anna
  tel: '01'
inconnu: x
---

Le corps.
"""

OTHER = """\
---
title: Un autre
auteur: Anna
tags: [Open Data, Fusées, Open Data, Jeunesse]
diaporama:
- image: "/uploads/a.png"
  legende: Un
  alt: Un
---
"""

RUBY = """
require 'yaml'; require 'json'; require 'date'
text = STDIN.read
puts JSON.generate(YAML.load(text[/\\A---\\n(.*?)^---$/m, 1], permitted_classes: [Date, Time]))
"""


def ruby(text):
    out = subprocess.run(["ruby", "-e", RUBY], input=text, capture_output=True, check=True)
    return json.loads(out.stdout)


def entry_of(text, key):
    """The bytes before the entry of a key, the entry, and those behind it."""
    found = re.search(rb"^" + key.encode() + rb":.*\n((?:[ #-].*\n)*)", text, re.M)
    return (text[:found.start()], found[0], text[found.end():]) if found else (text, b"", b"")


class Form:
    def __init__(self, chapeau, post):
        self.chapeau = chapeau
        self.post = post
        self.before = post.read_bytes()

    def save(self, wanted):
        """Saves until the file is what is wanted."""
        def check():
            window.keys("ctrl+s")
            return wanted(self.post.read_bytes())
        window.wait_for("the file to be saved as wanted", check)

    def until(self, key, wanted):
        """Steps back, or forth, until the file is what is wanted. How many steps typing takes
        depends on how slow the machine is."""
        for _ in range(20):
            window.keys(key, "ctrl+s")
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if self.post.read_bytes() == wanted:
                    return
                time.sleep(0.05)
        raise AssertionError(f"{key} never brought the file to:\n{wanted.decode()}\n"
                             f"it is:\n{self.post.read_text()}")

    def change(self, key, value, press):
        """`press` changes the entry of `key`; then it reads as `value` (a function: tells it)."""
        meant = value if callable(value) else lambda got: got == value
        press()
        try:
            self.save(lambda data: data != self.before and meant(ruby(data).get(key)))
        except AssertionError:
            print(self.post.read_text(), file=sys.stderr)
            raise AssertionError(f"{key}: never as it was meant") from None
        after = self.post.read_bytes()
        self.check_only(key, after)
        self.until("ctrl+z", self.before)
        self.until("ctrl+shift+z", after)
        self.until("ctrl+z", self.before)
        print("ok", key, flush=True)

    def check_only(self, key, after):
        old, new = entry_of(self.before, key), entry_of(after, key)
        if old[1] and new[1]:
            assert (old[0], old[2]) == (new[0], new[2]), f"{key}: more than its entry changed:\n{after.decode()}"
        values, changed = ruby(self.before), ruby(after)
        values.pop(key, None), changed.pop(key, None)
        assert values == changed, f"{key}: another value changed"

    def on(self, name, *keys):
        """Keys for the widget of that name."""
        self.chapeau.tab_to(name, "Title")
        for key in keys:
            if key.startswith(":"):
                window.type_text(key[1:])
            else:
                window.keys(*key.split())


def main():
    program, screenshot = sys.argv[1:3]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        site = pathlib.Path(scratch) / "site"
        for folder in ("_posts", "_data", "uploads"):
            (site / folder).mkdir(parents=True)
        (site / "_config.yml").write_text("timezone: Europe/Paris\n")
        (site / "_data" / "chapeau.yml").write_text(OVERRIDE)
        for name in ("a", "b", "vue du port"):
            (site / "uploads" / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        # So many that a key of one post alone is none of the main fields.
        for day in range(1, 13):
            (site / "_posts" / f"2026-01-{day:02}-autre.md").write_text(OTHER)
        post = site / "_posts" / "2026-10-12-essai.md"
        post.write_text(POST)
        with window.Window(program, post, screenshot=screenshot) as chapeau:
            chapeau.wait_named("Title")
            run(Form(chapeau, post))


def run(form):
    lines(form)
    chips(form)
    choices(form)
    folded(form)
    whole(form)


def lines(form):
    form.change("title", "Un titre : le premier bis", lambda: form.on("Title", "End", ": bis"))
    form.change("title", "Le second", lambda: form.on("Title", "ctrl+a", ":Le second"))
    form.change("title", None, lambda: form.on("Title", "ctrl+a", "Delete"))
    form.change("chapeau-text", "Un **chapeau**.",
                lambda: form.on("Lead", "ctrl+Home ctrl+Right ctrl+Right", "shift+ctrl+Left",
                                "ctrl+b"))
    form.change("date", lambda got: got.startswith("2026-11-12 09:30:00 +0100"),
                lambda: form.on("Date", "ctrl+a", ":12/11/2026 9h30", "Return"))
    form.change("date", lambda got: got.startswith("2026-10-13 16:20:00 +0200"), lambda: calendar(form))
    form.change("places", 13, lambda: form.on("Places", "Up"))
    form.change("places", 125, lambda: form.on("Places", "End", ":5"))
    form.change("couleur", "#00ff00", lambda: form.on("Couleur", "ctrl+a", ":#00ff00"))
    form.change("lien", "https://exemple.fr/b", lambda: form.on("Link", "End", ":b"))
    form.change("is_une", False, lambda: form.on("On the front page", "space"))


def calendar(form):
    form.on("Date", "Down")
    form.chapeau.wait_focus(lambda node: node.get_role_name() != "text")
    window.keys("Right", "Escape")


def chips(form):
    tags = ["Open Data", "Jeunesse"]
    form.change("tags", tags + ["Neuf"], lambda: form.on("Keywords", ":Neuf", "Return"))
    form.change("tags", tags + ["Un", "Deux"], lambda: form.on("Keywords", ":Un,Deux,"))
    form.change("tags", tags[:1], lambda: form.on("Keywords", "BackSpace"))
    form.change("tags", tags[::-1], lambda: form.on("Keywords", "Left", "ctrl+Left"))
    form.change("tags", tags[1:], lambda: form.on("Keywords", "Left", "Left", "Delete"))
    # What other posts say, whatever the accents and capitals.
    form.change("tags", tags + ["Fusées"], lambda: form.on("Keywords", ":FUSEE", "Down Return"))


def choices(form):
    form.change("auteur", None, lambda: form.on("Author", "alt+Delete"))
    form.change("auteur", "Ann", lambda: form.on("Author", "ctrl+a", ":Ann", "Escape"))
    form.change("auteur", "Anna", lambda: form.on("Author", "ctrl+a", ":an", "Down Return"))
    form.change("statut", "relu", lambda: form.on("Statut", "Down", "Down", "Down", "Return"))
    form.change("statut", "relu", lambda: form.on("Statut", "ctrl+a", ":relu", "Escape"))


def folded(form):
    pictures = ruby(form.before)["diaporama"]
    form.on("Images*", "space")
    form.chapeau.wait_named("Image 1")
    form.change("diaporama", pictures[::-1],
                lambda: form.on("Move “Image 1”*", "ctrl+Down"))
    form.change("diaporama", pictures[1:],
                lambda: form.on("Move “Image 1”*", "Delete"))
    form.change("diaporama", [dict(pictures[0], legende="Une vue"), pictures[1]],
                lambda: form.on("Caption", "ctrl+a", ":Une vue"))
    form.change("diaporama", lambda got: len(got) == 3
                and got[2]["image"] == "/uploads/vue%20du%20port.png",
                lambda: pick(form, "Images: Add an image…", "port"))
    form.on("Images*", "space")
    form.on("Contact*", "space")
    form.chapeau.wait_named("Name", "text")
    form.change("contact", {"nom": "Anna B", "tel": "01"}, lambda: form.on("Name", "End", ": B"))
    form.on("Contact*", "space")


def pick(form, button, needle):
    """A picture of the site, found by its name, with the keyboard."""
    form.on(button, "space")
    form.chapeau.wait_named("Choose an image")
    form.chapeau.raise_()
    window.type_text(needle)
    window.keys("Return")
    form.chapeau.wait_gone("Choose an image")
    form.chapeau.raise_()


def whole(form):
    form.on("Other fields*", "space")
    form.chapeau.wait_named("Inconnu")
    form.change("odd", [1, [2]], lambda: form.on("Odd", "ctrl+a", ":odd: [1, [2]]"))
    form.change("inconnu", None, lambda: form.on("Remove “Inconnu”", "space"))
    form.change("surtitre", "Retour",
                lambda: (form.on("Add a field", "space"), window.type_text("surtitre"),
                         window.keys("Return"), form.chapeau.wait_focus_named("Surtitre"),
                         window.type_text("Retour")))
    form.on("Show the details as they are written in the file", "space")
    form.change("neuf", 1, lambda: form.on("The details as they are written in the file",
                                           "ctrl+End", ":neuf: 1"))


if __name__ == "__main__":
    main()
