/* site-post.c - what a post's path and header mean to its site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *
site_state_to_string (SiteState state)
{
  switch (state)
    {
    case SITE_STATE_DRAFT:
      return "draft";
    case SITE_STATE_SCHEDULED:
      return "scheduled";
    case SITE_STATE_PUBLISHED:
      return "published";
    case SITE_STATE_HIDDEN:
      return "hidden";
    }
  g_assert_not_reached ();
}

GDateTime *
site_date_of_value (const Site *site, FmValue *value)
{
  if (value == NULL || !site_value_is_scalar (value) || site_value_is_blank (value))
    return NULL;
  return site_date_read (fm_value_get_string (value), fm_value_get_kind (value) == FM_TIME,
                         site->timezone, NULL);
}

GDateTime *
site_date_of_name (const Site *site, const char *path)
{
  const char *slash = strrchr (path, '/');
  int year, month, day;

  if (!site_split_dated_name (slash != NULL ? slash + 1 : path, &year, &month, &day, NULL, NULL))
    return NULL;
  return site_date_new_local (site->timezone, year, month, day, 0, 0, 0);
}

FmValue *
site_effective_value (const FmNode *root, FmValue *defaults, const char *key)
{
  const FmNode *node = root != NULL ? fm_node_get_member (root, key) : NULL;
  FmValue *fallback = site_value_member (defaults, key);

  if (node != NULL && fm_node_get_kind (node) != FM_NULL)
    return fm_value_new_from_node (node);
  return fallback != NULL ? fm_value_ref (fallback) : NULL;
}

/* A list, or Jekyll's words of one text for the plural keys. */
static char **
texts_of (FmValue *value, gboolean split)
{
  if (split && value != NULL && fm_value_get_kind (value) == FM_STRING)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) words = g_strsplit_set (fm_value_get_string (value), " \t\n", -1);
      for (guint i = 0; words[i] != NULL; i++)
        if (*words[i] != '\0')
          g_strv_builder_add (builder, words[i]);
      return g_strv_builder_end (builder);
    }
  return site_value_texts (value);
}

static char **
read_list (const FmNode *root, FmValue *defaults, const char *plural, const char *singular)
{
  g_autoptr (FmValue) many = site_effective_value (root, defaults, plural);
  g_autoptr (FmValue) one = NULL;

  if (!site_value_is_blank (many))
    return texts_of (many, TRUE);
  one = site_effective_value (root, defaults, singular);
  return texts_of (one, FALSE);
}

static char *
title_of_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *slug = NULL;
  char *point = strrchr (name, '.');
  int year, month, day;

  if (!site_split_dated_name (name, &year, &month, &day, &slug, NULL))
    {
      if (point != NULL && point != name)
        *point = '\0';
      slug = g_steal_pointer (&name);
    }
  return site_label_from_key (slug);
}

static char *
first_text (const FmNode *root, FmValue *defaults, const char *const *keys)
{
  for (; *keys != NULL; keys++)
    {
      g_autoptr (FmValue) value = site_effective_value (root, defaults, *keys);
      if (value != NULL && site_value_is_scalar (value) && !site_value_is_blank (value))
        return g_strdup (fm_value_get_string (value));
    }
  return NULL;
}

static SiteState
state_of (const Site *site, const char *path, FmValue *published, GDateTime *date, GDateTime *now)
{
  g_autoptr (GDateTime) present = now != NULL ? g_date_time_ref (now) : g_date_time_new_now_utc ();

  if (site_is_draft_path (site, path))
    return SITE_STATE_DRAFT;
  if (!site->unpublished && site_value_is (published, FALSE))
    return SITE_STATE_HIDDEN;
  if (!site->future && date != NULL && g_date_time_compare (date, present) > 0)
    return SITE_STATE_SCHEDULED;
  return SITE_STATE_PUBLISHED;
}

SitePostInfo *
site_post_info_new (Site *site, const char *path, FmHeader *header, GDateTime *now)
{
  static const char *const titles[] = { "title", "titre", NULL };
  static const char *const authors[] = { "auteur", "author", NULL };
  const FmNode *root = header != NULL ? fm_header_get_root (header) : NULL;
  g_autoptr (FmValue) defaults = site_dup_defaults (site, path);
  g_autoptr (FmValue) date = site_effective_value (root, defaults, "date");
  g_autoptr (FmValue) published = site_effective_value (root, defaults, "published");
  g_autoptr (GDateTime) written = site_date_of_value (site, date);
  SitePostInfo *info = g_atomic_rc_box_new0 (SitePostInfo);

  info->site = site_ref (site);
  info->path = g_strdup (path);
  info->broken = header != NULL && fm_header_is_broken (header);
  info->title = first_text (root, defaults, titles);
  if (info->title == NULL)
    info->title = title_of_name (path);
  if (written == NULL)
    written = site_date_of_name (site, path);
  if (written != NULL)
    info->date = g_date_time_to_timezone (written, site->timezone);
  info->collection = site_get_collection_of (site, path);
  info->categories = read_list (root, defaults, "categories", "category");
  info->tags = read_list (root, defaults, "tags", "tag");
  info->author = first_text (root, defaults, authors);
  info->state = state_of (site, path, published, info->date, now);
  return info;
}

SitePostInfo *
site_read_post_info (Site *site, const char *path, GBytes *post, GDateTime *now)
{
  g_autoptr (FmHeader) header = fm_header_new (post);
  return site_post_info_new (site, path, header, now);
}

static gssize
read_up_to (int file, guint8 *to, gsize size)
{
  gsize got = 0;

  while (got < size)
    {
      gssize n = read (file, to + got, size - got);
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      got += (gsize) n;
    }
  return (gssize) got;
}

FmHeader *
site_load_header (const Site *site, const char *path, GBytes **head, GError **error)
{
  g_autofree char *full = g_build_filename (site->root, path, NULL);
  g_autofree guint8 *buffer = g_malloc (SITE_HEAD_SIZE);
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int file = open (full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize got = file < 0 ? -1 : read_up_to (file, buffer, SITE_HEAD_SIZE);
  int code = errno;

  if (file >= 0)
    close (file);
  if (got < 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path,
                   g_strerror (code));
      return NULL;
    }
  bytes = g_bytes_new (buffer, (gsize) got);
  header = fm_header_new (bytes);
  if (got == SITE_HEAD_SIZE && fm_header_is_broken (header))
    {
      char *contents;
      gsize length;

      if (!g_file_get_contents (full, &contents, &length, error))
        return NULL;
      g_bytes_unref (bytes);
      bytes = g_bytes_new_take (contents, length);
      fm_header_unref (header);
      header = fm_header_new (bytes);
    }
  if (head != NULL)
    *head = g_steal_pointer (&bytes);
  return g_steal_pointer (&header);
}

SitePostInfo *
site_load_post_info (
    Site *site, const char *path, GDateTime *now, GCancellable *cancellable, GError **error)
{
  g_autoptr (FmHeader) header = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  header = site_load_header (site, path, NULL, error);
  return header != NULL ? site_post_info_new (site, path, header, now) : NULL;
}

SitePostInfo *
site_post_info_ref (SitePostInfo *info)
{
  return g_atomic_rc_box_acquire (info);
}

static void
post_info_clear (gpointer data)
{
  SitePostInfo *info = data;

  g_free (info->path);
  g_free (info->title);
  g_clear_pointer (&info->date, g_date_time_unref);
  g_strfreev (info->categories);
  g_strfreev (info->tags);
  g_free (info->author);
  site_unref (info->site);
}

void
site_post_info_unref (SitePostInfo *info)
{
  if (info != NULL)
    g_atomic_rc_box_release_full (info, post_info_clear);
}
