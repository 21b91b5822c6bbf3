/* faults.c - the table of system calls with faults.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <unistd.h>

Faults faults;

static void
let_colleagues_act (void)
{
  faults.calls++;
  for (guint i = 0; i < G_N_ELEMENTS (faults.acts); i++)
    if (faults.acts[i].at == faults.calls && faults.acts[i].text == NULL)
      unlink (faults.act_path);
    else if (faults.acts[i].at == faults.calls)
      g_assert_true (g_file_set_contents (faults.act_path, faults.acts[i].text, -1, NULL));
}

static gboolean
hits (Call call)
{
  let_colleagues_act ();
  if (faults.at == 0 || (faults.call != 0 && faults.call != call))
    return FALSE;
  faults.count++;
  if (faults.count != faults.at && !(faults.forever && faults.count > faults.at))
    return FALSE;
  if (faults.code == 0 && faults.on_hit == NULL)
    _exit (9);
  if (faults.on_hit == NULL)
    return TRUE;
  faults.on_hit ();
  return faults.code != 0;
}

#define PASS(call, expression)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gboolean hit = hits (call);                                                                    \
    if (hit && faults.after)                                                                       \
      (void) (expression);                                                                         \
    if (hit)                                                                                       \
      {                                                                                            \
        errno = faults.code;                                                                       \
        return -1;                                                                                 \
      }                                                                                            \
    return expression;                                                                             \
  }                                                                                                \
  G_STMT_END

static int
f_open (gpointer data, int dir, const char *path, int flags, mode_t mode, gboolean beneath)
{
  if (hits (CALL_OPEN))
    {
      errno = faults.code;
      return -1;
    }
  return store_ops_system ()->open (NULL, dir, path, flags, mode, beneath);
}

static int
f_close (gpointer data, int fd)
{
  gboolean hit = hits (CALL_CLOSE);
  int result = close (fd);
  if (hit)
    errno = faults.code;
  return hit ? -1 : result;
}

/* What a read or write that fails gives back. */
static ssize_t
nothing (void)
{
  errno = faults.code;
  return faults.code == NOTHING_DONE ? 0 : -1;
}

static size_t
limited (size_t size)
{
  return faults.at_most == 0 ? size : MIN (size, faults.at_most);
}

static ssize_t
f_read (gpointer data, int fd, void *buffer, size_t size)
{
  faults.reads++;
  return hits (CALL_READ) ? nothing () : read (fd, buffer, limited (size));
}

static ssize_t
f_pread (gpointer data, int fd, void *buffer, size_t size, off_t at)
{
  return hits (CALL_PREAD) ? nothing () : pread (fd, buffer, limited (size), at);
}

static ssize_t
f_write (gpointer data, int fd, const void *buffer, size_t size)
{
  /* Half of it is written before a failure, but for those that say that nothing was. */
  if (hits (CALL_WRITE))
    {
      if (faults.code != EINTR && faults.code != NOTHING_DONE && write (fd, buffer, size / 2) < 0)
        return -1;
      return nothing ();
    }
  return write (fd, buffer, limited (size));
}

static ssize_t
f_pwrite (gpointer data, int fd, const void *buffer, size_t size, off_t at)
{
  return hits (CALL_PWRITE) ? nothing () : pwrite (fd, buffer, limited (size), at);
}

static int
f_fsync (gpointer data, int fd)
{
  PASS (CALL_FSYNC, faults.real_sync ? fsync (fd) : 0);
}

static int
f_fdatasync (gpointer data, int fd)
{
  PASS (CALL_FDATASYNC, faults.real_sync ? fdatasync (fd) : 0);
}

static int
f_rename (gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  if (faults.no_exchange && flags != 0)
    {
      errno = EINVAL;
      return -1;
    }
  PASS (CALL_RENAME, store_ops_system ()->renameat2 (NULL, olddir, old, newdir, new, flags));
}

static int
f_link (gpointer data, int olddir, const char *old, int newdir, const char *new)
{
  if (faults.no_link)
    {
      errno = EOPNOTSUPP;
      return -1;
    }
  PASS (CALL_LINK, linkat (olddir, old, newdir, new, 0));
}

static int
f_unlink (gpointer data, int dir, const char *name, int flags)
{
  PASS (CALL_UNLINK, unlinkat (dir, name, flags));
}

static int
f_fstatat (gpointer data, int dir, const char *name, struct stat *status)
{
  PASS (CALL_STAT, fstatat (dir, name, status, AT_SYMLINK_NOFOLLOW));
}

static int
f_mkdir (gpointer data, int dir, const char *name, mode_t mode)
{
  PASS (CALL_MKDIR, mkdirat (dir, name, mode));
}

static int
f_fstat (gpointer data, int fd, struct stat *status)
{
  PASS (CALL_FSTAT, fstat (fd, status));
}

static int
f_fchmod (gpointer data, int fd, mode_t mode)
{
  PASS (CALL_FCHMOD, fchmod (fd, mode));
}

static int
f_fallocate (gpointer data, int fd, off_t size)
{
  PASS (CALL_FALLOCATE, store_ops_system ()->fallocate (NULL, fd, size));
}

static int
f_lock (gpointer data, int fd)
{
  PASS (CALL_LOCK, store_ops_system ()->lock (NULL, fd));
}

static int
f_is_locked (gpointer data, int fd)
{
  PASS (CALL_LOCK, store_ops_system ()->is_locked (NULL, fd));
}

static ssize_t
f_getdents (gpointer data, int fd, void *buffer, size_t size)
{
  PASS (CALL_GETDENTS, store_ops_system ()->getdents (NULL, fd, buffer, size));
}

static int
f_random (gpointer data, void *buffer, size_t size)
{
  PASS (CALL_RANDOM, store_ops_system ()->random (NULL, buffer, size));
}

static gint64
f_monotonic (gpointer data)
{
  return faults.now;
}

static gint64
f_wall (gpointer data)
{
  return faults.wall != 0 ? faults.wall : g_get_real_time ();
}

static void
f_sleep (gpointer data, gint64 microseconds)
{
  faults.now += microseconds;
}

static void
f_step (gpointer data, StoreStep step)
{
  if (faults.hook_path == NULL || step != faults.hook_at)
    return;
  g_assert_true (g_file_set_contents (faults.hook_path, OTHER, -1, NULL));
  faults.hook_path = NULL;
}

void
reset_faults (void)
{
  Faults fresh = { .ops = *store_ops_system () };

  fresh.ops.open = f_open;
  fresh.ops.close = f_close;
  fresh.ops.read = f_read;
  fresh.ops.write = f_write;
  fresh.ops.pwrite = f_pwrite;
  fresh.ops.fsync = f_fsync;
  fresh.ops.fdatasync = f_fdatasync;
  fresh.ops.renameat2 = f_rename;
  fresh.ops.linkat = f_link;
  fresh.ops.unlinkat = f_unlink;
  fresh.ops.fstatat = f_fstatat;
  fresh.ops.mkdirat = f_mkdir;
  fresh.ops.pread = f_pread;
  fresh.ops.fstat = f_fstat;
  fresh.ops.fchmod = f_fchmod;
  fresh.ops.fallocate = f_fallocate;
  fresh.ops.lock = f_lock;
  fresh.ops.is_locked = f_is_locked;
  fresh.ops.getdents = f_getdents;
  fresh.ops.random = f_random;
  fresh.ops.monotonic = f_monotonic;
  fresh.ops.sleep = f_sleep;
  fresh.ops.wall = f_wall;
  fresh.ops.step = f_step;
  /* A writer of the last test can be at work still: its table is never without calls. */
  faults = fresh;
}
