/* fm-edit-entries.c - putting entries into collections, taking them out, moving them.
 *
 * Block entries are lines: an entry reaches from its key or dash to the end of its value or of the
 * comment behind it. Only the first entry of a collection may share its line with something before
 * it ("- a: 1"); that one is treated from its own first byte. Flow entries are parted by commas.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-edit.h"

#include <string.h>

static gsize
limit_of (const FmEdit *edit)
{
  return edit->header->split.yaml.end;
}

/* Only blanks stand before the entry on its line. */
static gboolean
has_own_line (const FmEdit *edit, const FmNode *entry)
{
  const char *text = edit->header->text;
  gsize line = fm_line_start (text, entry->entry);

  return fm_skip_blanks (text, entry->entry, line) == entry->entry;
}

/* The end of the entry's last line, before its break; FALSE if something else stands there. */
static gboolean
find_line_end (FmEdit *edit, const FmNode *entry, gsize *end)
{
  const char *text = edit->header->text;
  gsize at = fm_node_get_entry_span (entry).end;

  *end = at = fm_skip_blanks (text, limit_of (edit), at);
  if (at < limit_of (edit) && fm_break_length (text, limit_of (edit), at) == 0)
    return fm_edit_refuse (edit, "something follows the value on its line");
  return TRUE;
}

static void
write_entry (GString *out,
             FmEdit *edit,
             const FmNode *collection,
             const char *key,
             const FmValue *value,
             const FmLayout *layout)
{
  if (key != NULL)
    fm_write_member (out, key, value, FM_STYLE_PLAIN, layout);
  else
    {
      g_string_append_c (out, '-');
      fm_write_behind_dash (out, value, fm_edit_item_style (edit, collection), layout);
    }
}

static void
append_indent (GString *out, guint indent)
{
  for (guint i = 0; i < indent; i++)
    g_string_append_c (out, ' ');
}

/* The first keys of an empty header, or of a bare text. */
static gboolean
insert_into_empty_root (FmEdit *edit, char *const *keys, FmValue *const *values, guint n_entries)
{
  FmLayout layout = fm_edit_layout (edit, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize at = limit_of (edit);

  if (at > edit->header->split.header.start && fm_line_start (edit->header->text, at) != at)
    g_string_append_c (out, '\n');
  for (guint i = 0; i < n_entries; i++)
    {
      fm_write_member (out, keys[i], values[i], FM_STYLE_PLAIN, &layout);
      g_string_append_c (out, '\n');
    }
  fm_edit_put (edit, at, at, out->str);
  return TRUE;
}

static gboolean
insert_block (FmEdit *edit,
              const FmNode *collection,
              guint at,
              char *const *keys,
              FmValue *const *values,
              guint n_entries)
{
  FmLayout layout = fm_edit_layout (edit, collection);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean has_line = at == 0 && has_own_line (edit, collection->items[0]);
  gsize place;

  if (at > 0 && !find_line_end (edit, collection->items[at - 1], &place))
    return FALSE;
  if (at > 0 && place < limit_of (edit))
    {
      /* Behind the line break, so that the line before can be removed by the same edit. */
      place += fm_break_length (edit->header->text, limit_of (edit), place);
      has_line = TRUE;
    }
  else if (at == 0)
    place = has_line ? fm_line_start (edit->header->text, collection->items[0]->entry)
                     : collection->items[0]->entry;
  for (guint i = 0; i < n_entries; i++)
    {
      gboolean is_last_line = at > 0 && !has_line;

      if (is_last_line)
        g_string_append_c (out, '\n');
      if (is_last_line || has_line)
        append_indent (out, layout.indent);
      write_entry (out, edit, collection, keys != NULL ? keys[i] : NULL, values[i], &layout);
      if (!is_last_line)
        g_string_append_c (out, '\n');
      if (!is_last_line && !has_line)
        append_indent (out, layout.indent);
    }
  fm_edit_put (edit, place, place, out->str);
  return TRUE;
}

static void
write_flow_entry (
    GString *out, FmEdit *edit, const FmNode *collection, const char *key, const FmValue *value)
{
  if (key != NULL)
    {
      if (!fm_write_key (out, key, FM_STYLE_PLAIN, TRUE))
        fm_edit_refuse (edit, "the key is too long to stand in braces");
      g_string_append (out, ": ");
      fm_write_flow (out, value, FM_STYLE_PLAIN);
    }
  else
    fm_write_flow (out, value, fm_edit_item_style (edit, collection));
}

/* What parts the entries: ", ", or with the line break that the first two have between them. */
static char *
dup_separator (const FmEdit *edit, const FmNode *collection)
{
  const char *text = edit->header->text;

  if (collection->n_items >= 2)
    {
      gsize start = collection->items[0]->end;
      gsize end = collection->items[1]->entry;
      gsize at = start;

      while (at < end && strchr (", \r\n", text[at]) != NULL)
        at++;
      if (at == end && text[start] == ',')
        {
          GString *separator = g_string_new (NULL);

          for (at = start; at < end; at++)
            if (text[at] != '\r')
              g_string_append_c (separator, text[at]);
          return g_string_free (separator, FALSE);
        }
    }
  return g_strdup (", ");
}

static gboolean
insert_flow (FmEdit *edit,
             const FmNode *collection,
             guint at,
             char *const *keys,
             FmValue *const *values,
             guint n_entries)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *separator = dup_separator (edit, collection);
  gsize place = at > 0 ? collection->items[at - 1]->end : collection->items[0]->entry;

  if (collection->is_implicit_pair)
    return fm_edit_refuse (edit, "a pair without braces holds one key only");
  for (guint i = 0; i < n_entries; i++)
    {
      if (at > 0)
        g_string_append (out, separator);
      write_flow_entry (out, edit, collection, keys != NULL ? keys[i] : NULL, values[i]);
      if (at == 0)
        g_string_append (out, separator);
    }
  fm_edit_put (edit, place, place, out->str);
  return edit->refusal == NULL;
}

gboolean
fm_edit_insert_entries (FmEdit *edit,
                        const FmNode *collection,
                        guint at,
                        char *const *keys,
                        FmValue *const *values,
                        guint n_entries)
{
  if (!fm_edit_guard (edit, collection, FALSE))
    return FALSE;
  if (collection->n_items == 0)
    {
      g_autoptr (FmValue) whole = NULL;

      if (collection->is_synthetic)
        return insert_into_empty_root (edit, keys, values, n_entries);
      whole = keys != NULL ? fm_value_new_mapping ((const char *const *) keys, values, n_entries)
                           : fm_value_new_sequence (values, n_entries);
      return fm_edit_replace (edit, collection, whole);
    }
  if (collection->style == FM_STYLE_FLOW)
    return insert_flow (edit, collection, at, keys, values, n_entries);
  return insert_block (edit, collection, at, keys, values, n_entries);
}

/* ---- removing ---- */

static gboolean
remove_flow (FmEdit *edit, const FmNode *collection, guint from, guint to)
{
  if (to < collection->n_items)
    fm_edit_put (edit, collection->items[from]->entry, collection->items[to]->entry, "");
  else
    fm_edit_put (edit, collection->items[from - 1]->end, collection->items[to - 1]->end, "");
  return TRUE;
}

static gboolean
remove_block (FmEdit *edit, const FmNode *collection, guint from, guint to)
{
  const char *text = edit->header->text;
  const FmNode *first = collection->items[from];
  gsize start, end;

  if (!has_own_line (edit, first))
    {
      if (from > 0 || to == collection->n_items)
        return fm_edit_refuse (edit, "the entry shares its line with something else");
      fm_edit_put (edit, first->entry, collection->items[to]->entry, "");
      return TRUE;
    }
  if (!find_line_end (edit, collection->items[to - 1], &end))
    return FALSE;
  start = fm_line_start (text, first->entry);
  if (end < limit_of (edit))
    end += fm_break_length (text, limit_of (edit), end);
  else if (from > 0)
    {
      gsize before;

      if (!find_line_end (edit, collection->items[from - 1], &before))
        return FALSE;
      start = before;
    }
  fm_edit_put (edit, start, end, "");
  return TRUE;
}

gboolean
fm_edit_remove_entries (FmEdit *edit, const FmNode *collection, guint from, guint to)
{
  if (!fm_edit_guard (edit, collection, FALSE))
    return FALSE;
  for (guint i = from; i < to; i++)
    if (!fm_edit_guard_entry (edit, collection->items[i]))
      return FALSE;
  if (from == 0 && to == collection->n_items
      && (collection->parent != NULL || collection->style == FM_STYLE_FLOW))
    {
      g_autoptr (FmValue) nothing = collection->kind == FM_SEQUENCE
                                        ? fm_value_new_sequence (NULL, 0)
                                        : fm_value_new_mapping (NULL, NULL, 0);

      return fm_edit_replace (edit, collection, nothing);
    }
  if (collection->style == FM_STYLE_FLOW)
    return remove_flow (edit, collection, from, to);
  return remove_block (edit, collection, from, to);
}

/* ---- moving ---- */

static gboolean
holds_names (const FmNode *node)
{
  if (node->kind == FM_ALIAS || node->anchor != NULL)
    return TRUE;
  for (guint i = 0; i < node->n_items; i++)
    if (holds_names (node->items[i]))
      return TRUE;
  return FALSE;
}

static BaseSpan
slot_of (const FmNode *collection, guint at)
{
  const FmNode *item = collection->items[at];

  if (collection->style == FM_STYLE_FLOW)
    return base_span (item->entry, item->end);
  return fm_node_get_entry_span (item);
}

/* The items between the two places change their slots; what stands between the slots stays. */
gboolean
fm_edit_move_entry (FmEdit *edit, const FmNode *collection, guint from, guint to)
{
  guint first = MIN (from, to), last = MAX (from, to);

  if (!fm_edit_guard (edit, collection, FALSE))
    return FALSE;
  for (guint i = first; i <= last; i++)
    if (holds_names (collection->items[i]))
      return fm_edit_refuse (edit, "an anchor or alias must keep its place");
  for (guint i = first; i <= last; i++)
    {
      guint source = i == to ? from : from < to ? i + 1 : i - 1;
      BaseSpan slot = slot_of (collection, i);
      BaseSpan other = slot_of (collection, source);

      base_edits_replace (edit->edits, slot, edit->header->text + other.start,
                          (gssize) base_span_length (other));
    }
  return TRUE;
}
