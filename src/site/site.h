/* site.h - a Jekyll folder, as far as an editor of its posts has to know it.
 *
 * Reads `_config.yml` as Jekyll 4.3 reads it (configuration.rb, frontmatter_defaults.rb, url.rb by
 * behaviour), finds where posts, drafts and uploads live, tells what a post's path and header mean
 * (state, date, address), names new files, and describes the form that the site's own declarations
 * and posts imply. A plain folder of Markdown files is a site with one collection.
 *
 *   g_autoptr (GError) error = NULL;
 *   g_autoptr (Site) site = site_open ("/srv/site/_posts/2024-03-05-fete.md", &error);
 *   g_autoptr (SiteFacts) facts = site_scan_posts (site, cancellable, &error);  // in a worker
 *   g_autoptr (GPtrArray) fields = site_dup_fields (site, site_get_collection_of (site, path),
 *                                                   facts);
 *
 * Ownership: Site, SiteFacts and SitePostInfo are reference-counted and immutable once given out,
 * so any thread may read them. `get` borrows from its first argument, `dup` copies.
 *
 * Paths are relative to the root, with "/" and without a leading one, unless said otherwise.
 *
 * Failures: what is wrong IN the site is a diagnostic (site_get_diagnostics), and the site opens
 * all the same; only a folder or file that cannot be read is a GError (G_IO_ERROR).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <frontmatter.h>
#include <gio/gio.h>

#include "site-date.h"
#include "site-field.h"
#include "site-frame.h"

G_BEGIN_DECLS

/* ---- the site --------------------------------------------------------------------------------
 */

typedef struct _Site Site;

/* From any folder or file of a site: the root is the nearest folder upwards with `_config.yml`
 * (.yaml, .toml is not read), else with `_posts` or `_drafts`, else the folder itself (the folder
 * of the file). The home folder and the file system's root are never taken for a site's. */
Site *site_open (const char *path, GError **error);
Site *site_ref (Site *site);
void site_unref (Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Site, site_unref)

const char *site_get_root (const Site *site); /* absolute */
/* TRUE with a `_config.yml`, even a broken one, or a folder `_posts`. */
gboolean site_is_jekyll (const Site *site);
/* Texts of the configuration, "" if absent; the title falls back to the folder's name. */
const char *site_get_title (const Site *site);
const char *site_get_language (const Site *site); /* `lang`, `language` or `locale`; "fr" if none */
const char *site_get_url (const Site *site);      /* without a final "/" */
const char *site_get_baseurl (const Site *site);  /* "" or "/…", without a final "/" */
/* `timezone`, else the computer's. */
GTimeZone *site_get_timezone (const Site *site);
/* Its name, "Europe/Paris"; "" if the site says none. */
const char *site_get_timezone_name (const Site *site);
/* The whole configuration (aliases and merge keys resolved), an empty mapping if there is none. */
FmValue *site_get_config (const Site *site);
/* BaseDiagnostic; arguments[0] is the file ("_config.yml", "_data/chapeau.yml"), more may follow.
 * Spans and positions are in that file. Codes: those of frontmatter for what is no YAML, and
 *   site.unreadable (reason)
 *   site.config-too-large  site.config-not-a-mapping  site.timezone (name)  site.defaults (number)
 *   site.collection (label)  site.override (where, what)  site.too-many-files */
GPtrArray *site_get_diagnostics (const Site *site);

/* ---- collections -----------------------------------------------------------------------------
 */

typedef struct
{
  char *label;     /* "posts"; "" for a plain folder */
  char *title;     /* as the site writes it, else made of the label */
  char *folder;    /* "_posts", "inhalte/_actualites"; "" is the root */
  char *permalink; /* Jekyll's template, styles resolved */
  gboolean output; /* has pages of its own on the site */
  gboolean is_posts;
  gboolean declared; /* in `collections` */
} SiteCollection;

/* Posts first, then in the site's order. Never empty; a collection whose folder is missing is in
 * the list (it can be written to). The uploads' pseudo collection is not. */
GPtrArray *site_get_collections (const Site *site);
const SiteCollection *site_find_collection (const Site *site, const char *label);
/* The collection that a path belongs to; drafts belong to posts. NULL if none. */
const SiteCollection *site_get_collection_of (const Site *site, const char *path);
const char *site_get_drafts_folder (const Site *site); /* "_drafts" */
/* "uploads", "assets/images": what `_data/chapeau.yml` says, else what is there. */
const char *site_get_uploads_folder (const Site *site);

/* A file that Chapeau edits: in a collection or among the drafts, with a Markdown extension, not
 * hidden and not excluded. */
gboolean site_is_post_path (const Site *site, const char *path);
gboolean site_is_draft_path (const Site *site, const char *path);
/* Every post and draft, newest name first within a collection: char *. Blocks. */
GPtrArray *site_list_posts (Site *site, GCancellable *cancellable, GError **error);
/* Files below a folder (NULL: the uploads'): char *, sorted. Blocks. */
GPtrArray *
site_list_uploads (Site *site, const char *folder, GCancellable *cancellable, GError **error);

/* `defaults` for a path, merged as Jekyll merges them; a mapping, perhaps empty. */
FmValue *site_dup_defaults (const Site *site, const char *path);

/* ---- posts -----------------------------------------------------------------------------------
 */

typedef enum
{
  SITE_STATE_DRAFT,     /* in a drafts folder */
  SITE_STATE_SCHEDULED, /* dated in the future, and the site does not build the future */
  SITE_STATE_PUBLISHED,
  SITE_STATE_HIDDEN, /* `published: false` */
} SiteState;

const char *site_state_to_string (SiteState state); /* "draft", "scheduled", … : stable, English */

typedef struct
{
  char *path;
  char *title;     /* of the header, else of the file's name; valid UTF-8 */
  GDateTime *date; /* in the site's time zone; of the header, else of the file's name, or NULL */
  SiteState state;
  const SiteCollection *collection; /* NULL outside all; lives as long as the site */
  char **categories;                /* never NULL */
  char **tags;
  char *author;
  gboolean broken; /* the header cannot be read: title and date are of the file's name */
  Site *site;
} SitePostInfo;

/* @now decides what is scheduled (NULL: the present). Cheap: only the header is looked at. */
SitePostInfo *site_read_post_info (Site *site, const char *path, GBytes *post, GDateTime *now);
SitePostInfo *site_post_info_new (Site *site, const char *path, FmHeader *header, GDateTime *now);
/* Reads no more of the file than its header. */
SitePostInfo *site_load_post_info (
    Site *site, const char *path, GDateTime *now, GCancellable *cancellable, GError **error);
SitePostInfo *site_post_info_ref (SitePostInfo *info);
void site_post_info_unref (SitePostInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SitePostInfo, site_post_info_unref)

/* The address on the site, "/2024/03/05/fete.html", without url and baseurl; percent-encoded. NULL
 * if the collection has no pages. @header may be NULL for a post without one. */
char *site_dup_url (const Site *site, const char *path, const FmHeader *header);

/* ---- names of files --------------------------------------------------------------------------
 */

/* "Réunion d'été : le 5 !" → "reunion-d-ete-le-5"; "" if nothing is left. */
char *site_dup_slug (const char *title);
/* "2024-03-05-reunion-d-ete.md", with the date where the collection wants it (posts, or the
 * majority of what @facts saw), not yet taken care of what exists. @facts may be NULL. */
char *site_dup_post_filename (const Site *site,
                              const SiteCollection *collection,
                              const SiteFacts *facts,
                              GDateTime *date,
                              const char *title);
/* "Réunion d'été (1).JPG" → "reunion-d-ete-1.jpg". */
char *site_dup_clean_upload_name (const char *name);
/* Where a draft goes when published (the date is put before the name, or renewed), and back. NULL
 * if @path is no draft, or is one already. */
char *site_dup_publish_path (const Site *site, const char *draft_path, GDateTime *date);
char *site_dup_draft_path (const Site *site, const char *post_path);

/* A file of the site as posts write it: "uploads/Post RS.png" → "/uploads/Post%20RS.png". */
char *site_dup_reference (const Site *site, const char *path);
/* The reverse for anything that a post may write (relative to the root, percent-encoded or not,
 * with baseurl, own url, `{{ site.baseurl }}`, a query). NULL for an address elsewhere, and for
 * what would lead out of the root. Does not look whether the file exists. */
char *site_dup_file_of_reference (const Site *site, const char *reference);

/* ---- the form --------------------------------------------------------------------------------
 */

/* What the posts hold: reads every header once. For a worker thread; thousands of posts a second.
 * NULL only when cancelled or when the root cannot be read. */
SiteFacts *site_scan_posts (Site *site, GCancellable *cancellable, GError **error);
SiteFacts *site_facts_ref (SiteFacts *facts);
void site_facts_unref (SiteFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteFacts, site_facts_unref)
/* Posts that were read, in all or of one collection. */
guint site_facts_get_count (const SiteFacts *facts, const SiteCollection *collection);

/* Where new files go: the folder that the posts' files stand in, unless `_data/chapeau.yml` says
 * another or the posts say nothing (then site_get_uploads_folder). @facts may be NULL. */
char *site_dup_uploads_folder (const Site *site, const SiteFacts *facts);

/* Do the names of most of this collection's posts begin with a date? */
gboolean site_facts_are_dated (const SiteFacts *facts, const SiteCollection *collection);

/* The fields of a collection's form in their order (SiteField, to be freed with the array). Without
 * @facts: what the configuration alone tells, so the form can show at once. NULL for @collection
 * stands for a post outside all. */
GPtrArray *site_dup_fields (Site *site, const SiteCollection *collection, const SiteFacts *facts);
/* A field for a key that a post has and site_dup_fields does not list. @parent: the field of the
 * group it stands in, or NULL. */
SiteField *site_dup_field_for (Site *site,
                               const SiteCollection *collection,
                               const SiteFacts *facts,
                               const SiteField *parent,
                               const char *key,
                               FmValue *value);
/* The keys in the site's usual order, for fm_edit_set_with_order. */
char **site_dup_key_order (Site *site, const SiteCollection *collection, const SiteFacts *facts);
/* The layout of a post by its header or the site's defaults, "post"; NULL if none. */
char *site_dup_layout (const Site *site, const char *path, const FmHeader *header);
/* What the site puts around posts of that layout (NULL: none). Reads files: for a worker thread. */
SiteFrame *site_load_frame (const Site *site, const char *layout);
/* House styles from `_data/chapeau.yml` (SiteStyle). */
GPtrArray *site_get_styles (const Site *site);

G_END_DECLS
