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

/* A text that the editor can hold? */
static gboolean
is_text (GBytes *bytes)
{
  return bytes != NULL
         && g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
}

static char *
dup_person (ChapeauWindow *self)
{
  return store_post_dup_last_writer (chapeau_document_get_post (self->document));
}

/* ---- the way back -------------------------------------------------------------------------------
 */

void
chapeau_window_forget_way_back (ChapeauWindow *self)
{
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->base_before, g_bytes_unref);
  g_clear_pointer (&self->base_after, g_bytes_unref);
  g_clear_pointer (&self->refused, g_bytes_unref);
  g_clear_pointer (&self->outside, g_bytes_unref);
}

void
chapeau_window_set_way_back (ChapeauWindow *self, GBytes *text)
{
  chapeau_window_forget_way_back (self);
  self->before = g_bytes_ref (text);
}

void
chapeau_window_keep_way_back (ChapeauWindow *self)
{
  g_autoptr (GBytes) text = chapeau_document_dup_text (self->document);

  chapeau_window_set_way_back (self, text);
}

static void
remember (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *texts = data;

  /* Both are in the journal or the folder too: that the history cannot have them is no loss. */
  store_post_remember_sync (source, g_ptr_array_index (texts, 0), STORE_REASON_CONFLICT, NULL);
  store_post_remember_sync (source, g_ptr_array_index (texts, 1), STORE_REASON_MERGED, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
remember_both (ChapeauWindow *self, GBytes *mine, GBytes *merged)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GTask) task =
      g_task_new (chapeau_document_get_post (self->document), NULL, NULL, NULL);

  g_ptr_array_add (texts, g_bytes_ref (mine));
  g_ptr_array_add (texts, g_bytes_ref (merged));
  g_task_set_source_tag (task, remember_both);
  g_task_set_task_data (task, texts, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, remember);
}

/* @text, in which @theirs is, takes the place of ours; what was before can be had back. */
static void
take_merged (ChapeauWindow *self, GBytes *text, GBytes *theirs)
{
  chapeau_window_keep_way_back (self);
  self->base_before = store_post_dup_base (chapeau_document_get_post (self->document));
  self->base_after = g_bytes_ref (theirs);
  remember_both (self, self->before, text);
  chapeau_document_take_text (self->document, text, theirs);
}

static void
offer_way_back (ChapeauWindow *self, const char *sentence)
{
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "outside", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Take it back"), "win.take-back");
}

/* If nothing was saved since, the colleague's version is as new as it was, and the question is
 * there again. */
void
chapeau_window_take_back (ChapeauWindow *self)
{
  g_autoptr (GBytes) before = g_steal_pointer (&self->before);
  g_autoptr (GBytes) theirs = g_steal_pointer (&self->base_after);
  g_autoptr (GBytes) base = g_steal_pointer (&self->base_before);
  g_autoptr (GBytes) now = NULL;

  if (before == NULL || self->document == NULL)
    return;
  now = store_post_dup_base (chapeau_document_get_post (self->document));
  if (theirs == NULL || base == NULL || now == NULL || !g_bytes_equal (now, theirs))
    {
      chapeau_document_take_text (self->document, before, NULL);
      return;
    }
  chapeau_document_take_text (self->document, before, base);
  chapeau_document_meet_conflict (self->document, theirs);
  g_clear_pointer (&self->refused, g_bytes_unref);
  self->refused = g_steal_pointer (&theirs);
  chapeau_window_tell_outside (self);
}

/* ---- one text of two ----------------------------------------------------------------------------
 */

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

  if (!chapeau_merge_settles_itself (merge)
      || (self->refused != NULL && g_bytes_equal (self->refused, theirs)))
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

static char *
dup_question (ChapeauWindow *self, GBytes *theirs)
{
  g_autoptr (ChapeauMerge) merge = merge_with (self, theirs);
  g_autofree char *person = dup_person (self);

  if (chapeau_merge_settles_itself (merge))
    return person != NULL
               ? g_strdup_printf (
                   _ ("%s saved this post meanwhile. Nothing is lost: compare the two "
                      "versions to choose."),
                   person)
               : g_strdup (_ ("Someone else saved this post meanwhile. Nothing is lost: compare "
                              "the two versions to choose."));
  return person != NULL
             ? g_strdup_printf (_ ("%s changed the same passages of this post as you. Nothing is "
                                   "lost: compare the two versions to choose."),
                                person)
             : g_strdup (
                 _ ("Someone else changed the same passages of this post as you. Nothing is "
                    "lost: compare the two versions to choose."));
}

static void
ask_to_compare (ChapeauWindow *self, GBytes *theirs)
{
  g_autofree char *sentence = dup_question (self, theirs);

  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "question", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Compare the two versions"),
                                  "win.compare");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Keep both, mine as a draft"),
                                  "win.keep-both");
}

/* What is there now cannot be shown in the editor, let alone compared. */
static void
tell_no_text (ChapeauWindow *self)
{
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "question",
                            _ ("Someone put a file that is not a text in the place of this post. "
                               "Your text is still here."));
  chapeau_message_bar_add_button (self->message_bar, _ ("_Keep mine as a draft"), "win.write-copy");
  chapeau_message_bar_add_button (self->message_bar, _ ("_Put mine back"), "win.keep-mine");
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
  offer_way_back (self, _ ("This is the text that you chose. Both versions stay in its history."));
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
    chapeau_window_tell_gone (self);
  else if (!is_text (theirs))
    tell_no_text (self);
  else
    ask_to_compare (self, theirs);
}

static void
on_conflict_met (ChapeauWindow *self)
{
  GBytes *theirs = chapeau_document_get_theirs (self->document);

  /* While the person compares, the comparison takes in what came; if it is one with something else,
   * it comes to that later. */
  if (chapeau_window_get_compared_data (self, on_compared) != NULL && theirs != NULL)
    chapeau_window_compare_with_theirs (self);
  else if (chapeau_window_is_comparing (self))
    return;
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

void
chapeau_window_meet_outside (ChapeauWindow *self)
{
  g_autoptr (GBytes) theirs = g_steal_pointer (&self->outside);

  if (self->document == NULL)
    return;
  if (chapeau_document_get_state (self->document) == CHAPEAU_DOCUMENT_CONFLICT)
    on_conflict_met (self);
  else if (theirs == NULL || chapeau_document_has_unsaved_changes (self->document))
    return;
  else if (is_text (theirs))
    take_new_version (self, theirs);
  else
    {
      self->outside = g_steal_pointer (&theirs);
      tell_no_text (self);
    }
}

static void
on_changed_outside (ChapeauWindow *self, int change, GBytes *theirs, ChapeauDocument *document)
{
  if (document != self->document)
    return;
  switch ((StoreChange) change)
    {
    case STORE_CHANGE_CONTENT:
      /* A save that is under way meets it, and tells. */
      if (chapeau_document_get_state (document) == CHAPEAU_DOCUMENT_SAVING)
        break;
      g_clear_pointer (&self->outside, g_bytes_unref);
      self->outside = g_bytes_ref (theirs);
      if (chapeau_document_has_unsaved_changes (document))
        on_conflict_met (self);
      else if (!chapeau_window_is_comparing (self))
        chapeau_window_meet_outside (self);
      break;
    case STORE_CHANGE_DELETED:
      chapeau_window_tell_gone (self);
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

/* The file is gone, or no text any more: it is written again. */
void
chapeau_window_keep_mine (ChapeauWindow *self)
{
  GBytes *theirs = chapeau_document_get_theirs (self->document);

  store_post_set_base (chapeau_document_get_post (self->document),
                       theirs != NULL ? theirs : self->outside);
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
  if (text != NULL && is_text (text))
    {
      gboolean had_more = chapeau_document_has_unsaved_changes (self->document);

      if (had_more)
        chapeau_window_keep_way_back (self);
      chapeau_document_take_text (self->document, text, text);
      chapeau_preview_pane_reload (self->preview_pane);
      if (had_more)
        offer_way_back (self, _ ("This is the text of the shared folder, without what you had not "
                                 "saved."));
      return;
    }
  if (text != NULL)
    sentence = g_strdup (chapeau_message_of_editability (STORE_READ_ONLY_NOT_UTF8));
  else
    sentence = chapeau_message_of_error (CHAPEAU_DOING_OPEN_POST,
                                         chapeau_document_get_title (self->document), error);
  chapeau_window_show_error (self, "open", sentence);
}

static void
read_again (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *text = store_folder_read_sync (chapeau_work_get_folder (task), data, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
chapeau_window_read_file (ChapeauWindow *self, const char *path, GAsyncReadyCallback callback)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *sentence = g_strdup_printf (_ ("Reading “%s” in the shared folder…"), name);

  chapeau_window_work (self, sentence, read_again, callback, g_strdup (path), g_free);
}

void
chapeau_window_reload_document (ChapeauWindow *self)
{
  chapeau_window_read_file (self, chapeau_document_get_path (self->document), on_read_again);
}

/* ---- posts that cannot be edited as they are ----------------------------------------------------
 */

void
chapeau_window_tell_editability (ChapeauWindow *self)
{
  StoreEditability editability = chapeau_document_get_editability (self->document);
  const char *sentence = chapeau_message_of_editability (editability);

  /* A header that cannot be read is told where it is, in the form. */
  if (sentence != NULL)
    {
      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "editability",
                                sentence);
      if (editability == STORE_READ_ONLY_NOT_UTF8)
        chapeau_message_bar_add_button (self->message_bar, _ ("_Convert"), "win.convert");
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
