/* fm-path.c - "une-ou-diaporama.0.image".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-path.h"

#include <string.h>

char **
fm_path_split (const char *path)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) part = g_string_new (NULL);

  for (; *path != '\0'; path++)
    {
      if (*path == '.')
        {
          g_ptr_array_add (parts, g_strdup (part->str));
          g_string_truncate (part, 0);
          continue;
        }
      if (*path == '\\' && path[1] != '\0')
        path++;
      g_string_append_c (part, *path);
    }
  g_ptr_array_add (parts, g_strdup (part->str));
  g_ptr_array_add (parts, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&parts), FALSE);
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
fm_path_appends (const char *path)
{
  gsize length = strlen (path);

  return strcmp (path, "+") == 0
         || (length >= 2 && path[length - 1] == '+' && path[length - 2] == '.'
             && (length < 3 || path[length - 3] != '\\'));
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
