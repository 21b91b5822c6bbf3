#!/bin/sh
# render: where options come from and in which order, many files, errors with file and line.
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cli=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failed=0

expect () { # what, wanted, got
  if [ "$2" != "$3" ]; then
    printf 'not ok: %s: wanted <%s>, got <%s>\n' "$1" "$2" "$3"
    failed=1
  fi
}

# refused WHAT SENTENCE OPTION...: exit 2, and that one sentence.
refused () {
  what=$1 sentence=$2
  shift 2
  "$cli" render "$@" >out 2>error
  expect "$what: status" 2 $?
  expect "$what" "chapeau-cli: $sentence" "$(cat error)"
}

printf -- '---\ntitle: Un titre\n---\n# Été\n' >post.md
printf '# Un\n' >raw.text
id='<h1 id="été">Été</h1>'
plain='<h1>Été</h1>'

expect 'front matter' "$id" "$("$cli" render post.md)"
expect 'input' "$id" "$("$cli" render - <post.md)"
expect 'raw' '<h1 id="un">Un</h1>' "$("$cli" render --raw raw.text)"
expect 'raw takes all' '<hr />' "$("$cli" render --raw post.md | head -1)"
expect 'two files' "$id
<h1 id=\"un\">Un</h1>" "$("$cli" render post.md raw.text)"

# The order: defaults, site, file, single options.
mkdir site
printf 'title: X\nkramdown:\n  auto_ids: no\n  hard_wrap: ~\n  inconnu: 1\n' >site/_config.yml
printf -- '---\n:auto_ids: true\nenable_coderay: false\n' >ids.yml
expect 'site' "$plain" "$("$cli" render --site site post.md)"
expect 'file' "$id" "$("$cli" render --site site --options ids.yml post.md)"
expect 'single' "$plain" "$("$cli" render --options ids.yml --option auto_ids=off post.md)"
expect 'single, twice' "$id" \
  "$("$cli" render --option auto_ids=false --option auto_ids=true post.md)"
: >empty.yml
expect 'empty file' "$id" "$("$cli" render --options empty.yml post.md)"
expect 'defaults' '<h1 id="t">Été</h1>' "$("$cli" render --defaults kramdown post.md)"
printf 'a\nb\n' >wrap.text
expect 'null of a site' '<p>a
b</p>' "$("$cli" render --raw --site site wrap.text)"

expect 'tree' 'root' "$("$cli" render --tree post.md | head -1 | cut -c 1-4)"
expect 'source lines' 1 "$("$cli" render --source-lines post.md | grep -c 'data-line="1"')"

mkdir out.d
"$cli" render --output-dir out.d post.md raw.text
expect 'many: status' 0 $?
expect 'many' "post.html raw.html" "$(ls out.d | tr '\n' ' ' | sed 's/ $//')"
expect 'many: content' "$id" "$(cat out.d/post.html)"

refused 'no file' 'render: give a file, or - for standard input'
refused 'no folder' 'absent: not a folder' --output-dir absent post.md
refused 'no name' 'render: --output-dir needs files with a name, not -' --output-dir out.d -
cp post.md site/post.md
refused 'same name' 'site/post.md: its output would replace that of post.md' \
  --output-dir out.d post.md site/post.md
refused 'defaults' 'render: --defaults is jekyll or kramdown, not gfm' --defaults gfm post.md
refused 'no value' 'render: --option auto_ids: not NAME=VALUE' --option auto_ids post.md
printf 'Un\n\nCaf\351\n' >latin.md
refused 'no UTF-8' 'latin.md:3: this is not UTF-8 text' latin.md
refused 'no such site' "$folder/out.d: the folder has no _config.yml" --site out.d post.md

# told WHAT BEGINNING OPTION...: exit 2, one line that begins so.
told () {
  what=$1 beginning=$2
  shift 2
  "$cli" render "$@" post.md >out 2>error
  expect "$what: status" 2 $?
  expect "$what: lines" 1 "$(wc -l <error)"
  case $(cat error) in
    "chapeau-cli: $beginning"*) ;;
    *) expect "$what" "$beginning..." "$(cat error)" ;;
  esac
}

printf 'auto_ids: true\ntoc_levels: "x\n' >broken.yml
told 'broken file' 'broken.yml:' --options broken.yml
printf -- '- a\n' >list.yml
told 'no mapping' 'list.yml:1: ' --options list.yml
printf 'link_defs:\n  a: b\n' >links.yml
told 'link that is none' 'links.yml:1: link_defs: ' --options links.yml
told 'absent file' '' --options absent.yml
told 'unknown name' 'render: --option autoids=true: ' --option autoids=true
printf 'title: "X\n' >site/_config.yml
told 'broken site' "$folder/site/_config.yml:" --site site
exit $failed
