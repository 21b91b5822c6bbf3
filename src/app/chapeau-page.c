/* chapeau-page.c - a post as the preview shows it: the parts of the header around the body.
 *
 * Which key is the lead, the author, the header image is read off the names that sites use; the
 * first that the post has wins. A key that only the site's layout prints is a part of its own
 * (chapeau-page-frame.c), shown if it is a text or a date.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-page.h"

#include <string.h>

static const char *const title_keys[] = { "title", "titre", NULL };
static const char *const lead_keys[] = { "chapeau-text", "chapeau", "excerpt",
                                         "description",  "summary", NULL };
static const char *const date_keys[] = { "date", NULL };
static const char *const author_keys[] = { "auteur", "author", "authors", NULL };
static const char *const image_keys[] = { "une-ou-diaporama", "image", "images", "cover",
                                          "header-image",     NULL };
static const char *const category_keys[] = { "categories", "category", "categorie", NULL };
static const char *const tag_keys[] = { "tags", "mots-cles", "keywords", NULL };
static const char *const file_keys[] = { "files",          "file",      "fichiers",
                                         "pieces-jointes", "documents", NULL };

static const struct
{
  const char *part;
  const char *const *keys;
} parts[] = {
  { PREVIEW_PART_TITLE, title_keys },         { PREVIEW_PART_CHAPEAU, lead_keys },
  { PREVIEW_PART_DATE, date_keys },           { PREVIEW_PART_AUTHOR, author_keys },
  { PREVIEW_PART_CATEGORIES, category_keys }, { PREVIEW_PART_TAGS, tag_keys },
  { PREVIEW_PART_HEADER_IMAGE, image_keys },  { PREVIEW_PART_FILES, file_keys },
};

/* ---- reading the header -------------------------------------------------------------------- */

static const FmNode *
find (ChapeauDocument *document, const char *const *keys)
{
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (document));

  for (; root != NULL && *keys != NULL; keys++)
    {
      const FmNode *node = fm_node_get_member (root, *keys);

      if (node != NULL && fm_node_get_kind (node) != FM_NULL)
        return node;
    }
  return NULL;
}

static const char *
text_of (const FmNode *node)
{
  const char *text = node != NULL ? fm_node_get_string (node, NULL) : NULL;

  return text != NULL && *text != '\0' && fm_node_get_kind (node) != FM_NULL ? text : NULL;
}

static const char *
member_text (const FmNode *node, const char *const *keys)
{
  for (; *keys != NULL; keys++)
    {
      const char *text = text_of (fm_node_get_member (node, *keys));

      if (text != NULL)
        return text;
    }
  return NULL;
}

/* A scalar, or the items of a list: calls @each for every text. */
typedef void (*EachNode) (PreviewPage *page, ChapeauDocument *document, const FmNode *node);

static void
for_each (PreviewPage *page, ChapeauDocument *document, const FmNode *node, EachNode each)
{
  if (node == NULL)
    return;
  if (fm_node_get_kind (node) != FM_SEQUENCE)
    {
      each (page, document, node);
      return;
    }
  for (guint i = 0; i < fm_node_get_length (node); i++)
    each (page, document, fm_node_get_item (node, i));
}

/* ---- parts --------------------------------------------------------------------------------- */

static void
add (PreviewPage *page, const char *part, GString *html)
{
  gsize length = html->len;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_string_free (html, FALSE), length);

  preview_page_add_block (page, part, bytes, 0, 0, 0);
}

static void
add_text (
    PreviewPage *page, const char *part, const char *before, const char *text, const char *after)
{
  GString *html = g_string_new (before);

  base_escape_html_text (html, text, strlen (text));
  g_string_append (html, after);
  add (page, part, html);
}

static void
add_category (PreviewPage *page, ChapeauDocument *document, const FmNode *node)
{
  const char *text = text_of (node);

  if (text != NULL)
    add_text (page, PREVIEW_PART_CATEGORIES, "<li>", text, "</li>");
}

static void
add_tag (PreviewPage *page, ChapeauDocument *document, const FmNode *node)
{
  const char *text = text_of (node);

  if (text != NULL)
    add_text (page, PREVIEW_PART_TAGS, "<li>", text, "</li>");
}

static void
add_author (PreviewPage *page, ChapeauDocument *document, const FmNode *node)
{
  static const char *const names[] = { "name", "nom", NULL };
  const char *text =
      fm_node_get_kind (node) == FM_MAPPING ? member_text (node, names) : text_of (node);

  if (text != NULL)
    add_text (page, PREVIEW_PART_AUTHOR,
              preview_page_count_blocks (page, PREVIEW_PART_AUTHOR) > 0 ? ", " : "", text, "");
}

static Site *
site_of (ChapeauDocument *document)
{
  return chapeau_workspace_get_site (chapeau_document_get_workspace (document));
}

/* A reference of the header as an address of the page. */
static void
append_address (GString *html, ChapeauDocument *document, const char *reference)
{
  g_autofree char *file = site_dup_file_of_reference (site_of (document), reference);
  g_autofree char *address =
      file != NULL ? site_dup_reference (site_of (document), file) : g_strdup (reference);

  base_escape_html_attribute (html, address, strlen (address));
}

static const char *const image_addresses[] = { "image", "src", "path", "url", "file", NULL };

char *
chapeau_page_dup_image_file (ChapeauDocument *document)
{
  const FmNode *node = find (document, image_keys);
  const char *address;
  g_autofree char *file = NULL;

  if (node != NULL && fm_node_get_kind (node) == FM_SEQUENCE)
    node = fm_node_get_length (node) > 0 ? fm_node_get_item (node, 0) : NULL;
  if (node == NULL)
    return NULL;
  address =
      fm_node_get_kind (node) == FM_MAPPING ? member_text (node, image_addresses) : text_of (node);
  file = address != NULL ? site_dup_file_of_reference (site_of (document), address) : NULL;
  return file != NULL ? g_build_filename (site_get_root (site_of (document)), file, NULL) : NULL;
}

static void
add_image (PreviewPage *page, ChapeauDocument *document, const FmNode *node)
{
  static const char *const alternatives[] = { "alternative-textuelle", "alt", NULL };
  static const char *const captions[] = { "legende", "caption", NULL };
  gboolean group = fm_node_get_kind (node) == FM_MAPPING;
  const char *address = group ? member_text (node, image_addresses) : text_of (node);
  const char *alternative = group ? member_text (node, alternatives) : NULL;
  const char *caption = group ? member_text (node, captions) : NULL;
  GString *html;

  if (address == NULL || preview_page_count_blocks (page, PREVIEW_PART_HEADER_IMAGE) > 0)
    return;
  html = g_string_new ("<img src=\"");
  append_address (html, document, address);
  g_string_append (html, "\" alt=\"");
  if (alternative != NULL)
    base_escape_html_attribute (html, alternative, strlen (alternative));
  g_string_append (html, "\">");
  if (caption != NULL)
    {
      g_string_append (html, "<figcaption>");
      base_escape_html_text (html, caption, strlen (caption));
      g_string_append (html, "</figcaption>");
    }
  add (page, PREVIEW_PART_HEADER_IMAGE, html);
}

static void
add_file (PreviewPage *page, ChapeauDocument *document, const FmNode *node)
{
  static const char *const addresses[] = { "file", "lien", "fichier", "path", "url", NULL };
  static const char *const names[] = { "nom", "name", "title", "titre", NULL };
  gboolean group = fm_node_get_kind (node) == FM_MAPPING;
  const char *address = group ? member_text (node, addresses) : text_of (node);
  const char *name = group ? member_text (node, names) : NULL;
  g_autofree char *base = NULL;
  GString *html;

  if (address == NULL)
    return;
  base = g_path_get_basename (address);
  html = g_string_new ("<li><a href=\"");
  append_address (html, document, address);
  g_string_append (html, "\">");
  base_escape_html_text (html, name != NULL ? name : base, strlen (name != NULL ? name : base));
  g_string_append (html, "</a></li>");
  add (page, PREVIEW_PART_FILES, html);
}

static void
add_date (PreviewPage *page, ChapeauDocument *document)
{
  Site *site = site_of (document);
  g_autoptr (SitePostInfo) info = site_post_info_new (site, chapeau_document_get_path (document),
                                                      chapeau_document_get_header (document), NULL);
  g_autofree char *words = NULL;

  if (info->date == NULL)
    return;
  words =
      site_date_dup_words (info->date, site_get_timezone (site), site_get_language (site), FALSE);
  add_text (page, PREVIEW_PART_DATE, "", words, "");
}

/* What a layout prints besides, where it is a text or a date; filters are not run. */
static void
add_other (PreviewPage *page, ChapeauDocument *document, const char *part, const char *key)
{
  Site *site = site_of (document);
  const FmNode *node = fm_header_lookup (chapeau_document_get_header (document), key);
  const char *text = text_of (node);
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *words = NULL;
  SiteDateForm form = { FALSE, FALSE, FALSE };

  if (text == NULL || fm_node_get_kind (node) == FM_BOOLEAN)
    return;
  if (fm_node_get_kind (node) == FM_TIME || fm_node_get_kind (node) == FM_DATE)
    date =
        site_date_read (text, fm_node_get_kind (node) == FM_TIME, site_get_timezone (site), &form);
  if (date != NULL)
    words = site_date_dup_words (date, site_get_timezone (site), site_get_language (site),
                                 form.has_time);
  add_text (page, part, "", words != NULL ? words : text, "");
}

static void
add_others (PreviewPage *page, ChapeauDocument *document, const SiteFrame *frame)
{
  for (guint i = 0; frame != NULL && i < frame->places->len; i++)
    {
      const SiteFramePlace *place = g_ptr_array_index (frame->places, i);
      g_autofree char *part = chapeau_page_dup_part_of_key (place->key);

      if (g_str_has_prefix (part, CHAPEAU_PAGE_OTHER_PART) && !place->loop)
        add_other (page, document, part, place->key);
    }
}

static void
add_body (PreviewPage *page, ChapeauRendering *rendering)
{
  for (guint i = 0; i < rendering->blocks->len; i++)
    {
      const KdBlock *block = g_ptr_array_index (rendering->blocks, i);
      /* The block's bytes live as long as the rendering does. */
      g_autoptr (GBytes) html = g_bytes_new_with_free_func (
          block->html, block->html_length, (GDestroyNotify) chapeau_rendering_unref,
          chapeau_rendering_ref (rendering));

      preview_page_add_block (page, PREVIEW_PART_BODY, html, block->hash, (guint) block->first_line,
                              (guint) block->last_line);
    }
}

/* ---- keys ----------------------------------------------------------------------------------- */

char *
chapeau_page_dup_part_of_key (const char *key)
{
  if (strcmp (key, "content") == 0)
    return g_strdup (PREVIEW_PART_BODY);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strv_contains (parts[i].keys, key))
      return g_strdup (parts[i].part);
  return g_strconcat (CHAPEAU_PAGE_OTHER_PART, key, NULL);
}

const char *
chapeau_page_get_key_of_part (ChapeauDocument *document, const char *part)
{
  const FmNode *root = fm_header_get_root (chapeau_document_get_header (document));

  if (g_str_has_prefix (part, CHAPEAU_PAGE_OTHER_PART))
    return part + strlen (CHAPEAU_PAGE_OTHER_PART);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i].part, part) == 0)
      {
        for (const char *const *key = parts[i].keys; root != NULL && *key != NULL; key++)
          if (fm_node_get_member (root, *key) != NULL)
            return *key;
        return parts[i].keys[0];
      }
  return NULL;
}

/* ---- all ------------------------------------------------------------------------------------ */

char **
chapeau_page_dup_texts (ChapeauDocument *document)
{
  const char *lead = text_of (find (document, lead_keys));
  char **texts = g_new0 (char *, 2);

  texts[0] = g_strdup (lead != NULL ? lead : "");
  return texts;
}

PreviewPage *
chapeau_page_new (ChapeauDocument *document, ChapeauRendering *rendering, gboolean dark)
{
  Site *site = site_of (document);
  const char *title = chapeau_document_get_title (document);
  const char *lead = rendering->texts->len > 0 ? g_ptr_array_index (rendering->texts, 0) : "";
  g_autofree char *id = g_strdup_printf ("%p", (gpointer) document);
  PreviewPage *page = preview_page_new (id);

  preview_page_set_title (page, title);
  preview_page_set_language (page, site_get_language (site));
  chapeau_page_set_frame (page, rendering->frame, site_get_language (site), dark);
  for_each (page, document, find (document, image_keys), add_image);
  if (text_of (find (document, title_keys)) != NULL)
    add_text (page, PREVIEW_PART_TITLE, "", title, "");
  if (*lead != '\0')
    add (page, PREVIEW_PART_CHAPEAU, g_string_new (lead));
  add_date (page, document);
  for_each (page, document, find (document, author_keys), add_author);
  for_each (page, document, find (document, category_keys), add_category);
  for_each (page, document, find (document, tag_keys), add_tag);
  for_each (page, document, find (document, file_keys), add_file);
  add_others (page, document, rendering->frame);
  add_body (page, rendering);
  return page;
}
