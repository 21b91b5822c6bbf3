/* site-date-typed.c - the dates that people type.
 *
 * The text is folded (lower case, no accents) and eaten from the left: at each place the readers
 * of a table are tried in order, each takes one construct (a day in words, a written date, a clock
 * time) or leaves the place alone. Whatever no reader takes makes the whole text no date: a guess
 * would put a wrong date on the site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-date-private.h"

#include <string.h>

typedef struct
{
  const char *at;
  GTimeZone *zone;
  GDateTime *now; /* in zone */
  gint64 today;   /* days since 1970 */
  gboolean has_day, has_time, has_moment;
  gint64 day;
  gint64 seconds; /* of the moment "in 2 hours", relative to now */
  int hour, minute, second;
} Typed;

typedef struct
{
  const char *word;
  int value;
} Word;

static const Word months[] = {
  { "janvier", 1 },   { "january", 1 },   { "janv", 1 },      { "jan", 1 },      { "fevrier", 2 },
  { "february", 2 },  { "fevr", 2 },      { "fev", 2 },       { "feb", 2 },      { "mars", 3 },
  { "march", 3 },     { "mar", 3 },       { "avril", 4 },     { "april", 4 },    { "avr", 4 },
  { "apr", 4 },       { "mai", 5 },       { "may", 5 },       { "juin", 6 },     { "june", 6 },
  { "jun", 6 },       { "juillet", 7 },   { "juil", 7 },      { "july", 7 },     { "jul", 7 },
  { "aout", 8 },      { "august", 8 },    { "aug", 8 },       { "aou", 8 },      { "septembre", 9 },
  { "september", 9 }, { "sept", 9 },      { "sep", 9 },       { "octobre", 10 }, { "october", 10 },
  { "oct", 10 },      { "novembre", 11 }, { "november", 11 }, { "nov", 11 },     { "decembre", 12 },
  { "december", 12 }, { "dec", 12 },
};

/* From 1 = Monday, as GDateTime counts. */
static const Word weekdays[] = {
  { "lundi", 1 },    { "monday", 1 },   { "lun", 1 },      { "mon", 1 },      { "mardi", 2 },
  { "tuesday", 2 },  { "tue", 2 },      { "mercredi", 3 }, { "mer", 3 },      { "wednesday", 3 },
  { "wed", 3 },      { "jeudi", 4 },    { "jeu", 4 },      { "thursday", 4 }, { "thu", 4 },
  { "vendredi", 5 }, { "ven", 5 },      { "friday", 5 },   { "fri", 5 },      { "samedi", 6 },
  { "sam", 6 },      { "saturday", 6 }, { "sat", 6 },      { "dimanche", 7 }, { "dim", 7 },
  { "sunday", 7 },   { "sun", 7 },
};

static const Word days[] = {
  { "aujourd'hui", 0 },  { "aujourdhui", 0 }, { "today", 0 },      { "apres-demain", 2 },
  { "apres demain", 2 }, { "demain", 1 },     { "tomorrow", 1 },   { "avant-hier", -2 },
  { "avant hier", -2 },  { "hier", -1 },      { "yesterday", -1 }, { "ce soir", 0 },
  { "ce matin", 0 },
};

enum
{
  UNIT_MINUTE,
  UNIT_HOUR,
  UNIT_DAY,
  UNIT_WEEK,
  UNIT_MONTH,
  UNIT_YEAR
};

static const Word units[] = {
  { "minutes", UNIT_MINUTE }, { "minute", UNIT_MINUTE }, { "min", UNIT_MINUTE },
  { "heures", UNIT_HOUR },    { "heure", UNIT_HOUR },    { "hours", UNIT_HOUR },
  { "hour", UNIT_HOUR },      { "h", UNIT_HOUR },        { "jours", UNIT_DAY },
  { "jour", UNIT_DAY },       { "days", UNIT_DAY },      { "day", UNIT_DAY },
  { "semaines", UNIT_WEEK },  { "semaine", UNIT_WEEK },  { "weeks", UNIT_WEEK },
  { "week", UNIT_WEEK },      { "mois", UNIT_MONTH },    { "months", UNIT_MONTH },
  { "month", UNIT_MONTH },    { "ans", UNIT_YEAR },      { "an", UNIT_YEAR },
  { "annees", UNIT_YEAR },    { "annee", UNIT_YEAR },    { "years", UNIT_YEAR },
  { "year", UNIT_YEAR },
};

static const Word numbers[] = {
  { "un", 1 },    { "une", 1 },   { "a", 1 },      { "one", 1 },  { "deux", 2 }, { "two", 2 },
  { "trois", 3 }, { "three", 3 }, { "quatre", 4 }, { "four", 4 }, { "cinq", 5 }, { "five", 5 },
  { "six", 6 },   { "sept", 7 },  { "huit", 8 },   { "neuf", 9 }, { "dix", 10 }, { "quinze", 15 },
};

/* ---- eating ----------------------------------------------------------------------------------
 */

static void
skip_spaces (const char **at)
{
  while (**at == ' ')
    (*at)++;
}

/* Takes @word if it stands here as a whole word (an abbreviation's point goes with it). */
static gboolean
take_word (const char **at, const char *word)
{
  gsize length = strlen (word);
  const char *p = *at;

  if (strncmp (p, word, length) != 0 || g_ascii_isalnum (p[length]))
    return FALSE;
  p += length;
  if (*p == '.' && g_ascii_isalpha (p[-1]))
    p++;
  skip_spaces (&p);
  *at = p;
  return TRUE;
}

static gboolean
take_of (const char **at, const Word *words, guint n, int *value)
{
  for (guint i = 0; i < n; i++)
    if (take_word (at, words[i].word))
      {
        *value = words[i].value;
        return TRUE;
      }
  return FALSE;
}

static gboolean
take_digits (const char **at, int max, int *value, int *n_digits)
{
  int n = 0, result = 0;

  while (g_ascii_isdigit ((*at)[n]) && n <= max)
    result = result * 10 + ((*at)[n++] - '0');
  if (n == 0 || n > max)
    return FALSE;
  *at += n;
  *value = result;
  if (n_digits != NULL)
    *n_digits = n;
  return TRUE;
}

static gboolean
take_count (const char **at, int *value)
{
  const char *p = *at;

  if (take_digits (&p, 4, value, NULL))
    {
      skip_spaces (&p);
      *at = p;
      return TRUE;
    }
  return take_of (at, numbers, G_N_ELEMENTS (numbers), value);
}

/* ---- days ------------------------------------------------------------------------------------
 */

static gboolean
set_day (Typed *typed, int year, int month, int day)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  typed->day = site_date_days (year, month, day);
  typed->has_day = TRUE;
  return TRUE;
}

static int
full_year (int year, int digits)
{
  if (digits > 2)
    return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

/* The day of that name that is nearest to today: "10 janvier" typed in December is next month's. */
static gboolean
set_day_without_year (Typed *typed, int month, int day)
{
  int this_year = g_date_time_get_year (typed->now);
  gint64 best = G_MAXINT64;
  gboolean found = FALSE;

  for (int year = this_year - 1; year <= this_year + 1; year++)
    {
      Typed trial = *typed;
      if (!set_day (&trial, year, month, day) || ABS (trial.day - typed->today) >= best)
        continue;
      best = ABS (trial.day - typed->today);
      typed->day = trial.day;
      typed->has_day = found = TRUE;
    }
  return found;
}

static gboolean
read_relative_day (Typed *typed)
{
  int offset;

  if (typed->has_day || !take_of (&typed->at, days, G_N_ELEMENTS (days), &offset))
    return FALSE;
  typed->day = typed->today + offset;
  typed->has_day = TRUE;
  return TRUE;
}

static gboolean
read_now (Typed *typed)
{
  if (typed->has_day || typed->has_time
      || (!take_word (&typed->at, "maintenant") && !take_word (&typed->at, "now")))
    return FALSE;
  typed->has_moment = TRUE;
  return TRUE;
}

static gboolean
shift (Typed *typed, int unit, int count)
{
  g_autoptr (GDateTime) there = NULL;

  if (unit == UNIT_MINUTE || unit == UNIT_HOUR)
    {
      typed->seconds = (gint64) count * (unit == UNIT_HOUR ? 3600 : 60);
      typed->has_moment = TRUE;
      return TRUE;
    }
  if (unit == UNIT_DAY || unit == UNIT_WEEK)
    {
      typed->day = typed->today + count * (unit == UNIT_WEEK ? 7 : 1);
      typed->has_day = TRUE;
      return TRUE;
    }
  there = unit == UNIT_MONTH ? g_date_time_add_months (typed->now, count)
                             : g_date_time_add_years (typed->now, count);
  return there != NULL
         && set_day (typed, g_date_time_get_year (there), g_date_time_get_month (there),
                     g_date_time_get_day_of_month (there));
}

/* "dans 3 jours", "in two weeks", "il y a 2 mois", "3 days ago", "la semaine prochaine". */
static gboolean
read_distance (Typed *typed)
{
  const char *p = typed->at;
  int count = 1, unit, sign = 0;

  if (typed->has_day || typed->has_moment)
    return FALSE;
  if (take_word (&p, "dans") || take_word (&p, "in"))
    sign = 1;
  else if (take_word (&p, "il y a"))
    sign = -1;
  if (sign == 0 && (take_word (&p, "next") || take_word (&p, "last")))
    {
      sign = *typed->at == 'n' ? 1 : -1;
      if (!take_of (&p, units, G_N_ELEMENTS (units), &unit) || unit < UNIT_DAY)
        return FALSE;
    }
  else if (!take_count (&p, &count) && sign != 0)
    return FALSE;
  else if (!take_of (&p, units, G_N_ELEMENTS (units), &unit))
    return FALSE;
  else if (sign == 0)
    {
      if (take_word (&p, "ago"))
        sign = -1;
      else if (count == 1 && (take_word (&p, "prochaine") || take_word (&p, "prochain")))
        sign = 1;
      else if (count == 1 && (take_word (&p, "derniere") || take_word (&p, "dernier")))
        sign = -1;
      else
        return FALSE;
    }
  typed->at = p;
  return shift (typed, unit, sign * count);
}

/* Alone it is the next day of that name; beside a date it only decorates. */
static gboolean
read_weekday (Typed *typed)
{
  int weekday, ahead;
  const char *p = typed->at;
  gboolean last = take_word (&p, "last");
  gboolean next = !last && take_word (&p, "next");

  if (!take_of (&p, weekdays, G_N_ELEMENTS (weekdays), &weekday))
    return FALSE;
  last = take_word (&p, "dernier") || last;
  next = take_word (&p, "prochain") || next;
  take_word (&p, ",");
  typed->at = p;
  if (!last && !next && (typed->has_day || g_ascii_isdigit (*p)))
    {
      const char *clock = p;
      /* "jeudi 9h" is a day and a time, "jeudi 9 mai" is a date. */
      clock += strspn (clock, "0123456789");
      skip_spaces (&clock);
      if (typed->has_day || (*clock != 'h' && *clock != ':'))
        return TRUE;
    }
  ahead = (weekday - g_date_time_get_day_of_week (typed->now) + 7) % 7;
  if (last)
    ahead = ahead == 0 ? -7 : ahead - 7;
  else if (ahead == 0)
    ahead = 7;
  if (take_word (&typed->at, "en huit"))
    ahead += 7;
  typed->day = typed->today + ahead;
  typed->has_day = TRUE;
  return TRUE;
}

/* 10/10/2013, 10.10.13, 10-10, 2013-10-10, 2013/10/10. */
static gboolean
read_numeric_date (Typed *typed)
{
  const char *p = typed->at;
  int one, two, three = 0, digits_one, digits_three = 0;
  char separator;

  if (typed->has_day || !take_digits (&p, 4, &one, &digits_one))
    return FALSE;
  separator = *p;
  if ((separator != '/' && separator != '-' && separator != '.') || !g_ascii_isdigit (p[1]))
    return FALSE;
  p++;
  if (!take_digits (&p, 2, &two, NULL))
    return FALSE;
  if (*p == separator && g_ascii_isdigit (p[1]))
    {
      p++;
      if (!take_digits (&p, 4, &three, &digits_three))
        return FALSE;
    }
  if (digits_one == 4)
    {
      if (digits_three == 0 || digits_three > 2 || !set_day (typed, one, two, three))
        return FALSE;
      if (*p == 't' && g_ascii_isdigit (p[1]))
        p++;
    }
  else if (digits_one > 2 || digits_three == 1 || digits_three == 3
           || !(digits_three == 0 ? set_day_without_year (typed, two, one)
                                  : set_day (typed, full_year (three, digits_three), two, one)))
    return FALSE;
  skip_spaces (&p);
  typed->at = p;
  return TRUE;
}

static gboolean
take_year (const char **at, int *year)
{
  const char *p = *at;
  int digits;

  take_word (&p, ",");
  take_word (&p, "de");
  if (!take_digits (&p, 4, year, &digits) || digits != 4 || *p == ':' || *p == 'h')
    return FALSE;
  skip_spaces (&p);
  *at = p;
  return TRUE;
}

/* 10 octobre 2013, 1er mai, October 10th, 2013, le 10. */
static gboolean
read_named_date (Typed *typed)
{
  const char *p = typed->at;
  gboolean article = take_word (&p, "le");
  int day = 0, month, year;
  gboolean ok;

  if (typed->has_day)
    return FALSE;
  if (take_digits (&p, 2, &day, NULL))
    {
      gboolean ordinal = g_str_has_prefix (p, "er") || g_str_has_prefix (p, "st")
                         || g_str_has_prefix (p, "nd") || g_str_has_prefix (p, "rd")
                         || g_str_has_prefix (p, "th");
      p += ordinal ? 2 : 0;
      if (g_ascii_isalnum (*p) || *p == ':' || *p == '/')
        return FALSE;
      skip_spaces (&p);
      if (!take_of (&p, months, G_N_ELEMENTS (months), &month))
        {
          if (!article || *p == 'h')
            return FALSE;
          typed->at = p;
          return set_day (typed, g_date_time_get_year (typed->now),
                          g_date_time_get_month (typed->now), day);
        }
    }
  else
    {
      if (!take_of (&p, months, G_N_ELEMENTS (months), &month) || !take_digits (&p, 2, &day, NULL))
        return FALSE;
      if (g_str_has_prefix (p, "st") || g_str_has_prefix (p, "nd") || g_str_has_prefix (p, "rd")
          || g_str_has_prefix (p, "th"))
        p += 2;
      if (g_ascii_isalnum (*p) || *p == ':')
        return FALSE;
      skip_spaces (&p);
    }
  ok = take_year (&p, &year) ? set_day (typed, year, month, day)
                             : set_day_without_year (typed, month, day);
  typed->at = p;
  return ok;
}

/* ---- times -----------------------------------------------------------------------------------
 */

static gboolean
take_half (const char **at, int *hour)
{
  gboolean pm = take_word (at, "pm");

  if (!pm && !take_word (at, "am"))
    return FALSE;
  if (*hour < 1 || *hour > 12)
    return FALSE;
  *hour = *hour % 12 + (pm ? 12 : 0);
  return TRUE;
}

/* 17h16, 17 h, 9 heures 30, 17:16:30, 9am, midi, minuit. */
static gboolean
read_clock (Typed *typed)
{
  const char *p = typed->at;
  int hour, minute = 0, second = 0;

  if (typed->has_time)
    return FALSE;
  if (take_word (&p, "midi") || take_word (&p, "noon"))
    hour = 12;
  else if (take_word (&p, "minuit") || take_word (&p, "midnight"))
    hour = 0;
  else if (!take_digits (&p, 2, &hour, NULL))
    return FALSE;
  else if (*p == ':' && g_ascii_isdigit (p[1]))
    {
      p++;
      if (!take_digits (&p, 2, &minute, NULL))
        return FALSE;
      if (*p == ':' && (p++, !take_digits (&p, 2, &second, NULL)))
        return FALSE;
      skip_spaces (&p);
      take_half (&p, &hour);
    }
  else
    {
      skip_spaces (&p);
      if (take_word (&p, "heures") || take_word (&p, "heure"))
        ;
      else if (*p == 'h' && !g_ascii_isalpha (p[1]))
        p++;
      else if (!take_half (&p, &hour))
        return FALSE;
      skip_spaces (&p);
      if (g_ascii_isdigit (*p) && take_digits (&p, 2, &minute, NULL))
        {
          skip_spaces (&p);
          if (!take_word (&p, "minutes") && !take_word (&p, "min"))
            take_word (&p, "mn");
        }
    }
  if (hour > 23 || minute > 59 || second > 59 || (p[-1] != ' ' && g_ascii_isalnum (*p)))
    return FALSE;
  skip_spaces (&p);
  typed->at = p;
  typed->hour = hour;
  typed->minute = minute;
  typed->second = second;
  return typed->has_time = TRUE;
}

static gboolean
read_filler (Typed *typed)
{
  static const char *const fillers[] = {
    "le", "la", "a", "at", "on", "the", "vers", "du", "de", "ce", "heure de paris"
  };

  if (*typed->at == ',')
    {
      typed->at++;
      skip_spaces (&typed->at);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (take_word (&typed->at, fillers[i]))
      return TRUE;
  return FALSE;
}

static GDateTime *
finish (const Typed *typed)
{
  int year, month, day;
  gint64 number = typed->has_day ? typed->day : typed->today;

  if (typed->has_moment)
    {
      if (typed->has_day || typed->has_time)
        return NULL;
      return g_date_time_add_seconds (typed->now, (double) typed->seconds);
    }
  if ((!typed->has_day && !typed->has_time) || number < site_date_days (1, 1, 1)
      || number > site_date_days (9999, 12, 31))
    return NULL;
  site_date_civil (number, &year, &month, &day);
  return site_date_new_local (typed->zone, year, month, day, typed->hour, typed->minute,
                              typed->second);
}

GDateTime *
site_date_parse_typed (const char *text, GDateTime *now, GTimeZone *zone, gboolean *has_time)
{
  static gboolean (*const readers[]) (Typed *) = { read_now,     read_relative_day, read_distance,
                                                   read_weekday, read_numeric_date, read_named_date,
                                                   read_clock,   read_filler };
  g_autofree char *folded = NULL;
  g_autoptr (GDateTime) here = g_date_time_to_timezone (now, zone);
  Typed typed = { .zone = zone, .now = here };
  SiteDateForm form;
  GDateTime *exact;

  if (strlen (text) > 100)
    return NULL;
  folded = g_strstrip (site_date_fold (text));
  exact = site_date_read (text, FALSE, zone, &form);
  if (exact != NULL && form.has_offset)
    {
      if (has_time != NULL)
        *has_time = form.has_time;
      return exact;
    }
  g_clear_pointer (&exact, g_date_time_unref);
  typed.at = folded;
  typed.today = site_date_days (g_date_time_get_year (here), g_date_time_get_month (here),
                                g_date_time_get_day_of_month (here));
  while (*typed.at != '\0')
    {
      gboolean taken = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (readers) && !taken; i++)
        taken = readers[i](&typed);
      if (!taken)
        return NULL;
    }
  if (has_time != NULL)
    *has_time = typed.has_time || typed.has_moment;
  return finish (&typed);
}
