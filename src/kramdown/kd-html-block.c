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
add_text (KdParser *parser, KdElement *tree, guint8 type, guint32 from, guint32 to)
{
  KdElement *last = tree->u.children.last;
  const char *text = parser->source->text + from;
  char *copy;

  if (from == to)
    return;
  if (last == NULL || last->type != type)
    {
      last = kd_new (parser, type, from, to);
      kd_element_set_text (last, text, to - from);
      kd_element_append (tree, last);
      return;
    }
  last->end = kd_source_behind (parser->source, to);
  if (last->u.leaf.text + last->length == text)
    {
      last->length += to - from;
      return;
    }
  copy = base_arena_alloc (parser->arena, last->length + (to - from));
  memcpy (copy, last->u.leaf.text, last->length);
  memcpy (copy + last->length, text, to - from);
  kd_element_set_text (last, copy, last->length + (to - from));
}

static void
warn_unclosed (KdParser *parser, const KdElement *element)
{
  kd_warn (parser, NULL, "kramdown.html-unclosed", element->start, element->start,
           "The element has no end tag", element->extra->name, element->extra->name_length);
}

/* Where the end tag starts, and in @end where it ends: both the source's end if there is none. */
static guint32
find_end_tag (KdParser *parser, const KdElement *element, guint32 *end)
{
  KdSource *source = parser->source;
  guint32 close = kd_find_close_tag (source, source->pos, element->extra->name,
                                     element->extra->name_length, TRUE, end);

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

  add_text (parser, element, KD_RAW, start, close);
  source->pos = end;
}

static KdContentModel
content_model (KdParser *parser, KdElement *element)
{
  const char *name = element->extra->name;
  KdContentModel own = kd_tag_model (name, element->extra->name_length);

  switch (kd_take_markdown_attribute (&element->extra->attributes))
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

  extra->name = kd_tag_name (parser, source, tag);
  extra->name_length = (guint32) strlen (extra->name);
  kd_tag_attributes (parser, source, tag, FALSE, &extra->attributes);
  element->flags |= KD_FLAG_BLOCK;
  source->pos = tag->end;
  kd_element_append (parser->tree, element);
  closed = closed || (tag->info != NULL && (tag->info->flags & KD_TAG_EMPTY) != 0);
  if (strcmp (extra->name, "script") == 0 || strcmp (extra->name, "style") == 0)
    {
      parse_verbatim (parser, element);
      closed = FALSE;
    }
  else if (!closed)
    element->level = 1; /* its content follows */
  if (parser->block_ial != NULL)
    {
      extra->ial = parser->block_ial;
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
      element->end = kd_source_behind (source, source->pos);
      if (!is_raw (parser->tree))
        skip_line_end (source);
    }
  else
    element->end = kd_source_behind (source, source->pos);
}

/* ---- raw html ------------------------------------------------------------------------------- */

static void
add_markup (KdParser *parser, guint8 type, guint32 end)
{
  KdSource *source = parser->source;
  KdElement *element = kd_new (parser, type, source->pos, end);

  element->flags |= KD_FLAG_BLOCK;
  kd_element_set_text (element, source->text + source->pos, end - source->pos);
  kd_element_append (parser->tree, element);
  source->pos = end;
}

/* A CDATA section's content is a text of its own; what follows it joins it. */
static void
add_cdata (KdParser *parser, guint32 end)
{
  KdSource *source = parser->source;
  KdElement *text = kd_new (parser, KD_TEXT, source->pos, end);

  kd_element_set_text (text, source->text + source->pos + 9, end - 3 - (source->pos + 9));
  kd_element_append (parser->tree, text);
  source->pos = end;
}

/* The end tag of the element whose content is being read. */
static gboolean
is_end_of (const KdElement *element, const KdSource *source, const KdTag *tag)
{
  gsize length = base_span_length (tag->name);
  const char *name = source->text + tag->name.start;

  if (element->type != KD_HTML_ELEMENT || element->extra->name_length != length)
    return FALSE;
  return kd_tag_info (element->extra->name, length) != NULL
             ? g_ascii_strncasecmp (element->extra->name, name, length) == 0
             : memcmp (element->extra->name, name, length) == 0;
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
      add_text (parser, parser->tree, KD_TEXT, pos, tag.end);
      kd_warn (parser, source, "kramdown.html-end-tag", pos, tag.end, "An end tag without element",
               source->text + tag.name.start, (gssize) base_span_length (tag.name));
    }
  else
    {
      add_text (parser, parser->tree, KD_TEXT, pos, pos + 1);
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
          add_text (parser, element, KD_TEXT, from, source->length);
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
      add_text (parser, element, KD_TEXT, from, source->pos);
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
  KdElement *tree = parser->tree;
  KdTag tag;

  if (!kd_match_close_tag (source, pos, &tag)
      || (tag.info != NULL && (tag.info->flags & KD_TAG_SPAN) != 0))
    return FALSE;
  if (tree->type != KD_HTML_ELEMENT || tree->extra->name_length != base_span_length (tag.name)
      || g_ascii_strncasecmp (tree->extra->name, source->text + tag.name.start,
                              tree->extra->name_length)
             != 0)
    return FALSE;
  /* The name of the element must be in lower case already. */
  for (guint32 i = 0; i < tree->extra->name_length; i++)
    if (g_ascii_isupper (tree->extra->name[i]))
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
      kd_element_set_text (comment, source->text + start, end - start);
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
      element = parser->tree->u.children.last;
      if (parser->options->html_to_native)
        kd_convert_native (parser, element);
      return TRUE;
    }
  return parse_end_tag (parser, pos);
}
