/* store-merge.h - differences and three-way merges of texts; pure. Part of store.h: include that.
 *
 * The front matter is merged by key above this layer: give the parts one by one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

typedef enum
{
  STORE_DIFF_LINES, /* a line with its ending */
  STORE_DIFF_WORDS, /* a word, a run of blanks, or one other character */
} StoreDiffUnit;

/* One place where two texts differ: a.start..a.end became b.start..b.end (bytes; one may be empty)
 */
typedef struct
{
  BaseSpan a;
  BaseSpan b;
} StoreDifference;

/* In order, never touching. Element of the GArray: StoreDifference. Time and memory are bounded: a
 * part too different is one difference. */
GArray *store_diff (StoreDiffUnit unit, const char *a, gsize a_size, const char *b, gsize b_size);

typedef enum
{
  STORE_HUNK_SAME,     /* nobody changed it */
  STORE_HUNK_MINE,     /* only I did */
  STORE_HUNK_THEIRS,   /* only they did */
  STORE_HUNK_AGREED,   /* both, to the same bytes */
  STORE_HUNK_CONFLICT, /* both, differently; or changes without an unchanged line between them */
} StoreHunkKind;

typedef enum
{
  STORE_TAKE_BASE,
  STORE_TAKE_MINE,
  STORE_TAKE_THEIRS,
  STORE_TAKE_BOTH, /* mine, then theirs (with a line end between if mine has none) */
} StoreTake;

typedef struct
{
  StoreHunkKind kind;
  BaseSpan base;
  BaseSpan mine;
  BaseSpan theirs;
  StoreTake take; /* what store_merge_result takes: set by the merge, changed by the caller */
} StoreHunk;

typedef struct
{
  GBytes *base;
  GBytes *mine;
  GBytes *theirs;
  GArray *hunks;   /* of StoreHunk; together they cover each text exactly, in order */
  guint conflicts; /* hunks of kind CONFLICT; 0: may be taken over without asking */
} StoreMerge;

/* By lines. CONFLICT hunks have take = MINE until the person chooses. merge (b, m, m) = m,
 * merge (b, m, b) = m, merge (b, b, t) = t; swapping mine and theirs swaps the kinds. */
StoreMerge *store_merge (GBytes *base, GBytes *mine, GBytes *theirs);
void store_merge_free (StoreMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreMerge, store_merge_free)
GBytes *store_merge_result (const StoreMerge *merge);
