/* kd-node.h - the tree, shared by the files of this library. First version: see meson.build.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once
#include <string.h>

#include "kramdown.h"

typedef struct _KdAttr KdAttr;
struct _KdAttr
{
  const char *name;
  const char *value;
  KdAttr *next;
};
struct _KdElement
{
  KdType type;
  guint level;
  gboolean block, transparent, raw; /* raw: text still to be parsed for spans */
  BaseSpan span;
  const char *text;
  gsize length;
  KdAttr *attributes;
  KdElement *first, *last, *next;
};
struct _KdOptions
{
  gboolean source_lines, liquid;
  GHashTable *values;
};
typedef struct
{
  const char *url, *title;
} KdLink;
struct _KdDocument
{
  BaseArena *arena;
  char *text;
  gsize length;
  BaseLineIndex *lines;
  KdElement *root;
  KdOptions *options;
  GHashTable *links, *ids;
  GPtrArray *diagnostics;
};
KdElement *kd_add (KdDocument *d, KdElement *parent, KdType type, BaseSpan span);
void kd_attr_set (KdDocument *d, KdElement *e, const char *name, const char *value);
void kd_attr_list (KdDocument *d, KdElement *e, const char *s, gsize n);
const char *kd_attr_get (const KdElement *e, const char *name);
gboolean kd_option_is (const KdOptions *o, const char *name, const char *value);
void kd_blocks (KdDocument *d);
void kd_spans (KdDocument *d, KdElement *e, const char *s, gsize n, guint depth);
