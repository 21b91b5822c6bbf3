/* kd-inline.c - the small spans: autolinks, math, entities, line breaks, escaped characters,
 * strikethrough, footnote markers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

/* ---- autolinks ------------------------------------------------------------------------------ */

static gboolean
is_address_character (const KdSource *source, guint32 pos, guint *length)
{
  gunichar c = kd_decode (source->text, pos, length);

  return c == '-' || c == '_' || c == '.' || kd_is_alnum_code_point (c);
}

static guint32
scan_address (const KdSource *source, guint32 pos)
{
  guint length;

  while (pos < source->length && is_address_character (source, pos, &length))
    pos += length;
  return pos;
}

static gboolean
has_scheme (const KdSource *source, guint32 pos, gboolean *mailto)
{
  static const char *const schemes[] = { "mailto:", "http:", "https:", "ftp:", "ftps:" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize length = strlen (schemes[i]);
      if (pos + length < source->length && memcmp (source->text + pos, schemes[i], length) == 0)
        {
          *mailto = i == 0;
          return TRUE;
        }
    }
  return FALSE;
}

/* <scheme:…> on one line, or <name@host>: the place of ">", or 0. */
static guint32
match_autolink (KdSource *source, guint32 pos, gboolean *scheme, gboolean *mailto)
{
  guint32 end, host;

  *mailto = FALSE;
  *scheme = has_scheme (source, pos, mailto);
  if (*scheme)
    {
      guint32 colon = pos;
      while (source->text[colon] != ':')
        colon++;
      end = kd_source_search (source, KD_SEARCH_GREATER, colon + 2);
      if (end != G_MAXUINT32 && source->text[colon + 1] != '\n'
          && kd_source_search (source, KD_SEARCH_NEWLINE, colon + 1) > end)
        return end;
      *scheme = FALSE;
    }
  host = scan_address (source, pos);
  if (host == pos || !kd_source_is (source, host, '@'))
    return 0;
  end = scan_address (source, host + 1);
  return end > host + 1 && kd_source_is (source, end, '>') ? end : 0;
}

gboolean
kd_parse_autolink (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 opening = source->pos;
  guint32 start = opening + 1;
  gboolean scheme, mailto;
  guint32 end = match_autolink (source, start, &scheme, &mailto);
  KdElement *link, *text;
  KdExtra *extra;
  g_autofree char *href = NULL;

  if (end == 0)
    return FALSE;
  link = kd_span_new (spans, KD_A, opening, end + 1);
  extra = kd_element_extra (spans->parser->document, link);
  if (!scheme)
    href = g_strdup_printf ("mailto:%.*s", (int) (end - start), source->text + start);
  kd_attribute_set_slice (spans->parser->document, &extra->attributes, "href", 4,
                          scheme ? source->text + start : href,
                          scheme ? end - start : strlen (href));
  if (mailto)
    start += (guint32) strlen ("mailto:");
  if (end > start)
    {
      text =
          kd_text_new (spans->parser->document, spans->text_type, source->text + start, end - start,
                       kd_source_at (source, start), kd_source_behind (source, end));
      kd_element_append (link, text);
    }
  kd_span_append (spans, link);
  source->pos = end + 1;
  return TRUE;
}

/* ---- math ----------------------------------------------------------------------------------- */

gboolean
kd_parse_inline_math (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  guint32 close;
  KdElement *math;

  if (!kd_source_is (source, start, '$') || !kd_source_is (source, start + 1, '$'))
    return FALSE;
  close = kd_source_search (source, KD_SEARCH_DOLLARS, start + 2);
  if (close == G_MAXUINT32)
    return FALSE;
  math = kd_span_new (spans, KD_MATH, start, close + 2);
  kd_set_math (spans->parser->document, math, source->text, start + 2, close);
  kd_span_append (spans, math);
  source->pos = close + 2;
  return TRUE;
}

/* ---- entities ------------------------------------------------------------------------------- */

/* &name; &#digits; &#xdigits; at @pos: behind it, or 0; a name's code point is 0 if it is unknown.
 */
gsize
kd_match_entity (const char *text, gsize pos, gsize length, gunichar *code_point)
{
  gsize start = pos + 1;
  gsize end;
  guint64 number = 0;

  *code_point = 0;
  if (start >= length || text[pos] != '&')
    return 0;
  if (text[start] == '#')
    {
      gboolean hex = start + 1 < length && text[start + 1] == 'x';
      start += hex ? 2 : 1;
      for (end = start;
           end < length && (hex ? g_ascii_isxdigit (text[end]) : kd_is_digit (text[end])); end++)
        number =
            MIN (number * (hex ? 16 : 10) + (guint64) g_ascii_xdigit_value (text[end]), 0x110000);
      if (end == start || end >= length || text[end] != ';')
        return 0;
      *code_point = (gunichar) number;
      return end + 1;
    }
  if (!kd_is_word (text[start]) && text[start] != ':')
    return 0;
  for (end = start + 1;
       end < length
       && (kd_is_word (text[end]) || text[end] == ':' || text[end] == '.' || text[end] == '-');)
    end++;
  if (end >= length || text[end] != ';')
    return 0;
  *code_point = kd_entity_code_point (text + start, end - start);
  return end + 1;
}

gboolean
kd_parse_html_entity (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  gunichar code_point;
  guint32 end = (guint32) kd_match_entity (source->text, start, source->length, &code_point);
  gboolean named;
  KdElement *entity;

  if (end == 0)
    return FALSE;
  named = source->text[start + 1] != '#';
  entity = kd_span_new (spans, KD_ENTITY, start, end);
  if (named && code_point == 0)
    {
      /* An unknown name: "&" as an entity, and the rest as text. */
      entity->number = '&';
      kd_element_set_end (spans->parser->document, entity, kd_source_behind (source, start + 1));
      kd_span_append (spans, entity);
      kd_span_text (spans, start + 1, end);
    }
  else
    {
      kd_element_set_text (spans->parser->document, entity, source->text + start, end - start);
      entity->number = named ? code_point : kd_entity_remap (code_point);
      kd_span_append (spans, entity);
    }
  source->pos = end;
  return TRUE;
}

/* ---- line breaks and escapes ---------------------------------------------------------------- */

gboolean
kd_parse_line_break (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  char c = source->text[start];

  if ((c != ' ' && c != '\\') || !kd_source_is (source, start + 1, c)
      || !kd_source_is (source, start + 2, '\n')
      || (spans->parser->gfm && spans->parser->hard_wrap))
    return FALSE;
  kd_span_append (spans, kd_span_new (spans, KD_BR, start, start + 2));
  source->pos += 2;
  return TRUE;
}

gboolean
kd_is_escapable (char c, gboolean gfm)
{
  return (c != '\0' && strchr ("\\.*_+`<>()[]{}#!:|\"'$=-", c) != NULL) || (gfm && c == '~');
}

gboolean
kd_parse_escaped_character (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;

  if (source->text[start] != '\\' || start + 1 >= source->length
      || !kd_is_escapable (source->text[start + 1], spans->parser->gfm))
    return FALSE;
  kd_span_text (spans, start + 1, start + 2);
  source->pos += 2;
  return TRUE;
}

/* ---- strikethrough -------------------------------------------------------------------------- */

/* ~~text~~ of GFM. The text is read on its own. */
gboolean
kd_parse_strikethrough (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  guint32 from = start + 2;
  guint32 close;
  KdElement *element;
  KdElement *raw;
  KdSegment one;
  guint n;
  const KdSegment *map;

  if (!spans->parser->gfm || !kd_source_is (source, start, '~')
      || !kd_source_is (source, start + 1, '~') || from >= source->length
      || kd_is_space (source->text[from]) || source->text[from] == '~'
      || spans->parser->depth >= KD_MAX_DEPTH)
    return FALSE;
  close = kd_source_search (source, KD_SEARCH_STRIKE, from + 1);
  if (close == G_MAXUINT32)
    return FALSE;
  element = kd_span_new (spans, KD_HTML_ELEMENT, start, close + 2);
  kd_extra_set_text (spans->parser->document, kd_element_extra (spans->parser->document, element),
                     kd_heap_strndup (spans->parser->heap, "del", 3), 3);
  element->detail = KD_CONTENT_SPAN;
  raw = kd_raw_text_new (spans->parser->document, source, from, close);
  map = kd_raw_text_map (raw, &one, &n);
  kd_parse_spans (spans->parser, element, kd_element_text (raw), raw->length, map, n);
  kd_element_discard (spans->parser->document, raw);
  kd_span_append (spans, element);
  source->pos = close + 2;
  return TRUE;
}

/* ---- footnote markers ----------------------------------------------------------------------- */

gboolean
kd_parse_footnote_marker (KdSpans *spans)
{
  KdSource *source = &spans->source;
  KdParser *parser = spans->parser;
  guint32 start = source->pos;
  guint32 name = start + 2;
  guint32 end = name;
  g_autofree char *key = NULL;
  KdFootnote *footnote;
  KdElement *marker;

  if (!kd_source_is (source, start + 1, '^') || name >= source->length
      || !kd_is_word (source->text[name]))
    return FALSE;
  while (end < source->length && (kd_is_word (source->text[end]) || source->text[end] == '-'))
    end++;
  if (!kd_source_is (source, end, ']'))
    return FALSE;
  key = g_strndup (source->text + name, end - name);
  footnote = g_hash_table_lookup (parser->footnotes, key);
  source->pos = end + 1;
  if (footnote == NULL)
    {
      kd_warn (parser, source, "kramdown.footnote-undefined", start, end + 1,
               "The footnote is not defined", key, -1);
      kd_span_text (spans, start, end + 1);
      return TRUE;
    }
  footnote->used = TRUE;
  marker = kd_span_new (spans, KD_FOOTNOTE, start, end + 1);
  marker->last = kd_ref (footnote->content);
  kd_span_append (spans, marker);
  return TRUE;
}

/* ---- extensions and attribute lists --------------------------------------------------------- */

/* The stop tag of an extension in the text. */
static gboolean
find_stop (KdSource *source, guint32 pos, const char *name, gsize length, BaseSpan *stop)
{
  guint32 tag = kd_source_search (source, KD_SEARCH_STOP, pos);

  for (; tag != G_MAXUINT32; tag = kd_source_search (source, KD_SEARCH_STOP, tag + 1))
    {
      guint32 end = tag + 3;
      if (end + length <= source->length && memcmp (source->text + end, name, length) == 0)
        end += (guint32) length;
      if (kd_source_is (source, end, '}'))
        {
          *stop = base_span (tag, end + 1);
          return TRUE;
        }
    }
  return FALSE;
}

/* FALSE if the brace is text. */
static gboolean
parse_extension (KdSpans *spans, const KdExtensionTag *tag)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  const char *name = source->text + tag->name.start;
  gsize length = base_span_length (tag->name);
  BaseSpan stop = { tag->end, tag->end };
  gsize which = length == 10 ? 1 : name[0] == 'c' ? 0 : 2;

  if (tag->stop
      || !((length == 7 && (memcmp (name, "comment", 7) == 0 || memcmp (name, "options", 7) == 0))
           || (length == 10 && memcmp (name, "nomarkdown", 10) == 0)))
    {
      kd_warn (spans->parser, source, "kramdown.extension-unknown", start, tag->end,
               "There is no extension of this name", name, (gssize) length);
      return FALSE;
    }
  if (!tag->self_closed
      && (tag->end >= source->no_stop[which] || !find_stop (source, tag->end, name, length, &stop)))
    {
      source->no_stop[which] = MIN (source->no_stop[which], tag->end);
      kd_warn (spans->parser, source, "kramdown.extension-unclosed", start, tag->end,
               "This extension has no stop tag", name, (gssize) length);
      return FALSE;
    }
  source->pos = (guint32) stop.end;
  return kd_run_extension (spans->parser, source, spans->frame->element, tag, start,
                           base_span (tag->end, stop.start), !tag->self_closed, FALSE);
}

/* An attribute list belongs to the span before it. */
static gboolean
parse_ial (KdSpans *spans)
{
  KdSource *source = &spans->source;
  KdParser *parser = spans->parser;
  KdElement *last = kd_element_last (spans->frame->element);
  guint32 start = source->pos;
  guint32 end = kd_find_ial_end (source, start + 2, FALSE);
  const KdIal *ial;
  KdExtra *extra;

  if (end == G_MAXUINT32)
    return FALSE;
  if (last == NULL || last->type == spans->text_type)
    {
      kd_warn (parser, source, "kramdown.attributes-lost", start, end + 1,
               "An attribute list stands behind plain text", NULL, 0);
      return FALSE;
    }
  source->pos = end + 1;
  ial = kd_ial_parse (parser, NULL, source->text + start + 2, end - start - 2,
                      kd_source_at (source, start + 2));
  kd_element_set_end (parser->document, last, kd_source_behind (source, end + 1));
  if (ial == NULL)
    return TRUE;
  extra = kd_element_extra (parser->document, last);
  kd_extra_set_ial (extra, kd_ial_add (parser, kd_extra_ial (extra), ial));
  kd_ial_apply (parser, &extra->attributes, ial);
  return TRUE;
}

gboolean
kd_parse_span_extensions (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 start = source->pos;
  KdExtensionTag tag;

  if (!kd_source_is (source, start, '{') || !kd_source_is (source, start + 1, ':'))
    return FALSE;
  if (kd_match_extension (source, start, &tag) ? parse_extension (spans, &tag) : parse_ial (spans))
    return TRUE;
  kd_span_text (spans, start, start + 1);
  source->pos = start + 1;
  return TRUE;
}
