/* site-facts.c - reads every header once and counts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-facts.h"

#include <string.h>

#define MAX_NESTING 6
#define MAX_FOLDERS 2000
#define MAX_KEYS    500 /* of one mapping: more is data, not a form */

typedef struct
{
  GPtrArray *keys;
  guint posts;
  guint dated;
} CollectionFacts;

struct _SiteFacts
{
  gatomicrefcount references;
  Site *site;
  GHashTable *collections; /* SiteCollection → CollectionFacts */
  GHashTable *folders;     /* of files that posts name → how often; one that is named for each of
                            * the folders above it, too */
  guint named;             /* files that were counted there */
  guint posts;
};

static void
key_facts_free (gpointer data)
{
  SiteKeyFacts *facts = data;
  g_free (facts->key);
  g_hash_table_unref (facts->values);
  g_ptr_array_unref (facts->children);
  g_free (facts);
}

static GPtrArray *
key_list_new (void)
{
  return g_ptr_array_new_with_free_func (key_facts_free);
}

const SiteKeyFacts *
site_key_facts_find (GPtrArray *keys, const char *key)
{
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    if (strcmp (((SiteKeyFacts *) keys->pdata[i])->key, key) == 0)
      return keys->pdata[i];
  return NULL;
}

static SiteKeyFacts *
key_facts_of (GPtrArray *keys, const char *key)
{
  SiteKeyFacts *facts = (SiteKeyFacts *) site_key_facts_find (keys, key);

  if (facts == NULL && keys->len < MAX_KEYS)
    {
      facts = g_new0 (SiteKeyFacts, 1);
      facts->key = g_strdup (key);
      facts->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      facts->children = key_list_new ();
      g_ptr_array_add (keys, facts);
    }
  return facts;
}

static gboolean
is_picture (const char *text)
{
  static const char *const endings[] = {
    ".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif"
  };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static void
note_text (SiteKeyFacts *facts, const char *text)
{
  guint length = (guint) g_utf8_strlen (text, -1);
  const char *point = strrchr (text, '.');

  facts->longest = MAX (facts->longest, length);
  facts->multiline += strchr (text, '\n') != NULL ? 1 : 0;
  if (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://")
      || g_str_has_prefix (text, "mailto:"))
    facts->addresses++;
  else if (*text == '/' && strchr (text, '\n') == NULL && point != NULL && strlen (point) <= 6)
    facts->paths++;
  if (is_picture (text))
    facts->pictures++;
  if (*text == '#' && (length == 4 || length == 7)
      && strspn (text + 1, "0123456789abcdefABCDEF") == length - 1)
    facts->colors++;
  if (length > 0 && length <= 120
      && (g_hash_table_size (facts->values) < SITE_MAX_KNOWN
          || g_hash_table_contains (facts->values, text)))
    {
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (facts->values, text));
      g_hash_table_replace (facts->values, g_strdup (text), GUINT_TO_POINTER (count + 1));
    }
}

/* "/uploads/2024/fete.jpg" counts for "uploads" and "uploads/2024". */
static void
note_file (SiteFacts *facts, const char *text)
{
  const char *path = *text == '/' ? text + 1 : text;
  const char *point = strrchr (path, '.');

  if (point == NULL || strlen (point) > 6 || strchr (path, '/') == NULL || *path == '_'
      || strpbrk (text, " \n:{?#") != NULL || g_hash_table_size (facts->folders) > MAX_FOLDERS)
    return;
  facts->named++;
  for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      char *folder = g_strndup (path, (gsize) (slash - path));
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (facts->folders, folder));

      g_hash_table_replace (facts->folders, folder, GUINT_TO_POINTER (count + 1));
    }
}

static void
note_files (SiteFacts *facts, const FmNode *node, int depth)
{
  if (depth > MAX_NESTING)
    return;
  if (fm_node_get_kind (node) == FM_STRING)
    note_file (facts, fm_node_get_string (node, NULL));
  for (guint i = 0; i < fm_node_get_length (node); i++)
    note_files (facts,
                fm_node_get_kind (node) == FM_MAPPING ? fm_node_get_nth_value (node, i)
                                                      : fm_node_get_item (node, i),
                depth + 1);
}

static void
note_scalar (SiteKeyFacts *facts, const FmNode *node)
{
  FmKind kind = fm_node_get_kind (node);

  if (kind == FM_BOOLEAN)
    facts->booleans++;
  else if (kind == FM_INTEGER || kind == FM_FLOAT)
    facts->numbers++;
  else if (kind == FM_DATE || kind == FM_TIME)
    facts->dates++;
  else
    facts->strings++;
  note_text (facts, fm_node_get_string (node, NULL));
}

static void note_mapping (GPtrArray *keys, const FmNode *mapping, int depth);

static void
note_list (SiteKeyFacts *facts, const FmNode *node, int depth)
{
  guint length = fm_node_get_length (node), mappings = 0, scalars = 0;

  for (guint i = 0; i < length; i++)
    {
      FmKind kind = fm_node_get_kind (fm_node_get_item (node, i));
      mappings += kind == FM_MAPPING ? 1 : 0;
      scalars += kind != FM_MAPPING && kind != FM_SEQUENCE && kind != FM_ALIAS ? 1 : 0;
    }
  if (scalars == length)
    facts->lists++;
  else if (mappings == length)
    facts->group_lists++;
  else
    {
      facts->odd++;
      return;
    }
  for (guint i = 0; i < length; i++)
    {
      const FmNode *item = fm_node_get_item (node, i);
      if (mappings == length)
        note_mapping (facts->children, item, depth + 1);
      else if (fm_node_get_kind (item) != FM_NULL)
        note_scalar (facts, item);
    }
}

static void
note_value (SiteKeyFacts *facts, const FmNode *node, int depth)
{
  FmKind kind = fm_node_get_kind (node);
  gsize length = 0;

  if (kind == FM_NULL || (kind == FM_STRING && *fm_node_get_string (node, &length) == '\0')
      || (kind == FM_SEQUENCE && fm_node_get_length (node) == 0))
    return;
  facts->uses++;
  if (kind == FM_ALIAS || depth > MAX_NESTING)
    facts->odd++;
  else if (kind == FM_SEQUENCE)
    note_list (facts, node, depth);
  else if (kind == FM_MAPPING)
    {
      facts->groups++;
      note_mapping (facts->children, node, depth + 1);
    }
  else
    {
      facts->scalars++;
      note_scalar (facts, node);
    }
}

static void
note_mapping (GPtrArray *keys, const FmNode *mapping, int depth)
{
  guint length = fm_node_get_length (mapping);

  for (guint i = 0; i < length; i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (mapping, i), NULL);
      SiteKeyFacts *facts = key != NULL ? key_facts_of (keys, key) : NULL;

      if (facts == NULL)
        continue;
      facts->place += (double) i / length;
      facts->placed++;
      note_value (facts, fm_node_get_nth_value (mapping, i), depth);
    }
}

static void
collection_facts_free (gpointer data)
{
  CollectionFacts *facts = data;
  g_ptr_array_unref (facts->keys);
  g_free (facts);
}

static void
note_post (SiteFacts *facts, const char *path)
{
  const SiteCollection *collection = site_get_collection_of (facts->site, path);
  g_autoptr (FmHeader) header = site_load_header (facts->site, path, NULL, NULL);
  const char *slash = strrchr (path, '/');
  CollectionFacts *own = g_hash_table_lookup (facts->collections, collection);
  int year, month, day;

  /* A file that cannot be read tells nothing, and is no reason to show no form. */
  if (header == NULL)
    return;
  if (own == NULL)
    {
      own = g_new0 (CollectionFacts, 1);
      own->keys = key_list_new ();
      g_hash_table_insert (facts->collections, (gpointer) collection, own);
    }
  facts->posts++;
  own->posts++;
  if (site_split_dated_name (slash != NULL ? slash + 1 : path, &year, &month, &day, NULL, NULL))
    own->dated++;
  if (fm_header_get_root (header) != NULL)
    {
      note_mapping (own->keys, fm_header_get_root (header), 0);
      note_files (facts, fm_header_get_root (header), 0);
    }
}

SiteFacts *
site_scan_posts (Site *site, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) paths = site_list_posts (site, cancellable, error);
  g_autoptr (SiteFacts) facts = NULL;

  if (paths == NULL)
    return NULL;
  facts = g_new0 (SiteFacts, 1);
  g_atomic_ref_count_init (&facts->references);
  facts->site = site_ref (site);
  facts->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  facts->collections = g_hash_table_new_full (NULL, NULL, NULL, collection_facts_free);
  for (guint i = 0; i < paths->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      note_post (facts, paths->pdata[i]);
    }
  return g_steal_pointer (&facts);
}

SiteFacts *
site_facts_ref (SiteFacts *facts)
{
  g_atomic_ref_count_inc (&facts->references);
  return facts;
}

void
site_facts_unref (SiteFacts *facts)
{
  if (facts == NULL || !g_atomic_ref_count_dec (&facts->references))
    return;
  g_hash_table_unref (facts->collections);
  g_hash_table_unref (facts->folders);
  site_unref (facts->site);
  g_free (facts);
}

/* A site opened again has other collections of the same labels. */
static CollectionFacts *
facts_of (const SiteFacts *facts, const SiteCollection *collection)
{
  const SiteCollection *own =
      collection != NULL ? site_find_collection (facts->site, collection->label) : NULL;
  return own != NULL ? g_hash_table_lookup (facts->collections, own) : NULL;
}

guint
site_facts_get_count (const SiteFacts *facts, const SiteCollection *collection)
{
  CollectionFacts *own = facts_of (facts, collection);

  if (collection == NULL)
    return facts->posts;
  return own != NULL ? own->posts : 0;
}

gboolean
site_facts_are_dated (const SiteFacts *facts, const SiteCollection *collection)
{
  CollectionFacts *own = facts_of (facts, collection);
  return own != NULL && own->dated * 2 > own->posts;
}

GPtrArray *
site_facts_get_keys (const SiteFacts *facts, const SiteCollection *collection)
{
  CollectionFacts *own = facts != NULL ? facts_of (facts, collection) : NULL;
  return own != NULL ? own->keys : NULL;
}

/* Years and months are places for the day, not for all files. */
static gboolean
is_number (const char *name)
{
  return *name != '\0' && name[strspn (name, "0123456789")] == '\0';
}

char *
site_dup_uploads_folder (const Site *site, const SiteFacts *facts)
{
  const char *best = "";
  GHashTableIter iter;
  gpointer folder, count;

  if (facts == NULL || site->uploads_are_said)
    return g_strdup (site->uploads_folder);
  /* The deepest folder that holds more than half of the files. */
  g_hash_table_iter_init (&iter, facts->folders);
  while (g_hash_table_iter_next (&iter, &folder, &count))
    {
      const char *slash = strrchr (folder, '/');

      if (GPOINTER_TO_UINT (count) * 2 > facts->named && strlen (folder) > strlen (best)
          && !is_number (slash != NULL ? slash + 1 : folder) && strstr (folder, "..") == NULL)
        best = folder;
    }
  if (*best != '\0')
    {
      g_autofree char *full = g_build_filename (site->root, best, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        return g_strdup (best);
    }
  return g_strdup (site->uploads_folder);
}
