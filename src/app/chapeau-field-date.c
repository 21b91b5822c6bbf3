/* chapeau-field-date.c - a date in words; what is typed is understood, what is pointed at as well.
 *
 * Typing becomes the value on Enter, when the focus leaves and before a save; until then the word
 * beside the label says what will be understood. A date whose words were not changed is never
 * written again. Where the words have no room they are said shorter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-after-layout.h"
#include "chapeau-date-popover.h"
#include "chapeau-field-editor.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ChapeauFieldDate
{
  ChapeauFieldEditor parent_instance;

  /* template */
  GtkEntry *entry;
  GtkMenuButton *button;
  ChapeauDatePopover *popover;

  char *words;       /* what the entry shows until something is typed: the value in words */
  char *long_words;  /* … in full */
  char *short_words; /* … as short as can be */
};

G_DEFINE_FINAL_TYPE (ChapeauFieldDate, chapeau_field_date, CHAPEAU_TYPE_FIELD_EDITOR)

static ChapeauField *
get_field (ChapeauFieldDate *self)
{
  return chapeau_field_editor_get_field (CHAPEAU_FIELD_EDITOR (self));
}

static Site *
get_site (ChapeauFieldDate *self)
{
  ChapeauDocument *document = chapeau_field_get_document (get_field (self));

  return document != NULL ? chapeau_workspace_get_site (chapeau_document_get_workspace (document))
                          : NULL;
}

static char *
dup_words (GDateTime *date, GTimeZone *zone, gboolean with_time)
{
  return site_date_dup_words (date, zone, g_get_language_names ()[0], with_time);
}

static char *
dup_short_words (GDateTime *date, GTimeZone *zone, gboolean with_time)
{
  return site_date_dup_short_words (date, zone, g_get_language_names ()[0], with_time);
}

/* "Paris time", of "Europe/Paris"; NULL if the site names no zone. */
static char *
dup_zone_note (Site *site)
{
  const char *name = site_get_timezone_name (site);
  const char *city = strrchr (name, '/');
  g_autofree char *words = NULL;

  if (city == NULL)
    return NULL;
  words = g_strdelimit (g_strdup (city + 1), "_", ' ');
  /* Translators: %s is a city, "Paris": the time zone of the site. */
  return g_strdup_printf (_ ("%s time"), words);
}

/* ---- what is being typed ----------------------------------------------------------------------
 */

static gboolean
is_typed (ChapeauFieldDate *self)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->words) != 0;
}

static GDateTime *
parse (ChapeauFieldDate *self, gboolean *has_time)
{
  GTimeZone *zone = site_get_timezone (get_site (self));
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);

  return site_date_parse_typed (gtk_editable_get_text (GTK_EDITABLE (self->entry)), now, zone,
                                has_time);
}

static void
show_note (ChapeauFieldDate *self)
{
  Site *site = get_site (self);
  gboolean has_time = FALSE;
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *note = NULL;

  if (site == NULL)
    return;
  if (is_typed (self) && *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    date = parse (self, &has_time);
  if (date != NULL)
    note = dup_words (date, site_get_timezone (site), has_time);
  else
    note = dup_zone_note (site);
  chapeau_field_editor_set_note (CHAPEAU_FIELD_EDITOR (self), note);
}

static void
on_changed (ChapeauFieldDate *self)
{
  if (chapeau_field_editor_is_showing (CHAPEAU_FIELD_EDITOR (self)))
    return;
  chapeau_field_editor_set_error (CHAPEAU_FIELD_EDITOR (self), NULL);
  show_note (self);
}

static void
chapeau_field_date_commit (ChapeauFieldEditor *editor)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (editor);
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  gboolean has_time = FALSE;
  g_autoptr (GDateTime) date = NULL;

  if (!is_typed (self) || get_site (self) == NULL)
    return;
  date = parse (self, &has_time);
  if (date == NULL && *text != '\0')
    {
      chapeau_field_editor_set_error (editor, _ ("Not understood: write it as 10/10/2026 17:16"));
      return;
    }
  chapeau_field_editor_set_error (editor, NULL);
  g_clear_pointer (&self->words, g_free); /* the words are shown anew in any case */
  chapeau_field_set_date (get_field (self), date, has_time);
  chapeau_field_editor_refresh (editor);
}

static void
on_activate (ChapeauFieldDate *self)
{
  chapeau_field_date_commit (CHAPEAU_FIELD_EDITOR (self));
}

/* Escape: back to what was there. Down: the calendar. */
static gboolean
on_key (ChapeauFieldDate *self, guint keyval, guint code, GdkModifierType state)
{
  if ((keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
      && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    {
      gtk_menu_button_popup (self->button);
      return GDK_EVENT_STOP;
    }
  if (keyval != GDK_KEY_Escape || !is_typed (self))
    return GDK_EVENT_PROPAGATE;
  chapeau_field_editor_set_error (CHAPEAU_FIELD_EDITOR (self), NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->words != NULL ? self->words : "");
  return GDK_EVENT_STOP;
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static gboolean
has_room (ChapeauFieldDate *self, const char *words)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (text, words);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  /* Before the first size there is no reason to be short. */
  return gtk_widget_get_width (text) == 0 || width <= gtk_widget_get_width (text);
}

/* Shows the value in the words that have room. */
static void
show_words (ChapeauFieldDate *self)
{
  const char *words = has_room (self, self->long_words) ? self->long_words : self->short_words;

  if (g_strcmp0 (words, self->words) == 0)
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  chapeau_field_editor_set_text (GTK_EDITABLE (self->entry), words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry), self->long_words);
  chapeau_field_editor_set_error (CHAPEAU_FIELD_EDITOR (self), NULL);
}

/* For another width. What is being typed stays. */
static void
fit (GtkWidget *widget)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (widget);

  if (self->long_words != NULL && !is_typed (self))
    show_words (self);
}

static void
chapeau_field_date_show (ChapeauFieldEditor *editor, ChapeauField *field)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (editor);
  Site *site = get_site (self);
  SiteDateForm form = { 0 };
  g_autoptr (GDateTime) date = chapeau_field_dup_date (field, &form);
  g_autofree char *words = NULL;
  GTimeZone *zone;

  if (site == NULL)
    return;
  zone = site_get_timezone (site);
  words = date != NULL ? dup_words (date, zone, form.has_time) : chapeau_field_dup_text (field);
  /* A date that the person is writing stays as long as the value does. */
  if (self->words == NULL || g_strcmp0 (words, self->long_words) != 0)
    {
      g_free (self->short_words);
      self->short_words =
          date != NULL ? dup_short_words (date, zone, form.has_time) : g_strdup (words);
      g_free (self->long_words);
      self->long_words = g_steal_pointer (&words);
      g_clear_pointer (&self->words, g_free);
      show_words (self);
    }
  show_note (self);
}

static void
on_popover_shown (ChapeauFieldDate *self)
{
  SiteDateForm form = { 0 };
  g_autoptr (GDateTime) date = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)) || get_site (self) == NULL)
    return;
  chapeau_field_date_commit (CHAPEAU_FIELD_EDITOR (self));
  date = chapeau_field_dup_date (get_field (self), &form);
  chapeau_date_popover_show_date (self->popover, date, date == NULL || form.has_time,
                                  site_get_timezone (get_site (self)));
}

static void
on_picked (ChapeauFieldDate *self, GDateTime *date, gboolean has_time)
{
  chapeau_field_set_date (get_field (self), date, has_time);
}

/* ---- object -----------------------------------------------------------------------------------
 */

/* The button at the end, the entry before it: by hand, so that another width is known. */
static void
chapeau_field_date_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (widget);
  int entry_minimum, entry_natural, button_minimum, button_natural;

  gtk_widget_measure (GTK_WIDGET (self->entry), orientation, -1, &entry_minimum, &entry_natural,
                      NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->button), orientation, -1, &button_minimum, &button_natural,
                      NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  *minimum = MAX (entry_minimum, button_minimum);
  *natural = MAX (entry_natural, button_natural);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    return;
  *minimum = entry_minimum + button_minimum;
  *natural = entry_natural + button_natural;
}

static void
chapeau_field_date_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (widget);
  gboolean backward = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int before = gtk_widget_get_width (GTK_WIDGET (self->entry));
  GtkAllocation entry = { 0, 0, width, height }, button = { 0, 0, 0, height };

  gtk_widget_measure (GTK_WIDGET (self->button), GTK_ORIENTATION_HORIZONTAL, -1, NULL,
                      &button.width, NULL, NULL);
  entry.width = MAX (0, width - button.width);
  entry.x = backward ? button.width : 0;
  button.x = backward ? 0 : entry.width;
  gtk_widget_size_allocate (GTK_WIDGET (self->entry), &entry, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->button), &button, -1);
  if (gtk_widget_get_width (GTK_WIDGET (self->entry)) != before)
    chapeau_after_layout (widget, fit);
}

static GtkWidget *
chapeau_field_date_get_target (ChapeauFieldEditor *editor)
{
  return GTK_WIDGET (CHAPEAU_FIELD_DATE (editor)->entry);
}

static void
chapeau_field_date_finalize (GObject *object)
{
  ChapeauFieldDate *self = CHAPEAU_FIELD_DATE (object);

  g_free (self->words);
  g_free (self->long_words);
  g_free (self->short_words);
  G_OBJECT_CLASS (chapeau_field_date_parent_class)->finalize (object);
}

static void
chapeau_field_date_class_init (ChapeauFieldDateClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  ChapeauFieldEditorClass *editor_class = CHAPEAU_FIELD_EDITOR_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_field_date_finalize;
  widget_class->measure = chapeau_field_date_measure;
  widget_class->size_allocate = chapeau_field_date_size_allocate;
  editor_class->show = chapeau_field_date_show;
  editor_class->commit = chapeau_field_date_commit;
  editor_class->get_target = chapeau_field_date_get_target;
  g_type_ensure (CHAPEAU_TYPE_DATE_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-field-date.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldDate, entry);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldDate, button);
  gtk_widget_class_bind_template_child (widget_class, ChapeauFieldDate, popover);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
}

static void
chapeau_field_date_init (ChapeauFieldDate *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  chapeau_field_editor_commit_on_leave (CHAPEAU_FIELD_EDITOR (self), GTK_WIDGET (self->entry));
}
