/* paste-inline.c - one paragraph: the runs of its text, and Markdown from them.
 *
 * Word splits a sentence into dozens of spans. They are collected as runs first; equal neighbours
 * then share one pair of marks, and spaces at the edges of a format move outside of it, because
 * Markdown knows no "**bold **".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

static void
clear_run (gpointer data)
{
  PasteRun *run = data;
  g_free (run->text);
}

PasteParagraph *
paste_paragraph_new (void)
{
  PasteParagraph *paragraph = g_new0 (PasteParagraph, 1);

  paragraph->runs = g_array_new (FALSE, FALSE, sizeof (PasteRun));
  g_array_set_clear_func (paragraph->runs, clear_run);
  paragraph->links = g_ptr_array_new_with_free_func (g_free);
  return paragraph;
}

void
paste_paragraph_free (PasteParagraph *paragraph)
{
  g_array_unref (paragraph->runs);
  g_ptr_array_unref (paragraph->links);
  g_free (paragraph);
}

/* ---- collecting ---- */

static void
add_run (PasteParagraph *paragraph, PasteRunKind kind, PasteStyle style, guint link, char *text)
{
  PasteRun run = { kind, style, link, text, 0 };
  g_array_append_val (paragraph->runs, run);
}

/* Runs of blanks as one space; no-break spaces are none. */
static char *
collapse (const char *text)
{
  GString *out = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      {
        if ((guchar) *p >= ' ')
          g_string_append_c (out, *p);
      }
    else if (out->len == 0 || out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

static PasteStyle
style_of (Paste *paste, const xmlNode *node, PasteStyle style)
{
  static const char *const bold[] = { "b", "strong" };
  static const char *const italic[] = { "i", "em", "cite" };
  static const char *const strike[] = { "s", "strike" };
  static const char *const code[] = { "code", "tt", "kbd", "samp" };
  guint *dropped = paste->result->dropped;

  /* Google Docs wraps everything in <b style="font-weight:normal">. */
  if (paste_is_one_of (node, bold, G_N_ELEMENTS (bold))
      || paste_has_style (node, "font-weight", "bold")
      || paste_has_style (node, "font-weight", "700")
      || paste_has_style (node, "font-weight", "800")
      || paste_has_style (node, "font-weight", "900"))
    style |= PASTE_BOLD;
  if (paste_has_style (node, "font-weight", "normal")
      || paste_has_style (node, "font-weight", "400"))
    style &= (PasteStyle) ~PASTE_BOLD;
  if (paste_is_one_of (node, italic, G_N_ELEMENTS (italic))
      || paste_has_style (node, "font-style", "italic"))
    style |= PASTE_ITALIC;
  if (paste_has_style (node, "font-style", "normal"))
    style &= (PasteStyle) ~PASTE_ITALIC;
  if (paste_is_one_of (node, strike, G_N_ELEMENTS (strike))
      || paste_has_style (node, "text-decoration", "line-through"))
    style |= PASTE_STRIKE;
  if (paste_is_one_of (node, code, G_N_ELEMENTS (code)))
    style |= PASTE_CODE;
  if (paste_is (node, "u") || paste_has_style (node, "text-decoration", "underline"))
    dropped[PASTE_DROPPED_UNDERLINE] += !paste_is (node, "a");
  if (paste_is (node, "mark") || paste_attribute (node, "color")[0] != '\0'
      || paste_has_style (node, "color", "red") || paste_has_style (node, "background", "yellow"))
    dropped[PASTE_DROPPED_COLOUR]++;
  return style;
}

/* "data:image/png;base64,…" → the bytes; the image has no source then. */
static void
read_data (PasteImage *image, const char *source)
{
  const char *comma = strchr (source, ',');
  gsize size;
  guchar *bytes;

  g_clear_pointer (&image->source, g_free);
  if (comma == NULL || g_strstr_len (source, comma - source, ";base64") == NULL)
    return;
  image->media_type = g_strndup (source + 5, strcspn (source + 5, ";,"));
  bytes = g_base64_decode (comma + 1, &size);
  image->data = g_bytes_new_take (bytes, size);
}

static gboolean
is_tracker (const xmlNode *node)
{
  const char *width = paste_attribute (node, "width"), *height = paste_attribute (node, "height");

  return (strcmp (width, "1") == 0 || strcmp (width, "0") == 0)
         && (strcmp (height, "1") == 0 || strcmp (height, "0") == 0);
}

static void
add_image (
    Paste *paste, PasteParagraph *paragraph, const xmlNode *node, PasteStyle style, guint link)
{
  const char *source = paste_attribute (node, "src");
  PasteImage *image;
  PasteRun run = { PASTE_RUN_IMAGE, style & (PasteStyle) ~PASTE_CODE, link, NULL,
                   paste->result->images->len };
  gboolean is_named;

  if (source[0] == '\0' || is_tracker (node))
    {
      paste->result->dropped[PASTE_DROPPED_TRACKER] += source[0] != '\0';
      return;
    }
  image = g_new0 (PasteImage, 1);
  image->source = g_utf8_make_valid (source, -1);
  is_named = g_ascii_strncasecmp (source, "http:", 5) == 0
             || g_ascii_strncasecmp (source, "https:", 6) == 0
             || (strchr (source, ':') == NULL && strchr (source, '\\') == NULL);
  image->reference = is_named ? paste_link_destination (paste, image->source) : NULL;
  if (image->reference == NULL)
    image->reference = g_strdup_printf ("image-%u", paste->result->images->len + 1);
  if (g_ascii_strncasecmp (source, "data:", 5) == 0)
    read_data (image, source);
  image->alternative = g_strstrip (collapse (paste_attribute (node, "alt")));
  g_ptr_array_add (paste->result->images, image);
  paste->is_formatted = TRUE;
  run.text = g_strdup (image->alternative);
  g_array_append_val (paragraph->runs, run);
}

/* A link: a note's mark, a destination, or only its text. Returns the link for what is inside;
 * FALSE in @with_text if the text is not wanted. */
static guint
add_link (
    Paste *paste, PasteParagraph *paragraph, const xmlNode *node, guint link, gboolean *with_text)
{
  const char *href = paste_attribute (node, "href");
  g_autofree char *note = NULL, *back = NULL;
  char *destination;

  *with_text = TRUE;
  if (href[0] == '\0')
    return link;
  if (paste->options.footnotes)
    {
      note = paste_note_reference (href);
      back = paste_note_back_reference (href);
    }
  if (note != NULL)
    add_run (paragraph, PASTE_RUN_RAW, 0, 0, g_strdup_printf ("[^%s]", note));
  if (note != NULL || back != NULL)
    {
      paste->is_formatted = TRUE;
      *with_text = FALSE;
      return link;
    }
  destination = paste_link_destination (paste, href);
  if (destination == NULL)
    return link;
  g_ptr_array_add (paragraph->links, destination);
  return paragraph->links->len;
}

void
paste_collect_inline (Paste *paste,
                      PasteParagraph *paragraph,
                      xmlNode *node,
                      PasteStyle style,
                      guint link,
                      guint depth)
{
  gboolean with_text = TRUE;

  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    {
      if (node->content != NULL)
        add_run (paragraph, PASTE_RUN_TEXT, style, link, collapse ((const char *) node->content));
      paste->is_formatted =
          paste->is_formatted || ((style != 0 || link != 0) && !xmlIsBlankNode (node));
      return;
    }
  if (paste_is_dropped (paste, node))
    return;
  if (paste_is (node, "br"))
    {
      add_run (paragraph, PASTE_RUN_BREAK, style, link, NULL);
      paste->is_formatted = paste->is_formatted || (paste->preformatted == 0 && node->next != NULL);
      return;
    }
  if (paste_is (node, "img"))
    {
      add_image (paste, paragraph, node, style, link);
      return;
    }
  if (depth > PASTE_MAX_DEPTH)
    paste->result->dropped[PASTE_DROPPED_DEPTH]++;
  else
    style = style_of (paste, node, style);
  if (paste_is (node, "a") && link == 0)
    link = add_link (paste, paragraph, node, link, &with_text);
  if (!with_text)
    return;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (paste_is_block (child) && child->prev != NULL)
        add_run (paragraph, PASTE_RUN_TEXT, style, link, g_strdup (" "));
      paste_collect_inline (paste, paragraph, child, style, link, depth + 1);
    }
}

/* ---- writing ---- */

/* What of a run the nesting level looks at: link outside, then bold, italic, strike, code. */
static guint
level_value (const PasteRun *run, guint level)
{
  static const PasteStyle styles[] = { 0, PASTE_BOLD, PASTE_ITALIC, PASTE_STRIKE, PASTE_CODE };
  return level == 0 ? run->link : run->style & styles[level];
}

typedef struct
{
  Paste *paste;
  PasteParagraph *paragraph;
  gboolean one_line; /* in headings and cells: a break is a space or <br /> */
} Writer;

static void
write_code (GString *out, const char *text)
{
  gsize longest = 0, n = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      n = *p == '`' ? n + 1 : 0;
      longest = MAX (longest, n);
    }
  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
  if (text[0] == '`' || (n > 0))
    g_string_append_printf (out, " %s ", text);
  else
    g_string_append (out, text);
  for (gsize i = 0; i <= longest; i++)
    g_string_append_c (out, '`');
}

static void
write_run (const Writer *writer, GString *out, const PasteRun *run)
{
  switch (run->kind)
    {
    case PASTE_RUN_TEXT:
      paste_escape_inline (out, run->text);
      break;
    case PASTE_RUN_RAW:
      g_string_append (out, run->text);
      break;
    case PASTE_RUN_BREAK:
      g_string_append (out, writer->one_line ? " " : "\n");
      break;
    case PASTE_RUN_IMAGE:
      {
        const PasteImage *image = writer->paste->result->images->pdata[run->image];
        g_string_append (out, "![");
        paste_escape_inline (out, run->text);
        g_string_append_printf (out, "](%s)", image->reference);
        break;
      }
    }
}

static void
append_marked (GString *out, const GString *inner, const char *open, const char *close)
{
  gsize from = strspn (inner->str, " \n"), to = inner->len;

  while (to > from && (inner->str[to - 1] == ' ' || inner->str[to - 1] == '\n'))
    to--;
  if (from == to)
    {
      g_string_append_len (out, inner->str, (gssize) inner->len);
      return;
    }
  g_string_append_len (out, inner->str, (gssize) from);
  g_string_append (out, open);
  g_string_append_len (out, inner->str + from, (gssize) (to - from));
  g_string_append (out, close);
  g_string_append (out, inner->str + to);
}

static void
write_code_runs (GString *out, const PasteRun *runs, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    if (runs[i].kind == PASTE_RUN_TEXT)
      g_string_append (text, runs[i].text);
    else
      g_string_append_c (text, ' ');
  if (strspn (text->str, " ") < text->len)
    write_code (out, text->str);
  else
    g_string_append (out, text->str);
}

static void
write_level (const Writer *writer, GString *out, const PasteRun *runs, guint n, guint level)
{
  static const char *const marks[] = { "", "**", "*", "~~" };
  guint i = 0;

  while (i < n)
    {
      guint value, end = i + 1;

      if (level > 4)
        {
          write_run (writer, out, &runs[i++]);
          continue;
        }
      value = level_value (&runs[i], level);
      while (end < n && level_value (&runs[end], level) == value)
        end++;
      if (value == 0)
        write_level (writer, out, runs + i, end - i, level + 1);
      else if (level == 4)
        write_code_runs (out, runs + i, end - i);
      else
        {
          g_autoptr (GString) inner = g_string_new (NULL);

          write_level (writer, inner, runs + i, end - i, level + 1);
          if (level == 0)
            {
              g_autofree char *close = g_strdup_printf (
                  "](%s)", (const char *) writer->paragraph->links->pdata[value - 1]);
              append_marked (out, inner, "[", close);
            }
          else
            append_marked (out, inner, marks[level], marks[level]);
        }
      i = end;
    }
}

/* One space between words, none at the ends of lines; a line break becomes Markdown's. */
static GString *
tidy_lines (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      char last = out->len > 0 ? out->str[out->len - 1] : '\n';

      if (*p == ' ' && (last == ' ' || last == '\n'))
        continue;
      if (*p == '\n')
        {
          while (out->len > 0 && out->str[out->len - 1] == ' ')
            g_string_truncate (out, out->len - 1);
          if (out->len == 0 || out->str[out->len - 1] == '\n')
            continue;
        }
      g_string_append_c (out, *p);
    }
  while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\n'))
    g_string_truncate (out, out->len - 1);
  return out;
}

char *
paste_paragraph_finish (Paste *paste, PasteParagraph *paragraph, gboolean one_line)
{
  Writer writer = { paste, paragraph, one_line };
  g_autoptr (GString) raw = g_string_new (NULL);
  g_autoptr (GString) tidy = NULL;
  GString *out;

  write_level (&writer, raw, (const PasteRun *) (gpointer) paragraph->runs->data,
               paragraph->runs->len, 0);
  tidy = tidy_lines (raw->str);
  if (!one_line)
    paste_escape_line_starts (tidy);
  out = g_string_new (NULL);
  for (const char *p = tidy->str; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (out, "  \n");
    else
      g_string_append_c (out, *p);
  g_array_set_size (paragraph->runs, 0);
  g_ptr_array_set_size (paragraph->links, 0);
  return g_string_free (out, FALSE);
}
