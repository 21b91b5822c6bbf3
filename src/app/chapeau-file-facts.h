/* chapeau-file-facts.h - what is shown of a file of the site: a small picture, its size.
 *
 * Read in a worker: a folder on the network may be slow.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean exists;
  goffset size;        /* bytes */
  int width, height;   /* of a picture; 0: not known */
  GdkTexture *texture; /* at most as large as asked for; NULL: no picture */
} ChapeauFileFacts;

void chapeau_file_facts_free (ChapeauFileFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauFileFacts, chapeau_file_facts_free)

/* @path is absolute; @pixels: of the longer side. */
void chapeau_file_facts_load_async (const char *path,
                                    int pixels,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
/* NULL only when cancelled. */
ChapeauFileFacts *chapeau_file_facts_load_finish (GAsyncResult *result, GError **error);

/* By its name: may a picture be shown of it? */
gboolean chapeau_file_is_picture (const char *path);
/* "image-x-generic-symbolic" … */
const char *chapeau_file_icon_name (const char *path);
/* "1280 × 853 · 214 kB", or why there is nothing to say. New string. */
char *chapeau_file_facts_dup_words (const ChapeauFileFacts *facts);

G_END_DECLS
