/* chapeau-merge.c - two or three versions of a post become one: the object, its choices, its
 * result.
 *
 * A version is its header (all bytes before the body) and its body; each is merged by itself, the
 * header by key where all versions have a readable one (chapeau-merge-fields.c), else by lines. A
 * post whose header has no end is all body for the reader of headers: then the whole text is merged
 * by lines, so that nothing is taken for a body that is none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-merge-private.h"

#include <string.h>

typedef struct
{
  guint nth;
  ChapeauChoice before;
  gboolean first; /* of a step */
} ChoiceBefore;

struct _ChapeauMerge
{
  GObject parent_instance;

  ChapeauVersion base; /* text NULL: none */
  ChapeauVersion mine;
  ChapeauVersion theirs;
  GPtrArray *parts; /* of ChapeauMergePart */
  GArray *before;   /* of ChoiceBefore: undo */
  gboolean by_key;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauMerge, chapeau_merge, G_TYPE_OBJECT)

/* ---- versions ---------------------------------------------------------------------------------
 */

static void
version_init (ChapeauVersion *version, GBytes *text)
{
  gsize at;

  if (text == NULL)
    return;
  version->text = g_bytes_ref (text);
  version->whole = fm_header_new (text);
  at = fm_header_get_split (version->whole)->body.start;
  version->header = g_bytes_new_from_bytes (text, 0, at);
  version->body = g_bytes_new_from_bytes (text, at, g_bytes_get_size (text) - at);
}

/* All of it counts as body. */
static void
version_make_whole (ChapeauVersion *version)
{
  if (version->text == NULL)
    return;
  g_bytes_unref (version->header);
  g_bytes_unref (version->body);
  version->header = g_bytes_new_from_bytes (version->text, 0, 0);
  version->body = g_bytes_ref (version->text);
}

static void
version_clear (ChapeauVersion *version)
{
  g_clear_pointer (&version->text, g_bytes_unref);
  g_clear_pointer (&version->whole, fm_header_unref);
  g_clear_pointer (&version->header, g_bytes_unref);
  g_clear_pointer (&version->body, g_bytes_unref);
}

static gboolean
has_no_end (const ChapeauVersion *version)
{
  return version->text != NULL && g_bytes_get_size (version->header) == 0
         && fm_header_is_broken (version->whole);
}

ChapeauMerge *
chapeau_merge_new (GBytes *base, GBytes *mine, GBytes *theirs)
{
  ChapeauMerge *self;
  ChapeauVersion *versions[3];

  g_return_val_if_fail (mine != NULL && theirs != NULL, NULL);

  self = g_object_new (CHAPEAU_TYPE_MERGE, NULL);
  versions[0] = &self->base;
  versions[1] = &self->mine;
  versions[2] = &self->theirs;
  version_init (&self->base, base);
  version_init (&self->mine, mine);
  version_init (&self->theirs, theirs);
  if (has_no_end (&self->base) || has_no_end (&self->mine) || has_no_end (&self->theirs))
    for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
      version_make_whole (versions[i]);
  self->by_key = chapeau_merge_add_fields (self->parts, base != NULL ? &self->base : NULL,
                                           &self->mine, &self->theirs);
  if (!self->by_key)
    chapeau_merge_add_lines (self->parts, CHAPEAU_PART_DETAILS, self->base.header,
                             self->mine.header, self->theirs.header);
  chapeau_merge_add_lines (self->parts, CHAPEAU_PART_TEXT, self->base.body, self->mine.body,
                           self->theirs.body);
  return self;
}

GBytes *
chapeau_merge_get_mine (ChapeauMerge *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), NULL);

  return self->mine.text;
}

GBytes *
chapeau_merge_get_theirs (ChapeauMerge *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), NULL);

  return self->theirs.text;
}

/* ---- parts ------------------------------------------------------------------------------------
 */

static ChapeauMergePart *
part_at (ChapeauMerge *self, guint nth)
{
  return g_ptr_array_index (self->parts, nth);
}

guint
chapeau_merge_get_n_parts (ChapeauMerge *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), 0);

  return self->parts->len;
}

const ChapeauMergePart *
chapeau_merge_get_part (ChapeauMerge *self, guint nth)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), NULL);
  g_return_val_if_fail (nth < self->parts->len, NULL);

  return part_at (self, nth);
}

guint
chapeau_merge_count_differences (ChapeauMerge *self)
{
  guint n = 0;

  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), 0);

  for (guint i = 0; i < self->parts->len; i++)
    n += part_at (self, i)->change != STORE_HUNK_SAME;
  return n;
}

guint
chapeau_merge_count_open (ChapeauMerge *self)
{
  guint n = 0;

  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), 0);

  for (guint i = 0; i < self->parts->len; i++)
    n += part_at (self, i)->choice == CHAPEAU_CHOICE_OPEN;
  return n;
}

gboolean
chapeau_merge_settles_itself (ChapeauMerge *self)
{
  g_autoptr (GBytes) result = NULL;
  g_autoptr (FmHeader) header = NULL;

  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), FALSE);

  for (guint i = 0; i < self->parts->len; i++)
    if (part_at (self, i)->change == STORE_HUNK_CONFLICT)
      return FALSE;
  result = chapeau_merge_dup_result (self);
  header = fm_header_new (result);
  return !fm_header_is_broken (header);
}

/* ---- choices ----------------------------------------------------------------------------------
 */

static gboolean
set_choice (ChapeauMerge *self, guint nth, ChapeauChoice choice, gboolean first)
{
  ChapeauMergePart *part = part_at (self, nth);
  ChoiceBefore before = { nth, part->choice, first };

  if (part->change == STORE_HUNK_SAME || part->choice == choice
      || (choice == CHAPEAU_CHOICE_BOTH && !part->can_both))
    return FALSE;
  g_array_append_val (self->before, before);
  part->choice = choice;
  return TRUE;
}

void
chapeau_merge_choose (ChapeauMerge *self, guint nth, ChapeauChoice choice)
{
  g_return_if_fail (CHAPEAU_IS_MERGE (self));
  g_return_if_fail (nth < self->parts->len);

  if (set_choice (self, nth, choice, TRUE))
    g_signal_emit (self, signals[CHANGED], 0);
}

void
chapeau_merge_choose_all (ChapeauMerge *self, ChapeauChoice choice)
{
  gboolean first = TRUE;

  g_return_if_fail (CHAPEAU_IS_MERGE (self));
  g_return_if_fail (choice == CHAPEAU_CHOICE_MINE || choice == CHAPEAU_CHOICE_THEIRS);

  for (guint i = 0; i < self->parts->len; i++)
    if (set_choice (self, i, choice, first))
      first = FALSE;
  if (!first)
    g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
chapeau_merge_can_undo (ChapeauMerge *self)
{
  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), FALSE);

  return self->before->len > 0;
}

void
chapeau_merge_undo (ChapeauMerge *self)
{
  gboolean first = FALSE;

  g_return_if_fail (CHAPEAU_IS_MERGE (self));

  while (self->before->len > 0 && !first)
    {
      ChoiceBefore last = g_array_index (self->before, ChoiceBefore, self->before->len - 1);

      part_at (self, last.nth)->choice = last.before;
      first = last.first;
      g_array_set_size (self->before, self->before->len - 1);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
chapeau_merge_forget_undo (ChapeauMerge *self)
{
  g_return_if_fail (CHAPEAU_IS_MERGE (self));

  g_array_set_size (self->before, 0);
}

static gboolean
same_part (const ChapeauMergePart *one, const ChapeauMergePart *other)
{
  return one->kind == other->kind && one->change == other->change
         && g_strcmp0 (one->key, other->key) == 0 && g_strcmp0 (one->mine, other->mine) == 0
         && g_strcmp0 (one->theirs, other->theirs) == 0;
}

void
chapeau_merge_take_choices (ChapeauMerge *self, ChapeauMerge *other)
{
  g_return_if_fail (CHAPEAU_IS_MERGE (self));
  g_return_if_fail (CHAPEAU_IS_MERGE (other));

  for (guint i = 0; i < self->parts->len; i++)
    {
      ChapeauMergePart *part = part_at (self, i);

      for (guint j = 0; part->change != STORE_HUNK_SAME && j < other->parts->len; j++)
        if (same_part (part, part_at (other, j)))
          part->choice = part_at (other, j)->choice;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- result -----------------------------------------------------------------------------------
 */

GBytes *
chapeau_merge_dup_result (ChapeauMerge *self)
{
  GByteArray *out = g_byte_array_new ();

  g_return_val_if_fail (CHAPEAU_IS_MERGE (self), NULL);

  if (self->by_key)
    {
      g_autoptr (GBytes) header = chapeau_merge_dup_header (
          self->parts, self->base.text != NULL ? &self->base : NULL, &self->mine, &self->theirs);

      if (g_bytes_get_size (header) > 0)
        g_byte_array_append (out, g_bytes_get_data (header, NULL),
                             (guint) g_bytes_get_size (header));
    }
  else
    chapeau_merge_append_lines (out, self->parts, CHAPEAU_PART_DETAILS, self->mine.header,
                                self->theirs.header);
  chapeau_merge_append_lines (out, self->parts, CHAPEAU_PART_TEXT, self->mine.body,
                              self->theirs.body);
  return g_byte_array_free_to_bytes (out);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_merge_finalize (GObject *object)
{
  ChapeauMerge *self = CHAPEAU_MERGE (object);

  version_clear (&self->base);
  version_clear (&self->mine);
  version_clear (&self->theirs);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->before);
  G_OBJECT_CLASS (chapeau_merge_parent_class)->finalize (object);
}

static void
chapeau_merge_class_init (ChapeauMergeClass *class)
{
  G_OBJECT_CLASS (class)->finalize = chapeau_merge_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_merge_init (ChapeauMerge *self)
{
  self->parts = g_ptr_array_new_with_free_func (chapeau_merge_part_free);
  self->before = g_array_new (FALSE, FALSE, sizeof (ChoiceBefore));
}
