/* base-edits.c - ordered replacements on one text, and their inverse.
 *
 * Invariants of a list: spans are sorted by start; no two overlap; of two edits at one offset an
 * insertion that was added before a replacement stays before it. All offsets are the original
 * text's, so edits need not know of each other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

#include <string.h>

struct _BaseEdits
{
  gatomicrefcount references;
  GArray *items; /* of BaseEdit; text owned */
};

static void
clear_edit (gpointer data)
{
  BaseEdit *edit = data;
  g_free ((char *) edit->text);
}

BaseEdits *
base_edits_new (void)
{
  BaseEdits *edits = g_new0 (BaseEdits, 1);

  g_atomic_ref_count_init (&edits->references);
  edits->items = g_array_new (FALSE, FALSE, sizeof (BaseEdit));
  g_array_set_clear_func (edits->items, clear_edit);
  return edits;
}

BaseEdits *
base_edits_ref (BaseEdits *edits)
{
  g_atomic_ref_count_inc (&edits->references);
  return edits;
}

void
base_edits_unref (BaseEdits *edits)
{
  if (edits == NULL || !g_atomic_ref_count_dec (&edits->references))
    return;
  g_array_unref (edits->items);
  g_free (edits);
}

static const BaseEdit *
nth (const BaseEdits *edits, gsize i)
{
  return &g_array_index (edits->items, BaseEdit, i);
}

/* May @first stand directly before @second in the list? */
static gboolean
in_order (const BaseEdit *first, const BaseEdit *second)
{
  return first->span.end <= second->span.start && first->span.start <= second->span.start;
}

void
base_edits_replace (BaseEdits *edits, BaseSpan span, const char *text, gssize length)
{
  gsize size = length >= 0 ? (gsize) length : strlen (text);
  BaseEdit edit = { span, NULL, size };
  guint at = edits->items->len;
  char *copy = g_malloc (size + 1);

  g_assert (g_atomic_ref_count_compare (&edits->references, 1));
  g_assert (span.start <= span.end);
  if (size > 0)
    memcpy (copy, text, size);
  copy[size] = '\0';
  edit.text = copy;
  while (at > 0 && !in_order (nth (edits, at - 1), &edit))
    at--;
  g_assert (at == edits->items->len || in_order (&edit, nth (edits, at)));
  g_array_insert_val (edits->items, at, edit);
}

void
base_edits_insert (BaseEdits *edits, gsize offset, const char *text, gssize length)
{
  base_edits_replace (edits, base_span (offset, offset), text, length);
}

void
base_edits_delete (BaseEdits *edits, BaseSpan span)
{
  base_edits_replace (edits, span, "", 0);
}

gsize
base_edits_count (const BaseEdits *edits)
{
  return edits->items->len;
}

const BaseEdit *
base_edits_get (const BaseEdits *edits, gsize i)
{
  g_assert (i < edits->items->len);
  return nth (edits, i);
}

gboolean
base_edits_is_empty (const BaseEdits *edits)
{
  return edits->items->len == 0;
}

GBytes *
base_edits_apply (const BaseEdits *edits, const char *text, gsize length)
{
  GString *out = g_string_sized_new (length + 64);
  gsize from = 0, size;

  for (guint i = 0; i < edits->items->len; i++)
    {
      const BaseEdit *edit = nth (edits, i);

      g_assert (edit->span.end <= length);
      g_string_append_len (out, text + from, (gssize) (edit->span.start - from));
      g_string_append_len (out, edit->text, (gssize) edit->length);
      from = edit->span.end;
    }
  if (length > from)
    g_string_append_len (out, text + from, (gssize) (length - from));
  size = out->len;
  return g_bytes_new_take (g_string_free (out, FALSE), size);
}

BaseEdits *
base_edits_invert (const BaseEdits *edits, const char *text, gsize length)
{
  BaseEdits *inverse = base_edits_new ();
  gsize grown = 0, shrunk = 0;

  for (guint i = 0; i < edits->items->len; i++)
    {
      const BaseEdit *edit = nth (edits, i);
      gsize start = edit->span.start + grown - shrunk;

      g_assert (edit->span.end <= length);
      base_edits_replace (inverse, base_span (start, start + edit->length), text + edit->span.start,
                          (gssize) base_span_length (edit->span));
      grown += edit->length;
      shrunk += base_span_length (edit->span);
    }
  return inverse;
}

BaseSpan
base_edits_extent (const BaseEdits *edits)
{
  if (edits->items->len == 0)
    return base_span (0, 0);
  return base_span (nth (edits, 0)->span.start, nth (edits, edits->items->len - 1)->span.end);
}

gsize
base_edits_map_offset (const BaseEdits *edits, gsize offset)
{
  gsize grown = 0, shrunk = 0;

  for (guint i = 0; i < edits->items->len; i++)
    {
      const BaseEdit *edit = nth (edits, i);

      if (edit->span.start > offset)
        break;
      if (edit->span.end > offset)
        return edit->span.start + grown - shrunk + edit->length;
      grown += edit->length;
      shrunk += base_span_length (edit->span);
    }
  return offset + grown - shrunk;
}

static gboolean
is_continuation (char byte)
{
  return ((guchar) byte & 0xC0) == 0x80;
}

BaseEdits *
base_edits_between (const char *from, gsize from_length, const char *to, gsize to_length)
{
  BaseEdits *edits = base_edits_new ();
  gsize shortest = MIN (from_length, to_length);
  gsize prefix = 0, suffix = 0;

  while (prefix < shortest && from[prefix] == to[prefix])
    prefix++;
  if (prefix == from_length && prefix == to_length)
    return edits;
  while (prefix > 0
         && ((prefix < from_length && is_continuation (from[prefix]))
             || (prefix < to_length && is_continuation (to[prefix]))))
    prefix--;
  while (suffix < shortest - prefix && from[from_length - suffix - 1] == to[to_length - suffix - 1])
    suffix++;
  while (suffix > 0 && is_continuation (from[from_length - suffix]))
    suffix--;
  base_edits_replace (edits, base_span (prefix, from_length - suffix), to + prefix,
                      (gssize) (to_length - suffix - prefix));
  return edits;
}
