/* site-labels.c - what people call the keys.
 *
 * The labels of well-known keys are marked for gettext here and translated where they are shown;
 * the site's own keys become words of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

#define N_(text) text

typedef struct
{
  const char *key; /* folded */
  const char *label;
  gboolean technical;
} Label;

static const Label labels[] = {
  { "title", N_ ("Title"), FALSE },
  { "titre", N_ ("Title"), FALSE },
  { "subtitle", N_ ("Subtitle"), FALSE },
  { "sous-titre", N_ ("Subtitle"), FALSE },
  { "chapeau", N_ ("Lead"), FALSE },
  { "chapeau-text", N_ ("Lead"), FALSE },
  { "chapo", N_ ("Lead"), FALSE },
  { "lead", N_ ("Lead"), FALSE },
  { "excerpt", N_ ("Excerpt"), FALSE },
  { "summary", N_ ("Summary"), FALSE },
  { "resume", N_ ("Summary"), FALSE },
  { "description", N_ ("Description"), FALSE },
  { "date", N_ ("Date"), FALSE },
  { "event-start-date", N_ ("Start"), FALSE },
  { "start-date", N_ ("Start"), FALSE },
  { "event-end-date", N_ ("End"), FALSE },
  { "end-date", N_ ("End"), FALSE },
  { "author", N_ ("Author"), FALSE },
  { "auteur", N_ ("Author"), FALSE },
  { "authors", N_ ("Authors"), FALSE },
  { "auteurs", N_ ("Authors"), FALSE },
  { "category", N_ ("Category"), FALSE },
  { "categorie", N_ ("Category"), FALSE },
  { "categories", N_ ("Categories"), FALSE },
  { "tag", N_ ("Keyword"), FALSE },
  { "tags", N_ ("Keywords"), FALSE },
  { "image", N_ ("Image"), FALSE },
  { "images", N_ ("Images"), FALSE },
  { "une-ou-diaporama", N_ ("Images"), FALSE },
  { "diaporama", N_ ("Images"), FALSE },
  { "legende", N_ ("Caption"), FALSE },
  { "caption", N_ ("Caption"), FALSE },
  { "alternative-textuelle", N_ ("Alternative text"), FALSE },
  { "texte-alternatif", N_ ("Alternative text"), FALSE },
  { "alt", N_ ("Alternative text"), FALSE },
  { "alt-text", N_ ("Alternative text"), FALSE },
  { "file", N_ ("File"), FALSE },
  { "fichier", N_ ("File"), FALSE },
  { "files", N_ ("Attached files"), FALSE },
  { "fichiers", N_ ("Attached files"), FALSE },
  { "name", N_ ("Name"), FALSE },
  { "nom", N_ ("Name"), FALSE },
  { "tel", N_ ("Telephone"), FALSE },
  { "email", N_ ("E-mail"), FALSE },
  { "lieu", N_ ("Place"), FALSE },
  { "adresse", N_ ("Address"), FALSE },
  { "lien", N_ ("Link"), FALSE },
  { "link", N_ ("Link"), FALSE },
  { "url", N_ ("Link"), FALSE },
  { "intitule", N_ ("Heading"), FALSE },
  { "contenu", N_ ("Content"), FALSE },
  { "is-une", N_ ("On the front page"), FALSE },
  { "featured", N_ ("On the front page"), FALSE },
  { "lang", N_ ("Language"), TRUE },
  { "layout", N_ ("Page layout"), TRUE },
  { "permalink", N_ ("Address of the page"), TRUE },
  { "published", N_ ("Published"), TRUE },
  { "redirection", N_ ("Redirection"), TRUE },
  { "redirect-from", N_ ("Redirected from"), TRUE },
  { "redirect-to", N_ ("Redirection"), TRUE },
  { "slug", N_ ("Name in the address"), TRUE },
  { "style", N_ ("Style"), TRUE },
};

char *
site_fold_key (const char *key)
{
  g_autofree char *valid = g_utf8_make_valid (key, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean hump = p != plain && g_unichar_isupper (c)
                      && g_unichar_islower (g_utf8_get_char (g_utf8_prev_char (p)));

      if (g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK)
        continue;
      if (hump)
        g_string_append_c (out, '-');
      g_string_append_unichar (out, c == '_' || c == ' ' || c == '.' ? '-' : g_unichar_tolower (c));
    }
  return g_string_free (out, FALSE);
}

static const Label *
find_label (const char *key)
{
  g_autofree char *folded = site_fold_key (key);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].key, folded) == 0)
      return &labels[i];
  return NULL;
}

const char *
site_label_of_key (const char *key)
{
  const Label *label = find_label (key);
  return label != NULL ? label->label : NULL;
}

gboolean
site_is_technical_key (const char *key)
{
  const Label *label = find_label (key);
  return label != NULL && label->technical;
}

char *
site_label_from_key (const char *key)
{
  g_autofree char *valid = g_utf8_make_valid (key, -1);
  g_autofree char *spaced = g_strstrip (g_strdelimit (g_strdup (valid), "-_", ' '));
  GString *out = g_string_new (NULL);

  if (*spaced != '\0')
    {
      g_string_append_unichar (out, g_unichar_toupper (g_utf8_get_char (spaced)));
      g_string_append (out, g_utf8_next_char (spaced));
    }
  return g_string_free (out, FALSE);
}
