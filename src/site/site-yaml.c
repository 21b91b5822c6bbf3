/* site-yaml.c - the site's YAML files as values.
 *
 * frontmatter never follows an alias, because an edit through one is not safe; a configuration is
 * only read, so here aliases and merge keys (`<<`) are resolved. An alias shares the value of its
 * anchor, so memory stays small whatever is nested; SITE_MAX_CONFIG_VALUES bounds what a walk over
 * the result meets (the "billion laughs").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

typedef struct
{
  FmValue *value;
  guint weight;
} Anchored;

typedef struct
{
  GHashTable *anchors; /* name → Anchored */
  guint total;
  gboolean exhausted;
} Reader;

static void
anchored_free (gpointer data)
{
  Anchored *anchored = data;
  fm_value_unref (anchored->value);
  g_free (anchored);
}

static FmValue *read_node (Reader *reader, const FmNode *node, guint *weight);

static FmValue *
read_alias (Reader *reader, const FmNode *node, guint *weight)
{
  Anchored *anchored = g_hash_table_lookup (reader->anchors, fm_node_get_string (node, NULL));

  if (anchored == NULL)
    return fm_value_new_null ();
  reader->total += anchored->weight;
  *weight += anchored->weight;
  if (reader->total <= SITE_MAX_CONFIG_VALUES)
    return fm_value_ref (anchored->value);
  reader->exhausted = TRUE;
  return fm_value_new_null ();
}

static FmValue *
read_sequence (Reader *reader, const FmNode *node, guint *weight)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);

  for (guint i = 0; i < fm_node_get_length (node); i++)
    g_ptr_array_add (items, read_node (reader, fm_node_get_item (node, i), weight));
  return fm_value_new_sequence ((FmValue *const *) items->pdata, items->len);
}

/* Members of a merged mapping stand below the mapping's own, whatever the order. */
static FmValue *
merge_in (FmValue *own, FmValue *merged)
{
  FmValue *result = fm_value_ref (own);

  if (fm_value_get_kind (merged) == FM_SEQUENCE)
    for (guint i = 0; i < fm_value_get_length (merged); i++)
      {
        FmValue *next = merge_in (result, fm_value_get_item (merged, i));
        fm_value_unref (result);
        result = next;
      }
  else if (fm_value_get_kind (merged) == FM_MAPPING)
    {
      g_autoptr (GPtrArray) keys = g_ptr_array_new ();
      g_autoptr (GPtrArray) values = g_ptr_array_new ();

      for (guint i = 0; i < fm_value_get_length (own); i++)
        {
          g_ptr_array_add (keys, (gpointer) fm_value_get_key (own, i));
          g_ptr_array_add (values, fm_value_get_item (own, i));
        }
      for (guint i = 0; i < fm_value_get_length (merged); i++)
        if (fm_value_get_member (own, fm_value_get_key (merged, i)) == NULL)
          {
            g_ptr_array_add (keys, (gpointer) fm_value_get_key (merged, i));
            g_ptr_array_add (values, fm_value_get_item (merged, i));
          }
      fm_value_unref (result);
      result = fm_value_new_mapping ((const char *const *) keys->pdata,
                                     (FmValue *const *) values->pdata, keys->len);
    }
  return result;
}

static FmValue *
read_mapping (Reader *reader, const FmNode *node, guint *weight)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (FmValue) merged = NULL;
  FmValue *result;

  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (node, i), NULL);
      FmValue *value = read_node (reader, fm_node_get_nth_value (node, i), weight);
      gpointer place;

      if (key == NULL)
        fm_value_unref (value);
      else if (strcmp (key, "<<") == 0)
        {
          g_clear_pointer (&merged, fm_value_unref);
          merged = value;
        }
      else if (g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          fm_value_unref (values->pdata[GPOINTER_TO_UINT (place)]);
          values->pdata[GPOINTER_TO_UINT (place)] = value;
        }
      else
        {
          g_hash_table_insert (places, (gpointer) key, GUINT_TO_POINTER (keys->len));
          g_ptr_array_add (keys, (gpointer) key);
          g_ptr_array_add (values, value);
        }
    }
  result = fm_value_new_mapping ((const char *const *) keys->pdata,
                                 (FmValue *const *) values->pdata, keys->len);
  if (merged != NULL)
    {
      FmValue *whole = merge_in (result, merged);
      fm_value_unref (result);
      result = whole;
    }
  return result;
}

static FmValue *
read_node (Reader *reader, const FmNode *node, guint *weight)
{
  FmKind kind = fm_node_get_kind (node);
  guint own = 1;
  FmValue *value;

  reader->total++;
  if (kind == FM_ALIAS)
    value = read_alias (reader, node, &own);
  else if (kind == FM_SEQUENCE)
    value = read_sequence (reader, node, &own);
  else if (kind == FM_MAPPING)
    value = read_mapping (reader, node, &own);
  else
    value = fm_value_new_from_node (node);
  if (fm_node_get_anchor (node) != NULL && kind != FM_ALIAS)
    {
      Anchored *anchored = g_new (Anchored, 1);
      anchored->value = fm_value_ref (value);
      anchored->weight = own;
      g_hash_table_replace (reader->anchors, g_strdup (fm_node_get_anchor (node)), anchored);
    }
  *weight += own;
  return value;
}

static FmValue *
read_value (const FmHeader *header, gboolean *exhausted)
{
  const FmNode *root = fm_header_get_root (header);
  Reader reader = { 0 };
  guint weight = 0;
  FmValue *value;

  if (root == NULL)
    return NULL;
  reader.anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, anchored_free);
  value = read_node (&reader, root, &weight);
  g_hash_table_unref (reader.anchors);
  *exhausted = reader.exhausted;
  return value;
}

FmValue *
site_yaml_value (const FmHeader *header)
{
  gboolean exhausted;

  return read_value (header, &exhausted);
}

void
site_diagnose (GPtrArray *diagnostics,
               BaseSeverity severity,
               const char *code,
               const char *detail,
               const char *file,
               const char *argument)
{
  const char *arguments[] = { file, argument, NULL };
  BasePosition start = { 0, 0 };

  g_ptr_array_add (diagnostics, base_diagnostic_new (severity, code, base_span (0, 0), start,
                                                     detail, arguments, NULL));
}

/* The reader's own findings, with the file's name put before their arguments. */
static void
pass_on (GPtrArray *diagnostics, const FmHeader *header, const char *name)
{
  GPtrArray *found = fm_header_get_diagnostics (header);

  for (guint i = 0; i < found->len; i++)
    {
      const BaseDiagnostic *old = found->pdata[i];
      g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

      g_ptr_array_add (arguments, (gpointer) name);
      for (guint j = 0; old->arguments != NULL && old->arguments[j] != NULL; j++)
        g_ptr_array_add (arguments, old->arguments[j]);
      g_ptr_array_add (arguments, NULL);
      g_ptr_array_add (diagnostics,
                       base_diagnostic_new (old->severity, old->code, old->span, old->position,
                                            old->detail, (const char *const *) arguments->pdata,
                                            old->fix != NULL ? base_edits_ref (old->fix) : NULL));
    }
}

FmValue *
site_yaml_load (const char *root, const char *name, GPtrArray *diagnostics)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) header = NULL;
  gboolean exhausted = FALSE;
  FmValue *value;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return NULL;
  if (g_file_info_get_size (info) > SITE_MAX_CONFIG_SIZE)
    {
      site_diagnose (diagnostics, BASE_SEVERITY_ERROR, "site.config-too-large",
                     "The file is larger than any configuration and was not read.", name, NULL);
      return NULL;
    }
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  if (bytes == NULL)
    {
      site_diagnose (diagnostics, BASE_SEVERITY_ERROR, "site.unreadable", error->message, name,
                     error->message);
      return NULL;
    }
  header = fm_header_new_yaml (bytes);
  pass_on (diagnostics, header, name);
  value = read_value (header, &exhausted);
  if (exhausted)
    site_diagnose (diagnostics, BASE_SEVERITY_WARNING, "site.config-too-large",
                   "It repeats itself too often; a part of it was not read.", name, NULL);
  return value;
}

/* ---- values ----------------------------------------------------------------------------------
 */

FmValue *
site_value_new_empty (void)
{
  return fm_value_new_mapping (NULL, NULL, 0);
}

FmValue *
site_value_member (FmValue *value, const char *key)
{
  if (value == NULL || fm_value_get_kind (value) != FM_MAPPING)
    return NULL;
  return fm_value_get_member (value, key);
}

gboolean
site_value_is_scalar (FmValue *value)
{
  FmKind kind;

  if (value == NULL)
    return FALSE;
  kind = fm_value_get_kind (value);
  return kind != FM_SEQUENCE && kind != FM_MAPPING;
}

gboolean
site_value_is_blank (FmValue *value)
{
  if (value == NULL || fm_value_get_kind (value) == FM_NULL)
    return TRUE;
  if (!site_value_is_scalar (value))
    return fm_value_get_length (value) == 0;
  return *fm_value_get_string (value) == '\0';
}

const char *
site_value_text (FmValue *value, const char *key)
{
  FmValue *member = site_value_member (value, key);

  if (member == NULL || !site_value_is_scalar (member) || fm_value_get_kind (member) == FM_NULL)
    return NULL;
  return fm_value_get_string (member);
}

/* A value made from a file keeps the word that stood there: `no`, `Off`, `FALSE`. */
gboolean
site_value_is (FmValue *value, gboolean wanted)
{
  const char *text;

  if (value == NULL || fm_value_get_kind (value) != FM_BOOLEAN)
    return FALSE;
  text = fm_value_get_string (value);
  return wanted
         == (g_ascii_strcasecmp (text, "true") == 0 || g_ascii_strcasecmp (text, "yes") == 0
             || g_ascii_strcasecmp (text, "on") == 0);
}

gboolean
site_value_boolean (FmValue *value, const char *key, gboolean fallback)
{
  FmValue *member = site_value_member (value, key);

  if (member == NULL || fm_value_get_kind (member) != FM_BOOLEAN)
    return fallback;
  return site_value_is (member, TRUE);
}

char **
site_value_texts (FmValue *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (value != NULL && fm_value_get_kind (value) == FM_SEQUENCE)
    {
      for (guint i = 0; i < fm_value_get_length (value); i++)
        {
          FmValue *item = fm_value_get_item (value, i);
          if (site_value_is_scalar (item) && !site_value_is_blank (item))
            g_strv_builder_add (builder, fm_value_get_string (item));
        }
    }
  else if (site_value_is_scalar (value) && !site_value_is_blank (value))
    g_strv_builder_add (builder, fm_value_get_string (value));
  return g_strv_builder_end (builder);
}

FmValue *
site_value_merge (FmValue *below, FmValue *above)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) values = NULL;

  if (fm_value_get_kind (above) == FM_NULL)
    return fm_value_ref (below);
  if (fm_value_get_kind (below) != FM_MAPPING || fm_value_get_kind (above) != FM_MAPPING)
    return fm_value_ref (above);
  keys = g_ptr_array_new ();
  values = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);
  for (guint i = 0; i < fm_value_get_length (below); i++)
    {
      const char *key = fm_value_get_key (below, i);
      FmValue *other = fm_value_get_member (above, key);
      FmValue *own = fm_value_get_item (below, i);

      g_ptr_array_add (keys, (gpointer) key);
      g_ptr_array_add (values, other != NULL ? site_value_merge (own, other) : fm_value_ref (own));
    }
  for (guint i = 0; i < fm_value_get_length (above); i++)
    if (fm_value_get_member (below, fm_value_get_key (above, i)) == NULL)
      {
        g_ptr_array_add (keys, (gpointer) fm_value_get_key (above, i));
        g_ptr_array_add (values, fm_value_ref (fm_value_get_item (above, i)));
      }
  return fm_value_new_mapping ((const char *const *) keys->pdata, (FmValue *const *) values->pdata,
                               keys->len);
}
