/* kd-transliterate.c - a text in ASCII, for header ids with the option transliterated_header_ids.
 *
 * kramdown leaves this to the gem stringex. The alphabets of Latin, Greek and Cyrillic are written
 * as it writes them; accents go. Known limit: it also knows readings of Chinese, Japanese and other
 * scripts; those characters are left out here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

typedef struct
{
  gunichar code_point; /* in lower case, but where the capital is written otherwise */
  const char *ascii;
} Letter;

/* What is more than a letter with an accent. */
/* clang-format off */
static const Letter letters[] = {
  { 0x00a0, " " }, { 0x00a2, "c/" }, { 0x00a3, "ps" }, { 0x00a5, "y=" }, { 0x00a7, "ss" },
  { 0x00a9, "(c)" }, { 0x00aa, "a" }, { 0x00ae, "(r)" }, { 0x00af, "-" }, { 0x00b0, "deg" },
  { 0x00b1, "+-" }, { 0x00b2, "2" }, { 0x00b3, "3" }, { 0x00b5, "u" }, { 0x00b6, "p" },
  { 0x00b9, "1" }, { 0x00ba, "o" }, { 0x00bc, "1/4" }, { 0x00bd, "1/2" }, { 0x00be, "3/4" },
  { 0x00d7, "x" }, { 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" },
  { 0x00fe, "th" }, { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" }, { 0x0133, "ij" },
  { 0x0138, "k" }, { 0x0140, "l" }, { 0x0142, "l" }, { 0x014b, "ng" }, { 0x0153, "oe" },
  { 0x0167, "t" }, { 0x017f, "s" }, { 0x0192, "f" }, { 0x01c6, "dz" }, { 0x01c9, "lj" },
  { 0x01cc, "nj" }, { 0x0254, "o" }, { 0x0259, "@" }, { 0x025b, "e" }, { 0x0292, "zh" },
  { 0x0397, "h" }, { 0x03a5, "y" }, { 0x03b1, "a" }, { 0x03b2, "b" }, { 0x03b3, "g" },
  { 0x03b4, "d" }, { 0x03b5, "e" }, { 0x03b6, "z" }, { 0x03b7, "i" }, { 0x03b8, "th" },
  { 0x03b9, "i" }, { 0x03ba, "k" }, { 0x03bb, "l" }, { 0x03bc, "m" }, { 0x03bd, "n" },
  { 0x03be, "ks" }, { 0x03bf, "o" }, { 0x03c0, "p" }, { 0x03c1, "r" }, { 0x03c2, "s" },
  { 0x03c3, "s" }, { 0x03c4, "t" }, { 0x03c5, "u" }, { 0x03c6, "ph" }, { 0x03c7, "x" },
  { 0x03c8, "ps" }, { 0x03c9, "o" }, { 0x0413, "g" }, { 0x0430, "a" }, { 0x0431, "b" },
  { 0x0432, "v" }, { 0x0433, "gh" }, { 0x0434, "d" }, { 0x0435, "ie" }, { 0x0436, "zh" },
  { 0x0437, "z" }, { 0x0438, "i" }, { 0x0439, "i" }, { 0x043a, "k" }, { 0x043b, "l" },
  { 0x043c, "m" }, { 0x043d, "n" }, { 0x043e, "o" }, { 0x043f, "p" }, { 0x0440, "r" },
  { 0x0441, "s" }, { 0x0442, "t" }, { 0x0443, "u" }, { 0x0444, "f" }, { 0x0445, "kh" },
  { 0x0446, "ts" }, { 0x0447, "ch" }, { 0x0448, "sh" }, { 0x0449, "shch" }, { 0x044b, "y" },
  { 0x044d, "e" }, { 0x044e, "iu" }, { 0x044f, "ia" }, { 0x0451, "io" }, { 0x0452, "dj" },
  { 0x0453, "gj" }, { 0x0454, "ie" }, { 0x0455, "dz" }, { 0x0456, "i" }, { 0x0457, "yi" },
  { 0x0458, "j" }, { 0x0459, "lj" }, { 0x045a, "nj" }, { 0x045b, "tsh" }, { 0x045c, "kj" },
  { 0x045e, "u" }, { 0x045f, "dzh" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" },
  { 0x2013, "-" }, { 0x2014, "--" }, { 0x2015, "--" },
};
/* clang-format on */

static const char *
find_letter (gunichar lower)
{
  gsize from = 0;
  gsize to = G_N_ELEMENTS (letters);

  while (from < to)
    {
      gsize middle = (from + to) / 2;
      if (letters[middle].code_point == lower)
        return letters[middle].ascii;
      if (letters[middle].code_point < lower)
        from = middle + 1;
      else
        to = middle;
    }
  return NULL;
}

static void
append (GString *out, gunichar c)
{
  const char *ascii = find_letter (c);
  gunichar base, accent;

  if (ascii == NULL)
    ascii = find_letter (g_unichar_tolower (c));
  if (ascii != NULL)
    {
      g_string_append_c (out, g_unichar_isupper (c) ? g_ascii_toupper (ascii[0]) : ascii[0]);
      g_string_append (out, ascii + 1);
    }
  else if (g_unichar_decompose (c, &base, &accent))
    append (out, base);
  else if (c < 0x80)
    g_string_append_c (out, (char) c);
}

char *
kd_transliterate (const char *text, gsize length, gsize *result_length)
{
  GString *out = g_string_sized_new (length);
  guint size;

  for (gsize pos = 0; pos < length; pos += size)
    {
      gunichar c = kd_decode (text, pos, &size);
      if (c < 0x80)
        g_string_append_c (out, (char) c);
      else
        append (out, c);
    }
  *result_length = out->len;
  return g_string_free (out, FALSE);
}
