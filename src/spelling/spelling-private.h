/* spelling-private.h - what the two halves of the library share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "spelling.h"

/* The next word of @text at or behind @at that would be looked up, beginning before @end: a run of
 * letters with its inner apostrophes and hyphens, an elision at its end included. @nth: the first
 * of @spans (protected bytes, may be NULL) that may still count; moved on. FALSE: there is none. */
gboolean spelling_next_word (const char *text,
                             gsize length,
                             const GArray *spans,
                             guint *nth,
                             gsize at,
                             gsize end,
                             BaseSpan *word);
/* The bytes of @word that its elision takes, 0 if it has none: 2 of "l'eau", 4 of "l’eau". */
gsize spelling_elision_length (const char *word, gsize length);
/* Which bytes of a word are wrong for @dictionary. FALSE: none. */
gboolean spelling_word_is_wrong (SpellingDictionary *dictionary,
                                 const char *word,
                                 gsize length,
                                 BaseSpan *wrong);
/* The words that @word is with accents on its letters, the fewest first, @most at most. New array
 * of strings. */
GPtrArray *
spelling_find_with_accents (SpellingDictionary *dictionary, const char *word, guint most);
/* As dictionaries have it: composed, with U+2019 and "-", without soft hyphens. New string. */
char *spelling_dup_plain (const char *word, gsize length);
