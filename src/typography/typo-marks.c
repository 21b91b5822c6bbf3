/* typo-marks.c - the passes that exchange one mark for another: ' ... -- and "
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

/* ---- apostrophe, ellipsis, dash ---- */

static gboolean
is_apostrophe (const TypoPass *pass, gsize i)
{
  const TypoCell *before, *after;

  if (typo_pass_char (pass, (gssize) i) != '\'')
    return FALSE;
  before = typo_pass_at (pass, typo_pass_previous (pass, (gssize) i));
  after = typo_pass_at (pass, typo_pass_next (pass, (gssize) i));
  if (!typo_cell_is_letter (before) || after == NULL)
    return FALSE;
  if (typo_cell_is_alnum (after) || after->kind == TYPO_CELL_WORD)
    return TRUE;
  return after->kind == TYPO_CELL_CHAR
         && (after->c == '"' || after->c == '[' || after->c == 0x00AB || after->c == 0x201C);
}

/* The number of equal characters from @i on. */
static gsize
run_length (const TypoPass *pass, gsize i, gunichar c)
{
  gsize n = 0;
  while (typo_pass_char (pass, (gssize) (i + n)) == c)
    n++;
  return n;
}

static gboolean
is_ellipsis (const TypoPass *pass, gsize i)
{
  const TypoCell *before = typo_pass_at (pass, (gssize) i - 1);
  const TypoCell *after = typo_pass_at (pass, (gssize) i + 3);

  if (typo_cell_is_limit (before) && typo_cell_is_limit (after))
    return FALSE;
  if (typo_cell_is_alnum (after) || (after != NULL && after->kind == TYPO_CELL_WORD)
      || typo_pass_char (pass, (gssize) i + 3) == '/')
    return FALSE;
  if (before == NULL || before->kind != TYPO_CELL_CHAR)
    return TRUE;
  return before->c != '/' && before->c != '\\';
}

/* Plain spaces only: a no-break one may come from a guillemet in the same run. */
static gboolean
is_plain_space (const TypoCell *cell)
{
  return cell != NULL && cell->kind == TYPO_CELL_SPACE;
}

static gboolean
is_dash (const TypoPass *pass, gsize i)
{
  const TypoCell *before = typo_pass_at (pass, (gssize) i - 1);

  if (!is_plain_space (typo_pass_at (pass, (gssize) i + 2))
      || typo_cell_is_limit (typo_pass_at (pass, (gssize) i + 3)))
    return FALSE;
  return typo_cell_is_limit (before) || is_plain_space (before);
}

void
typo_pass_marks (TypoPass *pass)
{
  gsize i = 0;

  while (i < pass->n_in)
    {
      gunichar c = typo_pass_char (pass, (gssize) i);
      gsize n = c == '.' || c == '-' ? run_length (pass, i, c) : 1;

      if (c == '\'' && typo_pass_has (pass, TYPO_RULE_APOSTROPHE) && is_apostrophe (pass, i))
        typo_pass_write (pass, i, i + 1, 0x2019, TYPO_RULE_APOSTROPHE);
      else if (c == '.' && n == 3 && typo_pass_has (pass, TYPO_RULE_ELLIPSIS)
               && is_ellipsis (pass, i))
        typo_pass_write (pass, i, i + 3, 0x2026, TYPO_RULE_ELLIPSIS);
      else if (c == '-' && n == 2 && typo_pass_has (pass, TYPO_RULE_DASH) && is_dash (pass, i))
        typo_pass_write (pass, i, i + 2, 0x2013, TYPO_RULE_DASH);
      else
        for (gsize k = 0; k < n; k++)
          typo_pass_copy (pass, i + k);
      i += n;
    }
}

/* ---- quotes ---- */

/* Quotes are taken in pairs within one block of text. One mark that is neither clearly an opening
 * nor clearly a closing one, or an unmatched opening, and the whole block stays as it is: a wrong
 * guillemet is worse than a straight quote. */

typedef enum
{
  QUOTE_NONE,    /* not a straight quote, or one that stays */
  QUOTE_OPEN,    /* « */
  QUOTE_CLOSE,   /* » */
  QUOTE_OPEN_2,  /* “ within « » */
  QUOTE_CLOSE_2, /* ” */
} QuoteKind;

static gboolean
may_open (const TypoCell *before, const TypoCell *after)
{
  if (typo_cell_is_limit (after) || typo_cell_is_space (after))
    return FALSE;
  if (typo_cell_is_limit (before) || typo_cell_is_space (before))
    return TRUE;
  return before->kind == TYPO_CELL_CHAR
         && (before->c == '(' || before->c == '[' || before->c == 0x2019 || before->c == '\''
             || before->c == 0x00AB || before->c == 0x2014 || before->c == 0x2013);
}

static gboolean
may_close (const TypoCell *before, const TypoCell *after)
{
  if (typo_cell_is_limit (before) || typo_cell_is_space (before))
    return FALSE;
  if (typo_cell_is_limit (after) || typo_cell_is_space (after))
    return TRUE;
  return after->kind == TYPO_CELL_WORD
         || (after->kind == TYPO_CELL_CHAR && !g_unichar_isalnum (after->c) && after->c != '"');
}

/* Decides about the quotes of the block [from, to); FALSE if they stay as they are. */
static gboolean
pair_quotes (const TypoPass *pass, gsize from, gsize to, GArray *kinds)
{
  gboolean is_open = FALSE;
  guint outer = 0;

  g_array_set_size (kinds, 0);
  for (gsize i = from; i < to; i++)
    {
      gunichar c = typo_pass_char (pass, (gssize) i);
      const TypoCell *before, *after;
      QuoteKind kind;

      if (c == 0x00AB)
        outer++;
      else if (c == 0x00BB && outer > 0)
        outer--;
      if (c != '"')
        continue;
      before = typo_pass_at (pass, typo_pass_previous (pass, (gssize) i));
      after = typo_pass_at (pass, typo_pass_next (pass, (gssize) i));
      if (is_open ? !may_close (before, after) : !may_open (before, after))
        return FALSE;
      if (is_open)
        kind = outer > 0 ? QUOTE_CLOSE_2 : QUOTE_CLOSE;
      else
        kind = outer > 0 ? QUOTE_OPEN_2 : QUOTE_OPEN;
      is_open = !is_open;
      g_array_append_val (kinds, kind);
    }
  return !is_open;
}

static void
write_quote (TypoPass *pass, gsize i, QuoteKind kind)
{
  switch (kind)
    {
    case QUOTE_NONE:
      typo_pass_copy (pass, i);
      break;
    case QUOTE_OPEN:
      typo_pass_write (pass, i, i + 1, 0x00AB, TYPO_RULE_QUOTES);
      typo_pass_write (pass, i + 1, i + 1, TYPO_NO_BREAK, TYPO_RULE_QUOTES);
      break;
    case QUOTE_CLOSE:
      typo_pass_write (pass, i, i, TYPO_NO_BREAK, TYPO_RULE_QUOTES);
      typo_pass_write (pass, i, i + 1, 0x00BB, TYPO_RULE_QUOTES);
      break;
    case QUOTE_OPEN_2:
      typo_pass_write (pass, i, i + 1, 0x201C, TYPO_RULE_QUOTES);
      break;
    case QUOTE_CLOSE_2:
      typo_pass_write (pass, i, i + 1, 0x201D, TYPO_RULE_QUOTES);
      break;
    }
}

static gboolean
is_blank_between (const TypoPass *pass, gsize i)
{
  const TypoCell *next = typo_pass_at (pass, (gssize) i + 1);

  if (pass->in[i].kind == TYPO_CELL_EDGE || typo_pass_char (pass, (gssize) i) == '|')
    return TRUE;
  if (pass->in[i].kind != TYPO_CELL_BREAK)
    return FALSE;
  if (next != NULL && next->kind == TYPO_CELL_SPACE)
    next = typo_pass_at (pass, (gssize) i + 2);
  return next == NULL || next->kind == TYPO_CELL_BREAK;
}

void
typo_pass_quotes (TypoPass *pass)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (QuoteKind));
  gsize from = 0;

  while (from < pass->n_in)
    {
      gsize to = from, nth = 0;
      gboolean certain;

      while (to < pass->n_in && !is_blank_between (pass, to))
        to++;
      certain = typo_pass_has (pass, TYPO_RULE_QUOTES) && pair_quotes (pass, from, to, kinds);
      for (gsize i = from; i < to; i++)
        if (certain && typo_pass_char (pass, (gssize) i) == '"')
          write_quote (pass, i, g_array_index (kinds, QuoteKind, nth++));
        else
          typo_pass_copy (pass, i);
      if (to < pass->n_in)
        typo_pass_copy (pass, to++);
      from = to;
    }
}
