/* kd-render-text.c - texts, entities, typographic symbols and smart quotes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

/* Newlines between two East Asian characters are left out. */
static void
render_joined (KdRender *render, const char *text, gsize length)
{
  gsize from = 0;
  guint size;

  for (gsize pos = 1; pos + 1 < length; pos++)
    if (text[pos] == '\n'
        && kd_is_east_asian_code_point (kd_decode (text, kd_previous (text, 0, pos), &size))
        && kd_is_east_asian_code_point (kd_decode (text, pos + 1, &size)))
      {
        kd_render_text (render, text + from, pos - from);
        from = pos + 1;
      }
  kd_render_text (render, text + from, length - from);
}

void
kd_render_text_element (KdRender *render, const KdElement *element, int indent)
{
  gsize length;
  const char *text = kd_element_get_text (render->document, element, &length);

  if (render->options->remove_line_breaks_for_cjk)
    render_joined (render, text, length);
  else
    kd_render_text (render, text, length);
}

void
kd_render_entity_element (KdRender *render, const KdElement *element, int indent)
{
  gsize length;
  const char *original = kd_element_get_text (render->document, element, &length);

  kd_render_entity (render, kd_element_get_code_point (element), NULL, original, length);
}

/* ---- by name -------------------------------------------------------------------------------- */

static void
render_named (KdRender *render, const char *name)
{
  kd_render_entity (render, kd_entity_code_point (name, strlen (name)), name, NULL, 0);
}

void
kd_render_nbsp (KdRender *render)
{
  kd_render_entity (render, 0xa0, "nbsp", NULL, 0);
}

static guint
find_name (
    KdRender *render, const KdElement *element, const char *const *names, guint n, guint otherwise)
{
  gsize length;
  const char *name = kd_element_get_text (render->document, element, &length);

  for (guint i = 0; i < n; i++)
    if (names[i] == name || (strlen (names[i]) == length && memcmp (names[i], name, length) == 0))
      return i;
  return otherwise;
}

/* A smart quote is the name of an entity or a number; at what is neither, kramdown fails. */
static void
write_quote (KdRender *render, KdQuote quote)
{
  const char *text = render->options->smart_quotes[quote];
  gunichar code_point = kd_entity_code_point (text, strlen (text));

  if (code_point != 0)
    render_named (render, text);
  else if ((code_point = (gunichar) g_ascii_strtoull (text, NULL, 0)) != 0)
    kd_render_entity (render, code_point, NULL, NULL, 0);
  else
    render_named (render, kd_quote_names[quote]);
}

static void
write_symbol (KdRender *render, KdSymbol symbol)
{
  const char *text = render->options->symbols[symbol];

  if (text != NULL)
    kd_render_text (render, text, strlen (text));
  else if (symbol == KD_SYMBOL_LAQUO_SPACE)
    {
      render_named (render, "laquo");
      kd_render_nbsp (render);
    }
  else if (symbol == KD_SYMBOL_RAQUO_SPACE)
    {
      kd_render_nbsp (render);
      render_named (render, "raquo");
    }
  else
    render_named (render, kd_symbol_names[symbol]);
}

/* What is written the first time is kept for the next. */
void
kd_render_quote (KdRender *render, const KdElement *element, int indent)
{
  KdQuote quote = find_name (render, element, kd_quote_names, KD_N_QUOTES, KD_QUOTE_RSQUO);
  gsize from = render->length;

  if (render->quotes[quote] != NULL)
    {
      kd_render_string (render, render->quotes[quote]);
      return;
    }
  write_quote (render, quote);
  render->quotes[quote] = g_strndup (render->out + from, render->length - from);
}

void
kd_render_symbol (KdRender *render, const KdElement *element, int indent)
{
  KdSymbol symbol = find_name (render, element, kd_symbol_names, KD_N_SYMBOLS, KD_SYMBOL_HELLIP);
  gsize from = render->length;

  if (render->symbols[symbol] != NULL)
    {
      kd_render_string (render, render->symbols[symbol]);
      return;
    }
  write_symbol (render, symbol);
  render->symbols[symbol] = g_strndup (render->out + from, render->length - from);
}
