"""What the rows of the fault matrix share: a site, the driver program, and the check K.

K, after every fault: the typed text is in journal, pending file, temporary file or target; the
target is whole (old, new or a colleague's); SAVED was said only if the target has the new text; no
other .md appeared; nothing outside the folder and the state directory was touched.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

BUILD = pathlib.Path(__file__).parents[3] / "build-tests" / "tests" / "store"
DRIVER = os.environ.get("STORE_DRIVER", str(BUILD / "store-driver"))
SHIM = os.environ.get("STORE_SHIM", str(BUILD / "store-shim.so"))
LONG = os.environ.get("STORE_LONG", "") != ""

OLD = "ancien texte\n"
NEW = "nouveau texte, plus long\n"
OTHER = "le texte d'une collègue\n"


def skip(why):
    print("skipped:", why)
    sys.exit(77)


def note(what):
    print(what, flush=True)


def need_root():
    if os.geteuid() != 0:
        skip("needs root")


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            skip(f"needs {program}")


def in_namespace():
    """Runs this script again where it may mount: nothing of it is seen outside."""
    if os.environ.get("STORE_NAMESPACE"):
        return
    as_root = ["unshare", "-m", "--propagation", "private"]
    how = as_root if os.geteuid() == 0 else ["unshare", "-Urm"]
    trial = subprocess.run([*how, "sh", "-c", "mount -t tmpfs none /mnt"], capture_output=True)
    if trial.returncode != 0:
        skip("no namespace to mount in: " + trial.stderr.decode(errors="replace").strip())
    done = subprocess.run([*how, sys.executable, *sys.argv],
                          env={**os.environ, "STORE_NAMESPACE": "1"})
    sys.exit(done.returncode)


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.lines = process.stdout.decode(errors="replace").splitlines()
        self.errors = process.stderr.decode(errors="replace")

    def said(self, what):
        """The rest of the last line that begins so, or None."""
        for line in reversed(self.lines):
            if line.startswith(what + ": "):
                return line[len(what) + 2:].strip()
        return None

    def saved(self):
        """SAVED, PENDING, CONFLICT …; None if the answer never came."""
        said = self.said("save")
        return said.split()[0] if said else None


class Place:
    """top/site with _drafts/a.md, top/state, top/outside. top is in memory unless given."""

    def __init__(self, text=OLD, top=None, site=None, state=None):
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.top = pathlib.Path(top or tempfile.mkdtemp(prefix="chapeau-row-", dir=shm))
        self.site = pathlib.Path(site or self.top / "site")
        self.state = pathlib.Path(state or self.top / "state")
        self.post = self.site / "_drafts" / "a.md"
        self.outside = self.top / "outside"
        self.outside.mkdir(parents=True, exist_ok=True)
        self.post.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            self.post.write_text(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.top, ignore_errors=True)

    def command(self, *words, state=None):
        return [DRIVER, str(state or self.state), str(self.site), *map(str, words)]

    def run(self, *words, wrapper=(), env=None, state=None, patience=120):
        process = subprocess.run([*map(str, wrapper), *self.command(*words, state=state)],
                                 env={**os.environ, **(env or {})}, capture_output=True,
                                 timeout=patience)
        return Result(process)

    def start(self, *words, env=None, state=None):
        return Running(self.command(*words, state=state), env)

    def target(self):
        return self.post.read_text() if self.post.exists() else None

    def holds(self, text, *, under=None):
        """The text is somewhere in the state directory or the folder."""
        for top in [under] if under else [self.state, self.site]:
            for path in pathlib.Path(top).rglob("*"):
                if path.is_file() and not path.is_symlink() and text.encode() in path.read_bytes():
                    return True
        return False

    def check(self, result, *, text=NEW, targets=(OLD, NEW), others=(), journaled=True):
        """K."""
        target = self.target()
        about = (result.code, result.lines, result.errors[-500:], target)
        assert target in targets, about
        if result.saved() == "SAVED":
            assert target == text, about
        if journaled:
            assert self.holds(text), about
        posts = {p.name for p in self.post.parent.iterdir() if p.name.endswith(".md")}
        assert posts <= {"a.md", *others}, (posts, about)
        assert not list(self.outside.iterdir()), about
        return result


class Running:
    """A driver that is spoken with."""

    def __init__(self, command, env=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **(env or {})})
        self.lines = []

    def wait_for(self, line):
        for said in self.process.stdout:
            self.lines.append(said.rstrip("\n"))
            if self.lines[-1] == line:
                return
        raise AssertionError((f"never said {line!r}", self.lines, self.process.stderr.read()))

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def finish(self, patience=120):
        out, errors = self.process.communicate(timeout=patience)
        result = Result(subprocess.CompletedProcess(self.process.args, self.process.returncode,
                                                    b"", errors.encode()))
        result.lines = self.lines + out.splitlines()
        return result
