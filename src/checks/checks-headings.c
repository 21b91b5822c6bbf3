/* checks-headings.c - the levels of headings, and paragraphs that stand for one.
 *
 * The post's title is the page's heading of level 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

/* Bytes: a heading is a line. */
#define BOLD_LENGTH 90

void
checks_look_at_heading (ChecksText *text, const KdElement *element, guint level)
{
  BaseSpan span = kd_element_get_span (element);
  g_autofree char *words = g_strstrip (checks_dup_words (text->document, element));
  g_autofree char *number = g_strdup_printf ("%u", level);
  g_autofree char *before = g_strdup_printf ("%u", text->level);

  text->n_headings++;
  text->has_deeper |= level > 1;
  if (*words == '\0')
    checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.heading-empty",
                     "This heading has no text", NULL, NULL, NULL);
  if (level == 1)
    g_ptr_array_add (text->tops, (gpointer) element);
  else if (level > text->level + 1)
    checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.heading-skips",
                     "This heading skips a level", NULL, number, before);
  text->level = level;
}

/* "# Heading" gets one more sign. */
static BaseEdits *
demote (const ChecksText *text, const KdElement *element)
{
  gsize start = kd_element_get_span (element).start;
  BaseEdits *edits;

  if (text->text[start] != '#' || text->text[start + 1] != ' ')
    return NULL;
  edits = base_edits_new ();
  base_edits_insert (edits, start, "#", 1);
  return edits;
}

void
checks_finish_headings (ChecksText *text)
{
  for (guint i = 0; i < text->tops->len; i++)
    {
      const KdElement *element = text->tops->pdata[i];

      checks_text_add (text, kd_element_get_span (element), BASE_SEVERITY_WARNING,
                       "checks.heading-top", "Only the title of a post is a heading of level 1",
                       text->has_deeper ? NULL : demote (text, element), NULL, NULL);
    }
}

/* ---- paragraphs in bold -----------------------------------------------------------------------
 */

static gboolean
is_white_text (const KdDocument *document, const KdElement *element)
{
  gsize length;
  const char *text;

  if (kd_element_get_type (element) == KD_BR)
    return TRUE;
  if (kd_element_get_type (element) != KD_TEXT)
    return FALSE;
  text = kd_element_get_text (document, element, &length);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
holds_link (const KdDocument *document, const KdElement *element)
{
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    if (kd_element_get_type (child) == KD_A || kd_element_get_type (child) == KD_IMG
        || kd_element_get_type (child) == KD_HTML_ELEMENT)
      return TRUE;
  return FALSE;
}

/* Nothing but one piece in bold. */
static gboolean
is_bold (const KdDocument *document, const KdElement *element)
{
  const KdElement *bold = NULL;

  if (element == NULL || kd_element_get_type (element) != KD_PARAGRAPH
      || kd_element_is_transparent (element))
    return FALSE;
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    {
      if (is_white_text (document, child))
        continue;
      if (bold != NULL
          || (kd_element_get_type (child) != KD_STRONG && !checks_is_html (document, child, "b")
              && !checks_is_html (document, child, "strong")))
        return FALSE;
      bold = child;
    }
  return bold != NULL && !holds_link (document, bold);
}

static gboolean
has_attributes (const KdDocument *document, const KdElement *element)
{
  const char *name, *value;

  return kd_element_get_nth_attribute (document, element, 0, &name, &value);
}

void
checks_look_at_paragraph (ChecksText *text,
                          const KdElement *element,
                          const KdElement *before,
                          const KdElement *after)
{
  g_autofree char *words = NULL;
  gsize length;

  /* A question in bold is an interview's. The first line is a lead, the last one a signature,
   * several in a row an address. */
  if (before == NULL || after == NULL || !is_bold (text->document, element)
      || has_attributes (text->document, element) || is_bold (text->document, before)
      || is_bold (text->document, after) || kd_element_get_type (after) == KD_HEADER
      || kd_element_get_type (after) == KD_HR || kd_element_get_type (before) == KD_HEADER)
    return;
  words = g_strstrip (checks_dup_words (text->document, element));
  length = strlen (words);
  if (length < 3 || length > BOLD_LENGTH || strchr (".!?,;", words[length - 1]) != NULL
      || g_str_has_suffix (words, "…") || g_str_has_suffix (words, "»"))
    return;
  checks_text_add (text, kd_element_get_span (element), BASE_SEVERITY_HINT, "checks.heading-bold",
                   "This paragraph in bold looks like a heading and is none", NULL, words, NULL);
}
