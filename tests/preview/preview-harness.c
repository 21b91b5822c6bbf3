/* preview-harness.c - a window with a preview in it, and waiting for what it does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-harness.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATIENCE_MS 60000

void
harness_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      exit (77);
    }
}

/* ---- waiting -------------------------------------------------------------------------------- */

static gboolean
on_timeout (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

void
harness_wait_ms (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
harness_wait_state (Harness *harness, PreviewState state)
{
  gboolean over = FALSE;
  guint timer = g_timeout_add (PATIENCE_MS, on_timeout, &over);

  while (!over && chapeau_preview_get_state (harness->preview) != state)
    g_main_context_iteration (NULL, TRUE);
  if (over)
    g_error ("state %d did not come, it is %d", state,
             chapeau_preview_get_state (harness->preview));
  g_source_remove (timer);
}

/* ---- window --------------------------------------------------------------------------------- */

static void
on_line_scrolled (ChapeauPreview *preview, double line, Harness *harness)
{
  harness->line = line;
}

static void
on_activated (ChapeauPreview *preview, const char *part, guint line, Harness *harness)
{
  g_free (harness->part);
  harness->part = g_strdup (part);
  harness->part_line = line;
}

static void
on_link_activated (ChapeauPreview *preview, const char *uri, Harness *harness)
{
  g_free (harness->link);
  harness->link = g_strdup (uri);
}

Harness *
harness_new (const char *root)
{
  Harness *harness = g_new0 (Harness, 1);

  harness->window = gtk_window_new ();
  harness->preview = CHAPEAU_PREVIEW (chapeau_preview_new ());
  harness->line = -1;
  g_signal_connect (harness->preview, "line-scrolled", G_CALLBACK (on_line_scrolled), harness);
  g_signal_connect (harness->preview, "activated", G_CALLBACK (on_activated), harness);
  g_signal_connect (harness->preview, "link-activated", G_CALLBACK (on_link_activated), harness);
  chapeau_preview_set_root (harness->preview, root, "");
  gtk_window_set_default_size (GTK_WINDOW (harness->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (harness->window), GTK_WIDGET (harness->preview));
  gtk_window_present (GTK_WINDOW (harness->window));
  return harness;
}

void
harness_free (Harness *harness)
{
  gtk_window_destroy (GTK_WINDOW (harness->window));
  g_free (harness->part);
  g_free (harness->link);
  g_free (harness);
}

void
harness_show (Harness *harness, PreviewPage *page)
{
  gboolean over = FALSE;
  guint timer = g_timeout_add (PATIENCE_MS, on_timeout, &over);

  chapeau_preview_show_page (harness->preview, page);
  while (!over && !preview_engine_is_settled (chapeau_preview_get_engine (harness->preview)))
    g_main_context_iteration (NULL, TRUE);
  if (over)
    g_error ("the page did not come, the state is %d",
             chapeau_preview_get_state (harness->preview));
  g_source_remove (timer);
}

/* ---- pages ---------------------------------------------------------------------------------- */

PreviewPage *
harness_page_of_blocks (const char *post_id, const char *const *blocks)
{
  PreviewPage *page = preview_page_new (post_id);

  for (guint i = 0; blocks[i] != NULL; i++)
    {
      g_autoptr (GBytes) html = g_bytes_new (blocks[i], strlen (blocks[i]));

      preview_page_add_block (page, PREVIEW_PART_BODY, html, 0, 2 * i, 2 * i + 1);
    }
  return page;
}

PreviewPage *
harness_page (const char *post_id, const char *html)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);

  while (*html != '\0')
    {
      const char *end = strstr (html, "\n\n");

      end = end != NULL ? end + 2 : html + strlen (html);
      g_ptr_array_add (blocks, g_strndup (html, (gsize) (end - html)));
      html = end;
    }
  g_ptr_array_add (blocks, NULL);
  return harness_page_of_blocks (post_id, (const char *const *) blocks->pdata);
}

/* ---- looking into the page ------------------------------------------------------------------ */

typedef struct
{
  gboolean done;
  char *text;
  GError *error;
} Call;

static void
on_call (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;

  call->text = preview_engine_call_finish (NULL, result, &call->error);
  call->done = TRUE;
}

/* WebKitGTK 2.50 loses the result of a call now and then (once in some thousands, "Unsupported
 * result type"), and on a busy machine the watchdog may be loading the page again just now: such a
 * call is made again, when the page is live. */
static char *
eval_with (Harness *harness, const char *body, const char *name, const char *value)
{
  for (guint attempt = 0;; attempt++)
    {
      Call call = { FALSE, NULL, NULL };
      g_auto (GVariantDict) arguments = G_VARIANT_DICT_INIT (NULL);

      g_variant_dict_insert (&arguments, name, "s", value);
      preview_engine_call_async (chapeau_preview_get_engine (harness->preview), body,
                                 g_variant_dict_end (&arguments), NULL, on_call, &call);
      while (!call.done)
        g_main_context_iteration (NULL, TRUE);
      if (call.error == NULL)
        return call.text;
      if (attempt > 4
          || (!g_error_matches (call.error, WEBKIT_JAVASCRIPT_ERROR,
                                WEBKIT_JAVASCRIPT_ERROR_INVALID_RESULT)
              && !g_error_matches (call.error, G_IO_ERROR, G_IO_ERROR_FAILED)))
        g_error ("%s: %s", body, call.error->message);
      g_error_free (call.error);
      harness_wait_state (harness, PREVIEW_STATE_LIVE);
    }
}

char *
harness_eval (Harness *harness, const char *body)
{
  return eval_with (harness, body, "unused", "");
}

char *
harness_html (Harness *harness, const char *part)
{
  return eval_with (harness, "return chapeau.htmlOf (part)", "part", part);
}

char *
harness_parsed (Harness *harness, const char *html)
{
  return eval_with (harness, "return chapeau.htmlAsParsed (html)", "html", html);
}

void
harness_wait_for (Harness *harness, const char *expression)
{
  g_autofree char *body = g_strdup_printf ("return String (%s)", expression);

  for (guint i = 0; i < PATIENCE_MS / 20; i++)
    {
      g_autofree char *answer = harness_eval (harness, body);

      if (g_str_equal (answer, "true"))
        return;
      harness_wait_ms (20);
    }
  g_error ("never true: %s", expression);
}

/* ---- processes ------------------------------------------------------------------------------ */

static int
parent_of (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;
  const char *after;
  int parent = 0;

  if (!g_file_get_contents (path, &stat, NULL, NULL))
    return 0;
  after = strrchr (stat, ')');
  return after != NULL && sscanf (after + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

static gboolean
is_ours (int pid)
{
  for (guint depth = 0; pid > 1 && depth < 16; depth++, pid = parent_of (pid))
    if (pid == (int) getpid ())
      return TRUE;
  return FALSE;
}

GArray *
harness_web_processes (void)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      int pid = (int) g_ascii_strtoll (name, NULL, 10);
      g_autofree char *path = g_build_filename ("/proc", name, "comm", NULL);
      g_autofree char *comm = NULL;

      if (pid > 0 && g_file_get_contents (path, &comm, NULL, NULL)
          && g_str_has_prefix (comm, "WebKitWebProces") && is_ours (pid))
        g_array_append_val (pids, pid);
    }
  return pids;
}

/* ---- sites ---------------------------------------------------------------------------------- */

char *
harness_make_site (void)
{
  g_autoptr (GError) error = NULL;
  char *site = g_dir_make_tmp ("chapeau-site-XXXXXX", &error);

  g_assert_no_error (error);
  return site;
}

void
harness_write (const char *site, const char *path, const char *content, gssize length)
{
  g_autofree char *full = g_build_filename (site, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (full, content, length, &error);
  g_assert_no_error (error);
}

static int
remove_one (const char *path, const struct stat *status, int kind, struct FTW *walk)
{
  return remove (path);
}

void
harness_remove_site (char *site)
{
  nftw (site, remove_one, 8, FTW_DEPTH | FTW_PHYS);
  g_free (site);
}
