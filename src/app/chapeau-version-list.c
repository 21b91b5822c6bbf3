/* chapeau-version-list.c - texts to choose from above a comparison: versions, recovered texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-version-list.h"

#define LEAST_HEIGHT 96
#define MOST_HEIGHT  170

struct _ChapeauVersionList
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkListBox *list;    /* in the scroller */
  GPtrArray *headings; /* by row; NULL: none */
  gboolean selecting;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauVersionList, chapeau_version_list, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

void
chapeau_version_list_add (ChapeauVersionList *self,
                          const char *heading,
                          const char *name,
                          const char *detail)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *left = make_label (name, NULL);
  GtkWidget *right = make_label (detail, "dim-label");

  g_return_if_fail (CHAPEAU_IS_VERSION_LIST (self));

  gtk_label_set_width_chars (GTK_LABEL (left), 14);
  gtk_widget_set_hexpand (right, TRUE);
  gtk_widget_set_tooltip_text (row, detail);
  gtk_box_append (GTK_BOX (box), left);
  gtk_box_append (GTK_BOX (box), right);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_ptr_array_add (self->headings, g_strdup (heading));
  gtk_list_box_append (self->list, row);
}

static void
update_heading (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  ChapeauVersionList *self = data;
  int nth = gtk_list_box_row_get_index (row);
  const char *heading = nth >= 0 && (guint) nth < self->headings->len
                            ? g_ptr_array_index (self->headings, nth)
                            : NULL;

  gtk_list_box_row_set_header (row, heading != NULL ? make_label (heading, "field-name") : NULL);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, gpointer data)
{
  ChapeauVersionList *self = data;

  if (row != NULL && !self->selecting)
    g_signal_emit (self, signals[CHOSEN], 0, (guint) gtk_list_box_row_get_index (row));
}

void
chapeau_version_list_select (ChapeauVersionList *self, guint nth)
{
  GtkListBoxRow *row;

  g_return_if_fail (CHAPEAU_IS_VERSION_LIST (self));

  row = gtk_list_box_get_row_at_index (self->list, (int) nth);
  self->selecting = TRUE;
  gtk_list_box_select_row (self->list, row);
  self->selecting = FALSE;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
chapeau_version_list_dispose (GObject *object)
{
  ChapeauVersionList *self = CHAPEAU_VERSION_LIST (object);

  self->selecting = TRUE;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (chapeau_version_list_parent_class)->dispose (object);
}

static void
chapeau_version_list_finalize (GObject *object)
{
  g_ptr_array_unref (CHAPEAU_VERSION_LIST (object)->headings);
  G_OBJECT_CLASS (chapeau_version_list_parent_class)->finalize (object);
}

static void
chapeau_version_list_class_init (ChapeauVersionListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_version_list_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_version_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "versionlist");
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
chapeau_version_list_init (ChapeauVersionList *self)
{
  GtkScrolledWindow *scroller;

  self->headings = g_ptr_array_new_with_free_func (g_free);
  self->scroller = gtk_scrolled_window_new ();
  scroller = GTK_SCROLLED_WINDOW (self->scroller);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (scroller, LEAST_HEIGHT);
  gtk_scrolled_window_set_max_content_height (scroller, MOST_HEIGHT);
  gtk_scrolled_window_set_propagate_natural_height (scroller, TRUE);
  gtk_scrolled_window_set_has_frame (scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, update_heading, self, NULL);
  gtk_scrolled_window_set_child (scroller, GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (on_row_selected), self, 0);
}

ChapeauVersionList *
chapeau_version_list_new (const char *label)
{
  ChapeauVersionList *self = g_object_new (CHAPEAU_TYPE_VERSION_LIST, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return self;
}
