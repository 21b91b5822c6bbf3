/* chapeau-field-box.c - rows of fields on one grid.
 *
 * Wide rows have a line of their own; narrow ones share lines, as many as the width has columns.
 * The last row of a line takes the columns that are left, so that both edges stay straight. At
 * 360 px there is one column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-row.h"

#include <string.h>

#define COLUMN_WIDTH 212
#define MAX_COLUMNS  4
#define SPACING      12 /* between columns */
#define LINE_SPACING 9

struct _ChapeauFieldBox
{
  GtkWidget parent_instance;

  /* owned */
  GListModel *fields;
  GPtrArray *rows; /* in the model's order; the rows are children */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldBox, chapeau_field_box, GTK_TYPE_WIDGET)

/* ---- layout -----------------------------------------------------------------------------------
 */

static int
count_columns (int width)
{
  return CLAMP ((width + SPACING) / (COLUMN_WIDTH + SPACING), 1, MAX_COLUMNS);
}

/* One past the last row of the line that begins with @first. */
static guint
end_of_line (ChapeauFieldBox *self, guint first, int columns)
{
  guint end = first + 1;

  if (chapeau_field_row_is_wide (g_ptr_array_index (self->rows, first)))
    return end;
  while (end < self->rows->len && (int) (end - first) < columns
         && !chapeau_field_row_is_wide (g_ptr_array_index (self->rows, end)))
    end++;
  return end;
}

/* The width of the @nth of @count rows in a line. */
static int
width_of (int width, int columns, guint nth, guint count, int *x)
{
  int column = (width - SPACING * (columns - 1)) / columns;

  *x = (int) nth * (column + SPACING);
  return nth + 1 == count ? width - *x : column;
}

static void
measure_line (ChapeauFieldBox *self, guint first, guint end, int width, int columns, int *natural)
{
  *natural = 0;
  for (guint i = first; i < end; i++)
    {
      int x, row_width = width_of (width, columns, i - first, end - first, &x);
      int row_minimum, row_natural;

      gtk_widget_measure (g_ptr_array_index (self->rows, i), GTK_ORIENTATION_VERTICAL, row_width,
                          &row_minimum, &row_natural, NULL, NULL);
      *natural = MAX (*natural, row_natural);
    }
}

static void
measure_width (ChapeauFieldBox *self, int *minimum, int *natural)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      int row_minimum, row_natural;

      gtk_widget_measure (g_ptr_array_index (self->rows, i), GTK_ORIENTATION_HORIZONTAL, -1,
                          &row_minimum, &row_natural, NULL, NULL);
      *minimum = MAX (*minimum, row_minimum);
      *natural = MAX (*natural, row_natural);
    }
}

static void
chapeau_field_box_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  ChapeauFieldBox *self = CHAPEAU_FIELD_BOX (widget);
  int columns, width_minimum = 0, width_natural = 0;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  measure_width (self, &width_minimum, &width_natural);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width_minimum;
      *natural = width_natural;
      return;
    }
  for_size = MAX (for_size < 0 ? width_natural : for_size, width_minimum);
  columns = count_columns (for_size);
  for (guint first = 0, end; first < self->rows->len; first = end)
    {
      int line_natural;

      end = end_of_line (self, first, columns);
      measure_line (self, first, end, for_size, columns, &line_natural);
      *natural += line_natural + (first > 0 ? LINE_SPACING : 0);
    }
  /* The form scrolls: nothing is ever squeezed. */
  *minimum = *natural;
}

static void
chapeau_field_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChapeauFieldBox *self = CHAPEAU_FIELD_BOX (widget);
  int columns = count_columns (width);
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;

  for (guint first = 0, end; first < self->rows->len; first = end)
    {
      int natural;

      end = end_of_line (self, first, columns);
      measure_line (self, first, end, width, columns, &natural);
      for (guint i = first; i < end; i++)
        {
          GtkAllocation place = { 0, y, 0, natural };

          place.width = width_of (width, columns, i - first, end - first, &place.x);
          place.x = backward ? width - place.x - place.width : place.x;
          gtk_widget_size_allocate (g_ptr_array_index (self->rows, i), &place, -1);
        }
      y += natural + LINE_SPACING;
    }
}

static GtkSizeRequestMode
chapeau_field_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static void
on_items_changed (ChapeauFieldBox *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < removed; i++)
    {
      GtkWidget *row = g_ptr_array_steal_index (self->rows, position);

      chapeau_field_release_focus (row);
      gtk_widget_unparent (row);
    }
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (ChapeauField) field = g_list_model_get_item (self->fields, position + i);
      GtkWidget *row = chapeau_field_row_new (field);
      guint at = position + i;

      gtk_widget_insert_after (row, GTK_WIDGET (self),
                               at > 0 ? g_ptr_array_index (self->rows, at - 1) : NULL);
      g_ptr_array_insert (self->rows, (int) at, row);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
chapeau_field_box_set_fields (ChapeauFieldBox *self, GListModel *fields)
{
  g_return_if_fail (CHAPEAU_IS_FIELD_BOX (self));

  if (self->fields == fields)
    return;
  if (self->fields != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->fields, on_items_changed, self);
      on_items_changed (self, 0, self->rows->len, 0);
    }
  g_set_object (&self->fields, fields);
  if (fields == NULL)
    return;
  g_signal_connect_object (fields, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (fields));
}

ChapeauFieldRow *
chapeau_field_box_find (GtkWidget *within, const char *path)
{
  if (CHAPEAU_IS_FIELD_ROW (within)
      && strcmp (chapeau_field_get_path (chapeau_field_row_get_field (CHAPEAU_FIELD_ROW (within))),
                 path)
             == 0)
    return CHAPEAU_FIELD_ROW (within);
  for (GtkWidget *child = gtk_widget_get_first_child (within); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ChapeauFieldRow *found = chapeau_field_box_find (child, path);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_field_box_dispose (GObject *object)
{
  ChapeauFieldBox *self = CHAPEAU_FIELD_BOX (object);

  chapeau_field_box_set_fields (self, NULL);
  G_OBJECT_CLASS (chapeau_field_box_parent_class)->dispose (object);
}

static void
chapeau_field_box_finalize (GObject *object)
{
  g_ptr_array_unref (CHAPEAU_FIELD_BOX (object)->rows);
  G_OBJECT_CLASS (chapeau_field_box_parent_class)->finalize (object);
}

static void
chapeau_field_box_class_init (ChapeauFieldBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_field_box_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_field_box_finalize;
  widget_class->measure = chapeau_field_box_measure;
  widget_class->size_allocate = chapeau_field_box_size_allocate;
  widget_class->get_request_mode = chapeau_field_box_get_request_mode;
}

static void
chapeau_field_box_init (ChapeauFieldBox *self)
{
  self->rows = g_ptr_array_new ();
}
