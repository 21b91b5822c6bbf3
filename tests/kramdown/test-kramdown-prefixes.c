/* A text is half-written most of the time: every prefix of every case gives a sound tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-case.h"

#include <string.h>

/* A longer case is cut where it is long: its prefixes differ by one byte in the midst of a line. */
#define EVERY_BYTE_UP_TO 2000

static void
test_prefixes (gconstpointer data)
{
  const KramdownCase *one = data;
  gsize step = 1;

  for (gsize length = 0; length <= one->length; length += step)
    {
      /* Exactly that long, so that the sanitizer sees a byte read behind the end. */
      g_autofree char *text = g_memdup2 (one->text, length);
      g_autoptr (KdDocument) document = kd_parse (text != NULL ? text : "", length, one->options);
      g_autofree char *problem = NULL;
      g_autofree char *html = kd_render_html (document, NULL);

      if (!kd_document_check (document, &problem))
        g_error ("%s, %" G_GSIZE_FORMAT " bytes: %s", one->name, length, problem);
      g_assert_true (g_utf8_validate (html, -1, NULL));
      step = length < EVERY_BYTE_UP_TO ? 1 : 17;
    }
}

static void
add_cases (GPtrArray *cases, const char *prefix)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const KramdownCase *one = cases->pdata[i];
      g_autofree char *path = g_strconcat ("/kramdown/prefixes/", prefix, one->name, NULL);

      g_test_add_data_func (path, one, test_prefixes);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *own = NULL, *reference = NULL;
  g_autoptr (GPtrArray) own_cases = NULL, reference_cases = NULL;

  g_test_init (&argc, &argv, NULL);
  own = kramdown_own_folder ("cases");
  reference = kramdown_reference_folder ("kramdown-cases");
  own_cases = kramdown_cases_load (own, FALSE, TRUE);
  reference_cases = kramdown_cases_load (reference, FALSE, FALSE);
  add_cases (own_cases, "own/");
  add_cases (reference_cases, "reference/");
  return g_test_run ();
}
