/* kd-codespan.c - `code`.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

/* All runs of backticks, each with the longest that is left from it on. */
static void
collect_ticks (KdSpans *spans, guint32 from)
{
  const KdSource *source = &spans->source;
  guint32 longest = 0;
  const char *tick;

  spans->ticks = kd_take_array (spans->parser, sizeof (KdTicks));
  while (from < source->length
         && (tick = memchr (source->text + from, '`', source->length - from)) != NULL)
    {
      KdTicks run = { .start = (guint32) (tick - source->text) };
      while (kd_source_is (source, run.start + run.length, '`'))
        run.length++;
      g_array_append_val (spans->ticks, run);
      from = run.start + run.length;
    }
  for (guint i = spans->ticks->len; i > 0; i--)
    {
      KdTicks *run = &g_array_index (spans->ticks, KdTicks, i - 1);
      longest = MAX (longest, run->length);
      run->longest = longest;
    }
}

/* The first run of at least @length backticks at or behind @pos; G_MAXUINT32 if there is none. */
static guint32
find_closing (KdSpans *spans, guint32 pos, guint32 length)
{
  guint low = 0;
  guint high;

  if (spans->ticks == NULL)
    collect_ticks (spans, 0);
  high = spans->ticks->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (spans->ticks, KdTicks, middle).start < pos)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < spans->ticks->len; low++)
    {
      const KdTicks *run = &g_array_index (spans->ticks, KdTicks, low);
      if (run->longest < length)
        break;
      if (run->length >= length)
        return run->start;
    }
  return G_MAXUINT32;
}

gboolean
kd_parse_codespan (KdSpans *spans)
{
  KdSource *source = &spans->source;
  const char *text = source->text;
  guint32 opening = source->pos;
  guint32 start = opening;
  guint32 from, to, length;
  KdElement *code;

  while (kd_source_is (source, start, '`'))
    start++;
  length = start - opening;
  source->pos = start;
  to = G_MAXUINT32;
  /* A single backtick between spaces is one. */
  if (length > 1 || start >= source->length || !kd_is_space (text[start])
      || (opening > 0 && !kd_is_space (text[opening - 1])))
    to = find_closing (spans, start, length);
  if (to == G_MAXUINT32)
    {
      kd_span_text (spans, opening, start);
      return TRUE;
    }
  from = start;
  source->pos = to + length;
  if (length > 1)
    {
      if (from < to && text[from] == ' ')
        from++;
      if (to > from && text[to - 1] == ' ')
        to--;
    }
  code = kd_span_new (spans, KD_CODESPAN, opening, source->pos);
  kd_element_set_text (spans->parser->document, code, text + from, to - from);
  kd_span_append (spans, code);
  return TRUE;
}
