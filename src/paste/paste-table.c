/* paste-table.c - tables: with | where Markdown can, in HTML of ours where it cannot.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <string.h>

static gboolean
is_cell (const xmlNode *node)
{
  return paste_is (node, "td") || paste_is (node, "th");
}

/* The rows of the table, not of tables in it. */
static void
collect_rows (GPtrArray *rows, xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (paste_is (child, "tr"))
      g_ptr_array_add (rows, child);
    else if (paste_is (child, "tbody") || paste_is (child, "thead") || paste_is (child, "tfoot"))
      collect_rows (rows, child);
}

static guint
count_cells (const xmlNode *row)
{
  guint n = 0;
  for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    n += is_cell (cell);
  return n;
}

static gboolean
is_spanning (const xmlNode *cell)
{
  const char *columns = paste_attribute (cell, "colspan"),
             *rows = paste_attribute (cell, "rowspan");
  return (columns[0] != '\0' && strcmp (columns, "1") != 0)
         || (rows[0] != '\0' && strcmp (rows, "1") != 0);
}

/* More than one block, or one that is no paragraph. */
static gboolean
is_complex (const xmlNode *cell)
{
  guint paragraphs = 0;

  if (is_spanning (cell))
    return TRUE;
  for (const xmlNode *child = cell->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE)
        continue;
      if (paste_is (child, "p") || paste_is (child, "div"))
        {
          paragraphs++;
          if (paste_has_block (child, 0))
            return TRUE;
        }
      else if (paste_is_block (child) || paste_has_block (child, 0))
        return TRUE;
    }
  return paragraphs > 1;
}

static char *
cell_text (Paste *paste, xmlNode *cell, gboolean is_heading)
{
  PasteParagraph *paragraph = paste_paragraph_new ();
  char *text;

  for (xmlNode *child = cell->children; child != NULL; child = child->next)
    paste_collect_inline (paste, paragraph, child, 0, 0, 0);
  if (is_heading)
    for (guint i = 0; i < paragraph->runs->len; i++)
      g_array_index (paragraph->runs, PasteRun, i).style &= (PasteStyle) ~PASTE_BOLD;
  text = paste_paragraph_finish (paste, paragraph, TRUE);
  paste_paragraph_free (paragraph);
  return text;
}

static void
write_pipes (Paste *paste, GString *out, const GPtrArray *rows, guint columns)
{
  g_autoptr (GString) table = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      xmlNode *row = rows->pdata[i];
      guint n = 0;

      for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        {
          g_autofree char *text = NULL;

          if (!is_cell (cell))
            continue;
          text = cell_text (paste, cell, i == 0);
          g_string_append_printf (table, "| %s ", text);
          n++;
        }
      for (; n < columns; n++)
        g_string_append (table, "| ");
      g_string_append (table, "|\n");
      if (i > 0)
        continue;
      for (n = 0; n < columns; n++)
        g_string_append (table, "|---");
      g_string_append (table, "|\n");
    }
  paste_append_block (out, table->str);
}

static void
append_visible (Paste *paste, GString *out, xmlNode *node, guint depth)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_TEXT_NODE && child->content != NULL)
      g_string_append (out, (const char *) child->content);
    else if (!paste_is_dropped (paste, child) && depth < PASTE_MAX_DEPTH)
      {
        if (out->len > 0 && (paste_is_block (child) || paste_is (child, "br") || is_cell (child)))
          g_string_append_c (out, ' ');
        append_visible (paste, out, child, depth + 1);
      }
}

static void
append_span (GString *out, const xmlNode *cell, const char *name)
{
  guint64 n = g_ascii_strtoull (paste_attribute (cell, name), NULL, 10);
  if (n > 1 && n < 1000)
    g_string_append_printf (out, " %s=\"%u\"", name, (guint) n);
}

static void
write_html (Paste *paste, GString *out, const GPtrArray *rows)
{
  g_autoptr (GString) table = g_string_new ("<table>\n");

  for (guint i = 0; i < rows->len; i++)
    {
      xmlNode *row = rows->pdata[i];

      g_string_append (table, "<tr>");
      for (xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        {
          const char *name = paste_is (cell, "th") ? "th" : "td";
          g_autoptr (GString) text = g_string_new (NULL);
          g_autofree char *valid = NULL;
          g_auto (GStrv) words = NULL;
          g_autofree char *joined = NULL;

          if (!is_cell (cell))
            continue;
          append_visible (paste, text, cell, 0);
          valid = g_utf8_make_valid (text->str, -1);
          g_strdelimit (valid, "\t\r\n", ' ');
          words = g_strsplit (g_strstrip (valid), " ", -1);
          g_string_append_printf (table, "<%s", name);
          append_span (table, cell, "colspan");
          append_span (table, cell, "rowspan");
          g_string_append_c (table, '>');
          for (guint w = 0, written = 0; words[w] != NULL; w++)
            if (words[w][0] != '\0')
              {
                if (written++ > 0)
                  g_string_append_c (table, ' ');
                base_escape_html_text (table, words[w], strlen (words[w]));
              }
          g_string_append_printf (table, "</%s>", name);
        }
      g_string_append (table, "</tr>\n");
    }
  g_string_append (table, "</table>\n");
  paste_append_block (out, table->str);
}

void
paste_table (Paste *paste, GString *out, xmlNode *table, guint depth)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  guint columns = 0, cells = 0;
  gboolean is_html = FALSE;

  collect_rows (rows, table);
  for (guint i = 0; i < rows->len; i++)
    {
      const xmlNode *row = rows->pdata[i];
      guint n = count_cells (row);

      columns = MAX (columns, n);
      cells += n;
      for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
        is_html = is_html || (is_cell (cell) && is_complex (cell));
    }
  if (columns <= 1 || strcmp (paste_attribute (table, "role"), "presentation") == 0)
    {
      paste->result->dropped[PASTE_DROPPED_TABLE_LAYOUT]++;
      for (guint i = 0; i < rows->len; i++)
        for (xmlNode *cell = ((xmlNode *) rows->pdata[i])->children; cell != NULL;
             cell = cell->next)
          if (is_cell (cell))
            paste_blocks (paste, out, cell, depth + 1);
      return;
    }
  /* Short rows are filled up, but a text cannot make rows × columns much larger than itself. */
  if (is_html || (guint64) rows->len * columns > (guint64) cells * 4 + 64)
    write_html (paste, out, rows);
  else
    write_pipes (paste, out, rows, columns);
}
