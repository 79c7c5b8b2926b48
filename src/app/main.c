#include "app/command.h"

#include "app/renderer.h"

int main(int argc, char **argv)
{
    if (argc == 2)
        renderer_probe(argv[1]);
    return command_main(argc, argv);
}
