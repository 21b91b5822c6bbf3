/* faults.h - a table of system calls that fail, lie, stop the process or let a colleague act.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <store-ops.h>

#define OLD   "ancien texte\n"
#define NEW   "nouveau texte, plus long\n"
#define OTHER "le texte d'une collègue\n"

typedef enum
{
  CALL_OPEN = 1,
  CALL_READ,
  CALL_WRITE,
  CALL_PWRITE,
  CALL_FSYNC,
  CALL_FDATASYNC,
  CALL_CLOSE,
  CALL_RENAME,
  CALL_LINK,
  CALL_UNLINK,
  CALL_STAT,
  CALL_MKDIR,
  CALL_PREAD,
  CALL_FSTAT,
  CALL_FCHMOD,
  CALL_FALLOCATE,
  CALL_LOCK,
  CALL_GETDENTS,
  CALL_RANDOM,
  CALLS,
} Call;

/* As a code: reading or writing says that it came to the end, and did nothing. */
#define NOTHING_DONE (-1)

typedef struct
{
  StoreOps ops;
  Call call; /* which fails; 0: any */
  int at;    /* the n-th; 0: none */
  gboolean forever;
  int code;       /* 0: kill the process; NOTHING_DONE */
  gboolean after; /* the call is made, then its answer is lost */
  int count;
  void (*on_hit) (void); /* instead of killing, when code is 0; the call is then made */
  gboolean real_sync;    /* else syncing is only counted */
  gboolean no_exchange;
  gboolean no_link;
  size_t at_most; /* bytes that are read or written at once; 0: all */
  gint64 now;     /* monotonic */
  gint64 wall;    /* 0: the system's */
  guint reads;    /* of files' bytes, ever */
  StoreStep hook_at;
  const char *hook_path; /* a colleague writes OTHER there at hook_at, once */
  int calls;             /* all of them */
  struct
  {
    int at;           /* before this call, by its number; 0: never */
    const char *text; /* a colleague replaces act_path by it; NULL: removes it */
  } acts[2];
  const char *act_path;
} Faults;

/* The table and what it is to do; faults.ops is what a StoreConfig gets. */
extern Faults faults;

/* Nothing fails, time stands still but for sleeping. */
void reset_faults (void);
