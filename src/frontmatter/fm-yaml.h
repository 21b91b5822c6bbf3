/* fm-yaml.h - the only door to libyaml (included by the tree and the writer).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "frontmatter.h"

G_BEGIN_DECLS

typedef enum
{
  FM_EVENT_SCALAR,
  FM_EVENT_ALIAS,
  FM_EVENT_SEQUENCE_START,
  FM_EVENT_SEQUENCE_END,
  FM_EVENT_MAPPING_START,
  FM_EVENT_MAPPING_END,
} FmEventType;

/* Offsets are bytes of the text that was given. Everything is borrowed for the call. */
typedef struct
{
  FmEventType type;
  FmStyle style;
  gsize start; /* of anchor or tag, where there are some */
  gsize end;   /* of scalars, aliases and flow collections only: libyaml's other ends lie */
  const char *text;
  gsize length;
  const char *anchor;
  const char *tag;
  gboolean is_quoted; /* a scalar that is a string without further looks */
} FmEvent;

/* FALSE stops the reading. */
typedef gboolean (*FmEventFunc) (const FmEvent *event, gpointer data);

typedef struct
{
  gboolean is_encoding; /* the bytes are no text that YAML allows */
  char *reason;
  char *context; /* or NULL */
  gsize offset;
  gboolean has_rest; /* no error: behind the first document, at offset, there is something else */
} FmYamlError;

void fm_yaml_error_clear (FmYamlError *error);

/* Reads the first document; what follows it is looked at for @error->has_rest. FALSE with @error
 * set if it is no YAML; also FALSE, with error->reason NULL, if @func stopped it. */
gboolean
fm_yaml_parse (const char *text, gsize length, FmEventFunc func, gpointer data, FmYamlError *error);

/* What the writer is told of a scalar; the fields that Psych sets. */
typedef struct
{
  const char *text;
  gsize length;
  const char *tag;   /* or NULL */
  FmStyle style;     /* wished; libyaml takes a safer one where it must */
  gboolean is_plain; /* may stand plain without a tag */
  gboolean is_quoted;
} FmYamlScalar;

/* Text that libyaml writes for "key: value" in a block mapping (key NULL: "- value" in a block
 * sequence) whose entries stand at column 0, final newline included. @width counts characters, -1:
 * never fold; @step is the indentation of what is nested (2 to 9). */
char *fm_yaml_write_block (const FmYamlScalar *key, const FmYamlScalar *value, int width, int step);
/* The same inside "{…}" or "[…]", without these: "key: value" or "value", on one line. */
char *fm_yaml_write_flow (const FmYamlScalar *key, const FmYamlScalar *value);

G_END_DECLS
