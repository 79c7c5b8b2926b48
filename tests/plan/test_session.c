// Photos of a case at work: added, replaced, lost and found, removed, undone, and copied beside the case when it is
// saved.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "plan/case_file.h"
#include "plan/session.h"
#include "sample_photo.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char here[64], other[80];

static int make_folders(void **state)
{
    (void)state;
    setenv("STIPPLE_NETS", "/nonexistent", 1); // marks are drafted without looking, which is quick
    snprintf(here, sizeof here, "/tmp/stipple-test-XXXXXX");
    if (!mkdtemp(here))
        return -1;
    snprintf(other, sizeof other, "%s/other", here);
    return mkdir(other, 0700);
}

static int drop_folders(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", here);
    return system(command);
}

static char *path_of(const char *folder, const char *name)
{
    static char path[4][200];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static struct session *open_saved(void)
{
    sample_photo(path_of(here, "front.png"), 400, 300, 100);
    struct session *session = session_create();
    assert_true(session_open(session, path_of(here, "front.png"), NULL));
    assert_true(session_save(session, path_of(here, "a.stipple"), NULL));
    return session;
}

static bool add(struct session *session, const char *path, struct new_photo what, struct err *err)
{
    struct photo *photo = photo_load(path, err);
    return photo && session_add_photo(session, photo, path, what, err);
}

static bool replace(struct session *session, int view, const char *path, struct err *err)
{
    struct photo *photo = photo_load(path, err);
    return photo && session_replace_photo(session, view, photo, path, NULL, err);
}

static void a_photo_from_elsewhere_is_copied_when_saved(void **state)
{
    (void)state;
    struct session *session = open_saved();
    sample_photo(path_of(other, "front.png"), 300, 400, 120); // the same name, another photo
    assert_true(
        add(session, path_of(other, "front.png"), (struct new_photo){.facing = FACING_TOP, .done_events = 2}, NULL));
    const struct case_view *view = session_case(session)->view[1];
    assert_string_equal(view->photo_name, "front-2.png");
    assert_int_equal(view->marks.facing, FACING_TOP);
    assert_int_equal(view->done_events, 2);
    assert_false(file_exists(path_of(here, "front-2.png"))); // nothing is written before it is saved
    assert_true(session_save(session, NULL, NULL));
    session_destroy(session);

    session = session_create();
    assert_true(session_open(session, path_of(here, "a.stipple"), NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_FOUND);
    assert_int_equal(session_photo_state(session, 1), PHOTO_FOUND);
    assert_int_equal(session_photo(session, 1)->image->width_px, 300);
    session_destroy(session);
}

static void undo_gives_the_slot_back(void **state)
{
    (void)state;
    struct session *session = open_saved();
    sample_photo(path_of(here, "one.png"), 300, 400, 130);
    sample_photo(path_of(here, "two.png"), 500, 400, 140);
    assert_true(
        add(session, path_of(here, "one.png"), (struct new_photo){.facing = FACING_LEFT, .done_events = 0}, NULL));
    assert_true(session_undo(session));
    assert_null(session_photo(session, 1));
    assert_true(
        add(session, path_of(here, "two.png"), (struct new_photo){.facing = FACING_RIGHT, .done_events = 0}, NULL));
    assert_int_equal(session_photo(session, 1)->image->width_px, 500);
    assert_true(session_remove_photo(session, 0, NULL));
    assert_int_equal(session_photo(session, 0)->image->width_px, 500);
    assert_null(session_photo(session, 1));
    assert_true(session_undo(session));
    assert_int_equal(session_photo(session, 0)->image->width_px, 400);
    assert_int_equal(session_photo(session, 1)->image->width_px, 500);
    session_destroy(session);
}

static void what_is_refused_changes_nothing(void **state)
{
    (void)state;
    struct session *session = open_saved();
    unsigned generation = session_generation(session);
    struct err err = {0};
    assert_false(session_remove_photo(session, 0, &err)); // the only one
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(add(session, path_of(here, "front.png"), (struct new_photo){.facing = FACING_LEFT, .done_events = 0},
                     &err)); // there already
    assert_non_null(strstr(err.text, "already"));
    assert_false(
        add(session, path_of(here, "none.png"), (struct new_photo){.facing = FACING_LEFT, .done_events = 0}, &err));
    assert_int_equal(session_generation(session), generation);
    assert_false(session_is_dirty(session));
    session_destroy(session);
}

// Marks, pose and mask follow a photo of the same shape; the dots stay where they were on the head.
static void a_larger_copy_takes_the_marks_over(void **state)
{
    (void)state;
    struct session *session = open_saved();
    struct edit_place place = {0};
    assert_true(session_change(session, place, "mask.add=10,10/50,10/10,50", "Mask", 0, NULL));
    const struct case_view *view = session_case(session)->view[0];
    struct pt_px mark = view->marks.landmark[LANDMARK_GLABELLA], px;
    double scale = view->scale_px_per_mm.likely;
    struct vec3 vertex = head_point_mm(&session_case(session)->head, vec3_make(0.0, 0.0, 1.0));
    assert_true(view_project(&view->view, vertex, &px));
    sample_photo(path_of(here, "large.png"), 800, 600, 150);
    assert_true(replace(session, 0, path_of(here, "large.png"), NULL));
    view = session_case(session)->view[0];
    assert_string_equal(view->photo_name, "large.png");
    assert_close(view->marks.landmark[LANDMARK_GLABELLA].x, 2.0 * mark.x, 1e-9);
    assert_close(view->scale_px_per_mm.likely, 2.0 * scale, 1e-9);
    assert_close(view->stroke[0].point[1].x, 100.0, 1e-9);
    struct pt_px twice;
    assert_true(view_project(&view->view, vertex, &twice));
    assert_close(twice.x, 2.0 * px.x, 1e-6);
    assert_close(twice.y, 2.0 * px.y, 1e-6);
    assert_int_equal(session_photo_state(session, 0), PHOTO_FOUND);
    assert_true(session_undo(session));
    assert_int_equal(session_photo(session, 0)->image->width_px, 400);
    session_destroy(session);
}

static void one_of_another_shape_is_marked_anew(void **state)
{
    (void)state;
    struct session *session = open_saved();
    sample_photo(path_of(here, "tall.png"), 300, 500, 160);
    assert_true(replace(session, 0, path_of(here, "tall.png"), NULL));
    const struct case_view *view = session_case(session)->view[0];
    assert_int_equal(view->view.width_px, 300);
    assert_int_equal(view->marks.height_px, 500);
    assert_true(view->marks.has_landmark[LANDMARK_GLABELLA]);
    assert_true(view->marks.landmark[LANDMARK_GLABELLA].y < 500.0);
    session_destroy(session);
}

static void a_lost_photo_is_pointed_at(void **state)
{
    (void)state;
    session_destroy(open_saved());
    assert_int_equal(rename(path_of(here, "front.png"), path_of(other, "moved.png")), 0);
    struct session *session = session_create();
    assert_true(session_open(session, path_of(here, "a.stipple"), NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_MISSING);
    assert_int_equal(session_warning(session)->code, ERR_INPUT);
    assert_true(replace(session, 0, path_of(other, "moved.png"), NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_FOUND);
    assert_false(session_is_dirty(session)); // it is the same case
    assert_true(session_save(session, NULL, NULL));
    assert_true(file_exists(path_of(here, "front.png")));
    session_destroy(session);
}

static void a_changed_photo_is_not_shown_until_it_is_accepted(void **state)
{
    (void)state;
    session_destroy(open_saved());
    sample_photo(path_of(here, "front.png"), 400, 300, 101);
    struct session *session = session_create();
    assert_true(session_open(session, path_of(here, "a.stipple"), NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_CHANGED);
    assert_null(session_photo(session, 0));
    assert_true(session_accept_photo(session, 0, NULL, NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_FOUND);
    assert_string_equal(session_case(session)->view[0]->photo_name, "front.png");
    assert_true(session_undo(session));
    assert_int_equal(session_photo_state(session, 0), PHOTO_CHANGED);
    session_destroy(session);
}

static void save_as_takes_the_photos_along_and_writes_over_none(void **state)
{
    (void)state;
    struct session *session = open_saved();
    sample_photo(path_of(other, "front.png"), 50, 50, 7);
    struct err err = {0};
    assert_false(session_save(session, path_of(other, "b.stipple"), &err));
    assert_non_null(strstr(err.text, "another photo"));
    assert_false(file_exists(path_of(other, "b.stipple")));
    assert_int_equal(unlink(path_of(other, "front.png")), 0);
    assert_true(session_save(session, path_of(other, "b.stipple"), NULL));
    session_destroy(session);
    session = session_create();
    assert_true(session_open(session, path_of(other, "b.stipple"), NULL));
    assert_int_equal(session_photo_state(session, 0), PHOTO_FOUND);
    session_destroy(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_photo_from_elsewhere_is_copied_when_saved, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(undo_gives_the_slot_back, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(what_is_refused_changes_nothing, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(a_larger_copy_takes_the_marks_over, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(one_of_another_shape_is_marked_anew, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(a_lost_photo_is_pointed_at, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(a_changed_photo_is_not_shown_until_it_is_accepted, make_folders, drop_folders),
        cmocka_unit_test_setup_teardown(save_as_takes_the_photos_along_and_writes_over_none, make_folders,
                                        drop_folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
