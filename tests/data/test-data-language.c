/* test-data-language.c - the source editor's language: what is shown as what, and what is not
 * spelled.
 *
 * Each case is a text in which «…» surrounds what must look as the case says, and nothing else of
 * the text may. The look is asked from the tags of the scheme chapeau-light, as a person sees it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gtksourceview/gtksource.h>

typedef enum
{
  LOOK_STRONG,
  LOOK_EMPHASIS,
  LOOK_UNSPELLED,
} Look;

typedef struct
{
  const char *name;
  Look look;
  const char *text;
} Case;

static const Case cases[] = {
  { "strong", LOOK_STRONG, "un «**mot**» gras\nsuite\n" },
  { "strong-unclosed", LOOK_STRONG, "un **mot gras\nsuite ** fin\n" },
  { "strong-in-quote", LOOK_STRONG, "«>» un «**mot**»\n" },
  { "heading", LOOK_STRONG, "«## Titre»\ntexte\n" },
  { "heading-closed", LOOK_STRONG, "«## Titre ##»\ntexte\n" },
  { "heading-without-space", LOOK_STRONG, "##Titre\n" },
  { "list-marker", LOOK_STRONG, "«*» un\n«-» deux\n«10.» dix\n" },
  { "snake-case", LOOK_EMPHASIS, "un mot_avec_tirets et «_un autre_»\n" },
  { "emphasis", LOOK_EMPHASIS, "2 * 3 * 4, «*oui*»\n" },
  { "emphasis-in-strong", LOOK_EMPHASIS, "**gras «*et penché*»**\n" },
  { "escape", LOOK_EMPHASIS, "\\*non\\*\n" },
  { "code", LOOK_UNSPELLED, "le mot «`*qwz*`» et ``x\n" },
  { "code-double", LOOK_UNSPELLED, "le mot «``a ` b``» et\n" },
  { "fence", LOOK_UNSPELLED, "texte\n\n«~~~ ruby\nqwz\n~~~»\ntexte\n" },
  { "fence-longer", LOOK_UNSPELLED, "«````\nqwz\n```\nqwz\n````»\ntexte\n" },
  { "link", LOOK_UNSPELLED, "le [mot](«/actualites/qwz/ \"t\"») suit\n" },
  { "image", LOOK_UNSPELLED, "![texte](«/uploads/a_b_(1).jpg»)«{: .droite}»\n" },
  { "reference", LOOK_UNSPELLED, "le [mot][«qwz»] suit\n\n[«qwz»]: «http://qwz.fr»\n" },
  { "footnote", LOOK_UNSPELLED, "mot«[^qwz]» fin\n\n«[^qwz]:» la note\n" },
  { "attributes", LOOK_UNSPELLED, "> mot\n«{: .encadre}»\n" },
  { "extension", LOOK_UNSPELLED, "«{::nomarkdown}» mot «{:/nomarkdown}»\n" },
  { "html", LOOK_UNSPELLED, "«<b class=\"qwz\">»mot«</b>» 2 < 3\n" },
  { "liquid", LOOK_UNSPELLED, "mot «{{ qwz }}» «{% qwz %}» mot\n" },
  { "address", LOOK_UNSPELLED, "<«qwz@qwz.fr»> mot\n" },
  { "header", LOOK_UNSPELLED, "«---\ntitle: qwz\n---»\nmot\n" },
  { "no-header", LOOK_UNSPELLED, "mot\n\n---\n\nmot\n" },
};

static GtkSourceBuffer *
new_buffer (const char *text)
{
  static const char *const own_styles[] = { CHAPEAU_DATA "/styles", NULL };
  g_autoptr (GtkSourceLanguageManager) languages = gtk_source_language_manager_new ();
  g_autoptr (GtkSourceStyleSchemeManager) schemes = gtk_source_style_scheme_manager_new ();
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  const char *const *search = gtk_source_language_manager_get_search_path (languages);
  GtkSourceLanguage *language;
  GtkSourceStyleScheme *scheme;
  GtkSourceBuffer *buffer;

  g_ptr_array_add (path, (gpointer) CHAPEAU_DATA "/language-specs");
  for (; *search != NULL; search++)
    g_ptr_array_add (path, (gpointer) *search);
  g_ptr_array_add (path, NULL);
  gtk_source_language_manager_set_search_path (languages, (const char *const *) path->pdata);
  gtk_source_style_scheme_manager_set_search_path (schemes, own_styles);
  language = gtk_source_language_manager_get_language (languages, "chapeau-markdown");
  scheme = gtk_source_style_scheme_manager_get_scheme (schemes, "chapeau-light");
  g_assert_nonnull (language);
  g_assert_nonnull (scheme);

  buffer = gtk_source_buffer_new_with_language (language);
  gtk_source_buffer_set_style_scheme (buffer, scheme);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), text, -1);
  return buffer;
}

static gboolean
looks (GtkSourceBuffer *buffer, const GtkTextIter *at, Look look)
{
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (at);
  int weight = PANGO_WEIGHT_NORMAL;
  PangoStyle slant = PANGO_STYLE_NORMAL;

  for (GSList *item = tags; item != NULL; item = item->next)
    {
      gboolean has_weight, has_slant;

      g_object_get (item->data, "weight-set", &has_weight, "style-set", &has_slant, NULL);
      if (has_weight)
        g_object_get (item->data, "weight", &weight, NULL);
      if (has_slant)
        g_object_get (item->data, "style", &slant, NULL);
    }
  switch (look)
    {
    case LOOK_STRONG:
      return weight >= PANGO_WEIGHT_BOLD;
    case LOOK_EMPHASIS:
      return slant == PANGO_STYLE_ITALIC;
    case LOOK_UNSPELLED:
      return gtk_source_buffer_iter_has_context_class (buffer, at, "no-spell-check");
    }
  g_assert_not_reached ();
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autoptr (GArray) marked = g_array_new (FALSE, FALSE, sizeof (gboolean));
  g_autoptr (GtkSourceBuffer) buffer = NULL;
  gboolean inside = FALSE;
  GtkTextIter at, end;

  for (const char *c = test->text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);
      if (letter == 0xab || letter == 0xbb)
        inside = letter == 0xab;
      else
        {
          g_string_append_unichar (plain, letter);
          g_array_append_val (marked, inside);
        }
    }

  buffer = new_buffer (plain->str);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &at, &end);
  gtk_source_buffer_ensure_highlight (buffer, &at, &end);
  for (; !gtk_text_iter_equal (&at, &end); gtk_text_iter_forward_char (&at))
    {
      int offset = gtk_text_iter_get_offset (&at);
      gboolean wanted = g_array_index (marked, gboolean, (guint) offset);

      /* How a line's end looks is seen by nobody. */
      if (gtk_text_iter_ends_line (&at) || looks (buffer, &at, test->look) == wanted)
        continue;
      g_test_message ("%s: character %d of \"%s\"", test->name, offset, plain->str);
      g_test_fail ();
    }
}

/* GtkSourceView gives up a line that takes long by the clock, which a busy machine decides. */
static gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return strstr (message, "took too much time") == NULL;
}

/* A half-written mark may not change the lines below it, and a long line must not hang. */
static void
test_long_line (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GtkSourceBuffer) buffer = NULL;
  GtkTextIter start, end;
  gint64 before;

  for (guint i = 0; i < 2000; i++)
    g_string_append (text, "*a **b [c `d <e ");
  g_string_append (text, "\nfin\n");
  buffer = new_buffer (text->str);
  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  g_test_log_set_fatal_handler (is_fatal, NULL);
  before = g_get_monotonic_time ();
  gtk_source_buffer_ensure_highlight (buffer, &start, &end);
  g_test_message ("%u bytes in one line: %.0f ms", (guint) text->len,
                  (double) (g_get_monotonic_time () - before) / 1000.0);
  gtk_text_iter_backward_chars (&end, 3);
  g_assert_false (looks (buffer, &end, LOOK_STRONG));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_source_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/data/language/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/data/language/long-line", test_long_line);
  return g_test_run ();
}
