/* store-file.c - whole files through the table of system calls.
 *
 * Reading never trusts size or time of a file: it reads to the end. Opening is non-blocking and
 * looks at the type first, so that a FIFO, a device or a link is refused without being touched.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_QUARK (store - error - quark, store_error)

/* Bytes of names that one getdents call may give. */
#define NAMES_BUFFER 32768
/* How much is asked for beyond the size that a file was said to have. */
#define READ_MORE 65536

StoreError
store_error_of_errno (int code)
{
  switch (code)
    {
    case ENOENT:
      return STORE_ERROR_NOT_FOUND;
    case EEXIST:
      return STORE_ERROR_EXISTS;
    case ELOOP:
    case EISDIR:
    case ENOTDIR:
    case ENXIO:
      return STORE_ERROR_NOT_REGULAR;
    case ENAMETOOLONG:
    case EILSEQ:
    case EXDEV:
      return STORE_ERROR_BAD_NAME;
    case EFBIG:
    case EOVERFLOW:
      return STORE_ERROR_TOO_LARGE;
    case EACCES:
    case EPERM:
      return STORE_ERROR_PERMISSION;
    case EROFS:
      return STORE_ERROR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
      return STORE_ERROR_FULL;
    case ESTALE:
    case ENOTCONN:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENETDOWN:
    case ENETUNREACH:
    case ETIMEDOUT:
    case ECONNREFUSED:
    case ECONNRESET:
    case ECONNABORTED:
    case ENODEV:
      return STORE_ERROR_FOLDER_GONE;
    default:
      return STORE_ERROR_IO;
    }
}

void
store_set_errno (GError **error, int code, const char *what)
{
  g_set_error (error, STORE_ERROR, (int) store_error_of_errno (code), "%s: %s", what,
               g_strerror (code));
}

gboolean
store_path_check (const char *path, GError **error)
{
  const char *at = path;
  while (TRUE)
    {
      const char *end = strchrnul (at, '/');
      gsize length = (gsize) (end - at);
      if (length == 0 || (length == 1 && at[0] == '.')
          || (length == 2 && at[0] == '.' && at[1] == '.'))
        {
          g_set_error (error, STORE_ERROR, STORE_ERROR_BAD_NAME, "not a path inside the folder: %s",
                       path);
          return FALSE;
        }
      if (*end == '\0')
        return TRUE;
      at = end + 1;
    }
}

/* ---- directories ------------------------------------------------------------------------------
 */

static int
open_directory (const StoreOps *ops, int root, const char *path)
{
  return ops->open (ops->data, root, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, TRUE);
}

static int
dir_open (const StoreOps *ops, int root, const char *path, const char **name, gboolean make)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *parent = NULL;
  int fd;
  *name = slash == NULL ? path : slash + 1;
  if (slash == NULL)
    return open_directory (ops, root, ".");
  parent = g_strndup (path, (gsize) (slash - path));
  fd = open_directory (ops, root, parent);
  if (fd < 0 && errno == ENOENT && make)
    {
      const char *last;
      int above = dir_open (ops, root, parent, &last, TRUE);
      if (above < 0)
        return -1;
      if (ops->mkdirat (ops->data, above, last, 0777) < 0 && errno != EEXIST)
        {
          int saved = errno;
          ops->close (ops->data, above);
          errno = saved;
          return -1;
        }
      store_sync (ops, above);
      ops->close (ops->data, above);
      fd = open_directory (ops, root, parent);
    }
  return fd;
}

int
store_dir_open (const StoreOps *ops, int root, const char *path, const char **name, GError **error)
{
  int fd = dir_open (ops, root, path, name, FALSE);
  if (fd < 0)
    store_set_errno (error, errno, path);
  return fd;
}

int
store_dir_open_made (
    const StoreOps *ops, int root, const char *path, const char **name, GError **error)
{
  int fd = dir_open (ops, root, path, name, TRUE);
  if (fd < 0)
    store_set_errno (error, errno, path);
  return fd;
}

static int
open_local (const StoreOps *ops, const char *path)
{
  int fd = ops->open (ops->data, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
  if (fd < 0 && errno == ENOENT)
    {
      g_autofree char *parent = g_path_get_dirname (path);
      int above = strcmp (parent, path) == 0 ? -1 : open_local (ops, parent);
      if (above < 0)
        return -1;
      ops->close (ops->data, above);
      if (ops->mkdirat (ops->data, AT_FDCWD, path, 0700) < 0 && errno != EEXIST)
        return -1;
      fd = ops->open (ops->data, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, FALSE);
    }
  return fd;
}

int
store_dir_open_local (const StoreOps *ops, const char *path, GError **error)
{
  int fd = open_local (ops, path);
  if (fd < 0)
    store_set_errno (error, errno, path);
  return fd;
}

int
store_dir_each (const StoreOps *ops, int dir, StoreEach each, gpointer data)
{
  g_autofree char *buffer = g_malloc (NAMES_BUFFER);
  int fd = ops->open (ops->data, dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, TRUE);
  if (fd < 0)
    return -1;
  while (TRUE)
    {
      ssize_t got = ops->getdents (ops->data, fd, buffer, NAMES_BUFFER);
      if (got <= 0)
        {
          int saved = errno;
          ops->close (ops->data, fd);
          errno = saved;
          return got < 0 ? -1 : 0;
        }
      for (ssize_t at = 0; at < got;)
        {
          /* The kernel aligns its records, and the buffer comes from malloc. */
          const struct dirent64 *entry = (const struct dirent64 *) (gconstpointer) (buffer + at);
          at += entry->d_reclen;
          if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
            continue;
          if (!each (entry->d_name, entry->d_type, data))
            {
              ops->close (ops->data, fd);
              return 0;
            }
        }
    }
}

/* ---- bytes ------------------------------------------------------------------------------------
 */

/* Room for one byte more than expected, so that the end is met without more memory. */
static int
read_to_end (const StoreOps *ops, int fd, gsize expected, gsize max, GByteArray *into)
{
  gsize room = MIN (expected, max) + 1;
  while (TRUE)
    {
      guint had = into->len;
      ssize_t got;
      g_byte_array_set_size (into, had + (guint) room);
      got = ops->read (ops->data, fd, into->data + had, room);
      if (got < 0 && errno == EINTR)
        {
          g_byte_array_set_size (into, had);
          continue;
        }
      if (got < 0)
        return -1;
      g_byte_array_set_size (into, had + (guint) got);
      if (got == 0)
        return 0;
      if (into->len > max)
        {
          errno = EFBIG;
          return -1;
        }
      room = (gsize) got < room ? room - (gsize) got : READ_MORE;
    }
}

int
store_file_open (const StoreOps *ops, int dir, const char *name, struct stat *status)
{
  int fd;
  if (ops->fstatat (ops->data, dir, name, status) < 0)
    return -1;
  if (!S_ISREG (status->st_mode))
    {
      errno = S_ISDIR (status->st_mode) ? EISDIR : ELOOP;
      return -1;
    }
  fd = ops->open (ops->data, dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                  0, TRUE);
  if (fd < 0)
    return -1;
  if (ops->fstat (ops->data, fd, status) < 0 || !S_ISREG (status->st_mode))
    {
      int saved = S_ISREG (status->st_mode) ? errno : ELOOP;
      ops->close (ops->data, fd);
      errno = saved;
      return -1;
    }
  return fd;
}

GBytes *
store_file_read (
    const StoreOps *ops, int dir, const char *name, gsize max, struct stat *status, GError **error)
{
  struct stat here;
  g_autoptr (GByteArray) bytes = NULL;
  int fd = store_file_open (ops, dir, name, status == NULL ? &here : status);
  if (fd < 0)
    {
      store_set_errno (error, errno, name);
      return NULL;
    }
  if (status == NULL)
    status = &here;
  bytes = g_byte_array_new ();
  if ((guint64) status->st_size > max)
    errno = EFBIG;
  else if (read_to_end (ops, fd, (gsize) status->st_size, max, bytes) == 0)
    {
      ops->close (ops->data, fd);
      return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    }
  store_set_errno (error, errno, name);
  ops->close (ops->data, fd);
  return NULL;
}

int
store_write_all (const StoreOps *ops, int fd, const void *bytes, gsize size)
{
  const char *at = bytes;
  while (size > 0)
    {
      ssize_t done = ops->write (ops->data, fd, at, size);
      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        {
          if (done == 0)
            errno = EIO;
          return -1;
        }
      at += done;
      size -= (gsize) done;
    }
  return 0;
}

int
store_pwrite_all (const StoreOps *ops, int fd, const void *bytes, gsize size, off_t offset)
{
  const char *at = bytes;
  while (size > 0)
    {
      ssize_t done = ops->pwrite (ops->data, fd, at, size, offset);
      if (done < 0 && errno == EINTR)
        continue;
      if (done <= 0)
        {
          if (done == 0)
            errno = EIO;
          return -1;
        }
      at += done;
      offset += done;
      size -= (gsize) done;
    }
  return 0;
}

int
store_sync (const StoreOps *ops, int fd)
{
  int result;
  do
    result = ops->fsync (ops->data, fd);
  while (result < 0 && errno == EINTR);
  if (result < 0 && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP))
    return 1;
  return result;
}

/* ---- names and hashes -------------------------------------------------------------------------
 */

char *
store_hash (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

gboolean
store_is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

char *
store_random_hex (const StoreOps *ops, guint digits)
{
  guint8 bytes[16];
  GString *text = g_string_new (NULL);
  g_assert (digits <= 32);
  /* Names need to be different, not secret: GLib's generator will do if the system's fails. */
  if (ops->random (ops->data, bytes, sizeof bytes) < 0)
    for (guint i = 0; i < sizeof bytes; i++)
      bytes[i] = (guint8) g_random_int_range (0, 256);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  g_string_truncate (text, digits);
  return g_string_free (text, FALSE);
}

char *
store_random_uuid (const StoreOps *ops)
{
  g_autofree char *hex = store_random_hex (ops, 32);
  hex[12] = '4';
  hex[16] = "89ab"[g_ascii_xdigit_value (hex[16]) & 3];
  return g_strdup_printf ("%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

char *
store_escape (const char *text)
{
  GString *out = g_string_new (NULL);
  for (const char *at = text; *at != '\0'; at++)
    if ((guchar) *at < 0x20 || *at == 0x7f || *at == '%')
      g_string_append_printf (out, "%%%02x", (guchar) *at);
    else
      g_string_append_c (out, *at);
  return g_string_free (out, FALSE);
}

char *
store_unescape (const char *text, gsize size)
{
  GString *out = g_string_new (NULL);
  for (gsize i = 0; i < size; i++)
    {
      if (text[i] != '%')
        {
          g_string_append_c (out, text[i]);
          continue;
        }
      if (i + 2 >= size || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2])
          || (text[i + 1] == '0' && text[i + 2] == '0'))
        {
          g_string_free (out, TRUE);
          return NULL;
        }
      g_string_append_c (out, (char) (g_ascii_xdigit_value (text[i + 1]) * 16
                                      + g_ascii_xdigit_value (text[i + 2])));
      i += 2;
    }
  return g_string_free (out, FALSE);
}
