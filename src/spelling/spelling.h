/* spelling.h - which words of a text are prose, and which of those a dictionary does not know.
 *
 * Two parts. A SpellingText is a snapshot of a text that can be searched, without GTK: where its
 * words are, and which of them nobody would look up (code, addresses, tags, attribute lists,
 * Liquid, names with digits, abbreviations). A SpellingDictionary is what enchant finds for a
 * language, with the person's own word list.
 *
 *   g_autoptr (SpellingDictionary) fr = spelling_dictionary_new ("fr-FR");       // NULL: none
 *   g_autoptr (SpellingText) text = spelling_text_new (bytes);
 *   g_autoptr (GArray) wrong = spelling_text_find_wrong (text, fr, 0, G_MAXUINT, G_MAXUINT);
 *
 * Threads: both may be used from any thread, and from several at once. A dictionary does one thing
 * at a time: suggesting takes up to some tenths of a second, checking microseconds; a caller that
 * may not wait calls neither. No mutable globals.
 *
 * Units: code points from the start of the text, as GtkTextIter and GtkEditable count. Nothing
 * fails: a text that is no UTF-8 has no words, and without a dictionary nothing is wrong.
 *
 * What a word is follows French usage, which other languages written in Latin letters do not mind:
 * an elision before an apostrophe (l', d', qu', lorsqu', …, with ' or ’) is looked up with its word
 * and, if that is not known, apart from it; so are the parts of a word with hyphens. Not looked up:
 * words of one letter, words with digits or "_", with capitals inside ("OpenData") and of up to six
 * capitals alone ("CNIL"); "#word" and "@word"; words of which only a part stands in emphasis
 * marks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

/* ---- dictionaries -----------------------------------------------------------------------------
 */

typedef struct _SpellingDictionary SpellingDictionary;

/* The dictionary for a language, given as a language tag or a locale: "fr", "fr-FR",
 * "fr_CA.UTF-8". If there is none for the country the language's own counts ("fr"), then any of it
 * ("fr_BE", "fr_classique"). NULL: none is installed. Takes some tens of milliseconds. */
SpellingDictionary *spelling_dictionary_new (const char *language);
SpellingDictionary *spelling_dictionary_ref (SpellingDictionary *self);
void spelling_dictionary_unref (SpellingDictionary *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpellingDictionary, spelling_dictionary_unref)

/* enchant's name of it: "fr_FR". */
const char *spelling_dictionary_get_tag (SpellingDictionary *self);
/* One word, as it is: no elision is taken off. */
gboolean spelling_dictionary_knows (SpellingDictionary *self, const char *word);
/* What may have been meant, the likeliest first, @most at most: the word with accents that it
 * lacks, then what the dictionary suggests; with the apostrophe that @word has. NULL-terminated,
 * never NULL. */
char **spelling_dictionary_suggest (SpellingDictionary *self, const char *word, guint most);
/* Right from now on: for this person in every program that uses enchant, or until the end. */
void spelling_dictionary_add (SpellingDictionary *self, const char *word);
void spelling_dictionary_ignore (SpellingDictionary *self, const char *word);

/* ---- texts ------------------------------------------------------------------------------------
 */

typedef struct _SpellingText SpellingText;

/* A piece of a text, in code points. */
typedef struct
{
  guint start;
  guint end;
} SpellingRange;

/* @text is UTF-8, Markdown or plain. Cheap: what takes time is done in the thread that first
 * searches. */
SpellingText *spelling_text_new (GBytes *text);
SpellingText *spelling_text_ref (SpellingText *self);
void spelling_text_unref (SpellingText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpellingText, spelling_text_unref)

/* The first @most words that @dictionary (may be NULL) does not know and that lie, with at least a
 * part, in [@from, @to). Of "l'assocation" the word is "assocation". SpellingRange elements,
 * ascending; free with g_array_unref. */
GArray *spelling_text_find_wrong (
    SpellingText *self, SpellingDictionary *dictionary, guint from, guint to, guint most);
/* All words that would be looked up, for tests: SpellingRange elements. */
GArray *spelling_text_find_words (SpellingText *self);
/* A piece of the text. New string. */
char *spelling_text_dup_range (SpellingText *self, SpellingRange range);

G_END_DECLS
