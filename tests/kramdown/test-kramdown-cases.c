/* The cases of this folder: each byte for byte what kramdown 2.5.2 makes of it.
 *
 * x.text with x.html, and x.options if the options are not Jekyll's defaults. To add one, write
 * both (tests/kramdown/reference.rb makes the HTML; look at it): cases are discovered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-case.h"

static void
test_case (gconstpointer data)
{
  const KramdownCase *one = data;
  g_autoptr (KdDocument) document = kd_parse (one->text, one->length, one->options);
  gsize length;
  g_autofree char *html = kd_render_html (document, &length);

  g_assert_cmpstr (html, ==, one->html);
  g_assert_cmpmem (html, length, one->html, one->html_length);
  kramdown_check_properties (one->name, one->text, one->length, one->options);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) cases = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = kramdown_own_folder ("cases");
  cases = kramdown_cases_load (folder, FALSE, TRUE);
  g_assert_cmpuint (cases->len, >, 0);
  for (guint i = 0; i < cases->len; i++)
    {
      const KramdownCase *one = cases->pdata[i];
      g_autofree char *path = g_strconcat ("/kramdown/cases/", one->name, NULL);

      g_test_add_data_func (path, one, test_case);
    }
  return g_test_run ();
}
