/* chapeau-dates.h - dates as the interface shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As g_date_time_format, but %b and %B are the months in the language of the interface, whatever
 * the C library's locale is (it often lacks the French one). Never NULL. */
char *chapeau_date_format (GDateTime *date, const char *format);

G_END_DECLS
