/* kd-document.c - a text as lines, its link definitions, and the two ways to get its HTML.
 *
 * A first version: HTML is written while blocks are found. What is not there yet is told in the
 * README under "Where it stands": tables, definition lists, footnotes, abbreviations, math, ALDs,
 * nested Markdown in HTML, the tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#include <string.h>

static void
link_free (gpointer data)
{
  KdLink *link = data;

  g_free (link->url);
  g_free (link->title);
  g_free (link);
}

/* [id]: url "title" */
static void
read_definition (KdDocument *document, const KdLine *line)
{
  const char *close, *p, *end = line->text + line->length, *url;
  g_autofree char *id = NULL;
  KdLink *link;

  if (line->length < 4 || line->text[0] != '[' || line->text[1] == '^')
    return;
  close = g_strstr_len (line->text, (gssize) line->length, "]:");
  if (close == NULL)
    return;
  id = g_strndup (line->text + 1, (gsize) (close - line->text - 1));
  for (p = close + 2; p < end && g_ascii_isspace (*p);)
    p++;
  for (url = p; p < end && !g_ascii_isspace (*p);)
    p++;
  link = g_new0 (KdLink, 1);
  link->url = g_strndup (url, (gsize) (p - url));
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (end - p > 2 && (*p == '"' || *p == '\''))
    link->title = g_strndup (p + 1, (gsize) (end - p - 2));
  g_hash_table_replace (document->links, g_utf8_strdown (id, -1), link);
}

static GArray *
split_lines (const KdDocument *document)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (KdLine));
  const char *p = document->text, *end = p + document->length;

  while (p < end)
    {
      const char *newline = memchr (p, '\n', (gsize) (end - p));
      KdLine line = { p, (gsize) ((newline != NULL ? newline : end) - p), lines->len };

      if (line.length > 0 && line.text[line.length - 1] == '\r')
        line.length--;
      g_array_append_val (lines, line);
      p = newline != NULL ? newline + 1 : end;
    }
  return lines;
}

KdDocument *
kd_parse (const char *text, gsize length, const KdOptions *options)
{
  KdDocument *document = g_new0 (KdDocument, 1);
  g_autoptr (GArray) lines = NULL;

  document->text = g_utf8_make_valid (text, (gssize) length);
  document->length = strlen (document->text);
  if (options != NULL)
    document->options = *options;
  else
    {
      g_autoptr (KdOptions) defaults = kd_options_new (KD_DEFAULTS_JEKYLL);
      document->options = *defaults;
    }
  document->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, link_free);
  lines = split_lines (document);
  for (guint i = 0; i < lines->len; i++)
    read_definition (document, &g_array_index (lines, KdLine, i));
  return document;
}

void
kd_document_free (KdDocument *document)
{
  if (document == NULL)
    return;
  g_free (document->text);
  g_hash_table_unref (document->links);
  g_free (document);
}

/* ---- HTML ---- */

typedef struct
{
  GPtrArray *blocks;
  gsize from; /* in the output: where the next block begins */
} Collector;

static void
block_free (gpointer data)
{
  KdBlock *block = data;

  g_free (block->html);
  g_free (block);
}

static void
collect (KdWriter *writer, gsize first_line, gsize last_line, gpointer data)
{
  Collector *collector = data;
  KdBlock *block = g_new0 (KdBlock, 1);

  block->html_length = writer->out->len - collector->from;
  block->html = g_strndup (writer->out->str + collector->from, block->html_length);
  block->first_line = first_line;
  block->last_line = last_line;
  block->hash = base_hash_bytes (block->html, block->html_length);
  collector->from = writer->out->len;
  g_ptr_array_add (collector->blocks, block);
}

static GString *
render (const KdDocument *document, KdBlockDone done, gpointer data)
{
  g_autoptr (GArray) lines = split_lines (document);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KdWriter writer = { document, ids, g_string_sized_new (document->length * 2) };

  kd_write_blocks (&writer, (const KdLine *) (gpointer) lines->data, lines->len, 0, done, data);
  return writer.out;
}

char *
kd_render_html (const KdDocument *document, gsize *length)
{
  GString *out = render (document, NULL, NULL);

  if (length != NULL)
    *length = out->len;
  return g_string_free (out, FALSE);
}

GPtrArray *
kd_render_blocks (const KdDocument *document)
{
  Collector collector = { g_ptr_array_new_with_free_func (block_free), 0 };

  g_string_free (render (document, collect, &collector), TRUE);
  return collector.blocks;
}
