#!/bin/sh
# get, set, lint: values, exit codes, the file's bytes and mode.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cli=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
post=$folder/post.md
failed=0

expect () { # what, wanted, got
  if [ "$2" != "$3" ]; then
    printf 'not ok: %s: wanted <%s>, got <%s>\n' "$1" "$2" "$3"
    failed=1
  fi
}

fresh () {
  printf -- '---\ntitle: Un titre\ndate: 2024-01-01 10:00:00 +01:00\npublished: false\ntags:\n- a\n- b\nune-ou-diaporama:\n- image: "/uploads/a.jpg"\n---\n\nCorps' >"$post"
  chmod 640 "$post"
}

fresh
expect 'get' 'Un titre' "$("$cli" get "$post" title)"
expect 'get list' '["a","b"]' "$("$cli" get "$post" tags)"
expect 'get path' '/uploads/a.jpg' "$("$cli" get "$post" une-ou-diaporama.0.image)"
expect 'get input' 'b' "$("$cli" get - tags.1 <"$post")"
out=$("$cli" get "$post" rien); status=$?
expect 'get absent' '1 ' "$status $out"
out=$("$cli" get "$folder/absent.md" 2>/dev/null); status=$?
expect 'get no file' '2 ' "$status $out"

cp "$post" "$folder/before"
for key in title date published tags.0; do
  "$cli" set "$post" $key "$("$cli" get "$post" $key)"
done
cmp -s "$post" "$folder/before" || expect 'own values' same different

"$cli" set "$post" title "L'été : suite"
expect 'set' "title: 'L''été : suite'" "$(sed -n 2p "$post")"
expect 'mode' '640' "$(stat -c %a "$post")"
"$cli" set "$post" date '2024-02-01 11:00:00 +01:00'
expect 'date' 'date: 2024-02-01 11:00:00 +01:00' "$(sed -n 3p "$post")"
"$cli" set "$post" tags.+ c
expect 'append' '["a","b","c"]' "$("$cli" get "$post" tags)"
"$cli" set "$post" --remove tags.0
expect 'remove' '["b","c"]' "$("$cli" get "$post" tags)"
"$cli" set "$post" n '{"x":[1,true,null]}' --json
expect 'json' '{"x":[1,true,null]}' "$("$cli" get "$post" n)"
"$cli" set "$post" n '{' --json 2>/dev/null
expect 'bad json' 2 $?
fresh
"$cli" set --stdout "$post" title x >"$folder/out"
cmp -s "$post" "$folder/before" || expect '--stdout' untouched changed
expect 'stdout' 'title: x' "$(sed -n 2p "$folder/out")"
expect 'only the title' '1' "$(diff "$post" "$folder/out" | grep -c '^>')"

printf -- '---\na: &x un\nb: *x\n---\n' >"$post"
expect 'alias' '*x' "$("$cli" get "$post" b)"
cp "$post" "$folder/before"
"$cli" set "$post" b '*x'
cmp -s "$post" "$folder/before" || expect 'own alias' same different

printf -- "---\ntitle: 'L'été'\n---\n" >"$post"
"$cli" get "$post" title 2>"$folder/error"
expect 'broken' 2 $?
expect 'one sentence' 1 "$(wc -l <"$folder/error")"
grep -q "post.md:2:" "$folder/error" || expect 'file and line' yes no
"$cli" lint --fix "$post"
expect 'lint --fix' 0 $?
expect 'repaired' "L'été" "$("$cli" get "$post" title)"
exit $failed
