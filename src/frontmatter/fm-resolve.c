/* fm-resolve.c - what a plain scalar means: Psych 4's reading of YAML 1.1.
 *
 * Source of the rules: the behaviour of Psych 4.0.4's scalar scanner (Ruby 3.1), which tests its
 * expressions in a fixed order. The order matters and is kept: texts that look like words first,
 * then times, dates, infinities, symbols, sexagesimals, floats, integers. Properties that surprise:
 *   - "1e3" and "0o17" are strings, "1_000" and "1,000" integers, "12:30" is 45,000;
 *   - "y" and "n" are strings, "yes", "no", "on", "off" are booleans in any case;
 *   - 2024-02-31 is a string as a date, but a time on that day is one (in March);
 *   - a time without an offset is UTC.
 * Where Psych itself raises an error ("0x_", ".e+5"), we read a string.
 *
 * Limits: everything is a few passes over the scalar, without backtracking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static gboolean
is_one_of (gunichar c, const char *set)
{
  return c < 128 && c != 0 && strchr (set, (int) c) != NULL;
}

/* The characters that make a text a word for Psych. */
static gboolean
is_word_like (gunichar c)
{
  return is_one_of (c, "_ \t\n\v\f\r!@#$%^&*(){}<>|/\\~;=") || g_unichar_isalpha (c)
         || (c >= 128 && g_unichar_ismark (c));
}

/* One of the texts of a kind, in any case (and in any of Unicode's ways to fold it). */
static gboolean
equals_folded (const char *text, gsize length, const char *word)
{
  gsize word_length = strlen (word);

  if (length == word_length && g_ascii_strncasecmp (text, word, length) == 0)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] >= 0x80)
      {
        g_autofree char *folded = g_utf8_casefold (text, (gssize) length);
        return strcmp (folded, word) == 0;
      }
  return FALSE;
}

/* The kind of a text of at most five characters that looks like a word. Psych's anchors hold at
 * every line, so "on" on any line counts; @text may have two. */
static FmKind
resolve_short_word (const char *text, gsize length)
{
  static const struct
  {
    const char *word;
    FmKind kind;
  } words[] = {
    { "null", FM_NULL },  { "yes", FM_BOOLEAN },   { "true", FM_BOOLEAN }, { "on", FM_BOOLEAN },
    { "no", FM_BOOLEAN }, { "false", FM_BOOLEAN }, { "off", FM_BOOLEAN },
  };
  const char *end = text + length;

  if (length == 1 && text[0] == '~')
    return FM_NULL;
  for (const char *line = text; line < end;)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));

      if (*line != '\n' && !is_one_of ((guchar) *line, "ytonfYTONF~"))
        return FM_STRING;
      line = line_end == NULL ? end : line_end + 1;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (const char *line = text; line < end;)
      {
        const char *line_end = memchr (line, '\n', (gsize) (end - line));

        if (line_end == NULL)
          line_end = end;
        if (equals_folded (line, (gsize) (line_end - line), words[i].word))
          return words[i].kind;
        line = line_end + 1;
      }
  return FM_STRING;
}

/* ---- small matchers: each moves @at over what it matches ---- */

static guint
take_digits (const char **at, guint most)
{
  guint n = 0;

  while (n < most && g_ascii_isdigit (**at))
    {
      (*at)++;
      n++;
    }
  return n;
}

static void
take_sign (const char **at)
{
  if (**at == '-' || **at == '+')
    (*at)++;
}

static void
take_set (const char **at, const char *set)
{
  *at += strspn (*at, set);
}

static gboolean
take_char (const char **at, char c)
{
  if (**at != c)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* ---- dates and times ---- */

typedef struct
{
  int year, month, day, hour, minute;
  double second;
  gboolean has_offset;
  int offset; /* seconds */
} Moment;

static gboolean
take_day (const char **at, Moment *moment)
{
  gboolean is_negative = take_char (at, '-');
  const char *year = *at;

  if (take_digits (at, 4) != 4 || !take_char (at, '-'))
    return FALSE;
  moment->year = atoi (year) * (is_negative ? -1 : 1);
  moment->month = atoi (*at);
  if (take_digits (at, 2) == 0 || !take_char (at, '-'))
    return FALSE;
  moment->day = atoi (*at);
  return take_digits (at, 2) > 0;
}

static gboolean
take_clock (const char **at, Moment *moment)
{
  moment->hour = atoi (*at);
  if (take_digits (at, 2) == 0 || !take_char (at, ':'))
    return FALSE;
  moment->minute = atoi (*at);
  if (take_digits (at, 2) != 2 || !take_char (at, ':'))
    return FALSE;
  moment->second = atoi (*at);
  if (take_digits (at, 2) != 2)
    return FALSE;
  if (**at == '.')
    {
      double unit = 1;
      const char *digit = *at + 1;

      for (; g_ascii_isdigit (*digit); digit++)
        moment->second += (*digit - '0') * (unit /= 10);
      *at = digit;
    }
  return TRUE;
}

static int
digits_value (const char *digits, guint n)
{
  int value = 0;

  for (guint i = 0; i < n; i++)
    value = value * 10 + (digits[i] - '0');
  return value;
}

/* "Z", "+H", "+HH", "+HH:MM", "+HHMM" after blanks, or nothing. Three digits are two of hours and
 * one of minutes for Psych. */
static gboolean
take_offset (const char **at, Moment *moment)
{
  gboolean is_negative;
  guint n;
  int hours, minutes;

  take_set (at, " \t\n\v\f\r");
  if (take_char (at, 'Z'))
    {
      moment->has_offset = TRUE;
      return TRUE;
    }
  if (**at != '+' && **at != '-')
    return TRUE;
  is_negative = **at == '-';
  (*at)++;
  n = (guint) strspn (*at, "0123456789");
  if (n == 0 || n > 4)
    return FALSE;
  hours = digits_value (*at, MIN (n, 2));
  minutes = n > 2 ? digits_value (*at + 2, n - 2) : 0;
  *at += n;
  if (n <= 2 && take_char (at, ':') && g_ascii_isdigit (**at))
    {
      minutes = atoi (*at);
      if (take_digits (at, 2) != 2)
        return FALSE;
    }
  moment->has_offset = TRUE;
  /* "-00:30" is half an hour EAST for Psych, because -0 is no negative number. */
  moment->offset = hours * 3600 * (is_negative ? -1 : 1);
  moment->offset += minutes * 60 * (is_negative && hours > 0 ? -1 : 1);
  return TRUE;
}

static gboolean
match_time (const char *text, gsize length, Moment *moment)
{
  const char *at = text;
  gsize blanks;

  memset (moment, 0, sizeof *moment);
  if (!take_day (&at, moment))
    return FALSE;
  blanks = strspn (at, " \t\n\v\f\r");
  if (*at == 'T' || *at == 't')
    at++;
  else if (blanks > 0 && memchr (at, ' ', blanks) != NULL)
    at += blanks;
  else
    return FALSE;
  if (!take_clock (&at, moment) || !take_offset (&at, moment) || at != text + length)
    return FALSE;
  return moment->month >= 1 && moment->month <= 12 && moment->day >= 1 && moment->day <= 31
         && moment->minute <= 59 && moment->second < 61
         && (moment->hour <= 23
             || (moment->hour == 24 && moment->minute == 0 && moment->second <= 0))
         && ABS (moment->offset) < 86400;
}

/* The days that Ruby's Date knows: Julian before the reform of October 1582. */
static gboolean
is_day (int year, int month, int day)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean is_julian = year < 1582 || (year == 1582 && (month < 10 || (month == 10 && day < 5)));
  gboolean is_leap = year % 4 == 0 && (is_julian || year % 100 != 0 || year % 400 == 0);

  if (month < 1 || month > 12 || day < 1)
    return FALSE;
  if (year == 1582 && month == 10 && day >= 5 && day <= 14)
    return FALSE;
  return day <= days[month - 1] + (month == 2 && is_leap ? 1 : 0);
}

static gboolean
looks_like_date (const char *text, gsize length)
{
  Moment moment;
  const char *at = text;

  return text[0] != '-' && take_day (&at, &moment) && at == text + length && moment.month <= 12
         && moment.day <= 31;
}

static FmKind
resolve_date (const char *text)
{
  Moment moment;
  const char *at = text;

  take_day (&at, &moment);
  return is_day (moment.year, moment.month, moment.day) ? FM_DATE : FM_STRING;
}

GDateTime *
fm_resolve_time (const char *text, gsize length, gboolean *has_offset)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) month = NULL;
  g_autoptr (GDateTime) day = NULL;
  Moment moment;

  *has_offset = FALSE;
  if (looks_like_date (text, length))
    {
      const char *at = text;

      memset (&moment, 0, sizeof moment);
      take_day (&at, &moment);
    }
  else if (!match_time (text, length, &moment))
    return NULL;
  *has_offset = moment.has_offset;
  if (moment.year < 1 || moment.year > 9999 || moment.month < 1 || moment.day < 1)
    return NULL;
  zone = g_time_zone_new_offset (moment.offset);
  /* Days beyond the month's end, hour 24 and second 60 run over into what follows, as in Ruby. */
  month = g_date_time_new (zone, moment.year, moment.month, 1, 0, 0, 0);
  day = month == NULL ? NULL : g_date_time_add_days (month, moment.day - 1);
  if (day == NULL)
    return NULL;
  return g_date_time_add_full (day, 0, 0, 0, moment.hour, moment.minute, moment.second);
}

/* ---- numbers ---- */

/* Sign, digits, one or two groups ":59"; @with_fraction: and ".…" */
static gboolean
match_sexagesimal (const char *text, gsize length, gboolean with_fraction)
{
  const char *at = text;
  guint groups = 0;

  take_sign (&at);
  if (!g_ascii_isdigit (*at))
    return FALSE;
  take_set (&at, "0123456789_");
  while (groups < 2 && *at == ':' && g_ascii_isdigit (at[1]))
    {
      const char *group = at + 1;
      guint n = take_digits (&group, 2);

      if (n == 2 && at[1] > '5')
        return FALSE;
      at = group;
      groups++;
    }
  if (groups == 0)
    return FALSE;
  if (with_fraction)
    {
      if (!take_char (&at, '.'))
        return FALSE;
      take_set (&at, "0123456789_");
    }
  return at == text + length;
}

static gboolean
match_float (const char *text, gsize length)
{
  const char *at = text;
  gboolean has_digits;

  take_sign (&at);
  has_digits = g_ascii_isdigit (*at);
  if (has_digits)
    take_set (&at, "0123456789_,");
  if (!take_char (&at, '.'))
    return FALSE;
  has_digits |= g_ascii_isdigit (*at);
  take_set (&at, "0123456789");
  if (!has_digits)
    return FALSE;
  if ((*at == 'e' || *at == 'E') && (at[1] == '-' || at[1] == '+') && g_ascii_isdigit (at[2]))
    {
      at += 2;
      take_set (&at, "0123456789");
    }
  return at == text + length;
}

static gboolean
match_decimal (const char *at)
{
  if (*at == '0')
    return at[1] == '\0';
  if (*at < '1' || *at > '9')
    return FALSE;
  for (at++; *at != '\0'; at++)
    {
      if ((*at == '_' || *at == ',') && g_ascii_isdigit (at[1]))
        at++;
      if (!g_ascii_isdigit (*at))
        return FALSE;
    }
  return TRUE;
}

static gboolean
match_integer (const char *text, gsize length)
{
  const char *at = text;
  const char *digits = NULL;
  const char *body;

  if (strlen (text) != length)
    return FALSE;
  take_sign (&at);
  if (match_decimal (at))
    return TRUE;
  if (*at != '0')
    return FALSE;
  body = at + 2;
  if (at[1] == 'b')
    digits = "01_,";
  else if (at[1] == 'x')
    digits = "0123456789abcdefABCDEF_,";
  else
    {
      digits = "01234567_,";
      body = at + 1;
    }
  if (*body == '\0' || strspn (body, digits) != strlen (body))
    return FALSE;
  /* Psych would stumble over "0x_"; "0_" is zero for it. */
  return body == at + 1 || strspn (body, "_,") != strlen (body);
}

static FmKind
resolve_number (const char *text, gsize length)
{
  if (match_sexagesimal (text, length, FALSE))
    return FM_INTEGER;
  if (match_sexagesimal (text, length, TRUE) || match_float (text, length))
    return FM_FLOAT;
  return match_integer (text, length) ? FM_INTEGER : FM_STRING;
}

static gboolean
is_special_float (const char *text, gsize length)
{
  if (length > 0 && (*text == '+' || *text == '-'))
    return equals_folded (text + 1, length - 1, ".inf");
  return equals_folded (text, length, ".inf") || equals_folded (text, length, ".nan");
}

/* ---- the order of the tests ---- */

static gboolean
looks_like_word (const char *text, gsize length)
{
  const char *end = text + length;
  gunichar first = g_utf8_get_char (text);
  const char *second = g_utf8_next_char (text);

  if (memchr (text, '\n', length) != NULL)
    return TRUE;
  if (is_word_like (first))
    return TRUE;
  if (is_one_of (first, "0123456789.:-") || second >= end)
    return FALSE;
  return is_word_like (g_utf8_get_char (second));
}

FmKind
fm_resolve (const char *text, gsize length)
{
  Moment moment;

  if (length == 0)
    return FM_NULL;
  if (looks_like_word (text, length))
    {
      if (length > 5 * 4 || g_utf8_strlen (text, (gssize) length) > 5)
        return FM_STRING;
      return resolve_short_word (text, length);
    }
  if (text[0] == '-' || g_ascii_isdigit (text[0]))
    {
      if (match_time (text, length, &moment))
        return FM_TIME;
      if (looks_like_date (text, length))
        return resolve_date (text);
    }
  if (is_special_float (text, length))
    return FM_FLOAT;
  if (text[0] == ':' && length > 1)
    return FM_STRING;
  return resolve_number (text, length);
}

/* ---- values ---- */

/* Ruby's String#to_i: digits with single underscores between them. */
static double
leading_integer (const char *text)
{
  double value = 0;
  gboolean is_negative = *text == '-';

  take_sign (&text);
  for (; g_ascii_isdigit (*text); text++)
    {
      value = value * 10 + (*text - '0');
      if (text[1] == '_' && g_ascii_isdigit (text[2]))
        text++;
    }
  return is_negative ? -value : value;
}

static double
sexagesimal (const char *text)
{
  double value = leading_integer (text) * 3600;
  double unit = 60;

  while ((text = strchr (text, ':')) != NULL)
    {
      text++;
      value +=
          unit
          * (strchr (text, ':') == NULL ? g_ascii_strtod (text, NULL) : leading_integer (text));
      unit /= 60;
    }
  return value;
}

static char *
without_separators (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (*text != '_' && *text != ',')
      g_string_append_c (clean, *text);
  return g_string_free (clean, FALSE);
}

gint64
fm_resolve_integer (const char *text, gboolean *fits)
{
  g_autofree char *clean = NULL;
  const char *digits;
  gboolean is_negative;
  guint64 value;
  guint base = 10;
  char *end;

  *fits = TRUE;
  if (strchr (text, ':') != NULL)
    {
      double total = sexagesimal (text);

      *fits = fabs (total) < 9e15;
      return *fits ? (gint64) total : 0;
    }
  clean = without_separators (text);
  digits = clean;
  is_negative = *digits == '-';
  take_sign (&digits);
  if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'b'))
    {
      base = digits[1] == 'x' ? 16 : 2;
      digits += 2;
    }
  else if (digits[0] == '0')
    base = 8;
  errno = 0;
  value = g_ascii_strtoull (digits, &end, base);
  if (errno != 0 || value > (guint64) G_MAXINT64 + (is_negative ? 1 : 0))
    {
      *fits = FALSE;
      return 0;
    }
  return is_negative ? (gint64) (0 - value) : (gint64) value;
}

double
fm_resolve_float (const char *text)
{
  g_autofree char *clean = without_separators (text);
  const char *at = clean;
  double sign = *at == '-' ? -1 : 1;

  if (strchr (clean, ':') != NULL)
    return sexagesimal (text);
  if (*at == '+' || *at == '-')
    at++;
  if (g_ascii_strcasecmp (at, ".inf") == 0)
    return sign * INFINITY;
  if (g_ascii_strcasecmp (at, ".nan") == 0)
    return NAN;
  return sign * g_ascii_strtod (at, NULL);
}
