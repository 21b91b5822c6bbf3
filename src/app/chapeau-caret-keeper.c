/* chapeau-caret-keeper.c - the caret is seen where a key has put it.
 *
 * For a few seconds after the caret went somewhere, another height of the text asks for a look: if
 * the caret is out of sight by then, the view scrolls to it again. The person's own scrolling ends
 * that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-caret-keeper.h"

#define KEEPER      "chapeau-caret-keeper"
#define KEEP_US     (5 * G_TIME_SPAN_SECOND)
#define ANIMATED_MS 300 /* GTK's own scrolling takes 200 */

typedef struct
{
  GtkTextView *view; /* that the keeper belongs to */
  gint64 moved;      /* monotonic; 0: the caret may be out of sight */
  guint look;
} CaretKeeper;

static void
keeper_free (gpointer data)
{
  CaretKeeper *keeper = data;

  g_clear_handle_id (&keeper->look, g_source_remove);
  g_free (keeper);
}

static void
look (gpointer data)
{
  CaretKeeper *keeper = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (keeper->view);
  GdkRectangle visible, caret;
  GtkTextIter iter;

  keeper->look = 0;
  if (keeper->moved == 0 || g_get_monotonic_time () - keeper->moved > KEEP_US)
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (keeper->view, &iter, &caret);
  gtk_text_view_get_visible_rect (keeper->view, &visible);
  if (caret.y < visible.y || caret.y + caret.height > visible.y + visible.height)
    gtk_text_view_scroll_mark_onscreen (keeper->view, gtk_text_buffer_get_insert (buffer));
}

static void
on_height (GtkAdjustment *adjustment, GParamSpec *pspec, GtkTextView *view)
{
  CaretKeeper *keeper = g_object_get_data (G_OBJECT (view), KEEPER);

  if (keeper->moved == 0)
    return;
  g_clear_handle_id (&keeper->look, g_source_remove);
  keeper->look = g_timeout_add_once (ANIMATED_MS, look, keeper);
}

static void
on_moved (GtkTextBuffer *buffer, GParamSpec *pspec, GtkTextView *view)
{
  CaretKeeper *keeper = g_object_get_data (G_OBJECT (view), KEEPER);

  keeper->moved = g_get_monotonic_time ();
}

static gboolean
on_wheel (GtkEventControllerScroll *controller, double dx, double dy, GtkTextView *view)
{
  chapeau_caret_keeper_let_go (view);
  return GDK_EVENT_PROPAGATE;
}

void
chapeau_caret_keeper_let_go (GtkTextView *view)
{
  CaretKeeper *keeper = g_object_get_data (G_OBJECT (view), KEEPER);

  g_return_if_fail (keeper != NULL);

  keeper->moved = 0;
}

void
chapeau_caret_keeper_attach (GtkTextView *view, GtkScrolledWindow *scroller)
{
  CaretKeeper *keeper = g_new0 (CaretKeeper, 1);
  GtkEventController *wheel =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  keeper->view = view;
  g_object_set_data_full (G_OBJECT (view), KEEPER, keeper, keeper_free);
  gtk_event_controller_set_propagation_phase (wheel, GTK_PHASE_CAPTURE);
  g_signal_connect_object (wheel, "scroll", G_CALLBACK (on_wheel), view, 0);
  gtk_widget_add_controller (GTK_WIDGET (scroller), wheel);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (scroller), "notify::upper",
                           G_CALLBACK (on_height), view, 0);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "notify::cursor-position",
                           G_CALLBACK (on_moved), view, 0);
}
