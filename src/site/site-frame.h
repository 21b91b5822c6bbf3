/* site-frame.h - what the site puts around a post. Part of site.h; include that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

typedef struct
{
  char *address; /* from "/" below the site's root, percent-encoded */
  GBytes *css;   /* compiled Sass; NULL: the file below the root that the address names */
} SiteStylesheet;

/* An element of a layout that has something of the post in it. */
typedef struct
{
  guint number; /* which element: equal numbers are one element */
  char *name;   /* "div"; lower case */
  char *id;     /* or NULL */
  char *classes;
} SiteFrameElement;

/* A place in the layout where something of the post is printed. */
typedef struct
{
  char *key;       /* of the header, "title"; "content" is the post's text */
  gboolean loop;   /* printed by a loop over the key's items */
  GPtrArray *path; /* SiteFrameElement, from below <body> inwards */
} SiteFramePlace;

/* Immutable, reference counted. */
typedef struct
{
  GPtrArray *stylesheets; /* SiteStylesheet in the order of the page; may be empty */
  GPtrArray *places;      /* SiteFramePlace in the layout's order; empty: no layout could be read */
  char *body_classes;     /* of <body>, "" if none */
  gatomicrefcount references;
} SiteFrame;

SiteFrame *site_frame_ref (SiteFrame *frame);
void site_frame_unref (SiteFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SiteFrame, site_frame_unref)

G_END_DECLS
