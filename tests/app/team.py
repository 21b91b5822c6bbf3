"""Several people at one folder: each a program of its own, with its own home, name and settings.

    with team.Person(program, "Camille", post, scratch) as camille, \
         team.Person(program, "Aude", post, scratch) as aude:
        camille.raise_()
        camille.write("Bonjour")

Run it inside display.sh. Names of controls are English; with CHAPEAU_TEST_LOCALE set to a folder of
translations (the install prefix's share/locale) the programs and the names are French: for pictures
that people look at.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import gettext
import os
import pathlib
import subprocess
import time

import window

PICTURES = os.environ.get("CHAPEAU_TEST_PICTURES")
LOCALE = os.environ.get("CHAPEAU_TEST_LOCALE")
CATALOG = gettext.translation("chapeau", LOCALE, ["fr"]) if LOCALE else gettext.NullTranslations()


def tr(text, context=None):
    """The words on the screen, without the mark of the access key."""
    found = CATALOG.pgettext(context, text) if context else CATALOG.gettext(text)
    return found.replace("_", "")


def say(text, *values):
    """A sentence with its values put in."""
    return CATALOG.gettext(text) % values


def shot(name):
    """A picture of the moment, if pictures are asked for."""
    if PICTURES:
        time.sleep(1)
        window.picture(pathlib.Path(PICTURES) / f"{name}.png")


def key_of(text):
    """The access key of a button's label, as the words on the screen have it."""
    found = CATALOG.gettext(text)
    return found[found.index("_") + 1].lower()


class Person(window.Window):
    """One program with its window, used by one person."""

    def __init__(self, program, name, target, scratch, screenshot=None, dark=False, autosave=False,
                 **more):
        """@more: variables of the program's environment."""
        self.name = name
        self.home = pathlib.Path(scratch) / f"home-{name}"
        environment = {**os.environ, **more}
        for key, folder in (("HOME", "."), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state"),
                            ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
            environment[key] = str(self.home / folder)
        settings = self.home / "config" / "glib-2.0" / "settings" / "keyfile"
        if not settings.exists():
            settings.parent.mkdir(parents=True)
            settings.write_text("[io/github/chapeau_editor/Chapeau]\n"
                                f"person-name='{name}'\nautosave={str(autosave).lower()}\n"
                                f"style='{'dark' if dark else 'light'}'\n", encoding="utf-8")
        environment["GSETTINGS_BACKEND"] = "keyfile"
        # No French of the system's: names and times are what the test expects.
        environment["LANGUAGE"] = "fr" if LOCALE else "C"
        super().__init__(program, f"--gapplication-app-id=io.github.chapeau_editor.Chapeau.{name}",
                         target, screenshot=screenshot, env=environment)

    # ---- looking

    def texts(self):
        """What all labels and buttons say."""
        return [n.get_name() for n in self.nodes() if n.get_name()]

    def wait_says(self, part, patience=window.PATIENCE):
        """A sentence with @part in it is on the screen."""
        return window.wait_for(f"{self.name} reads {part!r}",
                               lambda: next((t for t in self.texts() if part in t), None), patience)

    def wait_silent(self, part):
        window.wait_for(f"{self.name} reads {part!r} no more",
                        lambda: not any(part in t for t in self.texts()))

    def source(self):
        """The text in the editor."""
        return window.text_of(self.wait_named(tr("Text of the post")))

    def focus_is(self, name):
        node = self.focused()
        return node is not None and (node.get_name() or "").startswith(name)

    def find_later(self, name, role="push button"):
        return window.wait_for(f"{self.name} finds {name!r}", lambda: self.find_button(name, role))

    def has_kept(self, words):
        """Is a text with these words in what this person's computer keeps?"""
        return any(words in path.read_bytes()
                   for path in (self.home / "state").rglob("*") if path.is_file())

    # ---- doing

    def press(self, name, role="push button"):
        """Activates the button of this name."""
        self.find_later(name, role).get_action_iface().do_action(0)

    def find_button(self, name, role="push button"):
        for node in self.nodes():
            if (node.get_name() or "") != name or node.get_role_name() != role:
                continue
            action = node.get_action_iface()
            if (node.get_state_set().contains(window.Atspi.StateType.SENSITIVE)
                    and action is not None and action.get_n_actions() > 0):
                return node
        return None

    def write_at_end(self, text):
        self.raise_()
        self.focus_named(tr("Text of the post"))
        window.keys("ctrl+End")
        window.type_text(text)

    def replace_in_text(self, old, new):
        """Finds @old in the source and types @new over it."""
        self.raise_()
        self.focus_named(tr("Text of the post"))
        window.keys("ctrl+Home", "ctrl+f")
        time.sleep(0.3)
        window.keys("ctrl+a")
        window.type_text(old)
        window.keys("Return", "Escape")
        time.sleep(0.3)
        window.type_text(new)

    def set_title(self, text):
        self.raise_()
        self.focus_named(tr("Title"))
        window.keys("ctrl+a")
        window.type_text(text)

    def wait_kept(self, words):
        """Waits until this person's computer keeps a text with these words."""
        window.wait_for(f"{words!r} kept for {self.name}", lambda: self.has_kept(words))

    def end(self):
        """As a power cut would: no handler runs."""
        self.process.kill()
        self.process.wait()

    def quit(self):
        self.raise_()
        window.keys("ctrl+q")
        window.wait_for(f"{self.name}'s program to end", lambda: self.process.poll() is not None)

    def save(self):
        self.raise_()
        window.keys("ctrl+s")
