/* base-arena.c - memory freed all at once.
 *
 * Blocks are cut from chunks; chunks double from 4 kB to 256 kB so that a small post costs one
 * small chunk and a megabyte costs few. A request over a quarter of a chunk gets a chunk of its
 * own, put behind the current one, so that the rest of the current chunk is not wasted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base.h"

#include <stddef.h>
#include <string.h>

#define FIRST_CHUNK   4096
#define LARGEST_CHUNK (256 * 1024)
#define ALIGNMENT     (_Alignof(max_align_t))

typedef struct _Chunk Chunk;
struct _Chunk
{
  Chunk *next;
  gsize used;
  gsize capacity;
  _Alignas(max_align_t) char data[];
};

struct _BaseArena
{
  Chunk *current;
  gsize next_capacity;
  gsize size;
};

static Chunk *
chunk_new (BaseArena *arena, gsize capacity)
{
  Chunk *chunk = g_malloc (sizeof (Chunk) + capacity);

  chunk->next = NULL;
  chunk->used = 0;
  chunk->capacity = capacity;
  arena->size += sizeof (Chunk) + capacity;
  return chunk;
}

BaseArena *
base_arena_new (void)
{
  BaseArena *arena = g_new0 (BaseArena, 1);

  arena->next_capacity = FIRST_CHUNK;
  return arena;
}

void
base_arena_free (BaseArena *arena)
{
  Chunk *chunk;

  if (arena == NULL)
    return;
  chunk = arena->current;
  while (chunk != NULL)
    {
      Chunk *next = chunk->next;
      g_free (chunk);
      chunk = next;
    }
  g_free (arena);
}

static gpointer
alloc_own_chunk (BaseArena *arena, gsize size)
{
  Chunk *chunk = chunk_new (arena, size);

  chunk->used = size;
  if (arena->current != NULL)
    {
      chunk->next = arena->current->next;
      arena->current->next = chunk;
    }
  else
    arena->current = chunk;
  return chunk->data;
}

static gpointer
alloc_aligned (BaseArena *arena, gsize size, gsize alignment)
{
  Chunk *chunk = arena->current;
  gsize from;

  g_assert (size <= G_MAXSIZE - ALIGNMENT - sizeof (Chunk));
  from = chunk != NULL ? (chunk->used + alignment - 1) / alignment * alignment : 0;
  if (chunk == NULL || from > chunk->capacity || chunk->capacity - from < size)
    {
      if (size > arena->next_capacity / 4)
        return alloc_own_chunk (arena, size);
      chunk = chunk_new (arena, arena->next_capacity);
      chunk->next = arena->current;
      arena->current = chunk;
      arena->next_capacity = MIN (arena->next_capacity * 2, LARGEST_CHUNK);
      from = 0;
    }
  chunk->used = from + size;
  return chunk->data + from;
}

gpointer
base_arena_alloc (BaseArena *arena, gsize size)
{
  return alloc_aligned (arena, size, ALIGNMENT);
}

gpointer
base_arena_alloc0 (BaseArena *arena, gsize size)
{
  return memset (base_arena_alloc (arena, size), 0, size);
}

char *
base_arena_strndup (BaseArena *arena, const char *text, gsize length)
{
  char *copy = alloc_aligned (arena, length + 1, 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

gsize
base_arena_size (const BaseArena *arena)
{
  return arena->size;
}
