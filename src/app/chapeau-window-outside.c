/* chapeau-window-outside.c - changes of others, and posts that cannot be edited as they are.
 *
 * A colleague's change comes in by itself where nothing of ours is unsaved, or where both changed
 * different fields and paragraphs: as one step that can be taken back, told in the bar. Otherwise
 * the person compares the two versions, and no choice deletes anything: every version is in the
 * history before anyone is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
dup_person (ChapeauWindow *self)
{
  return store_post_dup_last_writer (chapeau_document_get_post (self->document));
}

/* ---- one text of two ----------------------------------------------------------------------------
 */

void
chapeau_window_keep_way_back (ChapeauWindow *self)
{
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->base_before, g_bytes_unref);
  self->before = chapeau_document_dup_text (self->document);
  self->base_before = store_post_dup_base (chapeau_document_get_post (self->document));
}

/* @text, in which @theirs is, takes the place of ours; what was before can be had back. */
static void
take_merged (ChapeauWindow *self, GBytes *text, GBytes *theirs)
{
  StorePost *post = chapeau_document_get_post (self->document);

  chapeau_window_keep_way_back (self);
  /* Both versions are in the history already; that this one cannot be added is told at saving. */
  store_post_remember_sync (post, text, STORE_REASON_MERGED, NULL);
  chapeau_document_take_text (self->document, text, theirs);
}

static void
offer_way_back (ChapeauWindow *self, const char *sentence)
{
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "outside", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take it back"), "win.take-back");
}

void
chapeau_window_take_back (ChapeauWindow *self)
{
  g_autoptr (GBytes) before = g_steal_pointer (&self->before);
  g_autoptr (GBytes) base = g_steal_pointer (&self->base_before);

  if (before != NULL && self->document != NULL)
    chapeau_document_take_text (self->document, before, base);
}

static ChapeauMerge *
merge_with (ChapeauWindow *self, GBytes *theirs)
{
  g_autoptr (GBytes) base = store_post_dup_base (chapeau_document_get_post (self->document));
  g_autoptr (GBytes) mine = chapeau_document_dup_text (self->document);

  return chapeau_merge_new (base, mine, theirs);
}

/* Both changed it, in different places: one text has both, if its details can still be read. */
static gboolean
merge_quietly (ChapeauWindow *self, GBytes *theirs)
{
  g_autoptr (ChapeauMerge) merge = merge_with (self, theirs);
  g_autoptr (GBytes) merged = NULL;
  g_autofree char *person = dup_person (self);
  g_autofree char *sentence = NULL;

  if (!chapeau_merge_settles_itself (merge))
    return FALSE;
  merged = chapeau_merge_dup_result (merge);
  take_merged (self, merged, theirs);
  if (person != NULL)
    sentence = g_strdup_printf (
        _ ("%s saved this post meanwhile. Their changes were added to yours."), person);
  else
    sentence = g_strdup (_ ("Someone else saved this post meanwhile. Their changes were added to "
                            "yours."));
  offer_way_back (self, sentence);
  return TRUE;
}

static void
ask_to_compare (ChapeauWindow *self)
{
  g_autofree char *person = dup_person (self);
  g_autofree char *sentence = NULL;

  if (person != NULL)
    sentence = g_strdup_printf (_ ("%s changed the same passages of this post as you. Nothing is "
                                   "lost: compare the two versions to choose."),
                                person);
  else
    sentence =
        g_strdup (_ ("Someone else changed the same passages of this post as you. Nothing is "
                     "lost: compare the two versions to choose."));
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "question", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Compare the two versions"),
                                  "win.compare");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Keep both, mine as a draft"),
                                  "win.keep-both");
}

static void
tell_gone (ChapeauWindow *self)
{
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "question",
      _ ("Someone renamed or deleted the file of this post. Your text is still here."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Put it back"), "win.keep-mine");
}

/* ---- the comparison
 * ------------------------------------------------------------------------------
 */

static void
on_compared (ChapeauWindow *self, GBytes *result, gpointer theirs)
{
  if (self->document == NULL)
    return;
  take_merged (self, result, theirs);
  offer_way_back (self, _ ("This is the text that you chose. Save it when you are ready."));
}

void
chapeau_window_compare_with_theirs (ChapeauWindow *self)
{
  GBytes *theirs = self->document != NULL ? chapeau_document_get_theirs (self->document) : NULL;
  g_autoptr (ChapeauMerge) merge = NULL;
  g_autoptr (ChapeauMergeWords) words = NULL;
  g_autofree char *person = NULL;
  gboolean again = chapeau_window_get_compared_data (self, on_compared) != NULL;
  ChapeauMergeView *view;

  if (theirs == NULL)
    return;
  person = dup_person (self);
  merge = merge_with (self, theirs);
  if (again)
    chapeau_merge_take_choices (merge, chapeau_window_get_merge (self));
  words = chapeau_window_words_of_team (chapeau_document_get_title (self->document), person);
  view = chapeau_window_compare (self, merge, words, chapeau_document_get_path (self->document),
                                 on_compared, g_bytes_ref (theirs), (GDestroyNotify) g_bytes_unref);
  chapeau_merge_view_add_button (view, _ ("_Keep both posts"), "win.keep-both");
}

/* ---- what happened ------------------------------------------------------------------------------
 */

/* Says what there is to decide about the post shown; nothing if nothing is. */
void
chapeau_window_tell_outside (ChapeauWindow *self)
{
  GBytes *theirs = chapeau_document_get_theirs (self->document);

  if (chapeau_document_get_state (self->document) != CHAPEAU_DOCUMENT_CONFLICT)
    return;
  if (theirs == NULL)
    tell_gone (self);
  else
    ask_to_compare (self);
}

/* A text that the editor can hold? */
static gboolean
is_text (GBytes *bytes)
{
  return bytes != NULL
         && g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
}

static void
on_conflict_met (ChapeauWindow *self)
{
  GBytes *theirs = chapeau_document_get_theirs (self->document);

  /* While the person compares, the comparison takes in what came. */
  if (chapeau_window_get_compared_data (self, on_compared) != NULL && theirs != NULL)
    chapeau_window_compare_with_theirs (self);
  else if (theirs == NULL || !is_text (theirs) || !merge_quietly (self, theirs))
    chapeau_window_tell_outside (self);
}

static void
take_new_version (ChapeauWindow *self, GBytes *theirs)
{
  g_autofree char *person = dup_person (self);
  g_autofree char *sentence = NULL;

  chapeau_document_take_text (self->document, theirs, theirs);
  if (person != NULL)
    /* Translators: the name of a colleague. */
    sentence = g_strdup_printf (_ ("%s saved this post: this is the new version."), person);
  else
    sentence = g_strdup (_ ("Someone else saved this post: this is the new version."));
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "outside", sentence);
}

static void
on_changed_outside (ChapeauWindow *self, int change, GBytes *theirs, ChapeauDocument *document)
{
  if (document != self->document)
    return;
  switch ((StoreChange) change)
    {
    case STORE_CHANGE_CONTENT:
      if (!is_text (theirs))
        break;
      if (chapeau_document_has_unsaved_changes (document))
        on_conflict_met (self);
      else
        take_new_version (self, theirs);
      break;
    case STORE_CHANGE_DELETED:
      tell_gone (self);
      break;
    case STORE_CHANGE_BACK:
      chapeau_message_bar_hide (self->message_bar, "question");
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
on_save_finished (ChapeauWindow *self, StoreSaveResult *result, ChapeauDocument *document)
{
  if (result->status != STORE_CONFLICT)
    return;
  if (result->conflict == STORE_CONFLICT_EXISTS && chapeau_document_is_untitled (document))
    save_under_next_name (document);
  else if (document == self->document)
    on_conflict_met (self);
}

void
chapeau_window_watch_document (ChapeauWindow *self, ChapeauDocument *document)
{
  g_signal_connect_object (document, "changed-outside", G_CALLBACK (on_changed_outside), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "save-finished", G_CALLBACK (on_save_finished), self,
                           G_CONNECT_SWAPPED);
  chapeau_window_watch_presence (self, document);
}

/* ---- decisions ---------------------------------------------------------------------------------
 */

/* The file is gone: it is written again. */
void
chapeau_window_keep_mine (ChapeauWindow *self)
{
  store_post_set_base (chapeau_document_get_post (self->document),
                       chapeau_document_get_theirs (self->document));
  chapeau_document_save (self->document);
}

void
chapeau_window_write_copy (ChapeauWindow *self, const char *prefix, GBytes *text)
{
  Site *site = chapeau_workspace_get_site (self->workspace);
  g_autofree char *name = g_path_get_basename (chapeau_document_get_path (self->document));
  const char *plain = name;
  g_autofree char *path = NULL;
  g_autoptr (ChapeauDocument) copy = NULL;

  /* A draft's file has no date in its name. */
  if (strlen (name) > 11 && name[4] == '-' && name[7] == '-' && name[10] == '-')
    plain = name + 11;
  path = site_is_jekyll (site)
             ? g_strdup_printf ("%s/%s%s", site_get_drafts_folder (site), prefix, plain)
             : g_strconcat (prefix, plain, NULL);
  copy = chapeau_document_new_untitled (self->workspace, path, text);
  chapeau_window_show_document (self, copy);
  chapeau_document_save (copy);
}

void
chapeau_window_keep_both (ChapeauWindow *self)
{
  GBytes *theirs = chapeau_document_get_theirs (self->document);
  g_autoptr (GBytes) mine = chapeau_document_dup_text (self->document);

  if (theirs == NULL)
    return;
  chapeau_document_take_text (self->document, theirs, theirs);
  chapeau_window_write_copy (self, _ ("my-version-of-"), mine);
  chapeau_message_bar_show (
      self->message_bar, CHAPEAU_MESSAGE_WARNING, "outside",
      _ ("Your version is here, as a draft; your colleague’s is in the post."));
}

/* ---- reading again ------------------------------------------------------------------------------
 */

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
chapeau_window_read_file (ChapeauWindow *self,
                          const char *path,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, chapeau_window_read_file);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_object_set_data_full (G_OBJECT (task), "folder",
                          g_object_ref (chapeau_workspace_get_folder (self->workspace)),
                          g_object_unref);
  g_task_run_in_thread (task, read_again);
}

void
chapeau_window_reload_document (ChapeauWindow *self)
{
  chapeau_window_read_file (self, chapeau_document_get_path (self->document), on_read_again, NULL);
}

/* ---- posts that cannot be edited as they are ----------------------------------------------------
 */

void
chapeau_window_tell_editability (ChapeauWindow *self)
{
  StoreEditability editability = chapeau_document_get_editability (self->document);
  const char *sentence = chapeau_message_of_editability (editability);
  FmHeader *header = chapeau_document_get_header (self->document);
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  if (sentence != NULL)
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
  else if (chapeau_document_get_state (self->document) == CHAPEAU_DOCUMENT_CONFLICT)
    on_conflict_met (self);
  else if (!chapeau_window_tell_copies (self))
    chapeau_window_tell_presence (self);
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
