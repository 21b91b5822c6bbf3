/* test-store-branches.c - ways through the save path that no single failing call leads to: what two
 * failures together, another program's odd timing, or a strange file system bring about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"
#include "store-journal.h"
#include "store-place.h"
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files ------------------------------------------------------------------------------------
 */

static void
test_names (void)
{
  static const char *const bad[] = {
    "", "/", "a/", "/a", "a//b", ".", "..", "./a", "a/..", "a/./b"
  };
  static const char *const good[] = { "a", ".a", "..a", "a.", "ab", "xy/z", ".x/.y", "a/..b" };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (store_path_check (bad[i], &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (store_path_check (good[i], NULL));
}

static void
test_errors (void)
{
  static const struct
  {
    int code;
    StoreError error;
  } cases[] = { { ENOENT, STORE_ERROR_NOT_FOUND },      { EEXIST, STORE_ERROR_EXISTS },
                { ENXIO, STORE_ERROR_NOT_REGULAR },     { EILSEQ, STORE_ERROR_BAD_NAME },
                { EOVERFLOW, STORE_ERROR_TOO_LARGE },   { EPERM, STORE_ERROR_PERMISSION },
                { EROFS, STORE_ERROR_READ_ONLY },       { EDQUOT, STORE_ERROR_FULL },
                { EHOSTDOWN, STORE_ERROR_FOLDER_GONE }, { EMFILE, STORE_ERROR_IO } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (store_error_of_errno (cases[i].code), ==, cases[i].error);
  /* Every number has a meaning. */
  for (int code = 0; code < 200; code++)
    g_assert_cmpint (store_error_of_errno (code), <=, STORE_ERROR_IO);
}

static void
test_escaping (void)
{
  static const char *const spoiled[] = { "%", "%4", "%zz", "%4z", "%00", "a%0" };
  g_autofree char *line = store_escape ("a\n%\x7f\xc3\xa9");
  g_autofree char *back = store_unescape (line, strlen (line));
  g_assert_cmpstr (line, ==, "a%0a%25%7f\xc3\xa9");
  g_assert_cmpstr (back, ==, "a\n%\x7f\xc3\xa9");
  for (guint i = 0; i < G_N_ELEMENTS (spoiled); i++)
    g_assert_null (store_unescape (spoiled[i], strlen (spoiled[i])));
}

static struct
{
  gboolean no_size;   /* fstat says 0 bytes */
  gboolean no_file;   /* fstat says a FIFO */
  int sync_code;      /* of fsync and fdatasync */
  guint uid_of_other; /* fstat says another owner */
  gboolean nothing;   /* open finds nothing at all */
  dev_t other_device; /* fstat says another device */
} odd;

static int
odd_fstat (gpointer data, int fd, struct stat *status)
{
  int result = fstat (fd, status);
  if (odd.no_size)
    status->st_size = 0;
  if (odd.no_file)
    status->st_mode = S_IFIFO | 0600;
  status->st_uid += odd.uid_of_other;
  status->st_dev += odd.other_device;
  return result;
}

static int
odd_sync (gpointer data, int fd)
{
  errno = odd.sync_code;
  return odd.sync_code == 0 ? 0 : -1;
}

static int
odd_open (gpointer data, int dir, const char *path, int flags, mode_t mode, gboolean beneath)
{
  if (odd.nothing)
    {
      errno = ENOENT;
      return -1;
    }
  return store_ops_system ()->open (NULL, dir, path, flags, mode, beneath);
}

static const StoreOps *
odd_ops (void)
{
  static StoreOps ops;
  ops = *store_ops_system ();
  ops.fstat = odd_fstat;
  ops.fsync = odd_sync;
  ops.fdatasync = odd_sync;
  ops.open = odd_open;
  memset (&odd, 0, sizeof odd);
  return &ops;
}

static void
test_reading (void)
{
  const StoreOps *ops = odd_ops ();
  Place place = place_new (NULL, ops);
  g_autofree char *large = g_strnfill (200000, 'x');
  int dir = open (place.site, O_RDONLY | O_DIRECTORY);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) grown = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) kind = NULL;
  g_autoptr (GError) none = NULL;
  write_file (place.site, "large", large);
  whole = store_file_read (ops, dir, "large", 200000, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, 200000);
  odd.no_size = TRUE;
  grown = store_file_read (ops, dir, "large", 200000, NULL, NULL);
  g_assert_true (g_bytes_equal (whole, grown));
  g_assert_null (store_file_read (ops, dir, "large", 199999, NULL, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_TOO_LARGE);
  odd.no_file = TRUE;
  g_assert_null (store_file_read (ops, dir, "large", 200000, NULL, &kind));
  g_assert_error (kind, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
  odd.nothing = TRUE;
  g_assert_cmpint (store_dir_open_local (ops, "/nowhere/at/all", &none), ==, -1);
  g_assert_error (none, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  close (dir);
  place_clear (&place);
}

static void
test_unsupported (void)
{
  static const int codes[] = { EINVAL, ENOSYS, EOPNOTSUPP, EPERM, ENOTTY };
  Place place = place_new (OLD, odd_ops ());
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_true (store_is_unsupported (codes[i]));
  g_assert_false (store_is_unsupported (EIO));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
      g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
      g_autofree char *words = g_strdup_printf ("%u\n", i);
      g_autoptr (GBytes) text = bytes_of (words);
      g_autoptr (StoreSaveResult) result = NULL;
      odd.sync_code = codes[i];
      g_assert_true (store_post_journal_sync (post, text, NULL));
      g_assert_true (store_post_flush_sync (post, NULL));
      result = store_post_save_sync (post, text, NULL);
      g_assert_cmpint (result->status, ==, STORE_SAVED);
      g_assert_false (result->durable);
    }
  drain ();
  place_clear (&place);
}

/* A place of last resort that somebody else has made. */
static void
test_directory_of_others (void)
{
  Place place = place_new (OLD, odd_ops ());
  g_autoptr (StorePost) post = store_post_new_untitled (NULL, &place.config);
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (GError) error = NULL;
  odd.uid_of_other = 1;
  g_assert_false (store_post_journal_sync (post, text, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_JOURNAL);
  odd.uid_of_other = 0;
  g_assert_true (store_post_journal_sync (post, text, NULL));
  g_clear_object (&post);
  place_clear (&place);
}

/* A claim of a name is taken back only if it is one. */
static void
test_unclaim (void)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *empty = g_build_filename (place.site, "empty", NULL);
  int dir = open (place.site, O_RDONLY | O_DIRECTORY);
  write_file (place.site, "empty", "");
  store_place_unclaim (store_ops_system (), dir, "missing");
  store_place_unclaim (store_ops_system (), dir, "_drafts");
  store_place_unclaim (store_ops_system (), dir, "_drafts/a.md");
  store_place_unclaim (store_ops_system (), dir, "empty");
  g_assert_true (file_is (place.post, OLD));
  g_assert_false (g_file_test (empty, G_FILE_TEST_EXISTS));
  close (dir);
  place_clear (&place);
}

/* ---- records ----------------------------------------------------------------------------------
 */

/* Every prefix of a record, and every byte another one: what is read is whole or called damaged. */
static void
test_records (void)
{
  g_autofree char *long_path = g_strnfill (9000, 'p');
  const char *const paths[] = { "_drafts/a.md", NULL, long_path };
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autofree char *hash = store_hash (text);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      StoreRecord record = { .kind = (StoreRecordKind) i,
                             .sequence = 7,
                             .time = 8,
                             .folder_path = (char *) "/x",
                             .folder_id = (char *) "",
                             .path = (char *) paths[i],
                             .base_hash = i == 0 ? NULL : hash,
                             .hash = hash,
                             .text = text };
      g_autoptr (GByteArray) file = store_record_encode (&record);
      guint header = 700; /* the lines are in these */
      g_assert_cmpuint (file->len % 4096, ==, strlen (NEW));
      for (guint at = 0; at <= file->len; at += at < header || at > file->len - 40 ? 1 : 97)
        {
          g_autoptr (GBytes) prefix = g_bytes_new (file->data, at);
          g_autoptr (StoreRecord) read = store_record_decode (prefix);
          g_assert_true (read == NULL ? at == 0 : read->damaged == (at < file->len));
        }
      for (guint at = 0; at < file->len; at += at < header || at > file->len - 40 ? 1 : 97)
        for (const char *byte = "\n 0f-%\x80"; *byte != '\0'; byte++)
          {
            guint8 before = file->data[at];
            g_autoptr (GBytes) bytes = NULL;
            g_autoptr (StoreRecord) read = NULL;
            file->data[at] = (guint8) *byte;
            bytes = g_bytes_new (file->data, file->len);
            file->data[at] = before;
            read = store_record_decode (bytes);
            g_assert_nonnull (read);
            if (!read->damaged)
              g_assert_true (g_bytes_equal (read->text, text));
          }
    }
}

static void
test_blank_records (void)
{
  g_autofree char *zeros = g_malloc0 (9000);
  g_autoptr (GBytes) blank = g_bytes_new (zeros, 9000);
  g_autoptr (GBytes) lines = NULL;
  g_autoptr (StoreRecord) read = NULL;
  g_assert_null (store_record_decode (blank));
  memset (zeros, '\n', 4500);
  lines = g_bytes_new (zeros, 9000);
  read = store_record_decode (lines);
  g_assert_true (read->damaged);
  g_assert_cmpuint (g_bytes_get_size (read->text), ==, 0);
}

/* ---- the mutex --------------------------------------------------------------------------------
 */

static struct
{
  const char *mutex;   /* path of it */
  gboolean anew;       /* others take it at each wait */
  gboolean at_removal; /* somebody takes it between reading and taking it away */
  gboolean twice;      /* and somebody else in that moment */
  guint waits;
} others;

static void
write_mutex (const char *words)
{
  g_assert_true (g_file_set_contents (others.mutex, words, -1, NULL));
}

static void
others_sleep (gpointer data, gint64 microseconds)
{
  g_autofree char *words = g_strdup_printf ("somebody %u\n", others.waits++);
  faults.now += microseconds;
  if (others.anew)
    write_mutex (words);
}

static int
others_rename (gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  gboolean away = g_str_has_prefix (old, ".~mx-") && flags == 0;
  int result;
  if (away && others.at_removal)
    write_mutex ("somebody else\n");
  result = store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
  if (away && others.twice)
    write_mutex ("a third one\n");
  others.at_removal = others.twice = FALSE;
  return result;
}

static void
save_beside (const char *mutex, StoreSaveStatus expected)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a.md", -1);
  g_autofree char *name = g_strdup_printf (".~mx-%.12s~", sum);
  g_autofree char *path = NULL;
  gboolean anew = others.anew;
  Place place;
  reset_faults ();
  faults.ops.sleep = others_sleep;
  faults.ops.renameat2 = others_rename;
  place = place_new (OLD, &faults.ops);
  path = g_build_filename (place.site, "_drafts", name, NULL);
  others.mutex = path;
  others.anew = anew;
  write_mutex (mutex);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (StoreSaveResult) result = store_post_save_sync (post, text, NULL);
    g_assert_cmpint (result->status, ==, expected);
  }
  drain ();
  place_clear (&place);
}

static void
test_mutex (void)
{
  g_autofree char *boot = store_process_boot ();
  g_autofree char *dead = NULL;
  g_autofree char *alive = NULL;
  g_autofree char *large = g_strnfill (5000, 'x');
  memset (&others, 0, sizeof others);
  dead = g_strdup_printf ("x x %s %d %s\n", boot, 999999999, g_get_host_name ());
  alive = g_strdup_printf ("x x %s %d %s\n", boot, (int) getpid (), g_get_host_name ());
  save_beside ("of nobody who is known\n", STORE_SAVED);
  g_assert_cmpuint (others.waits, >, 10);
  others.waits = 0;
  save_beside (dead, STORE_SAVED);
  g_assert_cmpuint (others.waits, ==, 0);
  save_beside (alive, STORE_SAVED);
  g_assert_cmpuint (others.waits, >, 10);
  /* One that cannot even be read. */
  save_beside (large, STORE_SAVED);
  /* Taken over and over: the save goes on without in the end. */
  others.anew = TRUE;
  others.waits = 0;
  save_beside ("first\n", STORE_SAVED);
  g_assert_cmpuint (others.waits, >, 100);
  others.anew = FALSE;
  others.at_removal = TRUE;
  save_beside ("stale\n", STORE_SAVED);
  others.at_removal = others.twice = TRUE;
  save_beside ("stale\n", STORE_SAVED);
}

/* ---- steps 4 to 8 -----------------------------------------------------------------------------
 */

static struct
{
  char *post;
  guint opened;            /* times that it was */
  gboolean flicker;        /* another text at each second look */
  gboolean in_place;       /* a colleague writes into the file just before the rename over it */
  gboolean gone_after;     /* and it is gone after it */
  guint exchanges;         /* before that many a colleague saves */
  guint exchanges_refused; /* the exchange with this number fails */
  gboolean no_history;
  guint renames;
} fight;

static int
fight_open (gpointer data, int dir, const char *path, int flags, mode_t mode, gboolean beneath)
{
  if (fight.flicker && strcmp (path, "a.md") == 0)
    g_assert_true (
        g_file_set_contents (fight.post, fight.opened++ % 2 == 0 ? OLD : OTHER, -1, NULL));
  if (fight.no_history && g_str_has_prefix (path, "new-"))
    {
      errno = ENOSPC;
      return -1;
    }
  return store_ops_system ()->open (NULL, dir, path, flags, mode, beneath);
}

static int
fight_rename (gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  int result;
  if (strcmp (new, "a.md") != 0)
    return store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
  fight.renames++;
  if (flags != 0 && faults.no_exchange)
    {
      errno = EINVAL;
      return -1;
    }
  if (flags == RENAME_EXCHANGE && fight.renames == fight.exchanges_refused)
    {
      errno = EIO;
      return -1;
    }
  if (flags == RENAME_EXCHANGE && fight.renames <= fight.exchanges)
    {
      g_autofree char *words = g_strdup_printf ("texte %u d'une collègue\n", fight.renames);
      g_assert_true (g_file_set_contents (fight.post, words, -1, NULL));
    }
  if (flags == 0 && fight.in_place)
    {
      int fd = open (fight.post, O_WRONLY | O_TRUNC);
      g_assert_cmpint (write (fd, OTHER, strlen (OTHER)), ==, (int) strlen (OTHER));
      close (fd);
    }
  result = store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
  if (flags == 0 && fight.gone_after)
    unlink (fight.post);
  fight.in_place = fight.gone_after = FALSE;
  return result;
}

static StoreSaveResult *
save_in_fight (Place *place, GCancellable *cancellable)
{
  g_autoptr (StoreFolder) folder = NULL;
  g_autoptr (StorePost) post = NULL;
  g_autoptr (GBytes) text = bytes_of (NEW);
  StoreSaveResult *result;
  gboolean no_exchange = faults.no_exchange;
  reset_faults ();
  faults.no_exchange = no_exchange;
  faults.ops.open = fight_open;
  faults.ops.renameat2 = fight_rename;
  *place = place_new (OLD, &faults.ops);
  fight.post = place->post;
  folder = store_folder_open (place->site, &place->config, NULL);
  post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  fight.opened = 0;
  if (cancellable == NULL)
    result = store_post_save_sync (post, text, NULL);
  else
    {
      g_autofree char *hash = store_post_dup_base_hash (post);
      StoreSaveRequest request = { .folder = folder,
                                   .path = "_drafts/a.md",
                                   .text = text,
                                   .base_hash = hash,
                                   .base_size = strlen (OLD),
                                   .cancellable = cancellable };
      result = store_save (&request);
    }
  drain ();
  return result;
}

static void
test_flicker (void)
{
  Place place;
  g_autoptr (StoreSaveResult) result = NULL;
  memset (&fight, 0, sizeof fight);
  faults.no_exchange = FALSE;
  fight.flicker = TRUE;
  result = save_in_fight (&place, NULL);
  g_assert_cmpint (result->status, ==, STORE_PENDING);
  g_assert_error (result->reason, STORE_ERROR, STORE_ERROR_CHANGED);
  g_assert_true (tree_has (place.state, NEW));
  place_clear (&place);
}

/* A colleague saves before each of the exchanges: the newest of theirs stays, the others are in the
 * history; without a history all of them are in the folder. */
static void
test_exchanges (void)
{
  for (guint exchanges = 1; exchanges < 12; exchanges++)
    for (guint how = 0; how < 4; how++)
      {
        Place place;
        g_autoptr (StoreSaveResult) result = NULL;
        memset (&fight, 0, sizeof fight);
        faults.no_exchange = FALSE;
        fight.exchanges = exchanges;
        fight.no_history = (how & 1) != 0;
        fight.exchanges_refused = (how & 2) != 0 ? exchanges + 1 : 0;
        result = save_in_fight (&place, NULL);
        g_assert_cmpint (result->status, ==, STORE_CONFLICT);
        g_assert_true (tree_has (place.state, NEW));
        for (guint i = 1; i <= MIN (exchanges, fight.renames); i++)
          {
            g_autofree char *words = g_strdup_printf ("texte %u d'une collègue\n", i);
            g_assert_true (tree_has (place.site, words) || tree_has (place.state, words));
          }
        place_clear (&place);
      }
}

/* Into the same file, in the last moment: the pin has it. */
static void
test_in_place (void)
{
  for (guint how = 0; how < 4; how++)
    {
      Place place;
      g_autoptr (StoreSaveResult) result = NULL;
      memset (&fight, 0, sizeof fight);
      faults.no_exchange = TRUE;
      fight.in_place = TRUE;
      fight.gone_after = (how & 1) != 0;
      fight.no_history = (how & 2) != 0;
      result = save_in_fight (&place, NULL);
      g_assert_cmpint (result->status, ==, STORE_CONFLICT);
      g_assert_true (tree_has (place.site, OTHER));
      g_assert_true (tree_has (place.state, NEW));
      place_clear (&place);
    }
}

/* Whoever gives up does not wait for the server's 3 s. */
static void
test_cancelled (void)
{
  Place place;
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  g_autoptr (StoreSaveResult) result = NULL;
  memset (&fight, 0, sizeof fight);
  faults.no_exchange = FALSE;
  fight.exchanges_refused = 1;
  g_cancellable_cancel (cancel);
  result = save_in_fight (&place, cancel);
  g_assert_cmpint (result->status, ==, STORE_PENDING);
  g_assert_cmpint (faults.now, <, G_TIME_SPAN_SECOND);
  g_assert_true (file_is (place.post, OLD));
  place_clear (&place);
}

/* ---- the folder -------------------------------------------------------------------------------
 */

static void
expect_wrong (StoreFolder *folder)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (store_folder_identify (folder, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_WRONG_FOLDER);
}

static void
test_identity (void)
{
  Place place = place_new (OLD, odd_ops ());
  g_autofree char *id = g_build_filename (place.site, ".chapeau", "folder", NULL);
  g_autofree char *aside = g_build_filename (place.top, "aside", NULL);
  g_autofree char *ours = NULL;
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (GError) gone = NULL;
  store_folder_mark (folder);
  g_assert_true (g_file_get_contents (id, &ours, NULL, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  /* Another id in the same directory. */
  g_assert_true (g_file_set_contents (id, "00000000-0000-4000-8000-000000000000\n", -1, NULL));
  expect_wrong (folder);
  g_assert_true (g_file_set_contents (id, ours, -1, NULL));
  /* Mounted again: another device, the same id; then none; then another. */
  odd.other_device = 1;
  g_assert_true (store_folder_identify (folder, NULL));
  odd.other_device = 0;
  g_assert_true (g_file_set_contents (id, "spoiled", -1, NULL));
  expect_wrong (folder);
  g_assert_true (g_file_set_contents (id, "00000000-0000-4000-8000-000000000000\n", -1, NULL));
  expect_wrong (folder);
  /* Said to be the right one: with an id, and without. */
  g_assert_true (store_folder_adopt_sync (folder, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  g_assert_cmpint (g_remove (id), ==, 0);
  g_assert_true (store_folder_adopt_sync (folder, NULL));
  g_assert_true (store_folder_identify (folder, NULL));
  g_assert_cmpint (g_rename (place.site, aside), ==, 0);
  g_assert_false (store_folder_adopt_sync (folder, &gone));
  g_assert_error (gone, STORE_ERROR, STORE_ERROR_FOLDER_GONE);
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

/* ---- moving -----------------------------------------------------------------------------------
 */

/* Each call fails, with and without links: the post has one name, its text, and no second one. */
static void
test_moving (void)
{
  static const int codes[] = { EIO, EINVAL, ENOENT, EEXIST };
  for (guint server = 0; server < 3; server++)
    for (int call = CALL_OPEN; call < CALLS; call++)
      for (guint code = 0; code < G_N_ELEMENTS (codes); code++)
        for (int after = 0; after < 2; after++)
          {
            gboolean reached = TRUE;
            for (int at = 1; reached; at++)
              {
                Place place;
                g_autofree char *to = NULL;
                gboolean moved;
                reset_faults ();
                place = place_new (OLD, &faults.ops);
                to = g_build_filename (place.site, "b.md", NULL);
                {
                  g_autoptr (StoreFolder) folder =
                      store_folder_open (place.site, &place.config, NULL);
                  g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
                  g_autoptr (GBytes) text = bytes_of (NEW);
                  g_assert_true (store_post_journal_sync (post, text, NULL));
                  faults.no_exchange = server > 0;
                  faults.no_link = server > 1;
                  faults.call = (Call) call;
                  faults.at = at;
                  faults.code = codes[code];
                  faults.after = after != 0;
                  moved = store_post_move_sync (post, "b.md", NULL);
                  reached = faults.count >= at;
                  faults.at = 0;
                  g_assert_true (!moved || file_is (to, OLD));
                  g_assert_true (file_is (to, OLD) || file_is (place.post, OLD));
                  g_assert_true (tree_has (place.state, NEW));
                }
                drain ();
                place_clear (&place);
              }
          }
}

static void
test_moving_refused (void)
{
  Place place = place_new (OLD, NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
  g_autoptr (StorePost) untitled = store_post_new_untitled (folder, NULL);
  g_autoptr (StorePost) homeless = store_post_new_untitled (NULL, &place.config);
  const struct
  {
    StorePost *post;
    const char *path;
    StoreError error;
  } cases[] = {
    { post, "../b.md", STORE_ERROR_BAD_NAME },
    { untitled, "b.md", STORE_ERROR_BAD_NAME },
    { homeless, "b.md", STORE_ERROR_BAD_NAME },
    { post, "_posts/taken.md", STORE_ERROR_EXISTS },
    { post, "_drafts/a.md/x.md", STORE_ERROR_NOT_REGULAR },
  };
  write_file (place.site, "_posts/taken.md", OTHER);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (store_post_move_sync (cases[i].post, cases[i].path, &error));
      g_assert_error (error, STORE_ERROR, (int) cases[i].error);
    }
  {
    g_autoptr (GError) changed = NULL;
    g_autoptr (GError) missing = NULL;
    g_autoptr (GError) closed = NULL;
    write_file (place.site, "_drafts/a.md", OTHER);
    g_assert_false (store_post_move_sync (post, "b.md", &changed));
    g_assert_error (changed, STORE_ERROR, STORE_ERROR_CHANGED);
    g_remove (place.post);
    g_assert_false (store_post_move_sync (post, "b.md", &missing));
    g_assert_error (missing, STORE_ERROR, STORE_ERROR_NOT_FOUND);
    store_post_close (post, FALSE);
    g_assert_false (store_post_move_sync (post, "b.md", &closed));
    g_assert_error (closed, STORE_ERROR, STORE_ERROR_JOURNAL);
  }
  g_clear_object (&post);
  g_clear_object (&untitled);
  g_clear_object (&homeless);
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

/* ---- the journal ------------------------------------------------------------------------------
 */

static StoreJournal *syncing_journal;
static guint writes_meanwhile;
static int code_meanwhile;
static gint64 fail_writes;

static void
write_numbered (StoreJournal *journal, guint number, gboolean expected)
{
  static const StoreAbout about = { "", "", NULL, NULL };
  g_autofree char *words = g_strdup_printf ("numéro %u\n", number);
  g_autoptr (GBytes) text = bytes_of (words);
  g_assert_cmpint (store_journal_write (journal, text, &about, NULL, NULL), ==, expected);
}

static int
busy_sync (gpointer data, int fd)
{
  StoreJournal *journal = g_steal_pointer (&syncing_journal);
  for (guint i = 0; journal != NULL && i < writes_meanwhile; i++)
    write_numbered (journal, 100 + i, fail_writes == 0);
  fail_writes = 0;
  errno = code_meanwhile;
  return code_meanwhile == 0 ? 0 : -1;
}

static ssize_t
failing_pwrite (gpointer data, int fd, const void *buffer, size_t size, off_t at)
{
  if (fail_writes == 0)
    return pwrite (fd, buffer, size, at);
  errno = ENOSPC;
  return -1;
}

/* Writes go on while the disk syncs; the sync fails; the journal turns to another place meanwhile.
 */
static void
test_syncing (void)
{
  for (guint how = 0; how < 8; how++)
    {
      static StoreOps ops;
      Place place;
      g_autoptr (StoreLocal) local = NULL;
      StoreJournal *journal;
      g_autoptr (GError) error = NULL;
      gboolean done;
      ops = *store_ops_system ();
      ops.fdatasync = busy_sync;
      ops.pwrite = failing_pwrite;
      place = place_new (NULL, &ops);
      local = store_local_new (&place.config);
      journal = store_journal_new (local, NULL);
      g_assert_true (store_journal_sync (journal, NULL)); /* nothing to do */
      write_numbered (journal, 1, TRUE);
      write_numbered (journal, 2, TRUE);
      code_meanwhile = 0;
      g_assert_true (store_journal_sync (journal, NULL));
      g_assert_true (store_journal_sync (journal, NULL)); /* it is synced */
      write_numbered (journal, 3, TRUE);
      syncing_journal = journal;
      writes_meanwhile = (how & 4) != 0 ? 9 : 1;
      code_meanwhile = (how & 1) != 0 ? EIO : 0;
      fail_writes = (how & 2) != 0;
      done = store_journal_sync (journal, &error);
      g_assert_cmpint (done, ==, code_meanwhile == 0);
      write_numbered (journal, 4, TRUE);
      g_assert_true (tree_has (place.state, "numéro 4"));
      store_journal_end (journal, STORE_JOURNAL_KEEP);
      write_numbered (journal, 5, FALSE);
      store_journal_end (journal, STORE_JOURNAL_DROP);
      g_assert_true (tree_has (place.state, "numéro 4"));
      store_journal_unref (journal);
      place_clear (&place);
    }
}

/* The newest record counts, over all places that a journal has been in. */
static void
test_two_places (void)
{
  static const char *fallback[] = { NULL, NULL };
  Place place = place_new (NULL, NULL);
  g_autofree char *second = g_build_filename (place.top, "second", NULL);
  g_autofree char *uuid = NULL;
  g_autofree char *inside = NULL;
  g_autoptr (StoreLocal) local = NULL;
  fallback[0] = second;
  place.config.fallback_directories = fallback;
  local = store_local_new (&place.config);
  for (guint i = 0; i < 2; i++)
    {
      StoreConfig one = { .state_directory = i == 0 ? place.state : second,
                          .fallback_directories = fallback + 1 };
      g_autoptr (StoreLocal) only = store_local_new (&one);
      StoreJournal *journal = store_journal_new (only, uuid);
      if (uuid == NULL)
        uuid = g_strdup (store_journal_get_uuid (journal));
      write_numbered (journal, i, TRUE);
      store_journal_end (journal, STORE_JOURNAL_KEEP);
      store_journal_unref (journal);
    }
  {
    g_autoptr (StoreJournal) taken = store_journal_new (local, uuid);
    g_autoptr (StoreJournal) refused = store_journal_new (local, uuid);
    g_autoptr (StoreJournal) unknown = store_journal_new (local, "nothing");
    g_autoptr (GError) busy = NULL;
    g_autoptr (GError) missing = NULL;
    g_assert_true (store_journal_adopt (taken, NULL));
    g_assert_false (store_journal_adopt (refused, &busy));
    g_assert_error (busy, STORE_ERROR, STORE_ERROR_JOURNAL);
    g_assert_false (store_journal_adopt (unknown, &missing));
    g_assert_error (missing, STORE_ERROR, STORE_ERROR_NOT_FOUND);
    write_numbered (taken, 2, TRUE);
  }
  {
    g_autoptr (GPtrArray) left = store_recover_list (&place.config, NULL);
    g_autoptr (GBytes) newest = bytes_of ("numéro 2\n");
    g_assert_cmpuint (left->len, ==, 1);
    g_assert_true (g_bytes_equal (((StoreRecovery *) g_ptr_array_index (left, 0))->text, newest));
  }
  {
    gboolean busy;
    g_assert_null (store_journal_read (local, "/nowhere/at/all", &busy));
    g_assert_false (busy);
  }
  place_clear (&place);
}

/* ---- the outbox, and names --------------------------------------------------------------------
 */

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_no_name (void)
{
  Place place = place_new (OLD, NULL);
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (StorePost) untitled = store_post_new_untitled (folder, NULL);
  g_autoptr (StorePost) homeless = store_post_new_untitled (NULL, &place.config);
  g_autoptr (GBytes) text = bytes_of (NEW);
  StorePost *const posts[] = { untitled, homeless };
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) later = NULL;
      g_autoptr (GAsyncResult) answer = NULL;
      g_assert_null (store_post_save_sync (posts[i], text, &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME);
      store_post_save_async (posts[i], text, NULL, keep_result, &answer);
      while (answer == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_null (store_post_save_finish (posts[i], answer, &later));
      g_assert_error (later, STORE_ERROR, STORE_ERROR_BAD_NAME);
      store_post_set_base (posts[i], text);
    }
  store_post_close (untitled, FALSE);
  {
    g_autoptr (GError) closed = NULL;
    g_assert_null (store_post_save_as_sync (untitled, "c.md", text, &closed));
    g_assert_error (closed, STORE_ERROR, STORE_ERROR_JOURNAL);
  }
  g_clear_object (&untitled);
  g_clear_object (&homeless);
  g_assert_true (store_folder_wait_idle (folder, G_TIME_SPAN_HOUR));
  g_clear_object (&folder);
  drain ();
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/file/names", test_names);
  g_test_add_func ("/store/file/errors", test_errors);
  g_test_add_func ("/store/file/escaping", test_escaping);
  g_test_add_func ("/store/file/reading", test_reading);
  g_test_add_func ("/store/matrix/row-07-unsupported", test_unsupported);
  g_test_add_func ("/store/matrix/row-05-directory-of-others", test_directory_of_others);
  g_test_add_func ("/store/place/unclaim", test_unclaim);
  g_test_add_func ("/store/matrix/row-24-records", test_records);
  g_test_add_func ("/store/matrix/row-24-blank-records", test_blank_records);
  g_test_add_func ("/store/mutex", test_mutex);
  g_test_add_func ("/store/matrix/row-14-flicker", test_flicker);
  g_test_add_func ("/store/matrix/row-14-exchanges", test_exchanges);
  g_test_add_func ("/store/matrix/row-14-in-place", test_in_place);
  g_test_add_func ("/store/matrix/row-12-cancelled", test_cancelled);
  g_test_add_func ("/store/matrix/row-11-identity", test_identity);
  g_test_add_func ("/store/move/every-call-fails", test_moving);
  g_test_add_func ("/store/move/refused", test_moving_refused);
  g_test_add_func ("/store/journal/syncing", test_syncing);
  g_test_add_func ("/store/journal/two-places", test_two_places);
  g_test_add_func ("/store/save/no-name", test_no_name);
  return g_test_run ();
}
