/* A hostile post: nothing of it runs, and a listener on the loopback address hears nothing.
 *
 * Each attempt of hostile.txt is shown by itself, by a load and by a patch. URL stands for the
 * listener's address, RUN for a script that sets an attribute of <html>, which our world can see.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "preview-harness.h"

#define RUN "document.documentElement.setAttribute('data-ran','1')"

/* The attempts, one a line. */
static char **
load_attempts (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "preview", "hostile.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
  guint *heard = user_data;

  (*heard)++;
  return FALSE;
}

static char *
with_port (const char *attempt, guint16 port)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (GString) out = g_string_new (attempt);

  g_string_replace (out, "URL", url, 0);
  g_string_replace (out, "RUN", RUN, 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
try_one (Harness *harness, const char *html, guint nth, guint *heard)
{
  g_autofree char *id = g_strdup_printf ("hostile-%u", nth);
  g_autoptr (PreviewPage) quiet = harness_page (id, "<p>quiet</p>");
  g_autoptr (PreviewPage) loaded = harness_page (html, html);
  g_autoptr (PreviewPage) patched = harness_page (id, html);
  PreviewPage *pages[] = { loaded, quiet, patched };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *ran = NULL;

      harness_show (harness, pages[i]);
      g_free (harness_eval (harness, "const b = document.querySelector ('#b'); if (b) b.click ()"));
      harness_wait_ms (40);
      ran = harness_eval (harness, "return String (document.documentElement.dataset.ran)");
      g_assert_cmpstr (ran, ==, "undefined");
      g_assert_cmpuint (*heard, ==, 0);
      g_assert_cmpint (chapeau_preview_get_state (harness->preview), ==, PREVIEW_STATE_LIVE);
    }
}

static void
test_hostile (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (Harness) harness = harness_new (NULL);
  g_auto (GStrv) attempts = load_attempts ();
  guint heard = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), &heard);
  g_assert_cmpuint (g_strv_length (attempts), >=, 60);
  for (guint i = 0; attempts[i] != NULL; i++)
    {
      g_autofree char *html = with_port (attempts[i], port);

      g_test_message ("%s", html);
      try_one (harness, html, i, &heard);
    }
  harness_wait_ms (500);
  g_assert_cmpuint (heard, ==, 0);
  g_socket_service_stop (service);
  g_signal_handlers_disconnect_by_data (service, &heard);
}

/* The listener is no decoy: with external content on, an image comes from it. */
static void
test_external_content (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (Harness) harness = harness_new (NULL);
  guint heard = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *html = with_port ("<p><img src=\"URL\" alt=\"loin\"></p>", port);
  g_autoptr (PreviewPage) page = harness_page ("external", html);
  g_autofree char *off = NULL;

  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), &heard);
  harness_show (harness, page);
  off = harness_html (harness, PREVIEW_PART_BODY);
  g_assert_cmpstr (off, ==, html);
  g_assert_cmpuint (heard, ==, 0);
  chapeau_preview_set_external_content (harness->preview, TRUE);
  for (guint i = 0; i < 250 && heard == 0; i++)
    harness_wait_ms (20);
  g_assert_cmpuint (heard, >, 0);
  g_socket_service_stop (service);
  g_signal_handlers_disconnect_by_data (service, &heard);
}

int
main (int argc, char **argv)
{
  harness_init (&argc, &argv);
  /* As the application does: the first view has the network session that was made before it. */
  preview_load_ahead ();
  g_test_add_func ("/preview/hostile/external-content", test_external_content);
  g_test_add_func ("/preview/hostile/all", test_hostile);
  return g_test_run ();
}
