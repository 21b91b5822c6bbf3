/* kd-math.c - math blocks: $$ … $$ between block boundaries. (Math in a text: kd-span.c.)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* The text between the dollars, less space around it. */
void
kd_set_math (KdDocument *document, KdElement *math, const char *text, gsize from, gsize to)
{
  while (from < to && kd_is_strippable (text[from]))
    from++;
  while (to > from && kd_is_strippable (text[to - 1]))
    to--;
  kd_element_set_text (document, math, text + from, to - from);
}

/* An escaped block is no block: if it stands alone the backslash is taken away, and the rest of
 * the line is for the other parsers. */
gboolean
kd_parse_block_math (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 pos = start + kd_source_spaces (source, start, 3);
  gboolean escaped = kd_source_is (source, pos, '\\');
  guint32 close, end;
  gboolean ends_line = FALSE;
  KdElement *math;

  if (escaped)
    pos++;
  if (!kd_source_is (source, pos, '$') || !kd_source_is (source, pos + 1, '$')
      || !kd_after_boundary (parser))
    return FALSE;
  close = kd_source_search (source, KD_SEARCH_DOLLARS, pos + 2);
  if (close == G_MAXUINT32)
    return FALSE;
  for (end = close + 2; end < source->length && kd_is_space (source->text[end]); end++)
    if (source->text[end] == '\n')
      {
        ends_line = TRUE;
        break;
      }
  if (escaped)
    {
      if (ends_line)
        source->pos = pos;
      return FALSE;
    }
  source->pos = ends_line ? end + 1 : close + 2;
  if (!kd_before_boundary (parser))
    {
      source->pos = start;
      return FALSE;
    }
  math = kd_block_new (parser, KD_MATH, start, close + 2);
  math->flags |= KD_FLAG_BLOCK;
  kd_set_math (parser->document, math, source->text, pos + 2, close);
  kd_element_append (parser->tree, math);
  return TRUE;
}
