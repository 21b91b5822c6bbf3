/* test-spelling-dictionary.c - French words with the dictionary that is installed.
 *
 * Skipped with a word if there is none; `run` installs one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "words.h"

#include <glib/gstdio.h>
#include <string.h>

static SpellingDictionary *
get_french (void)
{
  SpellingDictionary *french = spelling_dictionary_new ("fr");

  if (french == NULL)
    g_test_skip ("no French dictionary is installed (hunspell-fr)");
  return french;
}

/* The wrong words with "|" between them. */
static char *
dup_wrong (SpellingDictionary *dictionary, const char *source, guint from, guint to, guint most)
{
  g_autoptr (GBytes) bytes = g_bytes_new (source, strlen (source));
  g_autoptr (SpellingText) text = spelling_text_new (bytes);
  g_autoptr (GArray) ranges = spelling_text_find_wrong (text, dictionary, from, to, most);

  return dup_joined (text, ranges);
}

static const struct
{
  const char *text;
  const char *wrong;
} cases[] = {
  { "L'association a tenu son assemblée générale.", "" },
  { "L’association s’est réunie aujourd’hui ; quelqu'un l'a dit.", "" },
  { "Lorsqu'elle vient, jusqu'à présent, puisqu’il faut.", "" },
  { "Peut-être est-il là-bas ? A-t-il dit : donne-le-moi.", "" },
  { "Un événement, un évènement, une œuvre, cœur.", "" },
  { "L'État et la CNIL publient sur OpenData.", "" },
  { "ASSOCIATION NATIONALE", "" },
  { "re\xcc\x81union e\xcc\x81te\xcc\x81", "" },
  { "co-construction, post-diplôme, anti-spécisme", "" },
  { "co-constructtion", "co-constructtion" },
  { "L'assocation et l’assocation de l'assocation", "assocation|assocation|assocation" },
  { "Un evenement bizarrre", "evenement|bizarrre" },
  { "La peut-etre", "peut-etre" },
  { "ASSOCATION", "ASSOCATION" },
  { "Un **motfaux** [liienfaux](/uploads/motfaux.pdf) `codefaux`", "motfaux|liienfaux" },
};

static void
test_cases (void)
{
  g_autoptr (SpellingDictionary) french = get_french ();

  for (guint i = 0; french != NULL && i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrong = dup_wrong (french, cases[i].text, 0, G_MAXUINT, G_MAXUINT);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (wrong, ==, cases[i].wrong);
    }
}

static void
test_range (void)
{
  static const char source[] = "été motfaux mottfaux\n\nmotttfaux";
  g_autoptr (SpellingDictionary) french = get_french ();
  const struct
  {
    guint from, to, most;
    const char *wrong;
  } ranges[] = {
    { 0, G_MAXUINT, G_MAXUINT, "motfaux|mottfaux|motttfaux" },
    { 0, G_MAXUINT, 2, "motfaux|mottfaux" },
    { 6, 8, 9, "motfaux" },    /* inside the word */
    { 11, 20, 9, "mottfaux" }, /* right behind it */
    { 21, 100, 9, "motttfaux" },
    { 100, 200, 9, "" },
    { 0, 4, 9, "" },
  };

  for (guint i = 0; french != NULL && i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *wrong =
          dup_wrong (french, source, ranges[i].from, ranges[i].to, ranges[i].most);

      g_assert_cmpstr (wrong, ==, ranges[i].wrong);
    }
}

static gboolean
offers (SpellingDictionary *dictionary, const char *word, const char *wanted)
{
  g_auto (GStrv) suggestions = spelling_dictionary_suggest (dictionary, word, 5);

  g_assert_cmpuint (g_strv_length (suggestions), <=, 5);
  return g_strv_contains ((const char *const *) suggestions, wanted);
}

static void
test_suggestions (void)
{
  g_autoptr (SpellingDictionary) french = get_french ();

  if (french == NULL)
    return;
  g_assert_true (offers (french, "assocation", "association"));
  g_assert_true (offers (french, "Assocation", "Association"));
  g_assert_true (offers (french, "l'assocation", "l'association"));
  g_assert_true (offers (french, "l’assocation", "l’association"));
  g_assert_true (offers (french, "peut-etre", "peut-être"));
  /* More than one accent is missing; and none, but that of a hyphen. */
  g_assert_true (offers (french, "evenement", "événement"));
  g_assert_true (offers (french, "reguliere", "régulière"));
  g_assert_true (offers (french, "Etat", "État"));
  g_assert_true (offers (french, "garcon", "garçon"));
  g_assert_false (offers (french, "", ""));
}

static void
test_own_words (void)
{
  g_autoptr (SpellingDictionary) french = get_french ();
  g_autoptr (SpellingDictionary) again = NULL;

  if (french == NULL)
    return;
  g_assert_false (spelling_dictionary_knows (french, "siteleafien"));
  spelling_dictionary_ignore (french, "siteleafien");
  g_assert_true (spelling_dictionary_knows (french, "siteleafien"));
  g_assert_false (spelling_dictionary_knows (french, "chapotement"));
  spelling_dictionary_add (french, "chapotement");
  g_assert_true (spelling_dictionary_knows (french, "chapotement"));
  g_assert_true (spelling_dictionary_knows (french, "Chapotement"));
  /* Another program, or the next start: what was added stays, what was ignored does not. */
  again = spelling_dictionary_new ("fr");
  g_assert_true (spelling_dictionary_knows (again, "chapotement"));
  g_assert_false (spelling_dictionary_knows (again, "siteleafien"));
}

static void
test_languages (void)
{
  static const char *const tags[] = { "fr", "fr-FR", "fr_FR.UTF-8", "fr_FR@euro", "fr-XX", "FR" };
  static const char *const none[] = { "", "C", "C.UTF-8", "xx", "xx_YY", "french toast" };
  g_autoptr (SpellingDictionary) french = get_french ();

  if (french == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr (SpellingDictionary) one = spelling_dictionary_new (tags[i]);

      g_test_message ("%s", tags[i]);
      g_assert_nonnull (one);
      g_assert_true (g_str_has_prefix (spelling_dictionary_get_tag (one), "fr"));
      g_assert_true (spelling_dictionary_knows (one, "aujourd'hui"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (spelling_dictionary_new (none[i]));
}

static gpointer
look_up (gpointer data)
{
  g_autofree char *wrong = NULL;

  for (int i = 0; i < 20; i++)
    {
      g_clear_pointer (&wrong, g_free);
      wrong = dup_wrong (data, "Un evenement et l'assocation", 0, G_MAXUINT, G_MAXUINT);
    }
  return g_steal_pointer (&wrong);
}

/* Checking goes on in one thread while another adds. */
static void
test_threads (void)
{
  g_autoptr (SpellingDictionary) french = get_french ();
  GThread *threads[4];

  if (french == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("look-up", look_up, french);
  for (guint i = 0; i < 20; i++)
    spelling_dictionary_ignore (french, "motinconnu");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *wrong = g_thread_join (threads[i]);

      g_assert_cmpstr (wrong, ==, "evenement|assocation");
    }
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

int
main (int argc, char **argv)
{
  g_autofree char *own = g_dir_make_tmp ("chapeau-spelling-XXXXXX", NULL);
  int status;

  /* Never the word list of the person who runs the tests. */
  g_setenv ("ENCHANT_CONFIG_DIR", own, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spelling/dictionary/cases", test_cases);
  g_test_add_func ("/spelling/dictionary/range", test_range);
  g_test_add_func ("/spelling/dictionary/suggestions", test_suggestions);
  g_test_add_func ("/spelling/dictionary/own-words", test_own_words);
  g_test_add_func ("/spelling/dictionary/languages", test_languages);
  g_test_add_func ("/spelling/dictionary/threads", test_threads);
  status = g_test_run ();
  remove_folder (own);
  return status;
}
