/* kd-lexer.h - the highlighter's tokens for the few languages that we can take apart.
 *
 * rouge marks code token by token; a site's stylesheet colours the marks. The classes are those of
 * rouge 3.30, measured against it. Its lexers know more of their languages than ours do: common
 * code comes out alike, odd code may be coloured otherwise.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "kd-character.h"
#include "kd-render.h"

/* Named as rouge's classes stand for. */
typedef enum
{
  KD_TOKEN_TEXT,
  KD_TOKEN_ERROR,
  KD_TOKEN_COMMENT,
  KD_TOKEN_COMMENT_LINE,
  KD_TOKEN_COMMENT_BLOCK,
  KD_TOKEN_PREPROCESSOR,
  KD_TOKEN_KEYWORD,
  KD_TOKEN_CONSTANT_WORD,
  KD_TOKEN_DECLARATION,
  KD_TOKEN_PSEUDO,
  KD_TOKEN_RESERVED,
  KD_TOKEN_NAME,
  KD_TOKEN_ATTRIBUTE,
  KD_TOKEN_BUILTIN,
  KD_TOKEN_CLASS,
  KD_TOKEN_CONSTANT,
  KD_TOKEN_DECORATOR,
  KD_TOKEN_FUNCTION,
  KD_TOKEN_LABEL,
  KD_TOKEN_NAMESPACE,
  KD_TOKEN_OTHER,
  KD_TOKEN_CLASS_VARIABLE,
  KD_TOKEN_GLOBAL,
  KD_TOKEN_INSTANCE_VARIABLE,
  KD_TOKEN_BINARY,
  KD_TOKEN_FLOAT,
  KD_TOKEN_HEXADECIMAL,
  KD_TOKEN_INTEGER,
  KD_TOKEN_OCTAL,
  KD_TOKEN_OPERATOR,
  KD_TOKEN_PUNCTUATION,
  KD_TOKEN_BACKTICK,
  KD_TOKEN_CHARACTER,
  KD_TOKEN_DELIMITER,
  KD_TOKEN_DOUBLE,
  KD_TOKEN_ESCAPE,
  KD_TOKEN_HEREDOC,
  KD_TOKEN_INTERPOLATION,
  KD_TOKEN_STRING_OTHER,
  KD_TOKEN_REGEX,
  KD_TOKEN_SINGLE,
  KD_TOKEN_SYMBOL,
  KD_N_TOKENS,
} KdToken;

typedef struct
{
  KdRender *render;
  const char *text;
  gsize length;
  gsize pos;
  gsize from; /* where the token starts that is not written yet */
  KdToken token;
} KdLexer;

/* Takes the next @length bytes as a token, or as more of the last one. */
void kd_lexer_take (KdLexer *lexer, KdToken token, gsize length);
/* The same up to @end. */
void kd_lexer_take_to (KdLexer *lexer, KdToken token, gsize end);

/* The byte at @ahead behind the place, '\0' behind the end. */
static inline char
kd_lexer_peek (const KdLexer *lexer, gsize ahead)
{
  return lexer->pos + ahead < lexer->length ? lexer->text[lexer->pos + ahead] : '\0';
}

/* Whether [from, to) is one of the space-separated @words. */
gboolean kd_lexer_is_one_of (const KdLexer *lexer, gsize from, gsize to, const char *words);
/* The end of the line that @pos is in, before its newline. */
gsize kd_lexer_line_end (const KdLexer *lexer, gsize pos);
gboolean kd_lexer_starts_with (const KdLexer *lexer, const char *what);
/* A number of digits, with @separator between them ('\0': none), at @pos; its end. */
gsize kd_lexer_digits (const KdLexer *lexer, gsize pos, char separator);

/* Code as spans; FALSE, and nothing written, for a language that is not ours. */
gboolean kd_render_tokens (
    KdRender *render, const char *language, gsize language_length, const char *text, gsize length);

void kd_lex_ruby (KdLexer *lexer);
void kd_lex_javascript (KdLexer *lexer);
