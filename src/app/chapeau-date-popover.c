/* chapeau-date-popover.c - a calendar and the time of day, to choose a date by pointing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-date-popover.h"

#include "chapeau-mnemonic.h"

#include <site.h>

struct _ChapeauDatePopover
{
  GtkPopover parent_instance;

  /* template */
  GtkCalendar *calendar;
  GtkSpinButton *hour;
  GtkSpinButton *minute;

  /* owned */
  GTimeZone *zone;

  gboolean has_time;
  gboolean showing;
};

enum
{
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauDatePopover, chapeau_date_popover, GTK_TYPE_POPOVER)

void
chapeau_date_popover_show_date (ChapeauDatePopover *self,
                                GDateTime *date,
                                gboolean has_time,
                                GTimeZone *zone)
{
  g_autoptr (GDateTime) local = NULL;

  g_return_if_fail (CHAPEAU_IS_DATE_POPOVER (self));

  g_time_zone_ref (zone);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone;
  local = date != NULL ? g_date_time_to_timezone (date, zone) : g_date_time_new_now (zone);
  self->has_time = has_time;
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, local);
  gtk_spin_button_set_value (self->hour, has_time ? g_date_time_get_hour (local) : 0);
  gtk_spin_button_set_value (self->minute, has_time ? g_date_time_get_minute (local) : 0);
  self->showing = FALSE;
}

static void
pick (ChapeauDatePopover *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) date = NULL;

  if (self->showing || self->zone == NULL)
    return;
  date = site_date_new_local (self->zone, g_date_time_get_year (day), g_date_time_get_month (day),
                              g_date_time_get_day_of_month (day),
                              gtk_spin_button_get_value_as_int (self->hour),
                              gtk_spin_button_get_value_as_int (self->minute), 0);
  if (date != NULL)
    g_signal_emit (self, signals[PICKED], 0, date, self->has_time);
}

static void
on_time_changed (ChapeauDatePopover *self)
{
  if (!self->showing)
    self->has_time = TRUE;
  pick (self);
}

/* Two digits, as clocks show them. */
static gboolean
on_output (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* The calendar's own keys begin at its first day, whatever the date is; these go from the date. */
static gboolean
on_key (ChapeauDatePopover *self, guint keyval)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) next = NULL;
  int across = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      next = g_date_time_add_days (day, keyval == GDK_KEY_Right ? across : -across);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      next = g_date_time_add_weeks (day, keyval == GDK_KEY_Down ? 1 : -1);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      next = g_date_time_add_months (day, keyval == GDK_KEY_Page_Down ? 1 : -1);
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (next != NULL)
    gtk_calendar_select_day (self->calendar, next);
  return GDK_EVENT_STOP;
}

static void
on_now (ChapeauDatePopover *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now (self->zone);

  chapeau_date_popover_show_date (self, now, TRUE, self->zone);
  pick (self);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_clear (ChapeauDatePopover *self)
{
  g_signal_emit (self, signals[PICKED], 0, NULL, FALSE);
  gtk_popover_popdown (GTK_POPOVER (self));
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_date_popover_finalize (GObject *object)
{
  g_clear_pointer (&CHAPEAU_DATE_POPOVER (object)->zone, g_time_zone_unref);
  G_OBJECT_CLASS (chapeau_date_popover_parent_class)->finalize (object);
}

static void
chapeau_date_popover_class_init (ChapeauDatePopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = chapeau_date_popover_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-date-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauDatePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, ChapeauDatePopover, hour);
  gtk_widget_class_bind_template_child (widget_class, ChapeauDatePopover, minute);
  gtk_widget_class_bind_template_callback (widget_class, pick);
  gtk_widget_class_bind_template_callback (widget_class, on_time_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_output);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  gtk_widget_class_bind_template_callback (widget_class, on_now);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DATE_TIME, G_TYPE_BOOLEAN);
}

static void
chapeau_date_popover_init (ChapeauDatePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chapeau_mnemonic_name_buttons (GTK_WIDGET (self));
}
