/* kd-render-buffer.c - the HTML's bytes: the growing buffer, escaping, entities, attributes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

void
kd_render_grow (KdRender *render, gsize size)
{
  gsize needed = render->length + size;

  render->capacity = MAX (needed, render->capacity + render->capacity / 2) + 64;
  render->out = g_realloc (render->out, render->capacity);
}

void
kd_render_string (KdRender *render, const char *text)
{
  kd_render_bytes (render, text, strlen (text));
}

void
kd_render_number (KdRender *render, gint64 number)
{
  char digits[24];

  kd_render_bytes (render, digits,
                   (gsize) g_snprintf (digits, sizeof digits, "%" G_GINT64_FORMAT, number));
}

void
kd_render_spaces (KdRender *render, int n)
{
  if (n <= 0)
    return;
  if (render->capacity - render->length < (gsize) n)
    kd_render_grow (render, (gsize) n);
  memset (render->out + render->length, ' ', (gsize) n);
  render->length += (gsize) n;
}

static void
reverse (char *from, char *to)
{
  while (from < to)
    {
      char first = *from;
      *from++ = *--to;
      *to = first;
    }
}

/* Two parts change places in the buffer itself: what is moved may be most of the HTML. */
gsize
kd_render_move_to (KdRender *render, gsize from, char place)
{
  char *at = memchr (render->out, (guchar) place, from);
  char *end = render->out + render->length - 1;

  g_assert (at != NULL);
  memmove (at, at + 1, (gsize) (end - at));
  reverse (at, render->out + from - 1);
  reverse (render->out + from - 1, end);
  reverse (at, end);
  render->length--;
  return (gsize) (at - render->out);
}

/* ---- escaping ------------------------------------------------------------------------------- */

/* [-A-Za-z0-9_.:] */
static gboolean
is_name_character (char c)
{
  return kd_is_word (c) || c == '-' || c == '.' || c == ':';
}

/* The length of a reference at @text, which starts with "&"; 0 if it is none. */
static gsize
match_reference (const char *text, gsize length)
{
  gsize pos = 1;
  gsize first;

  if (pos < length && text[pos] == '#')
    {
      gboolean hexadecimal = pos + 1 < length && text[pos + 1] == 'x';
      pos += hexadecimal ? 2 : 1;
      for (first = pos; pos < length; pos++)
        if (!(hexadecimal ? g_ascii_isxdigit (text[pos]) : kd_is_digit (text[pos])))
          break;
    }
  else
    {
      first = pos;
      if (pos < length && (text[pos] == '-' || text[pos] == '.'))
        return 0;
      while (pos < length && is_name_character (text[pos]))
        pos++;
    }
  return pos > first && pos < length && text[pos] == ';' ? pos + 1 : 0;
}

typedef guint8 Bytes __attribute__ ((vector_size (16)));

/* 2 for what is special, 1 for what is so in attributes only. */
static const guint8 specials[256] = { ['<'] = 2, ['>'] = 2, ['&'] = 2, ['"'] = 1 };

/* The next < > & (or ") from @pos on; @length if there is none. */
static inline gsize
find_special (const char *text, gsize pos, gsize length, gboolean quotes)
{
  for (; pos + 16 <= length; pos += 16)
    {
      Bytes bytes, special;
      guint64 halves[2];
      memcpy (&bytes, text + pos, sizeof bytes);
      special = (Bytes) ((bytes == '<') | (bytes == '>') | (bytes == '&'));
      if (quotes)
        special |= (Bytes) (bytes == '"');
      memcpy (halves, &special, sizeof halves);
      if (halves[0] != 0)
        return pos + (gsize) __builtin_ctzll (GUINT64_FROM_LE (halves[0])) / 8;
      if (halves[1] != 0)
        return pos + 8 + (gsize) __builtin_ctzll (GUINT64_FROM_LE (halves[1])) / 8;
    }
  while (pos < length && specials[(guchar) text[pos]] + quotes < 2)
    pos++;
  return pos;
}

static void
escape (KdRender *render, const char *text, gsize length, gboolean quotes, gboolean keep)
{
  gsize from = 0;

  for (gsize pos = 0; (pos = find_special (text, pos, length, quotes)) < length; pos++)
    {
      gsize reference;

      if (keep && text[pos] == '&' && (reference = match_reference (text + pos, length - pos)) > 0)
        {
          pos += reference - 1;
          continue;
        }
      kd_render_bytes (render, text + from, pos - from);
      from = pos + 1;
      switch (text[pos])
        {
        case '<':
          kd_render_literal (render, "&lt;");
          break;
        case '>':
          kd_render_literal (render, "&gt;");
          break;
        case '&':
          kd_render_literal (render, "&amp;");
          break;
        case '"':
          kd_render_literal (render, "&quot;");
          break;
        }
    }
  kd_render_bytes (render, text + from, length - from);
}

void
kd_render_escaped (KdRender *render, const char *text, gsize length)
{
  escape (render, text, length, FALSE, FALSE);
}

void
kd_render_text (KdRender *render, const char *text, gsize length)
{
  escape (render, text, length, FALSE, TRUE);
}

void
kd_render_attribute_value (KdRender *render, const char *text, gsize length)
{
  escape (render, text, length, TRUE, TRUE);
}

/* ---- entities ------------------------------------------------------------------------------- */

/* kramdown writes any number as a character, even one that UTF-8 cannot have; such a one stays as
 * it was written. */
static gboolean
is_character (gunichar code_point)
{
  return code_point <= 0x10ffff && (code_point & 0xfffff800u) != 0xd800;
}

/* kramdown knows an entity by the name that was written, else by the last name of its code point.
 */
static void
render_reference (KdRender *render, gunichar code_point, const char *name, const char *original)
{
  if (name == NULL && original == NULL && code_point == '<')
    name = "lt";
  else if (name == NULL && original == NULL && code_point == '>')
    name = "gt";
  else if (name == NULL)
    name = kd_entity_name (code_point);
  kd_render_byte (render, '&');
  if (name != NULL)
    kd_render_string (render, name);
  else
    {
      kd_render_byte (render, '#');
      kd_render_number (render, code_point);
    }
  kd_render_byte (render, ';');
}

void
kd_render_entity (
    KdRender *render, gunichar code_point, const char *name, const char *original, gsize length)
{
  KdEntityOutput form = render->options->entity_output;
  gboolean is_markup = code_point == '<' || code_point == '>' || code_point == '&';
  gboolean is_special = is_markup || code_point == '"';
  gboolean was_named = length > 0 && original[1] != '#';

  if (form == KD_ENTITY_AS_CHAR && !is_markup && is_character (code_point))
    {
      char bytes[6];
      kd_render_bytes (render, bytes, (gsize) g_unichar_to_utf8 (code_point, bytes));
    }
  else if (length > 0 && (form == KD_ENTITY_AS_CHAR || form == KD_ENTITY_AS_INPUT))
    kd_render_bytes (render, original, length);
  else if (form == KD_ENTITY_SYMBOLIC || is_special)
    {
      if (was_named)
        kd_render_bytes (render, original, length);
      else
        render_reference (render, code_point, name, length > 0 ? original : NULL);
    }
  else
    {
      kd_render_literal (render, "&#");
      kd_render_number (render, code_point);
      kd_render_byte (render, ';');
    }
}

/* ---- attributes ----------------------------------------------------------------------------- */

static gboolean
is_blank (const char *value)
{
  while (kd_is_space (*value))
    value++;
  return *value == '\0';
}

static void
attribute (KdRender *render, const char *name, const char *value)
{
  gsize length = strlen (name);
  char *out;

  if (name[0] == 'i' && strcmp (name, "id") == 0 && is_blank (value))
    return;
  if (render->capacity - render->length < length + 3)
    kd_render_grow (render, length + 3);
  out = render->out + render->length;
  *out++ = ' ';
  memcpy (out, name, length);
  out += length;
  *out++ = '=';
  *out++ = '"';
  render->length += length + 3;
  kd_render_attribute_value (render, value, strlen (value));
  kd_render_byte (render, '"');
}

void
kd_render_attributes (KdRender *render,
                      const KdElement *element,
                      const KdOverride *overrides,
                      guint n_overrides)
{
  const char *name, *value;
  guint done = 0;

  for (gsize n = 0; kd_element_get_nth_attribute (render->document, element, n, &name, &value); n++)
    {
      for (guint i = 0; i < n_overrides; i++)
        if (strcmp (name, overrides[i].name) == 0)
          {
            value = overrides[i].value;
            done |= 1u << i;
            break;
          }
      if (value != NULL)
        attribute (render, name, value);
    }
  for (guint i = 0; i < n_overrides; i++)
    if ((done & 1u << i) == 0 && overrides[i].value != NULL)
      attribute (render, overrides[i].name, overrides[i].value);
}

void
kd_render_line (KdRender *render, const KdElement *element)
{
  gsize line;

  if (!render->options->source_lines || !kd_element_is_block (element))
    return;
  kd_element_get_lines (render->document, element, &line, NULL);
  kd_render_literal (render, " data-line=\"");
  kd_render_number (render, (gint64) line + 1);
  kd_render_byte (render, '"');
}

void
kd_render_start_with (KdRender *render,
                      int indent,
                      const char *name,
                      const KdElement *element,
                      const KdOverride *overrides,
                      guint n_overrides)
{
  kd_render_spaces (render, indent);
  kd_render_byte (render, '<');
  kd_render_string (render, name);
  kd_render_line (render, element);
  kd_render_attributes (render, element, overrides, n_overrides);
}

void
kd_render_open (
    KdRender *render, int indent, const char *name, gsize length, const KdElement *element)
{
  gsize needed = (gsize) MAX (indent, 0) + 1 + length;
  char *out;

  if (render->capacity - render->length < needed)
    kd_render_grow (render, needed);
  out = render->out + render->length;
  for (int i = 0; i < indent; i++)
    *out++ = ' ';
  *out++ = '<';
  for (gsize i = 0; i < length; i++)
    *out++ = name[i];
  render->length = (gsize) (out - render->out);
  if (render->options->source_lines)
    kd_render_line (render, element);
  kd_render_attributes (render, element, NULL, 0);
}

void
kd_render_end (KdRender *render, const char *name)
{
  gsize length = strlen (name);
  char *out;

  if (render->capacity - render->length < length + 3)
    kd_render_grow (render, length + 3);
  out = render->out + render->length;
  *out++ = '<';
  *out++ = '/';
  memcpy (out, name, length);
  out[length] = '>';
  render->length += length + 3;
}
