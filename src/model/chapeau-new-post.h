/* chapeau-new-post.h - posts that are begun: their first text and the name their file will have.
 *
 * Until its first save a new post's name follows its date and title, as its collection names files;
 * a name that the person writes stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-document.h"

G_BEGIN_DECLS

/* Of posts a draft; NULL for @collection: a post, or a file of a plain folder. */
ChapeauDocument *chapeau_new_post (ChapeauWorkspace *workspace, const SiteCollection *collection);
/* As @model is now, in its collection, with the present date where it has one, and without an
 * address of its own. */
ChapeauDocument *chapeau_new_post_from (ChapeauDocument *model);
/* The name that the person wants, relative to the folder; "": back to the name that follows the
 * title. FALSE, and nothing changes, if it is no name of a post or taken. */
gboolean chapeau_new_post_rename (ChapeauDocument *document, const char *path);

G_END_DECLS
