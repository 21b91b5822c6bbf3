/* chapeau-renderer.h - Markdown to HTML in a worker thread, the newest text only.
 *
 * Signals: "rendered" (ChapeauRendering *)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>
#include <kramdown.h>
#include <site.h>

G_BEGIN_DECLS

/* What came of one render: reference counted, immutable. */
#define CHAPEAU_TYPE_RENDERING (chapeau_rendering_get_type ())
GType chapeau_rendering_get_type (void);
typedef struct
{
  GPtrArray *blocks; /* KdBlock: the body */
  GPtrArray *texts;  /* char *: HTML of each of the short texts given along, in order */
  GBytes *body;      /* what was rendered */
  SiteFrame *frame;  /* of the layout that was asked for; NULL without a site */
  gpointer tag;      /* as given; a GObject is kept */
  gatomicrefcount references;
} ChapeauRendering;
ChapeauRendering *chapeau_rendering_ref (ChapeauRendering *rendering);
void chapeau_rendering_unref (ChapeauRendering *rendering);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChapeauRendering, chapeau_rendering_unref)

#define CHAPEAU_TYPE_RENDERER (chapeau_renderer_get_type ())
G_DECLARE_FINAL_TYPE (ChapeauRenderer, chapeau_renderer, CHAPEAU, RENDERER, GObject)

ChapeauRenderer *chapeau_renderer_new (void);
/* The options of this site; NULL: Jekyll's defaults. Liquid is marked, as in every preview. */
void chapeau_renderer_set_site (ChapeauRenderer *self, Site *site);
/* Asks for @body and @texts (NULL-terminated, may be NULL) to be rendered. While a render runs only
 * the newest request waits. @tag tells posts apart. @layout: the site's layout that the post has,
 * or NULL; its frame is read once, then kept until another layout, another site, or forget_frame.
 */
void chapeau_renderer_render (ChapeauRenderer *self,
                              GBytes *body,
                              const char *const *texts,
                              const char *layout,
                              GObject *tag);
/* Files of the site changed: the next render reads stylesheets and layouts again. */
void chapeau_renderer_forget_frame (ChapeauRenderer *self);

G_END_DECLS
