/* kd-html.c - the tree as HTML, with kramdown's indentation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-node.h"

/* Escapes, but leaves what is an entity already. */
static void
put (GString *out, const char *s, gsize n, gboolean attribute)
{
  gsize from = 0;
  for (gsize i = 0; i <= n; i++)
    {
      gsize k = i + 1;
      if (i < n && s[i] != '&')
        continue;
      if (attribute)
        base_escape_html_attribute (out, s + from, i - from);
      else
        base_escape_html_text (out, s + from, i - from);
      from = i;
      while (i < n && k < n && k < i + 10 && (g_ascii_isalnum (s[k]) || s[k] == '#'))
        k++;
      if (i < n && k < n && k > i + 1 && s[k] == ';')
        g_string_append_c (out, '&');
      else if (i < n)
        g_string_append (out, "&amp;");
      from = i + 1;
    }
}

static void
open_tag (const KdDocument *d, GString *out, const KdElement *e, const char *name, const char *end)
{
  g_string_append_printf (out, "<%s", name);
  for (KdAttr *a = e->attributes; a != NULL; a = a->next)
    {
      g_string_append_printf (out, " %s=\"", a->name);
      put (out, a->value, strlen (a->value), TRUE);
      g_string_append_c (out, '"');
    }
  if (d->options->source_lines && e->block && e->type != KD_RAW)
    {
      gsize line;
      kd_element_get_lines (d, e, &line, NULL);
      g_string_append_printf (out, " data-line=\"%" G_GSIZE_FORMAT "\"", line + 1);
    }
  g_string_append (out, end);
}

static void render (const KdDocument *d, GString *out, const KdElement *e, int indent);

static void
inner (const KdDocument *d, GString *out, const KdElement *e, int indent)
{
  for (const KdElement *c = e->first; c != NULL; c = c->next)
    render (d, out, c, indent);
}

static void
container (const KdDocument *d, GString *out, const KdElement *e, const char *name, int indent)
{
  gboolean tight = e->type == KD_LI && (e->first == NULL || e->first->transparent);
  g_string_append_printf (out, "%*s", indent, "");
  open_tag (d, out, e, name, tight ? ">" : ">\n");
  inner (d, out, e, indent + 2);
  if (!tight || out->str[out->len - 1] == '\n')
    g_string_append_printf (out, "%*s", indent, "");
  g_string_append_printf (out, "</%s>\n", name);
}

static void
render (const KdDocument *d, GString *out, const KdElement *e, int indent)
{
  static const char *const tags[KD_N_TYPES] = {
    [KD_UL] = "ul",         [KD_OL] = "ol",         [KD_LI] = "li", [KD_BLOCKQUOTE] = "blockquote",
    [KD_EM] = "em",         [KD_STRONG] = "strong", [KD_A] = "a",   [KD_PARAGRAPH] = "p",
    [KD_CODESPAN] = "code",
  };
  char header[3] = { 'h', (char) ('0' + MIN (e->level, 6)), 0 };
  const char *tag = e->type == KD_HEADER ? header : tags[e->type];
  gboolean leaf = e->type == KD_PARAGRAPH || e->type == KD_HEADER;

  if (e->type == KD_BLANK)
    g_string_append_c (out, '\n');
  else if (e->type == KD_TEXT)
    put (out, e->text, e->length, FALSE);
  else if (e->type == KD_RAW)
    g_string_append_len (out, e->text, (gssize) e->length);
  else if (e->type == KD_BR)
    g_string_append (out, "<br />");
  else if (e->type == KD_HR)
    g_string_append_printf (out, "%*s", indent, ""), open_tag (d, out, e, "hr", " />\n");
  else if (e->type == KD_IMG)
    open_tag (d, out, e, "img", " />");
  else if (e->type == KD_CODEBLOCK)
    {
      g_string_append_printf (out, "%*s<pre>", indent, "");
      open_tag (d, out, e, "code", ">");
      put (out, e->text, e->length, FALSE);
      g_string_append (out, "</code></pre>\n");
    }
  else if (e->type == KD_PARAGRAPH && e->transparent)
    {
      inner (d, out, e, indent);
      if (e->next != NULL)
        g_string_append_c (out, '\n');
    }
  else if (e->block && !leaf && tag != NULL)
    container (d, out, e, tag, indent);
  else if (tag != NULL)
    {
      if (leaf)
        g_string_append_printf (out, "%*s", indent, "");
      open_tag (d, out, e, tag, ">");
      put (out, e->text, e->type == KD_CODESPAN ? e->length : 0, FALSE);
      inner (d, out, e, indent);
      g_string_append_printf (out, "</%s>%s", tag, leaf ? "\n" : "");
    }
}

char *
kd_render_html (const KdDocument *document, gsize *length)
{
  GString *out = g_string_new (NULL);
  inner (document, out, document->root, 0);
  if (length != NULL)
    *length = out->len;
  return g_string_free (out, FALSE);
}

static void
free_block (gpointer data)
{
  KdBlock *block = data;
  g_free (block->html);
  g_free (block);
}

GPtrArray *
kd_render_blocks (const KdDocument *document)
{
  GPtrArray *result = g_ptr_array_new_with_free_func (free_block);
  for (const KdElement *e = document->root->first; e != NULL;)
    {
      GString *out = g_string_new (NULL);
      KdBlock *block = g_new0 (KdBlock, 1);
      block->span = e->span;
      kd_element_get_lines (document, e, &block->first_line, &block->last_line);
      do
        {
          render (document, out, e, 0);
          block->span.end = e->span.end;
          kd_element_get_lines (document, e, NULL, &block->last_line);
          e = e->next;
        }
      while (e != NULL && e->type == KD_BLANK);
      block->html_length = out->len;
      block->hash = base_hash_bytes (out->str, out->len);
      block->html = g_string_free (out, FALSE);
      g_ptr_array_add (result, block);
    }
  return result;
}
