/* chapeau-completion.c - values that are known, offered below an entry.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-completion.h"

#include <glib/gi18n.h>
#include <string.h>

/* More are scrolled through by nobody. */
#define MAX_OFFERED 50

struct _ChapeauCompletion
{
  GtkPopover parent_instance;

  /* template */
  GtkListBox *list;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauCompletion, chapeau_completion, GTK_TYPE_POPOVER)

/* ---- comparing --------------------------------------------------------------------------------
 */

char *
chapeau_completion_dup_bare (const char *text)
{
  g_autofree char *folded = chapeau_fold_text (text);
  GString *bare = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (bare, g_utf8_get_char (p));
  return g_string_free (bare, FALSE);
}

gboolean
chapeau_completion_are_near (const char *one, const char *other)
{
  g_autofree char *a = chapeau_completion_dup_bare (one);
  g_autofree char *b = chapeau_completion_dup_bare (other);

  return strcmp (a, b) == 0;
}

const SiteKnownValue *
chapeau_completion_find_near (GPtrArray *known, const char *value)
{
  g_autofree char *bare = chapeau_completion_dup_bare (value);
  const SiteKnownValue *found = NULL;
  guint own = 0;

  for (guint i = 0; i < known->len; i++)
    {
      const SiteKnownValue *one = known->pdata[i];
      g_autofree char *other = NULL;

      if (strcmp (one->value, value) == 0)
        {
          own = one->count;
          continue;
        }
      other = found == NULL ? chapeau_completion_dup_bare (one->value) : NULL;
      if (other != NULL && *bare != '\0' && strcmp (other, bare) == 0)
        found = one;
    }
  return found != NULL && found->count >= own ? found : NULL;
}

/* 0: begins so, 1: a word of it does, 2: it is in there, 3: not at all. */
static int
rank_of (const char *folded, const char *typed)
{
  const char *at = strstr (folded, typed);

  if (at == folded)
    return 0;
  for (const char *p = at; p != NULL; p = strstr (p + 1, typed))
    if (!g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
      return 1;
  return at != NULL ? 2 : 3;
}

/* ---- offering ---------------------------------------------------------------------------------
 */

static GtkWidget *
make_row (const SiteKnownValue *known)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (known->value);
  g_autofree char *count = known->count > 0 ? g_strdup_printf ("%u", known->count) : NULL;
  GtkWidget *uses = gtk_label_new (count);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (uses, "dim-label");
  gtk_widget_add_css_class (uses, "numeric");
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), uses);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, known->value,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "value", g_strdup (known->value), g_free);
  return row;
}

static void
clear (ChapeauCompletion *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

void
chapeau_completion_offer (ChapeauCompletion *self,
                          GPtrArray *known,
                          const char *typed,
                          const char *const *without)
{
  g_autofree char *folded = chapeau_fold_text (typed);
  guint offered = 0;

  g_return_if_fail (CHAPEAU_IS_COMPLETION (self));

  clear (self);
  for (int rank = 0; rank < 3; rank++)
    for (guint i = 0; i < known->len && offered < MAX_OFFERED; i++)
      {
        const SiteKnownValue *one = known->pdata[i];
        g_autofree char *value = chapeau_fold_text (one->value);

        if (rank_of (value, folded) != rank || strcmp (one->value, typed) == 0
            || (without != NULL && g_strv_contains (without, one->value)))
          continue;
        gtk_list_box_append (self->list, make_row (one));
        offered++;
      }
  if (offered == 0)
    gtk_popover_popdown (GTK_POPOVER (self));
  else
    gtk_popover_popup (GTK_POPOVER (self));
}

void
chapeau_completion_close (ChapeauCompletion *self)
{
  g_return_if_fail (CHAPEAU_IS_COMPLETION (self));

  gtk_popover_popdown (GTK_POPOVER (self));
}

gboolean
chapeau_completion_is_open (ChapeauCompletion *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

static void
choose (ChapeauCompletion *self, GtkListBoxRow *row)
{
  g_autofree char *value = g_strdup (g_object_get_data (G_OBJECT (row), "value"));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, value);
}

static void
select_next (ChapeauCompletion *self, int step)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int at = row != NULL ? gtk_list_box_row_get_index (row) + step : step > 0 ? 0 : -1;

  gtk_list_box_select_row (self->list,
                           at >= 0 ? gtk_list_box_get_row_at_index (self->list, at) : NULL);
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    {
      GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
      graphene_rect_t bounds;

      if (adjustment != NULL
          && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
        gtk_adjustment_clamp_page (adjustment, bounds.origin.y,
                                   bounds.origin.y + bounds.size.height);
    }
}

gboolean
chapeau_completion_take_key (ChapeauCompletion *self, guint keyval)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (CHAPEAU_IS_COMPLETION (self), FALSE);

  if (!chapeau_completion_is_open (self))
    return FALSE;
  row = gtk_list_box_get_selected_row (self->list);
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      select_next (self, keyval == GDK_KEY_Down ? 1 : -1);
      return TRUE;
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (row == NULL)
        return FALSE;
      choose (self, row);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_row_activated (ChapeauCompletion *self, GtkListBoxRow *row)
{
  choose (self, row);
}

/* ---- object -----------------------------------------------------------------------------------
 */

static void
chapeau_completion_class_init (ChapeauCompletionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               CHAPEAU_RESOURCE_PATH "/ui/chapeau-completion.ui");
  gtk_widget_class_bind_template_child (widget_class, ChapeauCompletion, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
chapeau_completion_init (ChapeauCompletion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
