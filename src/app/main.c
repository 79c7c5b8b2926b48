#include "app/command.h"

#include "app/renderer.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
    // SDL would talk with the session's bus about screen saver and input methods: the display is all that is spoken to.
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 1);
    if (argc == 2)
        renderer_probe(argv[1]);
    return command_main(argc, argv);
}
