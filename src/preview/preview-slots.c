/* preview-slots.c - what the page in the web process holds, and the patch to what it should hold.
 *
 * Each block in the document has an id, given here and never used twice in one document. A part is
 * the list of its blocks' ids in order. An update compares hashes: what is equal at both ends
 * stays; of the middle, a new block whose hash one of the old ones has takes that block's id (it
 * moves), the others are sent as HTML under a new id. Cost: one look at each block's hash, and the
 * bytes of the blocks that are new.
 *
 * An operation is {"part": name, "at": index, "remove": count, "insert": [id or [id, html] …]}.
 *
 * Leaks. A block may leave an element open that swallows what follows ("<plaintext>", "<!--"). The
 * site's page would show just that, so patch.js parses such a block and all that follow it as one
 * piece and tells the index. From then on a change at or after that index sends all from there to
 * the end; a change before it is an ordinary one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-slots.h"

#include <math.h>

#include "base.h"

#define NO_LEAK G_MAXUINT

typedef struct
{
  const char *name; /* interned */
  GArray *ids;      /* of guint, one a block of the page's part */
  guint leak;       /* index, or NO_LEAK */
  gboolean resend;  /* from the leak on the document does not hold all */
} Slot;

struct _PreviewSlots
{
  PreviewPage *page;
  GPtrArray *slots; /* of Slot */
  guint last_id;
};

/* The blocks of @old from @start to @old_end become those of @new from @start to @new_end. */
typedef struct
{
  guint start;
  guint old_end;
  guint new_end;
  gboolean whole; /* nothing is moved: sent to its end because of a leak */
} Change;

static void
slot_free (gpointer data)
{
  Slot *slot = data;

  g_array_unref (slot->ids);
  g_free (slot);
}

PreviewSlots *
preview_slots_new (void)
{
  PreviewSlots *slots = g_new0 (PreviewSlots, 1);

  slots->slots = g_ptr_array_new_with_free_func (slot_free);
  return slots;
}

void
preview_slots_free (PreviewSlots *slots)
{
  preview_slots_reset (slots);
  g_ptr_array_unref (slots->slots);
  g_free (slots);
}

PreviewPage *
preview_slots_get_page (const PreviewSlots *slots)
{
  return slots->page;
}

void
preview_slots_reset (PreviewSlots *slots)
{
  g_clear_pointer (&slots->page, preview_page_unref);
  g_ptr_array_set_size (slots->slots, 0);
}

static Slot *
find_slot (const PreviewSlots *slots, const char *name)
{
  for (guint i = 0; i < slots->slots->len; i++)
    {
      Slot *slot = g_ptr_array_index (slots->slots, i);

      if (g_str_equal (slot->name, name))
        return slot;
    }
  return NULL;
}

static Slot *
ensure_slot (PreviewSlots *slots, const char *name)
{
  Slot *slot = find_slot (slots, name);

  if (slot == NULL)
    {
      slot = g_new0 (Slot, 1);
      slot->name = g_intern_string (name);
      slot->ids = g_array_new (FALSE, FALSE, sizeof (guint));
      slot->leak = NO_LEAK;
      g_ptr_array_add (slots->slots, slot);
    }
  return slot;
}

/* ---- comparing ------------------------------------------------------------------------------ */

static const PreviewBlock *
blocks_of (const PreviewPage *page, const char *name, guint *count)
{
  const PreviewPart *part = page != NULL ? preview_page_find_part (page, name) : NULL;

  *count = part != NULL ? part->blocks->len : 0;
  return part != NULL ? (const PreviewBlock *) part->blocks->data : NULL;
}

static Change
compare (const Slot *slot,
         const PreviewBlock *old,
         guint old_count,
         const PreviewBlock *new,
         guint new_count)
{
  Change change = { 0, old_count, new_count, FALSE };

  while (change.start < MIN (old_count, new_count)
         && old[change.start].hash == new[change.start].hash)
    change.start++;
  while (change.old_end > change.start && change.new_end > change.start
         && old[change.old_end - 1].hash == new[change.new_end - 1].hash)
    {
      change.old_end--;
      change.new_end--;
    }
  if (change.start == change.old_end && change.start == change.new_end && !slot->resend)
    return change;
  if (slot->leak != NO_LEAK && (change.old_end > slot->leak || slot->resend))
    {
      change.start = MIN (change.start, slot->leak);
      change.old_end = old_count;
      change.new_end = new_count;
      change.whole = TRUE;
    }
  return change;
}

/* The ids of the blocks that go, by hash, each list in order: a GQueue of ids a hash. */
static GHashTable *
index_removed (const Slot *slot, const PreviewBlock *old, Change change)
{
  GHashTable *removed =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_queue_free);

  for (guint i = change.start; i < change.old_end; i++)
    {
      GQueue *ids = g_hash_table_lookup (removed, &old[i].hash);

      if (ids == NULL)
        {
          ids = g_queue_new ();
          g_hash_table_insert (removed, (gpointer) &old[i].hash, ids);
        }
      g_queue_push_tail (ids, GUINT_TO_POINTER (g_array_index (slot->ids, guint, i)));
    }
  return removed;
}

/* ---- writing -------------------------------------------------------------------------------- */

static void
write_new_block (GString *json, guint id, const PreviewBlock *block)
{
  gsize length;
  const char *html = g_bytes_get_data (block->html, &length);

  g_string_append_printf (json, "[%u,", id);
  base_escape_json_string (json, html != NULL ? html : "", length);
  g_string_append_c (json, ']');
}

static void
write_change (PreviewSlots *slots,
              Slot *slot,
              const PreviewBlock *old,
              const PreviewBlock *new,
              Change change,
              GString *json)
{
  g_autoptr (GHashTable) removed = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));

  if (!change.whole && change.old_end > change.start && change.new_end > change.start)
    removed = index_removed (slot, old, change);
  g_string_append_printf (json, "%s{\"part\":", json->str[json->len - 1] == '[' ? "" : ",");
  base_escape_json_string (json, slot->name, strlen (slot->name));
  g_string_append_printf (json, ",\"at\":%u,\"remove\":%u,\"insert\":[", change.start,
                          change.old_end - change.start);
  for (guint i = change.start; i < change.new_end; i++)
    {
      GQueue *same = removed != NULL ? g_hash_table_lookup (removed, &new[i].hash) : NULL;
      guint id = same != NULL ? GPOINTER_TO_UINT (g_queue_pop_head (same)) : 0;

      if (i > change.start)
        g_string_append_c (json, ',');
      if (id != 0)
        g_string_append_printf (json, "%u", id);
      else
        write_new_block (json, id = ++slots->last_id, &new[i]);
      g_array_append_val (ids, id);
    }
  g_string_append (json, "]}");
  if (change.old_end > change.start)
    g_array_remove_range (slot->ids, change.start, change.old_end - change.start);
  if (ids->len > 0)
    g_array_insert_vals (slot->ids, change.start, ids->data, ids->len);
}

static gboolean
update_slot (PreviewSlots *slots, Slot *slot, const PreviewPage *page, GString *json)
{
  guint old_count;
  guint new_count;
  const PreviewBlock *old = blocks_of (slots->page, slot->name, &old_count);
  const PreviewBlock *new = blocks_of (page, slot->name, &new_count);
  Change change = compare (slot, old, old_count, new, new_count);

  if (change.start == change.old_end && change.start == change.new_end)
    return FALSE;
  write_change (slots, slot, old, new, change, json);
  if (change.whole)
    slot->leak = NO_LEAK; /* patch.js tells anew */
  else if (slot->leak != NO_LEAK)
    slot->leak = slot->leak - change.old_end + change.new_end;
  slot->resend = FALSE;
  return TRUE;
}

gboolean
preview_slots_update (PreviewSlots *slots, PreviewPage *page, GString *json)
{
  gboolean changed = FALSE;
  PreviewPage *before = slots->page;

  for (guint i = 0; i < page->parts->len; i++)
    ensure_slot (slots, ((PreviewPart *) g_ptr_array_index (page->parts, i))->name);
  g_string_append_c (json, '[');
  for (guint i = 0; i < slots->slots->len; i++)
    changed |= update_slot (slots, g_ptr_array_index (slots->slots, i), page, json);
  g_string_append_c (json, ']');
  slots->page = preview_page_ref (page);
  g_clear_pointer (&before, preview_page_unref);
  return changed;
}

gboolean
preview_slots_set_leak (PreviewSlots *slots, const char *part, guint index, gboolean complete)
{
  Slot *slot = find_slot (slots, part);

  if (slot == NULL || index >= slot->ids->len)
    return FALSE;
  slot->leak = index;
  slot->resend = !complete;
  return slot->resend;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static double
block_end (const PreviewBlock *blocks, guint count, guint nth)
{
  double own_end = (double) blocks[nth].last_line + 1;

  return nth + 1 < count ? MAX (own_end, (double) blocks[nth + 1].first_line) : own_end;
}

PreviewPlace
preview_slots_place_of_line (const PreviewSlots *slots, double line)
{
  PreviewPlace place = { 0, 0 };
  const Slot *slot = find_slot (slots, PREVIEW_PART_BODY);
  guint count;
  const PreviewBlock *blocks = blocks_of (slots->page, PREVIEW_PART_BODY, &count);
  guint low = 0;
  guint high = count;
  double height;

  while (low < high) /* the first block that begins after the line */
    {
      guint middle = low + (high - low) / 2;

      if (blocks[middle].first_line <= line)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == 0 || slot == NULL)
    return place;
  height = block_end (blocks, count, low - 1) - blocks[low - 1].first_line;
  place.id = g_array_index (slot->ids, guint, low - 1);
  place.fraction = CLAMP ((line - blocks[low - 1].first_line) / height, 0, 1);
  return place;
}

gboolean
preview_slots_line_of_place (const PreviewSlots *slots,
                             PreviewPlace place,
                             const char **part,
                             double *line)
{
  for (guint i = 0; i < slots->slots->len; i++)
    {
      const Slot *slot = g_ptr_array_index (slots->slots, i);
      guint count;
      const PreviewBlock *blocks = blocks_of (slots->page, slot->name, &count);

      for (guint j = 0; j < slot->ids->len; j++)
        if (g_array_index (slot->ids, guint, j) == place.id)
          {
            double first = blocks[j].first_line;

            *part = slot->name;
            *line = first + CLAMP (place.fraction, 0, 1) * (block_end (blocks, count, j) - first);
            return TRUE;
          }
    }
  return FALSE;
}
