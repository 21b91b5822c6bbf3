/* Our scalars and readings against Ruby's own YAML, in one run of ruby.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <frontmatter.h>
#include <stdio.h>
#include <string.h>
#include <glib/gstdio.h>

#define N_STRINGS 20000
#define N_EDITS   10000

static char *
ruby (const char *script, const char *input)
{
  const char *argv[] = {
    "ruby", "-Eutf-8", "-ryaml", "-rjson", "-rdate", "-e", script, input, NULL
  };
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                     &status, &error))
    g_error ("%s", error->message);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

static gboolean
skip_without_ruby (void)
{
  g_autofree char *path = g_find_program_in_path ("ruby");

  if (path == NULL)
    g_test_skip ("ruby is not there");
  return path == NULL;
}

static char *
write_input (GString *lines)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int file = g_file_open_tmp ("chapeau-psych-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, lines->str, (gssize) lines->len, &error);
  g_assert_no_error (error);
  return path;
}

/* French words, every indicator, blanks, control characters, texts that are no strings. */
static char *
random_text (void)
{
  static const char *const pieces[] = { "é",
                                        "L’été",
                                        "l'école",
                                        "objectif",
                                        " : ",
                                        ": ",
                                        ":",
                                        " #",
                                        "#",
                                        "-",
                                        "- ",
                                        "?",
                                        "!",
                                        "&",
                                        "*",
                                        "%",
                                        "@",
                                        "`",
                                        "\"",
                                        "'",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        ",",
                                        "|",
                                        ">",
                                        " ",
                                        "  ",
                                        "\t",
                                        "\n",
                                        "\n\n",
                                        "\r",
                                        "\x01",
                                        "\x7f",
                                        "😀",
                                        "«\u00a0",
                                        "\u00a0»",
                                        "no",
                                        "yes",
                                        "~",
                                        "null",
                                        "y",
                                        "n",
                                        "on",
                                        "12",
                                        "12:30",
                                        "2024-01-01",
                                        "2024-01-01 10:00:00",
                                        "0x1F",
                                        "1_000",
                                        "08",
                                        "017",
                                        "1.5",
                                        ".5",
                                        "1e3",
                                        ".inf",
                                        "=",
                                        "<<",
                                        "---",
                                        "...",
                                        "mot",
                                        "une phrase",
                                        "un peu plus longue que les autres",
                                        "anticonstitutionnellement",
                                        "\u2028",
                                        "\xc2\x85",
                                        "\xef\xbb\xbf",
                                        "\\",
                                        "/",
                                        "**gras**",
                                        "[lien](http://exemple.fr)",
                                        "+",
                                        ".",
                                        "_",
                                        ";",
                                        "oui",
                                        "True",
                                        "OFF",
                                        "0",
                                        "-1",
                                        "1,000",
                                        ":symbole",
                                        "0b11",
                                        "é̂" };
  GString *text = g_string_new (NULL);
  int n = g_test_rand_int_range (0, g_test_rand_bit () ? 4 : 40);

  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  if (g_test_rand_int_range (0, 40) == 0)
    for (int i = 0; i < 100; i++)
      g_string_append_c (text, 'x');
  return g_string_free (text, FALSE);
}

static void
test_strings (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  g_auto (GStrv) answers = NULL;
  guint n_raised = 0;

  if (skip_without_ruby ())
    return;
  for (guint i = 0; i < N_STRINGS; i++)
    {
      char *text = random_text ();
      g_autoptr (FmValue) value = fm_value_new_string (text);
      g_autofree char *json = fm_value_to_json (value);

      g_string_append_printf (lines, "%s\n", json);
      g_ptr_array_add (texts, text);
      g_ptr_array_add (ours, fm_value_to_yaml (value, "chapeau-text"));
    }
  path = write_input (lines);
  output = ruby ("File.foreach(ARGV[0]) { |l| s = JSON.parse(l); "
                 "begin; puts JSON.generate({'chapeau-text' => s}.to_yaml.sub(/\\A---\\n/, '')"
                 ".sub(/(?<=[\\n\\u2028\\u2029\\u0085])\\.\\.\\.\\n\\z/, '')); rescue "
                 "ArgumentError; puts 'null'; end }",
                 path);
  answers = g_strsplit (output, "\n", -1);
  g_assert_cmpuint (g_strv_length (answers), ==, N_STRINGS + 1);
  for (guint i = 0; i < N_STRINGS; i++)
    {
      g_autoptr (FmValue) answer = fm_value_new_from_json (answers[i], -1, NULL);

      g_assert_nonnull (answer);
      if (fm_value_get_kind (answer) == FM_NULL)
        {
          n_raised++;
          continue;
        }
      g_assert_cmpstr (ours->pdata[i], ==, fm_value_get_string (answer));
    }
  g_test_message ("%u strings, Psych itself refused %u", N_STRINGS, n_raised);
  g_unlink (path);
}

/* ---- edits ---- */

static const char *const headers[] = {
  "title: 'L''été : suite'\ndate: 2024-01-01 10:00:00 +01:00\ntags:\n- a\n- \"b c\"\n- 12\n"
  "images:\n- image: /a.jpg\n  legende: X\n- image: /b.jpg\nvide:\nfin: |-\n  un\n  deux\n",
  "a: 1\nb:\n  - x\n  - y: 1\n    z: [1, 2, {k: v}]\n  -\n    - p\n    - q\nc: {d: e, f: }\n"
  "g: >\n  plié\n  ici\n\nh: |+\n  gardé\n\ni: # mot\n    j: k # mot\n    l: \"m\"\n",
  "# tête\nun: yes\ndeux:   ~ # rien\ntrois: []\nquatre: {}\ncinq: texte sur\n  deux lignes\n"
  "six:\n- - a\n  - b\n- {x: 1}\nsept: \"long texte entre guillemets qui va bien plus loin que les "
  "quatre-vingts colonnes de la page\"\n",
};

/* Every key is a text, so that Ruby finds it by its name. */
static gboolean
has_plain_keys (const FmNode *node)
{
  gboolean is_mapping = fm_node_get_kind (node) == FM_MAPPING;

  for (guint i = 0; i < fm_node_get_length (node); i++)
    if ((is_mapping && fm_node_get_kind (fm_node_get_nth_key (node, i)) != FM_STRING)
        || !has_plain_keys (is_mapping ? fm_node_get_nth_value (node, i)
                                       : fm_node_get_item (node, i)))
      return FALSE;
  return TRUE;
}

static void
collect_headers (const char *folder, GPtrArray *found)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (FmHeader) header = NULL;
      gsize length;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect_headers (path, found);
      else if (g_str_has_suffix (name, ".md") && g_file_get_contents (path, &text, &length, NULL))
        {
          const FmNode *root;

          bytes = g_bytes_new (text, length);
          header = fm_header_new (bytes);
          root = fm_header_get_root (header);
          if (root != NULL && fm_node_get_length (root) > 0 && has_plain_keys (root))
            {
              BaseSpan yaml = fm_header_get_split (header)->yaml;

              g_ptr_array_add (found, g_strndup (text + yaml.start, base_span_length (yaml)));
            }
        }
    }
}

/* Ours, those of the cases and the sample site, and real ones where they are. */
static GPtrArray *
all_headers (void)
{
  static const char *const folders[] = { "tests/frontmatter/cases", "data/sample-site" };
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    g_ptr_array_add (found, g_strdup (headers[i]));
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder =
          g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), folders[i], NULL);

      collect_headers (folder, found);
    }
  if (reference != NULL)
    collect_headers (reference, found);
  return found;
}

static FmValue *
random_value (guint depth)
{
  FmValue *items[3];
  const char *keys[] = { "clé", "b", "yes" };
  guint n = (guint) g_test_rand_int_range (0, 4);
  g_autofree char *text = random_text ();
  FmValue *whole;

  switch (g_test_rand_int_range (0, depth > 2 ? 7 : 10))
    {
    case 0:
      return fm_value_new_null ();
    case 1:
      return fm_value_new_boolean (g_test_rand_bit ());
    case 2:
      return fm_value_new_integer (g_test_rand_int_range (-1000, 100000));
    case 7:
    case 8:
    case 9:
      for (guint i = 0; i < n; i++)
        items[i] = random_value (depth + 1);
      whole = g_test_rand_bit () ? fm_value_new_sequence (items, n)
                                 : fm_value_new_mapping (keys, items, n);
      for (guint i = 0; i < n; i++)
        fm_value_unref (items[i]);
      return whole;
    default:
      return fm_value_new_string (text);
    }
}

/* A path to some node; NULL for the root. */
static char *
random_path (const FmNode *node)
{
  GString *path = g_string_new (NULL);

  while (fm_node_get_length (node) > 0 && (path->len == 0 || g_test_rand_int_range (0, 4) > 0))
    {
      guint at = (guint) g_test_rand_int_range (0, (gint) fm_node_get_length (node));

      if (path->len > 0)
        g_string_append_c (path, '.');
      if (fm_node_get_kind (node) == FM_MAPPING)
        {
          g_autofree char *key =
              fm_path_escape (fm_node_get_string (fm_node_get_nth_key (node, at), NULL));

          g_string_append (path, key);
          node = fm_node_get_nth_value (node, at);
        }
      else
        {
          g_string_append_printf (path, "%u", at);
          node = fm_node_get_item (node, at);
        }
    }
  return g_string_free (path, FALSE);
}

/* Ruby's program: the old header changed in memory must equal the new header read. */
static const char check_edits[] =
    "n = 0\n"
    "File.foreach(ARGV[0]) do |l|\n"
    "  q = JSON.parse(l); h = YAML.unsafe_load(q['old']) || {}\n"
    "  v = q['value']; ps = q['path']; c = h\n"
    "  ps[0..-2].each { |p| c = c.is_a?(Array) ? c[p.to_i] : c[c.keys.find { |k| k.to_s == p }] }\n"
    "  k = c.is_a?(Array) ? ps[-1].to_i : (c.keys.find { |x| x.to_s == ps[-1] } || ps[-1])\n"
    "  case q['op']\n"
    "  when 'set' then c[k] = v\n"
    "  when 'remove' then c.is_a?(Array) ? c.delete_at(k) : c.delete(k)\n"
    "  when 'append' then c[k] = (c[k] || []) + [v]\n"
    "  when 'insert' then c[k] = c[k].dup.insert(q['to'], v)\n"
    "  when 'move' then c[k] = c[k].dup; c[k].insert(q['to'], c[k].delete_at(q['from']))\n"
    "  when 'rename' then c[q['key']] = c.delete(k)\n"
    "  end\n"
    "  m = YAML.unsafe_load(q['new']) || {}\n"
    "  if m != h\n"
    "    puts 'MISMATCH ' + l; exit 0\n"
    "  end\n"
    "  n += 1\n"
    "end\n"
    "puts n\n";

static void
append_json (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, "\"%s\":", name);
  base_escape_json_string (out, text, strlen (text));
  g_string_append_c (out, ',');
}

typedef struct
{
  const char *op;
  guint from, to;
  char *key;
} Wish;

/* Something that can be wished at @node. */
static Wish
random_wish (const FmHeader *header, const char *path)
{
  const FmNode *node = fm_header_lookup (header, path);
  guint n = fm_node_get_length (node);
  Wish wish = { "set", 0, 0, NULL };
  const char *key = strrchr (path, '.') != NULL ? strrchr (path, '.') + 1 : path;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
    case 1:
      wish.op = "remove";
      break;
    case 2:
      if (*key != '\0' && !g_ascii_isdigit (*key) && fm_node_get_kind (node) != FM_ALIAS)
        {
          wish.op = "rename";
          wish.key = random_text ();
        }
      break;
    case 3:
    case 4:
    case 5:
      if (fm_node_get_kind (node) != FM_SEQUENCE)
        break;
      wish.op = "append";
      wish.to = (guint) g_test_rand_int_range (0, (gint) n + 1);
      if (g_test_rand_bit ())
        wish.op = "insert";
      else if (n > 1 && g_test_rand_bit ())
        {
          wish.op = "move";
          wish.from = (guint) g_test_rand_int_range (0, (gint) n);
          wish.to %= n;
        }
      break;
    default:
      break;
    }
  return wish;
}

static BaseEdits *
make_edit (const FmHeader *header, const char *path, const Wish *wish, const FmValue *value)
{
  switch (wish->op[0])
    {
    case 'r':
      return wish->key != NULL ? fm_edit_rename (header, path, wish->key, NULL)
                               : fm_edit_remove (header, path, NULL);
    case 'a':
      return fm_edit_append (header, path, value, NULL);
    case 'i':
      return fm_edit_insert (header, path, wish->to, value, NULL);
    case 'm':
      return fm_edit_move (header, path, wish->from, wish->to, NULL);
    default:
      return fm_edit_set (header, path, value, NULL);
    }
}

static void
append_line (GString *lines,
             const char *yaml,
             GBytes *after,
             const char *path,
             const Wish *wish,
             const char *value)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (after, NULL), g_bytes_get_size (after));
  g_auto (GStrv) parts = fm_path_split (path);

  g_string_append_c (lines, '{');
  append_json (lines, "old", yaml);
  append_json (lines, "new", text);
  append_json (lines, "op", wish->op);
  append_json (lines, "key", wish->key != NULL ? wish->key : "");
  g_string_append_printf (lines, "\"from\":%u,\"to\":%u,\"path\":[", wish->from, wish->to);
  for (char **part = parts; *part != NULL; part++)
    {
      base_escape_json_string (lines, *part, strlen (*part));
      g_string_append_c (lines, part[1] != NULL ? ',' : ']');
    }
  g_string_append_printf (lines, ",\"value\":%s}\n", value);
}

/* One random edit as a line for ruby; FALSE if it was refused. */
static gboolean
append_edit (GString *lines, GPtrArray *all)
{
  guint nth = (guint) (g_test_rand_bit () ? g_test_rand_int_range (0, G_N_ELEMENTS (headers))
                                          : g_test_rand_int_range (0, (gint) all->len));
  const char *yaml = all->pdata[nth];
  g_autoptr (GBytes) bytes = g_bytes_new_static (yaml, strlen (yaml));
  g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);
  g_autofree char *path = random_path (fm_header_get_root (header));
  g_autoptr (FmValue) value = random_value (0);
  g_autofree char *json = fm_value_to_json (value);
  Wish wish = random_wish (header, path);
  g_autofree char *key = wish.key;
  g_autoptr (BaseEdits) edits = make_edit (header, path, &wish, value);
  g_autoptr (GBytes) after = NULL;

  if (edits == NULL)
    return FALSE;
  after = base_edits_apply (edits, yaml, strlen (yaml));
  append_line (lines, yaml, after, path, &wish, json);
  return TRUE;
}

static void
test_edits (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;
  guint n_made = 0, n_refused = 0;

  if (skip_without_ruby ())
    return;
  all = all_headers ();
  while (n_made < N_EDITS)
    {
      if (append_edit (lines, all))
        n_made++;
      else
        n_refused++;
      g_assert_cmpuint (n_refused, <, N_EDITS);
    }
  path = write_input (lines);
  output = ruby (check_edits, path);
  g_test_message ("%u edits of %u headers, %u refused", n_made, all->len, n_refused);
  g_assert_cmpstr (g_strstrip (output), ==, G_STRINGIFY (N_EDITS));
  g_unlink (path);
}

/* ---- the split ---- */

#define N_SPLITS 10000

/* What Jekyll does with a post's bytes: $1 is the header, $' the body. */
static const char check_splits[] =
    "n = 0\n"
    "File.foreach(ARGV[0]) do |l|\n"
    "  q = JSON.parse(l); t = q['text']; bom = t.start_with?(\"\\uFEFF\") ? 3 : 0\n"
    "  t = t.delete_prefix(\"\\uFEFF\")\n"
    "  w = [false, bom, q['text'].bytesize]\n"
    "  if t =~ /\\A(---\\s*\\n.*?\\n?)^((---|\\.\\.\\.)\\s*$\\n?)/m\n"
    "    w = [true, bom + $1.bytesize, bom + $1.bytesize + $2.bytesize]\n"
    "  end\n"
    "  if w != q['ours']\n"
    "    puts \"MISMATCH #{l} #{w}\"; exit 0\n"
    "  end\n"
    "  n += 1\n"
    "end\n"
    "puts n\n";

static void
append_split (GString *lines)
{
  static const char *const pieces[] = {
    "---", "---\n",        "...",        "...\n",  "\n",   "\r\n", "\r", "\n\n",   " ",   "\t",
    "\v",  "\f",           "-",          "--",     ".",    " ---", "é",  "\u00a0", "# x", "a: b",
    "|",   "\xef\xbb\xbf", "titre: x\n", "\u2028", "----", "--- a"
  };
  g_autoptr (GString) text = g_string_new (NULL);
  int n = g_test_rand_int_range (0, 14);
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const FmSplit *split;

  if (g_test_rand_int_range (0, 8) == 0)
    g_string_append (text, "\xef\xbb\xbf");
  if (g_test_rand_int_range (0, 4) > 0)
    g_string_append (text, "---");
  for (int i = 0; i < n; i++)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  bytes = g_bytes_new (text->str, text->len);
  header = fm_header_new (bytes);
  split = fm_header_get_split (header);
  g_string_append_c (lines, '{');
  append_json (lines, "text", text->str);
  g_string_append_printf (lines, "\"ours\":[%s,%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "]}\n",
                          split->has_header ? "true" : "false",
                          split->has_header ? split->yaml.end : split->body.start,
                          split->has_header ? split->body.start : split->body.end);
  g_assert_cmpuint (split->body.end, ==, text->len);
}

static void
test_splits (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autofree char *output = NULL;

  if (skip_without_ruby ())
    return;
  for (guint i = 0; i < N_SPLITS; i++)
    append_split (lines);
  path = write_input (lines);
  output = ruby (check_splits, path);
  g_assert_cmpstr (g_strstrip (output), ==, G_STRINGIFY (N_SPLITS));
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frontmatter/psych/strings", test_strings);
  g_test_add_func ("/frontmatter/psych/edits", test_edits);
  g_test_add_func ("/frontmatter/psych/splits", test_splits);
  return g_test_run ();
}
