/* site-layout.c - where a layout prints what of a post, read from its text.
 *
 * Liquid is not run. The layout is read as a stream of tags and Liquid marks; each place that
 * prints `page.KEY` or `content` is kept with the elements that are open there. Conditions are
 * taken as met, loops as run once; `{% include X %}` was put in as text, with an assignment before
 * it for each of its parameters; `{% assign V = page.K %}` and `{% for V in page.K %}` make V
 * another name of the key. A key that is printed several times counts at its first place. What is
 * inside <head>, a script or a comment counts nowhere.
 *
 * A layout that does more than this tells less, never something dangerous: what comes out are
 * names of elements and classes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <string.h>

#define MAX_OPEN   64   /* nested elements */
#define MAX_TAG    4096 /* bytes of one tag */
#define MAX_PLACES 64

typedef struct
{
  const char *text;
  const char *end;
  GPtrArray *open;     /* SiteFrameElement, borrowed from @elements */
  GPtrArray *elements; /* owns them */
  GPtrArray *places;
  GHashTable *names; /* variable -> key */
  GString *body_classes;
  guint hidden; /* elements open inside and including <head> and the like; 0: what is read shows */
} Reader;

static const char *const void_elements[] = { "area",  "base",  "br",     "col",  "embed",
                                             "hr",    "img",   "input",  "link", "meta",
                                             "param", "track", "source", "wbr",  NULL };
static const char *const hidden_elements[] = { "head", "title", "template", "option", NULL };

/* ---- elements ------------------------------------------------------------------------------- */

static void
element_free (gpointer data)
{
  SiteFrameElement *element = data;

  g_free (element->name);
  g_free (element->id);
  g_free (element->classes);
  g_free (element);
}

SiteFrameElement *
site_frame_element_copy (const SiteFrameElement *element)
{
  SiteFrameElement *copy = g_new0 (SiteFrameElement, 1);

  copy->number = element->number;
  copy->name = g_strdup (element->name);
  copy->id = g_strdup (element->id);
  copy->classes = g_strdup (element->classes);
  return copy;
}

void
site_frame_place_free (gpointer data)
{
  SiteFramePlace *place = data;

  g_free (place->key);
  g_ptr_array_unref (place->path);
  g_free (place);
}

static void
add_place (Reader *reader, const char *key, gboolean loop)
{
  SiteFramePlace *place;

  if (reader->hidden > 0 || reader->places->len >= MAX_PLACES)
    return;
  for (guint i = 0; i < reader->places->len; i++)
    if (g_str_equal (((SiteFramePlace *) g_ptr_array_index (reader->places, i))->key, key))
      return;
  place = g_new0 (SiteFramePlace, 1);
  place->key = g_strdup (key);
  place->loop = loop;
  place->path = g_ptr_array_new_with_free_func (element_free);
  for (guint i = 0; i < reader->open->len; i++)
    g_ptr_array_add (place->path, site_frame_element_copy (g_ptr_array_index (reader->open, i)));
  g_ptr_array_add (reader->places, place);
}

/* ---- Liquid --------------------------------------------------------------------------------- */

static gboolean
is_name_byte (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

/* The key that an expression's first variable stands for, or NULL. */
static char *
dup_key (Reader *reader, const char *expression)
{
  const char *start = expression + strspn (expression, " \t\r\n-");
  gsize length = 0;
  g_autofree char *name = NULL;
  const char *known;

  while (is_name_byte (start[length]))
    length++;
  name = g_strndup (start, length);
  if (g_str_equal (name, "content"))
    return g_steal_pointer (&name);
  if (g_str_equal (name, "page") && start[length] == '.')
    {
      start += length + 1;
      for (length = 0; is_name_byte (start[length]);)
        length++;
      return length > 0 ? g_strndup (start, length) : NULL;
    }
  if (g_str_equal (name, "include") && start[length] == '.')
    {
      gsize member = length + 1;

      while (is_name_byte (start[member]))
        member++;
      g_free (name);
      name = g_strndup (start, member);
    }
  known = g_hash_table_lookup (reader->names, name);
  return g_strdup (known);
}

/* `assign V = …`, `for V in …`. */
static void
read_liquid_tag (Reader *reader, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  gboolean loop;

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_str_equal (*word, "-"))
      g_ptr_array_add (parts, *word);
  if (parts->len < 4)
    return;
  loop = g_str_equal (parts->pdata[0], "for");
  if (loop || g_str_equal (parts->pdata[0], "assign"))
    {
      char *key = dup_key (reader, parts->pdata[3]);

      if (key == NULL)
        return;
      if (loop)
        add_place (reader, key, TRUE);
      g_hash_table_replace (reader->names, g_strdup (parts->pdata[1]), key);
    }
}

/* ---- tags ----------------------------------------------------------------------------------- */

/* The value of an attribute without Liquid, or NULL; @tag is what stands between "<" and ">". */
static char *
dup_attribute (const char *tag, const char *name)
{
  gsize length = strlen (name);

  for (const char *at = strstr (tag, name); at != NULL; at = strstr (at + 1, name))
    {
      const char *value = at + length;
      g_autoptr (GString) plain = NULL;
      char quote;

      if (!g_ascii_isspace (at[-1]) || *value != '=' || (value[1] != '"' && value[1] != '\''))
        continue;
      quote = value[1];
      plain = g_string_new (NULL);
      for (value += 2; *value != '\0' && *value != quote; value++)
        if (value[0] == '{' && (value[1] == '{' || value[1] == '%'))
          {
            const char *close = strstr (value, value[1] == '{' ? "}}" : "%}");

            if (close == NULL)
              break;
            value = close + 1;
          }
        else
          g_string_append_c (plain, *value);
      return g_strdup (g_strstrip (plain->str));
    }
  return NULL;
}

/* Goes behind what is no HTML, its end tag included. */
static void
skip_raw_text (Reader *reader, const char *name)
{
  g_autofree char *close = g_strconcat ("</", name, NULL);
  const char *end = strstr (reader->text, close);

  if (end != NULL)
    reader->text = end + strlen (close);
}

static void
open_element (Reader *reader, const char *name, const char *tag)
{
  SiteFrameElement *element;

  if (g_str_equal (name, "html") || g_str_equal (name, "body"))
    {
      g_autofree char *classes = dup_attribute (tag, "class");

      if (name[0] == 'b' && classes != NULL)
        g_string_assign (reader->body_classes, classes);
      return;
    }
  if (g_str_equal (name, "script") || g_str_equal (name, "style"))
    {
      skip_raw_text (reader, name);
      return;
    }
  if (reader->hidden > 0 || g_strv_contains (hidden_elements, name))
    {
      reader->hidden++;
      return;
    }
  if (reader->open->len >= MAX_OPEN)
    return;
  element = g_new0 (SiteFrameElement, 1);
  element->number = reader->elements->len + 1;
  element->name = g_strdup (name);
  element->id = dup_attribute (tag, "id");
  element->classes = dup_attribute (tag, "class");
  g_ptr_array_add (reader->elements, element);
  g_ptr_array_add (reader->open, element);
}

static void
close_element (Reader *reader, const char *name)
{
  if (reader->hidden > 0)
    {
      reader->hidden--;
      return;
    }
  for (guint i = reader->open->len; i > 0; i--)
    {
      const SiteFrameElement *element = g_ptr_array_index (reader->open, i - 1);

      if (g_str_equal (element->name, name))
        {
          g_ptr_array_set_size (reader->open, (int) i - 1);
          return;
        }
    }
}

/* An image prints its key where the image stands. */
static void
read_image (Reader *reader, const char *tag)
{
  const char *source = strstr (tag, "src=");
  const char *open = source != NULL ? strstr (source, "{{") : NULL;
  g_autofree char *key = open != NULL ? dup_key (reader, open + 2) : NULL;

  if (key == NULL)
    return;
  /* The loop around it said only where the pictures begin; this is where one is. */
  for (guint i = 0; i < reader->places->len; i++)
    {
      const SiteFramePlace *place = g_ptr_array_index (reader->places, i);

      if (place->loop && g_str_equal (place->key, key))
        {
          g_ptr_array_remove_index (reader->places, i);
          break;
        }
    }
  add_place (reader, key, FALSE);
}

static void
read_tag (Reader *reader, const char *tag)
{
  gboolean closes = tag[0] == '/';
  const char *start = tag + closes;
  gsize length = 0;
  g_autofree char *name = NULL;

  while (g_ascii_isalnum (start[length]) || start[length] == '-')
    length++;
  if (length == 0)
    return;
  name = g_ascii_strdown (start, (gssize) length);
  if (closes)
    close_element (reader, name);
  else if (g_str_equal (name, "img"))
    read_image (reader, tag);
  else if (!g_strv_contains (void_elements, name))
    open_element (reader, name, tag);
}

/* ---- the stream ----------------------------------------------------------------------------- */

/* The ">" that ends the tag at @text, which stands after "<"; quotes and Liquid may hold others. */
static const char *
find_tag_end (const char *text, const char *end)
{
  char quote = 0;

  for (; text < end; text++)
    {
      if (text[0] == '{' && text + 1 < end && (text[1] == '{' || text[1] == '%'))
        {
          const char *close = g_strstr_len (text, end - text, text[1] == '{' ? "}}" : "%}");

          if (close == NULL)
            return NULL;
          text = close + 1;
        }
      else if (quote != 0)
        quote = *text == quote ? 0 : quote;
      else if (*text == '"' || *text == '\'')
        quote = *text;
      else if (*text == '>')
        return text;
    }
  return NULL;
}

/* Reads what begins at the cursor and goes behind it. */
static void
read_one (Reader *reader)
{
  const char *text = reader->text;
  gboolean output = g_str_has_prefix (text, "{{");
  gboolean liquid = output || g_str_has_prefix (text, "{%");
  gboolean comment = g_str_has_prefix (text, "<!--");
  const char *close = NULL;
  g_autofree char *inner = NULL;

  if (liquid || comment)
    close = strstr (text + 2, comment ? "-->" : output ? "}}" : "%}");
  else if (text[0] == '<')
    close = find_tag_end (text + 1, reader->end);
  if (close == NULL || close - text > MAX_TAG)
    {
      reader->text++;
      return;
    }
  inner = g_strndup (text + (liquid ? 2 : 1), (gsize) (close - text) - (liquid ? 2 : 1));
  reader->text = close + (comment ? 3 : liquid ? 2 : 1);
  if (output)
    {
      g_autofree char *key = dup_key (reader, inner);

      if (key != NULL)
        add_place (reader, key, FALSE);
    }
  else if (liquid)
    read_liquid_tag (reader, inner);
  else if (!comment)
    read_tag (reader, inner);
}

GPtrArray *
site_layout_read (const char *text, guint first_number, char **body_classes)
{
  Reader reader = { .text = text, .end = text + strlen (text) };
  GPtrArray *places;

  reader.open = g_ptr_array_new ();
  reader.elements = g_ptr_array_new_with_free_func (element_free);
  reader.places = g_ptr_array_new_with_free_func (site_frame_place_free);
  reader.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.body_classes = g_string_new (NULL);
  while ((reader.text = strpbrk (reader.text, "<{")) != NULL)
    read_one (&reader);
  places = reader.places;
  for (guint i = 0; i < places->len; i++)
    {
      const SiteFramePlace *place = g_ptr_array_index (places, i);

      for (guint j = 0; j < place->path->len; j++)
        ((SiteFrameElement *) g_ptr_array_index (place->path, j))->number += first_number;
    }
  *body_classes = g_string_free (reader.body_classes, FALSE);
  g_ptr_array_unref (reader.open);
  g_ptr_array_unref (reader.elements);
  g_hash_table_unref (reader.names);
  return places;
}
