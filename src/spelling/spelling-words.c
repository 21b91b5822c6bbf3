/* spelling-words.c - what a word is, and which part of one is wrong.
 *
 * A run is as many letters, digits and joiners as stand together. Joiners count between letters
 * only: apostrophes, hyphens, "_", ".", "@". A run tells by what is in it whether it is a word at
 * all; what stands right before and behind it is looked at, too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "spelling-private.h"

#include <string.h>

#define SOFT_HYPHEN       0x00AD
#define HYPHEN            0x2010
#define NO_BREAK_HYPHEN   0x2011
#define APOSTROPHE        0x2019
#define LETTER_APOSTROPHE 0x02BC
/* Capitals alone, up to this many, are an abbreviation. */
#define MAX_CAPITALS 6

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == APOSTROPHE || c == LETTER_APOSTROPHE;
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == HYPHEN || c == NO_BREAK_HYPHEN;
}

static gboolean
is_letter (gunichar c)
{
  return g_unichar_isalpha (c) || g_unichar_ismark (c) || c == SOFT_HYPHEN;
}

static gboolean
is_joiner (gunichar c)
{
  return is_apostrophe (c) || is_hyphen (c) || c == '_' || c == '.' || c == '@';
}

/* The character at @at; 0 at @end. */
static gunichar
character_at (const char *text, gsize at, gsize end)
{
  return at < end ? g_utf8_get_char (text + at) : 0;
}

static gunichar
character_before (const char *text, gsize at)
{
  return at > 0 ? g_utf8_get_char (g_utf8_prev_char (text + at)) : 0;
}

static gsize
step (const char *text, gsize at)
{
  return at + (gsize) g_utf8_skip[(guchar) text[at]];
}

char *
spelling_dup_plain (const char *word, gsize length)
{
  g_autofree char *composed = g_utf8_normalize (word, (gssize) length, G_NORMALIZE_NFC);
  GString *plain = g_string_new (NULL);

  for (const char *p = composed; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_apostrophe (c))
        g_string_append_unichar (plain, APOSTROPHE);
      else if (is_hyphen (c))
        g_string_append_c (plain, '-');
      else if (c != SOFT_HYPHEN)
        g_string_append_unichar (plain, c);
    }
  return g_string_free (plain, FALSE);
}

/* ---- elision ----------------------------------------------------------------------------------
 */

gsize
spelling_elision_length (const char *word, gsize length)
{
  static const char *const elided[] = {
    "l",  "d",     "n",      "s",      "c",      "j",      "m",      "t",
    "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "entr",
  };

  for (gsize at = 0; at < length; at = step (word, at))
    {
      g_autofree char *before = NULL;

      if (!is_apostrophe (g_utf8_get_char (word + at)))
        continue;
      before = g_ascii_strdown (word, (gssize) at);
      for (guint i = 0; i < G_N_ELEMENTS (elided); i++)
        if (strcmp (elided[i], before) == 0)
          return step (word, at);
      return 0;
    }
  return 0;
}

/* ---- runs -------------------------------------------------------------------------------------
 */

typedef struct
{
  gsize start;
  gsize end;
  gboolean no_word; /* by what is in it */
} Run;

/* The run that begins at @at. */
static Run
read_run (const char *text, gsize at, gsize end)
{
  Run run = { at, at, FALSE };

  while (at < end)
    {
      gunichar c = g_utf8_get_char (text + at);
      gsize next = step (text, at);
      gunichar following = character_at (text, next, end);

      if (g_unichar_isdigit (c) || c == '_')
        run.no_word = TRUE;
      else if (is_joiner (c) && (is_letter (following) || g_unichar_isdigit (following)))
        run.no_word = run.no_word || c == '.' || c == '@';
      else if (!is_letter (c))
        break;
      at = run.end = next;
    }
  return run;
}

/* An emphasis mark in the middle of a word: what is before and behind it is no word. */
static gboolean
goes_on_behind (const char *text, gsize at, gsize length)
{
  gsize from = at;

  while (at < length && strchr ("*_~", text[at]) != NULL)
    at++;
  return at > from && at < length && is_letter (g_utf8_get_char (text + at));
}

static gboolean
goes_on_before (const char *text, gsize at)
{
  gsize from = at;

  while (at > 0 && text[at - 1] != '\0' && strchr ("*_~", text[at - 1]) != NULL)
    at--;
  return at < from && is_letter (character_before (text, at));
}

/* An entity, an escape or a value of Liquid that touches it is a part of the word. */
static gboolean
touches_part (const char *text, const GArray *spans, guint nth, Run run)
{
  const BaseSpan *span;

  if (spans == NULL)
    return FALSE;
  for (guint i = nth > 0 ? nth - 1 : 0; i < spans->len && i <= nth; i++)
    {
      span = &g_array_index (spans, BaseSpan, i);
      if ((span->end == run.start || span->start == run.end) && span->end > span->start
          && strchr ("&\\{", text[span->start]) != NULL
          && strncmp (text + span->start, "{:", 2) != 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_word (const char *text, gsize length, const GArray *spans, guint nth, Run run)
{
  gunichar before = character_before (text, run.start);

  return !run.no_word && before != '#' && before != '@' && before != '&' && before != '\\'
         && !goes_on_before (text, run.start) && !goes_on_behind (text, run.end, length)
         && !touches_part (text, spans, nth, run);
}

gboolean
spelling_next_word (const char *text,
                    gsize length,
                    const GArray *spans,
                    guint *nth,
                    gsize at,
                    gsize end,
                    BaseSpan *word)
{
  while (at < end)
    {
      gsize limit = length;
      gunichar c = g_utf8_get_char (text + at);
      Run run;

      while (spans != NULL && *nth < spans->len && g_array_index (spans, BaseSpan, *nth).end <= at)
        (*nth)++;
      if (spans != NULL && *nth < spans->len)
        {
          const BaseSpan *span = &g_array_index (spans, BaseSpan, *nth);

          if (span->start <= at)
            {
              at = span->end;
              continue;
            }
          limit = span->start;
        }
      if (!is_letter (c) && !g_unichar_isdigit (c) && c != '_')
        {
          at = step (text, at);
          continue;
        }
      run = read_run (text, at, limit);
      at = run.end;
      if (!is_word (text, length, spans, *nth, run))
        continue;
      /* "l'*association*": the elision ends the run. */
      if (is_apostrophe (character_at (text, run.end, limit)))
        {
          gsize with = step (text, run.end);

          if (spelling_elision_length (text + run.start, with - run.start) == with - run.start)
            continue;
        }
      *word = base_span (run.start, run.end);
      return TRUE;
    }
  return FALSE;
}

/* ---- what of a word is wrong ------------------------------------------------------------------
 */

/* Shapes that stand in no dictionary: one letter, "OpenData", "CNIL". */
static gboolean
is_no_common_word (const char *word, gsize length)
{
  guint letters = 0, capitals = 0;
  gboolean small_before = FALSE, mixed = FALSE;

  for (gsize at = 0; at < length; at = step (word, at))
    {
      gunichar c = g_utf8_get_char (word + at);
      gboolean capital = g_unichar_isupper (c);

      letters += g_unichar_isalpha (c) != 0;
      capitals += capital;
      mixed = mixed || (capital && small_before);
      small_before = g_unichar_islower (c) != 0;
    }
  return letters < 2 || mixed || (capitals == letters && letters <= MAX_CAPITALS);
}

static gboolean
is_right (SpellingDictionary *dictionary, const char *word, gsize length)
{
  g_autofree char *whole = NULL;

  if (is_no_common_word (word, length))
    return TRUE;
  whole = g_strndup (word, length);
  return spelling_dictionary_knows (dictionary, whole);
}

/* What stands before a hyphen and is no word alone. */
static gboolean
is_prefix (const char *part, gsize length)
{
  static const char *const prefixes[] = {
    "anti",  "bio", "co",   "éco", "inter", "intra", "micro", "mini",
    "multi", "néo", "post", "pré", "pro",   "semi",  "socio", "télé",
  };
  g_autofree char *plain = spelling_dup_plain (part, length);
  g_autofree char *small = g_utf8_strdown (plain, -1);

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (strcmp (prefixes[i], small) == 0)
      return TRUE;
  return FALSE;
}

/* All parts between hyphens. FALSE if there is no hyphen. */
static gboolean
parts_are_right (SpellingDictionary *dictionary, const char *word, gsize length)
{
  gsize start = 0;

  for (gsize at = 0; at < length; at = step (word, at))
    {
      if (!is_hyphen (g_utf8_get_char (word + at)))
        continue;
      if (!is_right (dictionary, word + start, at - start) && !is_prefix (word + start, at - start))
        return FALSE;
      start = step (word, at);
    }
  return start > 0 && is_right (dictionary, word + start, length - start);
}

gboolean
spelling_word_is_wrong (SpellingDictionary *dictionary,
                        const char *word,
                        gsize length,
                        BaseSpan *wrong)
{
  gsize elision;

  if (is_right (dictionary, word, length))
    return FALSE;
  elision = spelling_elision_length (word, length);
  if (elision > 0 && elision < length && is_right (dictionary, word + elision, length - elision))
    return FALSE;
  if (parts_are_right (dictionary, word + elision, length - elision))
    return FALSE;
  *wrong = base_span (elision < length ? elision : 0, length);
  return TRUE;
}
