#include "plan/relight.h"

#include "base/check.h"
#include "base/mathd.h"
#include "base/mem.h"
#include "geom/least_squares.h"
#include "shared/smp_math.h"

#include <math.h>
#include <string.h>

enum { TERMS = 4, MOST_SAMPLES = 3000, FEWEST_SAMPLES = 40, NODES_ACROSS = 160 };
enum { LIGHT_STEPS = 65536 };

// Assumed, by eye: from the patient's upper left front for the sun, from the ceiling for overhead.
static const struct kind {
    const char *name, *words;
    struct vec3 from;          // head frame; length 1
    double around, along;      // light from all sides, and from there
    double wrap;               // how far round the light's edge it reaches: 0 hard
    double exposure;           // mean over the skin, of the photo's
    double shine;              // of the photo's own
    double gloss, gloss_power; // highlight of its own
} KIND[LIGHT_COUNT] = {
    [LIGHT_PHOTO] = {"photo", "", {0.0, 0.0, 1.0}, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0},
    [LIGHT_SOFT] = {"soft", "in soft indoor light", {0.0, 0.0, 1.0}, 0.80, 0.20, 1.0, 1.0, 0.65, 0.0, 1.0},
    [LIGHT_OVERHEAD] = {"overhead", "under a lamp overhead", {0.0, 0.0, 1.0}, 0.30, 0.80, 0.25, 1.0, 1.1, 0.05, 14.0},
    [LIGHT_SUN] = {"sun", "in direct sun", {0.47, -0.45, 0.7593}, 0.28, 1.0, 0.05, 1.12, 1.5, 0.16, 26.0},
};

const char *light_name(enum light light)
{
    REQUIRE((unsigned)light < LIGHT_COUNT);
    return KIND[light].name;
}

const char *light_words(enum light light)
{
    REQUIRE((unsigned)light < LIGHT_COUNT);
    return KIND[light].words;
}

// Light on skin that faces so, before exposure.
static double target(const struct kind *kind, struct vec3 normal)
{
    double facing = (vec3_dot(normal, kind->from) + kind->wrap) / (1.0 + kind->wrap);
    return kind->around + kind->along * fmax(facing, 0.0);
}

// ---- The photo's own light on bare skin, first order in the normal.

struct fitted {
    double term[TERMS], mean, exposure; // exposure: what makes the mean as asked
};

static double fitted_light(const struct fitted *f, struct vec3 n)
{
    double light = f->term[0] + f->term[1] * n.x + f->term[2] * n.y + f->term[3] * n.z;
    return fmin(fmax(light, 0.35 * f->mean), 2.5 * f->mean);
}

struct skin_sample {
    struct vec3 normal;
    double light;
};

static int collect(const struct relight_request *r, struct skin_sample *out)
{
    const struct skin_maps *maps = r->skin;
    int cells = maps->columns * maps->rows, step = cells / MOST_SAMPLES + 1, count = 0;
    for (int i = 0; i < cells && count < MOST_SAMPLES; i += step) {
        const struct skin_cell *cell = &maps->cell[i];
        struct vec3 dir;
        struct pt_px px = {maps->x0 + (i % maps->columns + 0.5) * maps->cell_px,
                           maps->y0 + (double)(i / maps->columns) * maps->cell_px + 0.5 * maps->cell_px};
        if (!cell->is_skin || cell->hair > 0.5f || !view_hit(r->view, r->head, px, &dir))
            continue;
        head_surface(r->head, dir, &out[count].normal);
        out[count++].light = (double)cell->light;
    }
    return count;
}

static void fit_terms(const struct skin_sample *samples, int count, struct fitted *f)
{
    struct ls_normal *normal = mem_alloc(sizeof *normal);
    ls_normal_clear(normal, TERMS);
    for (int i = 0; i < count; i++) {
        struct ls_row row = {.residual = samples[i].light};
        ls_row_add(&row, 0, 1.0);
        ls_row_add(&row, 1, samples[i].normal.x);
        ls_row_add(&row, 2, samples[i].normal.y);
        ls_row_add(&row, 3, samples[i].normal.z);
        ls_normal_add(normal, &row, 1.0);
    }
    for (int i = 0; i < TERMS; i++) // a little stiffness, where all skin faces one way
        normal->matrix[i][i] += i > 0 ? 0.01 * count : 1e-9;
    double x[TERMS];
    memcpy(x, normal->gradient, sizeof x);
    if (ls_factor(normal)) {
        ls_solve(normal, x);
        memcpy(f->term, x, sizeof x);
    }
    mem_free(normal);
}

static struct fitted fit(const struct relight_request *r)
{
    struct skin_sample *samples = mem_alloc(MOST_SAMPLES * sizeof *samples);
    int count = collect(r, samples);
    struct fitted f = {.mean = 0.3, .exposure = 1.0};
    double after = 0.0;
    for (int i = 0; i < count; i++)
        f.mean = i == 0 ? samples[0].light / count : f.mean + samples[i].light / count;
    f.term[0] = f.mean;
    if (count >= FEWEST_SAMPLES)
        fit_terms(samples, count, &f);
    for (int i = 0; i < count; i++)
        after +=
            samples[i].light * target(&KIND[r->light], samples[i].normal) / fitted_light(&f, samples[i].normal) / count;
    f.exposure = after > 0.0 ? f.mean * KIND[r->light].exposure / after : 1.0;
    mem_free(samples);
    return f;
}

// ---- What happens to each pixel, at the nodes of a grid.

struct node {
    float diffuse, shine; // factors
    float gloss;          // added, for skin of the usual brightness
    float usual;          // that brightness
    float level;          // of the head: 1 at its rim
    float fades_from;     // on the way to it, that level
};

struct work {
    const struct relight_request *request;
    struct fitted fitted;
    int pitch, columns, rows;
    struct node *nodes;
    float *decode;    // of the image's codes
    uint16_t *encode; // code of linear light, LIGHT_STEPS steps of its square root
    struct image *out;
    uint8_t *shine;
};

static struct node node_at(const struct work *w, struct pt_px px)
{
    const struct relight_request *r = w->request;
    const struct kind *kind = &KIND[r->light];
    struct vec3 near, eye, along, normal;
    double level = view_near_level(r->view, r->head, px, &near);
    struct vec3 dir = head_dir_of(r->head, near);
    if (level < 1.0)
        view_hit(r->view, r->head, px, &dir);
    head_surface(r->head, dir, &normal);
    struct vec3 point = head_point_mm(r->head, dir);
    // Fades from above the brows and the ears down to the tragions, where there is no ellipsoid any more.
    float share = smp_smoothstep(-10.0f, 50.0f, (float)point.z);
    double usual = fitted_light(&w->fitted, normal);
    double factor = target(kind, normal) * w->fitted.exposure / usual;
    view_ray(r->view, px, &eye, &along);
    struct vec3 half = vec3_unit(vec3_sub(kind->from, along));
    double facing = fmax(vec3_dot(normal, half), 0.0);
    double gloss = kind->gloss > 0.0 && facing > 0.0 ? kind->gloss * mathd_pow(facing, kind->gloss_power) : 0.0;
    factor = fmin(fmax(factor, 0.5), 1.6);
    double shine = kind->shine * fmin(factor, 1.0); // what lies in the other light's shade does not shine on
    // Low down the photo's head goes on beyond the fitted one's rim, with temple, brow and neck: no edge there.
    float is_high = smp_smoothstep(45.0f, 100.0f, (float)point.z);
    return (struct node){1.0f + share * (float)(factor - 1.0),
                         1.0f + share * (float)(shine - 1.0),
                         share * (float)gloss,
                         (float)usual,
                         (float)level,
                         0.70f + (0.988f - 0.70f) * is_high};
}

static void node_row_job(void *context, int row)
{
    const struct work *w = context;
    double scale = (double)w->request->view->width_px / w->request->image->width_px;
    for (int column = 0; column < w->columns; column++)
        w->nodes[row * w->columns + column] =
            node_at(w, (struct pt_px){column * w->pitch * scale, row * w->pitch * scale});
}

static struct node mix(struct node a, struct node b, float t)
{
    return (struct node){a.diffuse + (b.diffuse - a.diffuse) * t, a.shine + (b.shine - a.shine) * t,
                         a.gloss + (b.gloss - a.gloss) * t,       a.usual + (b.usual - a.usual) * t,
                         a.level + (b.level - a.level) * t,       a.fades_from + (b.fades_from - a.fades_from) * t};
}

// Within the rim the other light fades away, by each pixel's own place: nodes lie too far apart not to light the wall.
static void fade_at_rim(struct node *n)
{
    float share = 1.0f - smp_smoothstep(n->fades_from, 1.003f, n->level);
    n->diffuse = 1.0f + share * (n->diffuse - 1.0f);
    n->shine = 1.0f + share * (n->shine - 1.0f);
    n->gloss *= share;
}

// ---- Pixels.

static uint16_t encoded(const struct work *w, float light)
{
    float root = smp_sqrt(smp_clamp(light, 0.0f, 1.0f));
    return w->encode[(int)(root * (LIGHT_STEPS - 1) + 0.5f)];
}

// As a camera does, what is too bright nears white's own brightness and keeps its colour.
static float rolled_off(float most)
{
    const float from = 0.75f, room = 0.22f;
    return most <= from ? 1.0f : (from + room * (1.0f - smp_exp((from - most) / room))) / most;
}

// `before`, `after`: linear light; returns the new share of shine.
static uint8_t relight_pixel(const struct node *n, float share, const float before[3], float after[3])
{
    float brightness = (2.0f * before[0] + before[1]) * (1.0f / 3.0f);
    float gloss = n->gloss * smp_clamp(brightness / smp_max(n->usual, 0.01f), 0.0f, 1.3f);
    float shine = share * before[1] * n->shine + gloss;
    for (int c = 0; c < 3; c++) {
        float white = smp_min(share * before[1], 0.95f * before[c]); // shine has the light's colour, not the skin's
        after[c] = (before[c] - white) * n->diffuse + white * n->shine + gloss;
    }
    float of_all = shine / smp_max(after[1], 1e-4f);
    float was = smp_max(before[0], smp_max(before[1], before[2]));
    float most = smp_max(after[0], smp_max(after[1], after[2]));
    float factor = most > was ? smp_max(rolled_off(most), was / most) : 1.0f;
    for (int c = 0; c < 3; c++)
        after[c] *= factor;
    return (uint8_t)(int)(smp_clamp(of_all, 0.0f, 254.0f / 255.0f) * 255.0f + 0.5f);
}

static void pixel_row_job(void *context, int y)
{
    const struct work *w = context;
    const struct image *image = w->request->image;
    int width = image->width_px, above = y / w->pitch;
    float down = (float)(y % w->pitch) / (float)w->pitch;
    const struct node *upper = w->nodes + above * w->columns, *lower = upper + w->columns;
    bool is_16 = image->format == PIXELS_RGBA16;
    for (int x = 0; x < width; x++) {
        int left = x / w->pitch;
        float across = (float)(x % w->pitch) / (float)w->pitch, before[3], after[3];
        struct node n = mix(mix(upper[left], upper[left + 1], across), mix(lower[left], lower[left + 1], across), down);
        fade_at_rim(&n);
        size_t at = (size_t)y * (size_t)width + (size_t)x;
        uint8_t share = w->request->shine[w->request->is_shine_rgba ? 4 * at + 1 : at];
        const uint16_t *in16 = image_row16(image, y) + 4 * x;
        const uint8_t *in8 = image_row(image, y) + 4 * x;
        for (int c = 0; c < 3; c++)
            before[c] = w->decode[is_16 ? in16[c] : in8[c]];
        memcpy(after, before, sizeof after);
        w->shine[at] = share == 255 ? share : relight_pixel(&n, (float)share / 255.0f, before, after);
        for (int c = 0; c < 4; c++) {
            bool is_kept = c == 3 || share == 255 || after[c] == before[c];
            if (is_16)
                image_row16(w->out, y)[4 * x + c] = is_kept ? in16[c] : encoded(w, after[c]);
            else
                image_row(w->out, y)[4 * x + c] = is_kept ? in8[c] : (uint8_t)encoded(w, after[c]);
        }
    }
}

static bool make_tables(struct work *w)
{
    const struct image *image = w->request->image;
    const struct transfer *curve = &w->request->space->curve;
    int codes = image->format == PIXELS_RGBA16 ? 65536 : 256;
    w->decode = mem_try_array((size_t)codes, sizeof *w->decode);
    w->encode = mem_try_array(LIGHT_STEPS, sizeof *w->encode);
    if (!w->decode || !w->encode)
        return false;
    for (int i = 0; i < codes; i++)
        w->decode[i] = (float)colour_decode(curve, (double)i / (codes - 1));
    for (int i = 0; i < LIGHT_STEPS; i++) {
        double root = (double)i / (LIGHT_STEPS - 1);
        w->encode[i] = (uint16_t)(colour_encode(curve, root * root) * (codes - 1) + 0.5);
    }
    return true;
}

bool relight(const struct relight_request *request, struct pool *pool, struct image **out, uint8_t **out_shine)
{
    const struct image *image = request->image;
    struct work w = {.request = request, .pitch = image->width_px / NODES_ACROSS + 1};
    w.columns = (image->width_px - 1) / w.pitch + 2;
    w.rows = (image->height_px - 1) / w.pitch + 2;
    w.nodes = mem_try_array((size_t)w.columns * (size_t)w.rows, sizeof *w.nodes);
    w.shine = mem_try_array_raw((size_t)image->width_px, (size_t)image->height_px);
    w.out = image_create(image->width_px, image->height_px, image->format, NULL);
    bool is_done = w.nodes && w.shine && w.out && make_tables(&w);
    if (is_done) {
        w.fitted = fit(request);
        pool_run(pool, w.rows, node_row_job, &w, NULL);
        pool_run(pool, image->height_px, pixel_row_job, &w, NULL);
    } else {
        image_unref(w.out);
        mem_free(w.shine);
        w.out = NULL;
        w.shine = NULL;
    }
    mem_free(w.nodes);
    mem_free(w.decode);
    mem_free(w.encode);
    *out = w.out;
    *out_shine = w.shine;
    return is_done;
}
