/* References into a document's heap: they are the same places whatever was allocated since.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <kd-heap.h>

#include <string.h>

typedef struct
{
  KdRef next;
  guint32 number;
} Node;

#define N_NODES 100000

/* A chain over many pages and runs, with texts and large blocks between. */
static void
test_references_last (void)
{
  KdHeap heap;
  Node *first, *last;
  guint n = 0;

  kd_heap_init (&heap);
  first = last = kd_heap_new0 (&heap, Node);
  for (guint i = 1; i < N_NODES; i++)
    {
      Node *node;
      if (i % 7 == 0)
        kd_heap_strndup (&heap, "abcdefgh", i % 8);
      if (i % 9973 == 0)
        memset (kd_heap_alloc (&heap, 3 * KD_PAGE_SIZE + i % 5, 1), 'x', 3 * KD_PAGE_SIZE);
      node = kd_heap_new0 (&heap, Node);
      g_assert_cmpuint ((guintptr) node % _Alignof(Node), ==, 0);
      node->number = i;
      last->next = kd_ref (node);
      last = node;
    }
  for (const Node *node = first; node != NULL; node = kd_follow_any (node, node->next), n++)
    g_assert_cmpuint (node->number, ==, n);
  g_assert_cmpuint (n, ==, N_NODES);
  kd_heap_clear (&heap);
}

/* Every byte of a large block has a reference, over the pages that it counts as. */
static void
test_large_blocks (void)
{
  const gsize size = 5 * KD_PAGE_SIZE + 123;
  KdHeap heap;
  Node *node;
  char *blocks[20];

  kd_heap_init (&heap);
  node = kd_heap_new0 (&heap, Node);
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      blocks[i] = kd_heap_alloc (&heap, size, 8);
      g_assert_cmpuint ((guintptr) blocks[i] % 8, ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    for (gsize at = 0; at < size; at += 61)
      g_assert_true (kd_follow (node, kd_heap_ref (&heap, blocks[i] + at)) == blocks[i] + at);
  kd_heap_clear (&heap);
}

static void
test_nothing_is_an_empty_text (void)
{
  KdHeap heap;
  Node *node;

  kd_heap_init (&heap);
  node = kd_heap_new0 (&heap, Node);
  g_assert_cmpstr (kd_follow (node, 0), ==, "");
  g_assert_null (kd_follow_any (node, 0));
  g_assert_cmpuint (kd_ref (node), !=, 0);
  g_assert_cmpstr (kd_follow (node, kd_heap_ref (&heap, kd_heap_strndup (&heap, "chapeau", 4))), ==,
                   "chap");
  kd_heap_clear (&heap);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/heap/references-last", test_references_last);
  g_test_add_func ("/kramdown/heap/large-blocks", test_large_blocks);
  g_test_add_func ("/kramdown/heap/nothing-is-an-empty-text", test_nothing_is_an_empty_text);
  return g_test_run ();
}
