/* chapeau-workspace.h - an open folder: the site, its shared folder, its posts.
 *
 * Signals: "facts-changed" ()   what the posts hold is known now, or anew: fields may differ
 *          "folder-changed" ()  the state of the shared folder
 *          "listed" ()          a listing is complete
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-post-item.h"

#include <gio/gio.h>
#include <site.h>
#include <store.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_WORKSPACE (chapeau_workspace_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauWorkspace, chapeau_workspace, CHAPEAU, WORKSPACE, GObject)

/* From any folder or file of a site. */
void chapeau_workspace_open_async (const char *path,
                                   const char *person,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
ChapeauWorkspace *chapeau_workspace_open_finish (GAsyncResult *result, GError **error);
/* The same, blocking and without a listing: for programs without a main loop. */
ChapeauWorkspace *
chapeau_workspace_open_sync (const char *path, const char *person, GError **error);

Site *chapeau_workspace_get_site (ChapeauWorkspace *self);
StoreFolder *chapeau_workspace_get_folder (ChapeauWorkspace *self);
SiteFacts *chapeau_workspace_get_facts (ChapeauWorkspace *self); /* NULL until known */
/* ChapeauPostItem, sorted; borrowed. */
GListModel *chapeau_workspace_get_posts (ChapeauWorkspace *self);
gboolean chapeau_workspace_is_listed (ChapeauWorkspace *self);
/* Of a path relative to the root; borrowed, or NULL. */
ChapeauPostItem *chapeau_workspace_find_post (ChapeauWorkspace *self, const char *path);
/* The path of a file inside the folder, relative to it; NULL if it is outside. */
char *chapeau_workspace_dup_relative (ChapeauWorkspace *self, const char *absolute);

/* Looks at the folder again. */
void chapeau_workspace_refresh (ChapeauWorkspace *self);
/* A document was saved: its line in the list follows at once. */
void chapeau_workspace_post_saved (ChapeauWorkspace *self, const char *path, GBytes *text);

G_END_DECLS
