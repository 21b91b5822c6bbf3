/* preview-engine.h - one web view that is kept at the newest page, whatever becomes of its process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <webkit/webkit.h>

#include "preview-page.h"

G_BEGIN_DECLS

typedef struct _PreviewEngine PreviewEngine;

typedef struct
{
  void (*state_changed) (PreviewState state, gpointer user_data);
  void (*line_scrolled) (double line, gpointer user_data);
  void (*activated) (const char *part, guint line, gpointer user_data);
  void (*link_activated) (const char *uri, gpointer user_data);
  void (*external_changed) (gboolean left_out, gpointer user_data);
} PreviewEngineCalls;

PreviewEngine *preview_engine_new (const PreviewEngineCalls *calls, gpointer user_data);
void preview_engine_free (PreviewEngine *engine);

/* Creates the view, floating, and with it the web process. Once. */
GtkWidget *preview_engine_start (PreviewEngine *engine);
/* NULL before start. */
WebKitWebView *preview_engine_get_view (PreviewEngine *engine);

void preview_engine_set_root (PreviewEngine *engine, const char *root, const char *url_prefix);
void preview_engine_show (PreviewEngine *engine, PreviewPage *page);
PreviewPage *preview_engine_get_page (PreviewEngine *engine);
void preview_engine_reload (PreviewEngine *engine);
PreviewState preview_engine_get_state (PreviewEngine *engine);
/* The document holds the newest page, and nothing is on its way. For tests. */
gboolean preview_engine_is_settled (PreviewEngine *engine);
void preview_engine_set_external_content (PreviewEngine *engine, gboolean allowed);
gboolean preview_engine_get_external_content (PreviewEngine *engine);
void preview_engine_scroll_to_line (PreviewEngine *engine, double line);
void preview_engine_mark_line (PreviewEngine *engine, int line);

/* Runs the body of a function in the world of our scripts; @arguments a{sv}, consumed. The result
 * is a string. Tests use it to look into the page. */
void preview_engine_call_async (PreviewEngine *engine,
                                const char *body,
                                GVariant *arguments,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *preview_engine_call_finish (PreviewEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
