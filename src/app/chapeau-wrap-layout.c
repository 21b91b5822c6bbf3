/* chapeau-wrap-layout.c - children one behind the other, in as many lines as they need.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-wrap-layout.h"

#define SPACING 4

struct _ChapeauWrapLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ChapeauWrapLayout, chapeau_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static GtkWidget *
first_shown (GtkWidget *widget)
{
  return next_shown (gtk_widget_get_first_child (widget));
}

/* The width of a child in a line of @width; the last one takes what it is given. */
static int
width_of (GtkWidget *child, gboolean last, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MIN (last ? MAX (minimum, 1) : natural, MAX (width, minimum));
}

static int
height_of (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

/* One line: the children from @first to before @end, in the middle of its height. */
static void
place_line (GtkWidget *widget, GtkWidget *first, GtkWidget *end, int width, int y, int height)
{
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first, *next; child != end; child = next)
    {
      GtkAllocation place;

      next = next_shown (gtk_widget_get_next_sibling (child));
      place.width = width_of (child, next == NULL, width);
      if (next == NULL)
        place.width = MAX (place.width, width - x);
      place.height = height_of (child, place.width);
      place.x = backward ? width - x - place.width : x;
      place.y = y + (height - place.height) / 2;
      gtk_widget_size_allocate (child, &place, -1);
      x += place.width + SPACING;
    }
}

/* Lays the children out in @width; gives them their places if @allocates. Returns the height. */
static int
lay_out (GtkWidget *widget, int width, gboolean allocates)
{
  GtkWidget *first = first_shown (widget);
  int x = 0, y = 0, line = 0;

  for (GtkWidget *child = first, *next; child != NULL; child = next)
    {
      int wanted;

      next = next_shown (gtk_widget_get_next_sibling (child));
      wanted = width_of (child, next == NULL, width);
      if (x > 0 && x + wanted > width)
        {
          if (allocates)
            place_line (widget, first, child, width, y, line);
          first = child;
          x = 0;
          y += line + SPACING;
          line = 0;
        }
      line = MAX (line, height_of (child, next == NULL ? MAX (wanted, width - x) : wanted));
      x += wanted + SPACING;
    }
  if (allocates && first != NULL)
    place_line (widget, first, NULL, width, y, line);
  return y + line;
}

static void
chapeau_wrap_layout_measure (GtkLayoutManager *manager,
                             GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  for (GtkWidget *child = first_shown (widget); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + SPACING;
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = *natural = lay_out (widget, for_size < 0 ? *natural : for_size, FALSE);
}

static void
chapeau_wrap_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (widget, width, TRUE);
}

static GtkSizeRequestMode
chapeau_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chapeau_wrap_layout_class_init (ChapeauWrapLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);

  layout_class->measure = chapeau_wrap_layout_measure;
  layout_class->allocate = chapeau_wrap_layout_allocate;
  layout_class->get_request_mode = chapeau_wrap_layout_get_request_mode;
}

static void
chapeau_wrap_layout_init (ChapeauWrapLayout *self)
{
}
