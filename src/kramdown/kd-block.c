/* kd-block.c - the loop over blocks, and what ends a block.
 *
 * A block parser is called at the start of a line, or wherever the block before it ended. They are
 * asked in kramdown's order; the first character of the line tells which may answer at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

KdElement *
kd_new (KdParser *parser, guint8 type, guint32 from, guint32 to)
{
  return kd_element_new (parser->document, type, kd_source_at (parser->source, from),
                         kd_source_behind (parser->source, to));
}

KdElement *
kd_block_new (KdParser *parser, guint8 type, guint32 from, guint32 to)
{
  KdElement *element = kd_new (parser, type, from, to);

  if (parser->block_ial != NULL)
    {
      kd_extra_set_ial (kd_element_extra (parser->document, element), parser->block_ial);
      parser->block_ial = NULL;
    }
  return element;
}

KdElement *
kd_add_boundary (KdParser *parser, KdBoundary kind, guint32 from, guint32 to)
{
  KdElement *boundary = kd_block_new (parser, KD_EOB, from, to);

  boundary->level = kind;
  kd_element_append (parser->tree, boundary);
  return boundary;
}

KdElement *
kd_add_raw_text (KdParser *parser, KdElement *parent, guint32 from, guint32 to)
{
  KdElement *text = kd_raw_text_new (parser->document, parser->source, from, to);

  kd_element_append (parent, text);
  return text;
}

/* ---- boundaries ----------------------------------------------------------------------------- */

/* All blank lines from here on. */
guint32
kd_match_blank (const KdSource *source, guint32 pos)
{
  guint32 behind = 0;

  for (; pos < source->length && kd_is_space (source->text[pos]); pos++)
    if (source->text[pos] == '\n')
      behind = pos + 1;
  return behind;
}

/* "^" alone on its line (the space behind it may span lines, of which the first is taken). */
guint32
kd_match_eob (const KdSource *source, guint32 pos)
{
  if (!kd_source_is (source, pos, '^'))
    return 0;
  for (pos++; pos < source->length && kd_is_space (source->text[pos]); pos++)
    if (source->text[pos] == '\n')
      return pos + 1;
  return 0;
}

guint32
kd_match_block_ial (KdSource *source, guint32 pos, BaseSpan *inner)
{
  guint32 end;

  pos += kd_source_spaces (source, pos, 3);
  if (!kd_source_is (source, pos, '{') || !kd_source_is (source, pos + 1, ':')
      || kd_source_is (source, pos + 2, ':') || kd_source_is (source, pos + 2, '/'))
    return 0;
  end = kd_find_ial_end (source, pos + 2, TRUE);
  if (end == G_MAXUINT32)
    return 0;
  if (inner != NULL)
    *inner = base_span (pos + 2, end);
  end = (guint32) kd_skip_blanks (source->text, end + 1, source->length);
  while (end < source->length && source->text[end] != '\n')
    end++;
  return end + 1;
}

gboolean
kd_after_boundary (KdParser *parser)
{
  const KdElement *last = kd_element_last (parser->tree);

  return last == NULL || last->type == KD_BLANK
         || (last->type == KD_EOB && last->level == KD_BOUNDARY_MARKER)
         || parser->block_ial != NULL;
}

/* Whether only a last newline is left. */
static gboolean
at_end (const KdSource *source, guint32 pos)
{
  return pos >= source->length || (pos + 1 == source->length && source->text[pos] == '\n');
}

gboolean
kd_before_boundary (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 pos = source->pos;

  return at_end (source, pos) || kd_match_blank (source, pos) != 0
         || kd_match_eob (source, pos) != 0 || kd_match_block_ial (source, pos, NULL) != 0;
}

gboolean
kd_lazy_end (KdSource *source, guint32 pos)
{
  guint32 first;

  if (at_end (source, pos))
    return TRUE;
  first = pos + kd_source_spaces (source, pos, 3);
  switch (first < source->length ? source->text[first] : '\n')
    {
    case '{':
      return kd_match_block_ial (source, pos, NULL) != 0;
    case '^':
      return first == pos && kd_match_eob (source, pos) != 0;
    case '<':
      return kd_lazy_end_html (source, pos, 3);
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
      return kd_match_blank (source, pos) != 0;
    default:
      return FALSE;
    }
}

/* ---- the loop ------------------------------------------------------------------------------- */

gboolean
kd_parse_blank_line (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end = kd_match_blank (source, start);
  KdElement *last = kd_element_last (parser->tree);

  if (end == 0)
    return FALSE;
  source->pos = end;
  if (last != NULL && last->type == KD_BLANK)
    kd_element_set_end (parser->document, last, kd_source_behind (source, end));
  else
    {
      last = kd_block_new (parser, KD_BLANK, start, end);
      kd_element_append (parser->tree, last);
    }
  last->detail = (guint8) MIN (last->detail + (end - start), G_MAXUINT8);
  return TRUE;
}

gboolean
kd_parse_eob_marker (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 end = kd_match_eob (source, source->pos);

  if (end == 0)
    return FALSE;
  kd_add_boundary (parser, KD_BOUNDARY_MARKER, source->pos, end);
  source->pos = end;
  return TRUE;
}

/* A line that starts with a letter can only be a setext header, a table or a paragraph. */
static void
parse_plain_block (KdParser *parser)
{
  if (kd_parse_setext_header (parser) || kd_parse_table (parser))
    return;
  kd_parse_paragraph (parser);
}

static void
parse_block (KdParser *parser)
{
  KdSource *source = parser->source;
  char c = source->text[source->pos];

  if (((guchar) c >= 0x80 || kd_is_ascii_alpha (c)))
    {
      parse_plain_block (parser);
      return;
    }
  if ((kd_is_space (c) && kd_parse_blank_line (parser)) || kd_parse_codeblock (parser)
      || kd_parse_codeblock_fenced (parser) || kd_parse_blockquote (parser)
      || kd_parse_atx_header (parser) || kd_parse_horizontal_rule (parser) || kd_parse_list (parser)
      || kd_parse_definition_list (parser) || kd_parse_block_html (parser))
    return;
  if (parser->stopped || kd_parse_block_liquid (parser) || kd_parse_setext_header (parser)
      || kd_parse_block_math (parser) || kd_parse_table (parser)
      || kd_parse_footnote_definition (parser) || kd_parse_link_definition (parser)
      || kd_parse_abbreviation_definition (parser) || kd_parse_block_extensions (parser)
      || kd_parse_eob_marker (parser))
    return;
  kd_parse_paragraph (parser);
}

/* Deeper than this is one paragraph. */
static void
parse_too_deep (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 from = (guint32) kd_skip_space (source->text, source->pos, source->length);
  guint32 to = source->length;

  while (to > from && kd_is_space (source->text[to - 1]))
    to--;
  if (to > from)
    {
      KdElement *paragraph = kd_block_new (parser, KD_PARAGRAPH, from, to);
      kd_element_append (parser->tree, paragraph);
      kd_add_raw_text (parser, paragraph, from, to);
    }
  source->pos = source->length;
}

void
kd_parse_blocks (KdParser *parser, KdElement *element)
{
  KdElement *tree = parser->tree;
  KdElement *last_paragraph = parser->last_paragraph;
  KdElement *last_dl = parser->last_dl;
  KdIal *block_ial = parser->block_ial;

  parser->tree = element;
  parser->block_ial = NULL;
  parser->last_paragraph = NULL;
  parser->last_dl = NULL;
  parser->stopped = FALSE;
  parser->depth++;
  if (parser->depth > KD_MAX_DEPTH)
    parse_too_deep (parser);
  while (parser->source->pos < parser->source->length && !parser->stopped)
    parse_block (parser);
  parser->depth--;
  parser->tree = tree;
  parser->block_ial = block_ial;
  parser->last_paragraph = last_paragraph;
  parser->last_dl = last_dl;
}

void
kd_parse_nested (
    KdParser *parser, KdElement *element, char *text, guint32 length, const KdSegment *map, guint n)
{
  KdSource *outer = parser->source;
  KdSource source;

  if (length == 0)
    return;
  kd_source_init (&source, text, length, map, n);
  parser->source = &source;
  kd_parse_blocks (parser, element);
  parser->source = outer;
  parser->stopped = FALSE;
  kd_source_clear (&source);
}

void
kd_parse_content (KdParser *parser, KdElement *element, const KdContent *content)
{
  const KdSegment *map = (const KdSegment *) (gpointer) content->map->data;

  kd_parse_nested (parser, element, content->text, content->length, map + content->first_segment,
                   content->map->len - content->first_segment);
}
