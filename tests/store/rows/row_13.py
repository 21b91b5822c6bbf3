"""Row 13: two to four people save at once: one is SAVED, the others are in CONFLICT, and no text is
lost; with exchange and without.

SPDX-License-Identifier: GPL-3.0-or-later
"""
from harness import LONG, OLD, Place, note

ROUNDS = 1000 if LONG else 260


def race(people, env):
    with Place() as place:
        texts = [f"texte de la personne {i}\n" for i in range(people)]
        states = [place.top / f"state-{i}" for i in range(people)]
        running = [place.start("load", "_drafts/a.md", "journal", texts[i], "ready", "save", texts[i],
                               state=states[i], env=env) for i in range(people)]
        for one in running:
            one.wait_for("ready")
        for one in running:
            one.go_on()
        results = [one.finish() for one in running]
        statuses = [result.saved() for result in results]
        about = (statuses, place.target())
        assert statuses.count("SAVED") == 1, about
        assert statuses.count("CONFLICT") == people - 1, about
        assert place.target() == texts[statuses.index("SAVED")], about
        for i in range(people):
            assert place.holds(texts[i], under=states[i]), about
        left = [p.name for p in place.post.parent.iterdir() if p.name != "a.md"]
        assert not left, left


def main():
    for env in ({}, {"DRIVER_NO_EXCHANGE": "1"}):
        for i in range(ROUNDS):
            race(2 + i % 3, env)
        note(f"{ROUNDS} races, {'without' if env else 'with'} exchange")


main()
