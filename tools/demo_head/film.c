#include "film.h"

#include "jobs.h"
#include "noise.h"

#include <stdlib.h>

enum { BLUR_REACH = 4 };

typedef struct {
    const vec3 *from;
    vec3 *to;
    int width, height, step_x, step_y;
    float weight[BLUR_REACH + 1];
} blur_job;

static void blur_row(void *context, int y)
{
    blur_job *job = context;
    for (int x = 0; x < job->width; x++) {
        vec3 sum = v3(0, 0, 0);
        for (int k = -BLUR_REACH; k <= BLUR_REACH; k++) {
            int i = x + k * job->step_x, j = y + k * job->step_y;
            i = i < 0 ? 0 : i >= job->width ? job->width - 1 : i;
            j = j < 0 ? 0 : j >= job->height ? job->height - 1 : j;
            sum = v_mad(sum, job->from[(size_t)j * (size_t)job->width + (size_t)i], job->weight[abs(k)]);
        }
        job->to[(size_t)y * (size_t)job->width + (size_t)x] = sum;
    }
}

static void blur(vec3 *light, vec3 *spare, int width, int height, float deviation, int threads)
{
    blur_job job = {.width = width, .height = height};
    float total = 0.0f;
    for (int k = -BLUR_REACH; k <= BLUR_REACH; k++)
        total += expf(-0.5f * sq((float)k / deviation));
    for (int k = 0; k <= BLUR_REACH; k++)
        job.weight[k] = expf(-0.5f * sq((float)k / deviation)) / total;
    job.from = light;
    job.to = spare;
    job.step_x = 1;
    jobs_for_rows(height, threads, blur_row, &job);
    job.from = spare;
    job.to = light;
    job.step_x = 0;
    job.step_y = 1;
    jobs_for_rows(height, threads, blur_row, &job);
}

/* A phone's curve: straight in the shadows, with a long soft shoulder. */
static float tone(float v)
{
    const float knee = 0.55f;
    v = fmaxf(v, 0.0f);
    if (v > knee)
        v = knee + (1.0f - knee) * (1.0f - expf(-(v - knee) / (1.0f - knee)));
    float s = v <= 0.0031308f ? 12.92f * v : 1.055f * powf(v, 1.0f / 2.4f) - 0.055f;
    return s + 0.14f * (s * s * (3.0f - 2.0f * s) - s); /* a little contrast */
}

typedef struct {
    const film_setup *setup;
    const vec3 *light, *soft;
    unsigned char *rgb;
    int width, height;
} develop_job;

/* Noise of one pixel: brightness and colour, a little coarser than the pixels
 * as a phone leaves it. */
static vec3 sensor_noise(int x, int y)
{
    vec3 n = {0, 0, 0};
    for (int k = 0; k < 3; k++) {
        static const int dx[3] = {0, 1, 0}, dy[3] = {0, 0, 1};
        static const float w[3] = {0.8f, 0.42f, 0.42f};
        uint32_t h = hash_cell(x + dx[k], y + dy[k], 0, 77u);
        n = v_mad(n, v3(hash_normal(h, 1u), hash_normal(h, 2u), hash_normal(h, 3u)), w[k]);
    }
    float grey = (n.x + n.y + n.z) * 0.5f;
    return v3(grey + 0.35f * n.x, grey + 0.25f * n.y, grey + 0.45f * n.z);
}

static unsigned char to_byte(float v)
{
    return (unsigned char)(clampf(v, 0.0f, 1.0f) * 255.0f + 0.5f);
}

static void develop_row(void *context, int y)
{
    develop_job *job = context;
    const film_setup *s = job->setup;
    float half = 0.5f * sqrtf((float)job->width * (float)job->width + (float)job->height * (float)job->height);
    for (int x = 0; x < job->width; x++) {
        size_t at = (size_t)y * (size_t)job->width + (size_t)x;
        float r2 = (sq((float)x - 0.5f * (float)job->width) + sq((float)y - 0.5f * (float)job->height)) / sq(half);
        float gain = s->exposure / sq(1.0f + 0.16f * r2);
        vec3 c = v_mad(job->light[at], v_sub(job->light[at], job->soft[at]), s->sharpen);
        c = v_scale(c, gain);
        float grey = fmaxf(0.3f * c.x + 0.6f * c.y + 0.1f * c.z, 0.0f);
        c = v_mad(c, sensor_noise(x, y), s->noise * (0.0012f + 0.0065f * sqrtf(grey)));
        job->rgb[at * 3] = to_byte(tone(c.x));
        job->rgb[at * 3 + 1] = to_byte(tone(c.y));
        job->rgb[at * 3 + 2] = to_byte(tone(c.z));
    }
}

int film_develop(vec3 *light, int width, int height, const film_setup *setup, unsigned char *rgb)
{
    size_t count = (size_t)width * (size_t)height;
    vec3 *spare = malloc(sizeof *spare * count), *soft = malloc(sizeof *soft * count);
    int done = spare && soft;
    if (done) {
        if (setup->blur_px > 0.2f)
            blur(light, spare, width, height, setup->blur_px, setup->thread_count);
        for (size_t i = 0; i < count; i++)
            soft[i] = light[i];
        blur(soft, spare, width, height, 1.4f, setup->thread_count);
        develop_job job = {setup, light, soft, rgb, width, height};
        jobs_for_rows(height, setup->thread_count, develop_row, &job);
    }
    free(spare);
    free(soft);
    return done;
}
