#include "image/face_nets.h"

#include "base/mathd.h"
#include "base/mem.h"

#include <math.h>
#include <stdio.h>

enum { FILE_COUNT = 4 };

// As cut from the packages that tools/nets/package-lock.json names.
static const struct {
    const char *name, *sha256;
    int side;
} FILES[FILE_COUNT] = {
    {DETECTOR_FILE, "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633", 128},
    {"face_landmark.tflite", "c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1", 192},
    {"face_landmark_with_attention.tflite", "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d", 192},
    {"selfie_segmentation.tflite", "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27", 256},
};
enum { MOST_PATH = 4096 };

struct face_models *face_models_load(const char *folder, struct err *err)
{
    struct face_models *nets = mem_alloc(sizeof *nets);
    struct net **const slot[FILE_COUNT] = {&nets->detector, &nets->mesh, &nets->eyes, &nets->person};
    nets->input = mem_alloc(3 * PERSON_SIDE * PERSON_SIDE * sizeof(float));
    for (int i = 0; i < FILE_COUNT; i++) {
        char path[MOST_PATH];
        int length = snprintf(path, sizeof path, "%s/%s", folder, FILES[i].name);
        *slot[i] = length < MOST_PATH ? net_load(path, FILES[i].sha256, err) : NULL;
        if (!*slot[i]) {
            face_models_free(nets);
            return NULL;
        }
    }
    return nets;
}

void face_models_free(struct face_models *nets)
{
    if (!nets)
        return;
    net_free(nets->detector);
    net_free(nets->mesh);
    net_free(nets->eyes);
    net_free(nets->person);
    mem_free(nets->input);
    mem_free(nets);
}

struct pt_px square_px(const struct square *square, double u, double v)
{
    double c = mathd_cos(square->turn_rad) * square->side_px, s = mathd_sin(square->turn_rad) * square->side_px;
    u -= 0.5;
    v -= 0.5;
    return (struct pt_px){square->centre.x + c * u - s * v, square->centre.y + s * u + c * v};
}

double square_value(const struct square *square, const float map[PERSON_SIDE * PERSON_SIDE], struct pt_px px)
{
    double c = mathd_cos(square->turn_rad) / square->side_px, s = mathd_sin(square->turn_rad) / square->side_px;
    double x = px.x - square->centre.x, y = px.y - square->centre.y;
    double u = (c * x + s * y + 0.5) * PERSON_SIDE - 0.5, v = (c * y - s * x + 0.5) * PERSON_SIDE - 0.5;
    if (!(u >= -0.5 && v >= -0.5 && u <= PERSON_SIDE - 0.5 && v <= PERSON_SIDE - 0.5))
        return 0.0;
    u = fmin(fmax(u, 0.0), PERSON_SIDE - 1.001);
    v = fmin(fmax(v, 0.0), PERSON_SIDE - 1.001);
    int i = (int)u, j = (int)v;
    const float *at = map + j * PERSON_SIDE + i;
    double fu = u - i, fv = v - j;
    return ((double)at[0] * (1.0 - fu) + (double)at[1] * fu) * (1.0 - fv) +
           ((double)at[PERSON_SIDE] * (1.0 - fu) + (double)at[PERSON_SIDE + 1] * fu) * fv;
}

static double channel(const struct image *image, int x, int y, int c)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] / 257.0 : image_row(image, y)[4 * x + c];
}

static void sample(const struct image *image, double x, double y, double rgb[3])
{
    x = fmin(fmax(x - 0.5, 0.0), image->width_px - 1.0);
    y = fmin(fmax(y - 0.5, 0.0), image->height_px - 1.0);
    int i = (int)x, j = (int)y, right = i + 1 < image->width_px ? i + 1 : i,
        below = j + 1 < image->height_px ? j + 1 : j;
    double fx = x - i, fy = y - j;
    for (int c = 0; c < 3; c++)
        rgb[c] = (channel(image, i, j, c) * (1.0 - fx) + channel(image, right, j, c) * fx) * (1.0 - fy) +
                 (channel(image, i, below, c) * (1.0 - fx) + channel(image, right, below, c) * fx) * fy;
}

void square_sample(const struct image *image, const struct square *square, int side, float low, float high, float *out)
{
    // Several samples for each place where the picture is finer than the network sees.
    int fine = (int)floor(square->side_px / side + 0.5);
    fine = fine < 1 ? 1 : fine > 4 ? 4 : fine;
    struct pt_px first = square_px(square, 0.0, 0.0), right = square_px(square, 1.0, 0.0),
                 down = square_px(square, 0.0, 1.0);
    double step = 1.0 / (side * fine);
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++, out += 3) {
            double sum[3] = {0.0, 0.0, 0.0};
            int seen = 0;
            for (int k = 0; k < fine * fine; k++) {
                double u = (x * fine + k % fine + 0.5) * step, v = (y * fine + k / fine + 0.5) * step, rgb[3];
                double px = first.x + u * (right.x - first.x) + v * (down.x - first.x);
                double py = first.y + u * (right.y - first.y) + v * (down.y - first.y);
                if (px < 0.0 || py < 0.0 || px >= image->width_px || py >= image->height_px)
                    continue;
                sample(image, px, py, rgb);
                for (int c = 0; c < 3; c++)
                    sum[c] += rgb[c];
                seen++;
            }
            for (int c = 0; c < 3; c++)
                out[c] = low + (high - low) * (float)(seen ? sum[c] / (255.0 * fine * fine) : 0.0);
        }
}

bool face_models_person(struct face_models *nets, const struct image *image, struct square square,
                        float out[PERSON_SIDE * PERSON_SIDE], struct err *err)
{
    square_sample(image, &square, PERSON_SIDE, 0.0f, 1.0f, nets->input);
    if (!net_run(nets->person, nets->input, err))
        return false;
    const float *share = net_output(nets->person, 0);
    for (int i = 0; i < PERSON_SIDE * PERSON_SIDE; i++)
        out[i] = share[i];
    return true;
}
