/* chapeau-same-frame.c - what is typed is in the very next frame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-same-frame.h"

void
chapeau_same_frame_attach (GtkTextView *view)
{
  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  g_signal_connect_object (gtk_text_view_get_buffer (view), "changed",
                           G_CALLBACK (gtk_widget_queue_draw), view, G_CONNECT_SWAPPED);
}
