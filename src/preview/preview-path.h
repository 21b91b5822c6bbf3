/* preview-path.h - from an address of the preview's scheme to an open file below the site's root.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PREVIEW_SCHEME    "chapeau"
#define PREVIEW_HOST_SITE "site" /* files of the site, and the page itself */
#define PREVIEW_HOST_OWN  "own"  /* our stylesheet */

/* Larger files are refused: a picture of this size is a mistake, and it would be held in memory. */
#define PREVIEW_FILE_LIMIT (64 * 1024 * 1024)

typedef enum
{
  PREVIEW_PATH_ERROR_ADDRESS, /* not an address of ours, or one that cannot be a file */
  PREVIEW_PATH_ERROR_OUTSIDE, /* outside the root, by ".." or by a symbolic link */
  PREVIEW_PATH_ERROR_MISSING, /* no such file, or not to be read */
  PREVIEW_PATH_ERROR_KIND,    /* a folder, FIFO, socket or device */
  PREVIEW_PATH_ERROR_SIZE,    /* over PREVIEW_FILE_LIMIT */
} PreviewPathError;

#define PREVIEW_PATH_ERROR (preview_path_error_quark ())
GQuark preview_path_error_quark (void);

/* The decoded path ("uploads/x.jpg", no slash in front, never empty, no "." or ".." in it) of
 * "chapeau://site/blog/uploads/x.jpg?y#z" under the prefix "/blog", or NULL with an error. */
char *preview_path_from_uri (const char *uri, const char *url_prefix, GError **error);

/* Opens a regular file strictly below @root for reading. Blocks: not for the main thread. Returns a
 * descriptor that is the caller's, or -1. */
int preview_path_open (const char *root, const char *path, goffset *size, GError **error);

/* What a browser should take the file for, by its name alone. Static. */
const char *preview_path_mime_type (const char *path);

G_END_DECLS
