/* chapeau-page-frame.c - the page's shell: the elements that the site's layout has around a post.
 *
 * The layout's places (site-layout.c) are written one after the other, each in its elements; two
 * places in one element come out in one element. What the layout has besides, menus and footers,
 * is not there. Names of elements come from the site's files, which are no more trusted than its
 * posts: only those that just hold text are taken, others become <div>.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-page.h"

#include <string.h>

static const char *const plain_elements[] = {
  "address", "article", "aside", "b",      "blockquote", "dd",     "details", "div",
  "dl",      "dt",      "em",    "figure", "figcaption", "footer", "h1",      "h2",
  "h3",      "h4",      "h5",    "h6",     "header",     "hgroup", "i",       "li",
  "main",    "nav",     "ol",    "p",      "section",    "small",  "span",    "strong",
  "table",   "tbody",   "td",    "tr",     "time",       "ul",     NULL,
};
/* Parts whose blocks are <li>. */
static const char *const list_parts[] = { PREVIEW_PART_CATEGORIES, PREVIEW_PART_TAGS,
                                          PREVIEW_PART_FILES, NULL };

static const char *
name_of (const SiteFrameElement *element)
{
  return g_strv_contains (plain_elements, element->name) ? element->name : "div";
}

static void
append_attribute (GString *html, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_printf (html, " %s=\"", name);
  base_escape_html_attribute (html, value, strlen (value));
  g_string_append_c (html, '"');
}

static void
append_open (GString *html, const SiteFrameElement *element)
{
  g_string_append_printf (html, "<%s", name_of (element));
  append_attribute (html, "id", element->id);
  append_attribute (html, "class", element->classes);
  g_string_append_c (html, '>');
}

/* Closes the elements of @open from the end down to @keep of them. */
static void
close_down_to (GString *html, GPtrArray *open, guint keep)
{
  while (open->len > keep)
    {
      g_string_append_printf (html, "</%s>", name_of (g_ptr_array_index (open, open->len - 1)));
      g_ptr_array_set_size (open, (int) open->len - 1);
    }
}

static guint
count_common (GPtrArray *open, GPtrArray *path)
{
  guint common = 0;

  while (common < MIN (open->len, path->len)
         && ((SiteFrameElement *) open->pdata[common])->number
                == ((SiteFrameElement *) path->pdata[common])->number)
    common++;
  return common;
}

/* The items are <li>: in what is no list they get one around them that does not show. */
static void
append_part (GString *html, const char *part, GPtrArray *path)
{
  const SiteFrameElement *inner = path->len > 0 ? path->pdata[path->len - 1] : NULL;
  gboolean in_list =
      inner != NULL && (g_str_equal (inner->name, "ul") || g_str_equal (inner->name, "ol"));
  gboolean list = g_strv_contains (list_parts, part) && !in_list;

  if (list)
    g_string_append (html, "<ul class=\"chapeau-list\">");
  g_string_append_printf (html, "<!--chapeau:%s-->", part);
  if (list)
    g_string_append (html, "</ul>");
}

static void
append_place (GString *html, GPtrArray *open, GHashTable *done, const SiteFramePlace *place)
{
  g_autofree char *part = chapeau_page_dup_part_of_key (place->key);
  guint common = count_common (open, place->path);

  if (g_hash_table_contains (done, part)
      || (place->loop && g_str_has_prefix (part, CHAPEAU_PAGE_OTHER_PART)))
    return;
  close_down_to (html, open, common);
  for (guint i = common; i < place->path->len; i++)
    {
      append_open (html, g_ptr_array_index (place->path, i));
      g_ptr_array_add (open, g_ptr_array_index (place->path, i));
    }
  append_part (html, part, place->path);
  g_hash_table_add (done, g_steal_pointer (&part));
}

static GBytes *
dup_shell (const SiteFrame *frame, const char *language)
{
  GString *html = g_string_new ("<!DOCTYPE html>\n<html");
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  append_attribute (html, "lang", language);
  g_string_append (html, ">\n<head><!--chapeau:head--></head>\n<body");
  append_attribute (html, "class", frame->body_classes);
  g_string_append (html, ">\n");
  for (guint i = 0; i < frame->places->len; i++)
    append_place (html, open, done, g_ptr_array_index (frame->places, i));
  close_down_to (html, open, 0);
  g_string_append (html, "\n</body>\n</html>\n");
  return g_string_free_to_bytes (html);
}

void
chapeau_page_set_frame (PreviewPage *page,
                        const SiteFrame *frame,
                        const char *language,
                        gboolean dark)
{
  g_autoptr (GBytes) shell = NULL;

  if (frame == NULL || frame->stylesheets->len == 0)
    {
      preview_page_set_theme (page, dark ? PREVIEW_THEME_DARK : PREVIEW_THEME_LIGHT);
      return;
    }
  preview_page_set_theme (page, PREVIEW_THEME_SITE);
  for (guint i = 0; i < frame->stylesheets->len; i++)
    {
      const SiteStylesheet *stylesheet = g_ptr_array_index (frame->stylesheets, i);

      preview_page_add_stylesheet (page, stylesheet->address, stylesheet->css);
    }
  if (frame->places->len == 0)
    return;
  shell = dup_shell (frame, language);
  preview_page_set_shell (page, shell);
}
