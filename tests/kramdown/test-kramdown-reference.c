/* kramdown's own cases and real posts, byte for byte, when the reference data lies beside the
 * checkout; skipped with a word when it does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-case.h"

#include <string.h>

/* How many may still differ: only ever lowered. */
#define WRONG_CASES 4 /* tokens of rouge's lexers for Ruby and JavaScript */
#define WRONG_POSTS 0

static void
test_folder (const char *name, gboolean posts, guint allowed)
{
  g_autofree char *folder = kramdown_reference_folder (name);
  g_autoptr (GPtrArray) cases = kramdown_cases_load (folder, posts, FALSE);
  guint wrong = 0;

  if (folder == NULL)
    {
      g_test_skip ("no reference data beside the checkout");
      return;
    }
  g_assert_cmpuint (cases->len, >, 100);
  for (guint i = 0; i < cases->len; i++)
    {
      const KramdownCase *one = cases->pdata[i];
      g_autoptr (KdDocument) document = kd_parse (one->text, one->length, one->options);
      gsize length;
      g_autofree char *html = kd_render_html (document, &length);

      if (length != one->html_length || memcmp (html, one->html, length) != 0)
        {
          g_test_message ("%s differs", one->name);
          wrong++;
        }
      kramdown_check_properties (one->name, one->text, one->length, one->options);
    }
  g_test_message ("%s: %u of %u byte for byte", name, cases->len - wrong, cases->len);
  g_assert_cmpuint (wrong, <=, allowed);
}

static void
test_cases (void)
{
  test_folder ("kramdown-cases", FALSE, WRONG_CASES);
}

static void
test_posts (void)
{
  test_folder ("posts", TRUE, WRONG_POSTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/reference/cases", test_cases);
  g_test_add_func ("/kramdown/reference/posts", test_posts);
  return g_test_run ();
}
