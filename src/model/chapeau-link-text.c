/* chapeau-link-text.c - links as they are written in Markdown: addresses, words, the link at the
 * caret.
 *
 * What is a link, and where it begins and ends, kramdown's own parser says; only the parts between
 * its brackets are looked for here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-link-text.h"

#include "chapeau-kramdown-options.h"

#include <checks.h>
#include <string.h>

/* ---- addresses ------------------------------------------------------------------------------- */

static gboolean
is_liquid (const char *text)
{
  return g_str_has_prefix (text, "{{") || g_str_has_prefix (text, "{%");
}

static gboolean
has_known_scheme (const char *text)
{
  static const char *const schemes[] = { "http://", "https://", "mailto:", "tel:",
                                         "sms:",    "ftp://",   "geo:" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      return text[strlen (schemes[i])] != '\0';
  return FALSE;
}

static gboolean
is_path (const char *text)
{
  return (*text == '/' && text[1] != '\0') || (*text == '#' && text[1] != '\0')
         || g_str_has_prefix (text, "./") || g_str_has_prefix (text, "../");
}

/* "mairie.museum/page": with a path behind it any end of a name will do. */
static gboolean
has_host (const char *text)
{
  gsize length = strcspn (text, "/"), name = length;

  if (text[length] == '\0' || strcspn (text, " \t@:?#") < length)
    return FALSE;
  while (name > 0 && g_ascii_isalpha (text[name - 1]))
    name--;
  return name > 1 && length - name >= 2 && text[name - 1] == '.';
}

/* Brackets that do not come in pairs. */
static gboolean
is_unbalanced (const char *text, char open, char close)
{
  int depth = 0;

  for (const char *p = text; *p != '\0' && depth >= 0; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
    else
      depth += (*p == open) - (*p == close);
  return depth != 0;
}

static char *
dup_encoded (const char *address)
{
  const char *always = " \t\r\n\"<>\\`|", *parentheses = "()";
  gboolean unbalanced = is_unbalanced (address, '(', ')');
  GString *out = g_string_new (NULL);

  for (const char *p = address; *p != '\0'; p++)
    if (strchr (always, *p) != NULL || (unbalanced && strchr (parentheses, *p) != NULL))
      g_string_append_printf (out, "%%%02X", (guint) (guchar) *p);
    else
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

char *
chapeau_link_dup_address (const char *typed)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  const char *before = "";
  g_autofree char *encoded = NULL;
  char lacks;

  if (is_liquid (text))
    return g_steal_pointer (&text);
  lacks = has_known_scheme (text) || is_path (text) ? 0 : checks_lacks_scheme (text);
  if (lacks == '@')
    before = "mailto:";
  else if (lacks != 0 || (!has_known_scheme (text) && !is_path (text) && has_host (text)))
    before = "https://";
  else if (!has_known_scheme (text) && !is_path (text))
    return NULL;
  encoded = dup_encoded (text);
  return g_strconcat (before, encoded, NULL);
}

gboolean
chapeau_link_is_full_address (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  if (strpbrk (trimmed, " \t\r\n") != NULL)
    return FALSE;
  return has_known_scheme (trimmed) || (!is_path (trimmed) && checks_lacks_scheme (trimmed) != 0);
}

char *
chapeau_link_dup_spoken (const char *address)
{
  static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };
  const char *spoken = address;

  for (guint i = 0; i < G_N_ELEMENTS (schemes) && spoken == address; i++)
    if (g_str_has_prefix (address, schemes[i]))
      spoken = address + strlen (schemes[i]);
  return g_strdup (spoken);
}

static gboolean
begins_with_date (const char *name)
{
  static const char shape[] = "dddd-dd-dd-";

  for (guint i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (name[i]) : name[i] != shape[i])
      return FALSE;
  return TRUE;
}

char *
chapeau_link_dup_post_address (Site *site, const SitePostInfo *info)
{
  const SiteCollection *collection = info->collection;
  const char *folder = collection != NULL ? strrchr (collection->folder, '/') : NULL;
  g_autofree char *base = g_path_get_basename (info->path);
  const char *inner = info->path, *point;

  if (collection == NULL || !site_is_jekyll (site) || info->state != SITE_STATE_PUBLISHED
      || !collection->output || site_is_draft_path (site, info->path)
      || !g_str_has_prefix (info->path, collection->folder))
    return NULL;
  /* Jekyll names them from the folder of its collections. */
  if (folder != NULL)
    inner += folder + 1 - collection->folder;
  if (!collection->is_posts)
    return g_strdup_printf ("{%% link %s %%}", inner);
  point = strrchr (inner, '.');
  inner = strchr (inner, '/');
  if (inner == NULL || point < inner || !begins_with_date (base))
    return NULL;
  return g_strdup_printf ("{%% post_url %.*s %%}", (int) (point - inner - 1), inner + 1);
}

/* ---- writing --------------------------------------------------------------------------------- */

char *
chapeau_link_dup_escaped (const char *plain)
{
  GString *out = g_string_new (NULL);

  for (const char *p = plain; *p != '\0'; p++)
    {
      if (strchr ("\\`*_[]<|", *p) != NULL)
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

char *
chapeau_link_dup_words (const char *words)
{
  GString *out;

  if (!is_unbalanced (words, '[', ']'))
    return g_strdup (words);
  out = g_string_new (NULL);
  for (const char *p = words; *p != '\0'; p++)
    {
      if (*p == '[' || *p == ']')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (out, *++p);
    }
  return g_string_free (out, FALSE);
}

char *
chapeau_link_dup_markdown (const char *words, const char *address)
{
  g_autofree char *label = chapeau_link_dup_words (words);

  return g_strconcat ("[", label, "](", address, ")", NULL);
}

/* ---- finding --------------------------------------------------------------------------------- */

static gboolean
holds (BaseSpan span, BaseSpan at)
{
  if (at.start == at.end)
    return span.start < at.start && at.end < span.end;
  return span.start <= at.start && at.end <= span.end;
}

static const KdElement *
find_link (const KdElement *parent, BaseSpan at)
{
  for (const KdElement *child = kd_element_get_first_child (parent); child != NULL;
       child = kd_element_get_next (child))
    {
      const KdElement *found;

      if (!holds (kd_element_get_span (child), at) && !kd_element_is_block (child))
        continue;
      if (kd_element_get_type (child) == KD_A)
        return child;
      found = find_link (child, at);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Behind the Liquid that begins at @at, or @at. */
static gsize
skip_liquid (const char *text, gsize at, gsize end)
{
  const char *close = is_liquid (text + at) ? g_strstr_len (text + at, (gssize) (end - at),
                                                            text[at + 1] == '%' ? "%}" : "}}")
                                            : NULL;

  return close != NULL ? (gsize) (close - text) + 2 : at;
}

static gsize
skip_space (const char *text, gsize at, gsize end)
{
  while (at < end && g_ascii_isspace (text[at]))
    at++;
  return at;
}

/* Behind the address that begins at @at: it ends before blanks that end the link or come before its
 * title, and before a ")" without its "(". */
static gsize
find_address_end (const char *text, gsize at, gsize end)
{
  int depth = 0;

  if (text[at] == '<')
    {
      const char *close = memchr (text + at, '>', end - at);

      return close != NULL ? (gsize) (close - text) + 1 : at;
    }
  while (at < end)
    {
      gsize space = skip_space (text, at, end), liquid = skip_liquid (text, at, end);

      if (liquid > at)
        {
          at = liquid;
          continue;
        }
      if (space == end || (space > at && strchr ("\"')", text[space]) != NULL && depth == 0)
          || (text[at] == ')' && depth == 0))
        return at;
      depth += (text[at] == '(') - (text[at] == ')');
      at = MAX (space, at + 1);
    }
  return at;
}

/* Behind the ")" of a link whose address ends at @at; 0: it is not found. */
static gsize
find_link_end (const char *text, gsize at, gsize end)
{
  gsize next = skip_space (text, at, end);
  char quote;

  if (next >= end || strchr ("\"'", text[next]) == NULL)
    return next < end && text[next] == ')' ? next + 1 : 0;
  quote = text[next];
  for (gsize p = next + 1; p < end; p++)
    if (text[p] == quote && (next = skip_space (text, p + 1, end)) < end && text[next] == ')')
      return next + 1;
  return 0;
}

static gboolean
read_place (const char *text, const KdElement *link, ChapeauLinkPlace *place)
{
  BaseSpan span = kd_element_get_span (link);
  gsize words_end = span.start + 1, at, address_end, end;

  if (text[span.start] != '[')
    return FALSE;
  for (const KdElement *child = kd_element_get_first_child (link); child != NULL;
       child = kd_element_get_next (child))
    words_end = kd_element_get_span (child).end;
  if (words_end + 2 >= span.end || strncmp (text + words_end, "](", 2) != 0)
    return FALSE;
  at = skip_space (text, words_end + 2, span.end);
  address_end = at < span.end ? find_address_end (text, at, span.end) : at;
  end = find_link_end (text, address_end, span.end);
  /* The span goes on over an attribute list. */
  place->all = base_span (span.start, end);
  place->words = base_span (span.start + 1, words_end);
  place->address = base_span (at, address_end);
  return end != 0;
}

gboolean
chapeau_link_find (const char *text, gsize length, BaseSpan at, Site *site, ChapeauLinkPlace *place)
{
  g_autoptr (KdOptions) options = chapeau_kramdown_options_new (site);
  g_autoptr (KdDocument) document = NULL;
  const KdElement *link;

  kd_options_set_liquid (options, site == NULL || site_is_jekyll (site));
  document = kd_parse (text, length, options);
  link = find_link (kd_document_get_root (document), at);
  return link != NULL && read_place (text, link, place) && holds (place->all, at);
}
