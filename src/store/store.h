/* store.h - the shared folder: load, save, journal, presence, history, watch. Moves bytes and knows
 * no Markdown, no front matter and no GTK.
 *
 * The rule of this library (P3): a text handed to store_post_journal() or to a save is in at least
 * one of {journal slot, pending file, temporary file, target} from the moment it is said to be
 * there until a person throws it away, and a target in the shared folder is always whole: the old
 * text, ours, or a colleague's. The numbered invariants stand at the top of store-save.c.
 *
 * Two facts that the person may be told, never one:
 *   StorePost::journaled      "saved on this computer" (within a second of every change)
 *   STORE_SAVED               "saved in the shared folder" (said after it was read back)
 *
 * Threads. Each folder has one worker thread that does all work on the share, and each post one
 * that writes its journal; nothing here that is not called *_sync blocks on a disk. Callbacks and
 * signals come in the GMainContext that was the thread default when the folder was opened (for
 * posts without a folder: when the post was made). *_sync functions may be called from any thread
 * but the worker's; tests, the driver program and chapeau-cli use them.
 *
 * Errors are GErrors of STORE_ERROR (what went wrong with the environment) or
 * G_IO_ERROR_CANCELLED. Paths are relative to the folder, with "/", never absolute, without "." and
 * ".." components; any bytes but NUL. Nothing follows a symbolic link or leaves the folder.
 *
 * Ownership: `get` borrows, `dup` copies, *_finish and *_sync give the caller the result.
 *
 *   StoreFolder *folder = store_folder_open ("/media/share/site", NULL, &error);
 *   store_post_load_async (folder, "_drafts/fete.md", NULL, on_loaded, self);
 *   ...in on_loaded: post = store_post_load_finish (folder, result, &error);
 *   store_post_set_attention (post, STORE_ATTENTION_FOCUSED);
 *   ...at every change: store_post_journal (post, text);
 *   ...at Save:         store_post_save_async (post, text, NULL, on_saved, self);
 *   ...at the end:      store_post_flush_sync (post, &error); g_object_unref (post);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* ---- errors and states ----------------------------------------------------------------------- */

#define STORE_ERROR (store_error_quark ())
GQuark store_error_quark (void);

typedef enum
{
  STORE_ERROR_NOT_FOUND,   /* no such post (or its directory) */
  STORE_ERROR_EXISTS,      /* a name that must be free is taken */
  STORE_ERROR_NOT_REGULAR, /* a link, FIFO, device, directory: refused, never followed */
  STORE_ERROR_BAD_NAME,    /* not a path inside the folder, or one the file system cannot store */
  STORE_ERROR_TOO_LARGE, /* above STORE_MAX_SIZE, or above what the file system or a limit allows */
  STORE_ERROR_PERMISSION,
  STORE_ERROR_READ_ONLY,    /* the file system is */
  STORE_ERROR_FULL,         /* disk, inodes or quota */
  STORE_ERROR_FOLDER_GONE,  /* the folder is not there, or does not answer */
  STORE_ERROR_WRONG_FOLDER, /* another folder is where ours was: nothing is written to it */
  STORE_ERROR_CHANGED,      /* it kept changing while we looked */
  STORE_ERROR_DAMAGED,      /* a journal or history file does not have its hash */
  STORE_ERROR_JOURNAL,      /* the text could be kept nowhere on this computer */
  STORE_ERROR_IO,           /* anything else the system said; the message has its words */
} StoreError;

typedef enum
{
  STORE_FOLDER_ONLINE,
  STORE_FOLDER_SLOW,      /* nothing for 3 s */
  STORE_FOLDER_GONE,      /* not there; retried for as long as it takes */
  STORE_FOLDER_READ_ONLY, /* seen at the last write */
  STORE_FOLDER_FULL,      /* seen at the last write */
  STORE_FOLDER_WRONG,     /* another folder is there: see store_folder_adopt_sync */
} StoreFolderState;

#define STORE_MAX_SIZE  (32u * 1024 * 1024)  /* of a post; more is STORE_ERROR_TOO_LARGE */
#define STORE_MAX_ASSET (512u * 1024 * 1024) /* of any file that is read whole */
#define STORE_MAX_LINE  (20u * 1024)         /* of a line that GtkTextView shows in time */

/* Why the bytes of a post may be shown but not edited. */
typedef enum
{
  STORE_EDITABLE,
  STORE_READ_ONLY_NUL,       /* has NUL bytes: UTF-16 or not a text */
  STORE_READ_ONLY_NOT_UTF8,  /* Latin-1, say */
  STORE_READ_ONLY_LONG_LINE, /* a line above STORE_MAX_LINE */
} StoreEditability;

/* ---- folder -----------------------------------------------------------------------------------
 */

typedef struct _StoreOps StoreOps; /* store-ops.h: every system call; tests replace it */

/* NULL members: the defaults in brackets. The strings are copied; @ops must outlive the threads of
 * folders and posts: make it static. */
typedef struct
{
  const char *state_directory;             /* [$XDG_STATE_HOME/chapeau]: journal, history, outbox */
  const char *const *fallback_directories; /* where journals go when that one fails [the user's
                                              cache and runtime directories, /var/tmp] */
  const char *person;  /* [the real name, else the login]: what colleagues read */
  const StoreOps *ops; /* [the system] */
} StoreConfig;

/* Signals: "state-changed" (); "list-changed" (): names, sizes or presences of what was last listed
 * moved (only while a list was asked for and store_folder_set_watched is on). */
#define STORE_TYPE_FOLDER (store_folder_get_type ())
G_DECLARE_FINAL_TYPE (StoreFolder, store_folder, STORE, FOLDER, GObject)

/* Looks at the folder once (a few calls; it may block when a network mount hangs: use the async
 * form for those) and writes nothing to it. Fails with FOLDER_GONE, PERMISSION or NOT_REGULAR. A
 * folder that was known at this path under another identity opens in state WRONG. */
StoreFolder *store_folder_open (const char *path, const StoreConfig *config, GError **error);
void store_folder_open_async (const char *path,
                              const StoreConfig *config,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
StoreFolder *store_folder_open_finish (GAsyncResult *result, GError **error);

const char *store_folder_get_path (StoreFolder *folder);
char *store_folder_dup_id (StoreFolder *folder); /* the UUID journals and history go by */
StoreFolderState store_folder_get_state (StoreFolder *folder);
guint store_folder_get_waiting (StoreFolder *folder); /* posts in the outbox */
/* The person says that what is there now is the right folder. (If the folder that was known comes
 * back instead, the state becomes ONLINE by itself.) */
gboolean store_folder_adopt_sync (StoreFolder *folder, GError **error);
void store_folder_adopt_async (StoreFolder *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean store_folder_adopt_finish (StoreFolder *folder, GAsyncResult *result, GError **error);
/* Retry what waits in the outbox now. */
void store_folder_retry (StoreFolder *folder);
/* Waits until the worker has done what it was asked so far (saves under way, presence given back),
 * or for that long: for the end of a program, which a hung share must not hold up. TRUE: all done.
 */
gboolean store_folder_wait_idle (StoreFolder *folder, gint64 microseconds);
/* Ask for "list-changed"; off by default. */
void store_folder_set_watched (StoreFolder *folder, gboolean watched);
/* One round of everything that is due by the clock of the ops (polls, beats, retries): what the
 * worker does between jobs. For tests and programs without a main loop. */
void store_folder_tick_sync (StoreFolder *folder);

/* ---- posts --------------------------------------------------------------------------------------
 */

/* Signals, all in the folder's context:
 *  "journaled" (gint64 time): unix microseconds; the newest text given is in the journal
 *  "journal-failed" (GError *): nowhere on this computer: keep a red bar; "journaled" ends it
 *  "settled" (StoreSaveResult *): a text of the outbox was saved or met a conflict later
 *  "changed-outside" (StoreChange, GBytes *theirs or NULL)
 *  "presence-changed" (): see store_post_dup_presence */
#define STORE_TYPE_POST (store_post_get_type ())
G_DECLARE_FINAL_TYPE (StorePost, store_post, STORE, POST, GObject)

typedef enum
{
  STORE_CHANGE_CONTENT, /* other bytes in the folder than our base */
  STORE_CHANGE_DELETED, /* or renamed: see store_post_dup_renamed; again when that is found */
  STORE_CHANGE_BACK,    /* what was deleted or changed is our base again */
} StoreChange;

void store_post_load_async (StoreFolder *folder,
                            const char *relative_path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
StorePost *store_post_load_finish (StoreFolder *folder, GAsyncResult *result, GError **error);
StorePost *store_post_load_sync (StoreFolder *folder, const char *relative_path, GError **error);

/* A post without a name: journaled at once, in the folder only after store_post_save_as. @folder
 * may be NULL, then @config says where the journal is (NULL: defaults). */
StorePost *store_post_new_untitled (StoreFolder *folder, const StoreConfig *config);

StoreFolder *store_post_get_folder (StorePost *post); /* may be NULL */
char *store_post_dup_path (StorePost *post);          /* NULL while untitled */
GBytes *store_post_dup_base (StorePost *post);        /* what the folder had; NULL: no file yet */
char *store_post_dup_base_hash (StorePost *post);     /* SHA-256, 64 hex digits; NULL */
StoreEditability store_post_get_editability (StorePost *post);
gboolean store_post_is_waiting (StorePost *post); /* a text of it is in the outbox */
GBytes *store_post_dup_waiting (StorePost *post); /* that text, or NULL */

/* Every change: the whole text. Never blocks; the newest of 25 ms is written. */
void store_post_journal (StorePost *post, GBytes *text);
/* In this thread, written when TRUE: for programs with one thread. */
gboolean store_post_journal_sync (StorePost *post, GBytes *text, GError **error);
/* Waits until what was given is in the journal and synced (local disk only). Before quitting. */
gboolean store_post_flush_sync (StorePost *post, GError **error);
/* The journal is dropped if what is in the folder equals its newest text, or if @discard: then it
 * is kept 30 days for store_recover_list_discarded. Unref'ing a post without this keeps the journal
 * whenever it differs from the folder. */
void store_post_close (StorePost *post, gboolean discard);

/* Another base: after a merge (the text that was merged in), or "write anyway". NULL: none. */
void store_post_set_base (StorePost *post, GBytes *base);

typedef enum
{
  STORE_ATTENTION_NONE,
  STORE_ATTENTION_OPEN,    /* looked at every 10 s */
  STORE_ATTENTION_FOCUSED, /* every 2 s */
} StoreAttention;
void store_post_set_attention (StorePost *post, StoreAttention attention);

/* ---- saving -------------------------------------------------------------------------------------
 */

typedef enum
{
  STORE_SAVED,          /* read back from the folder; the base is the new text */
  STORE_CONFLICT,       /* theirs is untouched and in the history, ours is in the journal */
  STORE_PENDING,        /* kept on this computer, retried by itself; see reason */
  STORE_JOURNAL_FAILED, /* nowhere: tell at once; nothing was tried in the folder */
} StoreSaveStatus;

typedef enum
{
  STORE_CONFLICT_NONE,
  STORE_CONFLICT_CHANGED, /* theirs is set */
  STORE_CONFLICT_DELETED,
  STORE_CONFLICT_RENAMED, /* renamed_path is set */
  STORE_CONFLICT_EXISTS,  /* a new post's name is taken; theirs is set */
} StoreConflictKind;

typedef struct
{
  StoreSaveStatus status;
  StoreConflictKind conflict;
  GBytes *text;       /* what was to be saved */
  GBytes *theirs;     /* what the folder has, or NULL */
  char *renamed_path; /* where the base's bytes were found, or NULL */
  GError *reason;     /* of PENDING and JOURNAL_FAILED */
  gboolean durable;   /* SAVED: the file system confirmed every sync */
  gboolean unchanged; /* SAVED: the folder had these bytes already */
  gint64 time;        /* unix microseconds */
} StoreSaveResult;

#define STORE_TYPE_SAVE_RESULT (store_save_result_get_type ())
GType store_save_result_get_type (void);
StoreSaveResult *store_save_result_copy (const StoreSaveResult *result);
void store_save_result_free (StoreSaveResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreSaveResult, store_save_result_free)

/* Never fails with a GError but BAD_NAME (untitled) and CANCELLED (which only ends waiting and
 * retrying: the text stays in the outbox). A conflict is over when a save SAVED. */
void store_post_save_async (StorePost *post,
                            GBytes *text,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
StoreSaveResult *store_post_save_finish (StorePost *post, GAsyncResult *result, GError **error);
StoreSaveResult *store_post_save_sync (StorePost *post, GBytes *text, GError **error);

/* Under a new name, which must be free (else CONFLICT_EXISTS); the post then goes by it and its old
 * file stays as it is. Directories are made as needed. For untitled posts and "keep both". */
void store_post_save_as_async (StorePost *post,
                               const char *relative_path,
                               GBytes *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
StoreSaveResult *store_post_save_as_finish (StorePost *post, GAsyncResult *result, GError **error);
StoreSaveResult *
store_post_save_as_sync (StorePost *post, const char *relative_path, GBytes *text, GError **error);

/* Renames the file (publishing: _drafts/x.md to _posts/2024-02-01-x.md). Only if it holds our base
 * (else CHANGED, NOT_FOUND), never over another file (EXISTS). What was typed stays in the journal.
 */
void store_post_move_async (StorePost *post,
                            const char *relative_path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean store_post_move_finish (StorePost *post, GAsyncResult *result, GError **error);
gboolean store_post_move_sync (StorePost *post, const char *relative_path, GError **error);

/* Where the bytes of our base were found when the file was gone (CONFLICT_RENAMED, CHANGE_DELETED):
 * a colleague renamed or published it. NULL: not gone, or not found. */
char *store_post_dup_renamed (StorePost *post);
/* The post goes by that name from now on, with what was typed. Only if the file there holds our
 * base (else CHANGED, NOT_FOUND); nothing is written to the folder. */
void store_post_follow_async (StorePost *post,
                              const char *relative_path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean store_post_follow_finish (StorePost *post, GAsyncResult *result, GError **error);
gboolean store_post_follow_sync (StorePost *post, const char *relative_path, GError **error);

/* The rest of the layer: what other people do, pictures and other files, history, recovery, merge.
 */
#include <store-team.h>
#include <store-import.h>
#include <store-past.h>
#include <store-merge.h>

G_END_DECLS
