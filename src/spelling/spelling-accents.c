/* spelling-accents.c - words whose accents were left out: "evenement" is "événement".
 *
 * Dictionaries suggest what is one slip away; two missing accents are two. So the ways to put
 * accents on a word are tried, those with few accents first, up to a bound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "spelling-private.h"

#include <string.h>

/* Words that are looked up, each in some ten microseconds. */
#define MAX_TRIED  1500
#define MAX_PLACES 12

/* What each letter may have been meant as; the commonest first. */
static const struct
{
  gunichar bare;
  const char *accented;
} letters[] = {
  { 'e', "éèêë" }, { 'a', "àâ" }, { 'i', "îï" }, { 'o', "ô" }, { 'u', "ùûü" }, { 'c', "ç" },
  { 'E', "ÉÈÊË" }, { 'A', "ÀÂ" }, { 'I', "ÎÏ" }, { 'O', "Ô" }, { 'U', "ÙÛÜ" }, { 'C', "Ç" },
};

typedef struct
{
  SpellingDictionary *dictionary;
  gunichar word[100];
  guint length;
  guint places[MAX_PLACES]; /* of letters that may have an accent */
  guint n_places;
  guint tried;
  guint most;
  GPtrArray *found; /* of char * */
} Trial;

static const char *
accented_of (gunichar letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (letters[i].bare == letter)
      return letters[i].accented;
  return NULL;
}

static void
try_word (Trial *trial)
{
  g_autofree char *word = g_ucs4_to_utf8 (trial->word, trial->length, NULL, NULL, NULL);

  trial->tried++;
  if (spelling_dictionary_knows (trial->dictionary, word))
    g_ptr_array_add (trial->found, g_steal_pointer (&word));
}

/* Puts @more accents on the places from @place on. */
static void
put_accents (Trial *trial, guint place, guint more)
{
  if (trial->tried >= MAX_TRIED || trial->found->len >= trial->most)
    return;
  if (more == 0)
    {
      try_word (trial);
      return;
    }
  for (guint i = place; i + more <= trial->n_places; i++)
    {
      gunichar *letter = &trial->word[trial->places[i]];
      gunichar bare = *letter;

      for (const char *p = accented_of (bare); *p != '\0'; p = g_utf8_next_char (p))
        {
          *letter = g_utf8_get_char (p);
          put_accents (trial, i + 1, more - 1);
        }
      *letter = bare;
    }
}

GPtrArray *
spelling_find_with_accents (SpellingDictionary *dictionary, const char *word, guint most)
{
  Trial trial = { .dictionary = dictionary, .most = most };

  trial.found = g_ptr_array_new_with_free_func (g_free);
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (trial.length >= G_N_ELEMENTS (trial.word))
        return trial.found;
      trial.word[trial.length] = g_utf8_get_char (p);
      if (accented_of (trial.word[trial.length]) != NULL && trial.n_places < MAX_PLACES)
        trial.places[trial.n_places++] = trial.length;
      trial.length++;
    }
  for (guint accents = 1; accents <= MIN (4, trial.n_places); accents++)
    put_accents (&trial, 0, accents);
  return trial.found;
}
