/* preview-shell.c - the document that a page is loaded as.
 *
 * The shell is a HTML document with comments where the parts go. The first content travels in an
 * attribute of a <meta> element, as JSON, and enters the page by the same function as any later
 * block; so a page that was patched and one that was loaded cannot differ, and nothing of a post is
 * ever seen by the document's parser.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-shell.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base.h"
#include "preview-path.h"
#include "preview-resources.h"

#define RESOURCES "/io/github/chapeau_editor/Chapeau/preview/"
#define HEAD_MARK "<!--chapeau:head-->"
#define POLICY_REST                                                                                \
  "default-src 'none'; script-src 'none'; connect-src 'none'; frame-src 'none'; "                  \
  "object-src 'none'; base-uri 'none'; form-action 'none'; "                                       \
  "style-src " PREVIEW_SCHEME ": 'unsafe-inline'; font-src " PREVIEW_SCHEME ": data:; "

GBytes *
preview_shell_resource (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GError) error = NULL;
  /* By name of the resource: nothing else would make a linker take it out of a static library. */
  GBytes *bytes =
      g_resource_lookup_data (preview_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_error ("%s", error->message);
  return bytes;
}

static void
append_bytes (GString *out, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_string_append_len (out, text, (gssize) length);
}

static void
append_resource (GString *out, const char *name)
{
  g_autoptr (GBytes) bytes = preview_shell_resource (name);

  append_bytes (out, bytes);
}

char *
preview_shell_script (void)
{
  static const char *const scripts[] = { "dom.js", "marks.js", "follow.js", "patch.js" };
  GString *out = g_string_new ("(() => {\n'use strict';\n");

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    append_resource (out, scripts[i]);
  g_string_append (out, "})();\n");
  return g_string_free (out, FALSE);
}

const char *
preview_shell_policy (gboolean external_content)
{
  if (external_content)
    return POLICY_REST "img-src " PREVIEW_SCHEME ": data: http: https:; "
                       "media-src " PREVIEW_SCHEME ": http: https:";
  return POLICY_REST "img-src " PREVIEW_SCHEME ": data:; media-src " PREVIEW_SCHEME ":";
}

/* ---- head ----------------------------------------------------------------------------------- */

static void
append_place (GString *json, const char *name, PreviewPlace place)
{
  char fraction[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (fraction, sizeof fraction, place.fraction);
  g_string_append_printf (json, ",\"%s\":[%u,%s]", name, place.id, fraction);
}

static void
append_word (GString *json, const char *name, const char *word)
{
  g_string_append_printf (json, "\"%s\":", name);
  base_escape_json_string (json, word, strlen (word));
}

static void
append_data (GString *out, const PreviewShellState *state)
{
  g_autoptr (GString) json = g_string_sized_new (strlen (state->operations) + 256);

  g_string_append (json, "{\"words\":{");
  /* Translators: stands in the preview where an image's file is not found */
  append_word (json, "missing", _ ("Missing image"));
  g_string_append_c (json, ',');
  /* Translators: stands in the preview for an image on another site, which is not fetched */
  append_word (json, "external", _ ("Image from another site"));
  g_string_append_c (json, ',');
  /* Translators: stands in the preview for a video, a map or the like of another site */
  append_word (json, "frame", _ ("Content from another site"));
  g_string_append_c (json, ',');
  /* Translators: hint in the preview on a part that the site's own program would replace */
  append_word (json, "liquid", _ ("This part is not rendered here"));
  g_string_append_printf (json, "},\"external\":%s", state->external_content ? "true" : "false");
  append_place (json, "place", state->top);
  append_place (json, "mark", state->mark);
  g_string_append_printf (json, ",\"operations\":");
  g_string_append (json, state->operations);
  g_string_append_c (json, '}');
  g_string_append (out, "<meta name=\"chapeau-page\" content=\"");
  base_escape_html_attribute (out, json->str, json->len);
  g_string_append (out, "\">\n");
}

static void
append_style (GString *out, const char *resource)
{
  g_string_append (out, "<style>\n");
  append_resource (out, resource);
  g_string_append (out, "</style>\n");
}

/* The site's over what our shell cannot do without; or ours. */
static void
append_stylesheets (GString *out, const PreviewPage *page)
{
  if (page->shell == NULL)
    append_style (out, page->stylesheets->len > 0 ? "frame.css" : "preview.css");
  for (guint i = 0; i < page->stylesheets->len; i++)
    {
      const PreviewStylesheet *stylesheet = g_ptr_array_index (page->stylesheets, i);

      g_string_append (out, "<link rel=\"stylesheet\" href=\"");
      base_escape_html_attribute (out, stylesheet->address, strlen (stylesheet->address));
      g_string_append (out, "\">\n");
    }
}

static void
append_head (GString *out, const PreviewPage *page, const PreviewShellState *state)
{
  g_string_append (out, "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                        "content=\"width=device-width, initial-scale=1\">\n<title>");
  base_escape_html_text (out, page->title, strlen (page->title));
  g_string_append (out, "</title>\n");
  append_data (out, state);
  append_stylesheets (out, page);
}

/* ---- body ----------------------------------------------------------------------------------- */

static const char *
theme_name (PreviewTheme theme)
{
  switch (theme)
    {
    case PREVIEW_THEME_LIGHT:
      return "light";
    case PREVIEW_THEME_DARK:
      return "dark";
    case PREVIEW_THEME_SITE:
      return "site";
    }
  g_assert_not_reached ();
}

/* The value of a place in our own shell: {{language}}, {{theme}}, or the class names of a frame. */
static void
append_value (GString *out, const PreviewPage *page, const char *place)
{
  const char *value = g_hash_table_lookup (page->classes, place);
  g_autofree char *own = g_strconcat ("chapeau-", place, NULL);

  if (g_str_equal (place, "language"))
    value = page->language;
  else if (g_str_equal (place, "theme"))
    value = theme_name (page->theme);
  else if (value == NULL)
    value = own;
  base_escape_html_attribute (out, value, strlen (value));
}

static void
append_shell_text (GString *out, const PreviewPage *page, const char *text, const char *end)
{
  while (page->shell == NULL && text < end)
    {
      const char *open = g_strstr_len (text, end - text, "{{");
      const char *close = open != NULL ? g_strstr_len (open, end - open, "}}") : NULL;
      g_autofree char *place = NULL;

      if (close == NULL)
        break;
      place = g_strndup (open + 2, (gsize) (close - open - 2));
      g_string_append_len (out, text, open - text);
      append_value (out, page, place);
      text = close + 2;
    }
  g_string_append_len (out, text, end - text);
}

/* Where the head goes: at its comment, else after <head>, else before everything. */
static const char *
find_head (const char *text, gsize length, const char **after)
{
  const char *found = g_strstr_len (text, (gssize) length, HEAD_MARK);

  if (found != NULL)
    {
      *after = found + strlen (HEAD_MARK);
      return found;
    }
  found = g_strstr_len (text, (gssize) length, "<head>");
  *after = found != NULL ? found + strlen ("<head>") : text;
  return *after;
}

GBytes *
preview_shell_document (const PreviewPage *page, const PreviewShellState *state)
{
  g_autoptr (GBytes) shell =
      page->shell != NULL ? g_bytes_ref (page->shell) : preview_shell_resource ("shell.html");
  GString *out = g_string_sized_new (16384 + strlen (state->operations) * 5 / 4);
  gsize length;
  const char *text = g_bytes_get_data (shell, &length);
  const char *after;
  const char *head = find_head (text, length, &after);

  append_shell_text (out, page, text, head);
  append_head (out, page, state);
  append_shell_text (out, page, after, text + length);
  return g_string_free_to_bytes (out);
}
