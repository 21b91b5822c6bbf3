/* What is painted when, in a real window: a pointer that lies still moves nothing, and what is
 * typed is in the very next frame. SPDX-License-Identifier: GPL-3.0-or-later */
#include <chapeau-same-frame.h>
#include <chapeau-still-pointer.h>
#include <gtksourceview/gtksource.h>

#include "turn.h"

#define PATIENCE (30 * G_USEC_PER_SEC)

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 end = g_get_monotonic_time () + PATIENCE;                                               \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, end);                                         \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (1000);                                                                           \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
count (int *number)
{
  ++*number;
}

static GtkWidget *
open_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (gtk_widget_get_mapped (child) && gtk_widget_get_height (child) > 0);
  return window;
}

/* ---- still pointer ----------------------------------------------------------------------------
 */

static void
move_pointer (const char *x, const char *y)
{
  const char *const command[] = { "xdotool", "mousemove", x, y, NULL };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);
}

/* As often as a label changes the window is laid out; the motion comes when events are next waited
 * for, as after a key. */
static void
change_label (GtkWidget *label)
{
  for (int i = 0; i < 5; i++)
    {
      gtk_label_set_label (GTK_LABEL (label),
                           i % 2 == 0 ? "Modifié" : "Enregistré dans le dossier");
      turn_for (100);
      gdk_frame_clock_request_phase (gtk_widget_get_frame_clock (label),
                                     GDK_FRAME_CLOCK_PHASE_FLUSH_EVENTS);
      turn_for (50);
    }
}

static void
test_still_pointer (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new ("");
  GtkWidget *area = gtk_drawing_area_new ();
  GtkEventController *controller = gtk_event_controller_motion_new ();
  GtkWidget *window;
  int motions = 0;

  gtk_widget_set_vexpand (area, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), area);
  gtk_widget_add_controller (area, controller);
  g_signal_connect_swapped (controller, "motion", G_CALLBACK (count), &motions);
  move_pointer ("300", "300");
  window = open_window (box);
  move_pointer ("320", "320");
  WAIT_FOR (motions > 0);
  /* What GTK does alone; where it does not any more, chapeau-still-pointer has done its work. */
  turn_for (300);
  motions = 0;
  change_label (label);
  g_assert_cmpint (motions, >, 0);

  chapeau_still_pointer_watch (window);
  motions = 0;
  change_label (label);
  g_assert_cmpint (motions, ==, 0);
  /* One that moves is heard of. */
  move_pointer ("340", "340");
  WAIT_FOR (motions > 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* ---- same frame -------------------------------------------------------------------------------
 */

#define TEST_TYPE_VIEW (test_view_get_type ())
G_DECLARE_FINAL_TYPE (TestView, test_view, TEST, VIEW, GtkSourceView)

struct _TestView
{
  GtkSourceView parent_instance;
  int n_painted;
};

G_DEFINE_FINAL_TYPE (TestView, test_view, GTK_SOURCE_TYPE_VIEW)

static void
snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  if (layer == GTK_TEXT_VIEW_LAYER_BELOW_TEXT)
    TEST_VIEW (view)->n_painted++;
}

static void
test_view_class_init (TestViewClass *class)
{
  GTK_TEXT_VIEW_CLASS (class)->snapshot_layer = snapshot_layer;
}

static void
test_view_init (TestView *self)
{
}

/* Types a sign when a frame is asked for already, as it is when a label changes with it. Says how
 * often the view was painted in that frame. */
static int
type_into (TestView *view)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  int frames = 0, before;
  gulong handler;

  handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count), &frames);
  /* Long behind the last frame: the next one comes at once. */
  turn_for (100);
  frames = 0;
  before = view->n_painted;
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_FLUSH_EVENTS
                                            | GDK_FRAME_CLOCK_PHASE_AFTER_PAINT);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "m", 1);
  WAIT_FOR (frames > 0);
  g_signal_handler_disconnect (clock, handler);
  return view->n_painted - before;
}

static void
test_same_frame (void)
{
  TestView *view = g_object_new (TEST_TYPE_VIEW, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window;

  move_pointer ("1200", "780"); /* what lights up under it is painted, too */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (view));
  window = open_window (scroller);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  turn_for (300);
  /* GTK 4.8 alone; where it is one, chapeau-same-frame has done its work. */
  g_assert_cmpint (type_into (view), ==, 0);
  chapeau_same_frame_attach (GTK_TEXT_VIEW (view));
  g_assert_cmpint (type_into (view), ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/frames/still-pointer", test_still_pointer);
  g_test_add_func ("/app/frames/same-frame", test_same_frame);
  return g_test_run ();
}
