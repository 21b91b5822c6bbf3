/* store-past.h - history of versions, and what an earlier run left. Part of store.h: include that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* ---- history (on this computer) ---------------------------------------------------------------
 */

typedef enum
{
  STORE_REASON_LOADED,      /* as it was in the folder when opened */
  STORE_REASON_SAVED,       /* by us */
  STORE_REASON_OVERWRITTEN, /* a colleague's, seen in the folder */
  STORE_REASON_CONFLICT,    /* ours, at a conflict */
  STORE_REASON_MERGED,
  STORE_REASON_TYPING,
  STORE_REASON_RECOVERED,
  STORE_REASON_REMOVED,
  STORE_REASON_LEFTOVER, /* found without a line in the log */
} StoreReason;

typedef struct
{
  gint64 time;  /* unix microseconds, this computer's clock */
  char *hash;   /* SHA-256, the key to read it */
  char *parent; /* hash of the version it came from, or NULL */
  guint64 size;
  StoreReason reason;
} StoreVersion;

void store_version_free (StoreVersion *version);

/* Newest first; equal bytes one after the other once. Element: StoreVersion. @relative_path NULL:
 * versions whose post the log does not know any more. These touch only this computer's disk.
 * Kept: all of 7 days, one an hour of 30 days, one a day of a year, 500 MB together; the newest of
 * a post, both sides of an unsettled conflict and what is pending always. */
GPtrArray *
store_folder_history_sync (StoreFolder *folder, const char *relative_path, GError **error);
/* The bytes of a version; DAMAGED if they do not have the hash any more. */
GBytes *store_folder_version_sync (StoreFolder *folder, const char *hash, GError **error);
/* Remember a version now (merged, recovered); durable when it returns TRUE. */
gboolean
store_post_remember_sync (StorePost *post, GBytes *text, StoreReason reason, GError **error);

/* ---- what an earlier run left ------------------------------------------------------------------
 */

typedef struct
{
  char *journal;     /* the journal's UUID, the key */
  char *folder_path; /* "" for posts without a folder */
  char *folder_id;
  char *path;       /* relative; NULL: untitled */
  char *base_hash;  /* NULL: there was no file */
  GBytes *text;     /* the newest whole text, or what could be read of a damaged one */
  gint64 time;      /* unix microseconds: when it was typed */
  gboolean pending; /* it was to be saved and is not known to have reached the folder */
  gboolean damaged; /* the hash is wrong: show it, never apply it blindly */
} StoreRecovery;

void store_recovery_free (StoreRecovery *recovery);

/* Journals of programs that are not running any more, whole ones first, newest first, untouched.
 * Texts that are known to be saved are not in it. Reads only this computer's disk, so a text which
 * the folder already has may be in it: store_post_resume_sync tells. Element: StoreRecovery. */
GPtrArray *store_recover_list (const StoreConfig *config, GError **error);
/* The post with its journal taken over (EXISTS or JOURNAL if another program has it). Its base is
 * the recovery's, so that a change of a colleague since then is a conflict at saving;
 * store_post_dup_recovered() gives the text, NULL if the folder has that very text. @folder is NULL
 * for posts without one, then @config says where the journal is. */
StorePost *store_post_resume_sync (StoreFolder *folder,
                                   const StoreConfig *config,
                                   const StoreRecovery *recovery,
                                   GError **error);
GBytes *store_post_dup_recovered (StorePost *post);
/* Moved aside to "discarded-<uuid>" beside the journals, for 30 days. */
gboolean store_recover_discard (const StoreConfig *config, const char *journal, GError **error);
/* What was moved aside, as store_recover_list; and back again. */
GPtrArray *store_recover_list_discarded (const StoreConfig *config, GError **error);
gboolean
store_recover_restore_discarded (const StoreConfig *config, const char *journal, GError **error);

/* The outbox of an earlier run: a post for each text that was to be saved in this folder and is not
 * known to have reached it. They are waiting (store_post_is_waiting) and retried by the worker;
 * hold them until "settled". A newer text that was typed after that save is
 * store_post_dup_recovered(). store_post_resume_sync() of such a recovery does the same for one.
 * Element: StorePost. */
void store_folder_resume_outbox_async (StoreFolder *folder,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
GPtrArray *
store_folder_resume_outbox_finish (StoreFolder *folder, GAsyncResult *result, GError **error);
GPtrArray *store_folder_resume_outbox_sync (StoreFolder *folder);
