/* chapeau-link-popover.h - where a link leads, and what it says.
 *
 * Words that are typed for the address look for posts of the site. What is chosen is Markdown:
 *
 * Signals: "chosen" (const char *words, const char *address)
 *          "removed" ()     the words are to stay, without the link
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>
#include <model.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_LINK_POPOVER (chapeau_link_popover_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauLinkPopover, chapeau_link_popover, CHAPEAU, LINK_POPOVER, GtkPopover)

/* @words and @address: of the link that is there (@is_link), or proposed ("": none). */
void chapeau_link_popover_show_link (ChapeauLinkPopover *self,
                                     ChapeauWorkspace *workspace,
                                     const char *words,
                                     const char *address,
                                     gboolean is_link);
/* Another address is proposed, if none is there yet. */
void chapeau_link_popover_propose (ChapeauLinkPopover *self, const char *address);

G_END_DECLS
