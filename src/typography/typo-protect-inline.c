/* typo-protect-inline.c - what within lines is not prose.
 *
 * One function a construct. Each gets the offset of the character that may open it and returns the
 * end of the construct, or 0. All searches for a closing mark are limited to the paragraph or
 * remember that they failed (see TypoCloser), which keeps the scan linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "typo-protect.h"

#include <string.h>

#define MAX_DESTINATION 4096
#define MAX_LABEL       500

static gboolean
is_at (const TypoProtect *scan, gsize at, const char *word)
{
  gsize size = strlen (word);
  return at + size <= scan->length && memcmp (scan->text + at, word, size) == 0;
}

static gboolean
is_at_nocase (const TypoProtect *scan, gsize at, const char *word)
{
  gsize size = strlen (word);
  return at + size <= scan->length && g_ascii_strncasecmp (scan->text + at, word, size) == 0;
}

/* Is there a blank line from the newline at @at on? */
static gboolean
is_paragraph_end (const TypoProtect *scan, gsize at)
{
  at++;
  while (at < scan->length
         && (scan->text[at] == ' ' || scan->text[at] == '\t' || scan->text[at] == '\r'))
    at++;
  return at >= scan->length || scan->text[at] == '\n';
}

/* The end of @word, searched from @at on in the whole text; 0 if there is none. */
static gsize
find (TypoProtect *scan, gsize at, const char *word, TypoCloser closer)
{
  const char *found = NULL;

  if (at < scan->failed[closer])
    return 0;
  if (at < scan->length)
    found = memmem (scan->text + at, scan->length - at, word, strlen (word));
  if (found == NULL)
    {
      scan->failed[closer] = scan->length;
      return 0;
    }
  return (gsize) (found - scan->text) + strlen (word);
}

/* ---- code, math ---- */

static gsize
code_span_end (TypoProtect *scan, gsize at)
{
  gsize n = 0, i;

  while (at + n < scan->length && scan->text[at + n] == '`')
    n++;
  if (n >= TYPO_PROTECT_RUNS || at < scan->failed_run[n])
    return 0;
  for (i = at + n; i < scan->length; i++)
    {
      gsize run = 0;

      if (scan->text[i] == '\n' && is_paragraph_end (scan, i))
        break;
      while (i + run < scan->length && scan->text[i + run] == '`')
        run++;
      if (run == n)
        return i + n;
      if (run > 0)
        i += run - 1;
    }
  scan->failed_run[n] = i;
  return 0;
}

static gsize
math_end (TypoProtect *scan, gsize at)
{
  return is_at (scan, at, "$$") ? find (scan, at + 2, "$$", TYPO_CLOSER_MATH) : 0;
}

/* ---- braces: IALs, extensions, Liquid ---- */

/* To the closing brace of {: …}, over quoted values and escapes, within the paragraph. */
static gsize
attributes_end (TypoProtect *scan, gsize at)
{
  char quote = '\0';
  gsize i;

  if (at < scan->failed[TYPO_CLOSER_ATTRIBUTES])
    return 0;
  for (i = at + 2; i < scan->length; i++)
    {
      char c = scan->text[i];

      if (c == '\\')
        i++;
      else if (c == '\n' && is_paragraph_end (scan, i))
        break;
      else if (quote != '\0' ? c == quote : (c == '"' || c == '\''))
        quote = quote != '\0' ? '\0' : c;
      else if (c == '}' && quote == '\0')
        return i + 1;
    }
  scan->failed[TYPO_CLOSER_ATTRIBUTES] = MIN (i, scan->length);
  return 0;
}

/* {::comment} and {::nomarkdown} with what they enclose. */
static gsize
extension_end (TypoProtect *scan, gsize at)
{
  gsize open = attributes_end (scan, at);
  gsize close;

  if (open == 0 || scan->text[open - 2] == '/'
      || !(is_at (scan, at, "{::comment") || is_at (scan, at, "{::nomarkdown")))
    return open;
  close = find (scan, open, "{:/", TYPO_CLOSER_EXTENSION);
  if (close == 0)
    return open;
  while (close < scan->length && scan->text[close] != '}' && scan->text[close] != '\n')
    close++;
  return MIN (close + 1, scan->length);
}

/* {{ … }} and {% … %}; the blocks raw, highlight, comment and capture with their content. */
static gsize
liquid_end (TypoProtect *scan, gsize at)
{
  static const char *const blocks[] = { "raw", "highlight", "comment" };
  gsize end, name = at + 2;

  if (scan->text[at + 1] == '{')
    return find (scan, at + 2, "}}", TYPO_CLOSER_LIQUID);
  end = find (scan, at + 2, "%}", TYPO_CLOSER_LIQUID);
  if (end == 0)
    return 0;
  while (name < end && (scan->text[name] == ' ' || scan->text[name] == '-'))
    name++;
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (is_at (scan, name, blocks[i]))
      {
        g_autofree char *closer = g_strconcat ("end", blocks[i], NULL);
        gsize block = find (scan, end, closer, TYPO_CLOSER_LIQUID_BLOCK);
        gsize close = block > 0 ? find (scan, block, "%}", TYPO_CLOSER_LIQUID) : 0;
        return close > 0 ? close : end;
      }
  return end;
}

static gsize
brace_end (TypoProtect *scan, gsize at)
{
  if (at + 1 >= scan->length)
    return 0;
  switch (scan->text[at + 1])
    {
    case ':':
      return is_at (scan, at, "{::") ? extension_end (scan, at) : attributes_end (scan, at);
    case '#':
      return attributes_end (scan, at);
    case '{':
    case '%':
      return liquid_end (scan, at);
    default:
      return 0;
    }
}

/* ---- HTML ---- */

/* To the > of a tag, over quoted values, within the paragraph. */
static gsize
tag_end (TypoProtect *scan, gsize at)
{
  char quote = '\0';
  gsize i;

  if (at < scan->failed[TYPO_CLOSER_TAG])
    return 0;
  for (i = at + 1; i < scan->length; i++)
    {
      char c = scan->text[i];

      if (c == '\n' && is_paragraph_end (scan, i))
        break;
      if (quote != '\0' ? c == quote : (c == '"' || c == '\''))
        quote = quote != '\0' ? '\0' : c;
      else if (c == '>' && quote == '\0')
        return i + 1;
    }
  scan->failed[TYPO_CLOSER_TAG] = i;
  return 0;
}

/* Elements whose content is no prose either: the end of the closing tag, or @open. */
static gsize
element_end (TypoProtect *scan, gsize at, gsize open)
{
  static const char *const names[] = { "script", "style", "pre",    "code", "textarea",
                                       "svg",    "math",  "iframe", "kbd",  "samp" };

  if (scan->text[open - 2] == '/')
    return open;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize size = strlen (names[i]);

      if (!is_at_nocase (scan, at + 1, names[i]) || g_ascii_isalnum (scan->text[at + 1 + size]))
        continue;
      if (open < scan->failed[TYPO_CLOSER_ELEMENT])
        return open;
      for (gsize k = open; k + size + 2 < scan->length; k++)
        if (scan->text[k] == '<' && scan->text[k + 1] == '/'
            && is_at_nocase (scan, k + 2, names[i]))
          {
            gsize close = k + 2 + size;
            while (close < scan->length && scan->text[close] != '>')
              close++;
            return MIN (close + 1, scan->length);
          }
      scan->failed[TYPO_CLOSER_ELEMENT] = scan->length;
      return open;
    }
  return open;
}

static gsize
angle_end (TypoProtect *scan, gsize at)
{
  char next = at + 1 < scan->length ? scan->text[at + 1] : '\0';
  gsize end;

  if (is_at (scan, at, "<!--"))
    return find (scan, at + 4, "-->", TYPO_CLOSER_COMMENT);
  if (!g_ascii_isalpha (next) && next != '/' && next != '!' && next != '?')
    return 0;
  end = tag_end (scan, at);
  return end > 0 && g_ascii_isalpha (next) ? element_end (scan, at, end) : end;
}

/* &eacute; &#8217; */
static gsize
entity_end (const TypoProtect *scan, gsize at)
{
  gsize i = at + 1;

  if (i < scan->length && scan->text[i] == '#')
    i++;
  while (i < scan->length && i - at < 34 && g_ascii_isalnum (scan->text[i]))
    i++;
  return i > at + 1 && i < scan->length && scan->text[i] == ';' ? i + 1 : 0;
}

/* ---- links ---- */

/* After "](": to the closing parenthesis, over nested ones and a quoted title. */
static gsize
destination_end (TypoProtect *scan, gsize at)
{
  guint depth = 0;
  char quote = '\0';
  gsize i;

  if (at < scan->failed[TYPO_CLOSER_DESTINATION])
    return 0;
  for (i = at; i < scan->length && i - at < MAX_DESTINATION; i++)
    {
      char c = scan->text[i];

      if (c == '\\')
        i++;
      else if (c == '\n' && is_paragraph_end (scan, i))
        break;
      else if (quote != '\0')
        quote = c == quote && i + 1 < scan->length && strchr (") \n", scan->text[i + 1]) != NULL
                    ? '\0'
                    : quote;
      else if ((c == '"' || c == '\'') && g_ascii_isspace (scan->text[i - 1]))
        quote = c;
      else if (c == '(')
        depth++;
      else if (c == ')' && --depth == 0)
        return i + 1;
    }
  scan->failed[TYPO_CLOSER_DESTINATION] = MIN (i, scan->length);
  return 0;
}

/* The ] of the [ at @at on the same line, without nesting; 0 for none. */
static gsize
label_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize limit = MIN (end, at + MAX_LABEL);

  for (gsize i = at + 1; i < limit; i++)
    if (scan->text[i] == '\\')
      i++;
    else if (scan->text[i] == '[')
      return 0;
    else if (scan->text[i] == ']')
      return i + 1;
  return 0;
}

/* At [: footnotes, and labels that a definition gives a meaning. */
static gsize
bracket_end (TypoProtect *scan, gsize at, gsize end)
{
  gsize close;

  if (at < scan->failed[TYPO_CLOSER_LABEL])
    return 0;
  if (!(at + 1 < end && scan->text[at + 1] == '^') && g_hash_table_size (scan->labels) == 0)
    return 0;
  close = label_end (scan, at, end);
  if (close == 0)
    return 0;
  if (scan->text[at + 1] == '^' || typo_protect_is_label (scan, at + 1, close - 1))
    return close;
  return 0;
}

/* At ]: the destination or the label that follows. */
static gsize
link_rest_end (TypoProtect *scan, gsize at, gsize end)
{
  if (is_at (scan, at, "]("))
    return destination_end (scan, at + 1);
  if (is_at (scan, at, "]["))
    return label_end (scan, at + 1, end);
  return 0;
}

/* ---- addresses ---- */

static gboolean
is_address_byte (char c)
{
  return !g_ascii_isspace (c) && c != '<' && c != '>' && c != '"' && c != '`' && c != '\0';
}

/* An address that begins at @at, without the punctuation after it. */
static gsize
address_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize i = at, parentheses = 0;

  for (; i < end && is_address_byte (scan->text[i]); i++)
    {
      /* A no-break space or » after an address is not part of it. */
      if ((guchar) scan->text[i] == 0xC2 && i + 1 < end
          && ((guchar) scan->text[i + 1] == 0xA0 || (guchar) scan->text[i + 1] == 0xBB))
        break;
      if ((guchar) scan->text[i] == 0xE2 && i + 1 < end && (guchar) scan->text[i + 1] == 0x80)
        break;
      if (scan->text[i] == '(')
        parentheses++;
      else if (scan->text[i] == ')' && parentheses-- == 0)
        break;
      else if (scan->text[i] == ']' || scan->text[i] == '|')
        break;
    }
  while (i > at && strchr (".,;:!?)*_'", scan->text[i - 1]) != NULL)
    i--;
  return i;
}

/* "https://…", "ftp://…", "mailto:…": at the first letter of the scheme. */
static gsize
scheme_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize i = at;

  while (i < end && i - at < 16 && g_ascii_isalpha (scan->text[i]))
    i++;
  if (i > at + 1 && is_at (scan, i, "://"))
    return address_end (scan, at, end);
  if (is_at (scan, at, "mailto:") || is_at (scan, at, "www."))
    return address_end (scan, at, end);
  return 0;
}

static gboolean
is_mail_byte (char c)
{
  return g_ascii_isalnum (c) || strchr ("._%+-", c) != NULL;
}

/* At @: a mail address around it. The part before it must begin after what is done. */
static gsize
mail_end (const TypoProtect *scan, gsize at, gsize end, gsize *start)
{
  gsize from = at, to = at + 1;

  while (from > scan->done && at - from < 64 && scan->text[from - 1] != '\0'
         && is_mail_byte (scan->text[from - 1]))
    from--;
  while (to < end && scan->text[to] != '\0' && is_mail_byte (scan->text[to]))
    to++;
  while (to > at + 1 && !g_ascii_isalnum (scan->text[to - 1]))
    to--;
  if (from == at || memchr (scan->text + at, '.', to - at) == NULL)
    return 0;
  *start = from;
  return to;
}

/* :smile: */
static gsize
emoji_end (const TypoProtect *scan, gsize at, gsize end)
{
  gsize i = at + 1;

  if (at > 0 && (g_ascii_isalnum (scan->text[at - 1]) || scan->text[at - 1] == ':'))
    return 0;
  while (i < end && i - at < 40
         && (g_ascii_isalnum (scan->text[i]) || strchr ("_+-", scan->text[i]) != NULL))
    i++;
  if (i == at + 1 || i >= end || scan->text[i] != ':')
    return 0;
  return i + 1 < end && g_ascii_isalnum (scan->text[i + 1]) ? 0 : i + 1;
}

/* ---- all of them ---- */

gsize
typo_protect_inline (TypoProtect *scan, gsize at, gsize end)
{
  char c = scan->text[at];
  gsize start = at, close = 0;

  switch (c)
    {
    case '\\':
      close = at + 1 < end && g_ascii_ispunct (scan->text[at + 1]) ? at + 2 : 0;
      break;
    case '`':
      close = code_span_end (scan, at);
      if (close == 0)
        {
          for (close = at; close < end && scan->text[close] == '`'; close++)
            ;
        }
      break;
    case '$':
      close = math_end (scan, at);
      break;
    case '{':
      close = brace_end (scan, at);
      break;
    case '<':
      close = angle_end (scan, at);
      break;
    case '&':
      close = entity_end (scan, at);
      break;
    case '!':
      close = at + 1 < end && scan->text[at + 1] == '[' ? at + 1 : 0;
      break;
    case '[':
      close = bracket_end (scan, at, end);
      break;
    case ']':
      close = link_rest_end (scan, at, end);
      start = at + 1;
      break;
    case ':':
      close = emoji_end (scan, at, end);
      break;
    case '@':
      close = mail_end (scan, at, end, &start);
      break;
    default:
      if (g_ascii_isalpha (c) && (at == 0 || !g_ascii_isalnum (scan->text[at - 1])))
        close = scheme_end (scan, at, end);
      break;
    }
  if (close <= at)
    return at + 1;
  typo_protect_add (scan, start, close);
  return close;
}
