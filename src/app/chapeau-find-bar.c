/* chapeau-find-bar.c - find and replace in a source view.
 *
 * GtkSourceSearchContext does the searching (incremental, off the typing path) and the
 * highlighting; this widget words the count and moves the selection. What is searched is typed on a
 * keyboard, which has no typographic signs: they are found all the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-find-bar.h"

#include <glib/gi18n.h>
#include <typography.h>

struct _ChapeauFindBar
{
  GtkWidget parent_instance;

  /* template */
  GtkRevealer *revealer;
  GtkSearchEntry *search_entry;
  GtkLabel *count_label;
  GtkEntry *replace_entry;
  GtkButton *replace_button;
  GtkButton *replace_all_button;

  /* borrowed */
  GtkSourceView *view;

  /* owned */
  GtkSourceSearchSettings *settings;
  GtkSourceSearchContext *context;
};

G_DEFINE_FINAL_TYPE (ChapeauFindBar, chapeau_find_bar, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (ChapeauFindBar *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
update_count (ChapeauFindBar *self)
{
  int count = gtk_source_search_context_get_occurrences_count (self->context);
  const char *searched = gtk_source_search_settings_get_search_text (self->settings);
  GtkTextIter start, end;
  int position = 0;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  if (count > 0)
    position = gtk_source_search_context_get_occurrence_position (self->context, &start, &end);
  if (searched == NULL || *searched == '\0' || count < 0)
    text = g_strdup ("");
  else if (count == 0)
    text = g_strdup (_ ("Not found"));
  else if (position > 0)
    /* Translators: the match that is selected, and the number of all matches. */
    text = g_strdup_printf (_ ("%d of %d"), position, count);
  else
    text = g_strdup_printf ("%d", count);
  gtk_label_set_label (self->count_label, text);
  if (count == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->search_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->search_entry), "error");
  gtk_widget_set_sensitive (GTK_WIDGET (self->replace_button), count > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->replace_all_button), count > 0);
}

static void
select_match (ChapeauFindBar *self, const GtkTextIter *start, const GtkTextIter *end)
{
  gtk_text_buffer_select_range (get_buffer (self), start, end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                gtk_text_buffer_get_insert (get_buffer (self)), 0.15, FALSE, 0, 0);
  update_count (self);
}

/* Finds the next match from the selection; @from_start looks at the selection itself first. */
static void
move (ChapeauFindBar *self, gboolean backward, gboolean from_start)
{
  GtkTextIter start, end, match_start, match_end;
  gboolean found, wrapped;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  if (backward)
    found = gtk_source_search_context_backward (self->context, &start, &match_start, &match_end,
                                                &wrapped);
  else
    found = gtk_source_search_context_forward (self->context, from_start ? &start : &end,
                                               &match_start, &match_end, &wrapped);
  if (found)
    select_match (self, &match_start, &match_end);
  else
    update_count (self);
}

/* The entry tells of its text a moment after the last key. */
static void
take_searched (ChapeauFindBar *self)
{
  g_autofree char *regex =
      typo_dup_search_regex (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  gtk_source_search_settings_set_search_text (self->settings, regex);
}

void
chapeau_find_bar_next (ChapeauFindBar *self, gboolean backward)
{
  g_return_if_fail (CHAPEAU_IS_FIND_BAR (self));

  move (self, backward, FALSE);
}

static void
chapeau_find_bar_on_search (ChapeauFindBar *self)
{
  take_searched (self);
  move (self, FALSE, TRUE);
}

static void
chapeau_find_bar_on_next (ChapeauFindBar *self)
{
  move (self, FALSE, FALSE);
}

static void
chapeau_find_bar_on_previous (ChapeauFindBar *self)
{
  move (self, TRUE, FALSE);
}

static void
chapeau_find_bar_on_close (ChapeauFindBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_source_search_context_set_highlight (self->context, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* In what replaces a match of a regular expression only a backslash means something. GtkSourceView
 * puts in as it stands what refers to no group, whatever else is escaped in it; so it refers to one
 * that does not exist, which is nothing. */
static char *
dup_replacement (ChapeauFindBar *self)
{
  GString *text = g_string_new (gtk_editable_get_text (GTK_EDITABLE (self->replace_entry)));

  if (g_string_replace (text, "\\", "\\\\", 0) > 0)
    g_string_append (text, "\\g<99>");
  return g_string_free (text, FALSE);
}

static void
chapeau_find_bar_on_replace (ChapeauFindBar *self)
{
  g_autofree char *replacement = dup_replacement (self);
  GtkTextIter start, end;

  take_searched (self);
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  /* Only a selected match is replaced: the first press may have to select one. It cannot fail with
   * a replacement that is plain text. */
  gtk_source_search_context_replace (self->context, &start, &end, replacement, -1, NULL);
  move (self, FALSE, FALSE);
}

static void
chapeau_find_bar_on_replace_all (ChapeauFindBar *self)
{
  g_autofree char *replacement = dup_replacement (self);
  guint count;
  g_autofree char *text = NULL;

  take_searched (self);
  count = gtk_source_search_context_replace_all (self->context, replacement, -1, NULL);
  text = g_strdup_printf (ngettext ("%u replaced", "%u replaced", count), count);
  gtk_label_set_label (self->count_label, text);
}

void
chapeau_find_bar_set_view (ChapeauFindBar *self, GtkSourceView *view)
{
  g_return_if_fail (CHAPEAU_IS_FIND_BAR (self));

  self->view = view;
  self->context =
      gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), self->settings);
  gtk_source_search_context_set_highlight (self->context, FALSE);
  g_signal_connect_object (self->context, "notify::occurrences-count", G_CALLBACK (update_count),
                           self, G_CONNECT_SWAPPED);
}

static void
take_selected_text (ChapeauFindBar *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end)
      || gtk_text_iter_get_line (&start) != gtk_text_iter_get_line (&end))
    return;
  text = gtk_text_iter_get_slice (&start, &end);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), text);
}

void
chapeau_find_bar_open (ChapeauFindBar *self, gboolean with_replace)
{
  g_return_if_fail (CHAPEAU_IS_FIND_BAR (self));

  take_selected_text (self);
  gtk_widget_set_visible (GTK_WIDGET (self->replace_entry), with_replace);
  gtk_widget_set_visible (GTK_WIDGET (self->replace_button), with_replace);
  gtk_widget_set_visible (GTK_WIDGET (self->replace_all_button), with_replace);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  gtk_source_search_context_set_highlight (self->context, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
  update_count (self);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  chapeau_find_bar_on_close (CHAPEAU_FIND_BAR (widget));
  return TRUE;
}

static void
chapeau_find_bar_dispose (GObject *object)
{
  ChapeauFindBar *self = CHAPEAU_FIND_BAR (object);
  GtkWidget *child;

  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_find_bar_parent_class)->dispose (object);
}

static void
chapeau_find_bar_class_init (ChapeauFindBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_find_bar_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, replace_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, replace_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFindBar, replace_all_button);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_search);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_next);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_previous);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_close);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_replace);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_find_bar_on_replace_all);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
chapeau_find_bar_init (ChapeauFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = gtk_source_search_settings_new ();
  gtk_source_search_settings_set_wrap_around (self->settings, TRUE);
  gtk_source_search_settings_set_regex_enabled (self->settings, TRUE);
}
