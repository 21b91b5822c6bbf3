/* chapeau-site-book.c - which addresses a site has: what a link of a post leads to.
 *
 * Entries are the posts and pages, one a file, found again by path as long as size and time of the
 * file are the same; `addresses` is made of them anew after each look at the folder. One lock over
 * everything: a question is short, and there is one worker.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-site-book.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_FILE   (1024 * 1024) /* bytes of a page that is read for its header */
#define MAX_PAGES  2000
#define PAGE_DEPTH 3
#define FOUND_US   (30 * G_USEC_PER_SEC) /* how long a file is taken to be there */
#define MISSING_US (2 * G_USEC_PER_SEC)  /* … and not to be there: it is being put there now */

typedef struct
{
  char *path;
  char *title;
  char **addresses; /* plain, see dup_plain; the first is its own */
  SiteState state;
  gint64 size, time;
  gboolean seen;
} Entry;

typedef struct
{
  gint64 until;
  gint64 size; /* -1: there is none */
} File;

struct _ChapeauSiteBook
{
  Site *site;
  GMutex lock;
  GHashTable *entries;   /* path → Entry */
  GHashTable *addresses; /* plain address → GPtrArray of Entry */
  GHashTable *files;     /* path → File */
  gint forgotten;        /* atomic */
};

/* ---- addresses ------------------------------------------------------------------------------- */

/* "/a/b/", "/a/b/index.html" and "/a/b.html" are one page: "a/b". */
static char *
dup_plain (const char *address)
{
  static const char *const endings[] = { "/index.html", "index.html", ".html" };
  g_autofree char *decoded = g_uri_unescape_string (address, NULL);
  char *plain = g_strdup (decoded != NULL ? decoded : address);
  char *start = plain + strspn (plain, "/");

  memmove (plain, start, strlen (start) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (plain, endings[i]) && (i != 1 || strlen (plain) == strlen (endings[i])))
      {
        plain[strlen (plain) - strlen (endings[i])] = '\0';
        break;
      }
  while (*plain != '\0' && plain[strlen (plain) - 1] == '/')
    plain[strlen (plain) - 1] = '\0';
  return plain;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry->title);
  g_strfreev (entry->addresses);
  g_free (entry);
}

static void
add_address (GStrvBuilder *builder, const char *address)
{
  g_autofree char *plain = address != NULL ? dup_plain (address) : NULL;

  if (plain != NULL)
    g_strv_builder_add (builder, plain);
}

/* What jekyll-redirect-from makes pages of. */
static void
add_redirections (GStrvBuilder *builder, const FmHeader *header)
{
  const FmNode *node = fm_header_lookup (header, "redirect_from");

  if (node == NULL)
    return;
  if (fm_node_get_kind (node) == FM_STRING)
    add_address (builder, fm_node_get_string (node, NULL));
  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const FmNode *item =
          fm_node_get_kind (node) == FM_SEQUENCE ? fm_node_get_item (node, i) : NULL;

      if (item != NULL && fm_node_get_kind (item) == FM_STRING)
        add_address (builder, fm_node_get_string (item, NULL));
    }
}

static char *
dup_page_address (const char *path, const FmHeader *header)
{
  const FmNode *node = fm_header_lookup (header, "permalink");
  const char *point = strrchr (path, '.');

  if (node != NULL && fm_node_get_kind (node) == FM_STRING)
    return g_strdup (fm_node_get_string (node, NULL));
  /* A page of _pages has no other address than the one it names. */
  return *path == '_' ? NULL : g_strdup_printf ("/%.*s.html", (int) (point - path), path);
}

static void
read_entry (ChapeauSiteBook *self, Entry *entry, gboolean is_post)
{
  g_autofree char *file = g_build_filename (site_get_root (self->site), entry->path, NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (SitePostInfo) info = NULL;
  g_autofree char *address = NULL;
  char *text;
  gsize length;

  g_strfreev (entry->addresses);
  g_free (entry->title);
  if (entry->size > MAX_FILE || !g_file_get_contents (file, &text, &length, NULL))
    {
      text = g_strdup ("");
      length = 0;
    }
  bytes = g_bytes_new_take (text, length);
  header = fm_header_new (bytes);
  info = site_post_info_new (self->site, entry->path, header, NULL);
  address = is_post ? site_dup_url (self->site, entry->path, header)
                    : dup_page_address (entry->path, header);
  add_address (builder, address);
  add_redirections (builder, header);
  entry->addresses = g_strv_builder_end (builder);
  entry->title = g_strdup (info->title);
  entry->state = is_post ? info->state : SITE_STATE_PUBLISHED;
}

/* ---- looking at the folder --------------------------------------------------------------------
 */

static void
look_at_file (ChapeauSiteBook *self, const char *path, gboolean is_post)
{
  g_autofree char *file = g_build_filename (site_get_root (self->site), path, NULL);
  Entry *entry = g_hash_table_lookup (self->entries, path);
  struct stat state;
  gint64 time;

  if (stat (file, &state) != 0)
    return;
  time = (gint64) state.st_mtim.tv_sec * G_USEC_PER_SEC + state.st_mtim.tv_nsec / 1000;
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->path = g_strdup (path);
      g_hash_table_insert (self->entries, entry->path, entry);
    }
  if (entry->addresses == NULL || entry->size != (gint64) state.st_size || entry->time != time)
    {
      entry->size = (gint64) state.st_size;
      entry->time = time;
      read_entry (self, entry, is_post);
    }
  entry->seen = TRUE;
}

static gboolean
may_hold_pages (const char *name)
{
  return strchr ("._", name[0]) == NULL
             ? strcmp (name, "node_modules") != 0 && strcmp (name, "vendor") != 0
                   && strcmp (name, "uploads") != 0
             : strcmp (name, "_pages") == 0;
}

static void
look_for_pages (ChapeauSiteBook *self, const char *folder, guint depth, guint *left)
{
  g_autofree char *full = g_build_filename (site_get_root (self->site), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (full, 0, NULL);
  const char *name;

  while (dir != NULL && *left > 0 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path =
          *folder != '\0' ? g_build_filename (folder, name, NULL) : g_strdup (name);
      g_autofree char *file = g_build_filename (full, name, NULL);

      if (g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".md")
          || g_str_has_suffix (name, ".markdown"))
        {
          (*left)--;
          look_at_file (self, path, FALSE);
        }
      else if (depth > 0 && may_hold_pages (name) && g_file_test (file, G_FILE_TEST_IS_DIR))
        look_for_pages (self, path, depth - 1, left);
    }
}

static void
index_addresses (ChapeauSiteBook *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_remove_all (self->addresses);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Entry *entry = value;

      if (!entry->seen)
        {
          g_hash_table_iter_remove (&iter);
          continue;
        }
      entry->seen = FALSE;
      for (char **address = entry->addresses; *address != NULL; address++)
        {
          GPtrArray *list = g_hash_table_lookup (self->addresses, *address);

          if (list == NULL)
            {
              list = g_ptr_array_new ();
              g_hash_table_insert (self->addresses, g_strdup (*address), list);
            }
          g_ptr_array_add (list, entry);
        }
    }
}

static void
look (ChapeauSiteBook *self)
{
  g_autoptr (GPtrArray) posts = NULL;
  guint left = MAX_PAGES;

  if (!g_atomic_int_compare_and_exchange (&self->forgotten, TRUE, FALSE))
    return;
  posts = site_list_posts (self->site, NULL, NULL);
  for (guint i = 0; posts != NULL && i < posts->len; i++)
    look_at_file (self, posts->pdata[i], TRUE);
  if (site_is_jekyll (self->site))
    look_for_pages (self, "", PAGE_DEPTH, &left);
  index_addresses (self);
}

/* Bytes of a file of the site, -1: there is none. */
static gint64
get_size (ChapeauSiteBook *self, const char *path)
{
  File *file = g_hash_table_lookup (self->files, path);
  gint64 now = g_get_monotonic_time ();
  g_autofree char *full = NULL;
  struct stat state;

  if (file != NULL && file->until > now)
    return file->size;
  if (file == NULL)
    {
      file = g_new0 (File, 1);
      g_hash_table_insert (self->files, g_strdup (path), file);
    }
  full = g_build_filename (site_get_root (self->site), path, NULL);
  file->size = stat (full, &state) == 0 && S_ISREG (state.st_mode) ? (gint64) state.st_size : -1;
  file->until = now + (file->size < 0 ? MISSING_US : FOUND_US);
  return file->size;
}

/* ---- questions --------------------------------------------------------------------------------
 */

/* Kinds of files that nothing makes: they are in the folder or nowhere. */
static gboolean
is_kept_file (const char *path)
{
  static const char *const endings[] = { "jpg",  "jpeg", "png",  "gif",  "webp", "avif",
                                         "pdf",  "doc",  "docx", "odt",  "ods",  "xls",
                                         "xlsx", "ppt",  "pptx", "odp",  "zip",  "mp3",
                                         "mp4",  "webm", "csv",  "epub", "svg",  NULL };
  const char *point = strrchr (path, '.');
  g_autofree char *ending = point != NULL ? g_ascii_strdown (point + 1, -1) : NULL;

  return ending != NULL && g_strv_contains (endings, ending);
}

static gboolean
has_uploads (ChapeauSiteBook *self)
{
  g_autofree char *folder =
      g_build_filename (site_get_root (self->site), site_get_uploads_folder (self->site), NULL);

  return g_file_test (folder, G_FILE_TEST_IS_DIR);
}

/* "page2", "page-2", "2": pages of a list, which plugins make. */
static gboolean
is_number_of_page (const char *rest)
{
  if (g_str_has_prefix (rest, "page"))
    rest += 4 + strspn (rest + 4, "-/_:");
  return strspn (rest, "0123456789") == strcspn (rest, "/");
}

/* Among the pages of a collection, "/agenda/:title/", where only its documents stand. */
static gboolean
is_of_collection (ChapeauSiteBook *self, const char *plain)
{
  GPtrArray *collections = site_get_collections (self->site);

  for (guint i = 0; i < collections->len; i++)
    {
      const SiteCollection *collection = collections->pdata[i];
      gsize length = strcspn (collection->permalink, ":");
      g_autofree char *start = g_strndup (collection->permalink, length);
      const char *prefix = start + strspn (start, "/");

      if (collection->output && collection->permalink[length] == ':' && *prefix != '\0'
          && g_str_has_suffix (prefix, "/") && g_str_has_prefix (plain, prefix)
          && plain[strlen (prefix)] != '\0' && !is_number_of_page (plain + strlen (prefix)))
        return TRUE;
    }
  return FALSE;
}

static ChecksTarget
look_for_page (ChapeauSiteBook *self, const char *path, const char *file)
{
  g_autofree char *plain = dup_plain (file);
  GPtrArray *list;
  gboolean draft = FALSE;

  look (self);
  list = g_hash_table_lookup (self->addresses, plain);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Entry *entry = list->pdata[i];

      if (entry->state == SITE_STATE_PUBLISHED || strcmp (entry->path, path) == 0)
        return CHECKS_TARGET_FOUND;
      draft = TRUE;
    }
  if (draft)
    return CHECKS_TARGET_DRAFT;
  if (get_size (self, file) >= 0)
    return CHECKS_TARGET_FOUND;
  return is_of_collection (self, plain) ? CHECKS_TARGET_MISSING : CHECKS_TARGET_UNKNOWN;
}

ChecksTarget
chapeau_site_book_look_up (ChapeauSiteBook *self,
                           const char *path,
                           const char *address,
                           guint64 *bytes)
{
  g_autofree char *file = site_dup_file_of_reference (self->site, address);
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 size;

  *bytes = 0;
  if (file == NULL || strstr (file, "{{") != NULL || strstr (file, "{%") != NULL)
    return CHECKS_TARGET_UNKNOWN;
  locker = g_mutex_locker_new (&self->lock);
  if (!is_kept_file (file))
    {
      /* What does not begin at the site's root is meant from the page's own place. */
      gboolean from_root = *address == '/' || strstr (address, "://") != NULL || *address == '{';

      return from_root ? look_for_page (self, path, file) : CHECKS_TARGET_UNKNOWN;
    }
  size = get_size (self, file);
  if (size >= 0)
    {
      *bytes = (guint64) size;
      return CHECKS_TARGET_FOUND;
    }
  return has_uploads (self) ? CHECKS_TARGET_MISSING : CHECKS_TARGET_UNKNOWN;
}

char *
chapeau_site_book_dup_twin (ChapeauSiteBook *self, const char *path, const FmHeader *header)
{
  g_autofree char *address = site_dup_url (self->site, path, header);
  g_autofree char *plain = address != NULL ? dup_plain (address) : NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  GPtrArray *list;

  if (plain == NULL)
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  look (self);
  list = g_hash_table_lookup (self->addresses, plain);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const Entry *entry = list->pdata[i];

      /* Two drafts disturb each other only when the first is published. */
      if (strcmp (entry->path, path) != 0 && entry->state == SITE_STATE_PUBLISHED
          && strcmp (entry->addresses[0], plain) == 0)
        return g_strdup (entry->title);
    }
  return NULL;
}

/* ---- the book ---------------------------------------------------------------------------------
 */

static void
book_clear (gpointer data)
{
  ChapeauSiteBook *self = data;

  site_unref (self->site);
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->addresses);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->files);
}

static void
list_free (gpointer list)
{
  g_ptr_array_unref (list);
}

ChapeauSiteBook *
chapeau_site_book_new (Site *site)
{
  ChapeauSiteBook *self = g_atomic_rc_box_new0 (ChapeauSiteBook);

  self->site = site_ref (site);
  g_mutex_init (&self->lock);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, entry_free);
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->forgotten = TRUE;
  return self;
}

ChapeauSiteBook *
chapeau_site_book_ref (ChapeauSiteBook *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
chapeau_site_book_unref (ChapeauSiteBook *self)
{
  g_atomic_rc_box_release_full (self, book_clear);
}

Site *
chapeau_site_book_get_site (ChapeauSiteBook *self)
{
  return self->site;
}

void
chapeau_site_book_forget (ChapeauSiteBook *self)
{
  g_atomic_int_set (&self->forgotten, TRUE);
}
