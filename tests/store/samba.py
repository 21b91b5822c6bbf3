#!/usr/bin/python3
"""A real Samba share on loopback, reached as GNOME does it: gvfs and its FUSE mount. By hand.

usage: samba.py                                     with the driver program, two clients
       ../app/display.sh samba.py CHAPEAU [PICTURES]   and in a real window, too

Needs the Debian packages samba, gvfs-backends and gvfs-fuse, and /dev/fuse. Nothing of the system's
Samba is touched: the server runs from a folder of its own, on a port of its own, for guests.

Rows 8 to 15 of the fault matrix on a share that has neither exchange nor links, whose server deletes
the post before it renames another file to its name, and which hangs when the server does.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import getpass
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path += [str(HERE / "rows"), str(HERE.parent / "app")]
from harness import NEW, OLD, OTHER, Place, need, note  # noqa: E402

RACES = int(os.environ.get("RACES", "30"))
GVFS = pathlib.Path("/usr/libexec")

CONFIGURATION = """
[global]
  workgroup = CHAPEAU
  server role = standalone server
  interfaces = 127.0.0.1
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  private dir = {top}/private
  lock directory = {top}/lock
  state directory = {top}/lock
  cache directory = {top}/lock
  pid directory = {top}/lock
  ncalrpc dir = {top}/ncalrpc
  log file = {top}/smbd.log
  map to guest = Bad User
  guest account = {user}
  load printers = no
[site]
  path = {top}/share
  read only = no
  guest ok = yes
  force user = {user}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, top):
        self.port = free_port()
        self.configuration = top / "smb.conf"
        for name in ("private", "lock", "share"):
            (top / name).mkdir()
        self.configuration.write_text(
            CONFIGURATION.format(port=self.port, top=top, user=getpass.getuser()))
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/sbin/smbd", "--foreground", "--no-process-group",
             f"--configfile={self.configuration}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("smbd does not listen")

    def signal(self, number):
        """To smbd and the processes it made for its clients: they are a session of their own."""
        os.killpg(self.process.pid, number)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
            self.process.wait()


class Client:
    """A session with gvfs, in which the share is mounted. It ends with its input."""

    SCRIPT = """
        {gvfs}/gvfsd 2>/dev/null & sleep 0.3
        {gvfs}/gvfsd-fuse "$XDG_RUNTIME_DIR/gvfs" -f & fuse=$!
        while read -r word; do
          case $word in
            mount) gio mount -a "{address}" </dev/null >/dev/null 2>&1; echo "mounted $?" ;;
            unmount) gio mount -u "{address}" >/dev/null 2>&1; echo "unmounted $?" ;;
          esac
        done
        kill $fuse; wait
    """

    def __init__(self, top, server, name):
        runtime = top / f"run-{name}"
        (runtime / "gvfs").mkdir(parents=True)
        runtime.chmod(0o700)
        home = top / f"home-{name}"
        home.mkdir()
        script = self.SCRIPT.format(gvfs=GVFS, address=f"smb://127.0.0.1:{server.port}/site")
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", "bash", "-c", script], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_RUNTIME_DIR": str(runtime), "HOME": str(home)})
        self.runtime = runtime
        self.mount()

    def tell(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def mount(self):
        """Until it can be read: gvfs keeps a mount whose server is gone for a while, and its FUSE
        file system shows the name of one that is no more."""
        for _ in range(100):
            self.tell("mount")
            for found in (self.runtime / "gvfs").glob("smb-share:*"):
                try:
                    os.listdir(found / "_drafts")
                except OSError:
                    self.tell("unmount")
                    continue
                self.site = found
                return
            time.sleep(0.2)
        raise AssertionError("the share could not be mounted")

    def stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        subprocess.run(["fusermount3", "-u", "-z", str(self.runtime / "gvfs")],
                       capture_output=True)


class Share:
    """The server's folder, and two clients' ways to it."""

    def __init__(self, top):
        self.top = top
        self.server = Server(top)
        self.there = top / "share"
        (self.there / "_drafts").mkdir()
        self.server.start()
        self.clients = [Client(top, self.server, name) for name in ("jeanne", "marc")]

    def stop(self):
        for client in self.clients:
            client.stop()
        self.server.stop()

    def place(self, text=OLD):
        """A clean beginning, seen by the first client; (place, the post on the server's disk)."""
        post = self.there / "_drafts" / "a.md"
        for path in post.parent.iterdir():
            path.unlink()
        post.write_text(text)
        self.number = getattr(self, "number", 0) + 1
        top = self.top / f"place-{self.number}"
        place = Place(None, top=top, site=self.clients[0].site, state=top / "jeanne")
        return place, post

    def marc(self, place, *words, **more):
        other = Place(None, top=place.top, site=self.clients[1].site, state=place.top / "marc")
        return other.start(*words, env={"DRIVER_PERSON": "Marc"}, **more)

    def leftovers(self):
        return sorted(path.name for path in (self.there / "_drafts").iterdir()
                      if path.name != "a.md")


def save(share):
    place, post = share.place()
    result = place.run("load", "_drafts/a.md", "journal", NEW, "save", NEW, "save", OTHER, "state")
    saves = [line for line in result.lines if line.startswith("save:")]
    assert [line.split()[1] for line in saves] == ["SAVED", "SAVED"], result.lines
    assert post.read_text() == OTHER and not share.leftovers(), share.leftovers()
    result = place.run("new", "save-as", "_drafts/b.md", NEW, "list", "_drafts")
    assert result.saved() == "SAVED" and result.said("list") == "2", result.lines
    (share.there / "_drafts" / "b.md").unlink()
    note("saved twice, and under a new name")


def two_people(share):
    place, post = share.place()
    jeanne = place.start("load", "_drafts/a.md", "journal", NEW, "ready", "watch", "6", "presence",
                         "save", NEW)
    jeanne.wait_for("ready")
    marc = share.marc(place, "load", "_drafts/a.md", "save", OTHER).finish()
    assert marc.saved() == "SAVED", marc.lines
    jeanne.go_on()
    result = jeanne.finish()
    assert result.said("changed") == "content", result.lines
    assert result.saved() == "CONFLICT", result.lines
    assert post.read_text() == OTHER and place.holds(NEW, under=place.state)
    assert not share.leftovers(), share.leftovers()
    note("a colleague's save is noticed within 6 s, and is a conflict")


def races(share):
    """Without exchange the last milliseconds are a limit (the help tells it): what must hold is that
    the post is whole, SAVED was said to the one whose text it is, and each has its own text."""
    counts = {}
    for _ in range(RACES):
        place, post = share.place()
        texts = ["texte de Jeanne\n", "texte de Marc, plus long\n"]
        people = [place.start("load", "_drafts/a.md", "journal", texts[0], "ready", "save", texts[0]),
                  share.marc(place, "load", "_drafts/a.md", "journal", texts[1], "ready", "save",
                             texts[1])]
        for one in people:
            one.wait_for("ready")
        for one in people:
            one.go_on()
        saved = [one.finish().saved() for one in people]
        time.sleep(0.05)
        about = (saved, post.read_text() if post.exists() else None, share.leftovers())
        assert about[1] in texts, about
        assert saved[texts.index(about[1])] == "SAVED", about
        assert place.holds(texts[0], under=place.top / "jeanne"), about
        assert place.holds(texts[1], under=place.top / "marc"), about
        key = " ".join(sorted(saved))
        counts[key] = counts.get(key, 0) + 1
    note(f"{RACES} races of two clients: {counts}")


def killed_and_back(share):
    place, post = share.place()
    running = place.start("load", "_drafts/a.md", "journal", NEW, "ready", "save", NEW, "state",
                          "ready", "wait", "60", "state")
    running.wait_for("ready")
    share.server.stop()
    start = time.monotonic()
    running.go_on()
    running.wait_for("ready")
    said = [line for line in running.lines if line.startswith(("save", "state"))]
    note(f"server killed: {said[0]!r} after {time.monotonic() - start:.1f} s, {said[1]}")
    assert said[0].startswith("save: PENDING") and said[1] == "state: gone", said
    assert post.read_text() == OLD and place.holds(NEW, under=place.state)
    share.server.start()
    running.go_on()
    client = share.clients[0]
    if not os.access(client.site, os.R_OK):  # gvfs does not connect again by itself: GNOME asks
        client.tell("unmount")
        client.mount()
        note("the share was mounted again")
    result = running.finish()
    assert result.said("settled").startswith("SAVED"), result.lines
    assert result.said("state") == "online" and post.read_text() == NEW, result.lines
    share.clients[1].tell("unmount")
    share.clients[1].mount()
    note("server back: SAVED by itself")


def killed_in_a_save(share):
    """The server dies between the steps of a save, at each of them."""
    said = {}
    for step in range(9):
        place, post = share.place()
        running = place.start("load", "_drafts/a.md", "journal", NEW, "save", NEW, "ready", "wait",
                              "60", env={"DRIVER_STEP": str(step)})
        running.wait_for("step")
        share.server.stop()
        running.go_on()
        running.wait_for("ready")
        first = next(line for line in running.lines if line.startswith("save:")).split()[1]
        whole = post.read_text() if post.exists() else None
        assert whole in (OLD, NEW, None), whole
        assert place.holds(NEW, under=place.state) or whole == NEW
        assert first != "SAVED" or whole == NEW
        share.server.start()
        for client in share.clients:
            client.tell("unmount")
            client.mount()
        running.go_on()
        result = running.finish()
        then = (result.said("settled") or "").split()
        assert post.read_text() == NEW, (step, result.lines, share.leftovers())
        said[step] = f"{first}→{then[0]}" if then else first
    note(f"server killed at each step of a save: {said}")


def frozen(share):
    place, post = share.place()
    running = place.start("load", "_drafts/a.md", "journal", NEW, "ready", "save", NEW, "state")
    running.wait_for("ready")
    share.server.signal(signal.SIGSTOP)
    running.go_on()
    time.sleep(8)
    assert running.process.poll() is None, "it should wait for the server"
    share.server.signal(signal.SIGCONT)
    result = running.finish()
    assert result.saved() == "SAVED" and post.read_text() == NEW, result.lines
    note("server frozen for 8 s: the save waits, then SAVED")


def in_the_window(share, program, pictures):
    """Typing and quitting go on while the server is frozen; what was typed is here, then there."""
    import window
    place, post = share.place("---\ntitle: Fête\n---\n\nTexte.\n")
    state = place.top / "window-state"
    target = share.clients[0].site / "_drafts" / "a.md"

    def shoot(name):
        if pictures:
            window.picture(pathlib.Path(pictures) / f"samba-{name}.png")

    def journal_has(text):
        return any(text.encode() in path.read_bytes() for path in state.rglob("journal/*/*")
                   if path.is_file())

    with window.Window(program, target,
                       env={**os.environ, "XDG_STATE_HOME": str(state)}) as chapeau:
        chapeau.wait_named("Title")
        chapeau.focus_named("Text of the post")
        window.keys("ctrl+End")
        window.type_text("Avant. ")
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: b"Avant." in data)
        share.server.signal(signal.SIGSTOP)
        window.type_text("Pendant. ")
        start = time.monotonic()
        window.wait_for("the typed words in the journal", lambda: journal_has("Pendant."))
        note(f"frozen: typed, in the journal {time.monotonic() - start:.1f} s later")
        window.keys("ctrl+s")
        time.sleep(5)
        shoot("frozen")
        start = time.monotonic()
        window.type_text("Encore. ")
        window.wait_for("more words in the journal", lambda: journal_has("Encore."))
        note(f"frozen, a save under way: typed, in the journal {time.monotonic() - start:.1f} s later")
        share.server.signal(signal.SIGCONT)
        window.wait_for_file(post, lambda data: b"Pendant." in data)
        window.keys("ctrl+s")
        window.wait_for_file(post, lambda data: b"Encore." in data)
        shoot("back")
        share.server.signal(signal.SIGSTOP)
        window.type_text("Fin. ")
        window.wait_for("the last words in the journal", lambda: journal_has("Fin."))
        chapeau.process.kill()
        share.server.signal(signal.SIGCONT)
    with window.Window(program, target,
                       env={**os.environ, "XDG_STATE_HOME": str(state)}) as chapeau:
        chapeau.wait_named("Title")
        try:
            window.wait_for("what was not saved to be offered", lambda: any(
                "not saved" in (n.get_name() or "") for n in chapeau.nodes()))
        finally:
            shoot("recovered")
    note("killed while the server was frozen: offered at the next start")


def main():
    need("dbus-run-session", "gio", "fusermount3")
    for program in ("/usr/sbin/smbd", GVFS / "gvfsd-smb", GVFS / "gvfsd-fuse", "/dev/fuse"):
        assert os.path.exists(program), f"needs {program}: samba, gvfs-backends, gvfs-fuse"
    with tempfile.TemporaryDirectory(prefix="chapeau-samba-", ignore_cleanup_errors=True) as top:
        share = Share(pathlib.Path(top))
        try:
            save(share)
            two_people(share)
            races(share)
            frozen(share)
            killed_and_back(share)
            killed_in_a_save(share)
            if len(sys.argv) > 1:
                in_the_window(share, sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
        finally:
            share.stop()


if __name__ == "__main__":
    main()
