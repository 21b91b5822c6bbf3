#!/usr/bin/env python3
"""The French of po/fr.po keeps the rules of French typography.

A no-break space (U+00A0 or U+202F) before : ; ! ? » and after «, the typographic apostrophe, … as
one character, no double space, no space before a comma or a full stop.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import re

import project

SPACES = "\u00a0\u202f"
TAG = re.compile(r"</?[a-z][^<>]*>")
ADDRESS = re.compile(r"(?:https?|mailto|ftp|tel):\S+")

RULES = [
    # A colon inside a word or a number (14:02) is none of the language.
    (re.compile(rf"(?<![{SPACES}:]):(?=\s|$)"), "no no-break space before :"),
    # In a list of keywords nothing stands between the word and the semicolon.
    (re.compile(rf"[^\S{SPACES}];|(?<![{SPACES}]);(?=\s)"), "no no-break space before ;"),
    (re.compile(rf"(?<![{SPACES}!?])[!?](?![\[\w=])"), "no no-break space before ! or ?"),
    (re.compile(rf"(?<![{SPACES}])»"), "no no-break space before »"),
    (re.compile(rf"«(?![{SPACES}])"), "no no-break space after «"),
    (re.compile(r"'"), "typewriter's apostrophe"),
    (re.compile(r"\w\"|\"\w"), "typewriter's quotation mark"),
    (re.compile(r"\.\.\."), "three full stops for …"),
    (re.compile(r"  "), "two spaces"),
    (re.compile(rf"[ {SPACES}][,.](?!\w)"), "a space before a comma or full stop"),
]

# What the rules must find and must leave, so that they cannot go blind.
WRONG = ["Attention: rouge", "Fini !", "Vraiment?", "oui ; non", "« oui »", "«oui\u00a0»", "l'an",
         "Ouvrir...", "deux  mots", "fin ."]
RIGHT = ["Attention\u00a0: rouge", "Fini\u202f!", "Vraiment\u00a0?!", "oui\u00a0; non",
         "«\u00a0oui\u00a0»", "l’an", "Ouvrir…", "à 14:02", "article;brouillon;", ".md, .markdown",
         "https://exemple.fr/?a=b", "<a href='x'>ici</a>"]


def faults(text):
    text = ADDRESS.sub("", TAG.sub("", text))
    return [name for rule, name in RULES if rule.search(text)]


def unquote(line):
    quoted = line[line.index('"') + 1:line.rindex('"')]
    return quoted.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\").replace("\\t", "\t")


def translations(po):
    """(line number, text) of every msgstr but the header's; obsolete ones are left out."""
    found, current, keyword, source = [], None, "", ""
    for number, line in enumerate(po.splitlines(), 1):
        match = re.match(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) \"", line)
        if match:
            keyword = match.group(1)
            if keyword == "msgid":
                source = ""
            if keyword.startswith("msgstr"):
                current = [number, "", source]
                found.append(current)
        elif not line.startswith('"'):
            keyword = ""
            continue
        if keyword == "msgid":
            source += unquote(line)
        elif keyword.startswith("msgstr"):
            current[1] += unquote(line)
            current[2] = source
    return [(number, text) for number, text, of in found if of]


def main():
    for text in WRONG:
        assert faults(text), f"the rules no longer see what is wrong in: {text}"
    for text in RIGHT:
        assert not faults(text), f"the rules complain about: {text}: {faults(text)}"
    texts = translations(project.read("po/fr.po"))
    complaints = [f"po/fr.po:{number}: {fault}: {text}"
                  for number, text in texts for fault in faults(text)]
    project.finish(complaints, f"{len(texts)} translations")


main()
