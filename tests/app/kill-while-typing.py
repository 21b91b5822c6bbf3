#!/usr/bin/python3
"""Rows 2 and 23 of the store's fault matrix, in a real window: the program is killed while a person
types, its display dies, the session ends. What was typed is in the journal and offered.

usage: display.sh kill-while-typing.py CHAPEAU SAMPLE-SITE STORE-DRIVER KEY-PROBE ROUNDS [SCREENSHOT]

In every third round the post is also saved in the folder while the person types on, so that the
kill falls into a save as well.

K is checked after each: what was typed is in the journal, or in the post; the post is whole, the old
text or what was typed with all around it untouched; no other post appeared; what the post does not
have is offered at the next start.

Prints how many milliseconds before the end the first key was in the text (by key-probe.c) that is
neither in the journal nor in the post: what the program lost, 50 ms at most by the design. And when
that key, or one that never reached the text, was pressed: with the way through X and GTK.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import fcntl
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import window

PROGRAM, DRIVER, PROBE = sys.argv[1], sys.argv[3], sys.argv[4]
SAMPLE = pathlib.Path(sys.argv[2])
ROUNDS = int(sys.argv[5])
SCREENSHOT = sys.argv[6] if len(sys.argv) > 6 else None  # of the last window, before it was ended
KEYS = "abcdefghijklmnopqrstuvwxyz"
PATIENT = 10000  # ms; a busy machine is slow to run a thread, so only a journal that stands still fails


class Typist:
    """Presses one key every 25 ms and remembers when; before key number @save, Ctrl+S."""

    def __init__(self):
        self.process = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        self.pressed = []

    def press(self, count, save=None):
        for number in range(count):
            if number == save:
                self.process.stdin.write("key ctrl+s\n")
            key = KEYS[len(self.pressed) % len(KEYS)]
            self.pressed.append((key, time.monotonic()))
            self.process.stdin.write(f"key {key}\n")
            self.process.stdin.flush()
            time.sleep(0.025)

    def stop(self):
        """By its end of input: killed, it would leave a key pressed for the next window."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:  # its display died
            pass
        self.process.wait(timeout=window.PATIENCE)

    def text(self):
        return "".join(key for key, _ in self.pressed)


def journaled(state):
    """The longest run of the typed keys that a whole record begins with, over all records."""
    best = ""
    for path in state.rglob("journal/*/*"):
        data = path.read_bytes() if path.is_file() else b""
        best = max(best, between_marks(data), key=len)
    return best


def between_marks(data):
    """Empty also for a record that the kill has torn: the one before it counts then."""
    at = data.find(b"MARK:")
    end = data.find(b":END", at)
    return data[at + 5:end].decode() if 0 <= at < end else ""


def saved(site, post, before):
    """What of the typed keys is in the folder; the post must be whole, and no other have appeared."""
    data = post.read_bytes()
    names = sorted(path.name for path in (site / "_posts").glob("*.md"))
    assert names == sorted(path.name for path in (SAMPLE / "_posts").glob("*.md")), names
    if data == before:
        return ""
    typed = between_marks(data)
    assert data.replace(f"MARK:{typed}:END".encode(), b"", 1) == before, data
    return typed


def in_the_text(probe):
    """When each typed key came into the text: those after the marks that the test began with."""
    lines = [line.split(" ", 1) for line in probe.read_text().splitlines()]
    keys = [(key, int(when) / 1e6) for when, key in lines]
    return keys[len("MARK::END"):]


def one(end, dice, scratch, name, save=False):
    site = scratch / f"site-{name}"
    state = scratch / f"state-{name}"
    shutil.copytree(SAMPLE, site)
    post = next(p for p in sorted((site / "_posts").iterdir())
                if b"\r" not in p.read_bytes() and p.read_bytes().startswith(b"---\ntitle: "))
    before = post.read_bytes()
    probe = scratch / f"probe-{name}"
    program_env = {**os.environ, "XDG_STATE_HOME": str(state), "KEY_PROBE": str(probe),
                   "LD_PRELOAD": window.preloaded(PROGRAM, PROBE)}
    with window.Window(PROGRAM, post, env=program_env, screenshot=SCREENSHOT) as chapeau:
        chapeau.wait_named("Title")
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+Home")
        window.type_text("MARK::END")
        window.keys("Left", "Left", "Left", "Left")
        window.wait_for("the first words in the journal",
                        lambda: any(b"MARK::END" in p.read_bytes()
                                    for p in state.rglob("journal/*/*") if p.is_file()))
        time.sleep(0.5)
        typist = Typist()
        count = dice.randrange(5, 60)
        typist.press(count, dice.randrange(count) if save else None)
        stopped = time.monotonic()
        end(chapeau.process)
        typist.stop()
        chapeau.process.wait(timeout=60)
    typed = typist.text()
    there = saved(site, post, before)
    kept = max(journaled(state), there, key=len)
    assert typed.startswith(kept), (typed, kept)
    reached = in_the_text(probe)
    assert typed.startswith("".join(key for key, _ in reached)), (typed, reached)
    # Ours, and with the key's way: of the first key that is lost.
    late = [max(stopped - keys[len(kept)][1], 0) * 1000 if len(kept) < len(keys) else 0
            for keys in (reached, typist.pressed)]
    found = subprocess.run([DRIVER, state / "chapeau", site, "recover"], capture_output=True,
                           text=True, check=True).stdout
    offered = "recoveries: 1" in found and "whole" in found
    assert offered or kept == there, (found, kept, there)
    shutil.rmtree(site)
    shutil.rmtree(state)
    return late


def own_display():
    """A second server, which dies while this one stays: as display.sh starts one."""
    for number in range(90, 300):
        reserved = open(f"{os.environ.get('TMPDIR', '/tmp')}/.chapeau-display-{number}", "w")
        try:
            fcntl.flock(reserved, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        if not os.path.exists(f"/tmp/.X11-unix/X{number}") and not os.path.exists(f"/tmp/.X{number}-lock"):
            break
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", f":{number}", "-displayfd", str(write), "-noreset", "-screen", "0",
                               "1280x800x24", "-nolisten", "tcp"], pass_fds=[write],
                              stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as file:
        return server, ":" + file.readline().strip(), reserved


def report(what, rounds):
    for how, lates in zip(("lost, since it was in the text", "since it was pressed"), zip(*rounds)):
        lates = sorted(lates)
        print(f"{what}: {len(lates)} rounds, {how}: at most {lates[-1]:.0f} ms, "
              f"median {lates[len(lates) // 2]:.0f}, 9 of 10 below {lates[len(lates) * 9 // 10]:.0f}, "
              f"{sum(late > 50 for late in lates)} above 50", flush=True)
        assert lates[-1] < PATIENT, lates


def main():
    seed = random.randrange(1 << 30)
    dice = random.Random(seed)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = pathlib.Path(scratch)
        report("kill -9", [one(lambda process: process.kill(), dice, scratch, f"kill-{i}",
                               save=i % 3 == 1) for i in range(ROUNDS)])
        report("SIGTERM", [one(lambda process: process.send_signal(signal.SIGTERM), dice, scratch,
                               "term")])
        server, display, reserved = own_display()
        before = os.environ["DISPLAY"]
        os.environ["DISPLAY"] = display
        try:
            def die(_):
                server.kill()
                server.wait()

            report("the display dies", [one(die, dice, scratch, "display")])
        finally:
            os.environ["DISPLAY"] = before
            server.kill()
            server.wait()
            reserved.close()


main()
