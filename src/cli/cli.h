/* cli.h - the commands of chapeau-cli, one file each.
 *
 * A command gets its own arguments (argv[0] is the command's name) and returns the exit status: 0
 * done, 1 a plain "no" (the key is absent, the text has findings), 2 an error, told in one sentence
 * on standard error by cli_error.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#define CLI_OK    0
#define CLI_NO    1
#define CLI_ERROR 2

typedef int (*CliCommand) (int argc, char **argv);

/* "chapeau-cli: MESSAGE" on standard error; returns CLI_ERROR. */
int cli_error (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Reads a whole file, or standard input for "-". */
GBytes *cli_read (const char *path, GError **error);
/* Parses @entries from the command's arguments; what is left over goes to @rest (free with
 * g_strfreev). FALSE after having said what is wrong. */
gboolean cli_parse_options (
    int argc, char **argv, const GOptionEntry *entries, const char *usage, char ***rest);

/* The commands. */
int cli_render (int argc, char **argv);
int cli_typography (int argc, char **argv);
int cli_check (int argc, char **argv);
