#!/usr/bin/python3
"""The page of a long real post beside its text: following both ways, clicks, links, printing.

usage: display.sh test-preview-reading.py CHAPEAU CHAPEAU-CLI FOLDER

The post is the one with most blocks among the longest of the folder without Liquid, where the folder
is there, else one made here. A stylesheet paints each of its top blocks in a colour that tells its
number, and `chapeau-cli render --source-lines` says on which line of the text it begins.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import html.parser
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import window
from page_pixels import MOST, PAGE, click, colour, column, seen, wheel

SOURCE = (290, 440, 250, 320)  # of the text that is surely seen
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
LINK = 170  # the colour of a link in the second post
STYLE = """body { margin: 0 } .chapeau-header + div * { background: none !important }
""" + "".join(f".chapeau-header + div > :nth-child({i + 1}) "
              f"{{ background: {colour(i)} !important }}\n" for i in range(MOST))
LINKS = f"""---
title: Liens
---
[Un lien](https://ailleurs.example/page?x=1){{: style="display: block; height: 80px; background: {colour(LINK)} !important"}}

Du texte.
"""
# Where the real posts are not at hand: headings, paragraphs and lists, as wide as the page.
LONG = "---\ntitle: Un long article\n---\n" + "\n".join(
    f"## Partie {i}\n\nUn paragraphe qui dit ce que cette partie contient, en deux lignes au moins "
    f"de la page.\n\n* une chose\n* et une autre\n" for i in range(20))


class TopBlocks(html.parser.HTMLParser):
    """The source line of each top element, from 0; None where HTML of the text's own tells none."""

    def __init__(self, text):
        super().__init__()
        self.depth, self.lines = 0, []
        self.feed(text)

    def see(self, attributes):
        if self.depth == 0:
            line = dict(attributes).get("data-line")
            self.lines.append(int(line) - 1 if line else None)

    def handle_starttag(self, tag, attributes):
        self.see(attributes)
        self.depth += tag not in VOID

    def handle_startendtag(self, tag, attributes):
        self.see(attributes)

    def handle_endtag(self, tag):
        self.depth -= tag not in VOID


def longest(cli, folder):
    """A post and the first lines of its blocks."""
    posts = [post for post in folder.rglob("*.md")
             if b"{{" not in post.read_bytes() and b"{%" not in post.read_bytes()]
    posts.sort(key=lambda post: post.stat().st_size)
    found = []
    for post in posts[-20:]:
        rendered = subprocess.run([cli, "render", "--source-lines", post], check=True,
                                  capture_output=True, text=True).stdout
        lines = TopBlocks(rendered).lines
        if len(lines) < MOST and None not in lines:
            found.append((len(lines), post, lines))
    return max(found)[1:]


def make_site(root, post):
    (root / "_posts").mkdir(parents=True)
    (root / "assets/css").mkdir(parents=True)
    (root / "_config.yml").write_text("title: Lecture\nurl: https://lecture.example\n")
    (root / "assets/css/style.css").write_text(STYLE)
    copy = root / "_posts" / post.name
    shutil.copy(post, copy)
    copy.chmod(0o644)
    return copy


def line_of_caret(source):
    offset = window.Atspi.Text.get_caret_offset(source)
    return window.text_of(source)[:offset].count("\n")


def block_at(lines, line):
    """The number of the block that a line of the text belongs to."""
    return max((n for n, first in enumerate(lines) if first <= line), default=0)


def place_in_page(at):
    x, y, width, height = PAGE
    return x + width - 40, y + int(height * at)


def block_below(x, y):
    """The first block from there down: its number, and a height well inside it."""
    numbers = column(x, y, 150)
    for i in range(len(numbers) - 12):
        if numbers[i] is not None and set(numbers[i:i + 12]) == {numbers[i]}:
            return numbers[i], y + i + 6
    return None


# ---- what is tested -----------------------------------------------------------------------------

def test_following(chapeau, lines):
    source = chapeau.focus_named("Text of the post")
    window.wait_for("the first block in the page", lambda: 0 in seen())
    window.keys("ctrl+End")
    window.wait_for("the last block in the page", lambda: len(lines) - 1 in seen())
    window.keys("ctrl+Home")
    window.wait_for("the first block again", lambda: 0 in seen())
    for _ in range(6):
        window.keys("Page_Down")
        window.wait_for("the block with the caret in the page",
                        lambda: block_at(lines, line_of_caret(source)) in seen())
    window.keys("ctrl+Home")
    window.wait_for("the first block again", lambda: 0 in seen() and window.settled_picture())
    for _ in range(3):
        wheel(*place_in_page(0.5), 12)
        window.wait_for("a page that does not move", window.settled_picture)
        top = seen()[0]
        click(SOURCE[0] + 40, SOURCE[1] + 30)
        window.wait_for(f"the source to have followed to block {top}",
                        lambda: abs(block_at(lines, line_of_caret(source)) - top) <= 3)


def test_clicks(chapeau, lines):
    source = chapeau.wait_named("Text of the post")
    for at in (0.2, 0.5, 0.8):
        window.wait_for("a page that does not move", window.settled_picture)
        x, y = place_in_page(at)
        wanted, y = window.wait_for("a block there", lambda: block_below(x, y))
        click(x, y)
        window.wait_for(f"the caret in block {wanted}",
                        lambda: block_at(lines, line_of_caret(source)) == wanted)


def handle_addresses(scratch):
    """Whoever opens an address of the web in this session only writes it down."""
    opened = scratch / "opened"
    applications = pathlib.Path(os.environ["XDG_DATA_HOME"]) / "applications"
    applications.mkdir(parents=True, exist_ok=True)
    writer = scratch / "write-down"
    writer.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{opened}"\n')
    writer.chmod(0o755)
    (applications / "write-down.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Write down\nExec={writer} %u\n"
        "MimeType=x-scheme-handler/https;\n")
    (applications / "mimeinfo.cache").write_text(
        "[MIME Cache]\nx-scheme-handler/https=write-down.desktop;\n")
    (pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/https=write-down.desktop\n")
    return opened


def test_link(chapeau, opened):
    x, y, width, height = PAGE
    found = window.wait_for("the link in the page", lambda: LINK in seen() and
                            column(x + width - 40, y, height).index(LINK))
    at = (x + width - 40, y + found + 20)
    click(*at)
    time.sleep(1.5)
    assert not opened.exists(), "a click goes to the source, it opens nothing"
    subprocess.run(["xdotool", "keydown", "ctrl"], check=True)
    click(*at)
    subprocess.run(["xdotool", "keyup", "ctrl"], check=True)
    window.wait_for("the link to be opened outside", opened.exists)
    assert opened.read_text() == "https://ailleurs.example/page?x=1\n", opened.read_text()


def print_dialog(chapeau):
    return any(chapeau.named("Print", role) for role in ("dialog", "window", "frame"))


def test_print(chapeau):
    chapeau.focus_named("Text of the post")
    window.keys("ctrl+p")
    window.wait_for("the print dialog", lambda: print_dialog(chapeau))
    chapeau.raise_()
    window.keys("Escape")
    window.wait_for("the dialog to be gone", lambda: not print_dialog(chapeau))
    chapeau.raise_()
    page = window.wait_for("a page that does not move", window.settled_picture)
    chapeau.focus_named("Text of the post")
    window.keys("ctrl+Home")
    window.type_text("Encore ")
    window.wait_for("the page to follow", lambda: window.settled_picture() not in (None, page))


def main():
    program, cli, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = pathlib.Path(scratch)
        if not folder.is_dir():
            folder = scratch / "posts"
            folder.mkdir()
            (folder / "2024-01-01-long.md").write_text(LONG)
        post, lines = longest(cli, folder)
        assert len(lines) > 8, post
        print(f"{post.name}: {len(lines)} blocks, {lines[-1]} lines", flush=True)
        opened = handle_addresses(scratch)
        copy = make_site(scratch / "site", post)
        links = copy.with_name("2024-01-02-liens.md")
        links.write_text(LINKS)
        with window.Window(program, copy) as chapeau:
            test_following(chapeau, lines)
            test_clicks(chapeau, lines)
        with window.Window(program, links) as chapeau:
            test_link(chapeau, opened)
            test_print(chapeau)


if __name__ == "__main__":
    main()
