#!/bin/sh
# check: a finding a line, with what the site knows; the status says whether there is an error.
# usage: test-cli-check.sh CHAPEAU-CLI
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cli=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

expect () { # what, wanted, got
  if [ "$2" != "$3" ]; then
    printf 'not ok: %s: wanted <%s>, got <%s>\n' "$1" "$2" "$3"
    failed=1
  fi
}

mkdir "$folder/_posts" "$folder/uploads"
printf 'title: Essai\n' >"$folder/_config.yml"
printf 'x' >"$folder/uploads/a.jpg"
cd "$folder" || exit 1
printf -- '---\ntitle: Bien\n---\n\n![Une image](/uploads/a.jpg)\n' >_posts/2026-01-01-bien.md
printf -- '---\ntitle: Mal\n---\n\n[ici](/uploads/b.pdf)\n\n#### Été ###\n' >_posts/2026-01-02-mal.md

expect 'nothing' '0 ' "$("$cli" check _posts/2026-01-01-bien.md >out; printf '%s %s' $? "$(cat out)")"
"$cli" check _posts/2026-01-01-bien.md _posts/2026-01-02-mal.md >out
expect 'status' 1 $?
expect 'lines' '_posts/2026-01-02-mal.md:5:1: error: checks.link-missing: There is no such page or file in the site (/uploads/b.pdf)
_posts/2026-01-02-mal.md:5:1: hint: checks.link-text-vague: Out of its sentence, the text of this link says nothing (ici)
_posts/2026-01-02-mal.md:7:1: warning: checks.heading-skips: This heading skips a level (4, 1)' "$(cat out)"
printf -- '---\ntitle: Moyen\n---\n\n[ici](https://exemple.fr/)\n' >_posts/2026-01-03-moyen.md
"$cli" check _posts/2026-01-03-moyen.md >out
expect 'no error' '0 1' "$? $(wc -l <out)"
"$cli" check _posts/absent.md >out 2>said
expect 'absent' '2 1' "$? $(grep -c absent said)"
"$cli" check >out 2>said
expect 'no file' 2 $?

[ $failed -eq 0 ] && echo ok
exit $failed
