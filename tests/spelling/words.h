/* words.h - words of a text in one string, to be compared.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "spelling.h"

/* The words at @ranges with "|" between them. New string. */
static inline char *
dup_joined (SpellingText *text, GArray *ranges)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < ranges->len; i++)
    {
      g_autofree char *word =
          spelling_text_dup_range (text, g_array_index (ranges, SpellingRange, i));

      g_string_append_printf (words, "%s%s", i > 0 ? "|" : "", word);
    }
  return g_string_free (words, FALSE);
}
