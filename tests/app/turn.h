/* turn.h - lets the main loop run for a while. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Frames come at their own time, so this waits by the clock, and not until nothing is left to do.
 */
static inline void
turn_for (int ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}
