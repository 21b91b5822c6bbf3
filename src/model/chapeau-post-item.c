/* chapeau-post-item.c - one post in the list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-post-item.h"

#include <string.h>

struct _ChapeauPostItem
{
  GObject parent_instance;

  char *path;
  char *stamp;
  char *searched; /* folded: title, categories, tags, path */
  SitePostInfo *info;
  StorePresence *presence;
  GPtrArray *conflict_copies;
  gint64 mtime;
  gboolean stale;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauPostItem, chapeau_post_item, G_TYPE_OBJECT)

char *
chapeau_fold_text (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = NULL;
  GString *out = g_string_new (NULL);

  if (decomposed == NULL)
    return g_string_free (out, FALSE);
  folded = g_utf8_casefold (decomposed, -1);
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (out, c == 0x2019 ? '\'' : c);
    }
  return g_string_free (out, FALSE);
}

ChapeauPostItem *
chapeau_post_item_new (const char *path)
{
  ChapeauPostItem *self = g_object_new (CHAPEAU_TYPE_POST_ITEM, NULL);

  self->path = g_strdup (path);
  self->stale = TRUE;
  return self;
}

const char *
chapeau_post_item_get_path (ChapeauPostItem *self)
{
  return self->path;
}

SitePostInfo *
chapeau_post_item_get_info (ChapeauPostItem *self)
{
  return self->info;
}

const char *
chapeau_post_item_get_title (ChapeauPostItem *self)
{
  return self->info != NULL ? self->info->title : self->path;
}

SiteState
chapeau_post_item_get_state (ChapeauPostItem *self)
{
  return self->info != NULL ? self->info->state : SITE_STATE_PUBLISHED;
}

const StorePresence *
chapeau_post_item_get_presence (ChapeauPostItem *self)
{
  return self->presence;
}

guint
chapeau_post_item_get_n_conflict_copies (ChapeauPostItem *self)
{
  return self->conflict_copies != NULL ? self->conflict_copies->len : 0;
}

const char *
chapeau_post_item_get_conflict_copy (ChapeauPostItem *self, guint nth)
{
  return g_ptr_array_index (self->conflict_copies, nth);
}

static void
update_searched (ChapeauPostItem *self)
{
  g_autofree char *categories = g_strjoinv (" ", self->info->categories);
  g_autofree char *tags = g_strjoinv (" ", self->info->tags);
  g_autofree char *all = g_strjoin (" ", self->info->title, categories, tags, self->path, NULL);

  g_free (self->searched);
  self->searched = chapeau_fold_text (all);
}

void
chapeau_post_item_set_info (ChapeauPostItem *self, SitePostInfo *info)
{
  g_return_if_fail (CHAPEAU_IS_POST_ITEM (self));

  site_post_info_ref (info);
  g_clear_pointer (&self->info, site_post_info_unref);
  self->info = info;
  self->stale = FALSE;
  update_searched (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
same_presence (const StorePresence *one, const StorePresence *other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return one->kind == other->kind && g_strcmp0 (one->person, other->person) == 0
         && one->since == other->since && one->mine == other->mine;
}

static guint
count_copies (GPtrArray *copies)
{
  return copies != NULL ? copies->len : 0;
}

void
chapeau_post_item_set_entry (ChapeauPostItem *self, const StoreListEntry *entry)
{
  gboolean shows;

  g_return_if_fail (CHAPEAU_IS_POST_ITEM (self));

  shows = !same_presence (self->presence, entry->presence)
          || count_copies (self->conflict_copies) != count_copies (entry->conflict_copies);
  if (g_strcmp0 (self->stamp, entry->stamp) != 0)
    {
      self->stale = TRUE;
      g_free (self->stamp);
      self->stamp = g_strdup (entry->stamp);
    }
  self->mtime = entry->mtime;
  g_clear_pointer (&self->presence, store_presence_free);
  if (entry->presence != NULL)
    self->presence = store_presence_copy (entry->presence);
  g_clear_pointer (&self->conflict_copies, g_ptr_array_unref);
  if (entry->conflict_copies != NULL)
    self->conflict_copies = g_ptr_array_ref (entry->conflict_copies);
  if (shows)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
chapeau_post_item_is_stale (ChapeauPostItem *self)
{
  return self->stale;
}

void
chapeau_post_item_set_stale (ChapeauPostItem *self, gboolean stale)
{
  self->stale = stale;
}

static gint64
newness (const ChapeauPostItem *item)
{
  if (item->info != NULL && item->info->date != NULL)
    return g_date_time_to_unix (item->info->date);
  return item->mtime / G_USEC_PER_SEC;
}

int
chapeau_post_item_compare (gconstpointer one, gconstpointer other, gpointer unused)
{
  const ChapeauPostItem *a = one, *b = other;
  int a_state = a->info != NULL ? (int) a->info->state : SITE_STATE_PUBLISHED;
  int b_state = b->info != NULL ? (int) b->info->state : SITE_STATE_PUBLISHED;
  gint64 a_time = newness (a), b_time = newness (b);

  if (a_state != b_state)
    return a_state - b_state;
  if (a_time != b_time)
    return a_time > b_time ? -1 : 1;
  return strcmp (a->path, b->path);
}

gboolean
chapeau_post_item_matches (ChapeauPostItem *self, const char *needle)
{
  return self->searched == NULL || strstr (self->searched, needle) != NULL;
}

static void
chapeau_post_item_finalize (GObject *object)
{
  ChapeauPostItem *self = CHAPEAU_POST_ITEM (object);

  g_free (self->path);
  g_free (self->stamp);
  g_free (self->searched);
  g_clear_pointer (&self->info, site_post_info_unref);
  g_clear_pointer (&self->presence, store_presence_free);
  g_clear_pointer (&self->conflict_copies, g_ptr_array_unref);
  G_OBJECT_CLASS (chapeau_post_item_parent_class)->finalize (object);
}

static void
chapeau_post_item_class_init (ChapeauPostItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = chapeau_post_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_post_item_init (ChapeauPostItem *self)
{
}
