#include "testing.h"
#include "ui/viewport.h"

static struct viewport make(double width, double height)
{
    struct viewport v = {.photo_width_px = 4000, .photo_height_px = 3000};
    viewport_fit(&v);
    viewport_resize(&v, 90.0, 52.0, width, height);
    viewport_fit(&v);
    return v;
}

static void assert_there_and_back(const struct viewport *v)
{
    for (int i = 0; i < 25; i++) {
        struct pt_px px = {1000.0 * (i % 5), 750.0 * (i / 5)};
        struct pt_px back = viewport_to_px(v, viewport_to_view(v, px));
        assert_close(back.x, px.x, 1e-6);
        assert_close(back.y, px.y, 1e-6);
    }
}

static void assert_at(struct pt_view p, double x, double y)
{
    assert_close(p.x, x, 1e-6);
    assert_close(p.y, y, 1e-6);
}

static void test_fit_shows_the_whole_photo(void **state)
{
    (void)state;
    struct viewport wide = make(1200.0, 600.0), high = make(600.0, 1200.0);
    assert_close(wide.zoom, 600.0 / 3000.0, 1e-12);
    assert_close(high.zoom, 600.0 / 4000.0, 1e-12);
    assert_at(viewport_to_view(&wide, (struct pt_px){0.0, 0.0}), 90.0 + 200.0, 52.0);
    assert_at(viewport_to_view(&wide, (struct pt_px){4000.0, 3000.0}), 90.0 + 1000.0, 52.0 + 600.0);
    assert_at(viewport_to_view(&high, (struct pt_px){2000.0, 1500.0}), 90.0 + 300.0, 52.0 + 600.0);
}

static void test_turning_is_about_the_middle_and_ends(void **state)
{
    (void)state;
    struct viewport v = make(800.0, 600.0);
    struct pt_view right = viewport_to_view(&v, (struct pt_px){3000.0, 1500.0});
    viewport_turn(&v, 0.5235987756); // 30 degrees, clockwise on a screen
    assert_false(v.is_fit);
    assert_at(viewport_to_view(&v, (struct pt_px){2000.0, 1500.0}), 490.0, 352.0);
    struct pt_view turned = viewport_to_view(&v, (struct pt_px){3000.0, 1500.0});
    double reach = right.x - 490.0;
    assert_close(turned.x, 490.0 + reach * 0.8660254038, 1e-6);
    assert_close(turned.y, 352.0 + reach * 0.5, 1e-6);
    assert_there_and_back(&v);
    viewport_turn(&v, 10.0);
    assert_close(v.rotation_rad, VIEWPORT_MOST_TURN_RAD, 1e-12);
    viewport_turn(&v, -VIEWPORT_MOST_TURN_RAD);
    assert_true(v.rotation_rad == 0.0);
    viewport_turn(&v, 0.2);
    viewport_fit(&v);
    assert_true(v.is_fit && v.rotation_rad == 0.0);
}

static void test_pan_follows_the_hand_when_turned(void **state)
{
    (void)state;
    struct viewport v = make(800.0, 600.0);
    viewport_turn(&v, -0.4);
    struct pt_view before = viewport_to_view(&v, (struct pt_px){1800.0, 1400.0});
    viewport_pan(&v, 31.0, -17.0);
    assert_at(viewport_to_view(&v, (struct pt_px){1800.0, 1400.0}), before.x + 31.0, before.y - 17.0);
    for (int i = 0; i < 100; i++)
        viewport_pan(&v, 500.0, 500.0);
    assert_true(v.middle_px.x >= 0.0 && v.middle_px.y >= 0.0); // never lost
    assert_true(v.middle_px.x <= 4000.0 && v.middle_px.y <= 3000.0);
}

static void test_zoom_keeps_what_is_under_the_hand(void **state)
{
    (void)state;
    struct viewport v = make(800.0, 600.0);
    struct pt_view hand = {400.0, 300.0};
    viewport_turn(&v, 0.3);
    for (int i = 0; i < 12; i++) {
        struct pt_px under = viewport_to_px(&v, hand);
        viewport_zoom_about(&v, hand, i % 3 ? 1.7 : 0.9);
        assert_at(viewport_to_view(&v, under), hand.x, hand.y);
        assert_there_and_back(&v);
    }
    viewport_zoom_about(&v, hand, 1e6);
    assert_close(v.zoom, VIEWPORT_MOST_ZOOM, 1e-12);
    viewport_zoom_about(&v, hand, 1e-6);
    assert_close(v.zoom, 0.5 * 0.2, 1e-12); // half of what fits
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fit_shows_the_whole_photo),
        cmocka_unit_test(test_turning_is_about_the_middle_and_ends),
        cmocka_unit_test(test_pan_follows_the_hand_when_turned),
        cmocka_unit_test(test_zoom_keeps_what_is_under_the_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
