/* kd-document.c - placeholder of the first commit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kramdown.h"

GQuark
kd_options_error_quark (void)
{
  return g_quark_from_static_string ("kd-options-error-quark");
}
