#!/usr/bin/python3
"""A post is chosen, edited, previewed and saved in a real window, with real key presses.

usage: display.sh test-end-to-end.py CHAPEAU SAMPLE-SITE SCREENSHOT

What is checked: the text typed into the source arrives in the preview's document; after a change of
the title and Ctrl+S the file differs from the old one in the title's bytes and the typed bytes only.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60  # seconds; a sanitized build on a busy machine is slow
TYPED = "Bonjour du banc de test"


def wait_for(what, check):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = check()
        except GLib.Error:  # the tree changed while it was read
            found = None
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {PATIENCE} s in vain for: {what}")


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "30", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "20", text], check=True)


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for i in range(min(node.get_child_count(), 400)):
        yield from walk(node.get_child_at_index(i), depth + 1)


def application():
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(i)
        if child is not None and "hapeau" in (child.get_name() or ""):
            return child
    return None


def focused():
    for node in walk(application()):
        if node.get_state_set().contains(Atspi.StateType.FOCUSED):
            return node
    return None


def text_of(node):
    count = Atspi.Text.get_character_count(node)
    return Atspi.Text.get_text(node, 0, count)


def page_texts():
    for node in walk(application()):
        if node.get_role() == Atspi.Role.DOCUMENT_WEB:
            for inner in walk(node):
                if inner.get_text_iface() is not None:
                    yield text_of(inner)


def focus_named(name):
    """F6 goes from pane to pane."""
    for _ in range(12):
        node = focused()
        if node is not None and (node.get_name() or "").startswith(name):
            return node
        keys("F6")
        time.sleep(0.4)
    raise AssertionError(f"F6 never reached {name!r}")


def window_title():
    out = subprocess.run(["xdotool", "getactivewindow", "getwindowname"], capture_output=True,
                         text=True)
    return out.stdout.strip()


def main():
    program, sample, screenshot = sys.argv[1:4]
    scratch = pathlib.Path(tempfile.mkdtemp())
    site = scratch / "site"
    shutil.copytree(sample, site)
    post = next(p for p in sorted((site / "_posts").iterdir())
                if b"\r" not in p.read_bytes() and p.read_bytes().startswith(b"---\ntitle: "))
    before = post.read_bytes()
    process = subprocess.Popen([program, str(post)])
    try:
        run(post, before)
    finally:
        subprocess.run(["import", "-window", "root", screenshot], check=False)
        process.kill()
        process.wait()
        shutil.rmtree(scratch, ignore_errors=True)


def run(post, before):
    wait_for("the application in the accessibility tree", application)
    window = wait_for("the window", lambda: subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--class", "chapeau"],
        capture_output=True, text=True).stdout.split())
    subprocess.run(["xdotool", "windowfocus", window[-1]], check=False)
    wait_for("the form", lambda: any((n.get_name() or "") == "Title" for n in walk(application())))

    focus_named("Text of the post")
    keys("ctrl+Home")
    type_text(TYPED + "\n\n"[0:0])
    keys("Return", "Return")
    wait_for("the typed text in the preview's document",
             lambda: any(TYPED in (t or "") for t in page_texts()))

    focus_named("Title")
    keys("End")
    type_text(" bis")
    keys("ctrl+s")
    wait_for("the file to be saved", lambda: b" bis" in post.read_bytes())
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
