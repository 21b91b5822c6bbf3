#!/usr/bin/python3
"""What Chapeau's window costs a person, as a multiple of a bare window in the same run.

usage: display.sh window-bench.py WHAT CHAPEAU FLOOR SCREEN-PROBE SAMPLE-SITE REFERENCE-POSTS

WHAT is latency (a key to its pixels in the editor and in the preview, a real post), latency-large
(the same in a post of 1 MB), start (exec to the text painted in both), idle (processor time of ten
quiet seconds) or memory (proportional set size of all processes).

Each is measured with GTK's GL renderer, with cairo, and with the one that Chapeau chooses here. The
floor (floor.c) has a window of the same size with the same two areas. Both take turns, so that what
else the machine does meets both.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WIDTH, HEIGHT, EDITOR = 1280, 800, 820
# Inside each window: the beginning of the source, and the page.
AREAS = {"chapeau": {"editor": "270,410,550,360", "preview": "830,98,440,690"},
         "floor": {"editor": "0,0,550,360", "preview": "830,5,440,690"}}
LARGE = 1_000_000
RENDERERS = (("gl", "gl"), ("cairo", "cairo"), ("chosen", None))


class Bench:
    def __init__(self, chapeau, floor, probe, sample, reference):
        self.chapeau, self.floor, self.probe = chapeau, floor, probe
        self.sample, self.reference = pathlib.Path(sample), pathlib.Path(reference)
        self.scratch = pathlib.Path(tempfile.mkdtemp())
        shutil.copytree(self.sample, self.scratch / "site")

    def close(self):
        shutil.rmtree(self.scratch, ignore_errors=True)

    def post(self, large):
        """A post in the scratch site: the seed's where it is there, else the sample's longest."""
        source = next(iter(sorted((self.reference / "seed").glob("*.md"))), None)
        if source is None:
            source = max((self.sample / "_posts").glob("*.md"), key=lambda p: p.stat().st_size)
        text = source.read_text()
        if large:
            header, body = text.split("\n---\n", 1)
            body = body.strip() + "\n\n"
            text = header + "\n---\n" + body * (LARGE // len(body.encode()) + 1)
        path = self.scratch / "site" / "_posts" / "2024-01-02-banc.md"
        path.write_text(text)
        return path

    def command(self, name, post):
        if name == "floor":
            return [self.floor, post, str(WIDTH), str(HEIGHT), str(EDITOR)]
        return [self.chapeau, post]

    def env(self, renderer):
        """Of somebody who has never had the program: the one before was killed in the middle of a
        word, and what it left must not be offered above the page."""
        env = dict(os.environ, XDG_STATE_HOME=tempfile.mkdtemp(dir=self.scratch))
        env.pop("GSK_RENDERER", None)
        if renderer:
            env["GSK_RENDERER"] = renderer
        return env

    def saving(self, name):
        """CHAPEAU_BENCH_PICTURES=FOLDER keeps what was taken for painted text, to be looked at."""
        folder = os.environ.get("CHAPEAU_BENCH_PICTURES")
        if not folder:
            return []
        (pathlib.Path(folder) / name).mkdir(parents=True, exist_ok=True)
        return ["-s", f"{folder}/{name}"]

    def probe_args(self, name, mode, *options):
        areas = [word for area, place in AREAS[name].items() for word in ("-r", f"{area}={place}")]
        return [self.probe, mode, *areas, *options]


class Running:
    """A program with its window painted and calm; leaving the block ends it."""

    def __init__(self, bench, name, post, renderer):
        self.bench, self.name, self.env = bench, name, bench.env(renderer)
        self.launcher = subprocess.Popen(
            bench.probe_args(name, "launch", "-t", "60000", *bench.saving(name), "--", *map(str, bench.command(name, post))),
            env=self.env, stdout=subprocess.PIPE, text=True)
        self.started = json.loads(self.launcher.stdout.readline())
        self.pid = self.started["pid"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, 9)
        except ProcessLookupError:
            pass
        self.launcher.wait()

    def settle(self):
        time.sleep(1)
        subprocess.run(self.bench.probe_args(self.name, "calm", "-t", "60000"), check=True)
        window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.pid)],
                                capture_output=True, text=True).stdout.split()[-1]
        subprocess.run(["xdotool", "windowraise", window, "windowfocus", window], check=False)
        subprocess.run(["xdotool", "key", "ctrl+Home"], check=True)
        time.sleep(1)

    def keys(self, count):
        lines = subprocess.run(
            self.bench.probe_args(self.name, "key", "-n", str(count), "-q", "300", "-t", "8000"),
            check=True, capture_output=True, text=True).stdout.splitlines()
        return [json.loads(line) for line in lines]

    def processes(self):
        found, parents = [self.pid], {}
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit():
                    fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                    parents[int(entry.name)] = int(fields[1])
            except OSError:
                continue
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def processor_ms(self):
        """Of all its threads, those that ended included: the process' own clock."""
        return time.clock_gettime(~self.pid << 3 | 2) * 1000

    def memory_mb(self):
        total = 0
        for pid in self.processes():
            try:
                for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            except OSError:
                continue
        return total / 1024


# ---- what is measured ---------------------------------------------------------------------------

def latency(bench, renderer, large=False, count=40):
    post = bench.post(large)
    found = {"floor": [], "chapeau": []}
    for _ in range(2):
        for name in found:
            with Running(bench, name, post, renderer) as program:
                program.settle()
                program.keys(3)
                found[name] += program.keys(count // 2)
    return {name: {area: [key[area] for key in keys] for area in AREAS[name]}
            for name, keys in found.items()}


def latency_large(bench, renderer):
    return latency(bench, renderer, large=True)


def start(bench, renderer):
    post = bench.post(False)
    found = {"floor": [], "chapeau": []}
    for i in range(8):
        for name in found:
            with Running(bench, name, post, renderer) as program:
                if i > 0:  # the first one reads the files from the disk
                    found[name].append(program.started)
                time.sleep(0.5)
    return {name: {area: [one[area] for one in starts] for area in AREAS[name]}
            for name, starts in found.items()}


def idle(bench, renderer):
    post, found = bench.post(False), {}
    for name in ("floor", "chapeau"):
        with Running(bench, name, post, renderer) as program:
            program.settle()
            time.sleep(15)  # a caret blinks for ten seconds
            before = program.processor_ms()
            time.sleep(10)
            found[name] = {"processor": [program.processor_ms() - before]}
    return found


def memory(bench, renderer):
    post, found = bench.post(False), {"floor": [], "chapeau": []}
    for _ in range(2):
        for name in found:
            with Running(bench, name, post, renderer) as program:
                program.settle()
                program.keys(10)
                time.sleep(2)
                found[name].append(program.memory_mb())
    return {name: {"all processes": sizes} for name, sizes in found.items()}


BENCHES = {"latency": (latency, "ms"), "latency-large": (latency_large, "ms"),
           "start": (start, "ms"), "idle": (idle, "ms"), "memory": (memory, "MB")}


def report(what, renderer, unit, result):
    for part, floor in result["floor"].items():
        ours = result["chapeau"][part]
        lost = sum(value < 0 for value in floor + ours)
        base, value = statistics.median(floor), statistics.median(ours)
        ratio = f"{value / base:5.2f}" if base > 0 else "    -"
        print(f"{what:14} {renderer:7} {part:14} floor {base:8.1f} {unit}  "
              f"chapeau {value:8.1f} {unit}  ratio {ratio}"
              + (f"  {lost} without an answer" if lost else ""), flush=True)


def main():
    what, *rest = sys.argv[1:]
    bench = Bench(*rest)
    function, unit = BENCHES[what]
    wanted = os.environ.get("CHAPEAU_BENCH_RENDERERS", "").split()
    try:
        for name, renderer in RENDERERS:
            if not wanted or name in wanted:
                report(what, name, unit, function(bench, renderer))
    finally:
        bench.close()


if __name__ == "__main__":
    main()
