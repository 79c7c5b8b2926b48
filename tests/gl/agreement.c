#include "agreement.h"

#include "base/mem.h"

#include <stdlib.h>

static struct gl_context *kept; // so that it is no leak itself

struct gl_bench gl_bench_open(const struct gl_options *options)
{
    struct err err = {0};
    struct gl_bench bench = {.context = gl_context_create(GL_PLACE_OFFSCREEN, &err)};
    if (!bench.context) {
        printf("skipped: %s\n", err.text);
        exit(77);
    }
    kept = bench.context;
    bench.renderer = gl_renderer_create(options, &err);
    if (!bench.renderer) {
        printf("%s\n", err.text);
        exit(1);
    }
    return bench;
}

void gl_bench_close(struct gl_bench *bench)
{
    gl_renderer_destroy(bench->renderer); // the context stays: a driver that is unloaded looks like a leak
}

struct image *draw_with(const struct render_ops *ops, const struct render_request *request)
{
    const struct image *photo = request->scene->photo;
    struct err err = {0};
    struct image *out = image_create(photo->width_px, photo->height_px, photo->format, &err);
    if (!out || !render_draw(ops, request, out, &err))
        fail_msg("%s: %s", ops->name, err.text);
    return out;
}

// Pixels that a dot can reach, generously: a box of 3 mm, 5 mm round red dots.
static uint8_t *reached(const struct scene *scene)
{
    int width = scene->photo->width_px, height = scene->photo->height_px;
    uint8_t *map = mem_alloc((size_t)width * (size_t)height);
    for (int i = 0; i < scene->splat_count; i++) {
        const struct splat *s = &scene->splats[i];
        const float *red = scene->group[s->group].redness;
        float mm = red[0] + red[1] + red[2] > 0.0f ? 5.0f : 3.0f;
        float dx = mm * (fabsf(s->jxx) + fabsf(s->jxy)) + 1.0f, dy = mm * (fabsf(s->jyx) + fabsf(s->jyy)) + 1.0f;
        int x0 = (int)fmaxf(s->x - dx, 0.0f), x1 = (int)fminf(s->x + dx, (float)width);
        int y0 = (int)fmaxf(s->y - dy, 0.0f), y1 = (int)fminf(s->y + dy, (float)height);
        for (int y = y0; y < y1 && x0 < x1; y++)
            memset(map + (size_t)y * (size_t)width + x0, 1, (size_t)(x1 - x0));
    }
    return map;
}

static int code_of(const struct image *image, int x, int y, int c)
{
    return image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] : image_row(image, y)[4 * x + c];
}

static struct lab lab_of(const struct scene *scene, const struct image *image, int x, int y)
{
    double light[3], most = image->format == PIXELS_RGBA16 ? 65535.0 : 255.0;
    for (int c = 0; c < 3; c++)
        light[c] = colour_decode(&scene->space->curve, code_of(image, x, y, c) / most);
    return colour_lab(scene->space, light);
}

static int compare(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void compare_pixel(const struct scene *scene, const struct image *cpu, const struct image *gl, int x, int y,
                          struct agreement *out, float *differences)
{
    bool is_treated = false;
    int most = 0;
    for (int c = 0; c < 4; c++) {
        int before = code_of(scene->photo, x, y, c), a = code_of(cpu, x, y, c), b = code_of(gl, x, y, c);
        is_treated |= a != before || b != before;
        most = abs(a - b) > most ? abs(a - b) : most;
    }
    out->most_codes = most > out->most_codes ? most : out->most_codes;
    if (is_treated)
        differences[out->treated++] =
            most ? (float)colour_ciede2000(lab_of(scene, cpu, x, y), lab_of(scene, gl, x, y)) : 0.0f;
}

struct agreement agreement_of(const char *name, const struct scene *scene, const struct image *cpu,
                              const struct image *gl)
{
    struct agreement out = {0};
    size_t width = (size_t)cpu->width_px, bytes = pixel_bytes(cpu->format);
    float *differences = mem_alloc(sizeof(float) * width * (size_t)cpu->height_px);
    uint8_t *map = reached(scene);
    for (int y = 0; y < cpu->height_px; y++)
        for (int x = 0; x < cpu->width_px; x++) {
            compare_pixel(scene, cpu, gl, x, y, &out, differences);
            if (!map[(size_t)y * width + (size_t)x])
                out.untouched_changed += memcmp(image_row(gl, y) + (size_t)x * bytes,
                                                image_row(scene->photo, y) + (size_t)x * bytes, bytes) != 0;
        }
    for (size_t i = 0; i < out.treated; i++)
        out.mean += (double)differences[i] / (double)out.treated;
    qsort(differences, out.treated, sizeof *differences, compare);
    if (out.treated) {
        out.p999 = (double)differences[(out.treated - 1) * 999 / 1000];
        out.most = (double)differences[out.treated - 1];
    }
    mem_free(map);
    mem_free(differences);
    printf("%-34s %8zu px treated, CIEDE2000 mean %.4f, 99.9 %% %.3f, most %.3f; %d codes at most, %d "
           "untouched changed\n",
           name, out.treated, out.mean, out.p999, out.most, out.most_codes, out.untouched_changed);
    return out;
}

void assert_agreement(struct gl_renderer *renderer, const char *name, const struct scene *scene)
{
    struct render_request request = {.scene = scene};
    struct image *cpu = draw_with(render_cpu(), &request), *gl = draw_with(render_gl(renderer), &request);
    struct agreement a = agreement_of(name, scene, cpu, gl);
    image_unref(cpu);
    image_unref(gl);
    assert_true(a.treated > 1000);
    assert_true(a.mean <= 0.1);
    assert_true(a.p999 <= 1.0);
    assert_int_equal(a.untouched_changed, 0);
}
