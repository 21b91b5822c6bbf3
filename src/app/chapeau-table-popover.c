/* chapeau-table-popover.c - how many columns and rows a new table has, chosen on a grid.
 *
 * The grid is one button, so that it has a name, a focus and Enter; the first line of its cells
 * stands for the headings and is no row. A cell is chosen by moving to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-table-popover.h"

#include "chapeau-source-keys.h"

#include <glib/gi18n.h>

#define COLUMNS       8
#define ROWS          8
#define FIRST_COLUMNS 3
#define FIRST_ROWS    2

struct _ChapeauTablePopover
{
  GtkPopover parent_instance;

  /* template */
  GtkWidget *button;
  GtkGrid *grid;
  GtkLabel *label;

  GtkTextView *view; /* borrowed: it lives as long as the button */
  int columns;
  int rows;
};

G_DEFINE_FINAL_TYPE (ChapeauTablePopover, chapeau_table_popover, GTK_TYPE_POPOVER)

static void
choose (ChapeauTablePopover *self, int columns, int rows)
{
  g_autofree char *column_text = NULL, *row_text = NULL, *text = NULL;

  self->columns = CLAMP (columns, 1, COLUMNS);
  self->rows = CLAMP (rows, 1, ROWS);
  for (int row = 0; row <= ROWS; row++)
    for (int column = 0; column < COLUMNS; column++)
      {
        GtkWidget *cell = gtk_grid_get_child_at (self->grid, column, row);

        if (column < self->columns && row <= self->rows)
          gtk_widget_set_state_flags (cell, GTK_STATE_FLAG_CHECKED, FALSE);
        else
          gtk_widget_unset_state_flags (cell, GTK_STATE_FLAG_CHECKED);
      }
  column_text =
      g_strdup_printf (ngettext ("%d column", "%d columns", (gulong) self->columns), self->columns);
  row_text = g_strdup_printf (ngettext ("%d row", "%d rows", (gulong) self->rows), self->rows);
  /* Translators: the size of a table: "3 columns, 2 rows". */
  text = g_strdup_printf (_ ("%s, %s"), column_text, row_text);
  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
on_motion (ChapeauTablePopover *self, double x, double y)
{
  GtkWidget *cell = gtk_widget_pick (GTK_WIDGET (self->grid), x, y, GTK_PICK_DEFAULT);
  int column, row, width, height;

  if (cell == NULL || gtk_widget_get_parent (cell) != GTK_WIDGET (self->grid))
    return;
  gtk_grid_query_child (self->grid, cell, &column, &row, &width, &height);
  choose (self, column + 1, row);
}

static gboolean
on_key (ChapeauTablePopover *self, guint keyval)
{
  int across = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      choose (self, self->columns - across, self->rows);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      choose (self, self->columns + across, self->rows);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      choose (self, self->columns, self->rows - 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      choose (self, self->columns, self->rows + 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
on_clicked (ChapeauTablePopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  chapeau_source_keys_insert_table (self->view, (guint) self->columns, (guint) self->rows);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_show (ChapeauTablePopover *self)
{
  choose (self, FIRST_COLUMNS, FIRST_ROWS);
  gtk_widget_grab_focus (self->button);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
on_opened (GtkMenuButton *button, gpointer view)
{
  ChapeauTablePopover *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = g_object_new (CHAPEAU_TYPE_TABLE_POPOVER, NULL);
  popover->view = view;
  gtk_menu_button_set_popover (button, GTK_WIDGET (popover));
}

void
chapeau_table_popover_attach (GtkMenuButton *button, GtkTextView *view)
{
  gtk_menu_button_set_create_popup_func (button, on_opened, view, NULL);
}

static void
chapeau_table_popover_class_init (ChapeauTablePopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class, CHAPEAU_RESOURCE_PATH
                                               "/ui/chapeau-table-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauTablePopover, button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauTablePopover, grid);
  gtk_widget_class_bind_template_child (widget_class, ChapeauTablePopover, label);
  gtk_widget_class_bind_template_callback (widget_class, on_motion);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
chapeau_table_popover_init (ChapeauTablePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int row = 0; row <= ROWS; row++)
    for (int column = 0; column < COLUMNS; column++)
      {
        GtkWidget *cell =
            g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

        gtk_widget_add_css_class (cell, row == 0 ? "table-heading" : "table-cell");
        gtk_grid_attach (self->grid, cell, column, row, 1, 1);
      }
  choose (self, FIRST_COLUMNS, FIRST_ROWS);
}
