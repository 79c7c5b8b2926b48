// Photos without a head are refused in one line and never drafted: what people drop by mistake, drawn here.
#include "testing.h"

#include "base/mem.h"
#include "base/rng.h"
#include "plan/case_set_up.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 640, HEIGHT = 480 };

struct paint {
    double r, g, b;
};
static const struct paint SKIN = {205, 160, 135}, DARK_SKIN = {95, 65, 50};

static double noise(int x, int y)
{
    return rng_normal(3, (uint64_t)x, (uint32_t)y);
}

static double capsule(double x, double y, double ax, double ay, double bx, double by, double radius)
{
    double dx = bx - ax, dy = by - ay, t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    t = fmin(fmax(t, 0.0), 1.0);
    return hypot(x - ax - t * dx, y - ay - t * dy) - radius;
}

// Hills under a sky, a sun.
static struct paint landscape(double x, double y)
{
    double ridge = 260.0 + 40.0 * sin(x * 0.013) + 18.0 * sin(x * 0.05);
    if (hypot(x - 480.0, y - 90.0) < 36.0)
        return (struct paint){255, 240, 190};
    if (y < ridge)
        return (struct paint){110 + 0.2 * y, 160 + 0.15 * y, 230};
    return (struct paint){60 + 20 * sin(x * 0.3), 110 + 25 * sin(y * 0.4 + x * 0.1), 50};
}

// Lines of words on paper.
static struct paint page(double x, double y)
{
    bool is_line = fmod(y, 18.0) < 9.0 && x > 60.0 && x < 580.0 && y > 40.0 && y < 440.0;
    bool is_ink = is_line && fmod(x, 47.0) > 8.0 && sin(x * 1.7) + sin(y * 2.3 + x) > 0.1;
    return is_ink ? (struct paint){30, 30, 34} : (struct paint){244, 242, 236};
}

// A palm, four fingers and a thumb.
static double hand_distance(double x, double y)
{
    static const double finger[5][4] = {
        {270, 260, 235, 110}, {305, 250, 295, 80}, {345, 250, 355, 85}, {380, 262, 410, 120}, {270, 330, 180, 260}};
    double off = capsule(x, y, 325, 310, 330, 350, 72);
    for (int i = 0; i < 5; i++)
        off = fmin(off, capsule(x, y, finger[i][0], finger[i][1], finger[i][2], finger[i][3], i == 4 ? 22.0 : 19.0));
    return fmin(off, capsule(x, y, 330, 380, 335, 520, 48));
}

static struct paint shaded(struct paint p, double off)
{
    double k = 0.6 + 0.4 * fmin(fmax(-off / 25.0, 0.0), 1.0);
    return (struct paint){p.r * k, p.g * k, p.b * k};
}

static struct paint hand(double x, double y)
{
    double off = hand_distance(x, y);
    return off < 0.0 ? shaded(SKIN, off) : (struct paint){70, 80, 92};
}

static struct paint dark_arm(double x, double y)
{
    double off = capsule(x, y, -40, 300, 700, 180, 70);
    return off < 0.0 ? shaded(DARK_SKIN, off) : (struct paint){190, 190, 186};
}

static struct paint ball(double x, double y)
{
    double r = hypot(x - 320.0, y - 300.0) / 130.0;
    if (r >= 1.0)
        return y > 400.0 ? (struct paint){120, 95, 70} : (struct paint){210, 212, 215};
    double light = 0.35 + 0.65 * fmax(0.0, sqrt(1.0 - r * r) - 0.4 * (x - 320.0) / 130.0 - 0.3 * (y - 300.0) / 130.0);
    return (struct paint){230 * light, 120 * light, 40 * light};
}

static bool is_in(double x, double y, double middle_x, double middle_y, double wide, double high)
{
    return hypot((x - middle_x) / wide, (y - middle_y) / high) < 1.0;
}

// A stuffed bear has the features of a face.
static struct paint bear(double x, double y)
{
    double u = (x - 320.0) / 0.476, v = (y - 240.0) / 0.476, grain = 6.0 * noise((int)x, (int)y);
    bool is_bear =
        is_in(u, v, 2, -84, 190, 230) || is_in(fabs(u - 2), v, 170, -204, 60, 140) || is_in(u, v, 2, 296, 260, 240);
    struct paint p = is_bear ? (struct paint){107, 74, 42} : (struct paint){138, 160, 106};
    if (is_in(u, v, 2, 16, 90, 100))
        p = (struct paint){202, 165, 122};
    if (is_in(fabs(u - 2), v, 70, -124, 20, 20) || is_in(u, v, 2, -24, 40, 28))
        p = (struct paint){17, 17, 17};
    return (struct paint){fmax(p.r + grain, 0.0), fmax(p.g + grain, 0.0), fmax(p.b + grain, 0.0)};
}

static struct paint grain(double x, double y)
{
    double v = 128.0 + 60.0 * noise((int)x, (int)y);
    return (struct paint){v, v, v};
}

static struct photo draw(struct paint (*of)(double x, double y))
{
    struct image *image = image_create(WIDTH, HEIGHT, PIXELS_RGBA8, NULL);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            struct paint p = of(x, y);
            double value[3] = {p.r, p.g, p.b}, off = 2.0 * noise(x, y);
            for (int c = 0; c < 3; c++)
                image_row(image, y)[4 * x + c] = (uint8_t)fmin(fmax(value[c] + off, 0.0), 255.0);
            image_row(image, y)[4 * x + 3] = 255;
        }
    return (struct photo){.image = image};
}

static void nothing_is_drafted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct paint (*of)(double x, double y);
    } pictures[] = {{"landscape", landscape}, {"page", page},   {"hand", hand}, {"dark arm", dark_arm},
                    {"ball", ball},           {"grain", grain}, {"bear", bear}};
    const char *folder = getenv("STIPPLE_NETS");
    struct face_nets *nets = folder ? face_nets_open(folder, NULL) : NULL;
    if (!nets)
        skip();
    struct marks *none = mem_alloc(sizeof *none);
    struct set_up *set_up = mem_alloc(sizeof *set_up);
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        struct photo photo = draw(pictures[i].of);
        struct case_ *case_ = case_create();
        struct err err = {0};
        if (case_set_up(case_, nets, &photo, "photo.jpg", none, HAIRLINE_ROUND, set_up, &err))
            fail_msg("a head was seen in the %s, facing %s, certainty %.2f", pictures[i].name,
                     facing_name(set_up->draft.marks.facing), set_up->draft.marks.certainty);
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, "photo.jpg: no head is seen"));
        assert_null(strchr(err.text, '\n'));
        assert_int_equal(case_->option_count, 0);
        case_destroy(case_);
        image_unref(photo.image);
    }
    mem_free(set_up);
    mem_free(none);
    face_nets_close(nets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_is_drafted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
