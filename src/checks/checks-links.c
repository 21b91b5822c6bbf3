/* checks-links.c - where links lead, and what their words say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

/* Characters of an address that is no name any more. */
#define LONG_ADDRESS 40
/* Bytes of a link in which its address is looked for. */
#define FIX_LENGTH 500

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n\302\240")] == '\0';
}

/* Is the address at @at of [@start, …) the one of the link: behind `](`, `](<` or `href="`? */
static gboolean
is_target (const char *start, const char *at)
{
  gboolean is_html = *start == '<';

  if (at > start && strchr (is_html ? "\"'" : "<", at[-1]) != NULL)
    at--;
  while (at > start && g_ascii_isspace (at[-1]))
    at--;
  if (!is_html)
    return at - start >= 2 && strncmp (at - 2, "](", 2) == 0;
  if (at == start || at[-1] != '=')
    return FALSE;
  for (at--; at > start && g_ascii_isspace (at[-1]);)
    at--;
  return at - start > 4 && g_ascii_isspace (at[-5]) && g_ascii_strncasecmp (at - 4, "href", 4) == 0;
}

/* @prefix before @old, the address, where it is written in the link; NULL where that is not
 * certain. A tag is looked at from its beginning, a Markdown link from its end: what lies between
 * is as long as it likes. */
static BaseEdits *
make_fix (const ChecksText *text, BaseSpan span, const char *old, const char *prefix)
{
  const char *start = text->text + span.start, *end = text->text + span.end;
  gsize size = strlen (old), looked = MIN (base_span_length (span), size + FIX_LENGTH);
  const char *at = *start == '<' ? start : end - looked;
  BaseEdits *edits;

  if (text->field != NULL || span.end > text->length)
    return NULL;
  end = at + looked;
  while ((at = memmem (at, (gsize) (end - at), old, size)) != NULL && !is_target (start, at))
    at++;
  if (at == NULL)
    return NULL;
  edits = base_edits_new ();
  base_edits_insert (edits, span.start + (gsize) (at - start), prefix, -1);
  return edits;
}

static gboolean
has_scheme (const char *address)
{
  gsize length =
      strspn (address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

  return length > 1 && address[length] == ':' && memchr (address, '.', length) == NULL;
}

static void
look_at_path (ChecksText *text, BaseSpan span, const char *address)
{
  guint64 bytes;
  ChecksTarget target = checks_look_up (text->checks, address, &bytes);
  char lacks;

  if (target == CHECKS_TARGET_FOUND)
    return;
  if (target == CHECKS_TARGET_DRAFT)
    {
      checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.link-to-draft",
                       "This link leads to a post that is not on the site", NULL, address, NULL);
      return;
    }
  lacks = has_scheme (address) || *address == '/' ? 0 : checks_lacks_scheme (address);
  if (lacks != 0)
    checks_text_add (text, span, BASE_SEVERITY_ERROR, "checks.link-no-scheme",
                     "This address needs https:// or mailto: before it",
                     make_fix (text, span, address, lacks == '@' ? "mailto:" : "https://"), address,
                     NULL);
  else if (target == CHECKS_TARGET_MISSING)
    checks_text_add (text, span, BASE_SEVERITY_ERROR, "checks.link-missing",
                     "There is no such page or file in the site", NULL, address, NULL);
}

static void
look_at_target (ChecksText *text, BaseSpan span, const char *address, const char *words)
{
  ChecksAnchor *anchor;

  if (is_blank (address))
    {
      checks_text_add (text, span, BASE_SEVERITY_ERROR, "checks.link-empty",
                       "This link has no address", NULL, words, NULL);
      return;
    }
  if (*address != '#')
    {
      look_at_path (text, span, address);
      return;
    }
  /* "#" and "#top" lead to the top of every page (HTML, "the indicated part of the document"). */
  if (address[1] == '\0' || g_ascii_strcasecmp (address, "#top") == 0 || text->field != NULL)
    return;
  anchor = g_new0 (ChecksAnchor, 1);
  anchor->name = g_strdup (address + 1);
  anchor->span = span;
  g_ptr_array_add (text->anchors, anchor);
}

static gboolean
holds_image (const KdDocument *document, const KdElement *element)
{
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    if (kd_element_get_type (child) == KD_IMG || checks_is_html (document, child, "img")
        || checks_is_html (document, child, "svg"))
      return TRUE;
  return FALSE;
}

/* A title or a label that says more than the words do. */
static gboolean
has_better_name (const ChecksText *text, const KdElement *element, const char *words)
{
  static const char *const names[] = { "title", "aria-label", "aria-labelledby" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = kd_element_get_attribute (text->document, element, names[i]);

      if (!is_blank (value) && (i == 2 || strlen (value) > strlen (words)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_long_address (const char *words)
{
  return (g_str_has_prefix (words, "http://") || g_str_has_prefix (words, "https://")
          || g_str_has_prefix (words, "www."))
         && strlen (words) > LONG_ADDRESS && strchr (words, ' ') == NULL;
}

static void
look_at_words (ChecksText *text, const KdElement *element, BaseSpan span, const char *words)
{
  if (has_better_name (text, element, words))
    return;
  if (is_blank (words))
    {
      /* Of an image without text that is said at the image. */
      if (!holds_image (text->document, element))
        checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.link-text-missing",
                         "This link has no text", NULL, NULL, NULL);
    }
  else if (checks_is_vague (words))
    checks_text_add (text, span, BASE_SEVERITY_HINT, "checks.link-text-vague",
                     "Out of its sentence, the text of this link says nothing", NULL, words, NULL);
  else if (is_long_address (words) && text->n_addresses++ == 0)
    {
      text->first_address = span;
      text->address = g_strdup (words);
    }
}

void
checks_look_at_link (ChecksText *text, const KdElement *element)
{
  const char *written = kd_element_get_attribute (text->document, element, "href");
  BaseSpan span = kd_element_get_span (element);
  g_autofree char *words = NULL;
  g_autofree char *address = NULL;

  if (written == NULL)
    return; /* <a id="…">: a place, not a link */
  words = g_strstrip (checks_dup_words (text->document, element));
  address = g_strstrip (g_strdup (written));
  look_at_target (text, span, address, words);
  if (!is_blank (address))
    look_at_words (text, element, span, words);
}

/* ---- anchors --------------------------------------------------------------------------------- */

static void
take_value (GHashTable *names, const char *at)
{
  char quote = *at;
  const char *end = quote == '"' || quote == '\'' ? strchr (at + 1, quote) : NULL;

  if (end != NULL)
    g_hash_table_add (names, g_strndup (at + 1, (gsize) (end - at - 1)));
}

/* Every id and name that the page will have of this text, the automatic ones included. */
static GHashTable *
collect_names (const KdDocument *document)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *html = kd_render_html (document, NULL);

  for (const char *at = html; (at = strchr (at, '=')) != NULL; at++)
    if ((at - html >= 3 && strncmp (at - 3, " id", 3) == 0)
        || (at - html >= 5 && strncmp (at - 5, " name", 5) == 0))
      take_value (names, at + 1);
  return names;
}

static void
tell_addresses (ChecksText *text)
{
  g_autofree char *count = g_strdup_printf ("%u", text->n_addresses);
  g_autofree char *address = g_steal_pointer (&text->address);

  if (text->n_addresses > 0)
    checks_text_add (text, text->first_address, BASE_SEVERITY_HINT, "checks.link-text-address",
                     "The text of this link is a bare address", NULL, address, count);
}

void
checks_finish_links (ChecksText *text)
{
  g_autoptr (GHashTable) names = NULL;

  tell_addresses (text);
  if (text->anchors->len == 0)
    return;
  names = collect_names (text->document);
  for (guint i = 0; i < text->anchors->len; i++)
    {
      const ChecksAnchor *anchor = text->anchors->pdata[i];
      g_autofree char *plain = g_uri_unescape_string (anchor->name, NULL);

      if (!g_hash_table_contains (names, anchor->name)
          && (plain == NULL || !g_hash_table_contains (names, plain)))
        checks_text_add (text, anchor->span, BASE_SEVERITY_WARNING, "checks.anchor-missing",
                         "There is no such place in this post", NULL, anchor->name, NULL);
    }
}
