/* chapeau-file-row.c - a file that a post names: a small picture or an icon, its name, its size.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-file-row.h"

#include "chapeau-file-facts.h"

#include <glib/gi18n.h>

#define THUMBNAIL 48

struct _ChapeauFileRow
{
  GtkWidget parent_instance;

  /* template */
  GtkImage *image;
  GtkLabel *name_label;
  GtkLabel *size_label;
  GtkWidget *up_button;
  GtkWidget *down_button;
  GtkWidget *replace_button;
  GtkWidget *remove_button;

  /* owned */
  Site *site;
  char *reference;
  GCancellable *loading;

  gboolean missing;
};

enum
{
  PROP_MISSING = 1,
};

enum
{
  REMOVED,
  MOVED,
  REPLACE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFileRow, chapeau_file_row, GTK_TYPE_WIDGET)

const char *
chapeau_file_row_get_reference (ChapeauFileRow *self)
{
  return self->reference;
}

gboolean
chapeau_file_row_is_missing (ChapeauFileRow *self)
{
  return self->missing;
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static void
set_missing (ChapeauFileRow *self, gboolean missing)
{
  if (self->missing == missing)
    return;
  self->missing = missing;
  if (missing)
    gtk_widget_add_css_class (GTK_WIDGET (self->size_label), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->size_label), "error");
  g_object_notify (G_OBJECT (self), "missing");
}

static void
on_facts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauFileFacts) facts = chapeau_file_facts_load_finish (result, NULL);
  ChapeauFileRow *self = data;
  g_autofree char *words = NULL;

  /* Only when cancelled, and then @data may be gone. */
  if (facts == NULL)
    return;
  words = chapeau_file_facts_dup_words (facts);
  gtk_label_set_label (self->size_label, words);
  if (facts->texture != NULL)
    gtk_image_set_from_paintable (self->image, GDK_PAINTABLE (facts->texture));
  set_missing (self, !facts->exists);
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_buttons (ChapeauFileRow *self, const char *name)
{
  g_autofree char *up = g_strdup_printf (_ ("Move “%s” up"), name);
  g_autofree char *down = g_strdup_printf (_ ("Move “%s” down"), name);
  /* Translators: %s is the name of a file, another one is to be chosen. */
  g_autofree char *replace = g_strdup_printf (_ ("Choose another file than “%s”"), name);
  g_autofree char *remove = g_strdup_printf (_ ("Remove “%s”"), name);

  set_name (self->up_button, up);
  set_name (self->down_button, down);
  set_name (self->replace_button, replace);
  set_name (self->remove_button, remove);
}

void
chapeau_file_row_set_reference (ChapeauFileRow *self, const char *reference)
{
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autofree char *file = NULL;

  g_return_if_fail (CHAPEAU_IS_FILE_ROW (self));

  if (g_strcmp0 (reference, self->reference) == 0)
    return;
  g_free (self->reference);
  self->reference = g_strdup (reference);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  path = site_dup_file_of_reference (self->site, reference);
  name = path != NULL ? g_filename_display_basename (path) : g_strdup (reference);
  gtk_label_set_label (self->name_label, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), reference);
  gtk_image_set_from_icon_name (self->image, path != NULL ? chapeau_file_icon_name (path)
                                                          : "web-browser-symbolic");
  name_buttons (self, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_label_set_label (self->size_label, path != NULL ? "" : _ ("on another site"));
  if (path == NULL)
    {
      set_missing (self, FALSE);
      return;
    }
  file = g_build_filename (site_get_root (self->site), path, NULL);
  self->loading = g_cancellable_new ();
  chapeau_file_facts_load_async (file, 2 * THUMBNAIL, self->loading, on_facts, self);
}

void
chapeau_file_row_set_place (ChapeauFileRow *self, guint position, guint count)
{
  gtk_widget_set_visible (self->up_button, count > 1);
  gtk_widget_set_visible (self->down_button, count > 1);
  gtk_widget_set_visible (self->replace_button, count == 0);
  gtk_widget_set_sensitive (self->up_button, position > 0);
  gtk_widget_set_sensitive (self->down_button, position + 1 < count);
}

GtkWidget *
chapeau_file_row_new (Site *site)
{
  ChapeauFileRow *self =
      g_object_new (CHAPEAU_TYPE_FILE_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->site = site_ref (site);
  return GTK_WIDGET (self);
}

/* ---- what people do ---------------------------------------------------------------------------
 */

static void
on_up (ChapeauFileRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, -1);
}

static void
on_down (ChapeauFileRow *self)
{
  g_signal_emit (self, signals[MOVED], 0, 1);
}

static void
on_replace (ChapeauFileRow *self)
{
  g_signal_emit (self, signals[REPLACE], 0);
}

static void
on_remove (ChapeauFileRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static gboolean
on_key (ChapeauFileRow *self, guint keyval, guint code, GdkModifierType state)
{
  if (keyval == GDK_KEY_Delete)
    on_remove (self);
  else if ((state & GDK_CONTROL_MASK) && (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    g_signal_emit (self, signals[MOVED], 0, keyval == GDK_KEY_Up ? -1 : 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_file_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_MISSING)
    g_value_set_boolean (value, CHAPEAU_FILE_ROW (object)->missing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
chapeau_file_row_dispose (GObject *object)
{
  ChapeauFileRow *self = CHAPEAU_FILE_ROW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_file_row_parent_class)->dispose (object);
}

static void
chapeau_file_row_finalize (GObject *object)
{
  ChapeauFileRow *self = CHAPEAU_FILE_ROW (object);

  g_free (self->reference);
  g_clear_pointer (&self->site, site_unref);
  G_OBJECT_CLASS (chapeau_file_row_parent_class)->finalize (object);
}

static void
chapeau_file_row_class_init (ChapeauFileRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = chapeau_file_row_get_property;
  object_class->dispose = chapeau_file_row_dispose;
  object_class->finalize = chapeau_file_row_finalize;
  g_object_class_install_property (
      object_class, PROP_MISSING,
      g_param_spec_boolean ("missing", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-file-row.ui");
  gtk_widget_class_set_css_name (widget_class, "filerow");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, image);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, size_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, up_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, down_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, replace_button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFileRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_up);
  gtk_widget_class_bind_template_callback (widget_class, on_down);
  gtk_widget_class_bind_template_callback (widget_class, on_replace);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  signals[REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REPLACE] = g_signal_new ("replace", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_file_row_init (ChapeauFileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_image_set_pixel_size (self->image, THUMBNAIL);
}
