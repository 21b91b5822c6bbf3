/* preview-policy.h - what the web process may do: as little as a page needs to be looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <webkit/webkit.h>

#include "preview-scheme.h"

G_BEGIN_DECLS

/* The world of our scripts, and the name of their channel. */
#define PREVIEW_WORLD "chapeau"

/* A view with everything switched off that can be, and every way out closed. @scheme decides what
 * is our own document; it must live as long as the view. */
WebKitWebView *preview_policy_create_view (WebKitWebContext *context, PreviewScheme *scheme);

/* Starts the process that the first view will need, while there is no view yet: it then comes up
 * beside the window and not after it. The network is off. */
void preview_policy_start_network (void);

/* The network itself: off, all connections go to an address where nothing listens; on, the
 * system's. The Content-Security-Policy says which kinds of content may use it. */
void preview_policy_set_network (WebKitWebView *view, gboolean allowed);

G_END_DECLS
