/* How long a save of a 100 kB post takes, against a plain write + fsync + rename of the same bytes,
 * and the journal's write of a keystroke, against a plain pwrite of them. The share and the journal
 * are on the same disk; each figure is a median of many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../folder.h"

#include <store.h>

#include <fcntl.h>
#include <linux/fs.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIZE   (100u * 1024)
#define ROUNDS 60
#define KEYS   500

static int
by_value (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 two = *(const gint64 *) b;
  return one < two ? -1 : one > two;
}

static double
median_ms (GArray *times)
{
  g_array_sort (times, by_value);
  return (double) g_array_index (times, gint64, times->len / 2) / 1000;
}

static double
worst_ms (GArray *times)
{
  return (double) g_array_index (times, gint64, times->len - 1) / 1000;
}

/* Another text of the same size each time. */
static GBytes *
text_number (guint number)
{
  char *text = g_malloc (SIZE);
  for (guint i = 0; i < SIZE; i++)
    text[i] = (char) ('a' + (i * 7 + number) % 26);
  for (guint i = 79; i < SIZE; i += 80)
    text[i] = '\n';
  return g_bytes_new_take (text, SIZE);
}

static gboolean
plain_save (int dir, GBytes *text)
{
  int fd = openat (dir, "plain.new", O_WRONLY | O_CREAT | O_TRUNC, 0644);
  gboolean done = fd >= 0 && write (fd, g_bytes_get_data (text, NULL), SIZE) == (ssize_t) SIZE
                  && fsync (fd) == 0;
  close (fd);
  return done && renameat (dir, "plain.new", dir, "plain.md") == 0;
}

static gboolean
has_text (int dir, const char *name, GBytes *text)
{
  static char buffer[SIZE + 1];
  int fd = openat (dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  gboolean done = fd >= 0 && read (fd, buffer, sizeof buffer) == (ssize_t) SIZE
                  && memcmp (buffer, g_bytes_get_data (text, NULL), SIZE) == 0;
  close (fd);
  return done;
}

/* Nothing but what the steps of the design demand of the disk: the pending text, synced and read
 * back (1); a look (4), the copy, synced and read back (5), a look (6), the exchange and a look at
 * what came out (7), the directory and a last look (9). No hash, history, mutex or identity. */
static gboolean
least_save (int dir, GBytes *old, GBytes *text)
{
  static char buffer[SIZE];
  gconstpointer bytes = g_bytes_get_data (text, NULL);
  int pending = openat (dir, "least.pending", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int fd;
  if (pwrite (pending, bytes, SIZE, 0) != (ssize_t) SIZE || fdatasync (pending) != 0
      || pread (pending, buffer, SIZE, 0) != (ssize_t) SIZE || memcmp (buffer, bytes, SIZE) != 0)
    return FALSE;
  close (pending);
  if (!has_text (dir, "least.md", old))
    return FALSE;
  fd = openat (dir, "least.new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (write (fd, bytes, SIZE) != (ssize_t) SIZE || fsync (fd) != 0 || close (fd) != 0)
    return FALSE;
  return has_text (dir, "least.new", text) && has_text (dir, "least.md", old)
         && renameat2 (dir, "least.new", dir, "least.md", RENAME_EXCHANGE) == 0
         && has_text (dir, "least.new", old) && unlinkat (dir, "least.new", 0) == 0
         && fsync (dir) == 0 && has_text (dir, "least.md", text);
}

/* Each in turn, so that all meet the same disk. */
static gboolean
compare_saves (StorePost *post, int dir)
{
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) least = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) old = text_number (ROUNDS);
  if (!plain_save (dir, old) || renameat (dir, "plain.md", dir, "least.md") != 0)
    return FALSE;
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (GBytes) text = text_number (i);
      g_autoptr (StoreSaveResult) result = NULL;
      gint64 times[4] = { g_get_monotonic_time () };
      if (!plain_save (dir, text))
        return FALSE;
      times[1] = g_get_monotonic_time ();
      if (!least_save (dir, old, text))
        return FALSE;
      times[2] = g_get_monotonic_time ();
      result = store_post_save_sync (post, text, NULL);
      times[3] = g_get_monotonic_time ();
      if (result->status != STORE_SAVED)
        return FALSE;
      for (guint j = 0; j < 3; j++)
        times[j] = times[j + 1] - times[j];
      g_array_append_val (plain, times[0]);
      g_array_append_val (least, times[1]);
      g_array_append_val (ours, times[2]);
      g_bytes_unref (old);
      old = g_bytes_ref (text);
    }
  printf ("save of 100 kB: %.2f ms, plain write + fsync + rename %.2f ms: %.2f times (limit 4)\n",
          median_ms (ours), median_ms (plain), median_ms (ours) / median_ms (plain));
  printf ("what the steps of the design demand of the disk, without hashes: %.2f ms: %.2f times\n",
          median_ms (least), median_ms (least) / median_ms (plain));
  return TRUE;
}

static gboolean
measure_keys (StorePost *post, int dir)
{
  g_autoptr (GArray) plain = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) calls = g_array_new (FALSE, FALSE, sizeof (gint64));
  int fd = openat (dir, "keys", O_RDWR | O_CREAT, 0644);
  for (guint i = 0; i < KEYS; i++)
    {
      g_autoptr (GBytes) text = text_number (i);
      gint64 times[4];
      times[0] = g_get_monotonic_time ();
      if (pwrite (fd, g_bytes_get_data (text, NULL), SIZE, 0) != (ssize_t) SIZE)
        return FALSE;
      times[1] = g_get_monotonic_time ();
      if (!store_post_journal_sync (post, text, NULL))
        return FALSE;
      times[2] = g_get_monotonic_time ();
      store_post_journal (post, text);
      times[3] = g_get_monotonic_time ();
      for (guint j = 0; j < 3; j++)
        times[j] = times[j + 1] - times[j];
      g_array_append_val (plain, times[0]);
      g_array_append_val (ours, times[1]);
      g_array_append_val (calls, times[2]);
      g_usleep (1000);
    }
  close (fd);
  printf ("journal of a keystroke in 100 kB: median %.3f ms, worst %.3f ms; plain pwrite %.3f ms: "
          "%.2f times (limit 1 ms)\n",
          median_ms (ours), worst_ms (ours), median_ms (plain),
          median_ms (ours) / median_ms (plain));
  printf ("what the typing thread waits for it: median %.4f ms, worst %.3f ms\n", median_ms (calls),
          worst_ms (calls));
  return store_post_flush_sync (post, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree char *top = g_strdup (argc > 1 ? argv[1] : "/var/tmp/chapeau-bench-XXXXXX");
  g_autofree char *site = NULL;
  g_autofree char *state = NULL;
  gboolean done;
  if (argc <= 1 && g_mkdtemp (top) == NULL)
    return EXIT_FAILURE;
  site = g_build_filename (top, "site", NULL);
  state = g_build_filename (top, "state", NULL);
  g_mkdir_with_parents (site, 0755);
  {
    StoreConfig config = { .state_directory = state };
    g_autoptr (StoreFolder) folder = store_folder_open (site, &config, NULL);
    g_autoptr (StorePost) post = store_post_new_untitled (folder, NULL);
    g_autoptr (GBytes) text = text_number (G_MAXUINT16);
    g_autoptr (StoreSaveResult) first = store_post_save_as_sync (post, "a.md", text, NULL);
    int dir = open (site, O_RDONLY | O_DIRECTORY);
    done = first->status == STORE_SAVED && compare_saves (post, dir) && measure_keys (post, dir);
    close (dir);
    store_post_close (post, TRUE);
  }
  remove_tree (top);
  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
