/* store-process.c - which program wrote something, and whether it is known to be gone.
 *
 * A process is named by computer, boot (with the space that its pid counts in: sandboxes have their
 * own) and pid. Only on this computer, since the same start, can it be asked; of others nothing is
 * known.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-private.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *
store_process_boot (void)
{
  g_autofree char *text = NULL;
  g_autofree char *space = g_file_read_link ("/proc/self/ns/pid", NULL);
  if (space == NULL || !g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return g_strdup ("-");
  return g_strconcat (g_strstrip (text), "/", space, NULL);
}

gboolean
store_process_is_dead (StoreFolder *folder, const char *host, const char *boot, const char *pid)
{
  g_autofree char *here = store_process_boot ();
  const char *ours = strrchr (folder->local->login, '@') + 1;
  if (host == NULL || boot == NULL || pid == NULL || boot[0] == '-' || strcmp (host, ours) != 0
      || strcmp (boot, here) != 0 || atoi (pid) <= 0)
    return FALSE;
  return kill (atoi (pid), 0) < 0 && errno == ESRCH;
}
