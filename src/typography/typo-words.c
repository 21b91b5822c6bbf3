/* typo-words.c - what depends on the word: endings of ordinals, accents on capitals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

#define WORD_BYTES 48 /* longer words are in none of the lists */

/* The run of letters from @i on, as text; returns its end. @word gets "" if it is too long. */
static gsize
read_word (const TypoPass *pass, gsize i, char word[WORD_BYTES])
{
  gsize size = 0;
  gboolean too_long = FALSE;

  for (; typo_cell_is_letter (typo_pass_at (pass, (gssize) i)); i++)
    {
      too_long = too_long || size + 7 > WORD_BYTES;
      if (!too_long)
        size += (gsize) g_unichar_to_utf8 (pass->in[i].c, word + size);
    }
  word[too_long ? 0 : size] = '\0';
  return i;
}

/* ---- ordinals ---- */

typedef struct
{
  const char *wrong;
  const char *right;
} Ending;

static const Ending any_endings[] = {
  { "ème", "e" },   { "eme", "e" },   { "ième", "e" },   { "ieme", "e" },   { "è", "e" },
  { "èmes", "es" }, { "emes", "es" }, { "ièmes", "es" }, { "iemes", "es" },
};
static const Ending first_endings[] = {
  { "ère", "re" }, { "ere", "re" }, { "ière", "re" }, { "ères", "res" }, { "eres", "res" },
};
static const Ending second_endings[] = {
  { "nd", "d" },
  { "nde", "de" },
  { "nds", "ds" },
  { "ndes", "des" },
};

static const char *
find_ending (const Ending *endings, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (endings[i].wrong, word) == 0)
      return endings[i].right;
  return NULL;
}

/* "the 2nd", "2nd Street": the number begins at @first, its ending ends at @end. */
static gboolean
is_english_second (const TypoPass *pass, gssize first, gsize end)
{
  const TypoCell *after = typo_pass_at (pass, (gssize) end + 1);

  if (typo_cell_is_space (typo_pass_at (pass, (gssize) end)) && typo_cell_is_letter (after)
      && g_unichar_isupper (after->c))
    return TRUE;
  return g_unichar_tolower (typo_pass_char (pass, first - 2)) == 'e'
         && g_unichar_tolower (typo_pass_char (pass, first - 3)) == 'h'
         && g_unichar_tolower (typo_pass_char (pass, first - 4)) == 't';
}

/* The index of the first of the one to three digits that end before @i, or -1. */
static gssize
number_before (const TypoPass *pass, gssize i)
{
  gssize first = i;

  while (first > 0 && typo_cell_is_digit (typo_pass_at (pass, first - 1)) && i - first < 4)
    first--;
  if (first == i || i - first > 3 || typo_cell_is_letter (typo_pass_at (pass, first - 1)))
    return -1;
  return first;
}

/* The right ending of the word [from, to) after a number, or NULL. */
static const char *
ordinal_ending (const TypoPass *pass, gsize from, gsize to, const char *word)
{
  const TypoCell *before = typo_pass_at (pass, (gssize) from - 1);
  gssize last = (gssize) from;
  gssize first;

  if (typo_cell_is_digit (typo_pass_at (pass, (gssize) to)))
    return NULL;
  if (before != NULL && before->kind == TYPO_CELL_TAG)
    last--;
  first = number_before (pass, last);
  if (first < 0)
    return NULL;
  if (last - first == 1 && pass->in[first].c == '1')
    return find_ending (first_endings, G_N_ELEMENTS (first_endings), word);
  if (last - first == 1 && pass->in[first].c == '2'
      && find_ending (second_endings, G_N_ELEMENTS (second_endings), word) != NULL)
    return is_english_second (pass, first, to)
               ? NULL
               : find_ending (second_endings, G_N_ELEMENTS (second_endings), word);
  return find_ending (any_endings, G_N_ELEMENTS (any_endings), word);
}

/* How many characters of "XXIème" are the number, if it is one. */
static gsize
roman_length (const char *word)
{
  gsize n = strspn (word, "IVX");
  return n > 0 && n < 8 ? n : 0;
}

static void
write_ending (TypoPass *pass, gsize from, gsize to, const char *ending)
{
  for (const char *p = ending; *p != '\0'; p++)
    {
      gsize end = p[1] == '\0' ? to : from + 1;

      typo_pass_write (pass, from, end, (guchar) *p, TYPO_RULE_ORDINAL);
      from = end;
    }
}

static gboolean
pass_ordinal (TypoPass *pass, gsize from, gsize to, const char *word)
{
  const char *ending = ordinal_ending (pass, from, to, word);
  gsize roman = 0;

  if (ending == NULL && !typo_cell_is_alnum (typo_pass_at (pass, (gssize) from - 1)))
    {
      roman = roman_length (word);
      if (roman == 1 && word[0] == 'I')
        ending = find_ending (first_endings, G_N_ELEMENTS (first_endings), word + roman);
      else if (roman > 0)
        ending = find_ending (any_endings, G_N_ELEMENTS (any_endings), word + roman);
      if (typo_cell_is_digit (typo_pass_at (pass, (gssize) to)))
        ending = NULL;
    }
  if (ending == NULL)
    return FALSE;
  for (gsize k = 0; k < roman; k++)
    typo_pass_copy (pass, from + k);
  write_ending (pass, from + roman, to, ending);
  return TRUE;
}

/* ---- capitals ---- */

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == 0x2019;
}

/* Does a sentence or a line of its own begin at @i? */
static gboolean
begins_sentence (const TypoPass *pass, gsize i)
{
  gssize at = typo_pass_previous (pass, (gssize) i);
  const TypoCell *cell;

  while (at >= 0 && typo_cell_is_space (&pass->in[at]))
    at = typo_pass_previous (pass, at);
  cell = typo_pass_at (pass, at);
  if (typo_cell_is_limit (cell))
    return TRUE;
  if (cell->kind != TYPO_CELL_CHAR)
    return FALSE;
  return cell->c == '.' || cell->c == '!' || cell->c == '?' || cell->c == 0x2026
         || cell->c == 0x00AB || cell->c == ':' || cell->c == '|' || cell->c == '"'
         || cell->c == 0x2013;
}

/* "A" at @i, a word of its own at the beginning of a sentence. */
static gboolean
is_a_grave (const TypoPass *pass, gsize i)
{
  char word[WORD_BYTES];
  gsize end;

  if (!typo_cell_is_space (typo_pass_at (pass, (gssize) i + 1)) || !begins_sentence (pass, i))
    return FALSE;
  end = read_word (pass, i + 2, word);
  if (strcmp (word, "l") == 0)
    return is_apostrophe (typo_pass_char (pass, (gssize) end));
  return typo_follows_a_grave (word);
}

static gboolean
pass_capital (TypoPass *pass, gsize from, gsize to, const char *word)
{
  gunichar before = typo_pass_char (pass, (gssize) from - 1);
  gunichar article = g_unichar_tolower (typo_pass_char (pass, (gssize) from - 2));
  gboolean after_article = is_apostrophe (before) && (article == 'l' || article == 'd');
  gunichar accented = 0;

  if (to == from + 1 && pass->in[from].c == 'A')
    accented = is_a_grave (pass, from) ? 0x00C0 : 0;
  else if (before != '.' && before != '@' && before != '/' && before != '-' && before != '#'
           && !typo_cell_is_digit (typo_pass_at (pass, (gssize) from - 1)))
    accented = typo_capital_accent (word, after_article);
  /* Elsewhere "Ca" is calcium. */
  if (accented == 0 || (accented == 0x00C7 && !begins_sentence (pass, from)))
    return FALSE;
  typo_pass_write (pass, from, from + 1, accented, TYPO_RULE_CAPITAL_ACCENT);
  for (gsize i = from + 1; i < to; i++)
    typo_pass_copy (pass, i);
  return TRUE;
}

void
typo_pass_words (TypoPass *pass)
{
  char word[WORD_BYTES];
  gsize i = 0;

  while (i < pass->n_in)
    {
      gsize end = read_word (pass, i, word);

      if (end == i)
        {
          typo_pass_copy (pass, i++);
          continue;
        }
      if (word[0] == '\0'
          || !((typo_pass_has (pass, TYPO_RULE_ORDINAL) && pass_ordinal (pass, i, end, word))
               || (typo_pass_has (pass, TYPO_RULE_CAPITAL_ACCENT)
                   && pass_capital (pass, i, end, word))))
        for (gsize k = i; k < end; k++)
          typo_pass_copy (pass, k);
      i = end;
    }
}
