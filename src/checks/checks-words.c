/* checks-words.c - which words say nothing, stand for others, or are a file's name.
 *
 * Lists are closed and short: each entry is one that nobody defends. What is left out on purpose
 * stands in tests/checks/cases.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

char *
checks_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *lower = g_utf8_strdown (valid, -1);
  g_autofree char *plain = g_utf8_normalize (lower, -1, G_NORMALIZE_NFKD);
  GString *out = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_NON_SPACING_MARK)
        continue;
      if (g_unichar_isspace (c))
        {
          space = out->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (out, ' ');
      space = FALSE;
      if (c == 0x2019 || c == 0x02BC)
        c = '\'';
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

/* "Appels à projets" and "appel a projet" are one. A word of three letters keeps its "s": bus. */
char *
checks_fold_term (const char *text)
{
  g_autofree char *folded = checks_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " -_'", -1);

  for (char **word = words; *word != NULL; word++)
    {
      gsize length = strlen (*word);

      if (length > 3 && ((*word)[length - 1] == 's' || (*word)[length - 1] == 'x'))
        (*word)[length - 1] = '\0';
    }
  return g_strjoinv (" ", words);
}

/* Its letters, digits and apostrophes, folded; other signs are spaces. */
static char *
dup_bare (const char *text)
{
  g_autofree char *folded = checks_fold (text);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || c == '\'')
        g_string_append_unichar (out, c);
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

gboolean
checks_is_vague (const char *link_text)
{
  static const char *const vague[] = {
    "ici",
    "par ici",
    "c'est ici",
    "ca se passe ici",
    "cliquez ici",
    "cliquer ici",
    "clique ici",
    "en cliquant ici",
    "en cliquant sur ce lien",
    "cliquez sur ce lien",
    "cliquer sur ce lien",
    "cliquez",
    "lien",
    "ce lien",
    "le lien",
    "via ce lien",
    "sur ce lien",
    "suivre ce lien",
    "suivez ce lien",
    "voir",
    "voir plus",
    "voir la suite",
    "lire",
    "lire plus",
    "lire la suite",
    "la suite",
    "suite",
    "en savoir plus",
    "savoir plus",
    "pour en savoir plus",
    "plus d'informations",
    "plus d'information",
    "plus d'infos",
    "plus de details",
    "plus",
    "decouvrir",
    "telecharger",
    "telecharger ici",
    "acceder",
    "cette page",
    "sur cette page",
    "ce site",
    "click here",
    "here",
    "read more",
    "learn more",
    "more",
    "link",
    "this link",
    NULL,
  };
  g_autofree char *bare = dup_bare (link_text);

  return g_strv_contains (vague, bare);
}

/* ---- addresses and file names ----------------------------------------------------------------
 */

static gboolean
has_ending (const char *name, const char *const *endings)
{
  const char *point = strrchr (name, '.');
  g_autofree char *ending = point != NULL ? g_ascii_strdown (point + 1, -1) : NULL;

  return ending != NULL && g_strv_contains (endings, ending);
}

static const char *const picture_endings[] = { "jpg",  "jpeg", "png",  "gif", "svg", "webp",
                                               "avif", "bmp",  "tiff", "tif", NULL };

gboolean
checks_is_picture (const char *address)
{
  g_autofree char *path = g_strndup (address, strcspn (address, "?#"));

  return has_ending (path, picture_endings);
}

/* "IMG_2041", "DSC00012": what cameras and telephones call everything. */
static gboolean
is_camera_name (const char *text)
{
  static const char *const stems[] = { "img",        "dsc",   "dscn",      "dscf",
                                       "pxl",        "image", "photo",     "capture",
                                       "screenshot", "scan",  "sans titre" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    if (g_str_has_prefix (lower, stems[i]))
      {
        const char *rest = lower + strlen (stems[i]);

        if (strspn (rest, "0123456789_- ()") == strlen (rest) && strpbrk (rest, "0123456789"))
          return TRUE;
      }
  return FALSE;
}

gboolean
checks_is_file_name (const char *alternative, const char *address)
{
  static const char *const document_endings[] = { "pdf", "docx", "doc", "odt", "psd", NULL };
  g_autofree char *text = g_strstrip (g_strdup (alternative));
  g_autofree char *path = g_strndup (address, strcspn (address, "?#"));
  g_autofree char *decoded = g_uri_unescape_string (path, NULL);
  g_autofree char *base = g_path_get_basename (decoded != NULL ? decoded : path);
  char *point = strrchr (base, '.');

  if (*text == '\0')
    return FALSE;
  if (has_ending (text, picture_endings) || has_ending (text, document_endings))
    return TRUE;
  if (point != NULL)
    *point = '\0';
  /* The file's own name without its ending: a word of it may be a good text, "logo-2021" is none.
   */
  if (strcmp (text, base) == 0 && strpbrk (text, "_-0123456789") != NULL && !strchr (text, ' '))
    return TRUE;
  return is_camera_name (text);
}

/* "exemple.fr", "www.exemple.fr/page?x", but not "fichier.pdf" nor "a.b". */
static gboolean
is_domain (const char *address)
{
  static const char *const tops[] = { "fr",   "com",  "org",   "net", "eu",     "info",    "io",
                                      "gouv", "asso", "paris", "bzh", "alsace", "corsica", "re",
                                      "be",   "ch",   "ca",    "lu",  "coop",   "europa",  NULL };
  gsize length = strcspn (address, "/?#:");
  g_autofree char *host = g_ascii_strdown (address, (gssize) length);
  const char *point = strrchr (host, '.');

  if (point == NULL || point == host || point[1] == '\0')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.')
      return FALSE;
  return g_str_has_prefix (host, "www.") || g_strv_contains (tops, point + 1);
}

char
checks_lacks_scheme (const char *address)
{
  const char *at = strchr (address, '@');

  if (at != NULL)
    return at != address && is_domain (at + 1) && strcspn (address, " /:?#") >= strlen (address)
               ? '@'
               : 0;
  return is_domain (address) ? 'h' : 0;
}

/* ---- placeholders ----------------------------------------------------------------------------
 */

static gboolean
is_word_byte (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || c == '_';
}

/* Is [start, end) a word of its own? */
static gboolean
stands_alone (const char *text, gsize length, gsize start, gsize end)
{
  return (start == 0 || !is_word_byte (text[start - 1]))
         && (end == length || !is_word_byte (text[end]));
}

/* "à compléter" says that something is missing only where nothing else is said: in brackets, behind
 * a colon, alone on its line. "un dossier à compléter" is no placeholder. */
static gboolean
stands_apart (const char *text, gsize length, gsize start, gsize end)
{
  gboolean opened, closed;

  while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '*'))
    start--;
  while (end < length && (text[end] == ' ' || text[end] == '*' || text[end] == '.'))
    end++;
  opened = start == 0 || strchr ("[(<:\n", text[start - 1]) != NULL;
  closed = end == length || strchr ("])>\r\n", text[end]) != NULL;
  return opened && closed;
}

static gboolean
is_run_of_x (const char *text, gsize length, gsize at, BaseSpan *found)
{
  gsize end = at;

  while (end < length && text[end] == text[at])
    end++;
  if (end - at < 3 || !stands_alone (text, length, at, end))
    return FALSE;
  /* A part of an address or of a reference: "/XXX-1". */
  if ((at > 0 && strchr ("/-=.#&?", text[at - 1]) != NULL)
      || (end < length && strchr ("/-=&", text[end]) != NULL))
    return FALSE;
  *found = base_span (at, end);
  return TRUE;
}

static gboolean
matches (const char *text, gsize length, gsize at, const char *word)
{
  gsize size = strlen (word);

  return at + size <= length && g_ascii_strncasecmp (text + at, word, size) == 0;
}

gboolean
checks_find_placeholder (const char *text, gsize length, gsize from, BaseSpan *found)
{
  static const char *const alone[] = { "lorem ipsum", "TBD" };
  static const char *const apart[] = { "à compléter", "À compléter",  "a completer",
                                       "à définir",   "à remplacer",  "texte à venir",
                                       "à rédiger",   "titre à venir" };

  for (gsize i = from; i < length; i++)
    {
      if ((text[i] == 'x' || text[i] == 'X') && (i == 0 || text[i - 1] != text[i])
          && is_run_of_x (text, length, i, found))
        return TRUE;
      for (guint k = 0; k < G_N_ELEMENTS (alone); k++)
        if (matches (text, length, i, alone[k])
            && (k == 0 || strncmp (text + i, alone[k], strlen (alone[k])) == 0)
            && stands_alone (text, length, i, i + strlen (alone[k])))
          {
            *found = base_span (i, i + strlen (alone[k]));
            return TRUE;
          }
      for (guint k = 0; k < G_N_ELEMENTS (apart); k++)
        if (matches (text, length, i, apart[k])
            && stands_apart (text, length, i, i + strlen (apart[k])))
          {
            *found = base_span (i, i + strlen (apart[k]));
            return TRUE;
          }
    }
  return FALSE;
}
