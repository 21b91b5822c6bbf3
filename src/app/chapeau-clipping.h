/* chapeau-clipping.h - what another program has copied, read without waiting for it.
 *
 * Nothing is read before it is asked for, and nothing of it is trusted: at most
 * CHAPEAU_CLIPPING_MAX bytes are taken, and a program that gives nothing for ten seconds is left
 * alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAPEAU_CLIPPING_MAX ((gsize) 16 * 1024 * 1024)

typedef struct
{
  GBytes *html;    /* UTF-8, unless it says otherwise itself; or NULL */
  char *text;      /* or NULL */
  GBytes *picture; /* a file's bytes, or NULL */
  char *ending;    /* of the picture's name: "png" */
} ChapeauClipping;

/* Is there HTML, or a picture without a text, on the clipboard? What is only text is GTK's matter.
 */
gboolean chapeau_clipping_is_offered (GdkClipboard *clipboard);
/* Fails with G_IO_ERROR_TIMED_OUT, G_IO_ERROR_CANCELLED, G_IO_ERROR_MESSAGE_TOO_LARGE (a picture)
 * or what the clipboard says. Always answers, even if the other program never does. */
void chapeau_clipping_read_async (GdkClipboard *clipboard,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
ChapeauClipping *
chapeau_clipping_read_finish (GdkClipboard *clipboard, GAsyncResult *result, GError **error);
void chapeau_clipping_free (ChapeauClipping *clipping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauClipping, chapeau_clipping_free)

G_END_DECLS
