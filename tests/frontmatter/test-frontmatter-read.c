/* Splitting, typed reading, and repairs: X.broken with every fix applied must be X.fixed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "../processor-time.h"

#include <frontmatter.h>
#include <string.h>

static void
test_split (void)
{
  static const struct
  {
    const char *post;
    gboolean has_header;
    const char *yaml;
    const char *body;
  } cases[] = {
    { "", FALSE, "", "" },
    { "texte\n", FALSE, "", "texte\n" },
    { "---\na: 1\n---\ncorps", TRUE, "a: 1\n", "corps" },
    { "\xef\xbb\xbf---\r\na: 1\r\n---\r\n\r\ncorps", TRUE, "a: 1\r\n", "corps" },
    { "---\n---\n", TRUE, "", "" },
    { "---  \n\n a: 1\n...  \n\n\n  corps", TRUE, " a: 1\n", "  corps" },
    { "---\na: 1\n----\nb: 2\n--- x\n---", TRUE, "a: 1\n----\nb: 2\n--- x\n", "" },
    { "---\na: |\n  ---\n  b\n---\nc", TRUE, "a: |\n  ---\n  b\n", "c" },
    { "---\na: 1\n", FALSE, "", "---\na: 1\n" },
    { " ---\na: 1\n---\n", FALSE, "", " ---\na: 1\n---\n" },
    { "---a\n---\n", FALSE, "", "---a\n---\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].post, strlen (cases[i].post));
      g_autoptr (FmHeader) header = fm_header_new (bytes);
      const FmSplit *split = fm_header_get_split (header);
      g_autofree char *yaml =
          g_strndup (cases[i].post + split->yaml.start, base_span_length (split->yaml));
      g_autofree char *body =
          g_strndup (cases[i].post + split->body.start, base_span_length (split->body));

      g_assert_cmpint (split->has_header, ==, cases[i].has_header);
      g_assert_cmpstr (yaml, ==, cases[i].yaml);
      g_assert_cmpstr (body, ==, cases[i].body);
    }
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    FmKind kind;
  } cases[] = {
    { "", FM_NULL },
    { "~", FM_NULL },
    { "Null", FM_NULL },
    { "yes", FM_BOOLEAN },
    { "OFF", FM_BOOLEAN },
    { "y", FM_STRING },
    { "oui", FM_STRING },
    { "12", FM_INTEGER },
    { "0x1F", FM_INTEGER },
    { "0o17", FM_STRING },
    { "017", FM_INTEGER },
    { "018", FM_STRING },
    { "1_000", FM_INTEGER },
    { "12:30", FM_INTEGER },
    { "1.5", FM_FLOAT },
    { "1e3", FM_STRING },
    { "1.0e+3", FM_FLOAT },
    { "-.inf", FM_FLOAT },
    { ".NaN", FM_FLOAT },
    { "2024-01-01", FM_DATE },
    { "2024-02-30", FM_STRING },
    { "2024-01-01 10:00:00", FM_TIME },
    { "2024-01-01T10:00:00Z", FM_TIME },
    { "2013-10-10 17:16:00 +02:00", FM_TIME },
    { "2024-01-01 25:00:00", FM_STRING },
    { ":symbole", FM_STRING },
    { "\"12\"", FM_STRING },
    { "!!str 12", FM_STRING },
    { "[a]", FM_SEQUENCE },
    { "{a: 1}", FM_MAPPING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *yaml = g_strdup_printf ("k: %s\n", cases[i].text);
      g_autoptr (GBytes) bytes = g_bytes_new (yaml, strlen (yaml));
      g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);
      const FmNode *node = fm_header_lookup (header, "k");

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (node);
      g_assert_cmpint (fm_node_get_kind (node), ==, cases[i].kind);
    }
}

static void
test_time (void)
{
  const char *yaml = "a: 2013-10-10 17:16:00 +02:00\nb: 2024-01-01 10:00:00\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (yaml, strlen (yaml));
  g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);
  g_autoptr (GDateTime) time = fm_node_dup_time (fm_header_lookup (header, "a"));
  g_autofree char *text = g_date_time_format_iso8601 (time);

  g_assert_cmpstr (text, ==, "2013-10-10T17:16:00+02");
  g_assert_true (fm_node_has_offset (fm_header_lookup (header, "a")));
  g_assert_false (fm_node_has_offset (fm_header_lookup (header, "b")));
}

static void
test_order (void)
{
  static const char *const order[] = { "title", "date", "tags", "chapeau-text", NULL };
  const char *post = "---\ntitle: a\ntags:\n- b\nautre: c\n---\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (post, strlen (post));
  g_autoptr (FmHeader) header = fm_header_new (bytes);
  g_autoptr (FmValue) date = fm_value_new_written ("2024-01-01");
  g_autoptr (BaseEdits) edits = fm_edit_set_with_order (header, "date", date, order, NULL);
  g_autoptr (GBytes) after = NULL;

  g_assert_nonnull (edits);
  after = base_edits_apply (edits, post, strlen (post));
  g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after),
                   "---\ntitle: a\ndate: 2024-01-01\ntags:\n- b\nautre: c\n---\n", 53);
}

/* A scalar that aliases repeat hands its anchor on to the first of them. */
static void
test_anchors (void)
{
  static const struct
  {
    const char *yaml;
    const char *path;
    const char *text; /* NULL: remove */
    const char *after;
  } cases[] = {
    { "a: &x un\nb: *x\nc: *x\n", "a", "deux", "a: deux\nb: &x un\nc: *x\n" },
    { "a: &x un\nb: *x\nc: *x\n", "a", NULL, "b: &x un\nc: *x\n" },
    { "a: &x un\nb: *x\nc: *x\n", "b", "deux", "a: &x un\nb: deux\nc: *x\n" },
    { "a: &x |\n  un\n  deux\nb: [*x, c]\n", "a", "z",
      "a: |-\n  z\nb: [&x \"un\\ndeux\\n\", c]\n" },
    { "a: &x un\nb: *x\nc: &x trois\nd: *x\n", "c", "z", "a: &x un\nb: *x\nc: z\nd: &x trois\n" },
    { "a: &x un\nb: &x deux\nc: *x\n", "a", "z", "a: z\nb: &x deux\nc: *x\n" },
    { "a:\n- &x un\n- *x\nb: c\n", "a", NULL, "b: c\n" },
    { "a:\n- &x un\nb: *x\n", "a", NULL, NULL },
    { "a: &x {b: c}\nd: *x\n", "a.b", "z", NULL },
    { "&x a: b\nc: *x\n", "a", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].yaml, strlen (cases[i].yaml));
      g_autoptr (FmHeader) header = fm_header_new_yaml (bytes);
      g_autoptr (FmValue) value = fm_value_new_string (cases[i].text != NULL ? cases[i].text : "");
      g_autoptr (GError) error = NULL;
      g_autoptr (BaseEdits) edits = NULL;
      g_autoptr (GBytes) after = NULL;

      g_test_message ("%s", cases[i].yaml);
      edits = cases[i].text != NULL ? fm_edit_set (header, cases[i].path, value, &error)
                                    : fm_edit_remove (header, cases[i].path, &error);
      if (cases[i].after == NULL)
        {
          g_assert_error (error, FM_ERROR, FM_ERROR_IRREGULAR);
          continue;
        }
      g_assert_no_error (error);
      after = base_edits_apply (edits, cases[i].yaml, strlen (cases[i].yaml));
      g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), cases[i].after,
                       strlen (cases[i].after));
    }
}

static void
check_repair (const char *broken)
{
  g_autofree char *stem = g_strndup (broken, strlen (broken) - strlen (".broken"));
  g_autofree char *fixed = g_strconcat (stem, ".fixed", NULL);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (BaseEdits) all = base_edits_new ();
  gsize length, expected_length;
  GPtrArray *diagnostics;

  g_assert_true (g_file_get_contents (broken, &text, &length, NULL));
  g_assert_true (g_file_get_contents (fixed, &expected, &expected_length, NULL));
  bytes = g_bytes_new (text, length);
  header = fm_header_new (bytes);
  diagnostics = fm_header_get_diagnostics (header);
  g_assert_cmpuint (diagnostics->len, >, 0);
  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];

      for (gsize j = 0; diagnostic->fix != NULL && j < base_edits_count (diagnostic->fix); j++)
        {
          const BaseEdit *edit = base_edits_get (diagnostic->fix, j);

          base_edits_replace (all, edit->span, edit->text, (gssize) edit->length);
        }
    }
  after = base_edits_apply (all, text, length);
  g_assert_cmpmem (g_bytes_get_data (after, NULL), g_bytes_get_size (after), expected,
                   expected_length);
}

static void
test_repairs (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "frontmatter", "repairs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".broken"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_test_message ("%s", name);
        check_repair (path);
        n++;
      }
  g_assert_cmpuint (n, >, 0);
}

/* ---- time ---- */

typedef struct
{
  const char *name;
  const char *before; /* between the fences: this, then the piece again and again, then the end */
  const char *piece;  /* with one %u, which counts */
  const char *after;
} Shape;

static const Shape shapes[] = {
  { "keys", "", "k%u: v\n", "" },
  { "duplicates", "", "k: v%u\n", "" },
  { "items", "a:\n", "- x%u\n", "" },
  { "flow", "a: [", "x%u, ", "]\n" },
  { "pairs", "a: [", "x%u: y, ", "]\n" },
  { "flow-keys", "a: {", "k%u: y, ", "}\n" },
  { "open-brackets", "a: ", "[[[[ x%u, ", "\n" },
  { "aliases", "a: &x 1\n", "k%u: *x\n", "" },
  { "anchors", "", "k%u: &a x\n", "" },
  { "apostrophes", "a: '", "l'été %u ", "'\n" },
  { "colons", "a: ", "b%u : ", "\n" },
  { "tabs", "a:\n", "\tb%u: c\n", "" },
  { "literal", "a: |\n", "  x%u\n\n", "" },
  { "comments", "a: b\n", "# %u\n", "" },
  { "plain", "a: b\n", "  mot %u\n", "" },
  { "hashes", "", "k%u: v #x\n", "" },
  { "questions", "", "? a%u\n", "" },
  { "curly", "", "a%u: “b : c”\n", "" },
  { "unclosed", "k: v\n\n---x", "k%u: v\n\n", "" },
};

/* Of the processor, for a header of @total bytes: reading it, and one edit. */
static double
seconds_for (const Shape *shape, gsize total)
{
  g_autoptr (GString) text = g_string_new ("---\n");
  g_auto (GStrv) halves = g_strsplit (shape->piece, "%u", 2);
  g_autoptr (FmValue) value = fm_value_new_string ("un : deux");
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (BaseEdits) edits = NULL;
  g_autoptr (GBytes) bytes = NULL;
  double start;

  g_string_append (text, shape->before);
  for (guint i = 0; text->len < total; i++)
    g_string_append_printf (text, "%s%u%s", halves[0], i, halves[1]);
  g_string_append_printf (text, "%s---\n", shape->after);
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  start = processor_seconds ();
  header = fm_header_new (bytes);
  edits = fm_edit_set (header, "zz", value, NULL);
  return processor_seconds () - start;
}

/* Eight times the text may take 32 times as long, once in four tries; a quadratic step takes 64
 * times. What is done in half a second is not looked at: over 400 kB such a step takes minutes. */
static void
test_linear (gconstpointer data)
{
  const Shape *shape = data;
  double small = seconds_for (shape, 50000), large = seconds_for (shape, 400000);

  for (guint i = 0; i < 3 && large >= 0.5 && large >= small * 32; i++)
    {
      small = seconds_for (shape, 50000);
      large = seconds_for (shape, 400000);
    }
  g_test_message ("%.4f s, %.4f s", small, large);
  g_assert_true (large < 0.5 || large < small * 32);
}

/* Beyond the limits a header is broken, with the code that says so; at the limit it is not. */
static void
test_limits (void)
{
  static const struct
  {
    const char *code;
    const char *piece;
    guint n;
  } limits[] = {
    { NULL, "- ", FM_MAX_DEPTH - 1 },
    { "frontmatter.too-deep", "- ", FM_MAX_DEPTH },
    { NULL, "x", FM_MAX_HEADER_SIZE - 20 },
    { "frontmatter.too-large", "x", FM_MAX_HEADER_SIZE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GString) text = g_string_new ("---\na:\n  ");
      g_autoptr (FmHeader) header = NULL;
      g_autoptr (GBytes) bytes = NULL;
      const BaseDiagnostic *first;

      for (guint j = 0; j < limits[i].n; j++)
        g_string_append (text, limits[i].piece);
      g_string_append (text, "\n---\n");
      bytes = g_string_free_to_bytes (g_steal_pointer (&text));
      header = fm_header_new (bytes);
      g_assert_cmpint (fm_header_is_broken (header), ==, limits[i].code != NULL);
      if (limits[i].code == NULL)
        continue;
      g_assert_cmpuint (fm_header_get_diagnostics (header)->len, ==, 1);
      first = fm_header_get_diagnostics (header)->pdata[0];
      g_assert_cmpstr (first->code, ==, limits[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frontmatter/read/split", test_split);
  g_test_add_func ("/frontmatter/read/kinds", test_kinds);
  g_test_add_func ("/frontmatter/read/time", test_time);
  g_test_add_func ("/frontmatter/read/order", test_order);
  g_test_add_func ("/frontmatter/read/anchors", test_anchors);
  g_test_add_func ("/frontmatter/read/repairs", test_repairs);
  g_test_add_func ("/frontmatter/read/limits", test_limits);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *name = g_strconcat ("/frontmatter/read/linear/", shapes[i].name, NULL);

      g_test_add_data_func (name, &shapes[i], test_linear);
    }
  return g_test_run ();
}
