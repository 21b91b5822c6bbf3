/* chapeau-post-row.c - one post in the list; the first of its section carries the section's name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-sidebar.h"

#include "chapeau-dates.h"
#include "chapeau-messages.h"

#include <glib/gi18n.h>

struct _ChapeauPostRow
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *section_box;
  GtkLabel *section_label;
  GtkLabel *section_count;
  GtkLabel *title_label;
  GtkLabel *detail_label;

  /* owned */
  ChapeauPostItem *item;
};

G_DEFINE_FINAL_TYPE (ChapeauPostRow, chapeau_post_row, GTK_TYPE_WIDGET)

void
chapeau_post_row_set_section (ChapeauPostRow *self, const char *section, guint count)
{
  g_autofree char *number = g_strdup_printf ("%u", count);

  gtk_widget_set_visible (self->section_box, section != NULL);
  gtk_label_set_label (self->section_label, section != NULL ? section : "");
  gtk_label_set_label (self->section_count, number);
}

static char *
dup_presence (ChapeauPostItem *item)
{
  const StorePresence *presence = chapeau_post_item_get_presence (item);

  if (presence == NULL)
    return NULL;
  switch (presence->kind)
    {
    case STORE_PRESENCE_OURS:
      /* Translators: in the list of posts: you are writing in this one. */
      return g_strdup (_ ("✎ you"));
    case STORE_PRESENCE_ALIVE:
      /* Translators: in the list of posts: the name of who is writing in it. */
      return g_strdup_printf (_ ("✎ %s"), presence->person);
    case STORE_PRESENCE_NONE:
    case STORE_PRESENCE_ABANDONED:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

static char *
dup_detail (ChapeauPostItem *item)
{
  SitePostInfo *info = chapeau_post_item_get_info (item);
  g_autofree char *presence = dup_presence (item);
  g_autofree char *date = NULL;
  guint copies = chapeau_post_item_get_n_conflict_copies (item);
  GString *text = g_string_new (NULL);

  if (info != NULL && info->date != NULL)
    /* Translators: the date of a post in the list, strftime format. */
    date = chapeau_date_format (info->date, _ ("%-d %b %Y"));
  if (date != NULL)
    g_string_append (text, g_strchug (date));
  if (info != NULL && info->broken)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", _ ("to be mended"));
  if (copies > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", _ ("has a second version"));
  if (presence != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", presence);
  return g_string_free (text, FALSE);
}

/* GTK 4.8 names no row of a list: a screen reader would say nothing of it. */
static void
name_row (ChapeauPostRow *self, const char *title, const char *detail)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *state = chapeau_message_of_state (chapeau_post_item_get_state (self->item));
  g_autofree char *name = NULL;

  if (row == NULL)
    return;
  name = g_strdup_printf ("%s · %s%s%s", title, state, *detail != '\0' ? " · " : "", detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update (ChapeauPostRow *self)
{
  const char *title = chapeau_post_item_get_title (self->item);
  g_autofree char *detail = dup_detail (self->item);

  if (*title == '\0')
    title = _ ("Untitled");
  name_row (self, title, detail);
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail_label), *detail != '\0');
}

void
chapeau_post_row_set_item (ChapeauPostRow *self, ChapeauPostItem *item)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Told when it is asked for: setting the text asks the display for the pointer, row by row. */
static gboolean
chapeau_post_row_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  ChapeauPostRow *self = CHAPEAU_POST_ROW (widget);

  if (self->item == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, chapeau_post_item_get_path (self->item));
  return TRUE;
}

static void
chapeau_post_row_dispose (GObject *object)
{
  ChapeauPostRow *self = CHAPEAU_POST_ROW (object);
  GtkWidget *child;

  chapeau_post_row_set_item (self, NULL);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_post_row_parent_class)->dispose (object);
}

static void
chapeau_post_row_class_init (ChapeauPostRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = chapeau_post_row_dispose;
  widget_class->query_tooltip = chapeau_post_row_query_tooltip;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-post-row.ui");
  gtk_widget_class_set_css_name (widget_class, "postrow");
  gtk_widget_class_bind_template_child (widget_class, ChapeauPostRow, section_box);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPostRow, section_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPostRow, section_count);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPostRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, ChapeauPostRow, detail_label);
}

static void
chapeau_post_row_init (ChapeauPostRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
