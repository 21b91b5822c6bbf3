/* site-date-private.h - what the date files share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "site-date.h"

/* Lower case, no accents, every kind of space a plain one, every apostrophe "'": what matching
 * words needs. @text need not be valid UTF-8. */
char *site_date_fold (const char *text);
/* Seconds east of UTC at a moment of UTC. */
gint64 site_date_offset_at (GTimeZone *zone, gint64 unix_time);
/* The zone of a fixed offset. */
GTimeZone *site_date_fixed_zone (gint64 offset);
/* The day whose number is @days after 1970-01-01. */
void site_date_civil (gint64 days, int *year, int *month, int *day);
gint64 site_date_days (int year, int month, int day);
