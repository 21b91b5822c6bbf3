/* kd-attribute.c - ordered attributes, and the content of attribute lists.
 *
 * The order is that of the first setting, as in kramdown's hashes. A class grows in place, so that
 * a flood of {: .a} stays linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

KdAttribute *
kd_attributes_find (const KdAttributes *attributes, const char *name)
{
  for (KdAttribute *attribute = attributes->first; attribute != NULL; attribute = attribute->next)
    if (strcmp (attribute->name, name) == 0)
      return attribute;
  return NULL;
}

/* More than anyone writes; bounds the search for a name. What comes after is dropped. */
#define MAX_ATTRIBUTES 256

static KdAttribute *
find_or_add (KdPool *pool, KdAttributes *attributes, const char *name)
{
  KdAttribute *attribute;
  gsize count = 0;

  for (attribute = attributes->first; attribute != NULL; attribute = attribute->next, count++)
    if (strcmp (attribute->name, name) == 0)
      return attribute;
  attribute = kd_pool_alloc0 (pool, sizeof (KdAttribute));
  attribute->name = name;
  attribute->value = (char *) "";
  if (count >= MAX_ATTRIBUTES)
    return attribute;
  if (attributes->last != NULL)
    attributes->last->next = attribute;
  else
    attributes->first = attribute;
  attributes->last = attribute;
  return attribute;
}

void
kd_attributes_set (
    KdPool *pool, KdAttributes *attributes, const char *name, const char *value, gsize length)
{
  KdAttribute *attribute = find_or_add (pool, attributes, name);

  attribute->value = (char *) value;
  attribute->length = (guint32) length;
  attribute->capacity = 0;
}

void
kd_attributes_add_class (KdPool *pool, KdAttributes *attributes, const char *value, gsize length)
{
  KdAttribute *attribute = find_or_add (pool, attributes, "class");
  gsize needed = (gsize) attribute->length + 1 + length + 1;

  if (attribute->capacity < needed)
    {
      gsize capacity = MAX (needed + needed / 2, 16);
      char *copy = kd_pool_alloc (pool, capacity);
      memcpy (copy, attribute->value, attribute->length);
      attribute->value = copy;
      attribute->capacity = (guint32) capacity;
    }
  attribute->value[attribute->length++] = ' ';
  memcpy (attribute->value + attribute->length, value, length);
  attribute->length += (guint32) length;
  attribute->value[attribute->length] = '\0';
  /* "#{old} #{new}".lstrip: only an empty old one leaves a space in front. */
  while (attribute->length > 0 && g_ascii_isspace (attribute->value[0]))
    {
      attribute->length--;
      memmove (attribute->value, attribute->value + 1, (gsize) attribute->length + 1);
    }
}

void
kd_attributes_remove (KdAttributes *attributes, const char *name)
{
  KdAttribute *previous = NULL;

  for (KdAttribute *attribute = attributes->first; attribute != NULL;
       previous = attribute, attribute = attribute->next)
    if (strcmp (attribute->name, name) == 0)
      {
        if (previous != NULL)
          previous->next = attribute->next;
        else
          attributes->first = attribute->next;
        if (attributes->last == attribute)
          attributes->last = previous;
        return;
      }
}

gboolean
kd_ial_has_reference (const KdIal *ial, const char *name)
{
  if (ial == NULL)
    return FALSE;
  for (KdReference *reference = ial->first_reference; reference != NULL;
       reference = reference->next)
    if (strcmp (reference->name, name) == 0)
      return TRUE;
  return FALSE;
}
