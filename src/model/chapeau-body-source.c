/* chapeau-body-source.c - whoever holds the body while it is edited.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-body-source.h"

G_DEFINE_INTERFACE (ChapeauBodySource, chapeau_body_source, G_TYPE_OBJECT)

static void
chapeau_body_source_default_init (ChapeauBodySourceInterface *interface)
{
}

GBytes *
chapeau_body_source_dup_body (ChapeauBodySource *self)
{
  return CHAPEAU_BODY_SOURCE_GET_IFACE (self)->dup_body (self);
}

void
chapeau_body_source_replace_body (ChapeauBodySource *self, GBytes *body, gboolean undoable)
{
  CHAPEAU_BODY_SOURCE_GET_IFACE (self)->replace_body (self, body, undoable);
}
