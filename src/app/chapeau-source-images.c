/* chapeau-source-images.c - pictures and files in the Markdown source: chosen, or dropped.
 *
 * Files that are not in the site yet are copied into its uploads, one after the other. Nothing is
 * written into the text before all of them are there; if one cannot be copied, nothing is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-images.h"

#include "chapeau-file-facts.h"
#include "chapeau-messages.h"
#include "chapeau-uploads.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY   "chapeau-source-images"
#define TOPIC "bringing-in"

/* Files on their way into the site, and then into the text. */
typedef struct
{
  ChapeauTextPlace *place;
  GListModel *files;
  GPtrArray *references; /* of those that are in the site */
} Bringing;

static void
bringing_free (Bringing *bringing)
{
  chapeau_text_place_free (bringing->place);
  g_object_unref (bringing->files);
  g_ptr_array_unref (bringing->references);
  g_free (bringing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bringing, bringing_free)

static ChapeauWorkspace *
get_workspace (const ChapeauTextPlace *place)
{
  return chapeau_document_get_workspace (place->document);
}

static char *
dup_name (const Bringing *bringing, guint nth)
{
  g_autoptr (GFile) file = g_list_model_get_item (bringing->files, nth);
  g_autofree char *name = g_file_get_basename (file);

  return g_filename_display_name (name);
}

/* ---- writing --------------------------------------------------------------------------------- */

void
chapeau_source_images_put (const ChapeauTextPlace *place,
                           const char *alternative,
                           const char *reference,
                           gboolean is_new)
{
  g_autofree char *words = chapeau_link_dup_words (alternative);
  g_autofree char *address = chapeau_link_dup_address (reference);
  g_autofree char *text = g_strdup_printf ("![%s](%s)", words, address);
  gsize end = *words == '\0' ? strlen ("![") : (gsize) g_utf8_strlen (text, -1);

  chapeau_text_place_put (place, text, base_span (end, end));
  if (*words == '\0' && is_new)
    chapeau_message_bar_show (
        chapeau_window_get_bar (place->window), CHAPEAU_MESSAGE_INFO, TOPIC,
        _ ("The picture is in the site now. Describe it between the brackets, for those who do "
           "not see it."));
}

/* What is selected, as one line. */
static char *
dup_alternative (const ChapeauTextPlace *place)
{
  GtkTextIter start, end;
  char *words;

  chapeau_text_place_get (place, &start, &end);
  words = gtk_text_iter_get_slice (&start, &end);
  g_strdelimit (words, "\r\n\t", ' ');
  return g_strstrip (words);
}

static gboolean
is_blank_between (const GtkTextIter *start, const GtkTextIter *end)
{
  g_autofree char *text = gtk_text_iter_get_slice (start, end);

  return *g_strstrip (text) == '\0';
}

/* As the lines of the text end. */
static const char *
get_newline (const ChapeauTextPlace *place)
{
  GtkTextIter end, next;
  g_autofree char *ending = NULL;

  gtk_text_buffer_get_start_iter (place->buffer, &end);
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  next = end;
  gtk_text_iter_forward_line (&next);
  ending = gtk_text_iter_get_slice (&end, &next);
  return strcmp (ending, "\r\n") == 0 ? "\r\n" : "\n";
}

/* Each is a paragraph of its own, behind what is selected. */
static void
put_many (const Bringing *bringing)
{
  const ChapeauTextPlace *place = bringing->place;
  const char *newline = get_newline (place);
  GString *text = g_string_new (NULL);
  GtkTextIter start, end, line;
  gsize length;

  chapeau_text_place_get (place, &start, &end);
  gtk_text_buffer_move_mark (place->buffer, place->start, &end);
  line = end;
  gtk_text_iter_set_line_offset (&line, 0);
  if (!is_blank_between (&line, &end))
    g_string_append_printf (text, "%s%s", newline, newline);
  for (guint i = 0; i < bringing->references->len; i++)
    {
      const char *reference = bringing->references->pdata[i];
      g_autofree char *name = dup_name (bringing, i);
      g_autofree char *words = chapeau_link_dup_escaped (name);
      g_autofree char *address = chapeau_link_dup_address (reference);

      if (i > 0)
        g_string_append_printf (text, "%s%s", newline, newline);
      if (chapeau_file_is_picture (reference))
        g_string_append_printf (text, "![](%s)", address);
      else
        g_string_append_printf (text, "[%s](%s)", words, address);
    }
  length = (gsize) g_utf8_strlen (text->str, (gssize) text->len);
  line = end;
  if (!gtk_text_iter_ends_line (&line))
    gtk_text_iter_forward_to_line_end (&line);
  if (!is_blank_between (&end, &line))
    g_string_append_printf (text, "%s%s", newline, newline);
  chapeau_text_place_put (place, text->str, base_span (length, length));
  g_string_free (text, TRUE);
}

static void
put (const Bringing *bringing)
{
  const char *reference = bringing->references->pdata[0];
  g_autofree char *alternative = dup_alternative (bringing->place);
  g_autofree char *name = dup_name (bringing, 0);
  g_autofree char *words = chapeau_link_dup_escaped (*alternative != '\0' ? alternative : name);
  g_autofree char *link = chapeau_link_dup_markdown (words, reference);
  gsize length = (gsize) g_utf8_strlen (link, -1);

  if (bringing->references->len > 1)
    put_many (bringing);
  else if (chapeau_file_is_picture (reference))
    chapeau_source_images_put (bringing->place, alternative, reference, TRUE);
  else
    chapeau_text_place_put (bringing->place, link, base_span (length, length));
}

/* ---- bringing in ----------------------------------------------------------------------------- */

static void bring_next (Bringing *bringing);

static void
on_brought_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Bringing) bringing = data;
  g_autoptr (GError) error = NULL;
  char *reference = chapeau_uploads_bring_in_finish (result, &error);

  if (reference != NULL)
    {
      g_ptr_array_add (bringing->references, reference);
      bring_next (g_steal_pointer (&bringing));
    }
  else if (chapeau_text_place_is_wanted (bringing->place))
    {
      g_autofree char *name = dup_name (bringing, bringing->references->len);
      g_autofree char *sentence = chapeau_message_of_error (CHAPEAU_DOING_IMPORT, name, error);

      chapeau_window_show_error (bringing->place->window, TOPIC, sentence);
    }
}

/* Takes @bringing. */
static void
bring_next (Bringing *bringing)
{
  g_autoptr (Bringing) owned = bringing;
  ChapeauTextPlace *place = bringing->place;
  g_autoptr (GFile) file = NULL;
  StoreImport what = { 0 };
  char *reference;

  if (!chapeau_text_place_is_wanted (place))
    return;
  for (;;)
    {
      g_clear_object (&file);
      file = g_list_model_get_item (bringing->files, bringing->references->len);
      if (file == NULL)
        break;
      reference = chapeau_uploads_dup_reference (get_workspace (place), file);
      if (reference == NULL)
        {
          what.file = file;
          chapeau_uploads_bring_in_async (get_workspace (place), &what, place->cancellable,
                                          on_brought_in, g_steal_pointer (&owned));
          return;
        }
      g_ptr_array_add (bringing->references, reference);
    }
  if (bringing->references->len > 0)
    put (bringing);
}

/* Takes @place. */
static void
bring_in (ChapeauTextPlace *place, GListModel *files)
{
  Bringing *bringing = g_new0 (Bringing, 1);

  bringing->place = place;
  bringing->files = g_object_ref (files);
  bringing->references = g_ptr_array_new_with_free_func (g_free);
  chapeau_text_place_begin (place, _ ("Bringing the files into the site…"));
  bring_next (bringing);
}

/* ---- choosing -------------------------------------------------------------------------------- */

/* The place of what is being chosen: the uploads' data, until it is. */
static ChapeauTextPlace *
steal_place (ChapeauUploads *uploads)
{
  return g_object_steal_data (G_OBJECT (uploads), KEY);
}

static void
on_taken (ChapeauUploads *uploads, const char *reference)
{
  g_autoptr (ChapeauTextPlace) place = steal_place (uploads);
  g_autofree char *alternative = NULL;

  if (place == NULL || !chapeau_text_place_is_wanted (place))
    return;
  alternative = dup_alternative (place);
  chapeau_source_images_put (place, alternative, reference, FALSE);
}

static gboolean
on_files (ChapeauUploads *uploads, GListModel *files)
{
  ChapeauTextPlace *place = steal_place (uploads);

  if (place != NULL)
    bring_in (place, files);
  return TRUE;
}

void
chapeau_source_images_choose (GtkTextView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  ChapeauUploads *uploads;
  GtkTextIter start, end;

  g_return_if_fail (CHAPEAU_IS_WINDOW (root));

  if (CHAPEAU_WINDOW (root)->document == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (view));
  gtk_text_buffer_get_selection_bounds (gtk_text_view_get_buffer (view), &start, &end);
  uploads =
      chapeau_uploads_new_chooser (GTK_WIDGET (view), CHAPEAU_WINDOW (root)->document, TRUE, TRUE);
  g_object_set_data_full (G_OBJECT (uploads), KEY, chapeau_text_place_new (view, &start, &end),
                          (GDestroyNotify) chapeau_text_place_free);
  g_signal_connect (uploads, "taken", G_CALLBACK (on_taken), NULL);
  g_signal_connect (uploads, "files", G_CALLBACK (on_files), NULL);
  g_object_set_data_full (G_OBJECT (view), KEY, uploads, g_object_unref);
  chapeau_uploads_choose (uploads);
}

/* ---- dropping -------------------------------------------------------------------------------- */

static gboolean
on_drop (GtkTextView *view, const GValue *value, double x, double y)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  GtkTextIter at;
  int column, row;

  if (!CHAPEAU_IS_WINDOW (root) || CHAPEAU_WINDOW (root)->document == NULL
      || !gtk_text_view_get_editable (view))
    return FALSE;
  for (GSList *one = g_value_get_boxed (value); one != NULL; one = one->next)
    g_list_store_append (files, one->data);
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &column,
                                         &row);
  gtk_text_view_get_iter_at_location (view, &at, column, row);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (view), &at);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  bring_in (chapeau_text_place_new (view, &at, &at), G_LIST_MODEL (files));
  return TRUE;
}

void
chapeau_source_images_attach (GtkTextView *view)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  /* Before the text's own target, which would write their names. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), view, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (target));
}
