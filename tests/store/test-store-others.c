/* test-store-others.c - other programs at odd moments of a save: a mutex that changes hands, a post
 * that flickers, is written in place, is exchanged again and again, or goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"
#include "store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <unistd.h>

/* ---- the mutex --------------------------------------------------------------------------------
 */

static struct
{
  const char *mutex;   /* path of it */
  gboolean anew;       /* others take it at each wait */
  gboolean at_removal; /* somebody takes it between reading and taking it away */
  gboolean twice;      /* and somebody else in that moment */
  gboolean removed;    /* somebody takes it away before us */
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
  if (away && others.removed)
    unlink (others.mutex);
  result = store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
  if (away && others.twice)
    write_mutex ("a third one\n");
  if (away)
    others.at_removal = others.twice = others.removed = FALSE;
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
  others.removed = TRUE;
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
      g_autofree char *text_hash = store_hash (text);
      g_autofree char *left = NULL;
      StoreSaveRequest request = { .folder = folder,
                                   .path = "_drafts/a.md",
                                   .text = text,
                                   .base_hash = hash,
                                   .text_hash = text_hash,
                                   .cancellable = cancellable,
                                   .left_temp = &left };
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

/* Nor for a mutex; and a name that is no path, or has no directory, is refused before anything. */
static void
test_requests (void)
{
  static const char *const paths[] = { "../a.md", "_drafts/a.md/b.md", "_drafts/a.md" };
  static const StoreSaveStatus expected[] = { STORE_PENDING, STORE_PENDING, STORE_SAVED };
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "a.md", -1);
  g_autofree char *mutex = g_strdup_printf ("_drafts/.~mx-%.12s~", sum);
  g_autoptr (GCancellable) cancel = g_cancellable_new ();
  Place place;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  write_file (place.site, mutex, "of somebody\n");
  g_cancellable_cancel (cancel);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (GBytes) base = bytes_of (OLD);
    g_autofree char *hash = store_hash (base);
    g_autofree char *text_hash = store_hash (text);
    g_autofree char *left = NULL;
    for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
      {
        StoreSaveRequest request = { .folder = folder,
                                     .path = paths[i],
                                     .text = text,
                                     .base_hash = hash,
                                     .text_hash = text_hash,
                                     .cancellable = cancel,
                                     .left_temp = &left };
        g_autoptr (StoreSaveResult) result = store_save (&request);
        g_assert_cmpint (result->status, ==, expected[i]);
      }
  }
  g_assert_cmpint (faults.now, ==, 0);
  drain ();
  place_clear (&place);
}

/* A temporary file that an earlier try had to leave: it takes the place that is missing because of
 * that try, if it has the text; one that has another text is not ours to place or to remove. */
static void
test_left_temp (void)
{
  static const char *const contents[] = { NEW, OTHER, NULL };
  for (guint i = 0; i < 2 * G_N_ELEMENTS (contents); i++)
    {
      gboolean missing = i % 2 == 0;
      const char *content = contents[i / 2];
      Place place;
      reset_faults ();
      place = place_new (missing ? NULL : OLD, &faults.ops);
      if (content != NULL)
        write_file (place.site, "_drafts/.~save-left~", content);
      {
        g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
        g_autoptr (GBytes) text = bytes_of (NEW);
        g_autoptr (GBytes) base = bytes_of (OLD);
        g_autofree char *hash = store_hash (base);
        g_autofree char *text_hash = store_hash (text);
        g_autofree char *left = g_strdup (".~save-left~");
        StoreSaveRequest request = { .folder = folder,
                                     .path = "_drafts/a.md",
                                     .text = text,
                                     .base_hash = hash,
                                     .text_hash = text_hash,
                                     .left_temp = &left };
        g_autoptr (StoreSaveResult) result = store_save (&request);
        gboolean placed = !missing || content == contents[0];
        g_assert_cmpint (result->status, ==, placed ? STORE_SAVED : STORE_CONFLICT);
        g_assert_true (!placed || file_is (place.post, NEW));
        g_assert_true (content != contents[1] || tree_has (place.site, OTHER));
      }
      drain ();
      place_clear (&place);
    }
}

static guint looks;

/* The n-th look at the post finds that it is gone; or another text, and then that it is gone. */
static int
vanishing_stat (gpointer data, int dir, const char *name, struct stat *status)
{
  if (strcmp (name, "a.md") == 0 && fight.opened++ == looks)
    {
      if (fight.flicker)
        g_assert_true (g_file_set_contents (fight.post, OTHER, -1, NULL));
      else
        unlink (fight.post);
    }
  else if (strcmp (name, "a.md") == 0 && fight.flicker && fight.opened > looks + 1)
    unlink (fight.post);
  return store_ops_system ()->fstatat (NULL, dir, name, status);
}

static void
test_vanishing (void)
{
  for (guint how = 0; how < 8; how++)
    for (guint flicker = 0; flicker < 2; flicker++)
      for (looks = 1; looks < 12; looks++)
        {
          gboolean new_post = (how & 2) != 0;
          Place place;
          reset_faults ();
          memset (&fight, 0, sizeof fight);
          fight.flicker = flicker != 0;
          faults.no_exchange = (how & 1) != 0;
          faults.ops.fstatat = vanishing_stat;
          /* An empty file counts as our own claim of a new name. */
          place = place_new (!new_post ? OLD : (how & 4) != 0 ? "" : NULL, &faults.ops);
          fight.post = place.post;
          {
            g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
            g_autoptr (StorePost) post = new_post
                                             ? store_post_new_untitled (folder, NULL)
                                             : store_post_load_sync (folder, "_drafts/a.md", NULL);
            g_autoptr (GBytes) text = bytes_of (NEW);
            g_autoptr (StoreSaveResult) result =
                new_post ? store_post_save_as_sync (post, "_drafts/a.md", text, NULL)
                         : store_post_save_sync (post, text, NULL);
            g_assert_cmpint (result->status, !=, STORE_JOURNAL_FAILED);
            g_assert_true (tree_has (place.state, NEW));
          }
          drain ();
          place_clear (&place);
        }
}

/* A colleague's text is there, is gone again at the next look, and another comes in the last
 * moment. */
static int
wavering_stat (gpointer data, int dir, const char *name, struct stat *status)
{
  const char *const texts[] = { NULL, OTHER, OLD, NULL };
  if (strcmp (name, "a.md") == 0 && fight.opened < G_N_ELEMENTS (texts))
    {
      const char *text = texts[fight.opened++];
      if (text != NULL)
        g_assert_true (g_file_set_contents (fight.post, text, -1, NULL));
    }
  return store_ops_system ()->fstatat (NULL, dir, name, status);
}

static int
wavering_rename (
    gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  if (faults.no_exchange && flags != 0)
    {
      errno = EINVAL;
      return -1;
    }
  /* In place: it is the file that is taken out, or that the pin names. */
  if (strcmp (new, "a.md") == 0 && !fight.flicker)
    {
      g_autofree char *drafts = g_path_get_dirname (fight.post);
      fight.flicker = TRUE;
      write_file (drafts, "a.md", "un troisième texte\n");
    }
  return store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags);
}

static void
test_wavering (void)
{
  for (guint no_exchange = 0; no_exchange < 2; no_exchange++)
    {
      Place place;
      reset_faults ();
      memset (&fight, 0, sizeof fight);
      faults.no_exchange = no_exchange != 0;
      place = place_new (OLD, &faults.ops);
      fight.post = place.post;
      {
        g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
        g_autoptr (StorePost) post = store_post_load_sync (folder, "_drafts/a.md", NULL);
        g_autoptr (GBytes) text = bytes_of (NEW);
        g_autoptr (StoreSaveResult) result = NULL;
        faults.ops.fstatat = wavering_stat;
        faults.ops.renameat2 = wavering_rename;
        result = store_post_save_sync (post, text, NULL);
        g_assert_cmpint (result->status, ==, STORE_CONFLICT);
        g_assert_true (file_is (place.post, "un troisième texte\n"));
        g_assert_true (tree_has (place.state, NEW));
      }
      drain ();
      place_clear (&place);
    }
}

/* ---- another folder at the path ---------------------------------------------------------------
 */

static void
keep_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* It cannot be asked whose it is: nothing is known, and nothing written. Then the person says that
 * it is the right one, when it can be looked at, and a new post goes there. */
static void
test_another_folder (void)
{
  Place place;
  g_autofree char *aside = NULL;
  g_autofree char *there = NULL;
  StoreFolder *folder;
  StorePost *post;
  g_autoptr (GError) unread = NULL;
  g_autoptr (GError) unseen = NULL;
  g_autoptr (GBytes) text = bytes_of (NEW);
  g_autoptr (StoreSaveResult) result = NULL;
  GAsyncResult *answer = NULL;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  folder = store_folder_open (place.site, &place.config, NULL);
  store_folder_mark (folder);
  aside = g_build_filename (place.top, "aside", NULL);
  there = g_build_filename (place.site, ".chapeau", NULL);
  g_assert_cmpint (g_rename (place.site, aside), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (there, 0755), ==, 0);
  write_file (place.site, ".chapeau/folder", "of somebody\n");
  faults.call = CALL_READ;
  faults.at = 1;
  faults.forever = TRUE;
  faults.code = EIO;
  g_assert_false (store_folder_identify (folder, &unread));
  g_assert_error (unread, STORE_ERROR, STORE_ERROR_IO);
  faults.call = CALL_FSTAT;
  faults.count = 0;
  g_assert_false (store_folder_adopt_sync (folder, &unseen));
  g_assert_error (unseen, STORE_ERROR, STORE_ERROR_IO);
  faults.at = 0;
  store_folder_adopt_async (folder, NULL, keep_answer, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (store_folder_adopt_finish (folder, answer, NULL));
  g_clear_object (&answer);
  post = store_post_new_untitled (folder, NULL);
  store_post_save_as_async (post, "b.md", text, NULL, keep_answer, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = store_post_save_as_finish (post, answer, NULL);
  g_assert_cmpint (result->status, ==, STORE_SAVED);
  g_clear_object (&answer);
  g_object_unref (post);
  g_object_unref (folder);
  drain ();
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/mutex", test_mutex);
  g_test_add_func ("/store/matrix/row-14-flicker", test_flicker);
  g_test_add_func ("/store/matrix/row-14-exchanges", test_exchanges);
  g_test_add_func ("/store/matrix/row-14-in-place", test_in_place);
  g_test_add_func ("/store/matrix/row-12-cancelled", test_cancelled);
  g_test_add_func ("/store/matrix/row-12-requests", test_requests);
  g_test_add_func ("/store/matrix/row-14-wavering", test_wavering);
  g_test_add_func ("/store/matrix/row-15-vanishing", test_vanishing);
  g_test_add_func ("/store/matrix/row-09-left-temp", test_left_temp);
  g_test_add_func ("/store/matrix/row-11-another-folder", test_another_folder);
  return g_test_run ();
}
