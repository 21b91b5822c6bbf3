/* chapeau-file-facts.c - what is shown of a file of the site: a small picture, its size.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-file-facts.h"

#include <glib/gi18n.h>
#include <string.h>

/* A picture with more is not decoded for a thumbnail: it would take seconds and much memory. */
#define MAX_PICTURE_PIXELS (100 * 1000 * 1000)
#define MAX_PICTURE_BYTES  (64 * 1024 * 1024)

typedef struct
{
  char *path;
  int pixels;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->path);
  g_free (request);
}

void
chapeau_file_facts_free (ChapeauFileFacts *facts)
{
  g_clear_object (&facts->texture);
  g_free (facts);
}

static gboolean
has_extension (const char *path, const char *const *extensions)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *lower = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;

  return lower != NULL && g_strv_contains (extensions, lower);
}

gboolean
chapeau_file_is_picture (const char *path)
{
  static const char *const pictures[] = { "jpg",  "jpeg", "png", "gif",  "webp", "svg",
                                          "avif", "tif",  "bmp", "tiff", "heic", NULL };

  return has_extension (path, pictures);
}

const char *
chapeau_file_icon_name (const char *path)
{
  static const char *const sheets[] = { "ods", "xls", "xlsx", "csv", NULL };
  static const char *const sounds[] = { "mp3", "ogg", "oga", "wav", "m4a", "flac", NULL };
  static const char *const films[] = { "mp4", "webm", "ogv", "mov", "avi", NULL };

  if (chapeau_file_is_picture (path))
    return "image-x-generic-symbolic";
  if (has_extension (path, sheets))
    return "x-office-spreadsheet-symbolic";
  if (has_extension (path, sounds))
    return "audio-x-generic-symbolic";
  return has_extension (path, films) ? "video-x-generic-symbolic" : "x-office-document-symbolic";
}

/* ---- in the worker ----------------------------------------------------------------------------
 */

static void
load_picture (ChapeauFileFacts *facts, const Request *request)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;

  if (!chapeau_file_is_picture (request->path) || facts->size > MAX_PICTURE_BYTES
      || gdk_pixbuf_get_file_info (request->path, &facts->width, &facts->height) == NULL
      || (gint64) facts->width * facts->height > MAX_PICTURE_PIXELS)
    return;
  pixbuf = gdk_pixbuf_new_from_file_at_scale (request->path, request->pixels, request->pixels, TRUE,
                                              NULL);
  if (pixbuf == NULL)
    return;
  upright = gdk_pixbuf_apply_embedded_orientation (pixbuf);
  facts->texture = gdk_texture_new_for_pixbuf (upright);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  ChapeauFileFacts *facts = g_new0 (ChapeauFileFacts, 1);
  g_autoptr (GFile) file = g_file_new_for_path (request->path);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                         G_FILE_QUERY_INFO_NONE, cancellable, NULL);

  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    {
      facts->exists = TRUE;
      facts->size = g_file_info_get_size (info);
      if (!g_cancellable_is_cancelled (cancellable))
        load_picture (facts, request);
    }
  g_task_return_pointer (task, facts, (GDestroyNotify) chapeau_file_facts_free);
}

void
chapeau_file_facts_load_async (const char *path,
                               int pixels,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->path = g_strdup (path);
  request->pixels = pixels;
  g_task_set_source_tag (task, chapeau_file_facts_load_async);
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, load_in_thread);
}

ChapeauFileFacts *
chapeau_file_facts_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
chapeau_file_facts_dup_words (const ChapeauFileFacts *facts)
{
  g_autofree char *size = NULL;

  if (!facts->exists)
    return g_strdup (_ ("Not found"));
  size = g_format_size ((guint64) facts->size);
  if (facts->width > 0 && facts->height > 0)
    return g_strdup_printf ("%d × %d · %s", facts->width, facts->height, size);
  return g_steal_pointer (&size);
}
