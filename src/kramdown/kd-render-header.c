/* kd-render-header.c - headers and the ids that are made of their texts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-render.h"

#include "kd-character.h"

char *
kd_render_basic_id (const char *text, gsize length, const char *prefix)
{
  GString *id = g_string_new (prefix);
  gsize pos = 0;

  while (pos < length)
    {
      char c;
      /* What stands before the first letter of a line does not count. */
      if (pos == 0 || text[pos - 1] == '\n')
        while (pos < length && !kd_is_ascii_alpha (text[pos]))
          pos++;
      if (pos == length)
        break;
      c = text[pos++];
      if (c == ' ' || c == '-')
        g_string_append_c (id, '-');
      else if (kd_is_ascii_alpha (c) || kd_is_digit (c))
        g_string_append_c (id, g_ascii_tolower (c));
    }
  return g_string_free (id, FALSE);
}

/* A number is added to an id that was there before; the result itself is not remembered. */
static char *
make_unique (KdRender *render, char *id)
{
  gpointer count;

  if (render->used_ids == NULL)
    render->used_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_hash_table_lookup_extended (render->used_ids, id, NULL, &count))
    {
      guint number = GPOINTER_TO_UINT (count) + 1;
      char *numbered = g_strdup_printf ("%s%s-%u", render->options->auto_id_prefix, id, number);
      g_hash_table_insert (render->used_ids, id, GUINT_TO_POINTER (number));
      return numbered;
    }
  g_hash_table_insert (render->used_ids, g_strdup (id), GUINT_TO_POINTER (0));
  if (render->options->auto_id_prefix[0] != '\0')
    {
      char *prefixed = g_strconcat (render->options->auto_id_prefix, id, NULL);
      g_free (id);
      return prefixed;
    }
  return id;
}

static char *
make_id (KdRender *render, const KdElement *header)
{
  gsize length;
  const char *text = kd_element_get_id_text (header, &length);
  g_autofree char *ascii = NULL;
  char *id;

  if (render->options->transliterated_header_ids)
    text = ascii = kd_transliterate (text, length, &length);
  id = kd_render_basic_id (text, length, "");
  if (id[0] == '\0')
    {
      g_free (id);
      id = g_strdup ("section");
    }
  return make_unique (render, id);
}

const char *
kd_find_class_word (const char *value, const char *word)
{
  gsize end = value != NULL ? strlen (value) : 0;
  gsize length = strlen (word);

  for (const char *at = value; at != NULL && (at = strstr (at, word)) != NULL; at++)
    {
      gsize pos = (gsize) (at - value);
      if (!kd_word_at (value, pos + length, end)
          && (pos == 0 || !kd_word_at (value, kd_previous (value, 0, pos), end)))
        return at;
    }
  return NULL;
}

static gboolean
belongs_to_toc (const KdRender *render, const KdElement *header)
{
  return (render->options->toc_levels & 1u << kd_element_get_level (header)) != 0
         && kd_find_class_word (kd_element_get_attribute (render->document, header, "class"),
                                "no_toc")
                == NULL;
}

void
kd_render_header (KdRender *render, const KdElement *element, int indent)
{
  gint64 level = CLAMP (render->options->header_offset, -6, 6) + kd_element_get_level (element);
  char name[] = { 'h', (char) ('0' + CLAMP (level, 1, 6)), '\0' };
  const char *id = kd_element_get_attribute (render->document, element, "id");
  g_autofree char *own_id = NULL;
  KdOverride override = { "id", NULL };
  guint n_overrides = 0;

  if (id == NULL && render->options->auto_ids)
    {
      id = override.value = own_id = make_id (render, element);
      n_overrides = 1;
    }
  if (id != NULL && kd_document_has_toc (render->document) && belongs_to_toc (render, element))
    kd_render_toc_add (render, element, id);
  kd_render_start_with (render, indent, name, element, &override, n_overrides);
  kd_render_byte (render, '>');
  if (render->options->header_links && id != NULL && id[0] != '\0')
    {
      kd_render_literal (render, "<a href=\"#");
      kd_render_attribute_value (render, id, strlen (id));
      kd_render_literal (render, "\"></a>");
    }
  kd_render_children (render, element, indent);
  kd_render_end (render, name);
  kd_render_byte (render, '\n');
}
