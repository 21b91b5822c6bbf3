/* shim.c - LD_PRELOAD: a server that lies about the temporary files of a save, or does not answer.
 *
 *   SHIM_RENAME=fail    every rename of one fails with EIO
 *              =gone    the first fails, and the target is gone
 *              =lost    the first is done, and says EIO
 *              =hook    SHIM_TEXT is written to SHIM_FILE before the first
 *   SHIM_WRITE=drop     what is written to one is acknowledged and dropped
 *             =short    three bytes at a time
 *   SHIM_CLOSE=fail     closing one fails with EIO
 *   SHIM_HOLD=FILE      while FILE exists, reading and syncing below the folder SHIM_SITE wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is (const char *variable, const char *value)
{
  const char *set = getenv (variable);
  return set != NULL && strcmp (set, value) == 0;
}

static int
is_temp (int fd)
{
  char link[64];
  char path[4096];
  ssize_t size;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return 0;
  path[size] = '\0';
  return strstr (path, "/.~save-") != NULL;
}

static int
shimmed (int (*call) (int, const char *, int, const char *, unsigned int),
         int olddir,
         const char *old,
         int newdir,
         const char *new,
         unsigned int flags)
{
  static int first = 1;
  int result;
  if (strncmp (old, ".~save-", 7) != 0 || strstr (new, ".md") == NULL)
    return call (olddir, old, newdir, new, flags);
  if (is ("SHIM_RENAME", "fail"))
    {
      errno = EIO;
      return -1;
    }
  if (!first)
    return call (olddir, old, newdir, new, flags);
  first = 0;
  if (is ("SHIM_RENAME", "gone"))
    unlinkat (newdir, new, 0);
  if (is ("SHIM_RENAME", "hook"))
    {
      const char *text = getenv ("SHIM_TEXT");
      int fd = open (getenv ("SHIM_FILE"), O_WRONLY | O_CREAT | O_TRUNC, 0644);
      if (fd < 0 || write (fd, text, strlen (text)) < 0)
        abort ();
      close (fd);
    }
  result = is ("SHIM_RENAME", "gone") ? -1 : call (olddir, old, newdir, new, flags);
  if (!is ("SHIM_RENAME", "gone") && !is ("SHIM_RENAME", "lost"))
    return result;
  errno = EIO;
  return -1;
}

static int
plain_rename (int olddir, const char *old, int newdir, const char *new, unsigned int flags)
{
  static int (*real) (int, const char *, int, const char *);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "renameat");
  return real (olddir, old, newdir, new);
}

int
renameat (int olddir, const char *old, int newdir, const char *new)
{
  return shimmed (plain_rename, olddir, old, newdir, new, 0);
}

int
renameat2 (int olddir, const char *old, int newdir, const char *new, unsigned int flags)
{
  static int (*real) (int, const char *, int, const char *, unsigned int);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "renameat2");
  return shimmed (real, olddir, old, newdir, new, flags);
}

static void
hold (int fd)
{
  const char *file = getenv ("SHIM_HOLD");
  const char *site = getenv ("SHIM_SITE");
  char link[64];
  char path[4096];
  ssize_t size;
  if (file == NULL || site == NULL)
    return;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path - 1);
  if (size < 0)
    return;
  path[size] = '\0';
  if (strncmp (path, site, strlen (site)) != 0)
    return;
  while (access (file, F_OK) == 0)
    usleep (20000);
}

ssize_t
read (int fd, void *buffer, size_t size)
{
  static ssize_t (*real) (int, void *, size_t);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "read");
  hold (fd);
  return real (fd, buffer, size);
}

int
fsync (int fd)
{
  static int (*real) (int);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "fsync");
  hold (fd);
  return real (fd);
}

ssize_t
write (int fd, const void *buffer, size_t size)
{
  static ssize_t (*real) (int, const void *, size_t);
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "write");
  if (getenv ("SHIM_WRITE") == NULL || !is_temp (fd))
    return real (fd, buffer, size);
  if (is ("SHIM_WRITE", "drop"))
    return (ssize_t) size;
  return real (fd, buffer, size < 3 ? size : 3);
}

int
close (int fd)
{
  static int (*real) (int);
  int fails = getenv ("SHIM_CLOSE") != NULL && is_temp (fd);
  int result;
  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "close");
  result = real (fd);
  if (fails)
    errno = EIO;
  return fails ? -1 : result;
}
