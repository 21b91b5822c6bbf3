/* kramdown.h - kramdown's Markdown, with the GFM parser, as HTML.
 *
 * The aim is the HTML of kramdown 2.5.2 with kramdown-parser-gfm 1.1.0, byte for byte
 * (https://kramdown.gettalong.org/syntax.html). This is a first version: the common constructs of
 * news posts, without a tree; tests/kramdown counts how many reference posts it gets right.
 *
 *   g_autoptr (KdOptions) options = kd_options_new (KD_DEFAULTS_JEKYLL);
 *   kd_options_set (options, "auto_ids", "false", NULL);
 *   g_autoptr (KdDocument) document = kd_parse (text, length, options);
 *   g_autofree char *html = kd_render_html (document, NULL);
 *
 * Ownership: options are copied by kd_parse. Threads: no mutable globals; different documents may
 * be parsed in different threads, and one may be rendered by several. Lines count from 0.
 *
 * Content never fails: whatever the bytes, there is HTML. Nesting is bounded by KD_MAX_DEPTH.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <base.h>

G_BEGIN_DECLS

/* How deep elements nest. kramdown itself ends with a stack overflow somewhere above 500. */
#define KD_MAX_DEPTH 100

/* ---- options -------------------------------------------------------------------------------- */

typedef enum
{
  KD_DEFAULTS_JEKYLL,   /* input: GFM, hard_wrap: false, and the rest of DESIGN section 5 */
  KD_DEFAULTS_KRAMDOWN, /* kramdown's own defaults, input: kramdown */
} KdDefaults;

typedef enum
{
  KD_OPTIONS_ERROR_UNKNOWN, /* kramdown has no option of this name */
  KD_OPTIONS_ERROR_VALUE,   /* kramdown would refuse the value */
} KdOptionsError;

#define KD_OPTIONS_ERROR (kd_options_error_quark ())
GQuark kd_options_error_quark (void);

typedef struct _KdOptions KdOptions;

KdOptions *kd_options_new (KdDefaults defaults);
KdOptions *kd_options_copy (const KdOptions *options);
void kd_options_free (KdOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KdOptions, kd_options_free)

/* Sets an option by kramdown's name to a value in kramdown's text form ("GFM", "true"). This
 * version honours input, hard_wrap and auto_ids; other names are accepted and change nothing. FALSE
 * with a KD_OPTIONS_ERROR, the options unchanged, if the value is not possible. */
gboolean kd_options_set (KdOptions *options, const char *name, const char *value, GError **error);
/* Ours: {{ … }} and {% … %} are kept whole and marked in the text. Off at first. */
void kd_options_set_liquid (KdOptions *options, gboolean liquid);

/* ---- documents ------------------------------------------------------------------------------ */

typedef struct _KdDocument KdDocument;

/* Parses @length bytes of @text (UTF-8; other bytes are read as U+FFFD).
 * The text is copied. @options may be NULL: Jekyll's defaults. Never NULL. */
KdDocument *kd_parse (const char *text, gsize length, const KdOptions *options);
void kd_document_free (KdDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KdDocument, kd_document_free)

/* ---- HTML ----------------------------------------------------------------------------------- */

/* The document as HTML, NUL-terminated; @length may be NULL. */
char *kd_render_html (const KdDocument *document, gsize *length);

/* The top-level blocks of the output: the html of all of them, in order, is kd_render_html. */
typedef struct
{
  char *html; /* owned, NUL-terminated */
  gsize html_length;

  gsize first_line;
  gsize last_line;
  guint64 hash; /* of the html */
} KdBlock;

/* A GPtrArray of KdBlock that frees them. */
GPtrArray *kd_render_blocks (const KdDocument *document);

G_END_DECLS
