/* kd-typography.c - typographic symbols (--, ..., <<) and smart quotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

/* ---- symbols -------------------------------------------------------------------------------- */

static const struct
{
  char text[4];
  guint8 length;
  guint8 symbol;
} symbols[] = {
  { "---", 3, KD_SYMBOL_MDASH },       { "--", 2, KD_SYMBOL_NDASH },
  { "...", 3, KD_SYMBOL_HELLIP },      { "<< ", 3, KD_SYMBOL_LAQUO_SPACE },
  { " >>", 3, KD_SYMBOL_RAQUO_SPACE }, { "<<", 2, KD_SYMBOL_LAQUO },
  { ">>", 2, KD_SYMBOL_RAQUO },
};

static gboolean
looks_like (const KdSource *source, const char *text, guint32 length)
{
  return source->pos + length <= source->length
         && memcmp (source->text + source->pos, text, length) == 0;
}

static void
add_symbol (KdSpans *spans, guint8 symbol, guint32 length)
{
  guint32 pos = spans->source.pos;
  KdElement *element = kd_span_new (spans, KD_TYPOGRAPHIC_SYMBOL, pos, pos + length);

  element->detail = symbol;
  kd_span_append (spans, element);
  spans->source.pos += length;
}

static void
add_escaped (KdSpans *spans, gunichar code_point)
{
  guint32 pos = spans->source.pos;

  for (guint i = 0; i < 2; i++)
    {
      KdElement *entity = kd_span_new (spans, KD_ENTITY, pos + i, pos + i + 2);
      entity->number = code_point;
      kd_span_append (spans, entity);
    }
  spans->source.pos += 3;
}

gboolean
kd_parse_typographic_symbols (KdSpans *spans)
{
  const KdSource *source = &spans->source;

  if (!spans->parser->typographic)
    return FALSE;
  switch (source->text[source->pos])
    {
    case '-':
    case '.':
    case '<':
    case '>':
    case ' ':
      break;
    case '\\':
      if (looks_like (source, "\\<<", 3))
        add_escaped (spans, '<');
      else if (looks_like (source, "\\>>", 3))
        add_escaped (spans, '>');
      else
        return FALSE;
      return TRUE;
    default:
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (looks_like (source, symbols[i].text, symbols[i].length))
      {
        add_symbol (spans, symbols[i].symbol, symbols[i].length);
        return TRUE;
      }
  return FALSE;
}

/* ---- smart quotes --------------------------------------------------------------------------- */

/* The character at a place, '\0' behind the end. */
static char
at (const KdSource *source, guint32 pos)
{
  return pos < source->length ? source->text[pos] : '\0';
}

static gboolean
is_quote (char c)
{
  return c == '"' || c == '\'';
}

/* ASCII punctuation but for "&". */
static gboolean
is_punctuation (char c)
{
  return g_ascii_ispunct (c) && c != '&';
}

static gboolean
word_at (const KdSource *source, guint32 pos)
{
  return pos < source->length && kd_is_word (source->text[pos]);
}

static void
add_quote (KdSpans *spans, gboolean left, guint32 pos)
{
  gboolean doubled = spans->source.text[pos] == '"';
  KdElement *element = kd_span_new (spans, KD_SMART_QUOTE, pos, pos + 1);

  element->detail = left ? (doubled ? KD_QUOTE_LDQUO : KD_QUOTE_LSQUO)
                         : (doubled ? KD_QUOTE_RDQUO : KD_QUOTE_RSQUO);
  kd_span_append (spans, element);
  spans->source.pos = pos + 1;
}

/* A quotation mark before an emphasis. */
static gboolean
before_emphasis (const KdSource *source, guint32 pos)
{
  char sign = at (source, pos + 1);
  char next = at (source, pos + 2);

  return (sign == '*' || sign == '_') && pos + 2 < source->length && !kd_is_space (next);
}

/* Before punctuation that is not an ellipsis and that no word follows ("_" counts as a letter: a
 * word must follow). */
static gboolean
before_punctuation (const KdSource *source, guint32 pos)
{
  char sign = at (source, pos + 1);
  gboolean word;

  if (!is_punctuation (sign) || (at (source, pos + 2) == '.' && at (source, pos + 3) == '.'))
    return FALSE;
  word = kd_word_at (source->text, pos + 2, source->length);
  return sign == '_' ? word : !word;
}

/* Before space, the end of a line, or an "s" that ends a word. */
static gboolean
before_space (const KdSource *source, guint32 pos)
{
  if (pos + 1 >= source->length || kd_is_space (source->text[pos + 1]))
    return TRUE;
  return source->text[pos + 1] == 's' && !kd_word_at (source->text, pos + 2, source->length);
}

/* What a quotation mark may not stand behind to be a closing one. */
static gboolean
closes_behind (char c)
{
  switch (c)
    {
    case ' ':
    case '\\':
    case '\t':
    case '\r':
    case '\n':
    case '[':
    case '{':
    case '(':
    case '-':
      return FALSE;
    default:
      return TRUE;
    }
}

/* Two different quotation marks before a word, perhaps behind space; or the apostrophe of a decade
 * ('80s). */
static gboolean
parse_special (KdSpans *spans)
{
  const KdSource *source = &spans->source;
  guint32 start = source->pos;
  guint32 first = kd_is_space (source->text[start]) ? start + 1 : start;
  char quote = at (source, first);
  char second = at (source, first + 1);

  if (!is_quote (quote))
    return FALSE;
  if (is_quote (second) && second != quote && word_at (source, first + 2))
    {
      kd_span_text (spans, start, first);
      add_quote (spans, TRUE, first);
      add_quote (spans, TRUE, first + 1);
      return TRUE;
    }
  if (quote == '\'' && kd_is_digit (second) && kd_is_digit (at (source, first + 2))
      && at (source, first + 3) == 's')
    {
      kd_span_text (spans, start, first);
      add_quote (spans, FALSE, first);
      return TRUE;
    }
  if (first > start && word_at (source, first + 1))
    {
      kd_span_text (spans, start, first);
      add_quote (spans, TRUE, first);
      return TRUE;
    }
  return FALSE;
}

gboolean
kd_parse_smart_quotes (KdSpans *spans)
{
  const KdSource *source = &spans->source;
  guint32 start = source->pos;
  char c = source->text[start];
  guint32 next = start + 1;

  if ((guchar) c >= 0x80)
    while (next < source->length && ((guchar) source->text[next] & 0xc0) == 0x80)
      next++;
  if (!is_quote (c) && (c == '\\' || !is_quote (at (source, next))))
    return FALSE;
  if (is_quote (c) && before_emphasis (source, start))
    add_quote (spans, TRUE, start);
  else if (is_quote (c) && before_punctuation (source, start))
    add_quote (spans, FALSE, start);
  else if (parse_special (spans))
    return TRUE;
  else if (is_quote (at (source, next)) && closes_behind (c))
    {
      kd_span_text (spans, start, next);
      add_quote (spans, FALSE, next);
    }
  else if (is_quote (c) && before_space (source, start))
    add_quote (spans, FALSE, start);
  else if (at (source, next) == '\'')
    {
      kd_span_text (spans, start, next);
      add_quote (spans, TRUE, next);
    }
  else if (c == '\'')
    add_quote (spans, TRUE, start);
  else if (at (source, next) == '"')
    {
      kd_span_text (spans, start, next);
      add_quote (spans, TRUE, next);
    }
  else
    add_quote (spans, TRUE, start);
  return TRUE;
}
