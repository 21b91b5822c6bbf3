/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"

#include <string.h>

static void
assert_applied (const BaseEdits *edits, const char *text, const char *expected)
{
  g_autoptr (GBytes) after = base_edits_apply (edits, text, strlen (text));
  gsize length;
  const char *data = g_bytes_get_data (after, &length);

  g_assert_cmpmem (data, length, expected, strlen (expected));
}

static void
test_order_does_not_matter (void)
{
  g_autoptr (BaseEdits) edits = base_edits_new ();

  base_edits_replace (edits, base_span (8, 13), "monde", -1);
  base_edits_insert (edits, 0, "« ", -1);
  base_edits_delete (edits, base_span (5, 7));
  base_edits_insert (edits, 13, " »", -1);
  assert_applied (edits, "salut,  world", "« salut monde »");
}

static void
test_insertions_at_one_place_keep_their_order (void)
{
  g_autoptr (BaseEdits) edits = base_edits_new ();

  base_edits_insert (edits, 1, "1", -1);
  base_edits_insert (edits, 1, "2", -1);
  base_edits_replace (edits, base_span (1, 2), "3", -1);
  base_edits_insert (edits, 2, "4", -1);
  assert_applied (edits, "abc", "a1234c");
}

static void
test_map_offset (void)
{
  g_autoptr (BaseEdits) edits = base_edits_new ();

  base_edits_replace (edits, base_span (2, 4), "xyz", -1);
  base_edits_insert (edits, 6, "!!", -1);
  g_assert_cmpuint (base_edits_map_offset (edits, 1), ==, 1);
  g_assert_cmpuint (base_edits_map_offset (edits, 3), ==, 5);
  g_assert_cmpuint (base_edits_map_offset (edits, 4), ==, 5);
  g_assert_cmpuint (base_edits_map_offset (edits, 6), ==, 9);
}

static void
test_between_cuts_at_code_points (void)
{
  const char *from = "un été", *to = "un êté"; /* é = c3 a9, ê = c3 aa */
  g_autoptr (BaseEdits) edits = base_edits_between (from, strlen (from), to, strlen (to));

  g_assert_cmpuint (base_edits_count (edits), ==, 1);
  g_assert_cmpuint (base_edits_get (edits, 0)->span.start, ==, 3);
  g_assert_cmpuint (base_edits_get (edits, 0)->span.end, ==, 5);
  assert_applied (edits, from, to);
}

static char *
random_text (GRand *random, gsize *length)
{
  static const char *const pieces[] = { "a", "é", "\n", "\r\n", "’", "🙂", " ", "---", "\xff" };
  GString *text = g_string_new (NULL);

  for (int n = g_rand_int_range (random, 0, 40); n > 0; n--)
    g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
  *length = text->len;
  return g_string_free (text, FALSE);
}

static void
test_invert_gives_back_the_bytes (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (int round = 0; round < 20000; round++)
    {
      gsize length, made_length, back_length, at = 0;
      g_autofree char *text = random_text (random, &length);
      g_autoptr (BaseEdits) edits = base_edits_new ();
      g_autoptr (BaseEdits) inverse = NULL;
      g_autoptr (GBytes) made = NULL;
      g_autoptr (GBytes) back = NULL;
      const char *data;

      while (at <= length && g_rand_int_range (random, 0, 4) > 0)
        {
          gsize start = at + (gsize) g_rand_int_range (random, 0, (gint32) (length - at) + 1);
          gsize end = start + (gsize) g_rand_int_range (random, 0, (gint32) (length - start) + 1);
          gsize new_length;
          g_autofree char *new_text = random_text (random, &new_length);

          base_edits_replace (edits, base_span (start, end), new_text, (gssize) new_length);
          at = end;
        }
      inverse = base_edits_invert (edits, text, length);
      made = base_edits_apply (edits, text, length);
      data = g_bytes_get_data (made, &made_length);
      back = base_edits_apply (inverse, data != NULL ? data : "", made_length);
      data = g_bytes_get_data (back, &back_length);
      g_assert_cmpmem (data, back_length, text, length);
    }
}

static void
test_between_is_exact (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (int round = 0; round < 20000; round++)
    {
      gsize from_length, to_length, length;
      g_autofree char *from = random_text (random, &from_length);
      g_autofree char *to = random_text (random, &to_length);
      g_autoptr (BaseEdits) edits = base_edits_between (from, from_length, to, to_length);
      g_autoptr (GBytes) made = base_edits_apply (edits, from, from_length);
      const char *data = g_bytes_get_data (made, &length);

      g_assert_cmpmem (data, length, to, to_length);
      g_assert_cmpuint (base_edits_count (edits), <=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/edits/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/base/edits/insertions-keep-order",
                   test_insertions_at_one_place_keep_their_order);
  g_test_add_func ("/base/edits/map-offset", test_map_offset);
  g_test_add_func ("/base/edits/between-cuts-at-code-points", test_between_cuts_at_code_points);
  g_test_add_func ("/base/edits/invert-gives-back-the-bytes", test_invert_gives_back_the_bytes);
  g_test_add_func ("/base/edits/between-is-exact", test_between_is_exact);
  return g_test_run ();
}
