/* driver.c - the store without a window: what the fault tests run, stop and kill.
 *
 *   store-driver STATE SITE COMMAND [ARGUMENT]...
 *
 *   load PATH          new
 *   journal TEXT       in this thread                    type N      N texts, through the writer
 *   save TEXT          save-as PATH TEXT                 move PATH   import FILE DIRECTORY
 *   wait SECONDS       what the worker does by the clock, until nothing waits or the time is over
 *   watch SECONDS      the same, with all polls, to the end
 *   ready              says so and waits for a line
 *   close              its presence is given back
 *   list DIRECTORY     presence      recover      outbox     state     limit BYTES
 *
 * TEXT is a text or @FILE. Each command says one line, and everything runs in one thread until
 * `type` or `outbox`, so that the N-th system call is the same one in each run.
 *
 * DRIVER_AT=N stops at the N-th call of the table (see faults.h): DRIVER_ACTION=kill, or
 * shutdown:PATH, which takes the power from the file system of PATH. DRIVER_STEP=N waits for a line
 * at that place between the steps, once. DRIVER_NO_EXCHANGE, DRIVER_NO_LINK: what the server cannot
 * do.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"

#include <store.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define SHUTDOWN         _IOR ('X', 125, guint32)
#define SHUTDOWN_NOFLUSH 2u

static StoreConfig config;
static StoreFolder *folder;
static StorePost *post;
static char **at; /* the next word */

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static void
wait_for_line (const char *what)
{
  char line[256];
  say ("%s", what);
  if (fgets (line, sizeof line, stdin) == NULL)
    exit (3);
}

static const char *
next_word (void)
{
  if (*at == NULL)
    {
      fprintf (stderr, "a word is missing\n");
      exit (2);
    }
  return *at++;
}

static GBytes *
next_text (void)
{
  const char *word = next_word ();
  char *text;
  gsize size;
  if (word[0] != '@')
    return g_bytes_new (word, strlen (word));
  if (!g_file_get_contents (word + 1, &text, &size, NULL))
    exit (2);
  return g_bytes_new_take (text, size);
}

static void
must (gboolean done, const char *what, GError *error)
{
  if (done)
    {
      say ("%s: ok", what);
      return;
    }
  say ("%s: failed %s %d %s", what, g_quark_to_string (error->domain), error->code, error->message);
  exit (4);
}

static void
say_result (const char *what, const StoreSaveResult *result, const GError *error)
{
  static const char *const statuses[] = { "SAVED", "CONFLICT", "PENDING", "JOURNAL-FAILED" };
  static const char *const conflicts[] = { "", "changed", "deleted", "renamed", "exists" };
  if (result == NULL)
    say ("%s: refused %s", what, error->message);
  else
    say ("%s: %s %s%s%s %s", what, statuses[result->status], conflicts[result->conflict],
         result->status == STORE_SAVED && !result->durable ? "not-durable" : "",
         result->unchanged ? " unchanged" : "",
         result->reason == NULL ? "" : result->reason->message);
}

static void
do_save (const char *path)
{
  g_autoptr (GBytes) text = next_text ();
  g_autoptr (GError) error = NULL;
  g_autoptr (StoreSaveResult) result = path == NULL
                                           ? store_post_save_sync (post, text, &error)
                                           : store_post_save_as_sync (post, path, text, &error);
  say_result ("save", result, error);
}

static void
do_type (int count)
{
  GString *text = g_string_new (NULL);
  for (int i = 1; i <= count; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_string_append_printf (text, "%d\n", i);
      bytes = g_bytes_new (text->str, text->len);
      store_post_journal (post, bytes);
      say ("%d %" G_GINT64_FORMAT, i, g_get_monotonic_time ());
      g_usleep (2000);
    }
  g_string_free (text, TRUE);
}

static void
do_wait (double seconds, gboolean to_the_end)
{
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  while (g_get_monotonic_time () < end && (to_the_end || store_folder_get_waiting (folder) > 0))
    {
      store_folder_tick_sync (folder);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (50000);
    }
  say ("waiting: %u", store_folder_get_waiting (folder));
}

static void
do_list (const char *directory)
{
  const char *const directories[] = { directory, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = store_folder_list_sync (folder, directories, NULL, &error);
  if (entries == NULL)
    {
      say ("list: failed %s", error->message);
      return;
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const StoreListEntry *entry = g_ptr_array_index (entries, i);
      say ("entry: %s %u %s", entry->path,
           entry->conflict_copies == NULL ? 0 : entry->conflict_copies->len,
           entry->presence == NULL ? "-" : entry->presence->person);
    }
  say ("list: %u", entries->len);
}

static void
do_recover (void)
{
  g_autoptr (GPtrArray) left = store_recover_list (&config, NULL);
  for (guint i = 0; i < left->len; i++)
    {
      const StoreRecovery *recovery = g_ptr_array_index (left, i);
      g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, recovery->text);
      say ("recovery: %s %s %s %s", recovery->path == NULL ? "-" : recovery->path,
           recovery->pending ? "pending" : "typed", recovery->damaged ? "damaged" : "whole", hash);
    }
  say ("recoveries: %u", left->len);
}

static void
on_settled (StorePost *settled, StoreSaveResult *result, gpointer data)
{
  say_result ("settled", result, NULL);
}

static void
do_outbox (void)
{
  GPtrArray *posts = store_folder_resume_outbox_sync (folder);
  say ("outbox: %u", posts->len);
  for (guint i = 0; i < posts->len; i++)
    g_signal_connect (g_ptr_array_index (posts, i), "settled", G_CALLBACK (on_settled), NULL);
}

static void
on_changed (StorePost *changed, StoreChange change, GBytes *theirs, gpointer data)
{
  static const char *const names[] = { "content", "deleted", "back" };
  say ("changed: %s", names[change]);
}

static void
do_load (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_clear_object (&post);
  post = path == NULL ? store_post_new_untitled (folder, NULL)
                      : store_post_load_sync (folder, path, &error);
  must (post != NULL, "load", error);
  g_signal_connect (post, "settled", G_CALLBACK (on_settled), NULL);
  g_signal_connect (post, "changed-outside", G_CALLBACK (on_changed), NULL);
}

static void
do_import (const char *path, const char *directory)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  StoreImport what = { .file = file, .directory = directory };
  g_autofree char *copy = store_folder_import_sync (folder, &what, &error);
  say ("import: %s", copy != NULL ? copy : error->message);
}

static void
do_command (const char *word)
{
  g_autoptr (GError) error = NULL;
  static const char *const states[] = { "online", "slow", "gone", "read-only", "full", "wrong" };
  if (strcmp (word, "load") == 0)
    do_load (next_word ());
  else if (strcmp (word, "new") == 0)
    do_load (NULL);
  else if (strcmp (word, "journal") == 0)
    {
      g_autoptr (GBytes) text = next_text ();
      gboolean done = store_post_journal_sync (post, text, &error);
      say ("journal: %s", done ? "ok" : error->message);
    }
  else if (strcmp (word, "type") == 0)
    do_type (atoi (next_word ()));
  else if (strcmp (word, "flush") == 0)
    must (store_post_flush_sync (post, &error), "flush", error);
  else if (strcmp (word, "close") == 0)
    {
      store_post_close (post, FALSE);
      say ("close: %d", store_folder_wait_idle (folder, 30 * G_TIME_SPAN_SECOND));
      g_clear_object (&post);
    }
  else if (strcmp (word, "save") == 0)
    do_save (NULL);
  else if (strcmp (word, "save-as") == 0)
    do_save (next_word ());
  else if (strcmp (word, "move") == 0)
    {
      gboolean done = store_post_move_sync (post, next_word (), &error);
      say ("move: %s", done ? "ok" : error->message);
    }
  else if (strcmp (word, "import") == 0)
    {
      const char *path = next_word ();
      do_import (path, next_word ());
    }
  else if (strcmp (word, "wait") == 0)
    do_wait (g_ascii_strtod (next_word (), NULL), FALSE);
  else if (strcmp (word, "watch") == 0)
    {
      store_post_set_attention (post, STORE_ATTENTION_FOCUSED);
      do_wait (g_ascii_strtod (next_word (), NULL), TRUE);
    }
  else if (strcmp (word, "ready") == 0)
    wait_for_line ("ready");
  else if (strcmp (word, "list") == 0)
    do_list (next_word ());
  else if (strcmp (word, "presence") == 0)
    {
      g_autoptr (StorePresence) presence = NULL;
      store_folder_tick_sync (folder);
      presence = store_post_dup_presence (post);
      say ("presence: %d %s", presence->kind, presence->person == NULL ? "-" : presence->person);
    }
  else if (strcmp (word, "recover") == 0)
    do_recover ();
  else if (strcmp (word, "outbox") == 0)
    do_outbox ();
  else if (strcmp (word, "state") == 0)
    say ("state: %s", states[store_folder_get_state (folder)]);
  else if (strcmp (word, "limit") == 0)
    {
      struct rlimit limit = { .rlim_cur = strtoul (next_word (), NULL, 10) };
      limit.rlim_max = limit.rlim_cur;
      say ("limit: %d", setrlimit (RLIMIT_FSIZE, &limit));
    }
  else
    exit (2);
}

/* ---- faults -----------------------------------------------------------------------------------
 */

static void
take_power (void)
{
  guint32 flags = SHUTDOWN_NOFLUSH;
  int fd = open (g_getenv ("DRIVER_ACTION") + strlen ("shutdown:"), O_RDONLY | O_DIRECTORY);
  if (ioctl (fd, SHUTDOWN, &flags) < 0)
    _exit (5);
  _exit (9);
}

static void
on_step (gpointer data, StoreStep step)
{
  static gboolean met;
  const char *wanted = g_getenv ("DRIVER_STEP");
  if (met || wanted == NULL || atoi (wanted) != (int) step)
    return;
  met = TRUE;
  wait_for_line ("step");
}

static void
set_faults (void)
{
  const char *action = g_getenv ("DRIVER_ACTION");
  const char *number = g_getenv ("DRIVER_AT");
  reset_faults ();
  faults.ops.monotonic = store_ops_system ()->monotonic;
  faults.ops.wall = store_ops_system ()->wall;
  faults.ops.sleep = store_ops_system ()->sleep;
  faults.ops.step = on_step;
  faults.real_sync = TRUE;
  faults.no_exchange = g_getenv ("DRIVER_NO_EXCHANGE") != NULL;
  faults.no_link = g_getenv ("DRIVER_NO_LINK") != NULL;
  faults.at = number == NULL ? 0 : atoi (number);
  if (action != NULL && g_str_has_prefix (action, "shutdown:"))
    faults.on_hit = take_power;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  static const char *fallbacks[] = { NULL, NULL };
  signal (SIGXFSZ, SIG_IGN);
  if (argc < 3)
    return 2;
  set_faults ();
  fallbacks[0] = g_getenv ("DRIVER_FALLBACK");
  config.state_directory = argv[1];
  config.fallback_directories = fallbacks;
  config.person = g_getenv ("DRIVER_PERSON");
  config.ops = &faults.ops;
  folder = store_folder_open (argv[2], &config, &error);
  must (folder != NULL, "open", error);
  at = argv + 3;
  while (*at != NULL)
    do_command (next_word ());
  g_clear_object (&post);
  g_clear_object (&folder);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  say ("end");
  return 0;
}
