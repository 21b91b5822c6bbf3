/* kd-pool.c - memory as a stack of blocks.
 *
 * The span parser tries a construct, and gives everything it built back when the try fails; so this
 * pool, unlike base's arena, can be cut back to a mark. Blocks are cut from chunks; chunks grow from
 * 8 kB to 256 kB and stay with the pool when it is cut back, to be used again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "kd-private.h"

#define FIRST_CHUNK   ((gsize) 8192)
#define LARGEST_CHUNK ((gsize) 256 * 1024)

typedef struct
{
  char *data;
  gsize capacity;
} Chunk;

struct _KdPool
{
  Chunk *chunks;
  gsize n_chunks; /* allocated */
  gsize capacity;
  gsize current; /* chunks before it are full */
  gsize used;    /* of the current one */
  gsize size;
};

KdPool *
kd_pool_new (void)
{
  return g_new0 (KdPool, 1);
}

void
kd_pool_free (KdPool *pool)
{
  if (pool == NULL)
    return;
  for (gsize i = 0; i < pool->n_chunks; i++)
    g_free (pool->chunks[i].data);
  g_free (pool->chunks);
  g_free (pool);
}

static void
add_chunk (KdPool *pool, gsize size)
{
  gsize last = pool->n_chunks > 0 ? pool->chunks[pool->n_chunks - 1].capacity : 0;
  gsize capacity = MAX (MIN (MAX (last * 2, FIRST_CHUNK), LARGEST_CHUNK), size);

  if (pool->n_chunks == pool->capacity)
    {
      pool->capacity = MAX (8, pool->capacity * 2);
      pool->chunks = g_renew (Chunk, pool->chunks, pool->capacity);
    }
  pool->chunks[pool->n_chunks].data = g_malloc (capacity);
  pool->chunks[pool->n_chunks].capacity = capacity;
  pool->n_chunks++;
  pool->size += capacity;
}

/* Goes to the next chunk that can hold @size. Chunks that a release left behind are used again;
 * one that is too small is replaced. */
static void
next_chunk (KdPool *pool, gsize size)
{
  gsize next = pool->n_chunks == 0 ? 0 : pool->current + 1;

  if (next == pool->n_chunks)
    add_chunk (pool, size);
  else if (pool->chunks[next].capacity < size)
    {
      pool->size += size - pool->chunks[next].capacity;
      g_free (pool->chunks[next].data);
      pool->chunks[next].data = g_malloc (size);
      pool->chunks[next].capacity = size;
    }
  pool->current = next;
  pool->used = 0;
}

gpointer
kd_pool_alloc (KdPool *pool, gsize size)
{
  gpointer block;

  size = (size + 7) & ~(gsize) 7;
  if (G_UNLIKELY (pool->n_chunks == 0
                  || pool->chunks[pool->current].capacity - pool->used < size))
    next_chunk (pool, size);
  block = pool->chunks[pool->current].data + pool->used;
  pool->used += size;
  return block;
}

gpointer
kd_pool_alloc0 (KdPool *pool, gsize size)
{
  return memset (kd_pool_alloc (pool, size), 0, size);
}

char *
kd_pool_strndup (KdPool *pool, const char *text, gsize length)
{
  char *copy = kd_pool_alloc (pool, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

KdPoolMark
kd_pool_mark (const KdPool *pool)
{
  KdPoolMark mark = { pool->current, pool->used };

  return mark;
}

void
kd_pool_release (KdPool *pool, KdPoolMark mark)
{
  pool->current = mark.chunk;
  pool->used = mark.used;
}

gsize
kd_pool_size (const KdPool *pool)
{
  return pool->size;
}
