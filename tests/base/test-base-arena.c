/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"

#include <stddef.h>
#include <string.h>

static void
test_blocks_keep_their_bytes (void)
{
  g_autoptr (BaseArena) arena = base_arena_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  guchar *blocks[2000];
  gsize sizes[2000];

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      sizes[i] = (gsize) g_rand_int_range (random, 0, i % 50 == 0 ? 100000 : 200);
      blocks[i] = base_arena_alloc (arena, sizes[i]);
      g_assert_cmpuint ((guintptr) blocks[i] % _Alignof(max_align_t), ==, 0);
      memset (blocks[i], (int) (i % 251), sizes[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    for (gsize j = 0; j < sizes[i]; j++)
      g_assert_cmpint (blocks[i][j], ==, (int) (i % 251));
}

static void
test_small_use_is_small (void)
{
  g_autoptr (BaseArena) arena = base_arena_new ();

  g_assert_cmpuint (base_arena_size (arena), ==, 0);
  for (int i = 0; i < 10; i++)
    base_arena_alloc (arena, 24);
  g_assert_cmpuint (base_arena_size (arena), <, 5000);
}

static void
test_strndup_and_zero (void)
{
  g_autoptr (BaseArena) arena = base_arena_new ();
  guint64 *zero = base_arena_alloc0 (arena, 8 * sizeof (guint64));

  g_assert_cmpstr (base_arena_strndup (arena, "chapeau", 4), ==, "chap");
  g_assert_cmpstr (base_arena_strndup (arena, NULL, 0), ==, "");
  for (int i = 0; i < 8; i++)
    g_assert_cmpuint (zero[i], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/arena/blocks-keep-their-bytes", test_blocks_keep_their_bytes);
  g_test_add_func ("/base/arena/small-use-is-small", test_small_use_is_small);
  g_test_add_func ("/base/arena/strndup-and-zero", test_strndup_and_zero);
  return g_test_run ();
}
