/* fm-lint.c - what is wrong, or likely wrong, with a header.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

#define MOST_DIAGNOSTICS 100

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

  if (header->diagnostics->len == MOST_DIAGNOSTICS)
    {
      g_clear_pointer (&fix, base_edits_unref);
      return;
    }
  g_ptr_array_add (header->diagnostics,
                   base_diagnostic_new (severity, code, span, position_at (header, span.start),
                                        detail, argument != NULL ? arguments : NULL, fix));
}

static gboolean
has_anchor (const FmNode *node, const char *name)
{
  if (node->anchor != NULL && strcmp (node->anchor, name) == 0)
    return TRUE;
  for (guint i = 0; i < node->n_items; i++)
    if (has_anchor (node->items[i], name)
        || (node->kind == FM_MAPPING && has_anchor (node->items[i]->key, name)))
      return TRUE;
  return FALSE;
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

/* "title: Budget #2": the site loses what stands behind the #. A comment has a blank behind it. */
static void
report_hash (FmHeader *header, const FmNode *node)
{
  const char *text = header->text;
  gsize limit = header->split.yaml.end;
  gsize hash = fm_skip_blanks (text, limit, node->end);
  gsize end;
  BaseEdits *fix;

  if (hash == node->end || hash + 1 >= limit || text[hash] != '#'
      || !g_ascii_isalnum (text[hash + 1]) || node->parent == NULL
      || node->parent->style == FM_STYLE_FLOW
      || fm_line_end (text, limit, node->content) < node->end)
    return;
  end = fm_line_end (text, limit, hash);
  while (text[end - 1] == ' ' || text[end - 1] == '\t')
    end--;
  fix = base_edits_new ();
  base_edits_insert (fix, node->content, "'", 1);
  for (gsize at = node->content; at < end; at++)
    if (text[at] == '\'')
      base_edits_insert (fix, at, "'", 1);
  base_edits_insert (fix, end, "'", 1);
  fm_lint_add (header, BASE_SEVERITY_WARNING, "frontmatter.hash", base_span (hash, end),
               "what stands behind # is a comment for YAML; the text needs quotes", NULL, fix);
}

static void
report_curly (FmHeader *header, const FmNode *node)
{
  if (g_str_has_prefix (node->text, "“") && g_str_has_suffix (node->text, "”")
      && g_utf8_strchr (node->text + 3, (gssize) node->length - 6, 0x201D) == NULL)
    fm_lint_add (header, BASE_SEVERITY_HINT, "frontmatter.curly-quotes",
                 fm_node_get_value_span (node),
                 "typographic quotes do not quote for YAML; they are part of the text", NULL, NULL);
}

static void
report_unknown_alias (FmHeader *header, const FmNode *node)
{
  if (!has_anchor (header->root, node->text))
    fm_lint_add (header, BASE_SEVERITY_ERROR, "frontmatter.unknown-alias",
                 fm_node_get_value_span (node), "no anchor has this name", node->text, NULL);
}

static void
lint_node (FmHeader *header, const FmNode *node)
{
  if (node->kind == FM_MAPPING && has_duplicates (node))
    report_duplicates (header, node);
  if (node->kind == FM_STRING && node->style == FM_STYLE_PLAIN)
    {
      report_hash (header, node);
      report_curly (header, node);
    }
  if (node->kind == FM_ALIAS)
    report_unknown_alias (header, node);
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

  if (strcmp (problem->code, "frontmatter.syntax") == 0
      && fm_repair_broken (header, problem->offset))
    return;
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
               "the header is opened by --- but never closed", NULL,
               fm_repair_unclosed (header, after));
}
