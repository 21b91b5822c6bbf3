#!/usr/bin/python3
"""Links and pictures in the source: the popover and the picker with real keys, a real drop.

usage: display.sh test-insert.py CHAPEAU CHAPEAU-CLI SAMPLE-SITE OWN-CLIPBOARD DRAG-FILE SCREENSHOT
       [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import subprocess
import sys
import time

import window

PROGRAM, CLI, SAMPLE, OWNER, DRAG_FILE, SCREENSHOT = sys.argv[1:7]
HEADER = "---\ntitle: Un essai\ndate: 2026-10-12 16:20:00 +02:00\n---\n\n"
SOURCE = "Text of the post"
ADDRESS = "Address or post"
WORDS = "Text of the link"
SCIENCE = "{% post_url 2026-10-12-la-fete-de-la-science-en-images %}"


def start(site, body=""):
    post = site / "_posts" / "2026-10-12-essai.md"
    post.write_text(HEADER + body)
    config = site.parent / "config"
    keyfile = config / "glib-2.0" / "settings" / "keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\nspelling=false\n")
    env = dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config))
    return window.Window(PROGRAM, post, env=env, screenshot=SCREENSHOT), post


def text_of(chapeau):
    return window.text_of(chapeau.named(SOURCE, "text"))


def wait_text(chapeau, wanted):
    try:
        window.wait_for("the text to be as wanted", lambda: text_of(chapeau) == wanted, 30)
    except AssertionError:
        print(repr(text_of(chapeau)), "instead of", repr(wanted))
        raise


def enter(chapeau, *keys):
    chapeau.tab_to(SOURCE, SOURCE)
    window.keys("ctrl+End", *keys)


def open_popover(chapeau):
    window.keys("ctrl+k")
    chapeau.wait_focus_named(ADDRESS)


def ask(chapeau, address, words=None):
    """Opens the popover, types, and presses Enter."""
    open_popover(chapeau)
    window.keys("ctrl+a")
    window.type_text(address)
    if words is not None:
        window.keys("Tab")
        chapeau.wait_focus_named(WORDS)
        window.keys("ctrl+a")
        window.type_text(words)
    window.keys("Return")
    chapeau.wait_focus_named(SOURCE)


def offered(chapeau):
    """The names of the posts that the popover shows."""
    posts = chapeau.named("Posts with these words")
    return [node.get_name() for node in window.walk(posts)
            if node.get_role_name() == "list item"] if posts is not None else []


def rendered(post):
    return subprocess.run([CLI, "render", "--liquid", post], capture_output=True, text=True,
                          check=True).stdout


def save(chapeau, post, body):
    def saved():
        window.keys("ctrl+s")
        return post.read_text() == HEADER + body
    window.wait_for("the file to be saved as wanted", saved, 30)


def links(site):
    """Typed around a word and without one, undone, the bytes saved, and what kramdown says."""
    chapeau, post = start(site, "Voir la mairie")
    with chapeau:
        enter(chapeau)
        ask(chapeau, "mairie.fr/a (b")
        wait_text(chapeau, "Voir la [mairie](https://mairie.fr/a%20%28b)")
        window.keys("ctrl+z")
        wait_text(chapeau, "Voir la mairie")
        window.type_text(" ou ")
        before = text_of(chapeau)
        ask(chapeau, "accueil@mairie.fr")
        wait_text(chapeau, before + "[accueil@mairie.fr](mailto:accueil@mairie.fr)")
        window.type_text(".")
        body = before + "[accueil@mairie.fr](mailto:accueil@mairie.fr)."
        wait_text(chapeau, body)
        save(chapeau, post, body)
        assert '<a href="mailto:accueil@mairie.fr">accueil@mairie.fr</a>.' in rendered(post)
        # Escape changes nothing and gives the keyboard back.
        open_popover(chapeau)
        window.type_text("mairie")
        window.keys("Escape")
        chapeau.wait_focus_named(SOURCE)
        wait_text(chapeau, body)
        # Words that are no address and no post do nothing either.
        open_popover(chapeau)
        window.type_text("zzz zzz")
        chapeau.wait_seen("This is no address, and no post", "label")
        window.keys("Return")
        assert chapeau.wait_focus_named(ADDRESS)
        window.keys("Escape")
        chapeau.wait_focus_named(SOURCE)
        wait_text(chapeau, body)


def posts(site):
    """Words look for posts that are on the site, accents ignored; arrows and Enter choose one."""
    chapeau, post = start(site, "Voir ")
    with chapeau:
        chapeau.wait_seen("Search the posts", "entry")
        enter(chapeau)
        open_popover(chapeau)
        window.type_text("fete")
        window.wait_for("the post among those offered", lambda: any(
            name.startswith("La fête de la science") for name in offered(chapeau)))
        # Scheduled, and a draft.
        for word in ("capsule temporelle", "temoignages"):
            window.keys("ctrl+a")
            window.type_text(word)
            chapeau.wait_seen("This is no address, and no post", "label")
            assert not chapeau.seen("Posts with these words"), word
        window.keys("ctrl+a")
        window.type_text("FETE de la scien")
        window.keys("Return")
        chapeau.wait_focus_named(SOURCE)
        window.wait_for("the post's link", lambda: SCIENCE in text_of(chapeau), 30)
        body = text_of(chapeau)
        assert body.startswith("Voir [La fête de la science"), body
        save(chapeau, post, body)
        assert f'<a href="{SCIENCE}">La fête de la science' in rendered(post)
        # The link says which post it leads to, and another one takes its place.
        window.keys("Left", "Left", "ctrl+k")
        chapeau.wait_focus_named(ADDRESS)
        chapeau.wait_seen("Leads to the post “La fête de la science", "label")
        window.keys("ctrl+a")
        window.type_text("2026")
        window.wait_for("some posts", lambda: 1 < len(offered(chapeau)) <= 8)
        window.keys("Down", "Down", "Up", "Return")
        chapeau.wait_focus_named(SOURCE)
        window.wait_for("another post", lambda: SCIENCE not in text_of(chapeau)
                        and "](" + "{% post_url 2026-" in text_of(chapeau), 30)
        assert text_of(chapeau).startswith(body[:body.index("](")]), "the words stay"
        window.keys("ctrl+z")
        wait_text(chapeau, body)


def changes(site):
    """Of a link that is there only what is changed is written; it can be taken away."""
    body = "Un [lien *ici*]( <https://a.fr/b c> \"Titre\" ){: .x} et."
    chapeau, post = start(site, body)
    with chapeau:
        enter(chapeau, "ctrl+Home", *["Right"] * 6)
        open_popover(chapeau)
        assert window.text_of(chapeau.named(ADDRESS, "text")) == "https://a.fr/b c"
        window.keys("Return")
        chapeau.wait_focus_named(SOURCE)
        wait_text(chapeau, body)
        enter(chapeau, "ctrl+Home", *["Right"] * 6)
        open_popover(chapeau)
        window.keys("Tab")
        chapeau.wait_focus_named(WORDS)
        window.keys("End")
        window.type_text(" ]")
        window.keys("Return")
        chapeau.wait_focus_named(SOURCE)
        wait_text(chapeau, body.replace("*ici*", "*ici* \\]"))
        window.keys("ctrl+z")
        wait_text(chapeau, body)
        enter(chapeau, "ctrl+Home", *["Right"] * 6)
        ask(chapeau, "www.c.fr")
        wait_text(chapeau, body.replace("<https://a.fr/b c>", "https://www.c.fr"))
        window.keys("ctrl+z")
        wait_text(chapeau, body)
        enter(chapeau, "ctrl+Home", *["Right"] * 6)
        open_popover(chapeau)
        window.keys("alt+r")
        chapeau.wait_focus_named(SOURCE)
        wait_text(chapeau, "Un lien *ici*{: .x} et.")
        window.keys("ctrl+z")
        wait_text(chapeau, body)
        save(chapeau, post, body)


def copied(site):
    """An address that was copied is proposed; a selection that is one, too."""
    copy = site.parent / "copied"
    copy.write_text("https://ailleurs.fr/page\n")
    chapeau, _ = start(site, "Voir ")
    with chapeau:
        owner = subprocess.Popen([OWNER, "UTF8_STRING", str(copy)], stdout=subprocess.PIPE)
        try:
            assert owner.stdout.readline() == b"ready\n"
            time.sleep(1)
            enter(chapeau)
            open_popover(chapeau)
            window.wait_for("what was copied", lambda: window.text_of(
                chapeau.named(ADDRESS, "text")) == "https://ailleurs.fr/page")
            window.keys("Return")
            chapeau.wait_focus_named(SOURCE)
            wait_text(chapeau, "Voir [ailleurs.fr/page](https://ailleurs.fr/page)")
        finally:
            owner.kill()
            owner.wait()
        window.keys("ctrl+a")
        window.type_text("www.ici.fr")
        window.keys("ctrl+a")
        open_popover(chapeau)
        window.keys("Tab")
        chapeau.wait_focus_named(WORDS)
        window.type_text("ici")
        window.keys("Return")
        wait_text(chapeau, "[ici](https://www.ici.fr)")


def choose(chapeau, name):
    """In the window of the site's pictures."""
    window.press(chapeau.wait_named("Image", "push button"))
    chapeau.wait_named("Choose an image")
    chapeau.raise_()
    window.wait_for("the search", lambda: chapeau.focused() is not None)
    if name is not None:
        window.type_text(name)
        window.keys("Return")
        window.wait_for("the picker to go", lambda: chapeau.named("Choose an image") is None)
        chapeau.raise_()


def pictures(site):
    """From the uploads, without and with a selection; from elsewhere, under a clean name."""
    chapeau, post = start(site, "Voici ")
    outside = site.parent / "Réunion d'été (1).PNG"
    outside.write_bytes((site / "uploads" / "affiche-rentree.png").read_bytes())
    with chapeau:
        enter(chapeau)
        choose(chapeau, "jardin")
        wait_text(chapeau, "Voici ![](/uploads/jardin-tanneries.jpg)")
        chapeau.wait_focus_named(SOURCE)
        window.type_text("Le jardin")
        wait_text(chapeau, "Voici ![Le jardin](/uploads/jardin-tanneries.jpg)")
        save(chapeau, post, "Voici ![Le jardin](/uploads/jardin-tanneries.jpg)")
        assert '<img src="/uploads/jardin-tanneries.jpg" alt="Le jardin" />' in rendered(post)
        window.keys("ctrl+a")
        window.type_text("Vie privee")
        window.keys("ctrl+a")
        choose(chapeau, "vie-privee")
        wait_text(chapeau, "![Vie privee](/uploads/vie-privee.jpg)")
        window.keys("ctrl+z")
        wait_text(chapeau, "Vie privee")
        window.keys("ctrl+End")
        choose(chapeau, None)
        chapeau.click("From this computer…")
        window.wait_for("the file chooser", lambda: chapeau.named("Bring in a picture"))
        chapeau.raise_()
        time.sleep(1)
        chapeau.type_path(outside)
        window.keys("Return")
        window.wait_for("the copy", (site / "uploads" / "reunion-d-ete-1.png").exists)
        chapeau.raise_()
        wait_text(chapeau, "Vie privee![](/uploads/reunion-d-ete-1.png)")
        chapeau.wait_seen("The picture is in the site now.", "label")


def mouse(*words):
    subprocess.run(["xdotool", *map(str, words)], check=True)


def drop(chapeau, files, until):
    """From the window of another program into the middle of the text."""
    box = window.extents(chapeau.named(SOURCE, "text"))
    other = subprocess.Popen([DRAG_FILE, *files], env=dict(os.environ, NO_AT_BRIDGE="1"))
    try:
        found = subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--name",
                                "drag-file"], capture_output=True, text=True, check=True)
        place = found.stdout.split()[-1]
        mouse("windowmove", "--sync", place, 1000, 500)
        mouse("windowraise", place)
        time.sleep(1)
        window.drag((1060, 560), (box.x + box.width // 2, box.y + box.height // 2))
        until()
    finally:
        other.kill()
        other.wait()
    chapeau.raise_()


def dropped(site):
    """Files of another program: a picture and another file, each a paragraph; one step of undo."""
    chapeau, _ = start(site, "Avant.")
    files = [site.parent / "Vue d'ici.png", site.parent / "Compte rendu [1].pdf"]
    files[0].write_bytes((site / "uploads" / "affiche-rentree.png").read_bytes())
    files[1].write_bytes(b"%PDF-1.4 essai")
    with chapeau:
        enter(chapeau)
        drop(chapeau, files, lambda: window.wait_for(
            "the files", (site / "uploads" / "compte-rendu-1.pdf").exists))
        wait_text(chapeau, "Avant.\n\n![](/uploads/vue-d-ici.png)\n\n"
                           "[Compte rendu \\[1\\].pdf](/uploads/compte-rendu-1.pdf)")
        chapeau.tab_to(SOURCE, SOURCE)
        window.keys("ctrl+z")
        wait_text(chapeau, "Avant.")
        # One of them is gone: that is said, and nothing is written.
        files[1].unlink()
        drop(chapeau, files, lambda: chapeau.wait_seen(
            "“Compte rendu [1].pdf” could not be copied into the site.", "label"))
        assert text_of(chapeau) == "Avant."


PARTS = (links, posts, changes, copied, pictures, dropped)


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[7:])
