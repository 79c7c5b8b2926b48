// A graphics driver that ends the process that loads it.
#include <stdlib.h>

__attribute__((constructor)) static void crash(void)
{
    abort();
}
