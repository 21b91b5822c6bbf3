/* fm-split.c - where a post's header is, as Jekyll sees it.
 *
 * Jekyll (lib/jekyll/document.rb, YAML_FRONT_MATTER_REGEXP) takes what
 *   /\A(---\s*\n.*?\n?)^((---|\.\.\.)\s*$\n?)/m
 * matches, after Ruby dropped a UTF-8 byte-order mark. Group 1, fence included, is the YAML; what
 * follows the match is the body. Written out by hand here, because the expression's two greedy \s*
 * have consequences that its reader does not expect:
 *   - blank lines after either fence belong to the fence, so the body never starts with one;
 *   - the closing fence may be followed by blanks, but "--- text" or "----" is none;
 *   - carriage returns, form feeds and vertical tabs are blank, other Unicode spaces are not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static gboolean
is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The end of "\s*\n" at @offset: behind the last newline of a run of blanks; 0 if there is none. */
static gsize
skip_to_last_newline (const char *text, gsize length, gsize offset)
{
  gsize after = 0;

  for (; offset < length && is_space (text[offset]); offset++)
    if (text[offset] == '\n')
      after = offset + 1;
  return after;
}

/* The end of the closing fence that begins at @offset, or 0 if none does. */
static gsize
match_closing_fence (const char *text, gsize length, gsize offset)
{
  gsize at = offset + 3;
  gsize after;

  if (length - offset < 3
      || (memcmp (text + offset, "---", 3) != 0 && memcmp (text + offset, "...", 3) != 0))
    return 0;
  while (at < length && is_space (text[at]))
    at++;
  /* "$" holds at the end of the text and before a newline; the longest run that ends so wins. */
  if (at == length)
    return length;
  after = skip_to_last_newline (text, length, offset + 3);
  return after;
}

static gsize
skip_opening_fence (const char *text, gsize length, gsize *start)
{
  gsize offset = length >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;

  *start = offset;
  if (length - offset < 3 || memcmp (text + offset, "---", 3) != 0)
    return 0;
  return skip_to_last_newline (text, length, offset + 3);
}

/* The closing fence's start, or @length if there is none; @after gets its end. */
static gsize
find_closing_fence (const char *text, gsize length, gsize offset, gsize *after)
{
  while (offset < length)
    {
      const char *newline;

      *after = match_closing_fence (text, length, offset);
      if (*after != 0)
        return offset;
      newline = memchr (text + offset, '\n', length - offset);
      offset = newline == NULL ? length : (gsize) (newline - text) + 1;
    }
  return length;
}

FmSplit
fm_split (const char *text, gsize length)
{
  FmSplit split = { 0 };
  gsize start, opening, closing, after;

  opening = skip_opening_fence (text, length, &start);
  split.header = split.yaml = base_span (start, start);
  split.body = base_span (start, length);
  if (opening == 0)
    return split;
  closing = find_closing_fence (text, length, opening, &after);
  if (closing == length)
    return split;
  split.has_header = TRUE;
  split.header = base_span (start, after);
  split.yaml = base_span (opening, closing);
  split.body = base_span (after, length);
  return split;
}

gboolean
fm_split_is_unclosed (const char *text, gsize length, gsize *after)
{
  gsize start, closing;

  *after = skip_opening_fence (text, length, &start);
  return *after != 0 && find_closing_fence (text, length, *after, &closing) == length;
}
