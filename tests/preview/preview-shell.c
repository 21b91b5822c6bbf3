/* preview-shell.c - shows a page in a window of its own, for pictures and for looking at.
 *
 *   preview-shell [--width=phone|tablet|desktop|full] [--theme=light|dark|site] [--zoom=Z]
 *                 [--root=FOLDER] [--stylesheet=ADDRESS]... [--part=NAME=HTML]... [--mark=LINE]
 *                 [--external] [--size=WxH] BODY.html
 *
 * BODY.html is the body's HTML, cut into blocks at blank lines. Prints "live" when the page is
 * there, and each click and scroll.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <string.h>

#include "preview-harness.h"

static char *option_width = NULL;
static char *option_theme = NULL;
static char *option_root = NULL;
static char *option_size = NULL;
static char **option_stylesheets = NULL;
static char **option_parts = NULL;
static double option_zoom = 1.0;
static int option_mark = -1;
static gboolean option_external = FALSE;

static const GOptionEntry options[] = {
  { "width", 0, 0, G_OPTION_ARG_STRING, &option_width, "Width", "NAME" },
  { "theme", 0, 0, G_OPTION_ARG_STRING, &option_theme, "Theme", "NAME" },
  { "root", 0, 0, G_OPTION_ARG_FILENAME, &option_root, "Root of the site", "FOLDER" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &option_size, "Size of the window", "WxH" },
  { "stylesheet", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_stylesheets, "Of the site", "ADDRESS" },
  { "part", 0, 0, G_OPTION_ARG_STRING_ARRAY, &option_parts, "A part's HTML", "NAME=HTML" },
  { "zoom", 0, 0, G_OPTION_ARG_DOUBLE, &option_zoom, "Zoom", "Z" },
  { "mark", 0, 0, G_OPTION_ARG_INT, &option_mark, "Line being edited", "LINE" },
  { "external", 0, 0, G_OPTION_ARG_NONE, &option_external, "Show external content", NULL },
  { NULL },
};

static int
choice (const char *value, const char *const *names, int otherwise)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (value, names[i]) == 0)
      return i;
  return otherwise;
}

static void
add_parts (PreviewPage *page)
{
  for (guint i = 0; option_parts != NULL && option_parts[i] != NULL; i++)
    {
      char *equals = strchr (option_parts[i], '=');
      g_autoptr (GBytes) html = NULL;

      g_assert (equals != NULL);
      *equals = '\0';
      html = g_bytes_new_static (equals + 1, strlen (equals + 1));
      preview_page_add_block (page, option_parts[i], html, 0, 0, 0);
    }
  for (guint i = 0; option_stylesheets != NULL && option_stylesheets[i] != NULL; i++)
    preview_page_add_stylesheet (page, option_stylesheets[i], NULL);
}

static void
on_line_scrolled (ChapeauPreview *preview, double line)
{
  g_print ("line %.2f\n", line);
}

static void
on_activated (ChapeauPreview *preview, const char *part, guint line)
{
  g_print ("activated %s %u\n", part, line);
}

static void
on_state_changed (ChapeauPreview *preview, int state)
{
  if (state == PREVIEW_STATE_LIVE)
    g_print ("live\n");
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  static const char *const widths[] = { "full", "phone", "tablet", "desktop", NULL };
  static const char *const themes[] = { "light", "dark", "site", NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("BODY.html");
  g_autoptr (GError) error = NULL;
  g_autoptr (PreviewPage) page = NULL;
  g_autofree char *html = NULL;
  Harness *harness;
  int width = 1300;
  int height = 900;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 2
      || !g_file_get_contents (argv[1], &html, NULL, &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "BODY.html is missing");
      return 2;
    }
  gtk_init ();
  page = harness_page ("shown", html);
  preview_page_set_theme (page, (PreviewTheme) choice (option_theme, themes, 0));
  add_parts (page);
  harness = harness_new (option_root);
  g_signal_connect (harness->preview, "line-scrolled", G_CALLBACK (on_line_scrolled), NULL);
  g_signal_connect (harness->preview, "activated", G_CALLBACK (on_activated), NULL);
  g_signal_connect (harness->preview, "state-changed", G_CALLBACK (on_state_changed), NULL);
  if (option_size != NULL)
    sscanf (option_size, "%dx%d", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (harness->window), width, height);
  chapeau_preview_set_width (harness->preview, (PreviewWidth) choice (option_width, widths, 0));
  chapeau_preview_set_zoom (harness->preview, option_zoom);
  chapeau_preview_show_page (harness->preview, page);
  chapeau_preview_set_external_content (harness->preview, option_external);
  chapeau_preview_mark_line (harness->preview, option_mark);
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
