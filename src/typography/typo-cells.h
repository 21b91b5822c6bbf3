/* typo-cells.h - the text as the rules see it: one cell a character, protected spans as one cell.
 *
 * Each rule is a pass that reads one list of cells and writes the next. A cell remembers the bytes
 * of the ORIGINAL text it stands for, so that after the last pass the changed cells are the edits.
 * Later passes see what earlier ones made, which is what makes the whole idempotent: the second run
 * starts from the cells that the first one ended with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "typography.h"

#define TYPO_NO_BREAK        0x00A0
#define TYPO_NARROW_NO_BREAK 0x202F

typedef enum
{
  TYPO_CELL_CHAR,  /* one character */
  TYPO_CELL_SPACE, /* a run of plain spaces and tabs within a line; width tells how many */
  TYPO_CELL_BREAK, /* the end of a line */
  TYPO_CELL_MARK,  /* * _ ~: emphasis, seen through when neighbours are asked for */
  TYPO_CELL_TAG,   /* protected HTML tag: seen through as well */
  TYPO_CELL_WORD,  /* protected, counts as a word: code, an address */
  TYPO_CELL_EDGE,  /* protected, what follows stands at a beginning: a list marker, a block */
} TypoCellKind;

typedef struct
{
  gsize start; /* bytes of the original text; start == end for what a pass put in */
  gsize end;
  gunichar c;    /* 0 for nothing (removed at the end of the text) and for protected cells */
  guint32 width; /* of a SPACE run: characters, TYPO_WIDTH_TAB added if there is a tab among them */
  guint8 kind;
  gint8 rule;      /* what changed it last, or -1 */
  guint8 is_fixed; /* its bytes may not change: protected, or not UTF-8 */
  guint8 is_crlf;  /* a BREAK written \r\n */
} TypoCell;

#define TYPO_WIDTH_TAB ((guint32) 1 << 31)

/* What every pass gets. */
typedef struct
{
  const char *text;
  gsize length;
  const TypoCell *in;
  gsize n_in;
  GArray *out; /* of TypoCell */
  TypoRules rules;
  gunichar narrow; /* the narrow no-break space, or its stand-in */
} TypoPass;

GArray *
typo_cells_new (const char *text, gsize length, const GArray *protected_spans, TypoRules rules);
/* Every change of @cells against @text, in order. */
TypoReport *typo_cells_report (const GArray *cells, const char *text, gsize length);

/* "typography.NAME", static. */
const char *typo_rule_code (TypoRule rule);

/* ---- for passes ---- */

static inline gboolean
typo_pass_has (const TypoPass *pass, TypoRule rule)
{
  return (pass->rules & TYPO_RULE_BIT (rule)) != 0;
}

static inline void
typo_pass_copy (TypoPass *pass, gsize i)
{
  g_array_append_val (pass->out, pass->in[i]);
}

/* Writes the character @c for the cells [from, to) of the input; from == to puts it in before. */
void typo_pass_write (TypoPass *pass, gsize from, gsize to, gunichar c, TypoRule rule);

/* The cell, or NULL beyond either end (an index of -1 included). */
static inline const TypoCell *
typo_pass_at (const TypoPass *pass, gssize i)
{
  return i >= 0 && (gsize) i < pass->n_in ? &pass->in[i] : NULL;
}

/* The character at @i if it is a plain one, else 0. */
static inline gunichar
typo_pass_char (const TypoPass *pass, gssize i)
{
  const TypoCell *cell = typo_pass_at (pass, i);
  return cell != NULL && cell->kind == TYPO_CELL_CHAR ? cell->c : 0;
}

/* The nearest cell before or after @i that is no emphasis mark and no tag; a run of more than eight
 * of these counts as the end. -1 or n_in for none. */
gssize typo_pass_previous (const TypoPass *pass, gssize i);
gssize typo_pass_next (const TypoPass *pass, gssize i);

gboolean typo_is_no_break (gunichar c);
/* A plain or a no-break space. */
gboolean typo_cell_is_space (const TypoCell *cell);
/* The end of a line or of the text (NULL), or a protected edge. */
gboolean typo_cell_is_limit (const TypoCell *cell);
/* Something that a word or a sentence can end with: a letter, a digit, a closing mark, code. */
gboolean typo_cell_ends_word (const TypoCell *cell);

static inline gboolean
typo_cell_is_alnum (const TypoCell *cell)
{
  return cell != NULL && cell->kind == TYPO_CELL_CHAR && g_unichar_isalnum (cell->c);
}

static inline gboolean
typo_cell_is_letter (const TypoCell *cell)
{
  return cell != NULL && cell->kind == TYPO_CELL_CHAR && g_unichar_isalpha (cell->c);
}

static inline gboolean
typo_cell_is_digit (const TypoCell *cell)
{
  return cell != NULL && cell->kind == TYPO_CELL_CHAR && cell->c >= '0' && cell->c <= '9';
}

/* ---- the passes, in the order in which they run ---- */

void typo_pass_marks (TypoPass *pass);   /* apostrophe, ellipsis, dash */
void typo_pass_quotes (TypoPass *pass);  /* " → « » */
void typo_pass_words (TypoPass *pass);   /* ordinal endings, accents on capitals */
void typo_pass_numbers (TypoPass *pass); /* hours, groups, units, n° */
void typo_pass_spaces (TypoPass *pass);  /* everything about spaces between words and marks */

/* The accented first letter that a capitalised @word wants, or 0. @after_article: it stands after
 * l’ or d’, which shows that it is French. */
gunichar typo_capital_accent (const char *word, gboolean after_article);
/* May "A" before this word be "À"? */
gboolean typo_follows_a_grave (const char *word);
