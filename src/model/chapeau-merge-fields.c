/* chapeau-merge-fields.c - headers by key.
 *
 * A key is changed by a side when its typed value differs from the base's. The result is, of these,
 * the first whose every key reads as chosen:
 *   1. the merge by lines, which keeps comments and ways of writing of both;
 *   2. mine or theirs as it is;
 *   3. mine with the keys of theirs put in as they are written there, checked key by key.
 * Whatever is returned has been read again. Headers that are no plain block mapping, have duplicate
 * keys, or differ in nothing but the way they are written are merged by lines instead.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-merge-private.h"

#include <string.h>

#define LONG_TEXT 80 /* characters: above, both texts become paragraphs */

static const FmNode *
member (const ChapeauVersion *version, const char *key)
{
  return version != NULL ? fm_node_get_member (fm_header_get_root (version->whole), key) : NULL;
}

static gboolean
same_value (const FmNode *one, const FmNode *other)
{
  g_autoptr (FmValue) value = NULL;

  if (one == NULL || other == NULL)
    return one == other;
  value = fm_value_new_from_node (one);
  return fm_node_get_kind (one) == fm_node_get_kind (other) && fm_value_equals_node (value, other);
}

/* ---- can it be done? ------------------------------------------------------------------------- */

static gboolean
has_duplicates (FmHeader *header)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  for (guint i = 0; i < diagnostics->len; i++)
    if (strcmp (((const BaseDiagnostic *) g_ptr_array_index (diagnostics, i))->code,
                "frontmatter.duplicate-key")
        == 0)
      return TRUE;
  return FALSE;
}

/* Anchors, aliases and tags tie entries together: by lines they stay as they are written. */
static gboolean
is_tied (const FmNode *node)
{
  guint n = fm_node_get_length (node);
  gboolean mapping = fm_node_get_kind (node) == FM_MAPPING;

  if (fm_node_get_kind (node) == FM_ALIAS || fm_node_get_anchor (node) != NULL
      || fm_node_get_tag (node) != NULL)
    return TRUE;
  for (guint i = 0; i < n; i++)
    if (is_tied (mapping ? fm_node_get_nth_value (node, i) : fm_node_get_item (node, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_plain (const ChapeauVersion *version)
{
  const FmNode *root;

  if (version == NULL)
    return TRUE;
  root = fm_header_get_root (version->whole);
  return g_bytes_get_size (version->header) > 0 && root != NULL
         && (fm_node_get_style (root) == FM_STYLE_BLOCK || fm_node_get_length (root) == 0)
         && !has_duplicates (version->whole) && !is_tied (root);
}

/* The keys of mine, and those of theirs each behind its neighbour there. */
static GPtrArray *
collect_keys (const ChapeauVersion *mine, const ChapeauVersion *theirs)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  const FmNode *one = fm_header_get_root (mine->whole);
  const FmNode *other = fm_header_get_root (theirs->whole);
  guint at = 0;

  for (guint i = 0; i < fm_node_get_length (one); i++)
    g_ptr_array_add (keys, g_strdup (fm_node_get_string (fm_node_get_nth_key (one, i), NULL)));
  for (guint i = 0; i < fm_node_get_length (other); i++)
    {
      const char *key = fm_node_get_string (fm_node_get_nth_key (other, i), NULL);
      guint found;

      if (g_ptr_array_find_with_equal_func (keys, key, g_str_equal, &found))
        at = found + 1;
      else
        g_ptr_array_insert (keys, (int) at++, g_strdup (key));
    }
  return keys;
}

/* ---- parts ------------------------------------------------------------------------------------
 */

static gboolean
is_list_of_scalars (const FmNode *node)
{
  if (fm_node_get_kind (node) != FM_SEQUENCE)
    return FALSE;
  for (guint i = 0; i < fm_node_get_length (node); i++)
    if (fm_node_get_string (fm_node_get_item (node, i), NULL) == NULL)
      return FALSE;
  return TRUE;
}

static char *
dup_shown (const FmNode *node)
{
  GString *text;

  if (node == NULL)
    return NULL;
  if (fm_node_get_string (node, NULL) != NULL)
    return g_strdup (fm_node_get_string (node, NULL));
  if (!is_list_of_scalars (node))
    return fm_node_dup_written (node);
  text = g_string_new (NULL);
  for (guint i = 0; i < fm_node_get_length (node); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            fm_node_get_string (fm_node_get_item (node, i), NULL));
  return g_string_free (text, FALSE);
}

static gboolean
can_both (const FmNode *mine, const FmNode *theirs)
{
  FmKind kind;

  if (mine == NULL || theirs == NULL)
    return FALSE;
  kind = fm_node_get_kind (mine);
  return kind == fm_node_get_kind (theirs) && (kind == FM_STRING || kind == FM_SEQUENCE);
}

static StoreHunkKind
change_of (const ChapeauVersion *base, const char *key, const FmNode *mine, const FmNode *theirs)
{
  const FmNode *before = member (base, key);

  if (same_value (mine, theirs))
    return STORE_HUNK_SAME;
  if (base == NULL)
    return STORE_HUNK_CONFLICT;
  if (same_value (before, theirs))
    return STORE_HUNK_MINE;
  return same_value (before, mine) ? STORE_HUNK_THEIRS : STORE_HUNK_CONFLICT;
}

static ChapeauMergePart *
make_part (const ChapeauVersion *base,
           const ChapeauVersion *mine,
           const ChapeauVersion *theirs,
           const char *key)
{
  const FmNode *m = member (mine, key);
  const FmNode *t = member (theirs, key);
  StoreHunkKind change = change_of (base, key, m, t);
  ChapeauMergePart *part = chapeau_merge_part_new (CHAPEAU_PART_FIELD, change);

  part->key = g_strdup (key);
  part->mine = dup_shown (m);
  part->theirs = dup_shown (t);
  part->mine_node = m;
  part->theirs_node = t;
  part->can_both = change == STORE_HUNK_CONFLICT && can_both (m, t);
  return part;
}

/* ---- result ------------------------------------------------------------------------------------
 */

/* What a part chooses; NULL: the key is not there. Owned by the caller. */
static FmValue *
dup_both (const ChapeauMergePart *part)
{
  g_autoptr (FmValue) mine = fm_value_new_from_node (part->mine_node);
  g_autoptr (FmValue) theirs = fm_value_new_from_node (part->theirs_node);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  if (fm_node_get_kind (part->mine_node) == FM_STRING)
    {
      const char *one = fm_value_get_string (mine);
      const char *other = fm_value_get_string (theirs);
      gboolean paragraphs = strchr (one, '\n') != NULL || strchr (other, '\n') != NULL
                            || g_utf8_strlen (one, -1) > LONG_TEXT;
      g_autofree char *text = g_strconcat (one, paragraphs ? "\n\n" : " / ", other, NULL);

      return fm_value_new_string (text);
    }
  for (guint i = 0; i < fm_value_get_length (mine); i++)
    g_ptr_array_add (items, fm_value_get_item (mine, i));
  for (guint i = 0; i < fm_value_get_length (theirs); i++)
    {
      FmValue *item = fm_value_get_item (theirs, i);
      gboolean known = FALSE;

      for (guint j = 0; j < fm_value_get_length (mine) && !known; j++)
        known = fm_value_equal (item, fm_value_get_item (mine, j));
      if (!known)
        g_ptr_array_add (items, item);
    }
  return fm_value_new_sequence ((FmValue *const *) items->pdata, items->len);
}

static FmValue *
dup_chosen (const ChapeauMergePart *part)
{
  const FmNode *node = part->choice == CHAPEAU_CHOICE_THEIRS ? part->theirs_node : part->mine_node;

  if (part->choice == CHAPEAU_CHOICE_BOTH)
    return dup_both (part);
  return node != NULL ? fm_value_new_from_node (node) : NULL;
}

/* Does every key of @header read as chosen, and is there no other? */
static gboolean
reads_as_chosen (FmHeader *header, const GPtrArray *parts)
{
  const FmNode *root = fm_header_get_root (header);
  guint there = 0;

  if (root == NULL || has_duplicates (header))
    return FALSE;
  for (guint i = 0; i < parts->len; i++)
    {
      const ChapeauMergePart *part = g_ptr_array_index (parts, i);
      g_autoptr (FmValue) value = NULL;
      const FmNode *node;

      if (part->kind != CHAPEAU_PART_FIELD)
        continue;
      value = dup_chosen (part);
      node = fm_node_get_member (root, part->key);
      if ((value == NULL) != (node == NULL)
          || (value != NULL && !fm_value_equals_node (value, node)))
        return FALSE;
      there += node != NULL;
    }
  return there == fm_node_get_length (root);
}

static FmHeader *
apply_edits (FmHeader *header, const BaseEdits *edits)
{
  gsize length;
  const char *text = g_bytes_get_data (fm_header_get_bytes (header), &length);
  g_autoptr (GBytes) after = base_edits_apply (edits, text != NULL ? text : "", length);

  return fm_header_new (after);
}

/* The whole entry as it is written in @from; NULL if it does not read the same here. */
static FmHeader *
splice_entry (FmHeader *header, const char *key, const FmNode *from, FmHeader *source)
{
  const FmNode *here = fm_node_get_member (fm_header_get_root (header), key);
  BaseSpan there = fm_node_get_entry_span (from);
  const char *text = g_bytes_get_data (fm_header_get_bytes (source), NULL);
  g_autoptr (BaseEdits) edits = base_edits_new ();
  g_autoptr (FmHeader) after = NULL;
  const FmNode *root;

  if (here == NULL || fm_node_get_indentation (here) != fm_node_get_indentation (from))
    return NULL;
  base_edits_replace (edits, fm_node_get_entry_span (here), text + there.start,
                      (gssize) base_span_length (there));
  after = apply_edits (header, edits);
  root = fm_header_get_root (after);
  if (root == NULL || fm_node_get_length (root) != fm_node_get_length (fm_header_get_root (header))
      || !same_value (fm_node_get_member (root, key), from))
    return NULL;
  return g_steal_pointer (&after);
}

static char **
dup_key_order (const FmHeader *header)
{
  const FmNode *root = fm_header_get_root (header);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < fm_node_get_length (root); i++)
    g_strv_builder_add (builder, fm_node_get_string (fm_node_get_nth_key (root, i), NULL));
  return g_strv_builder_end (builder);
}

/* @header with one part as chosen; takes and gives a reference. NULL if it cannot be written. */
static FmHeader *
put_part (FmHeader *header, const ChapeauMergePart *part, FmHeader *theirs)
{
  g_autoptr (FmHeader) before = header;
  g_autofree char *path = fm_path_escape (part->key);
  g_autoptr (FmValue) value = dup_chosen (part);
  g_auto (GStrv) order = dup_key_order (theirs);
  gboolean both = part->choice == CHAPEAU_CHOICE_BOTH;
  g_autoptr (BaseEdits) edits = NULL;
  g_autoptr (FmHeader) written = NULL;
  FmHeader *spliced;

  if (value == NULL)
    edits = fm_edit_remove (before, path, NULL);
  else
    {
      spliced = both ? NULL : splice_entry (before, part->key, part->theirs_node, theirs);
      if (spliced != NULL)
        return spliced;
      edits = fm_edit_set_with_order (before, path, value, (const char *const *) order, NULL);
    }
  if (edits == NULL)
    return NULL;
  written = apply_edits (before, edits);
  spliced =
      value == NULL || both ? NULL : splice_entry (written, part->key, part->theirs_node, theirs);
  return spliced != NULL ? spliced : g_steal_pointer (&written);
}

/* The bytes before the body of a header that was edited. */
static GBytes *
dup_before_body (FmHeader *header)
{
  return g_bytes_new_from_bytes (fm_header_get_bytes (header), 0,
                                 fm_header_get_split (header)->body.start);
}

/* Mine, with what is chosen otherwise put in. NULL if that cannot be written. */
static GBytes *
put_together (const GPtrArray *parts, const ChapeauVersion *mine, const ChapeauVersion *theirs)
{
  g_autoptr (FmHeader) header = fm_header_new (mine->header);
  g_autoptr (FmHeader) source = fm_header_ref (theirs->whole);

  for (guint i = 0; i < parts->len && header != NULL; i++)
    {
      const ChapeauMergePart *part = g_ptr_array_index (parts, i);

      if (part->kind == CHAPEAU_PART_FIELD && part->change != STORE_HUNK_SAME
          && (part->choice == CHAPEAU_CHOICE_THEIRS || part->choice == CHAPEAU_CHOICE_BOTH))
        header = put_part (g_steal_pointer (&header), part, source);
    }
  if (header == NULL || !reads_as_chosen (header, parts))
    return NULL;
  return dup_before_body (header);
}

static GBytes *
accept (GBytes *header, const GPtrArray *parts)
{
  g_autoptr (FmHeader) read = fm_header_new (header);

  return reads_as_chosen (read, parts)
                 && fm_header_get_split (read)->body.start == g_bytes_get_size (header)
             ? g_bytes_ref (header)
             : NULL;
}

/* As it was before anyone chose? */
static gboolean
is_untouched (const GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const ChapeauMergePart *part = g_ptr_array_index (parts, i);

      if (part->kind == CHAPEAU_PART_FIELD
          && (part->change == STORE_HUNK_CONFLICT
              || (part->change == STORE_HUNK_MINE && part->choice != CHAPEAU_CHOICE_MINE)
              || (part->change == STORE_HUNK_THEIRS && part->choice != CHAPEAU_CHOICE_THEIRS)))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
by_lines (const GPtrArray *parts,
          const ChapeauVersion *base,
          const ChapeauVersion *mine,
          const ChapeauVersion *theirs)
{
  g_autoptr (StoreMerge) merge = store_merge (base->header, mine->header, theirs->header);
  g_autoptr (GBytes) merged = NULL;

  if (merge->conflicts > 0)
    return NULL;
  merged = store_merge_result (merge);
  return accept (merged, parts);
}

GBytes *
chapeau_merge_dup_header (const GPtrArray *parts,
                          const ChapeauVersion *base,
                          const ChapeauVersion *mine,
                          const ChapeauVersion *theirs)
{
  GBytes *header = NULL;

  if (base != NULL && is_untouched (parts))
    header = by_lines (parts, base, mine, theirs);
  if (header == NULL)
    header = accept (mine->header, parts);
  if (header == NULL)
    header = accept (theirs->header, parts);
  if (header == NULL && base != NULL)
    header = by_lines (parts, base, mine, theirs);
  if (header == NULL)
    header = put_together (parts, mine, theirs);
  /* add_fields tried each part: this is reached by no combination that was ever seen. */
  return header != NULL ? header : g_bytes_ref (mine->header);
}

/* ---- making -------------------------------------------------------------------------------------
 */

/* Can each part be taken from theirs, alone and all together? */
static gboolean
can_be_written (GPtrArray *parts, const ChapeauVersion *mine, const ChapeauVersion *theirs)
{
  for (guint i = 0; i < parts->len; i++)
    {
      ChapeauMergePart *part = g_ptr_array_index (parts, i);
      ChapeauChoice kept = part->choice;
      g_autoptr (FmHeader) header = NULL;

      if (part->change == STORE_HUNK_SAME)
        continue;
      part->choice = CHAPEAU_CHOICE_THEIRS;
      header = put_part (fm_header_new (mine->header), part, theirs->whole);
      part->choice = CHAPEAU_CHOICE_BOTH;
      if (header != NULL && part->can_both)
        {
          g_autoptr (FmHeader) both = put_part (fm_header_new (mine->header), part, theirs->whole);

          part->can_both = both != NULL;
        }
      part->choice = kept;
      if (header == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
chapeau_merge_add_fields (GPtrArray *parts,
                          const ChapeauVersion *base,
                          const ChapeauVersion *mine,
                          const ChapeauVersion *theirs)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (chapeau_merge_part_free);
  gboolean differs = FALSE;

  if (!is_plain (base) || !is_plain (mine) || !is_plain (theirs))
    return FALSE;
  keys = collect_keys (mine, theirs);
  for (guint i = 0; i < keys->len; i++)
    {
      ChapeauMergePart *part = make_part (base, mine, theirs, g_ptr_array_index (keys, i));

      differs = differs || part->change != STORE_HUNK_SAME;
      g_ptr_array_add (fields, part);
    }
  if (!differs && !g_bytes_equal (mine->header, theirs->header))
    return FALSE;
  if (!can_be_written (fields, mine, theirs))
    return FALSE;
  g_ptr_array_extend_and_steal (parts, g_steal_pointer (&fields));
  return TRUE;
}
