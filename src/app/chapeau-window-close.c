/* chapeau-window-close.c - closing the window with texts that are not in the folder yet.
 *
 * What waits for the folder is kept on this computer and goes on at the next start: that is no
 * reason to stay. What is being saved is waited for, with a way to close all the same: a folder
 * that does not answer never holds the window. Only for what was not saved is the person asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

#define TOPIC      "closing"
#define PATIENT_MS 1000

static gboolean
has_state (ChapeauDocument *document, ChapeauDocumentState state)
{
  return chapeau_document_get_state (document) == state;
}

/* Those that are neither in the folder nor on their way: the person's decision. @one: one of them.
 */
static guint
count_undecided (ChapeauWindow *self, ChapeauDocument **one)
{
  GHashTableIter iter;
  gpointer document;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    if (chapeau_document_has_unsaved_changes (document)
        && !has_state (document, CHAPEAU_DOCUMENT_PENDING)
        && !has_state (document, CHAPEAU_DOCUMENT_SAVING))
      {
        *one = document;
        n++;
      }
  return n;
}

static gboolean
any_saving (ChapeauWindow *self)
{
  GHashTableIter iter;
  gpointer document;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    if (has_state (document, CHAPEAU_DOCUMENT_SAVING))
      return TRUE;
  return FALSE;
}

void
chapeau_window_flush (ChapeauWindow *self)
{
  GHashTableIter iter;
  gpointer document;

  g_hash_table_iter_init (&iter, self->documents);
  while (g_hash_table_iter_next (&iter, &document, NULL))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sentence = NULL;

      if (chapeau_document_flush (document, &error))
        continue;
      sentence = chapeau_message_of_error (CHAPEAU_DOING_SAVE,
                                           chapeau_document_get_title (document), error);
      chapeau_window_show_error (self, "save", sentence);
    }
}

/* ---- waiting for what is being saved ------------------------------------------------------------
 */

static gboolean
on_long (gpointer data)
{
  ChapeauWindow *self = data;

  self->closing_timeout = 0;
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_PROGRESS, TOPIC,
                            _ ("Saving in the shared folder before closing. It takes long to "
                               "answer; your text is kept on "
                               "this computer and can be saved at the next start."));
  chapeau_message_bar_add_button (self->message_bar, _ ("Close _now"), "win.close-now");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Stay"), "win.stay");
  chapeau_message_bar_make_last (self->message_bar);
  return G_SOURCE_REMOVE;
}

static void
begin_closing (ChapeauWindow *self)
{
  self->closing = TRUE;
  if (self->closing_timeout == 0)
    self->closing_timeout = g_timeout_add (PATIENT_MS, on_long, self);
}

void
chapeau_window_stay (ChapeauWindow *self)
{
  self->closing = FALSE;
  g_clear_handle_id (&self->closing_timeout, g_source_remove);
  chapeau_message_bar_hide (self->message_bar, TOPIC);
}

/* Every word is in the journal: what cannot be saved now is offered at the next start. */
void
chapeau_window_close_now (ChapeauWindow *self)
{
  chapeau_window_stay (self);
  chapeau_window_flush (self);
  self->closing_anyway = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

void
chapeau_window_go_on_closing (ChapeauWindow *self, ChapeauDocument *document)
{
  ChapeauDocument *one = NULL;

  if (!self->closing)
    return;
  switch (chapeau_document_get_state (document))
    {
    case CHAPEAU_DOCUMENT_DIRTY: /* something was typed meanwhile */
      chapeau_document_save (document);
      break;
    case CHAPEAU_DOCUMENT_CONFLICT:
    case CHAPEAU_DOCUMENT_ERROR:
      chapeau_window_stay (self);
      if (document != self->document)
        chapeau_window_show_document (self, document);
      break;
    case CHAPEAU_DOCUMENT_CLEAN:
    case CHAPEAU_DOCUMENT_PENDING:
    case CHAPEAU_DOCUMENT_SAVING:
    case CHAPEAU_DOCUMENT_READ_ONLY:
      if (any_saving (self) || count_undecided (self, &one) > 0)
        break;
      chapeau_window_stay (self);
      gtk_window_close (GTK_WINDOW (self));
      break;
    }
}

/* ---- asking -------------------------------------------------------------------------------------
 */

static void
save_all (ChapeauWindow *self)
{
  g_autoptr (GList) documents = g_hash_table_get_keys (self->documents);

  begin_closing (self);
  for (GList *l = documents; l != NULL; l = l->next)
    if (chapeau_document_has_unsaved_changes (l->data)
        && !has_state (l->data, CHAPEAU_DOCUMENT_PENDING))
      chapeau_document_save (l->data);
}

static void
discard_all (ChapeauWindow *self)
{
  g_autoptr (GList) documents = g_hash_table_get_keys (self->documents);

  for (GList *l = documents; l != NULL; l = l->next)
    chapeau_document_close (l->data, !has_state (l->data, CHAPEAU_DOCUMENT_PENDING));
  g_hash_table_remove_all (self->documents);
}

static void
on_close_response (GtkDialog *dialog, int response, gpointer data)
{
  ChapeauWindow *self = data;

  gtk_window_destroy (GTK_WINDOW (dialog));
  if (response == GTK_RESPONSE_ACCEPT)
    save_all (self);
  else if (response == GTK_RESPONSE_REJECT)
    {
      chapeau_window_leave_comparison (self);
      chapeau_editor_pane_set_document (self->editor_pane, NULL);
      discard_all (self);
      g_clear_object (&self->document);
      gtk_window_close (GTK_WINDOW (self));
    }
}

static void
ask (ChapeauWindow *self, const char *question)
{
  GtkWidget *dialog = gtk_message_dialog_new (
      GTK_WINDOW (self), GTK_DIALOG_MODAL, GTK_MESSAGE_QUESTION, GTK_BUTTONS_NONE, "%s", question);

  gtk_message_dialog_format_secondary_text (
      GTK_MESSAGE_DIALOG (dialog), "%s",
      _ ("What you do not save is kept on this computer for 30 days."));
  gtk_dialog_add_buttons (GTK_DIALOG (dialog), _ ("Close _without saving"), GTK_RESPONSE_REJECT,
                          _ ("_Cancel"), GTK_RESPONSE_CANCEL, _ ("_Save"), GTK_RESPONSE_ACCEPT,
                          NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
chapeau_window_ask_to_close (ChapeauWindow *self)
{
  ChapeauDocument *one = NULL;
  guint n = count_undecided (self, &one);
  g_autofree char *question = NULL;

  if (self->closing_anyway)
    return TRUE;
  if (n == 0 && !any_saving (self))
    return TRUE;
  if (n == 0)
    {
      begin_closing (self);
      return FALSE;
    }
  if (n == 1)
    question = g_strdup_printf (_ ("Save the changes in “%s” before closing?"),
                                chapeau_document_get_title (one));
  else
    question = g_strdup_printf (ngettext ("Save the changes in %u post before closing?",
                                          "Save the changes in %u posts before closing?", n),
                                n);
  ask (self, question);
  return FALSE;
}
