/* fm-header.c - a whole post, split and read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "frontmatter-private.h"

#include <string.h>

G_DEFINE_QUARK (fm - error - quark, fm_error)

/* An empty header is an empty mapping for everyone above: forms can be filled in. It stands where
 * its first key would be written. */
static FmNode *
new_empty_root (FmHeader *header)
{
  FmNode *node = base_arena_new0 (header->arena, FmNode);

  node->header = header;
  node->kind = FM_MAPPING;
  node->style = FM_STYLE_BLOCK;
  node->is_synthetic = TRUE;
  node->entry = node->start = node->content = node->end = header->split.yaml.end;
  return node;
}

static void
check_root (FmHeader *header, FmNode *root)
{
  if (root == NULL || (root->kind == FM_NULL && root->content == root->end))
    {
      header->root = new_empty_root (header);
      return;
    }
  if (!header->is_bare && root->kind != FM_MAPPING)
    {
      header->is_broken = TRUE;
      fm_lint_add (header, BASE_SEVERITY_ERROR, "frontmatter.not-a-mapping",
                   fm_node_get_value_span (root), "the header has no keys", NULL, NULL);
      return;
    }
  header->root = root;
}

static void
read_yaml (FmHeader *header)
{
  FmProblem problem = { 0 };
  BaseSpan yaml = header->split.yaml;
  FmNode *root;

  /* Jekyll hands the opening fence to the YAML reader, too. */
  yaml.start = header->split.header.start;
  if (base_span_length (yaml) > FM_MAX_HEADER_SIZE)
    {
      header->is_broken = TRUE;
      fm_lint_add (header, BASE_SEVERITY_ERROR, "frontmatter.too-large", header->split.header,
                   "the header is larger than one megabyte", NULL, NULL);
      return;
    }
  root = fm_tree_read (header, yaml, &problem);
  if (problem.code != NULL)
    {
      header->is_broken = TRUE;
      fm_lint_broken (header, &problem);
    }
  else
    check_root (header, root);
  fm_problem_clear (&problem);
  if (header->root != NULL)
    fm_lint_tree (header);
  if (problem.has_rest)
    fm_lint_add (
        header, BASE_SEVERITY_ERROR, "frontmatter.rest", base_span (problem.offset, problem.offset),
        "the text of the header ends above this place for YAML; the rest is not read", NULL, NULL);
}

static FmHeader *
new_header (GBytes *bytes, gboolean is_bare)
{
  FmHeader *header = g_new0 (FmHeader, 1);

  g_atomic_ref_count_init (&header->references);
  header->bytes = g_bytes_ref (bytes);
  header->text = g_bytes_get_data (bytes, &header->length);
  if (header->text == NULL)
    header->text = "";
  header->is_bare = is_bare;
  header->arena = base_arena_new ();
  header->diagnostics = base_diagnostics_new ();
  return header;
}

FmHeader *
fm_header_new (GBytes *post)
{
  FmHeader *header = new_header (post, FALSE);
  gsize after;

  header->split = fm_split (header->text, header->length);
  if (header->split.has_header)
    read_yaml (header);
  else if (fm_split_is_unclosed (header->text, header->length, &after))
    fm_lint_unclosed (header, after);
  return header;
}

FmHeader *
fm_header_new_yaml (GBytes *yaml)
{
  FmHeader *header = new_header (yaml, TRUE);
  gsize start = header->length >= 3 && memcmp (header->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

  header->split.has_header = TRUE;
  header->split.header = header->split.yaml = base_span (start, header->length);
  header->split.body = base_span (header->length, header->length);
  read_yaml (header);
  return header;
}

FmHeader *
fm_header_ref (FmHeader *header)
{
  g_atomic_ref_count_inc (&header->references);
  return header;
}

void
fm_header_unref (FmHeader *header)
{
  if (!g_atomic_ref_count_dec (&header->references))
    return;
  g_ptr_array_unref (header->diagnostics);
  base_arena_free (header->arena);
  g_bytes_unref (header->bytes);
  g_free (header);
}

GBytes *
fm_header_get_bytes (const FmHeader *header)
{
  return header->bytes;
}

const FmSplit *
fm_header_get_split (const FmHeader *header)
{
  return &header->split;
}

gboolean
fm_header_is_broken (const FmHeader *header)
{
  return header->is_broken;
}

const FmNode *
fm_header_get_root (const FmHeader *header)
{
  return header->root;
}

GPtrArray *
fm_header_get_diagnostics (const FmHeader *header)
{
  return header->diagnostics;
}
