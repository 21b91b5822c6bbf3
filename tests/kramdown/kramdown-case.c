/* kramdown-case.c - texts with the HTML that kramdown makes of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown-case.h"

#include <chapeau-kramdown-options.h>
#include <frontmatter.h>
#include <string.h>

static void
case_free (gpointer data)
{
  KramdownCase *one = data;

  g_free (one->name);
  g_free (one->text);
  g_free (one->html);
  kd_options_free (one->options);
  g_free (one);
}

static KdOptions *
read_options (const char *path, KdDefaults defaults)
{
  KdOptions *options = kd_options_new (defaults);
  g_autofree char *yaml = NULL;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (FmValue) block = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &yaml, &length, NULL))
    return options;
  bytes = g_bytes_new (yaml, length);
  header = fm_header_new_yaml (bytes);
  g_assert_false (fm_header_is_broken (header));
  if (fm_header_get_root (header) == NULL)
    return options;
  block = fm_value_new_from_node (fm_header_get_root (header));
  chapeau_kramdown_options_take (options, block, NULL, &error);
  g_assert_no_error (error);
  return options;
}

static void
remove_front_matter (KramdownCase *one)
{
  g_autoptr (GBytes) post = g_bytes_new (one->text, one->length);
  g_autoptr (FmHeader) header = fm_header_new (post);
  gsize start = fm_header_get_split (header)->body.start;

  one->length -= start;
  memmove (one->text, one->text + start, one->length + 1);
}

static void
load_file (GPtrArray *cases, const char *path, const char *name, gboolean posts, gboolean jekyll)
{
  g_autofree char *stem = g_strndup (path, (gsize) (strrchr (path, '.') - path));
  g_autofree char *target = g_strconcat (stem, ".html", NULL);
  g_autofree char *settings = g_strconcat (stem, ".options", NULL);
  g_autofree char *html = NULL;
  gsize html_length;
  KramdownCase *one;

  if (!g_file_get_contents (target, &html, &html_length, NULL))
    return;
  one = g_new0 (KramdownCase, 1);
  g_assert_true (g_file_get_contents (path, &one->text, &one->length, NULL));
  one->name = g_strndup (name, (gsize) (strrchr (name, '.') - name));
  one->html = g_steal_pointer (&html);
  one->html_length = html_length;
  one->options =
      read_options (settings, posts || jekyll ? KD_DEFAULTS_JEKYLL : KD_DEFAULTS_KRAMDOWN);
  if (posts)
    remove_front_matter (one);
  g_ptr_array_add (cases, one);
}

static void
load_folder (
    GPtrArray *cases, const char *folder, const char *prefix, gboolean posts, gboolean jekyll)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *inner = g_strconcat (prefix, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          g_autofree char *below = g_strconcat (inner, "/", NULL);
          load_folder (cases, path, below, posts, jekyll);
        }
      else if (g_str_has_suffix (name, posts ? ".md" : ".text"))
        load_file (cases, path, inner, posts, jekyll);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(KramdownCase *const *) a)->name, (*(KramdownCase *const *) b)->name);
}

GPtrArray *
kramdown_cases_load (const char *folder, gboolean posts, gboolean jekyll)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);

  if (folder != NULL)
    load_folder (cases, folder, "", posts, jekyll);
  g_ptr_array_sort (cases, compare_names);
  return cases;
}

char *
kramdown_own_folder (const char *name)
{
  return g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "kramdown", name, NULL);
}

char *
kramdown_reference_folder (const char *name)
{
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");
  g_autofree char *path = reference != NULL ? g_build_filename (reference, name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

/* ---- properties ------------------------------------------------------------------------------
 */

/* kramdown moves the content of a footnote and the terms of a definition list. */
static gboolean
is_moved (const KdElement *element)
{
  KdType type = kd_element_get_type (element);

  return type == KD_DT || type == KD_FOOTNOTE_DEFINITION;
}

static void
check_spans (const KdDocument *document, const KdElement *element, const char *name)
{
  BaseSpan outer = kd_element_get_span (element);
  const KdElement *footnote = kd_element_get_footnote (document, element);
  gsize reached = outer.start;

  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    {
      BaseSpan span = kd_element_get_span (child);
      const char *type = kd_type_get_name (kd_element_get_type (child));
      gsize first, last;

      if (span.start > span.end
          || (!is_moved (child) && (span.start < reached || span.end > outer.end)))
        g_error ("%s: %s at %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " in %s at %" G_GSIZE_FORMAT
                 "-%" G_GSIZE_FORMAT ", after %" G_GSIZE_FORMAT,
                 name, type, span.start, span.end, kd_type_get_name (kd_element_get_type (element)),
                 outer.start, outer.end, reached);
      if (!is_moved (child))
        reached = span.end;
      kd_element_get_lines (document, child, &first, &last);
      g_assert_cmpuint (first, <=, last);
      check_spans (document, child, name);
    }
  if (footnote != NULL && kd_element_get_type (element) == KD_FOOTNOTE)
    g_assert_cmpint (kd_element_get_type (footnote), ==, KD_FOOTNOTE_DEFINITION);
}

static void
check_blocks (const KdDocument *document, const char *html, gsize html_length, gsize length)
{
  g_autoptr (GPtrArray) blocks = kd_render_blocks (document);
  g_autoptr (GString) whole = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      const KdBlock *block = blocks->pdata[i];

      g_string_append_len (whole, block->html, (gssize) block->html_length);
      g_assert_cmpint (block->html[block->html_length], ==, '\0');
      g_assert_cmpuint (block->span.start, <=, block->span.end);
      g_assert_cmpuint (block->span.end, <=, length);
      g_assert_cmpuint (block->first_line, <=, block->last_line);
    }
  g_assert_cmpmem (whole->str, whole->len, html, html_length);
}

static char *
render_with (
    const char *text, gsize length, const KdOptions *options, gboolean lines, gboolean liquid)
{
  g_autoptr (KdOptions) copy = kd_options_copy (options);
  g_autoptr (KdDocument) document = NULL;

  kd_options_set_source_lines (copy, lines);
  kd_options_set_liquid (copy, liquid);
  document = kd_parse (text, length, copy);
  return kd_render_html (document, NULL);
}

void
kramdown_check_properties (const char *name,
                           const char *text,
                           gsize length,
                           const KdOptions *options)
{
  g_autoptr (KdDocument) document = kd_parse (text, length, options);
  g_autoptr (GRegex) pattern = g_regex_new (" data-line=\"[0-9]+\"", G_REGEX_OPTIMIZE, 0, NULL);
  gsize html_length;
  g_autofree char *html = kd_render_html (document, &html_length);
  g_autofree char *again = kd_render_html (document, NULL);
  g_autofree char *marked = render_with (text, length, options, TRUE, FALSE);
  g_autofree char *unmarked = g_regex_replace_literal (pattern, marked, -1, 0, "", 0, NULL);
  g_autofree char *dump = kd_document_dump (document);
  g_autofree char *problem = NULL;
  BaseSpan whole = kd_element_get_span (kd_document_get_root (document));

  if (!kd_document_check (document, &problem))
    g_error ("%s: %s", name, problem);
  g_assert_cmpuint (whole.end, <=, length);
  check_spans (document, kd_document_get_root (document), name);
  g_assert_cmpstr (again, ==, html);
  check_blocks (document, html, html_length, length);
  g_assert_cmpstr (unmarked, ==, html);
  if (strstr (text, "{{") == NULL && strstr (text, "{%") == NULL)
    {
      g_autofree char *liquid = render_with (text, length, options, FALSE, TRUE);

      g_assert_cmpstr (liquid, ==, html);
    }
}
