/* kd-heap.h - a document's memory, freed all at once, and references of 32 bits into it.
 *
 * Small blocks are cut from pages of KD_PAGE_SIZE bytes that are aligned to their size and start
 * with a KdPage; a large block (a text, mostly) stands alone and counts as several pages. A
 * reference is the number of a page and a place in it, so it is followed from anything in a page:
 * the address tells the page that holds it, and that has the table of all pages.
 *
 *   KdNode *node = kd_heap_new0 (heap, KdNode);
 *   node->next = kd_ref (other);                  // other stands in a page as well
 *   KdNode *next = kd_follow (node, node->next);  // not for 0, the reference to nothing
 *
 * So a tree costs half of what pointers would make of it. Limits: 4 GiB for a document; beyond
 * that, as where memory runs out, the program ends (KD_MAX_LENGTH is a 64th of it).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

typedef guint32 KdRef; /* 0: to nothing; as a text, to an empty one */

#define KD_PAGE_BITS 14
#define KD_PAGE_SIZE ((gsize) 1 << KD_PAGE_BITS)

typedef struct
{
  char *const *pages; /* where each page starts, by number; the same in all pages */
  guint32 number;
} KdPage;

typedef struct
{
  char *at; /* what is free in the current page */
  char *end;
  char *next_page; /* those of the current run that are not used yet */
  char *run_end;
  char **pages; /* the first is an empty text */
  guint n_pages;
  guint capacity;
  gsize run_size;
  GPtrArray *runs; /* of pages, as they were allocated */
  GArray *blocks;  /* of large blocks, by address */
} KdHeap;

void kd_heap_init (KdHeap *heap);
void kd_heap_clear (KdHeap *heap);

/* For kd_heap_alloc alone: where nothing is left. */
gpointer kd_heap_alloc_more (KdHeap *heap, gsize size);

/* @alignment: 1, 4 or 8. */
static inline gpointer
kd_heap_alloc (KdHeap *heap, gsize size, gsize alignment)
{
  guintptr at = ((guintptr) heap->at + alignment - 1) & ~(alignment - 1);

  /* The end of a page is aligned for all. */
  if (G_UNLIKELY (size > (guintptr) heap->end - at))
    return kd_heap_alloc_more (heap, size);
  heap->at = (char *) at + size;
  return (gpointer) at;
}

/* Zeroed. */
gpointer kd_heap_alloc0 (KdHeap *heap, gsize size, gsize alignment);
#define kd_heap_new0(heap, type) ((type *) kd_heap_alloc0 ((heap), sizeof (type), _Alignof(type)))
/* A copy with a final NUL. */
char *kd_heap_strndup (KdHeap *heap, const char *text, gsize length);

/* The reference to what stands in a page. */
static inline KdRef
kd_ref (gconstpointer block)
{
  guintptr at = (guintptr) block;
  const KdPage *page = (const KdPage *) (at & ~(guintptr) (KD_PAGE_SIZE - 1));

  return page->number << KD_PAGE_BITS | (KdRef) (at & (KD_PAGE_SIZE - 1));
}

/* The reference to any place in a page or large block. */
KdRef kd_heap_ref (const KdHeap *heap, const char *place);

/* What a reference in the block @from leads to. */
static inline gpointer
kd_follow (gconstpointer from, KdRef ref)
{
  const KdPage *page = (const KdPage *) ((guintptr) from & ~(guintptr) (KD_PAGE_SIZE - 1));

  return page->pages[ref >> KD_PAGE_BITS] + (ref & (KD_PAGE_SIZE - 1));
}

/* The same for one that may be 0: NULL then. */
static inline gpointer
kd_follow_any (gconstpointer from, KdRef ref)
{
  return ref != 0 ? kd_follow (from, ref) : NULL;
}
