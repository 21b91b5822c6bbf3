/* kd-list-item.c - what items of lists and definitions of definition lists have in common.
 *
 * Both are read to their end first: the lines, less their indentation, are put together and kept by
 * the element, and only when the whole list has been read are they parsed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* ---- lines ---------------------------------------------------------------------------------- */

/* "{: … }" at the start of an item: behind it and the space that follows, or 0. It may not be an
 * attribute list definition or extension, and stays on the line. */
static guint32
match_item_ial (const KdSource *source, guint32 pos, guint32 end, BaseSpan *inner)
{
  guint32 name, brace;

  pos = (guint32) kd_skip_space (source->text, pos, end);
  if (pos + 3 >= end || source->text[pos] != '{' || source->text[pos + 1] != ':')
    return 0;
  name = pos + 2;
  if (source->text[name] == '/' || source->text[name] == ':')
    return 0;
  if (kd_is_word (source->text[name]))
    {
      guint32 name_end = name;
      while (name_end < end
             && (kd_is_word (source->text[name_end]) || source->text[name_end] == '-'))
        name_end++;
      if (name_end < end && source->text[name_end] == ':')
        return 0;
    }
  for (brace = name; brace < end && source->text[brace] != '}'; brace++)
    if (source->text[brace] == '\\' && brace + 1 < end && source->text[brace + 1] == '}')
      brace++;
  if (brace >= end || brace == name)
    return 0;
  *inner = base_span (name, brace);
  return (guint32) kd_skip_space (source->text, brace + 1, end);
}

/* The column behind a line's leading space, tabs going to the next multiple of four; the column of
 * @pos is @column. Only tabs that stand behind spaces alone count. */
static guint32
lead_column (const KdSource *source, guint32 pos, guint32 end, guint32 column, guint32 *first)
{
  while (pos < end && (source->text[pos] == ' ' || source->text[pos] == '\t'))
    {
      column += source->text[pos] == '\t' ? 4 - column % 4 : 1;
      pos++;
    }
  *first = pos;
  return column;
}

void
kd_first_list_line (
    KdParser *parser, KdElement *item, guint32 marker_width, guint32 from, KdFirstLine *line)
{
  KdSource *source = parser->source;
  guint32 end = kd_source_line_end (source, from);
  BaseSpan inner = { 0, 0 };
  guint32 behind = match_item_ial (source, from, end, &inner);

  /* Nothing but an attribute list on the line, or nothing at all. */
  if ((behind != 0 && behind >= end) || kd_skip_space (source->text, from, end) >= end)
    line->indentation = 4;
  else
    line->indentation = lead_column (source, from, end, marker_width, &line->start);
  line->start = (guint32) kd_skip_space (source->text, from, end);
  line->spaces = 0;
  if (behind == 0)
    return;
  kd_element_parse_ial (parser, item, source->text + inner.start, base_span_length (inner),
                        kd_source_at (source, (guint32) inner.start));
  line->start = behind;
}

void
kd_line_lead (const KdSource *source, guint32 pos, guint32 *spaces, guint32 *rest)
{
  guint32 tabs = 0;
  guint32 more;

  while (kd_source_is (source, pos + tabs, '\t'))
    tabs++;
  more = kd_source_spaces (source, pos + tabs, G_MAXUINT32);
  *spaces = 4 * tabs + more;
  *rest = pos + tabs + more;
}

/* Behind so many columns of indentation, in whole tabs or fours of spaces and then spaces; 0 if
 * there are not. */
static guint32
match_indentation (const KdSource *source, guint32 pos, guint32 indentation)
{
  guint32 units = indentation / 4;
  guint32 rest = indentation % 4;

  for (; units > 0; units--)
    {
      guint32 next = kd_match_indent (source, pos);
      if (next == 0)
        return 0;
      pos = next;
    }
  if (rest == 0 || kd_source_spaces (source, pos, rest) == rest)
    return pos + rest;
  return kd_match_indent (source, pos);
}

/* Whether the rest of the line has something on it. */
static gboolean
has_text (const KdSource *source, guint32 pos)
{
  while (pos < source->length && source->text[pos] != '\n' && kd_is_space (source->text[pos]))
    pos++;
  return pos < source->length && source->text[pos] != '\n';
}

KdLineKind
kd_list_line (KdSource *source, guint32 pos, guint32 indentation, gboolean lazy_allowed)
{
  guint32 behind = match_indentation (source, pos, indentation);
  guint32 limit = MIN (indentation, 3);
  guint32 spaces;

  if (behind != 0 && has_text (source, behind))
    return KD_LINE_INDENTED;
  if (!lazy_allowed || !has_text (source, pos))
    return KD_LINE_NONE;
  spaces = kd_source_spaces (source, pos, limit);
  if (kd_source_is (source, pos + spaces, '{')
      && kd_match_block_ial (source, pos + spaces, NULL) != 0)
    return KD_LINE_NONE;
  if (kd_lazy_end_html (source, pos, limit))
    return KD_LINE_NONE;
  return KD_LINE_LAZY;
}

/* ---- an item's text ------------------------------------------------------------------------- */

void
kd_content_add_line (KdContent *content, guint32 spaces, guint32 from, guint32 to)
{
  const KdSource *source = content->source;

  while (spaces > 0 && from > source->pos && source->text[from - 1] == ' ')
    {
      spaces--;
      from--;
    }
  kd_content_add (content, spaces, from, to);
}

void
kd_content_keep (const KdContent *content, GArray *kept)
{
  KdKept one = { content->text, content->length, content->first_segment,
                 content->map->len - content->first_segment };

  g_array_append_val (kept, one);
}

void
kd_end_with_newline (KdParser *parser, KdElement *paragraph)
{
  KdElement *raw = kd_element_first (paragraph);
  char *text = kd_heap_alloc (parser->heap, raw->length + 2, 1);

  memcpy (text, kd_element_text (raw), raw->length);
  text[raw->length] = '\n';
  text[raw->length + 1] = '\0';
  kd_element_set_text (parser->document, raw, text, raw->length + 1);
}
