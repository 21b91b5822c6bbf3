/* kd-options.c - the options of kramdown that this version honours; others are accepted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#include <string.h>

GQuark
kd_options_error_quark (void)
{
  return g_quark_from_static_string ("kd-options-error");
}

KdOptions *
kd_options_new (KdDefaults defaults)
{
  KdOptions *options = g_new0 (KdOptions, 1);

  options->gfm = defaults == KD_DEFAULTS_JEKYLL;
  options->auto_ids = TRUE;
  return options;
}

KdOptions *
kd_options_copy (const KdOptions *options)
{
  return g_memdup2 (options, sizeof *options);
}

void
kd_options_free (KdOptions *options)
{
  g_free (options);
}

void
kd_options_set_liquid (KdOptions *options, gboolean liquid)
{
  options->liquid = liquid;
}

gboolean
kd_options_set (KdOptions *options, const char *name, const char *value, GError **error)
{
  static const struct
  {
    const char *name;
    gsize offset;
  } switches[] = {
    { "hard_wrap", G_STRUCT_OFFSET (KdOptions, hard_wrap) },
    { "auto_ids", G_STRUCT_OFFSET (KdOptions, auto_ids) },
  };

  if (strcmp (name, "input") == 0)
    options->gfm = g_ascii_strcasecmp (value, "GFM") == 0;
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      if (strcmp (switches[i].name, name) != 0)
        continue;
      if (strcmp (value, "true") != 0 && strcmp (value, "false") != 0)
        {
          g_set_error (error, KD_OPTIONS_ERROR, KD_OPTIONS_ERROR_VALUE, "%s: “%s” is no boolean",
                       name, value);
          return FALSE;
        }
      G_STRUCT_MEMBER (gboolean, options, switches[i].offset) = strcmp (value, "true") == 0;
    }
  return TRUE;
}
