/* kd-blocks.c - blocks: an array of lines becomes a tree. Lines point into the text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-node.h"

typedef struct
{
  const char *s;
  gsize n; /* without the newline */
} Line;

static gboolean
blank (Line l)
{
  for (gsize i = 0; i < l.n; i++)
    if (!g_ascii_isspace (l.s[i]))
      return FALSE;
  return TRUE;
}

static gsize
indent (Line l)
{
  gsize i = 0;
  while (i < l.n && l.s[i] == ' ')
    i++;
  return i;
}

static Line
cut (Line l, gsize n)
{
  n = MIN (n, l.n);
  return (Line){ l.s + n, l.n - n };
}

/* The width of a list marker with the space behind it, or 0. */
static gsize
marker (Line l, KdType *type)
{
  gsize i = indent (l), from = i;
  if (i > 3 || i >= l.n)
    return 0;
  if (strchr ("*+-", l.s[i]) != NULL)
    *type = KD_UL, i++;
  else
    {
      while (i < l.n && g_ascii_isdigit (l.s[i]))
        i++;
      if (i == from || i >= l.n || l.s[i] != '.')
        return 0;
      *type = KD_OL, i++;
    }
  if (i >= l.n || (l.s[i] != ' ' && l.s[i] != '\t'))
    return 0;
  while (i < l.n && (l.s[i] == ' ' || l.s[i] == '\t'))
    i++;
  return i < l.n ? i : 0;
}

static gboolean
rule (Line l)
{
  gsize i = indent (l), count = 0;
  char c = i < l.n && i <= 3 ? l.s[i] : 0;
  if (c == 0 || strchr ("*-_", c) == NULL)
    return FALSE;
  for (; i < l.n; i++)
    if (l.s[i] == c)
      count++;
    else if (!g_ascii_isspace (l.s[i]))
      return FALSE;
  return count >= 3;
}

static gboolean
attribute_line (Line l)
{
  gsize i = indent (l), end = l.n;
  while (end > i && g_ascii_isspace (l.s[end - 1]))
    end--;
  return i <= 3 && end >= i + 3 && l.s[i] == '{' && l.s[i + 1] == ':' && l.s[end - 1] == '}';
}

static guint
atx (Line l)
{
  guint n = 0;
  while (n < l.n && n < 6 && l.s[n] == '#')
    n++;
  return n > 0 && n < l.n && (l.s[n] == ' ' || l.s[n] == '\t') && !blank (cut (l, n)) ? n : 0;
}

static gsize
fence (Line l)
{
  gsize n = 0;
  while (n < l.n && (l.s[0] == '`' || l.s[0] == '~') && l.s[n] == l.s[0])
    n++;
  return n >= 3 ? n : 0;
}

static gboolean
html_start (Line l, char name[16])
{
  static const char *const tags[] = {
    "address", "article", "aside",    "blockquote", "body", "center",   "dd",
    "details", "dialog",  "div",      "dl",         "dt",   "fieldset", "figcaption",
    "figure",  "footer",  "form",     "h1",         "h2",   "h3",       "h4",
    "h5",      "h6",      "header",   "hr",         "html", "iframe",   "li",
    "main",    "nav",     "noscript", "ol",         "p",    "pre",      "script",
    "section", "style",   "summary",  "table",      "ul",   "video",    NULL
  };
  gsize i = indent (l) + 1, n = 0;
  if (i > 4 || i >= l.n || l.s[i - 1] != '<')
    return FALSE;
  for (; i < l.n && n < 15 && g_ascii_isalnum (l.s[i]); i++)
    name[n++] = g_ascii_tolower (l.s[i]);
  name[n] = '\0';
  return g_strv_contains (tags, name);
}

static gboolean
ends_paragraph (KdDocument *d, Line l)
{
  KdType type;
  char name[16];
  if (blank (l) || attribute_line (l) || html_start (l, name))
    return TRUE;
  return kd_option_is (d->options, "input", "GFM")
         && (marker (l, &type) > 0 || atx (l) > 0 || fence (l) > 0
             || (indent (l) < 4 && indent (l) < l.n && l.s[indent (l)] == '>'));
}

static BaseSpan
span_of (KdDocument *d, const Line *l, gsize from, gsize to)
{
  return base_span ((gsize) (l[from].s - d->text), (gsize) (l[to - 1].s - d->text) + l[to - 1].n);
}

static void
set_text (KdDocument *d, KdElement *e, const Line *l, gsize from, gsize to, gboolean strip)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = from; i < to; i++)
    {
      Line x = strip ? cut (l[i], i == from ? indent (l[i]) : 0) : l[i];
      g_string_append_len (text, x.s, (gssize) x.n);
      if (!strip || i + 1 < to)
        g_string_append_c (text, '\n');
    }
  while (strip && text->len > 0 && g_ascii_isspace (text->str[text->len - 1]))
    g_string_truncate (text, text->len - 1);
  e->text = base_arena_strndup (d->arena, text->str, text->len);
  e->length = text->len;
}

static gboolean
definition (KdDocument *d, Line l)
{
  gsize i = indent (l), end, url;
  const char *close = i <= 3 && i < l.n && l.s[i] == '[' ? memchr (l.s + i, ']', l.n - i) : NULL;
  KdLink *link;
  g_autofree char *id = NULL;
  if (close == NULL || l.s[i + 1] == '^' || (gsize) (close - l.s) + 2 >= l.n || close[1] != ':')
    return FALSE;
  id = g_utf8_strdown (l.s + i + 1, close - l.s - (gssize) i - 1);
  for (url = (gsize) (close - l.s) + 2; url < l.n && g_ascii_isspace (l.s[url]); url++)
    ;
  for (end = url; end < l.n && !g_ascii_isspace (l.s[end]); end++)
    ;
  if (end == url)
    return FALSE;
  link = base_arena_new0 (d->arena, KdLink);
  if (l.s[url] == '<' && l.s[end - 1] == '>' && end - url > 1)
    link->url = base_arena_strndup (d->arena, l.s + url + 1, end - url - 2);
  else
    link->url = base_arena_strndup (d->arena, l.s + url, end - url);
  while (end < l.n && g_ascii_isspace (l.s[end]))
    end++;
  if (end + 1 < l.n && (l.s[end] == '"' || l.s[end] == '\''))
    {
      gsize to = l.n;
      while (to > end + 1 && l.s[to - 1] != l.s[end])
        to--;
      link->title = base_arena_strndup (d->arena, l.s + end + 1, to > end + 1 ? to - end - 2 : 0);
    }
  g_hash_table_replace (d->links, g_steal_pointer (&id), link);
  return TRUE;
}

static void blocks (KdDocument *d, KdElement *parent, const Line *l, gsize n, guint depth);

static gsize
list (KdDocument *d, KdElement *parent, const Line *l, gsize at, gsize n, guint depth)
{
  KdType type = KD_UL, other = KD_UL;
  KdElement *ul, *li;
  gsize i = at, end;
  marker (l[at], &type);
  ul = kd_add (d, parent, type, span_of (d, l, at, at + 1));
  while (i < n)
    {
      gsize width = marker (l[i], &other), from = i;
      gboolean after_blank = FALSE, loose;
      g_autoptr (GArray) inner = g_array_new (FALSE, FALSE, sizeof (Line));
      Line first;
      if (width == 0 || other != type || rule (l[i]))
        break;
      first = cut (l[i], width);
      g_array_append_val (inner, first);
      for (i++; i < n; i++)
        {
          Line x = l[i];
          if (blank (x))
            after_blank = TRUE;
          else if (indent (x) >= width || (indent (x) >= 4 && marker (cut (x, 4), &other) > 0))
            after_blank = FALSE;
          else if (after_blank || marker (x, &other) > 0 || attribute_line (x))
            break;
          x = cut (x, MIN (indent (x), width));
          g_array_append_val (inner, x);
        }
      for (end = i; end > from && blank (l[end - 1]); end--)
        ;
      loose = end < i && i < n && marker (l[i], &other) > 0 && other == type;
      if (inner->len > 1 && end > from + 1 && blank (l[from + 1]))
        loose = TRUE;
      li = kd_add (d, ul, KD_LI, span_of (d, l, from, end));
      ul->span.end = li->span.end;
      blocks (d, li, (const Line *) (void *) inner->data, end - from, depth + 1);
      if (li->first != NULL && li->first->type == KD_PARAGRAPH && !loose
          && (li->first->next == NULL || li->first->next->type != KD_BLANK))
        li->first->transparent = TRUE;
      if (i < n && blank (l[MIN (i, n - 1)]))
        break;
      if (i < n && end < i && !(marker (l[i], &other) > 0 && other == type))
        return end;
      if (i >= n)
        return end;
    }
  return i;
}

static gsize
html (KdDocument *d, KdElement *parent, const Line *l, gsize at, gsize n, const char *name)
{
  g_autofree char *open = g_strconcat ("<", name, NULL);
  g_autofree char *close = g_strconcat ("</", name, NULL);
  gssize level = 0;
  gsize i = at;
  KdElement *e;
  for (; i < n; i++)
    {
      g_autofree char *x = g_ascii_strdown (l[i].s, (gssize) l[i].n);
      for (const char *p = x; (p = strstr (p, open)) != NULL; p++)
        level++;
      for (const char *p = x; (p = strstr (p, close)) != NULL; p++)
        level--;
      if (level <= 0 || strcmp (name, "hr") == 0)
        break;
    }
  i = MIN (i + 1, n);
  e = kd_add (d, parent, KD_RAW, span_of (d, l, at, i));
  e->block = TRUE;
  set_text (d, e, l, at, i, FALSE);
  return i;
}

static gsize
code (KdDocument *d, KdElement *parent, const Line *l, gsize at, gsize n)
{
  gsize width = fence (l[at]), i = at + 1;
  g_autoptr (GString) text = g_string_new (NULL);
  KdElement *e;
  if (width > 0)
    {
      for (; i < n; i++)
        if (fence (l[i]) >= width && l[i].s[0] == l[at].s[0] && blank (cut (l[i], fence (l[i]))))
          break;
      if (i >= n)
        return at;
      for (gsize k = at + 1; k < i; k++)
        g_string_append_len (text, l[k].s, (gssize) l[k].n), g_string_append_c (text, '\n');
      i++;
    }
  else
    {
      while (i < n && (indent (l[i]) >= 4 || (blank (l[i]) && i + 1 < n && indent (l[i + 1]) >= 4)))
        i++;
      for (gsize k = at; k < i; k++)
        {
          Line x = cut (l[k], MIN (indent (l[k]), 4));
          g_string_append_len (text, x.s, (gssize) x.n);
          g_string_append_c (text, '\n');
        }
    }
  e = kd_add (d, parent, KD_CODEBLOCK, span_of (d, l, at, i));
  e->text = base_arena_strndup (d->arena, text->str, text->len);
  e->length = text->len;
  if (width > 0 && !blank (cut (l[at], width)))
    {
      g_autofree char *language = g_strndup (l[at].s + width, l[at].n - width);
      g_autofree char *class = g_strconcat ("language-", g_strstrip (language), NULL);
      kd_attr_set (d, e, "class", class);
    }
  return i;
}

static gsize
quote (KdDocument *d, KdElement *parent, const Line *l, gsize at, gsize n, guint depth)
{
  g_autoptr (GArray) inner = g_array_new (FALSE, FALSE, sizeof (Line));
  gsize i = at;
  KdElement *e;
  for (; i < n && !blank (l[i]) && !attribute_line (l[i]); i++)
    {
      gsize k = indent (l[i]);
      Line x = l[i];
      if (k < x.n && x.s[k] == '>')
        x = cut (x, k + 1 < x.n && x.s[k + 1] == ' ' ? k + 2 : k + 1);
      g_array_append_val (inner, x);
    }
  e = kd_add (d, parent, KD_BLOCKQUOTE, span_of (d, l, at, i));
  blocks (d, e, (const Line *) (void *) inner->data, inner->len, depth + 1);
  return i;
}

static gsize
text (KdDocument *d, KdElement *parent, const Line *l, gsize at, gsize n)
{
  gsize i = at + 1;
  guint level = atx (l[at]);
  KdElement *e;
  if (level > 0)
    {
      Line x = cut (l[at], level);
      gsize full = x.n;
      while (x.n > 0 && (g_ascii_isspace (x.s[x.n - 1]) || x.s[x.n - 1] == '#'))
        x.n--;
      if (x.n == 0)
        x.n = full;
      e = kd_add (d, parent, KD_HEADER, span_of (d, l, at, i));
      x = cut (x, 0);
      while (x.n > 0 && g_ascii_isspace (x.s[0]))
        x = cut (x, 1);
      set_text (d, e, &x, 0, 1, TRUE);
    }
  else
    {
      while (i < n && !ends_paragraph (d, l[i])
             && !(l[i].n > 0 && (l[i].s[0] == '=' || l[i].s[0] == '-') && i == at + 1
                  && strspn (l[i].s, "=-") >= l[i].n))
        i++;
      if (i == at + 1 && i < n && l[i].n > 0 && (l[i].s[0] == '=' || l[i].s[0] == '-')
          && strspn (l[i].s, "=-") >= l[i].n)
        {
          level = l[i].s[0] == '=' ? 1 : 2;
          e = kd_add (d, parent, KD_HEADER, span_of (d, l, at, ++i));
          set_text (d, e, l, at, at + 1, TRUE);
        }
      else
        {
          e = kd_add (d, parent, KD_PARAGRAPH, span_of (d, l, at, i));
          set_text (d, e, l, at, i, TRUE);
        }
    }
  e->level = level;
  e->raw = TRUE;
  return i;
}

static void
blocks (KdDocument *d, KdElement *parent, const Line *l, gsize n, guint depth)
{
  Line pending = { "", 0 };
  for (gsize i = 0; i < n;)
    {
      KdElement *before = parent->last;
      gsize k = indent (l[i]), from = i;
      KdType type;
      char name[16];
      if (blank (l[i]))
        {
          while (i < n && blank (l[i]))
            i++;
          kd_add (d, parent, KD_BLANK, span_of (d, l, from, i));
          continue;
        }
      if (attribute_line (l[i]))
        {
          Line x = cut (l[i], k + 2);
          while (x.n > 0 && x.s[x.n - 1] != '}')
            x.n--;
          x.n -= x.n > 0;
          if (before != NULL && before->type != KD_BLANK)
            kd_attr_list (d, before, x.s, x.n);
          else
            pending = x;
          i++;
          continue;
        }
      if (definition (d, l[i]))
        {
          i++;
          continue;
        }
      if (k >= 4)
        i = code (d, parent, l, i, n);
      else if (fence (l[i]) > 0)
        i = code (d, parent, l, i, n);
      else if (rule (l[i]))
        kd_add (d, parent, KD_HR, span_of (d, l, i, i + 1)), i++;
      else if (depth < KD_MAX_DEPTH / 2 && l[i].s[k] == '>')
        i = quote (d, parent, l, i, n, depth);
      else if (depth < KD_MAX_DEPTH / 2 && marker (l[i], &type) > 0)
        i = list (d, parent, l, i, n, depth);
      else if (html_start (l[i], name))
        i = html (d, parent, l, i, n, name);
      if (i == from)
        i = text (d, parent, l, i, n);
      if (pending.n > 0 && parent->last != before)
        {
          kd_attr_list (d, parent->last, pending.s, pending.n);
          pending.n = 0;
        }
    }
}

static void
header_id (KdDocument *d, KdElement *e)
{
  g_autoptr (GString) id = g_string_new (NULL);
  gpointer count;
  gboolean gfm = kd_option_is (d->options, "input", "GFM");
  if (!kd_option_is (d->options, "auto_ids", "true") || kd_attr_get (e, "id") != NULL)
    return;
  for (const char *p = e->text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c == ' ' || c == '\t')
        g_string_append_c (id, '-');
      else if (c == '-' || (gfm && (c == '_' || g_unichar_isalnum (c) || g_unichar_ismark (c)))
               || (c < 128 && g_ascii_isalnum ((char) c) && (id->len > 0 || c > '9')))
        g_string_append_unichar (id, g_unichar_tolower (c));
    }
  if (id->len == 0)
    g_string_append (id, "section");
  count = g_hash_table_lookup (d->ids, id->str);
  g_hash_table_replace (d->ids, g_strdup (id->str),
                        GUINT_TO_POINTER (GPOINTER_TO_UINT (count) + 1));
  if (count != NULL)
    g_string_append_printf (id, "-%u", GPOINTER_TO_UINT (count));
  kd_attr_set (d, e, "id", id->str);
}

static void
finish (KdDocument *d, KdElement *e)
{
  if (e->type == KD_HEADER)
    header_id (d, e);
  if (e->raw)
    kd_spans (d, e, e->text, e->length, 0);
  else
    for (KdElement *c = e->first; c != NULL; c = c->next)
      finish (d, c);
}

void
kd_blocks (KdDocument *d)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (const char *s = d->text; *s != '\0';)
    {
      gsize n = strcspn (s, "\n");
      Line line = { s, n > 0 && s[n - 1] == '\r' ? n - 1 : n };
      g_array_append_val (lines, line);
      s += n + (s[n] != '\0');
    }
  blocks (d, d->root, (const Line *) (void *) lines->data, lines->len, 0);
  finish (d, d->root);
}
