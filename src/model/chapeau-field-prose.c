/* chapeau-field-prose.c - which texts are sentences, and which are code that a site keeps in posts.
 *
 * Sentences have their spelling checked and, where they are Markdown, buttons for bold and italic;
 * a style sheet or a piece of HTML has neither. In doubt a text of several lines is prose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-field-private.h"

#include <string.h>

/* A line that ends so is one of a program or of a style sheet. */
static gboolean
is_line_of_code (const char *line)
{
  g_autofree char *bare = g_strstrip (g_strdup (line));
  gsize length = strlen (bare);

  if (length == 0)
    return FALSE;
  return strchr ("{};", bare[length - 1]) != NULL || (bare[0] == '<' && bare[length - 1] == '>')
         || g_str_has_prefix (bare, "//") || g_str_has_prefix (bare, "/*")
         || g_str_has_prefix (bare, "@import") || g_str_has_prefix (bare, "@media");
}

/* Liquid and attribute lists are what prose may hold. */
static gboolean
is_of_markdown (const char *line)
{
  return strstr (line, "{{") != NULL || strstr (line, "{%") != NULL || strstr (line, "{:") != NULL;
}

static gboolean
looks_like_code (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 200);
  guint code = 0, other = 0;

  for (char **line = lines; *line != NULL; line++)
    {
      if (is_line_of_code (*line) && !is_of_markdown (*line))
        code++;
      else if (**line != '\0')
        other++;
    }
  return code > other;
}

static gboolean
is_key_of_code (const char *key)
{
  static const char *const keys[] = { "style",  "styles", "css",  "script", "scripts", "js",
                                      "html",   "svg",    "code", "head",   "json_ld", "json-ld",
                                      "iframe", "embed",  "scss", "sass",   NULL };
  g_autofree char *small = g_ascii_strdown (key, -1);

  return g_strv_contains (keys, small);
}

gboolean
chapeau_field_is_code (ChapeauField *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  if (self->kind != SITE_FIELD_MARKDOWN)
    return FALSE;
  text = chapeau_field_dup_text (self);
  return is_key_of_code (chapeau_field_get_key (self)) || looks_like_code (text);
}

/* One line of text that names or addresses something. */
static gboolean
is_key_of_name (const char *key)
{
  static const char *const keys[] = {
    "layout",   "permalink", "slug",        "lang",          "language", "locale", "id",
    "uid",      "uuid",      "ref",         "key",           "email",    "e-mail", "mail",
    "courriel", "tel",       "phone",       "telephone",     "url",      "uri",    "href",
    "path",     "chemin",    "template",    "class",         "type",     "format", "charset",
    "nom",      "prenom",    "name",        "firstname",     "lastname", "auteur", "author",
    "auteurs",  "authors",   "redirect_to", "redirect_from", "icon",     "icone",  "siret",
    "siren",    "twitter",   "mastodon",    "hashtag",       NULL,
  };
  g_autofree char *small = g_ascii_strdown (key, -1);

  return g_strv_contains (keys, small);
}

gboolean
chapeau_field_is_prose (ChapeauField *self)
{
  g_return_val_if_fail (CHAPEAU_IS_FIELD (self), FALSE);

  switch (self->kind)
    {
    case SITE_FIELD_TITLE:
      return TRUE;
    case SITE_FIELD_MARKDOWN:
      return !chapeau_field_is_code (self);
    case SITE_FIELD_TEXT:
      return !is_key_of_name (chapeau_field_get_key (self));
    case SITE_FIELD_DATE:
    case SITE_FIELD_BOOLEAN:
    case SITE_FIELD_NUMBER:
    case SITE_FIELD_COLOR:
    case SITE_FIELD_FILE:
    case SITE_FIELD_IMAGE:
    case SITE_FIELD_CHIPS:
    case SITE_FIELD_CHOICE:
    case SITE_FIELD_GROUP:
    case SITE_FIELD_GROUP_LIST:
    case SITE_FIELD_LINK:
    case SITE_FIELD_RAW:
      break;
    }
  return FALSE;
}
