/* chapeau-faces.c - how a post looks from outside: a card, a search result, a shared link.
 *
 * Others cut what they show, each in its way; the lengths here are what the large ones show today,
 * in characters because that is what a writer can count. A cut is shown where it falls, and said.
 * The picture is read in a worker; the one that was asked for last wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-faces.h"

#include "chapeau-page.h"

#include <glib/gi18n.h>
#include <string.h>

#define RESULT_TITLE  60
#define RESULT_TEXT   160
#define LINK_TITLE    70  /* two lines */
#define LEAST_PICTURE 600 /* pixels across: networks show smaller ones as a thumbnail */
#define CARD_TEXT     240

struct _ChapeauFaces
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *card_picture_box;
  GtkPicture *card_picture;
  GtkLabel *card_category;
  GtkLabel *card_title;
  GtkLabel *card_date;
  GtkLabel *card_text;
  GtkLabel *result_address;
  GtkLabel *result_title;
  GtkLabel *result_text;
  GtkLabel *result_note;
  GtkWidget *link_picture_box;
  GtkPicture *link_picture;
  GtkLabel *link_site;
  GtkLabel *link_title;
  GtkLabel *link_text;
  GtkLabel *link_note;

  /* owned */
  char *picture; /* file that is shown, or asked for */
  GCancellable *reading;
};

G_DEFINE_FINAL_TYPE (ChapeauFaces, chapeau_faces, GTK_TYPE_WIDGET)

/* ---- texts ---------------------------------------------------------------------------------- */

/* At most @most characters, cut between words. */
static char *
dup_cut (const char *text, glong most)
{
  const char *end;
  const char *space;

  if (g_utf8_strlen (text, -1) <= most)
    return g_strdup (text);
  end = g_utf8_offset_to_pointer (text, most - 1);
  space = g_strrstr_len (text, end - text, " ");
  if (space != NULL && space > text)
    end = space;
  while (end > text && strchr (",;:.", end[-1]) != NULL)
    end--;
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

/* "boussole.example › actualites › le-cafe" */
static char *
dup_address (Site *site, const char *url)
{
  const char *host = strstr (site_get_url (site), "://");
  g_autofree char *plain = url != NULL ? g_uri_unescape_string (url, NULL) : NULL;
  g_auto (GStrv) steps = g_strsplit (plain != NULL ? plain : "", "/", -1);
  GString *out = g_string_new (host != NULL ? host + 3 : site_get_title (site));

  for (char **step = steps; *step != NULL; step++)
    if (**step != '\0')
      g_string_append_printf (out, " › %s", *step);
  return g_string_free (out, FALSE);
}

static char *
dup_result_note (const char *title, const char *text)
{
  glong length = g_utf8_strlen (title, -1);

  if (length > RESULT_TITLE)
    /* Translators: both are numbers of characters. */
    return g_strdup_printf (_ ("The title has %ld characters: about %d are shown."), length,
                            RESULT_TITLE);
  if (*text == '\0')
    return g_strdup (_ ("Without a lead, search engines choose a passage of the text."));
  return g_strdup ("");
}

/* ---- picture -------------------------------------------------------------------------------- */

static void
tell_picture (ChapeauFaces *self, GdkTexture *texture, gboolean wanted)
{
  g_autofree char *note = NULL;
  GdkPaintable *paintable = texture != NULL ? GDK_PAINTABLE (texture) : NULL;

  gtk_picture_set_paintable (self->card_picture, paintable);
  gtk_picture_set_paintable (self->link_picture, paintable);
  gtk_widget_set_visible (self->card_picture_box, texture != NULL);
  gtk_widget_set_visible (self->link_picture_box, texture != NULL);
  if (texture == NULL && wanted)
    note = g_strdup (_ ("The image is missing or cannot be read."));
  else if (texture == NULL)
    note = g_strdup (_ ("Without an image, a shared link is seen less."));
  else if (gdk_texture_get_width (texture) < LEAST_PICTURE)
    /* Translators: numbers of pixels. */
    note =
        g_strdup_printf (_ ("The image is %d pixels wide: below %d, networks show it very small."),
                         gdk_texture_get_width (texture), LEAST_PICTURE);
  show_text (self->link_note, note != NULL ? note : "");
}

static void
read_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_filename (data, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  tell_picture (CHAPEAU_FACES (source), texture, TRUE);
}

static void
show_picture (ChapeauFaces *self, char *file)
{
  g_autoptr (GTask) task = NULL;

  if (self->reading != NULL && g_strcmp0 (file, self->picture) == 0)
    {
      g_free (file);
      return;
    }
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_free (self->picture);
  self->picture = file;
  self->reading = g_cancellable_new ();
  if (file == NULL)
    {
      tell_picture (self, NULL, FALSE);
      return;
    }
  task = g_task_new (self, self->reading, on_picture, NULL);
  g_task_set_task_data (task, g_strdup (file), g_free);
  g_task_run_in_thread (task, read_picture);
}

/* ---- all ------------------------------------------------------------------------------------ */

void
chapeau_faces_show (ChapeauFaces *self, ChapeauDocument *document, PreviewPage *page)
{
  Site *site = chapeau_workspace_get_site (chapeau_document_get_workspace (document));
  const char *title = chapeau_document_get_title (document);
  const PreviewBlock *category = preview_page_get_block (page, PREVIEW_PART_CATEGORIES, 0);
  g_autofree char *categories =
      category != NULL ? preview_page_dup_text (page, PREVIEW_PART_CATEGORIES) : g_strdup ("");
  g_autofree char *date = preview_page_dup_text (page, PREVIEW_PART_DATE);
  g_autofree char *lead = preview_page_dup_text (page, PREVIEW_PART_CHAPEAU);
  g_autofree char *body = preview_page_dup_text (page, PREVIEW_PART_BODY);
  const char *text = *lead != '\0' ? lead : body;
  g_autofree char *card_text = dup_cut (text, CARD_TEXT);
  g_autofree char *result_title = dup_cut (title, RESULT_TITLE);
  g_autofree char *result_text = dup_cut (text, RESULT_TEXT);
  g_autofree char *link_title = dup_cut (title, LINK_TITLE);
  g_autofree char *note = dup_result_note (title, lead);
  g_autofree char *url = site_dup_url (site, chapeau_document_get_path (document),
                                       chapeau_document_get_header (document));
  g_autofree char *address = dup_address (site, url);

  g_return_if_fail (CHAPEAU_IS_FACES (self));

  show_text (self->card_category, categories);
  show_text (self->card_title, title);
  show_text (self->card_date, date);
  show_text (self->card_text, card_text);
  show_text (self->result_address, address);
  show_text (self->result_title, result_title);
  show_text (self->result_text, result_text);
  show_text (self->result_note, note);
  show_text (self->link_site, site_get_title (site));
  show_text (self->link_title, link_title);
  show_text (self->link_text, result_text);
  show_picture (self, chapeau_page_dup_image_file (document));
}

/* ---- object --------------------------------------------------------------------------------- */

static void
chapeau_faces_dispose (GObject *object)
{
  ChapeauFaces *self = CHAPEAU_FACES (object);
  GtkWidget *child;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->picture, g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_faces_parent_class)->dispose (object);
}

static void
chapeau_faces_class_init (ChapeauFacesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_faces_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-faces.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_picture_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_picture);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_category);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_title);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_date);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, card_text);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, result_address);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, result_title);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, result_text);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, result_note);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_picture_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_picture);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_site);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_title);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_text);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFaces, link_note);
}

static void
chapeau_faces_init (ChapeauFaces *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
