#!/usr/bin/python3
"""Two real Syncthing nodes: two people change one post while they are apart. By hand.

usage: syncthing.py                                     with the driver program
       ../app/display.sh syncthing.py CHAPEAU [PICTURES]   and merged in a real window, too

Needs the Debian package syncthing. The nodes have homes, ports and keys of their own on loopback,
and speak to nobody else.

Rows 13 and 18 of the fault matrix: Syncthing decides by itself who wins, and keeps the other text as
*.sync-conflict-*. It is no post of its own, nobody's text is lost, and presence comes across.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE / "rows"), str(HERE.parent / "app")]
from harness import Place, need, note  # noqa: E402
from samba import free_port  # noqa: E402

PATIENCE = 90
KEY = "chapeau-test"
BASE = """---
title: Fête de la musique
---

Premier paragraphe.

Deuxième paragraphe.

Troisième paragraphe.
"""
JEANNE = BASE.replace("Premier", "Le premier")
MARC = BASE.replace("Troisième paragraphe.", "Le troisième paragraphe, de Marc.")


def wait_for(what, check):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = check()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited {PATIENCE} s in vain for: {what}")


class Node:
    def __init__(self, top, name):
        self.home = top / f"syncthing-{name}"
        self.site = top / f"site-{name}"
        self.site.mkdir()
        self.name = name
        self.gui, self.port = free_port(), free_port()
        subprocess.run(["syncthing", "generate", f"--home={self.home}", "--no-default-folder",
                        "--skip-port-probing"], check=True, capture_output=True)
        self.configuration = self.home / "config.xml"
        tree = ElementTree.parse(self.configuration)
        self.id = tree.find("device").get("id")

    def configure(self, other):
        tree = ElementTree.parse(self.configuration)
        root = tree.getroot()
        gui = root.find("gui")
        gui.find("address").text = f"127.0.0.1:{self.gui}"
        gui.find("apikey").text = KEY
        options = root.find("options")
        for name, value in (("listenAddress", f"tcp://127.0.0.1:{self.port}"),
                            ("globalAnnounceEnabled", "false"), ("localAnnounceEnabled", "false"),
                            ("relaysEnabled", "false"), ("natEnabled", "false"),
                            ("crashReportingEnabled", "false"), ("urAccepted", "-1"),
                            ("startBrowser", "false"), ("autoUpgradeIntervalH", "0"),
                            ("reconnectionIntervalS", "1")):
            found = options.find(name)
            if found is None:
                found = ElementTree.SubElement(options, name)
            found.text = value
        device = ElementTree.SubElement(root, "device", id=other.id, name=other.name)
        ElementTree.SubElement(device, "address").text = f"tcp://127.0.0.1:{other.port}"
        folder = ElementTree.SubElement(root, "folder", id="site", label="site", path=str(self.site),
                                        type="sendreceive", rescanIntervalS="3",
                                        fsWatcherEnabled="true", fsWatcherDelayS="1")
        for one in (self, other):
            ElementTree.SubElement(folder, "device", id=one.id)
        ElementTree.SubElement(folder, "filesystemType").text = "basic"
        ElementTree.SubElement(folder, "maxConflicts").text = "10"
        tree.write(self.configuration)

    def start(self):
        self.log = open(self.home / "log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart",
             "--no-upgrade"], stdout=self.log, stderr=self.log,
            env={**os.environ, "STNOUPGRADE": "1", "HOME": str(self.home)})
        wait_for(f"the node {self.name}", lambda: self.ask("system/ping"))

    def ask(self, what, method="GET"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui}/rest/{what}", method=method,
                                         headers={"X-API-Key": KEY})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.loads(answer.read() or b"true") or True
        except (OSError, ValueError):
            return None

    def part(self, other, apart):
        self.ask(f"system/{'pause' if apart else 'resume'}?device={other.id}", "POST")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


class Pair:
    """Jeanne and Marc, each with a folder that Syncthing keeps alike."""

    def __init__(self, top):
        self.top = top
        self.nodes = [Node(top, "Jeanne"), Node(top, "Marc")]
        for one, other in (self.nodes, reversed(self.nodes)):
            one.configure(other)
        (self.nodes[0].site / "_config.yml").write_text("title: Essai\ntimezone: Europe/Paris\n")
        (self.nodes[0].site / "_drafts").mkdir()
        (self.nodes[0].site / "_drafts" / "fete.md").write_text(BASE)
        for node in self.nodes:
            node.start()
        self.places = [Place(None, top=top / f"place-{n.name}", site=n.site) for n in self.nodes]

    def posts(self):
        return [node.site / "_drafts" / "fete.md" for node in self.nodes]

    def copies(self, node):
        return sorted((node.site / "_drafts").glob("fete.sync-conflict-*.md"))

    def run(self, number, *words):
        return self.places[number].run(*words, env={"DRIVER_PERSON": self.nodes[number].name})

    def stop(self):
        for node in self.nodes:
            node.stop()


def alike(pair, text):
    return lambda: all(post.exists() and post.read_text() == text for post in pair.posts())


def saves_come_across(pair):
    wait_for("the first post on both sides", alike(pair, BASE))
    other = BASE.replace("Deuxième", "Second")
    assert pair.run(0, "load", "_drafts/fete.md", "save", other).saved() == "SAVED"
    wait_for("Jeanne's save at Marc's", alike(pair, other))
    assert pair.run(1, "load", "_drafts/fete.md", "save", BASE).saved() == "SAVED"
    wait_for("Marc's save at Jeanne's", alike(pair, BASE))
    note("saves come across, both ways")


def presence_comes_across(pair):
    running = pair.places[0].start("load", "_drafts/fete.md", "type", 1, "ready", "watch", "12", "close",
                                   env={"DRIVER_PERSON": "Jeanne"})
    running.wait_for("ready")
    running.go_on()
    wait_for("Jeanne's presence at Marc's",
             lambda: (pair.run(1, "list", "_drafts").said("entry") or "").endswith("Jeanne"))
    running.finish()
    wait_for("her leaving at Marc's",
             lambda: (pair.run(1, "list", "_drafts").said("entry") or "").endswith("-"))
    note("presence comes across, and goes again")


def apart(pair):
    """Both save while they are apart: SAVED for each, as it is; then Syncthing makes a copy."""
    pair.nodes[0].part(pair.nodes[1], True)
    pair.nodes[1].part(pair.nodes[0], True)
    time.sleep(1)
    assert pair.run(0, "load", "_drafts/fete.md", "save", JEANNE).saved() == "SAVED"
    time.sleep(1.5)
    assert pair.run(1, "load", "_drafts/fete.md", "save", MARC).saved() == "SAVED"
    for node in pair.nodes:
        node.ask("db/scan?folder=site", "POST")
    pair.nodes[0].part(pair.nodes[1], False)
    pair.nodes[1].part(pair.nodes[0], False)
    wait_for("the conflict copy on both sides", lambda: all(pair.copies(n) for n in pair.nodes))
    wait_for("one text for the post on both sides",
             lambda: len({post.read_text() for post in pair.posts()}) == 1)
    for node, post in zip(pair.nodes, pair.posts()):
        texts = {post.read_text(), *(copy.read_text() for copy in pair.copies(node))}
        assert texts == {JEANNE, MARC}, texts
    note(f"Syncthing's own copy: {pair.copies(pair.nodes[0])[0].name}")
    for number in (0, 1):
        listed = pair.run(number, "list", "_drafts")
        assert listed.said("list") == "1", listed.lines
        assert listed.said("entry").split()[:2] == ["_drafts/fete.md", "1"], listed.lines
    note("on the original in the list, on both sides; no post of its own")


def in_the_window(pair, program, pictures):
    import team
    import window

    def shoot(name):
        if pictures:
            window.picture(pathlib.Path(pictures) / f"syncthing-{name}.png")

    post = pair.posts()[1]
    with team.Person(program, "Marc", post, pair.top) as marc:
        marc.wait_says("second version")
        time.sleep(2)
        shoot("copy-told")
        marc.press("Compare the two versions")
        marc.wait_named("Go on with this text")
        time.sleep(1)
        shoot("compared")
        marc.raise_()
        choose(marc)
        time.sleep(1)
        shoot("chosen")
        marc.press("Go on with this text")
        merged = JEANNE.replace("Troisième paragraphe.", "Le troisième paragraphe, de Marc.")
        wait_for("the merged text on both sides", alike(pair, merged))
        wait_for("the copy to go on both sides",
                 lambda: not any(pair.copies(node) for node in pair.nodes))
        time.sleep(1)
        shoot("merged")
    note("merged in the window: one post on both sides, with both people's words")


def choose_side(marc, side):
    """Check boxes have no action in GTK's accessibility tree: with the keys, from where one is."""
    import window
    for _ in range(4):
        if marc.focused() is not None and marc.focused().get_parent() == side.get_parent():
            for _ in range(3):
                if marc.focused() == side:
                    window.keys("space")
                    return
                window.keys("Down")  # chooses as it goes
                time.sleep(0.3)
        marc.press("Go there")  # from passage to passage
        time.sleep(0.5)
    raise AssertionError("the keys never reached the passage's side")


def choose(marc):
    """In each passage the side on which something was changed."""
    for words in ("Le premier paragraphe.", "Le troisième paragraphe, de Marc."):
        side = None
        for node in marc.nodes():
            if node.get_role_name() == "check box":
                side = node
            elif (node.get_name() or "") == words and side is not None:
                choose_side(marc, side)
                break
        else:
            raise AssertionError(f"no passage says {words!r}")


def main():
    need("syncthing")
    with tempfile.TemporaryDirectory(prefix="chapeau-syncthing-",
                                     ignore_cleanup_errors=True) as top:
        pair = Pair(pathlib.Path(top))
        try:
            saves_come_across(pair)
            presence_comes_across(pair)
            apart(pair)
            if len(sys.argv) > 1:
                in_the_window(pair, sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
        finally:
            pair.stop()


if __name__ == "__main__":
    main()
