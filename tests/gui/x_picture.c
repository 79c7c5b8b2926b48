// x_picture LEFT TOP WIDTH HEIGHT [OUT.ppm]: prints a sum of what that part of the X screen shows; equal pictures,
// equal sums.
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    Display *display = argc >= 5 ? XOpenDisplay(NULL) : NULL;
    if (!display)
        return 1;
    int left = atoi(argv[1]), top = atoi(argv[2]), width = atoi(argv[3]), height = atoi(argv[4]);
    XImage *image = XGetImage(display, DefaultRootWindow(display), left, top, (unsigned)width, (unsigned)height,
                              AllPlanes, ZPixmap);
    FILE *out = argc == 6 ? fopen(argv[5], "wb") : NULL;
    if (!image)
        return 1;
    if (out)
        fprintf(out, "P6 %d %d 255\n", width, height);
    uint64_t sum = 14695981039346656037U; // FNV-1a
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            unsigned long pixel = XGetPixel(image, x, y) & 0xffffff;
            sum = (sum ^ pixel) * 1099511628211U;
            if (out)
                fprintf(out, "%c%c%c", (int)(pixel >> 16), (int)(pixel >> 8 & 255), (int)(pixel & 255));
        }
    if (out)
        fclose(out);
    printf("%016llx\n", (unsigned long long)sum);
    XCloseDisplay(display);
    return 0;
}
