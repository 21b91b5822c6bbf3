/* Properties of the edits on every post: no edit, same bytes; a change stays in its value's span;
 * the inverse gives the bytes back; the other values read as before.
 *
 * Posts: tests/frontmatter/cases, and the reference posts where they are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <frontmatter.h>
#include <string.h>

static void
collect (const char *folder, GPtrArray *files)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect (path, files);
      else if (g_str_has_suffix (name, ".md"))
        g_ptr_array_add (files, g_steal_pointer (&path));
    }
}

static GBytes *
apply (const FmHeader *header, const BaseEdits *edits)
{
  gsize length;
  const char *text = g_bytes_get_data (fm_header_get_bytes (header), &length);

  return base_edits_apply (edits, text, length);
}

static void
assert_inverse (const FmHeader *header, const BaseEdits *edits)
{
  GBytes *bytes = fm_header_get_bytes (header);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (BaseEdits) inverse = base_edits_invert (edits, text, length);
  g_autoptr (GBytes) after = apply (header, edits);
  g_autoptr (GBytes) back = NULL;

  text = g_bytes_get_data (after, &length);
  back = base_edits_apply (inverse, text, length);
  g_assert_true (g_bytes_equal (bytes, back));
}

typedef struct
{
  guint n_scalars;
  guint n_edits;
  guint n_refused;
} Count;

/* The value's own bytes. An unwritten value is filled in behind its colon and the blank there, or
 * below the line of a "? key" that has no colon. */
static BaseSpan
where_edits_may_be (const FmHeader *header, const FmNode *node)
{
  BaseSpan span = fm_node_get_value_span (node);
  gsize length;
  const char *text = g_bytes_get_data (fm_header_get_bytes (header), &length);

  if (base_span_length (span) > 0)
    return span;
  span.end++;
  if (text[span.start - 1] != ':' && text[span.start - 1] != '-')
    while (span.end < length && text[span.end] != '\n')
      span.end++;
  return span;
}

static void
check_set (const FmHeader *header,
           const FmNode *node,
           const char *path,
           const FmValue *value,
           Count *count)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BaseEdits) edits = fm_edit_set (header, path, value, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) after = NULL;

  if (edits == NULL)
    {
      g_test_message ("%s: %s", path, error->message);
      g_assert_error (error, FM_ERROR, FM_ERROR_IRREGULAR);
      count->n_refused++;
      return;
    }
  count->n_edits++;
  /* A tag or an unused anchor goes with the value that it described. */
  if (fm_node_get_tag (node) == NULL && fm_node_get_anchor (node) == NULL
      && !base_edits_is_empty (edits))
    {
      BaseSpan span = where_edits_may_be (header, node);

      if (!base_span_contains (span, base_edits_extent (edits)))
        g_error ("%s: the edit leaves the value", path);
    }
  assert_inverse (header, edits);
  bytes = apply (header, edits);
  after = fm_header_new (bytes);
  g_assert_nonnull (fm_header_lookup (after, path));
  g_assert_true (fm_value_equals_node (value, fm_header_lookup (after, path)));
}

static void
check_node (const FmHeader *header, const FmNode *node, const char *path, Count *count)
{
  static const char *const texts[] = { "Autre",
                                       "L'été : le programme #1",
                                       "deux\nlignes",
                                       "no",
                                       "",
                                       " espaces ",
                                       "- tiret",
                                       "12:30",
                                       "« Citation »" };
  FmKind kind = fm_node_get_kind (node);

  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const FmNode *child =
          kind == FM_MAPPING ? fm_node_get_nth_value (node, i) : fm_node_get_item (node, i);
      g_autofree char *part = NULL;
      g_autofree char *inner = NULL;

      if (kind == FM_MAPPING)
        {
          const char *key = fm_node_get_string (fm_node_get_nth_key (node, i), NULL);

          if (key == NULL || fm_node_get_member (node, key) != child)
            continue;
          part = fm_path_escape (key);
        }
      else
        part = g_strdup_printf ("%u", i);
      inner = *path == '\0' ? g_strdup (part) : g_strconcat (path, ".", part, NULL);
      check_node (header, child, inner, count);
    }
  if (*path == '\0' || kind == FM_ALIAS)
    return;
  {
    g_autoptr (FmValue) own = fm_value_new_from_node (node);
    g_autoptr (BaseEdits) edits = fm_edit_set (header, path, own, NULL);

    g_assert_nonnull (edits);
    g_assert_true (base_edits_is_empty (edits));
  }
  if (kind == FM_SEQUENCE || kind == FM_MAPPING)
    return;
  count->n_scalars++;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (FmValue) value = fm_value_new_string (texts[i]);

      check_set (header, node, path, value, count);
    }
}

/* Takes an edit and its error: counts it, and looks at its inverse and at what it should read as:
 * @n entries under the key at @path, or no key there at all (-1). */
static void
check_edit (
    const FmHeader *header, BaseEdits *edits, GError *error, const char *path, int n, Count *count)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (FmHeader) after = NULL;
  const FmNode *node;

  if (edits == NULL)
    {
      g_test_message ("%s: %s", path, error->message);
      g_assert_error (error, FM_ERROR, FM_ERROR_IRREGULAR);
      g_error_free (error);
      count->n_refused++;
      return;
    }
  count->n_edits++;
  assert_inverse (header, edits);
  bytes = apply (header, edits);
  base_edits_unref (edits);
  after = fm_header_new (bytes);
  node = fm_header_lookup (after, path);
  if (n < 0)
    g_assert_null (node);
  else
    {
      g_assert_nonnull (node);
      g_assert_cmpint ((int) fm_node_get_length (node), ==, n);
    }
}

static void
check_lists (const FmHeader *header, const FmNode *root, Count *count)
{
  g_autoptr (FmValue) value = fm_value_new_string ("L'ajout : un essai");

  for (guint i = 0; i < fm_node_get_length (root); i++)
    {
      const FmNode *node = fm_node_get_nth_value (root, i);
      const char *key = fm_node_get_string (fm_node_get_nth_key (root, i), NULL);
      g_autofree char *path = key == NULL ? NULL : fm_path_escape (key);
      int n = (int) fm_node_get_length (node);
      GError *error = NULL;
      BaseEdits *edits;

      if (path == NULL || fm_header_lookup (header, path) != node)
        continue;
      edits = fm_edit_remove (header, path, &error);
      check_edit (header, edits, error, path, -1, count);
      error = NULL;
      edits = fm_edit_rename (header, path, "autre clé", &error);
      check_edit (header, edits, error, path, -1, count);
      if (fm_node_get_kind (node) != FM_SEQUENCE)
        continue;
      for (int at = 0; at <= n; at++)
        {
          error = NULL;
          edits = fm_edit_insert (header, path, (guint) at, value, &error);
          check_edit (header, edits, error, path, n + 1, count);
        }
      for (int at = 1; at < n; at++)
        {
          error = NULL;
          edits = fm_edit_move (header, path, 0, (guint) at, &error);
          check_edit (header, edits, error, path, n, count);
        }
    }
}

static void
check_files (GPtrArray *files)
{
  Count count = { 0 };

  for (guint i = 0; i < files->len; i++)
    {
      const char *path = files->pdata[i];
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      g_autoptr (FmHeader) header = fm_header_new (bytes);
      const FmNode *root = fm_header_get_root (header);

      g_test_message ("%s", path);
      if (root == NULL)
        continue;
      check_node (header, root, "", &count);
      check_lists (header, root, &count);
    }
  g_test_message ("%u posts, %u scalars, %u edits, %u refused", files->len, count.n_scalars,
                  count.n_edits, count.n_refused);
}

static void
test_cases (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "frontmatter", "cases", NULL);

  collect (folder, files);
  g_assert_cmpuint (files->len, >, 0);
  check_files (files);
}

static void
test_reference (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  if (g_getenv ("CHAPEAU_REFERENCE") != NULL)
    {
      g_autofree char *folder = g_build_filename (g_getenv ("CHAPEAU_REFERENCE"), "posts", NULL);

      collect (folder, files);
    }
  if (files->len == 0)
    {
      g_test_skip ("the reference posts are not there");
      return;
    }
  check_files (files);
}

/* Quotes that the old text needed go with it; those that a person chose stay. */
static void
test_quotes (void)
{
  static const char *const cases[][3] = {
    { "title: 'L''été : le soir'", "L'été, le soir", "title: L'été, le soir" },
    { "title: 'L''été'", "Le soir", "title: 'Le soir'" },
    { "image: \"/uploads/a.jpg\"", "/uploads/b.jpg", "image: \"/uploads/b.jpg\"" },
    { "title: \"\\u0007\"", "Le soir", "title: Le soir" },
    /* Nothing but the colon stays of a value that is emptied. */
    { "title: Le soir", NULL, "title:" },
    { "title: 'L''été : le soir'", NULL, "title:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *post = g_strdup_printf ("---\n%s\n---\n", cases[i][0]);
      g_autofree char *wanted = g_strdup_printf ("---\n%s\n---\n", cases[i][2]);
      g_autofree char *path = g_strndup (cases[i][0], strcspn (cases[i][0], ":"));
      g_autoptr (GBytes) bytes = g_bytes_new (post, strlen (post));
      g_autoptr (FmHeader) header = fm_header_new (bytes);
      g_autoptr (FmValue) value =
          cases[i][1] != NULL ? fm_value_new_string (cases[i][1]) : fm_value_new_null ();
      g_autoptr (GError) error = NULL;
      g_autoptr (BaseEdits) edits = fm_edit_set (header, path, value, &error);
      g_autoptr (GBytes) after = NULL;

      g_assert_no_error (error);
      after = apply (header, edits);
      g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), wanted,
                       strlen (wanted));
      assert_inverse (header, edits);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frontmatter/edits/cases", test_cases);
  g_test_add_func ("/frontmatter/edits/quotes", test_quotes);
  g_test_add_func ("/frontmatter/edits/reference", test_reference);
  return g_test_run ();
}
