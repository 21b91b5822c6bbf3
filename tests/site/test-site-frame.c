/* test-site-frame.c - what is read of the layouts and stylesheets of cases/framed and others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <site.h>

#include <string.h>

static Site *
open_case (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CHAPEAU_TEST_SOURCE"), "tests", "site", "cases", name, NULL);
  g_autoptr (GError) error = NULL;
  Site *site = site_open (path, &error);

  g_assert_no_error (error);
  return site;
}

/* "title: header.hero h1; content: main#contenu article.post div.corps; …" */
static char *
dup_places (const SiteFrame *frame)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < frame->places->len; i++)
    {
      const SiteFramePlace *place = g_ptr_array_index (frame->places, i);

      g_string_append_printf (out, "%s%s%s:", i > 0 ? "\n" : "", place->key,
                              place->loop ? " (each)" : "");
      for (guint j = 0; j < place->path->len; j++)
        {
          const SiteFrameElement *element = g_ptr_array_index (place->path, j);

          g_string_append_printf (out, " %s", element->name);
          if (element->id != NULL)
            g_string_append_printf (out, "#%s", element->id);
          if (element->classes != NULL)
            g_string_append_printf (out, ".%s", element->classes);
        }
    }
  return g_string_free (out, FALSE);
}

static void
test_places (void)
{
  g_autoptr (Site) site = open_case ("framed");
  g_autofree char *layout = site_dup_layout (site, "_posts/2024-01-05-un.md", NULL);
  g_autoptr (SiteFrame) frame = site_load_frame (site, layout);
  g_autofree char *places = dup_places (frame);

  g_assert_cmpstr (layout, ==, "article");
  g_assert_cmpstr (frame->body_classes, ==, "site large");
  g_assert_cmpstr (places, ==,
                   "title: header.hero h1\n"
                   "chapeau-text: header.hero div.chapo\n"
                   "auteur: main#contenu article.post p b\n"
                   "date: main#contenu article.post p\n"
                   "content: main#contenu article.post div.corps\n"
                   "tags (each): main#contenu article.post ul.mots\n"
                   "images: main#contenu article.post figure.vue");
}

/* Equal numbers, one element. */
static void
test_numbers (void)
{
  g_autoptr (Site) site = open_case ("framed");
  g_autoptr (SiteFrame) frame = site_load_frame (site, "article");
  const SiteFramePlace *author = g_ptr_array_index (frame->places, 2);
  const SiteFramePlace *date = g_ptr_array_index (frame->places, 3);
  const SiteFramePlace *content = g_ptr_array_index (frame->places, 4);

#define NUMBER(place, nth) (((SiteFrameElement *) (place)->path->pdata[nth])->number)
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (NUMBER (author, i), ==, NUMBER (date, i));
  g_assert_cmpuint (NUMBER (author, 1), ==, NUMBER (content, 1));
  g_assert_cmpuint (NUMBER (author, 2), !=, NUMBER (content, 2));
  g_assert_cmpuint (NUMBER (author, 0), !=, NUMBER (author, 1));
#undef NUMBER
}

static void
test_stylesheets (void)
{
  g_autoptr (Site) site = open_case ("framed");
  g_autoptr (SiteFrame) frame = site_load_frame (site, "article");
  g_autofree char *sassc = g_find_program_in_path ("sassc");
  const SiteStylesheet *first = g_ptr_array_index (frame->stylesheets, 0);

  g_assert_cmpuint (frame->stylesheets->len, ==, sassc != NULL ? 2 : 1);
  g_assert_cmpstr (first->address, ==, "/assets/css/site.css");
  g_assert_null (first->css);
  if (sassc != NULL)
    {
      const SiteStylesheet *second = g_ptr_array_index (frame->stylesheets, 1);

      g_assert_cmpstr (second->address, ==, "/assets/css/autre.css");
      g_assert_nonnull (g_strstr_len (g_bytes_get_data (second->css, NULL),
                                      (gssize) g_bytes_get_size (second->css), "#654321"));
    }
}

static void
test_nothing_to_read (void)
{
  g_autoptr (Site) framed = open_case ("framed");
  g_autoptr (Site) plain = open_case ("plain/notes");
  g_autoptr (SiteFrame) unknown = site_load_frame (framed, "../../framed/_layouts/article");
  g_autoptr (SiteFrame) none = site_load_frame (plain, NULL);
  g_autofree char *layout = site_dup_layout (plain, "note.md", NULL);

  g_assert_cmpuint (unknown->places->len, ==, 0);
  g_assert_cmpuint (none->places->len, ==, 0);
  g_assert_cmpuint (none->stylesheets->len, ==, 0);
  g_assert_null (layout);
  /* Without a layout that names them, all of assets/css. */
  g_assert_cmpuint (unknown->stylesheets->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site/frame/places", test_places);
  g_test_add_func ("/site/frame/numbers", test_numbers);
  g_test_add_func ("/site/frame/stylesheets", test_stylesheets);
  g_test_add_func ("/site/frame/nothing-to-read", test_nothing_to_read);
  return g_test_run ();
}
