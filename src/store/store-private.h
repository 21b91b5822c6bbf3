/* store-private.h - what the files of the store share about folders and posts.
 *
 * Locks, in the order in which they may be taken:
 *   folder->io     held by whoever works on the share: the worker's job or a *_sync call
 *   writer, journal (their own)
 *   post->lock, folder->lock   short, never over a system call
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "store-file.h"
#include "store-history.h"
#include "store-local.h"
#include "store-writer.h"

typedef struct _StoreWorker StoreWorker;

struct _StoreFolder
{
  GObject parent;
  char *path; /* absolute */
  StoreLocal *local;
  const StoreOps *ops;
  GMainContext *context;
  StoreHistory *history;
  StoreWorker *worker;

  GMutex io;
  /* under io: */
  int root; /* O_PATH; -1 after the last close */
  struct stat seen;
  char *id;
  gboolean id_written;      /* .chapeau/folder has it */
  gboolean closed_as_wrong; /* known here under another identity: until the person adopts it */
  char *instance;           /* of this program, for mutexes */
  gint64 next_list;
  char *list_stamp;       /* what the watched list looked like */
  GStrv list_directories; /* what was listed last */
  GHashTable *worked_in;  /* directories where this program made files */
  gint64 last_sweep;      /* 0: not yet */
  gint64 next_sweep;
  gint64 next_tidy;
  GHashTable *sightings; /* name → StoreSighting: mutexes and leftovers, by our own clock */

  GMutex lock;
  /* under lock: */
  char *person; /* what colleagues read */
  StoreFolderState state;
  char *shown_id; /* of id */
  gboolean watched;
  GPtrArray *posts; /* of GWeakRef *, one for each living post */
};

/* What something that others write looked like, and since when by our own monotonic clock. */
typedef struct
{
  char *content;
  gint64 since;
} StoreSighting;

struct _StorePost
{
  GObject parent;
  StoreFolder *folder; /* NULL: none */
  StoreLocal *local;
  GMainContext *context;
  StoreWriter *writer; /* until the end; writes nothing once the post is closed and idle */

  /* under folder->io: */
  gint64 next_poll;
  gint64 next_beat;
  gint64 next_search; /* for the new name of a file that is gone */
  gint64 search_delay;
  char *polled_hash;   /* what the last poll saw if that was not the base; "" for missing */
  char *polled_stat;   /* of the file whose bytes were read last; NULL: read them again */
  gint64 polled_whole; /* when they were */
  char *left_temp;     /* a temporary file that a save had to leave */

  GMutex lock;
  /* under lock: */
  gboolean closed;
  gboolean discarded; /* by that close */
  guint working;   /* calls that need the journal, under way or queued: the close waits for them */
  guint decisions; /* counts bases that the person set: a save asked for before is overtaken */
  char *path;      /* NULL: untitled */
  GBytes *base;
  char *base_hash;
  StoreEditability editability;
  GBytes *recovered;
  StoreAttention attention;
  char *renamed;      /* where our base was found when the file was gone */
  gboolean typed;     /* something was: presence is wanted */
  gboolean released;  /* the person gave presence back: not wanted while somebody else is there */
  gboolean take_over; /* at the next turn */
  gboolean seen_typed;
  StorePresence presence; /* as last seen */
  char *last_writer;      /* the last other person seen in it */
  /* The outbox: */
  GBytes *waiting;
  char *waiting_path; /* a new name that it is to get; NULL: its own */
  gint64 retry_at;    /* monotonic */
  gint64 retry_delay;
};

/* ---- folder -----------------------------------------------------------------------------------
 */

/* What an operation on the share met: moves the folder's state. NULL: it worked, and then only what
 * was @written shows that the folder is neither read-only nor full any more. */
void store_folder_note (StoreFolder *folder, const GError *error, gboolean written);
void store_folder_set_state (StoreFolder *folder, StoreFolderState state);
/* Nothing for 3 s, and an answer again; other states stay. */
void store_folder_set_slow (StoreFolder *folder);
void store_folder_clear_slow (StoreFolder *folder);
gboolean store_folder_identify_first (StoreFolder *folder, GError **error);
/* Step 2: is it still our folder? Reopens it after a remount. Under io. */
gboolean store_folder_identify (StoreFolder *folder, GError **error);
/* Makes .chapeau/folder if it is missing. Under io; a failure is no failure of the save. */
void store_folder_mark (StoreFolder *folder);
/* Strong references; free with g_ptr_array_unref. */
void store_folder_show_id (StoreFolder *folder);
char *store_folder_dup_person (StoreFolder *folder);
GPtrArray *store_folder_dup_posts (StoreFolder *folder);
void store_folder_register (StoreFolder *folder, StorePost *post);
const StoreSighting *
store_folder_sight (StoreFolder *folder, const char *name, const char *content);
void store_folder_forget (StoreFolder *folder, const char *name);

/* In @context, later: signals without and with one boxed or object argument. */
void store_emit (GMainContext *context, gpointer object, const char *signal);
void store_emit_time (GMainContext *context, gpointer object, const char *signal, gint64 time);
void
store_emit_error (GMainContext *context, gpointer object, const char *signal, const GError *error);
void store_emit_result (GMainContext *context,
                        gpointer object,
                        const char *signal,
                        const StoreSaveResult *result);
void store_emit_change (
    GMainContext *context, gpointer object, const char *signal, StoreChange change, GBytes *theirs);

/* ---- worker -----------------------------------------------------------------------------------
 */

typedef struct _StoreJob StoreJob;

/* Runs in the worker with folder->io held. Must answer exactly once, or push itself again. */
typedef void (*StoreJobFunc) (StoreJob *job, StoreFolder *folder, gpointer data);

StoreWorker *store_worker_new (StoreFolder *folder);
void store_worker_stop (StoreWorker *worker); /* does not wait */
void store_worker_wake (StoreWorker *worker); /* something may be due earlier */
/* @source: the object of the GTask; @callback may be NULL. */
void store_worker_push (StoreWorker *worker,
                        gpointer source,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data,
                        gpointer tag,
                        StoreJobFunc function,
                        gpointer data,
                        GDestroyNotify destroy);
void store_job_again (StoreJob *job); /* later jobs first */
gboolean store_job_is_cancelled (StoreJob *job);
gpointer store_job_get_source (StoreJob *job);
GCancellable *store_job_get_cancellable (StoreJob *job);
/* An answer that nobody waits for any more is destroyed. @result is taken. */
void store_job_return (StoreJob *job, gpointer result, GDestroyNotify destroy);
void store_job_return_boolean (StoreJob *job, gboolean done, GError *error);
void store_job_fail (StoreJob *job, GError *error);

/* What the worker does by the clock; the earliest next time, monotonic. Under io. */
gint64 store_folder_tick (StoreFolder *folder);

/* ---- the parts of a tick ----------------------------------------------------------------------
 */

gint64 store_post_retry (StorePost *post, gint64 now);
gint64 store_post_poll (StorePost *post, gint64 now);
gint64 store_post_beat (StorePost *post, gint64 now);
gint64 store_folder_poll_list (StoreFolder *folder, gint64 now);
gint64 store_folder_sweep (StoreFolder *folder, gint64 now);
/* A file is being made beside @path: a kill may leave something there. */
void store_folder_work_in (StoreFolder *folder, const char *path);

/* ---- posts ------------------------------------------------------------------------------------
 */

StorePost *store_post_make (StoreFolder *folder, StoreLocal *local, const char *journal_uuid);
/* BAD_NAME for posts without a folder or a name, and for names that are no path. */
gboolean store_post_check_place (StorePost *post, const char *path, GError **error);
/* Between these the journal does not end, even when the post is closed. FALSE with JOURNAL: it is
 * closed. */
gboolean store_post_begin (StorePost *post, GError **error);
void store_post_end (StorePost *post);
/* TRUE if that is another name than before. */
gboolean store_post_set_renamed (StorePost *post, const char *path);
/* Its bytes, from the history if only the hash is known; NULL if there is none. */
GBytes *store_post_find_base (StorePost *post);
/* Tells the journal whose texts come. Under no lock. */
void store_post_update_about (StorePost *post);
/* @base_hash NULL: to be computed; @base NULL: only its hash is known, or there is none. */
void store_post_set_place (StorePost *post, const char *path, GBytes *base, const char *base_hash);
StoreEditability store_editability_of (GBytes *bytes);
/* Any file, with what it says about the folder. Under io. */
GBytes *store_folder_read_noted (StoreFolder *folder, const char *path, GError **error);
/* What a base that the person set leaves behind: nothing waits any more, and both texts that were
 * decided about are in the history. Under io. */
void store_post_overtake (StorePost *post, GBytes *waited, GBytes *newest);
/* A text of an earlier run that is still to be saved; @path NULL: under the post's own name. */
void store_post_set_waiting (StorePost *post, GBytes *text, const char *path);

/* Element: StoreRecovery; @discarded: those that were moved aside. */
GPtrArray *store_recover_list_in (StoreLocal *local, gboolean discarded);
/* Discarded journals of more than 30 days go. */
void store_recover_prune (StoreLocal *local);

/* This start of this computer, and whether a process of it is known to be gone. */
char *store_process_boot (void);
gboolean
store_process_is_dead (StoreFolder *folder, const char *host, const char *boot, const char *pid);

/* Who is in each post of a list (of StoreListEntry). Under io. */
void store_presence_fill (StoreFolder *folder, GPtrArray *entries);
/* Under io: the post has another name now. */
void store_presence_move (StorePost *post, const char *old_path);
/* In the worker, later: the post is closed. */
void store_presence_give_back (StoreFolder *folder, const char *path);

/* ---- the save ---------------------------------------------------------------------------------
 */

typedef struct
{
  StoreFolder *folder;
  const char *path;
  GBytes *text;
  const char *text_hash;
  const char *base_hash; /* NULL: the name must be free */
  GBytes *base;          /* its bytes; NULL: not known here, or no base */
  gboolean make_directories;
  GCancellable *cancellable;
  char **left_temp; /* a temporary file of an earlier try, or NULL in it; gets what is left now */
} StoreSaveRequest;

/* Steps 2 to 10, under io: step 1 is the caller's. */
StoreSaveResult *store_save (const StoreSaveRequest *request);
