/* preview-watchdog.c - notices that the web process does not answer any more.
 *
 * One timer at a time: either an answer is awaited, or a check is due, or nothing. When nothing
 * happens on the page there is no timer, so an idle window stays idle.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-watchdog.h"

struct _PreviewWatchdog
{
  PreviewWatchdogCalls calls;
  gpointer user_data;
  guint timer;
  guint strikes;
  gint64 born_at; /* monotonic; 0: the page is not loaded yet */
};

PreviewWatchdog *
preview_watchdog_new (const PreviewWatchdogCalls *calls, gpointer user_data)
{
  PreviewWatchdog *watchdog = g_new0 (PreviewWatchdog, 1);

  watchdog->calls = *calls;
  watchdog->user_data = user_data;
  return watchdog;
}

void
preview_watchdog_free (PreviewWatchdog *watchdog)
{
  preview_watchdog_rest (watchdog);
  g_free (watchdog);
}

void
preview_watchdog_rest (PreviewWatchdog *watchdog)
{
  g_clear_handle_id (&watchdog->timer, g_source_remove);
}

static gboolean
on_no_answer (gpointer user_data)
{
  PreviewWatchdog *watchdog = user_data;

  watchdog->timer = 0;
  watchdog->calls.hung (watchdog->user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_check (gpointer user_data)
{
  PreviewWatchdog *watchdog = user_data;

  watchdog->timer = 0;
  watchdog->calls.check (watchdog->user_data);
  return G_SOURCE_REMOVE;
}

void
preview_watchdog_expect (PreviewWatchdog *watchdog, guint milliseconds)
{
  preview_watchdog_rest (watchdog);
  watchdog->timer = g_timeout_add (milliseconds, on_no_answer, watchdog);
}

void
preview_watchdog_answered (PreviewWatchdog *watchdog, gboolean check)
{
  preview_watchdog_rest (watchdog);
  if (check)
    watchdog->timer = g_timeout_add (PREVIEW_CHECK_MS, on_check, watchdog);
}

void
preview_watchdog_born (PreviewWatchdog *watchdog)
{
  watchdog->born_at = g_get_monotonic_time ();
}

/* Ends are in a row unless the page lived well in between; the wait for an answer that never came
 * is no life. */
gboolean
preview_watchdog_strike (PreviewWatchdog *watchdog)
{
  gint64 life = (g_get_monotonic_time () - watchdog->born_at) / 1000 - PREVIEW_ANSWER_MS;

  preview_watchdog_rest (watchdog);
  if (watchdog->born_at != 0 && life > PREVIEW_WELL_MS)
    watchdog->strikes = 0;
  watchdog->born_at = 0;
  watchdog->strikes++;
  return watchdog->strikes >= PREVIEW_STRIKES;
}

void
preview_watchdog_forgive (PreviewWatchdog *watchdog)
{
  watchdog->strikes = 0;
}
