/* kd-block.c - blocks: paragraphs, headers, quotations, lists, code, rules, HTML.
 *
 * Works on a list of lines. A quotation's and an item's content is the list of their lines without
 * the marks, written by the same function one level deeper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#include <string.h>

typedef struct
{
  KdWriter *writer;
  const KdLine *lines;
  gsize n;
  gsize i; /* the line looked at */
  guint depth;
  GString *attributes; /* of a block IAL that stands before the block */
} Blocks;

/* ---- lines ---- */

static gsize
indent_of (const KdLine *line)
{
  gsize n = 0;

  while (n < line->length && line->text[n] == ' ')
    n++;
  return n;
}

static gboolean
is_blank (const KdLine *line)
{
  for (gsize i = 0; i < line->length; i++)
    if (!g_ascii_isspace (line->text[i]))
      return FALSE;
  return TRUE;
}

static KdLine
cut (const KdLine *line, gsize n)
{
  KdLine rest = *line;

  n = MIN (n, line->length);
  rest.text += n;
  rest.length -= n;
  return rest;
}

static gboolean
is_rule (const KdLine *line)
{
  char mark = 0;
  gsize count = 0;

  if (indent_of (line) > 3)
    return FALSE;
  for (gsize i = 0; i < line->length; i++)
    {
      char c = line->text[i];

      if (c == ' ' || c == '\t')
        continue;
      if ((c != '*' && c != '-' && c != '_') || (mark != 0 && c != mark))
        return FALSE;
      mark = c;
      count++;
    }
  return count >= 3;
}

static gsize
atx_level (const KdLine *line)
{
  gsize n = 0;

  while (n < line->length && line->text[n] == '#')
    n++;
  return n >= 1 && n <= 6 && n < line->length && line->text[n] == ' ' ? n : 0;
}

static gsize
fence_length (const KdLine *line)
{
  gsize n = 0;
  char c = line->length > 0 ? line->text[0] : 0;

  if (c != '`' && c != '~')
    return 0;
  while (n < line->length && line->text[n] == c)
    n++;
  return n >= 3 ? n : 0;
}

/* The width of an item's mark with its blanks, or 0. */
static gsize
item_mark (const KdLine *line, gboolean *ordered)
{
  gsize at = indent_of (line), n = at;

  if (at > 3 || is_rule (line))
    return 0;
  if (n < line->length && strchr ("*+-", line->text[n]) != NULL && line->text[n] != 0)
    {
      *ordered = FALSE;
      n++;
    }
  else
    {
      while (n < line->length && g_ascii_isdigit (line->text[n]))
        n++;
      if (n == at || n >= line->length || line->text[n] != '.')
        return 0;
      *ordered = TRUE;
      n++;
    }
  if (n >= line->length || (line->text[n] != ' ' && line->text[n] != '\t'))
    return 0;
  while (n < line->length && (line->text[n] == ' ' || line->text[n] == '\t'))
    n++;
  return n;
}

static gboolean
is_block_html (const KdLine *line)
{
  static const char *const names[] = { "div",     "p",      "table",   "ul",        "ol",
                                       "figure",  "iframe", "section", "aside",     "pre",
                                       "form",    "script", "style",   "h1",        "h2",
                                       "h3",      "h4",     "hr",      "dl",        "video",
                                       "details", "nav",    "article", "blockquote" };
  gsize from = 1, n;

  if (line->length < 3 || line->text[0] != '<')
    return FALSE;
  if (line->text[1] == '!')
    return TRUE;
  from += line->text[1] == '/';
  for (n = from; n < line->length && g_ascii_isalnum (line->text[n]);)
    n++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == n - from
        && g_ascii_strncasecmp (names[i], line->text + from, n - from) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_block_ial (const KdLine *line)
{
  return line->length > 3 && line->text[0] == '{' && line->text[1] == ':'
         && line->text[line->length - 1] == '}';
}

static gboolean
ends_paragraph (Blocks *b, const KdLine *line)
{
  gboolean ordered;

  return is_blank (line) || is_block_ial (line)
         || (b->writer->document->options.gfm
             && (atx_level (line) > 0 || fence_length (line) > 0
                 || (line->length > 0 && line->text[0] == '>') || item_mark (line, &ordered) > 0));
}

/* ---- ids ---- */

static void
write_id (Blocks *b, const char *text, gsize length)
{
  g_autoptr (GString) id = g_string_new (NULL);
  gpointer used;
  guint times = 0;

  if (!b->writer->document->options.auto_ids || strstr (b->attributes->str, " id=") != NULL)
    return;
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || c == '-' || c == '_' || g_unichar_ismark (c))
        g_string_append_unichar (id, g_unichar_tolower (c));
      else if (c == ' ')
        g_string_append_c (id, '-');
    }
  if (g_hash_table_lookup_extended (b->writer->ids, id->str, NULL, &used))
    times = GPOINTER_TO_UINT (used) + 1;
  g_hash_table_insert (b->writer->ids, g_strdup (id->str), GUINT_TO_POINTER (times));
  g_string_append_printf (b->writer->out, " id=\"%s", id->str);
  if (times > 0)
    g_string_append_printf (b->writer->out, "-%u", times);
  g_string_append_c (b->writer->out, '"');
}

/* ---- blocks ---- */

/* A block IAL behind the block counts for it, too. */
static void
take_ial_behind (Blocks *b)
{
  const KdLine *line = b->i < b->n ? &b->lines[b->i] : NULL;

  if (line != NULL && is_block_ial (line)
      && kd_parse_attributes (line->text + 2, line->length - 3, b->attributes))
    b->i++;
}

static void
write_header (Blocks *b, gsize level, const char *text, gsize length)
{
  GString *out = b->writer->out;

  take_ial_behind (b);
  g_string_append_printf (out, "<h%u", (guint) level);
  write_id (b, text, length);
  g_string_append_printf (out, "%s>", b->attributes->str);
  kd_write_spans (b->writer, text, length, b->depth);
  g_string_append_printf (out, "</h%u>\n", (guint) level);
}

static void
atx_header (Blocks *b)
{
  const KdLine *line = &b->lines[b->i++];
  gsize level = atx_level (line), from = level, to = line->length;

  while (from < to && line->text[from] == ' ')
    from++;
  while (to > from && g_ascii_isspace (line->text[to - 1]))
    to--;
  while (to > from && line->text[to - 1] == '#')
    to--;
  while (to > from && line->text[to - 1] == ' ')
    to--;
  write_header (b, level, line->text + from, to - from);
}

static void
fenced_code (Blocks *b)
{
  const KdLine *open = &b->lines[b->i];
  gsize fence = fence_length (open), from = b->i + 1, to = from;
  KdLine info = cut (open, fence);
  g_autofree char *language = g_strstrip (g_strndup (info.text, info.length));

  while (to < b->n
         && !(fence_length (&b->lines[to]) >= fence && b->lines[to].text[0] == open->text[0]))
    to++;
  g_string_append (b->writer->out, "<pre><code");
  if (*language != '\0')
    g_string_append_printf (b->writer->out, " class=\"language-%s\"", language);
  g_string_append_c (b->writer->out, '>');
  for (gsize i = from; i < to; i++)
    {
      base_escape_html_text (b->writer->out, b->lines[i].text, b->lines[i].length);
      g_string_append_c (b->writer->out, '\n');
    }
  g_string_append (b->writer->out, "</code></pre>\n");
  b->i = MIN (to + 1, b->n);
}

static void
indented_code (Blocks *b)
{
  gsize to = b->i, last = b->i;

  for (; to < b->n && (is_blank (&b->lines[to]) || indent_of (&b->lines[to]) >= 4); to++)
    if (!is_blank (&b->lines[to]))
      last = to + 1;
  g_string_append (b->writer->out, "<pre><code>");
  for (gsize i = b->i; i < last; i++)
    {
      KdLine line = cut (&b->lines[i], 4);

      base_escape_html_text (b->writer->out, line.text, line.length);
      g_string_append_c (b->writer->out, '\n');
    }
  g_string_append (b->writer->out, "</code></pre>\n");
  b->i = last;
}

static void
quotation (Blocks *b)
{
  g_autoptr (GArray) inner = g_array_new (FALSE, FALSE, sizeof (KdLine));
  gsize at;

  for (; b->i < b->n && !is_blank (&b->lines[b->i]) && !is_block_ial (&b->lines[b->i]); b->i++)
    {
      KdLine line = b->lines[b->i];

      if (line.length > 0 && line.text[0] == '>')
        line = cut (&line, line.length > 1 && line.text[1] == ' ' ? 2 : 1);
      g_array_append_val (inner, line);
    }
  take_ial_behind (b);
  g_string_append_printf (b->writer->out, "<blockquote%s>\n", b->attributes->str);
  at = b->writer->out->len;
  kd_write_blocks (b->writer, (const KdLine *) (gpointer) inner->data, inner->len, b->depth + 1,
                   NULL, NULL);
  g_assert (b->writer->out->len >= at);
  g_string_append (b->writer->out, "</blockquote>\n");
}

/* Lines of one item: those that follow without being another item at the list's own indentation. */
static void
list_item (Blocks *b, gboolean *loose)
{
  g_autoptr (GArray) inner = g_array_new (FALSE, FALSE, sizeof (KdLine));
  GString *out = b->writer->out;
  gboolean ordered, blank = FALSE;
  gsize width = item_mark (&b->lines[b->i], &ordered);
  KdLine line = cut (&b->lines[b->i++], width);

  g_array_append_val (inner, line);
  for (; b->i < b->n; b->i++)
    {
      const KdLine *next = &b->lines[b->i];
      gboolean inside = indent_of (next) >= MIN (width, 4) || indent_of (next) >= width;

      if (!is_blank (next) && !inside
          && (blank || item_mark (next, &ordered) > 0 || is_block_ial (next)))
        break;
      line = is_blank (next) || !inside ? *next : cut (next, width);
      blank = is_blank (next);
      g_array_append_val (inner, line);
    }
  while (inner->len > 0 && is_blank (&g_array_index (inner, KdLine, inner->len - 1)))
    g_array_set_size (inner, inner->len - 1);
  for (guint i = 0; i < inner->len; i++)
    *loose = *loose || is_blank (&g_array_index (inner, KdLine, i));
  g_string_append (out, "  <li>");
  if (inner->len == 1 && !*loose)
    {
      const KdLine *only = &g_array_index (inner, KdLine, 0);
      kd_write_spans (b->writer, only->text, only->length, b->depth + 1);
    }
  else if (inner->len > 0)
    {
      gsize at = out->len;

      kd_write_blocks (b->writer, (const KdLine *) (gpointer) inner->data, inner->len, b->depth + 1,
                       NULL, NULL);
      /* A tight item's first paragraph has no element of its own. */
      if (!*loose && g_str_has_prefix (out->str + at, "<p>"))
        {
          const char *close;

          g_string_erase (out, (gssize) at, 3);
          close = strstr (out->str + at, "</p>\n");
          if (close != NULL)
            g_string_erase (out, close - out->str, close[5] == '\0' ? 5 : 4);
        }
      else
        g_string_insert_c (out, (gssize) at, '\n');
    }
  g_string_append (out, "</li>\n");
}

static void
list (Blocks *b)
{
  gboolean ordered, other, loose = FALSE;
  GString *out = b->writer->out;
  gsize at = out->len;

  item_mark (&b->lines[b->i], &ordered);
  while (b->i < b->n && item_mark (&b->lines[b->i], &other) > 0 && other == ordered)
    list_item (b, &loose);
  take_ial_behind (b);
  {
    g_autofree char *open = g_strdup_printf ("<%s%s>\n", ordered ? "ol" : "ul", b->attributes->str);
    g_string_insert (out, (gssize) at, open);
  }
  g_string_append (out, ordered ? "</ol>\n" : "</ul>\n");
}

static void
html (Blocks *b)
{
  while (b->i < b->n && !is_blank (&b->lines[b->i]))
    {
      g_string_append_len (b->writer->out, b->lines[b->i].text, (gssize) b->lines[b->i].length);
      g_string_append_c (b->writer->out, '\n');
      b->i++;
    }
}

/* A row of = or - under one line of text makes it a header. */
static gsize
setext_level (const KdLine *line)
{
  gsize n = line->length;

  while (n > 0 && g_ascii_isspace (line->text[n - 1]))
    n--;
  if (n == 0 || (*line->text != '=' && *line->text != '-'))
    return 0;
  for (gsize i = 1; i < n; i++)
    if (line->text[i] != *line->text)
      return 0;
  return *line->text == '=' ? 1 : 2;
}

static void
paragraph (Blocks *b)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize from = b->i;

  if (b->i + 1 < b->n && setext_level (&b->lines[b->i + 1]) > 0)
    {
      const KdLine *line = &b->lines[b->i];
      gsize level = setext_level (&b->lines[b->i + 1]);

      b->i += 2;
      write_header (b, level, line->text, line->length);
      return;
    }
  while (b->i < b->n && (b->i == from || !ends_paragraph (b, &b->lines[b->i])))
    {
      KdLine line = cut (&b->lines[b->i], MIN (3, indent_of (&b->lines[b->i])));

      if (b->i > from)
        g_string_append_c (text, '\n');
      g_string_append_len (text, line.text, (gssize) line.length);
      b->i++;
    }
  while (text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
  take_ial_behind (b);
  g_string_append_printf (b->writer->out, "<p%s>", b->attributes->str);
  kd_write_spans (b->writer, text->str, text->len, b->depth);
  g_string_append (b->writer->out, "</p>\n");
}

static gboolean
is_definition (const KdLine *line)
{
  const char *close;

  if (line->length < 4 || line->text[0] != '[' || line->text[1] == '^')
    return FALSE;
  close = g_strstr_len (line->text, (gssize) line->length, "]:");
  return close != NULL;
}

static void
write_block (Blocks *b)
{
  const KdLine *line = &b->lines[b->i];
  gboolean ordered;

  if (is_definition (line))
    b->i++;
  else if (atx_level (line) > 0)
    atx_header (b);
  else if (fence_length (line) > 0)
    fenced_code (b);
  else if (indent_of (line) >= 4)
    indented_code (b);
  else if (is_rule (line))
    {
      g_string_append (b->writer->out, "<hr />\n");
      b->i++;
    }
  else if (line->text[0] == '>' && b->depth < KD_MAX_DEPTH)
    quotation (b);
  else if (item_mark (line, &ordered) > 0 && b->depth < KD_MAX_DEPTH)
    list (b);
  else if (is_block_html (line))
    html (b);
  else
    paragraph (b);
}

void
kd_write_blocks (
    KdWriter *writer, const KdLine *lines, gsize n, guint depth, KdBlockDone done, gpointer data)
{
  g_autoptr (GString) attributes = g_string_new (NULL);
  Blocks b = { writer, lines, n, 0, depth, attributes };
  gboolean first = TRUE;

  while (b.i < n)
    {
      gsize from = b.i;
      gsize at = writer->out->len;

      if (is_blank (&lines[b.i]))
        {
          b.i++;
          continue;
        }
      if (is_block_ial (&lines[b.i])
          && kd_parse_attributes (lines[b.i].text + 2, lines[b.i].length - 3, attributes))
        {
          b.i++;
          continue;
        }
      write_block (&b);
      g_string_truncate (attributes, 0);
      if (writer->out->len == at)
        continue;
      /* Blank lines between two blocks are one empty line of the output. */
      if (!first && from > 0 && is_blank (&lines[from - 1]))
        g_string_insert_c (writer->out, (gssize) at, '\n');
      first = FALSE;
      if (done != NULL)
        done (writer, lines[from].number, lines[b.i - 1].number, data);
    }
}
