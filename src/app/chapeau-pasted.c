/* chapeau-pasted.c - what was pasted last, and the ways out.
 *
 * Two marks stand around what was put in, and two around the destination of each image: they move
 * with the text, and what the person changed there since is left alone. The message goes with the
 * first change of the text some seconds later, or at once when what was pasted is not there any
 * more; one that offers images stays until it is answered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-pasted.h"

#include "chapeau-file-facts.h"
#include "chapeau-messages.h"
#include "chapeau-uploads.h"

#include <glib/gi18n.h>
#include <string.h>

#define TOPIC           "paste"
#define READ_US         (6 * G_TIME_SPAN_SECOND)
#define LONGEST_IN_NAME 60 /* of an image's alternative text */

/* A part of the buffer that was put in by us, as long as it is the same. */
typedef struct
{
  GtkTextBuffer *buffer; /* borrowed */
  GtkTextMark *start;
  GtkTextMark *end;
  char *text;
} Part;

typedef struct
{
  Part destination;
  GFile *file;   /* to be copied; or */
  GBytes *bytes; /* with */
  char *name;
  char *reference; /* once it is in the site */
} Image;

struct _ChapeauPasted
{
  ChapeauWindow *window; /* borrowed: it owns this */
  GtkTextBuffer *buffer;
  Part all;
  char *plain;
  GPtrArray *images; /* of Image: those that can be brought in */
  guint next;        /* of them */
  GCancellable *cancellable;
  ChapeauProgress *progress; /* while they are brought in */
  gulong changed_handler;
  gint64 told;
};

/* ---- parts ------------------------------------------------------------------------------------
 */

static void
part_init (Part *part, GtkTextBuffer *buffer, int start, int end)
{
  GtkTextIter from, to;

  gtk_text_buffer_get_iter_at_offset (buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (buffer, &to, end);
  part->buffer = buffer;
  part->start = gtk_text_buffer_create_mark (buffer, NULL, &from, FALSE);
  part->end = gtk_text_buffer_create_mark (buffer, NULL, &to, TRUE);
  part->text = gtk_text_buffer_get_slice (buffer, &from, &to, TRUE);
}

static void
part_clear (Part *part)
{
  gtk_text_buffer_delete_mark (part->buffer, part->start);
  gtk_text_buffer_delete_mark (part->buffer, part->end);
  g_free (part->text);
}

static void
part_get (const Part *part, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (part->buffer, start, part->start);
  gtk_text_buffer_get_iter_at_mark (part->buffer, end, part->end);
  gtk_text_iter_order (start, end);
}

static gboolean
part_is_whole (const Part *part)
{
  GtkTextIter start, end;
  g_autofree char *now = NULL;

  part_get (part, &start, &end);
  now = gtk_text_iter_get_slice (&start, &end);
  return strcmp (now, part->text) == 0;
}

/* Within a user action. */
static void
part_replace (Part *part, const char *text)
{
  GtkTextIter start, end;

  part_get (part, &start, &end);
  gtk_text_buffer_delete (part->buffer, &start, &end);
  gtk_text_buffer_insert (part->buffer, &start, text, -1);
}

/* ---- images -----------------------------------------------------------------------------------
 */

static void
image_free (gpointer data)
{
  Image *image = data;

  part_clear (&image->destination);
  g_clear_object (&image->file);
  g_clear_pointer (&image->bytes, g_bytes_unref);
  g_free (image->name);
  g_free (image->reference);
  g_free (image);
}

/* A file of this computer that is a picture by its name. */
static GFile *
dup_file (const PasteImage *image)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;

  if (image->source == NULL || g_ascii_strncasecmp (image->source, "file:", 5) != 0)
    return NULL;
  file = g_file_new_for_uri (image->source);
  name = g_file_get_basename (file);
  if (g_file_peek_path (file) == NULL || name == NULL || !chapeau_file_is_picture (name))
    return NULL;
  return g_steal_pointer (&file);
}

static const char *
ending_of (const PasteImage *image)
{
  static const char *const endings[][2] = {
    { "image/png", "png" },   { "image/jpeg", "jpg" },    { "image/gif", "gif" },
    { "image/webp", "webp" }, { "image/svg+xml", "svg" },
  };

  for (guint i = 0; image->data != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_strcmp0 (image->media_type, endings[i][0]) == 0)
      return endings[i][1];
  return NULL;
}

static char *
dup_name (const PasteImage *image)
{
  gboolean is_named =
      *image->alternative != '\0' && g_utf8_strlen (image->alternative, -1) <= LONGEST_IN_NAME;

  return g_strdup_printf ("%s.%s", is_named ? image->alternative : _ ("picture"),
                          ending_of (image));
}

static gboolean
can_be_brought (const PasteImage *image)
{
  g_autoptr (GFile) file = dup_file (image);

  return file != NULL || ending_of (image) != NULL;
}

static void
add_images (ChapeauPasted *self, int offset, const ChapeauPasteFit *fit, const PasteResult *result)
{
  for (guint i = 0; i < fit->images->len; i++)
    {
      const PasteImage *from = result->images->pdata[i];
      BaseSpan span = g_array_index (fit->images, BaseSpan, i);
      int start = offset + (int) g_utf8_strlen (fit->text, (gssize) span.start);
      int length = (int) g_utf8_strlen (fit->text + span.start, (gssize) base_span_length (span));
      Image *image;

      if (!can_be_brought (from))
        continue;
      image = g_new0 (Image, 1);
      part_init (&image->destination, self->buffer, start, start + length);
      image->file = dup_file (from);
      if (image->file == NULL)
        {
          image->bytes = g_bytes_ref (from->data);
          image->name = dup_name (from);
        }
      g_ptr_array_add (self->images, image);
    }
}

static void bring_next (ChapeauPasted *self);

/* All of them are one step of undo. */
static void
write_references (ChapeauPasted *self)
{
  gtk_text_buffer_begin_user_action (self->buffer);
  for (guint i = 0; i < self->images->len; i++)
    {
      Image *image = g_ptr_array_index (self->images, i);

      if (image->reference != NULL && part_is_whole (&image->destination))
        part_replace (&image->destination, image->reference);
    }
  gtk_text_buffer_end_user_action (self->buffer);
}

static void
on_brought_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GCancellable) cancellable = data;
  ChapeauPasted *self = g_object_get_data (G_OBJECT (cancellable), TOPIC);
  g_autoptr (GError) error = NULL;
  g_autofree char *reference = chapeau_uploads_bring_in_finish (result, &error);
  Image *image;

  if (self == NULL) /* another post is shown, or something else was pasted */
    return;
  image = g_ptr_array_index (self->images, self->next++);
  if (reference == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *name =
          image->file != NULL ? g_file_get_basename (image->file) : g_strdup (image->name);
      g_autofree char *sentence = chapeau_message_of_error (CHAPEAU_DOING_IMPORT, name, error);

      chapeau_window_show_error (self->window, "paste-image", sentence);
    }
  image->reference = g_steal_pointer (&reference);
  bring_next (self);
}

static void
bring_next (ChapeauPasted *self)
{
  const Image *image =
      self->next < self->images->len && !g_cancellable_is_cancelled (self->cancellable)
          ? g_ptr_array_index (self->images, self->next)
          : NULL;
  StoreImport what = { 0 };

  if (image == NULL)
    {
      g_clear_pointer (&self->progress, chapeau_progress_end);
      write_references (self);
      chapeau_window_forget_pasted (self->window);
      return;
    }
  what.file = image->file;
  what.bytes = image->bytes;
  what.name = image->name;
  chapeau_uploads_bring_in_async (self->window->workspace, &what, self->cancellable, on_brought_in,
                                  g_object_ref (self->cancellable));
}

void
chapeau_window_bring_pasted_in (ChapeauWindow *self)
{
  ChapeauPasted *pasted = self->pasted;

  if (pasted == NULL || pasted->progress != NULL || self->document == NULL
      || !chapeau_document_is_editable (self->document))
    return;
  pasted->progress =
      chapeau_progress_new (self, _ ("Bringing the images into the site…"), pasted->cancellable);
  chapeau_window_focus_post (self);
  bring_next (pasted);
}

/* ---- plain text instead -----------------------------------------------------------------------
 */

void
chapeau_window_paste_plain_instead (ChapeauWindow *self)
{
  ChapeauPasted *pasted = self->pasted;
  GtkTextIter start, end;

  if (pasted == NULL || pasted->progress != NULL || self->document == NULL
      || !chapeau_document_is_editable (self->document) || !part_is_whole (&pasted->all))
    return;
  g_clear_signal_handler (&pasted->changed_handler, pasted->buffer);
  gtk_text_buffer_begin_user_action (pasted->buffer);
  part_get (&pasted->all, &start, &end);
  gtk_text_buffer_delete (pasted->buffer, &start, &end);
  gtk_text_buffer_insert (pasted->buffer, &start, pasted->plain, -1);
  gtk_text_buffer_place_cursor (pasted->buffer, &start);
  gtk_text_buffer_end_user_action (pasted->buffer);
  chapeau_window_forget_pasted (self);
  chapeau_window_focus_post (self);
}

/* ---- telling ----------------------------------------------------------------------------------
 */

/* Called at each change of the text: nothing here looks at it. */
static void
on_changed (ChapeauPasted *self)
{
  GtkTextIter start, end;
  gboolean is_changed;

  part_get (&self->all, &start, &end);
  is_changed = gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (&start) == 0;
  if (!is_changed && (self->images->len > 0 || g_get_monotonic_time () - self->told < READ_US))
    return;
  chapeau_window_forget_pasted (self->window);
}

static void
tell (ChapeauPasted *self, const char *sentence)
{
  ChapeauMessageBar *bar = self->window->message_bar;
  guint n = self->images->len;
  g_autofree char *label = NULL;

  chapeau_message_bar_show (bar, CHAPEAU_MESSAGE_INFO, TOPIC, sentence);
  if (n > 0)
    {
      label = g_strdup_printf (ngettext ("_Bring in the image", "_Bring in %u images", n), n);
      chapeau_message_bar_add_button (bar, label, "win.bring-pasted-in");
    }
  if (self->plain != NULL)
    chapeau_message_bar_add_button (bar, _ ("Paste as _plain text"), "win.paste-plain-instead");
  self->told = g_get_monotonic_time ();
}

void
chapeau_window_forget_pasted (ChapeauWindow *self)
{
  if (self->pasted == NULL)
    return;
  chapeau_message_bar_hide (self->message_bar, TOPIC);
  g_clear_pointer (&self->pasted, chapeau_pasted_free);
}

/* ---- putting in -------------------------------------------------------------------------------
 */

gboolean
chapeau_pasted_is_at_caret (const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextBuffer *buffer = gtk_text_iter_get_buffer (start);
  GtkTextIter caret;

  gtk_text_buffer_get_iter_at_mark (buffer, &caret, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_compare (&caret, start) >= 0 && gtk_text_iter_compare (&caret, end) <= 0;
}

static void
put_in (GtkTextBuffer *buffer, const char *text, const ChapeauPasteFit *fit, int *offset)
{
  int length = (int) g_utf8_strlen (text + fit->span.start, (gssize) base_span_length (fit->span));
  GtkTextIter start, end;
  gboolean is_at_caret;

  *offset = (int) g_utf8_strlen (text, (gssize) fit->span.start);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, *offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, *offset + length);
  is_at_caret = chapeau_pasted_is_at_caret (&start, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, fit->text, (int) fit->length);
  gtk_text_buffer_get_iter_at_offset (
      buffer, &start, *offset + (int) g_utf8_strlen (fit->text, (gssize) fit->caret));
  if (is_at_caret)
    gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_buffer_end_user_action (buffer);
}

void
chapeau_pasted_put_in (ChapeauWindow *window,
                       GtkTextBuffer *buffer,
                       const char *text,
                       const ChapeauPasteFit *fit,
                       PasteResult *result,
                       const char *plain,
                       const char *origin)
{
  g_autoptr (PasteResult) taken = result;
  ChapeauPasted *self = g_new0 (ChapeauPasted, 1);
  g_autofree char *sentence = NULL;
  int offset;

  chapeau_window_forget_pasted (window);
  put_in (buffer, text, fit, &offset);
  self->window = window;
  self->buffer = g_object_ref (buffer);
  self->plain = g_strdup (plain);
  self->images = g_ptr_array_new_with_free_func (image_free);
  self->cancellable = g_cancellable_new ();
  g_object_set_data (G_OBJECT (self->cancellable), TOPIC, self);
  part_init (&self->all, buffer, offset,
             offset + (int) g_utf8_strlen (fit->text, (gssize) fit->length));
  add_images (self, offset, fit, result);
  window->pasted = self;
  sentence = chapeau_message_of_paste (result, origin, self->images->len);
  if (sentence == NULL)
    {
      chapeau_window_forget_pasted (window);
      return;
    }
  self->changed_handler =
      g_signal_connect_swapped (buffer, "changed", G_CALLBACK (on_changed), self);
  tell (self, sentence);
}

void
chapeau_pasted_free (ChapeauPasted *self)
{
  g_object_set_data (G_OBJECT (self->cancellable), TOPIC, NULL);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_signal_handler (&self->changed_handler, self->buffer);
  g_clear_pointer (&self->progress, chapeau_progress_end);
  g_ptr_array_unref (self->images);
  part_clear (&self->all);
  g_free (self->plain);
  g_object_unref (self->buffer);
  g_free (self);
}
