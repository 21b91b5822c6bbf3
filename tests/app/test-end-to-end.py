#!/usr/bin/python3
"""A post is chosen, edited, previewed and saved in a real window, with real key presses.

usage: display.sh test-end-to-end.py CHAPEAU SAMPLE-SITE SCREENSHOT

What is checked: typing into the source changes the page beside it (its pixels); after a change of
the title and Ctrl+S the file differs from the old one in the title's bytes and the typed bytes only.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import shutil
import sys
import tempfile
import time

import window

TYPED = "Bonjour du banc de test"


def main():
    program, sample, screenshot = sys.argv[1:4]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        site = pathlib.Path(scratch) / "site"
        shutil.copytree(sample, site)
        post = next(p for p in sorted((site / "_posts").iterdir())
                    if b"\r" not in p.read_bytes() and p.read_bytes().startswith(b"---\ntitle: "))
        before = post.read_bytes()
        with window.Window(program, post, screenshot=screenshot) as chapeau:
            run(chapeau, post, before)


def check_idle(chapeau):
    """Nobody does anything: neither does the window's thread, once the caret has stopped to blink.
    What asks for the next frame at each frame wakes it a thousand times in this time."""
    time.sleep(13)
    before = wakeups(chapeau.process.pid)
    time.sleep(5)
    woken = wakeups(chapeau.process.pid) - before
    assert woken < 150, f"woken {woken} times in five idle seconds"


def wakeups(pid):
    status = pathlib.Path(f"/proc/{pid}/task/{pid}/status").read_text()
    return int(re.search(r"^voluntary_ctxt_switches:\s*(\d+)", status, re.M)[1])


def run(chapeau, post, before):
    chapeau.wait_named("Title")
    chapeau.focus_named("Text of the post")
    check_idle(chapeau)
    window.keys("ctrl+Home")
    page = window.wait_for("a page that does not move", window.settled_picture)
    window.type_text(TYPED)
    window.keys("Return", "Return")
    window.wait_for("another picture of the page",
                    lambda: window.settled_picture() not in (None, page))

    chapeau.focus_named("Title")
    window.keys("End")
    window.type_text(" bis")
    window.keys("ctrl+s")
    window.wait_for_file(post, lambda data: b" bis" in data)
    after = post.read_bytes()

    header, body = split(before)
    new_header, new_body = split(after)
    assert new_body == TYPED.encode() + b"\n\n" + body, "only the typed text is new in the body"
    old_lines, new_lines = header.split(b"\n"), new_header.split(b"\n")
    changed = [i for i, (a, b) in enumerate(zip(old_lines, new_lines)) if a != b]
    assert len(old_lines) == len(new_lines) and changed == [1], (changed, old_lines[:4],
                                                                  new_lines[:4])
    assert b"bis" in new_lines[1]


def split(post):
    end = post.index(b"\n---", 3) + 4
    while post[end:end + 1] in (b"\n", b" "):
        end += 1
    return post[:end], post[end:]


if __name__ == "__main__":
    main()
