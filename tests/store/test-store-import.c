/* test-store-import.c - pictures and other files come into the folder: whole, under a clean name,
 * over nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "Fête de l'été (1).JPG", "fete-de-l-ete-1.jpg" },
    { "photo.jpg", "photo.jpg" },
    { "Fe\xcc\x82te.png", "fete.png" }, /* decomposed */
    { ".htaccess", "htaccess" },
    { "_drafts.md", "drafts.md" },
    { "~$lettre.docx~", "lettre.docx" },
    { "CON.jpg", "file-con.jpg" },
    { "lpt1", "file-lpt1" },
    { "", "file" },
    { "日本.png", "file.png" },
    { "\xe9t\xe9.jpg", "t.jpg" }, /* Latin-1 */
    { "../../etc/passwd", "etc-passwd" },
    { "a.part", "a-part" },
    { "Rapport. Version finale", "rapport-version-finale" },
    { "<<x>> \"y\".pdf", "x-y.pdf" },
  };
  g_autofree char *long_name = g_strnfill (300, 'a');
  g_autofree char *cut = store_clean_name (long_name);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *clean = store_clean_name (names[i][0]);
      g_autofree char *again = store_clean_name (clean);
      g_assert_cmpstr (clean, ==, names[i][1]);
      g_assert_cmpstr (again, ==, clean);
    }
  g_assert_cmpuint (strlen (cut), <=, 100);
}

static char *
import_text (StoreFolder *folder, const char *text, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = bytes_of (text);
  StoreImport what = { .bytes = bytes, .directory = "uploads", .name = name };
  return store_folder_import_sync (folder, &what, error);
}

static void
test_free_name (void)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *uploads = g_build_filename (place.site, "uploads", NULL);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autofree char *one = import_text (folder, "un", "Une Photo.jpg", NULL);
    g_autofree char *two = import_text (folder, "deux", "Une Photo.jpg", NULL);
    g_autofree char *again = import_text (folder, "un", "Une Photo.jpg", NULL);
    g_autofree char *empty = import_text (folder, "", "vide.txt", NULL);
    g_autofree char *three = NULL;
    write_file (place.site, "uploads/une-photo-3.jpg", "d'une collègue");
    three = import_text (folder, "trois", "Une Photo.jpg", NULL);
    g_assert_cmpstr (one, ==, "uploads/une-photo.jpg");
    g_assert_cmpstr (two, ==, "uploads/une-photo-2.jpg");
    g_assert_cmpstr (again, ==, one);
    g_assert_cmpstr (three, ==, "uploads/une-photo-4.jpg");
    g_assert_cmpstr (empty, ==, "uploads/vide.txt");
  }
  g_assert_true (tree_has (uploads, "d'une collègue"));
  g_assert_cmpuint (count_names (uploads, ".~"), ==, 0);
  place_clear (&place);
}

static void
test_refused (void)
{
  Place place = place_new (OLD, NULL);
  static const char *const outside[] = { "../x", "/etc", "a/../../b" };
  g_autofree char *link = g_build_filename (place.site, "uploads", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (place.top);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nonexistent/x.jpg");
  g_autoptr (GBytes) bytes = bytes_of ("x");
  StoreImport what = { .file = directory, .directory = "uploads" };
  g_assert_null (store_folder_import_sync (folder, &what, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
  g_clear_error (&error);
  what.file = missing;
  g_assert_null (store_folder_import_sync (folder, &what, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  what = (StoreImport){ .bytes = bytes, .name = "x.jpg" };
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      g_clear_error (&error);
      what.directory = outside[i];
      g_assert_null (store_folder_import_sync (folder, &what, &error));
      g_assert_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME);
    }
  g_clear_error (&error);
  g_assert_cmpint (symlink ("/etc", link), ==, 0);
  what.directory = "uploads";
  g_assert_null (store_folder_import_sync (folder, &what, &error));
  g_assert_error (error, STORE_ERROR, STORE_ERROR_NOT_REGULAR);
  g_clear_object (&folder);
  place_clear (&place);
}

/* ---- in a thread ------------------------------------------------------------------------------
 */

typedef struct
{
  GAsyncResult *result;
  GCancellable *cancel; /* triggered at the first progress */
  guint reports;
  double last;
} Waiting;

static void
on_progress (double fraction, gpointer data)
{
  Waiting *waiting = data;
  g_assert_null (waiting->result);
  g_assert_cmpfloat (fraction, >=, waiting->last);
  g_assert_cmpfloat (fraction, <=, 1);
  waiting->last = fraction;
  waiting->reports++;
  if (waiting->cancel != NULL)
    g_cancellable_cancel (waiting->cancel);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  ((Waiting *) data)->result = g_object_ref (result);
}

static void
test_large (gconstpointer cancelled)
{
  Place place = place_new (OLD, NULL);
  g_autofree char *source = g_build_filename (place.top, "Grand Fichier.bin", NULL);
  g_autofree char *uploads = g_build_filename (place.site, "uploads", NULL);
  g_autofree char *text = g_strnfill (24u * 1024 * 1024, 'x');
  g_autoptr (GFile) file = g_file_new_for_path (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Waiting waiting = { .cancel = cancelled == NULL ? NULL : g_cancellable_new () };
  StoreFolder *folder = store_folder_open (place.site, &place.config, NULL);
  StoreImport what = { .file = file, .directory = "uploads" };
  g_assert_true (g_file_set_contents (source, text, -1, NULL));
  store_folder_import_async (folder, &what, waiting.cancel, on_progress, &waiting, on_done,
                             &waiting);
  while (waiting.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  path = store_folder_import_finish (folder, waiting.result, &error);
  if (cancelled != NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      /* The thread takes its copy away when it sees it. */
      for (int i = 0; i < 1000 && count_names (uploads, "") > 0; i++)
        g_usleep (10000);
      g_assert_cmpuint (count_names (uploads, ""), ==, 0);
    }
  else
    {
      g_autofree char *copy = g_build_filename (place.site, "uploads/grand-fichier.bin", NULL);
      g_assert_no_error (error);
      g_assert_cmpstr (path, ==, "uploads/grand-fichier.bin");
      g_assert_true (file_is (copy, text));
    }
  g_assert_cmpuint (waiting.reports, >, 0);
  g_object_unref (waiting.result);
  g_clear_object (&waiting.cancel);
  g_object_unref (folder);
  drain ();
  place_clear (&place);
}

static GCancellable *giving_up;

/* The person gives up while the copy is read back. */
static ssize_t
read_and_give_up (gpointer data, int fd, void *buffer, size_t size)
{
  ssize_t got = read (fd, buffer, size);
  if (size > 65536 && got > 0)
    g_cancellable_cancel (giving_up);
  return got;
}

static void
test_given_up (void)
{
  StoreOps ops = *store_ops_system ();
  Place place;
  g_autofree char *uploads = NULL;
  g_autofree char *text = g_strnfill (1024u * 1024, 'x');
  g_autoptr (GBytes) bytes = bytes_of (text);
  StoreImport what = { .bytes = bytes, .directory = "uploads", .name = "a.jpg" };
  Waiting waiting = { 0 };
  g_autoptr (GError) error = NULL;
  StoreFolder *folder;
  ops.read = read_and_give_up;
  giving_up = g_cancellable_new ();
  place = place_new (OLD, &ops);
  uploads = g_build_filename (place.site, "uploads", NULL);
  folder = store_folder_open (place.site, &place.config, NULL);
  store_folder_import_async (folder, &what, giving_up, NULL, NULL, on_done, &waiting);
  while (waiting.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (store_folder_import_finish (folder, waiting.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (int i = 0; i < 1000 && count_names (uploads, "") > 0; i++)
    g_usleep (10000);
  g_assert_cmpuint (count_names (uploads, ""), ==, 0);
  g_object_unref (waiting.result);
  g_usleep (50000); /* the thread says then how it found the folder */
  g_assert_cmpint (store_folder_get_state (folder), ==, STORE_FOLDER_ONLINE);
  g_clear_object (&giving_up);
  g_object_unref (folder);
  drain ();
  place_clear (&place);
}

/* ---- every call fails -------------------------------------------------------------------------
 */

static gboolean
one_fault (Call call, int at, int code, gboolean forever, gboolean no_exchange)
{
  Place place;
  g_autofree char *uploads = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *copy = NULL;
  gboolean reached;
  reset_faults ();
  place = place_new (OLD, &faults.ops);
  uploads = g_build_filename (place.site, "uploads", NULL);
  taken = g_build_filename (uploads, "a.jpg", NULL);
  copy = g_build_filename (uploads, "a-2.jpg", NULL);
  write_file (place.site, "uploads/a.jpg", OTHER);
  faults.no_exchange = faults.no_link = no_exchange;
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autofree char *path = NULL;
    g_autoptr (GError) error = NULL;
    faults.call = call;
    faults.at = at;
    faults.code = code;
    faults.forever = forever;
    path = import_text (folder, NEW, "a.jpg", &error);
    reached = faults.count >= at;
    faults.at = 0;
    g_assert_true ((path == NULL) == (error != NULL));
    g_assert_true (path == NULL || file_is (copy, NEW));
    g_assert_true (file_is (taken, OTHER));
    /* Whole or not there; an empty claim only if nothing could be looked at any more. */
    if (g_file_test (copy, G_FILE_TEST_EXISTS) && !file_is (copy, NEW))
      g_assert_true (no_exchange && forever && file_is (copy, ""));
  }
  drain ();
  place_clear (&place);
  return reached;
}

static void
test_faults (void)
{
  static const int codes[] = { EIO, ENOSPC, EACCES };
  guint count = 0;
  for (int call = CALL_OPEN; call < CALLS; call++)
    for (guint c = 0; c < G_N_ELEMENTS (codes); c++)
      for (int mode = 0; mode < 4; mode++)
        for (int at = 1; one_fault ((Call) call, at, codes[c], (mode & 1) != 0, (mode & 2) != 0);
             at++)
          count++;
  g_test_message ("%u faults", count);
  g_assert_cmpuint (count, >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/import/names", test_names);
  g_test_add_func ("/store/import/free-name", test_free_name);
  g_test_add_func ("/store/import/refused", test_refused);
  g_test_add_func ("/store/import/faults", test_faults);
  g_test_add_data_func ("/store/import/progress", NULL, test_large);
  g_test_add_data_func ("/store/import/cancel", "", test_large);
  g_test_add_func ("/store/import/given-up", test_given_up);
  return g_test_run ();
}
