/* kd-span.c - the loop over spans.
 *
 * The text is searched for the next character that may start a span; a table says which. The
 * parsers are then asked in kramdown's order. Plain text is a slice of the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

/* ---- elements and text ---------------------------------------------------------------------- */

KdElement *
kd_span_new (KdSpans *spans, guint8 type, guint32 from, guint32 to)
{
  return kd_element_new (spans->parser->document, type, kd_source_at (&spans->source, from),
                         kd_source_behind (&spans->source, to));
}

void
kd_span_append (KdSpans *spans, KdElement *element)
{
  kd_element_append (spans->frame->element, element);
}

static void
add_text (KdSpans *spans, const char *text, gsize length, guint32 from, guint32 to)
{
  KdDocument *document = spans->parser->document;
  KdElement *element = spans->frame->element;
  KdElement *last = kd_element_last (element);
  guint32 end;

  if (length == 0 && (last == NULL || last->type != spans->text_type))
    return;
  end = kd_source_behind (&spans->source, to);
  if (last == NULL || last->type != spans->text_type)
    kd_element_append (element, kd_text_new (document, spans->text_type, text, length,
                                             kd_source_at (&spans->source, from), end));
  else
    kd_text_append (document, last, text, length, end);
}

void
kd_span_text (KdSpans *spans, guint32 from, guint32 to)
{
  if (to > from)
    add_text (spans, spans->source.text + from, to - from, from, to);
}

void
kd_span_text_copy (KdSpans *spans, const char *text, gsize length, guint32 from, guint32 to)
{
  add_text (spans, kd_heap_strndup (spans->parser->heap, text, length), length, from, to);
}

/* ---- what may start a span ------------------------------------------------------------------ */

enum
{
  NEVER,
  ALWAYS,
  IF_DOUBLED,  /* -- >> ~~ $$ */
  IF_ELLIPSIS, /* ... */
  IF_IMAGE,    /* ![ */
  IF_LIST,     /* {: */
  IF_BRACKET,  /* ] in a link */
  IF_BREAK,    /* two spaces and a newline */
  IF_QUOTE,
};

static const guint8 starts[256] = {
  ['*'] = ALWAYS,      ['_'] = ALWAYS,     ['`'] = ALWAYS,     ['<'] = ALWAYS,
  ['['] = ALWAYS,      ['&'] = ALWAYS,     ['\\'] = ALWAYS,    [KD_LIQUID_MARK] = ALWAYS,
  ['-'] = IF_DOUBLED,  ['>'] = IF_DOUBLED, ['~'] = IF_DOUBLED, ['$'] = IF_DOUBLED,
  ['.'] = IF_ELLIPSIS, ['!'] = IF_IMAGE,   ['{'] = IF_LIST,    [']'] = IF_BRACKET,
  ['\n'] = IF_BREAK,   ['"'] = IF_QUOTE,   ['\''] = IF_QUOTE,
};

/* A quotation mark is looked at together with the character before it. */
static guint32
quote_start (const KdSource *source, guint32 from, guint32 pos)
{
  if (pos == from || source->text[pos - 1] == '\\')
    return pos;
  return (guint32) kd_previous (source->text, from, pos);
}

typedef guint8 Bytes __attribute__ ((vector_size (16)));

/* Where the first of 16 bytes is that may start something, or stands before such a newline; 16 if
 * none does. Letters, digits, space, most punctuation and what is not ASCII start nothing; some
 * signs only do if they are doubled. The byte behind the 16 is looked at as well. */
static inline guint
find_other (const char *text)
{
  Bytes bytes, next, plain, doubled;
  guint64 halves[2];

  memcpy (&bytes, text, sizeof bytes);
  memcpy (&next, text + 1, sizeof next);
  plain = (Bytes) ((bytes - 'a' < 26) | (bytes - '?' < 'Z' + 1 - '?') | (bytes - '/' < '<' - '/')
                   | (bytes == ',') | (bytes - '(' < 2) | (bytes >= 0x80) | (bytes == '\n'));
  doubled = (Bytes) ((bytes == '-') | (bytes == '.') | (bytes == '>'));
  plain |= doubled & (Bytes) (bytes != next);
  plain |= (Bytes) (bytes == ' ') & (Bytes) (next != '\n');
  plain = ~plain;
  memcpy (halves, &plain, sizeof halves);
  if (halves[0] != 0)
    return (guint) __builtin_ctzll (GUINT64_FROM_LE (halves[0])) / 8;
  return halves[1] != 0 ? 8 + (guint) __builtin_ctzll (GUINT64_FROM_LE (halves[1])) / 8 : 16;
}

/* Most characters start nothing. */
static inline guint32
skip_plain (const KdSource *source, guint32 pos)
{
  const char *text = source->text;
  guint32 length = source->length;

  while (pos + 17 <= length)
    {
      guint other = find_other (text + pos);
      pos += other;
      if (other == 16)
        continue;
      if (starts[(guchar) text[pos]] != NEVER)
        return pos;
      pos++;
      if (text[pos] == '\n')
        return pos;
    }
  while (pos < length && starts[(guchar) text[pos]] == NEVER)
    pos++;
  return pos;
}

/* The next place where a span may start, or the frame may stop; the length of the text if there is
 * none. */
static guint32
find_start (const KdSpans *spans, guint32 from)
{
  const KdSource *source = &spans->source;
  const char *text = source->text;
  guint32 length = source->length;
  gboolean in_link = spans->frame->kind == KD_FRAME_LINK;

  for (guint32 pos = skip_plain (source, from); pos < length; pos = skip_plain (source, pos + 1))
    switch (starts[(guchar) text[pos]])
      {
      case NEVER:
        break;
      case ALWAYS:
        return pos;
      case IF_DOUBLED:
        if (pos + 1 >= length || text[pos + 1] != text[pos])
          break;
        /* " >>" starts at its space. */
        return text[pos] == '>' && pos > from && text[pos - 1] == ' ' ? pos - 1 : pos;
      case IF_ELLIPSIS:
        if (pos + 2 < length && text[pos + 1] == '.' && text[pos + 2] == '.')
          return pos;
        break;
      case IF_IMAGE:
        if (pos + 1 < length && text[pos + 1] == '[')
          return pos;
        break;
      case IF_LIST:
        if (pos + 1 < length && text[pos + 1] == ':')
          return pos;
        break;
      case IF_BRACKET:
        if (in_link)
          return pos;
        break;
      case IF_BREAK:
        if (pos >= from + 2 && text[pos - 1] == ' ' && text[pos - 2] == ' ')
          return pos - 2;
        break;
      case IF_QUOTE:
        return quote_start (source, from, pos);
      }
  return length;
}

static guint32
find_start_of (KdSpans *spans, guint32 from)
{
  KdSource *source = &spans->source;
  guint32 start = source->length;

  if (spans->frame->set == KD_SPANS_ALL)
    return find_start (spans, from);
  if (spans->frame->set != KD_SPANS_HTML)
    start = MIN (start, kd_source_search (source, KD_SEARCH_TICK, from));
  if (spans->frame->set != KD_SPANS_CODE)
    start = MIN (start, kd_source_search (source, KD_SEARCH_LESS, from));
  return start;
}

/* ---- the loop ------------------------------------------------------------------------------- */

/* The parsers that any character may be for, behind those of its own. */
static gboolean
parse_rest (KdSpans *spans)
{
  return kd_parse_smart_quotes (spans) || kd_parse_inline_math (spans)
         || kd_parse_span_extensions (spans) || kd_parse_html_entity (spans)
         || kd_parse_typographic_symbols (spans) || kd_parse_line_break (spans)
         || kd_parse_escaped_character (spans) || kd_parse_strikethrough (spans);
}

static gboolean
parse_span (KdSpans *spans)
{
  KdSpanSet set = spans->frame->set;
  char c = spans->source.text[spans->source.pos];

  if (set != KD_SPANS_ALL)
    return c == '`' ? kd_parse_codespan (spans) : kd_parse_span_html (spans);
  switch (c)
    {
    case '*':
    case '_':
      return kd_parse_emphasis (spans);
    case '`':
      return kd_parse_codespan (spans);
    case '<':
      return kd_parse_autolink (spans) || kd_parse_span_html (spans) || parse_rest (spans);
    case '[':
      return kd_parse_footnote_marker (spans) || kd_parse_link (spans) || parse_rest (spans);
    case '!':
      return kd_parse_link (spans) || parse_rest (spans);
    case KD_LIQUID_MARK:
      return kd_parse_span_liquid (spans) || parse_rest (spans);
    case '\\':
      spans->parser->saw_break = TRUE;
      return parse_rest (spans);
    default:
      return parse_rest (spans);
    }
}

static gboolean
at_stop (KdSpans *spans, KdFrame *frame)
{
  switch (frame->kind)
    {
    case KD_FRAME_TEXT:
      return FALSE;
    case KD_FRAME_EM:
    case KD_FRAME_STRONG:
      return kd_emphasis_stop (spans, frame);
    case KD_FRAME_LINK:
      return kd_link_stop (spans, frame);
    case KD_FRAME_HTML:
      return kd_html_stop (spans, frame);
    }
  g_return_val_if_reached (FALSE);
}

gboolean
kd_frame_init (KdSpans *spans, KdFrame *frame, KdFrameKind kind, KdElement *element)
{
  memset (frame, 0, sizeof *frame);
  frame->outer = spans->frame;
  frame->element = element;
  frame->kind = kind;
  frame->set = KD_SPANS_ALL;
  frame->inside = spans->frame != NULL ? spans->frame->inside : 0;
  return spans->parser->depth < KD_MAX_DEPTH;
}

void
kd_trail_add (KdSpans *spans, guint32 place)
{
  if (spans->trail == NULL)
    spans->trail = kd_take_array (spans->parser, sizeof (guint32));
  g_array_append_val (spans->trail, place);
}

void
kd_trail_cut (KdSpans *spans, const KdFrame *frame)
{
  if (spans->trail != NULL)
    g_array_set_size (spans->trail, frame->trail);
}

/* One character as text. */
static void
take_character (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint length;

  kd_decode (source->text, source->pos, &length);
  kd_span_text (spans, source->pos, source->pos + length);
  source->pos += length;
}

gboolean
kd_spans_run (KdSpans *spans, KdFrame *frame)
{
  KdSource *source = &spans->source;
  gboolean found = FALSE;

  spans->frame = frame;
  spans->parser->depth++;
  frame->trail = spans->trail != NULL ? spans->trail->len : 0;
  while (source->pos < source->length && !found)
    {
      guint32 start = find_start_of (spans, source->pos);
      if (spans->speculation > 0)
        {
          guint steps = 1 + (start - source->pos) / 32;
          if (spans->parser->work < steps)
            break;
          spans->parser->work -= steps;
        }
      if (start == source->length)
        {
          if (frame->kind == KD_FRAME_TEXT)
            {
              kd_span_text (spans, source->pos, start);
              source->pos = start;
            }
          break;
        }
      kd_span_text (spans, source->pos, start);
      source->pos = start;
      found = at_stop (spans, frame);
      if (!found && !parse_span (spans))
        take_character (spans);
    }
  spans->parser->depth--;
  spans->frame = frame->outer;
  return found;
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* All but the source, which is large. */
static void
spans_init (KdSpans *spans, KdParser *parser, guint8 text_type)
{
  memset (spans, 0, G_STRUCT_OFFSET (KdSpans, source));
  spans->parser = parser;
  spans->text_type = text_type;
}

static void
run_text (KdSpans *spans, KdElement *element, KdSpanSet set)
{
  KdFrame frame;

  kd_frame_init (spans, &frame, KD_FRAME_TEXT, element);
  frame.set = set;
  kd_spans_run (spans, &frame);
  if (spans->trail != NULL)
    kd_give_back_array (spans->parser, spans->trail);
  if (spans->ticks != NULL)
    kd_give_back_array (spans->parser, spans->ticks);
  g_clear_pointer (&spans->memo, kd_memo_free);
  g_clear_pointer (&spans->unclosed, g_hash_table_unref);
  g_clear_pointer (&spans->open_parentheses, g_array_unref);
  kd_source_clear (&spans->source);
}

void
kd_parse_spans (KdParser *parser,
                KdElement *element,
                const char *text,
                guint32 length,
                const KdSegment *map,
                guint n_map)
{
  KdSpans spans;

  if (length == 0)
    return;
  spans_init (&spans, parser, KD_TEXT);
  kd_source_init (&spans.source, (char *) text, length, map, n_map);
  run_text (&spans, element, KD_SPANS_ALL);
}

void
kd_parse_codespans (KdParser *parser,
                    KdElement *element,
                    KdSource *source,
                    guint32 from,
                    guint32 to,
                    gboolean with_html)
{
  KdSpans spans;
  KdElement *raw;
  KdSegment one;
  guint n;
  const KdSegment *map;

  if (to <= from)
    return;
  raw = kd_raw_text_new (parser->document, source, from, to);
  map = kd_raw_text_map (raw, &one, &n);
  spans_init (&spans, parser, KD_RAW_TEXT);
  kd_source_init (&spans.source, source->text + from, to - from, map, n);
  kd_element_discard (parser->document, raw);
  run_text (&spans, element, with_html ? KD_SPANS_CODE_AND_HTML : KD_SPANS_CODE);
}
