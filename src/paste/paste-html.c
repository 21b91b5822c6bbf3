/* paste-html.c - the entry: bytes of the clipboard → tree → Markdown and what was left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "paste-private.h"

#include <libxml/HTMLparser.h>
#include <string.h>

static const char *const dropped_names[PASTE_N_DROPPED] = {
  [PASTE_DROPPED_SCRIPT] = "script",
  [PASTE_DROPPED_STYLE_SHEET] = "style-sheet",
  [PASTE_DROPPED_COMMENT] = "comment",
  [PASTE_DROPPED_DELETED_TEXT] = "deleted-text",
  [PASTE_DROPPED_HIDDEN_TEXT] = "hidden-text",
  [PASTE_DROPPED_FORM] = "form",
  [PASTE_DROPPED_FRAME] = "frame",
  [PASTE_DROPPED_OBJECT] = "object",
  [PASTE_DROPPED_MEDIA] = "media",
  [PASTE_DROPPED_TRACKER] = "tracker",
  [PASTE_DROPPED_LINK] = "link",
  [PASTE_DROPPED_COLOUR] = "colour",
  [PASTE_DROPPED_UNDERLINE] = "underline",
  [PASTE_DROPPED_ALIGNMENT] = "alignment",
  [PASTE_DROPPED_TABLE_LAYOUT] = "table-layout",
  [PASTE_DROPPED_DEPTH] = "depth",
};

const char *
paste_dropped_name (PasteDroppedKind kind)
{
  g_assert (kind < PASTE_N_DROPPED);
  return dropped_names[kind];
}

PasteOptions
paste_options_default (void)
{
  PasteOptions options = { 2, TRUE, TRUE };
  return options;
}

static void
free_image (gpointer data)
{
  PasteImage *image = data;

  g_free (image->source);
  g_free (image->reference);
  g_free (image->alternative);
  g_clear_pointer (&image->data, g_bytes_unref);
  g_free (image->media_type);
  g_free (image);
}

/* Windows puts "Version:0.9 StartHTML:…" before the HTML. */
static gsize
clipboard_header_length (const char *html, gsize length)
{
  const char *start;

  if (length < 8 || g_ascii_strncasecmp (html, "Version:", 8) != 0)
    return 0;
  start = memchr (html, '<', length);
  return start != NULL ? (gsize) (start - html) : length;
}

/* Does a tag of Word's begin at @p that HTML does not know: <![if …]>, <![endif]>, <o:p>, <st1:…>?
 * libxml2 shows the first as text and takes the second for a paragraph. */
static gboolean
is_office_tag (const char *p, gsize left)
{
  static const char *const tags[] = { "<![", "<o:", "</o:", "<st1:", "</st1:" };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (left >= strlen (tags[i]) && g_ascii_strncasecmp (p, tags[i], strlen (tags[i])) == 0)
      return TRUE;
  return FALSE;
}

/* The HTML without those tags (their content stays). */
static GString *
without_office_tags (const char *html, gsize length)
{
  GString *out = g_string_sized_new (length);
  gsize from = 0;

  for (gsize i = 0; i < length; i++)
    if (html[i] == '<' && is_office_tag (html + i, length - i))
      {
        const char *close = memchr (html + i, '>', length - i);

        if (close == NULL)
          break;
        g_string_append_len (out, html + from, (gssize) (i - from));
        i = (gsize) (close - html);
        from = i + 1;
      }
  g_string_append_len (out, html + from, (gssize) (length - from));
  return out;
}

static htmlDocPtr
parse (const char *html, gsize length, gboolean *truncated)
{
  htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt (html, (int) length);
  /* Without a word on the encoding it is UTF-8, if it is that at all. */
  const char *encoding = g_utf8_validate (html, (gssize) length, NULL) ? "UTF-8" : NULL;
  htmlDocPtr document;

  if (context == NULL)
    return NULL;
  document = htmlCtxtReadMemory (context, html, (int) length, NULL, encoding,
                                 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING
                                     | HTML_PARSE_NONET | HTML_PARSE_COMPACT);
  /* What libxml2 says when it gives up on depth, and about nothing else that HTML can cause. */
  *truncated = *truncated || context->lastError.code == XML_ERR_INTERNAL_ERROR;
  htmlFreeParserCtxt (context);
  return document;
}

/* Where each image's destination stands in the finished text, in order: one walk over the text. */
static void
locate_images (PasteResult *result)
{
  const char *text = result->markdown;
  gsize at = 0;

  for (guint i = 0; i < result->images->len; i++)
    {
      PasteImage *image = result->images->pdata[i];
      gsize size = strlen (image->reference);

      for (; at + size + 3 <= result->length; at++)
        if (text[at] == ']' && text[at + 1] == '(' && text[at + 2 + size] == ')'
            && memcmp (text + at + 2, image->reference, size) == 0)
          {
            image->span = base_span (at + 2, at + 2 + size);
            at = image->span.end;
            break;
          }
    }
}

PasteResult *
paste_html (const char *html, gsize length, const PasteOptions *options)
{
  PasteResult *result = g_new0 (PasteResult, 1);
  Paste paste = { .result = result };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GString) plain = NULL;
  gsize skip = clipboard_header_length (html, length);
  htmlDocPtr document = NULL;
  xmlNode *root;

  paste.options = options != NULL ? *options : paste_options_default ();
  paste.options.first_heading_level = CLAMP (paste.options.first_heading_level, 1, 6);
  paste.notes = g_string_new (NULL);
  result->images = g_ptr_array_new_with_free_func (free_image);
  html += skip;
  length -= skip;
  if (length > PASTE_MAX_BYTES)
    {
      length = PASTE_MAX_BYTES;
      while (length > 0 && ((guchar) html[length] & 0xC0) == 0x80)
        length--;
      result->truncated = TRUE;
    }
  plain = without_office_tags (html, length);
  if (plain->len > 0)
    document = parse (plain->str, plain->len, &result->truncated);
  root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  if (root != NULL)
    paste_blocks (&paste, out, root, 0);
  paste_append_block (out, paste.notes->str);
  g_string_free (paste.notes, TRUE);
  if (document != NULL)
    xmlFreeDoc (document);
  result->length = out->len;
  result->markdown = g_strndup (out->str, out->len);
  result->is_plain = !paste.is_formatted && paste.paragraphs <= 1;
  locate_images (result);
  return result;
}

void
paste_result_free (PasteResult *result)
{
  if (result == NULL)
    return;
  g_free (result->markdown);
  g_ptr_array_unref (result->images);
  g_free (result);
}
