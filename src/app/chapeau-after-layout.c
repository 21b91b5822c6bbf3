/* chapeau-after-layout.c - a queue for each frame clock, worked off behind its layout phase.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-after-layout.h"

/* GTK warns of the fifth layout in one frame; the first is its own. */
#define ROUNDS 2

typedef struct
{
  GtkWidget *widget; /* weak */
  ChapeauAfterLayoutFunc func;
  int depth; /* of the widget in its window */
} Task;

typedef struct
{
  GdkFrameClock *clock; /* it has us */
  GPtrArray *tasks;     /* of Task, the newest last */
  gint64 frame;         /* that `rounds` are of */
  int rounds;
} Queue;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_clear_weak_pointer (&task->widget);
  g_free (task);
}

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_ptr_array_unref (queue->tasks);
  g_free (queue);
}

static int
by_depth (gconstpointer a, gconstpointer b)
{
  const Task *first = *(Task *const *) a, *second = *(Task *const *) b;

  return second->depth - first->depth;
}

static gboolean
may_go_on (Queue *queue)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (queue->clock);

  if (queue->frame != frame)
    queue->rounds = 0;
  queue->frame = frame;
  return queue->rounds < ROUNDS;
}

static void
ask (Queue *queue)
{
  gdk_frame_clock_request_phase (queue->clock, may_go_on (queue) ? GDK_FRAME_CLOCK_PHASE_LAYOUT
                                                                 : GDK_FRAME_CLOCK_PHASE_UPDATE);
}

static void
on_update (GdkFrameClock *clock, gpointer user_data)
{
  Queue *queue = user_data;

  if (queue->tasks->len > 0)
    ask (queue);
}

static void
on_layout (GdkFrameClock *clock, gpointer user_data)
{
  Queue *queue = user_data;
  g_autoptr (GPtrArray) tasks = NULL;

  if (queue->tasks->len == 0 || !may_go_on (queue))
    return;
  queue->rounds++;
  tasks = g_steal_pointer (&queue->tasks);
  queue->tasks = g_ptr_array_new_with_free_func (task_free);
  g_ptr_array_sort (tasks, by_depth);
  for (guint i = 0; i < tasks->len; i++)
    {
      Task *task = g_ptr_array_index (tasks, i);

      if (task->widget != NULL)
        task->func (task->widget);
    }
}

static Queue *
get_queue (GdkFrameClock *clock)
{
  static const char key[] = "chapeau-after-layout";
  Queue *queue = g_object_get_data (G_OBJECT (clock), key);

  if (queue != NULL)
    return queue;
  queue = g_new0 (Queue, 1);
  queue->clock = clock;
  queue->tasks = g_ptr_array_new_with_free_func (task_free);
  queue->frame = -1;
  g_object_set_data_full (G_OBJECT (clock), key, queue, queue_free);
  g_signal_connect (clock, "update", G_CALLBACK (on_update), queue);
  g_signal_connect_after (clock, "layout", G_CALLBACK (on_layout), queue);
  return queue;
}

static int
depth_of (GtkWidget *widget)
{
  int depth = 0;

  while ((widget = gtk_widget_get_parent (widget)) != NULL)
    depth++;
  return depth;
}

void
chapeau_after_layout (GtkWidget *widget, ChapeauAfterLayoutFunc func)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  Queue *queue;
  Task *task;

  if (clock == NULL)
    return;
  queue = get_queue (clock);
  for (guint i = 0; i < queue->tasks->len; i++)
    {
      task = g_ptr_array_index (queue->tasks, i);
      if (task->widget == widget && task->func == func)
        return;
    }
  task = g_new0 (Task, 1);
  g_set_weak_pointer (&task->widget, widget);
  task->func = func;
  task->depth = depth_of (widget);
  g_ptr_array_add (queue->tasks, task);
  ask (queue);
}
