/* fm-psych.c - the style that Psych asks libyaml for when it writes a string.
 *
 * Source of the rules: the behaviour of Psych 4.0.4 (Ruby 3.1) on strings, checked by the test
 * "psych" on tens of thousands of texts. libyaml may still choose a safer style than the one asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-psych.h"

#include <string.h>

/* Ruby's [[:word:]]: letters, marks, numbers that are decimal digits, connectors. */
static gboolean
is_word_character (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_CONNECT_PUNCTUATION:
      return TRUE;
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CURRENCY_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      break;
    }
  /* Circled letters are alphabetic though they are symbols. */
  return (c >= 0x24B6 && c <= 0x24E9) || (c >= 0x1F130 && c <= 0x1F149)
         || (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189) || c == 0x200C
         || c == 0x200D;
}

/* A newline that something other than one last newline follows. */
static gboolean
has_inner_newline (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\n' && i + 1 < length && !(i + 2 == length && text[i + 1] == '\n'))
      return TRUE;
  return FALSE;
}

/* A line that begins with no word character and has no double quote in what follows of it. */
static gboolean
begins_oddly (const char *text, gsize length)
{
  const char *end = text + length;
  gboolean at_line_start = TRUE;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      if (at_line_start && !is_word_character (g_utf8_get_char (at)))
        {
          const char *rest = g_utf8_next_char (at);

          while (rest < end && *rest != '\n' && *rest != '"')
            rest++;
          if (rest >= end || *rest == '\n')
            return TRUE;
        }
      at_line_start = *at == '\n';
    }
  return FALSE;
}

/* "08", "0129": Ruby would stumble over them as octal numbers. */
static gboolean
looks_octal (const char *text)
{
  if (text[0] != '0')
    return FALSE;
  text += strspn (text, "01234567");
  return *text == '8' || *text == '9';
}

/* Read back plain, it would be a Ruby symbol. */
static gboolean
looks_like_symbol (const char *text, gsize length)
{
  return length > 1 && text[0] == ':' && memchr (text, '\n', length) == NULL;
}

FmPsychStyle
fm_psych_string_style (const char *text, gsize length)
{
  FmPsychStyle result = { FM_STYLE_PLAIN, FALSE };

  if (has_inner_newline (text, length))
    result.style = FM_STYLE_LITERAL;
  else if (length == 2 && memcmp (text, "<<", 2) == 0)
    {
      result.style = FM_STYLE_SINGLE_QUOTED;
      result.is_tagged = TRUE;
    }
  else if (length == 1 && (text[0] == 'y' || text[0] == 'n'))
    result.style = FM_STYLE_DOUBLE_QUOTED;
  else if (begins_oddly (text, length))
    result.style = FM_STYLE_DOUBLE_QUOTED;
  else if (fm_resolve (text, length) != FM_STRING || looks_octal (text)
           || looks_like_symbol (text, length))
    result.style = FM_STYLE_SINGLE_QUOTED;
  return result;
}
