/* site-field.c - the life of a field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

const char *
site_field_kind_to_string (SiteFieldKind kind)
{
  static const char *const names[] = { "text",   "title", "markdown",   "date",  "boolean",
                                       "number", "color", "file",       "image", "chips",
                                       "choice", "group", "group-list", "link",  "raw" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == SITE_FIELD_RAW + 1);
  return names[kind];
}

static void
known_value_free (gpointer data)
{
  SiteKnownValue *known = data;
  g_free (known->value);
  g_free (known);
}

SiteField *
site_field_new (const char *key)
{
  SiteField *field = g_new0 (SiteField, 1);
  const char *label = site_label_of_key (key);

  field->key = g_strdup (key);
  field->label_translatable = label != NULL;
  field->label = label != NULL ? g_strdup (label) : site_label_from_key (key);
  field->known_values = g_ptr_array_new_with_free_func (known_value_free);
  field->children = g_ptr_array_new_with_free_func ((GDestroyNotify) site_field_free);
  return field;
}

void
site_field_free (SiteField *field)
{
  if (field == NULL)
    return;
  g_free (field->key);
  g_free (field->label);
  g_free (field->help);
  g_free (field->collection);
  g_clear_pointer (&field->default_value, fm_value_unref);
  g_ptr_array_unref (field->known_values);
  g_ptr_array_unref (field->children);
  g_free (field);
}

const SiteField *
site_field_find (GPtrArray *fields, const char *key)
{
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (((SiteField *) fields->pdata[i])->key, key) == 0)
      return fields->pdata[i];
  return NULL;
}
