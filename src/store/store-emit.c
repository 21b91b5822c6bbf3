/* store-emit.c - signals from any thread, emitted later in the context of the person's thread.
 *
 * Never at once, even in the right thread: the caller may hold a lock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

typedef struct
{
  GObject *object;
  const char *signal;
  enum
  {
    PLAIN,
    TIME,
    ERROR,
    RESULT,
    CHANGE,
  } kind;
  gint64 time;
  GError *error;
  StoreSaveResult *result;
  StoreChange change;
  GBytes *bytes;
} Emission;

static void
emission_free (gpointer data)
{
  Emission *emission = data;
  g_object_unref (emission->object);
  g_clear_error (&emission->error);
  g_clear_pointer (&emission->result, store_save_result_free);
  g_clear_pointer (&emission->bytes, g_bytes_unref);
  g_free (emission);
}

static gboolean
emit (gpointer data)
{
  Emission *emission = data;
  switch (emission->kind)
    {
    case PLAIN:
      g_signal_emit_by_name (emission->object, emission->signal);
      break;
    case TIME:
      g_signal_emit_by_name (emission->object, emission->signal, emission->time);
      break;
    case ERROR:
      g_signal_emit_by_name (emission->object, emission->signal, emission->error);
      break;
    case RESULT:
      g_signal_emit_by_name (emission->object, emission->signal, emission->result);
      break;
    case CHANGE:
      g_signal_emit_by_name (emission->object, emission->signal, emission->change, emission->bytes);
      break;
    }
  return G_SOURCE_REMOVE;
}

static void
post_emission (GMainContext *context, gpointer object, const char *signal, Emission value)
{
  Emission *emission = g_new0 (Emission, 1);
  GSource *source = g_idle_source_new ();
  *emission = value;
  emission->object = g_object_ref (object);
  emission->signal = signal;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit, emission, emission_free);
  g_source_attach (source, context);
  g_source_unref (source);
}

void
store_emit (GMainContext *context, gpointer object, const char *signal)
{
  post_emission (context, object, signal, (Emission){ .kind = PLAIN });
}

void
store_emit_time (GMainContext *context, gpointer object, const char *signal, gint64 time)
{
  post_emission (context, object, signal, (Emission){ .kind = TIME, .time = time });
}

void
store_emit_error (GMainContext *context, gpointer object, const char *signal, const GError *error)
{
  post_emission (context, object, signal,
                 (Emission){ .kind = ERROR, .error = g_error_copy (error) });
}

void
store_emit_result (GMainContext *context,
                   gpointer object,
                   const char *signal,
                   const StoreSaveResult *result)
{
  post_emission (context, object, signal,
                 (Emission){ .kind = RESULT, .result = store_save_result_copy (result) });
}

void
store_emit_change (
    GMainContext *context, gpointer object, const char *signal, StoreChange change, GBytes *theirs)
{
  post_emission (context, object, signal,
                 (Emission){ .kind = CHANGE,
                             .change = change,
                             .bytes = theirs == NULL ? NULL : g_bytes_ref (theirs) });
}
