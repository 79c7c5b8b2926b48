// Figures of the dot field: build time, count, evenness by prefix, density by zone; pictures on
// request.
//
//   bench_field [PICTURE_FOLDER]
#include "base/mathd.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/clock.h"
#include "evenness.h"
#include "geom/chart.h"
#include "model/field.h"
#include "model/field_tiles.h"
#include "model/growth.h"
#include "model/head.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void time_build(int threads)
{
    struct pool *pool = threads > 1 ? pool_create(threads) : NULL;
    double least = 1e9, least_cpu = 1e9;
    int count = 0;
    for (int i = 0; i < 5; i++) {
        double start = clock_ms(CLOCK_MONOTONIC), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        struct field *field = field_build_anew(FIELD_VERSION, (uint64_t)i + 1, pool, NULL);
        least = fmin(least, clock_ms(CLOCK_MONOTONIC) - start);
        least_cpu = fmin(least_cpu, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
        count = field->count;
        field_unref(field);
    }
    pool_destroy(pool);
    printf("%d thread(s): %d places, %.0f ms (least of 5), %.0f ms of processor\n", threads, count, least, least_cpu);
    if (threads == 2)
        target_at_most("a field built, two threads, wall", least, 300.0, "ms");
}

static void time_load(void)
{
    double least = 1e9;
    for (int i = 0; i < 5; i++) {
        double start = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        field_unref(field_build(FIELD_VERSION, 1, NULL, NULL));
        least = fmin(least, clock_ms(CLOCK_PROCESS_CPUTIME_ID) - start);
    }
    printf("the stored one: %.1f ms of processor (least of 5)\n", least);
    target_at_most("the stored field loaded", least, 20.0, "ms");
}

static struct vec3 place_mm(const struct field *field, const struct head *head, int i, double hand_mm)
{
    struct vec3 dir = field_dir(field, i), east, north, p = head_point_mm(head, dir);
    head_tangents(head, dir, &east, &north);
    p = vec3_add(p, vec3_scale(east, hand_mm * (double)field->hand_x_z[i]));
    return vec3_add(p, vec3_scale(north, hand_mm * (double)field->hand_y_z[i]));
}

static struct vec3 dir_of(double azimuth_deg,
                          double polar_deg) // azimuth from the front to the left
{
    double a = azimuth_deg * MATHD_PI / 180.0, t = polar_deg * MATHD_PI / 180.0;
    return vec3_make(mathd_sin(t) * mathd_sin(a), -mathd_sin(t) * mathd_cos(a), mathd_cos(t));
}

static const struct spot {
    const char *name;
    double azimuth_deg, polar_deg;
} spots[] = {{"vertex", 0, 5},   {"hairline", 0, 62}, {"temple", 55, 80}, {"side", 95, 95},
             {"crown", 180, 45}, {"nape", 180, 112},  {"diag", 225, 75}};
enum { SPOTS = sizeof spots / sizeof *spots };

static void print_evenness(const struct field *field, struct head head, double hand_mm, const char *what)
{
    static const double prefixes[] = {5, 10, 20, 45, 75, 105, 150, 220, 300};
    struct head canonical = head_canonical();
    printf("\nClark-Evans R (variation), %s, hand error %.2f mm\n%8s", what, hand_mm, "per cm2");
    for (int s = 0; s < SPOTS; s++)
        printf(" %11s", spots[s].name);
    struct vec3 *points = mem_alloc((size_t)field->count * sizeof *points);
    for (unsigned p = 0; p < sizeof prefixes / sizeof *prefixes; p++) {
        printf("\n%8.0f", prefixes[p]);
        for (int s = 0; s < SPOTS; s++) {
            struct vec3 dir = dir_of(spots[s].azimuth_deg, spots[s].polar_deg);
            double ratio = head_area_mm2_per_sr(&head, dir) / head_area_mm2_per_sr(&canonical, dir);
            int last = (int)(fmin(ratio * prefixes[p] / FIELD_FULL_PER_CM2, 1.0) * field->count), count = 0;
            double density = last / (double)field->count * FIELD_FULL_PER_CM2 / ratio;
            double radius = prefixes[p] < 30 ? 30.0 : 22.0, margin = 12.0 / sqrt(density / 10.0) / 3.0 + 1.0;
            struct vec3 centre = head_point_mm(&head, dir);
            for (int i = 0; i < last; i++) {
                struct vec3 q = vec3_sub(head_point_mm(&head, field_dir(field, i)), centre);
                if (vec3_dot(q, q) < (radius + margin) * (radius + margin))
                    points[count++] = place_mm(field, &head, i, hand_mm);
            }
            struct evenness e = evenness_of(points, count, centre, radius, density / 100.0);
            printf(" %5.2f (%.2f)", e.index, e.variation);
        }
    }
    mem_free(points);
    printf("\n");
}

// Density in round zones of the given radius against what was asked, at places all over the region.
static void print_density(const struct field *field, double radius_mm)
{
    static const double prefixes[] = {10, 20, 45, 75, 105, 150, 300};
    enum { PREFIXES = sizeof prefixes / sizeof *prefixes };
    struct head head = head_canonical();
    double worst[PREFIXES] = {0}, squares[PREFIXES] = {0};
    int zones = 0;
    struct vec3 *points = mem_alloc((size_t)field->count * sizeof *points);
    for (int i = 0; i < field->count; i++)
        points[i] = head_point_mm(&head, field_dir(field, i));
    for (int z = 0; z < 150; z++) {
        struct vec3 dir = field_dir(field, z), centre = head_point_mm(&head, dir);
        double area = 0.0, step = 0.0025;
        bool whole = true;
        struct pt_chart mid = chart_of(dir);
        for (double u = mid.u - 0.8; u < mid.u + 0.8; u += step)
            for (double v = mid.v - 0.8; v < mid.v + 0.8; v += step) {
                if (u * u + v * v > 3.6)
                    continue;
                struct vec3 d = chart_dir((struct pt_chart){u, v});
                if (vec3_length(vec3_sub(head_point_mm(&head, d), centre)) > radius_mm)
                    continue;
                area += step * step * head_area_mm2_per_sr(&head, d);
                whole = whole && field_region_has(u, v);
            }
        if (!whole)
            continue;
        zones++;
        for (int p = 0; p < PREFIXES; p++) {
            int last = (int)(prefixes[p] / FIELD_FULL_PER_CM2 * field->count + 0.5), count = 0;
            for (int i = 0; i < last; i++)
                count += vec3_length(vec3_sub(points[i], centre)) <= radius_mm;
            double error = count / area * 100.0 / (last * FIELD_FULL_PER_CM2 / field->count) - 1.0;
            worst[p] = fmax(worst[p], fabs(error));
            squares[p] += error * error;
        }
    }
    printf("\ndensity over %d zones of %.0f cm2, error: ", zones, 3.1416 * radius_mm * radius_mm / 100.0);
    for (int p = 0; p < PREFIXES; p++)
        printf(" %.0f: rms %.2f %% most %.2f %%;", prefixes[p], 100.0 * sqrt(squares[p] / zones), 100.0 * worst[p]);
    printf("\n");
    mem_free(points);
}

// Pictures: grey, 8 bits.
struct picture {
    int width, height;
    unsigned char *grey;
};

static struct picture picture_create(int width, int height)
{
    struct picture p = {width, height, mem_alloc((size_t)width * (size_t)height)};
    memset(p.grey, 255, (size_t)width * (size_t)height);
    return p;
}

static void picture_dot(struct picture *p, double x, double y, double radius)
{
    for (int j = (int)floor(y - radius - 1); j <= (int)(y + radius + 1); j++)
        for (int i = (int)floor(x - radius - 1); i <= (int)(x + radius + 1); i++) {
            double d = radius + 0.5 - sqrt((i + 0.5 - x) * (i + 0.5 - x) + (j + 0.5 - y) * (j + 0.5 - y));
            if (i < 0 || j < 0 || i >= p->width || j >= p->height || d <= 0.0)
                continue;
            unsigned char *g = &p->grey[j * p->width + i];
            *g = (unsigned char)(*g * (1.0 - fmin(d, 1.0)));
        }
}

static void picture_line(struct picture *p, double x0, double y0, double x1, double y1)
{
    int steps = (int)(2.0 * fmax(fabs(x1 - x0), fabs(y1 - y0))) + 1;
    for (int i = 0; i <= steps; i++)
        picture_dot(p, x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, 0.3);
}

static void picture_save(struct picture *p, const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.pgm", folder, name);
    FILE *file = fopen(path, "wb");
    if (file) {
        fprintf(file, "P5 %d %d 255\n", p->width, p->height);
        fwrite(p->grey, 1, (size_t)p->width * (size_t)p->height, file);
        fclose(file);
    }
    mem_free(p->grey);
}

static int last_at(const struct field *field, double per_cm2)
{
    return (int)(per_cm2 / FIELD_FULL_PER_CM2 * field->count + 0.5);
}

static void draw_patch(const struct field *field, const char *folder, struct spot spot, double per_cm2, double side_mm)
{
    struct head head = head_canonical();
    struct vec3 dir = dir_of(spot.azimuth_deg, spot.polar_deg), east, north;
    struct vec3 centre = head_point_mm(&head, dir);
    head_tangents(&head, dir, &east, &north);
    struct picture p = picture_create(1000, 1000);
    double scale = 1000.0 / side_mm;
    for (int i = 0; i < last_at(field, per_cm2); i++) {
        struct vec3 q = vec3_sub(place_mm(field, &head, i, 0.08), centre);
        if (vec3_length(q) < side_mm)
            picture_dot(&p, 500.0 + scale * vec3_dot(q, east), 500.0 - scale * vec3_dot(q, north), 0.14 * scale);
    }
    char name[64];
    snprintf(name, sizeof name, "patch-%s-%03.0f", spot.name, per_cm2);
    picture_save(&p, folder, name);
}

// Orthographic view from `from`; the far half is left out.
struct look {
    struct vec3 from, right, up;
};

static struct look look_from(double azimuth_deg, double polar_deg)
{
    struct look look = {.from = dir_of(azimuth_deg, polar_deg)};
    look.right = vec3_unit(vec3_make(-look.from.y, look.from.x, 0.0));
    if (vec3_length(look.right) < 0.5)
        look.right = vec3_make(1.0, 0.0, 0.0);
    look.up = vec3_cross(look.from, look.right);
    return look;
}

static const struct spot looks[] = {{"top", 0, 1}, {"front", 0, 80}, {"side", 90, 85}, {"back", 180, 95}};

static void draw_heads(const struct field *field, const char *folder, double per_cm2)
{
    struct head head = head_canonical();
    for (unsigned n = 0; n < sizeof looks / sizeof *looks; n++) {
        struct look look = look_from(looks[n].azimuth_deg, looks[n].polar_deg);
        struct picture p = picture_create(1500, 1500);
        for (int i = 0; i < last_at(field, per_cm2); i++) {
            if (vec3_dot(head_normal(&head, field_dir(field, i)), look.from) < 0.05)
                continue;
            struct vec3 q = vec3_sub(place_mm(field, &head, i, 0.08), head.centre_mm);
            picture_dot(&p, 750 + 7 * vec3_dot(q, look.right), 750 - 7 * vec3_dot(q, look.up), 0.9);
        }
        char name[64];
        snprintf(name, sizeof name, "head-%s-%03.0f", looks[n].name, per_cm2);
        picture_save(&p, folder, name);
    }
}

static void draw_growth(const struct field *field, const char *folder)
{
    struct head head = head_canonical();
    for (unsigned n = 0; n < sizeof looks / sizeof *looks; n++) {
        struct look look = look_from(looks[n].azimuth_deg, looks[n].polar_deg);
        struct picture p = picture_create(1500, 1500);
        for (int i = 0; i < last_at(field, 3.0); i++) {
            struct vec3 dir = field_dir(field, i), normal = head_normal(&head, dir);
            if (vec3_dot(normal, look.from) < 0.05)
                continue;
            double angle = growth_exit_angle_deg(&head, dir) * MATHD_PI / 180.0;
            struct vec3 hair = vec3_add(vec3_scale(growth_direction(&head, dir, 1), mathd_cos(angle)),
                                        vec3_scale(normal, mathd_sin(angle)));
            struct vec3 a = vec3_sub(head_point_mm(&head, dir), head.centre_mm);
            struct vec3 b = vec3_add(a, vec3_scale(hair, 5.0));
            picture_dot(&p, 750 + 7 * vec3_dot(a, look.right), 750 - 7 * vec3_dot(a, look.up), 3.0);
            picture_line(&p, 750 + 7 * vec3_dot(a, look.right), 750 - 7 * vec3_dot(a, look.up),
                         750 + 7 * vec3_dot(b, look.right), 750 - 7 * vec3_dot(b, look.up));
        }
        char name[64];
        snprintf(name, sizeof name, "growth-%s", looks[n].name);
        picture_save(&p, folder, name);
    }
}

static void draw_wobble(const struct field *field, const char *folder)
{
    struct head head = head_canonical();
    struct look look = look_from(0, 1);
    struct picture p = picture_create(1500, 1500);
    memset(p.grey, 128, 1500 * 1500);
    for (int i = 0; i < field->count; i++) {
        if (vec3_dot(head_normal(&head, field_dir(field, i)), look.from) < 0.05)
            continue;
        struct vec3 q = vec3_sub(head_point_mm(&head, field_dir(field, i)), head.centre_mm);
        int x = (int)(750 + 7 * vec3_dot(q, look.right)), y = (int)(750 - 7 * vec3_dot(q, look.up));
        for (int k = 0; k < 25; k++) {
            int a = x + k % 5 - 2, b = y + k / 5 - 2;
            if (a >= 0 && b >= 0 && a < 1500 && b < 1500)
                p.grey[b * 1500 + a] = (unsigned char)fmin(fmax(128 + 100 * (double)field->wobble[i], 0), 255);
        }
    }
    picture_save(&p, folder, "wobble");
}

// Power of a flat patch of side_mm at the vertex against chance, with a soft window: the picture is
// centred on frequency 0, white is four times chance; the list is by frequency x spacing.
static void draw_power(const struct field *field, const char *folder, double per_cm2, double side_mm)
{
    struct head head = head_canonical();
    enum { SIZE = 301 };
    double spacing = 10.0 / sqrt(per_cm2), most = 2.5 / spacing, ring[26] = {0};
    int samples[26] = {0}, count = 0;
    struct vec3 *points = mem_alloc((size_t)field->count * sizeof *points);
    double weights = 0.0;
    for (int i = 0; i < last_at(field, per_cm2); i++) {
        // The chart is the flat patch; its unit is scaled to mm of surface.
        struct vec3 dir = field_dir(field, i);
        struct vec3 q = head_point_mm(&head, dir);
        if (dir.z < 0.5 || fabs(q.x) > side_mm / 2 || fabs(q.y - head.centre_mm.y) > side_mm / 2)
            continue;
        double x = q.x / side_mm, y = (q.y - head.centre_mm.y) / side_mm;
        double w = (0.5 + 0.5 * mathd_cos(2 * MATHD_PI * x)) * (0.5 + 0.5 * mathd_cos(2 * MATHD_PI * y));
        points[count++] = vec3_make(x * side_mm, y * side_mm, w);
        weights += w * w;
    }
    struct picture p = picture_create(SIZE, SIZE);
    for (int j = 0; j < SIZE; j++)
        for (int i = 0; i <= SIZE / 2; i++) {
            double fx = (i - SIZE / 2) * most / (SIZE / 2), fy = (j - SIZE / 2) * most / (SIZE / 2);
            double re = 0.0, im = 0.0;
            for (int k = 0; k < count; k++) {
                double a = 2 * MATHD_PI * (fx * points[k].x + fy * points[k].y);
                re += points[k].z * cos(a), im += points[k].z * sin(a);
            }
            double power = (re * re + im * im) / weights, f = sqrt(fx * fx + fy * fy);
            unsigned char g = (unsigned char)fmin(64.0 * power, 255.0);
            p.grey[j * SIZE + i] = p.grey[(SIZE - 1 - j) * SIZE + SIZE - 1 - i] = g;
            int bin = (int)(f * spacing * 10.0);
            if (bin < 26 && f * side_mm > 3.0)
                ring[bin] += power, samples[bin]++;
        }
    printf("power against chance at %.0f per cm2:", per_cm2);
    for (int b = 0; b < 20; b++)
        printf(" %.2f", samples[b] ? ring[b] / samples[b] : 0.0);
    printf(" (steps of 0.1 of the frequency 1 / spacing)\n");
    char name[64];
    snprintf(name, sizeof name, "power-%03.0f", per_cm2);
    if (folder)
        picture_save(&p, folder, name);
    mem_free(points);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : NULL;
    time_build(1);
    time_build(2);
    time_load();
    struct field *field = field_build(FIELD_VERSION, 1, NULL, NULL);
    struct head head = head_canonical(), small = head, large = head;
    small.semi_mm = vec3_make(72, 95, 70);
    large.semi_mm = vec3_make(82, 105, 78);
    print_evenness(field, head, 0.0, "canonical head");
    print_evenness(field, head, 0.08, "canonical head");
    print_evenness(field, small, 0.08, "head 72/95/70");
    print_evenness(field, large, 0.08, "head 82/105/78");
    print_density(field, 25.3);
    print_density(field, 12.6);
    if (folder) {
        static const double prefixes[] = {10, 45, 105, 150, 300};
        for (unsigned p = 0; p < sizeof prefixes / sizeof *prefixes; p++) {
            draw_patch(field, folder, spots[0], prefixes[p], 40.0);
            draw_patch(field, folder, spots[5], prefixes[p], 40.0);
            draw_heads(field, folder, prefixes[p]);
            draw_power(field, folder, prefixes[p], 60.0);
        }
        draw_growth(field, folder);
        draw_wobble(field, folder);
    }
    field_unref(field);
    return 0;
}
