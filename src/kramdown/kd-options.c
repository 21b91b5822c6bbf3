/* kd-options.c - options by kramdown's names.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-node.h"

G_DEFINE_QUARK (kd - options - error - quark, kd_options_error)

static const char *const names[] = { "template",
                                     "auto_ids",
                                     "auto_id_stripping",
                                     "auto_id_prefix",
                                     "transliterated_header_ids",
                                     "parse_block_html",
                                     "parse_span_html",
                                     "html_to_native",
                                     "link_defs",
                                     "footnote_nr",
                                     "entity_output",
                                     "toc_levels",
                                     "line_width",
                                     "latex_headers",
                                     "smart_quotes",
                                     "typographic_symbols",
                                     "remove_block_html_tags",
                                     "remove_span_html_tags",
                                     "header_offset",
                                     "syntax_highlighter",
                                     "syntax_highlighter_opts",
                                     "math_engine",
                                     "math_engine_opts",
                                     "footnote_backlink",
                                     "footnote_backlink_inline",
                                     "footnote_prefix",
                                     "footnote_link_text",
                                     "remove_line_breaks_for_cjk",
                                     "forbidden_inline_options",
                                     "list_indent",
                                     "input",
                                     "hard_wrap",
                                     "gfm_quirks",
                                     "gfm_emojis",
                                     "header_links",
                                     NULL };

KdOptions *
kd_options_new (KdDefaults defaults)
{
  KdOptions *o = g_new0 (KdOptions, 1);
  gboolean jekyll = defaults == KD_DEFAULTS_JEKYLL;
  o->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  kd_options_set (o, "input", jekyll ? "GFM" : "kramdown", NULL);
  kd_options_set (o, "hard_wrap", jekyll ? "false" : "true", NULL);
  kd_options_set (o, "auto_ids", "true", NULL);
  return o;
}

KdOptions *
kd_options_copy (const KdOptions *options)
{
  KdOptions *o = kd_options_new (KD_DEFAULTS_JEKYLL);
  GHashTableIter iter;
  gpointer key, value;
  o->source_lines = options->source_lines;
  o->liquid = options->liquid;
  g_hash_table_iter_init (&iter, options->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_replace (o->values, g_strdup (key), g_strdup (value));
  return o;
}

void
kd_options_free (KdOptions *options)
{
  if (options == NULL)
    return;
  g_hash_table_unref (options->values);
  g_free (options);
}

gboolean
kd_options_set (KdOptions *options, const char *name, const char *value, GError **error)
{
  g_autofree char *base = g_strndup (name, strcspn (name, "."));
  if (!g_strv_contains (names, base))
    {
      g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_UNKNOWN, "no option %s", name);
      return FALSE;
    }
  if ((strcmp (name, "auto_ids") == 0 || strcmp (name, "hard_wrap") == 0)
      && strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
    {
      g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE, "%s: not true or false", name);
      return FALSE;
    }
  g_hash_table_replace (options->values, g_strdup (name),
                        g_strdup (value[0] == ':' ? value + 1 : value));
  return TRUE;
}

gboolean
kd_option_is (const KdOptions *o, const char *name, const char *value)
{
  return g_strcmp0 (g_hash_table_lookup (o->values, name), value) == 0;
}

void
kd_options_add_link (KdOptions *options, const char *id, const char *url, const char *title)
{
  g_autofree char *lower = g_utf8_strdown (id, -1);
  g_hash_table_replace (options->values, g_strconcat ("link:", lower, NULL),
                        g_strconcat (url, title != NULL ? "\n" : NULL, title, NULL));
}

void
kd_options_set_source_lines (KdOptions *options, gboolean source_lines)
{
  options->source_lines = source_lines;
}

void
kd_options_set_liquid (KdOptions *options, gboolean liquid)
{
  options->liquid = liquid;
}
