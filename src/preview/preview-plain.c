/* preview-plain.c - the words of a page, for when it cannot be shown.
 *
 * Not a HTML parser. The text is shown by a GtkTextView, where nothing can be dangerous, and only
 * when a page has ended the web process three times; it must be quick and never fail.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-plain.h"

#include <string.h>

/* Bytes of a part that preview_page_dup_text looks at, one block more or less. */
#define MOST_TEXT 4096

/* Elements whose content is no text to read. */
static const char *const silent[] = { "script", "style", "svg", "template" };

static const struct
{
  const char *entity;
  const char *text;
} entities[] = {
  { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&nbsp;", "\u00a0" },
};

static gboolean
starts_with (const char *text, const char *end, const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - text) >= length && g_ascii_strncasecmp (text, word, length) == 0;
}

/* The end of an element whose content is skipped, or @tag itself if it is not one of those. */
static const char *
skip_silent (const char *tag, const char *end)
{
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    {
      g_autofree char *close = g_strconcat ("</", silent[i], NULL);

      if (!starts_with (tag + 1, end, silent[i]))
        continue;
      for (const char *p = tag; p < end; p++)
        if (starts_with (p, end, close))
          return p;
      return end;
    }
  return tag;
}

static const char *
append_entity (GString *out, const char *text, const char *end)
{
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (starts_with (text, end, entities[i].entity))
      {
        g_string_append (out, entities[i].text);
        return text + strlen (entities[i].entity);
      }
  g_string_append_c (out, '&');
  return text + 1;
}

static gboolean
looks_like_tag (const char *text, const char *end)
{
  return end - text > 1 && (g_ascii_isalpha (text[1]) || text[1] == '/' || text[1] == '!');
}

static void
append_block (GString *out, const PreviewBlock *block)
{
  gsize length;
  const char *text = g_bytes_get_data (block->html, &length);
  const char *end = text + length;

  while (text < end)
    if (*text == '<' && looks_like_tag (text, end))
      {
        const char *after = skip_silent (text, end);
        const char *close = memchr (after, '>', (gsize) (end - after));

        text = close != NULL ? close + 1 : end;
      }
    else if (*text == '&')
      text = append_entity (out, text, end);
    else
      g_string_append_c (out, *text++);
}

char *
preview_page_dup_text (const PreviewPage *page, const char *part)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *valid = NULL;
  g_auto (GStrv) words = NULL;
  guint kept = 0;

  for (guint i = 0; i < preview_page_count_blocks (page, part) && out->len < MOST_TEXT; i++)
    {
      append_block (out, preview_page_get_block (page, part, i));
      g_string_append_c (out, ' ');
    }
  valid = g_utf8_make_valid (out->str, (gssize) out->len);
  words = g_strsplit_set (valid, " \t\r\n", -1);
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      words[kept++] = *word;
    else
      g_free (*word);
  words[kept] = NULL;
  return g_strjoinv (" ", words);
}

char *
preview_plain_text (const PreviewPage *page)
{
  static const char *const shown[] = { PREVIEW_PART_TITLE, PREVIEW_PART_CHAPEAU,
                                       PREVIEW_PART_BODY };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *raw = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      for (guint j = 0; j < preview_page_count_blocks (page, shown[i]); j++)
        append_block (out, preview_page_get_block (page, shown[i], j));
      g_string_append (out, "\n\n");
    }
  raw = g_string_free (g_steal_pointer (&out), FALSE);
  return g_utf8_make_valid (raw, -1);
}
