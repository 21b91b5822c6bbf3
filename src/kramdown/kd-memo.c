/* kd-memo.c - what became of emphasis and links that were tried, so that none is tried again.
 *
 * An emphasis that does not end fails from every place that it passed: a bit for each place, in a
 * table for each context (see kd-span.h). For a link it is the place of its closing bracket, in a
 * table for each context with an entry for each "[" of the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

static guint
emphasis_context (const KdFrame *frame)
{
  guint kind = (frame->kind == KD_FRAME_STRONG) + 2 * (frame->delimiter == '_');

  return kind * KD_N_INSIDE + frame->inside;
}

static KdMemo *
ensure (KdSpans *spans)
{
  if (spans->memo == NULL)
    spans->memo = g_new0 (KdMemo, 1);
  return spans->memo;
}

void
kd_memo_free (KdMemo *memo)
{
  if (memo == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (memo->failed); i++)
    g_free (memo->failed[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (memo->closing); i++)
    g_free (memo->closing[i]);
  g_free (memo->brackets);
  g_free (memo);
}

/* ---- emphasis ------------------------------------------------------------------------------- */

gboolean
kd_memo_has_failed (const KdSpans *spans, const KdFrame *frame, guint32 pos)
{
  const guint8 *bits = spans->memo != NULL ? spans->memo->failed[emphasis_context (frame)] : NULL;

  return bits != NULL && (bits[pos / 8] >> (pos % 8) & 1) != 0;
}

void
kd_memo_set_failed (KdSpans *spans, const KdFrame *frame, guint32 pos)
{
  guint8 **bits = &ensure (spans)->failed[emphasis_context (frame)];

  if (*bits == NULL)
    *bits = g_malloc0 (spans->source.length / 8 + 1);
  (*bits)[pos / 8] |= (guint8) (1 << (pos % 8));
}

/* ---- links ---------------------------------------------------------------------------------- */

static void
collect_brackets (KdSpans *spans)
{
  const KdSource *source = &spans->source;
  KdMemo *memo = spans->memo;
  guint n = 0;

  for (guint32 i = 0; i < source->length; i++)
    n += source->text[i] == '[';
  memo->brackets = g_new (guint32, n);
  for (guint32 i = 0; i < source->length; i++)
    if (source->text[i] == '[')
      memo->brackets[memo->n_brackets++] = i + 1;
}

/* Which bracket of the text stands before @pos. */
static guint
find_bracket (const KdMemo *memo, guint32 pos)
{
  guint low = 0;
  guint high = memo->n_brackets;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (memo->brackets[middle] < pos)
        low = middle + 1;
      else
        high = middle;
    }
  g_assert (low < memo->n_brackets && memo->brackets[low] == pos);
  return low;
}

guint32
kd_memo_get_closing (const KdSpans *spans, const KdFrame *frame, guint32 pos)
{
  const KdMemo *memo = spans->memo;

  if (memo == NULL || memo->closing[frame->inside] == NULL)
    return KD_MEMO_UNKNOWN;
  return memo->closing[frame->inside][find_bracket (memo, pos)];
}

void
kd_memo_set_closing (KdSpans *spans, const KdFrame *frame, guint32 pos, guint32 what)
{
  KdMemo *memo = ensure (spans);
  guint32 **closing = &memo->closing[frame->inside];

  if (memo->brackets == NULL)
    collect_brackets (spans);
  if (*closing == NULL)
    {
      *closing = g_new (guint32, memo->n_brackets);
      memset (*closing, 0xff, memo->n_brackets * sizeof **closing);
    }
  (*closing)[find_bracket (memo, pos)] = what;
}
