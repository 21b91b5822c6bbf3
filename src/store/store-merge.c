/* store-merge.c - three texts, by lines.
 *
 * The differences base→mine and base→theirs are walked together. Those that overlap or touch in the
 * base are one region: two people changed what stands side by side, which a person has to see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store.h"

#include <string.h>

typedef struct
{
  GArray *differences;
  guint next;
  gssize
      shift; /* offset in the changed text minus offset in the base, before the next difference */
} Side;

static const StoreDifference *
peek (const Side *side)
{
  return side->next < side->differences->len
             ? &g_array_index (side->differences, StoreDifference, side->next)
             : NULL;
}

/* Takes the differences that overlap or touch the region; TRUE if there were any. */
static gboolean
swallow (Side *side, gsize *end)
{
  gboolean any = FALSE;
  const StoreDifference *difference;
  while ((difference = peek (side)) != NULL && difference->a.start <= *end)
    {
      *end = MAX (*end, difference->a.end);
      side->shift = (gssize) difference->b.end - (gssize) difference->a.end;
      side->next++;
      any = TRUE;
    }
  return any;
}

static gboolean
equal_spans (GBytes *a, BaseSpan x, GBytes *b, BaseSpan y)
{
  return base_span_length (x) == base_span_length (y)
         && (base_span_length (x) == 0
             || memcmp ((const char *) g_bytes_get_data (a, NULL) + x.start,
                        (const char *) g_bytes_get_data (b, NULL) + y.start, base_span_length (x))
                    == 0);
}

static void
add_hunk (StoreMerge *merge, StoreHunkKind kind, BaseSpan base, BaseSpan mine, BaseSpan theirs)
{
  StoreHunk hunk = { kind, base, mine, theirs, STORE_TAKE_MINE };
  if (kind == STORE_HUNK_THEIRS)
    hunk.take = STORE_TAKE_THEIRS;
  if (kind == STORE_HUNK_CONFLICT)
    merge->conflicts++;
  g_array_append_val (merge->hunks, hunk);
}

static BaseSpan
shifted (gsize start, gssize shift_start, gsize end, gssize shift_end)
{
  return base_span ((gsize) ((gssize) start + shift_start), (gsize) ((gssize) end + shift_end));
}

static gsize
add_region (StoreMerge *merge, Side *mine, Side *theirs, gsize start)
{
  gsize end = start;
  gssize mine_before = mine->shift;
  gssize theirs_before = theirs->shift;
  gboolean by_me = FALSE;
  gboolean by_them = FALSE;
  gboolean more = TRUE;
  BaseSpan m;
  BaseSpan t;
  StoreHunkKind kind;
  while (more)
    {
      gboolean a = swallow (mine, &end);
      gboolean b = swallow (theirs, &end);
      by_me = by_me || a;
      by_them = by_them || b;
      more = a || b;
    }
  m = shifted (start, mine_before, end, mine->shift);
  t = shifted (start, theirs_before, end, theirs->shift);
  if (by_me && by_them)
    kind = equal_spans (merge->mine, m, merge->theirs, t) ? STORE_HUNK_AGREED : STORE_HUNK_CONFLICT;
  else
    kind = by_me ? STORE_HUNK_MINE : STORE_HUNK_THEIRS;
  add_hunk (merge, kind, base_span (start, end), m, t);
  return end;
}

static GArray *
difference_to (GBytes *base, GBytes *other)
{
  gsize a;
  gsize b;
  const char *one = g_bytes_get_data (base, &a);
  const char *two = g_bytes_get_data (other, &b);
  return store_diff (STORE_DIFF_LINES, one, a, two, b);
}

StoreMerge *
store_merge (GBytes *base, GBytes *mine, GBytes *theirs)
{
  StoreMerge *merge = g_new0 (StoreMerge, 1);
  Side one = { difference_to (base, mine), 0, 0 };
  Side two = { difference_to (base, theirs), 0, 0 };
  gsize size = g_bytes_get_size (base);
  gsize at = 0;
  merge->base = g_bytes_ref (base);
  merge->mine = g_bytes_ref (mine);
  merge->theirs = g_bytes_ref (theirs);
  merge->hunks = g_array_new (FALSE, FALSE, sizeof (StoreHunk));
  while (peek (&one) != NULL || peek (&two) != NULL)
    {
      gsize next = MIN (peek (&one) == NULL ? size : peek (&one)->a.start,
                        peek (&two) == NULL ? size : peek (&two)->a.start);
      if (next > at)
        add_hunk (merge, STORE_HUNK_SAME, base_span (at, next),
                  shifted (at, one.shift, next, one.shift),
                  shifted (at, two.shift, next, two.shift));
      at = add_region (merge, &one, &two, next);
    }
  if (at < size)
    add_hunk (merge, STORE_HUNK_SAME, base_span (at, size),
              shifted (at, one.shift, size, one.shift), shifted (at, two.shift, size, two.shift));
  g_array_unref (one.differences);
  g_array_unref (two.differences);
  return merge;
}

void
store_merge_free (StoreMerge *merge)
{
  g_bytes_unref (merge->base);
  g_bytes_unref (merge->mine);
  g_bytes_unref (merge->theirs);
  g_array_unref (merge->hunks);
  g_free (merge);
}

static void
append (GByteArray *out, GBytes *text, BaseSpan span)
{
  if (base_span_length (span) > 0)
    g_byte_array_append (out, (const guint8 *) g_bytes_get_data (text, NULL) + span.start,
                         (guint) base_span_length (span));
}

GBytes *
store_merge_result (const StoreMerge *merge)
{
  GByteArray *out = g_byte_array_new ();
  for (guint i = 0; i < merge->hunks->len; i++)
    {
      const StoreHunk *hunk = &g_array_index (merge->hunks, StoreHunk, i);
      switch (hunk->take)
        {
        case STORE_TAKE_BASE:
          append (out, merge->base, hunk->base);
          break;
        case STORE_TAKE_MINE:
          append (out, merge->mine, hunk->mine);
          break;
        case STORE_TAKE_THEIRS:
          append (out, merge->theirs, hunk->theirs);
          break;
        case STORE_TAKE_BOTH:
          append (out, merge->mine, hunk->mine);
          if (base_span_length (hunk->mine) > 0 && out->data[out->len - 1] != '\n')
            g_byte_array_append (out, (const guint8 *) "\n", 1);
          append (out, merge->theirs, hunk->theirs);
          break;
        }
    }
  return g_byte_array_free_to_bytes (out);
}
