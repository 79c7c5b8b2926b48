// The program that photos are decoded in and faces are sought in (base/place.h): what it is started for has happened
// before main() begins (decode_worker.c, face_worker.c). For people it does nothing.
#include "image/decode_process.h"
#include "image/face_process.h"

// So that the linker takes what they stand in.
static const char *const words[] = {decode_worker_word, face_worker_word};

int main(void)
{
    return words[0] && words[1] ? ERR_USAGE : 0;
}
