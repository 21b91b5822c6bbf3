/* fm-edit-layout.c - the habits of a header: indentation, dashes, quotes; and what is shared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-edit.h"

#include <string.h>

/* The first list under a key in block style. */
static const FmNode *
find_block_list (const FmNode *node)
{
  for (guint i = 0; i < node->n_items; i++)
    {
      const FmNode *child = node->items[i];
      const FmNode *found;

      if (child->kind == FM_SEQUENCE && child->style == FM_STYLE_BLOCK && child->n_items > 0
          && node->kind == FM_MAPPING)
        return child;
      found = find_block_list (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first mapping under a key in block style. */
static const FmNode *
find_block_mapping (const FmNode *node)
{
  for (guint i = 0; i < node->n_items; i++)
    {
      const FmNode *child = node->items[i];
      const FmNode *found;

      if (child->kind == FM_MAPPING && child->style == FM_STYLE_BLOCK && child->n_items > 0
          && node->kind == FM_MAPPING)
        return child;
      found = find_block_mapping (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static guint
relative_indent (const FmNode *child)
{
  guint outer = fm_column (child->header->text, child->entry);
  guint inner = fm_column (child->header->text, child->items[0]->entry);

  return inner > outer ? inner - outer : 0;
}

FmLayout
fm_edit_layout (const FmEdit *edit, const FmNode *collection)
{
  FmLayout layout = fm_layout_default ();
  const FmNode *root = edit->header->root;
  const FmNode *list = root == NULL ? NULL : find_block_list (root);
  const FmNode *mapping = root == NULL ? NULL : find_block_mapping (root);

  if (list != NULL)
    layout.list_offset = MIN (relative_indent (list), 8);
  if (mapping != NULL && relative_indent (mapping) >= 2 && relative_indent (mapping) <= 9)
    layout.step = relative_indent (mapping);
  layout.is_safe = edit->caution == FM_CAUTION_SAFE;
  if (collection == NULL || collection->n_items == 0)
    return layout;
  layout.indent = fm_column (edit->header->text, collection->items[0]->entry);
  if (collection->kind == FM_SEQUENCE && collection->style == FM_STYLE_BLOCK)
    {
      const FmNode *last = collection->items[collection->n_items - 1];
      gsize behind = fm_skip_blanks (edit->header->text, last->end, last->entry + 1);

      if (behind == last->start && behind > last->entry + 1 && behind - last->entry <= 9)
        layout.gap = (guint) (behind - last->entry - 1);
    }
  return layout;
}

/* How far the lines after the first are indented, from the entry; 0 if there are none. */
static guint
continuation_step (const FmNode *node)
{
  const char *text = node->header->text;
  guint outer = fm_column (text, node->entry);

  for (gsize at = fm_next_line (text, node->end, node->content); at < node->end;
       at = fm_next_line (text, node->end, at))
    {
      gsize inside = fm_skip_blanks (text, node->end, at);

      if (inside < node->end && fm_break_length (text, node->end, inside) == 0)
        return inside - at > outer ? (guint) (inside - at) - outer : 0;
    }
  return 0;
}

/* TRUE for a text on one line that runs over the page though it could have been folded. */
static gboolean
is_unfolded (const FmNode *node, const FmLayout *layout)
{
  g_autoptr (GString) written = NULL;
  g_autoptr (FmValue) value = NULL;

  if (node->kind != FM_STRING || node->style == FM_STYLE_LITERAL || node->style == FM_STYLE_FOLDED
      || fm_line_end (node->header->text, node->end, node->content) < node->end
      || fm_column (node->header->text, node->end) <= 80)
    return FALSE;
  written = g_string_new (NULL);
  value = fm_value_new_from_node (node);
  fm_write_scalar_at (written, value, node->style, fm_column (node->header->text, node->content),
                      layout);
  return strchr (written->str, '\n') != NULL;
}

FmLayout
fm_edit_layout_of_value (const FmEdit *edit, const FmNode *node)
{
  FmLayout layout = fm_edit_layout (edit, NULL);
  guint step = 0;

  layout.indent = fm_column (edit->header->text, node->entry);
  if (node->kind != FM_SEQUENCE && node->kind != FM_MAPPING)
    step = continuation_step (node);
  if (step >= 2 && step <= 9)
    layout.step = step;
  layout.folds = !is_unfolded (node, &layout);
  return layout;
}

FmStyle
fm_edit_item_style (const FmEdit *edit, const FmNode *sequence)
{
  FmStyle style = FM_STYLE_PLAIN;

  if (edit->caution != FM_CAUTION_AS_WRITTEN)
    return FM_STYLE_PLAIN;
  for (guint i = 0; i < sequence->n_items; i++)
    {
      const FmNode *item = sequence->items[i];

      if (item->style != FM_STYLE_SINGLE_QUOTED && item->style != FM_STYLE_DOUBLE_QUOTED)
        return FM_STYLE_PLAIN;
      if (i > 0 && item->style != style)
        return FM_STYLE_PLAIN;
      style = item->style;
    }
  return style;
}
