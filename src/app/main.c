#include "app/command.h"

#include "app/renderer.h"
#include "image/photo.h"

#include <string.h>

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], PHOTO_WORKER_SWITCH) == 0)
        photo_worker();
    photo_decode_apart();
    if (argc == 2)
        renderer_probe(argv[1]);
    return command_main(argc, argv);
}
