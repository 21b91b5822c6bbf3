/* preview.h - the page as the site shows it, in a widget that is patched while the person types.
 *
 * Gets bytes of HTML, knows no documents, no Markdown, no store. No WebKit type appears here: `app`
 * needs no WebKit headers.
 *
 *   PreviewPage *page = preview_page_new ("2013-10-10-une-association");
 *   preview_page_set_title (page, "Une association");
 *   preview_page_add_block (page, PREVIEW_PART_TITLE, title_html, 0, 0, 0);
 *   for each block of the body
 *     preview_page_add_block (page, PREVIEW_PART_BODY, html, hash, first_line, last_line);
 *   chapeau_preview_show_page (preview, page);
 *   preview_page_unref (page);
 *
 * What always holds:
 * - A page may be built in any thread; once shown it must not be changed any more.
 * - No script of a page runs and nothing is asked from the network (see set_external_content).
 * - The nodes between a part's marks are exactly what the DOM makes of its blocks' HTML; cards and
 *   frames that stand in for something are known to get_html, which gives the originals.
 *
 * Lines count from 0, as in base.h; what they count (lines of the body, of the file) is up to the
 * caller: the preview only gives back what it was given.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* ---- page ----------------------------------------------------------------------------------- */

/* One block of a part: @html is whole elements, or text. @hash stands for the bytes: two blocks of
 * equal hash are taken as equal. [first_line, last_line] are the source lines, both included. */
typedef struct
{
  GBytes *html;
  guint64 hash;
  guint first_line;
  guint last_line;
} PreviewBlock;

/* The parts that our own shell has places for; a shell may name others. A part that gets no block
 * is not shown. */
#define PREVIEW_PART_HEADER_IMAGE "header-image" /* <img …>, and <figcaption> for its caption */
#define PREVIEW_PART_TITLE        "title"        /* what stands in <h1>: inline HTML */
#define PREVIEW_PART_CHAPEAU      "chapeau"      /* the lead: paragraphs */
#define PREVIEW_PART_DATE         "date"         /* inline */
#define PREVIEW_PART_AUTHOR       "author"       /* inline */
#define PREVIEW_PART_CATEGORIES   "categories"   /* <li>…</li>, one block each */
#define PREVIEW_PART_TAGS         "tags"         /* <li>…</li> */
#define PREVIEW_PART_FILES        "files"        /* <li><a …>…</a></li> */
#define PREVIEW_PART_BODY         "body"

typedef enum
{
  PREVIEW_THEME_LIGHT,
  PREVIEW_THEME_DARK,
  PREVIEW_THEME_SITE, /* what the page's own stylesheet makes of it */
} PreviewTheme;

/* Reference counted; the count is atomic. */
typedef struct _PreviewPage PreviewPage;

/* @post_id tells posts apart: two pages of one id are patched into each other. */
PreviewPage *preview_page_new (const char *post_id);
PreviewPage *preview_page_ref (PreviewPage *page);
void preview_page_unref (PreviewPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PreviewPage, preview_page_unref)

const char *preview_page_get_post_id (const PreviewPage *page);

/* Adds a block at the end of a part. @html is kept by reference, so slices of one big GBytes cost
 * nothing. @hash 0: it is computed from the bytes. */
void preview_page_add_block (PreviewPage *page,
                             const char *part,
                             GBytes *html,
                             guint64 hash,
                             guint first_line,
                             guint last_line);
guint preview_page_count_blocks (const PreviewPage *page, const char *part);
const PreviewBlock *preview_page_get_block (const PreviewPage *page, const char *part, guint nth);

/* The words of a part, without tags, blanks joined. "" if there is none. For eyes. */
char *preview_page_dup_text (const PreviewPage *page, const char *part);

/* What stands around the parts. A change of any of these but the title, for the shown post,
 * reloads; all have sensible values when never set. Strings are copied. */
void preview_page_set_title (PreviewPage *page, const char *title);       /* of the window: "" */
void preview_page_set_language (PreviewPage *page, const char *language); /* "fr" */
void preview_page_set_theme (PreviewPage *page, PreviewTheme theme);      /* light */
/* The address the site gives the post, from "/": relative addresses start there. "/" */
void preview_page_set_address (PreviewPage *page, const char *address);
/* A stylesheet of the site, site-relative ("/assets/css/main.css"). With at least one, our default
 * stylesheet is left out; our shell then keeps a column's width, which the site's rules overrule.
 * @css: its bytes if they are no file below the root (compiled Sass); they are then served under
 * that address. */
void preview_page_add_stylesheet (PreviewPage *page, const char *address, GBytes *css);
/* Class names of the site's layouts for the wrappers of our shell: "body", "main", "article",
 * "content" (the element right around the body). Unknown places are ignored. */
void preview_page_set_frame_class (PreviewPage *page, const char *place, const char *classes);
/* Any HTML document in place of our shell. A part goes where the comment <!--chapeau:PART--> is,
 * title and stylesheets go where <!--chapeau:head--> is. Elements that hold nothing but empty parts
 * are not shown. */
void preview_page_set_shell (PreviewPage *page, GBytes *shell);

/* ---- widget --------------------------------------------------------------------------------- */

typedef enum
{
  PREVIEW_STATE_EMPTY,   /* nothing to show yet */
  PREVIEW_STATE_LOADING, /* the page is being loaded, or the web process starts */
  PREVIEW_STATE_LIVE,    /* the page is there and follows */
  PREVIEW_STATE_CRASHED, /* the web process ended or hung; it is being started again */
  PREVIEW_STATE_PLAIN, /* it did so three times in a row: plain text until reload or another post */
} PreviewState;

typedef enum
{
  PREVIEW_WIDTH_FULL,    /* as wide as the pane */
  PREVIEW_WIDTH_PHONE,   /* 390 */
  PREVIEW_WIDTH_TABLET,  /* 820 */
  PREVIEW_WIDTH_DESKTOP, /* 1280; a pane that is narrower shows it smaller */
} PreviewWidth;

#define CHAPEAU_TYPE_PREVIEW (chapeau_preview_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauPreview, chapeau_preview, CHAPEAU, PREVIEW, GtkWidget)

/* Signals:
 *   "line-scrolled" (double line)                  the person scrolled; line of the body at the top
 *   "activated" (const char *part, guint line)     a click: go to that place of source or form
 *   "link-activated" (const char *uri)             Ctrl+click: http, https, mailto, tel; a page of
 *                                                  the site as its address from "/"
 *   "state-changed" (int PreviewState)
 *   "external-changed" (gboolean)          whether something of other sites is left out
 *
 * The web process is started when the widget is mapped and its window has painted a first frame;
 * everything may be called before that. */
GtkWidget *chapeau_preview_new (void);

/* What may be served: the folder of the site, and the `baseurl` that stands before all addresses
 * ("" or "/blog"). NULL: nothing is served but our own stylesheet. Reloads. */
void chapeau_preview_set_root (ChapeauPreview *self, const char *site_root, const char *url_prefix);

/* Takes a reference. Another post id, or anything around the parts changed: loads. Otherwise one
 * patch with the blocks that changed; while one is on its way only the newest page waits. NULL
 * shows an empty page. */
void chapeau_preview_show_page (ChapeauPreview *self, PreviewPage *page);
/* Loads again: after files of the site changed, and to leave the plain text. */
void chapeau_preview_reload (ChapeauPreview *self);
PreviewState chapeau_preview_get_state (ChapeauPreview *self);

/* Brings a line of the body to the top, 3.5 being the middle of the fourth line; 0 is the top of
 * the page, with all that stands above the body. No echo: "line-scrolled" is for the person's own
 * scrolling. */
void chapeau_preview_scroll_to_line (ChapeauPreview *self, double line);
/* Marks the block of that line of the body faintly and brings it into view if it is not. Kept
 * across patches. -1: none. */
void chapeau_preview_mark_line (ChapeauPreview *self, int line);

void chapeau_preview_set_width (ChapeauPreview *self, PreviewWidth width);
PreviewWidth chapeau_preview_get_width (ChapeauPreview *self);
void chapeau_preview_set_zoom (ChapeauPreview *self, double zoom); /* 1.0; from 0.3 to 5 */
double chapeau_preview_get_zoom (ChapeauPreview *self);
/* Off at first and again for each other post. On: images, sound and films of other sites are
 * fetched. Frames of other sites stay cards, scripts and styles stay off. Reloads. */
void chapeau_preview_set_external_content (ChapeauPreview *self, gboolean allowed);
gboolean chapeau_preview_get_external_content (ChapeauPreview *self);

/* Asks for a printer and prints what is shown; G_IO_ERROR_CANCELLED if none is chosen. */
void chapeau_preview_print_async (ChapeauPreview *self,
                                  GtkWindow *parent,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* The same into a PDF file, without asking. */
void chapeau_preview_save_pdf_async (ChapeauPreview *self,
                                     GFile *file,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Of both. */
gboolean chapeau_preview_print_finish (ChapeauPreview *self, GAsyncResult *result, GError **error);
/* Marks all places of @text and goes to the next (or the previous) one; NULL or "" ends it. */
void chapeau_preview_find (ChapeauPreview *self, const char *text, gboolean backwards);

/* The HTML of a part as the page holds it, serialised by the DOM, originals in place of cards and
 * frames, our marks left out. Fails with G_IO_ERROR_FAILED when there is no live page. */
void chapeau_preview_get_html_async (ChapeauPreview *self,
                                     const char *part,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *chapeau_preview_get_html_finish (ChapeauPreview *self, GAsyncResult *result, GError **error);

/* ---- before GTK starts ---------------------------------------------------------------------- */

/* Where no GPU can be used, makes GTK and WebKit draw with the processor directly, by environment
 * variables: GSK_RENDERER, GDK_DEBUG, WEBKIT_DISABLE_COMPOSITING_MODE. What the person has set
 * stays. Looks at device files only, takes microseconds. Call before gtk_init and before any
 * thread. */
void preview_choose_renderer (void);

/* What a first page will need all the same comes up while a window is being built: WebKit's network
 * process, with the network off, and what WebKit loads, in a thread. Call when GTK is up: while
 * libraries are loaded no other thread can be made, which GTK's own start does all the time. */
void preview_load_ahead (void);

G_END_DECLS
