/* cli-site.h - the commands about a site.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

int cli_fields (int argc, char **argv);
int cli_list (int argc, char **argv);
