/* chapeau-clipping.c - what another program has copied, read without waiting for it.
 *
 * HTML, text and picture are asked for one after the other. GTK (4.8) never answers a read whose
 * owner does not, cancelled or not: so the task is answered here, and what comes after that finds
 * the Reading ended and lets go of it. If nothing ever comes, a Reading of some bytes is lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-clipping.h"

#include <string.h>

#define PATIENCE_MS 10000
#define CHUNK       (256 * 1024)

/* What is read next. */
typedef enum
{
  STEP_HTML,
  STEP_TEXT,
  STEP_PICTURE,
  STEP_DONE,
} Step;

typedef struct
{
  gatomicrefcount references;
  GdkClipboard *clipboard;
  GTask *task;               /* NULL: it was answered */
  GCancellable *cancellable; /* of what is being read */
  GCancellable *outer;
  gulong outer_handler;
  guint patience;
  Step step;
  char *mime;        /* of what is being read */
  GByteArray *bytes; /* so far */
  ChapeauClipping *clipping;
} Reading;

static void
reading_unref (Reading *reading)
{
  if (!g_atomic_ref_count_dec (&reading->references))
    return;
  g_object_unref (reading->clipboard);
  g_object_unref (reading->cancellable);
  g_clear_object (&reading->outer);
  g_free (reading->mime);
  g_byte_array_unref (reading->bytes);
  g_clear_pointer (&reading->clipping, chapeau_clipping_free);
  g_free (reading);
}

static Reading *
reading_ref (Reading *reading)
{
  g_atomic_ref_count_inc (&reading->references);
  return reading;
}

/* Answers; takes @error. */
static void
end (Reading *reading, GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&reading->task);

  g_clear_handle_id (&reading->patience, g_source_remove);
  if (reading->outer != NULL)
    g_clear_signal_handler (&reading->outer_handler, reading->outer);
  g_cancellable_cancel (reading->cancellable);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&reading->clipping),
                           (GDestroyNotify) chapeau_clipping_free);
  reading_unref (reading);
}

static void
on_impatient (gpointer data)
{
  Reading *reading = data;

  reading->patience = 0;
  if (reading->clipping->html != NULL)
    end (reading, NULL);
  else
    end (reading, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "no answer"));
}

static void
be_patient (Reading *reading)
{
  g_clear_handle_id (&reading->patience, g_source_remove);
  reading->patience = g_timeout_add_once (PATIENCE_MS, on_impatient, reading);
}

static gboolean
on_cancelled_idle (gpointer data)
{
  Reading *reading = data;

  if (reading->task != NULL)
    end (reading, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

/* Not at once: the handler cannot be taken away from within. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_cancelled_idle, reading_ref (data),
                   (GDestroyNotify) reading_unref);
}

/* ---- what is offered --------------------------------------------------------------------------
 */

static const char *
find_html (GdkContentFormats *formats)
{
  gsize n;
  const char *const *types = gdk_content_formats_get_mime_types (formats, &n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (types[i], "text/html") == 0 || g_str_has_prefix (types[i], "text/html;"))
      return types[i];
  return NULL;
}

/* Files as they are, that a site can show. */
static const char *const pictures[][2] = {
  { "image/png", "png" },
  { "image/jpeg", "jpg" },
  { "image/gif", "gif" },
  { "image/webp", "webp" },
};

static const char *const *
find_picture (GdkContentFormats *formats)
{
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (gdk_content_formats_contain_mime_type (formats, pictures[i][0]))
      return pictures[i];
  return NULL;
}

static gboolean
has_text (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, G_TYPE_STRING);
}

gboolean
chapeau_clipping_is_offered (GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  g_return_val_if_fail (GDK_IS_CLIPBOARD (clipboard), FALSE);

  return find_html (formats) != NULL || (!has_text (formats) && find_picture (formats) != NULL);
}

/* ---- encodings --------------------------------------------------------------------------------
 */

/* What the bytes are written in, if that is told outside of the HTML. */
static char *
dup_charset (const char *mime, const guint8 *bytes, gsize length)
{
  const char *told = strstr (mime, "charset=");

  if (length >= 2
      && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
    return g_strdup ("UTF-16");
  /* Some programs write 16 bits without saying so. */
  if (length >= 4 && length % 2 == 0 && bytes[0] == '<' && bytes[1] == 0 && bytes[3] == 0)
    return g_strdup ("UTF-16LE");
  return told != NULL ? g_strndup (told + strlen ("charset="), strcspn (told + 8, "; \"")) : NULL;
}

static GBytes *
take_html (Reading *reading)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes));
  gsize length, size;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autofree char *charset = NULL;
  char *text;

  reading->bytes = g_byte_array_new ();
  charset = dup_charset (reading->mime, data, length);
  if (charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0)
    return g_steal_pointer (&bytes);
  text = g_convert_with_fallback ((const char *) data, (gssize) length, "UTF-8", charset, "?", NULL,
                                  &size, NULL);
  return text != NULL ? g_bytes_new_take (text, size) : g_steal_pointer (&bytes);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void go_on (Reading *reading);

/* HTML that is too long is cut, and the conversion says so; half a picture is none. */
static void
take (Reading *reading)
{
  if (reading->step == STEP_HTML)
    reading->clipping->html = take_html (reading);
  else if (reading->bytes->len > CHAPEAU_CLIPPING_MAX)
    {
      end (reading, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too large"));
      return;
    }
  else
    {
      reading->clipping->picture = g_byte_array_free_to_bytes (g_steal_pointer (&reading->bytes));
      reading->bytes = g_byte_array_new ();
    }
  reading->step++;
  go_on (reading);
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);
  gsize left = CHAPEAU_CLIPPING_MAX + 1 - reading->bytes->len;

  if (reading->task == NULL)
    ;
  else if (chunk == NULL)
    end (reading, g_steal_pointer (&error));
  else if (g_bytes_get_size (chunk) == 0 || g_bytes_get_size (chunk) >= left)
    {
      g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL),
                           (guint) MIN (g_bytes_get_size (chunk), left));
      take (reading);
    }
  else
    {
      be_patient (reading);
      g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL),
                           (guint) g_bytes_get_size (chunk));
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, reading->cancellable,
                                       on_chunk, reading_ref (reading));
    }
  reading_unref (reading);
}

static void
on_stream (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  const char *mime;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime, &error);

  if (reading->task == NULL)
    ;
  else if (stream == NULL)
    end (reading, g_steal_pointer (&error));
  else
    {
      be_patient (reading);
      g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, reading->cancellable,
                                       on_chunk, reading_ref (reading));
    }
  reading_unref (reading);
}

/* Without the text the HTML is enough. */
static void
on_text (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (reading->task == NULL)
    g_free (text);
  else
    {
      reading->clipping->text = text;
      reading->step++;
      go_on (reading);
    }
  reading_unref (reading);
}

static void
read_stream (Reading *reading, const char *mime)
{
  const char *mimes[] = { mime, NULL };

  g_free (reading->mime);
  reading->mime = g_strdup (mime);
  gdk_clipboard_read_async (reading->clipboard, mimes, G_PRIORITY_DEFAULT, reading->cancellable,
                            on_stream, reading_ref (reading));
}

static void
go_on (Reading *reading)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (reading->clipboard);
  const char *html = find_html (formats);
  const char *const *picture = find_picture (formats);

  be_patient (reading);
  if (reading->step == STEP_HTML && html == NULL)
    reading->step++;
  if (reading->step == STEP_TEXT && !has_text (formats))
    reading->step++;
  /* A page's picture comes with HTML that only shows it; a table, with a picture of itself. */
  if (reading->step == STEP_PICTURE && (picture == NULL || reading->clipping->text != NULL))
    reading->step++;
  switch (reading->step)
    {
    case STEP_HTML:
      read_stream (reading, html);
      break;
    case STEP_TEXT:
      gdk_clipboard_read_text_async (reading->clipboard, reading->cancellable, on_text,
                                     reading_ref (reading));
      break;
    case STEP_PICTURE:
      reading->clipping->ending = g_strdup (picture[1]);
      read_stream (reading, picture[0]);
      break;
    case STEP_DONE:
      end (reading, NULL);
      break;
    }
}

void
chapeau_clipping_read_async (GdkClipboard *clipboard,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  Reading *reading = g_new0 (Reading, 1);

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  g_atomic_ref_count_init (&reading->references);
  reading->clipboard = g_object_ref (clipboard);
  reading->task = g_task_new (clipboard, NULL, callback, data);
  reading->cancellable = g_cancellable_new ();
  reading->bytes = g_byte_array_new ();
  reading->clipping = g_new0 (ChapeauClipping, 1);
  if (g_set_object (&reading->outer, cancellable))
    reading->outer_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), reading_ref (reading),
                               (GDestroyNotify) reading_unref);
  g_task_set_source_tag (reading->task, chapeau_clipping_read_async);
  go_on (reading);
}

ChapeauClipping *
chapeau_clipping_read_finish (GdkClipboard *clipboard, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, clipboard), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
chapeau_clipping_free (ChapeauClipping *clipping)
{
  g_clear_pointer (&clipping->html, g_bytes_unref);
  g_free (clipping->text);
  g_clear_pointer (&clipping->picture, g_bytes_unref);
  g_free (clipping->ending);
  g_free (clipping);
}
