#include "base/mem.h"

#include "base/check.h"

#include <limits.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ALIGNMENT = 64, SMALL_PAGE_BYTES = 4096, LARGE_BYTES = 4 << 20 };

static atomic_long fail_countdown;
static atomic_int fail_all_later;

void mem_fail_after(long nth, int and_all_later)
{
    atomic_store(&fail_all_later, and_all_later);
    atomic_store(&fail_countdown, nth);
}

long mem_fail_left(void)
{
    return atomic_load(&fail_countdown);
}

static int must_fail(void)
{
    if (atomic_load(&fail_countdown) == 0)
        return 0;
    long left = atomic_fetch_sub(&fail_countdown, 1);
    if (left > 1)
        return 0;
    if (atomic_load(&fail_all_later))
        atomic_store(&fail_countdown, 1);
    return 1;
}

// A page that is touched for the first time costs a microsecond and more, whatever its size: a frame of 12 megapixels
// has 12,000 small ones or 24 large. Only asked for: where the system has none, all stays as it was.
static void ask_for_large_pages(void *block, size_t bytes)
{
    size_t gap = (SMALL_PAGE_BYTES - (uintptr_t)block % SMALL_PAGE_BYTES) % SMALL_PAGE_BYTES;
    madvise((char *)block + gap, (bytes - gap) / SMALL_PAGE_BYTES * SMALL_PAGE_BYTES, MADV_HUGEPAGE);
}

// Of just that size, so that builds with sanitizers see the first byte beyond it.
static void *get_block(size_t bytes)
{
    void *block = NULL;
    if (posix_memalign(&block, ALIGNMENT, bytes > 0 ? bytes : 1) != 0)
        return NULL;
    if (bytes >= LARGE_BYTES)
        ask_for_large_pages(block, bytes);
    return block;
}

void *mem_try_array_raw(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || must_fail())
        return NULL;
    return get_block(bytes);
}

void *mem_try_array(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || must_fail())
        return NULL;
    void *block = get_block(bytes);
    if (block)
        memset(block, 0, bytes);
    return block;
}

void *mem_alloc(size_t bytes)
{
    void *block = get_block(bytes);
    REQUIRE(block != NULL);
    memset(block, 0, bytes);
    return block;
}

void *mem_grow(void *old, size_t old_bytes, size_t new_bytes)
{
    void *block = mem_alloc(new_bytes);
    if (old)
        memcpy(block, old, old_bytes < new_bytes ? old_bytes : new_bytes);
    mem_free(old);
    return block;
}

void mem_keep_freed(void)
{
    mallopt(M_MMAP_THRESHOLD, INT_MAX);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

void mem_free(void *block)
{
    free(block);
}

char *mem_strdup(const char *text)
{
    size_t bytes = strlen(text) + 1;
    return memcpy(mem_alloc(bytes), text, bytes);
}
