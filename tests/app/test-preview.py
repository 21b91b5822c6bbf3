#!/usr/bin/python3
"""The page beside the text in a real window: following, clicks, widths, other sites, a killed page.

usage: display.sh test-preview.py CHAPEAU HOSTILE.txt SCREENSHOT

The post has a hundred paragraphs, each painted in a colour that tells its number, so the pixels of
the screen say which paragraph is where. What the listener on the loopback address hears, it counts.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import http.server
import os
import pathlib
import signal
import sys
import tempfile
import threading
import time

import window
from page_pixels import PAGE, click, colour, column, row, seen, wheel

PARAGRAPHS = 100
SOURCE = (290, 440, 250, 320)  # of the text that is surely seen
STYLE = """.chapeau-main { max-width: none; padding: 0; }
body { margin: 0; } p { margin: 0; height: 60px; overflow: hidden; } h1 { margin: 0; }
"""


def write_site(root, url, hostile):
    (root / "_posts").mkdir(parents=True)
    (root / "assets/css").mkdir(parents=True)
    (root / "_config.yml").write_text("title: Banc\nurl: https://banc.example\n")
    (root / "assets/css/style.css").write_text(STYLE)
    body = "".join(f'Paragraphe {i}\n{{: style="background:{colour(i)}"}}\n\n'
                   for i in range(PARAGRAPHS))
    long = root / "_posts/2024-01-01-long.md"
    long.write_text(f"---\ntitle: Long\n---\n{body}")
    outside = root / "_posts/2024-01-02-dehors.md"
    attempts = hostile.read_text().replace("URL", url).replace("RUN", "alert(1)").splitlines()
    outside.write_text(f"---\ntitle: Dehors\n---\n![loin]({url}image.png)\n\n"
                       + "\n\n".join(attempts) + "\n")
    return long, outside


class Listener:
    """Counts what asks."""

    def __init__(self):
        heard = self.heard = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                heard.append(self.path)
                self.send_error(404)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def caret_paragraph(source):
    """In which paragraph of the text the caret is; a paragraph has three lines."""
    offset = window.Atspi.Text.get_caret_offset(source)
    return window.text_of(source)[:offset].count("\n") // 3


# ---- what is tested -----------------------------------------------------------------------------

def test_following(chapeau):
    source = chapeau.focus_named("Text of the post")
    window.wait_for("the first paragraph in the page", lambda: seen()[:1] == [0])
    window.keys("ctrl+End")
    window.wait_for("the last paragraph in the page", lambda: PARAGRAPHS - 1 in seen())
    window.keys("ctrl+Home")
    window.wait_for("the first paragraph again", lambda: seen()[:1] == [0])

    wheel(PAGE[0] + 200, PAGE[1] + 300, 30)
    first = window.wait_for("another paragraph at the top",
                            lambda: window.settled_picture() and seen()[0] > 20 and seen()[0])
    click(SOURCE[0] + 40, SOURCE[1] + 60)
    window.wait_for("the source to have followed the page",
                    lambda: abs(caret_paragraph(source) - first) < 6)


def test_click(chapeau):
    source = chapeau.wait_named("Text of the post")
    x, y, width, height = PAGE
    for at in (height // 4, height // 2):
        window.wait_for("a page that does not move", window.settled_picture)
        wanted = window.wait_for("a paragraph there", lambda: column(x + width - 40, y + at, 1)[0])
        click(x + width - 40, y + at)
        window.wait_for(f"the caret in paragraph {wanted}",
                        lambda: caret_paragraph(source) == wanted)
    window.keys("ctrl+Home")
    window.wait_for("the top of the page", lambda: seen()[:1] == [0])
    window.wait_for("a page that does not move", window.settled_picture)
    click(x + 20, y + 6)
    window.wait_for("the title's field to have the focus",
                    lambda: (chapeau.focused().get_name() or "").startswith("Title"))


def band(window_width=1280):
    """How wide the page is painted, and whether in the middle; the page alone is shown."""
    numbers = row(0, 500, window_width)
    painted = [x for x, number in enumerate(numbers) if number is not None]
    return painted[-1] - painted[0] + 1 if painted else 0


def test_widths(chapeau):
    window.keys("F9", "F11")
    full = window.wait_for("the page alone", lambda: band() > 1100 and band())
    for name, wanted in (("phone", 390), ("tablet", 820)):
        button = {"phone": "Width of a telephone", "tablet": "Width of a tablet"}[name]
        window.press(chapeau.wait_named(button))
        # A scroll bar may lie on it.
        window.wait_for(f"a page as wide as a {name}", lambda: wanted - 20 <= band() <= wanted)
    window.press(chapeau.wait_named("Full width"))
    window.wait_for("the full width again", lambda: band() == full)
    window.keys("ctrl+plus")
    chapeau.wait_named("110\N{NO-BREAK SPACE}%" if os.environ.get("LANGUAGE") else "110 %")
    window.keys("ctrl+0", "F9", "F11")
    window.wait_for("text and page side by side", lambda: seen()[:1] == [0])


def test_killed(chapeau, post):
    chapeau.focus_named("Text of the post")
    window.keys("ctrl+Home")
    window.type_text("avant ")
    victims = chapeau.web_processes()
    assert victims, "the page has a process"
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    window.type_text("pendant ")
    window.wait_for("the page again", lambda: seen()[:1] == [0] and chapeau.web_processes())
    assert not set(victims) & set(chapeau.web_processes())
    page = window.wait_for("a page that does not move", window.settled_picture)
    window.type_text("apres ")
    window.wait_for("the page to follow", lambda: window.settled_picture() not in (None, page))
    window.keys("ctrl+s")
    window.wait_for_file(post, lambda data: b"avant pendant apres Paragraphe 0" in data)


def test_other_sites(chapeau, listener):
    button = chapeau.wait_named("Show them")
    time.sleep(2)
    assert listener.heard == [], listener.heard
    window.press(button)
    window.wait_for("the image to be asked for", lambda: "/image.png" in listener.heard)


def main():
    program, hostile, screenshot = sys.argv[1:4]
    listener = Listener()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        long, outside = write_site(pathlib.Path(scratch) / "site", listener.url,
                                   pathlib.Path(hostile))
        with window.Window(program, long, screenshot=screenshot) as chapeau:
            chapeau.wait_named("Title")
            test_following(chapeau)
            test_click(chapeau)
            test_widths(chapeau)
            test_killed(chapeau, long)
        with window.Window(program, outside, screenshot=screenshot) as chapeau:
            test_other_sites(chapeau, listener)


if __name__ == "__main__":
    main()
