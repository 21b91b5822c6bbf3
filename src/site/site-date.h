/* site-date.h - dates as headers write them and as people type them. Part of site.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a written date is written, so that a change of it keeps its looks. */
typedef struct
{
  gboolean has_time;
  gboolean has_seconds;
  gboolean has_offset;
} SiteDateForm;

/* A date of a header, as Jekyll takes it: of a YAML time without an offset the offset is UTC, of
 * any other form without one it is @zone's on that day. @is_yaml_time: the value is FM_TIME (not a
 * quoted string). The result has the written offset. NULL if it is no date. @form may be NULL. */
GDateTime *
site_date_read (const char *written, gboolean is_yaml_time, GTimeZone *zone, SiteDateForm *form);

/* "2013-10-10 17:16:00 +02:00", in @zone (NULL: the date's own). */
char *site_date_write (GDateTime *date, GTimeZone *zone);
/* The same moment written as @previous is written ("2013-10-10", "… +0200", no seconds, "T" …); if
 * that cannot hold it (a time for a form that is only a date), or if @previous is NULL or no date,
 * as site_date_write. An offset is the one of @zone on that day, unless @previous has a fixed one
 * which is not @zone's: then that stays. */
char *site_date_write_like (GDateTime *date,
                            GTimeZone *zone,
                            const char *previous,
                            gboolean previous_is_yaml_time);

/* What people type: "10/10/2013 17h16", "10 oct. 2013", "demain 9h", "jeudi prochain à 14 h 30",
 * "dans 3 jours", "2013-10-10", "17h" (today). French and English words, any case, with or without
 * accents. Without a time: 00:00 and *@has_time FALSE. A time that summer time skips is moved
 * forward by the gap; of one that exists twice the first is taken. NULL if it is not understood. */
GDateTime *
site_date_parse_typed (const char *text, GDateTime *now, GTimeZone *zone, gboolean *has_time);

/* A local time of @zone, with the rule for the two nights above. NULL for an impossible date. */
GDateTime *site_date_new_local (
    GTimeZone *zone, int year, int month, int day, int hour, int minute, int second);

/* "jeudi 10 octobre 2013 à 17 h 16" ("fr", also as a prefix; else English: "Thursday 10 October
 * 2013, 17:16"), in @zone; no-break spaces within the time. */
char *
site_date_dup_words (GDateTime *date, GTimeZone *zone, const char *language, gboolean with_time);
/* The same where there is little room: "10 oct. 2013, 17 h 16", "10 Oct 2013, 17:16". It is
 * understood when typed. */
char *site_date_dup_short_words (GDateTime *date,
                                 GTimeZone *zone,
                                 const char *language,
                                 gboolean with_time);

G_END_DECLS
