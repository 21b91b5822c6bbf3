/* kd-blockquote.c - block quotes, and horizontal rules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* Behind " {0,3}> ?", or @pos. */
static guint32
skip_marker (const KdSource *source, guint32 pos)
{
  guint32 sign = pos + kd_source_spaces (source, pos, 3);

  if (!kd_source_is (source, sign, '>'))
    return pos;
  return kd_source_is (source, sign + 1, ' ') ? sign + 2 : sign + 1;
}

/* A quote goes on over lazy lines; of each line its marker is taken away. */
gboolean
kd_parse_blockquote (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 pos = start;
  GArray *map;
  KdContent content;
  KdElement *quote;

  if (skip_marker (source, start) == start)
    return FALSE;
  map = kd_take_array (parser, sizeof (KdSegment));
  kd_content_start (&content, parser->document, source, start, map);
  do
    {
      guint32 end = kd_source_line_end (source, pos);
      kd_content_add (&content, 0, skip_marker (source, pos), end);
      pos = end;
    }
  while (pos < source->length && !kd_lazy_end (source, pos));
  quote = kd_block_new (parser, KD_BLOCKQUOTE, start, pos);
  kd_element_append (parser->tree, quote);
  source->pos = pos;
  kd_parse_content (parser, quote, &content);
  kd_give_back_array (parser, map);
  return TRUE;
}

/* Three or more of one sign, with space between: behind the line, or 0. */
guint32
kd_match_hr (const KdSource *source, guint32 pos)
{
  guint count = 0;
  char sign;

  pos += kd_source_spaces (source, pos, 3);
  if (pos >= source->length)
    return 0;
  sign = source->text[pos];
  if (sign != '*' && sign != '-' && sign != '_')
    return 0;
  for (; pos < source->length; pos++)
    if (source->text[pos] == sign)
      count++;
    else if (source->text[pos] != ' ' && source->text[pos] != '\t')
      break;
  return count >= 3 && kd_source_is (source, pos, '\n') ? pos + 1 : 0;
}

gboolean
kd_parse_horizontal_rule (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end = kd_match_hr (source, start);

  if (end == 0)
    return FALSE;
  source->pos = end;
  kd_element_append (parser->tree, kd_block_new (parser, KD_HR, start, end - 1));
  return TRUE;
}
