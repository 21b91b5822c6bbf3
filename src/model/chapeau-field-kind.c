/* chapeau-field-kind.c - which kind of widget fits what is written, and what is wrong with it.
 *
 * The value decides first: what the site declares is a wish, what the post holds must be shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <string.h>

/* ---- shapes -----------------------------------------------------------------------------------
 */

/* Anchors, aliases and tags have a meaning that no widget shows. */
static gboolean
is_plain (const FmNode *node)
{
  return fm_node_get_kind (node) != FM_ALIAS && fm_node_get_anchor (node) == NULL
         && fm_node_get_tag (node) == NULL;
}

static gboolean
is_list_of_scalars (const FmNode *node)
{
  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const FmNode *item = fm_node_get_item (node, i);
      const char *text = fm_node_get_string (item, NULL);

      if (text == NULL || *text == '\0' || strchr (text, '\n') != NULL || !is_plain (item)
          || fm_node_get_kind (item) == FM_NULL)
        return FALSE;
    }
  return TRUE;
}

/* A mapping whose members can each be a field: plain keys, none of them there twice. */
static gboolean
is_group (const FmNode *node)
{
  if (fm_node_get_kind (node) != FM_MAPPING || !is_plain (node))
    return FALSE;
  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const FmNode *key = fm_node_get_nth_key (node, i);
      const char *text = fm_node_get_string (key, NULL);

      if (text == NULL || fm_node_get_kind (key) == FM_ALIAS || strcmp (text, "<<") == 0
          || fm_node_get_member (node, text) != fm_node_get_nth_value (node, i))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_list_of_groups (const FmNode *node)
{
  for (guint i = 0; i < fm_node_get_length (node); i++)
    if (!is_group (fm_node_get_item (node, i)))
      return FALSE;
  return fm_node_get_length (node) > 0;
}

/* ---- kinds ------------------------------------------------------------------------------------
 */

static SiteFieldKind
kind_of_blank (const SiteField *field, int depth, gboolean *multiple)
{
  switch (field->kind)
    {
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
      *multiple = field->multiple;
      return field->kind;
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_MARKDOWN:
    case SITE_FIELD_LINK:
      *multiple = field->multiple;
      return field->multiple ? SITE_FIELD_CHIPS : field->kind;
    case SITE_FIELD_CHIPS:
      *multiple = TRUE;
      return field->kind;
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
      return depth < CHAPEAU_FIELD_DEEPEST ? field->kind : SITE_FIELD_RAW;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_TITLE:
    case SITE_FIELD_DATE:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_RAW:
      break;
    }
  return field->kind;
}

static SiteFieldKind
kind_of_list (const SiteField *field, const FmNode *node, int depth, gboolean *multiple)
{
  if (fm_node_get_length (node) == 0)
    {
      SiteFieldKind kind = kind_of_blank (field, depth, multiple);

      if (*multiple || kind == SITE_FIELD_GROUP_LIST)
        return kind;
      *multiple = TRUE;
      return SITE_FIELD_CHIPS;
    }
  if (is_list_of_groups (node))
    return depth < CHAPEAU_FIELD_DEEPEST ? SITE_FIELD_GROUP_LIST : SITE_FIELD_RAW;
  if (!is_list_of_scalars (node))
    return SITE_FIELD_RAW;
  *multiple = TRUE;
  return field->kind == SITE_FIELD_FILE || field->kind == SITE_FIELD_IMAGE ? field->kind
                                                                           : SITE_FIELD_CHIPS;
}

static SiteFieldKind
kind_of_scalar (const SiteField *field, const FmNode *node, gboolean *multiple)
{
  const char *text = fm_node_get_string (node, NULL);
  SiteFieldKind by_text = strchr (text, '\n') != NULL ? SITE_FIELD_MARKDOWN : SITE_FIELD_TEXT;

  if (fm_node_get_kind (node) == FM_BOOLEAN)
    return SITE_FIELD_BOOLEAN;
  switch (field->kind)
    {
    case SITE_FIELD_TITLE:
    case SITE_FIELD_MARKDOWN:
      return field->kind;
    case SITE_FIELD_CHIPS:
      *multiple = by_text == SITE_FIELD_TEXT;
      return *multiple ? SITE_FIELD_CHIPS : by_text;
    case SITE_FIELD_CHOICE:
      *multiple = field->multiple && by_text == SITE_FIELD_TEXT;
      return *multiple ? SITE_FIELD_CHIPS : by_text == SITE_FIELD_TEXT ? field->kind : by_text;
    case SITE_FIELD_DATE:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_LINK:
      return by_text == SITE_FIELD_TEXT ? field->kind : by_text;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
    case SITE_FIELD_RAW:
      break;
    }
  return by_text;
}

SiteFieldKind
chapeau_field_decide_kind (const SiteField *field,
                           const FmNode *node,
                           int depth,
                           gboolean *multiple)
{
  *multiple = FALSE;
  if (node == NULL)
    return kind_of_blank (field, depth, multiple);
  if (!is_plain (node))
    return SITE_FIELD_RAW;
  switch (fm_node_get_kind (node))
    {
    case FM_NULL:
      return kind_of_blank (field, depth, multiple);
    case FM_SEQUENCE:
      return kind_of_list (field, node, depth, multiple);
    case FM_MAPPING:
      return depth < CHAPEAU_FIELD_DEEPEST && is_group (node) ? SITE_FIELD_GROUP : SITE_FIELD_RAW;
    case FM_ALIAS:
      return SITE_FIELD_RAW;
    case FM_BOOLEAN:
    case FM_INTEGER:
    case FM_FLOAT:
    case FM_STRING:
    case FM_DATE:
    case FM_TIME:
      break;
    }
  return kind_of_scalar (field, node, multiple);
}

/* ---- problems ---------------------------------------------------------------------------------
 */

static gboolean
is_color (const char *text)
{
  gsize length = strspn (text + (*text == '#'), "0123456789abcdefABCDEF");

  if (*text == '#')
    return text[1 + length] == '\0' && (length == 3 || length == 4 || length == 6 || length == 8);
  /* Names and functions of CSS: told from a slip by their characters only. */
  return *text != '\0'
         && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789(),.%/- ") == strlen (text);
}

static gboolean
is_allowed (const SiteField *field, const char *text)
{
  for (guint i = 0; i < field->known_values->len; i++)
    if (strcmp (((const SiteKnownValue *) field->known_values->pdata[i])->value, text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
are_allowed (ChapeauField *self)
{
  g_auto (GStrv) items = NULL;

  if (self->site_field == NULL || !self->site_field->strict)
    return TRUE;
  items = chapeau_field_dup_items (self);
  for (char **item = items; *item != NULL; item++)
    if (!is_allowed (self->site_field, *item))
      return FALSE;
  return TRUE;
}

/* An alternative text that was never given, where an image is. */
static gboolean
is_undescribed (ChapeauField *self)
{
  return self->needs_description
         && (self->node == NULL || fm_node_get_kind (self->node) == FM_NULL);
}

static ChapeauFieldProblem
find_problem_of_text (ChapeauField *self, const char *text)
{
  g_autoptr (GDateTime) date = NULL;
  FmKind kind = fm_node_get_kind (self->node);

  switch (self->kind)
    {
    case SITE_FIELD_DATE:
      date = chapeau_field_dup_date (self, NULL);
      return date != NULL ? CHAPEAU_FIELD_FINE : CHAPEAU_FIELD_NOT_A_DATE;
    case SITE_FIELD_NUMBER:
      return kind == FM_INTEGER || kind == FM_FLOAT ? CHAPEAU_FIELD_FINE
                                                    : CHAPEAU_FIELD_NOT_A_NUMBER;
    case SITE_FIELD_COLOR:
      return is_color (text) ? CHAPEAU_FIELD_FINE : CHAPEAU_FIELD_NOT_A_COLOR;
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_CHIPS:
      return are_allowed (self) ? CHAPEAU_FIELD_FINE : CHAPEAU_FIELD_NOT_ALLOWED;
    case SITE_FIELD_TEXT:
    case SITE_FIELD_TITLE:
    case SITE_FIELD_MARKDOWN:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
    case SITE_FIELD_LINK:
    case SITE_FIELD_RAW:
      break;
    }
  return CHAPEAU_FIELD_FINE;
}

ChapeauFieldProblem
chapeau_field_find_problem (ChapeauField *self)
{
  const SiteField *field = self->position < 0 ? self->site_field : NULL;
  g_autofree char *text = NULL;
  ChapeauFieldProblem problem;

  if (is_undescribed (self))
    return CHAPEAU_FIELD_UNDESCRIBED;
  if (chapeau_field_is_blank (self))
    return field != NULL && field->required && !self->is_description ? CHAPEAU_FIELD_MISSING
                                                                     : CHAPEAU_FIELD_FINE;
  text = chapeau_field_dup_text (self);
  problem = find_problem_of_text (self, text);
  if (problem == CHAPEAU_FIELD_FINE && field != NULL && field->max_length > 0
      && g_utf8_strlen (text, -1) > (glong) field->max_length)
    problem = CHAPEAU_FIELD_TOO_LONG;
  return problem;
}
