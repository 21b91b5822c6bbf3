/* store-place.c - giving a whole file a name that must be free.
 *
 * In the order of what is certain: a rename that does not replace; a second name by a link, then
 * the first goes; where the server knows neither (SMB through gvfs), an empty file made with O_EXCL
 * claims the name for us and the rename goes over it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>

gboolean
store_is_unsupported (int code)
{
  return code == EINVAL || code == ENOSYS || code == EOPNOTSUPP || code == EPERM || code == ENOTTY;
}

static int
claim (const StoreOps *ops, int from, const char *name, int to, const char *new_name)
{
  int fd = ops->open (ops->data, to, new_name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                      0666, TRUE);
  if (fd < 0)
    return errno;
  ops->close (ops->data, fd);
  return ops->renameat2 (ops->data, from, name, to, new_name, 0) == 0 ? 0 : errno;
}

int
store_place (const StoreOps *ops, int from, const char *name, int to, const char *new_name)
{
  if (ops->renameat2 (ops->data, from, name, to, new_name, RENAME_NOREPLACE) == 0)
    return 0;
  if (!store_is_unsupported (errno))
    return errno;
  if (ops->linkat (ops->data, from, name, to, new_name) == 0)
    {
      ops->unlinkat (ops->data, from, name, 0);
      return 0;
    }
  return errno == EEXIST ? EEXIST : claim (ops, from, name, to, new_name);
}

void
store_place_unclaim (const StoreOps *ops, int dir, const char *name)
{
  struct stat status;
  if (ops->fstatat (ops->data, dir, name, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size == 0)
    ops->unlinkat (ops->data, dir, name, 0);
}
