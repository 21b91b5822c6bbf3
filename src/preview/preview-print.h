/* preview-print.h - the page of a web view on paper, or in a PDF file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Both end @task, which they take, with TRUE or an error. */

/* Asks the person for a printer; G_IO_ERROR_CANCELLED if they choose none. */
void preview_print_ask (WebKitWebView *view, GtkWindow *parent, GTask *task);
void preview_print_to_pdf (WebKitWebView *view, GFile *file, GTask *task);

G_END_DECLS
