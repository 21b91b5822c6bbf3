/* typo-protect.c - what in a Markdown post is not prose: the scan of lines.
 *
 * Two levels. Here: what a line as a whole is (front matter, fences, definitions, markers). In
 * typo-protect-inline.c: what is inside lines (code spans, tags, destinations, addresses), some of
 * which run over several lines. Both append to one ascending list of spans.
 *
 * Limits: no block structure is built. Indented code is told from the text of a list item by
 * whether a list item came before; reference labels are protected wherever they stand.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-protect.h"

#include <string.h>

void
typo_protect_add (TypoProtect *scan, gsize start, gsize end)
{
  BaseSpan span = { start, end };
  BaseSpan *last = NULL;

  if (scan->spans->len > 0)
    last = &g_array_index (scan->spans, BaseSpan, scan->spans->len - 1);
  if (start < scan->done)
    span.start = start = scan->done;
  if (end <= start)
    return;
  /* Whole lines that touch are one span. */
  if (last != NULL && last->end == start && scan->text[start - 1] == '\n'
      && scan->text[end - 1] == '\n')
    last->end = end;
  else
    g_array_append_val (scan->spans, span);
  scan->done = end;
}

/* ---- lines ---- */

/* Where the line that holds @at ends: after its newline. */
static gsize
line_end (const TypoProtect *scan, gsize at)
{
  const char *newline = memchr (scan->text + at, '\n', scan->length - at);
  return newline != NULL ? (gsize) (newline - scan->text) + 1 : scan->length;
}

/* The end of a line's content, without its ending. */
static gsize
content_end (const TypoProtect *scan, gsize start, gsize end)
{
  if (end > start && scan->text[end - 1] == '\n')
    end--;
  if (end > start && scan->text[end - 1] == '\r')
    end--;
  return end;
}

static gboolean
is_blank_line (const TypoProtect *scan, gsize start, gsize end)
{
  for (gsize i = start; i < end; i++)
    if (!g_ascii_isspace (scan->text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
line_is (const TypoProtect *scan, gsize start, gsize end, const char *word)
{
  gsize size = strlen (word);

  end = content_end (scan, start, end);
  while (end > start && (scan->text[end - 1] == ' ' || scan->text[end - 1] == '\t'))
    end--;
  return end - start == size && memcmp (scan->text + start, word, size) == 0;
}

/* The end of the front matter, or 0. One that is not closed yet ends at the first blank line. */
static gsize
front_matter_end (const TypoProtect *scan)
{
  gsize at = 0, end, blank = 0;

  if (scan->length >= 3 && memcmp (scan->text, "\xEF\xBB\xBF", 3) == 0)
    at = 3;
  end = line_end (scan, at);
  if (!line_is (scan, at, end, "---"))
    return 0;
  while (end < scan->length)
    {
      at = end;
      end = line_end (scan, at);
      if (line_is (scan, at, end, "---") || line_is (scan, at, end, "..."))
        return end;
      if (blank == 0 && is_blank_line (scan, at, end))
        blank = at;
    }
  return blank > 0 ? blank : scan->length;
}

/* ---- fences ---- */

/* The length of a fence of ` or ~ at @at, or 0. */
static gsize
fence_length (const TypoProtect *scan, gsize at, gsize end)
{
  char c = at < end ? scan->text[at] : '\0';
  gsize n = 0;

  if (c != '`' && c != '~')
    return 0;
  while (at + n < end && scan->text[at + n] == c)
    n++;
  if (n < 3)
    return 0;
  if (c == '`' && memchr (scan->text + at + n, '`', end - at - n) != NULL)
    return 0;
  return n;
}

/* The end of the fenced block that opens at @at with @n characters: after the closing line, or the
 * end of the text. */
static gsize
fence_end (const TypoProtect *scan, gsize at, gsize n)
{
  char c = scan->text[at];
  gsize line = line_end (scan, at);

  while (line < scan->length)
    {
      gsize end = line_end (scan, line), i = line, run = 0;

      while (i < end && (scan->text[i] == ' ' || scan->text[i] == '\t' || scan->text[i] == '>'))
        i++;
      while (i + run < end && scan->text[i + run] == c)
        run++;
      if (run >= n && is_blank_line (scan, i + run, end))
        return end;
      line = end;
    }
  return scan->length;
}

/* ---- the beginnings of lines ---- */

/* Only characters of @set, at least @least of them that are not blanks. */
static gboolean
consists_of (const TypoProtect *scan, gsize start, gsize end, const char *set, gsize least)
{
  gsize n = 0;

  for (gsize i = start; i < end; i++)
    {
      if (strchr (set, scan->text[i]) == NULL || scan->text[i] == '\0')
        return FALSE;
      n += scan->text[i] != ' ' && scan->text[i] != '\t';
    }
  return n >= least;
}

/* Rules, setext underlines, the alignment rows of tables. */
static gboolean
is_drawn_line (const TypoProtect *scan, gsize start, gsize end)
{
  return consists_of (scan, start, end, "=", 1) || consists_of (scan, start, end, "- \t", 2)
         || consists_of (scan, start, end, "* \t", 3) || consists_of (scan, start, end, "_ \t", 3)
         || (consists_of (scan, start, end, "|:-=+ \t", 2)
             && (memchr (scan->text + start, '-', end - start) != NULL
                 || memchr (scan->text + start, '=', end - start) != NULL));
}

/* The end of a list item's marker with the blanks after it, or @at. */
static gsize
list_marker_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize i = at;

  if (i < end && strchr ("*+-", scan->text[i]) != NULL)
    i++;
  else
    {
      while (i < end && g_ascii_isdigit (scan->text[i]) && i - at < 10)
        i++;
      if (i == at || i >= end || (scan->text[i] != '.' && scan->text[i] != ')'))
        return at;
      i++;
    }
  if (i < end && scan->text[i] != ' ' && scan->text[i] != '\t')
    return at;
  while (i < end && (scan->text[i] == ' ' || scan->text[i] == '\t'))
    i++;
  return i;
}

/* Definitions: of links and abbreviations the whole line, of footnotes the marker. The end of what
 * is protected, or @at. */
static gsize
definition_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize open = at;
  const char *close;
  gsize after;

  if (open < end && scan->text[open] == '*')
    open++;
  if (open >= end || scan->text[open] != '[')
    return at;
  close = memchr (scan->text + open, ']', end - open);
  if (close == NULL)
    return at;
  after = (gsize) (close - scan->text) + 1;
  if (after >= end || scan->text[after] != ':' || after - open < 3)
    return at;
  if (open == at && scan->text[open + 1] == '^')
    {
      after++;
      while (after < end && (scan->text[after] == ' ' || scan->text[after] == '\t'))
        after++;
      return after;
    }
  return end;
}

/* "> ", "## ", ": ", "* ", "12. " and their nesting at the beginning of a line. */
static gsize
markers_end (TypoProtect *scan, gsize at, gsize end)
{
  for (guint depth = 0; depth < 20 && at < end; depth++)
    {
      gsize from = at, list;

      while (at < end && (scan->text[at] == ' ' || scan->text[at] == '\t'))
        at++;
      list = list_marker_end (scan, at, end);
      if (list > at)
        {
          scan->in_list = TRUE;
          at = list;
        }
      else if (at < end && (scan->text[at] == '>' || scan->text[at] == ':')
               && (scan->text[at] == '>' || (at + 1 < end && scan->text[at + 1] == ' ')))
        at++;
      else if (at < end && scan->text[at] == '#')
        {
          while (at < end && scan->text[at] == '#')
            at++;
          while (at < end && (scan->text[at] == ' ' || scan->text[at] == '\t'))
            at++;
          return at;
        }
      else
        return from == at ? at : from;
    }
  return at;
}

static gsize
indent_width (const TypoProtect *scan, gsize start, gsize end)
{
  gsize width = 0;

  for (gsize i = start; i < end; i++)
    if (scan->text[i] == ' ')
      width++;
    else if (scan->text[i] == '\t')
      width += 4 - width % 4;
    else
      break;
  return width;
}

/* What the line [start, end) is as a whole. Protects its markers, or all of it; returns where prose
 * begins, which is beyond @end for constructs of several lines. */
static gsize
scan_line_start (TypoProtect *scan, gsize start, gsize end)
{
  gsize content = content_end (scan, start, end);
  gsize width = indent_width (scan, start, content);
  gsize at = start, fence, after;

  while (at < content && (scan->text[at] == ' ' || scan->text[at] == '\t'))
    at++;
  if (at == content)
    {
      scan->after_blank = TRUE;
      return start;
    }
  if (width == 0 && list_marker_end (scan, at, content) == at && scan->after_blank)
    scan->in_list = FALSE;
  if (width >= 4 && (scan->in_code || scan->after_blank) && (!scan->in_list || width >= 12))
    {
      scan->in_code = TRUE;
      typo_protect_add (scan, start, end);
      return end;
    }
  scan->in_code = FALSE;
  scan->after_blank = FALSE;
  after = markers_end (scan, start, content);
  fence = fence_length (scan, after > at ? after : at, content);
  if (fence > 0)
    {
      gsize block_end = fence_end (scan, after > at ? after : at, fence);
      typo_protect_add (scan, start, block_end);
      return block_end;
    }
  if (is_drawn_line (scan, at, content))
    {
      typo_protect_add (scan, start, end);
      return end;
    }
  if (after > start)
    {
      typo_protect_add (scan, start, after);
      return after;
    }
  after = definition_end (scan, at, content);
  if (after > at)
    {
      if (after == content)
        after = end;
      typo_protect_add (scan, start, after);
      return after;
    }
  return start;
}

/* ---- labels of reference links ---- */

static char *
normal_label (const char *text, gsize length)
{
  g_autofree char *label = g_utf8_make_valid (text, (gssize) length);
  g_autofree char *folded = g_utf8_casefold (label, -1);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (out, *p);
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

static void
collect_labels (TypoProtect *scan)
{
  gsize start = 0;

  while (start < scan->length)
    {
      gsize end = line_end (scan, start);
      gsize at = start;

      while (at < end && (scan->text[at] == ' ' || scan->text[at] == '>'))
        at++;
      if (at + 1 < end && scan->text[at] == '[' && scan->text[at + 1] != '^'
          && definition_end (scan, at, content_end (scan, at, end)) > at)
        {
          const char *close = memchr (scan->text + at, ']', end - at);
          gsize size = (gsize) (close - scan->text) - at - 1;
          g_hash_table_add (scan->labels, normal_label (scan->text + at + 1, size));
        }
      start = end;
    }
}

gboolean
typo_protect_is_label (const TypoProtect *scan, gsize start, gsize end)
{
  g_autofree char *label = NULL;

  if (g_hash_table_size (scan->labels) == 0)
    return FALSE;
  label = normal_label (scan->text + start, end - start);
  return g_hash_table_contains (scan->labels, label);
}

/* ---- the scan ---- */

static GArray *
find_protected_spans (const char *text, gsize length, gboolean is_post)
{
  TypoProtect scan = { .text = text, .length = length, .after_blank = TRUE };
  gsize at = 0;

  scan.spans = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  scan.labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  collect_labels (&scan);
  if (is_post)
    at = front_matter_end (&scan);
  typo_protect_add (&scan, 0, at);
  while (at < length)
    {
      gsize end = line_end (&scan, at);
      gsize prose = scan_line_start (&scan, at, end);

      /* An inline construct that runs over the end of the line takes the following lines with it.
       */
      while (prose < end)
        prose = typo_protect_inline (&scan, prose, end);
      at = prose;
      if (at > end && text[at - 1] != '\n')
        {
          end = line_end (&scan, at);
          while (at < end)
            at = typo_protect_inline (&scan, at, end);
        }
    }
  g_hash_table_unref (scan.labels);
  return scan.spans;
}

GArray *
typo_markdown_protected_spans (const char *text, gsize length)
{
  return find_protected_spans (text, length, FALSE);
}

GArray *
typo_post_protected_spans (const char *text, gsize length)
{
  return find_protected_spans (text, length, TRUE);
}
