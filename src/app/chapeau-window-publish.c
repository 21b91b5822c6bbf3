/* chapeau-window-publish.c - new post, save a copy, publish, back to draft.
 *
 * Publishing is what the site does: a draft's file moves from the drafts' folder to the posts' with
 * its date; a hidden post loses `published: false`. Header first, then a save, then the move: each
 * step leaves a whole post.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-dates.h"
#include "chapeau-messages.h"
#include "chapeau-page.h"

#include <glib/gi18n.h>
#include <string.h>

static Site *
get_site (ChapeauWindow *self)
{
  return chapeau_workspace_get_site (self->workspace);
}

static SiteState
get_state (ChapeauWindow *self)
{
  g_autoptr (SitePostInfo) info =
      site_post_info_new (get_site (self), chapeau_document_get_path (self->document),
                          chapeau_document_get_header (self->document), NULL);

  return info->state;
}

/* ---- new post
 * ---------------------------------------------------------------------------------------- */

static char *
dup_free_path (ChapeauWindow *self, const char *folder, const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".md"));
  g_autofree char *prefix = *folder != '\0' ? g_strconcat (folder, "/", NULL) : g_strdup ("");
  char *path = g_strconcat (prefix, name, NULL);

  for (guint n = 2; chapeau_workspace_find_post (self->workspace, path) != NULL; n++)
    {
      g_free (path);
      path = g_strdup_printf ("%s%s-%u.md", prefix, stem, n);
    }
  return path;
}

char *
chapeau_window_dup_new_path (ChapeauWindow *self, const char *title)
{
  Site *site = get_site (self);
  g_autofree char *slug = site_dup_slug (title);
  g_autofree char *name = g_strconcat (*slug != '\0' ? slug : _ ("new-post"), ".md", NULL);

  return dup_free_path (self, site_is_jekyll (site) ? site_get_drafts_folder (site) : "", name);
}

/* Until its first save, a new post's file is named after its title. */
static void
on_new_post_changed (ChapeauWindow *self, ChapeauDocument *document)
{
  const FmNode *title = fm_header_lookup (chapeau_document_get_header (document), "title");
  const char *text = title != NULL ? fm_node_get_string (title, NULL) : NULL;
  g_autofree char *path = NULL;

  if (!chapeau_document_is_untitled (document))
    {
      g_signal_handlers_disconnect_by_func (document, on_new_post_changed, self);
      return;
    }
  path = chapeau_window_dup_new_path (self, text != NULL ? text : "");
  chapeau_document_set_planned_path (document, path);
}

/* @title: of @text. The keyboard goes to it. */
static void
write_new (ChapeauWindow *self, GBytes *text, const char *title)
{
  g_autofree char *path = chapeau_window_dup_new_path (self, title);
  g_autoptr (ChapeauDocument) document =
      chapeau_document_new_untitled (self->workspace, path, text);

  g_signal_connect_object (document, "header-changed", G_CALLBACK (on_new_post_changed), self,
                           G_CONNECT_SWAPPED);
  chapeau_window_show_document (self, document);
  chapeau_window_reveal_editor (self);
  chapeau_form_focus_path (chapeau_editor_pane_get_form (self->editor_pane),
                           chapeau_page_get_key_of_part (self->document, PREVIEW_PART_TITLE));
}

void
chapeau_window_new_post (ChapeauWindow *self)
{
  static const char empty[] = "---\n---\n\n";
  g_autoptr (GBytes) text = g_bytes_new_static (empty, strlen (empty));

  write_new (self, text, "");
}

/* All of it but what belongs to that one post: when it was published, and its own addresses. */
void
chapeau_window_duplicate (ChapeauWindow *self)
{
  static const char *const own[] = { "date", "published",        "permalink",
                                     "slug", "last_modified_at", "redirect_from" };
  g_autoptr (GBytes) text = chapeau_document_dup_text (self->document);
  g_autofree char *title = g_strdup (chapeau_document_get_title (self->document));

  write_new (self, text, title);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      FmHeader *header = chapeau_document_get_header (self->document);
      g_autoptr (GError) error = NULL;
      g_autoptr (BaseEdits) edits = NULL;

      if (fm_header_lookup (header, own[i]) == NULL)
        continue;
      /* What cannot be removed from a broken header is there to be seen. */
      edits = fm_edit_remove (header, own[i], &error);
      if (edits != NULL)
        chapeau_document_edit_header (self->document, edits, "duplicate");
    }
}

/* ---- save a copy
 * --------------------------------------------------------------------------------------- */

typedef struct
{
  ChapeauWindow *window;
  char *name;
  GBytes *text;
} Copy;

static void
copy_free (Copy *copy)
{
  g_object_unref (copy->window);
  g_bytes_unref (copy->text);
  g_free (copy->name);
  g_free (copy);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Copy) copy = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      sentence = g_strdup_printf (_ ("The copy “%s” was written."), copy->name);
      chapeau_message_bar_show (copy->window->message_bar, CHAPEAU_MESSAGE_INFO, "copy", sentence);
      return;
    }
  sentence = chapeau_message_of_error (CHAPEAU_DOING_SAVE_COPY, copy->name, error);
  chapeau_window_show_error (copy->window, "copy", sentence);
}

static void
on_copy_chosen (GtkNativeDialog *chooser, int response, gpointer data)
{
  ChapeauWindow *self = data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *base = NULL;
  Copy *copy;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file == NULL || self->document == NULL)
    return;
  copy = g_new0 (Copy, 1);
  base = g_file_get_basename (file);
  copy->window = g_object_ref (self);
  copy->name = g_filename_display_name (base);
  /* A file that is only shown is copied as it is. */
  copy->text = chapeau_document_get_editability (self->document) == STORE_EDITABLE
                   ? chapeau_document_dup_text (self->document)
                   : store_post_dup_base (chapeau_document_get_post (self->document));
  g_file_replace_contents_bytes_async (file, copy->text, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_copied, copy);
}

void
chapeau_window_save_copy (ChapeauWindow *self)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder =
      g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
  g_autofree char *name = g_path_get_basename (chapeau_document_get_path (self->document));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save a copy"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_copy_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* ---- publish and back
 * ------------------------------------------------------------------------------------ */

gboolean
chapeau_window_can_publish (ChapeauWindow *self)
{
  SiteState state;

  if (self->document == NULL || !chapeau_document_is_editable (self->document)
      || !site_is_jekyll (get_site (self)))
    return FALSE;
  state = get_state (self);
  return state == SITE_STATE_DRAFT || state == SITE_STATE_HIDDEN;
}

gboolean
chapeau_window_can_unpublish (ChapeauWindow *self)
{
  SiteState state;

  if (self->document == NULL || !chapeau_document_is_editable (self->document)
      || !site_is_jekyll (get_site (self)))
    return FALSE;
  state = get_state (self);
  return state == SITE_STATE_PUBLISHED || state == SITE_STATE_SCHEDULED;
}

typedef struct
{
  ChapeauWindow *window;
  ChapeauDocument *document;
  char *path; /* where the file goes after the save; NULL: it stays */
  gboolean publishing;
  GDateTime *date; /* of a post that is being published */
  GCancellable *cancellable;
  ChapeauProgress *progress;
  gulong handler;
} Move;

static void
move_free (Move *move)
{
  g_clear_pointer (&move->progress, chapeau_progress_end);
  g_clear_object (&move->cancellable);
  g_clear_object (&move->window);
  g_clear_object (&move->document);
  g_clear_pointer (&move->date, g_date_time_unref);
  g_free (move->path);
  g_free (move);
}

static gboolean
is_future (GDateTime *date)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return date != NULL && g_date_time_compare (date, now) > 0;
}

static char *
dup_day (GDateTime *date)
{
  /* Translators: the date under which a post is published, strftime format. */
  return chapeau_date_format (date, _ ("%-d %B %Y"));
}

static char *
dup_done (const Move *move)
{
  g_autofree char *day = NULL;

  if (!move->publishing)
    return g_strdup (_ ("This post is a draft again."));
  if (!is_future (move->date))
    return g_strdup (_ ("This post is published: it will be on the site at its next update."));
  day = dup_day (move->date);
  /* Translators: %s is a date ("20 November 2026"). */
  return g_strdup_printf (_ ("This post is scheduled: it will be on the site from %s on."), day);
}

static void
tell_done (Move *move)
{
  ChapeauWindow *self = move->window;
  g_autofree char *sentence = dup_done (move);

  chapeau_workspace_refresh (self->workspace);
  if (self->document != move->document)
    return;
  chapeau_sidebar_select (self->sidebar, chapeau_document_get_path (move->document));
  chapeau_window_update_title (self);
  chapeau_window_update_actions (self);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "publish", sentence);
  chapeau_message_bar_add_button (self->message_bar,
                                  move->publishing ? _ ("Back to _draft") : _ ("_Publish…"),
                                  move->publishing ? "win.unpublish" : "win.publish");
}

/* The way out is there as long as it is one: a move that has begun is not taken back, and its end
 * must be known. */
static void
tell_progress (Move *move, GCancellable *cancellable)
{
  g_clear_pointer (&move->progress, chapeau_progress_end);
  move->progress = chapeau_progress_new (
      move->window, move->publishing ? _ ("Publishing…") : _ ("Making it a draft again…"),
      cancellable);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  Move *move = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&move->progress, chapeau_progress_end);
  if (chapeau_document_move_finish (CHAPEAU_DOCUMENT (source), result, &error))
    tell_done (move);
  else
    {
      g_autofree char *sentence = chapeau_message_of_error (
          CHAPEAU_DOING_MOVE, chapeau_document_get_title (move->document), error);
      chapeau_window_show_error (move->window, "publish", sentence);
    }
  move_free (move);
}

static void
on_saved (ChapeauDocument *document, StoreSaveResult *result, Move *move)
{
  g_signal_handler_disconnect (document, move->handler);
  if (result->status != STORE_SAVED)
    move_free (move); /* the window tells why the save did not succeed */
  else if (g_cancellable_is_cancelled (move->cancellable))
    move_free (move); /* saved, and where it was */
  else if (move->path != NULL)
    {
      tell_progress (move, NULL);
      chapeau_document_move_async (document, move->path, NULL, on_moved, move);
    }
  else
    {
      tell_done (move);
      move_free (move);
    }
}

static gboolean
edit (ChapeauWindow *self, BaseEdits *edits, GError *error)
{
  g_autofree char *sentence = NULL;

  if (edits != NULL)
    {
      chapeau_document_edit_header (self->document, edits, NULL);
      base_edits_unref (edits);
      return TRUE;
    }
  sentence = chapeau_message_of_error (CHAPEAU_DOING_EDIT_FIELD, "published", error);
  chapeau_window_show_error (self, "publish", sentence);
  g_clear_error (&error);
  return FALSE;
}

/* Saves, then moves to @path if there is one. @date: under which it is published; NULL: it is a
 * draft again. */
static void
save_and_move (ChapeauWindow *self, const char *path, GDateTime *date)
{
  Move *move = g_new0 (Move, 1);

  move->window = g_object_ref (self);
  move->document = g_object_ref (self->document);
  move->path = g_strdup (path);
  move->publishing = date != NULL;
  move->date = date != NULL ? g_date_time_ref (date) : NULL;
  /* Where the file stays, saving is all, and the window tells of that. */
  move->cancellable = g_cancellable_new ();
  if (path != NULL)
    tell_progress (move, move->cancellable);
  move->handler = g_signal_connect (self->document, "save-finished", G_CALLBACK (on_saved), move);
  chapeau_document_save (self->document);
}

static char *
dup_what_changes (const SitePostInfo *info, GDateTime *date, const char *name)
{
  g_autofree char *day = dup_day (date);

  if (info->state != SITE_STATE_DRAFT)
    return g_strdup_printf (
        _ ("Ready to publish? What will change: the post is no longer hidden; its date is %s."),
        day);
  if (is_future (date))
    /* Translators: a date ("20 November 2026"), a file name, the date again. */
    return g_strdup_printf (_ ("Ready to publish? What will change: the post gets the date %1$s, "
                               "its file becomes “%2$s”, and it will be on the site from %1$s on."),
                            day, name);
  /* Translators: a date ("20 November 2026"), then a file name. */
  return g_strdup_printf (
      _ ("Ready to publish? What will change: the post gets the date %s, and its file becomes "
         "“%s”."),
      day, name);
}

/* NULL: nothing. */
static char *
dup_what_is_left (ChapeauWindow *self)
{
  g_autofree char *error = chapeau_window_dup_first_error (self);
  guint errors;
  guint points = chapeau_window_count_points (self, &errors);
  g_autofree char *left =
      g_strdup_printf (ngettext ("There is still %u point to look at.",
                                 "There are still %u points to look at.", points),
                       points);

  if (points == 0)
    return NULL;
  return error != NULL ? g_strdup_printf ("%s %s", left, error) : g_steal_pointer (&left);
}

/* Where there is no room for the list its way is from one to the next. */
static void
add_points_button (ChapeauWindow *self, gboolean wanted)
{
  if (wanted)
    chapeau_message_bar_add_button (self->message_bar, _ ("_See the points"),
                                    chapeau_window_is_tiny (self) ? "win.next-point"
                                                                  : "win.show-points");
}

/* What publishing will change, before it is done: where the file goes and under which date. */
static void
ask_to_publish (ChapeauWindow *self, gboolean focus)
{
  Site *site = get_site (self);
  g_autoptr (SitePostInfo) info =
      site_post_info_new (site, chapeau_document_get_path (self->document),
                          chapeau_document_get_header (self->document), NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now (site_get_timezone (site));
  GDateTime *date = info->date != NULL ? info->date : now;
  g_autofree char *path =
      info->state == SITE_STATE_DRAFT ? site_dup_publish_path (site, info->path, date) : NULL;
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *change = dup_what_changes (info, date, name);
  g_autofree char *points = dup_what_is_left (self);
  g_autofree char *sentence =
      points != NULL ? g_strdup_printf ("%s %s", change, points) : g_steal_pointer (&change);

  self->asked_early = !chapeau_window_knows_points (self);
  /* What is left is read in peace. */
  chapeau_message_bar_show (self->message_bar,
                            points != NULL ? CHAPEAU_MESSAGE_WARNING : CHAPEAU_MESSAGE_INFO,
                            "publish", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("_Publish"), "win.publish-now");
  add_points_button (self, points != NULL);
  if (focus)
    chapeau_message_bar_focus (self->message_bar);
}

void
chapeau_window_ask_to_publish (ChapeauWindow *self)
{
  ask_to_publish (self, TRUE);
}

/* Who has gone back to writing since keeps the keyboard. */
void
chapeau_window_ask_again_to_publish (ChapeauWindow *self)
{
  guint errors;

  if (!self->asked_early)
    return;
  self->asked_early = FALSE;
  if (chapeau_window_count_points (self, &errors) > 0 && chapeau_window_can_publish (self)
      && !chapeau_message_bar_was_closed (self->message_bar, "publish"))
    ask_to_publish (self, chapeau_message_bar_has_focus (self->message_bar));
}

/* What the site would not show as it is meant is asked about once more. */
void
chapeau_window_publish_now (ChapeauWindow *self)
{
  g_autofree char *error = chapeau_window_dup_first_error (self);
  g_autofree char *sentence = NULL;

  self->asked_early = FALSE;
  if (error == NULL)
    {
      chapeau_window_publish (self);
      return;
    }
  /* Translators: %s is a whole sentence that says what is wrong. */
  sentence = g_strdup_printf (_ ("There is still a mistake in this post: %s Publish it all the "
                                 "same?"),
                              error);
  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_WARNING, "publish", sentence);
  chapeau_message_bar_add_button (self->message_bar, _ ("Publish _all the same"),
                                  "win.publish-anyway");
  add_points_button (self, TRUE);
  chapeau_message_bar_focus (self->message_bar);
}

void
chapeau_window_publish (ChapeauWindow *self)
{
  FmHeader *header = chapeau_document_get_header (self->document);
  g_autoptr (SitePostInfo) info = site_post_info_new (
      get_site (self), chapeau_document_get_path (self->document), header, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now (site_get_timezone (get_site (self)));
  g_autofree char *path = NULL;
  GDateTime *date;
  GError *error = NULL;

  if (fm_header_lookup (header, "published") != NULL
      && !edit (self, fm_edit_remove (header, "published", &error), error))
    return;
  header = chapeau_document_get_header (self->document);
  if (fm_header_lookup (header, "date") == NULL)
    {
      g_autofree char *written = site_date_write (now, site_get_timezone (get_site (self)));
      g_autoptr (FmValue) value = fm_value_new_written (written);

      if (!edit (self, fm_edit_set (header, "date", value, &error), error))
        return;
    }
  date = info->date != NULL ? info->date : now;
  if (info->state == SITE_STATE_DRAFT)
    path = site_dup_publish_path (get_site (self), info->path, date);
  save_and_move (self, path, date);
}

void
chapeau_window_unpublish (ChapeauWindow *self)
{
  FmHeader *header = chapeau_document_get_header (self->document);
  const SiteCollection *collection =
      site_get_collection_of (get_site (self), chapeau_document_get_path (self->document));
  g_autofree char *path = NULL;

  if (collection != NULL && collection->is_posts)
    path = site_dup_draft_path (get_site (self), chapeau_document_get_path (self->document));
  if (path == NULL)
    {
      g_autoptr (FmValue) hidden = fm_value_new_boolean (FALSE);
      GError *error = NULL;

      if (!edit (self, fm_edit_set (header, "published", hidden, &error), error))
        return;
    }
  save_and_move (self, path, NULL);
}
