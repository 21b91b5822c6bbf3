/* chapeau-paste.c - pasting into a Markdown text, step by step: clipboard, worker, buffer.
 *
 * The place where it goes is marked when the key is pressed, so that what is typed meanwhile comes
 * behind it. The worker has a snapshot of the text; if that has changed when it ends, only the
 * fitting is done again. A paste that was cancelled, or whose post is not shown any more, puts
 * nothing in.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-paste.h"

#include "chapeau-clipping.h"
#include "chapeau-messages.h"
#include "chapeau-pasted.h"
#include "chapeau-source-images.h"
#include "chapeau-uploads.h"

#include <glib/gi18n.h>
#include <string.h>

#define PLAIN "chapeau-paste-plain"
/* Not that of what was pasted last: its message can still be answered. */
#define TOPIC         "pasting"
#define ORIGIN_WITHIN (64 * 1024)

typedef struct
{
  ChapeauTextPlace *place; /* from when the key was pressed */
  ChapeauClipping *clipping;
  PasteResult *result; /* NULL: not converted yet */
  char *alternative;   /* of a picture */
} Pasting;

static void
pasting_free (Pasting *pasting)
{
  chapeau_text_place_free (pasting->place);
  g_clear_pointer (&pasting->clipping, chapeau_clipping_free);
  g_clear_pointer (&pasting->result, paste_result_free);
  g_free (pasting->alternative);
  g_free (pasting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pasting, pasting_free)

static void
tell (const Pasting *pasting, ChapeauMessageKind kind, const char *sentence)
{
  chapeau_message_bar_show (chapeau_window_get_bar (pasting->place->window), kind, TOPIC, sentence);
}

static BaseSpan
behind (const char *text)
{
  gsize length = (gsize) g_utf8_strlen (text, -1);

  return base_span (length, length);
}

/* ---- pictures ---------------------------------------------------------------------------------
 */

static void
on_picture (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Pasting) pasting = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = chapeau_uploads_bring_in_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (!chapeau_text_place_is_wanted (pasting->place))
    return;
  if (reference == NULL)
    {
      sentence = chapeau_message_of_error (CHAPEAU_DOING_IMPORT, _ ("the file"), error);
      chapeau_window_show_error (pasting->place->window, TOPIC, sentence);
      return;
    }
  chapeau_source_images_put (pasting->place, pasting->alternative, reference, TRUE);
}

static void
bring_picture_in (Pasting *pasting)
{
  /* Translators: the name of the file of a pasted picture, without its ending. */
  g_autofree char *name = g_strdup_printf ("%s.%s", _ ("picture"), pasting->clipping->ending);
  StoreImport what = { .bytes = pasting->clipping->picture, .name = name };

  if (pasting->alternative == NULL)
    pasting->alternative = g_strdup ("");
  chapeau_uploads_bring_in_async (chapeau_document_get_workspace (pasting->place->document), &what,
                                  pasting->place->cancellable, on_picture, pasting);
}

/* A page's picture: HTML that shows it and says nothing else, and the picture itself. */
static gboolean
is_picture (const Pasting *pasting)
{
  const PasteResult *result = pasting->result;
  const PasteImage *image;

  if (pasting->clipping->picture == NULL || result->images->len != 1)
    return FALSE;
  image = result->images->pdata[0];
  return g_str_has_prefix (result->markdown, "![")
         && image->span.end + strlen (")\n") == result->length;
}

/* ---- converting -------------------------------------------------------------------------------
 */

/* What the worker has, and what it gives back: no widget is seen from there. */
typedef struct
{
  GBytes *html;
  char *plain;
  char *text; /* the snapshot */
  gsize length;
  BaseSpan selection;
  PasteResult *result;
  ChapeauPasteFit *fit; /* NULL: plain text belongs there */
} Conversion;

static void
conversion_free (gpointer data)
{
  Conversion *conversion = data;

  g_bytes_unref (conversion->html);
  g_free (conversion->plain);
  g_free (conversion->text);
  g_clear_pointer (&conversion->result, paste_result_free);
  g_clear_pointer (&conversion->fit, chapeau_paste_fit_free);
  g_free (conversion);
}

static void
convert (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Conversion *conversion = data;
  gsize length;
  const char *html = g_bytes_get_data (conversion->html, &length);

  if (conversion->result == NULL)
    conversion->result = paste_html (html != NULL ? html : "", length, NULL);
  if (!g_cancellable_is_cancelled (cancellable))
    conversion->fit =
        chapeau_paste_fit (conversion->text, conversion->length, conversion->selection,
                           conversion->result, conversion->plain);
  g_task_return_boolean (task, TRUE);
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
}

static void start_converting (Pasting *pasting);

static void
put_plain (Pasting *pasting)
{
  const char *text = pasting->clipping->text;

  if (text == NULL)
    text = pasting->result->markdown;
  if (*text != '\0')
    chapeau_text_place_put (pasting->place, text, behind (text));
}

static void
on_converted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Pasting) pasting = data;
  Conversion *conversion = g_task_get_task_data (G_TASK (result));
  g_autofree char *now = NULL;

  /* Cancelled: the worker may still have the conversion. */
  if (!g_task_propagate_boolean (G_TASK (result), NULL)
      || !chapeau_text_place_is_wanted (pasting->place))
    return;
  pasting->result = g_steal_pointer (&conversion->result);
  if (is_picture (pasting))
    {
      const PasteImage *image = pasting->result->images->pdata[0];

      pasting->alternative = g_strdup (image->alternative);
      bring_picture_in (g_steal_pointer (&pasting));
      return;
    }
  now = dup_text (pasting->place->buffer);
  if (strcmp (now, conversion->text) != 0)
    start_converting (g_steal_pointer (&pasting));
  else if (conversion->fit == NULL)
    put_plain (pasting);
  else
    {
      chapeau_pasted_put_in (pasting->place->window, pasting->place->buffer, now, conversion->fit,
                             g_steal_pointer (&pasting->result), pasting->clipping->text,
                             chapeau_paste_get_origin (pasting->clipping->html));
      chapeau_text_place_show_caret (pasting->place);
    }
}

/* Takes @pasting. */
static void
start_converting (Pasting *pasting)
{
  Conversion *conversion = g_new0 (Conversion, 1);
  g_autoptr (GTask) task = g_task_new (NULL, pasting->place->cancellable, on_converted, pasting);
  GtkTextIter start, end;
  const char *from, *to;

  conversion->html = g_bytes_ref (pasting->clipping->html);
  conversion->plain = g_strdup (pasting->clipping->text);
  conversion->text = dup_text (pasting->place->buffer);
  conversion->length = strlen (conversion->text);
  conversion->result = g_steal_pointer (&pasting->result);
  chapeau_text_place_get (pasting->place, &start, &end);
  from = g_utf8_offset_to_pointer (conversion->text, gtk_text_iter_get_offset (&start));
  to = g_utf8_offset_to_pointer (from, gtk_text_iter_get_offset (&end)
                                           - gtk_text_iter_get_offset (&start));
  conversion->selection =
      base_span ((gsize) (from - conversion->text), (gsize) (to - conversion->text));
  g_task_set_source_tag (task, start_converting);
  g_task_set_task_data (task, conversion, conversion_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, convert);
}

const char *
chapeau_paste_get_origin (GBytes *html)
{
  static const char *const programs[][2] = {
    { "Word.Document", "Word" },      { "content=\"Microsoft Word", "Word" },
    { "Excel.Sheet", "Excel" },       { "content=\"Microsoft Excel", "Excel" },
    { "LibreOffice", "LibreOffice" }, { "docs-internal-guid", "Google Docs" },
  };
  gsize length;
  const char *text = g_bytes_get_data (html, &length);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (programs); i++)
    if (g_strstr_len (text, (gssize) MIN (length, ORIGIN_WITHIN), programs[i][0]) != NULL)
      return programs[i][1];
  return NULL;
}

/* ---- pasting ----------------------------------------------------------------------------------
 */

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Pasting) pasting = data;
  g_autoptr (GError) error = NULL;

  pasting->clipping = chapeau_clipping_read_finish (GDK_CLIPBOARD (source), result, &error);
  if (!chapeau_text_place_is_wanted (pasting->place))
    return;
  if (pasting->clipping == NULL)
    tell (
        pasting, CHAPEAU_MESSAGE_WARNING,
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
            ? _ ("The program in which you copied does not answer: nothing was pasted.")
        : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
            ? _ ("The picture that you copied is too large (more than 16 MB): nothing was pasted.")
            : _ ("What you copied is not there any more: nothing was pasted."));
  else if (pasting->clipping->html != NULL)
    start_converting (g_steal_pointer (&pasting));
  else if (pasting->clipping->picture != NULL)
    bring_picture_in (g_steal_pointer (&pasting));
}

static void
paste (GtkTextView *view, GdkClipboard *clipboard)
{
  Pasting *pasting = g_new0 (Pasting, 1);
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (view), &start, &end);
  pasting->place = chapeau_text_place_new (view, &start, &end);
  chapeau_text_place_begin (pasting->place, _ ("Pasting…"));
  chapeau_clipping_read_async (clipboard, pasting->place->cancellable, on_read, pasting);
}

static void
on_paste (GtkTextView *view, gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));

  if (g_object_steal_data (G_OBJECT (view), PLAIN) != NULL || !CHAPEAU_IS_WINDOW (root)
      || CHAPEAU_WINDOW (root)->document == NULL || !gtk_text_view_get_editable (view)
      || !chapeau_clipping_is_offered (clipboard))
    return;
  g_signal_stop_emission_by_name (view, "paste-clipboard");
  paste (view, clipboard);
}

void
chapeau_paste_plain (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_object_set_data (G_OBJECT (view), PLAIN, GINT_TO_POINTER (TRUE));
  g_signal_emit_by_name (view, "paste-clipboard");
  g_object_set_data (G_OBJECT (view), PLAIN, NULL);
}

static gboolean
on_key (GtkTextView *view, guint keyval, guint code, GdkModifierType state)
{
  if (gdk_keyval_to_lower (keyval) != GDK_KEY_v
      || (state & gtk_accelerator_get_default_mod_mask ()) != (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  chapeau_paste_plain (view);
  return GDK_EVENT_STOP;
}

void
chapeau_paste_attach (GtkTextView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_signal_connect (view, "paste-clipboard", G_CALLBACK (on_paste), NULL);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), view, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
}
