/* fm-edit-value.c - making a value that is there read as another.
 *
 * Collections are compared entry by entry, so that setting a list or group touches only what
 * differs; scalars are replaced from their first byte to their last, in their style where it can
 * hold the new text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-edit.h"

#include <string.h>

static gboolean
is_collection (FmKind kind)
{
  return kind == FM_SEQUENCE || kind == FM_MAPPING;
}

/* Takes one line where it stands: scalars and empty collections. */
static gboolean
is_single (const FmValue *value)
{
  return !is_collection (value->kind) || value->n_items == 0;
}

/* TRUE if the old text is quoted only because it had to be: quotes that Psych chose are no
 * person's choice, and go when the new text does not need them. */
static gboolean
is_quoted_by_need (const FmNode *node)
{
  g_autoptr (FmValue) value = NULL;
  g_autofree char *written = NULL;

  if (node->style != FM_STYLE_SINGLE_QUOTED && node->style != FM_STYLE_DOUBLE_QUOTED)
    return FALSE;
  value = fm_value_new_string (node->text);
  written = fm_value_to_yaml (value, "k");
  return written[strlen ("k: ")] == (node->style == FM_STYLE_SINGLE_QUOTED ? '\'' : '"');
}

/* The style that the new value should have for the old one's sake. */
static FmStyle
kept_style (const FmEdit *edit, const FmNode *node, const FmValue *value)
{
  if (edit->caution != FM_CAUTION_AS_WRITTEN || node->kind != FM_STRING || value->kind != FM_STRING
      || is_collection (node->kind) || is_quoted_by_need (node))
    return FM_STYLE_PLAIN;
  return node->style;
}

/* Behind the colon or dash that announces the value; 0 if there is none. */
static gsize
find_indicator_end (const FmNode *node)
{
  const char *text = node->header->text;
  gsize limit = node->header->split.yaml.end;
  gsize at;

  if (node->key == NULL)
    return node->entry + 1;
  at = fm_skip_separation (text, limit, node->key->end);
  return at < limit && text[at] == ':' ? at + 1 : 0;
}

static gboolean
replace_in_flow (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize indicator = node->key != NULL ? find_indicator_end (node) : node->start;

  if (indicator == 0)
    g_string_append (out, ": ");
  else if (node->key != NULL && node->start == indicator)
    g_string_append_c (out, ' ');
  fm_write_flow (out, value, kept_style (edit, node, value));
  fm_edit_put (edit, node->start, node->end, out->str);
  return TRUE;
}

/* Appends what follows the indicator, leading blank or line break included. */
static void
write_behind (GString *out,
              const FmEdit *edit,
              const FmNode *node,
              gsize indicator,
              const FmValue *value,
              FmLayout *layout)
{
  FmStyle style = kept_style (edit, node, value);

  if (node->key == NULL)
    {
      *layout = fm_edit_layout (edit, node->parent);
      layout->step = fm_edit_layout_of_value (edit, node).step;
      layout->folds = fm_edit_layout_of_value (edit, node).folds;
      if (node->start > indicator && fm_line_start (edit->header->text, node->start) <= indicator)
        layout->gap = (guint) (node->start - indicator);
      fm_write_behind_dash (out, value, style, layout);
    }
  else
    fm_write_behind_colon (out, value, style, fm_column (edit->header->text, indicator), layout);
}

/* Nothing was written there: "lien:", perhaps with blanks behind it. */
static void
fill_in (FmEdit *edit, gsize indicator, const char *written)
{
  const char *text = edit->header->text;
  gsize limit = edit->header->split.yaml.end;
  gsize blanks = fm_skip_blanks (text, limit, indicator);
  gboolean is_bare = blanks == limit || fm_break_length (text, limit, blanks) > 0; /* no comment */

  if (is_bare && blanks == indicator + 1 && written[0] == ' ' && text[indicator] == ' ')
    fm_edit_put (edit, blanks, blanks, written + 1);
  else
    fm_edit_put (edit, indicator, is_bare ? blanks : indicator, written);
}

/* "? key" without a colon: the value gets a line of its own below the key. */
static gboolean
add_below_key (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  const char *text = edit->header->text;
  FmLayout layout = fm_edit_layout_of_value (edit, node);
  g_autoptr (GString) out = g_string_new ("\n");
  gsize line_end = fm_line_end (text, edit->header->split.yaml.end, node->key->end);

  for (guint i = 0; i < layout.indent; i++)
    g_string_append_c (out, ' ');
  g_string_append_c (out, ':');
  fm_write_behind_colon (out, value, kept_style (edit, node, value), layout.indent + 1, &layout);
  fm_edit_put (edit, line_end, line_end, out->str);
  return TRUE;
}

static gboolean
replace_in_block (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  const char *text = edit->header->text;
  FmLayout layout = fm_edit_layout_of_value (edit, node);
  gsize indicator = find_indicator_end (node);
  g_autoptr (GString) out = g_string_new (NULL);
  BaseSpan comment = fm_node_get_comment_span (node);
  gboolean same_line;

  if (indicator == 0)
    return add_below_key (edit, node, value);
  same_line = fm_skip_blanks (text, node->end, indicator) == node->start && node->start > indicator;
  if (!same_line && !is_collection (node->kind) && node->start < node->end
      && edit->caution == FM_CAUTION_AS_WRITTEN && is_single (value) && value->kind != FM_NULL
      && value->kind != FM_ALIAS && !is_collection (value->kind))
    {
      /* It stands on a line of its own and may stay there. */
      fm_write_scalar_at (out, value, kept_style (edit, node, value), fm_column (text, node->start),
                          &layout);
      fm_edit_put (edit, node->start, node->end, out->str);
      return TRUE;
    }
  write_behind (out, edit, node, indicator, value, &layout);
  if (node->start == node->end && node->content == indicator)
    fill_in (edit, indicator, out->str);
  else if (same_line && out->len > 1 && out->str[0] == ' ')
    fm_edit_put (edit, node->start, node->end, out->str + strspn (out->str, " "));
  else if (node->style == FM_STYLE_BLOCK && base_span_length (comment) > 0
           && comment.end < node->start)
    {
      /* "key: # comment" keeps its comment. */
      if (is_single (value))
        {
          fm_edit_put (edit, indicator, indicator, out->str);
          fm_edit_put (edit, comment.end, node->end, "");
        }
      else
        fm_edit_put (edit, comment.end, node->end, out->str);
    }
  else
    fm_edit_put (edit, indicator, node->end, out->str);
  return TRUE;
}

gboolean
fm_edit_replace (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  if (node->parent == NULL)
    {
      if (node->style != FM_STYLE_FLOW)
        return fm_edit_refuse (edit, "the whole header cannot be set at once");
      return replace_in_flow (edit, node, value);
    }
  if (!fm_edit_guard (edit, node, TRUE))
    return FALSE;
  if (node->parent->style == FM_STYLE_FLOW)
    return replace_in_flow (edit, node, value);
  return replace_in_block (edit, node, value);
}

/* ---- collections, entry by entry ---- */

static gboolean
edit_sequence (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  guint old = node->n_items, new = value->n_items;
  guint same_start = 0, same_end = 0, common;

  while (same_start < MIN (old, new)
         && fm_value_equals_node (value->items[same_start], node->items[same_start]))
    same_start++;
  while (
      same_end < MIN (old, new) - same_start
      && fm_value_equals_node (value->items[new - 1 - same_end], node->items[old - 1 - same_end]))
    same_end++;
  common = MIN (old, new) - same_start - same_end;
  for (guint i = same_start; i < same_start + common; i++)
    if (!fm_edit_value (edit, node->items[i], value->items[i]))
      return FALSE;
  if (old > new)
    return fm_edit_remove_entries (edit, node, same_start + common, old - same_end);
  return new == old
         || fm_edit_insert_entries (edit, node, same_start + common, NULL,
                                    value->items + same_start + common, new - old);
}

static gboolean
is_gone (const FmNode *entry, const FmValue *value)
{
  g_autofree char *key = fm_key_dup_text (entry->key);

  return fm_value_find (value, key) < 0;
}

static gboolean
edit_mapping (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  guint n_gone = 0;

  for (guint i = 0; i < node->n_items; i++)
    n_gone += is_gone (node->items[i], value);
  if (n_gone == node->n_items)
    return fm_edit_replace (edit, node, value);
  for (guint i = 0; i < node->n_items;)
    {
      guint to = i;

      while (to < node->n_items && is_gone (node->items[to], value))
        to++;
      if (to > i && !fm_edit_remove_entries (edit, node, i, to))
        return FALSE;
      i = to + (to == i);
    }
  for (guint i = 0; i < value->n_items; i++)
    {
      const FmNode *member = fm_node_get_member (node, value->keys[i]);

      if (member == NULL)
        {
          g_ptr_array_add (keys, value->keys[i]);
          g_ptr_array_add (values, value->items[i]);
        }
      else if (!fm_edit_value (edit, member, value->items[i]))
        return FALSE;
    }
  return keys->len == 0
         || fm_edit_insert_entries (edit, node, node->n_items, (char *const *) keys->pdata,
                                    (FmValue *const *) values->pdata, keys->len);
}

gboolean
fm_edit_value (FmEdit *edit, const FmNode *node, const FmValue *value)
{
  if (fm_value_equals_node (value, node))
    return TRUE;
  if (node->kind == value->kind && is_collection (node->kind) && node->n_items > 0
      && value->n_items > 0 && !node->is_implicit_pair)
    {
      if (!fm_edit_guard (edit, node, FALSE))
        return FALSE;
      return node->kind == FM_SEQUENCE ? edit_sequence (edit, node, value)
                                       : edit_mapping (edit, node, value);
    }
  return fm_edit_replace (edit, node, value);
}
