// OpenGL against the CPU on patches of skin that hold what a scene can hold.
#include "agreement.h"

#include "picture.h"

static struct gl_renderer *renderer_of(void **state)
{
    return ((struct gl_bench *)*state)->renderer;
}

// Skin with grain; dots of two groups, one healing (scab and redness), tilted and flattened to one side.
static struct patch_scene make_patch(enum pixel_format format, double px_per_mm, int group_count)
{
    struct patch_scene p = patch_create(421, 377, format, 0);
    const int skin[3] = {198, 157, 133};
    for (int y = 0; y < p.photo->height_px; y++)
        for (int x = 0; x < p.photo->width_px; x++)
            for (int c = 0; c < 3; c++) {
                int code = skin[c] + (int)(rng_unit(3, (uint64_t)(y * 1000 + x), (uint64_t)c) * 24.0) - 12;
                if (format == PIXELS_RGBA16)
                    image_row16(p.photo, y)[4 * x + c] = (uint16_t)(code * 257 + 31 * c);
                else
                    image_row(p.photo, y)[4 * x + c] = (uint8_t)code;
            }
    double per_cm2 = fmin(180.0, 20.0 * px_per_mm * px_per_mm); // no more than the patch can hold
    patch_add_field(&p, 60, 55, 360, 330, px_per_mm, per_cm2, 0.7);
    p.scene.group_count = group_count;
    for (int i = 0; i < p.scene.splat_count; i++) {
        struct splat *s = &p.splats[i];
        s->group = (uint32_t)(i % group_count);
        s->jxx *= 1.0f - 0.9f * fmaxf(s->x - 200.0f, 0.0f) / 160.0f;
        s->jxy = 0.1f * (float)px_per_mm;
        s->smear_a_mm = 0.05f * (float)(i % 3);
        s->sharpness = 2.0f + (float)(i % 5) * 0.5f;
        s->tau = 0.4f + 0.3f * (float)(i % 4);
        s->depth_mm = 0.1f + 0.1f * (float)(i % 6);
    }
    for (int g = 1; g < group_count; g++) {
        p.scene.group[g] = p.scene.group[0];
        p.scene.group[g].scab = 0.6f;
        for (int c = 0; c < 3; c++)
            p.scene.group[g].redness[c] = smp_redness_tau(c, 0.8f);
    }
    p.scene.space = NULL; // set where it is drawn: the patch may move
    return p;
}

static void test_sizes(void **state)
{
    const double scales[] = {0.6, 1.7, 5.0, 14.0, 40.0};
    for (int i = 0; i < 5; i++) {
        char name[64];
        struct patch_scene p = make_patch(PIXELS_RGBA8, scales[i], 1);
        p.scene.space = &p.space;
        snprintf(name, sizeof name, "patch, %.3g px/mm", scales[i]);
        assert_agreement(renderer_of(state), name, &p.scene);
        patch_finish(&p);
    }
}

static void test_groups_scab_redness(void **state)
{
    struct patch_scene p = make_patch(PIXELS_RGBA8, 9.0, 3);
    p.scene.space = &p.space;
    assert_agreement(renderer_of(state), "three groups, scabs, redness", &p.scene);
    patch_finish(&p);
}

static void test_shine_and_masks(void **state)
{
    struct patch_scene p = make_patch(PIXELS_RGBA8, 9.0, 2);
    size_t pitch = 430, size = pitch * 377;
    uint8_t *shine = mem_alloc(size), *kept = mem_alloc(size);
    for (size_t i = 0; i < size; i++) {
        size_t x = i % pitch, y = i / pitch;
        shine[i] = (uint8_t)(x > 150 && x < 250 ? (x - 150) * 2 : x >= 250 && x < 270 ? 255 : 0);
        kept[i] = (uint8_t)(y < 120 ? 255 : y < 150 ? (150 - y) * 8 : 0);
    }
    p.scene.space = &p.space;
    p.scene.shine = shine;
    p.scene.keep_out = kept;
    p.scene.shine_pitch = p.scene.keep_out_pitch = pitch;
    assert_agreement(renderer_of(state), "shine and mask", &p.scene);
    struct image *out = draw_with(render_gl(renderer_of(state)), &(struct render_request){.scene = &p.scene});
    for (int y = 0; y < 377; y++)
        for (int x = 0; x < 421; x++)
            if (kept[(size_t)y * pitch + (size_t)x] == 255 || shine[(size_t)y * pitch + (size_t)x] == 255)
                assert_memory_equal(image_row(out, y) + 4 * x, image_row(p.photo, y) + 4 * x, 4);
    image_unref(out);
    p.scene.is_shine_rgba = true;
    p.scene.shine_pitch = 4 * 425;
    uint8_t *of_colours = mem_alloc(p.scene.shine_pitch * 377);
    for (size_t i = 0; i < p.scene.shine_pitch * 377; i++)
        of_colours[i] = (uint8_t)(rng_bits(5, i / 64, i % 4) % 256);
    p.scene.shine = of_colours;
    assert_agreement(renderer_of(state), "shine of each colour", &p.scene);
    mem_free(of_colours);
    mem_free(shine);
    mem_free(kept);
    patch_finish(&p);
}

static void test_formats_and_curves(void **state)
{
    struct patch_scene deep = make_patch(PIXELS_RGBA16, 9.0, 2), other = make_patch(PIXELS_RGBA8, 9.0, 2);
    deep.scene.space = &deep.space;
    assert_agreement(renderer_of(state), "16 bit", &deep.scene);
    other.space.curve = (struct transfer){.g = 1.8, .a = 1.0, .c = 0.0, .d = 0.0}; // ProPhoto's without its foot
    other.space.is_srgb_curve = false;
    other.scene.space = &other.space;
    assert_agreement(renderer_of(state), "gamma 1.8", &other.scene);
    patch_finish(&deep);
    patch_finish(&other);
}

static void test_dots_alone(void **state)
{
    struct patch_scene p = make_patch(PIXELS_RGBA8, 9.0, 2);
    p.scene.space = &p.space;
    struct render_request request = {.scene = &p.scene, .layer = LAYER_DOTS};
    struct image *cpu = draw_with(render_cpu(), &request), *gl = draw_with(render_gl(renderer_of(state)), &request);
    int most = picture_max_difference(cpu, gl);
    printf("the layer of dots: %d codes apart at most\n", most);
    assert_in_range(most, 0, 3);
    assert_int_equal(image_row(gl, 0)[0], 255);
    image_unref(cpu);
    image_unref(gl);
    patch_finish(&p);
}

static void test_no_dots(void **state)
{
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
        struct patch_scene p = make_patch((enum pixel_format)format, 9.0, 1);
        p.scene.space = &p.space;
        p.scene.splat_count = 0;
        struct image *out = draw_with(render_gl(renderer_of(state)), &(struct render_request){.scene = &p.scene});
        for (int y = 0; y < 377; y++)
            assert_memory_equal(image_row(out, y), image_row(p.photo, y), 421 * pixel_bytes(p.photo->format));
        image_unref(out);
        patch_finish(&p);
    }
}

// Full light must give the photo's own code, whatever it is: every code of 8 and 16 bits, next to a dot.
static void test_codes_pass_through(void **state)
{
    for (int format = PIXELS_RGBA8; format <= PIXELS_RGBA16; format++) {
        struct patch_scene p = patch_create(300, 300, (enum pixel_format)format, 0);
        for (int y = 0; y < 300; y++)
            for (int i = 0; i < 1200; i++) {
                if (format == PIXELS_RGBA16)
                    image_row16(p.photo, y)[i] = (uint16_t)(i % 4 == 3 ? 65535 : y * 300 + i / 4);
                else
                    image_row(p.photo, y)[i] = (uint8_t)(i % 4 == 3 ? 255 : y + i);
            }
        patch_add(&p, 2.0, 2.0, 10.0); // two dots in opposite corners make all of it one tile
        patch_add(&p, 298.0, 298.0, 10.0);
        p.scene.space = &p.space;
        struct image *out = draw_with(render_gl(renderer_of(state)), &(struct render_request){.scene = &p.scene});
        size_t bytes = pixel_bytes(p.photo->format);
        for (int y = 0; y < 300; y++)
            for (int x = 0; x < 300; x++)
                if ((x > 36 || y > 36) && (x < 262 || y < 262))
                    assert_memory_equal(image_row(out, y) + (size_t)x * bytes,
                                        image_row(p.photo, y) + (size_t)x * bytes, bytes);
        image_unref(out);
        patch_finish(&p);
    }
}

static void test_tiles(void **state)
{
    struct patch_scene p = make_patch(PIXELS_RGBA8, 9.0, 3);
    p.scene.space = &p.space;
    struct image *whole = draw_with(render_gl(renderer_of(state)), &(struct render_request){.scene = &p.scene});
    const int sides[] = {16, 50, 96, 300};
    for (int i = 0; i < 4; i++) {
        struct render_request request = {.scene = &p.scene, .tile_px = sides[i]};
        struct image *tiled = draw_with(render_gl(renderer_of(state)), &request);
        struct agreement a = agreement_of("tiles against one", &p.scene, whole, tiled);
        assert_true(a.most_codes <= 1);
        image_unref(tiled);
    }
    image_unref(whole);
    patch_finish(&p);
}

static void test_bad_splats_and_cancel(void **state)
{
    struct patch_scene p = make_patch(PIXELS_RGBA8, 9.0, 1);
    p.scene.space = &p.space;
    p.splats[0].x = NAN;
    p.splats[1].tau = -1.0f;
    p.splats[2].group = 9;
    p.splats[3].jxx = p.splats[3].jxy = p.splats[3].jyx = p.splats[3].jyy = 0.0f;
    assert_agreement(renderer_of(state), "unsound dots left out", &p.scene);
    struct err err = {0};
    atomic_bool cancel = true;
    struct image *out = image_create(421, 377, PIXELS_RGBA8, NULL);
    struct render_request request = {.scene = &p.scene, .cancel = &cancel};
    assert_false(render_draw(render_gl(renderer_of(state)), &request, out, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    image_unref(out);
    patch_finish(&p);
}

int main(void)
{
    static struct gl_bench bench;
    bench = gl_bench_open(&(struct gl_options){0});
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_sizes, &bench),
        cmocka_unit_test_prestate(test_groups_scab_redness, &bench),
        cmocka_unit_test_prestate(test_shine_and_masks, &bench),
        cmocka_unit_test_prestate(test_formats_and_curves, &bench),
        cmocka_unit_test_prestate(test_dots_alone, &bench),
        cmocka_unit_test_prestate(test_no_dots, &bench),
        cmocka_unit_test_prestate(test_codes_pass_through, &bench),
        cmocka_unit_test_prestate(test_tiles, &bench),
        cmocka_unit_test_prestate(test_bad_splats_and_cancel, &bench),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    gl_bench_close(&bench);
    return failed;
}
