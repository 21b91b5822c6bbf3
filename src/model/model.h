/* model.h - the GObjects behind the windows: no GTK, no WebKit, tested without a display.
 *
 *   ChapeauWorkspace   an open folder: the site, its shared folder, its posts
 *   ChapeauPostItem    one post in the list
 *   ChapeauDocument    one open post: header and body, its state, undo of the header, saving
 *   ChapeauField       one key of a document's header, as a form shows it
 *   ChapeauMerge       two or three versions of a post become one, by key and by line
 *   ChapeauRenderer    text to blocks of HTML in a worker thread, the newest only
 *   ChapeauPasteFit    Markdown from the clipboard, as its place in the text wants it
 *   ChapeauRewrite     what Enter and Tab do in lists, quotations and tables
 *   ChapeauSpeller     the dictionaries: words looked up in a worker thread
 *   ChapeauChecker     what to look at before publishing, in a worker thread, of the newest text
 *
 * The one asynchronous idiom: snapshot, worker without references, apply if still current.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "chapeau-body-source.h"
#include "chapeau-checker.h"
#include "chapeau-checks.h"
#include "chapeau-document.h"
#include "chapeau-field.h"
#include "chapeau-header-text.h"
#include "chapeau-kramdown-options.h"
#include "chapeau-link-text.h"
#include "chapeau-new-post.h"
#include "chapeau-merge.h"
#include "chapeau-paste-fit.h"
#include "chapeau-post-item.h"
#include "chapeau-renderer.h"
#include "chapeau-rewrite.h"
#include "chapeau-speller.h"
#include "chapeau-workspace.h"
