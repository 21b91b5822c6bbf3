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

/* As the Imprimerie nationale's Lexique has them. */
static const char *const short_french_months[] = { "janv.", "févr.", "mars",  "avr.",
                                                   "mai",   "juin",  "juil.", "août",
                                                   "sept.", "oct.",  "nov.",  "déc." };
static const char *const short_english_months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static gboolean
is_french (const char *language)
{
  return g_ascii_strncasecmp (language, "fr", 2) == 0;
}

static void
append_day (GString *out, gboolean french, int day)
{
  g_string_append_printf (out, "%d%s ", day, french && day == 1 ? "er" : "");
}

static void
append_time (GString *out, gboolean french, GDateTime *local)
{
  int hour = g_date_time_get_hour (local);
  int minute = g_date_time_get_minute (local);

  if (!french)
    g_string_append_printf (out, "%02d:%02d", hour, minute);
  else if (minute != 0)
    g_string_append_printf (out, "%d" NBSP "h" NBSP "%02d", hour, minute);
  else
    g_string_append_printf (out, "%d" NBSP "h", hour);
}

char *
site_date_dup_words (GDateTime *date, GTimeZone *zone, const char *language, gboolean with_time)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (date, zone);
  GString *out = g_string_new (NULL);
  gboolean french = is_french (language);
  int weekday = g_date_time_get_day_of_week (local) - 1;
  int month = g_date_time_get_month (local) - 1;

  g_string_append_printf (out, "%s ", (french ? french_days : english_days)[weekday]);
  append_day (out, french, g_date_time_get_day_of_month (local));
  g_string_append_printf (out, "%s %d", (french ? french_months : english_months)[month],
                          g_date_time_get_year (local));
  if (with_time)
    {
      g_string_append (out, french ? " à " : ", ");
      append_time (out, french, local);
    }
  return g_string_free (out, FALSE);
}

char *
site_date_dup_short_words (GDateTime *date,
                           GTimeZone *zone,
                           const char *language,
                           gboolean with_time)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (date, zone);
  GString *out = g_string_new (NULL);
  gboolean french = is_french (language);
  int month = g_date_time_get_month (local) - 1;

  append_day (out, french, g_date_time_get_day_of_month (local));
  g_string_append_printf (out, "%s %d",
                          (french ? short_french_months : short_english_months)[month],
                          g_date_time_get_year (local));
  if (with_time)
    {
      g_string_append (out, ", ");
      append_time (out, french, local);
    }
  return g_string_free (out, FALSE);
}
