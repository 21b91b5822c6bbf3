/* store-ops.c - the table of system calls as the system gives them.
 *
 * Opening beneath a directory uses openat2 (Linux 5.6); where the kernel or a sandbox does not have
 * it, each component is opened by itself with O_NOFOLLOW, which refuses links just as well and
 * differs only in not noticing a directory that is moved out of the folder meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-ops.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Another process renaming directories makes openat2 give up with EAGAIN: this often. */
#define OPEN_TRIES 16

static int
open_by_component (int dirfd, const char *path, int flags, mode_t mode)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  int at = dirfd;
  int fd = -1;
  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean last = parts[i + 1] == NULL;
      int saved;
      if (parts[i][0] == '\0' || strcmp (parts[i], "..") == 0)
        {
          errno = EXDEV;
          fd = -1;
        }
      else if (last)
        fd = openat (at, parts[i], flags | O_NOFOLLOW, mode);
      else
        fd = openat (at, parts[i], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      saved = errno;
      if (at != dirfd)
        close (at);
      errno = saved;
      if (fd < 0)
        break;
      at = fd;
    }
  return fd;
}

static int
system_open (gpointer data, int dirfd, const char *path, int flags, mode_t mode, gboolean beneath)
{
  struct open_how how = {
    .flags = (guint64) flags,
    .mode = (flags & O_CREAT) != 0 ? mode : 0,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
  };
  if (!beneath)
    return openat (dirfd, path, flags, mode);
  for (int i = 0; i < OPEN_TRIES; i++)
    {
      int fd = (int) syscall (SYS_openat2, dirfd, path, &how, sizeof how);
      if (fd >= 0)
        return fd;
      if (errno == ENOSYS || errno == EPERM)
        return open_by_component (dirfd, path, flags, mode);
      if (errno != EAGAIN)
        return -1;
    }
  return -1;
}

static int
system_close (gpointer data, int fd)
{
  return close (fd);
}

static ssize_t
system_read (gpointer data, int fd, void *buffer, size_t size)
{
  return read (fd, buffer, size);
}

static ssize_t
system_pread (gpointer data, int fd, void *buffer, size_t size, off_t offset)
{
  return pread (fd, buffer, size, offset);
}

static ssize_t
system_write (gpointer data, int fd, const void *buffer, size_t size)
{
  return write (fd, buffer, size);
}

static ssize_t
system_pwrite (gpointer data, int fd, const void *buffer, size_t size, off_t offset)
{
  return pwrite (fd, buffer, size, offset);
}

static int
system_fsync (gpointer data, int fd)
{
  return fsync (fd);
}

static int
system_fdatasync (gpointer data, int fd)
{
  return fdatasync (fd);
}

static int
system_fallocate (gpointer data, int fd, off_t size)
{
  return fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, size);
}

static int
system_fchmod (gpointer data, int fd, mode_t mode)
{
  return fchmod (fd, mode);
}

static int
system_fstat (gpointer data, int fd, struct stat *status)
{
  return fstat (fd, status);
}

static int
system_fstatat (gpointer data, int dirfd, const char *name, struct stat *status)
{
  return fstatat (dirfd, name, status, AT_SYMLINK_NOFOLLOW);
}

static int
system_mkdirat (gpointer data, int dirfd, const char *name, mode_t mode)
{
  return mkdirat (dirfd, name, mode);
}

static int
system_renameat2 (
    gpointer data, int olddir, const char *old, int newdir, const char *new, guint flags)
{
  return flags == 0 ? renameat (olddir, old, newdir, new)
                    : renameat2 (olddir, old, newdir, new, flags);
}

static int
system_linkat (gpointer data, int olddir, const char *old, int newdir, const char *new)
{
  return linkat (olddir, old, newdir, new, 0);
}

static int
system_unlinkat (gpointer data, int dirfd, const char *name, int flags)
{
  return unlinkat (dirfd, name, flags);
}

static ssize_t
system_getdents (gpointer data, int fd, void *buffer, size_t size)
{
  return syscall (SYS_getdents64, fd, buffer, size);
}

static int
system_lock (gpointer data, int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  return fcntl (fd, F_OFD_SETLK, &whole);
}

static int
system_is_locked (gpointer data, int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int result = fcntl (fd, F_OFD_GETLK, &whole);
  return result < 0 ? -1 : whole.l_type != F_UNLCK;
}

static gint64
system_monotonic (gpointer data)
{
  return g_get_monotonic_time ();
}

static gint64
system_wall (gpointer data)
{
  return g_get_real_time ();
}

static void
system_sleep (gpointer data, gint64 microseconds)
{
  g_usleep ((gulong) microseconds);
}

static int
system_random (gpointer data, void *buffer, size_t size)
{
  return getrandom (buffer, size, 0) == (ssize_t) size ? 0 : -1;
}

const StoreOps *
store_ops_system (void)
{
  static const StoreOps ops = {
    .open = system_open,
    .close = system_close,
    .read = system_read,
    .pread = system_pread,
    .write = system_write,
    .pwrite = system_pwrite,
    .fsync = system_fsync,
    .fdatasync = system_fdatasync,
    .fallocate = system_fallocate,
    .fchmod = system_fchmod,
    .fstat = system_fstat,
    .fstatat = system_fstatat,
    .mkdirat = system_mkdirat,
    .renameat2 = system_renameat2,
    .linkat = system_linkat,
    .unlinkat = system_unlinkat,
    .getdents = system_getdents,
    .lock = system_lock,
    .is_locked = system_is_locked,
    .monotonic = system_monotonic,
    .wall = system_wall,
    .sleep = system_sleep,
    .random = system_random,
  };
  return &ops;
}
