/* kd-scanner.c - a part of a text being scanned, and searching it forward.
 *
 * Every search remembers its last answer. Constructs that look for the same closing mark from
 * thousands of places so look at each byte once, which keeps floods of "<!--" or "{:" linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

void
kd_scanner_init (KdScanner *scanner, KdSlice slice)
{
  memset (scanner, 0, sizeof *scanner);
  scanner->buffer = slice.buffer;
  scanner->s = slice.buffer->data;
  scanner->start = slice.start;
  scanner->pos = slice.start;
  scanner->end = slice.end;
}

void
kd_scanner_clear (KdScanner *scanner)
{
  g_clear_pointer (&scanner->fences, g_free);
}

guint32
kd_find (KdScanner *scanner, KdFind what, guint32 from)
{
  static const char *const needles[] = { "-->", "]]>", "?>", "$$", ">", "\"", "'" };
  KdFound *found = &scanner->found[what];
  const char *at;

  if (from >= scanner->end)
    return scanner->end;
  if (found->known && found->from <= from && from <= found->at)
    return found->at;
  at = memmem (scanner->s + from, scanner->end - from, needles[what], strlen (needles[what]));
  found->known = TRUE;
  found->from = from;
  found->at = at != NULL ? (guint32) (at - scanner->s) : scanner->end;
  return found->at;
}

/* Whether nothing but space follows on the line. */
static gboolean
ends_line (const KdScanner *scanner, guint32 at)
{
  while (at < scanner->end && kd_is_space (scanner->s[at]))
    if (scanner->s[at++] == '\n')
      return TRUE;
  return FALSE;
}

static void
look_for_brace (KdScanner *scanner, guint32 from)
{
  KdBraces *braces = &scanner->braces;
  guint32 at = from;

  braces->known = TRUE;
  braces->from = from;
  braces->last_escaped = 0;
  braces->last_escaped_at_line = 0;
  for (;;)
    {
      const char *brace = memchr (scanner->s + at, '}', scanner->end - at);
      if (brace == NULL)
        {
          braces->at = scanner->end;
          return;
        }
      at = (guint32) (brace - scanner->s);
      if (at == from || brace[-1] != '\\')
        {
          braces->at = at;
          return;
        }
      braces->last_escaped = at;
      if (ends_line (scanner, at + 1))
        braces->last_escaped_at_line = at;
      at++;
    }
}

guint32
kd_find_brace (KdScanner *scanner, guint32 from, gboolean at_line_end)
{
  KdBraces *braces = &scanner->braces;
  guint32 escaped;

  if (from >= scanner->end || scanner->s[from] == '}')
    return 0;
  if (!braces->known || from < braces->from || from > braces->at)
    look_for_brace (scanner, from);
  if (braces->at < scanner->end && (!at_line_end || ends_line (scanner, braces->at + 1)))
    return braces->at;
  escaped = at_line_end ? braces->last_escaped_at_line : braces->last_escaped;
  return escaped > from ? escaped : 0;
}
