/* test-typography-typing.c - texts typed key by key, as the editor does it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typography.h"

#include "../processor-time.h"

#include <string.h>

/* Types @keys into an empty text, taking every replacement; the caret stays behind it. */
static char *
type (const char *keys, const TypoOptions *options)
{
  GString *text = g_string_new (NULL);
  gsize caret = 0;

  for (const char *p = keys; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar key = g_utf8_get_char (p);
      g_autoptr (GArray) spans = typo_post_protected_spans (text->str, text->len);
      g_autoptr (BaseEdits) edits =
          typo_as_you_type (text->str, text->len, caret, key, spans, options);

      if (edits == NULL)
        {
          char bytes[7] = { 0 };
          gint n = g_unichar_to_utf8 (key, bytes);
          g_string_insert (text, (gssize) caret, bytes);
          caret += (gsize) n;
        }
      else
        {
          g_autoptr (GBytes) after = base_edits_apply (edits, text->str, text->len);
          caret = base_edits_map_offset (edits, caret);
          g_string_truncate (text, 0);
          g_string_append_len (text, g_bytes_get_data (after, NULL),
                               (gssize) g_bytes_get_size (after));
        }
      g_assert_cmpuint (caret, ==, text->len);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *keys;
  const char *text;
} TypedCase;

#define NB "\u00A0"
#define NN "\u202F"

static const TypedCase typed_cases[] = {
  { "l'eau", "l’eau" },
  { "5' de pause", "5' de pause" },
  { "Attention! Oui", "Attention" NN "! Oui" },
  { "Attention !\nOui", "Attention" NN "!\nOui" },
  { "Objet : oui", "Objet" NB ": oui" },
  { "Objet: oui", "Objet" NB ": oui" },
  { "à 12:30 ou", "à 12:30 ou" },
  { "voir http://a.fr/b?c=d; et", "voir http://a.fr/b?c=d; et" },
  { "Fin...", "Fin…" },
  { "../a", "../a" },
  { "\"mot\" et", "«" NB "mot" NB "» et" },
  { "\" mot \" et", "«" NB "mot" NB "» et" },
  { "« mot » et", "«" NB "mot" NB "» et" },
  { "«mot» et", "«" NB "mot" NB "» et" },
  { "un écran de 5\" et", "un écran de 5\" et" },
  { "le 3ème jour", "le 3e jour" },
  { "l'Etat est", "l’État est" },
  { "A la fin", "À la fin" },
  { "à 17h16 ou", "à 17" NB "h" NB "16 ou" },
  { "50% de", "50" NB "% de" },
  { "1 580 000 euros ", "1" NN "580" NN "000" NB "euros " },
  { "`l'eau ! ` et l'eau", "`l'eau ! ` et l’eau" },
  { "[a](http://b.fr/l'eau \"t\") l'a", "[a](http://b.fr/l'eau \"t\") l’a" },
  { "<a href=\"l'eau\">l'eau", "<a href=\"l'eau\">l’eau" },
  { "{: title=\"l'eau\"} l'eau", "{: title=\"l'eau\"} l’eau" },
  { "```\nl'eau ! \n```\nl'eau", "```\nl'eau ! \n```\nl’eau" },
  { "---\ntitle: l'eau\n---\nl'eau", "---\ntitle: l'eau\n---\nl’eau" },
  { "* a !\n* b", "* a" NN "!\n* b" },
  { "Mots  :-) et", "Mots  :-) et" },
  { "a -- b c", "a – b c" },
};

static void
test_typed (gconstpointer data)
{
  const TypedCase *typed = data;
  g_autofree char *text = type (typed->keys, NULL);
  g_assert_cmpstr (text, ==, typed->text);
}

/* Nothing happens within a span that the caller protects. */
static void
test_protected (void)
{
  const char *text = "---\ntitle: l\n---\n";
  g_autoptr (GArray) post = typo_post_protected_spans (text, strlen (text));
  g_autoptr (GArray) body = typo_markdown_protected_spans (text, strlen (text));
  g_autoptr (BaseEdits) outside = NULL;
  g_autoptr (BaseEdits) in_body = NULL;

  g_assert_null (
      typo_as_you_type (text, strlen (text), strlen ("---\ntitle: l"), '\'', post, NULL));
  /* A body may begin with a rule. */
  in_body = typo_as_you_type (text, strlen (text), strlen ("---\ntitle: l"), '\'', body, NULL);
  g_assert_nonnull (in_body);
  outside = typo_as_you_type ("l", 1, 1, '\'', NULL, NULL);
  g_assert_nonnull (outside);
}

static void
test_switched_off (void)
{
  TypoOptions options = { 0, FALSE };
  g_autofree char *text = type ("l'eau \"a\" ... 17h16 ! ", &options);
  g_assert_cmpstr (text, ==, "l'eau \"a\" ... 17h16 ! ");
}

/* A key in the middle of a long text costs the line, not the text. */
static void
test_line_only (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double start;

  while (text->len < 4 * 1024 * 1024)
    g_string_append (text, "Une ligne de texte tout à fait ordinaire.\n");
  start = processor_seconds ();
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (BaseEdits) edits =
          typo_as_you_type (text->str, text->len, text->len / 2, ' ', NULL, NULL);
    }
  g_assert_cmpfloat (processor_seconds () - start, <, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (typed_cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/typography/typed/%u", i);
      g_test_add_data_func (name, &typed_cases[i], test_typed);
    }
  g_test_add_func ("/typography/typing/protected", test_protected);
  g_test_add_func ("/typography/typing/off", test_switched_off);
  g_test_add_func ("/typography/typing/line-only", test_line_only);
  return g_test_run ();
}
