/* kd-spans.c - spans: emphasis, code, links, tags, typographic symbols.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-node.h"

static void
flush (KdDocument *d, KdElement *e, GString *text)
{
  KdElement *t;
  if (text->len == 0)
    return;
  t = kd_add (d, e, KD_TEXT, e->span);
  t->text = base_arena_strndup (d->arena, text->str, text->len);
  t->length = text->len;
  g_string_truncate (text, 0);
}

/* Where the closing bracket is, or 0. */
static gsize
closing (const char *s, gsize i, gsize n, char open, char close)
{
  gsize level = 0;
  for (; i < n; i++)
    if (s[i] == '\\')
      i++;
    else if (s[i] == open)
      level++;
    else if (s[i] == close && --level == 0)
      return i;
  return 0;
}

static gsize
span_link (KdDocument *d, KdElement *e, const char *s, gsize i, gsize n, GString *text, guint depth)
{
  gboolean image = s[i] == '!';
  gsize open = i + image, close = closing (s, open, n, '[', ']'), end, url;
  g_autofree char *href = NULL, *title = NULL, *alt = NULL;
  KdElement *a;
  if (close == 0)
    return 0;
  if (close + 1 < n && s[close + 1] == '(' && (end = closing (s, close + 1, n, '(', ')')) > 0)
    {
      g_autofree char *all = g_strndup (s + close + 2, end - close - 2);
      g_strstrip (all);
      url = strcspn (all, " \t\n");
      href = g_strndup (all, url);
      if (href[0] == '<' && url > 1 && href[url - 1] == '>')
        href[url - 1] = '\0', memmove (href, href + 1, url);
      g_strchug (all + url);
      if (all[url] == '"' || all[url] == '\'')
        title = g_strndup (all + url + 1, MAX (strlen (all + url), 2) - 2);
      end++;
    }
  else
    {
      gsize from = open, to = close;
      g_autofree char *id = NULL;
      KdLink *link;
      end = close + 1;
      if (end < n && s[end] == '[' && closing (s, end, n, '[', ']') > end + 1)
        from = end, to = closing (s, end, n, '[', ']'), end = to + 1;
      id = g_utf8_strdown (s + from + 1, (gssize) (to - from - 1));
      link = g_hash_table_lookup (d->links, id);
      if (link == NULL)
        return 0;
      href = g_strdup (link->url);
      title = g_strdup (link->title);
    }
  flush (d, e, text);
  a = kd_add (d, e, image ? KD_IMG : KD_A, e->span);
  kd_attr_set (d, a, image ? "src" : "href", href);
  alt = g_strndup (s + open + 1, close - open - 1);
  if (image)
    kd_attr_set (d, a, "alt", alt);
  else
    kd_spans (d, a, s + open + 1, close - open - 1, depth + 1);
  if (title != NULL)
    kd_attr_set (d, a, "title", title);
  return end;
}

static gsize
emphasis (KdDocument *d, KdElement *e, const char *s, gsize i, gsize n, GString *text, guint depth)
{
  gsize width = i + 1 < n && s[i + 1] == s[i] ? 2 : 1, k = i + width;
  KdElement *em;
  if (k >= n || g_ascii_isspace (s[k])
      || (s[i] == '_' && i > 0 && (g_ascii_isalnum (s[i - 1]) || (guchar) s[i - 1] > 127)))
    return 0;
  for (k++; k < n; k++)
    {
      gsize run = 0;
      if (s[k] == '\\')
        {
          k++;
          continue;
        }
      while (k + run < n && s[k + run] == s[i])
        run++;
      if (run == 0)
        continue;
      if (run >= width && (run == width || run == 3) && !g_ascii_isspace (s[k - 1])
          && (s[i] != '_' || k + run >= n || !g_ascii_isalnum (s[k + run])))
        {
          k += run - width;
          flush (d, e, text);
          em = kd_add (d, e, width == 2 ? KD_STRONG : KD_EM, e->span);
          kd_spans (d, em, s + i + width, k - i - width, depth + 1);
          return k + width;
        }
      k += run - 1;
    }
  return 0;
}

static gsize
raw_tag (KdDocument *d, KdElement *e, const char *s, gsize i, gsize n, GString *text)
{
  const char *end = memchr (s + i, '>', n - i);
  KdElement *raw;
  g_autofree char *tag = NULL;
  if (end == NULL || i + 1 >= n || !(g_ascii_isalpha (s[i + 1]) || strchr ("/!", s[i + 1])))
    return 0;
  flush (d, e, text);
  tag = g_strndup (s + i, (gsize) (end - s) - i);
  if (strstr (tag, ":/") != NULL && strpbrk (tag, " \"=") == NULL)
    {
      raw = kd_add (d, e, KD_A, e->span);
      kd_attr_set (d, raw, "href", tag + 1);
      g_string_append (text, tag + 1);
      flush (d, raw, text);
      return (gsize) (end - s) + 1;
    }
  if ((g_str_has_prefix (tag, "<br") || g_str_has_prefix (tag, "<img"))
      && !g_str_has_suffix (tag, "/"))
    g_string_append_printf (text, "%s />", g_strchomp (tag));
  else
    g_string_append_printf (text, "%s>", tag);
  raw = kd_add (d, e, KD_RAW, e->span);
  raw->text = base_arena_strndup (d->arena, text->str, text->len);
  raw->length = text->len;
  g_string_truncate (text, 0);
  return (gsize) (end - s) + 1;
}

static gsize
symbol (const char *s, gsize i, gsize n, GString *text)
{
  static const char *const pairs[][2] = {
    { "---", "—" }, { "--", "–" }, { "...", "…" }, { "<<", "«" }, { ">>", "»" }
  };
  for (gsize k = 0; k < G_N_ELEMENTS (pairs); k++)
    if (g_str_has_prefix (s + i, pairs[k][0]) && i + strlen (pairs[k][0]) <= n)
      {
        g_string_append (text, pairs[k][1]);
        return i + strlen (pairs[k][0]);
      }
  if (s[i] == '"' || s[i] == '\'')
    {
      gboolean open = (i == 0 || g_ascii_isspace (s[i - 1]) || strchr ("([{-", s[i - 1]))
                      && i + 1 < n && !g_ascii_isspace (s[i + 1]);
      g_string_append (text, s[i] == '"' ? (open ? "“" : "”") : (open ? "‘" : "’"));
      return i + 1;
    }
  return 0;
}

void
kd_spans (KdDocument *d, KdElement *e, const char *s, gsize n, guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean deep = depth > 20;
  for (gsize i = 0, to; i < n; i = to)
    {
      to = 0;
      if (s[i] == '\\' && i + 1 < n && g_ascii_ispunct (s[i + 1]))
        g_string_append_c (text, s[i + 1]), to = i + 2;
      else if (s[i] == '`')
        {
          const char *end = memchr (s + i + 1, '`', n - i - 1);
          if (end != NULL && end > s + i + 1)
            {
              KdElement *c;
              flush (d, e, text);
              c = kd_add (d, e, KD_CODESPAN, e->span);
              c->length = (gsize) (end - s) - i - 1;
              c->text = base_arena_strndup (d->arena, s + i + 1, c->length);
              to = (gsize) (end - s) + 1;
            }
        }
      else if (!deep && (s[i] == '*' || s[i] == '_'))
        to = emphasis (d, e, s, i, n, text, depth);
      else if (!deep && (s[i] == '[' || (s[i] == '!' && i + 1 < n && s[i + 1] == '[')))
        to = span_link (d, e, s, i, n, text, depth);
      else if (s[i] == '{' && i + 1 < n && s[i + 1] == ':' && text->len == 0 && e->last != NULL)
        {
          const char *end = memchr (s + i, '}', n - i);
          if (end != NULL)
            {
              kd_attr_list (d, e->last, s + i + 2, (gsize) (end - s) - i - 2);
              to = (gsize) (end - s) + 1;
            }
        }
      else if (s[i] == ' ' && i + 2 < n && s[i + 1] == ' ' && s[i + 2] == '\n')
        flush (d, e, text), kd_add (d, e, KD_BR, e->span), to = i + 2;
      else if (s[i] == '<' && !(i + 1 < n && s[i + 1] == '<'))
        to = raw_tag (d, e, s, i, n, text);
      if (to == 0 && strchr ("-.<>\"'", s[i]) != NULL)
        to = symbol (s, i, n, text);
      if (to == 0)
        g_string_append_c (text, s[i]), to = i + 1;
    }
  flush (d, e, text);
}
