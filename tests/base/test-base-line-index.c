/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"

#include <string.h>

static void
test_table (void)
{
  const char *text = "un\r\nété\n\nfin";
  g_autoptr (BaseLineIndex) index = base_line_index_new (text, strlen (text));
  BasePosition position;

  g_assert_cmpuint (base_line_index_count (index), ==, 4);
  g_assert_cmpuint (base_line_index_span (index, 0).end, ==, 4);
  g_assert_cmpuint (base_line_index_span (index, 1).start, ==, 4);
  g_assert_cmpuint (base_line_index_line_at (index, 4), ==, 1);
  position = base_line_index_position (index, 7); /* after the t of été */
  g_assert_cmpuint (position.line, ==, 1);
  g_assert_cmpuint (position.column, ==, 2);
  g_assert_cmpuint (base_line_index_offset (index, position), ==, 7);
  position.column = 99;
  g_assert_cmpuint (base_line_index_offset (index, position), ==, 9);
  position.line = 99;
  g_assert_cmpuint (base_line_index_offset (index, position), ==, strlen (text));
  g_assert_cmpuint (base_line_index_offset_of_code_point (index, 5), ==, 6);
  g_assert_cmpuint (base_line_index_code_point (index, 6), ==, 5);
}

static void
test_empty (void)
{
  g_autoptr (BaseLineIndex) index = base_line_index_new ("", 0);

  g_assert_cmpuint (base_line_index_count (index), ==, 1);
  g_assert_cmpuint (base_line_index_position (index, 5).column, ==, 0);
  g_assert_cmpuint (base_line_index_offset_of_code_point (index, 3), ==, 0);
}

/* Each offset of a valid text goes to a position and back. */
static void
test_round_trip (void)
{
  const char *text = "---\ntitle: « L’été 🙂 »\r\n---\n\nà bientôt\n";
  g_autoptr (BaseLineIndex) index = base_line_index_new (text, strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize offset = (gsize) (p - text);
      gsize code_point = base_line_index_code_point (index, offset);

      g_assert_cmpuint (code_point, ==, (gsize) g_utf8_pointer_to_offset (text, p));
      g_assert_cmpuint (base_line_index_offset_of_code_point (index, code_point), ==, offset);
      if (*p != '\n' && *p != '\r')
        g_assert_cmpuint (base_line_index_offset (index, base_line_index_position (index, offset)),
                          ==, offset);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/line-index/table", test_table);
  g_test_add_func ("/base/line-index/empty", test_empty);
  g_test_add_func ("/base/line-index/round-trip", test_round_trip);
  return g_test_run ();
}
