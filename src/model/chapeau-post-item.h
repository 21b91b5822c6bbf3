/* chapeau-post-item.h - one post in the list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>
#include <site.h>
#include <store.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_POST_ITEM (chapeau_post_item_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauPostItem, chapeau_post_item, CHAPEAU, POST_ITEM, GObject)

ChapeauPostItem *chapeau_post_item_new (const char *path);

const char *chapeau_post_item_get_path (ChapeauPostItem *self);
/* NULL until the header was read. */
SitePostInfo *chapeau_post_item_get_info (ChapeauPostItem *self);
const char *chapeau_post_item_get_title (ChapeauPostItem *self); /* else the path */
SiteState chapeau_post_item_get_state (ChapeauPostItem *self);
const StorePresence *chapeau_post_item_get_presence (ChapeauPostItem *self); /* or NULL */
guint chapeau_post_item_get_n_conflict_copies (ChapeauPostItem *self);
const char *chapeau_post_item_get_conflict_copy (ChapeauPostItem *self, guint nth);

/* Takes what a listing or a reading told; emits "changed" if it shows. */
void chapeau_post_item_set_info (ChapeauPostItem *self, SitePostInfo *info);
void chapeau_post_item_set_entry (ChapeauPostItem *self, const StoreListEntry *entry);
/* Must the header be read (again)? */
gboolean chapeau_post_item_is_stale (ChapeauPostItem *self);
void chapeau_post_item_set_stale (ChapeauPostItem *self, gboolean stale);

/* Drafts, scheduled, published, hidden; in each the newest first; then by path. */
int chapeau_post_item_compare (gconstpointer one, gconstpointer other, gpointer unused);
/* Does the title, a category, a tag or the path hold @needle (already folded)? */
gboolean chapeau_post_item_matches (ChapeauPostItem *self, const char *needle);
/* Lower case, without accents: for searching. */
char *chapeau_fold_text (const char *text);

G_END_DECLS
