"""Row 2: kill -9 while typing (the driver's; tests/app/kill-while-typing.py does it to the window).

SPDX-License-Identifier: GPL-3.0-or-later
"""
import hashlib
import random
import time

from harness import LONG, Place, note

ROUNDS = 200 if LONG else 25


def text(count):
    return "".join(f"{i}\n" for i in range(1, count + 1)).encode()


def main():
    seed = random.randrange(1 << 30)
    dice = random.Random(seed)
    note(f"seed {seed}")
    worst = 0
    for _ in range(ROUNDS):
        with Place() as place:
            typing = place.start("load", "_drafts/a.md", "type", 5000)
            wanted = dice.randrange(1, 120)
            typing.wait_for("load: ok")
            given = []  # (number, microseconds) of each text handed over
            for line in typing.process.stdout:
                number, when = line.split()
                given.append((int(number), int(when)))
                if len(given) >= wanted:
                    break
            end = time.monotonic_ns() // 1000
            typing.process.kill()
            rest = typing.process.communicate()[0].split("\n")
            given += [tuple(map(int, line.split())) for line in rest if len(line.split()) == 2]
            found = place.run("recover")
            said = (found.said("recovery") or "- - - -").split()
            hashes = {hashlib.sha256(text(number)).hexdigest(): number for number, _ in given}
            kept = hashes.get(said[3], 0)
            assert said[2] != "damaged", found.lines
            lost = [when for number, when in given if number > kept]
            # The writer writes 50 ms after its last write; the machine may be busy.
            late = (end - lost[0]) / 1000 if lost else 0
            worst = max(worst, late)
            assert late < 1000, (late, kept, given[-1], found.lines)
    note(f"{ROUNDS} rounds, at most {worst:.0f} ms lost")


main()
