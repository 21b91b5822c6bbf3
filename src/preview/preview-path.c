/* preview-path.c - which files the preview may read.
 *
 * The rule is "a regular file below the root, whatever the name says". It is not enforced on the
 * name but by the kernel: openat2 with RESOLVE_BENEATH refuses "..", absolute names and symbolic
 * links that lead out, without a moment between the check and the opening. Names are looked at
 * first all the same, so that a refusal has its reason.
 *
 * The file is first opened with O_PATH, which neither waits for a FIFO's writer nor rewinds a tape;
 * only what fstat calls a regular file is opened for reading, through /proc/self/fd, which cannot
 * be swapped for another file in between.
 *
 * Where openat2 is not to be had (Linux before 5.6, some containers), each step is opened by itself
 * and no symbolic link is followed at all: stricter, never wider.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview-path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

G_DEFINE_QUARK (preview - path - error - quark, preview_path_error)

/* EAGAIN says that something was renamed while ".." was being walked. */
#define OPENAT2_ATTEMPTS 8

/* ---- names ---------------------------------------------------------------------------------- */

static gboolean
component_is_plain (const char *component)
{
  return component[0] != '\0' && !g_str_equal (component, ".") && !g_str_equal (component, "..");
}

/* Decodes each component by itself, so that an encoded slash cannot make two of one. */
static char *
decode_components (const char *encoded, GError **error)
{
  g_auto (GStrv) components = g_strsplit (encoded, "/", -1);
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; components[i] != NULL; i++)
    {
      g_autofree char *decoded = NULL;

      if (components[i][0] == '\0' && components[i + 1] != NULL)
        continue; /* "a//b" is "a/b", as every web server has it */
      decoded = g_uri_unescape_segment (components[i], NULL, "/");
      if (decoded == NULL)
        {
          g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_ADDRESS,
                       "\"%s\" does not decode to a file name", components[i]);
          return NULL;
        }
      if (!component_is_plain (decoded))
        {
          g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_OUTSIDE,
                       "\"%s\" is no file below the root", encoded);
          return NULL;
        }
      if (path->len > 0)
        g_string_append_c (path, '/');
      g_string_append (path, decoded);
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static const char *
skip_prefix (const char *path, const char *prefix)
{
  gsize length = prefix != NULL ? strlen (prefix) : 0;

  while (length > 0 && prefix[length - 1] == '/')
    length--;
  if (length > 0 && strncmp (path, prefix, length) == 0 && path[length] == '/')
    return path + length;
  return path;
}

/* g_uri_split, not g_uri_parse: that one takes ".." away, and we would not see it. */
char *
preview_path_from_uri (const char *uri, const char *url_prefix, GError **error)
{
  g_autofree char *scheme = NULL;
  g_autofree char *user = NULL;
  g_autofree char *host = NULL;
  g_autofree char *full_path = NULL;
  const char *path;
  int port = -1;

  if (!g_uri_split (uri, G_URI_FLAGS_ENCODED, &scheme, &user, &host, &port, &full_path, NULL, NULL,
                    NULL)
      || g_strcmp0 (scheme, PREVIEW_SCHEME) != 0 || g_strcmp0 (host, PREVIEW_HOST_SITE) != 0
      || user != NULL || port != -1)
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_ADDRESS,
                   "\"%s\" is no address of this site", uri);
      return NULL;
    }
  path = skip_prefix (full_path, url_prefix);
  if (path[0] != '/' || path[1] == '\0')
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_KIND, "\"%s\" is a folder", uri);
      return NULL;
    }
  return decode_components (path + 1, error);
}

/* ---- opening -------------------------------------------------------------------------------- */

static int
open_beneath (int root, const char *path)
{
  struct open_how how = {
    .flags = O_PATH | O_CLOEXEC,
    .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
  };
  long fd = -1;

  for (int i = 0; i < OPENAT2_ATTEMPTS; i++)
    {
      fd = syscall (SYS_openat2, root, path, &how, sizeof how);
      if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
        break;
    }
  return (int) fd;
}

static int
open_step_by_step (int root, const char *path)
{
  g_auto (GStrv) components = g_strsplit (path, "/", -1);
  int fd = fcntl (root, F_DUPFD_CLOEXEC, 0);

  for (guint i = 0; fd >= 0 && components[i] != NULL; i++)
    {
      gboolean last = components[i + 1] == NULL;
      int next;

      if (!component_is_plain (components[i]))
        {
          close (fd);
          errno = EXDEV;
          return -1;
        }
      next = openat (fd, components[i], O_PATH | O_CLOEXEC | O_NOFOLLOW | (last ? 0 : O_DIRECTORY));
      close (fd);
      fd = next;
    }
  return fd;
}

static int
open_path (const char *root, const char *path)
{
  int root_fd = open (root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int fd;

  if (root_fd < 0)
    return -1;
  fd = open_beneath (root_fd, path);
  if (fd < 0 && (errno == ENOSYS || errno == EPERM))
    fd = open_step_by_step (root_fd, path);
  close (root_fd);
  return fd;
}

/* A symbolic link that was opened itself, by the careful way, counts as one that leads out. */
static gboolean
check_kind (int fd, const char *path, goffset *size, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_MISSING, "%s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  if (S_ISLNK (status.st_mode))
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_OUTSIDE,
                   "%s is a symbolic link, and this system cannot tell where it leads", path);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_KIND, "%s is not a file", path);
      return FALSE;
    }
  if (status.st_size > PREVIEW_FILE_LIMIT)
    {
      g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_SIZE, "%s is too large", path);
      return FALSE;
    }
  *size = status.st_size;
  return TRUE;
}

int
preview_path_open (const char *root, const char *path, goffset *size, GError **error)
{
  char name[64];
  int path_fd = open_path (root, path);
  int fd = -1;

  if (path_fd < 0)
    {
      PreviewPathError code = errno == EXDEV || errno == ELOOP ? PREVIEW_PATH_ERROR_OUTSIDE
                                                               : PREVIEW_PATH_ERROR_MISSING;

      g_set_error (error, PREVIEW_PATH_ERROR, code, "%s: %s", path, g_strerror (errno));
      return -1;
    }
  if (check_kind (path_fd, path, size, error))
    {
      g_snprintf (name, sizeof name, "/proc/self/fd/%d", path_fd);
      fd = open (name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
      if (fd < 0)
        g_set_error (error, PREVIEW_PATH_ERROR, PREVIEW_PATH_ERROR_MISSING, "%s: %s", path,
                     g_strerror (errno));
    }
  close (path_fd);
  return fd;
}

/* ---- types ---------------------------------------------------------------------------------- */

/* Only what a page can show. All else is octets: with "nosniff" it is then shown by nothing. */
static const struct
{
  const char *ending;
  const char *type;
} types[] = {
  { "apng", "image/apng" },  { "avif", "image/avif" }, { "bmp", "image/bmp" },
  { "css", "text/css" },     { "flac", "audio/flac" }, { "gif", "image/gif" },
  { "ico", "image/x-icon" }, { "jpe", "image/jpeg" },  { "jpeg", "image/jpeg" },
  { "jpg", "image/jpeg" },   { "jxl", "image/jxl" },   { "m4a", "audio/mp4" },
  { "m4v", "video/mp4" },    { "mp3", "audio/mpeg" },  { "mp4", "video/mp4" },
  { "oga", "audio/ogg" },    { "ogg", "audio/ogg" },   { "ogv", "video/ogg" },
  { "otf", "font/otf" },     { "png", "image/png" },   { "svg", "image/svg+xml" },
  { "ttf", "font/ttf" },     { "vtt", "text/vtt" },    { "wav", "audio/wav" },
  { "webm", "video/webm" },  { "webp", "image/webp" }, { "woff", "font/woff" },
  { "woff2", "font/woff2" },
};

const char *
preview_path_mime_type (const char *path)
{
  const char *dot = strrchr (path, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (dot + 1, types[i].ending) == 0)
      return types[i].type;
  return "application/octet-stream";
}
