/* chapeau-rewrite-list.c - Enter and Shift+Enter in lists and quotations.
 *
 * Out of the outermost list a blank line comes before the caret: without it kramdown would take
 * what is typed there for more of the last item.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-rewrite-place.h"

#include <string.h>

#define LARGEST_FIRST 999 /* what is above is a year */
#define WIDEST_BLANKS 4   /* behind a marker; more are code */

typedef struct
{
  const RewritePlace *place;
  const RewriteContainer *inner;
  const RewriteContainer *outer; /* NULL: none */
  gboolean is_item;
  RewriteMarker
      marker;    /* of an item; of a quotation: `line`, `at` and `behind` of its first mark */
  BaseSpan mark; /* of a quotation: on the caret's line, with blanks; empty: not there */
} Spot;

/* ---- reading ----------------------------------------------------------------------------------
 */

static const RewriteContainer *
container_at (const RewritePlace *place, guint from_inner)
{
  guint n = place->containers->len;

  return from_inner < n ? &g_array_index (place->containers, RewriteContainer, n - 1 - from_inner)
                        : NULL;
}

static gboolean
is_item (const RewriteContainer *container)
{
  return container != NULL && kd_element_get_type (container->element) == KD_LI;
}

static guint
count_quotations (const RewritePlace *place)
{
  guint n = 0;

  for (guint i = 0; i < place->containers->len; i++)
    n += !is_item (&g_array_index (place->containers, RewriteContainer, i));
  return n;
}

static BaseSpan
with_blanks (const RewritePlace *place, gsize at)
{
  return base_span (at, rewrite_place_skip_blanks (place, at + 1, place->line.end));
}

/* The innermost quotation's mark on the line of the caret. */
static BaseSpan
find_mark (const RewritePlace *place, const RewriteMarker *first)
{
  guint left = count_quotations (place);

  if (first->line.start == place->line.start)
    return with_blanks (place, first->at);
  for (gsize at = place->line.start; at < place->line.end; at++)
    if (strchr ("> \t", place->text[at]) == NULL)
      break;
    else if (place->text[at] == '>' && --left == 0)
      return with_blanks (place, at);
  return base_span (place->line.end, place->line.end);
}

static gboolean
read_spot (const RewritePlace *place, Spot *spot)
{
  *spot = (Spot){ .place = place };
  spot->inner = container_at (place, 0);
  spot->outer = container_at (place, 1);
  spot->is_item = is_item (spot->inner);
  if (!rewrite_place_read_marker (place, spot->inner->element, &spot->marker))
    return FALSE;
  if (!spot->is_item)
    spot->mark = find_mark (place, &spot->marker);
  return TRUE;
}

/* Before or within the marker the key makes room above. */
static gboolean
is_before_content (const Spot *spot)
{
  if (spot->is_item)
    return spot->place->caret <= spot->marker.behind;
  return spot->place->caret <= spot->mark.start && base_span_length (spot->mark) > 0;
}

static gboolean
is_year (const Spot *spot)
{
  return spot->is_item && spot->marker.is_number && spot->marker.number > LARGEST_FIRST
         && kd_element_get_first_child (spot->inner->list) == spot->inner->element;
}

/* An item of nothing but its marker; a line of a quotation with nothing but marks. */
static gboolean
is_empty (const Spot *spot)
{
  const RewritePlace *place = spot->place;

  if (!spot->is_item)
    return spot->mark.end == place->line.end && base_span_length (spot->mark) > 0;
  if (spot->marker.line.start != place->line.start || spot->marker.content < place->line.end)
    return FALSE;
  for (gsize at = place->line.end; at < rewrite_place_span (place, spot->inner->element).end; at++)
    if (strchr ("> \t\r\n", place->text[at]) == NULL)
      return FALSE;
  return TRUE;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static void
append_next_item (const RewritePlace *place, const RewriteMarker *marker, GString *out)
{
  gsize blanks = marker->content - marker->behind;

  rewrite_place_append_margin (place, out, marker->line.start, marker->at);
  rewrite_marker_append_next (place, marker, 1, out);
  if (blanks == 0 || blanks > WIDEST_BLANKS || marker->content == marker->line.end)
    g_string_append_c (out, ' ');
  else
    g_string_append_len (out, place->text + marker->behind, (gssize) blanks);
}

static void
append_quotation (const Spot *spot, GString *out)
{
  const RewritePlace *place = spot->place;
  gsize behind = base_span_length (spot->mark) == 0 ? spot->marker.at + 1 : spot->mark.start + 1;
  gsize end = rewrite_place_line (place, behind).end;
  gsize blanks = rewrite_place_skip_blanks (place, behind, end) - behind;

  rewrite_place_append_margin (place, out, spot->marker.line.start, spot->marker.at);
  g_string_append_c (out, '>');
  if (blanks > WIDEST_BLANKS || (blanks == 0 && behind == end))
    g_string_append_c (out, ' ');
  else
    g_string_append_len (out, place->text + behind, (gssize) blanks);
}

static void
trim (GString *text)
{
  while (text->len > 0 && strchr (" \t", text->str[text->len - 1]) != NULL)
    g_string_truncate (text, text->len - 1);
}

/* Is there nothing before the line but what stands before the marker, too? */
static gboolean
is_apart (const RewritePlace *place, const GString *margin)
{
  BaseSpan before;
  g_autoptr (GString) marks = NULL, wanted = g_string_new (margin->str);

  if (place->line.start == 0)
    return TRUE;
  before = rewrite_place_line (place, place->line.start - 1);
  if (rewrite_place_is_blank (place, before.start, before.end))
    return TRUE;
  marks = g_string_new_len (place->text + before.start, (gssize) base_span_length (before));
  trim (marks);
  trim (wanted);
  return g_string_equal (marks, wanted);
}

/* @text in place of @span, a further item behind @item. */
static ChapeauRewrite *
add_item (const RewritePlace *place, const KdElement *item, BaseSpan span, const char *text)
{
  ChapeauRewrite *rewrite = rewrite_new_at (span, text);

  rewrite_renumber_behind (place, rewrite->edits, item, 1);
  return rewrite;
}

static ChapeauRewrite *
leave (const Spot *spot)
{
  const RewritePlace *place = spot->place;
  gsize at = spot->is_item ? spot->marker.at : spot->mark.start;
  RewriteMarker outer;
  g_autoptr (GString) margin = g_string_new (NULL), out = g_string_new (NULL);

  if (is_item (spot->outer) && rewrite_place_read_marker (place, spot->outer->element, &outer))
    {
      if (outer.line.start == place->line.start)
        return rewrite_new_at (base_span (at, place->line.end), "");
      if (spot->is_item)
        {
          append_next_item (place, &outer, out);
          return add_item (place, spot->outer->element, place->line, out->str);
        }
    }
  rewrite_place_append_margin (place, margin, place->line.start, at);
  if (!is_apart (place, margin))
    {
      g_string_append (out, margin->str);
      trim (out);
      g_string_append (out, place->newline);
    }
  g_string_append (out, margin->str);
  return rewrite_new_at (place->line, out->str);
}

/* A blank line within an item is where the next one begins. */
static gboolean
is_blank_within (const Spot *spot)
{
  const RewritePlace *place = spot->place;

  return spot->is_item && spot->marker.line.start != place->line.start
         && rewrite_place_is_blank (place, place->line.start, place->line.end);
}

ChapeauRewrite *
chapeau_rewrite_enter (const char *text, gsize length, gsize caret)
{
  g_auto (RewritePlace) place;
  g_autoptr (GString) out = g_string_new (NULL);
  BaseSpan span;
  Spot spot;

  rewrite_place_init (&place, text, length, caret);
  if (!place.is_prose)
    return NULL;
  if (place.table != NULL && rewrite_table_is_ours (&place))
    return rewrite_table_enter (&place);
  if (place.containers->len == 0)
    return NULL;
  if (!read_spot (&place, &spot) || is_before_content (&spot) || is_year (&spot))
    return NULL;
  if (is_empty (&spot))
    return leave (&spot);
  if (is_blank_within (&spot))
    span = place.line;
  else
    {
      span = base_span (caret, rewrite_place_skip_blanks (&place, caret, place.line.end));
      g_string_append (out, place.newline);
    }
  if (!spot.is_item)
    {
      append_quotation (&spot, out);
      return rewrite_new_at (span, out->str);
    }
  append_next_item (&place, &spot.marker, out);
  return add_item (&place, spot.inner->element, span, out->str);
}

ChapeauRewrite *
chapeau_rewrite_line_break (const char *text, gsize length, gsize caret)
{
  g_auto (RewritePlace) place;
  g_autoptr (GString) out = g_string_new (NULL);
  Spot spot;

  rewrite_place_init (&place, text, length, caret);
  if (!place.is_prose)
    return NULL;
  if (place.table != NULL && rewrite_table_is_ours (&place))
    return rewrite_new_at (base_span (caret, caret), "<br>");
  if (place.containers->len == 0)
    return NULL;
  if (!read_spot (&place, &spot) || is_before_content (&spot) || is_year (&spot))
    return NULL;
  g_string_append (out, place.newline);
  if (spot.is_item)
    rewrite_place_append_margin (&place, out, spot.marker.line.start, spot.marker.content);
  else
    append_quotation (&spot, out);
  return rewrite_new_at (
      base_span (caret, rewrite_place_skip_blanks (&place, caret, place.line.end)), out->str);
}
