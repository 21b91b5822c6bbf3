/* kd-finish.c - the second pass: spans, attribute lists, abbreviations, and the ends of spans.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-span.h"

/* ---- the texts of ids ----------------------------------------------------------------------- */

static void
append_id_text (const KdElement *element, gboolean gfm, GString *out)
{
  switch (element->type)
    {
    case KD_TEXT:
      g_string_append_len (out, kd_element_text (element), element->length);
      return;
    case KD_CODESPAN:
    case KD_MATH:
      if (gfm)
        g_string_append_len (out, kd_element_text (element), element->length);
      return;
    case KD_ENTITY:
      if (gfm)
        g_string_append_unichar (out, element->number);
      return;
    case KD_SMART_QUOTE:
      if (gfm)
        g_string_append_unichar (out, kd_entity_code_point (kd_quote_names[element->detail], 5));
      return;
    case KD_TYPOGRAPHIC_SYMBOL:
      if (!gfm)
        return;
      if (element->detail == KD_SYMBOL_LAQUO_SPACE)
        g_string_append (out, "«\302\240");
      else if (element->detail == KD_SYMBOL_RAQUO_SPACE)
        g_string_append (out, "\302\240»");
      else
        {
          const char *name = kd_symbol_names[element->detail];
          g_string_append_unichar (out, kd_entity_code_point (name, strlen (name)));
        }
      return;
    default:
      for (const KdElement *child = kd_element_first (element); child != NULL;
           child = kd_element_next (child))
        append_id_text (child, gfm, out);
    }
}

void
kd_update_raw_text (KdParser *parser, KdElement *element)
{
  g_autoptr (GString) out = g_string_new (NULL);
  KdExtra *extra = kd_element_extra (parser->document, element);

  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    append_id_text (child, parser->gfm, out);
  kd_extra_set_text (parser->document, extra, kd_heap_strndup (parser->heap, out->str, out->len),
                     out->len);
}

/* ---- the tree ------------------------------------------------------------------------------- */

static void
apply_ial (KdParser *parser, KdElement *element)
{
  KdExtra *extra = kd_element_get_extra (element);

  if (extra != NULL && extra->ial != 0)
    kd_ial_apply (parser, &extra->attributes, kd_extra_ial (extra));
}

/* Only a list whose attribute list names something asks for the texts of its terms. */
static gboolean
needs_raw_text (const KdParser *parser, const KdElement *parent, const KdElement *element)
{
  const KdIal *ial;

  if (element->type == KD_HEADER)
    return parser->options->auto_id_stripping;
  if (element->type != KD_DT)
    return FALSE;
  ial = kd_extra_ial (kd_element_get_extra (parent));
  return ial != NULL && ial->references != 0;
}

/* Puts the spans of a raw text in its place. */
static void
parse_raw (KdParser *parser, KdElement *element, KdElement *raw)
{
  KdElement *holder = element;
  KdSegment one;
  guint n;
  const KdSegment *map = kd_raw_text_map (raw, &one, &n);

  /* What stands before is none of its concern. */
  if (element->last != 0)
    holder = kd_element_new (parser->document, KD_ROOT, raw->start, raw->start);
  kd_parse_spans (parser, holder, kd_element_text (raw), raw->length, map, n);
  kd_element_discard (parser->document, raw);
  if (holder == element)
    return;
  kd_element_take_over (element, holder);
  kd_element_discard (parser->document, holder);
}

static void
update_tree (KdParser *parser, KdElement *element)
{
  KdElement *last_blank = NULL;
  KdElement *child;

  if (kd_type_is_leaf (element->type))
    return;
  child = kd_element_take_children (element);
  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      switch (child->type)
        {
        case KD_RAW_TEXT:
          last_blank = NULL;
          parse_raw (parser, element, child);
          break;
        case KD_EOB:
          apply_ial (parser, child);
          break;
        case KD_BLANK:
          if (last_blank != NULL)
            {
              kd_element_set_end (parser->document, last_blank, kd_element_end (child));
              kd_element_discard (parser->document, child);
            }
          else
            {
              last_blank = child;
              kd_element_append (element, child);
            }
          break;
        default:
          last_blank = NULL;
          update_tree (parser, child);
          apply_ial (parser, child);
          if (needs_raw_text (parser, element, child))
            kd_update_raw_text (parser, child);
          kd_element_append (element, child);
        }
      child = next;
    }
}

void
kd_parser_finish (KdParser *parser)
{
  KdDocument *document = parser->document;

  update_tree (parser, document->root);
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      update_tree (parser, footnote->content);
    }
  kd_replace_abbreviations (parser);
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      if (!footnote->used)
        kd_warn (parser, NULL, "kramdown.footnote-unused", footnote->content->start,
                 kd_element_end (footnote->content), "The footnote is not used", footnote->name,
                 -1);
    }
  if (parser->gfm)
    kd_gfm_finish (parser);
  if (parser->options->liquid)
    kd_liquid_finish (document);
}
