/* kd-document.c - the document and access to its tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-node.h"

static const char *const type_names[] = {
  "root",
  "blank",
  "p",
  "header",
  "blockquote",
  "codeblock",
  "ul",
  "ol",
  "li",
  "dl",
  "dt",
  "dd",
  "table",
  "thead",
  "tbody",
  "tfoot",
  "tr",
  "td",
  "th",
  "hr",
  "footnote_def",
  "html_element",
  "xml_comment",
  "xml_pi",
  "comment",
  "raw",
  "math",
  "liquid",
  "text",
  "a",
  "br",
  "img",
  "codespan",
  "footnote",
  "em",
  "strong",
  "entity",
  "typographic_sym",
  "smart_quote",
  "abbreviation",
};
G_STATIC_ASSERT (G_N_ELEMENTS (type_names) == KD_N_TYPES);

KdElement *
kd_add (KdDocument *d, KdElement *parent, KdType type, BaseSpan span)
{
  KdElement *e = base_arena_new0 (d->arena, KdElement);
  e->type = type;
  e->span = span;
  e->text = "";
  e->block = type < KD_HTML_ELEMENT;
  if (parent == NULL)
    return e;
  if (parent->last != NULL)
    parent->last->next = e;
  else
    parent->first = e;
  parent->last = e;
  return e;
}

const char *
kd_attr_get (const KdElement *e, const char *name)
{
  for (KdAttr *a = e->attributes; a != NULL; a = a->next)
    if (strcmp (a->name, name) == 0)
      return a->value;
  return NULL;
}

void
kd_attr_set (KdDocument *d, KdElement *e, const char *name, const char *value)
{
  KdAttr **at = &e->attributes;
  while (*at != NULL && strcmp ((*at)->name, name) != 0)
    at = &(*at)->next;
  if (*at == NULL)
    {
      *at = base_arena_new0 (d->arena, KdAttr);
      (*at)->name = base_arena_strndup (d->arena, name, strlen (name));
    }
  (*at)->value = base_arena_strndup (d->arena, value, strlen (value));
}

/* What stands between "{:" and "}". */
void
kd_attr_list (KdDocument *d, KdElement *e, const char *s, gsize n)
{
  gsize i = 0;
  while (i < n)
    {
      gsize from = i, eq;
      if (g_ascii_isspace (s[i]))
        {
          i++;
          continue;
        }
      while (i < n && !g_ascii_isspace (s[i]) && s[i] != '=' && (i == from || s[i] != '.'))
        i++;
      if (i < n && s[i] == '=' && i + 1 < n && (s[i + 1] == '"' || s[i + 1] == '\''))
        {
          char quote = s[i + 1];
          g_autofree char *name = g_strndup (s + from, i - from);
          g_autofree char *value = NULL;
          eq = i + 2;
          for (i = eq; i < n && s[i] != quote; i++)
            ;
          value = g_strndup (s + eq, i - eq);
          kd_attr_set (d, e, name, value);
          i++;
        }
      else if (s[from] == '.' || s[from] == '#')
        {
          g_autofree char *word = g_strndup (s + from + 1, i - from - 1);
          const char *old = s[from] == '.' ? kd_attr_get (e, "class") : NULL;
          g_autofree char *value = g_strconcat (old ? old : "", old ? " " : "", word, NULL);
          kd_attr_set (d, e, s[from] == '.' ? "class" : "id", value);
        }
      else if (i == from)
        i++;
    }
}

KdDocument *
kd_parse (const char *text, gsize length, const KdOptions *options)
{
  KdDocument *d = g_new0 (KdDocument, 1);
  d->arena = base_arena_new ();
  d->text = g_utf8_make_valid (text != NULL ? text : "", text != NULL ? (gssize) length : 0);
  d->length = strlen (d->text);
  d->lines = base_line_index_new (d->text, d->length);
  d->options = options != NULL ? kd_options_copy (options) : kd_options_new (KD_DEFAULTS_JEKYLL);
  d->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  d->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  d->diagnostics = base_diagnostics_new ();
  d->root = kd_add (d, NULL, KD_ROOT, base_span (0, d->length));
  kd_blocks (d);
  return d;
}

void
kd_document_free (KdDocument *d)
{
  if (d == NULL)
    return;
  base_line_index_free (d->lines);
  kd_options_free (d->options);
  g_hash_table_unref (d->links);
  g_hash_table_unref (d->ids);
  g_ptr_array_unref (d->diagnostics);
  base_arena_free (d->arena);
  g_free (d->text);
  g_free (d);
}

const KdElement *
kd_document_get_root (const KdDocument *d)
{
  return d->root;
}
GPtrArray *
kd_document_get_diagnostics (const KdDocument *d)
{
  return d->diagnostics;
}
KdType
kd_element_get_type (const KdElement *e)
{
  return e->type;
}
const char *
kd_type_get_name (KdType type)
{
  return type_names[type];
}
const KdElement *
kd_element_get_first_child (const KdElement *e)
{
  return e->first;
}
const KdElement *
kd_element_get_next (const KdElement *e)
{
  return e->next;
}
gboolean
kd_element_is_block (const KdElement *e)
{
  return e->block;
}
BaseSpan
kd_element_get_span (const KdElement *e)
{
  return e->span;
}
guint
kd_element_get_level (const KdElement *e)
{
  return e->level;
}
const KdElement *
kd_element_get_footnote (const KdDocument *d, const KdElement *e)
{
  return NULL;
}

void
kd_element_get_lines (const KdDocument *d, const KdElement *e, gsize *first, gsize *last)
{
  gsize end = e->span.end > e->span.start ? e->span.end - 1 : e->span.end;
  if (first != NULL)
    *first = base_line_index_line_at (d->lines, e->span.start);
  if (last != NULL)
    *last = base_line_index_line_at (d->lines, end);
}

const char *
kd_element_get_text (const KdDocument *d, const KdElement *e, gsize *length)
{
  if (length != NULL)
    *length = e->length;
  return e->text;
}

const char *
kd_element_get_attribute (const KdDocument *d, const KdElement *e, const char *name)
{
  return kd_attr_get (e, name);
}

gboolean
kd_element_get_nth_attribute (
    const KdDocument *d, const KdElement *e, gsize nth, const char **name, const char **value)
{
  KdAttr *a = e->attributes;
  while (a != NULL && nth-- > 0)
    a = a->next;
  if (a == NULL)
    return FALSE;
  *name = a->name;
  *value = a->value;
  return TRUE;
}

static void
dump (GString *out, const KdElement *e, guint depth)
{
  g_string_append_printf (out, "%*s%s\n", (int) depth * 2, "", type_names[e->type]);
  for (e = e->first; e != NULL; e = e->next)
    dump (out, e, depth + 1);
}

char *
kd_document_dump (const KdDocument *d)
{
  GString *out = g_string_new (NULL);
  dump (out, d->root, 0);
  return g_string_free (out, FALSE);
}

static gboolean
check (const KdDocument *d, const KdElement *e)
{
  if (e->span.start > e->span.end || e->span.end > d->length || e->type >= KD_N_TYPES)
    return FALSE;
  for (const KdElement *c = e->first; c != NULL; c = c->next)
    if (!base_span_contains (e->span, c->span) || !check (d, c))
      return FALSE;
  return TRUE;
}

gboolean
kd_document_check (const KdDocument *d, char **problem)
{
  gboolean good = check (d, d->root);
  if (problem != NULL)
    *problem = good ? NULL : g_strdup ("a span lies outside its parent's");
  return good;
}
