/* kd-element.c - making elements and their attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-tree.h"

/* ---- shapes and sizes ----------------------------------------------------------------------- */

#define P KD_SHAPE_PARENT
#define L KD_SHAPE_LEAF
#define T KD_SHAPE_TEXT
#define M KD_SHAPE_MARK

const guint8 kd_shapes[2][KD_RAW_TEXT + 1] = {
  {
      [KD_ROOT] = P,         [KD_BLANK] = P,        [KD_PARAGRAPH] = P,
      [KD_HEADER] = P,       [KD_BLOCKQUOTE] = P,   [KD_CODEBLOCK] = L,
      [KD_UL] = P,           [KD_OL] = P,           [KD_LI] = P,
      [KD_DL] = P,           [KD_DT] = P,           [KD_DD] = P,
      [KD_TABLE] = P,        [KD_THEAD] = P,        [KD_TBODY] = P,
      [KD_TFOOT] = P,        [KD_TR] = P,           [KD_TD] = P,
      [KD_TH] = P,           [KD_HR] = P,           [KD_FOOTNOTE_DEFINITION] = P,
      [KD_HTML_ELEMENT] = P, [KD_XML_COMMENT] = L,  [KD_XML_INSTRUCTION] = L,
      [KD_COMMENT] = L,      [KD_RAW] = L,          [KD_MATH] = L,
      [KD_LIQUID] = L,       [KD_TEXT] = T,         [KD_A] = P,
      [KD_BR] = P,           [KD_IMG] = P,          [KD_CODESPAN] = L,
      [KD_FOOTNOTE] = P,     [KD_EM] = P,           [KD_STRONG] = P,
      [KD_ENTITY] = L,       [KD_SMART_QUOTE] = P,  [KD_TYPOGRAPHIC_SYMBOL] = P,
      [KD_EOB] = P,          [KD_ABBREVIATION] = T, [KD_RAW_TEXT] = T,
  },
  {
      [KD_BLANK] = M,
      [KD_THEAD] = P,
      [KD_TBODY] = P,
      [KD_TFOOT] = P,
      [KD_TR] = KD_SHAPE_CELL,
      [KD_TD] = KD_SHAPE_CELL,
      [KD_TEXT] = T,
      [KD_BR] = M,
      [KD_SMART_QUOTE] = M,
      [KD_TYPOGRAPHIC_SYMBOL] = M,
      [KD_RAW_TEXT] = T,
  },
};

#undef P
#undef L
#undef T
#undef M

/* Those that are made without an extra. */
#define SMALL                                                                                      \
  (KD_BIT (KD_BLANK) | KD_BIT (KD_THEAD) | KD_BIT (KD_TBODY) | KD_BIT (KD_TFOOT) | KD_BIT (KD_TR)  \
   | KD_BIT (KD_TD) | KD_BIT (KD_TEXT) | KD_BIT (KD_BR) | KD_BIT (KD_SMART_QUOTE)                  \
   | KD_BIT (KD_TYPOGRAPHIC_SYMBOL) | KD_BIT (KD_RAW_TEXT))

#define SMALLEST  G_STRUCT_OFFSET (KdElement, length)
#define SIZE_STEP sizeof (guint32)

G_STATIC_ASSERT (sizeof (KdElement) == SMALLEST + (KD_N_SIZES - 1) * SIZE_STEP);

static gsize
size_of (guint8 type, guint8 flags)
{
  gboolean is_small = (flags & KD_FLAG_SMALL) != 0;

  switch ((KdShape) kd_shapes[is_small][type])
    {
    case KD_SHAPE_MARK:
    case KD_SHAPE_CELL:
      return SMALLEST;
    case KD_SHAPE_TEXT:
      return is_small && (type == KD_TEXT || (flags & KD_FLAG_MAPPED) == 0)
                 ? G_STRUCT_OFFSET (KdElement, extra)
                 : G_STRUCT_OFFSET (KdElement, leaf_end);
    case KD_SHAPE_PARENT:
      /* An html element may become a leaf (html_to_native). */
      if (type == KD_HTML_ELEMENT)
        break;
      return is_small ? G_STRUCT_OFFSET (KdElement, extra) : G_STRUCT_OFFSET (KdElement, leaf_end);
    case KD_SHAPE_LEAF:
      if (type == KD_ENTITY)
        return sizeof (KdElement);
      break;
    }
  return G_STRUCT_OFFSET (KdElement, number);
}

static KdElement *
allocate (KdDocument *document, guint8 type, guint8 flags)
{
  gsize size = size_of (type, flags);
  KdElement **discarded = &document->discarded[(size - SMALLEST) / SIZE_STEP];
  KdElement *element = *discarded;

  if (element != NULL)
    *discarded = kd_follow_any (element, element->next);
  else
    element = kd_heap_alloc (&document->heap, size, sizeof (guint32));
  memset (element, 0, SMALLEST);
  for (gsize at = SMALLEST; at < size; at += SIZE_STEP)
    memset ((char *) element + at, 0, SIZE_STEP);
  element->type = type;
  element->flags = flags;
  return element;
}

/* ---- where texts end ------------------------------------------------------------------------ */

static KdGrown *
grown (const KdElement *text)
{
  return (KdGrown *) kd_follow (text, text->text) - 1;
}

/* Puts a text into a buffer of its own, with room for as much again. */
static void
grow (KdDocument *document, KdElement *text, gsize needed, guint32 end)
{
  gsize capacity = needed * 2 + 8;
  KdGrown *buffer = kd_heap_alloc (&document->heap, sizeof *buffer + capacity, _Alignof(KdGrown));

  buffer->capacity = (guint32) capacity;
  buffer->end = end;
  memcpy (buffer + 1, kd_element_text (text), text->length);
  text->text = kd_heap_ref (&document->heap, (const char *) (buffer + 1));
  text->flags |= KD_FLAG_GROWN;
}

static void
set_text_end (KdDocument *document, KdElement *text, guint32 end)
{
  gint64 excess = (gint64) end - text->start - text->length;

  if (text->type == KD_RAW_TEXT)
    return;
  if ((text->flags & KD_FLAG_GROWN) != 0)
    grown (text)->end = end;
  else if (excess == (gint16) excess)
    text->excess = (gint16) excess;
  else
    grow (document, text, text->length, end);
}

/* ---- elements ------------------------------------------------------------------------------- */

KdElement *
kd_element_new (KdDocument *document, guint8 type, guint32 start, guint32 end)
{
  guint8 flags = type < KD_HTML_ELEMENT && type != KD_ROOT ? KD_FLAG_BLOCK : 0;
  KdElement *element;

  if ((SMALL >> type & 1) != 0)
    flags |= KD_FLAG_SMALL;
  element = allocate (document, type, flags);
  element->start = start;
  kd_element_set_end (document, element, MAX (start, end));
  return element;
}

KdElement *
kd_text_new (
    KdDocument *document, guint8 type, const char *text, gsize length, guint32 start, guint32 end)
{
  KdElement *element = allocate (document, type, type == KD_ABBREVIATION ? 0 : KD_FLAG_SMALL);

  element->start = start;
  element->text = kd_text_ref (document, text, length);
  element->length = (guint32) length;
  if (end != start + length)
    set_text_end (document, element, MAX (start, end));
  return element;
}

KdElement *
kd_raw_text_new_mapped (KdDocument *document, const KdElement *raw, const KdSegment *map)
{
  KdElement *element = allocate (document, KD_RAW_TEXT, KD_FLAG_SMALL | KD_FLAG_MAPPED);

  element->start = raw->start;
  element->text = raw->text;
  element->length = raw->length;
  element->map = kd_heap_ref (&document->heap, (const char *) map);
  return element;
}

void
kd_element_discard (KdDocument *document, KdElement *element)
{
  KdElement *child = kd_element_first (element);
  gsize size = size_of (element->type, element->flags);
  KdElement **discarded = &document->discarded[(size - SMALLEST) / SIZE_STEP];
  KdExtra *extra = kd_element_get_extra (element);

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      kd_element_discard (document, child);
      child = next;
    }
  if (extra != NULL)
    {
      extra->attributes =
          document->discarded_extra != NULL ? kd_ref (document->discarded_extra) : 0;
      document->discarded_extra = extra;
    }
  element->next = *discarded != NULL ? kd_ref (*discarded) : 0;
  *discarded = element;
}

guint32
kd_element_end (const KdElement *element)
{
  switch (kd_element_shape (element))
    {
    case KD_SHAPE_MARK:
      return element->mark_end;
    case KD_SHAPE_CELL:
      {
        const KdElement *last = kd_element_last (element);
        guint32 end = element->start + element->extent;
        return last != NULL ? MAX (end, kd_element_end (last)) : end;
      }
    case KD_SHAPE_TEXT:
      if ((element->flags & KD_FLAG_GROWN) != 0)
        return grown (element)->end;
      return element->start + element->length + (guint32) (gint32) element->excess;
    case KD_SHAPE_PARENT:
      return element->parent_end;
    case KD_SHAPE_LEAF:
      return element->leaf_end;
    }
  g_return_val_if_reached (0);
}

void
kd_element_set_end (KdDocument *document, KdElement *element, guint32 end)
{
  switch (kd_element_shape (element))
    {
    case KD_SHAPE_MARK:
      element->mark_end = end;
      break;
    case KD_SHAPE_CELL:
      element->extent = (guint16) MIN (end - element->start, G_MAXUINT16);
      break;
    case KD_SHAPE_TEXT:
      set_text_end (document, element, end);
      break;
    case KD_SHAPE_PARENT:
      element->parent_end = end;
      break;
    case KD_SHAPE_LEAF:
      element->leaf_end = end;
      break;
    }
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
  KdExtra *extra = kd_element_get_extra (element);

  if (extra != NULL)
    return extra;
  if ((element->flags & KD_FLAG_SMALL) == 0 && document->discarded_extra != NULL)
    {
      extra = document->discarded_extra;
      document->discarded_extra = kd_follow_any (extra, extra->attributes);
      memset (extra, 0, sizeof *extra);
    }
  else
    extra = kd_heap_new0 (&document->heap, KdExtra);
  if ((element->flags & KD_FLAG_SMALL) == 0)
    element->extra = kd_ref (extra);
  return extra;
}

/* ---- children ------------------------------------------------------------------------------- */

void
kd_element_take_over (KdElement *element, KdElement *from)
{
  KdElement *last, *more;
  KdRef first;

  if (from->last == 0)
    return;
  more = kd_follow (from, from->last);
  first = more->next & ~KD_REF_IS_FIRST;
  if (element->last != 0)
    {
      last = kd_follow (element, element->last);
      more->next = last->next;
      last->next = first;
    }
  element->last = from->last;
  from->last = 0;
}

void
kd_element_cut_behind (KdElement *element, KdElement *child)
{
  child->next = kd_ref (kd_element_first (element)) | KD_REF_IS_FIRST;
  element->last = kd_ref (child);
}

void
kd_element_remove_behind (KdElement *element, KdElement *child)
{
  const KdElement *removed = kd_element_next (child);

  if (element->last == kd_ref (removed))
    element->last = kd_ref (child);
  child->next = removed->next;
}

void
kd_element_replace_first (KdElement *element, KdElement *other)
{
  KdElement *last = kd_element_last (element);
  KdElement *first = kd_element_first (element);
  KdRef ref = kd_ref (other);

  if (first == last)
    {
      other->next = ref | KD_REF_IS_FIRST;
      element->last = ref;
      return;
    }
  other->next = first->next;
  last->next = ref | KD_REF_IS_FIRST;
}

KdElement *
kd_element_pop (KdElement *element)
{
  KdElement *last = kd_element_last (element);
  KdElement *before = kd_element_first (element);

  g_assert (last != NULL);
  if (before == last)
    element->last = 0;
  else
    {
      while (kd_element_next (before) != last)
        before = kd_element_next (before);
      before->next = last->next;
      element->last = kd_ref (before);
    }
  last->next = 0;
  return last;
}

/* ---- texts ---------------------------------------------------------------------------------- */

void
kd_element_set_text (KdDocument *document, KdElement *element, const char *text, gsize length)
{
  gboolean is_text = kd_element_shape (element) == KD_SHAPE_TEXT;
  guint32 end = is_text ? kd_element_end (element) : 0;

  if (is_text)
    element->flags &= (guint8) ~KD_FLAG_GROWN;
  element->text = kd_text_ref (document, text, length);
  element->length = (guint32) length;
  if (is_text)
    set_text_end (document, element, end);
}

void
kd_text_append (KdDocument *document, KdElement *text, const char *more, gsize length, guint32 end)
{
  const char *own = kd_element_text (text);
  gsize needed = text->length + length;

  end = MAX (end, kd_element_end (text));
  if ((text->flags & KD_FLAG_GROWN) != 0 || own + text->length != more)
    {
      if ((text->flags & KD_FLAG_GROWN) == 0 || grown (text)->capacity < needed)
        grow (document, text, needed, end);
      memcpy ((char *) kd_element_text (text) + text->length, more, length);
    }
  text->length = (guint32) needed;
  set_text_end (document, text, end);
}

/* ---- attributes ----------------------------------------------------------------------------- */

/* The size of the buffer of a value that has one of its own. */
#define KD_VALUE_SIZE(length) ((gsize) 16 << g_bit_storage ((length) / 16))

static gboolean
has_name (const KdAttribute *attribute, const char *name, gsize length)
{
  const char *own = kd_attribute_name (attribute);

  return own[0] == name[0] && strncmp (own, name, length) == 0 && own[length] == '\0';
}

KdAttribute *
kd_attribute_find (const KdRef *list, const char *name, gsize length)
{
  KdAttribute *at = kd_attribute_first (list);

  while (at != NULL && !has_name (at, name, length))
    at = kd_attribute_next (at);
  return at;
}

/* Names that many elements have stand in the heap once. */
static KdRef
own_name (KdDocument *document, const char *name, gsize length)
{
  static const char *const common[KD_N_COMMON_NAMES] = {
    "href",  "id",    "class",  "src", "alt",    "title", "type",
    "style", "width", "height", "rel", "target", "name",  "disabled",
  };

  for (gsize i = 0; i < KD_N_COMMON_NAMES; i++)
    if (common[i][0] == name[0] && strncmp (common[i], name, length) == 0
        && common[i][length] == '\0')
      {
        KdRef *ref = &document->common_names[i];
        if (*ref == 0)
          *ref = kd_ref (kd_heap_strndup (&document->heap, name, length));
        return *ref;
      }
  return kd_heap_ref (&document->heap, kd_heap_strndup (&document->heap, name, length));
}

/* The attribute of this name, made at the end of the list if there is none; NULL if the list is
 * full. */
static KdAttribute *
find_or_add (KdDocument *document, KdRef *list, const char *name, gsize length)
{
  KdAttribute *at = kd_attribute_first (list);
  guint count = 0;

  for (; at != NULL; at = kd_attribute_next (at))
    {
      if (has_name (at, name, length))
        return at;
      list = &at->next;
      count++;
    }
  if (count >= KD_MAX_ATTRIBUTES)
    return NULL;
  at = kd_heap_new0 (&document->heap, KdAttribute);
  at->name = own_name (document, name, length);
  *list = kd_ref (at);
  return at;
}

/* @value is in the heap. */
static void
set_value (KdDocument *document, KdAttribute *attribute, const char *value, gsize length)
{
  attribute->value = kd_text_ref (document, value, length);
  attribute->length = (guint) length;
  attribute->owned = FALSE;
}

void
kd_attribute_set (KdDocument *document, KdRef *list, const char *name, const char *value)
{
  KdAttribute *attribute = find_or_add (document, list, name, strlen (name));

  if (attribute != NULL)
    set_value (document, attribute, value, strlen (value));
}

void
kd_attribute_set_slice (KdDocument *document,
                        KdRef *list,
                        const char *name,
                        gsize name_length,
                        const char *value,
                        gsize length)
{
  KdAttribute *attribute = find_or_add (document, list, name, name_length);

  if (attribute != NULL)
    set_value (document, attribute, kd_heap_strndup (&document->heap, value, length), length);
}

/* kramdown joins with a space and takes space off the left of the result. The buffer doubles, so
 * that many classes on one element cost linear time. */
void
kd_attribute_add_class (KdDocument *document, KdRef *list, const char *name, gsize length)
{
  KdAttribute *attribute = find_or_add (document, list, "class", strlen ("class"));
  gsize old, joined;
  char *value;

  if (attribute == NULL)
    return;
  old = attribute->length;
  joined = old + (old > 0 ? 1 : 0) + length;
  value = kd_follow (attribute, attribute->value);
  if (!attribute->owned || KD_VALUE_SIZE (old) < joined + 1)
    {
      char *buffer = kd_heap_alloc (&document->heap, KD_VALUE_SIZE (joined), 1);
      memcpy (buffer, value, old);
      value = buffer;
      attribute->value = kd_heap_ref (&document->heap, buffer);
      attribute->owned = TRUE;
    }
  if (old > 0)
    value[old++] = ' ';
  memcpy (value + old, name, length);
  value[joined] = '\0';
  attribute->length = (guint) joined & 0x7fffffff;
}

void
kd_attribute_remove (KdRef *list, const char *name)
{
  for (KdAttribute *at = kd_attribute_first (list); at != NULL; at = kd_attribute_next (at))
    {
      if (has_name (at, name, strlen (name)))
        {
          *list = at->next;
          return;
        }
      list = &at->next;
    }
}
