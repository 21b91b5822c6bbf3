#!/usr/bin/python3
"""Every control of the window has a name for a screen reader, in whatever the window shows.

usage: display.sh test-accessible.py CHAPEAU SAMPLE-SITE

What can be pressed, typed into or chosen is looked at; a name that is empty, the name of a class of
the program, or holds the mark of an access key ("_Save") is none.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import shutil
import sys
import tempfile
import time

import window

PROGRAM, SAMPLE = sys.argv[1:3]
CONTROLS = {"push button", "toggle button", "check box", "radio button", "switch", "entry", "text",
            "password text", "spin button", "slider", "combo box", "list", "list item", "menu",
            "menu item", "check menu item", "radio menu item", "page tab", "tool bar", "link"}
NO_NAME = re.compile(r"^$|^(Gtk|Chapeau|WebKit)[A-Z]|(^|\s)_\w")
LEAST = 25  # controls that the main window has at any time


def nameless(chapeau, where):
    complaints, seen = set(), 0
    for node in chapeau.nodes():
        role = node.get_role_name()
        if role not in CONTROLS or not window.is_seen(node):
            continue
        seen += 1
        name = node.get_name() or ""
        if NO_NAME.search(name) and not is_inside_of_named(node):
            complaints.add(f"{where}: a {role} is named {name!r}, in {parents(node)}")
    return complaints, seen


def is_inside_of_named(node):
    """GTK makes two things of a button with a menu, and of a list within a field: the other is the
    one that has the keyboard, or the name."""
    inner = node.get_child_at_index(0) if node.get_child_count() else None
    return inner is not None and inner.get_role_name() == node.get_role_name() \
        and not NO_NAME.search(inner.get_name() or "")


def parents(node):
    names = []
    while node is not None and len(names) < 4:
        node = node.get_parent()
        names.append(node.get_name() if node is not None else "")
    return " < ".join(filter(None, names))


def main():
    complaints = set()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        site = pathlib.Path(scratch) / "site"
        shutil.copytree(SAMPLE, site)
        post = next((site / "_posts").glob("2026-10-12*"))
        with window.Window(PROGRAM, post) as chapeau:
            chapeau.wait_seen("Title")
            for where, show, hide in views(chapeau):
                show()
                time.sleep(1)
                found, seen = nameless(chapeau, where)
                print(f"{where}: {seen} controls", flush=True)
                assert seen >= LEAST, f"only {seen} controls are seen: {where}"
                complaints |= found
                hide()
                chapeau.raise_()
    for complaint in sorted(complaints):
        print(complaint)
    sys.exit(bool(complaints))


def views(chapeau):
    def press(*names):
        return lambda: window.keys(*names)

    def click(name):
        return lambda: chapeau.click(name)

    def open_window(key):
        def show():
            before = chapeau.application().get_child_count()
            window.keys(key)
            window.wait_for(f"a window for {key}",
                            lambda: chapeau.application().get_child_count() > before)
            chapeau.raise_()
        return show

    def nothing():
        return None

    yield "at first", nothing, nothing
    yield "the find bar", press("ctrl+h"), press("Escape")
    for fold in ("Images", "Attached files", "Other fields"):
        yield fold, click(fold), nothing
    yield "adding a field", click("Add a field"), press("Escape")
    yield "the calendar", click("Choose in a calendar"), press("Escape")
    yield "a link", click("Link"), press("Escape")
    yield "a message", press("ctrl+s"), nothing
    yield "the menu of the post", click("Post menu"), press("Escape")
    yield "the main menu", click("Main menu"), press("Escape")
    yield "preferences", open_window("ctrl+comma"), press("Escape")
    yield "help", open_window("F1"), press("Escape")


if __name__ == "__main__":
    main()
