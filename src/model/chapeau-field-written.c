/* chapeau-field-written.c - a field as it is written: for values that no widget fits.
 *
 * What people change is the entry itself, "key: …", taken out of the header with its indentation
 * and put back with it, so that comments, quotes, tags and anchors in it stay. It is put back only
 * if the header then reads as before but for this one key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <string.h>

/* ---- indentation ------------------------------------------------------------------------------
 */

/* @indent columns less at each line but the first. */
static char *
dedent (const char *text, guint indent)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      gsize blanks = strspn (lines[i], " ");

      memmove (lines[i], lines[i] + MIN (blanks, indent),
               strlen (lines[i]) + 1 - MIN (blanks, indent));
    }
  return g_strjoinv ("\n", lines);
}

static char *
indent_by (const char *text, guint indent, gboolean crlf)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *margin = g_strnfill (indent, ' ');

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      {
        char *line = g_strconcat (margin, lines[i], NULL);

        g_free (lines[i]);
        lines[i] = line;
      }
  return g_strjoinv (crlf ? "\r\n" : "\n", lines);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static char *
dup_slice (GBytes *bytes, BaseSpan span)
{
  return g_strndup ((const char *) g_bytes_get_data (bytes, NULL) + span.start,
                    base_span_length (span));
}

static char *
without_returns (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\r\n", -1);

  return g_strjoinv ("\n", parts);
}

char *
chapeau_field_dup_written (ChapeauField *self)
{
  g_autofree char *slice = NULL;
  g_autofree char *plain = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), NULL);

  if (self->node == NULL)
    return g_strconcat (self->site_field->key, ":", NULL);
  slice = dup_slice (fm_header_get_bytes (self->header), fm_node_get_entry_span (self->node));
  plain = without_returns (slice);
  return dedent (plain, fm_node_get_indentation (self->node));
}

/* ---- writing ----------------------------------------------------------------------------------
 */

/* The header's values without the one at @parts. */
static gboolean
equal_but_for (const FmNode *one, const FmNode *other, char *const *parts)
{
  if (one == NULL || other == NULL || fm_node_get_kind (one) != fm_node_get_kind (other)
      || fm_node_get_length (one) != fm_node_get_length (other))
    return FALSE;
  for (guint i = 0; i < fm_node_get_length (one); i++)
    {
      gboolean mapping = fm_node_get_kind (one) == FM_MAPPING;
      const FmNode *a = mapping ? fm_node_get_nth_value (one, i) : fm_node_get_item (one, i);
      const FmNode *b = mapping ? fm_node_get_nth_value (other, i) : fm_node_get_item (other, i);
      g_autofree char *key =
          mapping ? g_strdup (fm_node_get_string (fm_node_get_nth_key (one, i), NULL))
                  : g_strdup_printf ("%u", i);
      const char *there = mapping ? fm_node_get_string (fm_node_get_nth_key (other, i), NULL) : key;
      gboolean on_the_way = parts[0] != NULL && g_strcmp0 (key, parts[0]) == 0;
      g_autoptr (FmValue) value = NULL;

      if (g_strcmp0 (key, there) != 0)
        return FALSE;
      if (on_the_way && parts[1] == NULL)
        continue;
      if (on_the_way)
        {
          if (!equal_but_for (a, b, parts + 1))
            return FALSE;
          continue;
        }
      value = fm_value_new_from_node (a);
      if (!fm_value_equals_node (value, b))
        return FALSE;
    }
  return TRUE;
}

/* "a: b" as the value of a key that is not there yet. */
static FmValue *
dup_entry_value (const char *yaml, const char *key, const char **reason)
{
  g_autoptr (GBytes) bytes = g_bytes_new (yaml, strlen (yaml));
  g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);
  const FmNode *root = fm_header_get_root (header);
  const FmNode *node = root != NULL ? fm_node_get_member (root, key) : NULL;
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  *reason = "frontmatter.not-a-mapping";
  if (diagnostics->len > 0 && fm_header_is_broken (header))
    *reason = ((BaseDiagnostic *) diagnostics->pdata[0])->code;
  return node != NULL && fm_node_get_length (root) == 1 ? fm_value_new_from_node (node) : NULL;
}

static gboolean
replace_entry (ChapeauField *self, const char *yaml, const char **reason)
{
  ChapeauDocument *document = chapeau_fields_get_document (self->fields);
  GBytes *bytes = fm_header_get_bytes (self->header);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *indented = indent_by (yaml, fm_node_get_indentation (self->node),
                                         memmem (text, length, "\r\n", 2) != NULL);
  g_autoptr (BaseEdits) edits = base_edits_new ();
  g_autoptr (GBytes) after = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_auto (GStrv) parts = fm_path_split (self->path);
  GPtrArray *diagnostics;

  base_edits_replace (edits, fm_node_get_entry_span (self->node), indented, -1);
  after = base_edits_apply (edits, text, length);
  header = fm_header_new (after);
  diagnostics = fm_header_get_diagnostics (header);
  *reason = "frontmatter.indentation";
  if (fm_header_is_broken (header))
    {
      if (diagnostics->len > 0)
        *reason = ((BaseDiagnostic *) diagnostics->pdata[0])->code;
      return FALSE;
    }
  /* The body must begin where it did: no "---" in the value. */
  if (!equal_but_for (fm_header_get_root (self->header), fm_header_get_root (header), parts)
      || g_bytes_get_size (after) - fm_header_get_split (header)->header.end
             != length - fm_header_get_split (self->header)->header.end)
    return FALSE;
  chapeau_document_replace_header (document, after, self->path);
  return TRUE;
}

gboolean
chapeau_field_set_written (ChapeauField *self, const char *yaml, const char **reason)
{
  g_autofree char *now = NULL;
  g_autofree char *trimmed = NULL;
  const char *unused;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  reason = reason != NULL ? reason : &unused;
  *reason = NULL;
  if (self->fields == NULL || !self->editable)
    return FALSE;
  now = chapeau_field_dup_written (self);
  trimmed = g_strchomp (g_strdup (yaml));
  if (strcmp (now, yaml) == 0 || strcmp (now, trimmed) == 0)
    return TRUE;
  if (self->node == NULL)
    {
      g_autoptr (FmValue) value = dup_entry_value (trimmed, self->site_field->key, reason);

      return value != NULL && chapeau_fields_set_value (self->fields, self, value, self->path);
    }
  return replace_entry (self, trimmed, reason);
}
