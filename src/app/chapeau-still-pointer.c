/* chapeau-still-pointer.c - a pointer that lies still is not taken for one that moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-still-pointer.h"

#define ANY_BUTTON                                                                                 \
  (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK | GDK_BUTTON4_MASK | GDK_BUTTON5_MASK)

/* What the display tells has a time; what GTK makes up has none. A drag goes on as it is. */
static gboolean
is_made_up_motion (GdkEvent *event)
{
  return gdk_event_get_event_type (event) == GDK_MOTION_NOTIFY
         && gdk_event_get_time (event) == GDK_CURRENT_TIME
         && (gdk_event_get_modifier_state (event) & ANY_BUTTON) == 0;
}

static gboolean
on_event (GtkEventController *controller, GdkEvent *event, gpointer unused)
{
  return is_made_up_motion (event) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

void
chapeau_still_pointer_watch (GtkWidget *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (on_event), NULL);
  gtk_widget_add_controller (window, controller);
}
