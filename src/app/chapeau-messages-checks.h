/* chapeau-messages-checks.h - what is to be looked at before publishing, in words for people.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <model.h>

G_BEGIN_DECLS

/* "This image has no alternative text. …" New string. */
char *chapeau_message_of_finding (const ChecksFinding *finding);
/* "Mistake", "To look at", "Advice": static. */
const char *chapeau_message_of_severity (BaseSeverity severity);
/* "3 points", "Nothing to look at". New string. */
char *chapeau_message_of_points (guint count);

G_END_DECLS
