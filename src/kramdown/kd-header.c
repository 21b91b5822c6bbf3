/* kd-header.c - headers: "# text", and a text underlined with === or ---.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* Takes " {#id}" off the end of a header's text. */
static char *
take_id (KdParser *parser, const KdSource *source, guint32 from, guint32 *to)
{
  const char *text = source->text;
  guint32 brace, pos;
  guint length;
  gunichar c;

  if (*to < from + 5 || text[*to - 1] != '}')
    return NULL;
  brace = *to - 1;
  while (brace > from && text[brace] != '{')
    brace--;
  if (brace == from || text[brace + 1] != '#'
      || (text[brace - 1] != ' ' && text[brace - 1] != '\t'))
    return NULL;
  pos = brace + 2;
  c = kd_decode (text, pos, &length);
  if (pos >= *to - 1 || !kd_is_name_start_code_point (c))
    return NULL;
  for (; pos < *to - 1; pos += length)
    if (!kd_is_name_code_point (kd_decode (text, pos, &length)))
      return NULL;
  pos = *to - 1;
  *to = brace - 1;
  while (*to > from && kd_is_space (text[*to - 1]))
    (*to)--;
  return kd_heap_strndup (parser->heap, text + brace + 2, pos - brace - 2);
}

static gboolean
add_header (KdParser *parser, guint level, guint32 from, guint32 to, guint32 end, char *id)
{
  KdSource *source = parser->source;
  KdElement *header = kd_block_new (parser, KD_HEADER, source->pos, end);
  KdExtra *extra = kd_element_extra (parser->document, header);

  header->level = (guint8) level;
  kd_extra_set_text (parser->document, extra, source->text + from, to - from);
  kd_add_raw_text (parser, header, from, to);
  if (id != NULL)
    kd_attribute_set (parser->document, &extra->attributes, "id", id);
  kd_element_append (parser->tree, header);
  source->pos = end;
  return TRUE;
}

static guint32
strip_end (const KdSource *source, guint32 from, guint32 to)
{
  while (to > from && kd_is_space (source->text[to - 1]))
    to--;
  return to;
}

/* #{1,6}[\t ]+ */
gboolean
kd_match_gfm_header (const KdSource *source, guint32 pos)
{
  guint32 level = 0;

  while (level < 7 && kd_source_is (source, pos + level, '#'))
    level++;
  return level >= 1 && level <= 6
         && (kd_source_is (source, pos + level, ' ') || kd_source_is (source, pos + level, '\t'));
}

/* GFM: space must follow the signs, and closing signs must follow space (with the quirk). */
static gboolean
parse_gfm_header (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 level = 0;
  guint32 from, to, end, signs;
  char *id;

  if (!kd_match_gfm_header (source, source->pos)
      || (!parser->paragraph_end && !kd_after_boundary (parser)))
    return FALSE;
  while (kd_source_is (source, source->pos + level, '#'))
    level++;
  from = (guint32) kd_skip_blanks (source->text, source->pos + level, source->length);
  end = kd_source_line_end (source, from);
  to = strip_end (source, from, end);
  id = take_id (parser, source, from, &to);
  signs = to;
  while (signs > from && source->text[signs - 1] == '#')
    signs--;
  if (!parser->paragraph_end)
    {
      if (signs < to && signs > from && source->text[signs - 1] == '\\')
        signs++;
      if (signs < to)
        to = strip_end (source, from, signs);
    }
  else if (signs < to && signs > from
           && (source->text[signs - 1] == ' ' || source->text[signs - 1] == '\t'))
    to = strip_end (source, from, signs - 1);
  return to > from && add_header (parser, level, from, to, end, id);
}

/* The signs and the text of a header as kramdown's pattern divides them: the text may start at the
 * next line, and a line of signs alone keeps one of them as its text. */
static gboolean
divide (const KdSource *source, guint32 *level, guint32 *from, guint32 *end)
{
  guint32 signs = 0;

  while (signs < 6 && kd_source_is (source, source->pos + signs, '#'))
    signs++;
  for (; signs > 0; signs--)
    {
      guint32 first = (guint32) kd_skip_blanks (source->text, source->pos + signs, source->length);
      if (first >= source->length)
        continue;
      *end = kd_source_line_end (source, source->text[first] == '\n' ? first + 1 : first);
      if (source->text[first] == '\n' && first + 1 >= source->length)
        continue;
      *level = signs;
      *from = first;
      return TRUE;
    }
  return FALSE;
}

gboolean
kd_parse_atx_header (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 level, from, to, end, signs;
  char *id;

  if (!kd_source_is (source, source->pos, '#'))
    return FALSE;
  if (parser->gfm)
    return parse_gfm_header (parser);
  if (!divide (source, &level, &from, &end) || !kd_after_boundary (parser))
    return FALSE;
  to = strip_end (source, from, end);
  id = take_id (parser, source, from, &to);
  signs = to;
  while (signs > from && source->text[signs - 1] == '#')
    signs--;
  if (signs < to && signs > from && source->text[signs - 1] == '\\')
    signs++;
  if (signs < to)
    to = strip_end (source, from, signs);
  return to > from && add_header (parser, level, from, to, end, id);
}

gboolean
kd_parse_setext_header (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 from = source->pos + kd_source_spaces (source, source->pos, 3);
  guint32 end = kd_source_this_line_end (source, from);
  guint32 line = end;
  guint32 to = end;
  char *id;
  char sign;

  if (!kd_source_is (source, end, '=') && !kd_source_is (source, end, '-'))
    return FALSE;
  if (kd_source_is (source, from, ' ') || kd_source_is (source, from, '\t')
      || !kd_after_boundary (parser))
    return FALSE;
  sign = source->text[line];
  while (kd_source_is (source, line, '=') || kd_source_is (source, line, '-'))
    line++;
  while (line < source->length && source->text[line] != '\n' && kd_is_space (source->text[line]))
    line++;
  if (!kd_source_is (source, line, '\n'))
    return FALSE;
  to = strip_end (source, from, to);
  id = take_id (parser, source, from, &to);
  return to > from && add_header (parser, sign == '-' ? 2 : 1, from, to, line + 1, id);
}
