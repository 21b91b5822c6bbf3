/* floor.c - the least that a source view with a page beside it can do, for comparison.
 *
 * A bare window with a GtkSourceView and a WebKitWebView: at each key the paragraph around the
 * caret is replaced in the page by one script call. No Markdown, no form, no files, no safety. What
 * Chapeau needs more than this is what Chapeau costs.
 *
 * usage: floor FILE.md WINDOW-WIDTH WINDOW-HEIGHT EDITOR-WIDTH
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gtksourceview/gtksource.h>
#include <stdlib.h>
#include <string.h>
#include <webkit/webkit.h>

typedef struct
{
  const char *file;
  int width;
  int height;
  int editor_width;
  GtkTextBuffer *buffer;
  WebKitWebView *web;
  gboolean loaded;
  gboolean busy;
  gboolean again;
  int line;      /* first line of the paragraph that was replaced last */
  int paragraph; /* and its number in the page */
} Floor;

static void replace_paragraph (Floor *floor);

static gboolean
line_is_blank (const GtkTextIter *iter)
{
  return gtk_text_iter_ends_line (iter);
}

static void
append_paragraph (GString *html, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (html, "<p>%s</p>\n", escaped);
}

static char *
build_page (const char *text)
{
  GString *html = g_string_new ("<!DOCTYPE html><meta charset=\"utf-8\"><style>body { font: 16px "
                                "sans-serif; max-width: 44em; margin: 1em }</style><body>");
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (char **p = paragraphs; *p != NULL; p++)
    {
      const char *start = *p;

      while (*start == '\n')
        start++;
      if (*start != '\0')
        append_paragraph (html, start);
    }
  return g_string_free (html, FALSE);
}

/* ---- at each key ---------------------------------------------------------------------------- */

static void
on_replaced (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Floor *floor = user_data;
  g_autoptr (JSCValue) value =
      webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (object), result, NULL);

  floor->busy = FALSE;
  if (floor->again)
    replace_paragraph (floor);
}

/* The paragraph around the caret. */
static void
find_paragraph (Floor *floor, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (floor->buffer, start,
                                    gtk_text_buffer_get_insert (floor->buffer));
  gtk_text_iter_set_line_offset (start, 0);
  *end = *start;
  while (gtk_text_iter_backward_line (start))
    if (line_is_blank (start))
      {
        gtk_text_iter_forward_line (start);
        break;
      }
  while (gtk_text_iter_forward_line (end) && !line_is_blank (end))
    ;
}

static int
count_before (Floor *floor, const GtkTextIter *start)
{
  GtkTextIter iter;
  gboolean inside = FALSE;
  int count = 0;

  gtk_text_buffer_get_start_iter (floor->buffer, &iter);
  while (gtk_text_iter_compare (&iter, start) < 0)
    {
      gboolean blank = line_is_blank (&iter);

      count += !blank && !inside;
      inside = !blank;
      if (!gtk_text_iter_forward_line (&iter))
        break;
    }
  return count;
}

static void
replace_paragraph (Floor *floor)
{
  GtkTextIter start;
  GtkTextIter end;
  char bytes[129] = { 0 }; /* of UTF-8, which the script takes as they are */
  g_autofree char *text = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *script = NULL;

  if (!floor->loaded)
    return;
  floor->again = floor->busy;
  if (floor->busy)
    return;
  find_paragraph (floor, &start, &end);
  if (gtk_text_iter_get_line (&start) != floor->line)
    {
      floor->line = gtk_text_iter_get_line (&start);
      floor->paragraph = count_before (floor, &start);
    }
  text = gtk_text_iter_get_text (&start, &end);
  for (guint i = 0; i < sizeof bytes - 1; i++)
    bytes[i] = (char) (0x80 + i);
  quoted = g_strescape (text, bytes);
  script = g_strdup_printf ("document.body.children[%d].textContent = \"%s\"; 0", floor->paragraph,
                            quoted);
  floor->busy = TRUE;
  webkit_web_view_evaluate_javascript (floor->web, script, -1, NULL, NULL, NULL, on_replaced,
                                       floor);
}

/* ---- window --------------------------------------------------------------------------------- */

static void
on_load_changed (WebKitWebView *web, WebKitLoadEvent event, Floor *floor)
{
  floor->loaded = event == WEBKIT_LOAD_FINISHED;
}

static const char *
body_of (const char *text)
{
  const char *end = g_str_has_prefix (text, "---\n") ? strstr (text, "\n---\n") : NULL;

  return end != NULL ? end + 5 : text;
}

static GtkWidget *
create_editor (Floor *floor, const char *text)
{
  GtkSourceLanguageManager *manager = gtk_source_language_manager_get_default ();
  GtkSourceBuffer *buffer = gtk_source_buffer_new_with_language (
      gtk_source_language_manager_get_language (manager, "markdown"));
  GtkWidget *view = gtk_source_view_new_with_buffer (buffer);
  GtkTextIter start;

  floor->buffer = GTK_TEXT_BUFFER (buffer);
  gtk_text_buffer_set_text (floor->buffer, text, -1);
  gtk_text_buffer_get_start_iter (floor->buffer, &start);
  gtk_text_buffer_place_cursor (floor->buffer, &start);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  return view;
}

static void
on_activate (GApplication *application, Floor *floor)
{
  GtkWidget *window = gtk_application_window_new (GTK_APPLICATION (application));
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  g_autofree char *text = NULL;
  g_autofree char *page = NULL;
  GtkWidget *view;

  if (!g_file_get_contents (floor->file, &text, NULL, NULL))
    exit (2);
  view = create_editor (floor, body_of (text));
  page = build_page (body_of (text));
  floor->web = WEBKIT_WEB_VIEW (webkit_web_view_new ());
  g_signal_connect (floor->web, "load-changed", G_CALLBACK (on_load_changed), floor);
  g_signal_connect_swapped (floor->buffer, "changed", G_CALLBACK (replace_paragraph), floor);
  webkit_web_view_load_html (floor->web, page, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_paned_set_start_child (GTK_PANED (paned), scrolled);
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (floor->web));
  gtk_paned_set_position (GTK_PANED (paned), floor->editor_width);
  gtk_window_set_default_size (GTK_WINDOW (window), floor->width, floor->height);
  gtk_window_set_child (GTK_WINDOW (window), paned);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (view);
}

int
main (int argc, char **argv)
{
  Floor floor = { .line = -1 };
  g_autoptr (GtkApplication) application = NULL;

  if (argc != 5)
    return 2;
  floor.file = argv[1];
  floor.width = atoi (argv[2]);
  floor.height = atoi (argv[3]);
  floor.editor_width = atoi (argv[4]);
  application = gtk_application_new ("io.github.chapeau_editor.Floor", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &floor);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}
