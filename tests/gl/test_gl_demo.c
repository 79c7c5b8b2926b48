// OpenGL against the CPU on the demo case: whole pictures, small ones and a part at full size.
#include "agreement.h"

#include "plan/case_file.h"
#include "plan/compose.h"
#include "render/crop.h"

struct demo {
    struct gl_bench bench;
    struct case_ *case_;
    struct photo *photo;
    struct pool *pool;
    struct composer *composer;
};

static struct scene scene_of(struct demo *demo, const char *when, int sessions, int width_px)
{
    struct frame frame = {.sessions = sessions, .band = BAND_LIKELY, .width_px = width_px};
    struct composed composed;
    struct err err = {0};
    frame_parse_time(when, &frame);
    if (!composer_compose(demo->composer, demo->case_, &frame, false, &composed, &err))
        fail_msg("%s", err.text);
    printf("demo %s: %d dots in %d groups, %d px wide, shine %s, mask %s\n", when, composed.scene.splat_count,
           composed.scene.group_count, composed.scene.photo->width_px, composed.scene.shine ? "yes" : "no",
           composed.scene.keep_out ? "yes" : "no");
    return composed.scene;
}

static void test_fresh(void **state)
{
    struct demo *demo = *state;
    struct scene scene = scene_of(demo, "fresh", -1, 0);
    assert_in_range(scene.group_count, 2, SCENE_MOST_GROUPS);
    assert_agreement(demo->bench.renderer, "demo, fresh, whole", &scene);
}

static void test_healed_part(void **state)
{
    struct demo *demo = *state;
    struct scene scene = scene_of(demo, "healed", -1, 0);
    struct scene_crop crop;
    int width = scene.photo->width_px, height = scene.photo->height_px;
    assert_true(scene_crop_init(&crop, &scene, width / 4, height / 8, width / 2, height / 3));
    assert_agreement(demo->bench.renderer, "demo, healed, part at full size", &crop.scene);
    scene_crop_finish(&crop);
}

static void test_small(void **state)
{
    struct demo *demo = *state;
    int width = demo->photo->image->width_px;
    struct scene half = scene_of(demo, "3y", -1, width / 2);
    assert_agreement(demo->bench.renderer, "demo, 3 years, 1/2 size", &half);
    struct scene eighth = scene_of(demo, "fresh", 1, width / 8);
    assert_agreement(demo->bench.renderer, "demo, session 1, 1/8 size", &eighth);
}

// A driver whose textures end at 2048 px.
static void test_small_textures(void **state)
{
    struct demo *demo = *state;
    struct err err = {0};
    struct gl_renderer *small = gl_renderer_create(&(struct gl_options){.most_texture_px = 2048}, &err);
    assert_non_null(small);
    struct scene scene = scene_of(demo, "fresh", -1, 0);
    struct render_request request = {.scene = &scene, .tile_px = 1 << 20}; // as large as they may be
    struct image *whole = draw_with(render_gl(demo->bench.renderer), &request);
    struct image *tiled = draw_with(render_gl(small), &request);
    struct agreement a = agreement_of("textures of 2048 px against 16384", &scene, whole, tiled);
    assert_in_range(a.most_codes, 0, 1);
    unsigned texture = 1;
    assert_false(render_gl_to_texture(small, &request, &texture, &err));
    assert_int_equal(texture, 0);
    assert_non_null(strstr(err.text, "2048"));
    image_unref(whole);
    image_unref(tiled);
    gl_renderer_destroy(small);
}

static int open_demo(void **state)
{
    struct demo *demo = *state;
    struct err err = {0};
    char path[4096];
    snprintf(path, sizeof path, "%s/assets/demo/demo.stipple", testing_source());
    demo->case_ = case_load(path, &err);
    snprintf(path, sizeof path, "%s/assets/demo/%s", testing_source(),
             demo->case_ ? demo->case_->view[0]->photo_name : "");
    demo->photo = demo->case_ ? photo_load(path, &err) : NULL;
    if (!demo->photo) {
        print_error("%s\n", err.text);
        return -1;
    }
    double wide = demo->photo->image->width_px, high = demo->photo->image->height_px;
    struct mask_stroke stroke = {.point_count = 3, .point = {{0.0, 0.0}, {0.5 * wide, 0.0}, {0.0, 0.4 * high}}};
    case_view_add_stroke(demo->case_->view[0], &stroke);
    demo->pool = pool_create(2);
    demo->composer = composer_create(demo->pool);
    composer_set_photo(demo->composer, 0, demo->photo);
    return 0;
}

static int close_demo(void **state)
{
    struct demo *demo = *state;
    composer_destroy(demo->composer);
    pool_destroy(demo->pool);
    photo_free(demo->photo);
    case_destroy(demo->case_);
    return 0;
}

int main(void)
{
    static struct demo demo;
    demo.bench = gl_bench_open(&(struct gl_options){0});
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_fresh, &demo), cmocka_unit_test_prestate(test_healed_part, &demo),
        cmocka_unit_test_prestate(test_small, &demo), cmocka_unit_test_prestate(test_small_textures, &demo)};
    void *state = &demo;
    int failed = open_demo(&state) == 0 ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    close_demo(&state);
    gl_bench_close(&demo.bench);
    return failed;
}
