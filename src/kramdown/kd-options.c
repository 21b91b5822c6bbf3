/* kd-options.c - options by kramdown's names.
 *
 * Each option is a row of a table: its name, its kind and where its value lies in KdOptions. Values
 * come in kramdown's text form, from a site's configuration or from an {::options} extension.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-options.h"

#include <errno.h>
#include <string.h>

/* The words of G_DEFINE_QUARK are tokens; clang-format must not part them. */
/* clang-format off */
G_DEFINE_QUARK (kd-options-error-quark, kd_options_error)
/* clang-format on */

const char *const kd_symbol_names[KD_N_SYMBOLS] = {
  "hellip", "mdash", "ndash", "laquo", "raquo", "laquo_space", "raquo_space",
};

const char *const kd_quote_names[KD_N_QUOTES] = { "lsquo", "rsquo", "ldquo", "rdquo" };

typedef enum
{
  KIND_IGNORED, /* no meaning for HTML */
  KIND_IGNORED_INTEGER,
  KIND_IGNORED_LEVELS, /* six names */
  KIND_BOOLEAN,
  KIND_INTEGER,
  KIND_STRING,
  KIND_INPUT,
  KIND_ENTITY_OUTPUT,
  KIND_HIGHLIGHTER,
  KIND_MATH_ENGINE,
  KIND_TOC_LEVELS,
  KIND_SMART_QUOTES,
  KIND_SYMBOLS,
  KIND_HIGHLIGHTER_OPTS,
  KIND_QUIRKS,
  KIND_LINK_TEXT,
  KIND_FORBIDDEN,
} Kind;

typedef struct
{
  const char *name;
  Kind kind;
  gsize offset;
} Option;

#define AT(field) G_STRUCT_OFFSET (KdOptions, field)

static const Option options_table[] = {
  { "auto_id_prefix", KIND_STRING, AT (auto_id_prefix) },
  { "auto_id_stripping", KIND_BOOLEAN, AT (auto_id_stripping) },
  { "auto_ids", KIND_BOOLEAN, AT (auto_ids) },
  { "entity_output", KIND_ENTITY_OUTPUT, 0 },
  { "footnote_backlink", KIND_STRING, AT (footnote_backlink) },
  { "footnote_backlink_inline", KIND_BOOLEAN, AT (footnote_backlink_inline) },
  { "footnote_link_text", KIND_LINK_TEXT, AT (footnote_link_text) },
  { "footnote_nr", KIND_INTEGER, AT (footnote_nr) },
  { "footnote_prefix", KIND_STRING, AT (footnote_prefix) },
  { "forbidden_inline_options", KIND_FORBIDDEN, 0 },
  { "gfm_quirks", KIND_QUIRKS, 0 },
  { "hard_wrap", KIND_BOOLEAN, AT (hard_wrap) },
  { "header_links", KIND_BOOLEAN, AT (header_links) },
  { "header_offset", KIND_INTEGER, AT (header_offset) },
  { "html_to_native", KIND_BOOLEAN, AT (html_to_native) },
  { "input", KIND_INPUT, 0 },
  { "latex_headers", KIND_IGNORED_LEVELS, 0 },
  { "line_width", KIND_IGNORED_INTEGER, 0 },
  { "link_defs", KIND_IGNORED, 0 },
  { "list_indent", KIND_IGNORED_INTEGER, 0 },
  { "math_engine", KIND_MATH_ENGINE, 0 },
  { "math_engine_opts", KIND_IGNORED, 0 },
  { "parse_block_html", KIND_BOOLEAN, AT (parse_block_html) },
  { "parse_span_html", KIND_BOOLEAN, AT (parse_span_html) },
  { "remove_block_html_tags", KIND_BOOLEAN, AT (remove_block_html_tags) },
  { "remove_line_breaks_for_cjk", KIND_BOOLEAN, AT (remove_line_breaks_for_cjk) },
  { "remove_span_html_tags", KIND_BOOLEAN, AT (remove_span_html_tags) },
  { "smart_quotes", KIND_SMART_QUOTES, 0 },
  { "syntax_highlighter", KIND_HIGHLIGHTER, 0 },
  { "syntax_highlighter_opts", KIND_HIGHLIGHTER_OPTS, 0 },
  { "template", KIND_IGNORED, 0 },
  { "toc_levels", KIND_TOC_LEVELS, 0 },
  { "transliterated_header_ids", KIND_BOOLEAN, AT (transliterated_header_ids) },
  { "typographic_symbols", KIND_SYMBOLS, 0 },
};

static void
predefined_link_free (gpointer data)
{
  KdPredefinedLink *link = data;

  g_free (link->id);
  g_free (link->url);
  g_free (link->title);
  g_free (link);
}

static void
take_string (char **field, char *value)
{
  g_free (*field);
  *field = value;
}

/* kramdown's own defaults; but Jekyll's are without the highlighter, which is off until a site asks
 * for it. */
KdOptions *
kd_options_new (KdDefaults defaults)
{
  KdOptions *options = g_new0 (KdOptions, 1);

  options->gfm = defaults == KD_DEFAULTS_JEKYLL;
  options->hard_wrap = defaults != KD_DEFAULTS_JEKYLL;
  options->quirk_paragraph_end = TRUE;
  options->auto_ids = TRUE;
  options->parse_span_html = TRUE;
  options->remove_block_html_tags = TRUE;
  options->footnote_nr = 1;
  options->toc_levels = 0x7e;
  options->entity_output = KD_ENTITY_AS_CHAR;
  options->math_engine = KD_MATH_ENGINE_MATHJAX;
  options->rouge = defaults == KD_DEFAULTS_KRAMDOWN;
  options->auto_id_prefix = g_strdup ("");
  options->footnote_prefix = g_strdup ("");
  options->footnote_backlink = g_strdup ("&#8617;");
  options->footnote_link_text = g_strdup ("%s");
  for (gsize i = 0; i < KD_N_QUOTES; i++)
    options->smart_quotes[i] = g_strdup (kd_quote_names[i]);
  options->links = g_ptr_array_new_with_free_func (predefined_link_free);
  options->forbidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (options->forbidden, g_strdup ("template"));
  return options;
}

KdOptions *
kd_options_copy (const KdOptions *options)
{
  KdOptions *copy = g_memdup2 (options, sizeof *options);
  GHashTableIter iter;
  gpointer name;

  copy->auto_id_prefix = g_strdup (options->auto_id_prefix);
  copy->footnote_prefix = g_strdup (options->footnote_prefix);
  copy->footnote_backlink = g_strdup (options->footnote_backlink);
  copy->footnote_link_text = g_strdup (options->footnote_link_text);
  copy->block_code.default_lang = g_strdup (options->block_code.default_lang);
  copy->span_code.default_lang = g_strdup (options->span_code.default_lang);
  for (gsize i = 0; i < KD_N_QUOTES; i++)
    copy->smart_quotes[i] = g_strdup (options->smart_quotes[i]);
  for (gsize i = 0; i < KD_N_SYMBOLS; i++)
    copy->symbols[i] = g_strdup (options->symbols[i]);
  copy->links = g_ptr_array_new_with_free_func (predefined_link_free);
  for (guint i = 0; i < options->links->len; i++)
    {
      const KdPredefinedLink *link = g_ptr_array_index (options->links, i);
      kd_options_add_link (copy, link->id, link->url, link->title);
    }
  copy->forbidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, options->forbidden);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_add (copy->forbidden, g_strdup (name));
  return copy;
}

void
kd_options_free (KdOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->auto_id_prefix);
  g_free (options->footnote_prefix);
  g_free (options->footnote_backlink);
  g_free (options->footnote_link_text);
  g_free (options->block_code.default_lang);
  g_free (options->span_code.default_lang);
  for (gsize i = 0; i < KD_N_QUOTES; i++)
    g_free (options->smart_quotes[i]);
  for (gsize i = 0; i < KD_N_SYMBOLS; i++)
    g_free (options->symbols[i]);
  g_ptr_array_unref (options->links);
  g_hash_table_unref (options->forbidden);
  g_free (options);
}

/* ---- values --------------------------------------------------------------------------------- */

/* A symbol without its colon; "" for none, as kramdown's nil. */
static char *
symbol (const char *value)
{
  char *text = g_strstrip (g_strdup (value));

  if (text[0] == ':')
    memmove (text, text + 1, strlen (text));
  if (strcmp (text, "nil") == 0)
    text[0] = '\0';
  return text;
}

/* Everything but "false" and nothing is true. */
static gboolean
truth (const char *value)
{
  g_autofree char *text = g_strstrip (g_ascii_strdown (value, -1));

  return value[0] != '\0' && strcmp (text, "false") != 0;
}

static gboolean
set_integer (gint64 *field, const char *value)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  char *end;
  gint64 number;

  errno = 0;
  number = g_ascii_strtoll (text, &end, 0);
  if (errno != 0 || end == text || *end != '\0')
    return FALSE;
  *field = number;
  return TRUE;
}

/* "2..3" or "1,2,5". */
static gboolean
set_toc_levels (KdOptions *options, const char *value)
{
  gsize length = strlen (value);
  guint levels = 0;

  if (length == 4 && g_ascii_isdigit (value[0]) && value[1] == '.' && value[2] == '.'
      && g_ascii_isdigit (value[3]))
    {
      for (int level = value[0] - '0'; level <= value[3] - '0'; level++)
        levels |= 1u << level;
    }
  else if (length % 2 == 1)
    for (gsize i = 0; i < length; i++)
      {
        if (i % 2 == 0 ? !g_ascii_isdigit (value[i]) : value[i] != ',')
          return FALSE;
        if (i % 2 == 0)
          levels |= 1u << (value[i] - '0');
      }
  else
    return FALSE;
  if ((levels & ~0x7eu) != 0)
    return FALSE;
  options->toc_levels = levels;
  return TRUE;
}

static gboolean
set_smart_quotes (KdOptions *options, const char *value)
{
  g_auto (GStrv) names = g_strsplit (value, ",", -1);

  if (g_strv_length (names) != KD_N_QUOTES)
    return FALSE;
  for (gsize i = 0; i < KD_N_QUOTES; i++)
    take_string (&options->smart_quotes[i], g_strstrip (g_strdup (names[i])));
  return TRUE;
}

static gboolean
set_entity_output (KdOptions *options, const char *value)
{
  g_autofree char *name = symbol (value);

  /* kramdown takes any name, and writes numbers for one that it does not know. */
  if (strcmp (name, "as_char") == 0)
    options->entity_output = KD_ENTITY_AS_CHAR;
  else if (strcmp (name, "as_input") == 0)
    options->entity_output = KD_ENTITY_AS_INPUT;
  else if (strcmp (name, "symbolic") == 0)
    options->entity_output = KD_ENTITY_SYMBOLIC;
  else
    options->entity_output = KD_ENTITY_NUMERIC;
  return TRUE;
}

static gboolean
set_names (KdOptions *options, Kind kind, const char *value)
{
  g_auto (GStrv) names = g_strsplit (value, ",", -1);

  if (kind == KIND_QUIRKS)
    options->quirk_paragraph_end = options->quirk_no_auto_typographic = FALSE;
  else
    g_hash_table_remove_all (options->forbidden);
  for (char **name = names; *name != NULL; name++)
    {
      g_autofree char *plain = symbol (*name);
      if (kind == KIND_FORBIDDEN)
        g_hash_table_add (options->forbidden, g_steal_pointer (&plain));
      else if (strcmp (plain, "paragraph_end") == 0)
        options->quirk_paragraph_end = TRUE;
      else if (strcmp (plain, "no_auto_typographic") == 0)
        options->quirk_no_auto_typographic = TRUE;
    }
  return TRUE;
}

static gboolean
set_symbol (KdOptions *options, const char *key, const char *value)
{
  if (key == NULL)
    {
      for (gsize i = 0; i < KD_N_SYMBOLS; i++)
        take_string (&options->symbols[i], NULL);
      return value[0] == '\0';
    }
  for (gsize i = 0; i < KD_N_SYMBOLS; i++)
    if (strcmp (key, kd_symbol_names[i]) == 0)
      take_string (&options->symbols[i], g_strdup (value));
  return TRUE;
}

static void
set_highlighting (KdHighlighting *code, const char *key, const char *value)
{
  if (strcmp (key, "disable") == 0)
    code->disabled = truth (value);
  else if (strcmp (key, "guess_lang") == 0)
    code->guess_lang = truth (value);
  else if (strcmp (key, "default_lang") == 0)
    take_string (&code->default_lang, value[0] != '\0' ? g_strdup (value) : NULL);
}

/* "disable", "block.disable", "span.default_lang" … What the highlighter does not know, it
 * ignores. */
static gboolean
set_highlighter_option (KdOptions *options, const char *key, const char *value)
{
  if (key == NULL)
    return value[0] == '\0';
  if (g_str_has_prefix (key, "block."))
    set_highlighting (&options->block_code, key + strlen ("block."), value);
  else if (g_str_has_prefix (key, "span."))
    set_highlighting (&options->span_code, key + strlen ("span."), value);
  else
    {
      set_highlighting (&options->block_code, key, value);
      set_highlighting (&options->span_code, key, value);
    }
  return TRUE;
}

static gboolean
set_input (KdOptions *options, const char *value)
{
  g_autofree char *name = symbol (value);

  if (g_ascii_strcasecmp (name, "gfm") == 0)
    options->gfm = TRUE;
  else if (name[0] == '\0' || g_ascii_strcasecmp (name, "kramdown") == 0)
    options->gfm = FALSE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
set_option (KdOptions *options, const Option *option, const char *key, const char *value)
{
  gpointer field = G_STRUCT_MEMBER_P (options, option->offset);

  switch (option->kind)
    {
    case KIND_IGNORED:
      return TRUE;
    case KIND_IGNORED_INTEGER:
      {
        gint64 number;
        return set_integer (&number, value);
      }
    case KIND_IGNORED_LEVELS:
      {
        g_auto (GStrv) names = g_strsplit (value, ",", -1);
        return g_strv_length (names) == 6;
      }
    case KIND_BOOLEAN:
      *(gboolean *) field = truth (value);
      return TRUE;
    case KIND_INTEGER:
      return set_integer (field, value);
    case KIND_LINK_TEXT:
      if (strstr (value, "%s") == NULL)
        return FALSE;
      take_string (field, g_strdup (value));
      return TRUE;
    case KIND_STRING:
      take_string (field, g_strdup (value));
      return TRUE;
    case KIND_INPUT:
      return set_input (options, value);
    case KIND_ENTITY_OUTPUT:
      return set_entity_output (options, value);
    case KIND_HIGHLIGHTER:
      {
        g_autofree char *name = symbol (value);
        options->rouge = strcmp (name, "rouge") == 0;
        return TRUE;
      }
    case KIND_MATH_ENGINE:
      {
        g_autofree char *name = symbol (value);
        options->math_engine =
            strcmp (name, "mathjax") == 0 ? KD_MATH_ENGINE_MATHJAX : KD_MATH_ENGINE_NONE;
        return TRUE;
      }
    case KIND_TOC_LEVELS:
      return set_toc_levels (options, value);
    case KIND_SMART_QUOTES:
      return set_smart_quotes (options, value);
    case KIND_SYMBOLS:
      return set_symbol (options, key, value);
    case KIND_HIGHLIGHTER_OPTS:
      return set_highlighter_option (options, key, value);
    case KIND_QUIRKS:
    case KIND_FORBIDDEN:
      return set_names (options, option->kind, value);
    }
  g_return_val_if_reached (FALSE);
}

gboolean
kd_options_set (KdOptions *options, const char *name, const char *value, GError **error)
{
  gsize length = strcspn (name, ".");
  const char *key = name[length] == '.' ? name + length + 1 : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (options_table); i++)
    {
      const Option *option = &options_table[i];
      if (strlen (option->name) != length || strncmp (option->name, name, length) != 0)
        continue;
      if (set_option (options, option, key, value))
        return TRUE;
      g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE, "%s cannot be \"%s\"", name,
                   value);
      return FALSE;
    }
  g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_UNKNOWN, "kramdown has no option \"%s\"",
               name);
  return FALSE;
}

void
kd_options_add_link (KdOptions *options, const char *id, const char *url, const char *title)
{
  KdPredefinedLink *link = g_new0 (KdPredefinedLink, 1);

  link->id = g_strdup (id);
  link->url = g_strdup (url);
  link->title = g_strdup (title);
  g_ptr_array_add (options->links, link);
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
