/* store-history.h - versions on this computer, by content. Private to the store; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-local.h"

typedef struct _StoreHistory StoreHistory;

StoreHistory *store_history_new (StoreLocal *local, const char *folder_id);
void store_history_free (StoreHistory *history);
/* The folder turned out to have another id: what was written goes along. */
void store_history_set_folder (StoreHistory *history, const char *folder_id);

/* Another folder: what was written stays where it is. */
void store_history_use_folder (StoreHistory *history, const char *folder_id);

/* @path NULL: an untitled post. @durable: synced when it returns TRUE; else at the next flush. */
gboolean store_history_add (StoreHistory *history,
                            const char *path,
                            GBytes *text,
                            const char *parent,
                            StoreReason reason,
                            gboolean durable,
                            GError **error);
/* The same where the hash of @text is known. */
gboolean store_history_add_hashed (StoreHistory *history,
                                   const char *path,
                                   GBytes *text,
                                   const char *hash,
                                   const char *parent,
                                   StoreReason reason,
                                   gboolean durable,
                                   GError **error);
/* A post has another name: its versions are listed under that, too. */
void store_history_follow (StoreHistory *history, const char *from, const char *to);
void store_history_flush (StoreHistory *history);
/* Newest first. @path NULL: versions whose post the log does not know any more. */
GPtrArray *store_history_list (StoreHistory *history, const char *path, GError **error);
GBytes *store_history_read (StoreHistory *history, const char *hash, GError **error);
/* See store-history-prune.c for what goes. @limit: bytes; @keep: hashes (as keys) that must stay.
 */
gboolean
store_history_prune (StoreHistory *history, guint64 limit, GHashTable *keep, GError **error);
