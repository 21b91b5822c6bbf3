/* kd-lexer.c - writing tokens, and what the lexers share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-lexer.h"

static const char *const classes[KD_N_TOKENS] = {
  [KD_TOKEN_ERROR] = "err",
  [KD_TOKEN_COMMENT] = "c",
  [KD_TOKEN_COMMENT_LINE] = "c1",
  [KD_TOKEN_COMMENT_BLOCK] = "cm",
  [KD_TOKEN_PREPROCESSOR] = "cp",
  [KD_TOKEN_KEYWORD] = "k",
  [KD_TOKEN_CONSTANT_WORD] = "kc",
  [KD_TOKEN_DECLARATION] = "kd",
  [KD_TOKEN_PSEUDO] = "kp",
  [KD_TOKEN_RESERVED] = "kr",
  [KD_TOKEN_NAME] = "n",
  [KD_TOKEN_ATTRIBUTE] = "na",
  [KD_TOKEN_BUILTIN] = "nb",
  [KD_TOKEN_CLASS] = "nc",
  [KD_TOKEN_CONSTANT] = "no",
  [KD_TOKEN_DECORATOR] = "nd",
  [KD_TOKEN_FUNCTION] = "nf",
  [KD_TOKEN_LABEL] = "nl",
  [KD_TOKEN_NAMESPACE] = "nn",
  [KD_TOKEN_OTHER] = "nx",
  [KD_TOKEN_CLASS_VARIABLE] = "vc",
  [KD_TOKEN_GLOBAL] = "vg",
  [KD_TOKEN_INSTANCE_VARIABLE] = "vi",
  [KD_TOKEN_BINARY] = "mb",
  [KD_TOKEN_FLOAT] = "mf",
  [KD_TOKEN_HEXADECIMAL] = "mh",
  [KD_TOKEN_INTEGER] = "mi",
  [KD_TOKEN_OCTAL] = "mo",
  [KD_TOKEN_OPERATOR] = "o",
  [KD_TOKEN_PUNCTUATION] = "p",
  [KD_TOKEN_BACKTICK] = "sb",
  [KD_TOKEN_CHARACTER] = "sc",
  [KD_TOKEN_DELIMITER] = "dl",
  [KD_TOKEN_DOUBLE] = "s2",
  [KD_TOKEN_ESCAPE] = "se",
  [KD_TOKEN_HEREDOC] = "sh",
  [KD_TOKEN_INTERPOLATION] = "si",
  [KD_TOKEN_STRING_OTHER] = "sx",
  [KD_TOKEN_REGEX] = "sr",
  [KD_TOKEN_SINGLE] = "s1",
  [KD_TOKEN_SYMBOL] = "ss",
};

static void
flush (KdLexer *lexer)
{
  const char *class = classes[lexer->token];

  if (lexer->pos == lexer->from)
    return;
  if (class != NULL)
    {
      kd_render_literal (lexer->render, "<span class=\"");
      kd_render_string (lexer->render, class);
      kd_render_literal (lexer->render, "\">");
    }
  kd_render_escaped (lexer->render, lexer->text + lexer->from, lexer->pos - lexer->from);
  if (class != NULL)
    kd_render_literal (lexer->render, "</span>");
  lexer->from = lexer->pos;
}

void
kd_lexer_take_to (KdLexer *lexer, KdToken token, gsize end)
{
  end = MIN (end, lexer->length);
  if (end <= lexer->pos)
    return;
  if (token != lexer->token)
    {
      flush (lexer);
      lexer->token = token;
    }
  lexer->pos = end;
}

void
kd_lexer_take (KdLexer *lexer, KdToken token, gsize length)
{
  kd_lexer_take_to (lexer, token, lexer->pos + length);
}

gboolean
kd_lexer_is_one_of (const KdLexer *lexer, gsize from, gsize to, const char *words)
{
  gsize length = to - from;

  while (*words != '\0')
    {
      gsize size = strcspn (words, " ");
      if (size == length && memcmp (words, lexer->text + from, length) == 0)
        return TRUE;
      words += size + (words[size] == ' ');
    }
  return FALSE;
}

gsize
kd_lexer_line_end (const KdLexer *lexer, gsize pos)
{
  const char *newline =
      pos < lexer->length ? memchr (lexer->text + pos, '\n', lexer->length - pos) : NULL;

  return newline != NULL ? (gsize) (newline - lexer->text) : lexer->length;
}

gboolean
kd_lexer_starts_with (const KdLexer *lexer, const char *what)
{
  gsize length = strlen (what);

  return lexer->length - lexer->pos >= length
         && memcmp (lexer->text + lexer->pos, what, length) == 0;
}

gsize
kd_lexer_digits (const KdLexer *lexer, gsize pos, char separator)
{
  while (pos < lexer->length
         && (kd_is_digit (lexer->text[pos])
             || (separator != '\0' && lexer->text[pos] == separator && pos + 1 < lexer->length
                 && kd_is_digit (lexer->text[pos + 1]))))
    pos++;
  return pos;
}

gboolean
kd_render_tokens (
    KdRender *render, const char *language, gsize language_length, const char *text, gsize length)
{
  static const struct
  {
    const char *name;
    void (*lex) (KdLexer *lexer);
  } lexers[] = {
    { "ruby", kd_lex_ruby },
    { "rb", kd_lex_ruby },
    { "javascript", kd_lex_javascript },
    { "js", kd_lex_javascript },
  };
  KdLexer lexer = { .render = render, .text = text, .length = length };

  for (gsize i = 0; i < G_N_ELEMENTS (lexers); i++)
    if (strlen (lexers[i].name) == language_length
        && memcmp (lexers[i].name, language, language_length) == 0)
      {
        lexers[i].lex (&lexer);
        flush (&lexer);
        return TRUE;
      }
  return FALSE;
}
