/* typo-spaces.c - the spaces between words and marks, the last pass.
 *
 * Every run of spaces (a gap) is decided about once, by what stands left and right of it; the first
 * rule that has an opinion wins: end of line, comma and full stop, colon, ; ! ?, guillemets, double
 * space. Where a mark has no gap before it, one may be put in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

typedef struct
{
  TypoPass *pass;
  guint open_guillemets; /* in this paragraph */
  gboolean in_table;     /* this line has a cell border */
  gboolean in_heading;   /* this line begins with # (seen through the protected marker) */
} Spaces;

/* ---- what stands around ---- */

/* Can a sentence go on after the mark that ends before @i, so that the mark is one of punctuation?
 */
static gboolean
is_clause_end (const TypoPass *pass, gssize i, gboolean closing_too)
{
  const TypoCell *cell = typo_pass_at (pass, i);

  if (typo_cell_is_limit (cell) || typo_cell_is_space (cell))
    return TRUE;
  if (cell->kind != TYPO_CELL_CHAR)
    return FALSE;
  if (cell->c == 0x00BB || cell->c == 0x201D)
    return TRUE;
  return closing_too && (cell->c == ')' || cell->c == ']' || cell->c == '"');
}

static gboolean
is_mark (gunichar c)
{
  return c == '!' || c == '?';
}

/* "Yahoo!" and its like: the mark is part of the name that ends before @i. */
static gboolean
is_name_with_mark (const TypoPass *pass, gsize i)
{
  static const char *const names[] = { "Yahoo", "Joomla", "Jeopardy" };

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    {
      gsize size = 0;
      while (names[n][size] != '\0')
        size++;
      if (i < size || typo_cell_is_letter (typo_pass_at (pass, (gssize) (i - size) - 1)))
        continue;
      for (gsize k = 0; k <= size; k++)
        if (k == size)
          return TRUE;
        else if (typo_pass_char (pass, (gssize) (i - size + k)) != (guchar) names[n][k])
          break;
    }
  return FALSE;
}

/* "C: " is a drive, and one capital before a colon may be many things. */
static gboolean
is_single_capital (const TypoPass *pass, gssize i)
{
  gunichar c = typo_pass_char (pass, i);
  return c != 0 && g_unichar_isupper (c) && !typo_cell_is_alnum (typo_pass_at (pass, i - 1));
}

/* Which rule wants a space before the mark at @i, and may it have one? */
static gboolean
wants_space_before (const TypoPass *pass, gsize i, gboolean has_gap, TypoRule *rule)
{
  gunichar c = typo_pass_char (pass, (gssize) i);
  gssize left = (gssize) i, after = (gssize) i;
  const TypoCell *before;

  if (c == ':')
    *rule = TYPO_RULE_COLON;
  else if (c == ';' || is_mark (c))
    *rule = TYPO_RULE_HIGH_PUNCTUATION;
  else
    return FALSE;
  if (!typo_pass_has (pass, *rule))
    return FALSE;
  do
    left = typo_pass_previous (pass, left);
  while (left >= 0 && typo_cell_is_space (&pass->in[left]));
  before = typo_pass_at (pass, left);
  if (!typo_cell_ends_word (before)
      || (before->kind == TYPO_CELL_CHAR && before->c == '.' && !has_gap))
    return FALSE;
  while (is_mark (c) && is_mark (typo_pass_char (pass, after + 1)))
    after++;
  if (!is_clause_end (pass, typo_pass_next (pass, after), is_mark (c)))
    return FALSE;
  if (has_gap)
    return TRUE;
  if (c == ':' && is_single_capital (pass, left))
    return FALSE;
  return !(c == '!' && is_name_with_mark (pass, i));
}

/* The » of an empty pair, "«»", to which nothing is done and which closes nothing else. */
static gboolean
ends_empty_pair (const TypoPass *pass, gsize i)
{
  return typo_pass_char (pass, (gssize) i) == 0x00BB
         && typo_pass_char (pass, (gssize) i - 1) == 0x00AB;
}

/* Is the » at @i the end of something, and not the beginning of a German or Danish quotation? */
static gboolean
closes_guillemet (const Spaces *spaces, gsize i)
{
  const TypoPass *pass = spaces->pass;

  return typo_pass_char (pass, (gssize) i) == 0x00BB && spaces->open_guillemets > 0
         && !ends_empty_pair (pass, i) && typo_pass_has (pass, TYPO_RULE_GUILLEMETS)
         && !typo_cell_is_limit (typo_pass_at (pass, typo_pass_previous (pass, (gssize) i)));
}

static gboolean
opens_guillemet (const TypoPass *pass, gsize i)
{
  const TypoCell *before, *after;

  if (typo_pass_char (pass, (gssize) i) != 0x00AB || !typo_pass_has (pass, TYPO_RULE_GUILLEMETS))
    return FALSE;
  before = typo_pass_at (pass, typo_pass_previous (pass, (gssize) i));
  after = typo_pass_at (pass, typo_pass_next (pass, (gssize) i));
  if (typo_cell_is_limit (after) || typo_pass_char (pass, (gssize) i + 1) == 0x00BB)
    return FALSE;
  return !(typo_cell_is_alnum (before) && typo_cell_is_space (after));
}

/* ---- gaps ---- */

static gboolean
is_low_mark_alone (const TypoPass *pass, gsize gap, gsize i)
{
  gunichar c = typo_pass_char (pass, (gssize) i);
  const TypoCell *before = typo_pass_at (pass, typo_pass_previous (pass, (gssize) gap));
  const TypoCell *after = typo_pass_at (pass, typo_pass_next (pass, (gssize) i));
  gunichar last = before != NULL && before->kind == TYPO_CELL_CHAR ? before->c : 0;
  gssize beyond;

  if ((c != ',' && c != '.') || !typo_pass_has (pass, TYPO_RULE_LOW_PUNCTUATION))
    return FALSE;
  /* After an address the space may be there on purpose; after "etc." it is another mistake. */
  if (!(g_unichar_isalnum (last) || last == ')' || last == 0x00BB || last == ']' || last == '%'
        || last == 0x20AC))
    return FALSE;
  if (!is_clause_end (pass, typo_pass_next (pass, (gssize) i), TRUE))
    return FALSE;
  if (c == ',' || typo_cell_is_limit (after))
    return TRUE;
  if (!typo_cell_is_space (after))
    return TRUE;
  beyond = (gssize) i;
  do
    beyond = typo_pass_next (pass, beyond);
  while (typo_cell_is_space (typo_pass_at (pass, beyond)));
  return typo_cell_is_limit (typo_pass_at (pass, beyond))
         || g_unichar_isupper (typo_pass_char (pass, beyond));
}

/* Is the break at @i followed by a line of the same paragraph? */
static gboolean
is_within_paragraph (const TypoPass *pass, gsize i)
{
  const TypoCell *next = typo_pass_at (pass, (gssize) i + 1);

  if (next != NULL && next->kind == TYPO_CELL_SPACE)
    next = typo_pass_at (pass, (gssize) i + 2);
  return next != NULL && next->kind != TYPO_CELL_BREAK;
}

/* The spaces [gap, i) stand at the end of a line or of the text. TRUE if they were dealt with. */
static gboolean
pass_trailing (Spaces *spaces, gsize gap, gsize i)
{
  TypoPass *pass = spaces->pass;
  const TypoCell *end = typo_pass_at (pass, (gssize) i);
  const TypoCell *space = &pass->in[gap];
  gboolean is_break = i == gap + 1 && space->width >= 2 && (space->width & TYPO_WIDTH_TAB) == 0
                      && gap > 0 && pass->in[gap - 1].kind != TYPO_CELL_BREAK && !spaces->in_heading
                      && end != NULL && is_within_paragraph (pass, i);

  if ((end != NULL && end->kind != TYPO_CELL_BREAK) || i != gap + 1
      || space->kind != TYPO_CELL_SPACE)
    return FALSE;
  if (is_break || !typo_pass_has (pass, TYPO_RULE_TRAILING_SPACE))
    typo_pass_copy (pass, gap);
  else if (end == NULL)
    typo_pass_write (pass, gap, i, 0, TYPO_RULE_TRAILING_SPACE);
  else
    {
      TypoCell cell = *end;
      cell.start = space->start;
      cell.rule = TYPO_RULE_TRAILING_SPACE;
      g_array_append_val (pass->out, cell);
      return TRUE;
    }
  if (end != NULL)
    typo_pass_copy (pass, i);
  return TRUE;
}

/* Is every cell of [from, to) free to change? */
static gboolean
is_free (const TypoPass *pass, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    if (pass->in[i].is_fixed)
      return FALSE;
  return TRUE;
}

/* The gap [from, to) shall be the one space @c. */
static void
write_gap (TypoPass *pass, gsize from, gsize to, gunichar c, TypoRule rule)
{
  gboolean is_right = to == from + 1 && typo_is_no_break (typo_pass_char (pass, (gssize) from));

  if (is_right || !is_free (pass, from, to))
    for (gsize i = from; i < to; i++)
      typo_pass_copy (pass, i);
  else
    typo_pass_write (pass, from, to, c, rule);
}

static gboolean
is_double_space (const Spaces *spaces, gsize gap, gsize i)
{
  const TypoPass *pass = spaces->pass;
  const TypoCell *space = &pass->in[gap];
  const TypoCell *before = typo_pass_at (pass, typo_pass_previous (pass, (gssize) gap));

  return typo_pass_has (pass, TYPO_RULE_DOUBLE_SPACE) && i == gap + 1 && !spaces->in_table
         && space->kind == TYPO_CELL_SPACE && space->width > 1
         && (space->width & TYPO_WIDTH_TAB) == 0 && !typo_cell_is_limit (before)
         && !typo_cell_is_limit (typo_pass_at (pass, (gssize) i))
         /* Columns of numbers are left as they are. */
         && !(typo_cell_is_digit (typo_pass_at (pass, (gssize) gap - 1))
              && typo_cell_is_digit (typo_pass_at (pass, (gssize) i)));
}

/* Writes the gap [gap, i), and the cell at @i if the two belong together; returns where to go on.
 */
static gsize
pass_gap (Spaces *spaces, gsize gap, gsize i)
{
  TypoPass *pass = spaces->pass;
  gboolean has_gap = i > gap;
  TypoRule rule;

  if (has_gap && pass_trailing (spaces, gap, i))
    return i < pass->n_in ? i + 1 : i;
  if (has_gap && i == gap + 1 && pass->in[gap].kind == TYPO_CELL_SPACE && !spaces->in_table
      && is_low_mark_alone (pass, gap, i))
    {
      typo_pass_write (pass, gap, i + 1, pass->in[i].c, TYPO_RULE_LOW_PUNCTUATION);
      return i + 1;
    }
  if (i < pass->n_in && wants_space_before (pass, i, has_gap, &rule))
    write_gap (pass, gap, i, rule == TYPO_RULE_COLON ? TYPO_NO_BREAK : pass->narrow, rule);
  else if (i < pass->n_in && closes_guillemet (spaces, i))
    write_gap (pass, gap, i, TYPO_NO_BREAK, TYPO_RULE_GUILLEMETS);
  else if (has_gap && gap > 0 && opens_guillemet (pass, gap - 1)
           && !typo_cell_is_limit (typo_pass_at (pass, (gssize) i)))
    write_gap (pass, gap, i, TYPO_NO_BREAK, TYPO_RULE_GUILLEMETS);
  else if (has_gap && is_double_space (spaces, gap, i))
    typo_pass_write (pass, gap, i, ' ', TYPO_RULE_DOUBLE_SPACE);
  else
    for (gsize k = gap; k < i; k++)
      typo_pass_copy (pass, k);
  return i;
}

/* ---- the pass ---- */

/* What is true of the line that begins at @i. */
static void
look_at_line (Spaces *spaces, gsize i)
{
  const TypoPass *pass = spaces->pass;
  const TypoCell *first = typo_pass_at (pass, (gssize) i);

  spaces->in_table = FALSE;
  spaces->in_heading = first != NULL
                       && ((first->kind == TYPO_CELL_EDGE && pass->text[first->start] == '#')
                           || typo_pass_char (pass, (gssize) i) == '#');
  if (first == NULL || first->kind == TYPO_CELL_BREAK
      || (first->kind == TYPO_CELL_SPACE
          && typo_cell_is_limit (typo_pass_at (pass, (gssize) i + 1))))
    spaces->open_guillemets = 0;
  for (; i < pass->n_in && pass->in[i].kind != TYPO_CELL_BREAK; i++)
    if (typo_pass_char (pass, (gssize) i) == '|')
      {
        spaces->in_table = TRUE;
        break;
      }
}

void
typo_pass_spaces (TypoPass *pass)
{
  Spaces spaces = { pass, 0, FALSE, FALSE };
  gsize i = 0;

  look_at_line (&spaces, 0);
  while (i < pass->n_in)
    {
      gsize gap = i;
      gunichar c;

      while (typo_cell_is_space (typo_pass_at (pass, (gssize) i)))
        i++;
      gap = pass_gap (&spaces, gap, i);
      if (gap > i)
        {
          i = gap;
          if (pass->in[i - 1].kind == TYPO_CELL_BREAK)
            look_at_line (&spaces, i);
          continue;
        }
      if (i >= pass->n_in)
        break;
      c = typo_pass_char (pass, (gssize) i);
      if (pass->in[i].kind == TYPO_CELL_EDGE)
        spaces.open_guillemets = 0;
      if (c == 0x00BB && spaces.open_guillemets > 0 && !ends_empty_pair (pass, i))
        spaces.open_guillemets--;
      else if (opens_guillemet (pass, i))
        spaces.open_guillemets++;
      typo_pass_copy (pass, i++);
      if (c == 0x00AB && opens_guillemet (pass, i - 1)
          && !typo_cell_is_space (typo_pass_at (pass, (gssize) i)))
        typo_pass_write (pass, i, i, TYPO_NO_BREAK, TYPO_RULE_GUILLEMETS);
      else if (pass->in[i - 1].kind == TYPO_CELL_BREAK)
        look_at_line (&spaces, i);
      /* Of several marks only the first gets a space. */
      while (is_mark (c) && is_mark (typo_pass_char (pass, (gssize) i)))
        typo_pass_copy (pass, i++);
    }
}
