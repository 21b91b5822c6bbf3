#!/usr/bin/python3
"""Rows 2 and 23 of the store's fault matrix, in a real window: the program is killed while a person
types, its display dies, the session ends. What was typed is in the journal and offered.

usage: display.sh kill-while-typing.py CHAPEAU SAMPLE-SITE STORE-DRIVER ROUNDS

Prints how many milliseconds before the end the first key was pressed that the journal does not have:
the way of the key to the program and the program's own work are in that number.

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

PROGRAM, SAMPLE, DRIVER = sys.argv[1:4]
ROUNDS = int(sys.argv[4])
KEYS = "abcdefghijklmnopqrstuvwxyz"
PATIENT = 10000  # ms; a busy machine is slow to bring the key, so only a journal that stands still fails


class Typist:
    """Presses one key every 25 ms and remembers when."""

    def __init__(self):
        self.process = subprocess.Popen(["xdotool", "-"], stdin=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL)
        self.pressed = []

    def press(self, count):
        for _ in range(count):
            key = KEYS[len(self.pressed) % len(KEYS)]
            self.pressed.append((key, time.monotonic()))
            self.process.stdin.write(f"key {key}\n")
            self.process.stdin.flush()
            time.sleep(0.025)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def text(self):
        return "".join(key for key, _ in self.pressed)


def journaled(state):
    """The longest run of the typed keys that a whole record begins with, over all records."""
    best = ""
    for path in state.rglob("journal/*/*"):
        data = path.read_bytes() if path.is_file() else b""
        at = data.find(b"MARK:")
        if at < 0:
            continue
        typed = data[at + 5:data.find(b":END", at)].decode(errors="replace")
        best = max(best, typed, key=len)
    return best


def one(end, dice, env, scratch, name):
    site = scratch / f"site-{name}"
    state = scratch / f"state-{name}"
    shutil.copytree(SAMPLE, site)
    post = next(p for p in sorted((site / "_posts").iterdir())
                if b"\r" not in p.read_bytes() and p.read_bytes().startswith(b"---\ntitle: "))
    program_env = {**os.environ, **env, "XDG_STATE_HOME": str(state)}
    with window.Window(PROGRAM, post, env=program_env) as chapeau:
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
        typist.press(dice.randrange(5, 60))
        stopped = time.monotonic()
        end(chapeau.process)
        typist.stop()
        chapeau.process.wait(timeout=60)
    kept = journaled(state)
    typed = typist.text()
    assert typed.startswith(kept), (typed, kept)
    lost = [when for _, when in typist.pressed[len(kept):]]
    late = (stopped - lost[0]) * 1000 if lost else 0
    found = subprocess.run([DRIVER, state / "chapeau", site, "recover"], capture_output=True,
                           text=True, check=True).stdout
    assert "recoveries: 1" in found and "whole" in found, found
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
    server = subprocess.Popen(["Xvfb", f":{number}", "-displayfd", str(write), "-screen", "0",
                               "1280x800x24", "-nolisten", "tcp"], pass_fds=[write],
                              stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as file:
        return server, ":" + file.readline().strip(), reserved


def report(what, lates):
    lates.sort()
    print(f"{what}: {len(lates)} rounds, lost at most {lates[-1]:.0f} ms, "
          f"median {lates[len(lates) // 2]:.0f}, 9 of 10 below {lates[len(lates) * 9 // 10]:.0f}",
          flush=True)
    assert lates[-1] < PATIENT, lates


def main():
    seed = random.randrange(1 << 30)
    dice = random.Random(seed)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = pathlib.Path(scratch)
        report("kill -9", [one(lambda process: process.kill(), dice, {}, scratch, f"kill-{i}")
                           for i in range(ROUNDS)])
        report("SIGTERM", [one(lambda process: process.send_signal(signal.SIGTERM), dice, {}, scratch,
                               "term")])
        server, display, reserved = own_display()
        before = os.environ["DISPLAY"]
        os.environ["DISPLAY"] = display
        try:
            def die(_):
                server.kill()
                server.wait()

            report("the display dies", [one(die, dice, {}, scratch, "display")])
        finally:
            os.environ["DISPLAY"] = before
            server.kill()
            server.wait()
            reserved.close()


main()
