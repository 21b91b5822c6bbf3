/* Split, index and edits on any bytes: nothing crashes, and every inverse gives the bytes back.
 *
 * Built as a test it replays the files of its corpus; with FUZZING defined (clang,
 * -fsanitize=fuzzer) it is libFuzzer's target:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -DFUZZING -D_GNU_SOURCE -Isrc/base \
 *     -Isrc/frontmatter src/base/[star].c src/frontmatter/[star].c \
 *     tests/frontmatter/fuzz-frontmatter.c $(pkg-config --cflags --libs glib-2.0 yaml-0.1)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <frontmatter.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  const FmHeader *header;
  guint32 seed;
  guint left;
} Walk;

static guint32
next (Walk *walk)
{
  walk->seed = walk->seed * 1664525u + 1013904223u;
  return walk->seed >> 8;
}

static void
check (const FmHeader *header, BaseEdits *edits)
{
  GBytes *bytes = fm_header_get_bytes (header);
  gsize length, after_length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (BaseEdits) inverse = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) back = NULL;

  if (edits == NULL)
    return;
  if (text == NULL)
    text = "";
  inverse = base_edits_invert (edits, text, length);
  after = base_edits_apply (edits, text, length);
  text = g_bytes_get_data (after, &after_length);
  back = base_edits_apply (inverse, text != NULL ? text : "", after_length);
  g_assert_true (g_bytes_equal (bytes, back));
  base_edits_unref (edits);
}

static void
edit_at (Walk *walk, const FmNode *node, const char *path)
{
  static const char *const texts[] = { "a", "l'été : x", "b\nc", "", "- #", "12", "\xe2\x80\xa8" };
  const char *text = texts[next (walk) % G_N_ELEMENTS (texts)];
  g_autoptr (FmValue) value = fm_value_new_string (text);
  g_autoptr (FmValue) list = fm_value_new_sequence (&value, 1);
  guint n = fm_node_get_length (node);

  check (walk->header, fm_edit_set (walk->header, path, value, NULL));
  switch (next (walk) % 5)
    {
    case 0:
      check (walk->header, fm_edit_remove (walk->header, path, NULL));
      break;
    case 1:
      check (walk->header, fm_edit_rename (walk->header, path, text, NULL));
      break;
    case 2:
      check (walk->header, fm_edit_append (walk->header, path, value, NULL));
      break;
    case 3:
      check (walk->header, fm_edit_set (walk->header, path, list, NULL));
      break;
    default:
      if (n > 1)
        check (walk->header,
               fm_edit_move (walk->header, path, next (walk) % n, next (walk) % n, NULL));
    }
}

static void
walk_node (Walk *walk, const FmNode *node, const char *path)
{
  gboolean is_mapping = fm_node_get_kind (node) == FM_MAPPING;

  for (guint i = 0; i < fm_node_get_length (node) && walk->left > 0; i++)
    {
      const FmNode *child =
          is_mapping ? fm_node_get_nth_value (node, i) : fm_node_get_item (node, i);
      const char *key =
          is_mapping ? fm_node_get_string (fm_node_get_nth_key (node, i), NULL) : NULL;
      g_autofree char *part =
          is_mapping ? fm_path_escape (key != NULL ? key : "") : g_strdup_printf ("%u", i);
      g_autofree char *inner =
          *path == '\0' ? g_strdup (part) : g_strconcat (path, ".", part, NULL);
      BaseSpan span = fm_node_get_value_span (child);
      BaseSpan entry = fm_node_get_entry_span (child);
      BaseSpan comment = fm_node_get_comment_span (child);
      g_autofree char *written = fm_node_dup_written (child);

      g_assert_cmpuint (entry.start, <=, span.start);
      g_assert_cmpuint (comment.end, <=, g_bytes_get_size (fm_header_get_bytes (walk->header)));
      walk->left--;
      edit_at (walk, child, inner);
      walk_node (walk, child, inner);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (FmHeader) header = fm_header_new (bytes);
  g_autoptr (FmHeader) bare = fm_header_new_yaml (bytes);
  const FmHeader *both[] = { header, bare };

  for (guint i = 0; i < 2; i++)
    {
      Walk walk = { both[i], (guint32) size, 12 };
      g_autoptr (FmValue) value = fm_value_new_string ("x : y");

      check (both[i], fm_edit_set (both[i], "title", value, NULL));
      if (fm_header_get_root (both[i]) != NULL)
        walk_node (&walk, fm_header_get_root (both[i]), "");
    }
  return 0;
}

#ifndef FUZZING
static void
replay (const char *folder, guint *n)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_file_get_contents (path, &text, &length, NULL))
        continue;
      g_test_message ("%s", path);
      LLVMFuzzerTestOneInput ((const guint8 *) text, length);
      (*n)++;
    }
}

static void
test_corpus (void)
{
  static const char *const folders[] = { "corpus", "cases", "repairs" };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests",
                                                  "frontmatter", folders[i], NULL);

      replay (folder, &n);
    }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frontmatter/fuzz/corpus", test_corpus);
  return g_test_run ();
}
#endif
