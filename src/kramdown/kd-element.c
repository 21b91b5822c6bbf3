/* kd-element.c - making elements and their attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-tree.h"

static KdSize
size_of (guint8 type)
{
  switch (type)
    {
    case KD_BLANK:
    case KD_TEXT:
    case KD_BR:
    case KD_TYPOGRAPHIC_SYMBOL:
    case KD_SMART_QUOTE:
    case KD_RAW_TEXT:
      return KD_SIZE_SMALL;
    case KD_THEAD:
    case KD_TBODY:
    case KD_TFOOT:
    case KD_TR:
    case KD_TD:
      return KD_SIZE_BARE;
    default:
      return KD_SIZE_FULL;
    }
}

static KdElement *
allocate (KdDocument *document, KdSize size)
{
  static const gsize bytes[] = { sizeof (KdElement), G_STRUCT_OFFSET (KdElement, u.leaf.more),
                                 G_STRUCT_OFFSET (KdElement, extra) };
  KdElement **discarded = &document->discarded[size];
  KdElement *element = *discarded;

  if (element == NULL)
    return base_arena_alloc0 (document->arena, bytes[size]);
  *discarded = element->next;
  return memset (element, 0, bytes[size]);
}

KdElement *
kd_raw_text_new_mapped (KdDocument *document, const KdElement *raw, const KdSegment *map)
{
  KdElement *element = allocate (document, KD_SIZE_FULL);

  element->type = KD_RAW_TEXT;
  element->start = raw->start;
  element->end = raw->end;
  kd_element_set_text (element, raw->u.leaf.text, raw->length);
  element->u.leaf.more.map = map;
  return element;
}

KdElement *
kd_element_new (KdDocument *document, guint8 type, guint32 start, guint32 end)
{
  KdSize size = size_of (type);
  KdElement *element = allocate (document, size);

  element->type = type;
  element->start = start;
  element->end = MAX (start, end);
  if (type < KD_HTML_ELEMENT && type != KD_ROOT)
    element->flags = KD_FLAG_BLOCK;
  if (size != KD_SIZE_FULL)
    element->flags |= KD_FLAG_SMALL;
  return element;
}

void
kd_element_discard (KdDocument *document, KdElement *element)
{
  KdElement *child = kd_element_first (element);
  KdSize size = (element->flags & KD_FLAG_SMALL) != 0 ? size_of (element->type) : KD_SIZE_FULL;

  while (child != NULL)
    {
      KdElement *next = child->next;
      kd_element_discard (document, child);
      child = next;
    }
  if (size == KD_SIZE_FULL && element->extra != NULL)
    {
      element->extra->next = document->discarded_extra;
      document->discarded_extra = element->extra;
    }
  element->next = document->discarded[size];
  document->discarded[size] = element;
}

KdElement *
kd_element_pop (KdElement *element)
{
  KdElement *last = element->u.children.last;
  KdElement *before = element->u.children.first;

  g_assert (last != NULL);
  if (before == last)
    element->u.children.first = element->u.children.last = NULL;
  else
    {
      while (before->next != last)
        before = before->next;
      before->next = NULL;
      element->u.children.last = before;
    }
  last->next = NULL;
  return last;
}

gboolean
kd_element_counts_as_block (const KdElement *element)
{
  switch (element->type)
    {
    case KD_ROOT:
    case KD_THEAD:
    case KD_TBODY:
    case KD_TFOOT:
    case KD_TR:
    case KD_TH:
    case KD_FOOTNOTE_DEFINITION:
      return FALSE;
    default:
      return (element->flags & KD_FLAG_BLOCK) != 0;
    }
}

KdExtra *
kd_element_extra (KdDocument *document, KdElement *element)
{
  if ((element->flags & KD_FLAG_SMALL) != 0)
    return base_arena_new0 (document->arena, KdExtra);
  if (element->extra == NULL && document->discarded_extra != NULL)
    {
      element->extra = document->discarded_extra;
      document->discarded_extra = element->extra->next;
      memset (element->extra, 0, sizeof *element->extra);
    }
  else if (element->extra == NULL)
    element->extra = base_arena_new0 (document->arena, KdExtra);
  return element->extra;
}

void
kd_element_set_text (KdElement *element, const char *text, gsize length)
{
  element->u.leaf.text = text;
  element->length = (guint32) length;
}

/* ---- attributes ----------------------------------------------------------------------------- */

KdAttribute *
kd_attribute_find (KdAttribute *list, const char *name, gsize length)
{
  for (KdAttribute *attribute = list; attribute != NULL; attribute = attribute->next)
    if (strncmp (attribute->name, name, length) == 0 && attribute->name[length] == '\0')
      return attribute;
  return NULL;
}

/* Names that many elements have are not copied. */
static const char *
own_name (BaseArena *arena, const char *name, gsize length)
{
  static const char *const common[] = { "href",  "id",     "class", "src",     "alt",
                                        "title", "type",   "style", "width",   "height",
                                        "rel",   "target", "name",  "disabled" };

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (strncmp (common[i], name, length) == 0 && common[i][length] == '\0')
      return common[i];
  return base_arena_strndup (arena, name, length);
}

/* The attribute of this name, made at the end of the list if there is none; NULL if the list is
 * full. */
static KdAttribute *
find_or_add (BaseArena *arena, KdAttribute **list, const char *name, gsize length)
{
  guint count = 0;

  while (*list != NULL)
    {
      if (strncmp ((*list)->name, name, length) == 0 && (*list)->name[length] == '\0')
        return *list;
      list = &(*list)->next;
      count++;
    }
  if (count >= KD_MAX_ATTRIBUTES)
    return NULL;
  *list = base_arena_new0 (arena, KdAttribute);
  (*list)->name = own_name (arena, name, length);
  return *list;
}

void
kd_attribute_set (BaseArena *arena, KdAttribute **list, const char *name, char *value)
{
  KdAttribute *attribute = find_or_add (arena, list, name, strlen (name));

  if (attribute == NULL)
    return;
  attribute->value = value;
  attribute->length = (guint32) strlen (value);
  attribute->capacity = 0;
}

void
kd_attribute_set_slice (BaseArena *arena,
                        KdAttribute **list,
                        const char *name,
                        gsize name_length,
                        const char *value,
                        gsize length)
{
  KdAttribute *attribute = find_or_add (arena, list, name, name_length);

  if (attribute == NULL)
    return;
  attribute->value = base_arena_strndup (arena, value, length);
  attribute->length = (guint32) length;
  attribute->capacity = 0;
}

/* kramdown joins with a space and takes space off the left of the result. The buffer doubles, so
 * that many classes on one element cost linear time. */
void
kd_attribute_add_class (BaseArena *arena, KdAttribute **list, const char *name, gsize length)
{
  KdAttribute *attribute = find_or_add (arena, list, "class", strlen ("class"));
  gsize needed;

  if (attribute == NULL)
    return;
  needed = attribute->length + 1 + length + 1;
  if (attribute->capacity < needed)
    {
      char *value = base_arena_alloc (arena, needed * 2);
      if (attribute->length > 0)
        memcpy (value, attribute->value, attribute->length);
      attribute->value = value;
      attribute->capacity = (guint32) (needed * 2);
    }
  if (attribute->length > 0)
    attribute->value[attribute->length++] = ' ';
  memcpy (attribute->value + attribute->length, name, length);
  attribute->length += (guint32) length;
  attribute->value[attribute->length] = '\0';
}

void
kd_attribute_remove (KdAttribute **list, const char *name)
{
  for (; *list != NULL; list = &(*list)->next)
    if (strcmp ((*list)->name, name) == 0)
      {
        *list = (*list)->next;
        return;
      }
}
