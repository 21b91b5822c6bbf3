/* kd-html-native.h - what the two files of html_to_native share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-html-tag.h"

typedef struct
{
  KdParser *parser;
} KdNative;

/* Converts an element and what is in it; not @convert: only texts are looked at. @preserve: space
 * is kept. @parent may be NULL. */
void kd_native_process (KdNative *native,
                        KdElement *element,
                        gboolean convert,
                        gboolean preserve,
                        const KdElement *parent);
/* Elements with rules of their own; FALSE if this is none. */
gboolean kd_native_special (KdNative *native, KdElement *element);

/* The element stays html: its place, its content. */
void kd_native_html (KdNative *native, KdElement *element, gboolean convert, gboolean preserve);
/* The element is of this type from now on. A type without children loses them. */
void kd_native_become (KdNative *native, KdElement *element, guint8 type);
void kd_native_children (KdNative *native, KdElement *element, gboolean convert, gboolean preserve);
void kd_native_remove_text (KdElement *element);
/* Appends a text to @parent, with its entities as elements. */
void kd_native_text (
    KdNative *native, KdElement *parent, const char *text, gsize length, gboolean preserve);
/* All text in an element. */
void kd_native_collect_text (const KdElement *element, GString *out);
