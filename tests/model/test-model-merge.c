/* test-model-merge.c - versions of a post become one: examples, and properties on random posts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model.h"

#include <string.h>

#define ROUNDS 400

static GBytes *
bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_text (GBytes *text, const char *expected)
{
  g_autofree char *found =
      g_strndup (g_bytes_get_data (text, NULL) != NULL ? g_bytes_get_data (text, NULL) : "",
                 g_bytes_get_size (text));

  g_assert_cmpstr (found, ==, expected);
}

static ChapeauMerge *
merge_of (const char *base, const char *mine, const char *theirs)
{
  g_autoptr (GBytes) b = base != NULL ? bytes (base) : NULL;
  g_autoptr (GBytes) m = bytes (mine);
  g_autoptr (GBytes) t = bytes (theirs);

  return chapeau_merge_new (b, m, t);
}

static void
assert_result (ChapeauMerge *merge, const char *expected)
{
  g_autoptr (GBytes) result = chapeau_merge_dup_result (merge);

  assert_text (result, expected);
}

/* The part of a key, or the nth that differs of another kind. */
static guint
find_part (ChapeauMerge *merge, ChapeauPartKind kind, const char *key)
{
  for (guint i = 0; i < chapeau_merge_get_n_parts (merge); i++)
    {
      const ChapeauMergePart *part = chapeau_merge_get_part (merge, i);

      if (part->kind == kind && part->change != STORE_HUNK_SAME
          && (key == NULL || g_strcmp0 (part->key, key) == 0))
        return i;
    }
  g_assert_not_reached ();
}

/* ---- examples ---------------------------------------------------------------------------------
 */

#define BASE                                                                                       \
  "---\ntitle: Fête # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, b]\n---\n\nUn.\n\n" \
  "Deux.\n\nTrois.\n"

static void
test_apart (void)
{
  g_autoptr (ChapeauMerge) merge = merge_of (
      BASE,
      "---\ntitle: La fête # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, b]\n---\n\n"
      "Un, moi.\n\nDeux.\n\nTrois.\n",
      "---\ntitle: Fête # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, b, c]\n"
      "auteur: Zoé\n---\n\nUn.\n\nDeux.\n\nTrois, elle.\n");

  g_assert_true (chapeau_merge_settles_itself (merge));
  assert_result (
      merge, "---\ntitle: La fête # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, b, c]\n"
             "auteur: Zoé\n---\n\nUn, moi.\n\nDeux.\n\nTrois, elle.\n");
}

/* Neighbouring lines of the header touch for a merge by lines; by key they are apart. */
static void
test_neighbour_keys (void)
{
  g_autoptr (ChapeauMerge) merge =
      merge_of ("---\ntitle: A\nauteur: B\n---\nx\n", "---\ntitle: A2\nauteur: B\n---\nx\n",
                "---\ntitle: A\nauteur: \"B2\" # elle\n---\nx\n");

  g_assert_true (chapeau_merge_settles_itself (merge));
  assert_result (merge, "---\ntitle: A2\nauteur: \"B2\" # elle\n---\nx\n");
}

static void
test_neighbour_lines (void)
{
  g_autoptr (ChapeauMerge) merge = merge_of ("a\nb\n", "a2\nb\n", "a\nb2\n");

  g_assert_false (chapeau_merge_settles_itself (merge));
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 1);
}

static void
test_same_key (void)
{
  g_autoptr (ChapeauMerge) merge = merge_of (
      BASE,
      "---\ntitle: Mienne # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, b, m]\n"
      "---\n\nUn.\n\nDeux.\n\nTrois.\n",
      "---\ntitle: \"Sienne\" # provisoire\ndate: 2024-03-05 10:00:00 +01:00\ntags: [a, t]\n"
      "---\n\nUn.\n\nDeux.\n\nTrois.\n");
  guint title = find_part (merge, CHAPEAU_PART_FIELD, "title");
  guint tags = find_part (merge, CHAPEAU_PART_FIELD, "tags");

  g_assert_false (chapeau_merge_settles_itself (merge));
  g_assert_cmpuint (chapeau_merge_count_differences (merge), ==, 2);
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 2);
  g_assert_cmpstr (chapeau_merge_get_part (merge, tags)->theirs, ==, "a, t");
  chapeau_merge_choose (merge, title, CHAPEAU_CHOICE_THEIRS);
  chapeau_merge_choose (merge, tags, CHAPEAU_CHOICE_BOTH);
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 0);
  assert_result (merge, "---\ntitle: \"Sienne\" # provisoire\ndate: 2024-03-05 10:00:00 +01:00\n"
                        "tags: [a, b, m, t]\n---\n\nUn.\n\nDeux.\n\nTrois.\n");
  chapeau_merge_undo (merge);
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 1);
  chapeau_merge_choose (merge, tags, CHAPEAU_CHOICE_THEIRS);
  chapeau_merge_choose (merge, title, CHAPEAU_CHOICE_BOTH);
  assert_result (merge,
                 "---\ntitle: Mienne / Sienne # provisoire\ndate: 2024-03-05 10:00:00 +01:00\n"
                 "tags: [a, t]\n---\n\nUn.\n\nDeux.\n\nTrois.\n");
}

/* One deletes the key that the other changes; a date cannot be both. */
static void
test_deleted (void)
{
  g_autoptr (ChapeauMerge) merge =
      merge_of ("---\ntitle: A\ndate: 2024-01-01\n---\nx\n",
                "---\ntitle: A\ndate: 2024-01-02\n---\nx\n", "---\ntitle: A\n---\nx\n");
  guint date = find_part (merge, CHAPEAU_PART_FIELD, "date");

  g_assert_null (chapeau_merge_get_part (merge, date)->theirs);
  g_assert_false (chapeau_merge_get_part (merge, date)->can_both);
  chapeau_merge_choose (merge, date, CHAPEAU_CHOICE_BOTH);
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 1);
  chapeau_merge_choose (merge, date, CHAPEAU_CHOICE_THEIRS);
  assert_result (merge, "---\ntitle: A\n---\nx\n");
}

static void
test_paragraph (void)
{
  g_autoptr (ChapeauMerge) merge =
      merge_of ("Un.\n\nDeux.\n", "Un.\n\nDeux, moi.\n", "Un.\n\nDeux, elle.\n");
  guint part = find_part (merge, CHAPEAU_PART_TEXT, NULL);

  chapeau_merge_choose (merge, part, CHAPEAU_CHOICE_BOTH);
  assert_result (merge, "Un.\n\nDeux, moi.\n\nDeux, elle.\n");
  chapeau_merge_choose (merge, part, CHAPEAU_CHOICE_THEIRS);
  assert_result (merge, "Un.\n\nDeux, elle.\n");
  chapeau_merge_undo (merge);
  chapeau_merge_undo (merge);
  g_assert_false (chapeau_merge_can_undo (merge));
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 1);
}

static void
test_list (void)
{
  g_autoptr (ChapeauMerge) merge = merge_of ("* a\n", "* a\n* m\n", "* a\n* t\n");

  chapeau_merge_choose (merge, find_part (merge, CHAPEAU_PART_TEXT, NULL), CHAPEAU_CHOICE_BOTH);
  assert_result (merge, "* a\n* m\n* t\n");
}

static void
test_windows_lines (void)
{
  g_autoptr (ChapeauMerge) merge = merge_of ("a\r\n", "m\r\n", "t\r\n");

  chapeau_merge_choose (merge, find_part (merge, CHAPEAU_PART_TEXT, NULL), CHAPEAU_CHOICE_BOTH);
  assert_result (merge, "m\r\n\r\nt\r\n");
}

/* Details that cannot be read are never taken over without asking. */
static void
test_broken (void)
{
  g_autoptr (ChapeauMerge) merge =
      merge_of ("---\ntitle: A\n---\nx\n\ny\n", "---\ntitle: A\n---\nx2\n\ny\n",
                "---\ntitle: 'l'eau'\n---\nx\n\ny\n");
  g_autoptr (ChapeauMerge) open = merge_of (
      "---\ntitle: A\n---\nx\n\ny\n", "---\ntitle: A\n---\nx2\n\ny\n", "---\ntitle: A\nx\n\ny\n");

  g_assert_false (chapeau_merge_settles_itself (merge));
  g_assert_cmpuint (chapeau_merge_count_open (merge), ==, 0);
  g_assert_false (chapeau_merge_settles_itself (open));
}

/* Aliases are kept together by their lines. */
static void
test_alias (void)
{
  g_autoptr (ChapeauMerge) merge =
      merge_of ("---\na: &x 1\nb: 2\nc: 3\n---\n", "---\na: &x 4\nb: 2\nc: 3\n---\n",
                "---\na: &x 1\nb: 2\nc: *x\n---\n");

  g_assert_true (chapeau_merge_settles_itself (merge));
  assert_result (merge, "---\na: &x 4\nb: 2\nc: *x\n---\n");
}

static void
test_choices_move_on (void)
{
  g_autoptr (ChapeauMerge) before = merge_of ("a\n\nb\n\nc\n", "m\n\nb\n\nn\n", "t\n\nb\n\nu\n");
  g_autoptr (ChapeauMerge) after = merge_of ("a\n\nb\n\nc\n", "m\n\nb\n\nn\n", "t\n\nb\n\nv\n");

  chapeau_merge_choose_all (before, CHAPEAU_CHOICE_THEIRS);
  chapeau_merge_take_choices (after, before);
  g_assert_cmpuint (chapeau_merge_count_open (after), ==, 1);
  assert_result (after, "t\n\nb\n\nn\n");
}

/* ---- properties ---------------------------------------------------------------------------------
 */

static const char *const values[] = {
  "Fête",
  "'L''été'",
  "\"guillemets\"",
  "2024-03-05 10:00:00 +01:00",
  "true",
  "[a, b]",
  "\n- un\n- deux",
  "\n  image: x.jpg\n  legende: Y",
  "|\n  ligne\n  ligne",
  ">-\n  pliée\n  pliée",
  "",
  "12",
};
static const char *const names[] = { "title", "date", "tags", "chapeau-text", "auteur", "une" };
static const char *const lines[] = { "Un paragraphe.\n", "\n",         "* un point\n",
                                     "Deux mots\n",      "## Titre\n", "\n" };

static GBytes *
random_post (GRand *rand)
{
  GString *text = g_string_new ("---\n");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_rand_int_range (rand, 0, 4) > 0)
      g_string_append_printf (text, "%s: %s%s\n", names[i],
                              values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))],
                              g_rand_int_range (rand, 0, 9) == 0 ? "\n# remarque" : "");
  g_string_append (text, "---\n\n");
  for (int n = g_rand_int_range (rand, 0, 12); n > 0; n--)
    g_string_append (text, lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))]);
  return g_string_free_to_bytes (text);
}

/* Some lines changed, taken out or put in: of the header's lines, too. */
static GBytes *
random_change (GRand *rand, GBytes *post)
{
  g_auto (GStrv) old = NULL;
  g_autofree char *whole = g_strndup (g_bytes_get_data (post, NULL), g_bytes_get_size (post));
  GString *text = g_string_new (NULL);

  old = g_strsplit (whole, "\n", -1);
  for (guint i = 0; old[i] != NULL; i++)
    {
      int what = g_rand_int_range (rand, 0, 14);
      gboolean last = old[i + 1] == NULL;
      char *colon = strstr (old[i], ": ");

      if (what == 0 && i > 0)
        continue;
      if (what == 1 && colon != NULL)
        g_string_append_printf (text, "%.*s: %s\n", (int) (colon - old[i]), old[i],
                                values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))]);
      else if (what == 2 && *old[i] != '\0' && *old[i] != '-')
        g_string_append_printf (text, "%s changé\n", old[i]);
      else
        g_string_append_printf (text, "%s%s", old[i], last ? "" : "\n");
      if (what == 3 && i > 0)
        g_string_append (text, lines[g_rand_int_range (rand, 0, G_N_ELEMENTS (lines))]);
    }
  return g_string_free_to_bytes (text);
}

static void
assert_merges_to (GBytes *base, GBytes *mine, GBytes *theirs, GBytes *expected, guint32 seed)
{
  g_autoptr (ChapeauMerge) merge = chapeau_merge_new (base, mine, theirs);
  g_autoptr (GBytes) result = chapeau_merge_dup_result (merge);

  if (!g_bytes_equal (result, expected))
    g_error ("seed %u: base\n%s\nmine\n%s\ntheirs\n%s\nresult\n%.*s", seed,
             base != NULL ? (const char *) g_bytes_get_data (base, NULL) : "",
             (const char *) g_bytes_get_data (mine, NULL),
             (const char *) g_bytes_get_data (theirs, NULL), (int) g_bytes_get_size (result),
             (const char *) g_bytes_get_data (result, NULL));
}

/* Any choices at all: what is not of a part that differs keeps its bytes, and a readable header
 * stays readable with each key as chosen. */
static void
assert_choices_hold (ChapeauMerge *merge, GRand *rand)
{
  g_autoptr (GBytes) result = NULL;
  g_autoptr (FmHeader) header = NULL;
  gsize at;

  for (guint i = 0; i < chapeau_merge_get_n_parts (merge); i++)
    chapeau_merge_choose (merge, i, (ChapeauChoice) g_rand_int_range (rand, 1, 4));
  result = chapeau_merge_dup_result (merge);
  header = fm_header_new (result);
  at = fm_header_get_split (header)->body.start;
  for (guint i = 0; i < chapeau_merge_get_n_parts (merge); i++)
    {
      const ChapeauMergePart *part = chapeau_merge_get_part (merge, i);
      const FmNode *chosen =
          part->choice == CHAPEAU_CHOICE_THEIRS ? part->theirs_node : part->mine_node;

      if (part->kind == CHAPEAU_PART_TEXT && part->change == STORE_HUNK_SAME && part->mine != NULL)
        g_assert_nonnull (g_strstr_len (g_bytes_get_data (result, NULL),
                                        (gssize) g_bytes_get_size (result), part->mine));
      if (part->kind != CHAPEAU_PART_FIELD || part->choice == CHAPEAU_CHOICE_BOTH)
        continue;
      if (chosen != NULL)
        {
          g_autoptr (FmValue) value = fm_value_new_from_node (chosen);
          g_autofree char *path = fm_path_escape (part->key);
          const FmNode *node = fm_header_lookup (header, path);

          g_assert_nonnull (node);
          g_assert_true (fm_value_equals_node (value, node));
        }
    }
  g_assert_cmpuint (at, <=, g_bytes_get_size (result));
}

static void
test_properties (void)
{
  guint32 first = (guint32) g_test_rand_int ();

  for (guint32 seed = first; seed != first + ROUNDS; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GBytes) base = random_post (rand);
      g_autoptr (GBytes) mine = random_change (rand, base);
      g_autoptr (GBytes) theirs = random_change (rand, base);
      g_autoptr (ChapeauMerge) merge = chapeau_merge_new (base, mine, theirs);
      g_autoptr (ChapeauMerge) two = chapeau_merge_new (NULL, mine, theirs);

      assert_merges_to (base, mine, mine, mine, seed);
      assert_merges_to (base, mine, base, mine, seed);
      assert_merges_to (base, base, theirs, theirs, seed);
      assert_merges_to (NULL, mine, mine, mine, seed);
      assert_merges_to (NULL, mine, theirs, mine, seed);
      chapeau_merge_choose_all (two, CHAPEAU_CHOICE_THEIRS);
      g_assert_cmpuint (chapeau_merge_count_open (two), ==, 0);
      {
        g_autoptr (GBytes) result = chapeau_merge_dup_result (two);
        g_assert_true (g_bytes_equal (result, theirs));
      }
      assert_choices_hold (merge, rand);
      while (chapeau_merge_can_undo (merge))
        chapeau_merge_undo (merge);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/apart", test_apart);
  g_test_add_func ("/merge/neighbour-keys", test_neighbour_keys);
  g_test_add_func ("/merge/neighbour-lines", test_neighbour_lines);
  g_test_add_func ("/merge/same-key", test_same_key);
  g_test_add_func ("/merge/deleted", test_deleted);
  g_test_add_func ("/merge/paragraph", test_paragraph);
  g_test_add_func ("/merge/list", test_list);
  g_test_add_func ("/merge/windows-lines", test_windows_lines);
  g_test_add_func ("/merge/broken", test_broken);
  g_test_add_func ("/merge/alias", test_alias);
  g_test_add_func ("/merge/choices-move-on", test_choices_move_on);
  g_test_add_func ("/merge/properties", test_properties);
  return g_test_run ();
}
