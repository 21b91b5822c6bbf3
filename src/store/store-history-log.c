/* store-history-log.c - the lines of the history's log.
 *
 *   <time> <reason> <hash> <parent or -> <size> <path, escaped, or %> <check>
 *
 * The check is the first 8 digits of the SHA-256 of what stands before it, so a torn or damaged
 * line is left out by itself and the rest stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-history-private.h"

#include <string.h>

#define CHECK_SIZE 8u

static const char *const reason_names[] = { "loaded",    "saved",   "overwritten",
                                            "conflict",  "merged",  "typing",
                                            "recovered", "removed", "leftover" };

void
store_version_free (StoreVersion *version)
{
  g_free (version->hash);
  g_free (version->parent);
  g_free (version);
}

char *
store_log_format (gint64 time,
                  StoreReason reason,
                  const char *hash,
                  const char *parent,
                  guint64 size,
                  const char *path)
{
  g_autofree char *escaped = path == NULL ? g_strdup ("%") : store_escape (path);
  g_strdelimit (escaped, " ", '\x01');
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %s %s %" G_GUINT64_FORMAT " %s", time,
                          reason_names[reason], hash, parent == NULL ? "-" : parent, size, escaped);
}

char *
store_log_close (const char *line)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, line, -1);
  return g_strdup_printf ("\n%s %.*s", line, (int) CHECK_SIZE, sum);
}

/* NULL if the line is damaged. @path gets the post's, or NULL. */
static StoreVersion *
parse_line (const char *line, gsize size, char **path)
{
  g_autofree char *text = g_strndup (line, size);
  g_autofree char *sum = NULL;
  g_auto (GStrv) words = NULL;
  char *check = strrchr (text, ' ');
  StoreVersion *version;
  gint64 time = 0;
  guint64 bytes = 0;
  guint reason = 0;
  if (check == NULL)
    return NULL;
  *check++ = '\0';
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  words = g_strsplit (text, " ", -1);
  if (strlen (check) != CHECK_SIZE || strncmp (check, sum, CHECK_SIZE) != 0
      || g_strv_length (words) != 6 || !store_is_hash (words[2])
      || !g_ascii_string_to_signed (words[0], 10, 0, G_MAXINT64, &time, NULL)
      || !g_ascii_string_to_unsigned (words[4], 10, 0, G_MAXINT64, &bytes, NULL))
    return NULL;
  while (reason < G_N_ELEMENTS (reason_names) && strcmp (words[1], reason_names[reason]) != 0)
    reason++;
  if (reason == G_N_ELEMENTS (reason_names))
    return NULL;
  g_strdelimit (words[5], "\x01", ' ');
  *path = strcmp (words[5], "%") == 0 ? NULL : store_unescape (words[5], strlen (words[5]));
  version = g_new0 (StoreVersion, 1);
  version->time = time;
  version->size = bytes;
  version->reason = (StoreReason) reason;
  version->hash = g_strdup (words[2]);
  version->parent = store_is_hash (words[3]) ? g_strdup (words[3]) : NULL;
  return version;
}

void
store_log_each (GBytes *log,
                void (*each) (StoreVersion *version, const char *path, gpointer data),
                gpointer data)
{
  gsize size;
  const char *at = g_bytes_get_data (log, &size);
  const char *end = at + size;
  while (at < end)
    {
      const char *stop = memchr (at, '\n', (gsize) (end - at));
      gsize length = (gsize) ((stop == NULL ? end : stop) - at);
      g_autofree char *path = NULL;
      StoreVersion *version = parse_line (at, length, &path);
      if (version != NULL)
        each (version, path, data);
      at += length + 1;
    }
}

GBytes *
store_log_read (const StoreOps *ops, int dir)
{
  GBytes *log = store_file_read (ops, dir, "log", STORE_LOG_MAX, NULL, NULL);
  return log == NULL ? g_bytes_new_static ("", 0) : log;
}
