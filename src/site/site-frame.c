/* site-frame.c - what the site puts around a post: its stylesheets, and the elements of its
 * layouts.
 *
 * Read in a worker thread, once a layout, as text (site-layout.c). Stylesheets are, the first that
 * is found:
 *
 *   1. `stylesheets:` (a path or a list) in `_data/chapeau.yml`;
 *   2. what the layouts name in <link rel="stylesheet">, below the root or in the built site;
 *   3. all of assets/css, else of css, then the same below the built site.
 *
 * A .scss that is named there and was not built is compiled by `sassc`, if that is installed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "site-private.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define MAX_FILE        (1024 * 1024) /* of a layout with its includes, of Sass */
#define MAX_LAYOUTS     8             /* a layout of a layout of … */
#define MAX_INCLUDES    100
#define MAX_STYLESHEETS 16
#define SASS_SECONDS    5 /* of processor time */

/* ---- life ----------------------------------------------------------------------------------- */

static void
stylesheet_free (gpointer data)
{
  SiteStylesheet *stylesheet = data;

  g_free (stylesheet->address);
  g_clear_pointer (&stylesheet->css, g_bytes_unref);
  g_free (stylesheet);
}

static SiteFrame *
frame_new (void)
{
  SiteFrame *frame = g_new0 (SiteFrame, 1);

  g_atomic_ref_count_init (&frame->references);
  frame->stylesheets = g_ptr_array_new_with_free_func (stylesheet_free);
  frame->places = g_ptr_array_new_with_free_func (site_frame_place_free);
  frame->body_classes = g_strdup ("");
  return frame;
}

SiteFrame *
site_frame_ref (SiteFrame *frame)
{
  g_atomic_ref_count_inc (&frame->references);
  return frame;
}

void
site_frame_unref (SiteFrame *frame)
{
  if (!g_atomic_ref_count_dec (&frame->references))
    return;
  g_ptr_array_unref (frame->stylesheets);
  g_ptr_array_unref (frame->places);
  g_free (frame->body_classes);
  g_free (frame);
}

/* ---- files ---------------------------------------------------------------------------------- */

/* A regular file of the site that is not too large; NULL otherwise. No name leads out. */
static char *
read_file (const Site *site, const char *name)
{
  g_autofree char *path = g_build_filename (site->root, name, NULL);
  struct stat info;
  char *text = NULL;

  if (strstr (name, "..") != NULL || stat (path, &info) != 0 || !S_ISREG (info.st_mode)
      || info.st_size > MAX_FILE)
    return NULL;
  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

static gboolean
file_exists (const Site *site, const char *name)
{
  g_autofree char *path = g_build_filename (site->root, name, NULL);

  return strstr (name, "..") == NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Takes the header off a text of the site; @layout gets the layout that it names. */
static char *
dup_without_header (char *text, char **layout)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_autoptr (FmHeader) header = fm_header_new (bytes);
  const FmNode *node = fm_header_lookup (header, "layout");
  BaseSpan body = fm_header_get_split (header)->body;
  const char *name = node != NULL ? fm_node_get_string (node, NULL) : NULL;

  if (layout != NULL && name != NULL && *name != '\0')
    *layout = g_strdup (name);
  return g_strndup (text + body.start, base_span_length (body));
}

/* ---- includes ------------------------------------------------------------------------------- */

/* `title=page.title class="x"` as `{% assign include.title = page.title %}…`. */
static void
append_parameters (GString *out, const char *text, const char *end)
{
  while (text < end)
    {
      const char *name = text + strspn (text, " \t\r\n-");
      gsize length = strcspn (name, "= \t\r\n%");
      const char *value = name + length;
      gsize value_length;

      if (*value != '=' || length == 0 || value >= end)
        return;
      value += 1 + strspn (value + 1, " \t");
      if (*value == '"' || *value == '\'')
        {
          const char *close = strchr (value + 1, *value);

          if (close == NULL || close >= end)
            return;
          text = close + 1; /* a text, nothing of the post */
          continue;
        }
      value_length = strcspn (value, " \t\r\n%");
      g_string_append_printf (out, "{%% assign include.%.*s = %.*s %%}", (int) length, name,
                              (int) value_length, value);
      text = value + value_length;
    }
}

/* The text with `{% include NAME … %}` replaced by the named files, again and again. */
static char *
dup_with_includes (const Site *site, char *text)
{
  g_autofree char *given = text;
  g_autoptr (GString) all = g_string_new (given);
  gsize from = 0;

  for (guint count = 0; count < MAX_INCLUDES && all->len < MAX_FILE; count++)
    {
      const char *open = strstr (all->str + from, "{%");
      const char *close = open != NULL ? strstr (open, "%}") : NULL;
      const char *word = open != NULL ? open + 2 + strspn (open + 2, "- \t\r\n") : NULL;
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;
      g_autofree char *included = NULL;
      g_autoptr (GString) put = NULL;

      if (close == NULL)
        break;
      from = (gsize) (close + 2 - all->str);
      if (!g_str_has_prefix (word, "include") || word[7] == '\0')
        {
          count--; /* only includes count; each of these goes forward */
          continue;
        }
      word += strcspn (word, " \t\r\n%");
      word += strspn (word, " \t\r\n");
      name = g_strndup (word, strcspn (word, " \t\r\n%"));
      path = g_build_filename ("_includes", name, NULL);
      included = read_file (site, path);
      if (included == NULL)
        continue;
      from = (gsize) (open - all->str);
      put = g_string_new (NULL);
      append_parameters (put, word + strlen (name), close);
      g_string_append (put, included);
      g_string_erase (all, (gssize) from, close + 2 - open);
      g_string_insert (all, (gssize) from, put->str);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* ---- layouts -------------------------------------------------------------------------------- */

static const SiteFramePlace *
find_content (GPtrArray *places)
{
  for (guint i = 0; i < places->len; i++)
    {
      const SiteFramePlace *place = g_ptr_array_index (places, i);

      if (g_str_equal (place->key, "content"))
        return place;
    }
  return NULL;
}

static gboolean
has_key (GPtrArray *places, const char *key)
{
  for (guint i = 0; i < places->len; i++)
    if (g_str_equal (((SiteFramePlace *) g_ptr_array_index (places, i))->key, key))
      return TRUE;
  return FALSE;
}

/* Takes the place, unless its key has one. */
static void
take_place (GPtrArray *places, SiteFramePlace *place)
{
  if (has_key (places, place->key))
    site_frame_place_free (place);
  else
    g_ptr_array_add (places, place);
}

/* The places of a layout and its outer layout, in the page's order: those of @inner, which is
 * freed, where @outer has its content. NULL, and @inner stays, if it has none. */
static GPtrArray *
nest (GPtrArray *inner, GPtrArray *outer)
{
  const SiteFramePlace *content = find_content (outer);
  GPtrArray *all;

  if (content == NULL)
    return NULL;
  all = g_ptr_array_new_with_free_func (site_frame_place_free);
  for (guint i = 0; i < inner->len; i++)
    {
      SiteFramePlace *place = g_ptr_array_index (inner, i);

      for (guint j = 0; j < content->path->len; j++)
        g_ptr_array_insert (place->path, (int) j,
                            site_frame_element_copy (g_ptr_array_index (content->path, j)));
    }
  while (outer->len > 0)
    {
      SiteFramePlace *place = g_ptr_array_steal_index (outer, 0);

      if (place != content)
        take_place (all, place);
      else
        {
          while (inner->len > 0)
            take_place (all, g_ptr_array_steal_index (inner, 0));
          site_frame_place_free (place);
        }
    }
  g_ptr_array_unref (inner);
  return all;
}

static char *
dup_layout_text (const Site *site, const char *name, char **outer)
{
  g_autofree char *file = g_strconcat (name, ".html", NULL);
  g_autofree char *path = g_build_filename ("_layouts", file, NULL);
  char *text = read_file (site, path);

  return text != NULL ? dup_with_includes (site, dup_without_header (text, outer)) : NULL;
}

/* Reads a layout and those around it; @texts gets all of their text. */
static void
read_layouts (const Site *site, const char *layout, SiteFrame *frame, GString *texts)
{
  g_autofree char *name = g_strdup (layout);

  for (guint depth = 0; name != NULL && depth < MAX_LAYOUTS; depth++)
    {
      g_autofree char *outer = NULL;
      g_autofree char *text = dup_layout_text (site, name, &outer);
      g_autofree char *classes = NULL;
      g_autoptr (GPtrArray) places = NULL;

      if (text == NULL)
        return;
      g_string_append (texts, text);
      places = site_layout_read (text, depth * 10000, &classes);
      if (*classes != '\0')
        {
          g_free (frame->body_classes);
          frame->body_classes = g_steal_pointer (&classes);
        }
      if (depth == 0 && find_content (places) == NULL)
        return;
      if (depth == 0)
        {
          g_ptr_array_unref (frame->places);
          frame->places = g_steal_pointer (&places);
        }
      else
        {
          GPtrArray *all = nest (frame->places, places);

          if (all == NULL)
            return;
          frame->places = all;
        }
      g_free (name);
      name = g_steal_pointer (&outer);
    }
}

/* ---- Sass ----------------------------------------------------------------------------------- */

static void
limit_processor (gpointer data)
{
  struct rlimit limit = { SASS_SECONDS, SASS_SECONDS };

  setrlimit (RLIMIT_CPU, &limit);
}

static GBytes *
compile_sass (const Site *site, const char *name)
{
  char *text = read_file (site, name);
  g_autofree char *sass = text != NULL ? dup_without_header (text, NULL) : NULL;
  g_autofree char *folder = g_path_get_dirname (name);
  g_autofree char *beside = g_build_filename (site->root, folder, NULL);
  g_autofree char *library = g_build_filename (site->root, "_sass", NULL);
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                 | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) input = NULL;
  g_autoptr (GBytes) output = NULL;

  if (sass == NULL)
    return NULL;
  g_subprocess_launcher_set_child_setup (launcher, limit_processor, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, NULL, "sassc", "--stdin", "--load-path", library,
                                         "--load-path", beside, NULL);
  input = g_bytes_new (sass, strlen (sass));
  if (process == NULL || !g_subprocess_communicate (process, input, NULL, &output, NULL, NULL)
      || !g_subprocess_get_successful (process))
    return NULL;
  return g_steal_pointer (&output);
}

/* ---- stylesheets ---------------------------------------------------------------------------- */

static void
add_stylesheet (SiteFrame *frame, const char *name, GBytes *css)
{
  SiteStylesheet *stylesheet;
  g_autoptr (GString) address = g_string_new ("/");

  base_escape_uri_path (address, name, strlen (name));
  for (guint i = 0; i < frame->stylesheets->len; i++)
    {
      stylesheet = g_ptr_array_index (frame->stylesheets, i);
      if (g_str_equal (stylesheet->address, address->str))
        return;
    }
  if (frame->stylesheets->len >= MAX_STYLESHEETS)
    return;
  stylesheet = g_new0 (SiteStylesheet, 1);
  stylesheet->address = g_strdup (address->str);
  stylesheet->css = css != NULL ? g_bytes_ref (css) : NULL;
  g_ptr_array_add (frame->stylesheets, stylesheet);
}

/* "assets/css/main.css": that file, the built one, or what Sass makes of "assets/css/main.scss". */
static void
find_stylesheet (const Site *site, SiteFrame *frame, const char *written)
{
  const char *name = written + strspn (written, "/");
  g_autofree char *built = g_build_filename (site->destination, name, NULL);
  g_autofree char *stem = g_strndup (name, strcspn (name, "?#"));
  g_autofree char *css = NULL;

  if (g_str_has_suffix (stem, ".scss") || g_str_has_suffix (stem, ".sass"))
    stem[strlen (stem) - 5] = '\0';
  else if (g_str_has_suffix (stem, ".css"))
    stem[strlen (stem) - 4] = '\0';
  else
    return;
  css = g_strconcat (stem, ".css", NULL);
  g_free (built);
  built = g_build_filename (site->destination, css, NULL);
  if (file_exists (site, css))
    add_stylesheet (frame, css, NULL);
  else if (file_exists (site, built))
    add_stylesheet (frame, built, NULL);
  else
    {
      g_autofree char *scss = g_strconcat (stem, ".scss", NULL);
      g_autoptr (GBytes) compiled = compile_sass (site, scss);

      if (compiled != NULL)
        add_stylesheet (frame, css, compiled);
    }
}

/* The address in `href="{{ '/assets/css/style.css' | relative_url }}"` and the like. */
static char *
dup_linked (const char *tag)
{
  const char *href = strstr (tag, "href=");
  const char *start = href != NULL ? href + 5 + strspn (href + 5, "\"'") : NULL;
  gsize length;
  g_autofree char *address = NULL;

  if (start == NULL)
    return NULL;
  while (g_str_has_prefix (start, "{{"))
    {
      const char *close = strstr (start, "}}");
      const char *quote = strpbrk (start, "\"'");

      if (close == NULL)
        return NULL;
      if (quote != NULL && quote < close)
        {
          start = quote + 1; /* the text that is filtered */
          break;
        }
      start = close + 2; /* {{ site.baseurl }} before the path */
    }
  length = strcspn (start, "\"'> \t\r\n");
  address = g_strndup (start, length);
  if (strstr (address, "//") != NULL)
    return NULL;
  return g_steal_pointer (&address);
}

static void
find_linked (const Site *site, SiteFrame *frame, const char *texts)
{
  for (const char *at = strstr (texts, "<link"); at != NULL; at = strstr (at + 1, "<link"))
    {
      g_autofree char *tag = g_strndup (at, strcspn (at, ">"));
      g_autofree char *address = NULL;

      if (strstr (tag, "stylesheet") == NULL)
        continue;
      address = dup_linked (tag);
      if (address != NULL)
        find_stylesheet (site, frame, address);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
find_in_folder (const Site *site, SiteFrame *frame, const char *folder)
{
  g_autofree char *path = g_build_filename (site->root, folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".css") && name[0] != '.')
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    add_stylesheet (frame, g_ptr_array_index (names, i), NULL);
}

static void
find_stylesheets (const Site *site, SiteFrame *frame, const char *texts)
{
  static const char *const folders[] = { "assets/css", "css" };
  FmValue *wanted = site_value_member (site->override, "stylesheets");

  if (wanted != NULL)
    {
      g_auto (GStrv) names = site_value_texts (wanted);

      for (char **name = names; *name != NULL; name++)
        find_stylesheet (site, frame, *name);
      return;
    }
  find_linked (site, frame, texts);
  for (guint i = 0; i < G_N_ELEMENTS (folders) && frame->stylesheets->len == 0; i++)
    find_in_folder (site, frame, folders[i]);
  for (guint i = 0; i < G_N_ELEMENTS (folders) && frame->stylesheets->len == 0; i++)
    {
      g_autofree char *built = g_build_filename (site->destination, folders[i], NULL);

      find_in_folder (site, frame, built);
    }
}

/* ---- all ------------------------------------------------------------------------------------ */

char *
site_dup_layout (const Site *site, const char *path, const FmHeader *header)
{
  const FmNode *root = header != NULL ? fm_header_get_root (header) : NULL;
  g_autoptr (FmValue) defaults = site_dup_defaults (site, path);
  g_autoptr (FmValue) value = site_effective_value (root, defaults, "layout");
  const char *name =
      value != NULL && site_value_is_scalar (value) ? fm_value_get_string (value) : NULL;

  return name != NULL && *name != '\0' ? g_strdup (name) : NULL;
}

SiteFrame *
site_load_frame (const Site *site, const char *layout)
{
  SiteFrame *frame = frame_new ();
  g_autoptr (GString) texts = g_string_new (NULL);

  if (layout != NULL)
    read_layouts (site, layout, frame, texts);
  find_stylesheets (site, frame, texts->str);
  return frame;
}
