/* fm-edit.c - every wish to change a header, as replacements on its bytes.
 *
 * Model: each public function (1) works out the value that the whole header must have afterwards,
 * (2) makes the replacements on the tree's spans, (3) applies them to a copy, reads it, and gives
 * them out only if the copy reads as (1) and the body is what it was. Where it does not (a style
 * that cannot hold a text in its place, a comment that would become part of one), (2) is repeated
 * more cautiously. So a wrong assumption about somebody's YAML ends in a refusal, not in a file.
 *
 * Limits: an edit costs two readings of the header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-edit.h"
#include "fm-path.h"

#include <string.h>

gboolean
fm_edit_refuse (FmEdit *edit, const char *reason)
{
  if (edit->refusal == NULL)
    edit->refusal = reason;
  return FALSE;
}

static gboolean
collides (const BaseEdits *edits, gsize start, gsize end)
{
  for (gsize i = 0; i < base_edits_count (edits); i++)
    {
      BaseSpan other = base_edits_get (edits, i)->span;

      if (start < other.end && other.start < end)
        return TRUE;
    }
  return FALSE;
}

void
fm_edit_put (FmEdit *edit, gsize start, gsize end, const char *text)
{
  const FmHeader *header = edit->header;
  gsize from = header->split.header.start;
  gsize line_end = fm_line_end (header->text, header->length, from);
  g_autoptr (GString) converted = g_string_new (text);

  if (line_end + 1 < header->length && header->text[line_end] == '\r'
      && header->text[line_end + 1] == '\n')
    g_string_replace (converted, "\n", "\r\n", 0);
  if (start == end && converted->len == 0)
    return;
  if (collides (edit->edits, start, end))
    fm_edit_refuse (edit, "two changes meet at one place");
  else
    base_edits_replace (edit->edits, base_span (start, end), converted->str,
                        (gssize) converted->len);
}

/* ---- making and checking ---- */

typedef struct
{
  FmPathPart *parts;
  guint n_parts;
  const FmNode *node; /* the deepest that is there */
  guint depth;        /* parts that lead to it */
  const FmValue *value;
  const char *const *usual_order;
  guint from, to;
  const char *key;
  const FmNode *heir; /* the first alias to the node's anchor: it keeps the old value */
} Wish;

typedef gboolean (*Maker) (FmEdit *edit, const Wish *wish);

static gboolean
has_unknown_alias (const FmHeader *header)
{
  for (guint i = 0; header->n_aliases > 0 && i < header->diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = header->diagnostics->pdata[i];

      if (strcmp (diagnostic->code, "frontmatter.unknown-alias") == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
reads_as (const FmHeader *before, const BaseEdits *edits, const FmValue *expected, gboolean *limit)
{
  g_autoptr (GBytes) bytes = base_edits_apply (edits, before->text, before->length);
  g_autoptr (FmHeader) after = before->is_bare ? fm_header_new_yaml (bytes) : fm_header_new (bytes);
  gsize old_body = base_span_length (before->split.body);
  gsize new_body = base_span_length (after->split.body);

  *limit = base_span_length (after->split.header) > FM_MAX_HEADER_SIZE;
  if (after->root == NULL || !fm_value_equals_node (expected, after->root)
      || (has_unknown_alias (after) && !has_unknown_alias (before)))
    return FALSE;
  if (!before->split.has_header)
    return TRUE;
  return old_body == new_body
         && memcmp (before->text + before->split.body.start, after->text + after->split.body.start,
                    new_body)
                == 0;
}

static BaseEdits *
make (
    const FmHeader *header, Maker maker, const Wish *wish, const FmValue *expected, GError **error)
{
  const char *reason = NULL;
  gboolean is_limit = FALSE;

  for (int caution = FM_CAUTION_AS_WRITTEN; caution <= FM_CAUTION_SAFE; caution++)
    {
      g_autoptr (BaseEdits) edits = base_edits_new ();
      FmEdit edit = { header, edits, (FmCaution) caution, NULL, NULL };

      if (wish->heir != NULL)
        {
          edit.released = wish->node;
          fm_edit_hand_on (&edit, wish->node, wish->heir);
        }
      if (maker (&edit, wish) && edit.refusal == NULL
          && reads_as (header, edits, expected, &is_limit))
        return g_steal_pointer (&edits);
      if (reason == NULL)
        reason = edit.refusal;
    }
  if (is_limit)
    g_set_error_literal (error, FM_ERROR, FM_ERROR_LIMIT, "the header would be too large");
  else
    g_set_error_literal (error, FM_ERROR, FM_ERROR_IRREGULAR,
                         reason != NULL ? reason
                                        : "it is written in a way that is not safe to edit");
  return NULL;
}

/* ---- where a path leads ---- */

static gboolean
check_editable (const FmHeader *header, GError **error)
{
  if (!header->is_broken)
    return TRUE;
  g_set_error_literal (error, FM_ERROR, FM_ERROR_BROKEN, "the header cannot be read");
  return FALSE;
}

static void
wish_init (Wish *wish, const FmHeader *header, const char *path)
{
  memset (wish, 0, sizeof *wish);
  wish->parts = fm_path_parse (path, &wish->n_parts);
  wish->node = header->root;
  while (wish->node != NULL && wish->depth < wish->n_parts)
    {
      const FmPathPart *part = &wish->parts[wish->depth];
      const FmNode *child = part->appends ? NULL : fm_path_step (wish->node, part->text);

      if (child == NULL)
        break;
      wish->node = child;
      wish->depth++;
    }
}

static gboolean
wish_is_found (const Wish *wish)
{
  return wish->node != NULL && wish->depth == wish->n_parts;
}

static void
wish_clear (Wish *wish)
{
  fm_path_free (wish->parts, wish->n_parts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static gpointer
not_found (GError **error)
{
  g_set_error_literal (error, FM_ERROR, FM_ERROR_NOT_FOUND, "there is no such key");
  return NULL;
}

/* ---- the value that is expected ---- */

typedef FmValue *(*Change) (const FmValue *value, const Wish *wish);

/* A copy of @value with what @change makes of the value at the end of the wish's path; the path is
 * known to be there. */
static FmValue *
changed_at (const FmValue *value, const Wish *wish, guint depth, guint until, Change change)
{
  const char *part;
  g_autoptr (FmValue) item = NULL;
  guint at = 0;

  if (depth == until)
    return change (value, wish);
  part = wish->parts[depth].text;
  if (value->kind == FM_MAPPING)
    at = (guint) fm_value_find (value, part);
  else
    fm_path_position (part, &at);
  item = changed_at (value->items[at], wish, depth + 1, until, change);
  return fm_value_with_item (value, at, part, item);
}

static FmValue *
expect (const FmHeader *header, const Wish *wish, guint until, Change change)
{
  g_autoptr (FmValue) kept = wish->heir != NULL ? fm_value_new_from_node (wish->node) : NULL;
  g_autoptr (FmValue) whole = fm_value_new_replacing (header->root, wish->heir, kept);

  return changed_at (whole, wish, 0, until, change);
}

/* The value for the parts from @depth on, none of which is there. */
static FmValue *
nested_value (const Wish *wish, guint depth)
{
  g_autoptr (FmValue) inner = NULL;
  const FmPathPart *part;

  if (depth == wish->n_parts)
    return fm_value_ref ((FmValue *) wish->value);
  part = &wish->parts[depth];
  inner = nested_value (wish, depth + 1);
  if (part->appends || strcmp (part->text, "0") == 0)
    return fm_value_new_sequence (&inner, 1);
  return fm_value_new_mapping ((const char *const *) &part->text, &inner, 1);
}

/* ---- set ---- */

static FmValue *
change_set (const FmValue *value, const Wish *wish)
{
  g_autoptr (FmValue) nested = NULL;

  if (wish->depth == wish->n_parts)
    return fm_value_ref ((FmValue *) wish->value);
  if (value->kind == FM_NULL)
    return nested_value (wish, wish->depth);
  nested = nested_value (wish, wish->depth + 1);
  return fm_value_with_inserted (value, value->n_items, wish->parts[wish->depth].text, nested);
}

static int
position_in_order (const char *const *order, const FmNode *key)
{
  for (int i = 0; key->text != NULL && order[i] != NULL; i++)
    if (strcmp (order[i], key->text) == 0)
      return i;
  return -1;
}

/* Where a new key goes: behind the last of those that usually stand before it … */
static guint
place_for_key (const FmNode *mapping, const char *key, const char *const *order)
{
  int own = -1, best = -1;
  guint place = mapping->n_items;

  if (order == NULL || fm_node_get_member (mapping, "<<") != NULL)
    return mapping->n_items;
  for (int i = 0; order[i] != NULL && own < 0; i++)
    if (strcmp (order[i], key) == 0)
      own = i;
  if (own < 0)
    return mapping->n_items;
  for (guint i = 0; i < mapping->n_items; i++)
    {
      int at = position_in_order (order, mapping->items[i]->key);

      if (at >= 0 && at < own && at >= best)
        {
          best = at;
          place = i + 1;
        }
    }
  if (best >= 0)
    return place;
  for (guint i = 0; i < mapping->n_items; i++)
    if (position_in_order (order, mapping->items[i]->key) > own)
      return i;
  return mapping->n_items;
}

static gboolean
make_set (FmEdit *edit, const Wish *wish)
{
  const FmNode *node = wish->node;
  g_autoptr (FmValue) nested = NULL;

  if (wish->depth == wish->n_parts)
    return fm_edit_value (edit, node, wish->value);
  if (node->kind == FM_NULL)
    {
      nested = nested_value (wish, wish->depth);
      return fm_edit_value (edit, node, nested);
    }
  nested = nested_value (wish, wish->depth + 1);
  if (node->kind == FM_MAPPING)
    {
      char *key = wish->parts[wish->depth].text;

      return fm_edit_insert_entries (edit, node, place_for_key (node, key, wish->usual_order), &key,
                                     &nested, 1);
    }
  return fm_edit_insert_entries (edit, node, node->n_items, NULL, &nested, 1);
}

static gboolean
make_header (FmEdit *edit, const Wish *wish)
{
  const FmHeader *header = edit->header;
  g_autoptr (FmValue) whole = nested_value (wish, 0);
  g_autoptr (GString) out = g_string_new ("---\n");
  FmLayout layout = fm_layout_default ();
  gsize at = header->split.header.start;

  layout.is_safe = edit->caution == FM_CAUTION_SAFE;
  fm_write_member (out, whole->keys[0], whole->items[0], FM_STYLE_PLAIN, &layout);
  g_string_append (out, "\n---\n");
  if (at < header->length && fm_break_length (header->text, header->length, at) == 0)
    g_string_append_c (out, '\n');
  fm_edit_put (edit, at, at, out->str);
  return TRUE;
}

/* FALSE if what is missing cannot be made where the path ends. */
static gboolean
can_make_rest (const Wish *wish, GError **error)
{
  const FmPathPart *part;
  guint position;

  if (wish->depth == wish->n_parts)
    return TRUE;
  part = &wish->parts[wish->depth];
  if (wish->node != NULL && wish->node->kind == FM_SEQUENCE)
    {
      if (part->appends
          || (fm_path_position (part->text, &position) && position == wish->node->n_items))
        return TRUE;
      return not_found (error) != NULL;
    }
  if (part->text[0] == '\0')
    return not_found (error) != NULL;
  if (wish->node == NULL || wish->node->kind == FM_MAPPING)
    return part->appends ? not_found (error) != NULL : TRUE;
  if (wish->node->kind == FM_NULL)
    return TRUE;
  g_set_error_literal (error, FM_ERROR, FM_ERROR_IRREGULAR,
                       wish->node->kind == FM_ALIAS ? "an alias is on the way"
                                                    : "the value is no list and no group of keys");
  return FALSE;
}

BaseEdits *
fm_edit_set_with_order (const FmHeader *header,
                        const char *path,
                        const FmValue *value,
                        const char *const *usual_order,
                        GError **error)
{
  g_autoptr (FmValue) expected = NULL;
  g_auto (Wish) wish;

  wish_init (&wish, header, path);
  wish.value = value;
  wish.usual_order = usual_order;
  if (!check_editable (header, error) || !can_make_rest (&wish, error))
    return NULL;
  if (header->root == NULL)
    {
      expected = nested_value (&wish, 0);
      if (expected->kind != FM_MAPPING)
        return not_found (error);
      return make (header, make_header, &wish, expected, error);
    }
  if (wish.depth == wish.n_parts && !fm_value_equals_node (value, wish.node))
    wish.heir = fm_edit_find_heir (wish.node);
  expected = expect (header, &wish, wish.depth, change_set);
  return make (header, make_set, &wish, expected, error);
}

BaseEdits *
fm_edit_set (const FmHeader *header, const char *path, const FmValue *value, GError **error)
{
  return fm_edit_set_with_order (header, path, value, NULL, error);
}

BaseEdits *
fm_edit_append (const FmHeader *header, const char *path, const FmValue *value, GError **error)
{
  g_autofree char *whole = g_strconcat (path, ".+", NULL);

  return fm_edit_set (header, whole, value, error);
}

/* ---- remove ---- */

static FmValue *
change_remove (const FmValue *value, const Wish *wish)
{
  const char *part = wish->parts[wish->n_parts - 1].text;
  guint at = 0;

  if (value->kind == FM_MAPPING)
    at = (guint) fm_value_find (value, part);
  else
    fm_path_position (part, &at);
  return fm_value_without_item (value, at);
}

static gboolean
has_key_text (const FmNode *entry, const char *text)
{
  g_autofree char *key = fm_key_dup_text (entry->key);

  return strcmp (key, text) == 0;
}

static gboolean
make_remove (FmEdit *edit, const Wish *wish)
{
  const FmNode *collection = wish->node->parent;
  const char *key = wish->parts[wish->n_parts - 1].text;
  guint n_same = 0;

  if (collection->kind == FM_SEQUENCE)
    return fm_edit_remove_entries (edit, collection, wish->node->position,
                                   wish->node->position + 1);
  for (guint i = 0; i < collection->n_items; i++)
    n_same += has_key_text (collection->items[i], key);
  if (n_same == collection->n_items)
    return fm_edit_remove_entries (edit, collection, 0, collection->n_items);
  for (guint i = 0; i < collection->n_items; i++)
    {
      guint to = i;

      while (to < collection->n_items && has_key_text (collection->items[to], key))
        to++;
      if (to > i && !fm_edit_remove_entries (edit, collection, i, to))
        return FALSE;
      i = MAX (i, to);
    }
  return TRUE;
}

BaseEdits *
fm_edit_remove (const FmHeader *header, const char *path, GError **error)
{
  g_autoptr (FmValue) expected = NULL;
  g_auto (Wish) wish;

  wish_init (&wish, header, path);
  if (!check_editable (header, error))
    return NULL;
  if (!wish_is_found (&wish) || wish.n_parts == 0)
    return not_found (error);
  wish.heir = fm_edit_find_heir (wish.node);
  expected = expect (header, &wish, wish.n_parts - 1, change_remove);
  return make (header, make_remove, &wish, expected, error);
}

/* ---- rename ---- */

static FmValue *
change_rename (const FmValue *value, const Wish *wish)
{
  guint at = (guint) fm_value_find (value, wish->parts[wish->n_parts - 1].text);

  return fm_value_with_item (value, at, wish->key, value->items[at]);
}

static gboolean
make_rename (FmEdit *edit, const Wish *wish)
{
  const FmNode *collection = wish->node->parent;
  const char *old = wish->parts[wish->n_parts - 1].text;

  for (guint i = 0; i < collection->n_items; i++)
    {
      const FmNode *key = collection->items[i]->key;
      g_autoptr (GString) out = g_string_new (NULL);
      FmStyle style = edit->caution == FM_CAUTION_AS_WRITTEN ? key->style : FM_STYLE_PLAIN;

      if (!has_key_text (collection->items[i], old))
        continue;
      if (!fm_edit_guard (edit, key, FALSE))
        return FALSE;
      if (edit->caution == FM_CAUTION_SAFE)
        style = FM_STYLE_DOUBLE_QUOTED;
      if (!fm_write_key (out, wish->key, style, collection->style == FM_STYLE_FLOW))
        return fm_edit_refuse (edit, "the name is too long for a key");
      fm_edit_put (edit, key->content, key->end, out->str);
    }
  return TRUE;
}

BaseEdits *
fm_edit_rename (const FmHeader *header, const char *path, const char *key, GError **error)
{
  g_autoptr (FmValue) expected = NULL;
  g_auto (Wish) wish;

  wish_init (&wish, header, path);
  wish.key = key;
  if (!check_editable (header, error))
    return NULL;
  if (!wish_is_found (&wish) || wish.node->key == NULL)
    return not_found (error);
  if (strcmp (wish.parts[wish.n_parts - 1].text, key) == 0)
    return base_edits_new ();
  if (fm_node_get_member (wish.node->parent, key) != NULL)
    {
      g_set_error_literal (error, FM_ERROR, FM_ERROR_IRREGULAR, "the name is taken");
      return NULL;
    }
  expected = expect (header, &wish, wish.n_parts - 1, change_rename);
  return make (header, make_rename, &wish, expected, error);
}

/* ---- lists ---- */

static FmValue *
change_insert (const FmValue *value, const Wish *wish)
{
  return fm_value_with_inserted (value, wish->to, NULL, (FmValue *) wish->value);
}

static gboolean
make_insert (FmEdit *edit, const Wish *wish)
{
  FmValue *value = (FmValue *) wish->value;

  return fm_edit_insert_entries (edit, wish->node, wish->to, NULL, &value, 1);
}

static gboolean
wish_is_list (const Wish *wish, GError **error)
{
  if (!wish_is_found (wish))
    return not_found (error) != NULL;
  if (wish->node->kind == FM_SEQUENCE)
    return TRUE;
  g_set_error_literal (error, FM_ERROR, FM_ERROR_IRREGULAR, "the value is no list");
  return FALSE;
}

BaseEdits *
fm_edit_insert (
    const FmHeader *header, const char *path, guint at, const FmValue *value, GError **error)
{
  g_autoptr (FmValue) expected = NULL;
  g_auto (Wish) wish;

  wish_init (&wish, header, path);
  wish.value = value;
  wish.to = at;
  if (!check_editable (header, error) || !wish_is_list (&wish, error))
    return NULL;
  if (at > wish.node->n_items)
    return not_found (error);
  expected = expect (header, &wish, wish.n_parts, change_insert);
  return make (header, make_insert, &wish, expected, error);
}

static FmValue *
change_move (const FmValue *value, const Wish *wish)
{
  FmValue *item = value->items[wish->from];
  g_autoptr (FmValue) without = fm_value_without_item (value, wish->from);

  return fm_value_with_inserted (without, wish->to, NULL, item);
}

static gboolean
make_move (FmEdit *edit, const Wish *wish)
{
  return fm_edit_move_entry (edit, wish->node, wish->from, wish->to);
}

BaseEdits *
fm_edit_move (const FmHeader *header, const char *path, guint from, guint to, GError **error)
{
  g_autoptr (FmValue) expected = NULL;
  g_auto (Wish) wish;

  wish_init (&wish, header, path);
  wish.from = from;
  wish.to = to;
  if (!check_editable (header, error) || !wish_is_list (&wish, error))
    return NULL;
  if (MAX (from, to) >= wish.node->n_items)
    return not_found (error);
  if (from == to)
    return base_edits_new ();
  expected = expect (header, &wish, wish.n_parts, change_move);
  return make (header, make_move, &wish, expected, error);
}
