/* store-history-private.h - the history's parts, shared by its files only.
 *
 *   store-history.c        adding versions
 *   store-history-read.c   listing and reading them
 *   store-history-log.c    the lines of its log
 *   store-history-prune.c  what goes, and a log that was broken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-file.h"
#include "store-history.h"

struct _StoreHistory
{
  GMutex mutex;
  StoreLocal *local;
  char *folder_id;
  GHashTable *last;     /* path ("" for untitled) → hash of its newest version written by us */
  GHashTable *unsynced; /* names of objects */
  gboolean log_unsynced;
};

/* The history's directory of this folder; -1 with @error. Under the mutex. */
int store_history_open (StoreHistory *history, GError **error);
/* Other programs of this person wait, or are waited for a moment: a descriptor to close, or -1. */
int store_history_lock (const StoreOps *ops, int dir);

/* ---- the log ---- */

#define STORE_LOG_MAX (64u * 1024 * 1024)

/* One line without its check; @path NULL: no post. */
char *store_log_format (gint64 time,
                        StoreReason reason,
                        const char *hash,
                        const char *parent,
                        guint64 size,
                        const char *path);
/* The same with a line end in front, which closes a line that a crash tore, and its check. */
char *store_log_close (const char *line);
GBytes *store_log_read (const StoreOps *ops, int dir);
/* Each whole line, oldest first. @each takes the version. */
void store_log_each (GBytes *log,
                     void (*each) (StoreVersion *version, const char *path, gpointer data),
                     gpointer data);
