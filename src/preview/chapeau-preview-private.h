/* chapeau-preview-private.h - for tests: the inside of the widget.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "preview-engine.h"
#include "preview.h"

G_BEGIN_DECLS

PreviewEngine *chapeau_preview_get_engine (ChapeauPreview *self);

G_END_DECLS
