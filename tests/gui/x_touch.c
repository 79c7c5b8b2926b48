// x_touch SOCKET: fingers on a screen of Xorg's inputtest driver, by lines on standard input.
//
//   down ID X Y | move ID X Y | up ID X Y     in 65535ths of the screen
//   wait MS
//
// Every line has reached the server when the next is read. The driver wants the client's version before it says its
// own; one that waits for it blocks the device until the server ends, and so does one that leaves: it takes one client.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <xorg/xf86-input-inputtest-protocol.h>

enum { TOUCH_BEGIN = 18, TOUCH_UPDATE = 19, TOUCH_END = 20 }; // XI_Touch...

static int open_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    for (int i = 0; fd >= 0 && i < 100; i++) {
        if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
            return fd;
        usleep(100000);
    }
    return -1;
}

static bool send_all(int fd, const void *data, size_t size)
{
    return write(fd, data, size) == (ssize_t)size;
}

static bool receive(int fd, enum xf86ITResponseType type)
{
    xf86ITResponseAny response;
    uint32_t length;
    return read(fd, &length, sizeof length) == (ssize_t)sizeof length && length <= sizeof response &&
           read(fd, (char *)&response + sizeof length, length - sizeof length) == (ssize_t)(length - sizeof length) &&
           memcpy(&response, &length, sizeof length) && response.header.type == type;
}

static bool greet(int fd)
{
    xf86ITEventClientVersion version = {.header = {sizeof version, XF86IT_EVENT_CLIENT_VERSION},
                                        .major = XF86IT_PROTOCOL_VERSION_MAJOR,
                                        .minor = XF86IT_PROTOCOL_VERSION_MINOR};
    return send_all(fd, &version, sizeof version) && receive(fd, XF86IT_RESPONSE_SERVER_VERSION);
}

static bool touch(int fd, uint32_t type, unsigned id, double x, double y)
{
    xf86ITEventTouch event = {.header = {sizeof event, XF86IT_EVENT_TOUCH}, .touchid = id, .touch_type = type};
    event.valuators.mask[0] = 3;
    event.valuators.valuators[0] = x;
    event.valuators.valuators[1] = y;
    xf86ITEventWaitForSync sync = {.header = {sizeof sync, XF86IT_EVENT_WAIT_FOR_SYNC}};
    return send_all(fd, &event, sizeof event) && send_all(fd, &sync, sizeof sync) &&
           receive(fd, XF86IT_RESPONSE_SYNC_FINISHED);
}

static bool play(int fd, const char *line)
{
    char verb[8] = "";
    unsigned id = 0;
    double x = 0.0, y = 0.0;
    int count = sscanf(line, "%7s %u %lf %lf", verb, &id, &x, &y);
    if (count == 2 && strcmp(verb, "wait") == 0) {
        usleep(id * 1000U);
        return true;
    }
    uint32_t type = strcmp(verb, "down") == 0 ? TOUCH_BEGIN : strcmp(verb, "move") == 0 ? TOUCH_UPDATE : TOUCH_END;
    return count == 4 && touch(fd, type, id, x, y);
}

int main(int argc, char **argv)
{
    char line[128];
    alarm(120); // a server that says nothing must not hold a test
    int fd = argc == 2 ? open_socket(argv[1]) : -1;
    if (fd < 0 || !greet(fd)) {
        fprintf(stderr, "x_touch: no touch screen at %s\n", argc == 2 ? argv[1] : "(none named)");
        return 1;
    }
    while (fgets(line, sizeof line, stdin))
        if (!play(fd, line)) {
            fprintf(stderr, "x_touch: not played: %s", line);
            return 1;
        }
    return 0;
}
