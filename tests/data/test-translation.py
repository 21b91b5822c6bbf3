#!/usr/bin/env python3
"""Every string of the sources is in every po file, translated, and its formats agree.

The strings are taken from the sources as they are now, not from a template made some time ago.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import shutil
import subprocess
import tempfile

import project

# What meson's preset "glib" gives to xgettext.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dcgettext:2", "g_dngettext:2,3",
            "g_dpgettext2:2c,3"]
FLAGS = ["N_:1:pass-c-format", "C_:2:pass-c-format", "NC_:2:pass-c-format",
         "g_dngettext:2:pass-c-format", "g_strdup_printf:1:c-format", "g_string_printf:2:c-format",
         "g_string_append_printf:2:c-format", "g_error_new:3:c-format", "g_set_error:4:c-format"]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, cwd=project.ROOT)


def messages(text):
    return sum(1 for line in text.splitlines() if line.startswith("msgid ")) - 1 if text else 0


def main():
    for program in ("xgettext", "msgmerge", "msgattrib", "msgfmt"):
        if shutil.which(program) is None:
            project.skip(f"no {program} here")
    complaints = []
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "chapeau.pot"
        extracted = run("xgettext", "--from-code=UTF-8", "--add-comments", f"--output={template}",
                        "--files-from=po/POTFILES.in", "--directory=.",
                        *[f"--keyword={keyword}" for keyword in KEYWORDS],
                        *[f"--flag={flag}" for flag in FLAGS])
        if extracted.returncode != 0 or not template.exists():
            project.finish([f"xgettext: {extracted.stderr}"], "nothing")
        total = messages(template.read_text(encoding="utf-8"))
        languages = [line for line in project.read("po/LINGUAS").split("\n")
                     if line and not line.startswith("#")]
        for language in languages:
            po = f"po/{language}.po"
            checked = run("msgfmt", "--check", "--output-file=/dev/null", po)
            if checked.returncode != 0:
                complaints.append(checked.stderr)
                continue
            merged = pathlib.Path(folder) / f"{language}.po"
            run("msgmerge", "--quiet", "--no-fuzzy-matching", f"--output-file={merged}", po,
                str(template))
            for what, option in (("untranslated", "--untranslated"), ("fuzzy", "--only-fuzzy")):
                left = run("msgattrib", "--no-obsolete", option, str(merged)).stdout
                if messages(left) > 0:
                    complaints.append(f"{po}: {messages(left)} {what}:\n{left}")
    project.finish(complaints, f"{total} messages in {', '.join(languages)}")


main()
