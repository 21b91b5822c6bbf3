/* fm-node.c - looking at the tree.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

FmKind
fm_node_get_kind (const FmNode *node)
{
  return node->kind;
}

FmStyle
fm_node_get_style (const FmNode *node)
{
  return node->style;
}

const char *
fm_node_get_string (const FmNode *node, gsize *length)
{
  if (length != NULL)
    *length = node->length;
  return node->text;
}

char *
fm_node_dup_written (const FmNode *node)
{
  return g_strndup (node->header->text + node->content, node->end - node->content);
}

gboolean
fm_node_get_boolean (const FmNode *node)
{
  if (node->kind != FM_BOOLEAN)
    return FALSE;
  /* yes, true, on against no, false, off */
  switch (node->text[0])
    {
    case 'y':
    case 'Y':
    case 't':
    case 'T':
      return TRUE;
    case 'o':
    case 'O':
      return g_ascii_tolower (node->text[1]) == 'n';
    default:
      return FALSE;
    }
}

gint64
fm_node_get_integer (const FmNode *node, gboolean *fits)
{
  gboolean does_fit = FALSE;
  gint64 value = 0;

  if (node->kind == FM_INTEGER)
    value = fm_resolve_integer (node->text, &does_fit);
  if (fits != NULL)
    *fits = does_fit;
  return value;
}

double
fm_node_get_float (const FmNode *node)
{
  gboolean fits;

  if (node->kind == FM_FLOAT)
    return fm_resolve_float (node->text);
  if (node->kind != FM_INTEGER)
    return 0;
  return (double) fm_resolve_integer (node->text, &fits);
}

GDateTime *
fm_node_dup_time (const FmNode *node)
{
  gboolean has_offset;

  if (node->kind != FM_TIME && node->kind != FM_DATE)
    return NULL;
  return fm_resolve_time (node->text, node->length, &has_offset);
}

gboolean
fm_node_has_offset (const FmNode *node)
{
  g_autoptr (GDateTime) time = NULL;
  gboolean has_offset = FALSE;

  if (node->kind == FM_TIME)
    time = fm_resolve_time (node->text, node->length, &has_offset);
  return has_offset;
}

guint
fm_node_get_length (const FmNode *node)
{
  return node->n_items;
}

const FmNode *
fm_node_get_item (const FmNode *sequence, guint nth)
{
  if (sequence->kind != FM_SEQUENCE || nth >= sequence->n_items)
    return NULL;
  return sequence->items[nth];
}

const FmNode *
fm_node_get_member (const FmNode *mapping, const char *key)
{
  gsize length = strlen (key);

  if (mapping == NULL || mapping->kind != FM_MAPPING)
    return NULL;
  for (guint i = mapping->n_items; i-- > 0;)
    {
      const FmNode *candidate = mapping->items[i]->key;

      if (candidate->text != NULL && candidate->kind != FM_ALIAS && candidate->length == length
          && memcmp (candidate->text, key, length) == 0)
        return mapping->items[i];
    }
  return NULL;
}

const FmNode *
fm_node_get_nth_key (const FmNode *mapping, guint nth)
{
  if (mapping->kind != FM_MAPPING || nth >= mapping->n_items)
    return NULL;
  return mapping->items[nth]->key;
}

const FmNode *
fm_node_get_nth_value (const FmNode *mapping, guint nth)
{
  if (mapping->kind != FM_MAPPING || nth >= mapping->n_items)
    return NULL;
  return mapping->items[nth];
}

BaseSpan
fm_node_get_value_span (const FmNode *node)
{
  return base_span (node->content, node->end);
}

BaseSpan
fm_node_get_key_span (const FmNode *node)
{
  if (node->key == NULL)
    return base_span (node->start, node->start);
  return base_span (node->key->content, node->key->end);
}

/* A comment that follows on the line of @at, behind blanks. */
static BaseSpan
comment_behind (const FmNode *node, gsize at)
{
  const FmHeader *header = node->header;
  gsize limit = header->split.yaml.end;
  gsize hash = fm_skip_blanks (header->text, limit, at);

  if (hash < limit && header->text[hash] == '#' && (hash > at || at == node->end))
    return base_span (hash, fm_line_end (header->text, limit, hash));
  return base_span (at, at);
}

BaseSpan
fm_node_get_comment_span (const FmNode *node)
{
  const FmHeader *header = node->header;

  if (node->style == FM_STYLE_LITERAL || node->style == FM_STYLE_FOLDED)
    {
      gsize at = node->content;

      while (at < node->end && strchr ("|>+-0123456789", header->text[at]) != NULL)
        at++;
      return comment_behind (node, at);
    }
  if (node->style == FM_STYLE_BLOCK)
    {
      /* Behind the colon or dash, if the collection begins on a later line. */
      gsize line = fm_line_start (header->text, node->content);
      gsize opened = node->key != NULL ? node->key->end : node->entry;

      if (node->parent == NULL || opened >= line)
        return base_span (node->content, node->content);
      opened = fm_skip_blanks (header->text, node->content, opened);
      return comment_behind (node, opened + 1);
    }
  return comment_behind (node, node->end);
}

BaseSpan
fm_node_get_entry_span (const FmNode *node)
{
  BaseSpan comment = comment_behind (node, node->end);

  return base_span (node->entry, MAX (comment.end, node->end));
}

guint
fm_node_get_indentation (const FmNode *node)
{
  return fm_column (node->header->text, node->entry);
}

const char *
fm_node_get_anchor (const FmNode *node)
{
  return node->anchor;
}

const char *
fm_node_get_tag (const FmNode *node)
{
  return node->tag;
}
