/* From scene light to the picture a phone would store. */
#ifndef DEMO_FILM_H
#define DEMO_FILM_H

#include "vec.h"

typedef struct {
    float exposure;
    float blur_px; /* of the lens, deviation */
    float noise;   /* strength of the sensor's, 1 = a phone indoors */
    float sharpen;
    int thread_count;
} film_setup;

/* `light` is overwritten; `rgb` gets 3 bytes a pixel, sRGB. */
int film_develop(vec3 *light, int width, int height, const film_setup *setup, unsigned char *rgb);

#endif
