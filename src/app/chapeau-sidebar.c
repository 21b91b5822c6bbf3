/* chapeau-sidebar.c - the posts of the folder.
 *
 * The model is the workspace's sorted list, filtered by the search. GTK 4.8's list view knows no
 * sections: the first row of each state carries the section's name, and the rows that are bound are
 * asked again whenever the model changes (a few dozen at most).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-sidebar.h"

#include "chapeau-messages.h"

#include <glib/gi18n.h>

struct _ChapeauSidebar
{
  GtkWidget parent_instance;

  /* template */
  GtkLabel *site_label;
  GtkLabel *problem_label;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list_view;
  GtkLabel *empty_label;

  /* owned */
  ChapeauWorkspace *workspace;
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GPtrArray *bound; /* GtkListItem, borrowed */
  char *needle;
  char *selected;

  gboolean selecting;
  guint update_idle;
};

enum
{
  POST_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauSidebar, chapeau_sidebar, GTK_TYPE_WIDGET)

/* ---- rows
 * ---------------------------------------------------------------------------------------- */

static const char *
section_name (SiteState state)
{
  switch (state)
    {
    case SITE_STATE_DRAFT:
      return _ ("Drafts");
    case SITE_STATE_SCHEDULED:
      return _ ("Scheduled");
    case SITE_STATE_PUBLISHED:
      return _ ("Published");
    case SITE_STATE_HIDDEN:
      return _ ("Hidden");
    }
  g_return_val_if_reached (NULL);
}

static SiteState
state_at (ChapeauSidebar *self, guint position)
{
  g_autoptr (ChapeauPostItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->filtered), position);

  return chapeau_post_item_get_state (item);
}

static guint
count_from (ChapeauSidebar *self, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  SiteState state = state_at (self, position);
  guint end = position;

  while (end < n && state_at (self, end) == state)
    end++;
  return end - position;
}

static void
update_section (ChapeauSidebar *self, GtkListItem *list_item)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);
  guint position = gtk_list_item_get_position (list_item);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  if (position >= n)
    return;
  if (position == 0 || state_at (self, position - 1) != state_at (self, position))
    chapeau_post_row_set_section (CHAPEAU_POST_ROW (row), section_name (state_at (self, position)),
                                  count_from (self, position));
  else
    chapeau_post_row_set_section (CHAPEAU_POST_ROW (row), NULL, 0);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, ChapeauSidebar *self)
{
  gtk_list_item_set_child (list_item, g_object_new (CHAPEAU_TYPE_POST_ROW, NULL));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, ChapeauSidebar *self)
{
  chapeau_post_row_set_item (CHAPEAU_POST_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
  g_ptr_array_add (self->bound, list_item);
  update_section (self, list_item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, ChapeauSidebar *self)
{
  g_ptr_array_remove_fast (self->bound, list_item);
  chapeau_post_row_set_item (CHAPEAU_POST_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* ---- model
 * ----------------------------------------------------------------------------------------- */

static void
restore_selection (ChapeauSidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint position = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; self->selected != NULL && i < n; i++)
    {
      g_autoptr (ChapeauPostItem) item = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (g_strcmp0 (chapeau_post_item_get_path (item), self->selected) == 0)
        {
          position = i;
          break;
        }
    }
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

static void
update_empty (ChapeauSidebar *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) == 0;
  gboolean listed = self->workspace != NULL && chapeau_workspace_is_listed (self->workspace);

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "list");
  if (!listed)
    gtk_label_set_label (self->empty_label, _ ("Looking at the folder…"));
  else if (self->needle != NULL)
    gtk_label_set_label (self->empty_label, _ ("No post has these words."));
  else
    gtk_label_set_label (self->empty_label,
                         _ ("There is no post in this folder yet. Write the first one: “New”."));
}

static gboolean
on_update_idle (gpointer data)
{
  ChapeauSidebar *self = data;

  self->update_idle = 0;
  for (guint i = 0; i < self->bound->len; i++)
    update_section (self, g_ptr_array_index (self->bound, i));
  restore_selection (self);
  update_empty (self);
  return G_SOURCE_REMOVE;
}

/* Many changes of the model make one update, before the next frame. */
static void
schedule_update (ChapeauSidebar *self)
{
  if (self->update_idle == 0)
    self->update_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update_idle, self, NULL);
}

static void
on_selected (ChapeauSidebar *self)
{
  ChapeauPostItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (self->selecting || item == NULL
      || g_strcmp0 (chapeau_post_item_get_path (item), self->selected) == 0)
    return;
  g_free (self->selected);
  self->selected = g_strdup (chapeau_post_item_get_path (item));
  g_signal_emit (self, signals[POST_CHOSEN], 0, self->selected);
}

static gboolean
matches (gpointer item, gpointer data)
{
  ChapeauSidebar *self = data;

  return self->needle == NULL || chapeau_post_item_matches (item, self->needle);
}

static void
chapeau_sidebar_on_search (ChapeauSidebar *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = chapeau_fold_text (text);
  self->selecting = TRUE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->selecting = FALSE;
  schedule_update (self);
}

/* What is wrong with the site's settings stays in sight: it changes the form. */
static void
show_problem (ChapeauSidebar *self)
{
  g_autofree char *sentence =
      self->workspace != NULL
          ? chapeau_message_of_site (chapeau_workspace_get_site (self->workspace))
          : NULL;

  gtk_label_set_label (self->problem_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), sentence != NULL);
}

void
chapeau_sidebar_set_workspace (ChapeauSidebar *self, ChapeauWorkspace *workspace)
{
  const char *title =
      workspace != NULL ? site_get_title (chapeau_workspace_get_site (workspace)) : "";

  g_return_if_fail (CHAPEAU_IS_SIDEBAR (self));

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_func (self->workspace, schedule_update, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "listed", G_CALLBACK (schedule_update), self,
                             G_CONNECT_SWAPPED);
  gtk_label_set_label (self->site_label, title);
  show_problem (self);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->site_label),
      workspace != NULL ? site_get_root (chapeau_workspace_get_site (workspace)) : NULL);
  self->selecting = TRUE;
  gtk_filter_list_model_set_model (
      self->filtered, workspace != NULL ? chapeau_workspace_get_posts (workspace) : NULL);
  self->selecting = FALSE;
  schedule_update (self);
}

void
chapeau_sidebar_select (ChapeauSidebar *self, const char *path)
{
  g_return_if_fail (CHAPEAU_IS_SIDEBAR (self));

  if (path != self->selected)
    {
      g_free (self->selected);
      self->selected = g_strdup (path);
    }
  restore_selection (self);
}

const char *
chapeau_sidebar_get_neighbour (ChapeauSidebar *self, int offset)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  gint64 wanted;
  g_autoptr (ChapeauPostItem) item = NULL;

  if (n == 0)
    return NULL;
  wanted =
      position == GTK_INVALID_LIST_POSITION ? (offset > 0 ? 0 : n - 1) : (gint64) position + offset;
  if (wanted < 0 || wanted >= n)
    return NULL;
  item = g_list_model_get_item (G_LIST_MODEL (self->filtered), (guint) wanted);
  return chapeau_post_item_get_path (item);
}

void
chapeau_sidebar_focus_search (ChapeauSidebar *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* ---- object
 * ------------------------------------------------------------------------------------------ */

static void
chapeau_sidebar_dispose (GObject *object)
{
  ChapeauSidebar *self = CHAPEAU_SIDEBAR (object);
  GtkWidget *child;

  g_clear_handle_id (&self->update_idle, g_source_remove);
  if (self->filtered != NULL)
    g_signal_handlers_disconnect_by_data (self->filtered, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  self->selecting = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (chapeau_sidebar_parent_class)->dispose (object);
}

static void
chapeau_sidebar_finalize (GObject *object)
{
  ChapeauSidebar *self = CHAPEAU_SIDEBAR (object);

  g_free (self->needle);
  g_free (self->selected);
  g_ptr_array_unref (self->bound);
  G_OBJECT_CLASS (chapeau_sidebar_parent_class)->finalize (object);
}

static void
chapeau_sidebar_class_init (ChapeauSidebarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_sidebar_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_sidebar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, site_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, problem_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, ChapeauSidebar, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, chapeau_sidebar_on_search);
  signals[POST_CHOSEN] = g_signal_new ("post-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chapeau_sidebar_init (ChapeauSidebar *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->bound = g_ptr_array_new ();
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->filtered = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->filtered));
  g_signal_connect_swapped (self->filtered, "items-changed", G_CALLBACK (schedule_update), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, 0);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}
