/* kd-html-elements.c - what kramdown knows of html's elements.
 *
 * Where each may stand, what its content is read as, and how html_to_native treats it: one sorted
 * table. The facts are those of the documentation of kramdown's html syntax, and of the program
 * where that is silent.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-html-tag.h"

#define SPAN     KD_TAG_SPAN
#define BLOCK    KD_TAG_BLOCK
#define EMPTY    KD_TAG_EMPTY
#define NO_TEXT  KD_TAG_REMOVE_TEXT
#define WRAP     KD_TAG_WRAP_TEXT
#define NO_SPACE KD_TAG_REMOVE_SPACE
#define STRIP    KD_TAG_STRIP_SPACE
#define SIMPLE   KD_TAG_SIMPLE

static const KdTagInfo elements[] = {
  { "a", SPAN, KD_CONTENT_SPAN },
  { "abbr", SPAN, KD_CONTENT_SPAN },
  { "acronym", SPAN, KD_CONTENT_SPAN },
  { "address", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "applet", BLOCK, KD_CONTENT_BLOCK },
  { "area", EMPTY, KD_CONTENT_RAW },
  { "article", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "aside", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "b", SPAN, KD_CONTENT_SPAN },
  { "base", EMPTY, KD_CONTENT_RAW },
  { "bdo", SPAN, KD_CONTENT_SPAN },
  { "big", SPAN, KD_CONTENT_SPAN },
  { "blockquote", BLOCK | WRAP | NO_SPACE | STRIP | SIMPLE, KD_CONTENT_BLOCK },
  { "body", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "br", SPAN | EMPTY | SIMPLE, KD_CONTENT_RAW },
  { "button", SPAN, KD_CONTENT_SPAN },
  { "caption", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "cite", SPAN, KD_CONTENT_SPAN },
  { "code", SPAN, KD_CONTENT_RAW },
  { "col", BLOCK | EMPTY, KD_CONTENT_RAW },
  { "colgroup", BLOCK | NO_TEXT, KD_CONTENT_RAW },
  { "command", EMPTY, KD_CONTENT_RAW },
  { "dd", BLOCK | WRAP | NO_SPACE | STRIP | SIMPLE, KD_CONTENT_BLOCK },
  { "del", SPAN, KD_CONTENT_SPAN },
  { "details", 0, KD_CONTENT_BLOCK },
  { "dfn", SPAN, KD_CONTENT_SPAN },
  { "div", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "dl", BLOCK | NO_TEXT | STRIP | SIMPLE, KD_CONTENT_BLOCK },
  { "dt", BLOCK | STRIP | SIMPLE, KD_CONTENT_SPAN },
  { "em", SPAN | SIMPLE, KD_CONTENT_SPAN },
  { "embed", EMPTY, KD_CONTENT_RAW },
  { "fieldset", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "figcaption", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "figure", WRAP | NO_SPACE, KD_CONTENT_BLOCK },
  { "footer", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "form", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "h1", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "h2", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "h3", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "h4", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "h5", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "h6", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "head", BLOCK | NO_TEXT, KD_CONTENT_RAW },
  { "header", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "hgroup", BLOCK | NO_TEXT, KD_CONTENT_BLOCK },
  { "hr", BLOCK | EMPTY | SIMPLE, KD_CONTENT_RAW },
  { "html", BLOCK | NO_TEXT, KD_CONTENT_RAW },
  { "i", SPAN, KD_CONTENT_SPAN },
  { "iframe", BLOCK, KD_CONTENT_BLOCK },
  { "img", SPAN | EMPTY | SIMPLE, KD_CONTENT_RAW },
  { "input", SPAN | EMPTY, KD_CONTENT_RAW },
  { "ins", SPAN, KD_CONTENT_SPAN },
  { "kbd", SPAN, KD_CONTENT_RAW },
  { "keygen", EMPTY, KD_CONTENT_RAW },
  { "label", SPAN, KD_CONTENT_SPAN },
  { "legend", BLOCK | STRIP, KD_CONTENT_SPAN },
  { "li", BLOCK | WRAP | NO_SPACE | STRIP | SIMPLE, KD_CONTENT_BLOCK },
  { "link", EMPTY, KD_CONTENT_RAW },
  { "main", BLOCK, KD_CONTENT_BLOCK },
  { "map", BLOCK, KD_CONTENT_BLOCK },
  { "mark", SPAN, KD_CONTENT_RAW },
  { "math", 0, KD_CONTENT_RAW },
  { "menu", BLOCK, KD_CONTENT_BLOCK },
  { "meta", EMPTY, KD_CONTENT_RAW },
  { "nav", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "noscript", 0, KD_CONTENT_BLOCK },
  { "object", 0, KD_CONTENT_BLOCK },
  { "ol", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "optgroup", BLOCK | NO_TEXT, KD_CONTENT_SPAN },
  { "option", SPAN, KD_CONTENT_RAW },
  { "p", BLOCK | STRIP | SIMPLE, KD_CONTENT_SPAN },
  { "param", EMPTY, KD_CONTENT_RAW },
  { "pre", BLOCK, KD_CONTENT_RAW },
  { "q", SPAN, KD_CONTENT_SPAN },
  { "rb", SPAN, KD_CONTENT_SPAN },
  { "rbc", SPAN, KD_CONTENT_SPAN },
  { "rp", SPAN, KD_CONTENT_SPAN },
  { "rt", SPAN, KD_CONTENT_SPAN },
  { "rtc", SPAN, KD_CONTENT_SPAN },
  { "ruby", SPAN, KD_CONTENT_SPAN },
  { "samp", SPAN, KD_CONTENT_RAW },
  { "script", 0, KD_CONTENT_RAW },
  { "section", BLOCK | WRAP | NO_SPACE | STRIP, KD_CONTENT_BLOCK },
  { "select", SPAN | NO_TEXT, KD_CONTENT_SPAN },
  { "small", SPAN, KD_CONTENT_SPAN },
  { "source", EMPTY, KD_CONTENT_RAW },
  { "span", SPAN, KD_CONTENT_SPAN },
  { "strong", SPAN | SIMPLE, KD_CONTENT_SPAN },
  { "style", 0, KD_CONTENT_RAW },
  { "sub", SPAN, KD_CONTENT_SPAN },
  { "summary", BLOCK, KD_CONTENT_BLOCK },
  { "sup", SPAN, KD_CONTENT_SPAN },
  { "table", BLOCK | NO_TEXT, KD_CONTENT_RAW },
  { "tbody", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "td", BLOCK | NO_SPACE | STRIP | SIMPLE, KD_CONTENT_BLOCK },
  { "textarea", 0, KD_CONTENT_RAW },
  { "tfoot", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "th", BLOCK | NO_SPACE | STRIP | SIMPLE, KD_CONTENT_SPAN },
  { "thead", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "time", SPAN, KD_CONTENT_RAW },
  { "tr", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "track", EMPTY, KD_CONTENT_RAW },
  { "tt", SPAN, KD_CONTENT_SPAN },
  { "u", SPAN, KD_CONTENT_RAW },
  { "ul", BLOCK | NO_TEXT | SIMPLE, KD_CONTENT_RAW },
  { "var", SPAN, KD_CONTENT_RAW },
  { "wbr", EMPTY, KD_CONTENT_RAW },
};

#define LONGEST_NAME 10

const KdTagInfo *
kd_tag_info (const char *name, gsize length)
{
  gsize low = 0;
  gsize high = G_N_ELEMENTS (elements);

  if (length > LONGEST_NAME)
    return NULL;
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      int order = strncmp (name, elements[middle].name, length);
      if (order == 0 && elements[middle].name[length] != '\0')
        order = -1;
      if (order == 0)
        return &elements[middle];
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

const KdTagInfo *
kd_tag_info_any_case (const char *name, gsize length)
{
  char lower[LONGEST_NAME];

  if (length > LONGEST_NAME)
    return NULL;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (name[i]);
  return kd_tag_info (lower, length);
}

gboolean
kd_tag_has (const char *name, gsize length, guint flags)
{
  const KdTagInfo *info = kd_tag_info (name, length);

  return info != NULL && (info->flags & flags) != 0;
}

KdContentModel
kd_tag_model (const char *name, gsize length)
{
  const KdTagInfo *info = kd_tag_info (name, length);

  return info != NULL ? info->model : KD_CONTENT_RAW;
}
