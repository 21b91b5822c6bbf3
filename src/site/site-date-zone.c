/* site-date-zone.c - local times that exist, do not exist, or exist twice.
 *
 * GLib takes the second of two equal local times and does something of its own with the missing
 * ones; people mean the first, and 02:30 in the night that has no 02:30 means half an hour after
 * the last moment before. So local times are made here, from days since 1970 and the zone's
 * offsets on both sides.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-date-private.h"

#include <string.h>

#define SECONDS_A_DAY 86400

gint64
site_date_days (int year, int month, int day)
{
  /* Years begin in March, so that the leap day is their last. */
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 of_era = y - era * 400;
  gint64 of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void
site_date_civil (gint64 days, int *year, int *month, int *day)
{
  gint64 shifted = days + 719468;
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  gint64 of_era = shifted - era * 146097;
  gint64 y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  gint64 of_year = of_era - (365 * y + y / 4 - y / 100);
  gint64 m = (5 * of_year + 2) / 153;

  *day = (int) (of_year - (153 * m + 2) / 5 + 1);
  *month = (int) (m < 10 ? m + 3 : m - 9);
  *year = (int) (y + era * 400 + (*month <= 2 ? 1 : 0));
}

gint64
site_date_offset_at (GTimeZone *zone, gint64 unix_time)
{
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, unix_time);
  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval);
}

GTimeZone *
site_date_fixed_zone (gint64 offset)
{
  return g_time_zone_new_offset ((gint32) offset);
}

GDateTime *
site_date_new_local (
    GTimeZone *zone, int year, int month, int day, int hour, int minute, int second)
{
  g_autoptr (GDateTime) utc = NULL;
  gint64 local, before, after, first;

  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23
      || minute < 0 || minute > 59 || second < 0 || second > 59
      || !g_date_valid_dmy ((GDateDay) MIN (day, 99), (GDateMonth) month, (GDateYear) year))
    return NULL;
  local = site_date_days (year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
  before = site_date_offset_at (zone, local - SECONDS_A_DAY);
  after = site_date_offset_at (zone, local + SECONDS_A_DAY);
  first = local - before;
  /* The offset before the change is right unless the change is over by then. In a gap neither is,
   * and the first gives the same distance behind the gap's start. */
  if (site_date_offset_at (zone, first) != before
      && site_date_offset_at (zone, local - after) == after)
    first = local - after;
  utc = g_date_time_new_from_unix_utc (first);
  return utc == NULL ? NULL : g_date_time_to_timezone (utc, zone);
}

char *
site_date_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_NON_SPACING_MARK)
        continue;
      if (g_unichar_isspace (c))
        c = ' ';
      else if (c == 0x2019 || c == 0x02BC)
        c = '\'';
      else if (c >= 0x2010 && c <= 0x2015)
        c = '-';
      g_string_append_unichar (out, g_unichar_tolower (c));
    }
  return g_string_free (out, FALSE);
}
