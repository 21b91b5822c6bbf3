/* test-checks-reference.c - real posts, where they lie beside the checkout: what holds of findings
 * holds of them, and no more is found than a colleague would say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <checks.h>

#include <string.h>

/* Posts without any facts about their sites. Errors are rare in what was published. */
#define MOST_FINDINGS 5
#define MOST_ERRORS   0.15

typedef struct
{
  guint posts, findings, errors, fixes;
} Sum;

static guint
count (GPtrArray *findings, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += strcmp (((const ChecksFinding *) findings->pdata[i])->diagnostic->code, code) == 0;
  return n;
}

/* A fix takes its finding away and brings no other of its kind. */
static void
check_fix (GBytes *post, GPtrArray *findings, const BaseDiagnostic *found)
{
  gsize length;
  const char *text = g_bytes_get_data (post, &length);
  g_autoptr (GBytes) fixed = base_edits_apply (found->fix, text, length);
  g_autoptr (GPtrArray) after = checks_run (fixed, NULL, NULL);

  g_assert_cmpuint (count (after, found->code), ==, count (findings, found->code) - 1);
}

static void
look_at (const char *path, Sum *sum)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GBytes) post = NULL;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  post = g_bytes_new_take (text, length);
  findings = checks_run (post, NULL, NULL);
  sum->posts++;
  sum->findings += findings->len;
  for (guint i = 0; i < findings->len; i++)
    {
      const BaseDiagnostic *found = ((const ChecksFinding *) findings->pdata[i])->diagnostic;

      g_assert_cmpuint (found->span.end, <=, length);
      sum->errors += found->severity == BASE_SEVERITY_ERROR;
      sum->fixes += found->fix != NULL;
      if (found->fix != NULL)
        check_fix (post, findings, found);
    }
}

static void
look_in (const char *folder, Sum *sum)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        look_in (path, sum);
      else if (g_str_has_suffix (name, ".md"))
        look_at (path, sum);
    }
}

static void
test_posts (void)
{
  const char *reference = g_getenv ("CHAPEAU_REFERENCE");
  g_autofree char *folder =
      reference != NULL ? g_build_filename (reference, "posts", NULL) : g_strdup ("");
  Sum sum = { 0 };

  look_in (folder, &sum);
  if (sum.posts == 0)
    {
      g_test_skip ("no reference posts");
      return;
    }
  g_test_message ("%u posts, %u findings, %u errors, %u fixes", sum.posts, sum.findings, sum.errors,
                  sum.fixes);
  g_assert_cmpuint (sum.posts, >=, 200);
  g_assert_cmpuint (sum.findings, >, sum.posts);
  g_assert_cmpuint (sum.fixes, >, 100);
  g_assert_cmpuint (sum.findings, <, sum.posts * MOST_FINDINGS);
  g_assert_cmpfloat (sum.errors, <, sum.posts * MOST_ERRORS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checks/reference", test_posts);
  return g_test_run ();
}
