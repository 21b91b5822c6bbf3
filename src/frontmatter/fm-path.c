/* fm-path.c - "une-ou-diaporama.0.image".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-path.h"

#include <string.h>

FmPathPart *
fm_path_parse (const char *path, guint *n_parts)
{
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (FmPathPart));
  gboolean at_end = FALSE;

  while (!at_end)
    {
      GString *text = g_string_new (NULL);
      const char *start = path;
      FmPathPart part;

      for (; *path != '\0' && *path != '.'; path++)
        {
          if (*path == '\\' && path[1] != '\0')
            path++;
          g_string_append_c (text, *path);
        }
      part.appends = path - start == 1 && *start == '+';
      part.text = g_string_free (text, FALSE);
      g_array_append_val (parts, part);
      at_end = *path == '\0';
      path += !at_end;
    }
  *n_parts = parts->len;
  return (FmPathPart *) (gpointer) g_array_free (parts, FALSE);
}

void
fm_path_free (FmPathPart *parts, guint n_parts)
{
  for (guint i = 0; i < n_parts; i++)
    g_free (parts[i].text);
  g_free (parts);
}

char **
fm_path_split (const char *path)
{
  guint n_parts;
  FmPathPart *parts = fm_path_parse (path, &n_parts);
  char **texts = g_new0 (char *, n_parts + 1);

  for (guint i = 0; i < n_parts; i++)
    texts[i] = g_steal_pointer (&parts[i].text);
  fm_path_free (parts, n_parts);
  return texts;
}

char *
fm_path_escape (const char *key)
{
  GString *out = g_string_new (NULL);

  if (strcmp (key, "+") == 0)
    g_string_append_c (out, '\\');
  for (; *key != '\0'; key++)
    {
      if (*key == '.' || *key == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *key);
    }
  return g_string_free (out, FALSE);
}

gboolean
fm_path_position (const char *part, guint *position)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT32 - 1, &value, NULL)
      || (part[0] == '0' && part[1] != '\0'))
    return FALSE;
  *position = (guint) value;
  return TRUE;
}

const FmNode *
fm_path_step (const FmNode *node, const char *part)
{
  guint position;

  if (node->kind == FM_MAPPING)
    return fm_node_get_member (node, part);
  if (node->kind == FM_SEQUENCE && fm_path_position (part, &position))
    return fm_node_get_item (node, position);
  return NULL;
}

const FmNode *
fm_header_lookup (const FmHeader *header, const char *path)
{
  const FmNode *node = header->root;
  g_auto (GStrv) parts = fm_path_split (path);

  for (char **part = parts; node != NULL && *part != NULL; part++)
    node = fm_path_step (node, *part);
  return node;
}
