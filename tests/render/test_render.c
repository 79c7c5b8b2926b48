// Properties of a drawn picture that hold for any renderer behind render_draw.
#include "patch.h"

static void expect_same(const struct image *a, const struct image *b)
{
    for (int y = 0; y < a->height_px; y++)
        assert_memory_equal(image_row(a, y), image_row(b, y), (size_t)a->width_px * pixel_bytes(a->format));
}

static void add_noise(struct patch_scene *p)
{
    size_t bytes = (size_t)p->photo->width_px * pixel_bytes(p->photo->format);
    for (int y = 0; y < p->photo->height_px; y++)
        for (size_t i = 0; i < bytes; i++)
            image_row(p->photo, y)[i] = (uint8_t)rng_bits(5, (uint64_t)y, i);
}

static void test_no_dots_no_change(void **state)
{
    (void)state;
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
        struct patch_scene p = patch_create(203, 77, (enum pixel_format)format, 0);
        add_noise(&p);
        struct image *out = patch_draw(&p, (struct render_request){0});
        expect_same(out, p.photo);
        image_unref(out);
        patch_finish(&p);
    }
}

static void test_far_pixels_are_kept(void **state)
{
    (void)state;
    const double scale = 8.0;
    for (int red = 0; red < 2; red++)
        for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
            struct patch_scene p = patch_create(240, 240, (enum pixel_format)format, 0);
            add_noise(&p);
            struct splat *s = patch_add(&p, 120.3, 118.9, scale);
            s->depth_mm = 1.0f;
            s->radius_mm = 0.35f;
            s->tau = 8.0f;
            p.scene.group[0].redness[1] = red ? 0.25f : 0.0f;
            struct image *out = patch_draw(&p, (struct render_request){0});
            double reach = (red ? 5.0 : 3.0) * scale;
            size_t bytes = pixel_bytes(p.photo->format);
            int changed = 0;
            for (int y = 0; y < 240; y++)
                for (int x = 0; x < 240; x++) {
                    bool same = memcmp(image_row(out, y) + (size_t)x * bytes, image_row(p.photo, y) + (size_t)x * bytes,
                                       bytes) == 0;
                    changed += !same;
                    if (hypot(x + 0.5 - 120.3, y + 0.5 - 118.9) > reach)
                        assert_true(same);
                }
            assert_true(changed > 20);
            image_unref(out);
            patch_finish(&p);
        }
}

static void check_tiles_and_threads(struct patch_scene *p)
{
    struct image *want = patch_draw(p, (struct render_request){.simd = SIMD_SCALAR});
    const int threads[] = {1, 2, 3, 8}, tiles[] = {0, 32, 64, 96, 256};
    for (int t = 0; t < 4; t++)
        for (int k = 0; k < 5; k++) {
            struct pool *pool = pool_create(threads[t]);
            struct image *out = patch_draw(p, (struct render_request){.pool = pool, .tile_px = tiles[k]});
            expect_same(out, want);
            image_unref(out);
            pool_destroy(pool);
        }
    for (int simd = SIMD_AVX2; simd <= SIMD_AVX512; simd++) {
        struct image *out = patch_draw(p, (struct render_request){.simd = (enum simd_level)simd});
        expect_same(out, want);
        image_unref(out);
    }
    image_unref(want);
}

static void test_tiles_threads_and_simd_change_no_bit(void **state)
{
    (void)state;
    const double scales[] = {2.0, 9.0, 45.0};
    for (int k = 0; k < 3; k++) {
        struct patch_scene p = patch_create(301, 217, k == 1 ? PIXELS_RGBA8 : PIXELS_RGBA16, 0);
        add_noise(&p);
        patch_add_field(&p, 20, 20, 290, 200, scales[k], 150, 0.6);
        for (int i = 0; i < p.scene.splat_count; i++) {
            struct splat *s = &p.splats[i];
            s->group = (uint32_t)i % 2;
            s->jxx *= 1.05f - s->x / 301.0f; // flat at the left, seen from aside at the right
        }
        p.scene.group_count = 2;
        p.scene.group[1] = p.scene.group[0];
        p.scene.group[1].scab = 0.5f;
        p.scene.group[1].redness[1] = 0.2f;
        check_tiles_and_threads(&p);
        patch_finish(&p);
    }
}

// A picture drawn over its own photo is the one drawn beside it; noise has dark pixels, whose rows the
// inner loops go over twice.
static void test_drawing_over_the_photo_changes_no_bit(void **state)
{
    (void)state;
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++)
        for (int curve = 0; curve < 2; curve++) {
            struct patch_scene p = patch_create(301, 217, (enum pixel_format)format, 0);
            add_noise(&p);
            p.space.is_srgb_curve = curve == 0;
            patch_add_field(&p, 20, 20, 290, 200, 9.0, 150, 0.6);
            struct image *beside = patch_draw(&p, (struct render_request){0});
            struct render_request request = {.scene = &p.scene};
            assert_true(render_draw(render_cpu(), &request, p.photo, NULL));
            expect_same(p.photo, beside);
            image_unref(beside);
            patch_finish(&p);
        }
}

// How red the skin is at a pixel: what the picture with redness has less, of the optical depth asked.
static double redness_at(const struct image *with, const struct image *without, int x, int y, int c, double asked)
{
    return -log(patch_left(with, x, y, c) / patch_left(without, x, y, c)) / asked;
}

// Skin that was treated is nearly as red as the group says, evenly; from there it falls over
// millimetres, without a rim, to nothing.
static void test_redness(void **state)
{
    (void)state;
    const double scale = 8.0;
    struct patch_scene p = patch_create(320, 320, PIXELS_RGBA16, 65535);
    patch_add_field(&p, 100, 60, 220, 260, scale, 60, 0.3);
    struct image *without = patch_draw(&p, (struct render_request){0});
    const float redness[3] = {0.08f, 0.25f, 0.18f};
    memcpy(p.scene.group[0].redness, redness, sizeof redness);
    struct image *with = patch_draw(&p, (struct render_request){0});
    for (int c = 0; c < 3; c++) {
        for (int y = 110; y < 210; y++)
            for (int x = 130; x < 190; x++)
                assert_close(redness_at(with, without, x, y, c, (double)redness[c]), 0.93, 0.08);
        double last = 1.0, from_mm = 0.0, to_mm = 0.0;
        for (int x = 200; x < 270; x++) { // outward across the edge of the field
            double mean = 0.0;
            for (int y = 120; y < 200; y++)
                mean += redness_at(with, without, x, y, c, (double)redness[c]) / 80.0;
            assert_true(mean <= last + 0.02);
            assert_true(mean >= last - 0.08); // in an eighth of a millimetre
            from_mm = mean > 0.8 ? x / scale : from_mm;
            to_mm = mean > 0.1 ? x / scale : to_mm;
            last = mean;
        }
        assert_close(last, 0.0, 1e-4);
        assert_close(to_mm - from_mm, 2.75, 1.25);
    }
    image_unref(without);
    image_unref(with);
    patch_finish(&p);
}

// A dot alone is two fifths as red as treated skin, in a halo of its own; two far apart do not know each
// other; seen aslant they are no less red.
static void test_redness_follows_dots(void **state)
{
    (void)state;
    const double scale = 8.0;
    struct patch_scene p = patch_create(320, 160, PIXELS_RGBA16, 65535);
    patch_add(&p, 80.5, 80.5, scale);
    struct splat *aslant = patch_add(&p, 240.5, 80.5, scale);
    aslant->jyy *= 0.45f;
    struct image *without = patch_draw(&p, (struct render_request){0});
    p.scene.group[0].redness[1] = 0.25f;
    struct image *with = patch_draw(&p, (struct render_request){0});
    double middle = redness_at(with, without, 80, 80, 1, 0.25);
    assert_close(middle, 1.0 - exp(-0.48), 0.03);
    assert_close(redness_at(with, without, 240, 80, 1, 0.25), middle, 0.03);
    double last = middle;
    for (int i = 1; i < 40; i++) {
        double share = redness_at(with, without, 80 + i, 80, 1, 0.25);
        assert_true(share <= last + 0.02); // the grid's middle is not the dot's
        last = share;
    }
    assert_close(redness_at(with, without, 80 + 8, 80, 1, 0.25), 0.33, 0.05); // 1 mm off
    assert_close(last, 0.0, 1e-4);
    assert_close(redness_at(with, without, 160, 80, 1, 0.25), 0.0, 1e-6);
    image_unref(with);
    p.splats[0].flush = -1.0f; // skin that does not flush, and some that does by twice as much
    aslant->flush = 1.0f;
    with = patch_draw(&p, (struct render_request){0});
    assert_close(redness_at(with, without, 80, 80, 1, 0.25), 0.0, 1e-6);
    assert_close(redness_at(with, without, 240, 80, 1, 0.25), 1.0 - exp(-0.96), 0.04);
    image_unref(without);
    image_unref(with);
    patch_finish(&p);
}

// A scab multiplies by (1 - alpha)(1 - alpha spread as surface light), alpha = 1 - exp(-A profile)
// on 1.3 a.
static void test_scab(void **state)
{
    (void)state;
    const double scale = 40.0;
    struct patch_scene p = patch_create(321, 321, PIXELS_RGBA16, 65535);
    patch_add(&p, 160.5, 160.5, scale);
    struct image *without = patch_draw(&p, (struct render_request){0});
    p.scene.group[0].scab = 1.0f;
    struct image *with = patch_draw(&p, (struct render_request){0});
    const double absorbance[3] = {0.30, 0.50, 0.65}, sigma_mm[3] = {0.76, 0.58, 0.48};
    for (int c = 0; c < 3; c++) {
        double spread = 0.0;
        for (double r = 0.0005; r < 1.0; r += 0.001)
            spread += -expm1(-absorbance[c] * exp2(-pow(r / (1.3 * 0.14), 4.0))) * r * 0.001 *
                      exp(-r * r / (2.0 * sigma_mm[c] * sigma_mm[c])) / (sigma_mm[c] * sigma_mm[c]);
        double want = exp(-absorbance[c]) * (1.0 - spread);
        assert_close(patch_left(with, 160, 160, c) / patch_left(without, 160, 160, c), want, 0.02);
    }
    const float thick[2] = {1.0f, -1.0f}; // twice as thick as others, and fallen
    const double absorbs[2] = {1.0, 0.0};
    for (int i = 0; i < 2; i++) {
        p.splats[0].scab = thick[i];
        struct image *other = patch_draw(&p, (struct render_request){0});
        double left = patch_left(other, 160, 160, 1) / patch_left(without, 160, 160, 1);
        assert_close(left, exp(-absorbs[i]), absorbs[i] > 0.0 ? 0.06 : 0.006);
        image_unref(other);
    }
    image_unref(without);
    image_unref(with);
    patch_finish(&p);
}

// Distance along a plane tilted about the y axis by an angle of that cosine.
static void test_far_pixels_are_kept_on_tilted_skin(void **state)
{
    (void)state;
    const double scale = 12.0, cosines[] = {0.7, 0.45, 0.3, 0.2, 0.15, 0.1};
    for (int k = 0; k < 6; k++)
        for (int red = 0; red < 2; red++) {
            struct patch_scene p = patch_create(200, 160, PIXELS_RGBA16, 60000);
            struct splat *s = patch_add(&p, 100.2, 80.4, scale);
            s->jxx = (float)(scale * cosines[k]);
            p.scene.group[0].redness[1] = red ? 0.25f : 0.0f;
            struct image *out = patch_draw(&p, (struct render_request){0});
            for (int y = 0; y < 160; y++)
                for (int x = 0; x < 200; x++) {
                    double along = hypot((x + 0.5 - 100.2) / cosines[k], y + 0.5 - 80.4) / scale;
                    if (along > (red ? 5.0 : 3.0))
                        assert_memory_equal(image_row16(out, y) + 4 * x, image_row16(p.photo, y) + 4 * x, 8);
                }
            assert_true(image_row16(out, 80)[4 * 100 + 1] < 59990);
            image_unref(out);
            patch_finish(&p);
        }
}

struct maps {
    uint8_t *shine, *keep_out;
};

static struct maps add_maps(struct patch_scene *p, bool is_rgba)
{
    size_t width = (size_t)p->photo->width_px, size = width * (size_t)p->photo->height_px, bytes = is_rgba ? 4 : 1;
    struct maps maps = {mem_alloc(bytes * size), mem_alloc(size)};
    for (size_t i = 0; i < bytes * size; i++) {
        uint64_t bits = rng_bits(8, i, 0);
        maps.shine[i] = bits % 7 == 0 ? 255 : (uint8_t)(bits >> 8);
        if (is_rgba && i % 4 == 3) // the part that is head
            maps.shine[i] = (uint8_t)(bits % 3 ? 255 : 130 + bits % 125);
        if (i < size)
            maps.keep_out[i] = bits % 11 == 0 ? 255 : bits % 3 == 0 ? (uint8_t)(bits >> 16) : 0;
    }
    p->scene.shine = maps.shine;
    p->scene.keep_out = maps.keep_out;
    p->scene.shine_pitch = bytes * width;
    p->scene.is_shine_rgba = is_rgba;
    p->scene.keep_out_pitch = width;
    return maps;
}

static void free_maps(struct maps *maps)
{
    mem_free(maps->shine);
    mem_free(maps->keep_out);
}

static double linear_of(const struct colour_space *space, const struct image *image, int x, int y, int c)
{
    double code = image->format == PIXELS_RGBA16 ? image_row16(image, y)[4 * x + c] / 65535.0
                                                 : image_row(image, y)[4 * x + c] / 255.0;
    return colour_decode(&space->curve, code);
}

// Light that changes: (1 - shine)(1 - keep out)(1 - T) of each pixel's own, T as the dots' layer
// shows it.
static void check_change(struct patch_scene *p, bool is_rgba, double tolerance)
{
    struct maps maps = add_maps(p, is_rgba);
    struct image *out = patch_draw(p, (struct render_request){0});
    struct image *dots = patch_draw(p, (struct render_request){.layer = LAYER_DOTS});
    for (int y = 0; y < p->photo->height_px; y++)
        for (int x = 0; x < p->photo->width_px; x++)
            for (int c = 0; c < 3; c++) {
                size_t i = (size_t)(y * p->photo->width_px + x);
                int shine = maps.shine[is_rgba ? 4 * i + (size_t)c : i];
                double share = (1.0 - shine / 255.0) * (1.0 - maps.keep_out[i] / 255.0);
                double before = linear_of(&p->space, p->photo, x, y, c), after = linear_of(&p->space, out, x, y, c);
                double left = linear_of(&p->space, dots, x, y, c);
                if (is_rgba)
                    left = pow(left, 255.0 / maps.shine[4 * i + 3]);
                assert_close(after, before * (1.0 - share * (1.0 - left)), tolerance);
                if (shine == 255 || maps.keep_out[i] == 255)
                    assert_true(after == before);
            }
    image_unref(out);
    image_unref(dots);
    free_maps(&maps);
}

static void test_change_is_the_diffuse_share_of_what_dots_take(void **state)
{
    (void)state;
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++)
        for (int kind = 0; kind < 4; kind++) {
            struct patch_scene p = patch_create(120, 90, (enum pixel_format)format, 0);
            add_noise(&p);
            if (kind % 2)
                p.space = (struct colour_space){.curve = {.g = 1.8, .a = 1.0}};
            patch_add_field(&p, 10, 10, 110, 80, 9.0, 200, 0.6);
            // In 8 bits the two pictures' own rounding is all that differs: half a code each.
            check_change(&p, kind >= 2, (format == PIXELS_RGBA16 ? 2e-4 : 0.0095) * (kind >= 2 ? 1.5 : 1.0));
            patch_finish(&p);
        }
}

// 8 bits: nearest code to the exact light, over all codes and transmittances.
static void test_codes_are_the_nearest(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(256, 64, PIXELS_RGBA8, 0), fine = patch_create(256, 64, PIXELS_RGBA16, 65535);
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 256; x++)
            for (int c = 0; c < 3; c++)
                image_row(p.photo, y)[4 * x + c] = (uint8_t)x;
    patch_add_field(&p, 0, 0, 256, 64, 9.0, 180, 0.7);
    for (int i = 0; i < p.scene.splat_count; i++)
        p.splats[i].tau = 4.0f;
    memcpy(fine.splats, p.splats, sizeof *p.splats * (size_t)p.scene.splat_count);
    fine.scene.splat_count = p.scene.splat_count;
    struct image *out = patch_draw(&p, (struct render_request){0});
    struct image *left = patch_draw(&fine, (struct render_request){.layer = LAYER_DOTS});
    double squares = 0.0;
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 256; x++)
            for (int c = 0; c < 3; c++) {
                double light = linear_of(&p.space, p.photo, x, y, c) * linear_of(&p.space, left, x, y, c);
                double exact = 255.0 * colour_encode(&p.space.curve, light);
                double difference = image_row(out, y)[4 * x + c] - exact;
                assert_close(difference, 0.0, 0.55);
                difference = image_row(out, y)[4 * x + c] - floor(exact + 0.5);
                squares += difference * difference;
            }
    double psnr_db = 10.0 * log10(255.0 * 255.0 / (squares / (256 * 64 * 3) + 1e-9));
    print_message("8 bit codes against exact ones: %.1f dB\n", psnr_db);
    assert_true(psnr_db >= 76.0);
    image_unref(out);
    image_unref(left);
    patch_finish(&p);
    patch_finish(&fine);
}

// Averages light over blocks; the patch is white, so light is transmittance.
static double block_mean(const struct image *image, int x, int y, int side, int c)
{
    double sum = 0.0;
    for (int j = 0; j < side; j++)
        for (int i = 0; i < side; i++)
            sum += patch_left(image, x * side + i, y * side + j, c);
    return sum / (side * side);
}

static void test_a_smaller_picture_is_the_larger_averaged(void **state)
{
    (void)state;
    const double per_cm2[] = {4, 150};
    for (int k = 0; k < 2; k++) {
        struct patch_scene full = patch_create(384, 384, PIXELS_RGBA16, 65535);
        patch_add_field(&full, 40, 40, 344, 344, 12.0, per_cm2[k], 0.6);
        struct image *large = patch_draw(&full, (struct render_request){0});
        for (int side = 2; side <= 8; side *= 2) {
            struct patch_scene p = patch_create(384 / side, 384 / side, PIXELS_RGBA16, 65535);
            p.scene.splat_count = full.scene.splat_count;
            p.scene.camera_blur_px = 0.8f / (float)side;
            for (int i = 0; i < p.scene.splat_count; i++) {
                struct splat *s = &p.splats[i];
                *s = full.splats[i];
                s->x /= (float)side;
                s->y /= (float)side;
                s->jxx /= (float)side;
                s->jyy /= (float)side;
            }
            struct image *small = patch_draw(&p, (struct render_request){0});
            double mean = 0.0, squares = 0.0, most = 0.0;
            int count = 384 / side * (384 / side) * 3;
            for (int i = 0; i < count; i++) {
                int c = i % 3, x = i / 3 % (384 / side), y = i / 3 / (384 / side);
                double difference = patch_left(small, x, y, c) - block_mean(large, x, y, side, c);
                mean += difference / count;
                squares += difference * difference / count;
                most = fmax(most, fabs(difference));
            }
            print_message("%.0f/cm2 at 1/%d: mean %+.5f rms %.4f most %.4f\n", per_cm2[k], side, mean, sqrt(squares),
                          most);
            assert_close(mean, 0.0, 0.0005);
            assert_close(sqrt(squares), 0.0, 0.006);
            assert_close(most, 0.0, 0.025);
            image_unref(small);
            patch_finish(&p);
        }
        image_unref(large);
        patch_finish(&full);
    }
}

static void test_a_mirrored_scene_gives_the_mirrored_picture(void **state)
{
    (void)state;
    enum { WIDTH = 150, HEIGHT = 110 };
    struct patch_scene a = patch_create(WIDTH, HEIGHT, PIXELS_RGBA16, 65535);
    struct patch_scene b = patch_create(WIDTH, HEIGHT, PIXELS_RGBA16, 65535);
    struct patch_scene turned = patch_create(HEIGHT, WIDTH, PIXELS_RGBA16, 65535);
    patch_add_field(&a, 20, 20, 130, 90, 9.0, 120, 0.7);
    b.scene.splat_count = turned.scene.splat_count = a.scene.splat_count;
    for (int i = 0; i < a.scene.splat_count; i++) {
        struct splat *s = &a.splats[i];
        s->jxy = 2.0f;
        s->jyx = -1.0f;
        s->smear_a_mm = 0.1f;
        b.splats[i] = turned.splats[i] = *s;
        b.splats[i].x = (float)WIDTH - s->x;
        b.splats[i].jxx = -s->jxx;
        b.splats[i].jxy = -s->jxy;
        turned.splats[i].x = s->y;
        turned.splats[i].y = s->x;
        turned.splats[i].jxx = s->jyx;
        turned.splats[i].jxy = s->jyy;
        turned.splats[i].jyx = s->jxx;
        turned.splats[i].jyy = s->jxy;
    }
    struct image *one = patch_draw(&a, (struct render_request){0}), *two = patch_draw(&b, (struct render_request){0});
    struct image *three = patch_draw(&turned, (struct render_request){0});
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int c = 0; c < 3; c++) {
                // The grid of the wide leg does not mirror: its nodes lie elsewhere among the
                // pixels.
                assert_close(patch_left(one, x, y, c), patch_left(two, WIDTH - 1 - x, y, c), 0.004);
                assert_close(patch_left(one, x, y, c), patch_left(three, y, x, c), 1e-4);
            }
    image_unref(one);
    image_unref(two);
    image_unref(three);
    patch_finish(&a);
    patch_finish(&b);
    patch_finish(&turned);
}

// Any bits in the splats and numbers of the groups: no crash, no write outside, light never grows.
static void test_hostile_scenes(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(67, 41, PIXELS_RGBA16, 40000);
    const float odd[] = {NAN,      INFINITY,  -INFINITY, 0.0f,    -0.0f, 1e30f,  -1e30f, 1e-30f,
                         60000.0f, -60000.0f, 999.0f,    -999.0f, 2.0f,  0.001f, 30.0f};
    for (uint64_t round = 0; round < 300; round++) {
        p.scene.splat_count = 0;
        for (uint64_t i = 0; i < 40; i++) {
            struct splat *s = patch_add(&p, 67 * rng_unit(9, round, 3 * i), 41 * rng_unit(9, round, 3 * i + 1), 9);
            float *fields = &s->x;
            uint64_t bits = rng_bits(10, round, i);
            for (int k = 0; k < 15; k++, bits >>= 4)
                if (bits % 16 < 15 && rng_bits(11, round, 15 * i + (uint64_t)k) % 4 == 0)
                    fields[k] = odd[bits % 16];
            s->group = (uint32_t)(rng_bits(12, round, i) % 9 == 0 ? 0xffffffffu : 0);
        }
        for (int c = 0; c < 3; c++) {
            p.scene.group[0].veil[c] = round % 5 == 1 ? odd[round % 15] : 0.2f;
            p.scene.group[0].redness[c] = round % 5 == 2 ? odd[round % 15] : round % 2 ? 0.2f : 0.0f;
            p.scene.group[0].spectrum[c] = round % 5 == 3 ? odd[round % 15] : 1.0f;
        }
        p.scene.group[0].scab = round % 5 == 4 ? odd[round % 15] : round % 3 ? 0.5f : 0.0f;
        struct image *out = patch_draw(&p, (struct render_request){.tile_px = 32});
        for (int y = 0; y < 41; y++)
            for (int i = 0; i < 4 * 67; i++)
                assert_true(image_row16(out, y)[i] <= image_row16(p.photo, y)[i]);
        image_unref(out);
    }
    patch_finish(&p);
}

static void test_failing_memory_is_told(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(90, 70, PIXELS_RGBA8, 200);
    patch_add_field(&p, 10, 10, 80, 60, 9.0, 100, 0.5);
    p.scene.group[0].scab = 0.3f;
    p.scene.group[0].redness[0] = 0.1f;
    p.scene.space = &p.space;
    p.space.is_srgb_curve = false;
    struct image *out = image_create(90, 70, PIXELS_RGBA8, NULL);
    struct render_request request = {.scene = &p.scene};
    bool done = false;
    int failures = 0;
    for (long n = 1; !done && n < 200; n++) {
        struct err err = {0};
        mem_fail_after(n, 0);
        done = render_draw(render_cpu(), &request, out, &err);
        failures += !done;
        if (!done)
            assert_int_equal(err.code, ERR_MACHINE);
    }
    mem_fail_after(0, 0);
    assert_true(done && failures > 10);
    image_unref(out);
    patch_finish(&p);
}

static void test_cancelled(void **state)
{
    (void)state;
    struct patch_scene p = patch_create(90, 70, PIXELS_RGBA8, 200);
    patch_add(&p, 40, 40, 9);
    p.scene.space = &p.space;
    atomic_bool cancel = true;
    struct image *out = image_create(90, 70, PIXELS_RGBA8, NULL);
    struct err err = {0};
    struct render_request request = {.scene = &p.scene, .cancel = &cancel};
    assert_false(render_draw(render_cpu(), &request, out, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    image_unref(out);
    patch_finish(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_dots_no_change),
        cmocka_unit_test(test_far_pixels_are_kept),
        cmocka_unit_test(test_far_pixels_are_kept_on_tilted_skin),
        cmocka_unit_test(test_tiles_threads_and_simd_change_no_bit),
        cmocka_unit_test(test_drawing_over_the_photo_changes_no_bit),
        cmocka_unit_test(test_redness),
        cmocka_unit_test(test_redness_follows_dots),
        cmocka_unit_test(test_scab),
        cmocka_unit_test(test_change_is_the_diffuse_share_of_what_dots_take),
        cmocka_unit_test(test_codes_are_the_nearest),
        cmocka_unit_test(test_a_smaller_picture_is_the_larger_averaged),
        cmocka_unit_test(test_a_mirrored_scene_gives_the_mirrored_picture),
        cmocka_unit_test(test_hostile_scenes),
        cmocka_unit_test(test_failing_memory_is_told),
        cmocka_unit_test(test_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
