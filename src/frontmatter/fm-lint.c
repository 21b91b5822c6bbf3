/* fm-lint.c - what is wrong, or likely wrong, with a header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

static BasePosition
position_at (const FmHeader *header, gsize offset)
{
  BasePosition position = { 0, 0 };

  for (gsize at = 0; at < offset; at++)
    {
      if (header->text[at] == '\n')
        {
          position.line++;
          position.column = 0;
        }
      else if (((guchar) header->text[at] & 0xC0) != 0x80)
        position.column++;
    }
  return position;
}

void
fm_lint_add (FmHeader *header,
             BaseSeverity severity,
             const char *code,
             BaseSpan span,
             const char *detail,
             const char *argument,
             BaseEdits *fix)
{
  const char *arguments[] = { argument, NULL };

  g_ptr_array_add (header->diagnostics,
                   base_diagnostic_new (severity, code, span, position_at (header, span.start),
                                        detail, argument != NULL ? arguments : NULL, fix));
}

static void
report_duplicates (FmHeader *header, const FmNode *mapping)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < mapping->n_items; i++)
    {
      const FmNode *key = mapping->items[i]->key;

      if (key->text != NULL && key->kind != FM_ALIAS && strcmp (key->text, "<<") != 0
          && !g_hash_table_add (seen, (gpointer) key->text))
        fm_lint_add (header, BASE_SEVERITY_WARNING, "frontmatter.duplicate-key",
                     base_span (key->content, key->end),
                     "the key stands there twice; the last one counts", key->text, NULL);
    }
}

static gboolean
has_duplicates (const FmNode *mapping)
{
  if (mapping->n_items > 32)
    return TRUE; /* let the table decide */
  for (guint i = 1; i < mapping->n_items; i++)
    for (guint j = 0; j < i; j++)
      {
        const FmNode *one = mapping->items[i]->key;
        const FmNode *other = mapping->items[j]->key;

        if (one->length == other->length && one->text != NULL && other->text != NULL
            && memcmp (one->text, other->text, one->length) == 0)
          return TRUE;
      }
  return FALSE;
}

static void
lint_node (FmHeader *header, const FmNode *node)
{
  if (node->kind == FM_MAPPING && has_duplicates (node))
    report_duplicates (header, node);
  for (guint i = 0; i < node->n_items; i++)
    lint_node (header, node->items[i]);
}

void
fm_lint_tree (FmHeader *header)
{
  lint_node (header, header->root);
}

void
fm_lint_broken (FmHeader *header, const FmProblem *problem)
{
  g_autofree char *detail = NULL;

  detail = problem->context != NULL ? g_strdup_printf ("%s, %s", problem->reason, problem->context)
                                    : g_strdup (problem->reason);
  fm_lint_add (header, BASE_SEVERITY_ERROR, problem->code,
               base_span (problem->offset, problem->offset), detail, problem->reason, NULL);
}

void
fm_lint_unclosed (FmHeader *header, gsize after)
{
  header->is_broken = TRUE;
  fm_lint_add (header, BASE_SEVERITY_ERROR, "frontmatter.missing-fence",
               base_span (header->split.header.start, after),
               "the header is opened by --- but never closed", NULL, NULL);
}
