/* kd-character.c - character classes, and the scanning of names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-character.h"

static gboolean
in_ranges (const KdRange *ranges, gsize count, gunichar c)
{
  gsize low = 0;
  gsize high = count;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      if (c < ranges[middle].first)
        high = middle;
      else if (c > ranges[middle].last)
        low = middle + 1;
      else
        return TRUE;
    }
  return FALSE;
}

gboolean
kd_is_alpha_code_point (gunichar c)
{
  if (c < 0x80)
    return kd_is_ascii_alpha ((char) c);
  return in_ranges (kd_alphabetic, kd_n_alphabetic, c);
}

gboolean
kd_is_alnum_code_point (gunichar c)
{
  if (c < 0x80)
    return kd_is_ascii_alpha ((char) c) || kd_is_digit ((char) c);
  return kd_is_alpha_code_point (c) || g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER;
}

gboolean
kd_is_word_code_point (gunichar c)
{
  GUnicodeType type;

  if (c < 0x80)
    return kd_is_word ((char) c);
  if (kd_is_alpha_code_point (c))
    return TRUE;
  type = g_unichar_type (c);
  return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_CONNECT_PUNCTUATION
         || type == G_UNICODE_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK
         || type == G_UNICODE_NON_SPACING_MARK;
}

gboolean
kd_is_east_asian_code_point (gunichar c)
{
  GUnicodeScript script;

  if (c < 0x2e80)
    return FALSE;
  script = g_unichar_get_script (c);
  return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HIRAGANA
         || script == G_UNICODE_SCRIPT_KATAKANA;
}

gboolean
kd_is_separator_code_point (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_SPACE_SEPARATOR || type == G_UNICODE_LINE_SEPARATOR
         || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* https://www.w3.org/TR/xml/#NT-NameStartChar */
gboolean
kd_is_name_start_code_point (gunichar c)
{
  static const KdRange ranges[] = {
    { ':', ':' },       { 'A', 'Z' },       { '_', '_' },       { 'a', 'z' },
    { 0xc0, 0xd6 },     { 0xd8, 0xf6 },     { 0xf8, 0x2ff },    { 0x370, 0x37d },
    { 0x37f, 0x1fff },  { 0x200c, 0x200d }, { 0x2070, 0x218f }, { 0x2c00, 0x2fef },
    { 0x3001, 0xd7ff }, { 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd }, { 0x10000, 0xeffff },
  };

  return in_ranges (ranges, G_N_ELEMENTS (ranges), c);
}

gboolean
kd_is_name_code_point (gunichar c)
{
  return kd_is_name_start_code_point (c) || c == '-' || c == '.' || (c >= '0' && c <= '9')
         || c == 0xb7 || (c >= 0x300 && c <= 0x36f) || (c >= 0x203f && c <= 0x2040);
}

gboolean
kd_word_at (const char *s, gsize at, gsize end)
{
  guint length;

  return at < end && kd_is_word_code_point (kd_decode (s, at, &length));
}

gboolean
kd_alnum_at (const char *s, gsize at, gsize end)
{
  guint length;

  return at < end && kd_is_alnum_code_point (kd_decode (s, at, &length));
}

/* [[:alpha:]_][-[:alnum:]._]* */
static gsize
scan_ncname (const char *s, gsize at, gsize end)
{
  guint length;
  gunichar c;

  if (at >= end)
    return 0;
  c = kd_decode (s, at, &length);
  if (c != '_' && !kd_is_alpha_code_point (c))
    return 0;
  for (at += length; at < end; at += length)
    {
      c = kd_decode (s, at, &length);
      if (c != '-' && c != '.' && c != '_' && !kd_is_alnum_code_point (c))
        break;
    }
  return at;
}

gsize
kd_scan_uname (const char *s, gsize at, gsize end)
{
  gsize first = scan_ncname (s, at, end);
  gsize second;

  if (first == 0 || first >= end || s[first] != ':')
    return first;
  second = scan_ncname (s, first + 1, end);
  return second != 0 ? second : first;
}

gsize
kd_scan_word (const char *s, gsize at, gsize end)
{
  guint length;

  for (; at < end; at += length)
    if (!kd_is_word_code_point (kd_decode (s, at, &length)))
      break;
  return at;
}

gsize
kd_scan_ascii_word (const char *s, gsize at, gsize end)
{
  while (at < end && kd_is_word (s[at]))
    at++;
  return at;
}

gsize
kd_skip_space (const char *s, gsize at, gsize end)
{
  while (at < end && kd_is_space (s[at]))
    at++;
  return at;
}

gsize
kd_skip_blanks (const char *s, gsize at, gsize end)
{
  while (at < end && (s[at] == ' ' || s[at] == '\t'))
    at++;
  return at;
}

void
kd_append_lower (GString *out, const char *text, gsize length)
{
  gsize at = 0;

  while (at < length)
    {
      guint size;
      gunichar c = kd_decode (text, at, &size);
      if (c < 0x80)
        g_string_append_c (out, (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c));
      else if (c == 0x130)
        g_string_append (out, "i\314\207");
      else
        g_string_append_unichar (out, g_unichar_tolower (c));
      at += size;
    }
}

/* The length of the character of several bytes at @p, of which @left are there; 0 if it is none. */
static gsize
match_long (const guchar *p, gsize left)
{
  gsize size = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;

  if (size == 0 || left < size)
    return 0;
  for (gsize i = 1; i < size; i++)
    if ((p[i] & 0xc0) != 0x80)
      return 0;
  /* Longer than need be, a surrogate, beyond the last. */
  if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f)
      || (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
    return 0;
  return size;
}

gsize
kd_scan_valid (const char *s, gsize at, gsize end)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);

  while (at < end)
    {
      gsize size;
      guint64 bytes, special = 0;
      /* Eight bytes without NUL and without a high bit. */
      for (; at + 8 <= end; at += 8)
        {
          memcpy (&bytes, s + at, sizeof bytes);
          special = ((GUINT64_FROM_LE (bytes) - ones) | GUINT64_FROM_LE (bytes)) & (ones * 0x80);
          if (special != 0)
            break;
        }
      if (special != 0)
        at += (gsize) __builtin_ctzll (special) / 8;
      else
        while (at < end && (guchar) s[at] - 1u < 0x7f)
          at++;
      if (at == end)
        break;
      /* Most are of two bytes. */
      if ((guchar) s[at] >= 0xc2 && (guchar) s[at] < 0xe0 && at + 1 < end
          && ((guchar) s[at + 1] & 0xc0) == 0x80)
        {
          at += 2;
          continue;
        }
      size = match_long ((const guchar *) s + at, end - at);
      if (size == 0)
        return at;
      at += size;
    }
  return end;
}
