/* chapeau-fields.c - the fields of a document: the tree and what keeps it up to date.
 *
 * The site tells its fields once (again when more is known of its posts, or when the document moves
 * to another collection). At each change of the header the tree is walked: what stands at a place
 * is described by a ChapeauFieldSpec; a field that still fits is updated, the others between the
 * first and the last that do not are replaced. Typing into one of sixty fields touches one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <checks.h>
#include <string.h>

struct _ChapeauFields
{
  GObject parent_instance;

  /* owned */
  ChapeauDocument *document;
  GListStore *list;
  GPtrArray *site_fields; /* SiteField */
  GStrv order;            /* of keys, for new ones */
  GHashTable *own;        /* path → OwnField: of keys that the site does not declare */

  /* The last key that was emptied, with the header around that: typed anew, it goes back to its
   * place with its quotes and its comment. */
  char *emptied_path;
  GBytes *emptied_before;
  GBytes *emptied_after;

  /* borrowed from the site */
  const SiteCollection *collection;
};

enum
{
  EDIT_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFields, chapeau_fields, G_TYPE_OBJECT)

Site *
chapeau_fields_get_site (ChapeauFields *self)
{
  return chapeau_workspace_get_site (chapeau_document_get_workspace (self->document));
}

static SiteFacts *
get_facts (ChapeauFields *self)
{
  return chapeau_workspace_get_facts (chapeau_document_get_workspace (self->document));
}

/* ---- specs ------------------------------------------------------------------------------------
 */

typedef struct
{
  ChapeauFields *fields;
  FmHeader *header;
  gboolean editable;
} Walk;

/* What is said of a key of this post alone; the same as long as its value is. */
typedef struct
{
  FmValue *value;
  GPtrArray *keeper; /* one SiteField */
} OwnField;

static void
own_field_free (gpointer data)
{
  OwnField *own = data;

  fm_value_unref (own->value);
  g_ptr_array_unref (own->keeper);
  g_free (own);
}

static void
spec_free (gpointer data)
{
  ChapeauFieldSpec *spec = data;

  g_free (spec->path);
  g_ptr_array_unref (spec->keeper);
  g_free (spec);
}

static char *
join_path (const char *parent, const char *key)
{
  g_autofree char *escaped = fm_path_escape (key);

  return parent != NULL ? g_strconcat (parent, ".", escaped, NULL) : g_steal_pointer (&escaped);
}

static gboolean
is_blank (const FmNode *node)
{
  return node == NULL || fm_node_get_kind (node) == FM_NULL
         || g_strcmp0 (fm_node_get_string (node, NULL), "") == 0;
}

/* Is there an image among @fields, and (*@is_there) does the post name one? */
static gboolean
has_image (GPtrArray *fields, const FmNode *mapping, gboolean *is_there)
{
  gboolean found = FALSE;

  *is_there = FALSE;
  for (guint i = 0; i < fields->len; i++)
    {
      const SiteField *field = fields->pdata[i];

      if (field->kind != SITE_FIELD_IMAGE)
        continue;
      found = TRUE;
      *is_there |= !is_blank (fm_node_get_member (mapping, field->key));
    }
  return found;
}

static void
add_spec (GPtrArray *specs,
          const char *parent,
          GPtrArray *keeper,
          const SiteField *field,
          const FmNode *node,
          int depth)
{
  ChapeauFieldSpec *spec = g_new0 (ChapeauFieldSpec, 1);

  spec->path = join_path (parent, field->key);
  spec->keeper = g_ptr_array_ref (keeper);
  spec->site_field = field;
  spec->node = node;
  spec->kind = chapeau_field_decide_kind (field, node, depth, &spec->multiple);
  spec->position = -1;
  spec->main = field->main;
  spec->own = (field->sources & SITE_FROM_POST) != 0;
  spec->is_member = parent != NULL;
  g_ptr_array_add (specs, spec);
}

/* A key that the site does not declare. */
static void
add_own_spec (Walk *walk,
              GPtrArray *specs,
              const char *parent,
              const SiteField *parent_field,
              const char *key,
              const FmNode *node,
              int depth)
{
  ChapeauFields *self = walk->fields;
  g_autofree char *path = join_path (parent, key);
  OwnField *own = g_hash_table_lookup (self->own, path);

  if (own == NULL || !fm_value_equals_node (own->value, node))
    {
      SiteField *field;

      own = g_new0 (OwnField, 1);
      own->value = fm_value_new_from_node (node);
      own->keeper = g_ptr_array_new_with_free_func ((GDestroyNotify) site_field_free);
      field = site_dup_field_for (chapeau_fields_get_site (self), self->collection,
                                  get_facts (self), parent_field, key, own->value);
      field->main = FALSE;
      g_ptr_array_add (own->keeper, field);
      g_hash_table_replace (self->own, g_steal_pointer (&path), own);
    }
  add_spec (specs, parent, own->keeper, own->keeper->pdata[0], node, depth);
}

/* The members of a mapping: those that @declared names, then what else it has. */
static GPtrArray *
specs_of_members (Walk *walk,
                  const char *path,
                  GPtrArray *keeper,
                  const SiteField *parent,
                  GPtrArray *declared,
                  const FmNode *mapping,
                  int depth)
{
  GPtrArray *specs = g_ptr_array_new_with_free_func (spec_free);
  gboolean image_is_there;
  gboolean describes = has_image (declared, mapping, &image_is_there);

  for (guint i = 0; i < declared->len; i++)
    {
      const SiteField *field = declared->pdata[i];

      if (!field->hidden)
        add_spec (specs, path, keeper, field, fm_node_get_member (mapping, field->key), depth);
    }
  for (guint i = 0; mapping != NULL && i < fm_node_get_length (mapping); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (mapping, i), NULL);
      const FmNode *node = key != NULL ? fm_node_get_member (mapping, key) : NULL;

      /* Of a key that is there twice the last one counts, and only once. */
      if (node != NULL && node == fm_node_get_nth_value (mapping, i)
          && site_field_find (declared, key) == NULL)
        add_own_spec (walk, specs, path, parent, key, node, depth);
    }
  for (guint i = 0; describes && i < specs->len; i++)
    {
      ChapeauFieldSpec *spec = specs->pdata[i];

      spec->is_description =
          spec->kind == SITE_FIELD_TEXT && checks_is_description_key (spec->site_field->key);
      spec->needs_description = spec->is_description && image_is_there;
    }
  return specs;
}

static GPtrArray *
specs_of_items (ChapeauField *list)
{
  GPtrArray *specs = g_ptr_array_new_with_free_func (spec_free);

  for (guint i = 0; list->node != NULL && i < fm_node_get_length (list->node); i++)
    {
      ChapeauFieldSpec *spec = g_new0 (ChapeauFieldSpec, 1);

      spec->path = g_strdup_printf ("%s.%u", list->path, i);
      spec->keeper = g_ptr_array_ref (list->keeper);
      spec->site_field = list->site_field;
      spec->node = fm_node_get_item (list->node, i);
      spec->kind = SITE_FIELD_GROUP;
      spec->position = (int) i;
      spec->is_member = TRUE;
      g_ptr_array_add (specs, spec);
    }
  return specs;
}

/* ---- the tree ---------------------------------------------------------------------------------
 */

static void sync_children (Walk *walk, ChapeauField *field, int depth);

static ChapeauField *
peek (GListStore *store, guint nth)
{
  g_autoptr (ChapeauField) field = g_list_model_get_item (G_LIST_MODEL (store), nth);

  return field; /* the store holds it */
}

static void
splice (Walk *walk, GListStore *store, GPtrArray *specs, int depth)
{
  guint old = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint head = 0, tail = 0;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  while (head < MIN (old, specs->len)
         && chapeau_field_is_same (peek (store, head), specs->pdata[head]))
    head++;
  while (
      tail < MIN (old, specs->len) - head
      && chapeau_field_is_same (peek (store, old - 1 - tail), specs->pdata[specs->len - 1 - tail]))
    tail++;
  for (guint i = head; i < old - tail; i++)
    chapeau_field_detach (peek (store, i));
  for (guint i = head; i < specs->len - tail; i++)
    {
      ChapeauField *field = chapeau_field_new (walk->fields, specs->pdata[i]);

      g_ptr_array_add (added, field);
      chapeau_field_update (field, specs->pdata[i], walk->header, walk->editable);
      sync_children (walk, field, depth);
    }
  if (old - head - tail > 0 || added->len > 0)
    g_list_store_splice (store, head, old - head - tail, added->pdata, added->len);
  for (guint i = 0; i < specs->len; i++)
    if (i < head || i >= specs->len - tail)
      {
        g_autoptr (ChapeauField) field = g_object_ref (peek (store, i));

        chapeau_field_update (field, specs->pdata[i], walk->header, walk->editable);
        sync_children (walk, field, depth);
      }
}

static void
sync_children (Walk *walk, ChapeauField *field, int depth)
{
  g_autoptr (GPtrArray) specs = NULL;
  const FmNode *mapping = field->node;

  if (field->kind == SITE_FIELD_GROUP_LIST)
    specs = specs_of_items (field);
  else if (field->kind == SITE_FIELD_GROUP)
    {
      if (mapping != NULL && fm_node_get_kind (mapping) != FM_MAPPING)
        mapping = NULL;
      specs = specs_of_members (walk, field->path, field->keeper, field->site_field,
                                field->site_field->children, mapping, depth + 1);
    }
  else
    return;
  splice (walk, field->children, specs, depth + 1);
}

static void
follow_header (ChapeauFields *self)
{
  g_autoptr (FmHeader) header = fm_header_ref (chapeau_document_get_header (self->document));
  Walk walk = { self, header,
                chapeau_document_is_editable (self->document) && !fm_header_is_broken (header) };
  const FmNode *root = fm_header_get_root (header);
  g_autoptr (GPtrArray) specs = NULL;

  /* Of a header that cannot be read no field is shown: its values are not known. */
  if (fm_header_is_broken (header) || (root == NULL && fm_header_get_split (header)->has_header))
    specs = g_ptr_array_new ();
  else
    specs = specs_of_members (&walk, NULL, self->site_fields, NULL, self->site_fields, root, 0);
  splice (&walk, self->list, specs, 0);
}

/* ---- what the site says ------------------------------------------------------------------------
 */

static void
read_site (ChapeauFields *self)
{
  Site *site = chapeau_fields_get_site (self);

  self->collection = site_get_collection_of (site, chapeau_document_get_path (self->document));
  g_clear_pointer (&self->site_fields, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_strfreev);
  g_hash_table_remove_all (self->own);
  self->site_fields = site_dup_fields (site, self->collection, get_facts (self));
  self->order = site_dup_key_order (site, self->collection, get_facts (self));
}

static void
on_facts_changed (ChapeauFields *self)
{
  read_site (self);
  follow_header (self);
}

static void
on_path_changed (ChapeauFields *self)
{
  if (site_get_collection_of (chapeau_fields_get_site (self),
                              chapeau_document_get_path (self->document))
      != self->collection)
    on_facts_changed (self);
}

/* ---- edits ------------------------------------------------------------------------------------
 */

gboolean
chapeau_fields_make_edit (ChapeauFields *self,
                          ChapeauField *field,
                          BaseEdits *edits,
                          const char *merge_key,
                          const GError *error)
{
  if (edits == NULL)
    {
      g_signal_emit (self, signals[EDIT_FAILED], 0, field, error);
      return FALSE;
    }
  chapeau_document_edit_header (self->document, edits, merge_key);
  base_edits_unref (edits);
  return TRUE;
}

static void
forget_emptied (ChapeauFields *self)
{
  g_clear_pointer (&self->emptied_path, g_free);
  g_clear_pointer (&self->emptied_before, g_bytes_unref);
  g_clear_pointer (&self->emptied_after, g_bytes_unref);
}

static gboolean
remove_value (ChapeauFields *self, ChapeauField *field, const char *merge_key)
{
  g_autoptr (GBytes) before = g_bytes_ref (chapeau_document_get_header_bytes (self->document));
  g_autofree char *path = g_strdup (field->path);
  g_autoptr (GError) error = NULL;
  BaseEdits *edits = fm_edit_remove (chapeau_document_get_header (self->document), path, &error);

  if (!chapeau_fields_make_edit (self, field, edits, merge_key, error))
    return FALSE;
  forget_emptied (self);
  self->emptied_path = g_steal_pointer (&path);
  self->emptied_before = g_steal_pointer (&before);
  self->emptied_after = g_bytes_ref (chapeau_document_get_header_bytes (self->document));
  return TRUE;
}

/* Sets a key that was emptied just now, as if it had never been away. FALSE if it was not. */
static gboolean
refill (ChapeauFields *self, const char *path, const FmValue *value, const char *merge_key)
{
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (BaseEdits) edits = NULL;
  g_autoptr (GBytes) after = NULL;

  if (g_strcmp0 (self->emptied_path, path) != 0
      || !g_bytes_equal (self->emptied_after, chapeau_document_get_header_bytes (self->document)))
    return FALSE;
  header = fm_header_new (self->emptied_before);
  edits = fm_edit_set (header, path, value, NULL);
  if (edits == NULL)
    return FALSE;
  after = base_edits_apply (edits, g_bytes_get_data (self->emptied_before, NULL),
                            g_bytes_get_size (self->emptied_before));
  forget_emptied (self);
  chapeau_document_replace_header (self->document, after, merge_key);
  return TRUE;
}

gboolean
chapeau_fields_set_value (ChapeauFields *self,
                          ChapeauField *field,
                          const FmValue *value,
                          const char *merge_key)
{
  g_autoptr (ChapeauField) keep = g_object_ref (field);
  g_autoptr (ChapeauFields) alive = g_object_ref (self);
  g_autofree char *key = g_strdup (merge_key);
  g_autoptr (GError) error = NULL;
  BaseEdits *edits;

  if (value == NULL)
    return remove_value (self, field, key);
  if (refill (self, field->path, value, key))
    return TRUE;
  edits = fm_edit_set_with_order (chapeau_document_get_header (self->document), field->path, value,
                                  (const char *const *) self->order, &error);
  return chapeau_fields_make_edit (self, field, edits, key, error);
}

gboolean
chapeau_fields_add (ChapeauFields *self, const char *key)
{
  g_autoptr (FmValue) null = fm_value_new_null ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  FmHeader *header;
  BaseEdits *edits;

  g_return_val_if_fail (CHAPEAU_IS_FIELDS (self), FALSE);

  header = chapeau_document_get_header (self->document);
  path = fm_path_escape (key);
  if (*key == '\0' || strpbrk (key, "\n\t:#") != NULL || !g_utf8_validate (key, -1, NULL)
      || fm_header_lookup (header, path) != NULL || !chapeau_document_is_editable (self->document))
    return FALSE;
  edits = fm_edit_set (header, path, null, &error);
  return chapeau_fields_make_edit (self, NULL, edits, NULL, error);
}

/* ---- asking -----------------------------------------------------------------------------------
 */

GListModel *
chapeau_fields_get_list (ChapeauFields *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELDS (self), NULL);

  return G_LIST_MODEL (self->list);
}

ChapeauDocument *
chapeau_fields_get_document (ChapeauFields *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELDS (self), NULL);

  return self->document;
}

static ChapeauField *
find_in (GListStore *store, const char *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++)
    {
      ChapeauField *field = peek (store, i);
      gsize length = strlen (field->path);

      if (strcmp (field->path, path) == 0)
        return field;
      if (strncmp (field->path, path, length) == 0 && path[length] == '.')
        return find_in (field->children, path);
    }
  return NULL;
}

ChapeauField *
chapeau_fields_find (ChapeauFields *self, const char *path)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELDS (self), NULL);

  return find_in (self->list, path);
}

GDateTime *
chapeau_fields_parse_date (ChapeauFields *self, const char *text, gboolean *has_time)
{
  GTimeZone *zone;
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FIELDS (self), NULL);

  zone = site_get_timezone (chapeau_fields_get_site (self));
  now = g_date_time_new_now (zone);
  return site_date_parse_typed (text, now, zone, has_time);
}

/* ---- object -----------------------------------------------------------------------------------
 */

ChapeauFields *
chapeau_fields_new (ChapeauDocument *document)
{
  ChapeauFields *self;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), NULL);

  self = g_object_new (CHAPEAU_TYPE_FIELDS, NULL);
  self->document = g_object_ref (document);
  read_site (self);
  follow_header (self);
  g_signal_connect_object (document, "header-changed", G_CALLBACK (follow_header), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::path", G_CALLBACK (on_path_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chapeau_document_get_workspace (document), "facts-changed",
                           G_CALLBACK (on_facts_changed), self, G_CONNECT_SWAPPED);
  return self;
}

static void
chapeau_fields_dispose (GObject *object)
{
  ChapeauFields *self = CHAPEAU_FIELDS (object);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    chapeau_field_detach (peek (self->list, i));
  G_OBJECT_CLASS (chapeau_fields_parent_class)->dispose (object);
}

static void
chapeau_fields_finalize (GObject *object)
{
  ChapeauFields *self = CHAPEAU_FIELDS (object);

  g_clear_object (&self->list);
  g_clear_object (&self->document);
  g_clear_pointer (&self->site_fields, g_ptr_array_unref);
  g_clear_pointer (&self->order, g_strfreev);
  g_hash_table_unref (self->own);
  forget_emptied (self);
  G_OBJECT_CLASS (chapeau_fields_parent_class)->finalize (object);
}

static void
chapeau_fields_class_init (ChapeauFieldsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_fields_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_fields_finalize;
  signals[EDIT_FAILED] =
      g_signal_new ("edit-failed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, CHAPEAU_TYPE_FIELD, G_TYPE_ERROR);
}

static void
chapeau_fields_init (ChapeauFields *self)
{
  self->list = g_list_store_new (CHAPEAU_TYPE_FIELD);
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, own_field_free);
}
