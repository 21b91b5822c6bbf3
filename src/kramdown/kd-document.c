/* kd-document.c - from a text to a document.
 *
 * The parser has a working copy of the text: valid UTF-8, lines that end in "\n", the last one too,
 * and placeholders for Liquid tags. It is what the parser writes over; a map leads from its bytes
 * to those of the text. Of the text itself a document keeps only where its lines end.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-parser.h"

/* Findings beyond so many are not told. */
#define MAX_DIAGNOSTICS 200

/* ---- the working copy ----------------------------------------------------------------------- */

typedef struct
{
  KdDocument *document;
  GString *out;
  GArray *map;
} Copy;

static void
copy_segment (Copy *copy, gsize source)
{
  guint n = copy->map->len;
  KdSegment segment = { (guint32) copy->out->len, (guint32) source };

  if (n > 0)
    {
      const KdSegment *last = &g_array_index (copy->map, KdSegment, n - 1);
      if (last->source + (segment.text - last->text) == segment.source)
        return;
    }
  g_array_append_val (copy->map, segment);
}

static void
copy_bytes (Copy *copy, gsize from, gsize to)
{
  if (to <= from)
    return;
  copy_segment (copy, from);
  g_string_append_len (copy->out, copy->document->text + from, (gssize) (to - from));
}

/* Bytes that stand for others: each of them leads to somewhere in [from, to). */
static void
copy_instead (Copy *copy, const char *bytes, gsize length, gsize from, gsize to)
{
  for (gsize i = 0; i < length; i++)
    {
      copy_segment (copy, i + 1 < length ? MIN (from + i, to - 1) : to - 1);
      g_string_append_c (copy->out, bytes[i]);
    }
}

/* Valid bytes [from, to), where the line endings may be any. */
static void
copy_lines (Copy *copy, gsize from, gsize to)
{
  const char *text = copy->document->text;
  const char *carriage;

  while (from < to && (carriage = memchr (text + from, '\r', to - from)) != NULL)
    {
      gsize at = (gsize) (carriage - text);
      copy_bytes (copy, from, at);
      from = at + 1;
      if (from >= copy->document->length || text[from] != '\n')
        copy_instead (copy, "\n", 1, at, at + 1);
    }
  copy_bytes (copy, from, to);
}

/* Bytes [from, to); what is no UTF-8 is read as U+FFFD. */
static void
copy_text (Copy *copy, gsize from, gsize to)
{
  const char *text = copy->document->text;
  gsize at;

  while ((at = kd_scan_valid (text, from, to)) < to)
    {
      copy_lines (copy, from, at);
      copy_instead (copy, "\357\277\275", 3, at, at + 1);
      from = at + 1;
    }
  copy_lines (copy, from, to);
}

/* @more: room for further bytes. */
static void
set_working_copy (KdDocument *document, const char *text, gsize length, gsize more)
{
  document->working = kd_heap_alloc (&document->heap, length + more, 1);
  document->working_length = length + more;
  document->working_ref = kd_heap_ref (&document->heap, document->working);
  memcpy (document->working, text, length);
}

/* Most texts are as the parser wants them. */
static gboolean
is_ready (const KdDocument *document)
{
  return document->liquid->len == 0 && document->length > 0
         && memchr (document->text, '\r', document->length) == NULL
         && kd_scan_valid (document->text, 0, document->length) == document->length;
}

/* Leaves document->working and its map. */
static GArray *
make_working_copy (KdDocument *document)
{
  Copy copy = { document, NULL, g_array_new (FALSE, FALSE, sizeof (KdSegment)) };
  gsize from = 0;

  if (is_ready (document))
    {
      gboolean ends = document->text[document->length - 1] == '\n';
      KdSegment all = { 0, 0 };
      set_working_copy (document, document->text, document->length, ends ? 0 : 1);
      document->working[document->working_length - 1] = '\n';
      g_array_append_val (copy.map, all);
      return copy.map;
    }
  copy.out = g_string_sized_new (document->length + 2);
  for (guint i = 0; i < document->liquid->len; i++)
    {
      BaseSpan tag = g_array_index (document->liquid, BaseSpan, i);
      char mark[KD_LIQUID_SIZE + 1];
      g_snprintf (mark, sizeof mark, "%c%05u%c", KD_LIQUID_MARK, i, KD_LIQUID_MARK);
      copy_text (&copy, from, tag.start);
      copy_instead (&copy, mark, KD_LIQUID_SIZE, tag.start, tag.end);
      from = tag.end;
    }
  copy_text (&copy, from, document->length);
  if (copy.out->len == 0 || copy.out->str[copy.out->len - 1] != '\n')
    copy_instead (&copy, "\n", 1, document->length, document->length + 1);
  set_working_copy (document, copy.out->str, copy.out->len, 0);
  g_string_free (copy.out, TRUE);
  return copy.map;
}

/* ---- findings ------------------------------------------------------------------------------- */

void
kd_warn (KdParser *parser,
         KdSource *source,
         const char *code,
         guint32 from,
         guint32 to,
         const char *detail,
         const char *argument,
         gssize argument_length)
{
  KdDocument *document = parser->document;
  gsize start = source != NULL ? kd_source_at (source, from) : from;
  gsize end = source != NULL ? kd_source_behind (source, to) : to;
  g_autofree char *text = NULL;
  const char *arguments[] = { NULL, NULL };

  if (document->diagnostics->len >= MAX_DIAGNOSTICS)
    return;
  start = MIN (start, document->length);
  end = CLAMP (end, start, document->length);
  if (argument != NULL)
    text =
        argument_length < 0 ? g_strdup (argument) : g_strndup (argument, (gsize) argument_length);
  arguments[0] = text;
  g_ptr_array_add (document->diagnostics,
                   base_diagnostic_new (BASE_SEVERITY_WARNING, code, base_span (start, end),
                                        (BasePosition){ 0, 0 }, detail,
                                        text != NULL ? arguments : NULL, NULL));
}

static int
compare_diagnostics (gconstpointer a, gconstpointer b)
{
  const BaseDiagnostic *first = *(const BaseDiagnostic *const *) a;
  const BaseDiagnostic *second = *(const BaseDiagnostic *const *) b;

  return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

/* In document order, with lines and columns. */
static void
finish_diagnostics (KdDocument *document)
{
  BasePosition position = { 0, 0 };
  gsize at = 0;

  g_ptr_array_sort (document->diagnostics, compare_diagnostics);
  for (guint i = 0; i < document->diagnostics->len; i++)
    {
      BaseDiagnostic *diagnostic = g_ptr_array_index (document->diagnostics, i);
      const char *newline;
      while (at < diagnostic->span.start
             && (newline = memchr (document->text + at, '\n', diagnostic->span.start - at)) != NULL)
        {
          position = (BasePosition){ position.line + 1, 0 };
          at = (gsize) (newline - document->text) + 1;
        }
      for (; at < diagnostic->span.start; at++)
        position.column += ((guchar) document->text[at] & 0xc0) != 0x80;
      diagnostic->position = position;
    }
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* A bit for each of eight bytes that is a newline. */
static guint8
find_newlines (const char *text)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 bytes, zeros;

  memcpy (&bytes, text, sizeof bytes);
  bytes = GUINT64_FROM_LE (bytes) ^ (ones * '\n');
  zeros = ~(((bytes & (ones * 0x7f)) + (ones * 0x7f)) | bytes) & (ones * 0x80);
  /* Brings the eight bits together. */
  return (guint8) ((zeros >> 7) * G_GUINT64_CONSTANT (0x0102040810204080) >> 56);
}

/* In pairs, fours, eights, and then all eight bytes together. */
static guint
count_bits (guint64 word)
{
  word -= (word >> 1) & G_GUINT64_CONSTANT (0x5555555555555555);
  word = (word & G_GUINT64_CONSTANT (0x3333333333333333))
         + ((word >> 2) & G_GUINT64_CONSTANT (0x3333333333333333));
  word = (word + (word >> 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);
  return (guint) (word * G_GUINT64_CONSTANT (0x0101010101010101) >> 56);
}

static guint64
find_64_newlines (const char *text)
{
  guint64 word = 0;

  for (guint i = 0; i < 8; i++)
    word |= (guint64) find_newlines (text + 8 * i) << 8 * i;
  return word;
}

static void
find_all_lines (KdDocument *document)
{
  gsize n = document->length / KD_LINE_STEP + 1;
  gsize n_words = n * (KD_LINE_STEP / 64);
  guint32 line = 0;

  document->lines = g_new (guint32, n);
  document->newlines = g_new (guint64, n_words);
  for (gsize i = 0; i < n_words; i++)
    {
      gsize from = i * 64;
      guint64 *word = &document->newlines[i];
      if (i % (KD_LINE_STEP / 64) == 0)
        document->lines[i / (KD_LINE_STEP / 64)] = line;
      if (from + 64 <= document->length)
        *word = find_64_newlines (document->text + from);
      else
        {
          char rest[64] = "";
          if (from < document->length)
            memcpy (rest, document->text + from, document->length - from);
          *word = find_64_newlines (rest);
        }
      line += count_bits (*word);
    }
}

gsize
kd_document_line_at (const KdDocument *document, gsize offset)
{
  gsize step = offset / KD_LINE_STEP;
  gsize word = step * (KD_LINE_STEP / 64);
  gsize line = document->lines[step];

  for (; word < offset / 64; word++)
    line += count_bits (document->newlines[word]);
  if (offset % 64 != 0)
    line += count_bits (document->newlines[word] << (64 - offset % 64));
  return line;
}

/* ---- parsing -------------------------------------------------------------------------------- */

static KdDocument *
document_new (const char *text, gsize length, const KdOptions *options)
{
  KdDocument *document = g_new0 (KdDocument, 1);

  kd_heap_init (&document->heap);
  document->length = length;
  document->text = text;
  find_all_lines (document);
  document->options =
      options != NULL ? kd_options_copy (options) : kd_options_new (KD_DEFAULTS_JEKYLL);
  document->abbreviations = g_hash_table_new (g_str_hash, g_str_equal);
  document->footnotes = g_ptr_array_new ();
  document->liquid = g_array_new (FALSE, FALSE, sizeof (BaseSpan));
  document->diagnostics = base_diagnostics_new ();
  if (document->options->liquid)
    kd_liquid_find (document);
  return document;
}

/* @text may be NULL. */
static const char *
heap_copy (KdParser *parser, const char *text)
{
  return text != NULL ? kd_heap_strndup (parser->heap, text, strlen (text)) : NULL;
}

/* Arrays that had more elements are not kept. */
#define MAX_SPARE 1000

GArray *
kd_take_array (KdParser *parser, guint size)
{
  GPtrArray *spare = parser->spare_arrays[size / 4];

  g_assert (size % 4 == 0 && size / 4 < KD_N_SPARE);
  return spare != NULL && spare->len > 0 ? g_ptr_array_steal_index_fast (spare, spare->len - 1)
                                         : g_array_new (FALSE, FALSE, size);
}

void
kd_give_back_array (KdParser *parser, GArray *array)
{
  GPtrArray **spare = &parser->spare_arrays[g_array_get_element_size (array) / 4];

  if (array->len > MAX_SPARE)
    {
      g_array_unref (array);
      return;
    }
  if (*spare == NULL)
    *spare = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_array_set_size (array, 0);
  g_ptr_array_add (*spare, array);
}

/* What references, table cells and looking ahead may cost is bounded by the length of the text. */
static void
parser_init (KdParser *parser, KdDocument *document)
{
  KdOptions *options = document->options;

  memset (parser, 0, sizeof *parser);
  parser->document = document;
  parser->heap = &document->heap;
  parser->options = options;
  parser->alds = g_hash_table_new (g_str_hash, g_str_equal);
  parser->links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  parser->footnotes = g_hash_table_new (g_str_hash, g_str_equal);
  parser->abbreviations = g_ptr_array_new ();
  parser->gfm_elements = g_ptr_array_new ();
  parser->gfm = options->gfm;
  parser->hard_wrap = options->hard_wrap;
  parser->paragraph_end = options->quirk_paragraph_end;
  parser->typographic = !options->gfm || !options->quirk_no_auto_typographic;
  if (options->gfm)
    options->auto_id_stripping = TRUE;
  parser->expansion = 100000 + 8 * document->working_length;
  parser->filler_cells = (guint) (10000 + document->working_length / 4);
  parser->work = (guint) MIN (100000 + 16 * document->working_length, G_MAXUINT);
  for (guint i = 0; i < options->links->len; i++)
    {
      const KdPredefinedLink *link = g_ptr_array_index (options->links, i);
      kd_define_link (parser, kd_normalize_link_id (link->id, strlen (link->id), G_MAXUINT32),
                      heap_copy (parser, link->url), heap_copy (parser, link->title), NULL);
    }
}

static void
parser_clear (KdParser *parser)
{
  g_hash_table_unref (parser->alds);
  g_hash_table_unref (parser->links);
  g_hash_table_unref (parser->footnotes);
  g_ptr_array_unref (parser->abbreviations);
  g_ptr_array_unref (parser->gfm_elements);
  for (guint i = 0; i < KD_N_SPARE; i++)
    g_clear_pointer (&parser->spare_arrays[i], g_ptr_array_unref);
}

static void
parse (KdDocument *document)
{
  g_autoptr (GArray) map = make_working_copy (document);
  KdParser parser;
  KdSource source;

  parser_init (&parser, document);
  kd_source_init (&source, document->working, (guint32) document->working_length,
                  (const KdSegment *) (gpointer) map->data, map->len);
  parser.source = &source;
  document->root = kd_element_new (document, KD_ROOT, 0, (guint32) document->length);
  kd_parse_blocks (&parser, document->root);
  kd_source_clear (&source);
  kd_parser_finish (&parser);
  parser_clear (&parser);
  finish_diagnostics (document);
}

KdDocument *
kd_parse (const char *text, gsize length, const KdOptions *options)
{
  gsize taken = text != NULL ? MIN (length, KD_MAX_LENGTH) : 0;
  KdDocument *document = document_new (text != NULL ? text : "", taken, options);

  parse (document);
  document->text = NULL;
#ifdef __SANITIZE_ADDRESS__
  {
    g_autofree char *problem = NULL;
    if (!kd_document_check (document, &problem))
      g_error ("the tree is not sound: %s", problem);
  }
#endif
  return document;
}

void
kd_document_free (KdDocument *document)
{
  if (document == NULL)
    return;
  g_free (document->lines);
  kd_options_free (document->options);
  g_hash_table_unref (document->abbreviations);
  g_ptr_array_unref (document->footnotes);
  g_array_unref (document->liquid);
  g_ptr_array_unref (document->diagnostics);
  g_free (document->newlines);
  kd_heap_clear (&document->heap);
  g_free (document);
}
