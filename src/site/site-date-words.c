/* site-date-words.c - a date as a page or a form says it.
 *
 * In the site's language, which need not be the one of the computer: so no strftime, no gettext.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-date-private.h"

#define NBSP "\302\240"

static const char *const french_days[] = { "lundi",    "mardi",  "mercredi", "jeudi",
                                           "vendredi", "samedi", "dimanche" };
static const char *const french_months[] = { "janvier",   "février", "mars",     "avril",
                                             "mai",       "juin",    "juillet",  "août",
                                             "septembre", "octobre", "novembre", "décembre" };
static const char *const english_days[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday" };
static const char *const english_months[] = { "January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December" };

char *
site_date_dup_words (GDateTime *date, GTimeZone *zone, const char *language, gboolean with_time)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (date, zone);
  GString *out = g_string_new (NULL);
  int day = g_date_time_get_day_of_month (local);
  int weekday = g_date_time_get_day_of_week (local) - 1;
  int month = g_date_time_get_month (local) - 1;
  int year = g_date_time_get_year (local);
  int hour = g_date_time_get_hour (local);
  int minute = g_date_time_get_minute (local);

  if (g_ascii_strncasecmp (language, "fr", 2) == 0)
    {
      g_string_append_printf (out, "%s %d%s %s %d", french_days[weekday], day, day == 1 ? "er" : "",
                              french_months[month], year);
      if (with_time)
        g_string_append_printf (out, " à %d" NBSP "h", hour);
      if (with_time && minute != 0)
        g_string_append_printf (out, NBSP "%02d", minute);
    }
  else
    {
      g_string_append_printf (out, "%s %d %s %d", english_days[weekday], day, english_months[month],
                              year);
      if (with_time)
        g_string_append_printf (out, ", %02d:%02d", hour, minute);
    }
  return g_string_free (out, FALSE);
}
