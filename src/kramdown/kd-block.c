/* kd-block.c - blocks: which construct stands at a place, and what ends a paragraph.
 *
 * The order in which constructs are asked is kramdown's, and so is what each looks like at its
 * start. A line that no construct takes (a space and then a tab) becomes text of the parent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* ---- lines ----------------------------------------------------------------------------------- */

guint32
kd_line_end (const KdScanner *src, guint32 at)
{
  const char *newline = memchr (src->s + at, '\n', src->end - at);

  return newline != NULL ? (guint32) (newline - src->s) + 1 : src->end;
}

guint32
kd_match_blank_lines (const KdScanner *src, guint32 at)
{
  guint32 end = 0;

  for (; at < src->end && kd_is_space (src->s[at]); at++)
    if (src->s[at] == '\n')
      end = at + 1;
  return end;
}

/* Behind the space up to and with the next "\n", or 0. */
static guint32
match_rest_of_line (const KdScanner *src, guint32 at)
{
  for (; at < src->end && kd_is_space (src->s[at]); at++)
    if (src->s[at] == '\n')
      return at + 1;
  return 0;
}

guint32
kd_match_eob (const KdScanner *src, guint32 at)
{
  if (at >= src->end || src->s[at] != '^')
    return 0;
  return match_rest_of_line (src, at + 1);
}

guint32
kd_skip_opt_space (const KdScanner *src, guint32 at)
{
  guint32 limit = MIN (src->end, at + 3);

  while (at < limit && src->s[at] == ' ')
    at++;
  return at;
}

guint32
kd_match_ial (KdScanner *src, guint32 at, guint32 *content_start, guint32 *content_end)
{
  guint32 brace;

  if (at + 3 >= src->end || src->s[at] != '{' || src->s[at + 1] != ':' || src->s[at + 2] == ':'
      || src->s[at + 2] == '/')
    return 0;
  brace = kd_find_brace (src, at + 2, TRUE);
  if (brace == 0)
    return 0;
  *content_start = at + 2;
  *content_end = brace;
  return match_rest_of_line (src, brace + 1);
}

/* A tag name that is not of the elements one writes inside a line. */
static gsize
match_block_name (const KdScanner *src, guint32 at)
{
  gsize word = kd_scan_word (src->s, at, src->end);
  const KdHtmlInfo *info = kd_html_info (src->s + at, word - at);

  if (info != NULL && (info->kinds & KD_HTML_LAZY) != 0)
    return 0;
  return kd_scan_uname (src->s, at, src->end);
}

gboolean
kd_match_lazy_html (const KdScanner *src, guint32 at)
{
  gsize end;

  if (at >= src->end || src->s[at] != '<')
    return FALSE;
  if (at + 1 < src->end && src->s[at + 1] == '/')
    {
      end = match_block_name (src, at + 2);
      if (end == 0)
        return FALSE;
      end = kd_skip_space (src->s, end, src->end);
      return end < src->end && src->s[end] == '>';
    }
  return match_block_name (src, at + 1) != 0;
}

gboolean
kd_at_lazy_end (KdParser *parser, guint32 at)
{
  KdScanner *src = parser->src;
  guint32 text;
  guint32 ignored;

  if (at >= src->end)
    return TRUE;
  text = kd_skip_opt_space (src, at);
  if (text >= src->end)
    return TRUE;
  switch (src->s[text])
    {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
      return match_rest_of_line (src, at) != 0;
    case '{':
      return kd_match_ial (src, text, &ignored, &ignored) != 0;
    case '^':
      return text == at && kd_match_eob (src, at) != 0;
    case '<':
      return kd_match_lazy_html (src, text);
    default:
      return FALSE;
    }
}

gboolean
kd_at_paragraph_end (KdParser *parser, guint32 at)
{
  KdScanner *src = parser->src;
  KdListLine line;
  guint32 text;

  if (kd_at_lazy_end (parser, at))
    return TRUE;
  text = kd_skip_opt_space (src, at);
  switch (src->s[text])
    {
    case ':':
      return kd_match_list_start (src, KD_DL, at, 3, &line);
    case '+':
    case '*':
    case '-':
      return parser->paragraph_end_quirk && kd_match_list_start (src, KD_UL, at, 3, &line);
    case '#':
      return parser->paragraph_end_quirk && kd_match_atx_gfm (src, at);
    case '>':
      return parser->paragraph_end_quirk;
    case '~':
    case '`':
      return parser->paragraph_end_quirk && kd_match_fence_start (parser, at) != 0;
    default:
      return parser->paragraph_end_quirk && kd_is_digit (src->s[text])
             && kd_match_list_start (src, KD_OL, at, 3, &line);
    }
}

/* ---- boundaries ------------------------------------------------------------------------------ */

gboolean
kd_after_block_boundary (KdParser *parser)
{
  const KdElement *last = parser->tree->last;

  return last == NULL || last->type == KD_BLANK
         || (last->type == KD_EOB && last->detail == KD_EOB_MARKER) || parser->block_ial != NULL;
}

gboolean
kd_before_block_boundary (KdParser *parser)
{
  KdScanner *src = parser->src;
  guint32 ignored;

  if (src->pos >= src->end)
    return TRUE;
  return match_rest_of_line (src, src->pos) != 0 || kd_match_eob (src, src->pos) != 0
         || kd_match_ial (src, kd_skip_opt_space (src, src->pos), &ignored, &ignored) != 0;
}

/* ---- elements -------------------------------------------------------------------------------- */

KdSlice
kd_slice_strip (KdSlice slice, gboolean both)
{
  const char *s = slice.buffer->data;

  while (slice.end > slice.start && kd_is_strippable (s[slice.end - 1]))
    slice.end--;
  while (both && slice.start < slice.end && kd_is_strippable (s[slice.start]))
    slice.start++;
  return slice;
}

KdElement *
kd_block_new (KdParser *parser, guint type, guint32 start, guint32 end)
{
  KdElement *element = kd_element_new (parser->pool, type, kd_source (parser, start),
                                       kd_buffer_source_end (parser->src->buffer, end));

  if (parser->block_ial != NULL)
    {
      KdExtra *extra = kd_element_extra (parser->pool, element);
      if (extra != NULL)
        extra->ial = parser->block_ial;
      parser->block_ial = NULL;
    }
  return element;
}

void
kd_block_append (KdParser *parser, KdElement *element)
{
  if (element->type == KD_PARAGRAPH)
    {
      parser->before_last_paragraph = parser->tree->last;
      parser->before_before_paragraph = parser->before_last_blank;
    }
  else if (element->type == KD_BLANK)
    parser->before_last_blank = parser->tree->last;
  kd_node_append (parser->tree, element);
}

KdElement *
kd_add_eob (KdParser *parser, guint kind)
{
  KdElement *eob = kd_block_new (parser, KD_EOB, parser->src->pos, parser->src->pos);

  eob->detail = (guint16) kind;
  kd_block_append (parser, eob);
  return eob;
}

/* Puts two parts together in a text of their own, unless they stand side by side. */
static KdSlice
join (KdParser *parser, KdSlice first, KdSlice second)
{
  KdRewriter rewriter;
  KdBuffer *buffer;

  if (first.buffer == second.buffer && first.end == second.start)
    {
      first.end = second.end;
      return first;
    }
  (void) rewriter;
  buffer = kd_document_add_buffer (parser->document,
                                   first.end - first.start + second.end - second.start,
                                   first.buffer->n_segments + second.buffer->n_segments + 2);
  return kd_buffer_concatenate (buffer, first, second);
}

void
kd_add_raw_text (KdParser *parser, KdNode *node, KdSlice slice)
{
  KdElement *last = node->last;
  KdRawText *raw;

  if (last != NULL && last->type == KD_RAW_TEXT)
    {
      raw = (KdRawText *) (void *) last;
      raw->slice = join (parser, raw->slice, slice);
    }
  else
    {
      if (slice.start == slice.end)
        return;
      raw = (KdRawText *) (void *) kd_element_new (
          parser->pool, KD_RAW_TEXT, kd_buffer_source (slice.buffer, slice.start), 0);
      raw->slice = slice;
      kd_node_append (node, &raw->element);
    }
  raw->element.end = kd_buffer_source_end (slice.buffer, slice.end);
  raw->element.end = MAX (raw->element.end, raw->element.start);
}

static gboolean
parse_blank_lines (KdParser *parser)
{
  KdScanner *src = parser->src;
  guint32 end = kd_match_blank_lines (src, src->pos);
  KdElement *last = parser->tree->last;

  if (end == 0)
    return FALSE;
  if (last != NULL && last->type == KD_BLANK)
    {
      last->length += end - src->pos;
      last->end = kd_buffer_source_end (src->buffer, end);
    }
  else
    {
      KdElement *blank = kd_block_new (parser, KD_BLANK, src->pos, end);
      blank->length = end - src->pos;
      parser->block_ial = NULL;
      kd_block_append (parser, blank);
    }
  src->pos = end;
  return TRUE;
}

static gboolean
parse_eob_marker (KdParser *parser)
{
  guint32 end = kd_match_eob (parser->src, parser->src->pos);

  if (end == 0)
    return FALSE;
  kd_add_eob (parser, KD_EOB_MARKER);
  parser->src->pos = end;
  return TRUE;
}

/* ---- the loop -------------------------------------------------------------------------------- */

/* What can stand where the first character after at most three spaces is @c. */
static gboolean
parse_by_character (KdParser *parser, char c, gboolean indented)
{
  switch (c)
    {
    case '~':
    case '`':
      return kd_parse_codeblock_fenced (parser);
    case '>':
      return kd_parse_blockquote (parser);
    case '#':
      return !indented && kd_parse_atx_header (parser);
    case '*':
    case '-':
    case '+':
    case '_':
      return kd_parse_horizontal_rule (parser) || (c != '_' && kd_parse_list (parser));
    case '0' ... '9':
      return kd_parse_list (parser);
    case ':':
      return kd_parse_definition_list (parser);
    case '<':
      return kd_parse_block_html (parser);
    default:
      return FALSE;
    }
}

static gboolean
parse_rarer (KdParser *parser, char c, gboolean indented)
{
  if (kd_parse_setext_header (parser))
    return TRUE;
  if ((c == '$' || c == '\\') && kd_parse_block_math (parser))
    return TRUE;
  if (kd_parse_table (parser))
    return TRUE;
  switch (c)
    {
    case '[':
      return kd_parse_footnote_definition (parser) || kd_parse_link_definition (parser);
    case '*':
      return kd_parse_abbreviation_definition (parser);
    case '{':
      return kd_parse_block_extension (parser);
    case '^':
      return !indented && parse_eob_marker (parser);
    default:
      return FALSE;
    }
}

static void
parse_block (KdParser *parser)
{
  KdScanner *src = parser->src;
  guint32 at = src->pos;
  guint32 text;
  char c;

  if (kd_is_space (src->s[at]))
    {
      if (parse_blank_lines (parser) || kd_parse_codeblock (parser))
        return;
    }
  if (parser->liquid && kd_parse_block_liquid (parser))
    return;
  text = kd_skip_opt_space (src, at);
  c = text < src->end ? src->s[text] : '\n';
  if (parse_by_character (parser, c, text != at) || parse_rarer (parser, c, text != at))
    return;
  if (c != ' ' && c != '\t')
    {
      kd_parse_paragraph (parser);
      return;
    }
  {
    KdSlice line = { src->buffer, at, kd_line_end (src, at) };
    kd_add_raw_text (parser, parser->tree, line);
    src->pos = line.end;
  }
}

gboolean
kd_parse_blocks_inside (KdParser *parser, KdNode *node)
{
  KdNode *tree = parser->tree;
  KdIal *block_ial = parser->block_ial;
  KdScanner *src = parser->src;
  gboolean closed = FALSE;

  parser->tree = node;
  parser->block_ial = NULL;
  parser->depth++;
  while (src->pos < src->end)
    {
      if (node->element.type == KD_HTML_ELEMENT && kd_at_own_close_tag (parser, node))
        {
          closed = TRUE;
          break;
        }
      parse_block (parser);
    }
  parser->depth--;
  parser->tree = tree;
  parser->block_ial = block_ial;
  return closed;
}

void
kd_parse_blocks (KdParser *parser, KdNode *node, KdSlice slice)
{
  KdScanner *saved = parser->src;
  KdScanner scanner;

  kd_scanner_init (&scanner, slice);
  parser->src = &scanner;
  kd_parse_blocks_inside (parser, node);
  parser->src = saved;
  kd_scanner_clear (&scanner);
}
