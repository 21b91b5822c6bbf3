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
  KdExtra *extra = kd_element_extra (parser->document, element);
  const KdElement *first = kd_element_first (element);
  g_autoptr (GString) out = NULL;

  /* Mostly it is one text. */
  if (first != NULL && first->type == KD_TEXT && kd_element_next (first) == NULL)
    {
      extra->text = first->text;
      extra->length = first->length;
      return;
    }
  out = g_string_new (NULL);

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

/* ---- spans in order ------------------------------------------------------------------------- */

static void
settle_start (const KdDocument *document, KdElement *element, guint32 floor)
{
  guint32 start = MIN (MAX (element->start, floor), (guint32) document->length);
  guint32 end;

  if (start == element->start)
    return;
  end = kd_element_end (element);
  element->start = start;
  kd_element_set_end ((KdDocument *) document, element, MAX (start, end));
}

/* @reached: where its last child ends. Gives where it ends itself. */
static guint32
settle_end (KdDocument *document, KdElement *element, guint32 reached)
{
  guint32 old = kd_element_end (element);
  guint32 end = MAX (MIN (MAX (old, element->start), (guint32) document->length), reached);

  if (end != old)
    kd_element_set_end (document, element, end);
  return end;
}

/* Puts children into their parents and in order, and gives where the element ends. The parser's
 * spans mostly are so; those of what was moved, or of what has no bytes of its own, are made to
 * fit. */
static guint32
settle (KdDocument *document, KdElement *element, guint32 floor)
{
  guint32 reached;

  /* Most are texts as they should be. */
  if (element->type == KD_TEXT && (element->flags & KD_FLAG_GROWN) == 0 && element->excess == 0
      && element->start >= floor && element->start + element->length <= document->length)
    return element->start + element->length;
  settle_start (document, element, floor);
  reached = element->start;
  for (KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    reached = settle (document, child, reached);
  return settle_end (document, element, reached);
}

/* ---- the tree ------------------------------------------------------------------------------- */

/* The children that are being put back into their parent. */
typedef struct
{
  KdElement *element;
  KdElement *last_blank; /* the last one, if it is one */
  guint32 reached;       /* where the last one ends */
} Update;

static guint32 update_tree (KdParser *parser, KdElement *element);

static void
update_raw (KdParser *parser, Update *update, KdElement *raw)
{
  KdElement *before = kd_element_last (update->element);

  parser->saw_break = FALSE;
  parse_raw (parser, update->element, raw);
  if (parser->saw_break)
    kd_gfm_note_break (parser, update->element);
  for (KdElement *span = before != NULL ? kd_element_next (before)
                                        : kd_element_first (update->element);
       span != NULL; span = kd_element_next (span))
    update->reached = settle (parser->document, span, update->reached);
}

static void
update_blank (KdParser *parser, Update *update, KdElement *blank)
{
  KdDocument *document = parser->document;
  guint32 end = kd_element_end (blank);

  if (update->last_blank != NULL)
    {
      kd_element_discard (document, blank);
      kd_element_set_end (document, update->last_blank, end);
      update->reached = settle_end (document, update->last_blank, update->reached);
      return;
    }
  update->last_blank = blank;
  update->reached = settle (document, blank, update->reached);
  kd_element_append (update->element, blank);
}

static void
update_child (KdParser *parser, Update *update, KdElement *child)
{
  gboolean is_html = child->type == KD_HTML_ELEMENT;

  settle_start (parser->document, child, update->reached);
  parser->inside_html += is_html;
  update->reached = update_tree (parser, child);
  parser->inside_html -= is_html;
  apply_ial (parser, child);
  if (needs_raw_text (parser, update->element, child))
    kd_update_raw_text (parser, child);
  if (child->type == KD_HEADER)
    kd_gfm_note_header (parser, child);
  kd_element_append (update->element, child);
}

/* Gives where the element ends; it starts where it should already. */
static guint32
update_tree (KdParser *parser, KdElement *element)
{
  Update update = { .element = element, .reached = element->start };
  KdElement *child = kd_type_is_leaf (element->type) ? NULL : kd_element_take_children (element);

  while (child != NULL)
    {
      KdElement *next = kd_element_next (child);
      if (next != NULL)
        __builtin_prefetch (next);
      if (child->type == KD_BLANK)
        update_blank (parser, &update, child);
      else if (child->type == KD_EOB)
        apply_ial (parser, child);
      else
        {
          update.last_blank = NULL;
          if (child->type == KD_RAW_TEXT)
            update_raw (parser, &update, child);
          else
            update_child (parser, &update, child);
        }
      child = next;
    }
  return settle_end (parser->document, element, update.reached);
}

void
kd_parser_finish (KdParser *parser)
{
  KdDocument *document = parser->document;

  update_tree (parser, document->root);
  /* Footnotes have no automatic ids and hard breaks. */
  parser->inside_html++;
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      settle_start (document, footnote->content, 0);
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
