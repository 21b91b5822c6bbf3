/* typo-search.c - looking for words as they come from a keyboard in a text that is set as French
 * asks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typography.h"

#include <string.h>

#define BLANK "[ \\x{A0}\\x{2009}\\x{202F}]"

/* What is written differently in a well-set text, the longer first, and what finds all of them. The
 * blank inside quotation marks belongs to them. */
static const struct
{
  const char *written;
  const char *regex;
} forms[] = {
  { "...", "(?:\\.\\.\\.|…)" },
  { "…", "(?:\\.\\.\\.|…)" },
  { "--", "(?:--|–)" },
  { "–", "(?:--|–)" },
  { "'", "['’]" },
  { "’", "['’]" },
  { "\"", "(?:\"|“|”|«" BLANK "?|" BLANK "?»)" },
  { " ", BLANK },
  { "\u00A0", BLANK },
  { "\u2009", BLANK },
  { "\u202F", BLANK },
};

char *
typo_dup_search_regex (const char *text)
{
  GString *regex = g_string_new (NULL);
  const char *p = text;

  while (*p != '\0')
    {
      const char *next = g_utf8_next_char (p);
      const char *form = NULL;

      for (guint i = 0; form == NULL && i < G_N_ELEMENTS (forms); i++)
        if (g_str_has_prefix (p, forms[i].written))
          {
            form = forms[i].regex;
            next = p + strlen (forms[i].written);
          }
      if (form != NULL)
        g_string_append (regex, form);
      else
        {
          g_autofree char *plain = g_regex_escape_string (p, (int) (next - p));

          g_string_append (regex, plain);
        }
      p = next;
    }
  return g_string_free (regex, FALSE);
}
