/* What the preview's scheme refuses: everything but regular files below the root.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "preview-path.h"

static const struct
{
  const char *uri;
  const char *path; /* NULL: refused */
} addresses[] = {
  { "chapeau://site/uploads/x.jpg", "uploads/x.jpg" },
  { "chapeau://site/blog/x.jpg?v=1#a", "x.jpg" },
  { "chapeau://site/blogs/x.jpg", "blogs/x.jpg" },
  { "chapeau://site//a//b.png", "a/b.png" },
  { "chapeau://site/%C3%A9t%C3%A9%20%23.png", "été #.png" },
  { "chapeau://site/%252e%252e/x", "%2e%2e/x" },
  { "chapeau://site/../x", NULL },
  { "chapeau://site/a/%2e%2e/%2e%2e/x", NULL },
  { "chapeau://site/a/.%2E/x", NULL },
  { "chapeau://site/./x", NULL },
  { "chapeau://site/a%2fb", NULL },
  { "chapeau://site/a%00b", NULL },
  { "chapeau://site/%zz", NULL },
  { "chapeau://site/", NULL },
  { "chapeau://site", NULL },
  { "chapeau://site/a/", NULL },
  { "chapeau://other/x", NULL },
  { "chapeau://site.evil/x", NULL },
  { "chapeau://u@site/x", NULL },
  { "chapeau://site:80/x", NULL },
  { "chapeau:///etc/passwd", NULL },
  { "file:///etc/passwd", NULL },
  { "http://site/x", NULL },
};

static void
test_addresses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = preview_path_from_uri (addresses[i].uri, "/blog", &error);

      g_test_message ("%s", addresses[i].uri);
      g_assert_cmpstr (path, ==, addresses[i].path);
      g_assert_true ((path == NULL) == (error != NULL));
    }
}

static void
check_open (const char *root, const char *path, int code)
{
  g_autoptr (GError) error = NULL;
  goffset size = -1;
  int fd = preview_path_open (root, path, &size, &error);

  g_test_message ("%s", path);
  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_cmpint (fd, >=, 0);
      close (fd);
      return;
    }
  g_assert_cmpint (fd, ==, -1);
  g_assert_error (error, PREVIEW_PATH_ERROR, code);
}

static void
test_files (void)
{
  g_autofree char *top = g_dir_make_tmp ("chapeau-path-XXXXXX", NULL);
  g_autofree char *site = g_build_filename (top, "site", NULL);
  g_autofree char *outside = g_build_filename (top, "secret", NULL);
  static const char *const made[] = { "site/in",         "site/near", "site/out",  "site/absolute",
                                      "site/folder-out", "site/fifo", "site/huge", "site/device",
                                      "secret",          "site" };

  g_assert_cmpint (mkdir (site, 0700), ==, 0);
  g_assert_true (g_file_set_contents (outside, "s", 1, NULL));
  g_assert_cmpint (chdir (site), ==, 0);
  g_assert_true (g_file_set_contents ("in", "x", 1, NULL));
  g_assert_cmpint (symlink ("in", "near"), ==, 0);
  g_assert_cmpint (symlink ("../secret", "out"), ==, 0);
  g_assert_cmpint (symlink (outside, "absolute"), ==, 0);
  g_assert_cmpint (symlink ("..", "folder-out"), ==, 0);
  g_assert_cmpint (mkfifo ("fifo", 0600), ==, 0);
  g_assert_true (g_file_set_contents ("huge", "", 0, NULL));
  g_assert_cmpint (truncate ("huge", (off_t) PREVIEW_FILE_LIMIT + 1), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", "device"), ==, 0);
  check_open (site, "in", -1);
  check_open (site, "near", -1);
  check_open (site, "out", PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, "absolute", PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, "folder-out/secret", PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, "../secret", PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, outside, PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, "device", PREVIEW_PATH_ERROR_OUTSIDE);
  check_open (site, "fifo", PREVIEW_PATH_ERROR_KIND);
  check_open (site, "huge", PREVIEW_PATH_ERROR_SIZE);
  check_open (site, "none", PREVIEW_PATH_ERROR_MISSING);
  check_open (site, ".", PREVIEW_PATH_ERROR_KIND);
  check_open ("/dev", "zero", PREVIEW_PATH_ERROR_KIND);
  g_assert_cmpint (chdir ("/"), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (top, made[i], NULL);

      g_assert_cmpint (remove (path), ==, 0);
    }
  g_assert_cmpint (rmdir (top), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preview/path/addresses", test_addresses);
  g_test_add_func ("/preview/path/files", test_files);
  return g_test_run ();
}
