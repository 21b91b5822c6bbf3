/* chapeau-form-items.c - which rows the form of a post has.
 *
 * The site tells its fields (site_dup_fields): their order, names and kinds. The post may have more
 * keys, which follow. A group or a list of groups is taken apart: one line that names it and one
 * row for each value in it, so that every simple value of a header can be edited; what is too
 * irregular is shown as it is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-form-items.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEEPEST 4

typedef struct
{
  Site *site;
  const SiteCollection *collection;
  SiteFacts *facts;
  GPtrArray *items;
} Maker;

static void
item_free (gpointer data)
{
  ChapeauFormItem *item = data;

  g_free (item->path);
  g_free (item->label);
  g_free (item->help);
  g_clear_pointer (&item->addition, fm_value_unref);
  g_free (item);
}

static const char *
label_of (const SiteField *field)
{
  return field->label_translatable ? gettext (field->label) : field->label;
}

static char *
join_path (const char *parent, const char *key)
{
  g_autofree char *escaped = fm_path_escape (key);

  return parent != NULL ? g_strconcat (parent, ".", escaped, NULL) : g_steal_pointer (&escaped);
}

/* ---- kinds ------------------------------------------------------------------------------------
 */

static gboolean
is_date (const Maker *maker, const FmNode *node)
{
  g_autoptr (GDateTime) date = NULL;

  if (node == NULL || fm_node_get_kind (node) == FM_NULL)
    return TRUE;
  if (fm_node_get_string (node, NULL) == NULL)
    return FALSE;
  date = site_date_read (fm_node_get_string (node, NULL), fm_node_get_kind (node) == FM_TIME,
                         site_get_timezone (maker->site), NULL);
  return date != NULL;
}

/* What the value is decides first, so that nothing is shown that the widget cannot hold. */
static ChapeauRowKind
kind_of (const Maker *maker, const SiteField *field, const FmNode *node)
{
  ChapeauRowKind kind = chapeau_form_row_kind_of (field->key, node);
  gboolean blank = node == NULL || fm_node_get_kind (node) == FM_NULL;

  if (kind == CHAPEAU_ROW_WRITTEN || kind == CHAPEAU_ROW_TITLE
      || (kind == CHAPEAU_ROW_LIST && !blank))
    return kind;
  if (!blank && fm_node_get_kind (node) == FM_BOOLEAN)
    return CHAPEAU_ROW_SWITCH;
  switch (field->kind)
    {
    case SITE_FIELD_MARKDOWN:
      return field->multiple ? kind : CHAPEAU_ROW_MARKDOWN;
    case SITE_FIELD_DATE:
      return is_date (maker, node) ? CHAPEAU_ROW_DATE : kind;
    case SITE_FIELD_BOOLEAN:
      return blank ? CHAPEAU_ROW_SWITCH : kind;
    case SITE_FIELD_CHIPS:
      return blank ? CHAPEAU_ROW_LIST : kind;
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_LINK:
      return blank && field->multiple ? CHAPEAU_ROW_LIST : kind;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_TITLE:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
    case SITE_FIELD_RAW:
      break;
    }
  return kind;
}

static ChapeauItemPlace
place_of (const SiteField *field, ChapeauRowKind kind)
{
  if (!field->main)
    return CHAPEAU_ITEM_FOLDED;
  switch (kind)
    {
    case CHAPEAU_ROW_TITLE:
    case CHAPEAU_ROW_MARKDOWN:
      return CHAPEAU_ITEM_WIDE;
    case CHAPEAU_ROW_LIST:
      return strcmp (field->key, "categories") == 0 ? CHAPEAU_ITEM_NARROW : CHAPEAU_ITEM_WIDE;
    case CHAPEAU_ROW_LINE:
    case CHAPEAU_ROW_DATE:
    case CHAPEAU_ROW_SWITCH:
      return CHAPEAU_ITEM_NARROW;
    case CHAPEAU_ROW_WRITTEN:
      return CHAPEAU_ITEM_FOLDED;
    }
  g_return_val_if_reached (CHAPEAU_ITEM_FOLDED);
}

/* ---- groups -----------------------------------------------------------------------------------
 */

static void
add_field (Maker *maker, const char *parent, const SiteField *field, const FmNode *node, int depth);

static ChapeauFormItem *
add_item (Maker *maker, const char *path, const char *label)
{
  ChapeauFormItem *item = g_new0 (ChapeauFormItem, 1);

  item->path = g_strdup (path);
  item->label = g_strdup (label);
  item->place = CHAPEAU_ITEM_FOLDED;
  g_ptr_array_add (maker->items, item);
  return item;
}

/* The fields of a mapping: those that @fields names, then what else it has. */
static void
add_members (Maker *maker,
             const char *path,
             const SiteField *parent,
             GPtrArray *fields,
             const FmNode *mapping,
             int depth)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const SiteField *field = g_ptr_array_index (fields, i);

      if (!field->hidden)
        add_field (maker, path, field, fm_node_get_member (mapping, field->key), depth);
    }
  for (guint i = 0; mapping != NULL && i < fm_node_get_length (mapping); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (mapping, i), NULL);
      const FmNode *node = key != NULL ? fm_node_get_member (mapping, key) : NULL;
      g_autoptr (FmValue) value = NULL;
      g_autoptr (SiteField) field = NULL;

      /* Of a key that is there twice the last one counts, and only once. */
      if (node == NULL || node != fm_node_get_nth_value (mapping, i)
          || site_field_find (fields, key) != NULL)
        continue;
      value = fm_value_new_from_node (node);
      field = site_dup_field_for (maker->site, maker->collection, maker->facts, parent, key, value);
      field->main = FALSE;
      add_field (maker, path, field, node, depth);
    }
}

/* One more group: its keys without values, as the site declares them. */
static FmValue *
dup_addition (const SiteField *field)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);

  for (guint i = 0; i < field->children->len; i++)
    {
      const SiteField *child = g_ptr_array_index (field->children, i);

      g_ptr_array_add (keys, child->key);
      g_ptr_array_add (values, fm_value_new_null ());
    }
  return keys->len > 0 ? fm_value_new_mapping ((const char *const *) keys->pdata,
                                               (FmValue *const *) values->pdata, keys->len)
                       : NULL;
}

static gboolean
is_list_of_groups (const FmNode *node)
{
  if (fm_node_get_kind (node) != FM_SEQUENCE || fm_node_get_length (node) == 0)
    return FALSE;
  for (guint i = 0; i < fm_node_get_length (node); i++)
    if (fm_node_get_kind (fm_node_get_item (node, i)) != FM_MAPPING)
      return FALSE;
  return TRUE;
}

static void
add_group_list (
    Maker *maker, const char *path, const SiteField *field, const FmNode *node, int depth)
{
  ChapeauFormItem *line = add_item (maker, path, label_of (field));

  line->group = TRUE;
  line->addition = dup_addition (field);
  for (guint i = 0; node != NULL && i < fm_node_get_length (node); i++)
    {
      g_autofree char *item_path = g_strdup_printf ("%s.%u", path, i);
      /* Translators: one of several, "Images 2". */
      g_autofree char *label = g_strdup_printf (_ ("%s %u"), label_of (field), i + 1);

      add_item (maker, item_path, label)->group = TRUE;
      add_members (maker, item_path, field, field->children, fm_node_get_item (node, i), depth + 1);
    }
}

static void
add_field (Maker *maker, const char *parent, const SiteField *field, const FmNode *node, int depth)
{
  g_autofree char *path = join_path (parent, field->key);
  gboolean blank = node == NULL || fm_node_get_kind (node) == FM_NULL;
  ChapeauFormItem *item;

  if (depth < DEEPEST && !blank && is_list_of_groups (node))
    add_group_list (maker, path, field, node, depth);
  else if (depth < DEEPEST && blank && field->kind == SITE_FIELD_GROUP_LIST)
    add_group_list (maker, path, field, NULL, depth);
  else if (depth < DEEPEST && !blank && fm_node_get_kind (node) == FM_MAPPING)
    {
      add_item (maker, path, label_of (field))->group = TRUE;
      add_members (maker, path, field, field->children, node, depth + 1);
    }
  else
    {
      item = add_item (maker, path, label_of (field));
      item->kind = kind_of (maker, field, node);
      item->help = g_strdup (field->help);
      item->place = parent == NULL ? place_of (field, item->kind) : CHAPEAU_ITEM_FOLDED;
      item->keeps = parent != NULL || (field->sources & SITE_FROM_POST) != 0;
    }
}

GPtrArray *
chapeau_form_items_new (ChapeauDocument *document)
{
  ChapeauWorkspace *workspace = chapeau_document_get_workspace (document);
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (document));
  Maker maker = { .site = chapeau_workspace_get_site (workspace),
                  .facts = chapeau_workspace_get_facts (workspace) };
  g_autoptr (GPtrArray) fields = NULL;

  maker.items = g_ptr_array_new_with_free_func (item_free);
  maker.collection = site_get_collection_of (maker.site, chapeau_document_get_path (document));
  fields = site_dup_fields (maker.site, maker.collection, maker.facts);
  add_members (&maker, NULL, NULL, fields, root, 0);
  return maker.items;
}

char *
chapeau_form_items_dup_shape (GPtrArray *items)
{
  GString *shape = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const ChapeauFormItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (shape, "%d %d %d %s\t%s\n", (int) item->kind, (int) item->place,
                              item->group, item->path, item->label);
    }
  return g_string_free (shape, FALSE);
}
