/* kd-html-span.c - html in a text: tags with their content, comments, CDATA sections.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

#include "kd-html-tag.h"

/* "</name" of any case: what kramdown looks for. */
gboolean
kd_html_stop (KdSpans *spans, const KdFrame *frame)
{
  const KdSource *source = &spans->source;
  guint32 pos = source->pos;
  const char *name = source->text + pos + 2;
  gsize behind;

  if (source->text[pos] != '<' || !kd_source_is (source, pos + 1, '/')
      || pos + 2 + frame->tag_length > source->length
      || (frame->any_case ? g_ascii_strncasecmp (name, frame->tag, frame->tag_length)
                          : strncmp (name, frame->tag, frame->tag_length))
             != 0)
    return FALSE;
  behind = kd_skip_space (source->text, pos + 2 + frame->tag_length, source->length);
  return kd_source_is (source, (guint32) behind, '>');
}

static void
add_comment (KdSpans *spans, guint32 end)
{
  KdSource *source = &spans->source;
  KdElement *comment = kd_span_new (spans, KD_XML_COMMENT, source->pos, end);

  kd_element_set_text (spans->parser->document, comment, source->text + source->pos,
                       end - source->pos);
  kd_span_append (spans, comment);
  source->pos = end;
}

static void
add_cdata (KdSpans *spans, guint32 end)
{
  KdSource *source = &spans->source;
  guint32 from = source->pos + 9;
  g_autoptr (GString) escaped = g_string_new (NULL);

  base_escape_html_text (escaped, source->text + from, end - 3 - from);
  spans->parser->saw_break = TRUE;
  kd_span_text_copy (spans, escaped->str, escaped->len, source->pos, end);
  source->pos = end;
}

/* Whether the content is parsed for all spans. */
static gboolean
parses_content (KdSpans *spans, KdElement *element)
{
  KdExtra *extra = kd_element_get_extra (element);
  KdContentModel own = kd_tag_model (kd_extra_text (extra), extra->length);

  switch (kd_take_markdown_attribute (&extra->attributes))
    {
    case KD_MARKDOWN_RAW:
      return FALSE;
    case KD_MARKDOWN_DEFAULT:
      return own != KD_CONTENT_RAW;
    case KD_MARKDOWN_SPAN:
      return TRUE;
    case KD_MARKDOWN_BLOCK:
    case KD_MARKDOWN_UNSET:
      break;
    }
  return own != KD_CONTENT_RAW && !spans->frame->raw && spans->parser->options->parse_span_html;
}

/* Whether an end tag stands anywhere behind. From where none does, none is looked for again. */
static gboolean
has_end_tag (KdSpans *spans, const KdFrame *frame)
{
  guint32 pos = spans->source.pos;
  gpointer known;

  if (spans->unclosed == NULL)
    spans->unclosed = g_hash_table_new (g_str_hash, g_str_equal);
  known = g_hash_table_lookup (spans->unclosed, frame->tag);
  if (known != NULL && pos + 1 >= GPOINTER_TO_UINT (known))
    return FALSE;
  if (kd_find_close_tag (&spans->source, pos, frame->tag, frame->tag_length, frame->any_case, NULL)
      != G_MAXUINT32)
    return TRUE;
  g_hash_table_insert (spans->unclosed, (gpointer) frame->tag, GUINT_TO_POINTER (pos + 1));
  return FALSE;
}

static void
parse_content (KdSpans *spans, KdElement *element, const KdTag *tag, gboolean parse)
{
  KdSource *source = &spans->source;
  const KdExtra *extra = kd_element_get_extra (element);
  KdFrame frame;

  kd_frame_init (spans, &frame, KD_FRAME_HTML, element);
  frame.tag = kd_extra_text (extra);
  frame.tag_length = extra->length;
  frame.any_case = tag->info != NULL;
  frame.set = parse ? KD_SPANS_ALL : KD_SPANS_HTML;
  frame.raw = !parse;
  /* Without an end tag the element takes all the rest, and what is around it fails. */
  if (spans->speculation > 0 && !has_end_tag (spans, &frame))
    {
      source->pos = source->length;
      return;
    }
  if (kd_spans_run (spans, &frame))
    {
      KdTag end;
      if (kd_match_close_tag (source, source->pos, &end))
        source->pos = end.end;
      else
        source->pos = source->length;
      return;
    }
  kd_warn (spans->parser, source, "kramdown.html-unclosed", (guint32) tag->name.start - 1, tag->end,
           "The element has no end tag", frame.tag, (gssize) frame.tag_length);
  spans->frame = &frame;
  kd_span_text (spans, source->pos, source->length);
  spans->frame = frame.outer;
  source->pos = source->length;
}

static void
parse_element (KdSpans *spans, const KdTag *tag)
{
  KdSource *source = &spans->source;
  KdParser *parser = spans->parser;
  KdElement *element = kd_span_new (spans, KD_HTML_ELEMENT, source->pos, tag->end);
  KdExtra *extra = kd_element_extra (parser->document, element);
  gboolean parse;

  kd_tag_name (parser, source, tag, extra);
  kd_tag_attributes (parser, source, tag, TRUE, &extra->attributes);
  parse = parses_content (spans, element);
  element->detail = parse ? KD_CONTENT_SPAN : KD_CONTENT_RAW;
  if (tag->closed)
    element->flags |= KD_FLAG_CLOSED;
  kd_span_append (spans, element);
  source->pos = tag->end;
  if (!tag->closed && (tag->info == NULL || (tag->info->flags & KD_TAG_EMPTY) == 0))
    parse_content (spans, element, tag, parse);
  kd_element_set_end (parser->document, element, kd_source_behind (source, source->pos));
  if (parser->options->html_to_native)
    kd_convert_native (parser, element);
  /* kramdown takes each image in a link's text for one that had brackets. */
  if (element->type == KD_IMG && spans->frame->kind == KD_FRAME_LINK)
    spans->frame->brackets--;
}

gboolean
kd_parse_span_html (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  guint32 end;
  KdTag tag;

  if (start + 1 >= source->length)
    return FALSE;
  if ((end = kd_match_comment (source, start)) != 0)
    {
      add_comment (spans, end);
      return TRUE;
    }
  if ((end = kd_match_cdata (source, start)) != 0)
    {
      add_cdata (spans, end);
      return TRUE;
    }
  if (kd_match_close_tag (source, start, &tag))
    {
      kd_warn (spans->parser, source, "kramdown.html-end-tag", start, tag.end,
               "An end tag without element", source->text + tag.name.start,
               (gssize) base_span_length (tag.name));
      kd_span_text (spans, start, tag.end);
      source->pos = tag.end;
      return TRUE;
    }
  if (kd_match_tag (source, start, &tag) && spans->parser->depth < KD_MAX_DEPTH)
    {
      if (tag.info == NULL || (tag.info->flags & KD_TAG_BLOCK) == 0)
        parse_element (spans, &tag);
      else
        {
          kd_warn (spans->parser, source, "kramdown.html-block-tag", start, tag.end,
                   "A block tag in a text", tag.info->name, -1);
          spans->parser->saw_break = TRUE;
          kd_span_text (spans, start, tag.end);
          source->pos = tag.end;
        }
      return TRUE;
    }
  /* What looks like the start of markup is none: kramdown asks no other parser. */
  if (!kd_starts_markup (source, start) || source->text[start + 1] == '?')
    return FALSE;
  kd_span_text (spans, start, start + 1);
  source->pos = start + 1;
  return TRUE;
}
