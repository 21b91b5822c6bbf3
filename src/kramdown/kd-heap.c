/* kd-heap.c - see kd-heap.h.
 *
 * Pages are allocated in runs, which double: a small document costs one page, and what a run has
 * not used yet is not touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-heap.h"

#include <string.h>

#define FIRST_RUN   KD_PAGE_SIZE
#define LARGEST_RUN (16 * KD_PAGE_SIZE)
/* Larger blocks stand alone. */
#define LARGEST_IN_PAGE (KD_PAGE_SIZE / 4)
#define MAX_PAGES       (1u << (32 - KD_PAGE_BITS))
/* Where blocks start in a page. */
#define PAGE_HEAD (2 * sizeof (gpointer))

G_STATIC_ASSERT (sizeof (KdPage) <= PAGE_HEAD);

typedef struct
{
  char *start;
  gsize size;
  guint32 number; /* of the first page that it counts as */
} Block;

typedef struct
{
  char *start;
  char *end; /* of the pages that are in use */
} Run;

static void
free_run (gpointer data)
{
  Run *run = data;

  g_aligned_free (run->start);
  g_free (run);
}

static void
free_block (gpointer data)
{
  g_free (((Block *) data)->start);
}

void
kd_heap_init (KdHeap *heap)
{
  static char nothing[] = "";

  memset (heap, 0, sizeof *heap);
  heap->capacity = 16;
  heap->pages = g_new (char *, heap->capacity);
  heap->pages[0] = nothing;
  heap->n_pages = 1;
  heap->run_size = FIRST_RUN;
  heap->runs = g_ptr_array_new_with_free_func (free_run);
  heap->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (heap->blocks, free_block);
}

void
kd_heap_clear (KdHeap *heap)
{
  g_ptr_array_unref (heap->runs);
  g_array_unref (heap->blocks);
  g_free (heap->pages);
}

/* Room in the table for @n more; the pages know where it is. */
static void
reserve (KdHeap *heap, gsize n)
{
  if (n > MAX_PAGES - heap->n_pages)
    g_error ("a document takes more than 4 GiB");
  if (heap->capacity - heap->n_pages >= n)
    return;
  heap->capacity = MAX (2 * heap->capacity, heap->n_pages + (guint) n);
  heap->pages = g_renew (char *, heap->pages, heap->capacity);
  for (guint i = 0; i < heap->runs->len; i++)
    {
      const Run *run = g_ptr_array_index (heap->runs, i);
      for (char *page = run->start; page < run->end; page += KD_PAGE_SIZE)
        ((KdPage *) (gpointer) page)->pages = heap->pages;
    }
}

static void
add_page (KdHeap *heap)
{
  KdPage *page;
  Run *run;

  reserve (heap, 1);
  if (heap->next_page == heap->run_end)
    {
      run = g_new (Run, 1);
      run->start = run->end = g_aligned_alloc (1, heap->run_size, KD_PAGE_SIZE);
      g_ptr_array_add (heap->runs, run);
      heap->next_page = run->start;
      heap->run_end = run->start + heap->run_size;
      heap->run_size = MIN (2 * heap->run_size, LARGEST_RUN);
    }
  run = g_ptr_array_index (heap->runs, heap->runs->len - 1);
  page = (KdPage *) (gpointer) heap->next_page;
  page->pages = heap->pages;
  page->number = heap->n_pages;
  heap->at = heap->next_page + PAGE_HEAD;
  heap->pages[heap->n_pages++] = heap->next_page;
  heap->next_page += KD_PAGE_SIZE;
  heap->end = run->end = heap->next_page;
}

/* The first of the blocks that start behind @place. */
static guint
find_block (const KdHeap *heap, const char *place)
{
  guint low = 0;
  guint high = heap->blocks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      if (g_array_index (heap->blocks, Block, middle).start <= place)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gpointer
alloc_block (KdHeap *heap, gsize size)
{
  gsize n = (size + KD_PAGE_SIZE - 1) / KD_PAGE_SIZE;
  Block block = { g_malloc (size), size, heap->n_pages };

  reserve (heap, n);
  for (gsize i = 0; i < n; i++)
    heap->pages[heap->n_pages++] = block.start + i * KD_PAGE_SIZE;
  g_array_insert_val (heap->blocks, find_block (heap, block.start), block);
  return block.start;
}

gpointer
kd_heap_alloc_more (KdHeap *heap, gsize size)
{
  char *at;

  if (size > LARGEST_IN_PAGE)
    return alloc_block (heap, size);
  add_page (heap);
  at = heap->at;
  heap->at += size;
  return at;
}

gpointer
kd_heap_alloc0 (KdHeap *heap, gsize size, gsize alignment)
{
  return memset (kd_heap_alloc (heap, size, alignment), 0, size);
}

char *
kd_heap_strndup (KdHeap *heap, const char *text, gsize length)
{
  char *copy = kd_heap_alloc (heap, length + 1, 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

KdRef
kd_heap_ref (const KdHeap *heap, const char *place)
{
  guint behind = find_block (heap, place);
  const Block *block = behind > 0 ? &g_array_index (heap->blocks, Block, behind - 1) : NULL;

  /* A slice without bytes may stand at a block's end. */
  if (block != NULL && (gsize) (place - block->start) < block->size)
    return (block->number << KD_PAGE_BITS) + (KdRef) (place - block->start);
  return kd_ref (place);
}
