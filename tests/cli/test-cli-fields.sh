#!/bin/sh
# fields: the form of the sample site, of a site that Siteleaf manages (the reference), of bare posts,
# of a plain folder, and of settings that cannot be read.
# usage: test-cli-fields.sh CHAPEAU-CLI SAMPLE-SITE SITE-CASES
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
cli=$1
sample=$2
cases=$3
reference=${CHAPEAU_REFERENCE:-/nowhere}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

expect () { # what, wanted, got
  if [ "$2" != "$3" ]; then
    printf 'not ok: %s: wanted <%s>, got <%s>\n' "$1" "$2" "$3"
    failed=1
  fi
}

# kinds FOLDER COLLECTION: "key=kind …" in the form's order, "-" behind what is folded away.
kinds () {
  "$cli" fields "$1" 2>"$folder/said" | python3 -c '
import json, sys
fields = json.load(sys.stdin)[sys.argv[1]]
print(*(f["key"] + "=" + f["kind"] + ("" if f.get("main") else "-") for f in fields))' "$2"
}

expect 'sample, posts' \
  'title=title chapeau-text=markdown date=date auteur=choice categories=chips tags=chips une-ou-diaporama=group-list files=group-list layout=choice- champs_informations=group-list- published=boolean-' \
  "$(kinds "$sample" posts)"
expect 'sample, events' \
  'title=title chapeau-text=markdown date=date categories=chips une-ou-diaporama=group-list event_start_date=date event_end_date=date lieu=text adresse=text is_gratuit=boolean champs_informations=group-list acces=group-list layout=choice-' \
  "$(kinds "$sample" evenements)"
expect 'sample, nothing to say' '' "$(cat "$folder/said")"
expect 'bare posts' 'title=title date=date categories=chips tags=chips' \
  "$(kinds "$cases/bare" posts | grep -o '^title=title date=date.* categories=chips tags=chips' | sed 's/ author=[a-z-]*//')"
expect 'plain folder' 'title=title' "$(kinds "$cases/plain" '' | cut -d' ' -f1)"
expect 'most used first' 'True' "$("$cli" fields "$sample" | python3 -c '
import json, sys
tags = next(f for f in json.load(sys.stdin)["posts"] if f["key"] == "tags")
counts = [v["count"] for v in tags["values"]]
print(len(counts) > 3 and counts == sorted(counts, reverse=True) and "posts" in tags["from"])')"

# Settings that cannot be read: a sentence, and the form of the posts alone.
kinds "$cases/lost" actualites >"$folder/lost"
expect 'lost, form' 'title=title date=date image=image' \
  "$(grep -o 'title=title\|date=date\|image=image' "$folder/lost" | paste -sd' ')"
expect 'lost, sentence' 2 "$(grep -c '_config.yml:1: \|settings cannot be read' "$folder/said")"
mkdir -p "$folder/huge/_posts"
printf -- '---\ntitle: A\nsurtitre: B\n---\n' >"$folder/huge/_posts/2024-01-01-a.md"
head -c 8000000 /dev/zero | tr '\0' '#' >"$folder/huge/_config.yml"
expect 'huge, form' 'surtitre=text' "$(kinds "$folder/huge" posts | grep -o 'surtitre=text')"
expect 'huge, sentence' 2 "$(grep -c 'larger than any\|settings cannot be read' "$folder/said")"
"$cli" fields "$folder/absent" >/dev/null 2>"$folder/said"
expect 'absent' '2 1' "$? $(grep -c 'does not exist' "$folder/said")"

if [ -f "$reference/gouv-config.yml" ]; then
  mkdir "$folder/gouv"
  cp "$reference/gouv-config.yml" "$folder/gouv/_config.yml"
  for collection in "$reference"/posts/gouv/*; do
    mkdir "$folder/gouv/_$(basename "$collection")"
    cp "$collection"/*.md "$folder/gouv/_$(basename "$collection")"
  done
  expect 'gouv, news' \
    'title=title chapeau-text=markdown date=date auteur=choice categories=chips tags=chips une-ou-diaporama=group-list is_une=boolean layout=choice-' \
    "$(kinds "$folder/gouv" actualites | cut -d' ' -f1-9)"
  expect 'gouv, events' \
    'event_start_date=date event_end_date=date lieu=text adresse=text afficher_la_carte=boolean acces=group-list champs_informations=group-list' \
    "$(kinds "$folder/gouv" evenements | grep -o 'event_start_date=date.*champs_informations=group-list')"
  expect 'gouv, press' 'contact-presse=group' \
    "$(kinds "$folder/gouv" communiques | grep -o 'contact-presse=group')"
  expect 'gouv, nothing to say' '' "$(cat "$folder/said")"
fi
exit $failed
