/* chapeau-link-text.h - links as they are written in Markdown: addresses, words, the link at the
 * caret.
 *
 *   g_autofree char *address = chapeau_link_dup_address ("mairie.fr/page");   // "https://mairie…"
 *   g_autofree char *link = chapeau_link_dup_markdown ("la mairie", address);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <site.h>

G_BEGIN_DECLS

/* What a person typed or copied, as the address of a link: with a scheme if it lacks one, and with
 * nothing that would end the link early. Liquid stays as it is. NULL: it is no address, but words.
 */
char *chapeau_link_dup_address (const char *typed);
/* Is it one to offer when it was copied? Not a path, and not Liquid: these are parts of a text. */
gboolean chapeau_link_is_full_address (const char *text);
/* An address as people say it: "mairie.fr/page", "a@b.fr". */
char *chapeau_link_dup_spoken (const char *address);

/* A post or document of the site as Jekyll's own tags name it: `{% post_url 2024-03-05-fete %}`,
 * `{% link _agenda/bal.md %}`. They go on leading there when addresses change; but a build of the
 * site fails over one that is not published, so NULL for these, and for what has no page. */
char *chapeau_link_dup_post_address (Site *site, const SitePostInfo *info);

/* Plain text as the words of a link. */
char *chapeau_link_dup_escaped (const char *plain);
/* @words are Markdown. */
char *chapeau_link_dup_markdown (const char *words, const char *address);
/* Words whose brackets would end the link early get backslashes. */
char *chapeau_link_dup_words (const char *words);

/* "[words](address "title")", in bytes of the text. */
typedef struct
{
  BaseSpan all;
  BaseSpan words;
  BaseSpan address; /* with its "<" and ">" */
} ChapeauLinkPlace;

/* The inline link that @at (the caret, or the selection) stands in. @site tells the dialect; it may
 * be NULL. */
gboolean chapeau_link_find (
    const char *text, gsize length, BaseSpan at, Site *site, ChapeauLinkPlace *place);

G_END_DECLS
