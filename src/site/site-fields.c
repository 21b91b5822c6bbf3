/* site-fields.c - the form that the site's declarations and posts imply.
 *
 * Three sources in this order of trust for the SHAPE of a value (one, a list, a group, a list of
 * groups): what posts hold, what `defaults` declare, the key's name. For the KIND within a shape
 * the name comes first (DESIGN section 7), then the declared value, then what posts hold.
 * `_data/chapeau.yml` has the last word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-facts.h"

#include <string.h>

#define MAX_NESTING 6
#define LONG_TEXT   200 /* characters: longer values want several lines */
#define FEW_VALUES  12

typedef enum
{
  SHAPE_ONE,
  SHAPE_LIST,
  SHAPE_GROUP,
  SHAPE_GROUPS,
  SHAPE_ODD,
} Shape;

typedef struct
{
  Site *site;
  const SiteCollection *collection;
} Maker;

static gboolean
ends_in (const char *folded, const char *const *words)
{
  const char *dash = strrchr (folded, '-');
  return g_strv_contains (words, dash != NULL ? dash + 1 : folded);
}

/* The kind that a key's name tells; SITE_FIELD_RAW if it tells nothing. */
static SiteFieldKind
kind_of_name (const char *folded)
{
  /* Words for one picture or link each: no choice, however often they repeat. */
  static const char *const own_words[] = { "alt",
                                           "alt-text",
                                           "alternative-textuelle",
                                           "texte-alternatif",
                                           "legende",
                                           "caption",
                                           "nom",
                                           "name",
                                           "titre",
                                           "intitule",
                                           NULL };
  static const char *const texts[] = { "text",  "body", "description", "excerpt", "md", "chapeau",
                                       "chapo", "lead", "summary",     "resume",  NULL };
  static const char *const images[] = { "image",    "images",       "photo", "photos",
                                        "vignette", "illustration", NULL };
  static const char *const files[] = { "file",    "files",    "asset", "assets",
                                       "fichier", "fichiers", NULL };
  static const char *const dates[] = { "at", "date", "datetime", NULL };
  static const char *const colors[] = { "color", "hex", "rgb", "couleur", NULL };
  static const char *const links[] = { "link", "url", "lien", "href", NULL };

  if (strcmp (folded, "title") == 0)
    return SITE_FIELD_TITLE;
  if (strcmp (folded, "author") == 0 || strcmp (folded, "auteur") == 0
      || strcmp (folded, "category") == 0 || strcmp (folded, "categorie") == 0
      || strcmp (folded, "layout") == 0)
    return SITE_FIELD_CHOICE;
  if (g_strv_contains (own_words, folded))
    return SITE_FIELD_TEXT;
  if (ends_in (folded, texts))
    return SITE_FIELD_MARKDOWN;
  if (ends_in (folded, images))
    return SITE_FIELD_IMAGE;
  if (ends_in (folded, files))
    return SITE_FIELD_FILE;
  if (g_str_has_prefix (folded, "is-") || g_str_has_prefix (folded, "has-")
      || g_str_has_prefix (folded, "was-") || strcmp (folded, "published") == 0)
    return SITE_FIELD_BOOLEAN;
  if (ends_in (folded, dates))
    return SITE_FIELD_DATE;
  if (ends_in (folded, colors))
    return SITE_FIELD_COLOR;
  if (ends_in (folded, links))
    return SITE_FIELD_LINK;
  return SITE_FIELD_RAW;
}

static const SiteCollection *
collection_of_name (const Site *site, const char *key)
{
  for (guint i = 0; i < site->collections->len; i++)
    {
      const SiteCollection *collection = site->collections->pdata[i];
      g_autofree char *plural = g_strconcat (key, "s", NULL);
      g_autofree char *singular = g_strconcat (collection->label, "s", NULL);

      if (*collection->label != '\0'
          && (strcmp (collection->label, key) == 0 || strcmp (collection->label, plural) == 0
              || strcmp (singular, key) == 0))
        return collection;
    }
  return NULL;
}

static gboolean
is_list_name (const char *folded)
{
  static const char *const lists[] = { "categories", "tags", "auteurs", "authors", NULL };
  return g_strv_contains (lists, folded);
}

static Shape
shape_of_value (FmValue *value)
{
  guint mappings = 0, others = 0;

  if (value == NULL || site_value_is_scalar (value))
    return SHAPE_ONE;
  if (fm_value_get_kind (value) == FM_MAPPING)
    return SHAPE_GROUP;
  for (guint i = 0; i < fm_value_get_length (value); i++)
    {
      FmKind kind = fm_value_get_kind (fm_value_get_item (value, i));
      mappings += kind == FM_MAPPING ? 1 : 0;
      others += kind == FM_SEQUENCE ? 1 : 0;
    }
  if (others > 0 || (mappings > 0 && mappings < fm_value_get_length (value)))
    return SHAPE_ODD;
  return mappings > 0 ? SHAPE_GROUPS : SHAPE_LIST;
}

static Shape
decide_shape (const char *folded, FmValue *value, const SiteKeyFacts *facts)
{
  guint most = 0;
  Shape shape;

  if (facts != NULL && facts->uses > 0)
    {
      const guint counts[] = { facts->scalars, facts->lists, facts->groups, facts->group_lists,
                               facts->odd };

      shape = SHAPE_ONE;
      for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
        if (counts[i] > most)
          {
            most = counts[i];
            shape = (Shape) i;
          }
      if (shape == SHAPE_ONE && is_list_name (folded))
        shape = SHAPE_LIST;
      return shape;
    }
  if (value != NULL && fm_value_get_kind (value) != FM_NULL)
    return shape_of_value (value);
  return is_list_name (folded) ? SHAPE_LIST : SHAPE_ONE;
}

static SiteFieldKind
kind_of_value (FmValue *value)
{
  if (value == NULL)
    return SITE_FIELD_RAW;
  switch (fm_value_get_kind (value))
    {
    case FM_BOOLEAN:
      return SITE_FIELD_BOOLEAN;
    case FM_INTEGER:
    case FM_FLOAT:
      return SITE_FIELD_NUMBER;
    case FM_DATE:
    case FM_TIME:
      return SITE_FIELD_DATE;
    case FM_STRING:
      return strchr (fm_value_get_string (value), '\n') != NULL ? SITE_FIELD_MARKDOWN
                                                                : SITE_FIELD_RAW;
    case FM_NULL:
    case FM_SEQUENCE:
    case FM_MAPPING:
    case FM_ALIAS:
      break;
    }
  return SITE_FIELD_RAW;
}

static SiteFieldKind
kind_of_facts (const SiteKeyFacts *facts)
{
  guint uses = facts != NULL ? facts->scalars : 0;
  guint distinct = facts != NULL ? g_hash_table_size (facts->values) : 0;

  if (uses == 0)
    return SITE_FIELD_TEXT;
  if (facts->booleans == uses)
    return SITE_FIELD_BOOLEAN;
  if (facts->dates == uses)
    return SITE_FIELD_DATE;
  if (facts->numbers == uses)
    return SITE_FIELD_NUMBER;
  if (facts->colors == uses)
    return SITE_FIELD_COLOR;
  if (facts->paths == uses)
    return facts->pictures == uses ? SITE_FIELD_IMAGE : SITE_FIELD_FILE;
  if (facts->addresses == uses)
    return SITE_FIELD_LINK;
  if (facts->multiline > 0 || facts->longest > LONG_TEXT)
    return SITE_FIELD_MARKDOWN;
  if (uses >= 4 && distinct <= FEW_VALUES && uses >= 2 * distinct)
    return SITE_FIELD_CHOICE;
  return SITE_FIELD_TEXT;
}

static SiteFieldKind
decide_scalar (const char *folded, FmValue *value, const SiteKeyFacts *facts)
{
  SiteFieldKind named = kind_of_name (folded);
  SiteFieldKind kind = named != SITE_FIELD_RAW ? named : kind_of_value (value);
  guint uses = facts != NULL ? facts->scalars : 0;

  /* A name that the posts belie: "a-date: bientôt", "is_new: peut-être". */
  if (uses > 0
      && ((kind == SITE_FIELD_DATE && facts->dates == 0)
          || (kind == SITE_FIELD_BOOLEAN && facts->booleans == 0)
          || (kind == SITE_FIELD_NUMBER && facts->numbers == 0)))
    return kind_of_facts (facts);
  return kind != SITE_FIELD_RAW ? kind : kind_of_facts (facts);
}

static int
compare_known (gconstpointer one, gconstpointer other)
{
  const SiteKnownValue *a = *(SiteKnownValue *const *) one, *b = *(SiteKnownValue *const *) other;
  return a->count != b->count ? (a->count < b->count ? 1 : -1)
                              : g_utf8_collate (a->value, b->value);
}

static void
add_known (SiteField *field, const char *value, guint count)
{
  SiteKnownValue *known = g_new (SiteKnownValue, 1);
  known->value = g_strdup (value);
  known->count = count;
  g_ptr_array_add (field->known_values, known);
}

static void
take_known (SiteField *field, const SiteKeyFacts *facts)
{
  GHashTableIter iter;
  gpointer value, count;

  if (facts == NULL || (field->kind != SITE_FIELD_CHOICE && field->kind != SITE_FIELD_CHIPS))
    return;
  g_hash_table_iter_init (&iter, facts->values);
  while (g_hash_table_iter_next (&iter, &value, &count))
    add_known (field, value, GPOINTER_TO_UINT (count));
  g_ptr_array_sort (field->known_values, compare_known);
}

static SiteField *make_field (const Maker *maker,
                              const char *key,
                              FmValue *value,
                              const SiteKeyFacts *facts,
                              guint posts,
                              int depth);

static void
add_children (
    const Maker *maker, SiteField *field, FmValue *mapping, const SiteKeyFacts *facts, int depth)
{
  guint declared = mapping != NULL && fm_value_get_kind (mapping) == FM_MAPPING
                       ? fm_value_get_length (mapping)
                       : 0;

  for (guint i = 0; i < declared; i++)
    {
      const char *key = fm_value_get_key (mapping, i);
      g_ptr_array_add (
          field->children,
          make_field (maker, key, fm_value_get_item (mapping, i),
                      facts != NULL ? site_key_facts_find (facts->children, key) : NULL,
                      facts != NULL ? facts->uses : 0, depth + 1));
    }
  for (guint i = 0; facts != NULL && i < facts->children->len; i++)
    {
      const SiteKeyFacts *child = facts->children->pdata[i];
      if (site_field_find (field->children, child->key) == NULL)
        g_ptr_array_add (field->children,
                         make_field (maker, child->key, NULL, child, facts->uses, depth + 1));
    }
}

static void
settle_list (SiteField *field, const char *folded)
{
  SiteFieldKind named = kind_of_name (folded);

  field->kind = SITE_FIELD_CHIPS;
  if (named == SITE_FIELD_IMAGE || named == SITE_FIELD_FILE)
    {
      field->kind = named;
      field->multiple = TRUE;
    }
}

static SiteField *
make_field (const Maker *maker,
            const char *key,
            FmValue *value,
            const SiteKeyFacts *facts,
            guint posts,
            int depth)
{
  SiteField *field = site_field_new (key);
  g_autofree char *folded = site_fold_key (key);
  const SiteCollection *choice;
  Shape shape = depth > MAX_NESTING ? SHAPE_ODD : decide_shape (folded, value, facts);

  field->uses = facts != NULL ? facts->uses : 0;
  field->longest = facts != NULL ? facts->longest : 0;
  field->sources =
      (value != NULL ? SITE_FROM_DEFAULTS : 0) | (field->uses > 0 ? SITE_FROM_POSTS : 0);
  field->default_value = value != NULL ? fm_value_ref (value) : NULL;
  field->main =
      !site_is_technical_key (key) && (depth > 0 || value != NULL || field->uses * 10 >= posts);
  field->hidden = depth == 0 && strcmp (key, "published") == 0;
  switch (shape)
    {
    case SHAPE_ONE:
      field->kind = decide_scalar (folded, value, facts);
      break;
    case SHAPE_LIST:
      settle_list (field, folded);
      break;
    case SHAPE_GROUP:
      field->kind = SITE_FIELD_GROUP;
      add_children (maker, field, value, facts, depth);
      break;
    case SHAPE_GROUPS:
      field->kind = SITE_FIELD_GROUP_LIST;
      add_children (maker, field,
                    shape_of_value (value) == SHAPE_GROUPS ? fm_value_get_item (value, 0) : NULL,
                    facts, depth);
      break;
    case SHAPE_ODD:
      field->kind = SITE_FIELD_RAW;
      break;
    }
  choice = collection_of_name (maker->site, key);
  if (choice != NULL
      && (field->kind == SITE_FIELD_TEXT || field->kind == SITE_FIELD_CHOICE
          || field->kind == SITE_FIELD_CHIPS))
    {
      field->multiple = field->kind == SITE_FIELD_CHIPS;
      field->kind = SITE_FIELD_CHOICE;
      field->collection = g_strdup (choice->label);
    }
  take_known (field, facts);
  return field;
}

/* ---- the override ----------------------------------------------------------------------------
 */

static void
override_values (SiteField *field, FmValue *settings)
{
  FmValue *values = site_value_member (settings, "values");
  g_auto (GStrv) texts = NULL;

  if (values == NULL)
    return;
  texts = site_value_texts (values);
  for (guint i = 0; i < field->known_values->len; i++)
    {
      SiteKnownValue *known = field->known_values->pdata[i];
      if (!g_strv_contains ((const char *const *) texts, known->value))
        g_ptr_array_remove_index (field->known_values, i--);
    }
  for (guint i = 0; texts[i] != NULL; i++)
    {
      gboolean there = FALSE;
      for (guint j = 0; j < field->known_values->len; j++)
        there |= strcmp (((SiteKnownValue *) field->known_values->pdata[j])->value, texts[i]) == 0;
      if (!there)
        add_known (field, texts[i], 0);
    }
  if (field->kind == SITE_FIELD_TEXT)
    field->kind = SITE_FIELD_CHOICE;
  field->strict = !site_value_boolean (settings, "free", FALSE);
}

static void apply_override (const Maker *maker, GPtrArray *fields, FmValue *settings, int depth);

static void
override_field (const Maker *maker, SiteField *field, FmValue *settings, int depth)
{
  const char *label = site_value_text (settings, "label");
  const char *help = site_value_text (settings, "help");
  const char *kind = site_value_text (settings, "kind");
  const char *longest = site_value_text (settings, "max_length");

  field->sources |= SITE_FROM_OVERRIDE;
  if (label != NULL)
    {
      g_free (field->label);
      field->label = g_strdup (label);
      field->label_translatable = FALSE;
    }
  if (help != NULL)
    {
      g_free (field->help);
      field->help = g_strdup (help);
    }
  for (guint i = 0; kind != NULL && i <= SITE_FIELD_RAW; i++)
    if (strcmp (kind, site_field_kind_to_string ((SiteFieldKind) i)) == 0)
      field->kind = (SiteFieldKind) i;
  override_values (field, settings);
  field->required = site_value_boolean (settings, "required", field->required);
  field->hidden = site_value_boolean (settings, "hidden", field->hidden);
  field->main = site_value_boolean (settings, "main", field->main || field->required);
  if (longest != NULL)
    field->max_length = (guint) CLAMP (g_ascii_strtoll (longest, NULL, 10), 0, 100000);
  if (depth < MAX_NESTING)
    apply_override (maker, field->children, site_value_member (settings, "fields"), depth + 1);
}

static void
apply_override (const Maker *maker, GPtrArray *fields, FmValue *settings, int depth)
{
  if (settings == NULL || fm_value_get_kind (settings) != FM_MAPPING)
    return;
  for (guint i = 0; i < fm_value_get_length (settings); i++)
    {
      const char *key = fm_value_get_key (settings, i);
      SiteField *field = (SiteField *) site_field_find (fields, key);

      if (field == NULL)
        {
          field = make_field (maker, key, NULL, NULL, 0, depth);
          g_ptr_array_add (fields, field);
        }
      override_field (maker, field, fm_value_get_item (settings, i), depth);
    }
}

/* ---- order -----------------------------------------------------------------------------------
 */

static int
rank_of (const SiteField *field, char *const *order)
{
  g_autofree char *folded = site_fold_key (field->key);

  for (int i = 0; order[i] != NULL; i++)
    if (strcmp (order[i], field->key) == 0)
      return i - 10000;
  if (!field->main)
    return 90;
  if (field->kind == SITE_FIELD_TITLE)
    return 0;
  if (strcmp (folded, "date") == 0)
    return 20;
  if (g_str_has_prefix (folded, "chapeau") || strcmp (folded, "chapo") == 0
      || strcmp (folded, "lead") == 0 || strcmp (folded, "excerpt") == 0
      || strcmp (folded, "summary") == 0 || strcmp (folded, "resume") == 0
      || strcmp (folded, "description") == 0)
    return 10;
  if (strcmp (folded, "auteur") == 0 || strcmp (folded, "author") == 0)
    return 30;
  if (g_str_has_prefix (folded, "categor"))
    return 40;
  if (strcmp (folded, "tags") == 0 || strcmp (folded, "tag") == 0)
    return 50;
  if (field->kind == SITE_FIELD_IMAGE || site_field_find (field->children, "image") != NULL)
    return 60;
  if (field->kind == SITE_FIELD_FILE || site_field_find (field->children, "file") != NULL)
    return 70;
  return 80;
}

/* A stable sort by rank. */
static GPtrArray *
sort_fields (GPtrArray *fields, char *const *order)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) site_field_free);
  g_autofree int *ranks = g_new (int, MAX (fields->len, 1));

  for (guint i = 0; i < fields->len; i++)
    ranks[i] = rank_of (fields->pdata[i], order);
  for (guint done = 0; done < fields->len; done++)
    {
      guint best = 0;
      for (guint i = 1; i < fields->len; i++)
        if (ranks[i] < ranks[best])
          best = i;
      g_ptr_array_add (sorted, fields->pdata[best]);
      ranks[best] = G_MAXINT;
    }
  g_ptr_array_set_free_func (fields, NULL);
  g_ptr_array_unref (fields);
  return sorted;
}

static FmValue *
general_defaults (const Site *site, const SiteCollection *collection)
{
  g_autofree char *path = NULL;

  if (collection == NULL)
    return site_value_new_empty ();
  path = *collection->folder != '\0' ? g_strconcat (collection->folder, "/-.md", NULL)
                                     : g_strdup ("-.md");
  return site_dup_defaults (site, path);
}

static void
add_builtin (const Maker *maker, GPtrArray *fields, const char *key, GPtrArray *keys, guint posts)
{
  SiteField *field = (SiteField *) site_field_find (fields, key);

  if (field == NULL)
    {
      field = make_field (maker, key, NULL, site_key_facts_find (keys, key), posts, 0);
      g_ptr_array_add (fields, field);
    }
  field->sources |= SITE_FROM_BUILTIN;
  field->main = TRUE;
}

GPtrArray *
site_dup_fields (Site *site, const SiteCollection *collection, const SiteFacts *facts)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) site_field_free);
  GPtrArray *keys = site_facts_get_keys (facts, collection);
  guint posts = facts != NULL ? site_facts_get_count (facts, collection) : 0;
  g_autoptr (FmValue) defaults = general_defaults (site, collection);
  Maker maker = { site, collection };
  FmValue *own =
      collection != NULL
          ? site_value_member (site_value_member (site->override, "collections"), collection->label)
          : NULL;
  g_auto (GStrv) order = NULL;

  for (guint i = 0; i < fm_value_get_length (defaults); i++)
    {
      const char *key = fm_value_get_key (defaults, i);
      g_ptr_array_add (fields, make_field (&maker, key, fm_value_get_item (defaults, i),
                                           site_key_facts_find (keys, key), posts, 0));
    }
  add_builtin (&maker, fields, "title", keys, posts);
  add_builtin (&maker, fields, "date", keys, posts);
  if (collection == NULL || collection->is_posts || *collection->label == '\0')
    {
      add_builtin (&maker, fields, "categories", keys, posts);
      add_builtin (&maker, fields, "tags", keys, posts);
    }
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    {
      const SiteKeyFacts *seen = keys->pdata[i];
      if (seen->uses > 0 && site_field_find (fields, seen->key) == NULL)
        g_ptr_array_add (fields, make_field (&maker, seen->key, NULL, seen, posts, 0));
    }
  apply_override (&maker, fields, site_value_member (site->override, "fields"), 0);
  apply_override (&maker, fields, site_value_member (own, "fields"), 0);
  order = site_value_texts (site_value_member (own, "order") != NULL
                                ? site_value_member (own, "order")
                                : site_value_member (site->override, "order"));
  return sort_fields (fields, order);
}

SiteField *
site_dup_field_for (Site *site,
                    const SiteCollection *collection,
                    const SiteFacts *facts,
                    const SiteField *parent,
                    const char *key,
                    FmValue *value)
{
  Maker maker = { site, collection };
  GPtrArray *keys = parent == NULL ? site_facts_get_keys (facts, collection) : NULL;
  SiteField *field =
      make_field (&maker, key, value, site_key_facts_find (keys, key), 0, parent != NULL ? 1 : 0);

  field->sources = (field->sources & ~(guint) SITE_FROM_DEFAULTS) | SITE_FROM_POST;
  g_clear_pointer (&field->default_value, fm_value_unref);
  return field;
}

static int
compare_place (gconstpointer one, gconstpointer other)
{
  const SiteKeyFacts *a = *(SiteKeyFacts *const *) one, *b = *(SiteKeyFacts *const *) other;
  double x = a->place / MAX (a->placed, 1), y = b->place / MAX (b->placed, 1);
  return x < y ? -1 : x > y ? 1 : strcmp (a->key, b->key);
}

char **
site_dup_key_order (Site *site, const SiteCollection *collection, const SiteFacts *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  GPtrArray *keys = site_facts_get_keys (facts, collection);
  g_autoptr (GPtrArray) fields = site_dup_fields (site, collection, NULL);

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_ptr_array_add (seen, keys->pdata[i]);
  g_ptr_array_sort (seen, compare_place);
  for (guint i = 0; i < seen->len; i++)
    g_strv_builder_add (builder, ((SiteKeyFacts *) seen->pdata[i])->key);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *key = ((SiteField *) fields->pdata[i])->key;
      if (site_key_facts_find (keys, key) == NULL)
        g_strv_builder_add (builder, key);
    }
  return g_strv_builder_end (builder);
}
