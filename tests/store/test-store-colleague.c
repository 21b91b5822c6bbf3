/* test-store-colleague.c - row 14: a colleague acts exactly before the N-th system call of a save,
 * for every N; a second one acts later; and calls fail besides.
 *
 * With exchange no text may be lost, whatever happens; without, the target is whole and ours is
 * kept (what is overwritten within the last milliseconds is a limit that the help tells).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "faults.h"
#include "place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define THIRD "le texte d'un troisième\n"

typedef enum
{
  SERVER_EXCHANGE,
  SERVER_LINKS, /* no exchange and no NOREPLACE */
  SERVER_PLAIN, /* no links either */
  SERVERS,
} Server;

typedef struct
{
  Server server;
  gboolean new_post;
  int act; /* number of a call, from the beginning of the save */
  const char *act_text;
  int again; /* the third person's */
  int fault; /* 0: none */
  int code;
  gboolean after;
  gboolean forever;
} Case;

static guint runs;

static gboolean
is_somewhere (Place *place, const char *text)
{
  return tree_has (place->site, text) || tree_has (place->state, text);
}

static void
check (Place *place, const Case *c, const StoreSaveResult *result)
{
  const char *last = c->again != 0 ? THIRD : c->act_text;
  gboolean acted = faults.calls >= MAX (c->act, c->again);
  gboolean whole = file_is (place->post, OLD) || file_is (place->post, NEW)
                   || file_is (place->post, OTHER) || file_is (place->post, THIRD)
                   || !g_file_test (place->post, G_FILE_TEST_EXISTS)
                   || (c->act_text != NULL && file_is (place->post, c->act_text))
                   || (c->server == SERVER_PLAIN && c->new_post && file_is (place->post, ""));
  g_autofree char *drafts = g_path_get_dirname (place->post);
  if (!whole || !is_somewhere (place, NEW)
      || (acted && last != NULL && c->server == SERVER_EXCHANGE && !is_somewhere (place, last)))
    g_error ("server %d new %d act %d again %d fault %d code %d after %d forever %d: status %d, "
             "whole %d, ours %d, theirs %d",
             c->server, c->new_post, c->act, c->again, c->fault, c->code, c->after, c->forever,
             result->status, whole, is_somewhere (place, NEW),
             last == NULL || is_somewhere (place, last));
  g_assert_cmpuint (count_md (drafts), <=, 1);
  runs++;
}

/* FALSE when the save was over before anybody acted. */
static gboolean
one (const Case *c)
{
  Place place;
  gboolean acted;
  reset_faults ();
  place = place_new (c->new_post ? NULL : OLD, &faults.ops);
  {
    g_autoptr (StoreFolder) folder = store_folder_open (place.site, &place.config, NULL);
    g_autoptr (StorePost) post = c->new_post ? store_post_new_untitled (folder, NULL)
                                             : store_post_load_sync (folder, "_drafts/a.md", NULL);
    g_autoptr (GBytes) text = bytes_of (NEW);
    g_autoptr (StoreSaveResult) result = NULL;
    g_assert_true (store_post_journal_sync (post, text, NULL));
    faults.no_exchange = c->server != SERVER_EXCHANGE;
    faults.no_link = c->server == SERVER_PLAIN;
    faults.calls = 0;
    faults.acts[0].at = c->act;
    faults.acts[0].text = c->act_text;
    faults.acts[1].at = c->again;
    faults.acts[1].text = THIRD;
    faults.act_path = place.post;
    faults.at = c->fault;
    faults.code = c->code;
    faults.after = c->after;
    faults.forever = c->forever;
    result = c->new_post ? store_post_save_as_sync (post, "_drafts/a.md", text, NULL)
                         : store_post_save_sync (post, text, NULL);
    acted = faults.calls >= c->act;
    faults.at = 0;
    check (&place, c, result);
    if (result->status == STORE_SAVED && (!acted || c->act_text == NULL) && c->fault == 0)
      g_assert_true (file_is (place.post, NEW) || acted);
    if (acted && result->status == STORE_PENDING && c->fault != 0)
      {
        /* The server is well again. */
        faults.now += 5 * G_TIME_SPAN_SECOND;
        store_folder_tick_sync (folder);
        check (&place, c, result);
      }
  }
  drain ();
  place_clear (&place);
  return acted;
}

static void
test_every_call (void)
{
  runs = 0;
  for (int server = 0; server < SERVERS; server++)
    for (int new_post = 0; new_post < 2; new_post++)
      for (int what = 0; what < 4; what++)
        {
          static const char *const texts[] = { OTHER, NULL, NEW, "" };
          Case c = { .server = (Server) server,
                     .new_post = new_post != 0,
                     .act_text = texts[what] };
          do
            c.act++;
          while (one (&c));
        }
  g_test_message ("%u runs", runs);
  g_assert_cmpuint (runs, >, 300);
}

static void
test_two_colleagues (void)
{
  runs = 0;
  for (int new_post = 0; new_post < 2; new_post++)
    for (int distance = 1; distance < 24; distance++)
      {
        Case c = { .new_post = new_post != 0, .act_text = OTHER };
        do
          {
            c.act++;
            c.again = c.act + distance;
          }
        while (one (&c));
      }
  g_test_message ("%u runs", runs);
}

static void
test_with_faults (gconstpointer data)
{
  Server server = (Server) GPOINTER_TO_INT (data);
  gboolean thorough = g_getenv ("STORE_LONG") != NULL;
  static const int codes[] = { EIO, EINVAL };
  runs = 0;
  for (guint code = 0; code < G_N_ELEMENTS (codes); code++)
    for (int mode = 0; mode < 3; mode++)
      for (int distance = 0; distance < 40; distance += thorough ? 1 : 2)
        {
          Case c = { .server = server,
                     .act_text = OTHER,
                     .code = codes[code],
                     .after = mode == 1,
                     .forever = mode == 2 };
          c.act = thorough ? 0 : 24 + distance % 3;
          do
            {
              c.act += thorough ? 1 : 3;
              c.fault = c.act + distance;
            }
          while (one (&c));
        }
  g_test_message ("%u runs", runs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/matrix/row-14-at-every-call", test_every_call);
  g_test_add_func ("/store/matrix/row-14-two-colleagues", test_two_colleagues);
  g_test_add_data_func ("/store/matrix/row-14-with-faults/exchange",
                        GINT_TO_POINTER (SERVER_EXCHANGE), test_with_faults);
  g_test_add_data_func ("/store/matrix/row-14-with-faults/links", GINT_TO_POINTER (SERVER_LINKS),
                        test_with_faults);
  g_test_add_data_func ("/store/matrix/row-14-with-faults/plain", GINT_TO_POINTER (SERVER_PLAIN),
                        test_with_faults);
  return g_test_run ();
}
