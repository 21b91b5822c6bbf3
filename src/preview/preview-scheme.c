/* preview-scheme.c - answers to what the web process asks under our scheme.
 *
 * chapeau://site/ADDRESS?chapeau=N is the document, N counting loads; any other address of the host
 * "site" is a stylesheet that was given with the page or a file below the root (preview-path.c);
 * other hosts are refused. Each answer carries the Content-Security-Policy, so that an SVG file or
 * anything else that is shown by itself has no more rights than the page.
 *
 * Files are opened and read in threads of our own: a share that hangs holds up neither the window
 * nor the tasks of others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-scheme.h"

#include <errno.h>
#include <libsoup/soup.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "preview-path.h"
#include "preview-shell.h"

#define READERS 4

struct _PreviewScheme
{
  char *root;
  char *url_prefix;
  char *document_uri;
  GBytes *document;
  GHashTable *styles; /* path -> GBytes */
  const char *policy;
  guint serial;
  GThreadPool *readers;
};

/* Made and freed in the main thread; a reader thread fills in bytes or error. */
typedef struct
{
  PreviewScheme *scheme;
  WebKitURISchemeRequest *request;
  char *root;
  char *path;
  GBytes *bytes;
  GError *error;
} ReadJob;

/* ---- life ----------------------------------------------------------------------------------- */

static void run_job (gpointer data, gpointer user_data);
static void on_request (WebKitURISchemeRequest *request, gpointer user_data);

PreviewScheme *
preview_scheme_new (WebKitWebContext *context)
{
  PreviewScheme *scheme = g_rc_box_new0 (PreviewScheme);

  scheme->policy = preview_shell_policy (FALSE);
  scheme->styles =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  scheme->readers = g_thread_pool_new (run_job, NULL, READERS, FALSE, NULL);
  webkit_web_context_register_uri_scheme (context, PREVIEW_SCHEME, on_request,
                                          preview_scheme_ref (scheme),
                                          (GDestroyNotify) preview_scheme_unref);
  return scheme;
}

PreviewScheme *
preview_scheme_ref (PreviewScheme *scheme)
{
  return g_rc_box_acquire (scheme);
}

static void
clear (gpointer data)
{
  PreviewScheme *scheme = data;

  g_thread_pool_free (scheme->readers, FALSE, FALSE);
  g_clear_pointer (&scheme->document, g_bytes_unref);
  g_hash_table_unref (scheme->styles);
  g_free (scheme->document_uri);
  g_free (scheme->url_prefix);
  g_free (scheme->root);
}

void
preview_scheme_unref (PreviewScheme *scheme)
{
  g_rc_box_release_full (scheme, clear);
}

void
preview_scheme_set_root (PreviewScheme *scheme, const char *root, const char *url_prefix)
{
  g_free (scheme->root);
  g_free (scheme->url_prefix);
  scheme->root = g_strdup (root);
  scheme->url_prefix = g_strdup (url_prefix);
}

static void
take_styles (PreviewScheme *scheme, const PreviewPage *page)
{
  g_hash_table_remove_all (scheme->styles);
  for (guint i = 0; i < page->stylesheets->len; i++)
    {
      const PreviewStylesheet *style = g_ptr_array_index (page->stylesheets, i);
      g_autofree char *uri =
          g_strconcat (PREVIEW_SCHEME "://" PREVIEW_HOST_SITE, style->address, NULL);
      char *path = preview_path_from_uri (uri, scheme->url_prefix, NULL);

      if (path != NULL && style->css != NULL)
        g_hash_table_replace (scheme->styles, path, g_bytes_ref (style->css));
      else
        g_free (path);
    }
}

const char *
preview_scheme_set_document (PreviewScheme *scheme,
                             const PreviewPage *page,
                             GBytes *document,
                             gboolean external_content)
{
  g_autoptr (GString) uri = g_string_new (PREVIEW_SCHEME "://" PREVIEW_HOST_SITE);

  base_escape_uri_path (uri, page->address, strlen (page->address));
  g_string_append_printf (uri, "?chapeau=%u", ++scheme->serial);
  g_free (scheme->document_uri);
  scheme->document_uri = g_string_free (g_steal_pointer (&uri), FALSE);
  g_clear_pointer (&scheme->document, g_bytes_unref);
  scheme->document = g_bytes_ref (document);
  scheme->policy = preview_shell_policy (external_content);
  take_styles (scheme, page);
  return scheme->document_uri;
}

const char *
preview_scheme_get_document_uri (const PreviewScheme *scheme)
{
  return scheme->document_uri;
}

char *
preview_scheme_site_address (const char *uri)
{
  static const char start[] = PREVIEW_SCHEME "://" PREVIEW_HOST_SITE;

  if (g_str_has_prefix (uri, start) && uri[sizeof start - 1] == '/')
    return g_strdup (uri + sizeof start - 1);
  return g_strdup (uri);
}

/* ---- reading -------------------------------------------------------------------------------- */

static GBytes *
read_all (int fd, gsize size, GError **error)
{
  g_autofree guint8 *data = g_malloc (MAX (size, 1));
  gsize length = 0;

  while (length < size)
    {
      gssize count = read (fd, data + length, size - length);

      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        {
          g_set_error_literal (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_MISSING,
                               g_strerror (errno));
          return NULL;
        }
      if (count == 0)
        break;
      length += (gsize) count;
    }
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

/* ---- answering ------------------------------------------------------------------------------ */

static void
answer (PreviewScheme *scheme, WebKitURISchemeRequest *request, GBytes *bytes, const char *type)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (WebKitURISchemeResponse) response =
      webkit_uri_scheme_response_new (stream, (gint64) g_bytes_get_size (bytes));
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  soup_message_headers_append (headers, "Content-Security-Policy", scheme->policy);
  /* Under "nosniff" a stylesheet is judged by this header, not by set_content_type. */
  soup_message_headers_append (headers, "Content-Type", type);
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_append (headers, "X-DNS-Prefetch-Control", "off");
  webkit_uri_scheme_response_set_content_type (response, type);
  webkit_uri_scheme_response_set_status (response, 200, NULL);
  webkit_uri_scheme_response_set_http_headers (response, headers); /* takes them */
  webkit_uri_scheme_request_finish_with_response (request, response);
}

static gboolean
finish_job (gpointer data)
{
  ReadJob *job = data;

  if (job->bytes != NULL)
    answer (job->scheme, job->request, job->bytes, preview_path_mime_type (job->path));
  else
    webkit_uri_scheme_request_finish_error (job->request, job->error);
  preview_scheme_unref (job->scheme);
  g_object_unref (job->request);
  g_free (job->root);
  g_free (job->path);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_clear_error (&job->error);
  g_free (job);
  return G_SOURCE_REMOVE;
}

/* In a reader thread. */
static void
run_job (gpointer data, gpointer user_data)
{
  ReadJob *job = data;
  goffset size = 0;
  int fd = preview_path_open (job->root, job->path, &size, &job->error);

  if (fd >= 0)
    {
      job->bytes = read_all (fd, (gsize) size, &job->error);
      close (fd);
    }
  g_idle_add_full (G_PRIORITY_DEFAULT, finish_job, job, NULL);
}

static void
serve_file (PreviewScheme *scheme, WebKitURISchemeRequest *request, char *path)
{
  ReadJob *job = g_new0 (ReadJob, 1);

  job->scheme = preview_scheme_ref (scheme);
  job->request = g_object_ref (request);
  job->root = g_strdup (scheme->root);
  job->path = path;
  g_thread_pool_push (scheme->readers, job, NULL);
}

static void
on_request (WebKitURISchemeRequest *request, gpointer user_data)
{
  PreviewScheme *scheme = user_data;
  const char *uri = webkit_uri_scheme_request_get_uri (request);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  GBytes *style;

  if (g_strcmp0 (uri, scheme->document_uri) == 0)
    {
      answer (scheme, request, scheme->document, "text/html; charset=utf-8");
      return;
    }
  path = preview_path_from_uri (uri, scheme->url_prefix, &error);
  style = path != NULL ? g_hash_table_lookup (scheme->styles, path) : NULL;
  if (path != NULL && style == NULL && scheme->root == NULL)
    g_set_error (&error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_MISSING, "There is no site");
  if (error != NULL)
    webkit_uri_scheme_request_finish_error (request, error);
  else if (style != NULL)
    answer (scheme, request, style, "text/css; charset=utf-8");
  else
    serve_file (scheme, request, g_steal_pointer (&path));
}
