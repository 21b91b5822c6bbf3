/* chapeau-form-row.c - one key of the form: a label and the widget that fits the value.
 *
 * Showing a value never counts as an edit: the row compares first and blocks its own signal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-form.h"

#include <glib/gi18n.h>
#include <string.h>

#define TITLE_LENGTH 60

struct _ChapeauFormRow
{
  GtkWidget parent_instance;

  /* children */
  GtkWidget *heading;
  GtkLabel *name_label;
  GtkLabel *count_label;
  GtkWidget *editor; /* GtkEntry, GtkTextView in a scroller, or GtkLabel */
  GtkWidget *focused;

  char *path;
  char *label;
  Site *site;
  char *written; /* of a date: as the file has it, or NULL */
  char *words;   /* of a date: what the entry showed last */
  ChapeauRowKind kind;
  FmKind was; /* of the value shown: a date that is typed anew stays one */
  gboolean showing;
};

enum
{
  EDITED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ChapeauFormRow, chapeau_form_row, GTK_TYPE_WIDGET)

/* ---- text of the widget ------------------------------------------------------------------------
 */

static char *
dup_text (ChapeauFormRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  switch (self->kind)
    {
    case CHAPEAU_ROW_LINE:
    case CHAPEAU_ROW_TITLE:
    case CHAPEAU_ROW_DATE:
    case CHAPEAU_ROW_LIST:
      return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->focused)));
    case CHAPEAU_ROW_MARKDOWN:
      buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focused));
      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
    case CHAPEAU_ROW_WRITTEN:
      return g_strdup (gtk_label_get_label (GTK_LABEL (self->editor)));
    case CHAPEAU_ROW_SWITCH:
      return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->editor)) ? "true" : "false");
    }
  g_return_val_if_reached (NULL);
}

static void
set_text (ChapeauFormRow *self, const char *text)
{
  g_autofree char *now = dup_text (self);

  if (strcmp (now, text) == 0)
    return;
  self->showing = TRUE;
  switch (self->kind)
    {
    case CHAPEAU_ROW_LINE:
    case CHAPEAU_ROW_TITLE:
    case CHAPEAU_ROW_DATE:
    case CHAPEAU_ROW_LIST:
      gtk_editable_set_text (GTK_EDITABLE (self->focused), text);
      break;
    case CHAPEAU_ROW_MARKDOWN:
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focused)), text, -1);
      break;
    case CHAPEAU_ROW_WRITTEN:
      gtk_label_set_label (GTK_LABEL (self->editor), text);
      break;
    case CHAPEAU_ROW_SWITCH:
      gtk_switch_set_active (GTK_SWITCH (self->editor), strcmp (text, "true") == 0);
      break;
    }
  self->showing = FALSE;
}

/* ---- values
 * ---------------------------------------------------------------------------------------- */

static gboolean
is_list_of_strings (const FmNode *node)
{
  for (guint i = 0; i < fm_node_get_length (node); i++)
    {
      const char *text = fm_node_get_string (fm_node_get_item (node, i), NULL);

      if (text == NULL || *text == '\0' || strpbrk (text, ",\n") != NULL
          || fm_node_get_kind (fm_node_get_item (node, i)) != FM_STRING)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_long_text_key (const char *key)
{
  static const char *const endings[] = { "text", "body", "description", "excerpt", "md" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (key, endings[i]))
      return TRUE;
  return FALSE;
}

ChapeauRowKind
chapeau_form_row_kind_of (const char *key, const FmNode *node)
{
  FmKind kind = node != NULL ? fm_node_get_kind (node) : FM_NULL;
  const char *text;

  if (strcmp (key, "title") == 0 && kind != FM_SEQUENCE && kind != FM_MAPPING)
    return CHAPEAU_ROW_TITLE;
  switch (kind)
    {
    case FM_SEQUENCE:
      return is_list_of_strings (node) ? CHAPEAU_ROW_LIST : CHAPEAU_ROW_WRITTEN;
    case FM_MAPPING:
    case FM_ALIAS:
      return CHAPEAU_ROW_WRITTEN;
    case FM_NULL:
    case FM_STRING:
    case FM_BOOLEAN:
    case FM_INTEGER:
    case FM_FLOAT:
    case FM_DATE:
    case FM_TIME:
      break;
    }
  if (kind == FM_NULL && (strcmp (key, "tags") == 0 || strcmp (key, "categories") == 0))
    return CHAPEAU_ROW_LIST;
  text = node != NULL ? fm_node_get_string (node, NULL) : NULL;
  if (is_long_text_key (key) || (text != NULL && strchr (text, '\n') != NULL))
    return CHAPEAU_ROW_MARKDOWN;
  return CHAPEAU_ROW_LINE;
}

/* ---- dates ------------------------------------------------------------------------------------
 */

static void
set_understood (ChapeauFormRow *self, gboolean understood)
{
  if (understood)
    {
      gtk_widget_remove_css_class (self->focused, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (self->focused), GTK_ACCESSIBLE_STATE_INVALID);
      gtk_label_set_label (self->count_label, "");
      return;
    }
  gtk_widget_add_css_class (self->focused, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->focused), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_label_set_label (self->count_label, _ ("Not understood: write it as 10/10/2026 17:16"));
}

static GDateTime *
read_written (ChapeauFormRow *self, SiteDateForm *form)
{
  if (self->written == NULL)
    return NULL;
  return site_date_read (self->written, self->was == FM_TIME, site_get_timezone (self->site), form);
}

/* The date in words; a date that the person is writing stays as it is. */
static void
show_date (ChapeauFormRow *self, const char *written)
{
  SiteDateForm form = { 0 };
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *words = NULL;

  g_free (self->written);
  self->written = g_strdup (written);
  date = read_written (self, &form);
  words = date != NULL ? site_date_dup_words (date, site_get_timezone (self->site),
                                              g_get_language_names ()[0], form.has_time)
                       : g_strdup ("");
  if (g_strcmp0 (words, self->words) == 0)
    return;
  set_text (self, words);
  g_free (self->words);
  self->words = g_steal_pointer (&words);
  set_understood (self, TRUE);
}

/* Enter, or the focus goes elsewhere: what was typed becomes the date, if it is one. */
static void
commit_date (ChapeauFormRow *self)
{
  g_autofree char *text = g_strstrip (dup_text (self));
  g_autoptr (FmValue) value = NULL;

  if (g_strcmp0 (text, self->words != NULL ? self->words : "") == 0)
    {
      set_understood (self, TRUE);
      return;
    }
  value = chapeau_form_row_dup_value (self);
  set_understood (self, *text == '\0' || value != NULL);
  if (*text == '\0' || value != NULL)
    g_signal_emit (self, signals[EDITED], 0);
}

/* What was typed, written as the date before was. NULL if it is no date. */
static FmValue *
dup_date_value (ChapeauFormRow *self, const char *text)
{
  GTimeZone *zone = site_get_timezone (self->site);
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  gboolean has_time;
  g_autoptr (GDateTime) date = site_date_parse_typed (text, now, zone, &has_time);
  g_autofree char *written = NULL;

  if (date == NULL)
    return NULL;
  written = site_date_write_like (date, zone, self->written, self->was == FM_TIME);
  return self->was == FM_STRING ? fm_value_new_string (written) : fm_value_new_written (written);
}

/* ---- showing ----------------------------------------------------------------------------------
 */

static char *
dup_list_text (const FmNode *node)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; node != NULL && i < fm_node_get_length (node); i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, fm_node_get_string (fm_node_get_item (node, i), NULL));
    }
  return g_string_free (text, FALSE);
}

static void
update_count (ChapeauFormRow *self)
{
  g_autofree char *text = dup_text (self);
  guint length = (guint) g_utf8_strlen (text, -1);
  g_autofree char *count = NULL;

  if (self->kind == CHAPEAU_ROW_DATE)
    return;
  if (self->kind == CHAPEAU_ROW_TITLE)
    count = g_strdup_printf ("%u/%d", length, TITLE_LENGTH);
  else if (self->kind == CHAPEAU_ROW_MARKDOWN)
    count = g_strdup_printf ("%u", length);
  gtk_label_set_label (self->count_label, count != NULL ? count : "");
}

/* The text of a list is compared by its items: "a, b" and "a,b" are the same to the person who is
 * typing. */
static gboolean
shows_same_list (ChapeauFormRow *self, const FmNode *node)
{
  g_autoptr (FmValue) value = chapeau_form_row_dup_value (self);

  return value != NULL && node != NULL && fm_value_equals_node (value, node);
}

void
chapeau_form_row_show (ChapeauFormRow *self, const FmNode *node, gboolean editable)
{
  const char *string = node != NULL ? fm_node_get_string (node, NULL) : NULL;
  g_autofree char *made = NULL;

  g_return_if_fail (CHAPEAU_IS_FORM_ROW (self));

  self->was = node != NULL ? fm_node_get_kind (node) : FM_NULL;
  switch (self->kind)
    {
    case CHAPEAU_ROW_LIST:
      if (!shows_same_list (self, node))
        {
          made = dup_list_text (node);
          set_text (self, made);
        }
      break;
    case CHAPEAU_ROW_WRITTEN:
      made = node != NULL ? fm_node_dup_written (node) : g_strdup ("");
      set_text (self, made);
      break;
    case CHAPEAU_ROW_DATE:
      show_date (self, self->was != FM_NULL ? string : NULL);
      break;
    case CHAPEAU_ROW_SWITCH:
      set_text (self, node != NULL && fm_node_get_boolean (node) ? "true" : "false");
      break;
    case CHAPEAU_ROW_LINE:
    case CHAPEAU_ROW_TITLE:
    case CHAPEAU_ROW_MARKDOWN:
      set_text (self, self->was != FM_NULL && string != NULL ? string : "");
      break;
    }
  gtk_widget_set_sensitive (self->editor, editable);
  update_count (self);
}

static FmValue *
dup_list_value (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) fm_value_unref);

  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_ptr_array_add (items, fm_value_new_string (*part));
  return items->len > 0 ? fm_value_new_sequence ((FmValue *const *) items->pdata, items->len)
                        : NULL;
}

FmValue *
chapeau_form_row_dup_value (ChapeauFormRow *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (CHAPEAU_IS_FORM_ROW (self), NULL);

  text = dup_text (self);
  if (*text == '\0' || self->kind == CHAPEAU_ROW_WRITTEN)
    return NULL;
  if (self->kind == CHAPEAU_ROW_LIST)
    return dup_list_value (text);
  if (self->kind == CHAPEAU_ROW_DATE)
    return dup_date_value (self, text);
  if (self->kind == CHAPEAU_ROW_SWITCH)
    return fm_value_new_boolean (strcmp (text, "true") == 0);
  switch (self->was)
    {
    case FM_DATE:
    case FM_TIME:
    case FM_BOOLEAN:
    case FM_INTEGER:
    case FM_FLOAT:
      return fm_value_new_written (text);
    case FM_NULL:
    case FM_STRING:
    case FM_SEQUENCE:
    case FM_MAPPING:
    case FM_ALIAS:
      break;
    }
  return fm_value_new_string (text);
}

/* ---- widgets
 * ------------------------------------------------------------------------------------- */

static void
on_edited (ChapeauFormRow *self)
{
  update_count (self);
  if (!self->showing)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
make_entry (ChapeauFormRow *self)
{
  self->editor = self->focused = gtk_entry_new ();
  /* Undo is the document's, across fields. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->focused), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->focused), 8);
  g_signal_connect_object (self->focused, "changed", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED);
  if (self->kind == CHAPEAU_ROW_TITLE)
    gtk_widget_add_css_class (self->focused, "post-title");
  if (self->kind == CHAPEAU_ROW_LIST)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->focused), _ ("separated by commas"));
}

static void
make_date (ChapeauFormRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->editor = self->focused = gtk_entry_new ();
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->focused), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->focused), 20);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->focused), _ ("for example: tomorrow 9:00"));
  g_signal_connect_object (self->focused, "activate", G_CALLBACK (commit_date), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (commit_date), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->focused, focus);
}

static void
make_switch (ChapeauFormRow *self)
{
  self->editor = self->focused = gtk_switch_new ();
  gtk_widget_set_halign (self->editor, GTK_ALIGN_START);
  g_signal_connect_object (self->editor, "notify::active", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED);
}

static void
make_text_view (ChapeauFormRow *self)
{
  GtkTextBuffer *buffer;

  self->focused = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->focused), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->focused), FALSE);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focused));
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  self->editor = gtk_scrolled_window_new ();
  gtk_widget_add_css_class (self->editor, "form-text");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->editor), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->editor), 54);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->editor), 96);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->editor), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->editor), self->focused);
}

static void
make_written (ChapeauFormRow *self)
{
  self->editor = self->focused = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->editor), 0);
  gtk_label_set_wrap (GTK_LABEL (self->editor), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->editor), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (self->editor), TRUE);
  gtk_widget_add_css_class (self->editor, "written");
}

static void
make_editor (ChapeauFormRow *self)
{
  switch (self->kind)
    {
    case CHAPEAU_ROW_LINE:
    case CHAPEAU_ROW_TITLE:
    case CHAPEAU_ROW_LIST:
      make_entry (self);
      break;
    case CHAPEAU_ROW_MARKDOWN:
      make_text_view (self);
      break;
    case CHAPEAU_ROW_WRITTEN:
      make_written (self);
      break;
    case CHAPEAU_ROW_DATE:
      make_date (self);
      break;
    case CHAPEAU_ROW_SWITCH:
      make_switch (self);
      break;
    }
  gtk_label_set_mnemonic_widget (self->name_label, self->focused);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->focused), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->label, -1);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
}

ChapeauFormRow *
chapeau_form_row_new (const char *path, const char *label, ChapeauRowKind kind, Site *site)
{
  ChapeauFormRow *self = g_object_new (CHAPEAU_TYPE_FORM_ROW, NULL);

  self->path = g_strdup (path);
  self->site = site_ref (site);
  self->label = g_strdup (label);
  self->kind = kind;
  gtk_label_set_label (self->name_label, label);
  make_editor (self);
  return self;
}

const char *
chapeau_form_row_get_path (ChapeauFormRow *self)
{
  return self->path;
}

void
chapeau_form_row_set_help (ChapeauFormRow *self, const char *help)
{
  gtk_widget_set_tooltip_text (self->heading, help);
  if (help != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->focused),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help, -1);
}

const char *
chapeau_form_row_get_label (ChapeauFormRow *self)
{
  return self->label;
}

void
chapeau_form_row_focus (ChapeauFormRow *self)
{
  gtk_widget_grab_focus (self->focused);
}

static void
chapeau_form_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (chapeau_form_row_parent_class)->dispose (object);
}

static void
chapeau_form_row_finalize (GObject *object)
{
  ChapeauFormRow *self = CHAPEAU_FORM_ROW (object);

  g_free (self->path);
  g_free (self->written);
  g_free (self->words);
  g_clear_pointer (&self->site, site_unref);
  g_free (self->label);
  G_OBJECT_CLASS (chapeau_form_row_parent_class)->finalize (object);
}

static void
chapeau_form_row_class_init (ChapeauFormRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = chapeau_form_row_dispose;
  G_OBJECT_CLASS (class)->finalize = chapeau_form_row_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "formrow");
  signals[EDITED] = g_signal_new ("edited", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
chapeau_form_row_init (ChapeauFormRow *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->name_label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->name_label, 0);
  gtk_label_set_ellipsize (self->name_label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->name_label), "field-name");
  self->count_label = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count_label), "numeric");
  gtk_box_append (GTK_BOX (self->heading), GTK_WIDGET (self->name_label));
  gtk_box_append (GTK_BOX (self->heading), GTK_WIDGET (self->count_label));
  gtk_widget_set_parent (self->heading, GTK_WIDGET (self));
}
