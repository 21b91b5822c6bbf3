/* chapeau-rewrite-place.c - where the caret is.
 *
 * A fence that is not closed yet is text to kramdown; to the writer it is code already.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-rewrite-place.h"

#include <string.h>

/* ---- lines ------------------------------------------------------------------------------------
 */

gsize
rewrite_place_next_line (const RewritePlace *place, gsize at)
{
  const char *end = memchr (place->text + at, '\n', place->length - at);

  return end != NULL ? (gsize) (end - place->text) + 1 : place->length;
}

BaseSpan
rewrite_place_line (const RewritePlace *place, gsize at)
{
  BaseSpan line = { at, rewrite_place_next_line (place, at) };

  while (line.start > 0 && place->text[line.start - 1] != '\n')
    line.start--;
  if (line.end > at && place->text[line.end - 1] == '\n')
    line.end--;
  if (line.end > at && line.end < place->length && place->text[line.end - 1] == '\r')
    line.end--;
  return line;
}

gsize
rewrite_place_skip_blanks (const RewritePlace *place, gsize at, gsize end)
{
  while (at < end && (place->text[at] == ' ' || place->text[at] == '\t'))
    at++;
  return at;
}

gboolean
rewrite_place_is_blank (const RewritePlace *place, gsize from, gsize to)
{
  return rewrite_place_skip_blanks (place, from, to) >= to;
}

void
rewrite_place_append_margin (const RewritePlace *place, GString *out, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    g_string_append_c (out, strchr ("> \t", place->text[i]) != NULL ? place->text[i] : ' ');
}

/* Behind blanks and quotation marks. */
static gsize
skip_margin (const RewritePlace *place, BaseSpan line)
{
  gsize at = line.start;

  while (at < line.end && strchr ("> \t", place->text[at]) != NULL)
    at++;
  return at;
}

/* How many of the sign that a fence of code is made of; 0: none. */
static gsize
fence_at (const RewritePlace *place, BaseSpan line, char *sign)
{
  gsize at = skip_margin (place, line), n = 0;

  *sign = at < line.end ? place->text[at] : '\0';
  if (*sign != '`' && *sign != '~')
    return 0;
  while (at + n < line.end && place->text[at + n] == *sign)
    n++;
  return n >= 3 && memchr (place->text + at + n, '`', line.end - at - n) == NULL ? n : 0;
}

/* Is the caret between fences, or on one? */
static gboolean
is_fenced (const RewritePlace *place)
{
  gsize open = 0, n;
  char opened = '\0', sign;

  for (gsize at = 0; at < place->line.start; at = rewrite_place_next_line (place, at))
    {
      n = fence_at (place, rewrite_place_line (place, at), &sign);
      if (open == 0 && n > 0)
        {
          open = n;
          opened = sign;
        }
      else if (n >= open && sign == opened)
        open = 0;
    }
  return open > 0 || fence_at (place, place->line, &sign) > 0;
}

/* A rule, the line under a heading, or an attribute list: with one more letter it would be text. */
static gboolean
is_rule (const RewritePlace *place)
{
  gsize at = skip_margin (place, place->line), signs = 0, blanks = 0;
  char sign = at < place->line.end ? place->text[at] : '\0';

  if (sign == '{')
    return at + 1 < place->line.end && place->text[at + 1] == ':';
  if (sign == '\0' || strchr ("-*_=", sign) == NULL)
    return FALSE;
  for (; at < place->line.end; at++)
    if (place->text[at] == sign)
      signs++;
    else if (place->text[at] == ' ' || place->text[at] == '\t')
      blanks++;
    else
      return FALSE;
  return signs >= 3 || sign == '=' || (signs == 2 && sign == '-' && blanks == 0);
}

/* ---- the tree ---------------------------------------------------------------------------------
 */

static gsize
without_probe (const RewritePlace *place, gsize at)
{
  return MIN (at > place->caret ? at - 1 : at, place->length);
}

BaseSpan
rewrite_place_span (const RewritePlace *place, const KdElement *element)
{
  BaseSpan span = kd_element_get_span (element);

  return base_span (without_probe (place, span.start), without_probe (place, span.end));
}

static const KdElement *
child_at (const KdElement *element, gsize at)
{
  const KdElement *child = kd_element_get_first_child (element);

  for (; child != NULL; child = kd_element_get_next (child))
    {
      BaseSpan span = kd_element_get_span (child);

      if (span.start <= at && at < span.end)
        return child;
    }
  return NULL;
}

static gboolean
is_list (const KdElement *element)
{
  return kd_element_get_type (element) == KD_UL || kd_element_get_type (element) == KD_OL;
}

/* Into what may hold a list. */
static gboolean
is_entered (const KdElement *element)
{
  return is_list (element) || kd_element_get_type (element) == KD_LI
         || kd_element_get_type (element) == KD_BLOCKQUOTE
         || (kd_element_get_type (element) == KD_HTML_ELEMENT
             && kd_element_get_content_model (element) == KD_CONTENT_BLOCK);
}

static void
descend (RewritePlace *place)
{
  const KdElement *list = NULL, *at = kd_document_get_root (place->document);

  while ((at = child_at (at, place->caret)) != NULL && is_entered (at))
    {
      RewriteContainer container = { at, list };

      if (is_list (at))
        list = at;
      else if (kd_element_get_type (at) != KD_HTML_ELEMENT)
        g_array_append_val (place->containers, container);
    }
  place->table = at != NULL && kd_element_get_type (at) == KD_TABLE ? at : NULL;
  place->is_prose = at != NULL
                    && (place->table != NULL || kd_element_get_type (at) == KD_PARAGRAPH
                        || kd_element_get_type (at) == KD_HEADER);
}

void
rewrite_place_init (RewritePlace *place, const char *text, gsize length, gsize caret)
{
  const char *end = memchr (text, '\n', length);
  g_autoptr (GString) probe = g_string_new_len (text, (gssize) length);

  *place = (RewritePlace){ .text = text, .length = length, .caret = caret };
  place->newline = end != NULL && end > text && end[-1] == '\r' ? "\r\n" : "\n";
  place->line = rewrite_place_line (place, caret);
  place->containers = g_array_new (FALSE, FALSE, sizeof (RewriteContainer));
  g_string_insert_c (probe, (gssize) caret, 'x');
  g_string_append_c (probe, '\n');
  place->document = kd_parse (probe->str, probe->len, NULL);
  descend (place);
  if (is_fenced (place) || is_rule (place))
    place->is_prose = FALSE;
}

void
rewrite_place_clear (RewritePlace *place)
{
  g_clear_pointer (&place->containers, g_array_unref);
  g_clear_pointer (&place->document, kd_document_free);
}

/* ---- markers ----------------------------------------------------------------------------------
 */

gboolean
rewrite_place_read_marker (const RewritePlace *place, const KdElement *item, RewriteMarker *marker)
{
  BaseSpan span = rewrite_place_span (place, item);
  const char *signs = kd_element_get_type (item) == KD_LI ? "*+-" : ">";
  gsize at;

  marker->line = rewrite_place_line (place, span.start);
  marker->at = at = rewrite_place_skip_blanks (place, span.start, marker->line.end);
  marker->number = 0;
  for (; at < marker->line.end && g_ascii_isdigit (place->text[at]); at++)
    marker->number = MIN (marker->number * 10 + (guint64) (place->text[at] - '0'), G_MAXUINT32 - 1);
  marker->is_number = at > marker->at;
  if (at >= MIN (span.end, marker->line.end)
      || (marker->is_number ? place->text[at] != '.' : strchr (signs, place->text[at]) == NULL))
    return FALSE;
  marker->behind = at + 1;
  marker->content = rewrite_place_skip_blanks (place, marker->behind, marker->line.end);
  return TRUE;
}

void
rewrite_marker_append_next (const RewritePlace *place,
                            const RewriteMarker *marker,
                            guint nth,
                            GString *out)
{
  if (marker->is_number)
    g_string_append_printf (out, "%" G_GUINT64_FORMAT ".", marker->number + nth);
  else
    g_string_append_len (out, place->text + marker->at, (gssize) (marker->behind - marker->at));
}

/* ---- results ----------------------------------------------------------------------------------
 */

ChapeauRewrite *
rewrite_new (void)
{
  ChapeauRewrite *rewrite = g_new0 (ChapeauRewrite, 1);

  rewrite->edits = base_edits_new ();
  return rewrite;
}

ChapeauRewrite *
rewrite_new_at (BaseSpan span, const char *text)
{
  ChapeauRewrite *rewrite = rewrite_new ();
  gsize end = span.start + strlen (text);

  base_edits_replace (rewrite->edits, span, text, -1);
  rewrite->selection = base_span (end, end);
  return rewrite;
}

void
chapeau_rewrite_free (ChapeauRewrite *rewrite)
{
  base_edits_unref (rewrite->edits);
  g_free (rewrite);
}
