/* chapeau-date-popover.h - a calendar and the time of day, to choose a date by pointing.
 *
 * Signals: "picked" (GDateTime *, gboolean has_time)   at each choice; NULL: no date
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_DATE_POPOVER (chapeau_date_popover_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauDatePopover, chapeau_date_popover, CHAPEAU, DATE_POPOVER, GtkPopover)

/* Shows @date in @zone; NULL: today. No signal. */
void chapeau_date_popover_show_date (ChapeauDatePopover *self,
                                     GDateTime *date,
                                     gboolean has_time,
                                     GTimeZone *zone);

G_END_DECLS
