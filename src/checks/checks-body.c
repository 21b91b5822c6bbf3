/* checks-body.c - the walk through a Markdown text: images, tables, frames, placeholders.
 *
 * One pass over the element tree in the order of the text (its depth is bounded, KD_MAX_DEPTH);
 * each rule looks at its element and a bounded number of bytes of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "checks-private.h"

#include <string.h>

#define WORDS_LENGTH   400 /* bytes of an element's text that are looked at */
#define WORDS_ELEMENTS 400 /* elements that are looked into for it */

/* ---- text of an element ---------------------------------------------------------------------- */

gboolean
checks_is_html (const KdDocument *document, const KdElement *element, const char *name)
{
  gsize length;
  const char *text;

  if (kd_element_get_type (element) != KD_HTML_ELEMENT)
    return FALSE;
  text = kd_element_get_text (document, element, &length);
  return length == strlen (name) && g_ascii_strncasecmp (text, name, length) == 0;
}

static void
append_character (const KdDocument *document, const KdElement *element, GString *out)
{
  gsize length;
  const char *name = kd_element_get_text (document, element, &length);
  gunichar c = kd_element_get_code_point (element);

  if (kd_element_get_type (element) == KD_SMART_QUOTE)
    c = length > 1 && name[1] == 'd' ? '"' : 0x2019;
  else if (kd_element_get_type (element) == KD_TYPOGRAPHIC_SYMBOL)
    {
      g_autofree char *ended = g_strndup (name, length);

      c = kd_entity_code_point (ended, length);
    }
  g_string_append_unichar (out, c != 0 ? c : ' ');
}

static void
append_words (
    const KdDocument *document, const KdElement *element, GString *out, gsize limit, gsize *left)
{
  gsize length;
  const char *text = kd_element_get_text (document, element, &length);
  const char *alternative;

  if (*left == 0)
    return;
  (*left)--;
  switch ((int) kd_element_get_type (element))
    {
    case KD_TEXT:
    case KD_CODESPAN:
    case KD_ABBREVIATION:
    case KD_MATH:
    case KD_LIQUID:
    case KD_RAW:
      g_string_append_len (out, text, (gssize) MIN (length, limit));
      return;
    case KD_ENTITY:
    case KD_SMART_QUOTE:
    case KD_TYPOGRAPHIC_SYMBOL:
      append_character (document, element, out);
      return;
    case KD_BR:
      g_string_append_c (out, ' ');
      return;
    case KD_IMG:
    case KD_HTML_ELEMENT:
      alternative = kd_element_get_attribute (document, element, "alt");
      if (alternative != NULL)
        g_string_append (out, alternative);
      break;
    default:
      break;
    }
  for (const KdElement *child = kd_element_get_first_child (element);
       child != NULL && out->len < limit; child = kd_element_get_next (child))
    append_words (document, child, out, limit, left);
}

char *
checks_dup_words (const KdDocument *document, const KdElement *element)
{
  GString *out = g_string_new (NULL);
  g_autofree char *words = NULL;
  gsize left = WORDS_ELEMENTS;

  append_words (document, element, out, WORDS_LENGTH, &left);
  words = g_string_free (out, FALSE);
  return g_utf8_make_valid (words, -1);
}

gsize
checks_count_characters (const KdDocument *document, const KdElement *element)
{
  GString *out = g_string_new (NULL);
  g_autofree char *words = NULL;
  gsize left = G_MAXSIZE;

  append_words (document, element, out, G_MAXSSIZE, &left);
  words = g_strstrip (g_string_free (out, FALSE));
  return (gsize) g_utf8_strlen (words, -1);
}

/* ---- images ---------------------------------------------------------------------------------- */

static gboolean
is_decorative (const KdDocument *document, const KdElement *element)
{
  const char *role = kd_element_get_attribute (document, element, "role");
  const char *hidden = kd_element_get_attribute (document, element, "aria-hidden");

  return g_strcmp0 (role, "presentation") == 0 || g_strcmp0 (role, "none") == 0
         || g_strcmp0 (hidden, "true") == 0;
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

void
checks_look_at_image (ChecksText *text, const KdElement *element)
{
  const char *address = kd_element_get_attribute (text->document, element, "src");
  const char *alternative = kd_element_get_attribute (text->document, element, "alt");
  gboolean is_markdown = kd_element_get_type (element) == KD_IMG;
  BaseSpan span = kd_element_get_span (element);
  g_autofree char *argument = NULL, *more = NULL;
  const char *problem;

  if (is_blank (address))
    {
      checks_text_add (text, span, BASE_SEVERITY_ERROR, "checks.image-empty",
                       "This image has no address", NULL, NULL, NULL);
      return;
    }
  /* In Markdown an empty text is one that was forgotten; alt="" in HTML is written on purpose. */
  if ((alternative == NULL || (is_markdown && is_blank (alternative)))
      && !is_decorative (text->document, element))
    checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.image-alt-missing",
                     "This image has no alternative text", NULL, NULL, NULL);
  else if (alternative != NULL && checks_is_file_name (alternative, address))
    checks_text_add (text, span, BASE_SEVERITY_WARNING, "checks.image-alt-file-name",
                     "The alternative text is a file name", NULL, alternative, NULL);
  problem = checks_find_address_problem (text->checks, address, TRUE, &argument, &more);
  if (problem != NULL)
    checks_text_add (text, span, more != NULL ? BASE_SEVERITY_WARNING : BASE_SEVERITY_ERROR,
                     problem,
                     more != NULL ? "This image is very heavy" : "This image is not in the site",
                     NULL, argument, more);
}

/* ---- other elements -------------------------------------------------------------------------- */

static void
look_at_text (ChecksText *text, const KdElement *element)
{
  BaseSpan span = kd_element_get_span (element);
  gsize length = base_span_length (span);
  BaseSpan found;

  for (gsize from = 0; span.end <= text->length
                       && checks_find_placeholder (text->text + span.start, length, from, &found);
       from = found.end)
    {
      BaseSpan place = base_span (span.start + found.start, span.start + found.end);
      g_autofree char *words = g_strndup (text->text + place.start, base_span_length (place));

      checks_text_add (text, place, BASE_SEVERITY_WARNING, "checks.placeholder",
                       "This is still to be replaced by a text", NULL, words, NULL);
    }
}

static gboolean
has_head (const KdElement *table)
{
  for (const KdElement *child = kd_element_get_first_child (table); child != NULL;
       child = kd_element_get_next (child))
    if (kd_element_get_type (child) == KD_THEAD)
      return TRUE;
  return FALSE;
}

static void
tell_no_header (ChecksText *text, const KdElement *element)
{
  checks_text_add (text, kd_element_get_span (element), BASE_SEVERITY_WARNING,
                   "checks.table-no-header", "This table has no header row", NULL, NULL, NULL);
}

static guint
heading_level (const KdDocument *document, const KdElement *element)
{
  gsize length;
  const char *name = kd_element_get_text (document, element, &length);

  return length == 2 && (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6'
             ? (guint) (name[1] - '0')
             : 0;
}

static void
look_at_html (ChecksText *text, const KdElement *element)
{
  guint level = heading_level (text->document, element);

  text->n_cells += checks_is_html (text->document, element, "th");
  if (level > 0)
    checks_look_at_heading (text, element, level);
  else if (checks_is_html (text->document, element, "a"))
    checks_look_at_link (text, element);
  else if (checks_is_html (text->document, element, "img"))
    checks_look_at_image (text, element);
  else if (checks_is_html (text->document, element, "iframe")
           && is_blank (kd_element_get_attribute (text->document, element, "title"))
           && !is_decorative (text->document, element))
    checks_text_add (text, kd_element_get_span (element), BASE_SEVERITY_WARNING,
                     "checks.frame-title", "This frame has no title", NULL, NULL, NULL);
}

static void walk (ChecksText *text, const KdElement *element);

static void
walk_footnote (ChecksText *text, const KdElement *element)
{
  const KdElement *content = kd_element_get_footnote (text->document, element);

  if (content != NULL && g_hash_table_add (text->footnotes, (gpointer) content))
    walk (text, content);
}

static void
look_at (ChecksText *text, const KdElement *element)
{
  switch ((int) kd_element_get_type (element))
    {
    case KD_HEADER:
      checks_look_at_heading (text, element, kd_element_get_level (element));
      break;
    case KD_A:
      checks_look_at_link (text, element);
      break;
    case KD_IMG:
      checks_look_at_image (text, element);
      break;
    case KD_TABLE:
      if (!has_head (element) && !is_decorative (text->document, element))
        tell_no_header (text, element);
      break;
    case KD_TEXT:
      look_at_text (text, element);
      break;
    case KD_LIQUID:
      if (text->n_liquid++ == 0)
        text->first_liquid = kd_element_get_span (element);
      break;
    case KD_HTML_ELEMENT:
      look_at_html (text, element);
      break;
    case KD_FOOTNOTE:
      walk_footnote (text, element);
      break;
    default:
      break;
    }
}

static void
walk (ChecksText *text, const KdElement *element)
{
  const KdElement *before = NULL;
  gboolean is_table =
      checks_is_html (text->document, element, "table") && !is_decorative (text->document, element);
  guint n_cells = text->n_cells;

  look_at (text, element);
  for (const KdElement *child = kd_element_get_first_child (element); child != NULL;
       child = kd_element_get_next (child))
    {
      if (kd_element_get_type (element) == KD_ROOT && kd_element_get_type (child) == KD_PARAGRAPH)
        {
          const KdElement *after = kd_element_get_next (child);

          while (after != NULL && kd_element_get_type (after) == KD_BLANK)
            after = kd_element_get_next (after);
          checks_look_at_paragraph (text, child, before, after);
        }
      walk (text, child);
      if (kd_element_get_type (child) != KD_BLANK)
        before = child;
    }
  if (is_table && text->n_cells == n_cells)
    tell_no_header (text, element);
}

/* ---- all of it ------------------------------------------------------------------------------- */

BaseSpan
checks_text_span (const ChecksText *text, BaseSpan span)
{
  gsize base = text->checks->body;

  if (text->field != NULL)
    return text->value;
  span.end = MIN (span.end, text->length);
  span.start = MIN (span.start, span.end);
  return base_span (base + span.start, base + span.end);
}

static BaseEdits *
move_edits (BaseEdits *edits, gsize by)
{
  BaseEdits *moved = base_edits_new ();

  for (gsize i = 0; i < base_edits_count (edits); i++)
    {
      const BaseEdit *edit = base_edits_get (edits, i);

      base_edits_replace (moved, base_span (edit->span.start + by, edit->span.end + by), edit->text,
                          (gssize) edit->length);
    }
  base_edits_unref (edits);
  return moved;
}

void
checks_text_add (ChecksText *text,
                 BaseSpan span,
                 BaseSeverity severity,
                 const char *code,
                 const char *detail,
                 BaseEdits *fix,
                 const char *argument,
                 const char *more)
{
  checks_add (text->checks, text->field != NULL ? CHECKS_PLACE_FIELD : CHECKS_PLACE_BODY,
              text->field, checks_text_span (text, span), severity, code, detail,
              fix != NULL ? move_edits (fix, text->checks->body) : NULL, argument, more, NULL);
}

static void
add_diagnostics (ChecksText *text)
{
  GPtrArray *diagnostics = kd_document_get_diagnostics (text->document);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *found = diagnostics->pdata[i];
      const char *argument = found->arguments != NULL ? found->arguments[0] : NULL;

      checks_text_add (text, found->span, found->severity, found->code, found->detail, NULL,
                       argument, NULL);
    }
}

static void
anchor_free (gpointer data)
{
  ChecksAnchor *anchor = data;

  g_free (anchor->name);
  g_free (anchor);
}

static void
tell_liquid (ChecksText *text)
{
  g_autofree char *count = g_strdup_printf ("%u", text->n_liquid);

  if (text->n_liquid > 0)
    checks_text_add (text, text->first_liquid, BASE_SEVERITY_HINT, "checks.liquid",
                     "What the site puts here is not shown in the preview", NULL, count, NULL);
}

void
checks_text_run (Checks *self,
                 const char *field,
                 BaseSpan value,
                 const char *text,
                 gsize length,
                 const KdOptions *options)
{
  g_autoptr (KdDocument) document = kd_parse (text, length, options);
  g_autoptr (GPtrArray) anchors = g_ptr_array_new_with_free_func (anchor_free);
  g_autoptr (GPtrArray) tops = g_ptr_array_new ();
  g_autoptr (GHashTable) footnotes = g_hash_table_new (NULL, NULL);
  ChecksText run = { .checks = self,
                     .document = document,
                     .text = text,
                     .length = length,
                     .field = field,
                     .value = value,
                     .level = 1,
                     .anchors = anchors,
                     .tops = tops,
                     .footnotes = footnotes };

  walk (&run, kd_document_get_root (document));
  checks_finish_links (&run);
  checks_finish_headings (&run);
  if (field == NULL)
    tell_liquid (&run);
  add_diagnostics (&run);
}
