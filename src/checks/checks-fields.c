/* checks-fields.c - what the header says, and what it does not say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

/* Each is an edit of the whole header. */
#define MOST_TERM_FIXES 20

/* ---- finding fields -------------------------------------------------------------------------- */

gboolean
checks_node_is_blank (const FmNode *node)
{
  const char *text;

  if (node == NULL || fm_node_get_kind (node) == FM_NULL)
    return TRUE;
  if (fm_node_get_kind (node) == FM_SEQUENCE || fm_node_get_kind (node) == FM_MAPPING)
    return fm_node_get_length (node) == 0;
  text = fm_node_get_string (node, NULL);
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* A list whose items are empty, a group whose values are. */
static gboolean
holds_nothing (const FmNode *node, guint depth)
{
  FmKind kind;

  if (checks_node_is_blank (node))
    return TRUE;
  kind = fm_node_get_kind (node);
  if (depth == 0 || (kind != FM_SEQUENCE && kind != FM_MAPPING))
    return FALSE;
  for (guint i = 0; i < fm_node_get_length (node); i++)
    if (!holds_nothing (kind == FM_SEQUENCE ? fm_node_get_item (node, i)
                                            : fm_node_get_nth_value (node, i),
                        depth - 1))
      return FALSE;
  return TRUE;
}

const FmNode *
checks_find_filled (const Checks *self, const char *key)
{
  const FmNode *node = self->root != NULL ? fm_node_get_member (self->root, key) : NULL;

  return node != NULL && !holds_nothing (node, 4) ? node : NULL;
}

const ChecksField *
checks_find_role (const Checks *self, ChecksRole role)
{
  for (guint i = 0; i < self->facts->n_fields; i++)
    if (self->facts->fields[i].role == role)
      return &self->facts->fields[i];
  return NULL;
}

BaseSpan
checks_span_of (const Checks *self, const FmNode *node)
{
  const FmSplit *split = fm_header_get_split (self->header);

  if (node == NULL)
    return base_span (split->yaml.end, split->yaml.end);
  return fm_node_get_value_span (node);
}

static gboolean
is_scalar (const FmNode *node)
{
  FmKind kind = fm_node_get_kind (node);

  return kind != FM_SEQUENCE && kind != FM_MAPPING && kind != FM_ALIAS && kind != FM_NULL;
}

static void
tell (Checks *self,
      const char *path,
      const FmNode *node,
      BaseSeverity severity,
      const char *code,
      const char *detail,
      const char *one,
      const char *two)
{
  checks_add (self, CHECKS_PLACE_FIELD, path, checks_span_of (self, node), severity, code, detail,
              NULL, one, two, NULL);
}

static void
look_for_placeholder (Checks *self, const char *path, const FmNode *node)
{
  gsize length;
  const char *text = fm_node_get_string (node, &length);
  BaseSpan found;
  g_autofree char *words = NULL;

  if (!checks_find_placeholder (text, length, 0, &found))
    return;
  words = g_strndup (text + found.start, base_span_length (found));
  tell (self, path, node, BASE_SEVERITY_WARNING, "checks.placeholder",
        "This is still to be replaced by a text", words, NULL);
}

/* ---- title, lead, date ----------------------------------------------------------------------- */

static void
look_at_title (Checks *self)
{
  const ChecksField *field = checks_find_role (self, CHECKS_ROLE_TITLE);
  const char *key = field != NULL ? field->key : "title";
  const FmNode *node = checks_find_filled (self, key);
  g_autofree char *path = fm_path_escape (key);
  g_autofree char *count = NULL;
  g_autofree char *limit = NULL;
  gsize length;

  if (node == NULL)
    {
      tell (self, path, NULL, BASE_SEVERITY_ERROR, "checks.title-missing", "This post has no title",
            NULL, NULL);
      return;
    }
  if (!is_scalar (node))
    return;
  look_for_placeholder (self, path, node);
  length = (gsize) g_utf8_strlen (fm_node_get_string (node, NULL), -1);
  if (length <= CHECKS_TITLE_LENGTH)
    return;
  count = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  limit = g_strdup_printf ("%d", CHECKS_TITLE_LENGTH);
  tell (self, path, node, BASE_SEVERITY_HINT, "checks.title-long", "Search results cut this title",
        count, limit);
}

static void
look_at_lead (Checks *self, const KdOptions *options)
{
  const ChecksField *field = checks_find_role (self, CHECKS_ROLE_LEAD);
  const FmNode *node = field != NULL ? checks_find_filled (self, field->key) : NULL;
  g_autofree char *path = field != NULL ? fm_path_escape (field->key) : NULL;
  g_autofree char *count = NULL;
  g_autofree char *limit = NULL;
  g_autoptr (KdDocument) document = NULL;
  const char *text;
  gsize length;

  if (field == NULL)
    return;
  if (node == NULL)
    {
      if (field->usual && !field->required)
        tell (self, path, NULL, BASE_SEVERITY_WARNING, "checks.lead-missing",
              "This post has no lead", NULL, NULL);
      return;
    }
  if (!is_scalar (node))
    return;
  text = fm_node_get_string (node, &length);
  checks_text_run (self, path, checks_span_of (self, node), text, length, options);
  document = kd_parse (text, length, options);
  length = checks_count_characters (document, kd_document_get_root (document));
  if (length <= CHECKS_LEAD_LENGTH || field->max_length > 0)
    return;
  count = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  limit = g_strdup_printf ("%d", CHECKS_LEAD_LENGTH);
  tell (self, path, node, BASE_SEVERITY_HINT, "checks.lead-long", "This lead is long", count,
        limit);
}

static void
look_at_date (Checks *self)
{
  const ChecksField *field = checks_find_role (self, CHECKS_ROLE_DATE);
  const char *key = field != NULL ? field->key : "date";
  const FmNode *node = checks_find_filled (self, key);
  g_autofree char *path = fm_path_escape (key);

  if (node == NULL)
    {
      if (!self->facts->is_draft && !self->facts->name_is_date && field != NULL && field->usual
          && !field->required)
        tell (self, path, NULL, BASE_SEVERITY_WARNING, "checks.date-missing",
              "This post has no date", NULL, NULL);
      return;
    }
  if (self->facts->is_date == NULL || !is_scalar (node)
      || self->facts->is_date (self->facts->data, fm_node_get_string (node, NULL),
                               fm_node_get_kind (node) == FM_TIME))
    return;
  tell (self, path, node, BASE_SEVERITY_ERROR, "checks.date-unreadable",
        "The site cannot read this date", fm_node_get_string (node, NULL), NULL);
}

/* ---- what the site asks of its fields ---------------------------------------------------------
 */

static gboolean
is_known (const ChecksField *field, const char *value)
{
  for (guint i = 0; i < field->n_known; i++)
    if (strcmp (field->known[i].value, value) == 0)
      return TRUE;
  return FALSE;
}

static void
look_at_value (Checks *self, const ChecksField *field, const char *path, const FmNode *node)
{
  const char *text = fm_node_get_string (node, NULL);
  gsize length = (gsize) g_utf8_strlen (text, -1);
  g_autofree char *count = g_strdup_printf ("%" G_GSIZE_FORMAT, length);
  g_autofree char *limit = g_strdup_printf ("%u", field->max_length);

  if (field->max_length > 0 && length > field->max_length)
    checks_add (self, CHECKS_PLACE_FIELD, path, checks_span_of (self, node), BASE_SEVERITY_WARNING,
                "checks.field-long", "This is longer than the site allows", NULL, field->key, count,
                limit, NULL);
  if (field->strict && !is_known (field, text))
    tell (self, path, node, BASE_SEVERITY_WARNING, "checks.field-not-allowed",
          "The site does not know this value", field->key, text);
}

/* Folded word → ChecksKnown: of those that fold the same the one used most. */
static GHashTable *
index_terms (const ChecksField *field)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < field->n_known; i++)
    {
      char *folded = checks_fold_term (field->known[i].value);
      const ChecksKnown *best = g_hash_table_lookup (index, folded);

      if (best == NULL || field->known[i].count > best->count)
        g_hash_table_insert (index, folded, (gpointer) &field->known[i]);
      else
        g_free (folded);
    }
  return index;
}

static guint
count_of (const ChecksField *field, const char *value)
{
  for (guint i = 0; i < field->n_known; i++)
    if (strcmp (field->known[i].value, value) == 0)
      return field->known[i].count;
  return 0;
}

static gboolean
list_has (const FmNode *list, const char *value)
{
  for (guint i = 0; i < fm_node_get_length (list); i++)
    if (g_strcmp0 (fm_node_get_string (fm_node_get_item (list, i), NULL), value) == 0)
      return TRUE;
  return FALSE;
}

/* NULL: none, or there are enough of them. */
static BaseEdits *
make_term_fix (Checks *self, const FmNode *list, const char *path, const char *known)
{
  g_autoptr (FmValue) value = NULL;

  if (self->n_term_fixes++ >= MOST_TERM_FIXES)
    return NULL;
  if (list != NULL && list_has (list, known))
    return fm_edit_remove (self->header, path, NULL);
  value = fm_value_new_string (known);
  return fm_edit_set (self->header, path, value, NULL);
}

static void
look_at_term (Checks *self,
              const ChecksField *field,
              GHashTable *index,
              const FmNode *list,
              const char *path,
              const FmNode *node)
{
  const char *text = is_scalar (node) ? fm_node_get_string (node, NULL) : "";
  g_autofree char *folded = checks_fold_term (text);
  const ChecksKnown *known = g_hash_table_lookup (index, folded);

  /* Two spellings that are both in use are the site's affair. */
  if (*text == '\0' || known == NULL || strcmp (known->value, text) == 0 || known->count < 2
      || count_of (field, text) > 1)
    return;
  checks_add (self, CHECKS_PLACE_FIELD, path, checks_span_of (self, node), BASE_SEVERITY_WARNING,
              "checks.term-variant", "The site's posts write this otherwise",
              make_term_fix (self, list, path, known->value), text, known->value, NULL);
}

static void
look_at_terms (Checks *self, const ChecksField *field, const char *path, const FmNode *node)
{
  g_autoptr (GHashTable) index = index_terms (field);

  if (fm_node_get_kind (node) != FM_SEQUENCE)
    {
      /* Of a text Jekyll takes each word. */
      if (is_scalar (node) && strchr (fm_node_get_string (node, NULL), ' ') == NULL)
        look_at_term (self, field, index, NULL, path, node);
      return;
    }
  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      g_autofree char *item = g_strdup_printf ("%s.%u", path, i);

      look_at_term (self, field, index, node, item, fm_node_get_item (node, i));
    }
}

static void
look_at_field (Checks *self, const ChecksField *field)
{
  const FmNode *node = checks_find_filled (self, field->key);
  g_autofree char *path = fm_path_escape (field->key);
  gboolean has_own_rule = field->role == CHECKS_ROLE_TITLE || field->role == CHECKS_ROLE_LEAD
                          || field->role == CHECKS_ROLE_DATE;

  if (node == NULL)
    {
      if (field->required && field->role != CHECKS_ROLE_TITLE)
        tell (self, path, NULL, BASE_SEVERITY_WARNING, "checks.field-required",
              "The site wants this field", field->key, NULL);
      else if (field->usual && !has_own_rule)
        tell (self, path, NULL, BASE_SEVERITY_HINT, "checks.field-empty",
              "Nearly all posts of the site fill this field", field->key, NULL);
      return;
    }
  if (is_scalar (node))
    look_at_value (self, field, path, node);
  if (field->role == CHECKS_ROLE_TERMS && !field->strict)
    look_at_terms (self, field, path, node);
}

void
checks_look_at_fields (Checks *self, const KdOptions *options)
{
  look_at_title (self);
  look_at_date (self);
  look_at_lead (self, options);
  for (guint i = 0; i < self->facts->n_fields; i++)
    look_at_field (self, &self->facts->fields[i]);
}
