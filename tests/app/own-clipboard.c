/* own-clipboard.c - another program that has copied something.
 *
 * usage: own-clipboard TYPE FILE [TYPE FILE]...
 *
 * Offers each file's bytes under its type ("text/html"), until another program copies. A type whose
 * file is "-" is offered too, but never given: the program does not answer. Says "ready" when what
 * it has can be pasted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST  8
#define PIECE (128 * 1024)

typedef struct
{
  Atom type;
  unsigned char *bytes; /* NULL: not given */
  long length;
} Offer;

static Offer offers[MOST];
static int n_offers;

static void
read_file (Offer *offer, const char *path)
{
  FILE *file;

  if (strcmp (path, "-") == 0)
    return;
  file = fopen (path, "rb");
  if (file == NULL || fseek (file, 0, SEEK_END) != 0)
    exit (1);
  offer->length = ftell (file);
  offer->bytes = malloc ((size_t) offer->length + 1);
  rewind (file);
  if (fread (offer->bytes, 1, (size_t) offer->length, file) != (size_t) offer->length)
    exit (1);
  fclose (file);
}

/* FALSE: no answer at all. */
static int
give (Display *display, const XSelectionRequestEvent *request, Atom targets)
{
  Atom atoms[MOST + 1] = { targets };

  for (int i = 0; i < n_offers; i++)
    {
      atoms[i + 1] = offers[i].type;
      if (request->target != offers[i].type)
        continue;
      if (offers[i].bytes == NULL)
        return False;
      XDeleteProperty (display, request->requestor, request->property);
      /* In pieces that fit into a request. */
      for (long at = 0; at == 0 || at < offers[i].length; at += PIECE)
        XChangeProperty (display, request->requestor, request->property, request->target, 8,
                         PropModeAppend, offers[i].bytes + at,
                         (int) (offers[i].length - at < PIECE ? offers[i].length - at : PIECE));
    }
  if (request->target == targets)
    XChangeProperty (display, request->requestor, request->property, XA_ATOM, 32, PropModeReplace,
                     (const unsigned char *) atoms, n_offers + 1);
  return True;
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  Window window;
  Atom clipboard, targets;
  XEvent event;

  if (display == NULL)
    return 1;
  clipboard = XInternAtom (display, "CLIPBOARD", False);
  targets = XInternAtom (display, "TARGETS", False);
  for (int i = 1; i + 1 < argc && n_offers < MOST; i += 2)
    {
      offers[n_offers].type = XInternAtom (display, argv[i], False);
      read_file (&offers[n_offers++], argv[i + 1]);
    }
  window = XCreateSimpleWindow (display, DefaultRootWindow (display), 0, 0, 1, 1, 0, 0, 0);
  XSetSelectionOwner (display, clipboard, window, CurrentTime);
  if (XGetSelectionOwner (display, clipboard) != window)
    return 1;
  puts ("ready");
  fflush (stdout);
  for (;;)
    {
      XEvent answer = { 0 };

      XNextEvent (display, &event);
      if (event.type == SelectionClear)
        return 0;
      if (event.type != SelectionRequest || !give (display, &event.xselectionrequest, targets))
        continue;
      answer.xselection.type = SelectionNotify;
      answer.xselection.requestor = event.xselectionrequest.requestor;
      answer.xselection.selection = event.xselectionrequest.selection;
      answer.xselection.target = event.xselectionrequest.target;
      answer.xselection.property = event.xselectionrequest.property;
      answer.xselection.time = event.xselectionrequest.time;
      XSendEvent (display, answer.xselection.requestor, False, 0, &answer);
      XFlush (display);
    }
}
