/* site-private.h - the site as its own files see it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "site.h"

/* A configuration above this is not read: no site has one, and the form must open at once. */
#define SITE_MAX_CONFIG_SIZE FM_MAX_HEADER_SIZE
/* Values that a configuration may have once its aliases are followed. */
#define SITE_MAX_CONFIG_VALUES 100000
/* Files that are looked at when posts are listed; more is a folder opened by mistake. */
#define SITE_MAX_FILES 50000
#define SITE_MAX_DEPTH 16
/* What is read of a post to find its header; one that is longer is read whole. */
#define SITE_HEAD_SIZE 65536

typedef struct
{
  char *path; /* without a leading slash */
  char *type; /* NULL: all */
  FmValue *values;
} SiteDefaults;

struct _Site
{
  gatomicrefcount references;
  char *root;
  gboolean has_config;
  gboolean config_is_lost; /* it is there and could not be read */
  gboolean is_jekyll;
  gboolean is_deep; /* subfolders are looked at, too */
  char *title;
  char *language;
  char *url;
  char *baseurl;
  char *timezone_name;
  GTimeZone *timezone;
  FmValue *config;
  GPtrArray *diagnostics;
  GPtrArray *defaults; /* SiteDefaults */
  GPtrArray *collections;
  char *collections_dir; /* "" or "contents" */
  char *permalink_style;
  char *drafts_folder;
  char *uploads_folder;
  gboolean uploads_are_said; /* by _data/chapeau.yml: no guess */
  char *destination;         /* "_site" */
  char **extensions;         /* of Markdown, lower case, without the point */
  char **exclude;
  char **include;
  gboolean future;
  gboolean unpublished;
  FmValue *override; /* _data/chapeau.yml, a mapping or NULL */
  GPtrArray *styles; /* SiteStyle */
};

/* ---- site-yaml.c ---- */

/* A YAML file of the site as a value with aliases and merge keys resolved; NULL if it is absent,
 * broken or too large. What is wrong goes to @diagnostics, with @name as first argument. */
FmValue *site_yaml_load (const char *root, const char *name, GPtrArray *diagnostics);
FmValue *site_yaml_value (const FmHeader *header);
/* Conveniences on mappings; @value may be NULL or of another kind. */
FmValue *site_value_member (FmValue *value, const char *key);
/* Of a scalar, trimmed; NULL if absent, null or no scalar. */
const char *site_value_text (FmValue *value, const char *key);
/* TRUE for a boolean that is @wanted. */
gboolean site_value_is (FmValue *value, gboolean wanted);
gboolean site_value_boolean (FmValue *value, const char *key, gboolean fallback);
/* Of a list of scalars, or of one scalar; never NULL. */
char **site_value_texts (FmValue *value);
gboolean site_value_is_scalar (FmValue *value);
gboolean site_value_is_blank (FmValue *value);
/* Jekyll's deep merge: mappings by key, a null overwrites nothing, anything else wins. */
FmValue *site_value_merge (FmValue *below, FmValue *above);
FmValue *site_value_new_empty (void);
void site_diagnose (GPtrArray *diagnostics,
                    BaseSeverity severity,
                    const char *code,
                    const char *detail,
                    const char *file,
                    const char *argument);

/* ---- site-config.c, site-collections.c, site-override.c ---- */

void site_config_apply (Site *site);
void site_collections_apply (Site *site);
void site_override_apply (Site *site);
void site_collection_free (SiteCollection *collection);
SiteCollection *site_collection_new (const char *label, const char *title, const char *folder);

/* ---- site-glob.c ---- */

/* Ruby's File.fnmatch: `*`, `?`, `[…]`, `\`; with @pathname `*` stops at "/" and a double star
 * with a slash crosses folders. Linear times the pattern's stars. */
gboolean site_glob_match (const char *pattern, const char *text, gboolean pathname);
/* Is an entry (relative to the root) left out of the site by `exclude` and `include`? */
gboolean site_is_excluded (const Site *site, const char *path, gboolean is_folder);
/* A name that Jekyll takes for hidden or special: begins with ".", "_", "#", "~" or ends in "~". */
gboolean site_is_special_name (const Site *site, const char *name);

/* ---- site-slug.c ---- */

/* The parts of "2024-03-05-fete.md"; FALSE if the name has no date. @slug is newly allocated. */
gboolean site_split_dated_name (
    const char *name, int *year, int *month, int *day, char **slug, const char **extension);
/* Jekyll's slugify: everything but letters and digits (pretty: and "._~!$&'()+,;=@") to "-". */
char *site_slugify (const char *text, gboolean pretty, gboolean cased);

/* ---- site-post.c ---- */

/* The header of a post, from no more of the file than needed. @head gets what was read. */
FmHeader *site_load_header (const Site *site, const char *path, GBytes **head, GError **error);
/* The post's own value, else its default. New reference or NULL. */
FmValue *site_effective_value (const FmNode *root, FmValue *defaults, const char *key);
GDateTime *site_date_of_value (const Site *site, FmValue *value);
GDateTime *site_date_of_name (const Site *site, const char *path);

/* ---- site-layout.c ---- */

/* SiteFramePlace of a layout's text, in order. Elements are numbered from @first_number on.
 * @body_classes gets the class names of <body>, "" if it has none. */
GPtrArray *site_layout_read (const char *text, guint first_number, char **body_classes);
void site_frame_place_free (gpointer data);
SiteFrameElement *site_frame_element_copy (const SiteFrameElement *element);

/* ---- site-field.c, site-labels.c ---- */

SiteField *site_field_new (const char *key);
/* English, known to gettext; NULL if the key is not well known. */
const char *site_label_of_key (const char *key);
/* "une-ou-diaporama" → "Une ou diaporama". */
char *site_label_from_key (const char *key);
/* "chapeau_Text" → "chapeau-text": how keys are compared with well-known ones. */
char *site_fold_key (const char *key);
gboolean site_is_technical_key (const char *key);
