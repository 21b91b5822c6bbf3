/* store-team.h - what is in the folder and who is at work there. Part of store.h: include that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* ---- presence: a courtesy, never the safety -------------------------------------------------- */

typedef enum
{
  STORE_PRESENCE_NONE,      /* nobody, or a presence file that says nothing */
  STORE_PRESENCE_OURS,      /* this program's */
  STORE_PRESENCE_ALIVE,     /* someone writes in it */
  STORE_PRESENCE_ABANDONED, /* 5 minutes without a beat, or its program is known to be dead */
} StorePresenceKind;

typedef struct
{
  StorePresenceKind kind;
  char *person;   /* as they set it; text for people, any characters but controls */
  char *login;    /* login@host */
  gint64 since;   /* unix microseconds by THEIR clock: for showing only */
  gboolean mine;  /* same login, host and person: "you, in another window" */
  gboolean taken; /* we held it and they took it over */
} StorePresence;

#define STORE_TYPE_PRESENCE (store_presence_get_type ())
GType store_presence_get_type (void);
StorePresence *store_presence_copy (const StorePresence *presence);
void store_presence_free (StorePresence *presence);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StorePresence, store_presence_free)

/* Never NULL. Presence is taken by itself at the first store_post_journal() if nobody is there, or
 * only what an earlier program of the same person left; it is given back when the post is closed.
 */
StorePresence *store_post_dup_presence (StorePost *post);
/* The person chose to take over: at the worker's next turn; the other keeps every word and is told
 * at their next beat. "presence-changed" says when it is done. */
void store_post_take_over (StorePost *post);
/* Give it back ("read along"), without closing. It is taken again by store_post_take_over(), or
 * when something is typed and nobody is there. */
void store_post_release_presence (StorePost *post);
/* The person seen last in it who is not this program; NULL if nobody was. */
char *store_post_dup_last_writer (StorePost *post);
/* Another name for colleagues to read, from the next beat on. */
void store_folder_set_person (StoreFolder *folder, const char *person);

/* ---- list -------------------------------------------------------------------------------------
 */

typedef struct
{
  char *path;   /* relative to the folder */
  guint64 size; /* in bytes */
  gint64 mtime; /* unix microseconds by the server's clock: for sorting and showing only */
  char *stamp;  /* opaque; another stamp = maybe other content, the same = most likely the same */
  GPtrArray *conflict_copies; /* of char *: paths of Syncthing's and Nextcloud's copies; or NULL */
  StorePresence *presence;    /* or NULL: nobody */
} StoreListEntry;

void store_list_entry_free (StoreListEntry *entry);

/* The .md, .markdown files under @directories (relative, "" = the folder itself), subdirectories
 * included, links never followed, names that Jekyll skips (. _ # ~ in front, ~ at the end) left
 * out; sorted by path. A directory that does not exist is empty. At most STORE_MAX_LIST entries,
 * the rest is cut and @truncated set. A save asked for meanwhile waits until it is done. Element:
 * StoreListEntry. */
#define STORE_MAX_LIST 50000
void store_folder_list_async (StoreFolder *folder,
                              const char *const *directories,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GPtrArray *store_folder_list_finish (StoreFolder *folder,
                                     GAsyncResult *result,
                                     gboolean *truncated,
                                     GError **error);
GPtrArray *store_folder_list_sync (StoreFolder *folder,
                                   const char *const *directories,
                                   gboolean *truncated,
                                   GError **error);

/* The original of a sync client's conflict copy ("a.sync-conflict-20240102-030405-ABCDEFG.md" gives
 * "a.md"), or NULL if @path is none. Pure. */
char *store_conflict_copy_original (const char *path);

/* A file of the folder that has served (a conflict copy that was merged): its bytes go into the
 * history, under the original's name if it is a conflict copy, with reason REMOVED; then it is
 * deleted, if it has exactly @expected (else CHANGED). */
void store_folder_put_away_async (StoreFolder *folder,
                                  const char *relative_path,
                                  GBytes *expected,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean store_folder_put_away_finish (StoreFolder *folder, GAsyncResult *result, GError **error);
gboolean store_folder_put_away_sync (StoreFolder *folder,
                                     const char *relative_path,
                                     GBytes *expected,
                                     GError **error);

/* The bytes of any file of the folder, without opening it as a post (a conflict copy, a template).
 */
GBytes *store_folder_read_sync (StoreFolder *folder, const char *relative_path, GError **error);
