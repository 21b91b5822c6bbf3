/* kd-check.c - a tree as a readable text, and whether a tree is sound.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* So much of a text a dump shows. */
#define EXCERPT 60

/* ---- the dump ------------------------------------------------------------------------------- */

static void
dump_quoted (GString *out, const char *text, gsize length)
{
  gsize shown = MIN (length, EXCERPT);

  while (shown < length && shown > 0 && ((guchar) text[shown] & 0xc0) == 0x80)
    shown--;
  base_escape_json_string (out, text, shown);
  if (shown < length)
    g_string_append (out, "…");
}

static void
dump_element (GString *out, const KdDocument *document, const KdElement *element, guint depth)
{
  gsize first, last, length;
  const char *name, *value;
  const char *text = kd_element_get_text (document, element, &length);

  kd_element_get_lines (document, element, &first, &last);
  g_string_append_printf (out, "%*s%s %" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " (%u-%u)",
                          (int) depth * 2, "", kd_type_get_name (element->type), first + 1,
                          last + 1, element->start, kd_element_end (element));
  if (length > 0)
    {
      g_string_append_c (out, ' ');
      dump_quoted (out, text, length);
    }
  for (gsize i = 0; kd_element_get_nth_attribute (document, element, i, &name, &value); i++)
    {
      g_string_append_printf (out, " %s=", name);
      dump_quoted (out, value, strlen (value));
    }
  for (gsize i = 0; (name = kd_element_get_nth_reference (element, i)) != NULL; i++)
    g_string_append_printf (out, " :%s", name);
  if (kd_element_get_level (element) != 0)
    g_string_append_printf (out, " level=%u", kd_element_get_level (element));
  if (kd_element_is_transparent (element))
    g_string_append (out, " transparent");
  g_string_append_c (out, '\n');
  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    dump_element (out, document, child, depth + 1);
}

char *
kd_document_dump (const KdDocument *document)
{
  GString *out = g_string_new (NULL);

  dump_element (out, document, document->root, 0);
  for (guint i = 0; i < document->footnotes->len; i++)
    {
      const KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      dump_element (out, document, footnote->content, 0);
    }
  return g_string_free (out, FALSE);
}

/* ---- the check ------------------------------------------------------------------------------ */

typedef struct
{
  const KdDocument *document;
  char *problem;
} Check;

static gboolean
fail (Check *check, const KdElement *element, const char *what)
{
  check->problem = g_strdup_printf (
      "%s at %u-%u: %s", element->type < KD_N_TYPES ? kd_type_get_name (element->type) : "?",
      element->start, kd_element_end (element), what);
  return FALSE;
}

static gboolean
check_attributes (Check *check, const KdElement *element)
{
  const KdExtra *extra = kd_element_get_extra (element);

  if (extra == NULL)
    return TRUE;
  for (const KdAttribute *at = kd_attribute_first (&extra->attributes); at != NULL;
       at = kd_attribute_next (at))
    if (at->name == 0 || strlen (kd_attribute_value (at)) != at->length)
      return fail (check, element, "an attribute's value is not as long as it says");
  return TRUE;
}

static gboolean
check_element (Check *check, const KdElement *element, guint depth)
{
  gsize length;
  const char *text;
  guint32 reached = element->start;
  guint32 end;

  if (element->type >= KD_N_TYPES)
    return fail (check, element, "a type that only the parser knows");
  end = kd_element_end (element);
  if (element->start > end || end > check->document->length)
    return fail (check, element, "the span lies outside of the text");
  if (depth > 4 * KD_MAX_DEPTH)
    return fail (check, element, "too deep");
  text = kd_element_get_text (check->document, element, &length);
  if (!g_utf8_validate_len (text, length, NULL))
    return fail (check, element, "the text is not UTF-8");
  if (!check_attributes (check, element))
    return FALSE;
  if (element->type == KD_FOOTNOTE && element->last == 0)
    return fail (check, element, "a footnote without content");
  for (const KdElement *child = kd_element_first (element); child != NULL;
       child = kd_element_next (child))
    {
      if (child->start < reached || kd_element_end (child) > end)
        return fail (check, child, "the span does not lie in order in its parent's");
      if (child->type == KD_ROOT || child->type == KD_FOOTNOTE_DEFINITION)
        return fail (check, child, "an element that may not stand here");
      if (!check_element (check, child, depth + 1))
        return FALSE;
      reached = kd_element_end (child);
    }
  return TRUE;
}

gboolean
kd_document_check (const KdDocument *document, char **problem)
{
  Check check = { document, NULL };
  gboolean good = check_element (&check, document->root, 0);

  for (guint i = 0; good && i < document->footnotes->len; i++)
    {
      const KdFootnote *footnote = g_ptr_array_index (document->footnotes, i);
      good = check_element (&check, footnote->content, 0);
    }
  if (problem != NULL)
    *problem = g_steal_pointer (&check.problem);
  g_free (check.problem);
  return good;
}
