/* store-ops.h - every system call of the store, as a table. The tests replace entries: the N-th
 * call fails, is cut short, lies, kills the process, or lets a colleague act first.
 *
 * Each entry behaves as its Linux namesake (result, errno). @data is the table's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <dirent.h>
#include <glib.h>
#include <sys/stat.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The places between the steps of a save: hooks for tests, where a colleague may act. */
typedef enum
{
  STORE_STEP_JOURNALED,  /* 1: the text is in the pending file */
  STORE_STEP_IDENTIFIED, /* 2 */
  STORE_STEP_LOCKED,     /* 3 */
  STORE_STEP_COMPARED,   /* 4: the target is as it should be */
  STORE_STEP_WRITTEN,    /* 5: the temporary file is whole */
  STORE_STEP_CHECKED,    /* 6: the last look before the swap */
  STORE_STEP_SWAPPED,    /* 7: what came out is not yet looked at */
  STORE_STEP_SETTLED,    /* 8 */
  STORE_STEP_VERIFIED,   /* 9 */
} StoreStep;

typedef struct _StoreOps StoreOps;

struct _StoreOps
{
  gpointer data;
  /* Opens relative to @dirfd. @beneath: openat2 with RESOLVE_BENEATH, NO_SYMLINKS, NO_MAGICLINKS
   * (on kernels without it: component by component with O_NOFOLLOW). */
  int (*open) (
      gpointer data, int dirfd, const char *path, int flags, mode_t mode, gboolean beneath);
  int (*close) (gpointer data, int fd);
  ssize_t (*read) (gpointer data, int fd, void *buffer, size_t size);
  ssize_t (*pread) (gpointer data, int fd, void *buffer, size_t size, off_t offset);
  ssize_t (*write) (gpointer data, int fd, const void *buffer, size_t size);
  ssize_t (*pwrite) (gpointer data, int fd, const void *buffer, size_t size, off_t offset);
  int (*fsync) (gpointer data, int fd);
  int (*fdatasync) (gpointer data, int fd);
  int (*fallocate) (gpointer data, int fd, off_t size); /* keeps the size of larger files */
  int (*fchmod) (gpointer data, int fd, mode_t mode);
  int (*fstat) (gpointer data, int fd, struct stat *status);
  int (*fstatat) (gpointer data, int dirfd, const char *name, struct stat *status); /* no links */
  int (*mkdirat) (gpointer data, int dirfd, const char *name, mode_t mode);
  int (*renameat2) (
      gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags);
  int (*linkat) (gpointer data, int olddir, const char *old, int newdir, const char *new);
  int (*unlinkat) (gpointer data, int dirfd, const char *name, int flags);
  ssize_t (*getdents) (gpointer data, int fd, void *buffer, size_t size); /* getdents64 */
  int (*lock) (gpointer data, int fd);      /* an OFD write lock on the whole file, not waiting */
  int (*is_locked) (gpointer data, int fd); /* by somebody else: 1, 0, or -1; locks nothing */
  gint64 (*monotonic) (gpointer data);      /* microseconds */
  gint64 (*wall) (gpointer data);           /* unix microseconds */
  void (*sleep) (gpointer data, gint64 microseconds);
  int (*random) (gpointer data, void *buffer, size_t size); /* 0 or -1 */
  void (*step) (gpointer data, StoreStep step);             /* NULL outside tests */
};

/* The system; static, not to be changed: copy the struct and replace entries of the copy. */
const StoreOps *store_ops_system (void);

G_END_DECLS
