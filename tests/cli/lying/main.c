// A decoder that lies: started in the worker's place, it says what STIPPLE_LIE names where a sound one would tell of a
// picture of 8 x 6 pixels.
#include "image/decode_process.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 8, HEIGHT = 6, PITCH_BYTES = 64 };

static struct decode_head head = {DECODE_MAGIC, WIDTH, HEIGHT, PIXELS_RGBA8, 1};
static struct decode_answer answer = {.magic = DECODE_MAGIC,
                                      .stored_width_px = WIDTH,
                                      .stored_height_px = HEIGHT,
                                      .has_srgb_curve = 1,
                                      .jail = 7,
                                      .to_xyz_d50 = {0.436, 0.385, 0.143, 0.222, 0.717, 0.061, 0.014, 0.097, 0.714},
                                      .curve = {2.4, 0.948, 0.052, 0.0774, 0.0405},
                                      .space_name = "sRGB"};
static int rows = HEIGHT;
static size_t answer_bytes = sizeof answer;

static void lie_of_head(const char *lie)
{
    if (strcmp(lie, "magic") == 0)
        head.magic++;
    else if (strcmp(lie, "no width") == 0)
        head.width_px = 0;
    else if (strcmp(lie, "less than no height") == 0)
        head.height_px = -HEIGHT;
    else if (strcmp(lie, "too long a side") == 0)
        head.width_px = IMAGE_MOST_SIDE_PX + 1;
    else if (strcmp(lie, "too many pixels") == 0)
        head.width_px = head.height_px = 8100;
    else if (strcmp(lie, "no such pixels") == 0)
        head.pixel_format = 77;
    else if (strcmp(lie, "no way up") == 0)
        head.orientation = 9;
    else if (strcmp(lie, "rows lack") == 0)
        rows = HEIGHT - 1;
}

static void lie_of_answer(const char *lie)
{
    if (strcmp(lie, "no format") == 0)
        answer.format = 1000;
    else if (strcmp(lie, "less than no format") == 0)
        answer.format = -1;
    else if (strcmp(lie, "nothing was stored") == 0)
        answer.stored_width_px = 0;
    else if (strcmp(lie, "too much was stored") == 0)
        answer.stored_height_px = IMAGE_MOST_SIDE_PX + 1;
    else if (strcmp(lie, "no focal length") == 0)
        answer.focal_35mm = (double)NAN;
    else if (strcmp(lie, "no colours") == 0)
        answer.to_xyz_d50[4] = -1e9;
    else if (strcmp(lie, "no curve") == 0)
        answer.curve[6] = (double)INFINITY;
    else if (strcmp(lie, "half an answer") == 0)
        answer_bytes /= 2;
    else if (strcmp(lie, "another magic") == 0)
        answer.magic ^= 1;
    else if (strcmp(lie, "endless names") == 0)
        memset(answer.space_name, 'x', sizeof answer.space_name), memset(answer.warning, 'y', sizeof answer.warning);
    else if (strcmp(lie, "endless refusal") == 0)
        answer.code = ERR_INPUT, memset(answer.text, 'z', sizeof answer.text);
    else if (strcmp(lie, "a refusal that drives the terminal") == 0)
        answer.code = 4000, snprintf(answer.text, sizeof answer.text, "\x1b[2J\nstipple: all is well");
}

static bool put(int fd, const void *data, size_t size)
{
    return write(fd, data, size) == (ssize_t)size;
}

int main(void)
{
    const char *lie = getenv("STIPPLE_LIE");
    uint8_t row[PITCH_BYTES] = {0};
    lie_of_head(lie ? lie : "");
    lie_of_answer(lie ? lie : "");
    bool is_put = put(DECODE_ROWS_FD, &head, sizeof head);
    for (int y = 0; is_put && y < rows; y++)
        is_put = put(DECODE_ROWS_FD, row, sizeof row);
    close(DECODE_ROWS_FD);
    return is_put && put(DECODE_ANSWER_FD, &answer, answer_bytes) ? 0 : 1;
}
