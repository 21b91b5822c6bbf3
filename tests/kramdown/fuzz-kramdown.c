/* Any bytes under any options: a sound tree, HTML that is UTF-8, blocks that make up the whole.
 *
 * Built as a test it replays the files of its corpus and the cases; with FUZZING defined (clang,
 * -fsanitize=fuzzer) it is libFuzzer's target:
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -DFUZZING -D_GNU_SOURCE -Isrc/base \
 *     -Isrc/kramdown src/base/[star].c src/kramdown/[star].c tests/kramdown/fuzz-kramdown.c \
 *     $(pkg-config --cflags --libs glib-2.0) -o fuzz-kramdown
 *   ./fuzz-kramdown -dict=tests/kramdown/fuzz-kramdown.dict -timeout=5 CORPUS tests/kramdown/cases
 *
 * The first byte chooses the options; the rest is the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <kramdown.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static KdOptions *
choose_options (guint8 choice)
{
  static const char *const settings[][2] = {
    { "hard_wrap", "true" },
    { "parse_block_html", "true" },
    { "html_to_native", "true" },
    { "auto_id_stripping", "true" },
    { "entity_output", "symbolic" },
    { "footnote_backlink_inline", "true" },
    { "header_links", "true" },
    { "remove_line_breaks_for_cjk", "true" },
    { "parse_span_html", "false" },
    { "math_engine", "" },
    { "gfm_quirks", "no_auto_typographic" },
    { "transliterated_header_ids", "true" },
  };
  KdOptions *options =
      kd_options_new ((choice & 1) != 0 ? KD_DEFAULTS_KRAMDOWN : KD_DEFAULTS_JEKYLL);

  kd_options_set_liquid (options, (choice & 2) != 0);
  kd_options_set_source_lines (options, (choice & 4) != 0);
  /* Two of them at most: the rest of the choice is which. */
  choice >>= 3;
  if (choice > 0)
    {
      const char *const *one = settings[choice % G_N_ELEMENTS (settings)];
      const char *const *other = settings[choice * 7 % G_N_ELEMENTS (settings)];

      kd_options_set (options, one[0], one[1], NULL);
      kd_options_set (options, other[0], other[1], NULL);
    }
  return options;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (KdOptions) options = choose_options (size > 0 ? data[0] : 0);
  const char *text = size > 0 ? (const char *) data + 1 : "";
  g_autoptr (KdDocument) document = kd_parse (text, size > 0 ? size - 1 : 0, options);
  g_autoptr (GPtrArray) blocks = kd_render_blocks (document);
  g_autofree char *html = kd_render_html (document, NULL);
  g_autofree char *dump = kd_document_dump (document);
  g_autofree char *problem = NULL;
  const char *rest = html;

  if (!kd_document_check (document, &problem))
    g_error ("%s", problem);
  g_assert_true (g_utf8_validate (html, -1, NULL));
  for (guint i = 0; i < blocks->len; i++)
    {
      const KdBlock *block = blocks->pdata[i];

      g_assert_true (strncmp (rest, block->html, block->html_length) == 0);
      rest += block->html_length;
    }
  g_assert_cmpstr (rest, ==, "");
  return 0;
}

#ifndef FUZZING
static void
replay (const char *folder, guint *n)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "kramdown", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (file, &bytes, &length, NULL))
        continue;
      g_test_message ("%s", file);
      LLVMFuzzerTestOneInput ((const guint8 *) bytes, length);
      (*n)++;
    }
}

static void
test_corpus (void)
{
  guint n = 0;

  replay ("corpus", &n);
  replay ("cases", &n);
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kramdown/fuzz/corpus", test_corpus);
  return g_test_run ();
}
#endif
