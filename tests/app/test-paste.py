#!/usr/bin/python3
"""Pasting in a real window what another program has copied: real keys, a real clipboard.

usage: display.sh test-paste.py CHAPEAU SAMPLE-SITE OWN-CLIPBOARD SCREENSHOT [PART…]

SPDX-License-Identifier: GPL-3.0-or-later
"""
import base64
import contextlib
import os
import re
import signal
import struct
import subprocess
import sys
import time
import zlib

import window

PROGRAM, SAMPLE, OWNER, SCREENSHOT = sys.argv[1:5]
HEADER = "---\ntitle: Un essai\ndate: 2026-10-12 16:20:00 +02:00\n---\n\n"
WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal {mso-style-unhide:no}</style></head><body><!--StartFragment-->
<h1>La fête</h1><p class=MsoNormal>Un <b>très</b> bel <span style='color:red'>été</span>.<o:p></o:p></p>
<p class=MsoNormal><u>Venez</u> tous.</p><!--EndFragment--></body></html>"""
WORD_TEXT = "La fête\nUn très bel été.\nVenez tous.\n"
WORD_MARKDOWN = "## La fête\n\nUn **très** bel été.\n\nVenez tous."
SOURCE = "Text of the post"


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data)))


PNG = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
       + chunk(b"IDAT", zlib.compress(b"\0" + b"\xff\0\0" * 2 + b"\0" + b"\0\0\xff" * 2))
       + chunk(b"IEND", b""))


def start(site, body="", **env):
    post = site / "_posts" / "2026-10-12-essai.md"
    post.write_text(HEADER + body)
    config = site.parent / "config"
    keyfile = config / "glib-2.0" / "settings" / "keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\nspelling=false\n")
    env = dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config), **env)
    return window.Window(PROGRAM, post, env=env, screenshot=SCREENSHOT)


@contextlib.contextmanager
def copied(site, offers):
    """Another program has copied: bytes or text by type; None: it never gives that."""
    arguments = []
    for i, (kind, data) in enumerate(offers.items()):
        path = site.parent / f"copied-{i}"
        if data is not None:
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        arguments += [kind, "-" if data is None else str(path)]
    owner = subprocess.Popen([OWNER, *arguments], stdout=subprocess.PIPE)
    try:
        assert owner.stdout.readline() == b"ready\n"
        # The window has to be told by the server, and to ask what there is.
        time.sleep(1)
        yield owner
    finally:
        owner.kill()
        owner.wait()


def html(text, plain=None):
    return {"text/html": text, **({"UTF8_STRING": plain} if plain is not None else {})}


def text_of(chapeau):
    return window.text_of(chapeau.named(SOURCE, "text"))


def wait_text(chapeau, wanted):
    check = wanted if callable(wanted) else (lambda text: text == wanted)
    try:
        window.wait_for("the text to be as wanted", lambda: check(text_of(chapeau)))
    except AssertionError:
        print(repr(text_of(chapeau)))
        raise


def enter(chapeau):
    chapeau.tab_to(SOURCE, SOURCE)
    window.keys("ctrl+End")


def undo_until(chapeau, wanted):
    """What was typed is some steps, which are GTK's to choose."""
    for _ in range(10):
        if text_of(chapeau) == wanted:
            return
        window.keys("ctrl+z")
        time.sleep(0.2)
    raise AssertionError(repr(text_of(chapeau)))


def word(site):
    """From Word, undone, redone, as plain text by its key, and by the message's button."""
    with start(site, "Avant.") as chapeau, copied(site, html(WORD, WORD_TEXT)):
        enter(chapeau)
        window.keys("ctrl+v")
        pasted = "Avant.\n\n" + WORD_MARKDOWN
        wait_text(chapeau, pasted + "\n")
        chapeau.wait_seen("Pasted from Word. Left out: colours, underlining.", "label")
        window.type_text(" Suite")
        wait_text(chapeau, pasted + " Suite\n")
        undo_until(chapeau, pasted + "\n")
        window.keys("ctrl+z")
        wait_text(chapeau, "Avant.")
        chapeau.wait_gone("Pasted from Word", "label")
        window.keys("ctrl+shift+z")
        wait_text(chapeau, pasted + "\n")
        window.keys("ctrl+z")
        wait_text(chapeau, "Avant.")
        window.keys("ctrl+shift+v")
        wait_text(chapeau, "Avant." + WORD_TEXT)
        window.keys("ctrl+z")
        wait_text(chapeau, "Avant.")
        window.keys("ctrl+v")
        chapeau.click("Paste as plain text")
        wait_text(chapeau, "Avant." + WORD_TEXT)
        chapeau.wait_gone("Pasted from Word", "label")
        window.wait_for("the focus in the text",
                        lambda: chapeau.focused().get_name() == SOURCE)
        window.keys("ctrl+z")
        wait_text(chapeau, pasted + "\n")


def places(site):
    """In a line, over a selection, in a list, in code; from an editor; text alone."""
    with start(site, "Un mot.\n\n* liste\n\n```\ncode\n```\n") as chapeau:
        enter(chapeau)
        with copied(site, html("<meta charset=utf-8>un <b>gras</b>", "un gras")):
            window.keys("ctrl+Home", "ctrl+Right", "ctrl+Right", "shift+ctrl+Left", "ctrl+v")
            wait_text(chapeau, lambda text: text.startswith("Un un **gras**.\n\n* liste"))
            window.keys("ctrl+End", "Up", "Up", "End", "ctrl+v")
            wait_text(chapeau, lambda text: "```\ncodeun gras\n```" in text)
        with copied(site, html("<ul><li>deux<li>trois</ul>", "deux\ntrois")):
            window.keys("ctrl+Home", "Down", "Down", "End", "ctrl+v")
            wait_text(chapeau, lambda text: "* liste\n* deux\n* trois\n\n```" in text)
            assert chapeau.seen("Pasted", "label") is None, "nothing was left out"
        with copied(site, html("<pre style='color:red'>a_b_c</pre>", "a_b_c")):
            window.keys("ctrl+End", "ctrl+v")
            wait_text(chapeau, lambda text: text.endswith("```\na_b_c"))
        with copied(site, {"UTF8_STRING": " *text*"}):
            window.keys("ctrl+v")
            wait_text(chapeau, lambda text: text.endswith("```\na_b_c *text*"))


def encodings(site):
    """What the bytes are written in is told by a mark, by a type, by the HTML, or seen."""
    page = "<p>élève <b>à</b> l’œuvre</p>"
    with start(site) as chapeau:
        enter(chapeau)
        for offers in ({"text/html": b"\xff\xfe" + page.encode("utf-16-le")},
                       {"text/html": page.encode("utf-16-le")},
                       {"text/html;charset=windows-1252": page.encode("cp1252")},
                       {"text/html": b"<meta charset=windows-1252>" + page.encode("cp1252")},
                       {"text/html": b"Version:0.9\r\nStartHTML:1\r\n<html>" + page.encode()}):
            with copied(site, offers):
                window.keys("ctrl+v")
                wait_text(chapeau, "élève **à** l’œuvre")
                window.keys("ctrl+z")
                wait_text(chapeau, "")


def hostile(site):
    """Scripts, frames and the like are left out, and much of it does not stop the window."""
    bad = ("<p>Bon<script>alert(1)</script><iframe src=https://mal.fr></iframe> <b onclick=x()>gras"
           "</b><a href='javascript:x()'>lien</a></p>")
    with start(site) as chapeau:
        enter(chapeau)
        with copied(site, html(bad, "Bon gras")):
            window.keys("ctrl+v")
            wait_text(chapeau, "Bon **gras**lien")
            chapeau.wait_seen("Pasted with its formatting. Left out: programs, content of other "
                              "pages", "label")
            window.keys("ctrl+z")
            wait_text(chapeau, "")
        with copied(site, html("<p><b>a</b></p>" + "<div>" * 100000 + "<p>b</p>", "a b")):
            window.keys("ctrl+v")
            chapeau.wait_seen("Pasted with its formatting. Left out: formatting that is nested too "
                              "deeply. The text was too long: its end is missing.", "label")
            assert text_of(chapeau).startswith("**a**"), text_of(chapeau)
        window.keys("ctrl+a", "BackSpace")
        wait_text(chapeau, "")
        window.type_text("vit")
        wait_text(chapeau, "vit")


def silent(site):
    """A program that never gives what it offers: said, can be given up, and nothing hangs."""
    with start(site) as chapeau, copied(site, {"text/html": None, "UTF8_STRING": "a"}):
        enter(chapeau)
        window.keys("ctrl+v")
        chapeau.wait_seen("Pasting…", "label")
        window.type_text("tape")
        wait_text(chapeau, "tape")
        chapeau.wait_seen("The program in which you copied does not answer", "label")
        chapeau.click("Hide this message")
        chapeau.wait_gone("The program in which you copied", "label")
        chapeau.tab_to(SOURCE, SOURCE)
        window.keys("ctrl+v")
        chapeau.wait_seen("Pasting…", "label")
        chapeau.click("Cancel")
        chapeau.wait_gone("Pasting…", "label")
        time.sleep(1)
        assert chapeau.seen("The program in which you copied") is None, "it was given up"
        assert text_of(chapeau) == "tape"


def late(site):
    """A program that answers late: what was typed meanwhile stays behind, and so does the caret."""
    with start(site, "Un ") as chapeau, copied(site, html("<b>gras</b> et <i>vu</i>")) as owner:
        enter(chapeau)
        owner.send_signal(signal.SIGSTOP)
        window.keys("ctrl+v")
        window.type_text(", tap")
        wait_text(chapeau, "Un , tap")
        owner.send_signal(signal.SIGCONT)
        wait_text(chapeau, "Un **gras** et *vu*, tap")
        window.type_text("e")
        wait_text(chapeau, "Un **gras** et *vu*, tape")


def large(site):
    """More than 16 MB: half a picture is none."""
    with start(site, "") as chapeau, copied(site, {"image/png": PNG + bytes(16 * 1024 * 1024)}):
        enter(chapeau)
        window.keys("ctrl+v")
        chapeau.wait_seen("The picture that you copied is too large", "label")
        assert text_of(chapeau) == ""


def gone(site):
    """The program ends between the copying and the pasting."""
    with start(site) as chapeau:
        enter(chapeau)
        with copied(site, html("<b>a</b>", "a")):
            pass
        window.keys("ctrl+v")
        window.type_text("vit")
        wait_text(chapeau, "vit")


def pictures(site):
    """A screenshot becomes a file; images of a page are brought in when that is asked for."""
    local = site.parent / "Photo d'été.png"
    local.write_bytes(PNG)
    data = "data:image/png;base64," + base64.b64encode(PNG).decode()
    page = (f"<p>Voici <img alt='Un logo' src='{data}'> et <img src='{local.as_uri()}'></p>"
            "<p><img src='https://exemple.fr/b.png'> <img src='cid:42'></p>")
    with start(site, "") as chapeau:
        enter(chapeau)
        with copied(site, {"image/png": PNG}):
            window.keys("ctrl+v")
            wait_text(chapeau, lambda text: re.fullmatch(r"!\[\]\(/[\w/]+/picture\.png\)", text))
            window.type_text("Rouge")
            wait_text(chapeau, lambda text: text.startswith("![Rouge]("))
            assert (site / text_of(chapeau)[10:-1]).read_bytes() == PNG
            window.keys("ctrl+a", "BackSpace")
            wait_text(chapeau, "")
        with copied(site, html(page)):
            window.keys("ctrl+v")
            wait_text(chapeau, "Voici ![Un logo](image-1) et ![](image-2)\n\n"
                               "![](https://exemple.fr/b.png) ![](image-4)\n")
            chapeau.wait_seen("Pasted with its formatting. 2 images are not in the site yet. 1 "
                              "image stays where it is, on another site. 1 image could not be "
                              "taken along.", "label")
            window.type_text("fin")
            wait_text(chapeau, lambda text: text.endswith("fin\n"))
            chapeau.click("Bring in 2 images")
            wait_text(chapeau, lambda text: re.search(
                r"!\[Un logo\]\(/[\w/]+/un-logo\.png\) et !\[\]\(/[\w/]+/photo-d-ete\.png\)", text))
            chapeau.wait_gone("Pasted with", "label")
            window.keys("ctrl+z")
            wait_text(chapeau, lambda text: "](image-1) et ![](image-2)" in text)
            window.keys("ctrl+a", "BackSpace")
            wait_text(chapeau, "")
        # The HTML of a page's picture only shows it; the picture comes with it.
        with copied(site, {"text/html": "<img alt='Un phare' src='https://exemple.fr/p.png'>",
                           "image/png": PNG}):
            window.keys("ctrl+v")
            wait_text(chapeau, lambda text: re.fullmatch(
                r"!\[Un phare\]\(/[\w/]+/picture\.png\)", text))


PARTS = (word, places, encodings, hostile, silent, late, large, gone, pictures)


if __name__ == "__main__":
    window.run_parts(PARTS, SAMPLE, sys.argv[5:])
