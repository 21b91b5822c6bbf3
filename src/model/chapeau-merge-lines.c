/* chapeau-merge-lines.c - a text by lines: store_merge where there is a base, else the differences
 * of two.
 *
 * A paragraph of these posts is most often one line, so that a part is one or more paragraphs.
 * Taking both keeps them apart with an empty line, except inside lists, quotes and tables, which an
 * empty line would tear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-merge-private.h"

#include <string.h>

static const char *
bytes_of (GBytes *text)
{
  gconstpointer bytes = g_bytes_get_data (text, NULL);

  return bytes != NULL ? bytes : "";
}

char *
chapeau_merge_dup_shown (GBytes *text, BaseSpan span)
{
  return g_utf8_make_valid (bytes_of (text) + span.start, (gssize) base_span_length (span));
}

static ChapeauChoice
first_choice (StoreHunkKind change)
{
  switch (change)
    {
    case STORE_HUNK_THEIRS:
      return CHAPEAU_CHOICE_THEIRS;
    case STORE_HUNK_CONFLICT:
      return CHAPEAU_CHOICE_OPEN;
    case STORE_HUNK_SAME:
    case STORE_HUNK_MINE:
    case STORE_HUNK_AGREED:
      break;
    }
  return CHAPEAU_CHOICE_MINE;
}

ChapeauMergePart *
chapeau_merge_part_new (ChapeauPartKind kind, StoreHunkKind change)
{
  ChapeauMergePart *part = g_new0 (ChapeauMergePart, 1);

  part->kind = kind;
  part->change = change == STORE_HUNK_AGREED ? STORE_HUNK_SAME : change;
  part->choice = first_choice (change);
  return part;
}

void
chapeau_merge_part_free (gpointer data)
{
  ChapeauMergePart *part = data;

  g_free (part->key);
  g_free (part->mine);
  g_free (part->theirs);
  g_free (part);
}

static void
add_part (GPtrArray *parts,
          ChapeauPartKind kind,
          StoreHunkKind change,
          GBytes *mine,
          BaseSpan m,
          GBytes *theirs,
          BaseSpan t)
{
  ChapeauMergePart *part = chapeau_merge_part_new (kind, change);

  part->mine_span = m;
  part->theirs_span = t;
  if (base_span_length (m) > 0)
    part->mine = chapeau_merge_dup_shown (mine, m);
  if (base_span_length (t) > 0)
    part->theirs = chapeau_merge_dup_shown (theirs, t);
  part->can_both = change == STORE_HUNK_CONFLICT && part->mine != NULL && part->theirs != NULL;
  g_ptr_array_add (parts, part);
}

/* Two versions of which nobody knows what they came from. */
static void
add_two (GPtrArray *parts, ChapeauPartKind kind, GBytes *mine, GBytes *theirs)
{
  gsize a = g_bytes_get_size (mine);
  gsize b = g_bytes_get_size (theirs);
  g_autoptr (GArray) differences =
      store_diff (STORE_DIFF_LINES, bytes_of (mine), a, bytes_of (theirs), b);
  gsize at_mine = 0;
  gsize at_theirs = 0;

  for (guint i = 0; i < differences->len; i++)
    {
      const StoreDifference *difference = &g_array_index (differences, StoreDifference, i);

      if (difference->a.start > at_mine)
        add_part (parts, kind, STORE_HUNK_SAME, mine, base_span (at_mine, difference->a.start),
                  theirs, base_span (at_theirs, difference->b.start));
      add_part (parts, kind, STORE_HUNK_CONFLICT, mine, difference->a, theirs, difference->b);
      at_mine = difference->a.end;
      at_theirs = difference->b.end;
    }
  if (a > at_mine)
    add_part (parts, kind, STORE_HUNK_SAME, mine, base_span (at_mine, a), theirs,
              base_span (at_theirs, b));
}

void
chapeau_merge_add_lines (
    GPtrArray *parts, ChapeauPartKind kind, GBytes *base, GBytes *mine, GBytes *theirs)
{
  g_autoptr (StoreMerge) merge = NULL;

  if (base == NULL)
    {
      add_two (parts, kind, mine, theirs);
      return;
    }
  merge = store_merge (base, mine, theirs);
  for (guint i = 0; i < merge->hunks->len; i++)
    {
      const StoreHunk *hunk = &g_array_index (merge->hunks, StoreHunk, i);

      add_part (parts, kind, hunk->kind, mine, hunk->mine, theirs, hunk->theirs);
    }
}

/* ---- result ---------------------------------------------------------------------------------- */

static void
append (GByteArray *out, GBytes *text, BaseSpan span)
{
  if (base_span_length (span) > 0)
    g_byte_array_append (out, (const guint8 *) bytes_of (text) + span.start,
                         (guint) base_span_length (span));
}

static gboolean
ends_with (const GByteArray *out, const char *end)
{
  gsize length = strlen (end);

  return out->len >= length && memcmp (out->data + out->len - length, end, length) == 0;
}

/* A line of a list, quote or table goes on without an empty line. */
static gboolean
belongs_to_block (const char *line)
{
  while (*line == ' ')
    line++;
  if (strchr ("-*+>|", *line) != NULL && *line != '\0')
    return strncmp (line, "**", 2) != 0;
  if (!g_ascii_isdigit (*line))
    return FALSE;
  while (g_ascii_isdigit (*line))
    line++;
  return *line == '.';
}

static void
append_both (GByteArray *out, const ChapeauMergePart *part, GBytes *mine, GBytes *theirs)
{
  const char *ending = strstr (part->mine, "\r\n") != NULL ? "\r\n" : "\n";

  append (out, mine, part->mine_span);
  if (!ends_with (out, "\n"))
    g_byte_array_append (out, (const guint8 *) ending, (guint) strlen (ending));
  if (part->kind == CHAPEAU_PART_TEXT && !ends_with (out, "\n\n") && !ends_with (out, "\n\r\n")
      && !belongs_to_block (part->theirs) && *part->theirs != '\n' && *part->theirs != '\r')
    g_byte_array_append (out, (const guint8 *) ending, (guint) strlen (ending));
  append (out, theirs, part->theirs_span);
}

void
chapeau_merge_append_lines (
    GByteArray *out, const GPtrArray *parts, ChapeauPartKind kind, GBytes *mine, GBytes *theirs)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const ChapeauMergePart *part = g_ptr_array_index (parts, i);

      if (part->kind != kind)
        continue;
      switch (part->choice)
        {
        case CHAPEAU_CHOICE_OPEN:
        case CHAPEAU_CHOICE_MINE:
          append (out, mine, part->mine_span);
          break;
        case CHAPEAU_CHOICE_THEIRS:
          append (out, theirs, part->theirs_span);
          break;
        case CHAPEAU_CHOICE_BOTH:
          append_both (out, part, mine, theirs);
          break;
        }
    }
}
