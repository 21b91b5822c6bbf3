/* kd-access.c - the tree as the public header shows it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-tree.h"

static const char *const type_names[] = {
  "root",
  "blank",
  "p",
  "header",
  "blockquote",
  "codeblock",
  "ul",
  "ol",
  "li",
  "dl",
  "dt",
  "dd",
  "table",
  "thead",
  "tbody",
  "tfoot",
  "tr",
  "td",
  "th",
  "hr",
  "footnote_def",
  "html_element",
  "xml_comment",
  "xml_pi",
  "comment",
  "raw",
  "math",
  "liquid",
  "text",
  "a",
  "br",
  "img",
  "codespan",
  "footnote",
  "em",
  "strong",
  "entity",
  "typographic_sym",
  "smart_quote",
  "abbreviation",
};
G_STATIC_ASSERT (G_N_ELEMENTS (type_names) == KD_N_TYPES);

const KdElement *
kd_document_get_root (const KdDocument *document)
{
  return document->root;
}

GPtrArray *
kd_document_get_diagnostics (const KdDocument *document)
{
  return document->diagnostics;
}

const KdOptions *
kd_document_get_options (const KdDocument *document)
{
  return document->options;
}

gboolean
kd_document_has_toc (const KdDocument *document)
{
  return document->has_toc;
}

const char *
kd_type_get_name (KdType type)
{
  g_return_val_if_fail (type < KD_N_TYPES, "");
  return type_names[type];
}

KdType
kd_element_get_type (const KdElement *element)
{
  return element->type;
}

const KdElement *
kd_element_get_first_child (const KdElement *element)
{
  return kd_element_first (element);
}

const KdElement *
kd_element_get_next (const KdElement *element)
{
  return kd_element_next (element);
}

gboolean
kd_element_is_block (const KdElement *element)
{
  return (element->flags & KD_FLAG_BLOCK) != 0;
}

BaseSpan
kd_element_get_span (const KdElement *element)
{
  return base_span (element->start, kd_element_end (element));
}

void
kd_element_get_lines (const KdDocument *document,
                      const KdElement *element,
                      gsize *first_line,
                      gsize *last_line)
{
  guint32 end = kd_element_end (element);
  gsize last = end > element->start ? end - 1 : end;

  if (first_line != NULL)
    *first_line = kd_document_line_at (document, element->start);
  if (last_line != NULL)
    *last_line = kd_document_line_at (document, last);
}

/* ---- texts ---------------------------------------------------------------------------------- */

static const char *
slice (const char *text, gsize size, gsize *length)
{
  if (length != NULL)
    *length = text != NULL ? size : 0;
  return text != NULL ? text : "";
}

static const char *
extra_text (const KdExtra *extra, gsize *length)
{
  if (length != NULL)
    *length = extra != NULL ? extra->length : 0;
  return extra != NULL ? kd_extra_text (extra) : "";
}

static const KdElement *
footnote (const KdElement *element)
{
  return kd_follow (element, element->last);
}

const char *
kd_element_get_text (const KdDocument *document, const KdElement *element, gsize *length)
{
  const KdExtra *extra = kd_element_get_extra (element);

  switch ((KdType) element->type)
    {
    case KD_CODEBLOCK:
    case KD_XML_COMMENT:
    case KD_XML_INSTRUCTION:
    case KD_COMMENT:
    case KD_RAW:
    case KD_MATH:
    case KD_LIQUID:
    case KD_TEXT:
    case KD_CODESPAN:
    case KD_ENTITY:
    case KD_ABBREVIATION:
      return slice (kd_element_text (element), element->length, length);
    case KD_HTML_ELEMENT:
      return extra_text (extra, length);
    case KD_FOOTNOTE:
      return extra_text (kd_element_get_extra (footnote (element)), length);
    case KD_TYPOGRAPHIC_SYMBOL:
      return slice (kd_symbol_names[element->detail], strlen (kd_symbol_names[element->detail]),
                    length);
    case KD_SMART_QUOTE:
      return slice (kd_quote_names[element->detail], strlen (kd_quote_names[element->detail]),
                    length);
    case KD_ROOT:
    case KD_BLANK:
    case KD_PARAGRAPH:
    case KD_HEADER:
    case KD_BLOCKQUOTE:
    case KD_UL:
    case KD_OL:
    case KD_LI:
    case KD_DL:
    case KD_DT:
    case KD_DD:
    case KD_TABLE:
    case KD_THEAD:
    case KD_TBODY:
    case KD_TFOOT:
    case KD_TR:
    case KD_TD:
    case KD_TH:
    case KD_HR:
    case KD_FOOTNOTE_DEFINITION:
    case KD_A:
    case KD_BR:
    case KD_IMG:
    case KD_EM:
    case KD_STRONG:
    case KD_N_TYPES:
      break;
    }
  return slice (NULL, 0, length);
}

const char *
kd_element_get_id_text (const KdElement *element, gsize *length)
{
  gboolean has = element->type == KD_HEADER || element->type == KD_DT;

  return extra_text (has ? kd_element_get_extra (element) : NULL, length);
}

const char *
kd_element_get_language (const KdElement *element, gsize *length)
{
  const KdExtra *extra = element->type == KD_CODEBLOCK ? kd_element_get_extra (element) : NULL;

  return extra != NULL && extra->text != 0 ? extra_text (extra, length) : NULL;
}

const char *
kd_element_get_title (const KdDocument *document, const KdElement *element)
{
  const KdAbbreviation *abbreviation;

  if (element->type != KD_ABBREVIATION)
    return NULL;
  abbreviation = kd_abbreviation_find (document, kd_element_text (element), element->length);
  return abbreviation != NULL ? abbreviation->title : "";
}

/* ---- attributes ----------------------------------------------------------------------------- */

static const KdAttribute *
attributes (const KdElement *element)
{
  const KdExtra *extra = kd_element_get_extra (element);

  return extra != NULL ? kd_attribute_first (&extra->attributes) : NULL;
}

const char *
kd_element_get_attribute (const KdDocument *document, const KdElement *element, const char *name)
{
  for (const KdAttribute *at = attributes (element); at != NULL; at = kd_attribute_next (at))
    if (strcmp (kd_attribute_name (at), name) == 0)
      return kd_attribute_value (at);
  return NULL;
}

gboolean
kd_element_get_nth_attribute (const KdDocument *document,
                              const KdElement *element,
                              gsize nth,
                              const char **name,
                              const char **value)
{
  const KdAttribute *at = attributes (element);

  while (at != NULL && nth-- > 0)
    at = kd_attribute_next (at);
  if (at == NULL)
    return FALSE;
  *name = kd_attribute_name (at);
  *value = kd_attribute_value (at);
  return TRUE;
}

const char *
kd_element_get_nth_reference (const KdElement *element, gsize nth)
{
  const KdIal *ial = kd_extra_ial (kd_element_get_extra (element));
  const KdReference *at = ial != NULL ? kd_follow_any (ial, ial->references) : NULL;

  while (at != NULL && nth-- > 0)
    at = kd_follow_any (at, at->next);
  return at != NULL ? kd_follow (at, at->name) : NULL;
}

gboolean
kd_element_has_reference (const KdElement *element, const char *name)
{
  const char *reference;

  for (gsize i = 0; (reference = kd_element_get_nth_reference (element, i)) != NULL; i++)
    if (strcmp (reference, name) == 0)
      return TRUE;
  return FALSE;
}

/* ---- what single types tell ----------------------------------------------------------------- */

guint
kd_element_get_level (const KdElement *element)
{
  return element->type == KD_HEADER ? element->level : 0;
}

const KdElement *
kd_element_get_footnote (const KdDocument *document, const KdElement *element)
{
  return element->type == KD_FOOTNOTE ? footnote (element) : NULL;
}

gboolean
kd_element_is_transparent (const KdElement *element)
{
  return (element->flags & KD_FLAG_TRANSPARENT) != 0;
}

KdContentModel
kd_element_get_content_model (const KdElement *element)
{
  return element->type == KD_HTML_ELEMENT ? (KdContentModel) element->detail : KD_CONTENT_RAW;
}

gboolean
kd_element_is_closed (const KdElement *element)
{
  return element->type == KD_HTML_ELEMENT && (element->flags & KD_FLAG_CLOSED) != 0;
}

gboolean
kd_element_is_for_html (const KdElement *element)
{
  return element->type == KD_RAW && (element->flags & KD_FLAG_FOR_OTHERS) == 0;
}

KdAlignment
kd_element_get_alignment (const KdElement *element)
{
  return element->type == KD_TD || element->type == KD_TH ? kd_cell_alignment (element)
                                                          : KD_ALIGN_DEFAULT;
}

gunichar
kd_element_get_code_point (const KdElement *element)
{
  return element->type == KD_ENTITY ? element->number : 0;
}
