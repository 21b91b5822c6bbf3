/* typo-typing.c - the rules at the key: ' and " and … at once, the rest when the word is left.
 *
 * A key that may end a word (space, line break) runs the ordinary rules over the line up to the
 * caret and takes what they say about the last two words; so both ways of applying the rules agree
 * by construction. Only ' " . « » do something themselves, because people expect to see it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

#define MAX_LINE 65536 /* of a longer line only the end is looked at */

/* Not while someone types: the caret stands in the space they would remove. Quotes and apostrophes
 * are decided when they are typed, and again only on demand. */
#define NOT_WHILE_TYPING                                                                           \
  (TYPO_RULE_BIT (TYPO_RULE_TRAILING_SPACE) | TYPO_RULE_BIT (TYPO_RULE_DOUBLE_SPACE)               \
   | TYPO_RULE_BIT (TYPO_RULE_QUOTES) | TYPO_RULE_BIT (TYPO_RULE_APOSTROPHE))

typedef struct
{
  const char *text;
  gsize line;  /* where the line, or what is looked at of it, begins */
  gsize caret; /* offset of the key */
  gsize length;
  const TypoOptions *options;
} Typing;

static gboolean
has_rule (const Typing *typing, TypoRule rule)
{
  return (typing->options->rules & TYPO_RULE_BIT (rule)) != 0;
}

/* The character before the caret, 0 at the line's beginning. */
static gunichar
character_before (const Typing *typing, gsize at)
{
  const char *p;

  if (at <= typing->line)
    return 0;
  p = g_utf8_find_prev_char (typing->text + typing->line, typing->text + at);
  if (p == NULL)
    return 0;
  return g_utf8_get_char_validated (p, (gssize) (typing->text + at - p));
}

static BaseEdits *
insertion (const Typing *typing, gsize start, const char *text)
{
  BaseEdits *edits = base_edits_new ();
  base_edits_replace (edits, base_span (start, typing->caret), text, -1);
  return edits;
}

/* ---- where nothing happens ---- */

/* The first span that ends after @at. */
static guint
first_span_after (const GArray *spans, gsize at)
{
  guint low = 0, high = spans != NULL ? spans->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (spans, BaseSpan, middle).end <= at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_protected (const Typing *typing, const GArray *spans)
{
  guint i = first_span_after (spans, typing->caret > 0 ? typing->caret - 1 : 0);

  if (spans == NULL || i >= spans->len)
    return FALSE;
  if (g_array_index (spans, BaseSpan, i).start >= typing->caret)
    return FALSE;
  /* At the end of a code span or a link one is outside, at the end of a block that goes on to the
   * end of the text one is inside. */
  return g_array_index (spans, BaseSpan, i).end > typing->caret
         || memchr (typing->text + g_array_index (spans, BaseSpan, i).start, '\n',
                    typing->caret - g_array_index (spans, BaseSpan, i).start)
                != NULL;
}

/* Is the caret in something that is still being written: a code span, a destination, a tag, an
 * attribute list, Liquid, an address? */
static gboolean
is_unfinished (const Typing *typing)
{
  const char *from = typing->text + typing->line, *to = typing->text + typing->caret;
  guint backticks = 0;
  gboolean in_tag = FALSE, in_brace = FALSE, in_link = FALSE, in_address = FALSE;

  for (const char *p = from; p < to; p++)
    {
      if (*p == '`')
        backticks++;
      else if (*p == '<' && p + 1 < to && (g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '!'))
        in_tag = TRUE;
      else if (*p == '>')
        in_tag = FALSE;
      else if (*p == '{' && p + 1 < to && strchr (":{%#", p[1]) != NULL)
        in_brace = TRUE;
      else if (*p == '}')
        in_brace = FALSE;
      else if (*p == '(' && p > from && p[-1] == ']')
        in_link = TRUE;
      else if (*p == ')')
        in_link = FALSE;
      else if (*p == '/' && p > from && p[-1] == '/')
        in_address = TRUE;
      else if (*p == ' ')
        in_address = FALSE;
    }
  return backticks % 2 == 1 || in_tag || in_brace || in_link || in_address;
}

/* ---- single keys ---- */

static BaseEdits *
type_apostrophe (const Typing *typing)
{
  gunichar before = character_before (typing, typing->caret);

  if (!has_rule (typing, TYPO_RULE_APOSTROPHE) || before == 0 || !g_unichar_isalpha (before))
    return NULL;
  return insertion (typing, typing->caret, "’");
}

static guint
count_in_line (const Typing *typing, const char *needle)
{
  const char *p = typing->text + typing->line;
  gsize left = typing->caret - typing->line;
  guint n = 0;

  while ((p = memmem (p, left, needle, strlen (needle))) != NULL)
    {
      n++;
      p += strlen (needle);
      left = (gsize) (typing->text + typing->caret - p);
    }
  return n;
}

static BaseEdits *
type_quote (const Typing *typing)
{
  gunichar before = character_before (typing, typing->caret);
  gboolean is_open = count_in_line (typing, "«") > count_in_line (typing, "»");

  if (!has_rule (typing, TYPO_RULE_QUOTES) || count_in_line (typing, "\"") > 0)
    return NULL;
  if (before == 0 || before == ' ' || before == '\t' || before == '(' || before == '['
      || before == 0x2019 || before == '*' || before == '_')
    {
      if (!is_open)
        return insertion (typing, typing->caret, "«\u00A0");
      if (before != ' ')
        return before == '*' || before == '_' ? insertion (typing, typing->caret, "\u00A0»") : NULL;
      return insertion (typing, typing->caret - 1, "\u00A0»");
    }
  /* 5" is five inches. */
  if (!is_open)
    return NULL;
  return insertion (typing, typing->caret, typo_is_no_break (before) ? "»" : "\u00A0»");
}

static BaseEdits *
type_dot (const Typing *typing)
{
  gsize at = typing->caret;
  gunichar before;

  if (!has_rule (typing, TYPO_RULE_ELLIPSIS) || at < typing->line + 3 || typing->text[at - 1] != '.'
      || typing->text[at - 2] != '.')
    return NULL;
  before = character_before (typing, at - 2);
  if (!g_unichar_isalnum (before) && strchr (")]([", (int) MIN (before, 127)) == NULL
      && before != ' ' && !typo_is_no_break (before) && before != 0x00BB)
    return NULL;
  return insertion (typing, at - 2, "…");
}

static BaseEdits *
type_guillemet (const Typing *typing, gunichar typed)
{
  gunichar before = character_before (typing, typing->caret);

  if (!has_rule (typing, TYPO_RULE_GUILLEMETS))
    return NULL;
  if (typed == 0x00AB)
    return insertion (typing, typing->caret, "«\u00A0");
  if (count_in_line (typing, "«") <= count_in_line (typing, "»") || before == 0
      || typo_is_no_break (before))
    return NULL;
  return insertion (typing, before == ' ' ? typing->caret - 1 : typing->caret, "\u00A0»");
}

/* ---- the end of a word ---- */

/* Where the last two words before the caret begin, with the space before them. */
static gsize
tail_start (const Typing *typing)
{
  gsize at = typing->caret;

  for (guint words = 0; words < 2; words++)
    {
      while (at > typing->line && typing->text[at - 1] == ' ')
        at--;
      while (at > typing->line && typing->text[at - 1] != ' ')
        at--;
    }
  while (at > typing->line && typing->text[at - 1] == ' ')
    at--;
  return at;
}

static GArray *
spans_of_line (const Typing *typing, const GArray *spans)
{
  GArray *here = g_array_new (FALSE, FALSE, sizeof (BaseSpan));

  for (guint i = first_span_after (spans, typing->line); spans != NULL && i < spans->len; i++)
    {
      BaseSpan span = g_array_index (spans, BaseSpan, i);

      if (span.start >= typing->caret)
        break;
      span.start = MAX (span.start, typing->line) - typing->line;
      span.end = MIN (span.end, typing->caret) - typing->line;
      g_array_append_val (here, span);
    }
  return here;
}

static BaseEdits *
type_word_end (const Typing *typing, const char *key, const GArray *spans)
{
  g_autofree char *line = NULL;
  g_autoptr (GArray) here = spans_of_line (typing, spans);
  g_autoptr (TypoReport) report = NULL;
  TypoOptions options = *typing->options;
  gsize size = typing->caret - typing->line;
  gsize tail = tail_start (typing) - typing->line;
  BaseEdits *edits = base_edits_new ();

  options.rules &= ~NOT_WHILE_TYPING;
  line = g_malloc (size + strlen (key) + 1);
  memcpy (line, typing->text + typing->line, size);
  memcpy (line + size, key, strlen (key) + 1);
  report = typo_check (line, size + strlen (key), here, &options);
  for (gsize i = 0; i < base_edits_count (report->edits); i++)
    {
      const BaseEdit *edit = base_edits_get (report->edits, i);

      if (edit->span.start >= tail && edit->span.end <= size)
        base_edits_replace (
            edits, base_span (edit->span.start + typing->line, edit->span.end + typing->line),
            edit->text, (gssize) edit->length);
    }
  if (base_edits_is_empty (edits))
    {
      base_edits_unref (edits);
      return NULL;
    }
  base_edits_insert (edits, typing->caret, key, -1);
  return edits;
}

/* A space after « and its no-break space is the one that people are used to type: there is one. */
static gboolean
is_space_already (const Typing *typing)
{
  gsize at = typing->caret;

  return has_rule (typing, TYPO_RULE_GUILLEMETS) && at >= typing->line + 4
         && memcmp (typing->text + at - 4, "«\u00A0", 4) == 0;
}

gboolean
typo_is_typing_key (gunichar typed)
{
  if (typed >= 0x80)
    return typed == 0x00AB || typed == 0x00BB;
  return typed != 0 && strchr ("'\". \n", (int) typed) != NULL;
}

BaseEdits *
typo_as_you_type (const char *text,
                  gsize length,
                  gsize offset,
                  gunichar typed,
                  const GArray *protected_spans,
                  const TypoOptions *options)
{
  TypoOptions chosen = options != NULL ? *options : typo_options_default ();
  Typing typing = { text, offset, offset, length, &chosen };

  g_assert (offset <= length);
  if (!typo_is_typing_key (typed))
    return NULL;
  while (typing.line > 0 && text[typing.line - 1] != '\n' && offset - typing.line < MAX_LINE)
    typing.line--;
  while (typing.line < offset && ((guchar) text[typing.line] & 0xC0) == 0x80)
    typing.line++;
  if (is_protected (&typing, protected_spans) || is_unfinished (&typing))
    return NULL;
  switch (typed)
    {
    case '\'':
      return type_apostrophe (&typing);
    case '"':
      return type_quote (&typing);
    case '.':
      return type_dot (&typing);
    case ' ':
      if (is_space_already (&typing))
        return base_edits_new ();
      return type_word_end (&typing, " ", protected_spans);
    case '\n':
      return type_word_end (&typing, "\n", protected_spans);
    default:
      return type_guillemet (&typing, typed);
    }
}
