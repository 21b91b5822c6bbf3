/* chapeau-window-actions.c - the window's actions, and which of them are possible.
 *
 * One callback each; chapeau_window_update_actions is the only place that enables and disables.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-messages.h"
#include "chapeau-spell.h"

#include <glib/gi18n.h>
#include <string.h>

/* Actions that need nothing but a call. */
typedef struct
{
  const char *name;
  void (*run) (ChapeauWindow *self);
} PlainAction;

/* A field that waits for its text to be complete (a date) takes it when the focus leaves it. */
static void
finish_typing (ChapeauWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL
      || !gtk_widget_is_ancestor (focus,
                                  GTK_WIDGET (chapeau_editor_pane_get_form (self->editor_pane))))
    return;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_set_focus (GTK_WINDOW (self), focus);
}

static void
save (ChapeauWindow *self)
{
  finish_typing (self);
  chapeau_document_save (self->document);
}

static void
undo (ChapeauWindow *self)
{
  if (!chapeau_window_undo_choice (self))
    chapeau_editor_pane_undo (self->editor_pane);
}

static void
redo (ChapeauWindow *self)
{
  chapeau_editor_pane_redo (self->editor_pane);
}

static void
find (ChapeauWindow *self)
{
  chapeau_window_reveal_editor (self);
  chapeau_source_pane_open_find (chapeau_editor_pane_get_source (self->editor_pane), FALSE);
}

static void
replace (ChapeauWindow *self)
{
  chapeau_window_reveal_editor (self);
  chapeau_source_pane_open_find (chapeau_editor_pane_get_source (self->editor_pane), TRUE);
}

static void
find_next (ChapeauWindow *self)
{
  chapeau_source_pane_find_next (chapeau_editor_pane_get_source (self->editor_pane), FALSE);
}

static void
find_previous (ChapeauWindow *self)
{
  chapeau_source_pane_find_next (chapeau_editor_pane_get_source (self->editor_pane), TRUE);
}

static void
on_misspelling (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauWindow) self = data;
  g_autofree char *missing = chapeau_message_of_dictionary (chapeau_speller_get_default ());

  if (!chapeau_spell_go_to_next_finish (GTK_WIDGET (source), result) && self->workspace != NULL)
    chapeau_message_bar_show (chapeau_window_get_bar (self), CHAPEAU_MESSAGE_INFO, "spelling",
                              missing != NULL ? missing : _ ("No misspelt word was found."));
}

static void
next_misspelling (ChapeauWindow *self)
{
  chapeau_window_reveal_editor (self);
  chapeau_spell_go_to_next_async (GTK_WIDGET (self->editor_pane),
                                  gtk_window_get_focus (GTK_WINDOW (self)), on_misspelling,
                                  g_object_ref (self));
}

static void
show_in_folder (ChapeauWindow *self)
{
  const char *root = site_get_root (chapeau_workspace_get_site (self->workspace));
  g_autofree char *path = g_build_filename (root, chapeau_document_get_path (self->document), NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  gtk_show_uri (GTK_WINDOW (self), uri, GDK_CURRENT_TIME);
}

static void
go_to_neighbour (ChapeauWindow *self, int offset)
{
  const char *path = chapeau_sidebar_get_neighbour (self->sidebar, offset);

  if (path != NULL)
    chapeau_window_open_post (self, path);
}

static void
next_post (ChapeauWindow *self)
{
  go_to_neighbour (self, 1);
}

static void
previous_post (ChapeauWindow *self)
{
  go_to_neighbour (self, -1);
}

/* In the source the text is meant, not the first button above it; in a comparison, the passage. */
static gboolean
enter_pane (ChapeauWindow *self, GtkWidget *pane)
{
  if (!gtk_widget_get_mapped (pane))
    return FALSE;
  if (!CHAPEAU_IS_SOURCE_PANE (pane) && !CHAPEAU_IS_MERGE_VIEW (pane))
    return gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
  chapeau_window_focus_post (self);
  return TRUE;
}

/* F6: message, list, form, source or comparison, page, and round again. */
static void
next_pane (ChapeauWindow *self)
{
  GtkWidget *comparison = chapeau_window_get_comparison_widget (self);
  GtkWidget *panes[] = { GTK_WIDGET (self->message_bar), GTK_WIDGET (self->sidebar),
                         GTK_WIDGET (chapeau_editor_pane_get_form (self->editor_pane)),
                         comparison != NULL
                             ? comparison
                             : GTK_WIDGET (chapeau_editor_pane_get_source (self->editor_pane)),
                         GTK_WIDGET (chapeau_preview_pane_get_preview (self->preview_pane)) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  guint at = G_N_ELEMENTS (panes) - 1;

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, panes[i]))
      at = i;
  for (guint i = 1; i <= G_N_ELEMENTS (panes); i++)
    if (enter_pane (self, panes[(at + i) % G_N_ELEMENTS (panes)]))
      return;
}

static void
preview_only (ChapeauWindow *self)
{
  gboolean is_alone =
      chapeau_window_is_narrow (self) ? self->page_tab : strcmp (self->layout, "preview") == 0;
  const char *layout = is_alone ? "side" : "preview";

  gtk_widget_activate_action (GTK_WIDGET (self), "win.layout", "s", layout);
}

/* Built when it is asked for: GTK would build it with every window, before that is shown. */
static void
show_keys (ChapeauWindow *self)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource (CHAPEAU_RESOURCE_PATH "/ui/help-overlay.ui");
  GtkWindow *overlay = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (overlay, GTK_WINDOW (self));
  gtk_window_present (overlay);
}

static void
close_window (ChapeauWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- choosing files
 * ---------------------------------------------------------------------------------- */

static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer data)
{
  ChapeauWindow *self = data;
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && g_file_peek_path (file) != NULL)
    chapeau_window_open (self, g_file_peek_path (file));
}

static void
choose (ChapeauWindow *self, const char *title, GtkFileChooserAction action)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, _ ("_Open"), NULL);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    {
      GtkFileFilter *filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ ("Posts"));
      gtk_file_filter_add_suffix (filter, "md");
      gtk_file_filter_add_suffix (filter, "markdown");
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
      g_object_unref (filter);
    }
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_folder (ChapeauWindow *self)
{
  choose (self, _ ("Open the site’s folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER);
}

static void
open_file (ChapeauWindow *self)
{
  choose (self, _ ("Open a post"), GTK_FILE_CHOOSER_ACTION_OPEN);
}

/* ---- table
 * -------------------------------------------------------------------------------------------- */

static const PlainAction plain_actions[] = {
  { "win.save", save },
  { "win.undo", undo },
  { "win.redo", redo },
  { "win.find", find },
  { "win.replace", replace },
  { "win.find-next", find_next },
  { "win.find-previous", find_previous },
  { "win.next-misspelling", next_misspelling },
  { "win.reload", chapeau_window_reload_document },
  { "win.show-in-folder", show_in_folder },
  { "win.next-post", next_post },
  { "win.previous-post", previous_post },
  { "win.next-pane", next_pane },
  { "win.preview-only", preview_only },
  { "win.close", close_window },
  { "win.show-help-overlay", show_keys },
  { "win.close-now", chapeau_window_close_now },
  { "win.stay", chapeau_window_stay },
  { "win.cancel-work", chapeau_window_cancel_work },
  { "win.open-folder", open_folder },
  { "win.open-file", open_file },
  { "win.new-post", chapeau_window_new_post },
  { "win.save-copy", chapeau_window_save_copy },
  { "win.publish", chapeau_window_ask_to_publish },
  { "win.publish-now", chapeau_window_publish_now },
  { "win.publish-anyway", chapeau_window_publish },
  { "win.next-point", chapeau_window_next_point },
  { "win.previous-point", chapeau_window_previous_point },
  { "win.show-points", chapeau_window_show_points },
  { "win.correct-point", chapeau_window_correct_point },
  { "win.unpublish", chapeau_window_unpublish },
  { "win.duplicate", chapeau_window_duplicate },
  { "win.delete-post", chapeau_window_ask_to_delete },
  { "win.undelete", chapeau_window_undelete },
  { "win.keep-mine", chapeau_window_keep_mine },
  { "win.follow", chapeau_window_follow },
  { "win.take-back", chapeau_window_take_back },
  { "win.compare", chapeau_window_compare_with_theirs },
  { "win.compare-copy", chapeau_window_compare_copy },
  { "win.keep-copy", chapeau_window_keep_copy },
  { "win.keep-both", chapeau_window_keep_both },
  { "win.convert", chapeau_window_convert },
  { "win.take-over", chapeau_window_take_over },
  { "win.read-along", chapeau_window_read_along },
  { "win.write-copy", chapeau_window_copy_instead },
  { "win.write-anyway", chapeau_window_write_here },
  { "win.show-history", chapeau_window_show_history },
  { "win.show-recoveries", chapeau_window_show_recoveries },
  { "win.discard-recovery", chapeau_window_discard_recovery },
  { "win.adopt-folder", chapeau_window_adopt_folder },
  { "win.paste-plain-instead", chapeau_window_paste_plain_instead },
  { "win.bring-pasted-in", chapeau_window_bring_pasted_in },
};

static void
run_plain (GtkWidget *widget, const char *name, GVariant *parameter)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_actions); i++)
    if (strcmp (plain_actions[i].name, name) == 0)
      plain_actions[i].run (CHAPEAU_WINDOW (widget));
}

static void
enable (ChapeauWindow *self, const char *const *names, gsize n, gboolean enabled)
{
  for (gsize i = 0; i < n; i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], enabled);
}

void
chapeau_window_update_actions (ChapeauWindow *self)
{
  static const char *const with_document[] = { "win.show-in-folder", "win.save-copy" };
  /* While two versions are compared, these would work on a text that is out of sight. */
  static const char *const with_text[] = { "win.find", "win.find-next", "win.find-previous",
                                           "win.next-point", "win.previous-point" };
  static const char *const with_editable_text[] = { "win.redo", "win.replace",
                                                    "win.next-misspelling" };
  static const char *const with_editable[] = { "win.save", "win.show-history" };
  static const char *const with_workspace[] = { "win.new-post", "win.show-recoveries" };
  gboolean document = self->document != NULL;
  gboolean editable = document && chapeau_document_is_editable (self->document);
  gboolean text = !chapeau_window_is_comparing (self);
  gboolean can_publish = chapeau_window_can_publish (self);
  /* What has no room is in the menus. */
  gboolean has_room = !chapeau_window_is_compact (self);

  enable (self, with_document, G_N_ELEMENTS (with_document), document);
  enable (self, with_text, G_N_ELEMENTS (with_text), document && text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.reload",
                                 document && text
                                     && !chapeau_document_is_untitled (self->document));
  enable (self, with_editable_text, G_N_ELEMENTS (with_editable_text), editable && text);
  enable (self, with_editable, G_N_ELEMENTS (with_editable), editable);
  enable (self, with_workspace, G_N_ELEMENTS (with_workspace), self->workspace != NULL);
  chapeau_window_update_preview_actions (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", editable || !text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.publish", can_publish && text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.publish-now", can_publish);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.publish-anyway", can_publish);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.duplicate", editable && text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.delete-post",
                                 text && chapeau_window_can_delete (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.unpublish",
                                 text && chapeau_window_can_unpublish (self));
  gtk_widget_set_visible (self->publish_button, can_publish && has_room);
  gtk_widget_set_visible (GTK_WIDGET (self->checks_button),
                          self->checking != NULL && text && !chapeau_window_is_tiny (self));
  chapeau_checks_button_set_compact (self->checks_button, !has_room);
  gtk_widget_set_visible (self->post_menu_button, document);
  gtk_widget_set_visible (self->layout_box, self->workspace != NULL);
  gtk_widget_set_visible (self->sidebar_button, self->workspace != NULL);
  gtk_widget_set_visible (self->new_button, self->workspace != NULL && has_room);
}

/* ---- actions with a state
 * ------------------------------------------------------------------------------ */

static void
on_layout (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  const char *layout = g_variant_get_string (value, NULL);

  if (chapeau_window_is_narrow (self))
    {
      self->page_tab = strcmp (layout, "preview") == 0;
      self->list_open = FALSE;
    }
  else
    {
      g_free (self->layout);
      self->layout = g_strdup (layout);
      g_settings_set_string (self->settings, "preview-layout", layout);
    }
  chapeau_window_apply_layout (self);
}

static void
on_sidebar_visible (GSimpleAction *action, GVariant *value, gpointer data)
{
  ChapeauWindow *self = data;

  if (chapeau_window_is_very_narrow (self))
    self->list_open = g_variant_get_boolean (value);
  else
    g_settings_set_boolean (self->settings, "sidebar-visible", g_variant_get_boolean (value));
  chapeau_window_apply_layout (self);
}

static void
set_state (ChapeauWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), state);
}

void
chapeau_window_update_layout_actions (ChapeauWindow *self, gboolean list)
{
  gboolean tabs = chapeau_window_is_narrow (self);
  const char *tab = self->page_tab ? "preview" : "source";

  set_state (self, "sidebar-visible", g_variant_new_boolean (list));
  set_state (self, "layout", g_variant_new_string (tabs ? tab : self->layout));
  gtk_widget_set_visible (self->side_button, !tabs);
}

static void
show_marks (ChapeauWindow *self)
{
  chapeau_source_pane_show_marks (chapeau_editor_pane_get_source (self->editor_pane),
                                  g_settings_get_boolean (self->settings, "marks-shown"));
}

static void
follow_marks_setting (ChapeauWindow *self)
{
  g_autoptr (GAction) action = g_settings_create_action (self->settings, "marks-shown");

  g_action_map_add_action (G_ACTION_MAP (self), action);
  g_signal_connect_object (self->settings, "changed::marks-shown", G_CALLBACK (show_marks), self,
                           G_CONNECT_SWAPPED);
  if (g_settings_get_boolean (self->settings, "marks-shown"))
    show_marks (self);
}

void
chapeau_window_add_stateful_actions (ChapeauWindow *self)
{
  static const GActionEntry entries[] = {
    { "layout", NULL, "s", "'side'", on_layout, { 0 } },
    { "sidebar-visible", NULL, NULL, "true", on_sidebar_visible, { 0 } },
  };

  follow_marks_setting (self);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "layout",
                                      g_variant_new_string (self->layout));
  chapeau_window_add_preview_actions (self);
  chapeau_window_apply_layout (self);
}

void
chapeau_window_install_actions (GtkWidgetClass *class)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_actions); i++)
    gtk_widget_class_install_action (class, plain_actions[i].name, NULL, run_plain);
}
