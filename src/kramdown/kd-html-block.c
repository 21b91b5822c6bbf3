/* kd-html-block.c - html among blocks: comments, and elements with their content, which is read as
 * raw html, as one text of spans, or as blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-tag.h"

static gboolean
is_raw (const KdElement *tree)
{
  return tree->type == KD_HTML_ELEMENT && tree->detail == KD_CONTENT_RAW;
}

/* [ \t]*\n */
static void
skip_line_end (KdSource *source)
{
  guint32 pos = (guint32) kd_skip_blanks (source->text, source->pos, source->length);

  if (kd_source_is (source, pos, '\n'))
    source->pos = pos + 1;
}

/* Adds [from, to) to the text at the end of an element: raw html's texts are slices that mostly
 * follow on each other. */
static void
add_text (KdParser *parser, KdElement *tree, guint32 from, guint32 to)
{
  KdElement *last = kd_element_last (tree);
  const char *text = parser->source->text + from;
  guint32 end;

  if (from == to)
    return;
  end = kd_source_behind (parser->source, to);
  if (last == NULL || last->type != KD_TEXT)
    {
      kd_element_append (tree, kd_text_new (parser->document, KD_TEXT, text, to - from,
                                            kd_source_at (parser->source, from), end));
      return;
    }
  kd_text_append (parser->document, last, text, to - from, end);
}

static void
warn_unclosed (KdParser *parser, const KdElement *element)
{
  const KdExtra *extra = kd_element_get_extra (element);

  kd_warn (parser, NULL, "kramdown.html-unclosed", element->start, element->start,
           "The element has no end tag", kd_extra_text (extra), extra->length);
}

/* Where the end tag starts, and in @end where it ends: both the source's end if there is none. */
static guint32
find_end_tag (KdParser *parser, const KdElement *element, guint32 *end)
{
  KdSource *source = parser->source;
  const KdExtra *extra = kd_element_get_extra (element);
  guint32 close =
      kd_find_close_tag (source, source->pos, kd_extra_text (extra), extra->length, TRUE, end);

  if (close != G_MAXUINT32)
    return close;
  warn_unclosed (parser, element);
  *end = source->length;
  return source->length;
}

static void parse_raw_html (KdParser *parser, KdElement *element);

/* <script> and <style>: everything up to the end tag. */
static void
parse_verbatim (KdParser *parser, KdElement *element)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end;
  guint32 close = find_end_tag (parser, element, &end);

  if (close > start)
    {
      KdElement *raw = kd_new (parser, KD_RAW, start, close);
      kd_element_set_text (parser->document, raw, source->text + start, close - start);
      kd_element_append (element, raw);
    }
  source->pos = end;
}

static KdContentModel
content_model (KdParser *parser, KdElement *element)
{
  KdExtra *extra = kd_element_get_extra (element);
  KdContentModel own = kd_tag_model (kd_extra_text (extra), extra->length);

  switch (kd_take_markdown_attribute (&extra->attributes))
    {
    case KD_MARKDOWN_RAW:
      return KD_CONTENT_RAW;
    case KD_MARKDOWN_DEFAULT:
      return own;
    case KD_MARKDOWN_SPAN:
      return KD_CONTENT_SPAN;
    case KD_MARKDOWN_BLOCK:
      return KD_CONTENT_BLOCK;
    case KD_MARKDOWN_UNSET:
      break;
    }
  return !is_raw (parser->tree) && parser->options->parse_block_html ? own : KD_CONTENT_RAW;
}

static void
parse_span_content (KdParser *parser, KdElement *element)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end;
  guint32 close = find_end_tag (parser, element, &end);

  if (close > start)
    kd_add_raw_text (parser, element, start, close);
  source->pos = end;
}

static void
parse_block_content (KdParser *parser, KdElement *element)
{
  kd_parse_blocks (parser, element);
  if (!parser->stopped)
    warn_unclosed (parser, element);
  parser->stopped = FALSE;
}

/* The element of a start tag that was matched at the current position. */
static void
parse_element (KdParser *parser, const KdTag *tag)
{
  KdSource *source = parser->source;
  guint32 start = (guint32) tag->name.start - 1;
  KdElement *element = kd_new (parser, KD_HTML_ELEMENT, start, tag->end);
  KdExtra *extra = kd_element_extra (parser->document, element);
  gboolean closed = tag->closed;

  kd_tag_name (parser, source, tag, extra);
  kd_tag_attributes (parser, source, tag, FALSE, &extra->attributes);
  element->flags |= KD_FLAG_BLOCK;
  source->pos = tag->end;
  kd_element_append (parser->tree, element);
  closed = closed || (tag->info != NULL && (tag->info->flags & KD_TAG_EMPTY) != 0);
  if (strcmp (kd_extra_text (extra), "script") == 0 || strcmp (kd_extra_text (extra), "style") == 0)
    {
      parse_verbatim (parser, element);
      closed = FALSE;
    }
  else if (!closed)
    element->level = 1; /* its content follows */
  if (parser->block_ial != NULL)
    {
      kd_extra_set_ial (extra, parser->block_ial);
      parser->block_ial = NULL;
    }
  element->detail = content_model (parser, element);
  if (element->detail == KD_CONTENT_BLOCK)
    skip_line_end (source);
  if (closed)
    element->flags |= KD_FLAG_CLOSED;
  if (element->level == 1)
    {
      element->level = 0;
      if (element->detail == KD_CONTENT_BLOCK)
        parse_block_content (parser, element);
      else if (element->detail == KD_CONTENT_SPAN)
        parse_span_content (parser, element);
      else
        parse_raw_html (parser, element);
      kd_element_set_end (parser->document, element, kd_source_behind (source, source->pos));
      if (!is_raw (parser->tree))
        skip_line_end (source);
    }
  else
    kd_element_set_end (parser->document, element, kd_source_behind (source, source->pos));
}

/* ---- raw html ------------------------------------------------------------------------------- */

static void
add_markup (KdParser *parser, guint8 type, guint32 end)
{
  KdSource *source = parser->source;
  KdElement *element = kd_new (parser, type, source->pos, end);

  element->flags |= KD_FLAG_BLOCK;
  kd_element_set_text (parser->document, element, source->text + source->pos, end - source->pos);
  kd_element_append (parser->tree, element);
  source->pos = end;
}

/* A CDATA section's content is a text of its own; what follows it joins it. */
static void
add_cdata (KdParser *parser, guint32 end)
{
  KdSource *source = parser->source;

  kd_element_append (parser->tree,
                     kd_text_new (parser->document, KD_TEXT, source->text + source->pos + 9,
                                  end - 3 - (source->pos + 9), kd_source_at (source, source->pos),
                                  kd_source_behind (source, end)));
  source->pos = end;
}

/* The end tag of the element whose content is being read. */
static gboolean
is_end_of (const KdElement *element, const KdSource *source, const KdTag *tag)
{
  gsize length = base_span_length (tag->name);
  const char *name = source->text + tag->name.start;
  const KdExtra *extra = kd_element_get_extra (element);
  const char *own;

  if (element->type != KD_HTML_ELEMENT || extra->length != length)
    return FALSE;
  own = kd_extra_text (extra);
  return kd_tag_info (own, length) != NULL ? g_ascii_strncasecmp (own, name, length) == 0
                                           : memcmp (own, name, length) == 0;
}

/* Something at a "<"; TRUE if it was the end tag. */
static gboolean
parse_markup (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 pos = source->pos;
  guint32 end;
  KdTag tag;

  if ((end = kd_match_comment (source, pos)) != 0)
    add_markup (parser, KD_XML_COMMENT, end);
  else if ((end = kd_match_instruction (source, pos)) != 0)
    add_markup (parser, KD_XML_INSTRUCTION, end);
  else if ((end = kd_match_cdata (source, pos)) != 0)
    add_cdata (parser, end);
  else if (parser->depth < KD_MAX_DEPTH && kd_match_tag (source, pos, &tag))
    parse_element (parser, &tag);
  else if (kd_match_close_tag (source, pos, &tag))
    {
      source->pos = tag.end;
      if (is_end_of (parser->tree, source, &tag))
        return TRUE;
      add_text (parser, parser->tree, pos, tag.end);
      kd_warn (parser, source, "kramdown.html-end-tag", pos, tag.end, "An end tag without element",
               source->text + tag.name.start, (gssize) base_span_length (tag.name));
    }
  else
    {
      add_text (parser, parser->tree, pos, pos + 1);
      source->pos++;
    }
  return FALSE;
}

static void
parse_raw_html (KdParser *parser, KdElement *element)
{
  KdSource *source = parser->source;
  KdElement *tree = parser->tree;
  guint32 from = source->pos;

  parser->tree = element;
  parser->depth++;
  for (;;)
    {
      const char *less = source->pos < source->length ? memchr (source->text + source->pos, '<',
                                                                source->length - source->pos)
                                                      : NULL;
      if (less == NULL)
        {
          add_text (parser, element, from, source->length);
          source->pos = source->length;
          warn_unclosed (parser, element);
          break;
        }
      source->pos = (guint32) (less - source->text);
      if (!kd_starts_markup (source, source->pos))
        {
          source->pos++;
          continue;
        }
      add_text (parser, element, from, source->pos);
      if (parse_markup (parser))
        break;
      from = source->pos;
    }
  parser->depth--;
  parser->tree = tree;
}

/* ---- blocks --------------------------------------------------------------------------------- */

static gboolean
parse_end_tag (KdParser *parser, guint32 pos)
{
  KdSource *source = parser->source;
  const KdElement *tree = parser->tree;
  const KdExtra *extra = kd_element_get_extra (tree);
  const char *own;
  KdTag tag;

  if (!kd_match_close_tag (source, pos, &tag)
      || (tag.info != NULL && (tag.info->flags & KD_TAG_SPAN) != 0))
    return FALSE;
  if (tree->type != KD_HTML_ELEMENT || extra->length != base_span_length (tag.name))
    return FALSE;
  own = kd_extra_text (extra);
  if (g_ascii_strncasecmp (own, source->text + tag.name.start, extra->length) != 0)
    return FALSE;
  /* The name of the element must be in lower case already. */
  for (guint32 i = 0; i < extra->length; i++)
    if (g_ascii_isupper (own[i]))
      return FALSE;
  source->pos = tag.end;
  parser->stopped = TRUE;
  return TRUE;
}

gboolean
kd_parse_block_html (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 pos = start + kd_source_spaces (source, start, 3);
  guint32 end;
  KdTag tag;

  if (!kd_source_is (source, pos, '<'))
    return FALSE;
  end = kd_match_comment (source, start);
  if (end != 0)
    {
      KdElement *comment = kd_new (parser, KD_XML_COMMENT, start, end);
      comment->flags |= KD_FLAG_BLOCK;
      kd_element_set_text (parser->document, comment, source->text + start, end - start);
      kd_element_append (parser->tree, comment);
      source->pos = end;
      skip_line_end (source);
      return TRUE;
    }
  if (kd_match_tag (source, pos, &tag))
    {
      KdElement *element;
      if (tag.info != NULL && (tag.info->flags & KD_TAG_SPAN) != 0)
        return FALSE;
      parse_element (parser, &tag);
      element = kd_element_last (parser->tree);
      if (parser->options->html_to_native)
        kd_convert_native (parser, element);
      return TRUE;
    }
  return parse_end_tag (parser, pos);
}
