/* kd-lexer-ruby.c - Ruby code in tokens.
 *
 * What a "/", "%" or "?" is depends on what stands before it: at the start of an expression they
 * begin a pattern, a string or a character; behind a name it depends on the space around. Not
 * known: "%" strings that nest in themselves more than once, and "{" inside an interpolation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-lexer.h"

#define KEYWORDS                                                                                   \
  "BEGIN END alias begin break case defined? do else elsif end ensure for if in next redo rescue " \
  "raise retry return super then undef unless until when while yield"
#define PSEUDO                                                                                     \
  "loop include extend raise alias_method attr catch throw private module_function public "        \
  "protected true false nil __FILE__ __LINE__"
#define BUILTINS                                                                                   \
  "attr_reader attr_writer attr_accessor __id__ __send__ abort ancestors at_exit autoload "        \
  "binding callcc caller catch chomp chop class_eval class_variables clone const_defined? "        \
  "const_get const_missing const_set constants display dup eval exec exit extend fail fork "       \
  "format freeze getc gets global_variables gsub hash id included_modules inspect instance_eval "  \
  "instance_method instance_methods instance_variable_get instance_variable_set "                  \
  "instance_variables lambda load local_variables loop method method_missing methods "             \
  "module_eval name object_id open p print printf private_class_method "                           \
  "private_instance_methods private_methods proc protected_instance_methods protected_methods "    \
  "public_class_method public_instance_methods public_methods putc puts raise rand readline "      \
  "readlines require require_relative scan select self send set_trace_func singleton_methods "     \
  "sleep split sprintf srand sub syscall system taint test throw to_a to_s trace_var trap "        \
  "untaint untrace_var warn"
#define QUESTIONS                                                                                  \
  "autoload? block_given? const_defined? eql? equal? frozen? include? instance_of? is_a? "         \
  "iterator? kind_of? method_defined? nil? private_method_defined? protected_method_defined? "     \
  "public_method_defined? respond_to? tainted? chomp! chop! exit! gsub! sub!"

#define MAX_NESTING  20
#define MAX_HEREDOCS 8

/* What stands before the place. */
typedef enum
{
  BEFORE_START, /* nothing, or what an expression follows */
  BEFORE_NAME,
  BEFORE_SPACE, /* a name, and space */
  BEFORE_VALUE,
} Before;

typedef struct
{
  gsize name;
  gsize length;
  gboolean indented;
} Heredoc;

typedef struct
{
  KdLexer *lexer;
  Before before;
  guint ternaries;
  guint nesting;
  gboolean no_single; /* a "'" was not closed: none behind it is looked for */
  gboolean no_end;    /* the same for "=end" */
  guint n_heredocs;
  Heredoc heredocs[MAX_HEREDOCS];
} Ruby;

static void lex (Ruby *ruby, gboolean in_string);

static gsize
word_end (const KdLexer *lexer, gsize pos)
{
  return kd_scan_ascii_word (lexer->text, pos, lexer->length);
}

static void
take (Ruby *ruby, KdToken token, gsize end, Before before)
{
  kd_lexer_take_to (ruby->lexer, token, end);
  ruby->before = before;
}

/* ---- strings -------------------------------------------------------------------------------- */

/* "#{ … }", "#@name" or an escape; FALSE if none of them stands here. */
static gboolean
lex_inside_string (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char c = kd_lexer_peek (lexer, 0);
  char next = kd_lexer_peek (lexer, 1);
  gsize pos = lexer->pos + 1;

  if (c == '#' && next == '{' && ruby->nesting < MAX_NESTING)
    {
      kd_lexer_take (lexer, KD_TOKEN_INTERPOLATION, 2);
      ruby->before = BEFORE_VALUE;
      ruby->nesting++;
      lex (ruby, TRUE);
      ruby->nesting--;
      kd_lexer_take (lexer, KD_TOKEN_INTERPOLATION, 1);
      return TRUE;
    }
  if (c == '#' && (next == '@' || next == '$'))
    {
      pos += next == '@' && kd_lexer_peek (lexer, 2) == '@' ? 2 : 1;
      if (pos >= lexer->length
          || !(kd_is_ascii_alpha (lexer->text[pos]) || lexer->text[pos] == '_'))
        return FALSE;
      kd_lexer_take_to (lexer, KD_TOKEN_INTERPOLATION, word_end (lexer, pos));
      return TRUE;
    }
  if (c != '\\' || next == '\0' || next == '\n')
    return FALSE;
  pos++;
  if (next == 'x')
    while (pos < lexer->pos + 4 && pos < lexer->length && g_ascii_isxdigit (lexer->text[pos]))
      pos++;
  else if (next >= '0' && next <= '7')
    while (pos < lexer->pos + 4 && pos < lexer->length && lexer->text[pos] >= '0'
           && lexer->text[pos] <= '7')
      pos++;
  else
    while (pos < lexer->length && ((guchar) lexer->text[pos] & 0xc0) == 0x80)
      pos++;
  kd_lexer_take_to (lexer, KD_TOKEN_ESCAPE, pos);
  return TRUE;
}

/* From behind the opening sign to behind the closing one. */
static void
lex_string (Ruby *ruby, KdToken token, char open, char close, gboolean interpolated)
{
  KdLexer *lexer = ruby->lexer;
  guint depth = 1;

  while (lexer->pos < lexer->length && depth > 0)
    {
      char c = lexer->text[lexer->pos];
      if (interpolated && lex_inside_string (ruby))
        continue;
      if (!interpolated && c == '\\'
          && (kd_lexer_peek (lexer, 1) == close || kd_lexer_peek (lexer, 1) == '\\'))
        {
          kd_lexer_take (lexer, KD_TOKEN_ESCAPE, 2);
          continue;
        }
      if (c == close)
        depth--;
      else if (c == open)
        depth++;
      kd_lexer_take (lexer, token, 1);
    }
  ruby->before = BEFORE_VALUE;
}

/* Behind the "'" that closes the one at @pos; 0 if there is none. */
static gsize
single_end (Ruby *ruby, gsize pos)
{
  const KdLexer *lexer = ruby->lexer;

  if (ruby->no_single)
    return 0;
  for (pos++; pos < lexer->length && lexer->text[pos] != '\''; pos++)
    if (lexer->text[pos] == '\\' && pos + 1 < lexer->length)
      pos++;
  ruby->no_single = pos >= lexer->length;
  return pos < lexer->length ? pos + 1 : 0;
}

static void
lex_regex (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  gsize end;

  kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
  while (lexer->pos < lexer->length && lexer->text[lexer->pos] != '/')
    {
      if (lexer->text[lexer->pos] == '\\')
        kd_lexer_take (lexer, KD_TOKEN_REGEX, 2);
      else if (!lex_inside_string (ruby))
        kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
    }
  end = MIN (lexer->pos + 1, lexer->length);
  while (end < lexer->length && strchr ("mixounse", lexer->text[end]) != NULL)
    end++;
  take (ruby, KD_TOKEN_REGEX, end, BEFORE_VALUE);
}

/* %(…), %w[…], %r{…} */
static gboolean
lex_percent (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char kind = kd_lexer_peek (lexer, 1);
  gboolean named = kind != '\0' && strchr ("rqswQWxiI", kind) != NULL;
  char open = kd_lexer_peek (lexer, named ? 2 : 1);
  const char *pair = open != '\0' ? strchr ("()[]{}<>", open) : NULL;
  char close = pair != NULL && (pair - "()[]{}<>") % 2 == 0 ? pair[1] : open;
  KdToken token = kind == 'r' ? KD_TOKEN_REGEX : KD_TOKEN_STRING_OTHER;

  if (open == '\0' || kd_is_space (open) || kd_is_word (open) || ((guchar) open & 0x80) != 0)
    return FALSE;
  kd_lexer_take (lexer, token, named ? 3 : 2);
  lex_string (ruby, token, open, close, named && strchr ("rQWxI", kind) != NULL);
  if (kind == 'r')
    while (kd_lexer_peek (lexer, 0) != '\0' && strchr ("mixounse", kd_lexer_peek (lexer, 0)))
      kd_lexer_take (lexer, KD_TOKEN_REGEX, 1);
  return TRUE;
}

/* The sign of a heredoc, whose text comes with the next line. */
static gboolean
lex_heredoc_sign (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  gsize pos = lexer->pos + 2;
  gsize start, end;
  char quote = '\0';
  gboolean indented;

  if (!kd_lexer_starts_with (lexer, "<<") || ruby->n_heredocs == MAX_HEREDOCS
      || (lexer->pos > 0 && kd_is_word (lexer->text[lexer->pos - 1])))
    return FALSE;
  indented = pos < lexer->length && (lexer->text[pos] == '-' || lexer->text[pos] == '~');
  pos += indented;
  start = pos;
  if (pos < lexer->length && strchr ("\"'`", lexer->text[pos]) != NULL)
    quote = lexer->text[pos++];
  end = word_end (lexer, pos);
  if (end == pos || kd_is_digit (lexer->text[pos])
      || (quote != '\0' && (end >= lexer->length || lexer->text[end] != quote)))
    return FALSE;
  ruby->heredocs[ruby->n_heredocs++] = (Heredoc){ pos, end - pos, indented };
  kd_lexer_take_to (lexer, KD_TOKEN_OPERATOR, start);
  take (ruby, KD_TOKEN_CONSTANT, end + (quote != '\0'), BEFORE_VALUE);
  return TRUE;
}

static gboolean
ends_heredoc (const KdLexer *lexer, const Heredoc *heredoc, gsize end)
{
  gsize from = lexer->pos;

  if (heredoc->indented)
    from = kd_skip_blanks (lexer->text, from, end);
  while (end > from && kd_is_space (lexer->text[end - 1]))
    end--;
  return end - from == heredoc->length
         && memcmp (lexer->text + from, lexer->text + heredoc->name, heredoc->length) == 0;
}

/* The texts of the heredocs that the line named. */
static void
lex_heredocs (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;

  for (guint i = 0; i < ruby->n_heredocs; i++)
    while (lexer->pos < lexer->length)
      {
        gsize end;
        kd_lexer_take (lexer, KD_TOKEN_HEREDOC, 1);
        end = kd_lexer_line_end (lexer, lexer->pos);
        if (ends_heredoc (lexer, &ruby->heredocs[i], end))
          {
            kd_lexer_take_to (lexer, KD_TOKEN_CONSTANT, end);
            break;
          }
        while (lexer->pos < lexer->length && lexer->text[lexer->pos] != '\n')
          if (!lex_inside_string (ruby))
            kd_lexer_take (lexer, KD_TOKEN_HEREDOC, 1);
      }
  ruby->n_heredocs = 0;
}

/* ---- names ---------------------------------------------------------------------------------- */

/* The name of what "def" defines, perhaps behind that of an object. */
static void
lex_def_name (Ruby *ruby)
{
  static const char *const operators[] = { "**", "*",   "+@", "-@", "+",  "-",   "/",   "%",
                                           "&",  "|",   "^",  "`",  "~",  "[]=", "[]",  "<<",
                                           ">>", "<=>", "<=", "<",  ">=", ">",   "===", "==" };
  KdLexer *lexer = ruby->lexer;
  gsize end;

  kd_lexer_take_to (lexer, KD_TOKEN_TEXT, kd_skip_space (lexer->text, lexer->pos, lexer->length));
  end = word_end (lexer, lexer->pos);
  if (end > lexer->pos && end + 1 < lexer->length && lexer->text[end] == '.')
    {
      kd_lexer_take_to (lexer, KD_TOKEN_CLASS, end);
      kd_lexer_take (lexer, KD_TOKEN_OPERATOR, 1);
      end = word_end (lexer, lexer->pos);
    }
  if (end > lexer->pos)
    {
      if (end < lexer->length && (lexer->text[end] == '?' || lexer->text[end] == '!'))
        end++;
      take (ruby, KD_TOKEN_FUNCTION, end, BEFORE_VALUE);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (kd_lexer_starts_with (lexer, operators[i]))
      {
        take (ruby, KD_TOKEN_FUNCTION, lexer->pos + strlen (operators[i]), BEFORE_VALUE);
        return;
      }
  ruby->before = BEFORE_VALUE;
}

/* Name::Name::Name */
static gsize
path_end (const KdLexer *lexer, gsize pos)
{
  gsize end = word_end (lexer, pos);

  while (end > pos && end + 2 < lexer->length && lexer->text[end] == ':'
         && lexer->text[end + 1] == ':' && kd_is_word (lexer->text[end + 2]))
    end = word_end (lexer, end + 2);
  return end;
}

static void
lex_class_name (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;

  ruby->before = BEFORE_VALUE;
  for (;;)
    {
      gsize space = kd_skip_space (lexer->text, lexer->pos, lexer->length);
      gsize end = path_end (lexer, space);
      kd_lexer_take_to (lexer, KD_TOKEN_TEXT, space);
      if (end > word_end (lexer, space))
        kd_lexer_take_to (lexer, KD_TOKEN_CLASS, end);
      else if (kd_lexer_starts_with (lexer, "<<"))
        {
          take (ruby, KD_TOKEN_OPERATOR, lexer->pos + 2, BEFORE_START);
          return;
        }
      else
        {
          if (end > space && (g_ascii_isupper (lexer->text[space]) || lexer->text[space] == '_'))
            kd_lexer_take_to (lexer, KD_TOKEN_CLASS, end);
          return;
        }
    }
}

static void
lex_word (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  gsize from = lexer->pos;
  gsize end = word_end (lexer, from);
  gboolean marked = end < lexer->length && (lexer->text[end] == '?' || lexer->text[end] == '!');
  gsize behind = end + marked;

  if (!g_ascii_isupper (lexer->text[from]) && behind + 1 < lexer->length
      && lexer->text[behind] == ':' && kd_is_space (lexer->text[behind + 1]))
    take (ruby, KD_TOKEN_SYMBOL, kd_skip_space (lexer->text, behind + 1, lexer->length),
          BEFORE_START);
  else if (marked && kd_lexer_is_one_of (lexer, from, behind, KEYWORDS))
    take (ruby, KD_TOKEN_KEYWORD, behind, BEFORE_START);
  else if (kd_lexer_is_one_of (lexer, from, end, KEYWORDS))
    take (ruby, KD_TOKEN_KEYWORD, end, BEFORE_START);
  else if (kd_lexer_is_one_of (lexer, from, end, PSEUDO))
    take (ruby, KD_TOKEN_PSEUDO, end, BEFORE_START);
  else if (kd_lexer_is_one_of (lexer, from, end, "module")
           && g_ascii_isupper (lexer->text[MIN (kd_skip_space (lexer->text, end, lexer->length),
                                                lexer->length - 1)]))
    {
      kd_lexer_take_to (lexer, KD_TOKEN_KEYWORD, end);
      kd_lexer_take_to (lexer, KD_TOKEN_TEXT, kd_skip_space (lexer->text, end, lexer->length));
      take (ruby, KD_TOKEN_NAMESPACE, path_end (lexer, lexer->pos), BEFORE_VALUE);
    }
  else if (kd_lexer_is_one_of (lexer, from, end, "def class"))
    {
      kd_lexer_take_to (lexer, KD_TOKEN_KEYWORD, end);
      if (lexer->text[from] == 'd')
        lex_def_name (ruby);
      else
        lex_class_name (ruby);
    }
  else if (marked && kd_lexer_is_one_of (lexer, from, behind, QUESTIONS))
    take (ruby, KD_TOKEN_BUILTIN, behind, BEFORE_START);
  else if (kd_lexer_is_one_of (lexer, from, end, BUILTINS))
    take (ruby, KD_TOKEN_BUILTIN, end, BEFORE_NAME);
  else if (g_ascii_isupper (lexer->text[from]))
    take (ruby, KD_TOKEN_CONSTANT, end, BEFORE_NAME);
  else
    take (ruby, KD_TOKEN_NAME, behind, marked ? BEFORE_START : BEFORE_NAME);
}

/* ---- the rest ------------------------------------------------------------------------------- */

static void
lex_number (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char next = kd_lexer_peek (lexer, 1);
  gsize end = kd_lexer_digits (lexer, lexer->pos, '_');
  KdToken token = KD_TOKEN_INTEGER;

  if (lexer->text[lexer->pos] == '0' && (next == 'x' || next == 'b'))
    {
      token = next == 'x' ? KD_TOKEN_HEXADECIMAL : KD_TOKEN_BINARY;
      for (end = lexer->pos + 2;
           end < lexer->length && (g_ascii_isxdigit (lexer->text[end]) || lexer->text[end] == '_');
           end++)
        ;
    }
  else if (lexer->text[lexer->pos] == '0' && next >= '0' && next <= '7')
    token = KD_TOKEN_OCTAL;
  else if (end + 1 < lexer->length && lexer->text[end] == '.' && kd_is_digit (lexer->text[end + 1]))
    {
      token = KD_TOKEN_FLOAT;
      end = kd_lexer_digits (lexer, end + 1, '_');
    }
  if (end + 1 < lexer->length && (lexer->text[end] | 0x20) == 'e'
      && (kd_is_digit (lexer->text[end + 1])
          || (strchr ("+-", lexer->text[end + 1]) && end + 2 < lexer->length
              && kd_is_digit (lexer->text[end + 2])))
      && (token == KD_TOKEN_INTEGER || token == KD_TOKEN_FLOAT))
    {
      token = KD_TOKEN_FLOAT;
      end = kd_lexer_digits (lexer, end + 2, '\0');
    }
  take (ruby, token, end, BEFORE_VALUE);
}

static gboolean
lex_variable (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char c = lexer->text[lexer->pos];
  gsize name = lexer->pos + (kd_lexer_starts_with (lexer, "@@") ? 2 : 1);
  gsize end = word_end (lexer, name);

  if (c == '@')
    {
      if (end == name)
        return FALSE;
      take (ruby, name - lexer->pos == 2 ? KD_TOKEN_CLASS_VARIABLE : KD_TOKEN_INSTANCE_VARIABLE,
            end, BEFORE_VALUE);
      return TRUE;
    }
  if (end == name && name < lexer->length && g_ascii_ispunct (lexer->text[name]))
    end = name + 1;
  take (ruby, end > name ? KD_TOKEN_GLOBAL : KD_TOKEN_ERROR, end, BEFORE_VALUE);
  return TRUE;
}

/* Whether the ":" at the place stands between the two halves of "a ? b : c". */
static gboolean
divides_ternary (const Ruby *ruby)
{
  const KdLexer *lexer = ruby->lexer;
  gsize end = kd_lexer_line_end (lexer, lexer->pos);

  if (ruby->ternaries == 0)
    return FALSE;
  if (kd_is_space (kd_lexer_peek (lexer, 1)))
    return TRUE;
  for (gsize pos = lexer->pos + 1; pos < end && lexer->text[pos] != '#'; pos++)
    if (lexer->text[pos] == ':' || lexer->text[pos] == '\\')
      return FALSE;
  return TRUE;
}

static void
lex_colon (Ruby *ruby)
{
  static const char *const operators[] = { "**", "[]=", "[]", "<=>", "===", "==", "=~", "<<",
                                           ">>", "<=",  ">=", "+@",  "-@",  "<",  ">",  "*",
                                           "/",  "%",   "&",  "|",   "^",   "`",  "~" };
  KdLexer *lexer = ruby->lexer;
  gsize pos = lexer->pos + 1;
  char next = kd_lexer_peek (lexer, 1);

  if (divides_ternary (ruby))
    {
      ruby->ternaries--;
      take (ruby, KD_TOKEN_PUNCTUATION, pos, BEFORE_START);
      return;
    }
  if (next == ':')
    {
      take (ruby, KD_TOKEN_OPERATOR, pos + 1, BEFORE_VALUE);
      return;
    }
  if (next == '"')
    {
      kd_lexer_take (lexer, KD_TOKEN_SYMBOL, 2);
      lex_string (ruby, KD_TOKEN_SYMBOL, '"', '"', TRUE);
      return;
    }
  if (next == '\'' && single_end (ruby, pos) != 0)
    {
      take (ruby, KD_TOKEN_SYMBOL, single_end (ruby, pos), BEFORE_VALUE);
      return;
    }
  while (pos < lexer->pos + 3 && pos < lexer->length && lexer->text[pos] == '@')
    pos++;
  if (pos < lexer->length && (kd_is_ascii_alpha (lexer->text[pos]) || lexer->text[pos] == '_'))
    {
      pos = word_end (lexer, pos);
      pos += pos < lexer->length && (lexer->text[pos] == '?' || lexer->text[pos] == '!');
      take (ruby, KD_TOKEN_SYMBOL, pos, BEFORE_VALUE);
      return;
    }
  pos = lexer->pos;
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (lexer->length - pos > strlen (operators[i])
        && strncmp (lexer->text + pos + 1, operators[i], strlen (operators[i])) == 0)
      {
        take (ruby, KD_TOKEN_SYMBOL, pos + 1 + strlen (operators[i]), BEFORE_VALUE);
        return;
      }
  take (ruby, KD_TOKEN_PUNCTUATION, pos + 1, BEFORE_START);
}

/* A range, a call, or a full stop. */
static void
lex_dot (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  gsize pos = lexer->pos + 1;
  gsize end;

  if (pos < lexer->length && lexer->text[pos] == '.')
    {
      take (ruby, KD_TOKEN_OPERATOR, pos + 1 + (kd_lexer_peek (lexer, 2) == '.'), BEFORE_START);
      return;
    }
  pos = kd_skip_space (lexer->text, pos, lexer->length);
  end = word_end (lexer, pos);
  if (end > pos && !g_ascii_isupper (lexer->text[pos]) && !kd_is_digit (lexer->text[pos]))
    end += end < lexer->length && (lexer->text[end] == '?' || lexer->text[end] == '!');
  else if (pos < lexer->length && strchr ("*%&^`~+,-./[<>=", lexer->text[pos]) != NULL)
    end = pos + 1;
  else
    {
      take (ruby, KD_TOKEN_OPERATOR, lexer->pos + 1, BEFORE_START);
      return;
    }
  kd_lexer_take (lexer, KD_TOKEN_PUNCTUATION, 1);
  kd_lexer_take_to (lexer, KD_TOKEN_TEXT, pos);
  take (ruby, KD_TOKEN_FUNCTION, end, BEFORE_NAME);
}

static void
lex_question (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  gsize end = lexer->pos + 1;

  if (ruby->before == BEFORE_START && end < lexer->length && !kd_is_space (lexer->text[end]))
    {
      gboolean escaped = lexer->text[end] == '\\' && end + 1 < lexer->length;
      guint size;
      kd_decode (lexer->text, end + escaped, &size);
      size += escaped;
      if (!kd_word_at (lexer->text, end + size, lexer->length))
        {
          take (ruby, KD_TOKEN_CHARACTER, end + size, BEFORE_VALUE);
          return;
        }
    }
  ruby->ternaries++;
  take (ruby, KD_TOKEN_PUNCTUATION, end, BEFORE_START);
}

/* "/" or "%": an operator, or what it begins. */
static void
lex_slash_or_percent (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char c = lexer->text[lexer->pos];
  char next = kd_lexer_peek (lexer, 1);
  gboolean begins = ruby->before == BEFORE_START;

  if (ruby->before == BEFORE_SPACE && next != '=')
    begins = c == '%' || (next != '\0' && !kd_is_space (next));
  if (begins && c == '/')
    lex_regex (ruby);
  else if (!begins || !lex_percent (ruby))
    take (ruby, KD_TOKEN_OPERATOR, lexer->pos + 1, BEFORE_START);
}

static void
lex_space (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;

  if (lexer->text[lexer->pos] == '\n')
    {
      if (ruby->n_heredocs > 0)
        lex_heredocs (ruby);
      take (ruby, KD_TOKEN_TEXT, kd_skip_space (lexer->text, lexer->pos, lexer->length),
            BEFORE_START);
      return;
    }
  kd_lexer_take (lexer, KD_TOKEN_TEXT, 1);
  if (ruby->before == BEFORE_NAME)
    ruby->before = BEFORE_SPACE;
}

static gboolean
lex_comment (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  const char *end;

  if (lexer->text[lexer->pos] == '#')
    {
      kd_lexer_take_to (lexer, KD_TOKEN_COMMENT_LINE, kd_lexer_line_end (lexer, lexer->pos));
      return TRUE;
    }
  if (kd_lexer_starts_with (lexer, "__END__"))
    {
      kd_lexer_take_to (lexer, KD_TOKEN_PREPROCESSOR, lexer->length);
      return TRUE;
    }
  if (ruby->no_end || !kd_lexer_starts_with (lexer, "=begin"))
    return FALSE;
  end = memmem (lexer->text + lexer->pos, lexer->length - lexer->pos, "\n=end", 5);
  if (end != NULL)
    kd_lexer_take_to (lexer, KD_TOKEN_COMMENT_BLOCK, (gsize) (end - lexer->text) + 5);
  ruby->no_end = end == NULL;
  return end != NULL;
}

static void
lex_quote (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char c = lexer->text[lexer->pos];
  KdToken token = c == '"' ? KD_TOKEN_DOUBLE : KD_TOKEN_BACKTICK;

  if (c != '\'')
    {
      kd_lexer_take (lexer, token, 1);
      lex_string (ruby, token, c, c, TRUE);
    }
  else if (single_end (ruby, lexer->pos) != 0)
    take (ruby, KD_TOKEN_SINGLE, single_end (ruby, lexer->pos), BEFORE_VALUE);
  else
    kd_lexer_take (lexer, KD_TOKEN_ERROR, 1);
}

static void
lex_sign (Ruby *ruby)
{
  KdLexer *lexer = ruby->lexer;
  char c = lexer->text[lexer->pos];
  guint size;

  if (strchr ("[({,;\\", c) != NULL)
    take (ruby, KD_TOKEN_PUNCTUATION, lexer->pos + 1, BEFORE_START);
  else if (strchr ("])}", c) != NULL)
    take (ruby, KD_TOKEN_PUNCTUATION, lexer->pos + 1, BEFORE_VALUE);
  else if (strchr ("-+*=<>&!^|~", c) != NULL)
    take (ruby, KD_TOKEN_OPERATOR, lexer->pos + 1, BEFORE_START);
  else
    {
      kd_decode (lexer->text, lexer->pos, &size);
      kd_lexer_take (lexer, KD_TOKEN_ERROR, size);
    }
}

static void
lex (Ruby *ruby, gboolean in_string)
{
  KdLexer *lexer = ruby->lexer;

  while (lexer->pos < lexer->length)
    {
      char c = lexer->text[lexer->pos];
      if (c == '\0')
        kd_lexer_take (lexer, KD_TOKEN_ERROR, 1);
      else if (c == '}' && in_string)
        return;
      else if (kd_is_space (c))
        lex_space (ruby);
      else if (lex_comment (ruby))
        continue;
      else if (kd_is_digit (c))
        lex_number (ruby);
      else if (kd_is_word (c))
        lex_word (ruby);
      else if (c == '"' || c == '\'' || c == '`')
        lex_quote (ruby);
      else if (c == ':')
        lex_colon (ruby);
      else if (c == '.')
        lex_dot (ruby);
      else if (c == '?')
        lex_question (ruby);
      else if (c == '/' || c == '%')
        lex_slash_or_percent (ruby);
      else if (!((c == '@' || c == '$') && lex_variable (ruby)) && !lex_heredoc_sign (ruby))
        lex_sign (ruby);
    }
}

void
kd_lex_ruby (KdLexer *lexer)
{
  Ruby ruby = { .lexer = lexer };

  lex (&ruby, FALSE);
}
