/* chapeau-checks.c - the checks of a post with what its site knows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-checks.h"

#include "chapeau-kramdown-options.h"
#include "chapeau-field-private.h"

#include <stdio.h>
#include <string.h>

/* So many posts make a habit. */
#define ENOUGH_POSTS 8
/* Percent of them that fill a field: nearly all; and of a lead, which a reader misses sooner. */
#define USUAL_PERCENT 95
#define LEAD_PERCENT  75

typedef struct
{
  ChapeauSiteBook *book;
  const char *path;
  FmHeader *header;
} Asking;

static ChecksTarget
look_up (gpointer data, const char *address, guint64 *bytes)
{
  const Asking *asking = data;

  return chapeau_site_book_look_up (asking->book, asking->path, address, bytes);
}

static gboolean
is_date (gpointer data, const char *written, gboolean is_time)
{
  const Asking *asking = data;
  g_autoptr (GDateTime) date = site_date_read (
      written, is_time, site_get_timezone (chapeau_site_book_get_site (asking->book)), NULL);

  return date != NULL;
}

static char *
dup_twin (gpointer data)
{
  const Asking *asking = data;

  return chapeau_site_book_dup_twin (asking->book, asking->path, asking->header);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static ChecksRole
role_of (const SiteField *field)
{
  static const char *const leads[] = { "chapeau-text", "chapeau",     "chapo",   "lead",
                                       "excerpt",      "description", "summary", NULL };
  static const char *const terms[] = { "categories", "category",  "categorie", "tags",
                                       "tag",        "mots-cles", "keywords",  NULL };

  if (field->kind == SITE_FIELD_TITLE)
    return CHECKS_ROLE_TITLE;
  if (strcmp (field->key, "date") == 0)
    return CHECKS_ROLE_DATE;
  if (g_strv_contains (leads, field->key))
    return CHECKS_ROLE_LEAD;
  if (g_strv_contains (terms, field->key))
    return CHECKS_ROLE_TERMS;
  if (field->kind == SITE_FIELD_FILE || field->kind == SITE_FIELD_IMAGE)
    return CHECKS_ROLE_FILES;
  return CHECKS_ROLE_OTHER;
}

static gboolean
has_default (const SiteField *field)
{
  FmValue *value = field->default_value;
  FmKind kind = value != NULL ? fm_value_get_kind (value) : FM_NULL;

  return kind != FM_NULL && kind != FM_SEQUENCE && kind != FM_MAPPING
         && *fm_value_get_string (value) != '\0';
}

static gboolean
is_usual (const SiteField *field, ChecksRole role, guint posts)
{
  guint percent = role == CHECKS_ROLE_LEAD ? LEAD_PERCENT : USUAL_PERCENT;

  if (field->hidden || has_default (field) || field->kind == SITE_FIELD_BOOLEAN)
    return FALSE;
  if (posts < ENOUGH_POSTS)
    return role == CHECKS_ROLE_LEAD && (field->sources & SITE_FROM_DEFAULTS) != 0;
  return (guint64) field->uses * 100 >= (guint64) posts * percent;
}

static const char *
find_description_key (const SiteField *field)
{
  for (guint i = 0; i < field->children->len; i++)
    {
      const SiteField *child = field->children->pdata[i];

      if (checks_is_description_key (child->key))
        return child->key;
    }
  return NULL;
}

static void
fill_field (ChecksField *out, const SiteField *field, guint posts)
{
  ChecksKnown *known = g_new0 (ChecksKnown, field->known_values->len + 1);

  out->key = field->key;
  out->role = role_of (field);
  out->usual = is_usual (field, out->role, posts);
  out->required = field->required && !field->hidden;
  out->strict = field->strict;
  out->max_length = field->max_length;
  out->description_key = find_description_key (field);
  out->known = known;
  out->n_known = field->known_values->len;
  for (guint i = 0; i < field->known_values->len; i++)
    {
      const SiteKnownValue *value = field->known_values->pdata[i];

      known[i].value = value->value;
      known[i].count = value->count;
    }
}

static gboolean
is_name_dated (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  int year, month, day, end = 0;

  return sscanf (name, "%4d-%2d-%2d-%n", &year, &month, &day, &end) == 3 && end > 0;
}

GPtrArray *
chapeau_checks_run (ChapeauSiteBook *book, SiteFacts *facts, const char *path, GBytes *post)
{
  Site *site = chapeau_site_book_get_site (book);
  const SiteCollection *collection = site_get_collection_of (site, path);
  g_autoptr (GPtrArray) fields = site_dup_fields (site, collection, facts);
  g_autoptr (KdOptions) options = chapeau_kramdown_options_new (site);
  g_autoptr (FmHeader) header = fm_header_new (post);
  g_autofree ChecksField *known = g_new0 (ChecksField, fields->len + 1);
  Asking asking = { book, path, header };
  ChecksFacts all = { .fields = known,
                      .n_fields = fields->len,
                      .is_draft = site_is_draft_path (site, path),
                      .name_is_date = is_name_dated (path),
                      .data = &asking,
                      .look_up = look_up,
                      .is_date = is_date,
                      .dup_twin = dup_twin };
  GPtrArray *findings;

  for (guint i = 0; i < fields->len; i++)
    fill_field (&known[i], fields->pdata[i],
                facts != NULL ? site_facts_get_count (facts, collection) : 0);
  kd_options_set_liquid (options, site_is_jekyll (site));
  findings = checks_run (post, options, &all);
  for (guint i = 0; i < fields->len; i++)
    g_free ((gpointer) known[i].known);
  return findings;
}
