/* test-site-dates.c - dates read, typed, written, said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <site.h>

#include <string.h>

static GTimeZone *
paris (void)
{
  GTimeZone *zone = g_time_zone_new_identifier ("Europe/Paris");
  g_assert_nonnull (zone);
  return zone;
}

static char **
table (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "site", "dates", name, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (contents, "\n", -1);
}

/* The text of a YAML scalar of the table, and whether it is a YAML time. */
static char *
scalar (const char *written, gboolean *is_yaml_time)
{
  gsize length = strlen (written);

  *is_yaml_time = FALSE;
  if (*written == '"' || *written == '\'')
    return g_strndup (written + 1, length - 2);
  *is_yaml_time =
      g_regex_match_simple ("^\\d{4}-\\d\\d?-\\d\\d?([Tt]|\\s+)\\d\\d?:\\d\\d:\\d\\d(\\.\\d*)?"
                            "(\\s*(Z|[-+]\\d{1,2}:?(\\d\\d)?))?$",
                            written, 0, 0);
  return g_strdup (written);
}

static void
test_read (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_auto (GStrv) lines = table ("read.txt");
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
      g_autofree char *text = NULL;
      g_autofree char *moment = NULL;
      g_autofree char *again = NULL;
      g_autoptr (GDateTime) date = NULL;
      g_autoptr (GDateTime) utc = NULL;
      gboolean is_yaml_time;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      n++;
      text = scalar (columns[0], &is_yaml_time);
      date = site_date_read (text, is_yaml_time, zone, NULL);
      if (strcmp (columns[1], "-") == 0)
        {
          g_assert_null (date);
          continue;
        }
      g_test_message ("%s", lines[i]);
      g_assert_nonnull (date);
      utc = g_date_time_to_utc (date);
      moment = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
      g_assert_cmpstr (moment, ==, columns[1]);
      /* Writing the same moment back leaves the text alone (forms beyond ISO: the same moment). */
      again = site_date_write_like (date, zone, text, is_yaml_time);
      if (g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[3]) && strchr (text, 'P') == NULL
          && strchr (text, 'p') == NULL && strchr (text, 'U') == NULL && strchr (text, 'E') == NULL
          && !g_ascii_isdigit (text[4]))
        g_assert_cmpstr (again, ==, text);
      else
        {
          g_autoptr (GDateTime) back = site_date_read (again, TRUE, zone, NULL);
          g_assert_true (g_date_time_to_unix (back) == g_date_time_to_unix (date));
        }
    }
  g_assert_cmpuint (n, >=, 40);
}

static void
test_typed (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2024, 3, 5, 10, 20, 0);
  g_auto (GStrv) lines = table ("typed.txt");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
      g_autofree char *written = NULL;
      g_autoptr (GDateTime) date = NULL;
      gboolean has_time;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      g_test_message ("%s", lines[i]);
      date = site_date_parse_typed (columns[0], now, zone, &has_time);
      written = date == NULL ? g_strdup ("-") : site_date_write (date, NULL);
      g_assert_cmpstr (written, ==, columns[1]);
    }
}

static void
test_has_time (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2024, 3, 5, 10, 20, 0);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) time = NULL;
  gboolean has_time;

  day = site_date_parse_typed ("demain", now, zone, &has_time);
  g_assert_false (has_time);
  time = site_date_parse_typed ("demain minuit", now, zone, &has_time);
  g_assert_true (has_time);
}

static void
check_like (const char *previous, gboolean yaml, const char *moment, const char *expected)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (moment, NULL);
  g_autofree char *written = site_date_write_like (date, zone, previous, yaml);

  g_assert_cmpstr (written, ==, expected);
}

static void
test_write_like (void)
{
  const char *summer = "2024-07-14T07:30:00Z", *winter = "2024-01-14T08:30:00Z";

  check_like (NULL, FALSE, summer, "2024-07-14 09:30:00 +02:00");
  check_like ("", FALSE, winter, "2024-01-14 09:30:00 +01:00");
  /* The offset is the one of the new day. */
  check_like ("2013-10-10 17:16:00 +02:00", TRUE, winter, "2024-01-14 09:30:00 +01:00");
  check_like ("2013-10-10 17:16:00 +0200", TRUE, winter, "2024-01-14 09:30:00 +0100");
  check_like ("2013-10-10T17:16:00+02:00", TRUE, summer, "2024-07-14T09:30:00+02:00");
  check_like ("2013-10-10 17:16:00 Z", TRUE, summer, "2024-07-14 07:30:00 Z");
  /* An offset that is not the site's stays. */
  check_like ("2013-10-10 17:16:00 -05:00", TRUE, summer, "2024-07-14 02:30:00 -05:00");
  check_like ("2011-05-01 3:28:28 +0900", TRUE, summer, "2024-07-14 16:30:00 +0900");
  check_like ("2013-10-10 17:16:00", TRUE, summer, "2024-07-14 07:30:00");
  check_like ("2013-10-10 17:16:00", FALSE, summer, "2024-07-14 09:30:00");
  check_like ("2013-10-10 17:16", FALSE, summer, "2024-07-14 09:30");
  check_like ("2013/10/10", FALSE, "2024-07-13T22:00:00Z", "2024/07/14");
  check_like ("2013-10-10", FALSE, "2024-07-13T22:00:00Z", "2024-07-14");
  /* A form that cannot hold the time gives way. */
  check_like ("2013-10-10", FALSE, summer, "2024-07-14 09:30:00 +02:00");
  check_like ("10 October 2013", FALSE, summer, "2024-07-14 09:30:00 +02:00");
}

static void
test_words (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 ("2013-10-10T15:16:00Z", NULL);
  g_autoptr (GDateTime) may = g_date_time_new_from_iso8601 ("2024-05-01T07:00:00Z", NULL);
  g_autofree char *full = site_date_dup_words (date, zone, "fr_FR", TRUE);
  g_autofree char *day = site_date_dup_words (date, zone, "fr", FALSE);
  g_autofree char *first = site_date_dup_words (may, zone, "fr", TRUE);
  g_autofree char *english = site_date_dup_words (date, zone, "en", TRUE);

  g_assert_cmpstr (full, ==,
                   "jeudi 10 octobre 2013 à 17\302\240h\302\240"
                   "16");
  g_assert_cmpstr (day, ==, "jeudi 10 octobre 2013");
  g_assert_cmpstr (first, ==, "mercredi 1er mai 2024 à 9\302\240h");
  g_assert_cmpstr (english, ==, "Thursday 10 October 2013, 17:16");
}

/* Where there is little room; and people who change a figure in it are understood. */
static void
test_short_words (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 ("2013-10-10T15:16:00Z", NULL);
  g_autofree char *full = site_date_dup_short_words (date, zone, "fr_FR", TRUE);
  g_autofree char *english = site_date_dup_short_words (date, zone, "en", TRUE);

  g_assert_cmpstr (full, ==,
                   "10 oct. 2013, 17\302\240h\302\240"
                   "16");
  g_assert_cmpstr (english, ==, "10 Oct 2013, 17:16");
  for (int month = 1; month <= 12; month++)
    for (int day = 1; day <= 11; day += 10)
      for (int form = 0; form < 4; form++)
        {
          gboolean with_time = form % 2, has_time;
          g_autoptr (GDateTime) meant = g_date_time_new (zone, 2024, month, day, with_time ? 9 : 0,
                                                         with_time ? 5 * form : 0, 0);
          g_autofree char *words =
              site_date_dup_short_words (meant, zone, form < 2 ? "fr" : "en", with_time);
          g_autoptr (GDateTime) read = site_date_parse_typed (words, date, zone, &has_time);

          g_test_message ("%s", words);
          g_assert_nonnull (read);
          g_assert_true (g_date_time_equal (read, meant));
          g_assert_cmpint (has_time, ==, with_time);
        }
}

/* Every day for a century, at odd hours, against GLib where the local time is plain. */
static void
test_local (void)
{
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) day = g_date_time_new_utc (1976, 1, 1, 0, 0, 0);

  for (int i = 0; i < 36525; i++)
    {
      g_autoptr (GDateTime) next = g_date_time_add_days (day, 1);
      g_autoptr (GDateTime) ours =
          site_date_new_local (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                               g_date_time_get_day_of_month (day), 12, 34, 56);
      g_autoptr (GDateTime) theirs =
          g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                           g_date_time_get_day_of_month (day), 12, 34, 56);

      g_assert_true (g_date_time_equal (ours, theirs));
      g_date_time_unref (day);
      day = g_steal_pointer (&next);
    }
}

/* Any bytes are a date or none, and nothing else happens. */
static void
test_any_bytes (void)
{
  static const char alphabet[] = "0123456789/-:.h zZ+Tamdejui\303\251\240\377,'";
  g_autoptr (GTimeZone) zone = paris ();
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2024, 3, 5, 10, 20, 0);

  for (int i = 0; i < 20000; i++)
    {
      char text[24];
      int length = g_test_rand_int_range (0, sizeof text - 1);
      g_autoptr (GDateTime) typed = NULL;
      g_autoptr (GDateTime) read = NULL;

      for (int j = 0; j < length; j++)
        text[j] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      text[length] = '\0';
      typed = site_date_parse_typed (text, now, zone, NULL);
      read = site_date_read (text, i % 2 == 0, zone, NULL);
      if (read != NULL)
        {
          g_autofree char *again = site_date_write_like (now, zone, text, i % 2 == 0);
          g_autoptr (GDateTime) back = site_date_read (again, i % 2 == 0, zone, NULL);
          g_assert_true (g_date_time_to_unix (back) == g_date_time_to_unix (now));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/dates/read", test_read);
  g_test_add_func ("/site/dates/typed", test_typed);
  g_test_add_func ("/site/dates/has-time", test_has_time);
  g_test_add_func ("/site/dates/write-like", test_write_like);
  g_test_add_func ("/site/dates/words", test_words);
  g_test_add_func ("/site/dates/short-words", test_short_words);
  g_test_add_func ("/site/dates/local", test_local);
  g_test_add_func ("/site/dates/any-bytes", test_any_bytes);
  return g_test_run ();
}
