/* chapeau-rewrite-table.c - a new table, and Enter and Tab in one.
 *
 * Which lines are the table is told by kramdown; where its cells are is read here, line by line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-rewrite-place.h"

#include <string.h>

typedef struct
{
  BaseSpan line;
  gsize pipe;       /* the first one; `line.end`: none */
  gboolean is_rule; /* dashes */
  GArray *cells;    /* of BaseSpan: what stands between two "|" */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_array_unref (row->cells);
  g_free (row);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* Behind a code span that begins at @at, or behind its backquotes if it does not end. */
static gsize
skip_code (const RewritePlace *place, gsize at, gsize end)
{
  gsize n = 0, run = 0;

  while (at + n < end && place->text[at + n] == '`')
    n++;
  for (gsize i = at + n; i <= end; i++)
    if (i < end && place->text[i] == '`')
      run++;
    else if (run == n)
      return i;
    else
      run = 0;
  return at + n;
}

static void
read_cells (const RewritePlace *place, Row *row)
{
  gsize start = row->pipe + 1, end = row->line.end;
  BaseSpan cell;

  for (gsize at = start; at < end;)
    if (place->text[at] == '\\')
      at += 2;
    else if (place->text[at] == '`')
      at = skip_code (place, at, end);
    else if (place->text[at++] == '|')
      {
        cell = base_span (start, at - 1);
        g_array_append_val (row->cells, cell);
        start = at;
      }
  if (!rewrite_place_is_blank (place, start, end) || row->cells->len == 0)
    {
      cell = base_span (MIN (start, end), end);
      g_array_append_val (row->cells, cell);
    }
}

static gboolean
is_rule (const RewritePlace *place, const Row *row)
{
  gboolean dashes = FALSE;

  for (gsize at = row->pipe; at < row->line.end; at++)
    {
      if (strchr ("|-+=: \t", place->text[at]) == NULL)
        return FALSE;
      dashes = dashes || place->text[at] == '-' || place->text[at] == '=';
    }
  return dashes;
}

static Row *
read_row (const RewritePlace *place, gsize at)
{
  Row *row = g_new0 (Row, 1);

  row->line = rewrite_place_line (place, at);
  row->pipe = MAX (at, row->line.start);
  while (row->pipe < row->line.end && strchr ("> \t", place->text[row->pipe]) != NULL)
    row->pipe++;
  row->cells = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  row->is_rule = is_rule (place, row);
  if (row->pipe < row->line.end)
    read_cells (place, row);
  return row;
}

/* The Rows of the table of the caret. */
static GPtrArray *
read_rows (const RewritePlace *place)
{
  BaseSpan span = rewrite_place_span (place, place->table);
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);

  for (gsize at = span.start; at < span.end; at = rewrite_place_next_line (place, at))
    g_ptr_array_add (rows, read_row (place, at));
  return rows;
}

gboolean
rewrite_table_is_ours (const RewritePlace *place)
{
  g_autoptr (GPtrArray) rows = read_rows (place);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];

      if (row->pipe >= row->line.end || place->text[row->pipe] != '|')
        return FALSE;
    }
  return rows->len > 1 && !((const Row *) rows->pdata[0])->is_rule
         && ((const Row *) rows->pdata[1])->is_rule;
}

static guint
row_of_caret (const RewritePlace *place, const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const Row *) rows->pdata[i])->line.end >= place->caret)
      return i;
  return rows->len - 1;
}

static gboolean
is_empty (const RewritePlace *place, const Row *row)
{
  for (guint i = 0; i < row->cells->len; i++)
    {
      BaseSpan cell = g_array_index (row->cells, BaseSpan, i);

      if (!rewrite_place_is_blank (place, cell.start, cell.end))
        return FALSE;
    }
  return !row->is_rule;
}

/* ---- moving -----------------------------------------------------------------------------------
 */

/* Selects what is in a cell; in an empty one the caret goes behind its first blank. */
static BaseSpan
content_of (const RewritePlace *place, BaseSpan cell)
{
  gsize start = rewrite_place_skip_blanks (place, cell.start, cell.end), end = cell.end;

  if (start == cell.end)
    return base_span (MIN (cell.start + 1, cell.end), MIN (cell.start + 1, cell.end));
  while (strchr (" \t", place->text[end - 1]) != NULL)
    end--;
  return base_span (start, end);
}

/* An empty row behind the line of @behind; the caret in its first cell. */
static ChapeauRewrite *
add_row (const RewritePlace *place, const GPtrArray *rows, const Row *behind)
{
  const Row *first = rows->pdata[0];
  g_autoptr (GString) out = g_string_new (place->newline);
  ChapeauRewrite *rewrite;
  gsize caret;

  /* A list's marker may stand before the first row. */
  rewrite_place_append_margin (place, out, first->line.start, first->pipe);
  g_string_append_c (out, '|');
  caret = behind->line.end + out->len + 1;
  for (guint i = 0; i < first->cells->len; i++)
    g_string_append (out, "  |");
  rewrite = rewrite_new_at (base_span (behind->line.end, behind->line.end), out->str);
  rewrite->selection = base_span (caret, caret);
  return rewrite;
}

/* The empty last row goes, and the text goes on below a blank line. */
static ChapeauRewrite *
leave (const RewritePlace *place, const Row *row)
{
  g_autoptr (GString) margin = g_string_new (NULL), out = g_string_new (NULL);

  g_string_append_len (margin, place->text + row->line.start,
                       (gssize) (row->pipe - row->line.start));
  g_string_append (out, margin->str);
  while (out->len > 0 && strchr (" \t", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  g_string_append (out, place->newline);
  g_string_append (out, margin->str);
  return rewrite_new_at (row->line, out->str);
}

ChapeauRewrite *
rewrite_table_enter (const RewritePlace *place)
{
  g_autoptr (GPtrArray) rows = read_rows (place);
  guint at = row_of_caret (place, rows);
  const Row *row = rows->pdata[at];

  if (at == 0 && place->caret <= row->pipe)
    return NULL;
  if (at + 1 == rows->len && at > 2 && is_empty (place, row))
    return leave (place, row);
  /* Below the headings is below their dashes. */
  return add_row (place, rows, at == 0 ? rows->pdata[1] : row);
}

ChapeauRewrite *
rewrite_table_tab (const RewritePlace *place, gboolean back)
{
  g_autoptr (GPtrArray) rows = read_rows (place);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  ChapeauRewrite *rewrite;
  guint at = 0;
  gint64 wanted;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = rows->pdata[i];

      if (!row->is_rule)
        g_array_append_vals (cells, row->cells->data, row->cells->len);
    }
  while (at + 1 < cells->len && g_array_index (cells, BaseSpan, at).end < place->caret)
    at++;
  wanted = (gint64) at + (back ? -1 : 1);
  if (wanted >= cells->len)
    return add_row (place, rows, rows->pdata[rows->len - 1]);
  rewrite = rewrite_new ();
  rewrite->selection = content_of (place, g_array_index (cells, BaseSpan, (guint) MAX (wanted, 0)));
  return rewrite;
}

/* ---- inserting --------------------------------------------------------------------------------
 */

static gboolean
is_attribute_list (const RewritePlace *place, gsize at)
{
  return at + 1 < place->length && place->text[at] == '{' && place->text[at + 1] == ':';
}

/* The block at the top of the tree that the line of the caret is in, with its attribute lists, or
 * that line. */
static BaseSpan
block_around (const RewritePlace *place)
{
  BaseSpan block = place->line;
  gsize next;

  for (const KdElement *at = kd_element_get_first_child (kd_document_get_root (place->document));
       at != NULL; at = kd_element_get_next (at))
    {
      BaseSpan span = rewrite_place_span (place, at);

      if (kd_element_get_type (at) == KD_BLANK || span.start > place->line.end
          || span.end <= place->line.start)
        continue;
      block.start = MIN (block.start, rewrite_place_line (place, span.start).start);
      block.end =
          MAX (block.end, rewrite_place_line (place, MAX (span.start + 1, span.end) - 1).end);
    }
  while ((next = rewrite_place_next_line (place, block.end)) < place->length
         && is_attribute_list (place, next))
    block.end = rewrite_place_line (place, next).end;
  return block;
}

static void
append_table (const RewritePlace *place, const char *const *headings, guint rows, GString *out)
{
  guint columns = g_strv_length ((char **) headings);

  for (guint i = 0; i < columns; i++)
    g_string_append_printf (out, "| %s ", headings[i]);
  g_string_append_printf (out, "|%s|", place->newline);
  for (guint i = 0; i < columns; i++)
    g_string_append (out, "---|");
  for (guint row = 0; row < rows; row++)
    {
      g_string_append_printf (out, "%s|", place->newline);
      for (guint i = 0; i < columns; i++)
        g_string_append (out, "  |");
    }
}

/* So many line ends that a blank line comes between @at and the text before or behind it. */
static guint
missing_before (const RewritePlace *place, gsize at)
{
  BaseSpan line = rewrite_place_line (place, at), before;

  if (!rewrite_place_is_blank (place, line.start, at))
    return 2;
  if (line.start == 0)
    return 0;
  before = rewrite_place_line (place, line.start - 1);
  return rewrite_place_is_blank (place, before.start, before.end) ? 0 : 1;
}

static guint
missing_behind (const RewritePlace *place, gsize at)
{
  BaseSpan line = rewrite_place_line (place, at), behind;
  gsize next;

  if (!rewrite_place_is_blank (place, at, line.end))
    return 2;
  next = rewrite_place_next_line (place, line.end);
  if (next >= place->length)
    return 0;
  behind = rewrite_place_line (place, next);
  return rewrite_place_is_blank (place, behind.start, behind.end) ? 0 : 1;
}

ChapeauRewrite *
chapeau_rewrite_insert_table (
    const char *text, gsize length, gsize caret, const char *const *headings, guint rows)
{
  g_auto (RewritePlace) place;
  g_autoptr (GString) out = g_string_new (NULL);
  ChapeauRewrite *rewrite;
  BaseSpan block, at;
  gsize heading;

  rewrite_place_init (&place, text, length, caret);
  block = block_around (&place);
  if (place.is_prose && rewrite_place_is_blank (&place, place.line.start, place.line.end))
    at = place.line;
  else if (caret == block.start)
    at = base_span (caret, caret);
  else
    at = base_span (block.end, block.end);
  for (guint i = missing_before (&place, at.start); i > 0; i--)
    g_string_append (out, place.newline);
  heading = at.start + out->len + strlen ("| ");
  append_table (&place, headings, rows, out);
  for (guint i = missing_behind (&place, at.end); i > 0; i--)
    g_string_append (out, place.newline);
  rewrite = rewrite_new_at (at, out->str);
  rewrite->selection = base_span (heading, heading + strlen (headings[0]));
  return rewrite;
}
