/* kd-table.c - tables.
 *
 * The lines with a "|" from here on are a table if a block boundary follows and if each has a "|"
 * outside of code: that is checked on a parse of all the lines with code spans and html alone
 * (kd-span.c). Then the rows are made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"
#include "kd-html-tag.h"

typedef struct
{
  KdElement *table;
  KdElement *rows; /* a container not yet given a kind; its children are rows */
  GArray *alignment;
  gboolean has_footer;
  guint columns;
  gboolean leading_pipe;
} Table;

/* ---- lines ---------------------------------------------------------------------------------- */

/* A "|" at the start or behind anything but a backslash. */
static gboolean
has_pipe (const char *text, gsize length)
{
  const char *pipe = text;
  const char *end = text + length;

  while ((pipe = memchr (pipe, '|', (gsize) (end - pipe))) != NULL)
    {
      if (pipe == text || pipe[-1] != '\\')
        return TRUE;
      pipe++;
    }
  return FALSE;
}

static gboolean
is_table_line (const KdSource *source, guint32 pos, guint32 end)
{
  return end > pos && source->text[end - 1] == '\n' && has_pipe (source->text + pos, end - 1 - pos);
}

/* A line of only these signs, with at least one @must. */
static gboolean
is_separator (const KdSource *source, guint32 pos, guint32 end, char must)
{
  gboolean found = FALSE;

  if (end == pos || source->text[end - 1] != '\n')
    return FALSE;
  for (; pos < end - 1; pos++)
    switch (source->text[pos])
      {
      case '+':
      case '|':
      case ':':
      case ' ':
      case '\t':
        break;
      default:
        if (source->text[pos] != must)
          return FALSE;
        found = TRUE;
      }
  return found;
}

/* ---- the parts of a table ------------------------------------------------------------------- */

static void
start_rows (KdParser *parser, Table *table)
{
  table->rows = kd_new (parser, KD_TBODY, parser->source->pos, parser->source->pos);
}

static void
end_rows (KdParser *parser, Table *table, KdType type, gboolean force)
{
  if (table->has_footer && type == KD_TBODY && !force)
    return;
  table->rows->type = (guint8) type;
  table->rows->start = kd_element_first (table->rows) != NULL
                           ? kd_element_first (table->rows)->start
                           : table->rows->start;
  kd_element_set_end (parser->document, table->rows,
                      kd_source_behind (parser->source, parser->source->pos));
  kd_element_append (table->table, table->rows);
  start_rows (parser, table);
}

/* Pieces like ":--", "--", ":-:", "-:". */
static void
read_alignment (Table *table, const char *text, gsize length)
{
  gsize pos = 0;

  while (pos < length)
    {
      gboolean left = text[pos] == ':';
      gsize dashes = left ? pos + 1 : pos;
      gsize end = dashes;
      gboolean right;
      guint8 alignment;
      while (end < length && text[end] == '-')
        end++;
      if (end == dashes)
        {
          pos++;
          continue;
        }
      right = end < length && text[end] == ':';
      alignment = left ? (right ? KD_ALIGN_CENTER : KD_ALIGN_LEFT)
                       : (right ? KD_ALIGN_RIGHT : KD_ALIGN_DEFAULT);
      g_array_append_val (table->alignment, alignment);
      pos = right ? end + 1 : end;
    }
}

/* ---- cells ---------------------------------------------------------------------------------- */

typedef struct
{
  GString *text;  /* of all cells of a row */
  GArray *ends;   /* guint32: where each cell ends in it */
  GArray *starts; /* guint32: where each began in the source */
} Cells;

/* The first of several pieces goes on with the last cell (or starts the row), each further one is a
 * cell of its own. */
static void
add_piece (Cells *cells, gboolean new_cell, guint32 source, const char *text, gsize length)
{
  if (new_cell || cells->ends->len == 0)
    {
      guint32 at = (guint32) cells->text->len;
      g_array_append_val (cells->ends, at);
      g_array_append_val (cells->starts, source);
    }
  g_string_append_len (cells->text, text, (gssize) length);
  g_array_index (cells->ends, guint32, cells->ends->len - 1) = (guint32) cells->text->len;
}

/* Text outside of code: "|" divides, "\|" is a "|". */
static void
split_text (Cells *cells, guint32 source, const char *text, gsize length)
{
  gsize from = 0;
  gboolean new_cell = FALSE;

  for (gsize pos = 0; pos <= length; pos++)
    {
      if (pos < length && (text[pos] != '|' || (pos > 0 && text[pos - 1] == '\\')))
        continue;
      add_piece (cells, new_cell, source + (guint32) from, "", 0);
      for (gsize i = from; i < pos; i++)
        if (text[i] != '\\' || i + 1 >= pos || text[i + 1] != '|')
          add_piece (cells, FALSE, source, text + i, 1);
      from = pos + 1;
      new_cell = TRUE;
    }
}

/* A code span is written anew, with enough backticks. */
static void
add_codespan (Cells *cells, guint32 source, const char *text, gsize length)
{
  gsize longest = 0;
  gsize run = 0;
  g_autofree char *delimiter = NULL;

  for (gsize i = 0; i < length; i++)
    {
      run = text[i] == '`' ? run + 1 : 0;
      longest = MAX (longest, run);
    }
  delimiter = g_strnfill (longest + 1, '`');
  add_piece (cells, FALSE, source, delimiter, longest + 1);
  if (longest > 0)
    add_piece (cells, FALSE, source, " ", 1);
  add_piece (cells, FALSE, source, text, length);
  if (longest > 0)
    add_piece (cells, FALSE, source, " ", 1);
  add_piece (cells, FALSE, source, delimiter, longest + 1);
}

/* Divides a part of a row that holds no <code>. */
static void
split_part (KdParser *parser, Cells *cells, guint32 from, guint32 to)
{
  KdSource *source = parser->source;
  KdElement *root;

  if (memchr (source->text + from, '`', to - from) == NULL)
    {
      if (to > from)
        split_text (cells, kd_source_at (source, from), source->text + from, to - from);
      return;
    }
  root = kd_element_new (parser->document, KD_ROOT, 0, 0);
  kd_parse_codespans (parser, root, source, from, to, FALSE);
  for (const KdElement *part = kd_element_first (root); part != NULL; part = kd_element_next (part))
    if (part->type == KD_CODESPAN)
      add_codespan (cells, part->start, kd_element_text (part), part->length);
    else
      split_text (cells, part->start, kd_element_text (part), part->length);
  kd_element_discard (parser->document, root);
}

/* The next "<code…>…</code>" of a line. */
static gboolean
find_code_element (const KdSource *source, guint32 from, guint32 to, BaseSpan *element)
{
  const char *text = source->text;
  const char *start = memmem (text + from, to - from, "<code", 5);
  const char *greater, *end;

  if (start == NULL)
    return FALSE;
  greater = memchr (start + 5, '>', (gsize) (text + to - (start + 5)));
  if (greater == NULL)
    return FALSE;
  end = memmem (greater + 1, (gsize) (text + to - (greater + 1)), "</code>", 7);
  if (end == NULL)
    return FALSE;
  *element = base_span ((gsize) (start - text), (gsize) (end - text) + 7);
  return TRUE;
}

static gboolean
is_empty_cell (const char *text, gsize from, gsize to)
{
  while (from < to && kd_is_strippable (text[from]))
    from++;
  return from == to;
}

/* [from, to) of @text, which lasts; from @start on in the source. */
static void
add_cell (KdParser *parser, KdElement *row, const char *text, gsize from, gsize to, guint32 start)
{
  guint32 row_end = kd_element_end (row);
  KdElement *cell;

  while (from < to && kd_is_strippable (text[from]))
    {
      from++;
      start++;
    }
  while (to > from && kd_is_strippable (text[to - 1]))
    to--;
  start = MIN (start, row_end);
  cell =
      kd_element_new (parser->document, KD_TD, start, MIN (start + (guint32) (to - from), row_end));
  if (to > from)
    {
      const KdSegment *map = kd_liquid_map (parser->document, text + from, to - from, start);
      KdElement *raw =
          kd_text_new (parser->document, KD_RAW_TEXT, text + from, to - from, start, start);
      if (map != NULL)
        raw = kd_raw_text_new_mapped (parser->document, raw, map);
      kd_element_append (cell, raw);
    }
  kd_element_append (row, cell);
}

/* Whether each "|" of a line divides it, and nothing else has to be done with it. */
static gboolean
is_plain_row (const KdSource *source, guint32 from, guint32 to)
{
  const char *text = source->text;
  BaseSpan code;

  return memchr (text + from, '`', to - from) == NULL
         && memmem (text + from, to - from, "\\|", 2) == NULL
         && !find_code_element (source, from, to, &code);
}

/* The cells of a plain row are slices of the source. */
static guint
add_plain_cells (KdParser *parser, const Table *table, KdElement *row, guint32 from, guint32 to)
{
  const char *text = parser->source->text;
  guint32 start = kd_source_at (parser->source, from);
  guint32 line = from;
  gboolean is_first = TRUE;
  guint n = 0;

  for (;;)
    {
      const char *pipe = memchr (text + from, '|', to - from);
      guint32 end = pipe != NULL ? (guint32) (pipe - text) : to;
      gboolean may_be_empty = !(is_first && table->leading_pipe) && pipe != NULL;
      if (may_be_empty || !is_empty_cell (text, from, end))
        {
          add_cell (parser, row, text, from, end, start + (from - line));
          n++;
        }
      if (pipe == NULL)
        return n;
      from = end + 1;
      is_first = FALSE;
    }
}

/* Fills @cells with those of a row that has code in it. */
static void
divide_row (KdParser *parser, Cells *cells, guint32 from, guint32 to)
{
  KdSource *source = parser->source;
  BaseSpan code;

  g_string_truncate (cells->text, 0);
  g_array_set_size (cells->ends, 0);
  g_array_set_size (cells->starts, 0);
  while (find_code_element (source, from, to, &code))
    {
      split_part (parser, cells, from, (guint32) code.start);
      add_piece (cells, FALSE, kd_source_at (source, (guint32) code.start),
                 source->text + code.start, base_span_length (code));
      from = (guint32) code.end;
    }
  split_part (parser, cells, from, to);
}

static guint
add_divided_cells (KdParser *parser, const Table *table, KdElement *row, const Cells *cells)
{
  const char *text = kd_heap_strndup (parser->heap, cells->text->str, cells->text->len);
  guint n = 0;
  gsize from = 0;

  for (guint i = 0; i < cells->ends->len; i++)
    {
      gsize to = g_array_index (cells->ends, guint32, i);
      gboolean may_be_empty = !(i == 0 && table->leading_pipe) && i + 1 < cells->ends->len;
      if (may_be_empty || !is_empty_cell (text, from, to))
        {
          add_cell (parser, row, text, from, to, g_array_index (cells->starts, guint32, i));
          n++;
        }
      from = to;
    }
  return n;
}

static void
add_row (KdParser *parser, Table *table, Cells *cells, guint32 from, guint32 to)
{
  const KdSource *source = parser->source;
  KdElement *row = kd_new (parser, KD_TR, from, to);
  guint n;

  while (to > from && (source->text[to - 1] == ' ' || source->text[to - 1] == '\t'))
    to--;
  if (is_plain_row (source, from, to))
    n = add_plain_cells (parser, table, row, from, to);
  else
    {
      divide_row (parser, cells, from, to);
      n = add_divided_cells (parser, table, row, cells);
    }
  table->columns = MAX (table->columns, n);
  kd_element_append (table->rows, row);
}

/* ---- the table ------------------------------------------------------------------------------ */

static void
read_lines (KdParser *parser, Table *table)
{
  KdSource *source = parser->source;
  Cells cells = { g_string_new (NULL), kd_take_array (parser, sizeof (guint32)),
                  kd_take_array (parser, sizeof (guint32)) };

  while (source->pos < source->length)
    {
      guint32 from = source->pos;
      guint32 end = kd_source_line_end (source, from);
      gboolean has_rows = kd_element_first (table->rows) != NULL;
      if (!is_table_line (source, from, end))
        break;
      source->pos = end;
      if (is_separator (source, from, end, '-'))
        {
          if (!has_rows)
            continue;
          if (table->alignment->len > 0 || table->has_footer)
            {
              end_rows (parser, table, KD_TBODY, FALSE);
              continue;
            }
          end_rows (parser, table, KD_THEAD, FALSE);
          read_alignment (table, source->text + from, end - from);
        }
      else if (is_separator (source, from, end, '='))
        {
          if (has_rows)
            end_rows (parser, table, KD_TBODY, TRUE);
          table->has_footer = TRUE;
        }
      else
        add_row (parser, table, &cells, from, end - 1);
    }
  g_string_free (cells.text, TRUE);
  kd_give_back_array (parser, cells.ends);
  kd_give_back_array (parser, cells.starts);
}

/* Whether each line has a "|" that is not code: kramdown looks at the parts that a parse with code
 * spans and html gives, in order. */
static gboolean
pipe_on_each_line (KdParser *parser, guint32 from, guint32 to)
{
  KdElement *root = kd_element_new (parser->document, KD_ROOT, 0, 0);
  gboolean pipe_on_line = FALSE;

  kd_parse_codespans (parser, root, parser->source, from, to, TRUE);
  for (const KdElement *part = kd_element_first (root); part != NULL; part = kd_element_next (part))
    {
      const char *text, *last;
      gsize length, lines = 1, trimmed;
      if (!kd_element_has_text (part))
        continue;
      text = kd_element_text (part);
      length = part->length;
      for (trimmed = length; trimmed > 0 && text[trimmed - 1] == '\n';)
        trimmed--;
      last = text;
      for (gsize i = 0; i < trimmed; i++)
        if (text[i] == '\n')
          {
            lines++;
            last = text + i + 1;
          }
      if (trimmed == 0)
        continue;
      if (part->type == KD_CODESPAN)
        {
          if (lines > 2 || (lines == 2 && !pipe_on_line))
            break;
          if (lines == 2)
            pipe_on_line = FALSE;
          continue;
        }
      if (lines > 1 && !pipe_on_line)
        {
          const char *newline = memchr (text, '\n', length);
          if (!has_pipe (text, (gsize) (newline - text)))
            break;
        }
      pipe_on_line =
          (lines > 1 ? FALSE : pipe_on_line) || has_pipe (last, (gsize) (text + trimmed - last));
    }
  kd_element_discard (parser->document, root);
  return pipe_on_line;
}

static gboolean
has_body (const KdElement *table)
{
  for (const KdElement *part = kd_element_first (table); part != NULL;
       part = kd_element_next (part))
    if (part->type == KD_TBODY)
      return TRUE;
  return FALSE;
}

/* Gives all rows the same number of cells, within bounds, and the cells their alignment. */
static void
even_out (KdParser *parser, Table *table)
{
  for (KdElement *part = kd_element_first (table->table); part != NULL;
       part = kd_element_next (part))
    for (KdElement *row = kd_element_first (part); row != NULL; row = kd_element_next (row))
      {
        guint nth = 0;
        KdElement *cell = kd_element_first (row);
        while (nth < table->columns)
          {
            if (cell == NULL)
              {
                if (parser->filler_cells == 0)
                  break;
                parser->filler_cells--;
                cell = kd_element_new (parser->document, KD_TD, kd_element_end (row),
                                       kd_element_end (row));
                kd_element_append (row, cell);
              }
            if (nth < table->alignment->len)
              kd_cell_set_alignment (cell,
                                     (KdAlignment) g_array_index (table->alignment, guint8, nth));
            cell = kd_element_next (cell);
            nth++;
          }
      }
}

/* Leaves pos behind the lines of a table, if they are one. */
static gboolean
find_end (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end;

  while (source->pos < source->length
         && is_table_line (source, source->pos, end = kd_source_line_end (source, source->pos)))
    source->pos = end;
  return kd_before_boundary (parser) && pipe_on_each_line (parser, start, source->pos - 1);
}

static gboolean
parse_parts (KdParser *parser, Table *table)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 first_end = kd_source_line_end (source, start);
  guint32 first = (guint32) kd_skip_space (source->text, start, first_end);

  if (!find_end (parser))
    return FALSE;
  source->pos = start;
  table->leading_pipe = kd_source_is (source, first, '|');
  if (is_separator (source, start, first_end, '-'))
    source->pos = first_end;
  start_rows (parser, table);
  read_lines (parser, table);
  if (kd_element_first (table->rows) != NULL)
    end_rows (parser, table, table->has_footer ? KD_TFOOT : KD_TBODY, FALSE);
  if (has_body (table->table))
    return TRUE;
  kd_warn (parser, source, "kramdown.table-without-body", start, source->pos,
           "A table without body", NULL, 0);
  return FALSE;
}

gboolean
kd_parse_table (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 first = start + kd_source_spaces (source, start, 3);
  guint32 end = kd_source_this_line_end (source, first);
  Table table = { 0 };
  gboolean found;

  if (first >= source->length || kd_is_space (source->text[first])
      || !is_table_line (source, first, end) || !kd_after_boundary (parser))
    return FALSE;
  table.table = kd_block_new (parser, KD_TABLE, start, end);
  table.alignment = g_array_new (FALSE, FALSE, sizeof (guint8));
  found = parse_parts (parser, &table);
  if (found)
    {
      kd_element_set_end (parser->document, table.table, kd_source_behind (source, source->pos));
      even_out (parser, &table);
      kd_element_append (parser->tree, table.table);
    }
  else
    {
      source->pos = start;
      kd_element_discard (parser->document, table.table);
    }
  g_array_unref (table.alignment);
  return found;
}
