/* chapeau-window-checks.c - what is to be looked at before publishing: when it is looked for, and
 * the ways to it.
 *
 * Timer → snapshot → worker → button. What comes back is shown if it is of the post that is shown;
 * offsets and repairs are used only while the text is still the one that was looked at.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-window-private.h"

#include "chapeau-field-editor.h"
#include "chapeau-messages-checks.h"

#include <glib/gi18n.h>
#include <string.h>

#define AFTER_TYPING_MS 700
/* The first look reads the headers of the site's posts: after the page is there, and the marks of
 * the spelling. */
#define AFTER_OPENING_MS 1200

/* ---- looking ----------------------------------------------------------------------------------
 */

static void
show (ChapeauWindow *self)
{
  gboolean editable = self->document != NULL && chapeau_document_is_editable (self->document);

  chapeau_checks_button_set_checking (self->checks_button, self->checking, editable);
  chapeau_window_update_actions (self);
}

static void go_on (ChapeauWindow *self);

static void
on_checked (ChapeauWindow *self, ChapeauChecking *checking)
{
  if (checking->document != self->document)
    return;
  g_clear_pointer (&self->checking, chapeau_checking_unref);
  self->checking = chapeau_checking_ref (checking);
  show (self);
  go_on (self);
  chapeau_window_ask_again_to_publish (self);
}

static void
look (ChapeauWindow *self)
{
  g_clear_handle_id (&self->check_timeout, g_source_remove);
  if (self->document == NULL)
    return;
  if (self->checker == NULL)
    {
      self->checker = chapeau_checker_new ();
      g_signal_connect_object (self->checker, "checked", G_CALLBACK (on_checked), self,
                               G_CONNECT_SWAPPED);
    }
  chapeau_checker_check (self->checker, self->document);
}

static gboolean
on_timeout (gpointer data)
{
  ChapeauWindow *self = data;

  self->check_timeout = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (ChapeauWindow *self)
{
  guint delay = self->checking != NULL ? AFTER_TYPING_MS : AFTER_OPENING_MS;

  g_clear_handle_id (&self->check_timeout, g_source_remove);
  self->check_timeout = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, delay, on_timeout, self, NULL);
}

static void
on_text_changed (ChapeauWindow *self, GBytes *text, ChapeauDocument *document)
{
  if (document == self->document)
    schedule (self);
}

static void
on_path_changed (ChapeauWindow *self, GParamSpec *spec, ChapeauDocument *document)
{
  if (document == self->document)
    schedule (self);
}

static void
on_facts_changed (ChapeauWindow *self)
{
  if (self->checker != NULL)
    chapeau_checker_forget (self->checker);
  if (self->document != NULL)
    schedule (self);
}

/* A listing alone says nothing new of this post: the next look takes it into account. */
static void
on_listed (ChapeauWindow *self)
{
  if (self->checker != NULL)
    chapeau_checker_forget (self->checker);
}

static void
watch_workspace (ChapeauWindow *self, ChapeauWorkspace *workspace)
{
  if (g_signal_handler_find (workspace, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                             on_facts_changed, self)
      != 0)
    return;
  g_signal_connect_object (workspace, "facts-changed", G_CALLBACK (on_facts_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "listed", G_CALLBACK (on_listed), self, G_CONNECT_SWAPPED);
}

void
chapeau_window_watch_checks (ChapeauWindow *self, ChapeauDocument *document)
{
  watch_workspace (self, chapeau_document_get_workspace (document));
  g_signal_connect_object (document, "text-changed", G_CALLBACK (on_text_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::path", G_CALLBACK (on_path_changed), self,
                           G_CONNECT_SWAPPED);
}

void
chapeau_window_start_checks (ChapeauWindow *self)
{
  g_clear_pointer (&self->checking, chapeau_checking_unref);
  g_clear_handle_id (&self->check_timeout, g_source_remove);
  self->check_at = -1;
  self->check_next = 0;
  chapeau_checks_button_set_checking (self->checks_button, NULL, FALSE);
  if (self->document != NULL)
    schedule (self);
}

/* ---- places -----------------------------------------------------------------------------------
 */

/* "Images › Image 2 › Alternative text". */
static char *
name_field (ChapeauWindow *self, const char *path)
{
  ChapeauForm *form = chapeau_editor_pane_get_form (self->editor_pane);
  g_auto (GStrv) parts = fm_path_split (path);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) way = g_string_new (NULL);

  for (char **part = parts; *part != NULL; part++)
    {
      g_autofree char *escaped = fm_path_escape (*part);
      g_autofree char *label = NULL;
      ChapeauField *field;

      g_string_append_printf (way, "%s%s", way->len > 0 ? "." : "", escaped);
      field = chapeau_form_find_field (form, way->str);
      if (field == NULL)
        continue;
      label = chapeau_field_dup_label (field);
      g_string_append_printf (names, "%s%s", names->len > 0 ? " › " : "", label);
    }
  return g_strdup (names->len > 0 ? names->str : path);
}

static char *
name_place (gpointer data, const ChecksFinding *finding)
{
  ChapeauWindow *self = data;
  guint line = (guint) finding->diagnostic->position.line - self->checking->body_line;

  switch (finding->place)
    {
    case CHECKS_PLACE_BODY:
      return g_strdup_printf (_ ("Line %d"), (int) line + 1);
    case CHECKS_PLACE_FIELD:
      return name_field (self, finding->field);
    case CHECKS_PLACE_HEADER:
      return g_strdup (_ ("Text of the details"));
    case CHECKS_PLACE_POST:
      return g_strdup (_ ("Address of the page"));
    }
  g_return_val_if_reached (NULL);
}

static int
offset_of (const ChapeauChecking *checking, gsize byte)
{
  const char *text = g_bytes_get_data (checking->text, NULL);

  return (int) g_utf8_strlen (text + checking->body, (gssize) (byte - checking->body));
}

/* The words are selected up to the end of their first line; the cursor is at their beginning. */
static void
go_to_text (ChapeauWindow *self, BaseSpan span)
{
  ChapeauSourcePane *pane = chapeau_editor_pane_get_source (self->editor_pane);
  GtkTextBuffer *buffer = chapeau_source_pane_get_buffer (pane);
  GtkTextIter start, end, line_end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset_of (self->checking, span.start));
  gtk_text_buffer_get_iter_at_offset (buffer, &end, offset_of (self->checking, span.end));
  line_end = start;
  if (!gtk_text_iter_ends_line (&line_end))
    gtk_text_iter_forward_to_line_end (&line_end);
  if (gtk_text_iter_compare (&end, &line_end) > 0)
    end = line_end;
  chapeau_source_pane_select (pane, &start, &end);
}

/* The field, or the nearest one around it that the form has. */
static void
go_to_field (ChapeauWindow *self, const char *path)
{
  ChapeauForm *form = chapeau_editor_pane_get_form (self->editor_pane);
  g_autofree char *way = g_strdup (path);
  char *point;

  while (!chapeau_form_focus_path (form, way) && (point = strrchr (way, '.')) != NULL)
    *point = '\0';
}

static void
go_to (ChapeauWindow *self, const ChecksFinding *finding)
{
  ChapeauForm *form = chapeau_editor_pane_get_form (self->editor_pane);

  chapeau_window_reveal_editor (self);
  switch (finding->place)
    {
    case CHECKS_PLACE_BODY:
      go_to_text (self, finding->diagnostic->span);
      break;
    case CHECKS_PLACE_FIELD:
      go_to_field (self, finding->field);
      break;
    case CHECKS_PLACE_HEADER:
      chapeau_form_set_as_text (form, TRUE);
      gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD);
      break;
    case CHECKS_PLACE_POST:
      go_to_field (self, "title");
      break;
    }
}

/* What the point is, while the person stands at it. */
static void
tell (ChapeauWindow *self, const ChecksFinding *finding)
{
  g_autofree char *sentence = chapeau_message_of_finding (finding);

  chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "checks", sentence);
  if (finding->diagnostic->fix != NULL && chapeau_document_is_editable (self->document))
    chapeau_message_bar_add_button (self->message_bar, _ ("_Correct"), "win.correct-point");
}

static void
visit (ChapeauWindow *self, guint nth)
{
  const ChecksFinding *finding = self->checking->findings->pdata[nth];

  self->check_at = (int) nth;
  go_to (self, finding);
  tell (self, finding);
}

static int
index_of (ChapeauWindow *self, const ChecksFinding *finding)
{
  guint nth;

  return self->checking != NULL && g_ptr_array_find (self->checking->findings, finding, &nth)
             ? (int) nth
             : -1;
}

/* ---- repairs ----------------------------------------------------------------------------------
 */

/* From the last to the first, so that offsets stay right; one step of undo. */
static void
edit_text (ChapeauWindow *self, const BaseEdits *edits)
{
  GtkTextBuffer *buffer =
      chapeau_source_pane_get_buffer (chapeau_editor_pane_get_source (self->editor_pane));

  gtk_text_buffer_begin_user_action (buffer);
  for (gsize i = base_edits_count (edits); i-- > 0;)
    {
      const BaseEdit *edit = base_edits_get (edits, i);
      GtkTextIter start, end;

      gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                          offset_of (self->checking, edit->span.start));
      gtk_text_buffer_get_iter_at_offset (buffer, &end, offset_of (self->checking, edit->span.end));
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert (buffer, &start, edit->text, (int) edit->length);
    }
  gtk_text_buffer_end_user_action (buffer);
}

static void
correct (ChapeauWindow *self, const ChecksFinding *finding)
{
  BaseEdits *fix = finding->diagnostic->fix;

  if (fix == NULL || !chapeau_document_is_editable (self->document))
    return;
  /* Typed since: what is found now comes in a moment. */
  if (!chapeau_checking_is_current (self->checking))
    {
      schedule (self);
      return;
    }
  chapeau_message_bar_hide (self->message_bar, "checks");
  go_to (self, finding);
  if (finding->place == CHECKS_PLACE_BODY)
    edit_text (self, fix);
  else
    chapeau_document_edit_header (self->document, fix, NULL);
}

void
chapeau_window_correct_point (ChapeauWindow *self)
{
  if (self->checking != NULL && self->check_at >= 0
      && (guint) self->check_at < self->checking->findings->len)
    correct (self, self->checking->findings->pdata[self->check_at]);
}

static void
on_chosen (ChapeauWindow *self, gpointer finding)
{
  int nth = index_of (self, finding);

  if (nth >= 0)
    visit (self, (guint) nth);
}

static void
on_fix_asked (ChapeauWindow *self, gpointer finding)
{
  if (index_of (self, finding) >= 0)
    correct (self, finding);
}

/* ---- from one to the next ---------------------------------------------------------------------
 */

static gsize
cursor_byte (ChapeauWindow *self)
{
  GtkTextBuffer *buffer =
      chapeau_source_pane_get_buffer (chapeau_editor_pane_get_source (self->editor_pane));
  const char *text = g_bytes_get_data (self->checking->text, NULL);
  gsize length = g_bytes_get_size (self->checking->text);
  const char *end = text + length;
  const char *at = text + self->checking->body;
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  for (int i = gtk_text_iter_get_offset (&iter); i > 0 && at < end; i--)
    at = g_utf8_next_char (at);
  return (gsize) (at - text);
}

/* The first point behind the cursor, or the last one before it. */
static int
find_from_cursor (ChapeauWindow *self, gboolean backward)
{
  GPtrArray *findings = self->checking->findings;
  gsize cursor = cursor_byte (self);
  int count = (int) findings->len;
  int found = backward ? count - 1 : 0;

  for (int i = backward ? 0 : count - 1; i >= 0 && i < count; i += backward ? 1 : -1)
    {
      const ChecksFinding *finding = findings->pdata[i];
      gsize start = finding->diagnostic->span.start;
      gboolean in_body = finding->place == CHECKS_PLACE_BODY;

      if (backward ? !in_body || start < cursor : in_body && start > cursor)
        found = i;
    }
  return found;
}

static gboolean
stands_at (ChapeauWindow *self, int nth)
{
  const ChecksFinding *finding;

  if (nth < 0 || (guint) nth >= self->checking->findings->len)
    return FALSE;
  finding = self->checking->findings->pdata[nth];
  return finding->place == CHECKS_PLACE_BODY
         && finding->diagnostic->span.start == cursor_byte (self);
}

static void
go_on (ChapeauWindow *self)
{
  int count = self->checking != NULL ? (int) self->checking->findings->len : 0;
  int step = self->check_next;
  gboolean in_text =
      chapeau_source_pane_has_focus (chapeau_editor_pane_get_source (self->editor_pane));

  if (step == 0)
    return;
  self->check_next = 0;
  if (count == 0)
    {
      chapeau_message_bar_show (self->message_bar, CHAPEAU_MESSAGE_INFO, "checks",
                                _ ("Nothing to look at was found."));
      return;
    }
  if (in_text && !stands_at (self, self->check_at))
    visit (self, (guint) find_from_cursor (self, step < 0));
  else if (self->check_at < 0)
    visit (self, step > 0 ? 0 : (guint) count - 1);
  else
    visit (self, (guint) ((MIN (self->check_at, count - 1) + step + count) % count));
}

static void
go_by (ChapeauWindow *self, int step)
{
  self->check_next = step;
  if (chapeau_window_knows_points (self)) /* else it goes on when it knows */
    go_on (self);
}

void
chapeau_window_next_point (ChapeauWindow *self)
{
  go_by (self, 1);
}

void
chapeau_window_previous_point (ChapeauWindow *self)
{
  go_by (self, -1);
}

void
chapeau_window_show_points (ChapeauWindow *self)
{
  chapeau_checks_button_open (self->checks_button);
}

/* ---- for others -------------------------------------------------------------------------------
 */

gboolean
chapeau_window_knows_points (ChapeauWindow *self)
{
  if (self->checking != NULL && chapeau_checking_is_current (self->checking))
    return TRUE;
  look (self);
  return FALSE;
}

guint
chapeau_window_count_points (ChapeauWindow *self, guint *errors)
{
  *errors = self->checking != NULL ? self->checking->errors : 0;
  return self->checking != NULL ? self->checking->findings->len : 0;
}

char *
chapeau_window_dup_first_error (ChapeauWindow *self)
{
  for (guint i = 0; self->checking != NULL && i < self->checking->findings->len; i++)
    {
      const ChecksFinding *finding = self->checking->findings->pdata[i];

      if (finding->diagnostic->severity == BASE_SEVERITY_ERROR)
        return chapeau_message_of_finding (finding);
    }
  return NULL;
}

void
chapeau_window_connect_checks (ChapeauWindow *self)
{
  chapeau_checks_button_set_namer (self->checks_button, name_place, self);
  g_signal_connect_object (self->checks_button, "chosen", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->checks_button, "fix-asked", G_CALLBACK (on_fix_asked), self,
                           G_CONNECT_SWAPPED);
}

void
chapeau_window_end_checks (ChapeauWindow *self)
{
  g_clear_handle_id (&self->check_timeout, g_source_remove);
  g_clear_pointer (&self->checking, chapeau_checking_unref);
  g_clear_object (&self->checker);
}
