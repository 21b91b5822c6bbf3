/* chapeau-window-outside.c - changes of others, and posts that cannot be edited as they are.
 *
 * A colleague's change comes in by itself where nothing of ours is unsaved, or where both changed
 * different lines: as one step that can be undone, told in the bar. Otherwise the person decides,
 * and no choice deletes anything: every version is in the history before anyone is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

static void
set_theirs (ChapeauWindow *self, GBytes *theirs)
{
  g_clear_pointer (&self->theirs, g_bytes_unref);
  self->theirs = theirs != NULL ? g_bytes_ref (theirs) : NULL;
}

/* Both changed it, in different lines: one text has both, if its details can still be read. */
static gboolean
merge_quietly (ChapeauWindow *self, GBytes *theirs)
{
  StorePost *post = chapeau_document_get_post (self->document);
  g_autoptr (GBytes) base = store_post_dup_base (post);
  g_autoptr (GBytes) mine = chapeau_document_dup_text (self->document);
  g_autoptr (StoreMerge) merge = NULL;
  g_autoptr (GBytes) merged = NULL;
  g_autoptr (FmHeader) header = NULL;

  if (base == NULL)
    return FALSE;
  merge = store_merge (base, mine, theirs);
  if (merge->conflicts > 0)
    return FALSE;
  merged = store_merge_result (merge);
  header = fm_header_new (merged);
  if (fm_header_is_broken (header))
    return FALSE;
  chapeau_document_take_text (self->document, merged, theirs);
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "outside",
      _ ("Someone else saved this post meanwhile. Their changes were added to "
         "yours."));
  return TRUE;
}

static void
ask_which (ChapeauWindow *self, GBytes *theirs)
{
  set_theirs (self, theirs);
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "outside",
      _ ("Someone else changed the same lines of this post. Which version do you want to go on "
         "with? The other one is kept."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Mine"), "win.keep-mine");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Theirs"), "win.take-theirs");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Both, mine as a draft"), "win.keep-both");
}

static void
on_content_changed (ChapeauWindow *self, GBytes *theirs)
{
  if (!chapeau_document_has_unsaved_changes (self->document))
    {
      chapeau_document_take_text (self->document, theirs, theirs);
      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "outside",
                                _ ("Someone else saved this post: this is the new version."));
    }
  else if (!merge_quietly (self, theirs))
    ask_which (self, theirs);
}

static void
on_gone (ChapeauWindow *self)
{
  set_theirs (self, NULL);
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "outside",
      _ ("Someone renamed or deleted the file of this post. Your text is still here."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Put it back"), "win.keep-mine");
}

static void
on_changed_outside (ChapeauWindow *self, int change, GBytes *theirs, ChapeauDocument *document)
{
  if (document != self->document)
    return;
  switch ((StoreChange) change)
    {
    case STORE_CHANGE_CONTENT:
      if (theirs != NULL
          && g_utf8_validate_len (g_bytes_get_data (theirs, NULL), g_bytes_get_size (theirs), NULL))
        on_content_changed (self, theirs);
      break;
    case STORE_CHANGE_DELETED:
      on_gone (self);
      break;
    case STORE_CHANGE_BACK:
      set_theirs (self, NULL);
      chapeau_message_bar_hide (self->message_bar, "outside");
      break;
    }
}

/* "fete.md" → "fete-2.md" → "fete-3.md" */
static char *
dup_next_name (const char *path)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *stem = dot != NULL ? g_strndup (path, (gsize) (dot - path)) : g_strdup (path);
  char *dash = strrchr (stem, '-');
  guint64 number = 1;

  if (dash != NULL && strlen (dash + 1) < 4
      && g_ascii_string_to_unsigned (dash + 1, 10, 2, 999, &number, NULL))
    *dash = '\0';
  return g_strdup_printf ("%s-%u%s", stem, (guint) number + 1, dot != NULL ? dot : "");
}

/* A new post whose name someone took meanwhile: the next free name, nobody need be asked. */
static void
save_under_next_name (ChapeauDocument *document)
{
  g_autofree char *path = dup_next_name (chapeau_document_get_path (document));

  chapeau_document_set_planned_path (document, path);
  chapeau_document_save (document);
}

static void
on_conflict (ChapeauWindow *self, StoreSaveResult *result, ChapeauDocument *document)
{
  if (result->status != STORE_CONFLICT)
    return;
  if (result->conflict == STORE_CONFLICT_EXISTS && chapeau_document_is_untitled (document))
    save_under_next_name (document);
  else if (document != self->document)
    return;
  else if (result->theirs == NULL)
    on_gone (self);
  else if (!merge_quietly (self, result->theirs))
    ask_which (self, result->theirs);
}

static void
tell_presence (ChapeauWindow *self)
{
  g_autoptr (StorePresence) presence =
      store_post_dup_presence (chapeau_document_get_post (self->document));
  g_autofree char *clock = NULL;
  g_autofree char *sentence = NULL;

  if (presence->kind != STORE_PRESENCE_ALIVE)
    {
      chapeau_message_bar_hide (self->message_bar, "presence");
      return;
    }
  clock = chapeau_message_of_time (presence->since);
  /* Translators: a colleague's name, then a time. */
  sentence =
      g_strdup_printf (_ ("%s has been writing in this post since %s."), presence->person, clock);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "presence", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take over"), "win.take-over");
}

static void
on_presence_changed (ChapeauWindow *self, StorePost *post)
{
  if (self->document != NULL && chapeau_document_get_post (self->document) == post)
    tell_presence (self);
}

void
chapeau_window_watch_document (ChapeauWindow *self, ChapeauDocument *document)
{
  g_signal_connect_object (document, "changed-outside", G_CALLBACK (on_changed_outside), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "save-finished", G_CALLBACK (on_conflict), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chapeau_document_get_post (document), "presence-changed",
                           G_CALLBACK (on_presence_changed), self, G_CONNECT_SWAPPED);
}

/* ---- decisions
 * ------------------------------------------------------------------------------------- */

void
chapeau_window_keep_mine (ChapeauWindow *self)
{
  store_post_set_base (chapeau_document_get_post (self->document), self->theirs);
  set_theirs (self, NULL);
  chapeau_document_save (self->document);
}

void
chapeau_window_take_theirs (ChapeauWindow *self)
{
  g_autoptr (GBytes) theirs = g_steal_pointer (&self->theirs);

  if (theirs != NULL)
    chapeau_document_take_text (self->document, theirs, theirs);
}

void
chapeau_window_keep_both (ChapeauWindow *self)
{
  g_autoptr (GBytes) theirs = g_steal_pointer (&self->theirs);
  g_autoptr (GBytes) mine = chapeau_document_dup_text (self->document);
  Site *site = chapeau_workspace_get_site (self->workspace);
  g_autofree char *name = g_path_get_basename (chapeau_document_get_path (self->document));
  g_autofree char *path = NULL;
  g_autoptr (ChapeauDocument) copy = NULL;

  if (theirs == NULL)
    return;
  path = g_strdup_printf ("%s/%s%s", site_get_drafts_folder (site), _ ("my-version-of-"), name);
  chapeau_document_take_text (self->document, theirs, theirs);
  copy = chapeau_document_new_untitled (self->workspace, path, mine);
  chapeau_window_show_document (self, copy);
  chapeau_document_save (copy);
}

void
chapeau_window_take_over (ChapeauWindow *self)
{
  store_post_take_over (chapeau_document_get_post (self->document));
}

/* ---- reading again
 * ---------------------------------------------------------------------------------- */

static void
on_read_again (GObject *source, GAsyncResult *result, gpointer data)
{
  ChapeauWindow *self = CHAPEAU_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_task_propagate_pointer (G_TASK (result), &error);
  const char *path = g_task_get_task_data (G_TASK (result));
  g_autofree char *sentence = NULL;

  /* Another post was opened meanwhile. */
  if (self->document == NULL || g_strcmp0 (path, chapeau_document_get_path (self->document)) != 0)
    return;
  if (text != NULL)
    {
      chapeau_document_take_text (self->document, text, text);
      chapeau_preview_pane_reload (self->preview_pane);
      return;
    }
  sentence = chapeau_message_of_error (CHAPEAU_DOING_OPEN_POST,
                                       chapeau_document_get_title (self->document), error);
  chapeau_window_show_error (self, "open", sentence);
}

static void
read_again (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  StoreFolder *folder = g_object_get_data (G_OBJECT (task), "folder");
  GError *error = NULL;
  GBytes *text = store_folder_read_sync (folder, data, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
chapeau_window_reload_document (ChapeauWindow *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_read_again, NULL);

  g_task_set_source_tag (task, chapeau_window_reload_document);
  g_task_set_task_data (task, g_strdup (chapeau_document_get_path (self->document)), g_free);
  g_object_set_data_full (G_OBJECT (task), "folder",
                          g_object_ref (chapeau_workspace_get_folder (self->workspace)),
                          g_object_unref);
  g_task_run_in_thread (task, read_again);
}

/* ---- posts that cannot be edited as they are
 * ----------------------------------------------------------- */

void
chapeau_window_tell_editability (ChapeauWindow *self)
{
  StoreEditability editability = chapeau_document_get_editability (self->document);
  const char *sentence = chapeau_message_of_editability (editability);
  FmHeader *header = chapeau_document_get_header (self->document);
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  if (!chapeau_document_is_editable (self->document) && sentence != NULL)
    {
      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "editability",
                                sentence);
      if (editability == STORE_READ_ONLY_NOT_UTF8)
        chapeau_message_bar_add_button (self->message_bar, _ ("_Convert"), "win.convert");
    }
  else if (fm_header_is_broken (header) && diagnostics->len > 0)
    {
      g_autofree char *told = chapeau_message_of_diagnostic (g_ptr_array_index (diagnostics, 0));

      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "header", told);
    }
  else
    tell_presence (self);
}

void
chapeau_window_convert (ChapeauWindow *self)
{
  g_autoptr (ChapeauDocument) converted = chapeau_document_new_converted (self->document);

  if (converted == NULL)
    return;
  chapeau_window_show_document (self, converted);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "editability",
                            _ ("Look at the accents: when they are right, save."));
}
