/* kd-lexer-javascript.c - JavaScript code in tokens.
 *
 * A "/" begins a pattern where an expression is due; a "{" there begins an object, whose names are
 * attributes; where a statement is due, a name before ":" is a label.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-lexer.h"

#define KEYWORDS                                                                                   \
  "as async await break case catch continue debugger default delete do else export finally from "  \
  "for if import in instanceof new of return super switch this throw try typeof void while yield"
#define DECLARATIONS "var let const with function class extends constructor get set static"
#define RESERVED     "enum implements interface package private protected public"
#define CONSTANTS    "true false null NaN Infinity undefined"
#define BUILTINS                                                                                   \
  "Array Boolean Date Error Function Math netscape Number Object Packages RegExp String sun "      \
  "decodeURI decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat "      \
  "parseInt document window navigator self global Promise Set Map WeakSet WeakMap Symbol Proxy "   \
  "Reflect Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Uint16ClampedArray "      \
  "Int32Array Uint32Array Uint32ClampedArray Float32Array Float64Array DataView ArrayBuffer"

#define MAX_NESTING 60

typedef enum
{
  DUE_NOTHING,
  DUE_EXPRESSION,
  DUE_STATEMENT,
} Due;

typedef enum
{
  IN_OBJECT,
  IN_TERNARY,
  IN_TEMPLATE,
} Inside;

typedef struct
{
  KdLexer *lexer;
  Due due;
  guint depth;
  Inside inside[MAX_NESTING];
} JavaScript;

static void
take (JavaScript *script, KdToken token, gsize length, Due due)
{
  kd_lexer_take (script->lexer, token, length);
  script->due = due;
}

static gboolean
is_inside (const JavaScript *script, Inside inside)
{
  return script->depth > 0 && script->inside[script->depth - 1] == inside;
}

static void
enter (JavaScript *script, Inside inside)
{
  if (script->depth < MAX_NESTING)
    script->inside[script->depth++] = inside;
}

/* ---- strings -------------------------------------------------------------------------------- */

static void
lex_string (JavaScript *script, char quote)
{
  KdLexer *lexer = script->lexer;
  KdToken token = quote == '"' ? KD_TOKEN_DOUBLE : KD_TOKEN_SINGLE;

  kd_lexer_take (lexer, KD_TOKEN_DELIMITER, 1);
  while (lexer->pos < lexer->length && lexer->text[lexer->pos] != quote)
    {
      char next = kd_lexer_peek (lexer, 1);
      if (lexer->text[lexer->pos] != '\\')
        kd_lexer_take (lexer, token, 1);
      else
        kd_lexer_take (
            lexer, KD_TOKEN_ESCAPE,
            next == '\\' || next == 'n' || next == 'r' || next == 't' || next == quote ? 2 : 1);
    }
  take (script, KD_TOKEN_DELIMITER, 1, DUE_NOTHING);
}

/* From behind the "`", or behind the "}" of an expression in it. */
static void
lex_template (JavaScript *script)
{
  KdLexer *lexer = script->lexer;

  script->due = DUE_NOTHING;
  while (lexer->pos < lexer->length)
    {
      char c = lexer->text[lexer->pos];
      char next = kd_lexer_peek (lexer, 1);
      if (c == '$' && next == '{')
        {
          kd_lexer_take (lexer, KD_TOKEN_PUNCTUATION, 2);
          enter (script, IN_TEMPLATE);
          return;
        }
      if (c == '\\' && (next == '$' || next == '`'))
        kd_lexer_take (lexer, KD_TOKEN_ESCAPE, 2);
      else
        kd_lexer_take (lexer, KD_TOKEN_DOUBLE, 1);
      if (c == '`')
        return;
    }
}

/* What is escaped in a pattern or means something there; its length, or 0. */
static gsize
pattern_sign (const KdLexer *lexer)
{
  char c = kd_lexer_peek (lexer, 0);
  char next = kd_lexer_peek (lexer, 1);
  gsize end = 1;

  if (c == '\\' && next != '\0' && next != '\n')
    {
      guint size;
      kd_decode (lexer->text, lexer->pos + 1, &size);
      return 1 + size;
    }
  if (c == '(' && next == '?' && kd_lexer_peek (lexer, 2) != '\0'
      && strchr (":=<!", kd_lexer_peek (lexer, 2)) != NULL)
    return 3;
  if (c == '(' || c == ')' || c == '?')
    return 1;
  while (c == '{'
         && (kd_is_digit (kd_lexer_peek (lexer, end)) || kd_lexer_peek (lexer, end) == ','))
    end++;
  return c == '{' && end > 1 && kd_lexer_peek (lexer, end) == '}' ? end + 1 : 0;
}

static void
lex_regex (JavaScript *script)
{
  KdLexer *lexer = script->lexer;
  gboolean in_group = FALSE;

  kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
  while (lexer->pos < lexer->length && lexer->text[lexer->pos] != '\n')
    {
      char c = lexer->text[lexer->pos];
      gsize sign = pattern_sign (lexer);
      if (!in_group && c == '/')
        {
          kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
          while (kd_lexer_peek (lexer, 0) != '\0' && strchr ("gimuy", kd_lexer_peek (lexer, 0)))
            kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
          break;
        }
      if (in_group && (c == ']' || c == '/'))
        {
          kd_lexer_take (lexer, KD_TOKEN_ESCAPE, 1);
          in_group = c != ']';
        }
      else if (!in_group && c == '[')
        {
          kd_lexer_take (lexer, KD_TOKEN_ESCAPE, kd_lexer_peek (lexer, 1) == '^' ? 2 : 1);
          in_group = TRUE;
        }
      else if (sign > 0 && (!in_group || c == '\\'))
        kd_lexer_take (lexer, KD_TOKEN_ESCAPE, sign);
      else
        kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
    }
  script->due = DUE_NOTHING;
}

/* ---- names and numbers ---------------------------------------------------------------------- */

static gboolean
starts_name (const KdLexer *lexer)
{
  char c = kd_lexer_peek (lexer, 0);
  guint size;

  if (((guchar) c & 0x80) != 0)
    return kd_is_alpha_code_point (kd_decode (lexer->text, lexer->pos, &size));
  return kd_is_ascii_alpha (c) || c == '$' || c == '_';
}

static void
lex_name (JavaScript *script)
{
  KdLexer *lexer = script->lexer;
  gsize from = lexer->pos;
  gsize end = kd_scan_word (lexer->text, MIN (from + 1, lexer->length), lexer->length);
  gsize behind;

  if (((guchar) lexer->text[from] & 0x80) != 0)
    end = kd_scan_word (lexer->text, from, lexer->length);
  behind = kd_skip_space (lexer->text, end, lexer->length);
  if (behind < lexer->length && lexer->text[behind] == ':'
      && (script->due == DUE_STATEMENT || is_inside (script, IN_OBJECT))
      && !kd_lexer_is_one_of (lexer, from, end, "case"))
    {
      KdToken token = script->due == DUE_STATEMENT ? KD_TOKEN_LABEL : KD_TOKEN_ATTRIBUTE;
      Due due = script->due == DUE_STATEMENT ? DUE_STATEMENT : DUE_EXPRESSION;
      kd_lexer_take_to (lexer, token, end);
      kd_lexer_take_to (lexer, KD_TOKEN_TEXT, behind);
      take (script, KD_TOKEN_PUNCTUATION, 1, due);
      return;
    }
  script->due = DUE_NOTHING;
  if (kd_lexer_is_one_of (lexer, from, end, KEYWORDS))
    take (script, KD_TOKEN_KEYWORD, end - from, DUE_EXPRESSION);
  else if (kd_lexer_is_one_of (lexer, from, end, DECLARATIONS))
    take (script, KD_TOKEN_DECLARATION, end - from, DUE_EXPRESSION);
  else if (kd_lexer_is_one_of (lexer, from, end, RESERVED))
    kd_lexer_take_to (lexer, KD_TOKEN_RESERVED, end);
  else if (kd_lexer_is_one_of (lexer, from, end, CONSTANTS))
    kd_lexer_take_to (lexer, KD_TOKEN_CONSTANT_WORD, end);
  else if (kd_lexer_is_one_of (lexer, from, end, BUILTINS))
    kd_lexer_take_to (lexer, KD_TOKEN_BUILTIN, end);
  else
    kd_lexer_take_to (lexer, KD_TOKEN_OTHER, end);
}

static void
lex_number (JavaScript *script)
{
  KdLexer *lexer = script->lexer;
  char kind = (char) (kd_lexer_peek (lexer, 1) | 0x20);
  gsize end = kd_lexer_digits (lexer, lexer->pos, '\0');
  KdToken token = KD_TOKEN_INTEGER;

  if (end + 1 < lexer->length && lexer->text[end] == '.' && kd_is_digit (lexer->text[end + 1]))
    {
      gsize exponent;
      token = KD_TOKEN_FLOAT;
      end = exponent = kd_lexer_digits (lexer, end + 1, '\0');
      if (end + 1 < lexer->length && (lexer->text[end] | 0x20) == 'e')
        exponent += strchr ("+-", lexer->text[end + 1]) != NULL ? 2 : 1;
      if (exponent > end && kd_lexer_digits (lexer, exponent, '\0') > exponent)
        end = kd_lexer_digits (lexer, exponent, '\0');
      end += end < lexer->length && (lexer->text[end] == 'f' || lexer->text[end] == 'd');
    }
  else if (lexer->text[lexer->pos] == '0' && (kind == 'x' || kind == 'o' || kind == 'b')
           && g_ascii_isxdigit (kd_lexer_peek (lexer, 2)))
    {
      token = kind == 'x' ? KD_TOKEN_HEXADECIMAL : kind == 'o' ? KD_TOKEN_OCTAL : KD_TOKEN_BINARY;
      for (end = lexer->pos + 2; end < lexer->length && g_ascii_isxdigit (lexer->text[end]); end++)
        ;
    }
  kd_lexer_take_to (lexer, token, end);
  script->due = DUE_NOTHING;
}

/* ---- the rest ------------------------------------------------------------------------------- */

static gboolean
lex_comment (JavaScript *script)
{
  KdLexer *lexer = script->lexer;
  const char *end;

  if (kd_lexer_starts_with (lexer, "//"))
    kd_lexer_take_to (lexer, KD_TOKEN_COMMENT_LINE, kd_lexer_line_end (lexer, lexer->pos));
  else if (kd_lexer_starts_with (lexer, "/*"))
    {
      end = memmem (lexer->text + lexer->pos + 2, lexer->length - lexer->pos - 2, "*/", 2);
      kd_lexer_take_to (lexer, KD_TOKEN_COMMENT_BLOCK,
                        end != NULL ? (gsize) (end - lexer->text) + 2 : lexer->length);
    }
  else if (kd_lexer_starts_with (lexer, "<!--"))
    kd_lexer_take (lexer, KD_TOKEN_COMMENT, 4);
  else
    return FALSE;
  return TRUE;
}

static void
lex_brace (JavaScript *script)
{
  KdLexer *lexer = script->lexer;

  if (lexer->text[lexer->pos] == '{')
    {
      gboolean object = script->due == DUE_EXPRESSION || script->due == DUE_STATEMENT
                        || is_inside (script, IN_OBJECT);
      if (object)
        enter (script, IN_OBJECT);
      take (script, KD_TOKEN_PUNCTUATION, 1, object ? DUE_NOTHING : DUE_STATEMENT);
    }
  else if (is_inside (script, IN_TEMPLATE))
    {
      script->depth--;
      kd_lexer_take (lexer, KD_TOKEN_PUNCTUATION, 1);
      lex_template (script);
    }
  else
    {
      if (is_inside (script, IN_OBJECT))
        script->depth--;
      take (script, KD_TOKEN_PUNCTUATION, 1, DUE_STATEMENT);
    }
}

static void
lex_sign (JavaScript *script)
{
  KdLexer *lexer = script->lexer;
  char c = lexer->text[lexer->pos];
  guint size;

  if (c == '(' || c == '[' || c == ',')
    take (script, KD_TOKEN_PUNCTUATION, 1, DUE_EXPRESSION);
  else if (c == ';')
    take (script, KD_TOKEN_PUNCTUATION, 1, DUE_STATEMENT);
  else if (c == ')' || c == ']' || c == '.' || c == '@')
    take (script, KD_TOKEN_PUNCTUATION, 1, DUE_NOTHING);
  else if (c == '?' && kd_lexer_peek (lexer, 1) == '.')
    take (script, KD_TOKEN_PUNCTUATION, 2, DUE_NOTHING);
  else if (c == '?' && kd_lexer_peek (lexer, 1) == '?')
    take (script, KD_TOKEN_OPERATOR, 2, DUE_EXPRESSION);
  else if (c == '?')
    {
      enter (script, IN_TERNARY);
      take (script, KD_TOKEN_PUNCTUATION, 1, DUE_EXPRESSION);
    }
  else if (c == ':')
    {
      gboolean ternary = is_inside (script, IN_TERNARY);
      if (ternary)
        script->depth--;
      take (script, KD_TOKEN_PUNCTUATION, 1, ternary ? DUE_EXPRESSION : DUE_NOTHING);
    }
  else if (strchr ("-<>+*%&|^/!=~", c) != NULL)
    take (script, KD_TOKEN_OPERATOR, 1, DUE_EXPRESSION);
  else
    {
      kd_decode (lexer->text, lexer->pos, &size);
      take (script, KD_TOKEN_ERROR, size, DUE_NOTHING);
    }
}

void
kd_lex_javascript (KdLexer *lexer)
{
  JavaScript script = { .lexer = lexer };
  gsize start = kd_skip_space (lexer->text, 0, lexer->length);
  gsize end = kd_lexer_line_end (lexer, start);

  if (end + 1 <= lexer->length && start + 1 < lexer->length && lexer->text[start] == '#'
      && lexer->text[start + 1] == '!')
    {
      kd_lexer_take_to (lexer, KD_TOKEN_PREPROCESSOR, end + 1);
      script.due = DUE_STATEMENT;
    }
  while (lexer->pos < lexer->length)
    {
      char c = lexer->text[lexer->pos];
      if (kd_is_space (c))
        kd_lexer_take_to (lexer, KD_TOKEN_TEXT,
                          kd_skip_space (lexer->text, lexer->pos, lexer->length));
      else if (lex_comment (&script))
        continue;
      else if (c == '\0')
        kd_lexer_take (lexer, KD_TOKEN_ERROR, 1);
      else if (c == '"' || c == '\'')
        lex_string (&script, c);
      else if (c == '`')
        {
          kd_lexer_take (lexer, KD_TOKEN_DOUBLE, 1);
          lex_template (&script);
        }
      else if (c == '/' && script.due != DUE_NOTHING)
        lex_regex (&script);
      else if (c == '{' || c == '}')
        lex_brace (&script);
      else if (starts_name (lexer))
        lex_name (&script);
      else if (kd_is_digit (c))
        lex_number (&script);
      else
        lex_sign (&script);
    }
}
