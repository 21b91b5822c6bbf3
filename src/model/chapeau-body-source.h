/* chapeau-body-source.h - whoever holds the body while it is edited (a text buffer, in `app`).
 *
 * The document does not copy the body at each key: it asks for it when it needs a snapshot, and is
 * told of changes by chapeau_document_body_changed().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CHAPEAU_TYPE_BODY_SOURCE (chapeau_body_source_get_type ())
G_DECLARE_INTERFACE (ChapeauBodySource, chapeau_body_source, CHAPEAU, BODY_SOURCE, GObject)

struct _ChapeauBodySourceInterface
{
  GTypeInterface parent;

  /* The whole body now, exact bytes. */
  GBytes *(*dup_body) (ChapeauBodySource *self);
  /* The body is another one now. @undoable: as one step that the person can undo (a colleague's
   * change came in); otherwise a fresh start (a post was opened). */
  void (*replace_body) (ChapeauBodySource *self, GBytes *body, gboolean undoable);
};

GBytes *chapeau_body_source_dup_body (ChapeauBodySource *self);
void chapeau_body_source_replace_body (ChapeauBodySource *self, GBytes *body, gboolean undoable);

G_END_DECLS
