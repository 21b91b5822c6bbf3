/* kd-character.h - the character classes of kramdown's regular expressions.
 *
 * In those, \s, \w and \d are ASCII, while [[:alpha:]], [[:alnum:]], \p{Word} and \b know Unicode.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <string.h>

typedef struct
{
  guint32 first;
  guint32 last;
} KdRange;

extern const KdRange kd_alphabetic[];
extern const gsize kd_n_alphabetic;

/* \s */
static inline gboolean
kd_is_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What Ruby's strip takes away. */
static inline gboolean
kd_is_strippable (char c)
{
  return kd_is_space (c) || c == '\0';
}

static inline gboolean
kd_is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static inline gboolean
kd_is_ascii_alpha (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* \w */
static inline gboolean
kd_is_word (char c)
{
  return kd_is_ascii_alpha (c) || kd_is_digit (c) || c == '_';
}

/* The code point at s[at] and its length in bytes; the text is valid UTF-8. */
static inline gunichar
kd_decode (const char *s, gsize at, guint *length)
{
  const guchar *p = (const guchar *) s + at;

  if (p[0] < 0x80)
    {
      *length = 1;
      return p[0];
    }
  if (p[0] < 0xe0)
    {
      *length = 2;
      return (gunichar) (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    }
  if (p[0] < 0xf0)
    {
      *length = 3;
      return (gunichar) (p[0] & 0x0f) << 12 | (gunichar) (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    }
  *length = 4;
  return (gunichar) (p[0] & 0x07) << 18 | (gunichar) (p[1] & 0x3f) << 12
         | (gunichar) (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
}

/* Where the code point that ends before s[at] starts; at > floor. */
static inline gsize
kd_previous (const char *s, gsize floor, gsize at)
{
  at--;
  while (at > floor && ((guchar) s[at] & 0xc0) == 0x80)
    at--;
  return at;
}

gboolean kd_is_alpha_code_point (gunichar c);      /* [[:alpha:]] */
gboolean kd_is_alnum_code_point (gunichar c);      /* [[:alnum:]] */
gboolean kd_is_word_code_point (gunichar c);       /* \p{Word}, and what \b looks at */
gboolean kd_is_east_asian_code_point (gunichar c); /* Han, Hiragana, Katakana */
gboolean kd_is_separator_code_point (gunichar c);  /* \p{Z} */
gboolean kd_is_name_start_code_point (gunichar c); /* XML's NameStartChar */
gboolean kd_is_name_code_point (gunichar c);       /* XML's NameChar */

/* Whether a character that \b counts as part of a word begins at s[at]; FALSE at the end. */
gboolean kd_word_at (const char *s, gsize at, gsize end);
gboolean kd_alnum_at (const char *s, gsize at, gsize end);

/* The end of the XML name (with at most one colon, as REXML's UNAME_STR) at s[at]; 0 if there is
 * none. Note that `at` itself may be 0, the result never. */
gsize kd_scan_uname (const char *s, gsize at, gsize end);
/* The end of a run of [[:alnum:]_-.] and so on. */
gsize kd_scan_word (const char *s, gsize at, gsize end);       /* \p{Word}* */
gsize kd_scan_ascii_word (const char *s, gsize at, gsize end); /* \w* */
gsize kd_skip_space (const char *s, gsize at, gsize end);      /* \s* */
gsize kd_skip_blanks (const char *s, gsize at, gsize end);     /* [ \t]* */

/* The first byte of [at, end) that is no UTF-8, or is NUL; @end if there is none. */
gsize kd_scan_valid (const char *s, gsize at, gsize end);

/* Ruby's downcase. */
void kd_append_lower (GString *out, const char *text, gsize length);
