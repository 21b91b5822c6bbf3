/* site-field.h - one field of the form. Part of site.h; include that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>
#include <frontmatter.h>

G_BEGIN_DECLS

typedef enum
{
  SITE_FIELD_TEXT,     /* one line */
  SITE_FIELD_TITLE,    /* the post's title */
  SITE_FIELD_MARKDOWN, /* several lines */
  SITE_FIELD_DATE,     /* date and time */
  SITE_FIELD_BOOLEAN,
  SITE_FIELD_NUMBER,
  SITE_FIELD_COLOR,
  SITE_FIELD_FILE,       /* of the uploads; `multiple`: a list of them */
  SITE_FIELD_IMAGE,      /* the same, with a picture to show */
  SITE_FIELD_CHIPS,      /* list of strings */
  SITE_FIELD_CHOICE,     /* one of the known values; `strict`: and nothing else */
  SITE_FIELD_GROUP,      /* a mapping: `children` */
  SITE_FIELD_GROUP_LIST, /* a list of mappings: `children` of each */
  SITE_FIELD_LINK,       /* an address */
  SITE_FIELD_RAW,        /* YAML too irregular for any of these */
} SiteFieldKind;

const char *site_field_kind_to_string (SiteFieldKind kind); /* "group-list": stable, English */

/* Where the knowledge comes from; several may be set. */
typedef enum
{
  SITE_FROM_BUILTIN = 1 << 0,  /* every post has it: title, date */
  SITE_FROM_DEFAULTS = 1 << 1, /* `defaults` in _config.yml */
  SITE_FROM_POSTS = 1 << 2,    /* seen in posts */
  SITE_FROM_OVERRIDE = 1 << 3, /* _data/chapeau.yml */
  SITE_FROM_POST = 1 << 4,     /* only this post has it (site_dup_field_for) */
} SiteFieldSource;

typedef struct
{
  char *value;
  guint count; /* posts that have it */
} SiteKnownValue;

typedef struct _SiteField
{
  char *key;
  SiteFieldKind kind;
  /* English text that gettext knows if `label_translatable`, else the site's own words. */
  char *label;
  gboolean label_translatable;
  char *help;              /* from the override, or NULL */
  FmValue *default_value;  /* what a post without the key has, by `defaults`; NULL if none */
  GPtrArray *known_values; /* SiteKnownValue, most used first; empty if they tell nothing */
  GPtrArray *children;     /* SiteField; empty but for groups */
  char *collection;        /* label: the values are documents of this collection; or NULL */
  gboolean multiple;       /* the value is a list (FILE, IMAGE, CHOICE, MARKDOWN, LINK) */
  gboolean strict;         /* only known values are allowed */
  gboolean required;       /* before publishing */
  gboolean hidden;         /* not shown; the key still exists */
  gboolean main;           /* shown at once; others fold away as "Other fields" */
  guint max_length;        /* 0: none */
  guint sources;           /* SiteFieldSource */
  guint uses;              /* posts that have the key with a value */
  guint longest;           /* characters of the longest value seen */
} SiteField;

void site_field_free (SiteField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteField, site_field_free)
/* Among the fields of an array; NULL if absent. */
const SiteField *site_field_find (GPtrArray *fields, const char *key);

/* A way to mark text that the site knows: an attribute list or a class. */
typedef struct
{
  char *name;            /* what people read */
  char *attribute;       /* what goes into "{: … }", ".encadre" */
  gboolean inline_style; /* for words, else for paragraphs */
} SiteStyle;

typedef struct _SiteFacts SiteFacts;

G_END_DECLS
