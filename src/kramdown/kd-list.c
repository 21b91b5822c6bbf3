/* kd-list.c - ordered and unordered lists.
 *
 * A list is read to its end first: each item's lines, less their indentation, become a text of its
 * own. Then the items are parsed. The first list inside an item starts a second text, so that the
 * item's paragraph ends there.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* A lazy line that starts a list goes to the list inside the item; kramdown indents it so far, we
 * at most this. */
#define MAX_LIST_INDENT 128

static gboolean
match_tail (const KdSource *source, guint32 pos)
{
  return kd_source_is (source, pos, ' ') || kd_source_is (source, pos, '\t')
         || kd_source_is (source, pos, '|');
}

static gboolean
match_marker (const KdSource *source, guint32 end, guint32 *marker_end)
{
  if (marker_end != NULL)
    *marker_end = end;
  return match_tail (source, end);
}

gboolean
kd_match_ul (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end)
{
  pos += kd_source_spaces (source, pos, indent);
  return (kd_source_is (source, pos, '*') || kd_source_is (source, pos, '-')
          || kd_source_is (source, pos, '+'))
         && match_marker (source, pos + 1, marker_end);
}

gboolean
kd_match_ol (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end)
{
  guint32 digits;

  pos += kd_source_spaces (source, pos, indent);
  for (digits = pos; digits < source->length && kd_is_digit (source->text[digits]);)
    digits++;
  return digits > pos && kd_source_is (source, digits, '.')
         && match_marker (source, digits + 1, marker_end);
}

gboolean
kd_match_dd (const KdSource *source, guint32 pos, guint32 indent, guint32 *marker_end)
{
  pos += kd_source_spaces (source, pos, indent);
  return kd_source_is (source, pos, ':') && match_marker (source, pos + 1, marker_end);
}

static gboolean
is_list_start (const KdSource *source, guint32 pos)
{
  return kd_match_ul (source, pos, 3, NULL) || kd_match_ol (source, pos, 3, NULL);
}

/* ---- reading a list ------------------------------------------------------------------------- */

/* Where an item's text is divided. */
typedef struct
{
  const KdElement *item;
  guint32 at; /* where the item's second text starts */
  guint segment;
} Split;

typedef struct
{
  gboolean ordered;
  guint32 marker_indent; /* how far the next marker may be indented */
  guint32 indentation;
  gboolean nested_list_found;
  gboolean last_is_blank;
  gboolean eob_found;
  KdElement *item; /* being read */
  GArray *kept;    /* of KdKept: the items before it */
  KdContent content;
  GArray *splits; /* of Split, in the order of items */
  GArray *map;
} Reader;

static void
start_item (KdParser *parser, Reader *reader, KdElement *list, guint32 marker_end)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  guint32 end = kd_source_line_end (source, start);
  KdFirstLine line;

  if (reader->item != NULL)
    kd_content_keep (&reader->content, reader->kept);
  reader->item = kd_new (parser, KD_LI, start, end);
  kd_element_append (list, reader->item);
  kd_first_list_line (parser, reader->item, marker_end - start, marker_end, &line);
  reader->indentation = line.indentation;
  reader->marker_indent = MIN (line.indentation - 1, 3);
  reader->nested_list_found = line.start < end && is_list_start (source, line.start);
  reader->last_is_blank = FALSE;
  kd_content_start (&reader->content, parser->document, source, start, reader->map);
  kd_content_add (&reader->content, line.spaces, line.start, end);
  source->pos = end;
}

/* A further line of the item: without its indentation, if it has it. */
static void
add_line (KdParser *parser, Reader *reader)
{
  KdSource *source = parser->source;
  KdContent *content = &reader->content;
  guint32 end = kd_source_line_end (source, source->pos);
  guint32 spaces, rest;
  gboolean indented, starts_list;

  kd_line_lead (source, source->pos, &spaces, &rest);
  indented = spaces >= reader->indentation;
  if (indented)
    spaces -= reader->indentation;
  starts_list = spaces <= 3 && is_list_start (source, rest);
  if (!reader->nested_list_found && indented && starts_list)
    {
      Split split = { reader->item, content->length, reader->map->len };
      g_array_append_val (reader->splits, split);
      reader->nested_list_found = TRUE;
      /* The second text has its own count of segments. */
      g_array_append_val (reader->map,
                          ((KdSegment){ content->length, kd_source_at (source, source->pos) }));
    }
  else if (reader->nested_list_found && !indented && starts_list)
    spaces += MIN (reader->indentation + 4, MAX_LIST_INDENT);
  kd_content_add_line (content, spaces, rest, end);
  kd_element_set_end (parser->document, reader->item, kd_source_behind (source, end));
  reader->last_is_blank = FALSE;
  source->pos = end;
}

static gboolean
read_line (KdParser *parser, Reader *reader, KdElement *list)
{
  KdSource *source = parser->source;
  guint32 pos = source->pos;
  guint32 end, marker_end;

  if (reader->last_is_blank && kd_match_hr (source, pos) != 0)
    return FALSE;
  end = kd_match_eob (source, pos);
  if (end != 0)
    {
      reader->eob_found = TRUE;
      source->pos = end;
      return FALSE;
    }
  if (reader->ordered ? kd_match_ol (source, pos, reader->marker_indent, &marker_end)
                      : kd_match_ul (source, pos, reader->marker_indent, &marker_end))
    {
      start_item (parser, reader, list, marker_end);
      return TRUE;
    }
  if (kd_list_line (source, pos, reader->indentation, !reader->last_is_blank) != KD_LINE_NONE)
    {
      add_line (parser, reader);
      return TRUE;
    }
  end = kd_match_blank (source, pos);
  if (end == 0)
    return FALSE;
  reader->nested_list_found = TRUE;
  reader->last_is_blank = TRUE;
  kd_content_add (&reader->content, 0, pos, end);
  source->pos = end;
  return TRUE;
}

/* ---- parsing the items ---------------------------------------------------------------------- */

static void
parse_item (
    KdParser *parser, const Reader *reader, KdElement *item, KdKept kept, const Split *split)
{
  const KdSegment *map = (const KdSegment *) (gpointer) reader->map->data + kept.first;
  g_autofree KdSegment *second = NULL;
  guint n_first;

  if (split == NULL)
    {
      kd_parse_nested (parser, item, kept.text, kept.length, map, kept.n);
      return;
    }
  n_first = split->segment - kept.first;
  kd_parse_nested (parser, item, kept.text, split->at, map, n_first);
  second = g_new (KdSegment, kept.n - n_first);
  for (guint i = 0; i < kept.n - n_first; i++)
    {
      second[i] = map[n_first + i];
      second[i].text -= split->at;
    }
  kd_parse_nested (parser, item, kept.text + split->at, kept.length - split->at, second,
                   kept.n - n_first);
}

/* Whether an earlier item of the list does not start with a paragraph in <p>. */
static gboolean
starts_tight (const KdElement *item)
{
  const KdElement *first = kd_element_first (item);

  return first == NULL || first->type != KD_PARAGRAPH || (first->flags & KD_FLAG_TRANSPARENT) != 0;
}

/* An item's first paragraph stands without <p> if no blank line follows it; the last item does as
 * the others do. */
static gboolean
is_tight (const KdElement *list, const KdElement *item, gboolean eob_found, gboolean tight_before)
{
  const KdElement *first = kd_element_first (item);
  const KdElement *second = kd_element_next (first);
  gboolean is_last = kd_element_next (item) == NULL;
  gboolean only_two = second != NULL && kd_element_next (second) == NULL;

  if (second != NULL && second->type == KD_BLANK && !(is_last && only_two && !eob_found))
    return FALSE;
  return !is_last || kd_element_first (list) == item || tight_before;
}

/* The blank lines at the end of the last item are those of the list. */
static KdElement *
finish_items (KdParser *parser, KdElement *list, const Reader *reader)
{
  KdElement *last = NULL;
  gboolean tight_before = FALSE;
  guint n_split = 0;
  guint nth = 0;

  for (KdElement *item = kd_element_first (list); item != NULL; item = kd_element_next (item))
    {
      KdElement *first, *second;
      const Split *split =
          n_split < reader->splits->len ? &g_array_index (reader->splits, Split, n_split) : NULL;
      if (split != NULL && split->item == item)
        n_split++;
      else
        split = NULL;
      parse_item (parser, reader, item, g_array_index (reader->kept, KdKept, nth++), split);
      first = kd_element_first (item);
      if (first != NULL)
        {
          second = kd_element_next (first);
          /* The mark that an attribute list of the first paragraph leaves. */
          if (first->type == KD_PARAGRAPH && second != NULL && second->type == KD_EOB
              && kd_extra_ial (kd_element_get_extra (first)) != NULL)
            {
              kd_element_remove_behind (item, first);
              second = kd_element_next (first);
            }
          if (first->type == KD_PARAGRAPH && is_tight (list, item, reader->eob_found, tight_before))
            {
              if (second != NULL && second->type != KD_BLANK)
                kd_end_with_newline (parser, first);
              first->flags |= KD_FLAG_TRANSPARENT;
            }
          last = kd_element_last (item)->type == KD_BLANK ? kd_element_pop (item) : NULL;
        }
      tight_before = tight_before || starts_tight (item);
    }
  return last;
}

gboolean
kd_parse_list (KdParser *parser)
{
  KdSource *source = parser->source;
  guint32 start = source->pos;
  Reader reader = { .marker_indent = 3 };
  KdElement *list, *last;

  reader.ordered = !kd_match_ul (source, start, 3, NULL);
  if (reader.ordered && !kd_match_ol (source, start, 3, NULL))
    return FALSE;
  list = kd_block_new (parser, reader.ordered ? KD_OL : KD_UL, start, start + 1);
  reader.splits = kd_take_array (parser, sizeof (Split));
  reader.map = kd_take_array (parser, sizeof (KdSegment));
  reader.kept = kd_take_array (parser, sizeof (KdKept));
  while (source->pos < source->length && read_line (parser, &reader, list))
    ;
  kd_content_keep (&reader.content, reader.kept);
  kd_element_set_end (parser->document, list, kd_source_behind (source, source->pos));
  kd_element_append (parser->tree, list);
  last = finish_items (parser, list, &reader);
  if (last != NULL && !reader.eob_found)
    kd_element_append (parser->tree, last);
  if (parser->gfm)
    kd_gfm_task_list (parser, list);
  kd_give_back_array (parser, reader.splits);
  kd_give_back_array (parser, reader.map);
  kd_give_back_array (parser, reader.kept);
  return TRUE;
}
