/* kd-span.c - spans: emphasis, code, links, images, HTML, entities, typographic symbols and quotes.
 *
 * One pass from left to right. What opens is looked for its end once; an end that is not found is
 * remembered per kind, so that a flood of openers stays linear.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#include <string.h>

typedef struct
{
  KdWriter *writer;
  const char *text;
  const char *end;
  const char *p;
  guint depth;
  gboolean no_end[256]; /* no further closing mark of this character */
} Scanner;

static gboolean
is_blank (const char *p, const Scanner *s)
{
  return p >= s->end || p < s->text || g_ascii_isspace (*p);
}

static void
escape (Scanner *s, const char *text, gsize length)
{
  base_escape_html_text (s->writer->out, text, length);
}

/* An IAL right behind a span: its attributes, and the place behind it. */
static const char *
span_attributes (Scanner *s, const char *p, GString *attributes)
{
  const char *close;

  if (p + 2 >= s->end || p[0] != '{' || p[1] != ':')
    return p;
  close = memchr (p, '}', (gsize) (s->end - p));
  if (close == NULL || !kd_parse_attributes (p + 2, (gsize) (close - p - 2), attributes))
    return p;
  return close + 1;
}

static void
write_element (Scanner *s, const char *name, const char *text, gsize length, const char *behind)
{
  g_autoptr (GString) attributes = g_string_new (NULL);

  s->p = span_attributes (s, behind, attributes);
  g_string_append_printf (s->writer->out, "<%s%s>", name, attributes->str);
  kd_write_spans (s->writer, text, length, s->depth + 1);
  g_string_append_printf (s->writer->out, "</%s>", name);
}

static gboolean
try_code (Scanner *s)
{
  const char *open = s->p, *q = open, *close;
  gsize ticks;
  const char *from, *to;

  while (q < s->end && *q == '`')
    q++;
  ticks = (gsize) (q - open);
  if (s->no_end['`'] && ticks == 1)
    return FALSE;
  for (close = q; close < s->end; close++)
    {
      const char *run = close;

      if (*close != '`')
        continue;
      while (run < s->end && *run == '`')
        run++;
      if ((gsize) (run - close) == ticks)
        break;
      close = run - 1;
    }
  if (close >= s->end)
    {
      s->no_end['`'] = TRUE;
      escape (s, open, ticks);
      s->p = q;
      return TRUE;
    }
  from = q;
  to = close;
  while (ticks > 1 && from < to && *from == ' ')
    from++;
  while (ticks > 1 && to > from && to[-1] == ' ')
    to--;
  g_string_append (s->writer->out, "<code>");
  escape (s, from, (gsize) (to - from));
  g_string_append (s->writer->out, "</code>");
  s->p = close + ticks;
  return TRUE;
}

/* The mark that closes a run of @count @c, not preceded by a blank. */
static const char *
find_closing (Scanner *s, const char *from, char c, gsize count)
{
  for (const char *p = from; p < s->end; p++)
    {
      gsize run = 0;

      if (*p == '\\' && p + 1 < s->end)
        {
          p++;
          continue;
        }
      if (*p == '`')
        {
          const char *tick = memchr (p + 1, '`', (gsize) (s->end - p - 1));

          p = tick != NULL ? tick : p;
          continue;
        }
      if (*p != c)
        continue;
      while (p + run < s->end && p[run] == c)
        run++;
      if (run >= count && p > from && !g_ascii_isspace (p[-1])
          && (c != '_' || p + run >= s->end || !g_ascii_isalnum (p[run]))
          && (run == count || run >= 3))
        return p + (run - count) * (run > count && count == 2 ? 1 : 0);
      p += run - 1;
    }
  return NULL;
}

static gboolean
try_emphasis (Scanner *s)
{
  char c = *s->p;
  gsize run = 0, count;
  const char *close;

  while (s->p + run < s->end && s->p[run] == c)
    run++;
  count = run >= 2 ? 2 : 1;
  if (is_blank (s->p + run, s) || run > 3 || s->no_end[(guchar) c] || s->depth > KD_MAX_DEPTH
      || (c == '_' && s->p > s->text && g_ascii_isalnum (s->p[-1])))
    {
      escape (s, s->p, run);
      s->p += run;
      return TRUE;
    }
  close = find_closing (s, s->p + count, c, count);
  if (close == NULL)
    {
      s->no_end[(guchar) c] = count == 1;
      escape (s, s->p, count);
      s->p += count;
      return TRUE;
    }
  write_element (s, count == 2 ? "strong" : "em", s->p + count, (gsize) (close - s->p - count),
                 close + count);
  return TRUE;
}

static gboolean
try_strike (Scanner *s)
{
  const char *close;

  if (!s->writer->document->options.gfm || s->p + 2 >= s->end || s->p[1] != '~'
      || is_blank (s->p + 2, s))
    return FALSE;
  close = g_strstr_len (s->p + 2, s->end - s->p - 2, "~~");
  if (close == NULL)
    return FALSE;
  write_element (s, "del", s->p + 2, (gsize) (close - s->p - 2), close + 2);
  return TRUE;
}

/* ---- links ---- */

static const char *
matching_bracket (Scanner *s, const char *open)
{
  guint depth = 0;

  for (const char *p = open; p < s->end; p++)
    {
      if (*p == '\\')
        p++;
      else if (*p == '[')
        depth++;
      else if (*p == ']' && --depth == 0)
        return p;
    }
  return NULL;
}

typedef struct
{
  const char *url;
  gsize url_length;
  const char *title;
  gsize title_length;
} Target;

/* (url "title") at @p; gives the place behind it or NULL. */
static const char *
read_target (Scanner *s, const char *p, Target *target)
{
  guint depth = 1;

  p++;
  while (p < s->end && g_ascii_isspace (*p))
    p++;
  if (p < s->end && *p == '<')
    {
      const char *close = memchr (p, '>', (gsize) (s->end - p));

      if (close == NULL)
        return NULL;
      target->url = p + 1;
      target->url_length = (gsize) (close - p - 1);
      p = close + 1;
    }
  else
    {
      target->url = p;
      for (; p < s->end && !g_ascii_isspace (*p); p++)
        {
          depth += *p == '(';
          if (*p == ')' && --depth == 0)
            break;
        }
      target->url_length = (gsize) (p - target->url);
    }
  while (p < s->end && g_ascii_isspace (*p))
    p++;
  if (p < s->end && (*p == '"' || *p == '\''))
    {
      char quote = *p;
      const char *close = p + 1;

      while (close + 1 < s->end && !(close[0] == quote && close[1] == ')'))
        close++;
      if (close + 1 >= s->end)
        return NULL;
      target->title = p + 1;
      target->title_length = (gsize) (close - p - 1);
      p = close + 1;
    }
  return p < s->end && *p == ')' ? p + 1 : NULL;
}

static const char *
read_reference (Scanner *s, const char *open, const char *close, Target *target)
{
  const char *from = open + 1, *to = close, *behind = close + 1;
  const char *p = close + 1;
  g_autofree char *id = NULL;
  g_autofree char *lower = NULL;
  const KdLink *link;

  if (p < s->end && *p == ' ' && p + 1 < s->end && p[1] == '[')
    p++;
  if (p < s->end && *p == '[')
    {
      const char *end = memchr (p, ']', (gsize) (s->end - p));

      if (end != NULL && end > p + 1)
        {
          from = p + 1;
          to = end;
        }
      behind = end != NULL ? end + 1 : behind;
    }
  id = g_strndup (from, (gsize) (to - from));
  lower = g_utf8_strdown (id, -1);
  link = g_hash_table_lookup (s->writer->document->links, lower);
  if (link == NULL)
    return NULL;
  target->url = link->url;
  target->url_length = strlen (link->url);
  target->title = link->title;
  target->title_length = link->title != NULL ? strlen (link->title) : 0;
  return behind;
}

static void
append_attribute (GString *out, const char *name, const char *value, gsize length)
{
  g_string_append_printf (out, " %s=\"", name);
  base_escape_html_attribute (out, value, length);
  g_string_append_c (out, '"');
}

static gboolean
try_link (Scanner *s, gboolean image)
{
  const char *open = s->p + image, *close = s->no_end['['] ? NULL : matching_bracket (s, open);
  Target target = { 0 };
  const char *behind = NULL;
  g_autoptr (GString) attributes = g_string_new (NULL);
  GString *out = s->writer->out;

  if (close == NULL || s->depth > KD_MAX_DEPTH)
    {
      s->no_end['['] = s->no_end['['] || close == NULL;
      return FALSE;
    }
  if (close + 1 < s->end && close[1] == '(')
    behind = read_target (s, close + 1, &target);
  if (behind == NULL)
    behind = read_reference (s, open, close, &target);
  if (behind == NULL)
    return FALSE;
  s->p = span_attributes (s, behind, attributes);
  g_string_append (out, image ? "<img" : "<a");
  append_attribute (out, image ? "src" : "href", target.url, target.url_length);
  if (image)
    append_attribute (out, "alt", open + 1, (gsize) (close - open - 1));
  if (target.title != NULL)
    append_attribute (out, "title", target.title, target.title_length);
  g_string_append (out, attributes->str);
  if (image)
    g_string_append (out, " />");
  else
    {
      g_string_append_c (out, '>');
      kd_write_spans (s->writer, open + 1, (gsize) (close - open - 1), s->depth + 1);
      g_string_append (out, "</a>");
    }
  return TRUE;
}

/* <https://…>, <a@b.c>, or a tag copied as it stands. */
static gboolean
try_angle (Scanner *s)
{
  const char *close = s->no_end['<'] ? NULL : memchr (s->p, '>', (gsize) (s->end - s->p));
  const char *inner = s->p + 1;
  gsize length;

  if (close == NULL)
    {
      s->no_end['<'] = TRUE;
      return FALSE;
    }
  length = (gsize) (close - inner);
  if (g_strstr_len (inner, (gssize) length, "://") != NULL && memchr (inner, ' ', length) == NULL
      && g_ascii_isalpha (*inner))
    {
      g_string_append (s->writer->out, "<a");
      append_attribute (s->writer->out, "href", inner, length);
      g_string_append_c (s->writer->out, '>');
      escape (s, inner, length);
      g_string_append (s->writer->out, "</a>");
    }
  else if (length > 0
           && (g_ascii_isalpha (*inner) || (*inner == '/' && g_ascii_isalpha (inner[1]))
               || *inner == '!'))
    g_string_append_len (s->writer->out, s->p, (gssize) (length + 2));
  else
    return FALSE;
  s->p = close + 1;
  return TRUE;
}

/* ---- entities, symbols, quotes ---- */

static gboolean
try_entity (Scanner *s)
{
  const char *p = s->p + 1;

  while (p < s->end && (g_ascii_isalnum (*p) || *p == '#') && p - s->p < 12)
    p++;
  if (p >= s->end || *p != ';' || p == s->p + 1)
    return FALSE;
  g_string_append_len (s->writer->out, s->p, p + 1 - s->p);
  s->p = p + 1;
  return TRUE;
}

static gboolean
try_symbol (Scanner *s)
{
  static const struct
  {
    const char *written;
    const char *symbol;
  } symbols[] = {
    { "---", "—" }, { "--", "–" }, { "...", "…" }, { "<<", "«" }, { ">>", "»" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      gsize length = strlen (symbols[i].written);

      if ((gsize) (s->end - s->p) < length || memcmp (s->p, symbols[i].written, length) != 0)
        continue;
      g_string_append (s->writer->out, symbols[i].symbol);
      s->p += length;
      return TRUE;
    }
  return FALSE;
}

/* A quote opens behind a blank, a bracket or the start, else it closes. */
static void
write_quote (Scanner *s)
{
  const char *before = s->p - 1;
  gboolean opens = s->p == s->text || g_ascii_isspace (*before) || strchr ("([{-", *before) != NULL;

  if (s->p + 1 < s->end && g_ascii_isspace (s->p[1]))
    opens = FALSE;
  if (*s->p == '"')
    g_string_append (s->writer->out, opens ? "“" : "”");
  else
    g_string_append (s->writer->out, opens ? "‘" : "’");
  s->p++;
}

static gboolean
try_liquid (Scanner *s)
{
  const char *close;

  if (!s->writer->document->options.liquid || s->p + 1 >= s->end
      || (s->p[1] != '{' && s->p[1] != '%'))
    return FALSE;
  close = g_strstr_len (s->p, s->end - s->p, s->p[1] == '{' ? "}}" : "%}");
  if (close == NULL)
    return FALSE;
  g_string_append (s->writer->out, "<span class=\"chapeau-liquid\">");
  escape (s, s->p, (gsize) (close + 2 - s->p));
  g_string_append (s->writer->out, "</span>");
  s->p = close + 2;
  return TRUE;
}

static gboolean
write_break (Scanner *s)
{
  GString *out = s->writer->out;
  gsize blanks = 0;

  while (out->len > blanks && out->str[out->len - 1 - blanks] == ' ')
    blanks++;
  if (blanks < 2 && !s->writer->document->options.hard_wrap)
    return FALSE;
  g_string_truncate (out, out->len - blanks);
  g_string_append (out, "<br />\n");
  s->p++;
  return TRUE;
}

static gboolean
scan_special (Scanner *s)
{
  static const char escapable[] = "\\.*_+`-()[]{}#!:|\"'$<>~=^";

  switch (*s->p)
    {
    case '\\':
      if (s->p + 1 >= s->end || strchr (escapable, s->p[1]) == NULL)
        return FALSE;
      escape (s, s->p + 1, 1);
      s->p += 2;
      return TRUE;
    case '`':
      return try_code (s);
    case '*':
    case '_':
      return try_emphasis (s);
    case '~':
      return try_strike (s);
    case '[':
      return try_link (s, FALSE);
    case '!':
      return s->p + 1 < s->end && s->p[1] == '[' && try_link (s, TRUE);
    case '<':
      return try_symbol (s) || try_angle (s);
    case '&':
      return try_entity (s);
    case '{':
      return try_liquid (s);
    case '\n':
      return write_break (s);
    case '-':
    case '.':
    case '>':
      return try_symbol (s);
    case '"':
    case '\'':
      write_quote (s);
      return TRUE;
    default:
      return FALSE;
    }
}

void
kd_write_spans (KdWriter *writer, const char *text, gsize length, guint depth)
{
  Scanner s = { writer, text, text + length, text, depth, { FALSE } };

  while (s.p < s.end)
    {
      if (scan_special (&s))
        continue;
      escape (&s, s.p, 1);
      s.p++;
    }
}
