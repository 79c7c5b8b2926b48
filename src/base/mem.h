// Memory. Small allocations abort on failure (mem_alloc); whatever is sized by an input can fail
// (mem_try_*), with the product checked for overflow. All of it is zeroed and 64-byte aligned, and
// is released by mem_free, which accepts NULL. A test can make the Nth try fail.
#pragma once

#include <stddef.h>

void *mem_alloc(size_t bytes);
void *mem_try_array(size_t count, size_t size);                // NULL when it does not fit
void *mem_try_array_raw(size_t count, size_t size);            // the same, not zeroed
void *mem_grow(void *old, size_t old_bytes, size_t new_bytes); // aborts on failure; old may be NULL
void mem_free(void *block);
char *mem_strdup(const char *text);

// From now on freed memory serves the next allocation instead of going back to the system: for a program
// that makes pictures one after the other and ends. Each page taken anew costs a fault.
void mem_keep_freed(void);

// The Nth call of mem_try_* from now fails (1 = the next one), once, or from then on; 0: none.
void mem_fail_after(long nth, int and_all_later);
long mem_fail_left(void); // how many calls from now that one is
