/* chapeau-kramdown-options.c - kramdown's options from YAML: a site's `kramdown:` block, a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-kramdown-options.h"

#include <string.h>

static const char *
without_colon (const char *name)
{
  return *name == ':' ? name + 1 : name;
}

/* A value as kramdown's text: booleans by their meaning ("no" is false in YAML), null as "". */
static char *
text_of (const FmValue *value)
{
  g_autoptr (GString) list = NULL;

  switch (fm_value_get_kind (value))
    {
    case FM_NULL:
    case FM_MAPPING:
      return g_strdup ("");
    case FM_BOOLEAN:
      return g_strdup (fm_value_get_boolean (value) ? "true" : "false");
    case FM_SEQUENCE:
      list = g_string_new (NULL);
      for (guint i = 0; i < fm_value_get_length (value); i++)
        {
          g_autofree char *item = text_of (fm_value_get_item (value, i));

          g_string_append_printf (list, "%s%s", i > 0 ? "," : "", without_colon (item));
        }
      return g_string_free (g_steal_pointer (&list), FALSE);
    case FM_INTEGER:
    case FM_FLOAT:
    case FM_STRING:
    case FM_DATE:
    case FM_TIME:
    case FM_ALIAS:
      return g_strdup (fm_value_get_string (value));
    }
  g_assert_not_reached ();
}

static gboolean
refuse (GError **error, const char *name, const char *reason)
{
  g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE, "%s: %s", name, reason);
  return FALSE;
}

/* `link_defs: { name: [address, title] }`, the title may be left out. */
static gboolean
set_links (KdOptions *options, const FmValue *links, GError **error)
{
  if (fm_value_get_kind (links) != FM_MAPPING)
    return refuse (error, "link_defs", "not a mapping of names to lists");
  for (guint i = 0; i < fm_value_get_length (links); i++)
    {
      const FmValue *pair = fm_value_get_item (links, i);
      guint length = fm_value_get_length (pair);
      g_autofree char *address = NULL;
      g_autofree char *title = NULL;

      if (fm_value_get_kind (pair) != FM_SEQUENCE || length < 1 || length > 2)
        return refuse (error, "link_defs", "a link is not a list of an address and a title");
      address = text_of (fm_value_get_item (pair, 0));
      if (length == 2 && fm_value_get_kind (fm_value_get_item (pair, 1)) != FM_NULL)
        title = text_of (fm_value_get_item (pair, 1));
      kd_options_add_link (options, fm_value_get_key (links, i), address, title);
    }
  return TRUE;
}

gboolean
chapeau_kramdown_options_set (KdOptions *options,
                              const char *name,
                              const FmValue *value,
                              GError **error)
{
  g_autofree char *text = NULL;

  name = without_colon (name);
  if (strcmp (name, "link_defs") == 0)
    return set_links (options, value, error);
  if (fm_value_get_kind (value) == FM_MAPPING)
    {
      for (guint i = 0; i < fm_value_get_length (value); i++)
        {
          const char *key = without_colon (fm_value_get_key (value, i));
          g_autofree char *inner = g_strconcat (name, ".", key, NULL);

          if (!chapeau_kramdown_options_set (options, inner, fm_value_get_item (value, i), error))
            return FALSE;
        }
      return TRUE;
    }
  text = text_of (value);
  return kd_options_set (options, name, text, error);
}

/* @left_alone: names whose null means that nothing is said. */
static gboolean
take (KdOptions *options,
      const FmValue *block,
      const char *const *left_alone,
      char **path,
      GError **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < fm_value_get_length (block); i++)
    {
      const char *name = fm_value_get_key (block, i);
      const FmValue *value = fm_value_get_item (block, i);
      g_autoptr (GError) wrong = NULL;

      if (fm_value_get_kind (value) == FM_NULL
          && g_strv_contains (left_alone, without_colon (name)))
        continue;
      if (chapeau_kramdown_options_set (options, name, value, &wrong) || first != NULL
          || g_error_matches (wrong, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_UNKNOWN))
        continue;
      if (path != NULL)
        *path = fm_path_escape (name);
      first = g_steal_pointer (&wrong);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

gboolean
chapeau_kramdown_options_take (KdOptions *options,
                               const FmValue *block,
                               char **path,
                               GError **error)
{
  static const char *const none[] = { NULL };

  return take (options, block, none, path, error);
}

static gboolean
is_set (const FmValue *value)
{
  return value != NULL && fm_value_get_kind (value) != FM_NULL
         && (fm_value_get_kind (value) != FM_BOOLEAN || fm_value_get_boolean (value));
}

/* Jekyll has code highlighted, by the highlighter of its own configuration if kramdown's names
 * none, and code in no language as plain text. */
static void
set_highlighter (KdOptions *options, const FmValue *config)
{
  const FmValue *named = fm_value_get_member (config, "highlighter");
  g_autofree char *name = is_set (named) ? text_of (named) : g_strdup ("rouge");

  kd_options_set (options, "syntax_highlighter", name, NULL);
  kd_options_set (options, "syntax_highlighter_opts.default_lang", "plaintext", NULL);
  kd_options_set (options, "syntax_highlighter_opts.guess_lang", "true", NULL);
}

gboolean
chapeau_kramdown_options_take_site (KdOptions *options, Site *site, char **path, GError **error)
{
  /* What Jekyll's own configuration sets: its merge lets no null replace a value. */
  static const char *const set_by_jekyll[] = {
    "auto_ids",
    "toc_levels",
    "entity_output",
    "smart_quotes",
    "input",
    "hard_wrap",
    "guess_lang",
    "footnote_nr",
    "show_warnings",
    "syntax_highlighter",
    "syntax_highlighter_opts",
    NULL,
  };
  const FmValue *guess;
  const FmValue *block = fm_value_get_member (site_get_config (site), "kramdown");
  g_autofree char *inner = NULL;

  if (site_is_jekyll (site))
    set_highlighter (options, site_get_config (site));
  if (block == NULL || fm_value_get_kind (block) != FM_MAPPING)
    return TRUE;
  guess = fm_value_get_member (block, "guess_lang");
  if (guess != NULL && fm_value_get_kind (guess) != FM_NULL)
    kd_options_set (options, "syntax_highlighter_opts.guess_lang",
                    is_set (guess) ? "true" : "false", NULL);
  if (take (options, block, set_by_jekyll, &inner, error))
    return TRUE;
  if (path != NULL)
    *path = g_strconcat ("kramdown.", inner, NULL);
  return FALSE;
}

KdOptions *
chapeau_kramdown_options_new (Site *site)
{
  KdOptions *options = kd_options_new (KD_DEFAULTS_JEKYLL);

  /* The person cannot mend the site's options from the editor: no error, and a preview. */
  if (site != NULL)
    chapeau_kramdown_options_take_site (options, site, NULL, NULL);
  return options;
}
