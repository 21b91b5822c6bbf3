/* kd-render-code.c - code blocks and code spans, with the wrappers of the highlighter rouge.
 *
 * The tokens that rouge would find in the code are not ours to give: the code stands escaped where
 * its spans would be. For a language that rouge does not know it does nothing, and kramdown writes
 * the code plainly; so its languages' names stand in kd-render-rouge.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

#define LANGUAGE "language-"

/* \blanguage-(\S+) in a class attribute. */
static gboolean
find_language (const char *value, BaseSpan *whole, BaseSpan *name)
{
  gsize length = value != NULL ? strlen (value) : 0;

  for (const char *at = value; at != NULL && (at = strstr (at, LANGUAGE)) != NULL; at++)
    {
      gsize pos = (gsize) (at - value);
      gsize end = pos + strlen (LANGUAGE);
      if (kd_is_space (value[end]) || value[end] == '\0'
          || (pos > 0 && kd_word_at (value, kd_previous (value, 0, pos), length)))
        continue;
      *whole = *name = (BaseSpan){ pos, end };
      name->start = end;
      while (value[end] != '\0' && !kd_is_space (value[end]))
        end++;
      whole->end = name->end = end;
      return TRUE;
    }
  return FALSE;
}

/* ---- rouge ---------------------------------------------------------------------------------- */

/* Whether rouge makes something of code in this language; NULL: none is given. What stands behind a
 * question mark are options for the lexer. */
static gboolean
is_highlighted (KdRender *render, const KdHighlighting *how, const char *language, gsize length)
{
  const char *options;

  if (!render->options->rouge || how->disabled)
    return FALSE;
  if (language == NULL && how->default_lang != NULL)
    {
      language = how->default_lang;
      length = strlen (language);
    }
  if (language == NULL)
    return how->guess_lang;
  options = memchr (language, '?', length);
  if (options != NULL)
    length = (gsize) (options - language);
  if (length == strlen ("guess") && memcmp (language, "guess", length) == 0)
    return TRUE;
  return kd_rouge_knows (language, length)
         && (how->guess_lang || !kd_rouge_is_plain (language, length));
}

/* A class attribute with the highlighter's name, and the language in front if one is known. A
 * language that stands first in it already is replaced. */
static char *
highlighter_class (const char *value, const char *language, gsize length)
{
  g_autofree char *classes = g_strconcat (value != NULL ? value : "", " highlighter-rouge", NULL);
  const char *rest = classes + kd_skip_space (classes, 0, strlen (classes));
  BaseSpan whole, name;

  if (language == NULL)
    return g_strdup (rest);
  if (find_language (rest, &whole, &name) && whole.start == 0)
    return g_strdup_printf (LANGUAGE "%.*s%s", (int) length, language, rest + whole.end);
  return g_strdup_printf (LANGUAGE "%.*s %s", (int) length, language, rest);
}

/* ---- code blocks ---------------------------------------------------------------------------- */

/* A run of spaces and tabs, each as kramdown shows it. */
static void
render_whitespace (KdRender *render, const char *run, gsize length, const char *suffix)
{
  for (gsize i = 0; i < length; i++)
    {
      kd_render_string (render, run[i] == '\t' ? "<span class=\"ws-tab" : "<span class=\"ws-space");
      kd_render_string (render, suffix);
      kd_render_string (render, run[i] == '\t' ? "\">\t</span>" : "\">&#8901;</span>");
    }
}

/* Code with its spaces and tabs made visible, those at the left and right of a line apart. */
static void
render_with_whitespace (KdRender *render, const char *text, gsize length)
{
  gsize pos = 0;

  while (pos < length)
    {
      gsize from = pos;
      while (pos < length && text[pos] != ' ' && text[pos] != '\t')
        pos++;
      kd_render_escaped (render, text + from, pos - from);
      from = pos;
      pos = kd_skip_blanks (text, pos, length);
      if (from == 0 || text[from - 1] == '\n')
        render_whitespace (render, text + from, pos - from, "-l");
      else if (pos == length || text[pos] == '\n')
        render_whitespace (render, text + from, pos - from, "-r");
      else
        render_whitespace (render, text + from, pos - from, "");
    }
}

static void
render_plain (KdRender *render,
              const KdElement *element,
              int indent,
              const KdOverride *override,
              guint n_overrides,
              const char *language)
{
  const char *class = kd_element_get_attribute (render->document, element, "class");
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (length > 0 && text[length - 1] == '\n')
    length--;
  kd_render_start_with (render, indent, "pre", element, override, n_overrides);
  kd_render_literal (render, "><code");
  if (language != NULL)
    {
      kd_render_literal (render, " class=\"" LANGUAGE);
      kd_render_attribute_value (render, language, strlen (language));
      kd_render_byte (render, '"');
    }
  kd_render_byte (render, '>');
  if (kd_find_class_word (class, "show-whitespaces") != NULL)
    render_with_whitespace (render, text, length);
  else
    kd_render_escaped (render, text, length);
  kd_render_literal (render, "\n</code></pre>\n");
}

static void
render_highlighted (
    KdRender *render, const KdElement *element, int indent, const char *class, const char *language)
{
  const KdHighlighting *how = &render->options->block_code;
  g_autofree char *classes = NULL;
  KdOverride override = { "class", NULL };
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (language == NULL)
    language = how->default_lang;
  classes = highlighter_class (class, language, language != NULL ? strlen (language) : 0);
  override.value = classes;
  kd_render_start_with (render, indent, "div", element, &override, 1);
  kd_render_literal (render, "><div class=\"highlight\"><pre class=\"highlight\"><code>");
  kd_render_escaped (render, text, length);
  kd_render_literal (render, "</code></pre></div>");
  kd_render_spaces (render, indent);
  kd_render_literal (render, "</div>\n");
}

/* The class without its language; NULL if nothing else is left. */
static char *
class_without (const char *class, BaseSpan language)
{
  g_autofree char *rest = g_strndup (class, language.start);
  g_autofree char *joined = g_strconcat (rest, class + language.end, NULL);

  g_strstrip (joined);
  return joined[0] != '\0' ? g_steal_pointer (&joined) : NULL;
}

void
kd_render_codeblock (KdRender *render, const KdElement *element, int indent)
{
  const char *class = kd_element_get_attribute (render->document, element, "class");
  g_autofree char *language = NULL;
  g_autofree char *rest = NULL;
  KdOverride override = { "class", class };
  guint n_overrides = 0;
  const char *highlighted;
  BaseSpan whole, name;
  gsize length;

  if (class != NULL && find_language (class, &whole, &name))
    {
      language = g_strndup (class + name.start, name.end - name.start);
      override.value = rest = class_without (class, whole);
      n_overrides = 1;
    }
  highlighted = kd_element_get_language (element, &length);
  if (highlighted == NULL && language != NULL)
    {
      highlighted = language;
      length = strlen (language);
    }
  if (is_highlighted (render, &render->options->block_code, highlighted, length))
    render_highlighted (render, element, indent, override.value, language);
  else
    render_plain (render, element, indent, &override, n_overrides, language);
}

/* ---- code spans ----------------------------------------------------------------------------- */

void
kd_render_codespan (KdRender *render, const KdElement *element, int indent)
{
  const KdHighlighting *how = &render->options->span_code;
  const char *class = NULL;
  const char *language = NULL;
  g_autofree char *classes = NULL;
  KdOverride override = { "class", NULL };
  gsize language_length = 0;
  BaseSpan whole, name;
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (render->options->rouge)
    {
      class = kd_element_get_attribute (render->document, element, "class");
      if (class != NULL && find_language (class, &whole, &name))
        {
          language = class + name.start;
          language_length = name.end - name.start;
        }
      if (is_highlighted (render, how, language, language_length))
        {
          if (language == NULL && how->default_lang != NULL)
            {
              language = how->default_lang;
              language_length = strlen (language);
            }
          override.value = classes = highlighter_class (class, language, language_length);
        }
    }
  kd_render_start_with (render, 0, "code", element, &override, override.value != NULL ? 1 : 0);
  kd_render_byte (render, '>');
  kd_render_escaped (render, text, length);
  kd_render_literal (render, "</code>");
}
