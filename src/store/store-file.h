/* store-file.h - whole files through the table of system calls: open beneath, read, write, hash.
 * Private to the store.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-ops.h"
#include "store.h"

/* "" is no path; "." and ".." components, empty ones and absolute paths are refused. */
gboolean store_path_check (const char *path, GError **error);

/* The STORE_ERROR of an errno, with the system's words after "@what: ". */
void store_set_errno (GError **error, int code, const char *what);
StoreError store_error_of_errno (int code);

/* A directory below @root for the file @path; @name points into @path. -1 with @error. */
int
store_dir_open (const StoreOps *ops, int root, const char *path, const char **name, GError **error);
/* The same, making directories that are missing. */
int store_dir_open_made (
    const StoreOps *ops, int root, const char *path, const char **name, GError **error);
/* mkdir -p of an absolute path of this computer, 0700, and its descriptor. */
int store_dir_open_local (const StoreOps *ops, const char *path, GError **error);

/* The regular file @name in @dir for reading, links and everything else refused; -1 with errno. */
int store_file_open (const StoreOps *ops, int dir, const char *name, struct stat *status);
/* The bytes of the regular file @name in @dir, @max at most. @status may be NULL. */
GBytes *store_file_read (
    const StoreOps *ops, int dir, const char *name, gsize max, struct stat *status, GError **error);
/* Everything or -1 with errno; EINTR and short writes are dealt with. */
int store_write_all (const StoreOps *ops, int fd, const void *bytes, gsize size);
int store_pwrite_all (const StoreOps *ops, int fd, const void *bytes, gsize size, off_t at);
/* fsync: 0, -1 with errno, or 1 if the file system has no such thing. */
int store_sync (const StoreOps *ops, int fd);

char *store_hash (GBytes *bytes);
gboolean store_is_hash (const char *text);
/* @digits lower-case hexadecimal digits, at most 32. */
char *store_random_hex (const StoreOps *ops, guint digits);
/* A random UUID in the usual form. */
char *store_random_uuid (const StoreOps *ops);

/* One line without control characters and the reverse; NULL if it is not the result of escaping. */
char *store_escape (const char *text);
char *store_unescape (const char *text, gsize size);

/* Names of a directory. @each returns FALSE to stop. -1 with errno if it cannot be read. */
typedef gboolean (*StoreEach) (const char *name, guchar type, gpointer data);
int store_dir_each (const StoreOps *ops, int dir, StoreEach each, gpointer data);

static inline void
store_step (const StoreOps *ops, StoreStep step)
{
  if (ops->step != NULL)
    ops->step (ops->data, step);
}
