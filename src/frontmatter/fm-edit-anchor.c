/* fm-edit-anchor.c - values that stand in two places: anchors (&name) and their aliases (*name).
 *
 * Setting or removing a value that aliases repeat must not change these places, as it would not in
 * Psych's tree. A scalar's first alias inherits the anchor: "a: &x 1, b: *x, c: *x" becomes
 * "a: 2, b: &x 1, c: *x". A list or group that aliases repeat cannot be changed from one of its
 * places without a copy at the other, which nobody who wrote an anchor wants: that is refused.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-edit.h"

#include <string.h>

/* ---- who uses an anchor ---- */

typedef struct
{
  const FmNode *node; /* with the anchor */
  const FmNode *heir; /* the first alias to it */
  const FmNode *last; /* the last one */
  gboolean is_passed;
  gboolean is_done;
} Search;

/* In the order of the text, since a name may be given twice and counts from there on. */
static void
search_node (Search *search, const FmNode *node)
{
  if (node == search->node)
    search->is_passed = TRUE;
  else if (search->is_passed)
    {
      if (node->kind == FM_ALIAS && strcmp (node->text, search->node->anchor) == 0)
        {
          search->heir = search->heir != NULL ? search->heir : node;
          search->last = node;
        }
      search->is_done = node->anchor != NULL && strcmp (node->anchor, search->node->anchor) == 0;
    }
  for (guint i = 0; i < node->n_items && !search->is_done; i++)
    {
      if (node->kind == FM_MAPPING)
        search_node (search, node->items[i]->key);
      if (!search->is_done)
        search_node (search, node->items[i]);
    }
}

static Search
find_aliases (const FmNode *node)
{
  Search search = { node, NULL, NULL, FALSE, FALSE };

  if (node->anchor != NULL && node->header->n_aliases > 0)
    search_node (&search, node->header->root);
  return search;
}

/* Do aliases at or behind @from repeat the node? */
static gboolean
is_shared (const FmEdit *edit, const FmNode *node, gsize from)
{
  Search search = find_aliases (node);

  return node != edit->released && search.last != NULL && search.last->start >= from;
}

/* Is something inside @node used behind the end of @whole, which goes? */
static gboolean
holds_shared (const FmEdit *edit, const FmNode *node, const FmNode *whole)
{
  for (guint i = 0; i < node->n_items; i++)
    if (is_shared (edit, node->items[i], whole->end)
        || (node->kind == FM_MAPPING && is_shared (edit, node->items[i]->key, whole->end))
        || holds_shared (edit, node->items[i], whole))
      return TRUE;
  return FALSE;
}

gboolean
fm_edit_guard (FmEdit *edit, const FmNode *node, gboolean deeply)
{
  if (edit->header->n_aliases == 0)
    return TRUE;
  for (const FmNode *outer = node; outer != NULL; outer = outer->parent)
    if (is_shared (edit, outer, 0))
      return fm_edit_refuse (edit, "an anchor makes this value stand elsewhere, too");
  if (deeply && holds_shared (edit, node, node))
    return fm_edit_refuse (edit, "an anchor in this value is used elsewhere");
  return TRUE;
}

gboolean
fm_edit_guard_entry (FmEdit *edit, const FmNode *entry)
{
  if (entry->key != NULL && is_shared (edit, entry->key, entry->end))
    return fm_edit_refuse (edit, "an anchor in this value is used elsewhere");
  return fm_edit_guard (edit, entry, TRUE);
}

/* ---- handing the anchor on ---- */

const FmNode *
fm_edit_find_heir (const FmNode *node)
{
  const FmNode *heir;

  if (node->kind == FM_SEQUENCE || node->kind == FM_MAPPING || node->parent == NULL)
    return NULL;
  heir = find_aliases (node).heir;
  return heir != NULL && !heir->is_key ? heir : NULL;
}

void
fm_edit_hand_on (FmEdit *edit, const FmNode *node, const FmNode *heir)
{
  const char *text = edit->header->text;
  g_autoptr (GString) out = g_string_new (NULL);

  if (edit->caution == FM_CAUTION_AS_WRITTEN
      && fm_line_end (text, node->end, node->start) == node->end)
    g_string_append_len (out, text + node->start, (gssize) (node->end - node->start));
  else
    {
      g_autoptr (FmValue) value = fm_value_new_from_node (node);

      g_string_append_printf (out, "&%s ", node->anchor);
      fm_write_flow (out, value,
                     edit->caution == FM_CAUTION_SAFE ? FM_STYLE_DOUBLE_QUOTED : FM_STYLE_PLAIN);
    }
  fm_edit_put (edit, heir->start, heir->end, out->str);
}
