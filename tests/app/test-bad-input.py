#!/usr/bin/python3
"""Files and folders that cannot be edited as they are: each is told in a sentence of the window, and
no file changes unless the person asks for it.

usage: display.sh test-bad-input.py CHAPEAU SAMPLE-SITE [PART...]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import hashlib
import os
import sys

import window

PROGRAM, SAMPLE = sys.argv[1:3]
LATIN = "---\ntitle: Un été\n---\n\nL’été à la mer, ça plaît.\n".encode("cp1252")
BROKEN = "---\ntitle: 'L'objectif : tout'\ntags:\n- a\n---\n\nLe texte reste.\n".encode()


def sums(folder):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def open_post(site, name, content):
    path = site / "_posts" / name
    path.write_bytes(content)
    return path


def text(chapeau):
    return window.text_of(chapeau.named("Text of the post", "text"))


def latin(site):
    """Told, shown with its accents, converted only when asked, written only when saved."""
    post = open_post(site, "2026-01-02-latin.md", LATIN)
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.wait_seen("The accents of this file are written in an old way", "label")
        window.wait_for("the accents", lambda: "ça plaît" in text(chapeau))
        assert window.text_of(chapeau.seen("Title", "text")) == "Un été"
        chapeau.focus_named("Text of the post")
        window.type_text("x")
        assert "x" not in text(chapeau), "it is for reading only"
        chapeau.click("Convert")
        chapeau.wait_seen("Look at the accents", "label")
        assert post.read_bytes() == LATIN, "converting writes nothing"
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == LATIN.decode("cp1252").encode())


def binary(site):
    post = open_post(site, "2026-01-02-binaire.md", bytes(range(256)) * 40)
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.wait_seen("This file is not a text", "label")
        check_untouched(site, chapeau)


def empty(site):
    """An empty file opens; what is typed is saved, and a title gives it a header."""
    post = open_post(site, "2026-01-02-vide.md", b"")
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.focus_named("Text of the post")
        window.type_text("Un mot")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == b"Un mot")
        chapeau.focus_named("Title")
        window.type_text("Titre")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == b"---\ntitle: Titre\n---\nUn mot")


def no_header(site):
    """A file without a header is only a text, and stays one."""
    post = open_post(site, "2026-01-02-nu.md", b"Rien que du texte.\n")
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+End")
        window.type_text("Et encore.")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == b"Rien que du texte.\nEt encore.")


def broken(site):
    """A mistake in the header: line and reason are told, the text can be written, the repair is
    offered."""
    post = open_post(site, "2026-01-02-casse.md", BROKEN)
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.wait_seen("Line 2: An apostrophe ends the text too early here.", "label")
        chapeau.wait_seen("Repair")
        assert post.read_bytes() == BROKEN
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+End")
        window.type_text("Oui.")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: data == BROKEN + b"Oui.")
        chapeau.click("Repair")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: b"title: 'L''objectif : tout'\n" in data)


def huge(site):
    post = site / "_posts" / "2026-01-02-enorme.md"
    with open(post, "wb") as file:
        file.truncate(50 * 1024 * 1024)
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.wait_seen("The post “2026-01-02-enorme.md” could not be opened. It is too "
                          "large for a post.", "label")
        check_untouched(site, chapeau)


def folder_for_a_post(site):
    """A folder that is named as a post; and a pipe, which would keep its reader waiting."""
    os.mkfifo(site / "_posts" / "2026-01-03-tuyau.md")
    (site / "_posts" / "2026-01-02-dossier.md").mkdir()
    post = site / "_posts" / "2026-01-02-dossier.md"
    with window.Window(PROGRAM, site) as chapeau:
        chapeau.wait_seen("Text of the post", "text")
        assert chapeau.named("2026-01-02-dossier") is None and post.is_dir()
        assert chapeau.named("tuyau") is None


def no_right(site):
    """Not for the superuser, who may read everything."""
    if os.geteuid() == 0:
        return
    post = open_post(site, "2026-01-02-secret.md", b"---\ntitle: x\n---\n")
    post.chmod(0)
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.wait_seen("The post “2026-01-02-secret.md” could not be opened. You do not "
                          "have the right", "label")


def absent(site):
    with window.Window(PROGRAM, site / "_posts" / "absent.md") as chapeau:
        chapeau.wait_seen("The post “absent.md” could not be opened. It is not there any more",
                          "label")
    with window.Window(PROGRAM, site.parent / "nulle-part") as chapeau:
        chapeau.wait_seen("The folder “nulle-part” could not be opened. It is not there any "
                          "more", "label")


def empty_folder(site):
    folder = site.parent / "vide"
    folder.mkdir()
    with window.Window(PROGRAM, folder) as chapeau:
        chapeau.wait_seen("There is no post in this folder yet.", "label")
        check_untouched(folder, chapeau)


def vanished(site):
    """The folder goes away while a person types: told, kept here, and saved when it is back."""
    post = next((site / "_drafts").glob("un-week-end*"))
    away = site.parent / "ailleurs"
    with window.Window(PROGRAM, post) as chapeau:
        chapeau.focus_named("Text of the post")
        site.rename(away)
        window.type_text("Pendant la panne. ")
        window.keys("ctrl+s")
        window.wait_for("the sentence about the folder", lambda: any(
            "Waiting for the shared folder" in (n.get_name() or "")
            or "The shared folder does not answer" in (n.get_name() or "")
            for n in chapeau.nodes()))
        assert b"Pendant" not in (away / "_drafts" / post.name).read_bytes()
        away.rename(site)
        window.wait_for_file(post, lambda data: b"Pendant la panne. " in data)


def check_untouched(site, chapeau):
    """Typing and saving at a post that cannot be edited changes nothing in the folder."""
    before = sums(site)
    window.keys("ctrl+s")
    window.type_text("x")
    window.keys("ctrl+s")
    chapeau.wait_named("Main menu")
    assert sums(site) == before


PARTS = [latin, binary, empty, no_header, broken, huge, folder_for_a_post, no_right, absent,
         empty_folder, vanished]


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[3:])
