/* preview-renderer.c - what draws the quickest on this machine.
 *
 * Without a GPU, GTK's GL renderer and WebKit's compositor draw through Mesa's software rasteriser:
 * a key then takes 23 ms to the editor where cairo needs 5, and loading the rasteriser costs two
 * processes 50 ms and their share of memory each. Asking GL itself would cost just that, so this
 * looks at what a GPU driver leaves in the file system: a render node that may be opened and that
 * belongs to hardware, or NVIDIA's own device. A display on another machine (ssh -X) has no use for
 * our GPU.
 *
 * A wrong answer costs milliseconds, never correctness.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "preview.h"

#include "preview-policy.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

/* Drivers that offer a render node and draw in software, or not at all. */
static const char *const drivers_without_gpu[] = { "vgem", "vkms", "simple-framebuffer", NULL };

static gboolean
render_node_is_usable (const char *name)
{
  g_autofree char *node = g_build_filename ("/dev/dri", name, NULL);
  g_autofree char *link = g_build_filename ("/sys/class/drm", name, "device/driver", NULL);
  g_autofree char *driver = g_file_read_link (link, NULL);
  const char *slash = driver != NULL ? strrchr (driver, '/') : NULL;

  if (access (node, R_OK | W_OK) != 0)
    return FALSE;
  return driver == NULL
         || !g_strv_contains (drivers_without_gpu, slash != NULL ? slash + 1 : driver);
}

static gboolean
has_gpu (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  if (access ("/dev/nvidiactl", R_OK | W_OK) == 0)
    return TRUE;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "renderD") && render_node_is_usable (name))
      return TRUE;
  return FALSE;
}

/* "host:10.0" is a display elsewhere, ":0" and "unix:0" are here. */
static gboolean
display_is_remote (void)
{
  const char *display = g_getenv ("DISPLAY");

  return g_getenv ("WAYLAND_DISPLAY") == NULL && display != NULL && display[0] != ':'
         && !g_str_has_prefix (display, "unix:") && display[0] != '/';
}

/* WebKit looks for GL when it starts a process, even if it is told not to use it, and Mesa then
 * loads its rasteriser with all of LLVM: 20 ms, in the main thread. A thread that opens the same
 * libraries takes them out of the way while a window is being built. Where they are not found,
 * nothing is lost. */
static gpointer
open_rasteriser (gpointer data)
{
  void *egl = dlopen ("libEGL_mesa.so.0", RTLD_LAZY);
  struct link_map *map = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *driver = NULL;

  if (egl == NULL || dlinfo (egl, RTLD_DI_LINKMAP, &map) != 0)
    return NULL;
  folder = g_path_get_dirname (map->l_name);
  driver = g_build_filename (folder, "dri", "swrast_dri.so", NULL);
  dlopen (driver, RTLD_NOW | RTLD_GLOBAL);
  return NULL;
}

void
preview_choose_renderer (void)
{
  if (!display_is_remote () && has_gpu ())
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  /* cairo has no use for GL: GDK does not set it up then. */
  if (g_str_equal (g_getenv ("GSK_RENDERER"), "cairo"))
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else /* by GLX a window is there 10 ms sooner than by EGL, which GDK would try first */
    g_setenv ("GDK_DEBUG", "gl-glx", FALSE);
  g_setenv ("WEBKIT_DISABLE_COMPOSITING_MODE", "1", FALSE);
}

void
preview_load_ahead (void)
{
  const char *compositing = g_getenv ("WEBKIT_DISABLE_COMPOSITING_MODE");

  preview_policy_start_network ();
  if (compositing != NULL && g_str_equal (compositing, "1"))
    g_thread_unref (g_thread_new ("rasteriser", open_rasteriser, NULL));
}
