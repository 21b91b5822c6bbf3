/* base-line-index.c - bytes to lines, columns and code points, and back.
 *
 * For each line: the byte where it starts and the number of code points before it. A code point is
 * counted at each byte that is not a UTF-8 continuation byte (10xxxxxx), so a stray byte counts as
 * one or none but offsets never leave the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

typedef struct
{
  gsize byte;
  gsize code_point;
} LineStart;

struct _BaseLineIndex
{
  const char *text; /* borrowed */
  gsize length;
  GArray *lines; /* of LineStart, at least one */
};

static gboolean
starts_code_point (char byte)
{
  return ((guchar) byte & 0xC0) != 0x80;
}

BaseLineIndex *
base_line_index_new (const char *text, gsize length)
{
  BaseLineIndex *index = g_new0 (BaseLineIndex, 1);
  LineStart start = { 0, 0 };
  gsize code_points = 0;

  index->text = text;
  index->length = length;
  index->lines = g_array_new (FALSE, FALSE, sizeof (LineStart));
  g_array_append_val (index->lines, start);
  for (gsize i = 0; i < length; i++)
    {
      code_points += starts_code_point (text[i]);
      if (text[i] != '\n')
        continue;
      start.byte = i + 1;
      start.code_point = code_points;
      g_array_append_val (index->lines, start);
    }
  return index;
}

void
base_line_index_free (BaseLineIndex *index)
{
  if (index == NULL)
    return;
  g_array_unref (index->lines);
  g_free (index);
}

static const LineStart *
line_start (const BaseLineIndex *index, gsize line)
{
  return &g_array_index (index->lines, LineStart, line);
}

gsize
base_line_index_count (const BaseLineIndex *index)
{
  return index->lines->len;
}

BaseSpan
base_line_index_span (const BaseLineIndex *index, gsize line)
{
  gsize end = index->length;

  g_assert (line < index->lines->len);
  if (line + 1 < index->lines->len)
    end = line_start (index, line + 1)->byte;
  return base_span (line_start (index, line)->byte, end);
}

/* The last line whose start, counted in bytes or in code points, is at or before @value. */
static gsize
find_line (const BaseLineIndex *index, gsize value, gboolean in_code_points)
{
  gsize low = 0, high = index->lines->len;

  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;
      const LineStart *start = line_start (index, middle);

      if ((in_code_points ? start->code_point : start->byte) <= value)
        low = middle;
      else
        high = middle;
    }
  return low;
}

gsize
base_line_index_line_at (const BaseLineIndex *index, gsize offset)
{
  return find_line (index, offset, FALSE);
}

static gsize
count_code_points (const BaseLineIndex *index, gsize from, gsize to)
{
  gsize count = 0;

  for (gsize i = from; i < to; i++)
    count += starts_code_point (index->text[i]);
  return count;
}

/* Goes @count code points on from @from, but not past @end. */
static gsize
skip_code_points (const BaseLineIndex *index, gsize from, gsize end, gsize count)
{
  gsize i = from;

  while (i < end && count > 0)
    {
      i++;
      while (i < end && !starts_code_point (index->text[i]))
        i++;
      count--;
    }
  return i;
}

BasePosition
base_line_index_position (const BaseLineIndex *index, gsize offset)
{
  BasePosition position;

  offset = MIN (offset, index->length);
  position.line = base_line_index_line_at (index, offset);
  position.column = count_code_points (index, line_start (index, position.line)->byte, offset);
  return position;
}

gsize
base_line_index_offset (const BaseLineIndex *index, BasePosition position)
{
  BaseSpan span;

  if (position.line >= index->lines->len)
    return index->length;
  span = base_line_index_span (index, position.line);
  if (span.end > span.start && index->text[span.end - 1] == '\n')
    span.end--;
  if (span.end > span.start && index->text[span.end - 1] == '\r')
    span.end--;
  return skip_code_points (index, span.start, span.end, position.column);
}

gsize
base_line_index_offset_of_code_point (const BaseLineIndex *index, gsize code_point)
{
  gsize line = find_line (index, code_point, TRUE);
  const LineStart *start = line_start (index, line);

  return skip_code_points (index, start->byte, index->length, code_point - start->code_point);
}

gsize
base_line_index_code_point (const BaseLineIndex *index, gsize offset)
{
  gsize line;

  offset = MIN (offset, index->length);
  line = base_line_index_line_at (index, offset);
  return line_start (index, line)->code_point
         + count_code_points (index, line_start (index, line)->byte, offset);
}
