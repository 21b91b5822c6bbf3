/* paste-block.c - paragraphs, headings, lists, quotes: the tree as a sequence of blocks.
 *
 * A container writes its blocks into a text of its own and the parent indents that text; as lists
 * and quotes within one another are bounded, a byte is copied a bounded number of times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

#define MAX_QUOTES 8

void
paste_append_block (GString *out, const char *block)
{
  if (*block == '\0')
    return;
  if (out->len > 0)
    g_string_append (out, out->str[out->len - 1] == '\n' ? "\n" : "\n\n");
  g_string_append (out, block);
  if (out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
}

/* Each line of @text after @first or @rest; blank lines stay blank but for a quote's mark. */
static char *
prefix_lines (const char *text, const char *first, const char *rest)
{
  GString *out = g_string_new (first);
  g_autofree char *bare = g_strchomp (g_strdup (rest));

  for (const char *p = text; *p != '\0'; p++)
    {
      g_string_append_c (out, *p);
      if (*p == '\n' && p[1] != '\0')
        g_string_append (out, p[1] == '\n' ? bare : rest);
    }
  return g_string_free (out, FALSE);
}

static void
flush (Paste *paste, GString *out, PasteParagraph *paragraph)
{
  g_autofree char *text = NULL;

  if (paragraph->runs->len == 0)
    return;
  text = paste_paragraph_finish (paste, paragraph, FALSE);
  paste->paragraphs += *text != '\0' && paste->preformatted == 0;
  paste_append_block (out, text);
}

static void
write_heading (Paste *paste, GString *out, xmlNode *node, guint level)
{
  PasteParagraph *paragraph = paste_paragraph_new ();
  g_autofree char *text = NULL, *line = NULL;
  int shown = MIN ((int) level + paste->options.first_heading_level - 1, 6);

  for (xmlNode *child = node->children; child != NULL; child = child->next)
    paste_collect_inline (paste, paragraph, child, 0, 0, 0);
  /* Programs make headings bold by themselves. */
  for (guint i = 0; i < paragraph->runs->len; i++)
    g_array_index (paragraph->runs, PasteRun, i).style &= (PasteStyle) ~PASTE_BOLD;
  text = paste_paragraph_finish (paste, paragraph, TRUE);
  if (*text != '\0')
    line = g_strdup_printf ("%.*s %s%s", shown, "######", text,
                            g_str_has_suffix (text, "#") ? " #" : "");
  paste_append_block (out, line != NULL ? line : "");
  paste_paragraph_free (paragraph);
}

static void
write_quote (Paste *paste, GString *out, xmlNode *node, guint depth)
{
  g_autoptr (GString) inner = g_string_new (NULL);
  g_autofree char *quoted = NULL;
  gboolean is_deep = paste->quotes >= MAX_QUOTES;

  paste->quotes++;
  paste_blocks (paste, inner, node, depth + 1);
  paste->quotes--;
  if (inner->len == 0)
    return;
  quoted = is_deep ? g_strdup (inner->str) : prefix_lines (inner->str, "> ", "> ");
  paste_append_block (out, quoted);
}

static void
append_text (GString *out, const xmlNode *node, guint depth)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_TEXT_NODE && child->content != NULL)
      g_string_append (out, (const char *) child->content);
    else if (paste_is (child, "br"))
      g_string_append_c (out, '\n');
    else if (child->type == XML_ELEMENT_NODE && depth < PASTE_MAX_DEPTH)
      append_text (out, child, depth + 1);
}

static void
write_preformatted (GString *out, const xmlNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *valid = NULL, *block = NULL;
  const char *start;

  append_text (text, node, 0);
  valid = g_utf8_make_valid (text->str, -1);
  g_strchomp (valid);
  start = valid;
  while (*start == '\n' || *start == '\r')
    start++;
  if (*start == '\0')
    return;
  block = prefix_lines (start, "    ", "    ");
  paste_append_block (out, block);
}

/* ---- lists ---- */

/* One item, tight if it is one block. */
static void
append_item (GString *list, const char *marker, const char *text)
{
  g_autofree char *rest = g_strnfill (strlen (marker), ' ');
  g_autofree char *item = prefix_lines (text, marker, rest);

  g_string_append (list, item);
  if (list->len > 0 && list->str[list->len - 1] != '\n')
    g_string_append_c (list, '\n');
}

static char *
list_marker (gboolean is_ordered, guint number)
{
  return is_ordered ? g_strdup_printf ("%u. ", number) : g_strdup ("* ");
}

static void
tighten (GString *text)
{
  char *gap = strstr (text->str, "\n\n");

  /* "text, blank line, list" is a tight item; more than that stays as it is. */
  if (gap != NULL && strstr (gap + 2, "\n\n") == NULL
      && (g_str_has_prefix (gap + 2, "* ") || g_ascii_isdigit (gap[2])))
    g_string_erase (text, gap - text->str, 1);
}

static void
write_list (Paste *paste, GString *out, xmlNode *node, guint depth)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gboolean is_ordered = paste_is (node, "ol");
  guint number = 1;

  if (paste->lists >= PASTE_MAX_LISTS)
    {
      paste->result->dropped[PASTE_DROPPED_DEPTH]++;
      paste_blocks (paste, out, node, depth + 1);
      return;
    }
  paste->lists++;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autoptr (GString) inner = g_string_new (NULL);
      g_autofree char *marker = NULL;

      if (child->type != XML_ELEMENT_NODE || paste_is_dropped (paste, child))
        continue;
      if (paste_is (child, "ul") || paste_is (child, "ol"))
        {
          /* A list directly in a list (LibreOffice, old mail): it belongs to the item before. */
          write_list (paste, inner, child, depth + 1);
          if (inner->len > 0)
            append_item (list, "  ", inner->str);
          continue;
        }
      paste_blocks (paste, inner, child, depth + 1);
      if (inner->len == 0)
        continue;
      tighten (inner);
      marker = list_marker (is_ordered, number++);
      append_item (list, marker, inner->str);
    }
  paste->lists--;
  paste_append_block (out, list->str);
}

/* The text of the "Ignore" span: Word's bullet or number. */
static gboolean
is_numbered (const xmlNode *node, guint depth)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE && paste_has_style (child, "mso-list", "ignore"))
      {
        xmlChar *content = xmlNodeGetContent (child);
        const char *mark = content != NULL ? (const char *) content : "";
        gboolean found;

        mark += strspn (mark, " \t\r\n(");
        found = g_ascii_isalnum (*mark) && strpbrk (mark, ".)") != NULL
                && !(mark[0] == 'o' && mark[1] != '.');
        xmlFree (content);
        return found;
      }
    else if (child->type == XML_ELEMENT_NODE && depth < 8 && is_numbered (child, depth + 1))
      return TRUE;
  return FALSE;
}

/* Word has no lists, only paragraphs that look like items. Writes those from @node on; returns the
 * last one. */
static xmlNode *
write_word_list (Paste *paste, GString *out, xmlNode *node)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint numbers[PASTE_MAX_LISTS + 2] = { 0 };
  gsize indents[PASTE_MAX_LISTS + 2] = { 0 };
  guint before = 0;
  xmlNode *last = node;

  for (; node != NULL; node = node->next)
    {
      guint level = paste_word_list_level (node);
      PasteParagraph *paragraph;
      g_autofree char *text = NULL, *marker = NULL, *first = NULL;

      if (level == 0)
        {
          if (node->type == XML_ELEMENT_NODE
              || (node->type == XML_TEXT_NODE && !xmlIsBlankNode (node)))
            break;
          continue;
        }
      last = node;
      level = MIN (level, before + 1);
      for (guint deeper = level + 1; deeper < G_N_ELEMENTS (numbers); deeper++)
        numbers[deeper] = 0;
      paragraph = paste_paragraph_new ();
      for (xmlNode *child = node->children; child != NULL; child = child->next)
        paste_collect_inline (paste, paragraph, child, 0, 0, 0);
      text = paste_paragraph_finish (paste, paragraph, FALSE);
      paste_paragraph_free (paragraph);
      if (*text == '\0')
        continue;
      marker = list_marker (is_numbered (node, 0), ++numbers[level]);
      first = g_strdup_printf ("%*s%s", (int) indents[level], "", marker);
      append_item (list, first, text);
      indents[level + 1] = indents[level] + strlen (marker);
      before = level;
    }
  paste_append_block (out, list->str);
  return last;
}

/* ---- notes ---- */

static gboolean
write_note (Paste *paste, xmlNode *node, guint depth)
{
  g_autofree char *number = paste_note_identifier (paste_attribute (node, "id"));
  g_autoptr (GString) inner = g_string_new (NULL);
  g_autofree char *text = NULL, *marker = NULL;

  if (number == NULL || !paste->options.footnotes)
    return FALSE;
  paste_blocks (paste, inner, node, depth + 1);
  marker = g_strdup_printf ("[^%s]: ", number);
  text = prefix_lines (inner->str, marker, "    ");
  if (inner->len > 0)
    paste_append_block (paste->notes, text);
  return TRUE;
}

/* ---- all blocks ---- */

static gboolean
is_preformatted (const xmlNode *node)
{
  return paste_has_style (node, "white-space", "pre")
         || paste_has_style (node, "white-space", "pre-wrap");
}

/* What is more than a text in lines. */
static gboolean
is_format (const xmlNode *node)
{
  static const char *const tags[] = { "ul", "ol", "blockquote", "table", "hr" };
  const xmlNode *child = node->children;

  /* A page shows code so. */
  if (paste_is (node, "pre") && child != NULL && paste_is (child, "code"))
    return TRUE;
  return paste_heading_level (node) > 0 || paste_is_one_of (node, tags, G_N_ELEMENTS (tags));
}

static void
write_block (Paste *paste, GString *out, xmlNode *node, guint depth)
{
  guint level = paste_heading_level (node);
  gboolean keeps_lines = is_preformatted (node);

  paste->is_formatted = paste->is_formatted || is_format (node);
  paste->preformatted += keeps_lines;
  if (paste_has_style (node, "text-align", "center")
      || paste_has_style (node, "text-align", "right") || paste_is (node, "center"))
    paste->result->dropped[PASTE_DROPPED_ALIGNMENT]++;
  if (level > 0 && !paste_has_block (node, 0))
    write_heading (paste, out, node, level);
  else if (paste_is (node, "ul") || paste_is (node, "ol"))
    write_list (paste, out, node, depth);
  else if (paste_is (node, "blockquote"))
    write_quote (paste, out, node, depth);
  else if (paste_is (node, "pre"))
    write_preformatted (out, node);
  else if (paste_is (node, "table"))
    paste_table (paste, out, node, depth);
  else if (paste_is (node, "hr"))
    {
      /* Word's line above the footnotes. */
      if (strcmp (paste_attribute (node, "width"), "33%") != 0)
        paste_append_block (out, "* * *");
    }
  else if (!write_note (paste, node, depth))
    paste_blocks (paste, out, node, depth + 1);
  paste->preformatted -= keeps_lines;
}

void
paste_blocks (Paste *paste, GString *out, xmlNode *parent, guint depth)
{
  PasteParagraph *paragraph = paste_paragraph_new ();
  PasteStyle style = 0;

  if (depth > PASTE_MAX_DEPTH)
    paste->result->dropped[PASTE_DROPPED_DEPTH]++;
  if (paste_has_style (parent, "font-weight", "bold") && !paste_has_block (parent, 0))
    style = PASTE_BOLD;
  for (xmlNode *child = parent->children; child != NULL; child = child->next)
    {
      gboolean is_container = child->type == XML_ELEMENT_NODE && depth <= PASTE_MAX_DEPTH
                              && (paste_is_block (child) || paste_has_block (child, depth));

      if (!is_container)
        {
          paste_collect_inline (paste, paragraph, child, style, 0, depth);
          continue;
        }
      flush (paste, out, paragraph);
      if (paste_word_list_level (child) > 0)
        {
          paste->is_formatted = TRUE;
          child = write_word_list (paste, out, child);
        }
      else if (!paste_is_dropped (paste, child))
        write_block (paste, out, child, depth);
    }
  flush (paste, out, paragraph);
  paste_paragraph_free (paragraph);
}
