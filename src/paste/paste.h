/* paste.h - HTML from the clipboard → clean kramdown Markdown, and what was left out.
 *
 * The HTML comes from Word, LibreOffice, Google Docs, a mail program or a browser, and is hostile
 * until shown otherwise: nothing in it is ever loaded or run. Pure: no files, no network, no GTK.
 * libxml2 reads the HTML; it is not visible here.
 *
 *   g_autoptr (PasteResult) result = paste_html (html, length, NULL);
 *   insert (result->markdown, result->length);
 *   for (guint i = 0; i < result->images->len; i++) offer_import (result->images->pdata[i]);
 *
 * What always holds:
 *  - the Markdown, rendered by kramdown, shows the HTML's visible text: characters that Markdown
 *    would take for itself are escaped; nothing that is only in a style, script, comment, hidden
 *    element or form control comes in;
 *  - no script, no event handler, no javascript: or data: link comes in; raw HTML is written only
 *    for tables that Markdown cannot hold, from our own list of tags without attributes but colspan
 *    and rowspan;
 *  - the result is valid UTF-8, ends in exactly one newline unless empty, has no trailing spaces
 *    but Markdown's line breaks, and no-break spaces are kept;
 *  - time and memory are linear in @length up to the bounds below.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "base.h"

G_BEGIN_DECLS

/* HTML beyond these is cut, and `truncated` says so. */
#define PASTE_MAX_BYTES (16 * 1024 * 1024)
#define PASTE_MAX_DEPTH 200 /* of elements; text below keeps no format, below 255 it is cut */
#define PASTE_MAX_LISTS 12  /* of lists within lists; deeper items join the innermost */

typedef struct
{
  /* The level that the text's <h1> gets, 1..6; deeper headings move with it, none goes beyond 6. A
   * post's title is its h1, so 2 is the usual value. */
  int first_heading_level;
  /* Wrappers that mail programs put around links (Outlook Safe Links, Google's url?q=, Proofpoint,
   * Facebook's l.php) are replaced by the address inside; utm_… and the like are cut. */
  gboolean unwrap_links;
  /* Write Word's notes as [^1] with definitions at the end; FALSE leaves "[1]" as text. */
  gboolean footnotes;
} PasteOptions;

/* 2, TRUE, TRUE: what NULL options mean. */
PasteOptions paste_options_default (void);

/* What was in the HTML and is not in the Markdown. Only what a person could miss or should know is
 * counted; Word's own bookkeeping (mso- styles, o:p, smart tags) is not. */
typedef enum
{
  PASTE_DROPPED_SCRIPT,       /* <script>, event handlers, javascript: links */
  PASTE_DROPPED_STYLE_SHEET,  /* <style>, linked style sheets */
  PASTE_DROPPED_COMMENT,      /* reviewers' comments (Word, Google Docs), not <!-- --> */
  PASTE_DROPPED_DELETED_TEXT, /* tracked deletions */
  PASTE_DROPPED_HIDDEN_TEXT,  /* display:none, mso-hide */
  PASTE_DROPPED_FORM,         /* controls; the text of a form is kept */
  PASTE_DROPPED_FRAME,        /* iframe, frame */
  PASTE_DROPPED_OBJECT,       /* object, embed, applet, svg, math, canvas, VML shapes */
  PASTE_DROPPED_MEDIA,        /* audio, video */
  PASTE_DROPPED_TRACKER,      /* 1×1 images; tracking parameters and wrappers of links */
  PASTE_DROPPED_LINK,         /* a link without a usable destination; its text is kept */
  PASTE_DROPPED_COLOUR,       /* coloured or highlighted runs */
  PASTE_DROPPED_UNDERLINE,    /* underlined runs that are not links */
  PASTE_DROPPED_ALIGNMENT,    /* centred or right-aligned paragraphs */
  PASTE_DROPPED_TABLE_LAYOUT, /* tables used for layout, written as paragraphs */
  PASTE_DROPPED_DEPTH,        /* format below PASTE_MAX_DEPTH or PASTE_MAX_LISTS */
} PasteDroppedKind;
#define PASTE_N_DROPPED (PASTE_DROPPED_DEPTH + 1)

/* The kind's stable name ("script", "hidden-text"), static. */
const char *paste_dropped_name (PasteDroppedKind kind);

/* An image, where it stood. The Markdown refers to it by `reference`; the caller imports it and
 * replaces the bytes of `span`. */
typedef struct
{
  char *source;      /* the src as in the HTML (http:, https:, file:, cid:, or relative); for data:
                        URIs NULL */
  char *reference;   /* what the Markdown's destination says: the source where that is http(s) or
                        relative, else "image-N" */
  char *alternative; /* "" if there is none */
  GBytes *data;      /* the decoded bytes of a data: URI, or NULL */
  char *media_type;  /* of data, e.g. "image/png", or NULL */
  BaseSpan span;     /* of the destination in the Markdown */
} PasteImage;

typedef struct
{
  char *markdown; /* NUL-terminated */
  gsize length;
  guint dropped[PASTE_N_DROPPED]; /* counts by kind */
  GPtrArray *images;              /* of PasteImage, in the order of the text */
  gboolean truncated;             /* PASTE_MAX_BYTES or 255 levels were passed */
  /* The HTML only wraps a text, as that of a terminal or of a program for source code: no format,
   * link or image, no list, heading or table, and no second paragraph but lines of preformatted
   * text. What the clipboard has as plain text says the same. */
  gboolean is_plain;
} PasteResult;

/* @html: bytes, in UTF-8 unless a BOM or a <meta> charset says otherwise; "StartFragment" comments
 * and the clipboard header of Windows (CF_HTML) are understood. Never fails: what cannot be read as
 * HTML gives an empty text. @options may be NULL. */
PasteResult *paste_html (const char *html, gsize length, const PasteOptions *options);
void paste_result_free (PasteResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PasteResult, paste_result_free)

/* Plain text → Markdown that shows exactly it: escapes, paragraphs kept, single line breaks kept as
 * Markdown breaks. The caller frees. */
char *paste_escape_text (const char *text, gsize length);

G_END_DECLS
