/* chapeau-rewrite-nest.c - Tab and Shift+Tab on the items of lists.
 *
 * An item goes in below the one before it: to the column of that one's text, or of its own list if
 * it has one, because kramdown wants so (two columns below "* ", three below "1. ", four below an
 * empty item). Out it goes to the column of the item that it is in, and what followed it there
 * becomes its own. All that is in an item moves with it. An item that takes its place in a list
 * gets that list's marker.
 *
 * Known limit: tabs count as one column.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-rewrite-place.h"

#include <string.h>

#define EMPTY_ITEM    4   /* columns: kramdown's rule */
#define MOST_NUMBERED 200 /* items behind the new one: more are no list that a person counts */

/* Neighbours of one list that move together. */
typedef struct
{
  const KdElement *list;
  const KdElement *parent; /* the item that the list is in directly, or NULL */
  GPtrArray *items;
  gboolean is_only; /* no other group moves; one might be renumbered here */
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->items);
  g_free (group);
}

/* ---- which items ------------------------------------------------------------------------------
 */

static gboolean
is_list (const KdElement *element)
{
  return kd_element_get_type (element) == KD_UL || kd_element_get_type (element) == KD_OL;
}

/* Items whose markers stand in the lines, but for those within such items. */
static void
collect (const RewritePlace *place,
         const KdElement *element,
         const KdElement *parent,
         BaseSpan lines,
         GPtrArray *groups)
{
  Group *group = NULL;

  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    {
      gsize start = rewrite_place_span (place, child).start;

      if (kd_element_get_type (child) == KD_LI && start >= lines.start && start <= lines.end)
        {
          if (group == NULL)
            {
              group = g_new0 (Group, 1);
              group->list = element;
              group->parent = parent;
              group->items = g_ptr_array_new ();
              g_ptr_array_add (groups, group);
            }
          g_ptr_array_add (group->items, (gpointer) child);
        }
      else if (kd_element_is_block (child))
        collect (place, child,
                 kd_element_get_type (element) == KD_LI && is_list (child) ? element : NULL, lines,
                 groups);
    }
}

/* The item that the caret is in, on a line of it without a marker. */
static void
collect_around (const RewritePlace *place, GPtrArray *groups)
{
  guint n = place->containers->len;
  const RewriteContainer *inner, *outer;
  Group *group;

  if (n == 0)
    return;
  inner = &g_array_index (place->containers, RewriteContainer, n - 1);
  outer = n > 1 ? inner - 1 : NULL;
  if (inner->list == NULL || kd_element_get_type (inner->element) != KD_LI)
    return;
  group = g_new0 (Group, 1);
  group->list = inner->list;
  if (outer != NULL && kd_element_get_type (outer->element) == KD_LI)
    group->parent = outer->element;
  group->items = g_ptr_array_new ();
  g_ptr_array_add (group->items, (gpointer) inner->element);
  g_ptr_array_add (groups, group);
}

static const KdElement *
item_before (const Group *group)
{
  const KdElement *before = NULL;

  for (const KdElement *item = kd_element_get_first_child (group->list);
       item != NULL && item != group->items->pdata[0]; item = kd_element_get_next (item))
    before = item;
  return before;
}

static const KdElement *
last_child (const KdElement *element)
{
  const KdElement *last = NULL;

  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    if (kd_element_get_type (child) != KD_BLANK)
      last = child;
  return last;
}

/* ---- moving -----------------------------------------------------------------------------------
 */

static int
column_of (const RewriteMarker *marker)
{
  return (int) (marker->at - marker->line.start);
}

static int
text_column_of (const RewriteMarker *marker)
{
  if (marker->content >= marker->line.end)
    return column_of (marker) + EMPTY_ITEM;
  return (int) (marker->content - marker->line.start);
}

/* Where up to @count of the blanks begin that end at @end. */
static gsize
blanks_before (const RewritePlace *place, gsize from, gsize end, int count)
{
  gsize at = end;

  for (; count > 0 && at > from && place->text[at - 1] == ' '; count--)
    at--;
  return at;
}

/* Of a text as nobody writes it kramdown gives one line to two items: the first one has it. */
static void
put (BaseEdits *edits, BaseSpan span, const char *text)
{
  for (gsize i = base_edits_count (edits); i-- > 0;)
    {
      BaseSpan other = base_edits_get (edits, i)->span;

      if (span.start < other.end && other.start < span.end)
        return;
      if (span.start == other.start)
        return;
      if (other.end <= span.start)
        break;
    }
  base_edits_replace (edits, span, text, -1);
}

/* The lines from @from up to @to that are indented as @like is, by so many columns. */
static void
shift_lines (const RewritePlace *place,
             BaseEdits *edits,
             gsize from,
             gsize to,
             const RewriteMarker *like,
             int by)
{
  gsize column = (gsize) column_of (like);
  g_autoptr (GString) margin = g_string_new (NULL);
  g_autofree char *blanks = g_strnfill ((gsize) MAX (by, 0), ' ');

  rewrite_place_append_margin (place, margin, like->line.start, like->at);
  for (gsize at = from; at < to && by != 0; at = rewrite_place_next_line (place, at))
    {
      BaseSpan line = rewrite_place_line (place, at);
      gsize indent = line.start + column, start;

      if (indent >= line.end || memcmp (place->text + line.start, margin->str, column) != 0
          || rewrite_place_is_blank (place, indent, line.end))
        continue;
      while (place->text[indent] == ' ')
        indent++;
      start = blanks_before (place, line.start, indent, -by);
      put (edits, base_span (start, indent), blanks);
    }
}

/* @item to the column @column, its marker the @nth after @like, or its own if that is NULL. Returns
 * by how much its text has moved. */
static int
move_item (const RewritePlace *place,
           BaseEdits *edits,
           const KdElement *item,
           int column,
           const RewriteMarker *like,
           guint nth)
{
  RewriteMarker marker;
  g_autoptr (GString) lead = g_string_new (NULL);
  gsize before;
  int by, widened;

  if (!rewrite_place_read_marker (place, item, &marker))
    return 0;
  by = column - column_of (&marker);
  /* Lines that are lazy have no more than they have. */
  before = blanks_before (place, marker.line.start, marker.at, -by);
  for (int i = 0; i < by; i++)
    g_string_append_c (lead, ' ');
  if (like != NULL)
    rewrite_marker_append_next (place, like, nth, lead);
  else if (marker.is_number)
    g_string_append_printf (lead, "%u.", nth);
  else
    g_string_append_len (lead, place->text + marker.at, (gssize) (marker.behind - marker.at));
  widened = (int) (before + lead->len) - (int) marker.behind;
  if (by != 0 || lead->len != marker.behind - marker.at
      || memcmp (lead->str, place->text + marker.at, lead->len) != 0)
    put (edits, base_span (before, marker.behind), lead->str);
  shift_lines (place, edits, rewrite_place_next_line (place, marker.line.start),
               rewrite_place_span (place, item).end, &marker, widened);
  return widened;
}

void
rewrite_renumber_behind (const RewritePlace *place, BaseEdits *edits, const KdElement *item, int by)
{
  RewriteMarker last, marker;
  guint left = MOST_NUMBERED;

  if (!rewrite_place_read_marker (place, item, &last))
    return;
  for (item = kd_element_get_next (item); item != NULL && left > 0;
       item = kd_element_get_next (item), left--)
    {
      if (!rewrite_place_read_marker (place, item, &marker) || !marker.is_number
          || marker.number != last.number + 1)
        return;
      move_item (place, edits, item, column_of (&marker), NULL, (guint) ((int) marker.number + by));
      last = marker;
    }
}

static void
move_in (const RewritePlace *place, BaseEdits *edits, const Group *group)
{
  const KdElement *before = item_before (group), *list;
  RewriteMarker above, like;
  int column;

  if (before == NULL || !rewrite_place_read_marker (place, before, &above))
    return;
  column = text_column_of (&above);
  list = last_child (before);
  if (list == NULL || !is_list (list)
      || !rewrite_place_read_marker (place, last_child (list), &like))
    list = NULL;
  else
    column = column_of (&like);
  for (guint i = 0; i < group->items->len; i++)
    move_item (place, edits, group->items->pdata[i], column, list != NULL ? &like : NULL, i + 1);
  if (group->is_only)
    rewrite_renumber_behind (place, edits, group->items->pdata[group->items->len - 1],
                             -(int) group->items->len);
}

static void
move_out (const RewritePlace *place, BaseEdits *edits, const Group *group)
{
  const KdElement *last = group->items->pdata[group->items->len - 1];
  RewriteMarker outer, moved;
  guint nth = 0;
  int by = 0;

  if (group->parent == NULL || !rewrite_place_read_marker (place, group->parent, &outer)
      || !rewrite_place_read_marker (place, last, &moved))
    return;
  /* Its own line begins with the outer marker: there is nothing to take away. */
  if (outer.line.start == moved.line.start)
    return;
  for (guint i = 0; i < group->items->len; i++)
    by = move_item (place, edits, group->items->pdata[i], column_of (&outer), &outer, i + 1);
  by += text_column_of (&moved) - column_of (&moved);
  for (const KdElement *item = kd_element_get_next (last); item != NULL;
       item = kd_element_get_next (item))
    {
      RewriteMarker marker;

      if (rewrite_place_read_marker (place, item, &marker))
        move_item (place, edits, item, column_of (&marker) + by, NULL, ++nth);
    }
  if (group->is_only)
    rewrite_renumber_behind (place, edits, group->parent, (int) group->items->len);
}

ChapeauRewrite *
chapeau_rewrite_tab (const char *text, gsize length, BaseSpan selection, gboolean back)
{
  g_auto (RewritePlace) place;
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (group_free);
  ChapeauRewrite *rewrite;
  BaseSpan lines;

  rewrite_place_init (&place, text, length, selection.start);
  if (place.table != NULL && place.is_prose && rewrite_table_is_ours (&place))
    return rewrite_table_tab (&place, back);
  lines = place.line;
  if (selection.end > selection.start)
    lines.end = rewrite_place_line (&place, selection.end - 1).end;
  if (!place.is_prose)
    return NULL;
  collect (&place, kd_document_get_root (place.document), NULL, lines, groups);
  if (groups->len == 0)
    collect_around (&place, groups);
  if (groups->len == 0)
    return NULL;
  rewrite = rewrite_new ();
  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = groups->pdata[i];

      group->is_only = groups->len == 1;
      if (back)
        move_out (&place, rewrite->edits, group);
      else
        move_in (&place, rewrite->edits, group);
    }
  rewrite->selection = base_span (base_edits_map_offset (rewrite->edits, selection.start),
                                  base_edits_map_offset (rewrite->edits, selection.end));
  return rewrite;
}
