/* typo-cells.c - from bytes to cells and from changed cells to edits.
 *
 * Invariants of a list of cells: the spans [start, end) are ascending, touch one another and cover
 * the text from 0 to its length; a cell with rule -1 stands for exactly its bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-cells.h"

#include <string.h>

#define MARKS_SEEN_THROUGH 8
#define MARKS_COMBINED     16 /* combining marks on one letter */

/* ---- building ---- */

static gboolean
is_combining (gunichar c)
{
  return c >= 0x0300 && c <= 0x036F;
}

static gboolean
is_tag_text (const char *text, gsize length)
{
  if (length < 3 || text[0] != '<' || text[length - 1] != '>')
    return FALSE;
  for (gsize i = 1; i < length && text[i] != ' '; i++)
    if (text[i] == ':' || text[i] == '@')
      return FALSE;
  return TRUE;
}

static gboolean
is_no_break_entity (const char *text, gsize length)
{
  static const char *const names[] = { "&nbsp;",   "&#160;",   "&#xA0;",   "&#xa0;",
                                       "&thinsp;", "&#8239;",  "&#8201;",  "&#x202F;",
                                       "&#x202f;", "&#x2009;", "&NoBreak;" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && memcmp (names[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

static void
append_fixed (GArray *cells, const char *text, BaseSpan span)
{
  const char *bytes = text + span.start;
  gsize size = base_span_length (span);
  TypoCell cell = { span.start, span.end, 0, 0, TYPO_CELL_WORD, -1, TRUE, FALSE };

  if (is_no_break_entity (bytes, size))
    {
      cell.kind = TYPO_CELL_CHAR;
      cell.c = TYPO_NO_BREAK;
    }
  else if (g_ascii_isspace (bytes[size - 1]) || memchr (bytes, '\n', size) != NULL
           || (size >= 3 && g_ascii_strncasecmp (bytes, "<br", 3) == 0))
    cell.kind = TYPO_CELL_EDGE;
  else if (is_tag_text (bytes, size))
    cell.kind = TYPO_CELL_TAG;
  g_array_append_val (cells, cell);
}

static gsize
append_spaces (GArray *cells, const char *text, gsize from, gsize to)
{
  TypoCell cell = { from, from, ' ', 0, TYPO_CELL_SPACE, -1, FALSE, FALSE };
  guint32 tab = 0;

  while (cell.end < to && (text[cell.end] == ' ' || text[cell.end] == '\t'))
    if (text[cell.end++] == '\t')
      tab = TYPO_WIDTH_TAB;
  cell.width = (guint32) MIN (cell.end - cell.start, TYPO_WIDTH_TAB - 1) | tab;
  g_array_append_val (cells, cell);
  return cell.end;
}

/* A letter with combining marks after it; NFC where there is one. Returns the end, or @from if
 * nothing was composed. */
static gsize
append_composed (GArray *cells, const char *text, gsize from, gsize to)
{
  const char *p = g_utf8_next_char (text + from);
  g_autofree char *composed = NULL;
  guint marks = 0;
  gsize end;

  while (p < text + to && marks < MARKS_COMBINED)
    {
      gunichar c = g_utf8_get_char_validated (p, text + to - p);
      if (c >= (gunichar) -2 || !is_combining (c))
        break;
      p = g_utf8_next_char (p);
      marks++;
    }
  end = (gsize) (p - text);
  composed = g_utf8_normalize (text + from, (gssize) (end - from), G_NORMALIZE_NFC);
  if (composed == NULL
      || (strlen (composed) == end - from && memcmp (composed, text + from, end - from) == 0))
    return from;
  for (const char *q = composed; *q != '\0'; q = g_utf8_next_char (q))
    {
      TypoCell cell = { q == composed ? from : end,
                        end,
                        g_utf8_get_char (q),
                        0,
                        TYPO_CELL_CHAR,
                        TYPO_RULE_COMPOSE,
                        FALSE,
                        FALSE };
      g_array_append_val (cells, cell);
    }
  return end;
}

static gboolean
is_followed_by_combining (const char *text, gsize at, gsize to)
{
  gunichar c;

  if (at >= to || (guchar) text[at] < 0xCC || (guchar) text[at] > 0xCD)
    return FALSE;
  c = g_utf8_get_char_validated (text + at, (gssize) (to - at));
  return c < (gunichar) -2 && is_combining (c);
}

static gsize
append_character (GArray *cells, const char *text, gsize from, gsize to, gboolean compose)
{
  TypoCell cell = { from, from + 1, 0, 0, TYPO_CELL_CHAR, -1, FALSE, FALSE };
  gunichar c = (guchar) text[from];

  if (c >= 0x80)
    {
      c = g_utf8_get_char_validated (text + from, (gssize) (to - from));
      if (c >= (gunichar) -2)
        {
          cell.kind = TYPO_CELL_WORD;
          cell.is_fixed = TRUE;
          g_array_append_val (cells, cell);
          return cell.end;
        }
      cell.end = (gsize) (g_utf8_next_char (text + from) - text);
    }
  if (compose && g_unichar_isalpha (c) && is_followed_by_combining (text, cell.end, to))
    {
      gsize end = append_composed (cells, text, from, to);
      if (end > from)
        return end;
    }
  cell.c = c;
  if (c == '*' || c == '_' || c == '~')
    cell.kind = TYPO_CELL_MARK;
  g_array_append_val (cells, cell);
  return cell.end;
}

static void
append_open (GArray *cells, const char *text, gsize from, gsize to, gboolean compose)
{
  while (from < to)
    {
      gboolean crlf = text[from] == '\r' && from + 1 < to && text[from + 1] == '\n';

      if (text[from] == ' ' || text[from] == '\t')
        from = append_spaces (cells, text, from, to);
      else if (text[from] == '\n' || crlf)
        {
          TypoCell cell = {
            from, from + (crlf ? 2 : 1), '\n', 0, TYPO_CELL_BREAK, -1, FALSE, crlf
          };
          g_array_append_val (cells, cell);
          from = cell.end;
        }
      else
        from = append_character (cells, text, from, to, compose);
    }
}

GArray *
typo_cells_new (const char *text, gsize length, const GArray *protected_spans, TypoRules rules)
{
  GArray *cells = g_array_sized_new (FALSE, FALSE, sizeof (TypoCell), (guint) (length / 2 + 16));
  gboolean compose = (rules & TYPO_RULE_BIT (TYPO_RULE_COMPOSE)) != 0;
  gsize from = 0;

  for (guint i = 0; protected_spans != NULL && i < protected_spans->len; i++)
    {
      BaseSpan span = g_array_index (protected_spans, BaseSpan, i);

      g_assert (span.start >= from && span.end >= span.start && span.end <= length);
      append_open (cells, text, from, span.start, compose);
      if (span.end > span.start)
        append_fixed (cells, text, span);
      from = span.end;
    }
  append_open (cells, text, from, length, compose);
  return cells;
}

/* ---- reporting ---- */

static void
append_cell_text (GString *out, const TypoCell *cell, const char *text)
{
  if (cell->rule < 0)
    g_string_append_len (out, text + cell->start, (gssize) (cell->end - cell->start));
  else if (cell->kind == TYPO_CELL_BREAK)
    g_string_append (out, cell->is_crlf ? "\r\n" : "\n");
  else if (cell->c != 0)
    g_string_append_unichar (out, cell->c);
}

static gboolean
is_continuation (char byte)
{
  return ((guchar) byte & 0xC0) == 0x80;
}

/* Cuts what is equal at both ends, at code point boundaries. */
static void
trim_change (const char *text, BaseSpan *span, const GString *after, BaseSpan *kept)
{
  gsize prefix = 0, suffix = 0;
  gsize before = base_span_length (*span);

  while (prefix < before && prefix < after->len && text[span->start + prefix] == after->str[prefix])
    prefix++;
  while (prefix > 0
         && ((prefix < before && is_continuation (text[span->start + prefix]))
             || (prefix < after->len && is_continuation (after->str[prefix]))))
    prefix--;
  while (suffix < before - prefix && suffix < after->len - prefix
         && text[span->end - 1 - suffix] == after->str[after->len - 1 - suffix])
    suffix++;
  while (suffix > 0 && is_continuation (text[span->end - suffix]))
    suffix--;
  *kept = base_span (prefix, after->len - suffix);
  *span = base_span (span->start + prefix, span->end - suffix);
}

/* A report being written, and the position it has come to: findings ascend, so the lines and code
 * points are counted once. */
typedef struct
{
  TypoReport *report;
  const char *text;
  gsize offset;
  BasePosition position;
} Reporting;

static BasePosition
position_at (Reporting *state, gsize offset)
{
  for (; state->offset < offset; state->offset++)
    if (state->text[state->offset] == '\n')
      {
        state->position.line++;
        state->position.column = 0;
      }
    else if (!is_continuation (state->text[state->offset]))
      state->position.column++;
  return state->position;
}

static void
report_change (Reporting *state, BaseSpan span, const GString *after, TypoRule rule)
{
  TypoReport *report = state->report;
  BaseSpan kept;
  g_autofree char *before_text = NULL;
  g_autofree char *after_text = NULL;
  const char *arguments[3] = { NULL, NULL, NULL };
  BaseEdits *fix;

  trim_change (state->text, &span, after, &kept);
  if (base_span_length (span) == 0 && base_span_length (kept) == 0)
    return;
  before_text = g_strndup (state->text + span.start, base_span_length (span));
  after_text = g_strndup (after->str + kept.start, base_span_length (kept));
  arguments[0] = before_text;
  arguments[1] = after_text;
  base_edits_replace (report->edits, span, after_text, -1);
  fix = base_edits_new ();
  base_edits_replace (fix, span, after_text, -1);
  g_ptr_array_add (report->diagnostics,
                   base_diagnostic_new (BASE_SEVERITY_HINT, typo_rule_code (rule), span,
                                        position_at (state, span.start), typo_rule_reason (rule),
                                        arguments, fix));
}

TypoReport *
typo_cells_report (const GArray *cells, const char *text, gsize length)
{
  TypoReport *report = g_new0 (TypoReport, 1);
  Reporting state = { .report = report, .text = text };
  g_autoptr (GString) after = g_string_new (NULL);
  guint i = 0;

  report->edits = base_edits_new ();
  report->diagnostics = base_diagnostics_new ();
  while (i < cells->len)
    {
      const TypoCell *first = &g_array_index (cells, TypoCell, i);
      BaseSpan span = { first->start, first->end };

      i++;
      if (first->rule < 0)
        continue;
      g_string_truncate (after, 0);
      append_cell_text (after, first, text);
      for (; i < cells->len; i++)
        {
          const TypoCell *next = &g_array_index (cells, TypoCell, i);
          if (next->rule != first->rule)
            break;
          append_cell_text (after, next, text);
          span.end = next->end;
        }
      g_assert (span.end <= length);
      report_change (&state, span, after, (TypoRule) first->rule);
    }
  return report;
}

/* ---- for passes ---- */

void
typo_pass_write (TypoPass *pass, gsize from, gsize to, gunichar c, TypoRule rule)
{
  gsize here = from < pass->n_in ? pass->in[from].start : pass->length;
  TypoCell cell = {
    here, to > from ? pass->in[to - 1].end : here, c, 1, TYPO_CELL_CHAR, (gint8) rule, FALSE, FALSE
  };

  if (c == ' ')
    cell.kind = TYPO_CELL_SPACE;
  g_array_append_val (pass->out, cell);
}

static gboolean
is_seen_through (const TypoCell *cell)
{
  return cell->kind == TYPO_CELL_MARK || cell->kind == TYPO_CELL_TAG;
}

gssize
typo_pass_previous (const TypoPass *pass, gssize i)
{
  for (guint n = 0; n <= MARKS_SEEN_THROUGH; n++)
    if (--i < 0 || !is_seen_through (&pass->in[i]))
      return i;
  return -1;
}

gssize
typo_pass_next (const TypoPass *pass, gssize i)
{
  for (guint n = 0; n <= MARKS_SEEN_THROUGH; n++)
    if ((gsize) ++i >= pass->n_in || !is_seen_through (&pass->in[i]))
      return i;
  return (gssize) pass->n_in;
}

gboolean
typo_is_no_break (gunichar c)
{
  return c == TYPO_NO_BREAK || c == TYPO_NARROW_NO_BREAK || c == 0x2009 || c == 0x2007
         || c == 0x2060;
}

gboolean
typo_cell_is_space (const TypoCell *cell)
{
  return cell != NULL
         && (cell->kind == TYPO_CELL_SPACE
             || (cell->kind == TYPO_CELL_CHAR && typo_is_no_break (cell->c)));
}

gboolean
typo_cell_is_limit (const TypoCell *cell)
{
  return cell == NULL || cell->kind == TYPO_CELL_BREAK || cell->kind == TYPO_CELL_EDGE
         || (cell->kind == TYPO_CELL_CHAR && cell->c == 0);
}

gboolean
typo_cell_ends_word (const TypoCell *cell)
{
  if (cell == NULL)
    return FALSE;
  if (cell->kind == TYPO_CELL_WORD)
    return TRUE;
  if (cell->kind != TYPO_CELL_CHAR || cell->c == 0)
    return FALSE;
  if (g_unichar_isalnum (cell->c) || is_combining (cell->c))
    return TRUE;
  switch (cell->c)
    {
    case ')':
    case ']':
    case '%':
    case '"':
    case '.':
    case 0x00BB: /* » */
    case 0x201D: /* ” */
    case 0x2019: /* ’ */
    case 0x2026: /* … */
    case 0x20AC: /* € */
    case 0x00B0: /* ° */
    case 0x00B2: /* ² */
    case 0x00B3: /* ³ */
      return TRUE;
    default:
      return FALSE;
    }
}
