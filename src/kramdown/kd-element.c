/* kd-element.c - making elements, and the types.
 *
 * Elements have one of five sizes, because a text can be nothing but one-byte elements and memory
 * must stay linear with a small factor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

typedef struct
{
  const char *name;
  KdClass class;
  guint category; /* 1 block, 2 span, 0 as the flag says */
} TypeInfo;

static const TypeInfo types[] = {
  [KD_ROOT] = { "root", KD_CLASS_NODE, 0 },
  [KD_BLANK] = { "blank", KD_CLASS_SYMBOL, 1 },
  [KD_PARAGRAPH] = { "p", KD_CLASS_NODE, 1 },
  [KD_HEADER] = { "header", KD_CLASS_NODE, 1 },
  [KD_BLOCKQUOTE] = { "blockquote", KD_CLASS_NODE, 1 },
  [KD_CODEBLOCK] = { "codeblock", KD_CLASS_CODE, 1 },
  [KD_UL] = { "ul", KD_CLASS_NODE, 1 },
  [KD_OL] = { "ol", KD_CLASS_NODE, 1 },
  [KD_LI] = { "li", KD_CLASS_NODE, 1 },
  [KD_DL] = { "dl", KD_CLASS_NODE, 1 },
  [KD_DT] = { "dt", KD_CLASS_NODE, 1 },
  [KD_DD] = { "dd", KD_CLASS_NODE, 1 },
  [KD_TABLE] = { "table", KD_CLASS_NODE, 1 },
  [KD_THEAD] = { "thead", KD_CLASS_NODE, 0 },
  [KD_TBODY] = { "tbody", KD_CLASS_NODE, 0 },
  [KD_TFOOT] = { "tfoot", KD_CLASS_NODE, 0 },
  [KD_TR] = { "tr", KD_CLASS_NODE, 0 },
  [KD_TD] = { "td", KD_CLASS_NODE, 1 },
  [KD_TH] = { "th", KD_CLASS_NODE, 0 },
  [KD_HR] = { "hr", KD_CLASS_NODE, 1 },
  [KD_FOOTNOTE_DEFINITION] = { "footnote_def", KD_CLASS_NODE, 0 },
  [KD_HTML_ELEMENT] = { "html_element", KD_CLASS_NODE, 0 },
  [KD_XML_COMMENT] = { "xml_comment", KD_CLASS_TEXT, 0 },
  [KD_XML_INSTRUCTION] = { "xml_pi", KD_CLASS_TEXT, 0 },
  [KD_COMMENT] = { "comment", KD_CLASS_TEXT, 0 },
  [KD_RAW] = { "raw", KD_CLASS_CODE, 0 },
  [KD_MATH] = { "math", KD_CLASS_CODE, 0 },
  [KD_LIQUID] = { "liquid", KD_CLASS_TEXT, 0 },
  [KD_TEXT] = { "text", KD_CLASS_TEXT, 2 },
  [KD_A] = { "a", KD_CLASS_NODE, 2 },
  [KD_BR] = { "br", KD_CLASS_SYMBOL, 2 },
  [KD_IMG] = { "img", KD_CLASS_NODE, 2 },
  [KD_CODESPAN] = { "codespan", KD_CLASS_CODE, 2 },
  [KD_FOOTNOTE] = { "footnote", KD_CLASS_NODE, 2 },
  [KD_EM] = { "em", KD_CLASS_NODE, 2 },
  [KD_STRONG] = { "strong", KD_CLASS_NODE, 2 },
  [KD_ENTITY] = { "entity", KD_CLASS_TEXT, 2 },
  [KD_TYPOGRAPHIC_SYMBOL] = { "typographic_sym", KD_CLASS_SYMBOL, 2 },
  [KD_SMART_QUOTE] = { "smart_quote", KD_CLASS_SYMBOL, 2 },
  [KD_ABBREVIATION] = { "abbreviation", KD_CLASS_TEXT, 2 },
  [KD_N_TYPES] = { "raw_text", KD_CLASS_RAW_TEXT, 0 },
  [KD_EOB] = { "eob", KD_CLASS_NODE, 0 },
  [KD_TEMP] = { "temp", KD_CLASS_NODE, 0 },
};

static const gsize sizes[] = {
  [KD_CLASS_SYMBOL] = sizeof (KdElement),   [KD_CLASS_TEXT] = sizeof (KdTextElement),
  [KD_CLASS_CODE] = sizeof (KdCodeElement), [KD_CLASS_NODE] = sizeof (KdNode),
  [KD_CLASS_RAW_TEXT] = sizeof (KdRawText),
};

KdClass
kd_type_class (guint type)
{
  return types[type].class;
}

const char *
kd_type_get_name (KdType type)
{
  return types[type].name;
}

KdElement *
kd_element_new (KdPool *pool, guint type, guint32 start, guint32 end)
{
  KdElement *element = kd_pool_alloc0 (pool, sizes[types[type].class]);

  element->type = (guint8) type;
  element->start = start;
  element->end = end;
  return element;
}

KdElement *
kd_text_element_new (
    KdPool *pool, guint type, const char *text, gsize length, guint32 start, guint32 end)
{
  KdElement *element = kd_element_new (pool, type, start, end);

  g_assert (types[type].class == KD_CLASS_TEXT || types[type].class == KD_CLASS_CODE);
  ((KdTextElement *) (void *) element)->text = text;
  element->length = (guint32) length;
  return element;
}

static KdExtra **
extra_slot (KdElement *element)
{
  switch (types[element->type].class)
    {
    case KD_CLASS_NODE:
      return &((KdNode *) (void *) element)->extra;
    case KD_CLASS_CODE:
      return &((KdCodeElement *) (void *) element)->extra;
    case KD_CLASS_SYMBOL:
    case KD_CLASS_TEXT:
    case KD_CLASS_RAW_TEXT:
      break;
    }
  return NULL;
}

KdExtra *
kd_element_extra (KdPool *pool, KdElement *element)
{
  KdExtra **slot = extra_slot (element);

  if (slot == NULL)
    return NULL;
  if (*slot == NULL)
    *slot = kd_pool_alloc0 (pool, sizeof (KdExtra));
  return *slot;
}

KdExtra *
kd_element_peek_extra (const KdElement *element)
{
  KdExtra **slot = extra_slot ((KdElement *) element);

  return slot != NULL ? *slot : NULL;
}

void
kd_node_append (KdNode *node, KdElement *child)
{
  child->next = NULL;
  if (node->last != NULL)
    node->last->next = child;
  else
    node->first = child;
  node->last = child;
}

KdElement *
kd_node_pop (KdNode *node)
{
  KdElement *last = node->last;
  KdElement *before = NULL;

  for (KdElement *child = node->first; child != last; child = child->next)
    before = child;
  if (before != NULL)
    before->next = NULL;
  else
    node->first = NULL;
  node->last = before;
  return last;
}

guint
kd_element_category (const KdElement *element)
{
  guint category = types[element->type].category;

  if (category != 0)
    return category;
  switch (element->type)
    {
    case KD_HTML_ELEMENT:
    case KD_XML_COMMENT:
    case KD_XML_INSTRUCTION:
    case KD_COMMENT:
    case KD_RAW:
    case KD_MATH:
    case KD_LIQUID:
      return (element->flags & KD_FLAG_BLOCK) != 0 ? 1 : 2;
    default:
      return 0;
    }
}
