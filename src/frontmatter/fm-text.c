/* fm-text.c - lines and blanks as YAML 1.1 sees them.
 *
 * libyaml ends lines at LF, CR, CR LF, NEL, LS and PS. The edits reason about lines, so they must
 * see the same ones; that is why the base layer's line index (LF only) is not used here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

gsize
fm_break_length (const char *text, gsize length, gsize offset)
{
  const guchar *at = (const guchar *) text + offset;
  gsize left = length - offset;

  if (left == 0)
    return 0;
  switch (at[0])
    {
    case '\n':
      return 1;
    case '\r':
      return left > 1 && at[1] == '\n' ? 2 : 1;
    case 0xC2:
      return left > 1 && at[1] == 0x85 ? 2 : 0;
    case 0xE2:
      return left > 2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9) ? 3 : 0;
    default:
      return 0;
    }
}

/* TRUE if a break ends just before @offset. */
static gboolean
is_behind_break (const char *text, gsize offset)
{
  const guchar *bytes = (const guchar *) text;
  guchar last = bytes[offset - 1];

  if (last == '\n' || last == '\r')
    return TRUE;
  if (last == 0x85)
    return offset > 1 && bytes[offset - 2] == 0xC2;
  if (last == 0xA8 || last == 0xA9)
    return offset > 2 && bytes[offset - 2] == 0x80 && bytes[offset - 3] == 0xE2;
  return FALSE;
}

gsize
fm_line_start (const char *text, gsize offset)
{
  while (offset > 0 && !is_behind_break (text, offset))
    offset--;
  return offset;
}

gsize
fm_line_end (const char *text, gsize length, gsize offset)
{
  while (offset < length && fm_break_length (text, length, offset) == 0)
    offset++;
  return offset;
}

gsize
fm_next_line (const char *text, gsize length, gsize offset)
{
  offset = fm_line_end (text, length, offset);
  return offset + fm_break_length (text, length, offset);
}

gsize
fm_skip_blanks (const char *text, gsize length, gsize offset)
{
  while (offset < length && (text[offset] == ' ' || text[offset] == '\t'))
    offset++;
  return offset;
}

gsize
fm_skip_separation (const char *text, gsize length, gsize offset)
{
  for (;;)
    {
      gsize line_break;

      offset = fm_skip_blanks (text, length, offset);
      if (offset < length && text[offset] == '#')
        offset = fm_line_end (text, length, offset);
      line_break = fm_break_length (text, length, offset);
      if (line_break == 0)
        return offset;
      offset += line_break;
    }
}

guint
fm_column (const char *text, gsize offset)
{
  guint column = 0;

  for (gsize at = fm_line_start (text, offset); at < offset; at++)
    column += ((guchar) text[at] & 0xC0) != 0x80;
  return column;
}
