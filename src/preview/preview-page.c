/* preview-page.c - the page that is to be shown: parts of blocks, and what stands around them.
 *
 * Plain data. Built in a worker by the caller, read-only once it is shown; the reference count is
 * atomic, nothing else is guarded. Pages have few parts, so they are found by looking.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-page.h"

#include "base.h"

static void
block_clear (gpointer data)
{
  PreviewBlock *block = data;

  g_clear_pointer (&block->html, g_bytes_unref);
}

static void
part_free (gpointer data)
{
  PreviewPart *part = data;

  g_array_unref (part->blocks);
  g_free (part);
}

static void
stylesheet_free (gpointer data)
{
  PreviewStylesheet *stylesheet = data;

  g_free (stylesheet->address);
  g_clear_pointer (&stylesheet->css, g_bytes_unref);
  g_free (stylesheet);
}

PreviewPage *
preview_page_new (const char *post_id)
{
  PreviewPage *page = g_new0 (PreviewPage, 1);

  g_atomic_ref_count_init (&page->references);
  page->post_id = g_strdup (post_id != NULL ? post_id : "");
  page->title = g_strdup ("");
  page->language = g_strdup ("fr");
  page->address = g_strdup ("/");
  page->theme = PREVIEW_THEME_LIGHT;
  page->parts = g_ptr_array_new_with_free_func (part_free);
  page->stylesheets = g_ptr_array_new_with_free_func (stylesheet_free);
  page->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return page;
}

PreviewPage *
preview_page_ref (PreviewPage *page)
{
  g_atomic_ref_count_inc (&page->references);
  return page;
}

void
preview_page_unref (PreviewPage *page)
{
  if (!g_atomic_ref_count_dec (&page->references))
    return;
  g_free (page->post_id);
  g_free (page->title);
  g_free (page->language);
  g_free (page->address);
  g_ptr_array_unref (page->parts);
  g_ptr_array_unref (page->stylesheets);
  g_hash_table_unref (page->classes);
  g_clear_pointer (&page->shell, g_bytes_unref);
  g_free (page);
}

const char *
preview_page_get_post_id (const PreviewPage *page)
{
  return page->post_id;
}

PreviewPart *
preview_page_find_part (const PreviewPage *page, const char *name)
{
  for (guint i = 0; i < page->parts->len; i++)
    {
      PreviewPart *part = g_ptr_array_index (page->parts, i);

      if (g_str_equal (part->name, name))
        return part;
    }
  return NULL;
}

void
preview_page_add_block (PreviewPage *page,
                        const char *part_name,
                        GBytes *html,
                        guint64 hash,
                        guint first_line,
                        guint last_line)
{
  PreviewPart *part = preview_page_find_part (page, part_name);
  PreviewBlock block = { g_bytes_ref (html), hash, first_line, MAX (first_line, last_line) };

  if (part == NULL)
    {
      part = g_new0 (PreviewPart, 1);
      part->name = g_intern_string (part_name);
      part->blocks = g_array_new (FALSE, FALSE, sizeof (PreviewBlock));
      g_array_set_clear_func (part->blocks, block_clear);
      g_ptr_array_add (page->parts, part);
    }
  if (hash == 0)
    {
      gsize length;
      const char *text = g_bytes_get_data (html, &length);

      block.hash = base_hash_bytes (text != NULL ? text : "", length);
    }
  g_array_append_val (part->blocks, block);
}

guint
preview_page_count_blocks (const PreviewPage *page, const char *part_name)
{
  const PreviewPart *part = preview_page_find_part (page, part_name);

  return part != NULL ? part->blocks->len : 0;
}

const PreviewBlock *
preview_page_get_block (const PreviewPage *page, const char *part_name, guint nth)
{
  const PreviewPart *part = preview_page_find_part (page, part_name);

  g_return_val_if_fail (part != NULL && nth < part->blocks->len, NULL);
  return &g_array_index (part->blocks, PreviewBlock, nth);
}

static void
replace_string (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value != NULL ? value : "");
}

void
preview_page_set_title (PreviewPage *page, const char *title)
{
  replace_string (&page->title, title);
}

void
preview_page_set_language (PreviewPage *page, const char *language)
{
  replace_string (&page->language, language);
}

void
preview_page_set_theme (PreviewPage *page, PreviewTheme theme)
{
  page->theme = theme;
}

void
preview_page_set_address (PreviewPage *page, const char *address)
{
  g_free (page->address);
  page->address = g_strconcat (address != NULL && address[0] == '/' ? "" : "/", address, NULL);
}

void
preview_page_add_stylesheet (PreviewPage *page, const char *address, GBytes *css)
{
  PreviewStylesheet *stylesheet = g_new0 (PreviewStylesheet, 1);

  stylesheet->address = g_strconcat (address[0] == '/' ? "" : "/", address, NULL);
  stylesheet->css = css != NULL ? g_bytes_ref (css) : NULL;
  g_ptr_array_add (page->stylesheets, stylesheet);
}

void
preview_page_set_frame_class (PreviewPage *page, const char *place, const char *classes)
{
  g_hash_table_replace (page->classes, g_strdup (place), g_strdup (classes != NULL ? classes : ""));
}

void
preview_page_set_shell (PreviewPage *page, GBytes *shell)
{
  g_clear_pointer (&page->shell, g_bytes_unref);
  page->shell = shell != NULL ? g_bytes_ref (shell) : NULL;
}

static gboolean
same_bytes (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static gboolean
same_stylesheets (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const PreviewStylesheet *left = g_ptr_array_index (a, i);
      const PreviewStylesheet *right = g_ptr_array_index (b, i);

      if (!g_str_equal (left->address, right->address) || !same_bytes (left->css, right->css))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_classes (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer place;
  gpointer classes;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &place, &classes))
    if (g_strcmp0 (classes, g_hash_table_lookup (b, place)) != 0)
      return FALSE;
  return TRUE;
}

gboolean
preview_page_same_around (const PreviewPage *a, const PreviewPage *b)
{
  return g_str_equal (a->post_id, b->post_id) && g_str_equal (a->language, b->language)
         && g_str_equal (a->address, b->address) && a->theme == b->theme
         && same_stylesheets (a->stylesheets, b->stylesheets)
         && same_classes (a->classes, b->classes) && same_bytes (a->shell, b->shell);
}
