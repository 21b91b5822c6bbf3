/* cli-render-options.h - what options the command line of `render` asks for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <kramdown.h>

/* What was said, in the order in which it applies: each stands above those before it. */
typedef struct
{
  const char *defaults; /* "jekyll", "kramdown" or NULL */
  const char *site;     /* a folder or NULL */
  const char *file;     /* YAML or NULL */
  char **single;        /* "name=value", the value in YAML; NULL-terminated or NULL */
} CliRenderOptions;

/* NULL after having said what is wrong. */
KdOptions *cli_render_options_new (const CliRenderOptions *said);
