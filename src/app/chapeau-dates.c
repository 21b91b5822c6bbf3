/* chapeau-dates.c - dates as the interface shows them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-dates.h"

#include <glib/gi18n.h>

static const struct
{
  const char *abbreviated;
  const char *full;
} months[] = {
  /* Translators: months in a date, abbreviated and in full; the context tells May from May. */
  { NC_ ("abbreviated month", "Jan"), NC_ ("full month", "January") },
  { NC_ ("abbreviated month", "Feb"), NC_ ("full month", "February") },
  { NC_ ("abbreviated month", "Mar"), NC_ ("full month", "March") },
  { NC_ ("abbreviated month", "Apr"), NC_ ("full month", "April") },
  { NC_ ("abbreviated month", "May"), NC_ ("full month", "May") },
  { NC_ ("abbreviated month", "Jun"), NC_ ("full month", "June") },
  { NC_ ("abbreviated month", "Jul"), NC_ ("full month", "July") },
  { NC_ ("abbreviated month", "Aug"), NC_ ("full month", "August") },
  { NC_ ("abbreviated month", "Sep"), NC_ ("full month", "September") },
  { NC_ ("abbreviated month", "Oct"), NC_ ("full month", "October") },
  { NC_ ("abbreviated month", "Nov"), NC_ ("full month", "November") },
  { NC_ ("abbreviated month", "Dec"), NC_ ("full month", "December") },
};

char *
chapeau_date_format (GDateTime *date, const char *format)
{
  int month = g_date_time_get_month (date) - 1;
  g_autoptr (GString) ours = g_string_new (format);
  char *text;

  g_string_replace (ours, "%b", g_dpgettext2 (NULL, "abbreviated month", months[month].abbreviated),
                    0);
  g_string_replace (ours, "%B", g_dpgettext2 (NULL, "full month", months[month].full), 0);
  text = g_date_time_format (date, ours->str);
  return text != NULL ? text : g_strdup ("");
}
