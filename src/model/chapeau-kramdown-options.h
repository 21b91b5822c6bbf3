/* chapeau-kramdown-options.h - kramdown's options from YAML: a site's `kramdown:` block, a file.
 *
 * kramdown knows no YAML and site knows no kramdown; here the two meet, for the preview and for
 * chapeau-cli alike. Names may be written as Ruby symbols (":hellip"), as kramdown allows. Names
 * that kramdown does not know are passed over, as kramdown does. A value that kramdown would
 * refuse is a KD_OPTIONS_ERROR; the option then keeps its value, and the others are set all the
 * same, so that a preview can go on.
 *
 *   g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
 *   if (!chapeau_kramdown_options_take (options, mapping, &path, &error))
 *     ... fm_header_lookup (header, path) tells where ...
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <frontmatter.h>
#include <kramdown.h>
#include <site.h>

G_BEGIN_DECLS

/* Sets one option to a YAML value: hashes entry by entry, lists joined, link_defs as links, null as
 * kramdown reads null. Unlike the others it tells an unknown name (KD_OPTIONS_ERROR_UNKNOWN). */
gboolean chapeau_kramdown_options_set (KdOptions *options,
                                       const char *name,
                                       const FmValue *value,
                                       GError **error);
/* Sets every option of a mapping. On failure @path (may be NULL) is the key of the first option
 * that is wrong, as a frontmatter path; free with g_free. */
gboolean chapeau_kramdown_options_take (KdOptions *options,
                                        const FmValue *block,
                                        char **path,
                                        GError **error);
/* The same for a site's `kramdown:` block, as Jekyll merges it: a null leaves Jekyll's default. */
gboolean
chapeau_kramdown_options_take_site (KdOptions *options, Site *site, char **path, GError **error);
/* Jekyll's defaults with the site's options over them; what is wrong is passed over. @site may be
 * NULL. */
KdOptions *chapeau_kramdown_options_new (Site *site);

G_END_DECLS
