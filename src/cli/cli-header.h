/* cli-header.h - get, set, lint.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

int cli_get (int argc, char **argv);
int cli_set (int argc, char **argv);
int cli_lint (int argc, char **argv);
