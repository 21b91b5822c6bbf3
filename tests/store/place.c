/* place.c - a site and a state directory in memory, for one test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "place.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char *const no_fallback[] = { NULL };

Place
place_new (const char *text, const StoreOps *ops)
{
  Place place = { .top = g_strdup ("/dev/shm/chapeau-store-XXXXXX") };
  g_autofree char *drafts = NULL;
  if (g_mkdtemp (place.top) == NULL)
    {
      g_free (place.top);
      place.top = g_dir_make_tmp ("chapeau-store-XXXXXX", NULL);
    }
  g_assert_nonnull (place.top);
  place.site = g_build_filename (place.top, "site", NULL);
  drafts = g_build_filename (place.site, "_drafts", NULL);
  place.post = g_build_filename (drafts, "a.md", NULL);
  place.state = g_build_filename (place.top, "state", NULL);
  g_assert_cmpint (g_mkdir_with_parents (drafts, 0755), ==, 0);
  if (text != NULL)
    g_assert_true (g_file_set_contents (place.post, text, -1, NULL));
  place.config.state_directory = place.state;
  place.config.fallback_directories = no_fallback;
  place.config.person = "Jeanne";
  place.config.ops = ops;
  return place;
}

void
place_clear (Place *place)
{
  remove_tree (place->top);
  g_free (place->top);
  g_free (place->site);
  g_free (place->post);
  g_free (place->state);
}

gboolean
file_is (const char *path, const char *text)
{
  g_autofree char *found = NULL;
  gsize size;
  return g_file_get_contents (path, &found, &size, NULL) && size == strlen (text)
         && memcmp (found, text, size) == 0;
}

/* The new text in any file under @path. */
guint
count_md (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".md"))
      count++;
  return count;
}

guint
count_names (const char *path, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint count = 0;
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      count++;
  return count;
}

void
write_file (const char *top, const char *path, const char *text)
{
  g_autofree char *file = g_build_filename (top, path, NULL);
  g_autofree char *dir = g_path_get_dirname (file);
  int fd;
  g_assert_cmpint (g_mkdir_with_parents (dir, 0755), ==, 0);
  /* Not by GLib: its temporary name is too long for the longest names. */
  fd = open (file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, (int) strlen (text));
  close (fd);
}

GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
