/* site-date-read.c - the dates of headers: read as Jekyll reads them, written as they stood.
 *
 * Nearly every date is "YEAR-MONTH-DAY", perhaps a time, perhaps an offset: that form is taken
 * apart with all its details (Shape), so that another moment can be written in the same looks.
 * What else Jekyll understands, it does through Ruby's Time.parse: day and month name, European
 * slashes, twelve hours, named zones. Those are read here, and written in the standard form when
 * they change.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-date-private.h"

#include <stdio.h>
#include <string.h>

typedef enum
{
  ZONE_NONE,
  ZONE_Z,
  ZONE_HOURS,   /* +02 */
  ZONE_COMPACT, /* +0200 */
  ZONE_COLON,   /* +02:00 */
} ZoneForm;

typedef struct
{
  int year, month, day, hour, minute, second;
  char separator; /* of the date: '-' or '/' */
  gboolean month_padded, day_padded, hour_padded;
  gboolean has_time, has_seconds;
  char gap[8];       /* between date and time: "T", " ", "  " */
  int fraction;      /* digits behind the seconds' point; -1: no point */
  gboolean zone_gap; /* a space before the offset */
  ZoneForm zone;
  gint64 offset;
} Shape;

static gboolean
take_number (const char **at, int min_digits, int max_digits, int *value, int *digits)
{
  int n = 0, result = 0;

  while (n < max_digits && g_ascii_isdigit ((*at)[n]))
    result = result * 10 + ((*at)[n++] - '0');
  if (n < min_digits || g_ascii_isdigit ((*at)[n]))
    return FALSE;
  *at += n;
  *value = result;
  if (digits != NULL)
    *digits = n;
  return TRUE;
}

static gboolean
take_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* An offset, or nothing. FALSE if there is something else. */
static gboolean
take_zone (const char **at, Shape *shape)
{
  const char *p = *at;
  int hours, minutes = 0, digits, sign;

  while (*p == ' ')
    p++;
  if (*p == '\0')
    {
      *at = p;
      return TRUE;
    }
  shape->zone_gap = p > *at;
  if (*p == 'Z' && p[1] == '\0')
    {
      shape->zone = ZONE_Z;
      *at = p + 1;
      return TRUE;
    }
  if (*p != '+' && *p != '-')
    return FALSE;
  sign = *p++ == '-' ? -1 : 1;
  if (!take_number (&p, 1, 4, &hours, &digits))
    return FALSE;
  shape->zone = ZONE_HOURS;
  if (digits >= 3)
    {
      shape->zone = ZONE_COMPACT;
      minutes = hours % 100;
      hours /= 100;
    }
  else if (take_char (&p, ':'))
    {
      shape->zone = ZONE_COLON;
      if (!take_number (&p, 2, 2, &minutes, NULL))
        return FALSE;
    }
  if (hours > 23 || minutes > 59)
    return FALSE;
  shape->offset = sign * (hours * 3600 + minutes * 60);
  *at = p;
  return TRUE;
}

static gboolean
take_time (const char **at, Shape *shape)
{
  int digits;

  if (!take_number (at, 1, 2, &shape->hour, &digits) || !take_char (at, ':')
      || !take_number (at, 2, 2, &shape->minute, NULL))
    return FALSE;
  shape->has_time = TRUE;
  shape->hour_padded = digits == 2;
  if (take_char (at, ':'))
    {
      shape->has_seconds = TRUE;
      if (!take_number (at, 2, 2, &shape->second, NULL))
        return FALSE;
      if (take_char (at, '.'))
        for (shape->fraction = 0; g_ascii_isdigit (**at); (*at)++)
          shape->fraction++;
    }
  return TRUE;
}

static gboolean
read_shape (const char *text, Shape *shape)
{
  const char *p = text;
  int digits, gap = 0;

  memset (shape, 0, sizeof *shape);
  shape->fraction = -1;
  if (!take_number (&p, 4, 4, &shape->year, NULL))
    return FALSE;
  shape->separator = *p;
  if ((*p != '-' && *p != '/') || (p++, !take_number (&p, 1, 2, &shape->month, &digits)))
    return FALSE;
  shape->month_padded = digits == 2;
  if (!take_char (&p, shape->separator) || !take_number (&p, 1, 2, &shape->day, &digits))
    return FALSE;
  shape->day_padded = digits == 2;
  if ((*p == 'T' || *p == 't') && g_ascii_isdigit (p[1]))
    shape->gap[gap++] = *p++;
  else
    while (*p == ' ' && gap + 1 < (int) sizeof shape->gap)
      shape->gap[gap++] = *p++;
  if (*p == '\0')
    return TRUE;
  return gap > 0 && take_time (&p, shape) && take_zone (&p, shape) && *p == '\0';
}

static GDateTime *
in_offset (int year, int month, int day, int hour, int minute, int second, gint64 offset)
{
  g_autoptr (GTimeZone) zone = site_date_fixed_zone (offset);
  return site_date_new_local (zone, year, month, day, hour, minute, second);
}

static GDateTime *
shape_to_date (const Shape *shape, gboolean is_yaml_time, GTimeZone *zone)
{
  /* Ruby lets a 60th second and 24:00 roll over; nobody writes them, and GDateTime knows neither,
   * so they are no dates here. */
  if (shape->zone != ZONE_NONE || (is_yaml_time && shape->has_seconds && shape->separator == '-'))
    return in_offset (shape->year, shape->month, shape->day, shape->hour, shape->minute,
                      shape->second, shape->offset);
  return site_date_new_local (zone, shape->year, shape->month, shape->day, shape->hour,
                              shape->minute, shape->second);
}

/* ---- the other forms that Ruby's Time.parse knows -------------------------------------------- */

static int
month_of (const char *word)
{
  static const char names[][4] = { "jan", "feb", "mar", "apr", "may", "jun",
                                   "jul", "aug", "sep", "oct", "nov", "dec" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strncmp (word, names[i], 3) == 0)
      return (int) i + 1;
  return 0;
}

static gboolean
is_weekday (const char *word)
{
  static const char names[][4] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strncmp (word, names[i], 3) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
named_offset (const char *word, gint64 *offset)
{
  static const struct
  {
    const char *name;
    int hours;
  } zones[] = {
    { "utc", 0 },  { "gmt", 0 },  { "z", 0 },    { "wet", 0 },  { "bst", 1 },  { "west", 1 },
    { "cet", 1 },  { "cest", 2 }, { "eet", 2 },  { "eest", 3 }, { "est", -5 }, { "edt", -4 },
    { "cst", -6 }, { "cdt", -5 }, { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strcmp (word, zones[i].name) == 0)
      {
        *offset = zones[i].hours * 3600;
        return TRUE;
      }
  return FALSE;
}

/* The day of a form whose time is not of the usual shape: "2013-10-10 5:16 pm". */
static gboolean
read_iso_day (const char *word, Shape *shape)
{
  Shape iso;

  if (!read_shape (word, &iso) || iso.has_time)
    return FALSE;
  shape->year = iso.year;
  shape->month = iso.month;
  shape->day = iso.day;
  return TRUE;
}

/* "10/11/2013", "10-11-2013", "10.11.2013": the day first, as Ruby reads them. */
static gboolean
read_european (const char *word, Shape *shape)
{
  const char *p = word;
  int day, month, year;
  char separator;

  if (!take_number (&p, 1, 2, &day, NULL))
    return FALSE;
  separator = *p;
  if ((*p != '/' && *p != '-' && *p != '.') || (p++, !take_number (&p, 1, 2, &month, NULL))
      || !take_char (&p, separator) || !take_number (&p, 4, 4, &year, NULL) || *p != '\0')
    return FALSE;
  shape->day = day;
  shape->month = month;
  shape->year = year;
  return TRUE;
}

/* "20131010", "20131010t171600z". */
static gboolean
read_compact (const char *word, Shape *shape)
{
  int digits = (int) strspn (word, "0123456789");

  if (digits != 8 || (word[8] != '\0' && word[8] != 't'))
    return FALSE;
  if (sscanf (word, "%4d%2d%2d", &shape->year, &shape->month, &shape->day) != 3)
    return FALSE;
  if (word[8] == '\0')
    return TRUE;
  if (strspn (word + 9, "0123456789") != 6
      || sscanf (word + 9, "%2d%2d%2d", &shape->hour, &shape->minute, &shape->second) != 3)
    return FALSE;
  shape->has_time = shape->has_seconds = TRUE;
  if (word[15] == 'z' && word[16] == '\0')
    shape->zone = ZONE_Z;
  else if (word[15] != '\0')
    return FALSE;
  return TRUE;
}

static gboolean
read_clock (const char *word, Shape *shape)
{
  const char *p = word;

  if (strchr (word, 'h') != NULL)
    {
      if (!take_number (&p, 1, 2, &shape->hour, NULL) || !take_char (&p, 'h'))
        return FALSE;
      shape->has_time = TRUE;
      return *p == '\0' || (take_number (&p, 1, 2, &shape->minute, NULL) && *p == '\0');
    }
  return take_time (&p, shape)
         && (*p == '\0' || strcmp (p, "am") == 0 || strcmp (p, "pm") == 0
             || (take_zone (&p, shape) && *p == '\0'));
}

static gboolean
apply_half (const char *word, Shape *shape)
{
  gsize length = strlen (word);
  gboolean pm;

  if (length < 2
      || (strcmp (word + length - 2, "am") != 0 && strcmp (word + length - 2, "pm") != 0))
    return FALSE;
  pm = word[length - 2] == 'p';
  shape->hour = shape->hour % 12 + (pm ? 12 : 0);
  return TRUE;
}

static gboolean
read_word (const char *word, Shape *shape)
{
  const char *p = word;
  int number;

  if (shape->year == 0
      && (read_iso_day (word, shape) || read_european (word, shape) || read_compact (word, shape)))
    return TRUE;
  if (!shape->has_time && (strchr (word, ':') != NULL || strchr (word, 'h') != NULL)
      && g_ascii_isdigit (*word))
    {
      if (!read_clock (word, shape))
        return FALSE;
      apply_half (word, shape);
      return TRUE;
    }
  if (g_ascii_isdigit (*word))
    {
      if (shape->day == 0 && take_number (&p, 1, 2, &number, NULL))
        shape->day = number;
      else if (p = word, shape->year == 0 && take_number (&p, 4, 4, &number, NULL))
        shape->year = number;
      else
        return FALSE;
      return *p == '\0' || strcmp (p, "st") == 0 || strcmp (p, "nd") == 0 || strcmp (p, "rd") == 0
             || strcmp (p, "th") == 0;
    }
  if (*word == '+' || *word == '-')
    return shape->has_time && take_zone (&p, shape) && *p == '\0';
  if (shape->has_time && (strcmp (word, "am") == 0 || strcmp (word, "pm") == 0))
    return apply_half (word, shape);
  if (shape->has_time && named_offset (word, &shape->offset))
    {
      shape->zone = ZONE_COLON;
      return TRUE;
    }
  if (shape->month == 0 && (shape->month = month_of (word)) != 0)
    return TRUE;
  return is_weekday (word);
}

static gboolean
read_other (const char *text, Shape *shape)
{
  g_autofree char *folded = site_date_fold (text);
  g_auto (GStrv) words = NULL;

  memset (shape, 0, sizeof *shape);
  shape->fraction = -1;
  words = g_strsplit_set (folded, " ,", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !read_word (words[i], shape))
      return FALSE;
  return shape->year > 0 && shape->month > 0 && shape->day > 0;
}

GDateTime *
site_date_read (const char *written, gboolean is_yaml_time, GTimeZone *zone, SiteDateForm *form)
{
  g_autofree char *text = g_strstrip (g_strdup (written));
  Shape shape;

  if (strlen (text) > 100 || (!read_shape (text, &shape) && !read_other (text, &shape)))
    return NULL;
  if (form != NULL)
    {
      form->has_time = shape.has_time;
      form->has_seconds = shape.has_seconds;
      form->has_offset = shape.zone != ZONE_NONE;
    }
  return shape_to_date (&shape, is_yaml_time, zone);
}

/* ---- writing ---------------------------------------------------------------------------------
 */

static void
append_offset (GString *out, ZoneForm form, gint64 offset)
{
  int minutes = (int) (ABS (offset) / 60);
  char sign = offset < 0 ? '-' : '+';

  switch (form)
    {
    case ZONE_NONE:
      break;
    case ZONE_Z:
      g_string_append_c (out, 'Z');
      break;
    case ZONE_HOURS:
      g_string_append_printf (out, "%c%02d", sign, minutes / 60);
      if (minutes % 60 != 0)
        g_string_append_printf (out, ":%02d", minutes % 60);
      break;
    case ZONE_COMPACT:
      g_string_append_printf (out, "%c%02d%02d", sign, minutes / 60, minutes % 60);
      break;
    case ZONE_COLON:
      g_string_append_printf (out, "%c%02d:%02d", sign, minutes / 60, minutes % 60);
      break;
    }
}

static char *
write_shape (GDateTime *local, const Shape *shape)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%04d%c%0*d%c%0*d", g_date_time_get_year (local), shape->separator,
                          shape->month_padded ? 2 : 1, g_date_time_get_month (local),
                          shape->separator, shape->day_padded ? 2 : 1,
                          g_date_time_get_day_of_month (local));
  if (shape->has_time)
    {
      g_string_append_printf (out, "%s%0*d:%02d", shape->gap, shape->hour_padded ? 2 : 1,
                              g_date_time_get_hour (local), g_date_time_get_minute (local));
      if (shape->has_seconds)
        g_string_append_printf (out, ":%02d", g_date_time_get_second (local));
      if (shape->zone_gap)
        g_string_append_c (out, ' ');
      append_offset (out, shape->zone, g_date_time_get_utc_offset (local) / G_USEC_PER_SEC);
    }
  return g_string_free (out, FALSE);
}

char *
site_date_write (GDateTime *date, GTimeZone *zone)
{
  static const Shape standard = { .separator = '-',
                                  .month_padded = TRUE,
                                  .day_padded = TRUE,
                                  .hour_padded = TRUE,
                                  .has_time = TRUE,
                                  .has_seconds = TRUE,
                                  .gap = " ",
                                  .zone_gap = TRUE,
                                  .zone = ZONE_COLON };
  g_autoptr (GDateTime) local =
      zone != NULL ? g_date_time_to_timezone (date, zone) : g_date_time_ref (date);

  return write_shape (local, &standard);
}

/* The zone in which a new moment is written behind an old one of this shape. */
static GTimeZone *
zone_for (const Shape *shape, gboolean is_yaml_time, GTimeZone *zone)
{
  g_autoptr (GDateTime) old = NULL;

  if (shape->zone == ZONE_Z)
    return g_time_zone_new_utc ();
  if (shape->zone == ZONE_NONE)
    return is_yaml_time && shape->has_seconds && shape->separator == '-' ? g_time_zone_new_utc ()
                                                                         : g_time_zone_ref (zone);
  old = in_offset (shape->year, shape->month, shape->day, shape->hour, shape->minute, shape->second,
                   shape->offset);
  if (old == NULL || site_date_offset_at (zone, g_date_time_to_unix (old)) == shape->offset)
    return g_time_zone_ref (zone);
  return site_date_fixed_zone (shape->offset);
}

static gboolean
fits (GDateTime *local, const Shape *shape)
{
  if (!shape->has_time)
    return g_date_time_get_hour (local) == 0 && g_date_time_get_minute (local) == 0
           && g_date_time_get_second (local) == 0;
  return shape->has_seconds || g_date_time_get_second (local) == 0;
}

char *
site_date_write_like (GDateTime *date,
                      GTimeZone *zone,
                      const char *previous,
                      gboolean previous_is_yaml_time)
{
  g_autofree char *text = g_strstrip (g_strdup (previous != NULL ? previous : ""));
  g_autoptr (GTimeZone) written_zone = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) old = NULL;
  Shape shape;

  if (!read_shape (text, &shape))
    return site_date_write (date, zone);
  old = shape_to_date (&shape, previous_is_yaml_time, zone);
  if (old == NULL)
    return site_date_write (date, zone);
  /* The moment has not changed: neither has the text, not even a fraction of a second. */
  if (g_date_time_to_unix (old) == g_date_time_to_unix (date))
    return g_steal_pointer (&text);
  written_zone = zone_for (&shape, previous_is_yaml_time, zone);
  local = g_date_time_to_timezone (date, written_zone);
  if (local == NULL || !fits (local, &shape))
    return site_date_write (date, zone);
  return write_shape (local, &shape);
}
