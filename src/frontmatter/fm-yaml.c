/* fm-yaml.c - libyaml, wrapped once.
 *
 * Purpose: no other file includes <yaml.h>, because libyaml 0.2.5 has properties that everyone who
 * calls it must know (each measured):
 *   - marks count code points, not bytes, and CR LF as two: converted here by a cursor that walks
 *     along with the events, so that the whole reading stays linear;
 *   - a byte-order mark at the start of the input is not counted when libyaml detects the encoding
 *     itself: we set UTF-8, and the caller never passes the mark;
 *   - the end marks of block collections lie behind the blank lines and comments that follow: not
 *     handed on at all;
 *   - the end mark of a block scalar lies behind its trailing blank lines: handed on, the tree
 *     trims it (it knows the chomping);
 *   - after a call has failed, later calls succeed with an empty event: so the loop ends at the
 *     first failure, and an empty event is a failure, too.
 *
 * Writing: one scalar at a time in a tiny document. A second, empty entry follows it, so that the
 * text never ends a document: at a document's end libyaml adds "..." behind some scalars.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fm-yaml.h"

#include <string.h>
#include <yaml.h>

/* ---- reading ---- */

typedef struct
{
  const char *text;
  gsize length;
  gsize byte;
  gsize code_point;
} Cursor;

static gboolean
is_continuation (char c)
{
  return ((guchar) c & 0xC0) == 0x80;
}

/* The byte offset of a code point; cheap where it is near the one asked for before. */
static gsize
cursor_seek (Cursor *cursor, gsize code_point)
{
  const char *text = cursor->text;
  gsize byte = cursor->byte;
  gsize at = cursor->code_point;

  while (at < code_point && byte < cursor->length)
    {
      byte++;
      while (byte < cursor->length && is_continuation (text[byte]))
        byte++;
      at++;
    }
  while (at > code_point)
    {
      byte--;
      while (is_continuation (text[byte]))
        byte--;
      at--;
    }
  cursor->byte = byte;
  cursor->code_point = at;
  return byte;
}

static FmStyle
scalar_style (yaml_scalar_style_t style)
{
  switch (style)
    {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return FM_STYLE_SINGLE_QUOTED;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return FM_STYLE_DOUBLE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
      return FM_STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE:
      return FM_STYLE_FOLDED;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
      break;
    }
  return FM_STYLE_PLAIN;
}

static void
fill_scalar (FmEvent *event, const yaml_event_t *from, Cursor *cursor)
{
  event->type = FM_EVENT_SCALAR;
  event->style = scalar_style (from->data.scalar.style);
  event->text = (const char *) from->data.scalar.value;
  event->length = from->data.scalar.length;
  event->anchor = (const char *) from->data.scalar.anchor;
  event->tag = (const char *) from->data.scalar.tag;
  event->is_quoted = from->data.scalar.quoted_implicit != 0;
  event->end = cursor_seek (cursor, from->end_mark.index);
}

/* FALSE for an event that is not passed on. */
static gboolean
fill_event (FmEvent *event, const yaml_event_t *from, Cursor *cursor)
{
  memset (event, 0, sizeof *event);
  event->style = FM_STYLE_BLOCK;
  event->start = event->end = cursor_seek (cursor, from->start_mark.index);
  if (from->type == YAML_SCALAR_EVENT)
    fill_scalar (event, from, cursor);
  else if (from->type == YAML_ALIAS_EVENT)
    {
      event->type = FM_EVENT_ALIAS;
      event->style = FM_STYLE_PLAIN;
      event->text = (const char *) from->data.alias.anchor;
      event->length = strlen (event->text);
      event->end = cursor_seek (cursor, from->end_mark.index);
    }
  else if (from->type == YAML_SEQUENCE_START_EVENT)
    {
      event->type = FM_EVENT_SEQUENCE_START;
      if (from->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
        event->style = FM_STYLE_FLOW;
      event->anchor = (const char *) from->data.sequence_start.anchor;
      event->tag = (const char *) from->data.sequence_start.tag;
    }
  else if (from->type == YAML_MAPPING_START_EVENT)
    {
      event->type = FM_EVENT_MAPPING_START;
      if (from->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
        event->style = FM_STYLE_FLOW;
      event->anchor = (const char *) from->data.mapping_start.anchor;
      event->tag = (const char *) from->data.mapping_start.tag;
    }
  else if (from->type == YAML_SEQUENCE_END_EVENT || from->type == YAML_MAPPING_END_EVENT)
    {
      event->type =
          from->type == YAML_SEQUENCE_END_EVENT ? FM_EVENT_SEQUENCE_END : FM_EVENT_MAPPING_END;
      /* Right for flow collections; the tree does not look at it for the others. */
      event->end = cursor_seek (cursor, from->end_mark.index);
    }
  else
    return FALSE;
  return TRUE;
}

static void
take_error (const yaml_parser_t *parser, Cursor *cursor, FmYamlError *error)
{
  error->is_encoding = parser->error == YAML_READER_ERROR;
  error->reason = g_strdup (parser->problem != NULL ? parser->problem : "the text is no YAML");
  error->context = g_strdup (parser->context);
  if (error->is_encoding)
    error->offset = MIN (parser->problem_offset, cursor->length);
  else
    error->offset = cursor_seek (cursor, parser->problem_mark.index);
}

void
fm_yaml_error_clear (FmYamlError *error)
{
  g_clear_pointer (&error->reason, g_free);
  g_clear_pointer (&error->context, g_free);
}

/* Behind the end of a document: Psych's load stops there and drops what follows without a word. */
static void
look_at_rest (yaml_parser_t *parser, Cursor *cursor, FmYamlError *error)
{
  yaml_event_t event;

  if (!yaml_parser_parse (parser, &event))
    {
      error->has_rest = parser->error != YAML_READER_ERROR;
      if (error->has_rest)
        error->offset = cursor_seek (cursor, parser->problem_mark.index);
      return;
    }
  error->has_rest = event.type == YAML_DOCUMENT_START_EVENT;
  if (error->has_rest)
    error->offset = cursor_seek (cursor, event.start_mark.index);
  yaml_event_delete (&event);
}

gboolean
fm_yaml_parse (const char *text, gsize length, FmEventFunc func, gpointer data, FmYamlError *error)
{
  Cursor cursor = { text, length, 0, 0 };
  yaml_parser_t parser;
  gboolean ok = TRUE;
  gboolean done = FALSE;

  if (!yaml_parser_initialize (&parser))
    g_error ("out of memory");
  yaml_parser_set_encoding (&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&parser, (const guchar *) text, length);
  while (ok && !done)
    {
      yaml_event_t event;
      FmEvent ours;

      if (!yaml_parser_parse (&parser, &event) || event.type == YAML_NO_EVENT)
        {
          take_error (&parser, &cursor, error);
          ok = FALSE;
          break;
        }
      done = event.type == YAML_DOCUMENT_END_EVENT || event.type == YAML_STREAM_END_EVENT;
      if (fill_event (&ours, &event, &cursor))
        ok = func (&ours, data);
      if (event.type == YAML_DOCUMENT_END_EVENT)
        look_at_rest (&parser, &cursor, error);
      yaml_event_delete (&event);
    }
  yaml_parser_delete (&parser);
  return ok;
}

/* ---- writing ---- */

static int
append_output (void *data, unsigned char *buffer, size_t size)
{
  g_string_append_len (data, (const char *) buffer, (gssize) size);
  return 1;
}

static void
emit (yaml_emitter_t *emitter, yaml_event_t *event, int initialized)
{
  /* Both fail only for want of memory, or for a wrong order of events, which is ours. */
  if (!initialized || !yaml_emitter_emit (emitter, event))
    g_error ("libyaml cannot write: %s", emitter->problem != NULL ? emitter->problem : "memory");
}

static yaml_scalar_style_t
yaml_style (FmStyle style)
{
  switch (style)
    {
    case FM_STYLE_SINGLE_QUOTED:
      return YAML_SINGLE_QUOTED_SCALAR_STYLE;
    case FM_STYLE_DOUBLE_QUOTED:
      return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    case FM_STYLE_LITERAL:
      return YAML_LITERAL_SCALAR_STYLE;
    case FM_STYLE_FOLDED:
      return YAML_FOLDED_SCALAR_STYLE;
    case FM_STYLE_PLAIN:
    case FM_STYLE_BLOCK:
    case FM_STYLE_FLOW:
      break;
    }
  return YAML_PLAIN_SCALAR_STYLE;
}

static void
emit_scalar (yaml_emitter_t *emitter, const FmYamlScalar *scalar)
{
  yaml_event_t event;

  emit (emitter, &event,
        yaml_scalar_event_initialize (
            &event, NULL, (const yaml_char_t *) scalar->tag, (const yaml_char_t *) scalar->text,
            (int) scalar->length, scalar->is_plain, scalar->is_quoted, yaml_style (scalar->style)));
}

static void
emit_start (yaml_emitter_t *emitter, gboolean is_mapping, gboolean is_flow)
{
  yaml_event_t event;

  emit (emitter, &event, yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING));
  emit (emitter, &event, yaml_document_start_event_initialize (&event, NULL, NULL, NULL, 1));
  if (is_mapping)
    emit (emitter, &event,
          yaml_mapping_start_event_initialize (
              &event, NULL, NULL, 1, is_flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE));
  else
    emit (emitter, &event,
          yaml_sequence_start_event_initialize (&event, NULL, NULL, 1,
                                                is_flow ? YAML_FLOW_SEQUENCE_STYLE
                                                        : YAML_BLOCK_SEQUENCE_STYLE));
}

static void
emit_end (yaml_emitter_t *emitter, gboolean is_mapping)
{
  yaml_event_t event;

  if (is_mapping)
    emit (emitter, &event, yaml_mapping_end_event_initialize (&event));
  else
    emit (emitter, &event, yaml_sequence_end_event_initialize (&event));
  emit (emitter, &event, yaml_document_end_event_initialize (&event, 1));
  emit (emitter, &event, yaml_stream_end_event_initialize (&event));
}

static char *
write_entry (
    const FmYamlScalar *key, const FmYamlScalar *value, int width, int step, gboolean is_flow)
{
  static const FmYamlScalar last_key = { "z", 1, NULL, FM_STYLE_PLAIN, TRUE, TRUE };
  static const FmYamlScalar last_value = { "z", 1, NULL, FM_STYLE_PLAIN, TRUE, TRUE };
  GString *out = g_string_new (NULL);
  yaml_emitter_t emitter;

  if (!yaml_emitter_initialize (&emitter))
    g_error ("out of memory");
  yaml_emitter_set_output (&emitter, append_output, out);
  yaml_emitter_set_unicode (&emitter, 1);
  yaml_emitter_set_width (&emitter, width);
  yaml_emitter_set_indent (&emitter, step);
  emit_start (&emitter, key != NULL, is_flow);
  if (key != NULL)
    emit_scalar (&emitter, key);
  emit_scalar (&emitter, value);
  if (key != NULL)
    emit_scalar (&emitter, &last_key);
  emit_scalar (&emitter, &last_value);
  emit_end (&emitter, key != NULL);
  yaml_emitter_delete (&emitter);
  return g_string_free (out, FALSE);
}

char *
fm_yaml_write_block (const FmYamlScalar *key, const FmYamlScalar *value, int width, int step)
{
  char *text = write_entry (key, value, width, step, FALSE);
  const char *tail = key != NULL ? "z: z\n" : "- z\n";

  /* "|+" leaves the document open for libyaml, whatever comes behind it. */
  if (g_str_has_suffix (text, "\n...\n"))
    text[strlen (text) - 4] = '\0';
  g_assert (g_str_has_suffix (text, tail));
  text[strlen (text) - strlen (tail)] = '\0';
  return text;
}

char *
fm_yaml_write_flow (const FmYamlScalar *key, const FmYamlScalar *value)
{
  g_autofree char *text = write_entry (key, value, -1, 2, TRUE);
  const char *tail = key != NULL ? ", z: z}\n" : ", z]\n";

  g_assert (g_str_has_suffix (text, tail));
  return g_strndup (text + 1, strlen (text) - 1 - strlen (tail));
}
