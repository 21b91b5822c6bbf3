/* cli-render-options.c - what options the command line of `render` asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cli-render-options.h"
#include "cli.h"

#include <chapeau-kramdown-options.h>
#include <frontmatter.h>
#include <site.h>
#include <string.h>

/* "FILE:LINE: MESSAGE"; the line is that of the value at @path, or the first. */
static int
tell_where (const char *file, const FmHeader *header, const char *path, const char *message)
{
  const FmNode *node = header != NULL ? fm_header_lookup (header, path) : NULL;
  const char *text;
  gsize line = 1, length;
  BaseSpan key;

  if (node != NULL)
    {
      text = g_bytes_get_data (fm_header_get_bytes (header), &length);
      key = fm_node_get_key_span (node);
      for (gsize i = 0; i < key.start; i++)
        line += text[i] == '\n';
    }
  return cli_error ("%s:%" G_GSIZE_FORMAT ": %s", file, line, message);
}

/* TRUE if there is a finding that makes the YAML unreadable, which is then told. */
static gboolean
is_broken (const char *file, const FmHeader *header)
{
  GPtrArray *diagnostics = fm_header_get_diagnostics (header);

  for (guint i = 0; i < diagnostics->len; i++)
    {
      const BaseDiagnostic *diagnostic = diagnostics->pdata[i];

      if (diagnostic->severity != BASE_SEVERITY_ERROR)
        continue;
      cli_error ("%s:%" G_GSIZE_FORMAT ": %s", file, diagnostic->position.line + 1,
                 diagnostic->detail);
      return TRUE;
    }
  return FALSE;
}

/* A YAML file; NULL after having said what is wrong. */
static FmHeader *
read_yaml (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cli_read (file, &error);
  g_autoptr (FmHeader) header = NULL;

  if (bytes == NULL)
    {
      cli_error ("%s", error->message);
      return NULL;
    }
  header = fm_header_new_yaml (bytes);
  return is_broken (file, header) ? NULL : g_steal_pointer (&header);
}

static gboolean
take_file (KdOptions *options, const char *file)
{
  g_autoptr (FmHeader) header = read_yaml (file);
  g_autoptr (FmValue) block = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (header == NULL)
    return FALSE;
  /* An empty file sets nothing. */
  if (fm_header_get_root (header) == NULL
      || fm_node_get_kind (fm_header_get_root (header)) == FM_NULL)
    return TRUE;
  block = fm_value_new_from_node (fm_header_get_root (header));
  if (fm_value_get_kind (block) != FM_MAPPING)
    return tell_where (file, NULL, "", "the options are no list of names with values"), FALSE;
  if (chapeau_kramdown_options_take (options, block, &path, &error))
    return TRUE;
  tell_where (file, header, path, error->message);
  return FALSE;
}

static gboolean
take_site (KdOptions *options, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Site) site = site_open (folder, &error);
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (FmHeader) header = NULL;

  if (site == NULL)
    return cli_error ("%s: %s", folder, error->message), FALSE;
  file = g_build_filename (site_get_root (site), "_config.yml", NULL);
  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return cli_error ("%s: the folder has no _config.yml", site_get_root (site)), FALSE;
  header = read_yaml (file);
  if (header == NULL)
    return FALSE;
  if (chapeau_kramdown_options_take_site (options, site, &path, &error))
    return TRUE;
  tell_where (file, header, path, error->message);
  return FALSE;
}

static gboolean
take_single (KdOptions *options, const char *setting)
{
  const char *equals = strchr (setting, '=');
  g_autofree char *name = NULL;
  g_autoptr (GBytes) yaml = NULL;
  g_autoptr (FmHeader) header = NULL;
  g_autoptr (FmValue) value = NULL;
  g_autoptr (GError) error = NULL;

  if (equals == NULL || equals == setting)
    return cli_error ("render: --option %s: not NAME=VALUE", setting), FALSE;
  name = g_strndup (setting, (gsize) (equals - setting));
  yaml = g_bytes_new (equals + 1, strlen (equals + 1));
  header = fm_header_new_yaml (yaml);
  if (is_broken (name, header))
    return FALSE;
  value = fm_header_get_root (header) != NULL ? fm_value_new_from_node (fm_header_get_root (header))
                                              : fm_value_new_null ();
  if (!chapeau_kramdown_options_set (options, name, value, &error))
    return cli_error ("render: --option %s: %s", setting, error->message), FALSE;
  return TRUE;
}

KdOptions *
cli_render_options_new (const CliRenderOptions *said)
{
  gboolean kramdown = g_strcmp0 (said->defaults, "kramdown") == 0;
  g_autoptr (KdOptions) options = NULL;

  if (said->defaults != NULL && !kramdown && strcmp (said->defaults, "jekyll") != 0)
    {
      cli_error ("render: --defaults is jekyll or kramdown, not %s", said->defaults);
      return NULL;
    }
  options = kd_options_new (kramdown ? KD_DEFAULTS_KRAMDOWN : KD_DEFAULTS_JEKYLL);
  if (said->site != NULL && !take_site (options, said->site))
    return NULL;
  if (said->file != NULL && !take_file (options, said->file))
    return NULL;
  for (char **setting = said->single; setting != NULL && *setting != NULL; setting++)
    if (!take_single (options, *setting))
      return NULL;
  return g_steal_pointer (&options);
}
