/* store-presence.c - who writes in which post: a courtesy, never the safety.
 *
 * One file a post, .chapeau/presence/<first 32 digits of the path's SHA-256>, with lines "key
 * value". Its holder moves the beat every 30 s. Others watch the content by their own monotonic
 * clock: unchanged for 5 minutes is abandoned; on the same computer since the same start, the
 * process is asked. Clocks of other computers are shown, never compared. Whatever the file is (a
 * directory, a link, empty, huge), it only means that nobody is known.
 *
 * Nothing here fails: in a folder that cannot be written to there is no presence.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <unistd.h>

#define BEAT            (30 * G_TIME_SPAN_SECOND)
#define LOOK            (10 * G_TIME_SPAN_SECOND)
#define ABANDONED_AFTER (5 * G_TIME_SPAN_MINUTE)
#define FILE_MAX        8192
#define NAME_MAX_SHOWN  200

G_DEFINE_BOXED_TYPE (StorePresence, store_presence, store_presence_copy, store_presence_free)

StorePresence *
store_presence_copy (const StorePresence *presence)
{
  StorePresence *copy = g_new (StorePresence, 1);
  *copy = *presence;
  copy->person = g_strdup (presence->person);
  copy->login = g_strdup (presence->login);
  return copy;
}

void
store_presence_free (StorePresence *presence)
{
  g_free (presence->person);
  g_free (presence->login);
  g_free (presence);
}

StorePresence *
store_post_dup_presence (StorePost *post)
{
  StorePresence *copy;
  g_mutex_lock (&post->lock);
  copy = store_presence_copy (&post->presence);
  g_mutex_unlock (&post->lock);
  return copy;
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static char *
presence_path (const char *path)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);
  return g_strdup_printf (".chapeau/presence/%.32s", sum);
}

/* The value of a line, without control characters and short enough to show; NULL if missing. */
static char *
value_of (const char *content, const char *key)
{
  g_autofree char *start = g_strconcat ("\n", key, " ", NULL);
  const char *at = strstr (content, start);
  char *value;
  if (at == NULL)
    return NULL;
  at += strlen (start);
  value = g_strndup (at, MIN (strcspn (at, "\n"), NAME_MAX_SHOWN));
  if (!g_utf8_validate (value, -1, NULL))
    {
      char *valid = g_utf8_make_valid (value, -1);
      g_free (value);
      value = valid;
    }
  for (char *c = value; *c != '\0'; c++)
    if ((guchar) *c < 0x20 || *c == 0x7f)
      *c = ' ';
  return value;
}

static char *
read_presence (StoreFolder *folder, const char *path)
{
  const StoreOps *ops = folder->ops;
  g_autofree char *where = presence_path (path);
  g_autoptr (GBytes) bytes = NULL;
  const char *name;
  int dir = store_dir_open (ops, folder->root, where, &name, NULL);
  if (dir < 0)
    return NULL;
  bytes = store_file_read (ops, dir, name, FILE_MAX, NULL, NULL);
  ops->close (ops->data, dir);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
presence_text (StorePost *post, gint64 since)
{
  StoreFolder *folder = post->folder;
  g_autofree char *boot = store_process_boot ();
  g_autofree char *name = store_folder_dup_person (folder);
  g_autofree char *person = store_escape (name);
  return g_strdup_printf ("Chapeau presence 1\nperson %s\nlogin %s\ninstance %s\npid %d\nboot %s\n"
                          "since %" G_GINT64_FORMAT "\nbeat %" G_GINT64_FORMAT "\nend\n",
                          person, folder->local->login, folder->instance, (int) getpid (), boot,
                          since, folder->ops->monotonic (folder->ops->data));
}

/* @flags: NOREPLACE when nobody was there. */
static gboolean
write_presence (StorePost *post, const char *path, gint64 since, guint flags)
{
  StoreFolder *folder = post->folder;
  const StoreOps *ops = folder->ops;
  g_autofree char *where = presence_path (path);
  g_autofree char *random = store_random_hex (ops, 12);
  g_autofree char *temp = g_strdup_printf (".~save-%s~", random);
  g_autofree char *text = presence_text (post, since);
  const char *name;
  gboolean done = FALSE;
  int fd;
  int dir = store_dir_open_made (ops, folder->root, where, &name, NULL);
  if (dir < 0)
    return FALSE;
  fd = ops->open (ops->data, dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666,
                  TRUE);
  if (fd >= 0)
    {
      done = store_write_all (ops, fd, text, strlen (text)) == 0;
      if (ops->close (ops->data, fd) < 0)
        done = FALSE;
      done = done && ops->renameat2 (ops->data, dir, temp, dir, name, flags) == 0;
      if (!done)
        ops->unlinkat (ops->data, dir, temp, 0);
    }
  ops->close (ops->data, dir);
  return done;
}

static void
remove_presence (StoreFolder *folder, const char *path)
{
  const StoreOps *ops = folder->ops;
  g_autofree char *where = presence_path (path);
  g_autofree char *content = read_presence (folder, path);
  g_autofree char *instance = content == NULL ? NULL : value_of (content, "instance");
  const char *name;
  int dir;
  if (g_strcmp0 (instance, folder->instance) != 0)
    return;
  dir = store_dir_open (ops, folder->root, where, &name, NULL);
  if (dir < 0)
    return;
  ops->unlinkat (ops->data, dir, name, 0);
  ops->close (ops->data, dir);
}

/* ---- what it says -----------------------------------------------------------------------------
 */

static gboolean
is_dead (StoreFolder *folder, const char *content)
{
  g_autofree char *login = value_of (content, "login");
  g_autofree char *boot = value_of (content, "boot");
  g_autofree char *pid = value_of (content, "pid");
  const char *host = login == NULL ? NULL : strrchr (login, '@');
  return store_process_is_dead (folder, host == NULL ? NULL : host + 1, boot, pid);
}

static StorePresence
read_state (StoreFolder *folder, const char *path, const char *content)
{
  StorePresence state = { .kind = STORE_PRESENCE_NONE };
  g_autofree char *instance = content == NULL ? NULL : value_of (content, "instance");
  g_autofree char *since = content == NULL ? NULL : value_of (content, "since");
  g_autofree char *person = content == NULL ? NULL : value_of (content, "person");
  g_autofree char *key = g_strconcat (path, "/presence", NULL);
  g_autofree char *ours = store_folder_dup_person (folder);
  const StoreSighting *sighting;
  if (instance == NULL || person == NULL)
    return state;
  sighting = store_folder_sight (folder, key, content);
  state.person = store_unescape (person, strlen (person));
  if (state.person == NULL)
    state.person = g_steal_pointer (&person);
  g_strdelimit (state.person, "\n\r\t", ' ');
  state.login = value_of (content, "login");
  state.since = since == NULL ? 0 : g_ascii_strtoll (since, NULL, 10);
  /* An office may share one account of a computer: then the name tells. */
  state.mine =
      g_strcmp0 (state.login, folder->local->login) == 0 && g_strcmp0 (state.person, ours) == 0;
  if (strcmp (instance, folder->instance) == 0)
    state.kind = STORE_PRESENCE_OURS;
  /* What a crash of our own left is nobody; the file is ours to replace. */
  else if (state.mine && is_dead (folder, content))
    {
      g_clear_pointer (&state.person, g_free);
      g_clear_pointer (&state.login, g_free);
      state.since = 0;
    }
  else if (folder->ops->monotonic (folder->ops->data) - sighting->since >= ABANDONED_AFTER
           || is_dead (folder, content))
    state.kind = STORE_PRESENCE_ABANDONED;
  else
    state.kind = STORE_PRESENCE_ALIVE;
  return state;
}

/* What a program of the same person left that ended without a word. */
static gboolean
is_our_ghost (const StorePresence *state)
{
  return state->kind == STORE_PRESENCE_ABANDONED && state->mine;
}

/* Takes the strings of @state. */
static void
show (StorePost *post, StorePresence state)
{
  gboolean changed;
  g_mutex_lock (&post->lock);
  if (post->presence.kind == STORE_PRESENCE_OURS && state.kind == STORE_PRESENCE_ALIVE)
    state.taken = TRUE;
  else if (state.kind == STORE_PRESENCE_ALIVE)
    state.taken = post->presence.taken;
  changed = post->presence.kind != state.kind || post->presence.taken != state.taken
            || g_strcmp0 (post->presence.login, state.login) != 0
            || g_strcmp0 (post->presence.person, state.person) != 0;
  if (state.kind == STORE_PRESENCE_ALIVE
      || (state.kind == STORE_PRESENCE_ABANDONED && !is_our_ghost (&state)))
    {
      g_free (post->last_writer);
      post->last_writer = g_strdup (state.person);
    }
  g_free (post->presence.person);
  g_free (post->presence.login);
  post->presence = state;
  g_mutex_unlock (&post->lock);
  if (changed)
    store_emit (post->context, post, "presence-changed");
}

/* ---- by the clock -----------------------------------------------------------------------------
 */

static StorePresence
look (StoreFolder *folder, const char *path)
{
  g_autofree char *content = read_presence (folder, path);
  return read_state (folder, path, content);
}

static gboolean
collect_name (const char *name, guchar type, gpointer data)
{
  if (strlen (name) == 32)
    g_hash_table_add (data, g_strdup (name));
  return TRUE;
}

/* One look at the directory first: most posts have nobody. */
void
store_presence_fill (StoreFolder *folder, GPtrArray *entries)
{
  const StoreOps *ops = folder->ops;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int dir = ops->open (ops->data, folder->root, ".chapeau/presence",
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, TRUE);
  if (dir < 0)
    return;
  store_dir_each (ops, dir, collect_name, names);
  ops->close (ops->data, dir);
  for (guint i = 0; i < entries->len && g_hash_table_size (names) > 0; i++)
    {
      StoreListEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *where = presence_path (entry->path);
      StorePresence state;
      if (!g_hash_table_contains (names, strrchr (where, '/') + 1))
        continue;
      state = look (folder, entry->path);
      if (state.kind != STORE_PRESENCE_NONE)
        entry->presence = g_memdup2 (&state, sizeof state);
    }
}

/* @wanted: something was typed. @released: but only if nobody is there. */
static void
beat (StorePost *post, const char *path, gboolean wanted, gboolean released, gboolean take)
{
  StoreFolder *folder = post->folder;
  StorePresence state = look (folder, path);
  gint64 since = folder->ops->wall (folder->ops->data);
  gboolean wrote = FALSE;
  if (released && wanted && state.kind == STORE_PRESENCE_NONE)
    {
      g_mutex_lock (&post->lock);
      post->released = FALSE;
      g_mutex_unlock (&post->lock);
    }
  if (state.kind == STORE_PRESENCE_OURS && wanted)
    wrote = write_presence (post, path, state.since, 0);
  else if (state.kind == STORE_PRESENCE_OURS)
    {
      remove_presence (folder, path);
      wrote = TRUE;
    }
  else if (take || (wanted && is_our_ghost (&state)))
    wrote = write_presence (post, path, since, 0);
  else if (state.kind == STORE_PRESENCE_NONE && wanted)
    wrote = write_presence (post, path, since, state.mine ? 0 : RENAME_NOREPLACE);
  if (wrote)
    {
      g_free (state.person);
      g_free (state.login);
      state = look (folder, path);
    }
  show (post, state);
}

gint64
store_post_beat (StorePost *post, gint64 now)
{
  g_autofree char *path = store_post_dup_path (post);
  gboolean wanted;
  gboolean released;
  gboolean take;
  gboolean due;
  if (path == NULL)
    return G_MAXINT64;
  g_mutex_lock (&post->lock);
  if (post->closed)
    {
      g_mutex_unlock (&post->lock);
      return G_MAXINT64;
    }
  wanted = post->typed;
  released = post->released;
  take = post->take_over;
  due = take || now >= post->next_beat || (wanted && !post->seen_typed);
  post->seen_typed = wanted;
  post->take_over = FALSE;
  g_mutex_unlock (&post->lock);
  if (!due || !store_folder_identify (post->folder, NULL))
    return MAX (post->next_beat, now + G_TIME_SPAN_SECOND);
  if (wanted)
    store_folder_mark (post->folder);
  beat (post, path, wanted, released, take);
  g_mutex_lock (&post->lock);
  post->next_beat = now + (post->presence.kind == STORE_PRESENCE_OURS ? BEAT : LOOK);
  g_mutex_unlock (&post->lock);
  return post->next_beat;
}

/* ---- calls ------------------------------------------------------------------------------------
 */

char *
store_post_dup_last_writer (StorePost *post)
{
  char *person;
  g_mutex_lock (&post->lock);
  person = g_strdup (post->last_writer);
  g_mutex_unlock (&post->lock);
  return person;
}

void
store_post_take_over (StorePost *post)
{
  g_mutex_lock (&post->lock);
  post->take_over = TRUE;
  post->typed = TRUE;
  post->released = FALSE;
  g_mutex_unlock (&post->lock);
  if (post->folder != NULL)
    store_worker_wake (post->folder->worker);
}

void
store_post_release_presence (StorePost *post)
{
  g_mutex_lock (&post->lock);
  post->released = TRUE;
  post->typed = FALSE;
  post->next_beat = 0;
  g_mutex_unlock (&post->lock);
  if (post->folder != NULL)
    store_worker_wake (post->folder->worker);
}

/* The claim goes along: nobody may think that the old name is written in. */
void
store_presence_move (StorePost *post, const char *old_path)
{
  remove_presence (post->folder, old_path);
  post->next_beat = 0;
}

static void
give_back_job (StoreJob *job, StoreFolder *folder, gpointer data)
{
  if (store_folder_identify (folder, NULL))
    remove_presence (folder, data);
  store_job_return_boolean (job, TRUE, NULL);
}

void
store_presence_give_back (StoreFolder *folder, const char *path)
{
  store_worker_push (folder->worker, folder, NULL, NULL, NULL, store_presence_give_back,
                     give_back_job, g_strdup (path), g_free);
}
