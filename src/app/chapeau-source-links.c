/* chapeau-source-links.c - the link command of the Markdown source.
 *
 * What the link is to stand for is kept between two marks while the popover is open; if that
 * changes meanwhile (a colleague's version came in), nothing is written over it. Of a link that is
 * there only what was changed is written anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "chapeau-source-links.h"

#include "chapeau-link-popover.h"
#include "chapeau-source-format.h"

#include <string.h>

#define KEY "chapeau-source-links"

typedef struct
{
  ChapeauLinkPopover *popover; /* borrowed: it owns this */
  GtkTextView *view;           /* weak: it is in the same host */
  GtkTextMark *start;          /* NULL: nothing is asked for */
  GtkTextMark *end;
  char *text;             /* between them: the link, or what becomes one */
  gboolean is_link;       /* then: */
  ChapeauLinkPlace place; /* in `text` */
  GCancellable *reading;  /* the clipboard */
} Links;

static GtkTextBuffer *
get_buffer (const Links *links)
{
  return gtk_text_view_get_buffer (links->view);
}

static void
forget (Links *links)
{
  g_cancellable_cancel (links->reading);
  g_clear_object (&links->reading);
  if (links->start != NULL && links->view != NULL)
    {
      gtk_text_buffer_delete_mark (get_buffer (links), links->start);
      gtk_text_buffer_delete_mark (get_buffer (links), links->end);
    }
  links->start = links->end = NULL;
  g_clear_pointer (&links->text, g_free);
}

static void
links_free (gpointer data)
{
  Links *links = data;

  g_cancellable_cancel (links->reading);
  g_clear_object (&links->reading);
  g_clear_weak_pointer (&links->view);
  g_free (links->text);
  g_free (links);
}

static char *
dup_span (const Links *links, BaseSpan span)
{
  return g_strndup (links->text + span.start, base_span_length (span));
}

/* Without its "<" and ">". */
static char *
dup_shown_address (const Links *links)
{
  BaseSpan span = links->place.address;

  if (base_span_length (span) >= 2 && links->text[span.start] == '<')
    span = base_span (span.start + 1, span.end - 1);
  return dup_span (links, span);
}

/* ---- writing --------------------------------------------------------------------------------- */

static gboolean
get_place (const Links *links, GtkTextIter *start, GtkTextIter *end)
{
  g_autofree char *now = NULL;

  if (links->start == NULL || links->view == NULL || !gtk_text_view_get_editable (links->view))
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (get_buffer (links), start, links->start);
  gtk_text_buffer_get_iter_at_mark (get_buffer (links), end, links->end);
  now = gtk_text_iter_get_slice (start, end);
  return strcmp (now, links->text) == 0;
}

/* From the last to the first edit, so that offsets stay right; then the caret behind it all. */
static void
edit_place (Links *links, const BaseEdits *edits)
{
  GtkTextBuffer *buffer = get_buffer (links);
  GtkTextIter start, end;

  if (!get_place (links, &start, &end))
    {
      gtk_widget_error_bell (GTK_WIDGET (links->popover));
      return;
    }
  gtk_text_buffer_begin_user_action (buffer);
  for (gsize i = base_edits_count (edits); i-- > 0;)
    {
      const BaseEdit *edit = base_edits_get (edits, i);
      const char *from = links->text + edit->span.start;

      gtk_text_buffer_get_iter_at_mark (buffer, &start, links->start);
      gtk_text_iter_forward_chars (&start,
                                   (int) g_utf8_strlen (links->text, (gssize) edit->span.start));
      end = start;
      gtk_text_iter_forward_chars (
          &end, (int) g_utf8_strlen (from, (gssize) base_span_length (edit->span)));
      gtk_text_buffer_delete (buffer, &start, &end);
      gtk_text_buffer_insert (buffer, &start, edit->text, (int) edit->length);
    }
  gtk_text_buffer_get_iter_at_mark (buffer, &end, links->end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (links->view, gtk_text_buffer_get_insert (buffer));
  gtk_popover_popdown (GTK_POPOVER (links->popover));
}

static void
on_chosen (Links *links, const char *words, const char *address)
{
  g_autoptr (BaseEdits) edits = base_edits_new ();

  if (links->start == NULL)
    return;
  if (!links->is_link)
    {
      g_autofree char *link = chapeau_link_dup_markdown (words, address);

      base_edits_replace (edits, base_span (0, strlen (links->text)), link, -1);
    }
  else
    {
      g_autofree char *words_before = dup_span (links, links->place.words);
      g_autofree char *address_before = dup_shown_address (links);
      g_autofree char *label = chapeau_link_dup_words (words);

      if (strcmp (words, words_before) != 0)
        base_edits_replace (edits, links->place.words, label, -1);
      if (strcmp (address, address_before) != 0)
        base_edits_replace (edits, links->place.address, address, -1);
    }
  edit_place (links, edits);
}

static void
on_removed (Links *links)
{
  const ChapeauLinkPlace *place = &links->place;
  g_autoptr (BaseEdits) edits = base_edits_new ();

  if (links->start == NULL || !links->is_link)
    return;
  base_edits_delete (edits, base_span (0, place->words.start));
  base_edits_delete (edits, base_span (place->words.end, place->all.end));
  edit_place (links, edits);
}

static void
on_closed (Links *links)
{
  forget (links);
  if (links->view != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (links->view));
}

/* ---- asking ---------------------------------------------------------------------------------- */

static Links *
get_links (GtkWidget *host, GtkTextView *view)
{
  Links *links = g_object_get_data (G_OBJECT (host), KEY);
  GtkWidget *popover;

  if (links != NULL)
    return links;
  popover = g_object_new (CHAPEAU_TYPE_LINK_POPOVER, NULL);
  links = g_new0 (Links, 1);
  links->popover = CHAPEAU_LINK_POPOVER (popover);
  g_set_weak_pointer (&links->view, view);
  g_object_set_data_full (G_OBJECT (popover), KEY, links, links_free);
  g_object_set_data (G_OBJECT (host), KEY, links);
  gtk_widget_set_parent (popover, host);
  g_signal_connect_swapped (popover, "chosen", G_CALLBACK (on_chosen), links);
  g_signal_connect_swapped (popover, "removed", G_CALLBACK (on_removed), links);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (on_closed), links);
  return links;
}

/* Of several paragraphs no link can be made: it comes behind them. */
static void
get_words (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  g_autofree char *words = NULL;

  source_format_get_words (buffer, start, end);
  words = gtk_text_iter_get_slice (start, end);
  if (g_regex_match_simple ("\\R[ \\t]*\\R", words, 0, 0))
    *start = *end;
}

/* The link that is there, else the selection, else the word. */
static void
find_place (Links *links, ChapeauDocument *document)
{
  Site *site = chapeau_workspace_get_site (chapeau_document_get_workspace (document));
  GtkTextBuffer *buffer = get_buffer (links);
  GtkTextIter first, last, start, end;
  g_autofree char *text = NULL;
  const char *from, *to;
  BaseSpan at;

  gtk_text_buffer_get_bounds (buffer, &first, &last);
  text = gtk_text_iter_get_slice (&first, &last);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  from = g_utf8_offset_to_pointer (text, gtk_text_iter_get_offset (&start));
  to = g_utf8_offset_to_pointer (from, gtk_text_iter_get_offset (&end)
                                           - gtk_text_iter_get_offset (&start));
  at = base_span ((gsize) (from - text), (gsize) (to - text));
  links->is_link = chapeau_link_find (text, strlen (text), at, site, &links->place);
  if (links->is_link)
    {
      gsize offset = links->place.all.start;

      gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                          (int) g_utf8_strlen (text, (gssize) offset));
      gtk_text_buffer_get_iter_at_offset (
          buffer, &end, (int) g_utf8_strlen (text, (gssize) links->place.all.end));
      links->place.all = base_span (0, links->place.all.end - offset);
      links->place.words =
          base_span (links->place.words.start - offset, links->place.words.end - offset);
      links->place.address =
          base_span (links->place.address.start - offset, links->place.address.end - offset);
    }
  else
    get_words (buffer, &start, &end);
  links->start = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
  links->end = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
  links->text = gtk_text_iter_get_slice (&start, &end);
}

static void
point_to_caret (Links *links, GtkWidget *host, GtkWidget *button)
{
  GtkTextBuffer *buffer = get_buffer (links);
  GdkRectangle caret, visible;
  graphene_point_t at, there;
  graphene_rect_t bounds;
  GtkTextIter iter;
  int x, y;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (links->view, &iter, &caret);
  gtk_text_view_get_visible_rect (links->view, &visible);
  caret.width = 1;
  if (gdk_rectangle_intersect (&caret, &visible, NULL))
    {
      gtk_text_view_buffer_to_window_coords (links->view, GTK_TEXT_WINDOW_WIDGET, caret.x, caret.y,
                                             &x, &y);
      graphene_point_init (&at, (float) x, (float) y);
      if (gtk_widget_compute_point (GTK_WIDGET (links->view), host, &at, &there))
        caret = (GdkRectangle){ (int) there.x, (int) there.y, 1, caret.height };
    }
  else if (gtk_widget_compute_bounds (button, host, &bounds))
    caret = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                            (int) bounds.size.height };
  gtk_popover_set_pointing_to (GTK_POPOVER (links->popover), &caret);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ChapeauLinkPopover) popover = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  const Links *links = g_object_get_data (G_OBJECT (popover), KEY);

  if (trimmed != NULL && links->start != NULL && chapeau_link_is_full_address (trimmed))
    chapeau_link_popover_propose (popover, trimmed);
}

void
chapeau_source_links_open (GtkWidget *host,
                           GtkTextView *view,
                           GtkWidget *button,
                           ChapeauDocument *document)
{
  ChapeauWorkspace *workspace = chapeau_document_get_workspace (document);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (host);
  Links *links = get_links (host, view);
  g_autofree char *words = NULL;
  g_autofree char *address = NULL;

  forget (links);
  find_place (links, document);
  if (links->is_link)
    {
      words = dup_span (links, links->place.words);
      address = dup_shown_address (links);
    }
  else if (chapeau_link_is_full_address (links->text))
    address = g_strstrip (g_strdup (links->text));
  else
    words = g_strdup (links->text);
  point_to_caret (links, host, button);
  chapeau_link_popover_show_link (links->popover, workspace, words != NULL ? words : "",
                                  address != NULL ? address : "", links->is_link);
  if (address != NULL)
    return;
  links->reading = g_cancellable_new ();
  gdk_clipboard_read_text_async (clipboard, links->reading, on_copied,
                                 g_object_ref (links->popover));
}

void
chapeau_source_links_close (GtkWidget *host)
{
  Links *links = g_object_get_data (G_OBJECT (host), KEY);

  if (links != NULL && links->start != NULL)
    gtk_popover_popdown (GTK_POPOVER (links->popover));
}
