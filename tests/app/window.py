"""A real window of Chapeau, for tests that press its keys and read its accessibility tree.

    with window.Window(program, site / "_posts" / "x.md") as chapeau:
        chapeau.focus_named("Title")
        window.keys("End")
        window.type_text(" bis")
        window.wait_for_file(path, lambda data: b" bis" in data)

Run it inside display.sh, which gives a display, a D-Bus session and an empty home. WebKit's part of
the accessibility tree is not reached from here: compare the page's pixels (settled_picture).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import fnmatch
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

# For the program, not for the library that looks at it: that one has complaints of its own when
# the program goes while it is looked at.
DEBUG = os.environ.pop("G_DEBUG", None)

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

HEADER = "---\ntitle: Essai\ndate: 2026-10-12 16:20:00 +02:00\n---\n\n"
TEXT = "Text of the post"
PATIENCE = 120  # seconds; a sanitized build on a busy machine is slow
FRAME = 5  # pixels of the window's own frame
PAGE = "430x690+840+100"  # the page in the window's first size, below its toolbar


def wait_for(what, check, patience=PATIENCE):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            found = check()
        except (GLib.Error, FileNotFoundError):  # the tree changed while it was read; no file yet
            found = None
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {patience} s in vain for: {what}")


def keys(*names):
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "30", *names], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "20", text], check=True)


def drag(begin, end):
    """As a hand does it: pressed, a little way to say that it is a drag, there, and let go."""
    def mouse(*words):
        subprocess.run(["xdotool", *map(str, words)], check=True)
    mouse("mousemove", *begin)
    mouse("mousedown", 1)
    steps = 12
    for step in range(1, steps + 1):
        mouse("mousemove", *(a + (b - a) * step // steps for a, b in zip(begin, end)))
        time.sleep(0.08)
    time.sleep(0.5)
    mouse("mouseup", 1)


def press(button):
    Atspi.Action.do_action(button, 0)


def walk(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for i in range(min(node.get_child_count(), 400)):
        yield from walk(node.get_child_at_index(i), depth + 1)


def extents(node):
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)


def is_seen(node):
    """It and all that it is in have room on the screen (GTK 4.8 tells no state for that)."""
    try:
        while node is not None and node.get_role() != Atspi.Role.APPLICATION:
            if "Component" in node.get_interfaces():  # the page of a stack is none
                box = extents(node)
                if box.width <= 0 or box.height <= 0:
                    return False
            if not node.get_state_set().contains(Atspi.StateType.VISIBLE):
                return False
            node = node.get_parent()
    except GLib.Error:
        return False
    return True


def text_of(node):
    count = Atspi.Text.get_character_count(node)
    return Atspi.Text.get_text(node, 0, count)


def has_focus(node):
    try:
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)
    except GLib.Error:  # it is gone
        return False


def picture(path):
    subprocess.run(["import", "-window", "root", str(path)], check=False)


def pixels(area=PAGE):
    """A number that stands for the pixels of an area of the screen."""
    grab = subprocess.run(["import", "-window", "root", "-crop", area, "rgb:-"],
                          capture_output=True)
    return hash(grab.stdout)


def settled_picture(area=PAGE):
    before = pixels(area)
    time.sleep(1)
    return before if pixels(area) == before else None


def preloaded(program, library):
    """For LD_PRELOAD: the library, behind the sanitizer's, which wants to be the first."""
    needs = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    first = [line.split()[2] for line in needs.splitlines() if "libasan" in line]
    return " ".join([*first, str(library)])


def run_parts(parts, sample, wanted):
    """Each of the parts, or those named, with a copy of the sample site of its own."""
    for part in parts:
        if wanted and part.__name__ not in wanted:
            continue
        print(part.__name__, flush=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            site = pathlib.Path(scratch) / "site"
            shutil.copytree(sample, site)
            part(site)


def open_body(program, site, body="", settings="", screenshot=None):
    """A window with a post of that text, and its file. Nothing is saved by itself; `settings` are
    further lines of the key file."""
    post = site / "_posts" / "2026-10-12-essai.md"
    post.write_bytes((HEADER + body).encode())
    config = site.parent / "config"
    keyfile = config / "glib-2.0" / "settings" / "keyfile"
    keyfile.parent.mkdir(parents=True, exist_ok=True)
    keyfile.write_text("[io/github/chapeau_editor/Chapeau]\nautosave=false\n" + settings)
    env = dict(os.environ, GSETTINGS_BACKEND="keyfile", XDG_CONFIG_HOME=str(config))
    return Window(program, post, env=env, screenshot=screenshot), post


def expect_text(chapeau, wanted):
    """Waits until the source is that."""
    try:
        wait_for(f"the text {wanted!r}", lambda: text_of(chapeau.wait_named(TEXT)) == wanted, 20)
    except AssertionError:
        print(f"there is: {text_of(chapeau.wait_named(TEXT))!r}")
        raise


class Window:
    """One running program with its window. Leaving the block kills it."""

    def __init__(self, program, *arguments, screenshot=None, env=None):
        self.screenshot = screenshot
        env = dict(os.environ if env is None else env)
        if DEBUG is not None:
            env["G_DEBUG"] = DEBUG
        self.process = subprocess.Popen([program, *map(str, arguments)], env=env)

    def __enter__(self):
        # Out of the way: where it rests by chance a tooltip comes, a window of its own on top.
        subprocess.run(["xdotool", "mousemove", "9999", "9999"], check=True)
        try:
            wait_for("the application in the accessibility tree", self.application)
            self.raise_()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.screenshot:
            picture(self.screenshot)
        self.process.kill()
        self.process.wait()

    def raise_(self):
        """Brings it to the front: keys go to it from now on."""
        wait_for("the window to have the keyboard", self.try_to_raise)

    def try_to_raise(self):
        """No window manager is there: the focus is ours to move, once the window can be seen."""
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid",
                                str(self.process.pid)], capture_output=True, text=True)
        if not found.stdout.split():
            return False
        self.id = found.stdout.split()[-1]
        subprocess.run(["xdotool", "windowraise", self.id, "windowfocus", "--sync", self.id],
                       capture_output=True, timeout=PATIENCE)
        focus = subprocess.run(["xdotool", "getwindowfocus"], capture_output=True, text=True)
        return focus.stdout.strip() == self.id

    def application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def web_processes(self):
        """The processes that hold its page."""
        parents, names = {}, {}
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit():
                    name, fields = (entry / "stat").read_text().rsplit(")", 1)
                    parents[int(entry.name)] = int(fields.split()[1])
                    names[int(entry.name)] = name.split("(", 1)[1]
            except OSError:
                continue
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return [pid for pid in found if names.get(pid, "").startswith("WebKitWebProces")]

    def nodes(self):
        return walk(self.application())

    def named(self, name, role=None):
        """The first thing of that accessible name (and role name), or None."""
        return next((n for n in self.nodes() if (n.get_name() or "") == name
                     and (role is None or n.get_role_name() == role)), None)

    def tab_to(self, name, first):
        """Gives the keyboard to the thing of that name: F6 to the pane that begins with the thing
        named `first`, then Tab. Only those nodes are asked, not the whole tree at each key."""
        wanted = wait_for(f"{name!r} in the window", lambda: self.focusable(name))
        if any(map(has_focus, wanted)):
            return
        start = self.focusable(first)
        self.press_until("F6", 12, start)
        if name != first:
            self.press_until("Tab", 150, wanted)

    def press_until(self, key, times, wanted):
        for _ in range(times):
            if any(map(has_focus, wanted)):
                return
            keys(key)
            time.sleep(0.05)
        names = {node.get_name() for node in wanted}
        raise AssertionError(f"{key} never reached {names}")

    def focusable(self, name):
        """All of that name; "Images*": all whose names begin so."""
        return [n for n in self.nodes() if fnmatch.fnmatchcase(n.get_name() or "", name)
                and n.get_state_set().contains(Atspi.StateType.FOCUSABLE)]

    def wait_focus(self, check):
        """Until a thing for which check is true has the keyboard."""
        def focused():
            node = self.focused()
            return node if node is not None and check(node) else None
        return wait_for("the focus to go on", focused)

    def wait_focus_named(self, name):
        return self.wait_focus(lambda node: (node.get_name() or "") == name)

    def wait_named(self, name, role=None):
        return wait_for(f"{name!r} in the window", lambda: self.named(name, role))

    def wait_seen(self, start, role=None):
        """The first thing that can be seen whose name begins so."""
        return wait_for(f"{start!r} to be seen", lambda: self.seen(start, role))

    def wait_gone(self, start, role=None):
        wait_for(f"{start!r} to be gone", lambda: self.seen(start, role) is None)

    def seen(self, start, role=None):
        return next((n for n in self.nodes() if (n.get_name() or "").startswith(start)
                     and (role is None or n.get_role_name() == role) and is_seen(n)), None)

    def click(self, start, role="push button"):
        """Presses the mouse in the middle of the thing whose name begins so."""
        box = extents(self.wait_seen(start, role))
        # Around the window's content there is the frame that it draws itself.
        subprocess.run(["xdotool", "mousemove", "--window", self.id,
                        str(box.x + box.width // 2 + FRAME), str(box.y + box.height // 2 + FRAME),
                        "click", "1"], check=True)

    def wait_end(self):
        """Waits for the program to end by itself."""
        wait_for("the program to end", lambda: self.process.poll() is not None)

    def focused(self):
        return next((n for n in self.nodes()
                     if n.get_state_set().contains(Atspi.StateType.FOCUSED)), None)

    def type_path(self, path):
        """Into the file chooser, which may take an accent for another sign while xdotool still
        tells the server what key it is to be on."""
        for _ in range(3):
            type_text(str(path))
            time.sleep(1)
            entry = self.focused()
            if entry is not None and text_of(entry) == str(path):
                return
            keys("ctrl+a")
        raise AssertionError(f"{path} cannot be typed: {entry and text_of(entry)!r}")

    def focus_named(self, name, key="F6"):
        """Presses a key until the thing whose name begins so has the focus: F6 goes from pane to
        pane, Tab from control to control."""
        for _ in range(12 if key == "F6" else 80):
            node = self.focused()
            if node is not None and (node.get_name() or "").startswith(name):
                return node
            keys(key)
            time.sleep(0.3)
        raise AssertionError(f"{key} never reached {name!r}")


def wait_for_file(path, check):
    path = pathlib.Path(path)
    try:
        return wait_for(f"{path.name} to be as it should", lambda: check(path.read_bytes()))
    except AssertionError:
        print(path.read_bytes() if path.exists() else "there is no such file")
        raise
