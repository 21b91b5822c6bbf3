/* kd-emphasis.c - *emphasis*, **strong emphasis** and the same with "_".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

gboolean
kd_emphasis_stop (KdSpans *spans, const KdFrame *frame)
{
  const KdSource *source = &spans->source;
  guint32 pos = source->pos;
  char sign = frame->delimiter;
  guint32 size = frame->kind == KD_FRAME_STRONG ? 2 : 1;

  if (source->text[pos] != sign || (size == 2 && !kd_source_is (source, pos + 1, sign)))
    return FALSE;
  if (kd_element_first (frame->element) == NULL || (pos > 0 && kd_is_space (source->text[pos - 1])))
    return FALSE;
  /* Exactly two signs do not end an emphasis of one. */
  if (size == 1 && kd_source_is (source, pos + 1, sign) && !kd_source_is (source, pos + 2, sign))
    return FALSE;
  return sign != '_' || !kd_alnum_at (source->text, pos + size, source->length);
}

/* Whether the "_" at @pos stands behind a word: letters, perhaps with a hyphen behind them, and
 * then further "_". */
static gboolean
behind_word (KdSpans *spans, guint32 pos)
{
  const char *text = spans->source.text;
  guint32 start;
  guint length;

  if (pos < spans->run_start || pos > spans->run_end || spans->run_end == 0)
    {
      spans->run_start = spans->run_end = pos;
      while (spans->run_start > 0 && text[spans->run_start - 1] == '_')
        spans->run_start--;
      while (kd_source_is (&spans->source, spans->run_end, '_'))
        spans->run_end++;
    }
  start = spans->run_start;
  if (start > 0 && text[start - 1] == '-')
    start--;
  if (start == 0)
    return FALSE;
  return kd_is_alpha_code_point (kd_decode (text, kd_previous (text, 0, start), &length));
}

/* The frame goes on at @pos. If it was there before and failed it will fail again, so it ends here;
 * else the place is noted. */
static void
pass (KdSpans *spans, guint32 pos)
{
  KdFrame *frame = spans->frame;

  spans->source.pos = pos;
  if (frame->kind != KD_FRAME_EM && frame->kind != KD_FRAME_STRONG)
    return;
  if (kd_memo_has_failed (spans, frame, pos))
    spans->source.pos = spans->source.length;
  else
    kd_trail_add (spans, pos);
}

static void
remember_failure (KdSpans *spans, const KdFrame *frame, guint32 start)
{
  /* At its own sign an emphasis cannot end as it has no content yet; one that has may. */
  if (!kd_source_is (&spans->source, start, frame->delimiter))
    kd_memo_set_failed (spans, frame, start);
  for (guint i = frame->trail; spans->trail != NULL && i < spans->trail->len; i++)
    kd_memo_set_failed (spans, frame, g_array_index (spans->trail, guint32, i));
}

/* Reads an emphasis whose content starts at @start; NULL if it does not end. */
static KdElement *
read_emphasis (KdSpans *spans, KdFrameKind kind, char sign, guint32 opening, guint32 start)
{
  guint8 type = kind == KD_FRAME_STRONG ? KD_STRONG : KD_EM;
  guint32 size = kind == KD_FRAME_STRONG ? 2 : 1;
  guint n_diagnostics = spans->parser->document->diagnostics->len;
  KdElement *element;
  KdFrame frame;
  gboolean found;

  if (!kd_frame_init (spans, &frame, kind, NULL))
    return NULL;
  frame.delimiter = sign;
  frame.inside |= kind == KD_FRAME_STRONG ? KD_IN_STRONG : KD_IN_EM;
  if (kd_memo_has_failed (spans, &frame, start))
    return NULL;
  element = frame.element = kd_span_new (spans, type, opening, start);
  spans->source.pos = start;
  spans->speculation++;
  found = kd_spans_run (spans, &frame);
  spans->speculation--;
  if (!found)
    remember_failure (spans, &frame, start);
  kd_trail_cut (spans, &frame);
  if (!found)
    {
      g_ptr_array_set_size (spans->parser->document->diagnostics, (gint) n_diagnostics);
      kd_element_discard (spans->parser->document, element);
      return NULL;
    }
  spans->source.pos += size;
  kd_element_set_end (spans->parser->document, element,
                      kd_source_behind (&spans->source, spans->source.pos));
  return element;
}

gboolean
kd_parse_emphasis (KdSpans *spans)
{
  KdSource *source = &spans->source;
  guint32 opening = source->pos;
  char sign = source->text[opening];
  gboolean doubled = kd_source_is (source, opening + 1, sign);
  guint32 start = opening + (doubled ? 2 : 1);
  KdElement *element = NULL;

  if ((sign == '_' && behind_word (spans, opening))
      || (start < source->length && kd_is_space (source->text[start]))
      || (spans->frame->inside & (doubled ? KD_IN_STRONG : KD_IN_EM)) != 0)
    {
      kd_span_text (spans, opening, start);
      pass (spans, start);
      return TRUE;
    }
  element = read_emphasis (spans, doubled ? KD_FRAME_STRONG : KD_FRAME_EM, sign, opening, start);
  /* Two signs that open no strong may be one that opens an emphasis, behind a plain one. */
  if (element == NULL && doubled && spans->frame->kind != KD_FRAME_EM)
    element = read_emphasis (spans, KD_FRAME_EM, sign, opening, opening + 1);
  if (element != NULL)
    {
      kd_span_append (spans, element);
      return TRUE;
    }
  kd_span_text (spans, opening, start);
  pass (spans, start);
  return TRUE;
}
