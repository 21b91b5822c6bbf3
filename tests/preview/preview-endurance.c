/* preview-endurance.c - what takes too long or too much memory for a test: ten thousand edits of a
 * page, and pages that would eat the machine.
 *
 *   preview-endurance edits   memory of this process and of the page's, every thousand edits
 *   preview-endurance bombs   each bomb must end in the plain text, with the next page live after
 * it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>
#include <unistd.h>

#include "preview-harness.h"

#define EDITS  10000
#define BLOCKS 60

/* ---- edits ---------------------------------------------------------------------------------- */

/* Proportional set size in KiB. */
static guint64
memory_of (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtoull (line + strlen ("\nPss:"), NULL, 10) : 0;
}

static void
report (guint edit)
{
  g_autoptr (GArray) pids = harness_web_processes ();
  guint64 web = 0;

  for (guint i = 0; i < pids->len; i++)
    web += memory_of (g_array_index (pids, int, i));
  g_print ("%5u edits: program %" G_GUINT64_FORMAT " KiB, page %" G_GUINT64_FORMAT " KiB\n", edit,
           memory_of (getpid ()), web);
}

static void
run_edits (void)
{
  Harness *harness = harness_new (NULL);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < BLOCKS; i++)
    g_ptr_array_add (blocks, g_strdup_printf ("<p>Paragraphe <b>%u</b></p>\n\n", i));
  g_ptr_array_add (blocks, NULL);
  for (guint i = 0; i <= EDITS; i++)
    {
      g_autoptr (PreviewPage) page = NULL;
      char **changed = (char **) &blocks->pdata[i * 7 % BLOCKS];

      g_free (*changed);
      *changed =
          g_strdup_printf ("<p>Paragraphe <b>%u</b> <img src=\"/%u.png\"></p>\n\n", i, i % 9);
      page = harness_page_of_blocks ("edits", (const char *const *) blocks->pdata);
      harness_show (harness, page);
      if (i % 1000 == 0)
        report (i);
    }
  harness_free (harness);
}

/* ---- bombs ---------------------------------------------------------------------------------- */

static char *
svg_bomb (void)
{
  GString *out =
      g_string_new ("<svg width=\"9\" height=\"9\"><defs><g id=\"a0\"><path d=\"M0 0h9\"/>"
                    "</g>");

  for (guint level = 1; level < 12; level++)
    {
      g_string_append_printf (out, "<g id=\"a%u\">", level);
      for (guint i = 0; i < 10; i++)
        g_string_append_printf (out, "<use href=\"#a%u\"/>", level - 1);
      g_string_append (out, "</g>");
    }
  g_string_append (out, "</defs><use href=\"#a11\"/></svg>");
  return g_string_free (out, FALSE);
}

static char *
calc_bomb (void)
{
  GString *out = g_string_new ("<style>p{--a0:1px;");

  for (guint level = 1; level < 30; level++)
    g_string_append_printf (out, "--a%u:calc(var(--a%u) + var(--a%u));", level, level - 1,
                            level - 1);
  g_string_append (out, "width:var(--a29)}</style><p>x</p>");
  return g_string_free (out, FALSE);
}

static void
drop (Harness *harness, const char *name, const char *html)
{
  g_autoptr (PreviewPage) before = harness_page (name, "<p>avant</p>");
  g_autoptr (PreviewPage) bomb = harness_page (name, html);
  g_autoptr (PreviewPage) after = harness_page ("after", "<p>apres</p>");
  gint64 start = g_get_monotonic_time ();
  PreviewState state;

  harness_show (harness, before);
  chapeau_preview_show_page (harness->preview, bomb);
  do
    {
      harness_wait_ms (100);
      state = chapeau_preview_get_state (harness->preview);
    }
  while (state != PREVIEW_STATE_PLAIN && g_get_monotonic_time () - start < 15 * G_USEC_PER_SEC);
  g_print ("%s: %s after %.1f s\n", name, state == PREVIEW_STATE_PLAIN ? "plain text" : "shown",
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  start = g_get_monotonic_time ();
  harness_show (harness, after);
  g_print ("%s: another post is live after %.1f s\n", name,
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

static void
run_bombs (void)
{
  Harness *harness = harness_new (NULL);
  g_autofree char *svg = svg_bomb ();
  g_autofree char *calc = calc_bomb ();

  drop (harness, "svg", svg);
  drop (harness, "calc", calc);
  harness_free (harness);
}

int
main (int argc, char **argv)
{
  gtk_init ();
  if (argc == 2 && g_str_equal (argv[1], "edits"))
    run_edits ();
  else if (argc == 2 && g_str_equal (argv[1], "bombs"))
    run_bombs ();
  else
    return 2;
  return 0;
}
