/* chapeau-header-text.c - the whole header of a document as one text, both ways.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-header-text.h"

#include <string.h>

#define MERGE_KEY "\nheader as text"

static BaseSpan
yaml_span (ChapeauDocument *document)
{
  const FmSplit *split = fm_header_get_split (chapeau_document_get_header (document));

  return split->has_header ? split->yaml : base_span (0, 0);
}

/* TRUE if every line of the header ends in "\r\n"; a mixture is left as it is. */
static gboolean
is_crlf (const char *text, gsize length)
{
  gsize lines = 0, returns = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] == '\n')
      {
        lines++;
        returns += i > 0 && text[i - 1] == '\r' ? 1 : 0;
      }
  return lines > 0 && lines == returns;
}

static char *
replace_all (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

char *
chapeau_header_text_dup (ChapeauDocument *document)
{
  GBytes *bytes;
  const char *data;
  gsize length;
  BaseSpan span;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), NULL);

  bytes = chapeau_document_get_header_bytes (document);
  data = g_bytes_get_data (bytes, &length);
  span = yaml_span (document);
  if (base_span_length (span) == 0 || span.end > length)
    return g_strdup ("");
  text = g_strndup (data + span.start, base_span_length (span));
  return is_crlf (data, length) ? replace_all (text, "\r\n", "\n") : g_steal_pointer (&text);
}

gboolean
chapeau_header_text_is_editable (ChapeauDocument *document)
{
  FmHeader *header;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), FALSE);

  header = chapeau_document_get_header (document);
  return chapeau_document_is_editable (document)
         && (fm_header_get_split (header)->has_header || !fm_header_is_broken (header));
}

/* The new header's bytes around @yaml, which has the header's own line endings. */
static GBytes *
make_header (ChapeauDocument *document, const char *yaml, gboolean crlf)
{
  GBytes *bytes = chapeau_document_get_header_bytes (document);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  gboolean has_header = fm_header_get_split (chapeau_document_get_header (document))->has_header;
  BaseSpan span = yaml_span (document);
  g_autoptr (GString) header = g_string_new_len (data, (gssize) (has_header ? span.start : length));

  if (!has_header)
    g_string_append (header, "---\n");
  g_string_append (header, yaml);
  if (*yaml != '\0' && !g_str_has_suffix (yaml, "\n"))
    g_string_append (header, crlf ? "\r\n" : "\n");
  if (has_header)
    g_string_append_len (header, data + span.end, (gssize) (length - span.end));
  else
    g_string_append (header, "---\n\n");
  return g_string_free_to_bytes (g_steal_pointer (&header));
}

gboolean
chapeau_header_text_set (ChapeauDocument *document, const char *text)
{
  g_autofree char *now = NULL;
  g_autofree char *yaml = NULL;
  g_autoptr (GBytes) header = NULL;
  g_autoptr (FmHeader) read = NULL;
  gsize length;
  const char *data;
  gboolean crlf;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), FALSE);

  if (!chapeau_header_text_is_editable (document))
    return FALSE;
  now = chapeau_header_text_dup (document);
  if (strcmp (now, text) == 0)
    return TRUE;
  data = g_bytes_get_data (chapeau_document_get_header_bytes (document), &length);
  crlf = is_crlf (data, length);
  yaml = crlf ? replace_all (text, "\n", "\r\n") : g_strdup (text);
  header = make_header (document, yaml, crlf);
  read = fm_header_new (header);
  if (base_span_length (fm_header_get_split (read)->body) > 0
      || !fm_header_get_split (read)->has_header)
    return FALSE;
  chapeau_document_replace_header (document, header, MERGE_KEY);
  return TRUE;
}

/* ---- repairs ----------------------------------------------------------------------------------
 */

/* Every fix of the header's diagnostics in one list; NULL if there is none. */
static BaseEdits *
collect_fixes (FmHeader *header)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);
  BaseEdits *all = NULL;

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];

      for (gsize j = 0; diagnostic->fix != NULL && j < base_edits_count (diagnostic->fix); j++)
        {
          const BaseEdit *edit = base_edits_get (diagnostic->fix, j);

          if (all == NULL)
            all = base_edits_new ();
          base_edits_replace (all, edit->span, edit->text, (gssize) edit->length);
        }
    }
  return all;
}

gboolean
chapeau_header_text_can_repair (ChapeauDocument *document)
{
  g_autoptr (BaseEdits) fixes = NULL;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), FALSE);

  if (!chapeau_document_is_editable (document))
    return FALSE;
  fixes = collect_fixes (chapeau_document_get_header (document));
  return fixes != NULL;
}

gboolean
chapeau_header_text_repair (ChapeauDocument *document)
{
  g_autoptr (BaseEdits) fixes = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) repaired = NULL;

  g_return_val_if_fail (CHAPEAU_IS_DOCUMENT (document), FALSE);

  if (!chapeau_document_is_editable (document))
    return FALSE;
  fixes = collect_fixes (chapeau_document_get_header (document));
  if (fixes == NULL)
    return FALSE;
  if (g_bytes_get_size (chapeau_document_get_header_bytes (document)) > 0)
    {
      chapeau_document_edit_header (document, fixes, NULL);
      return TRUE;
    }
  /* The header is all body as yet. */
  text = chapeau_document_dup_text (document);
  repaired = base_edits_apply (fixes, g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  chapeau_document_take_text (document, repaired, NULL);
  return TRUE;
}
