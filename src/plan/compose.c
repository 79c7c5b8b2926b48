#include "plan/compose.h"

#include "base/check.h"
#include "base/mem.h"
#include "plan/compose_picture.h"
#include "plan/compose_splats.h"
#include "shared/smp_time.h"

struct composer {
    struct pool *pool;
    struct stages *stages;
    struct picture *picture[CASE_MOST_VIEWS];
    struct splat_store *store;
};

struct composer *composer_create(struct pool *pool)
{
    struct composer *composer = mem_alloc(sizeof *composer);
    composer->pool = pool;
    composer->stages = stages_create(pool);
    composer->store = splat_store_create();
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        composer->picture[i] = picture_create(NULL);
    return composer;
}

void composer_destroy(struct composer *composer)
{
    if (!composer)
        return;
    for (int i = 0; i < CASE_MOST_VIEWS; i++)
        picture_free(composer->picture[i]);
    splat_store_free(composer->store);
    stages_destroy(composer->stages);
    mem_free(composer);
}

void composer_set_photo(struct composer *composer, int view, const struct photo *photo)
{
    REQUIRE(view >= 0 && view < CASE_MOST_VIEWS);
    picture_free(composer->picture[view]);
    composer->picture[view] = picture_create(photo);
    stages_drop_sights(composer->stages, view);
}

const struct skin_maps *composer_skin(struct composer *composer, const struct case_ *case_, int view)
{
    return picture_skin(composer->picture[view], &case_->view[view]->view, &case_->head, composer->pool);
}

const struct field *composer_field(struct composer *composer, const struct case_ *case_)
{
    return stages_field(composer->stages, case_, NULL);
}

// How many events, in order, the frame looks at.
static int events_shown(const struct course *course, const struct frame *frame)
{
    if (frame->is_before || frame->sessions == 0)
        return 0;
    int sessions = 0, shown = 0;
    for (int i = 0; i < course->event_count; i++) {
        sessions += course->event[i].kind == EVENT_SESSION;
        if (frame->sessions < 0 || (sessions <= frame->sessions && course->event[i].kind == EVENT_SESSION))
            shown = i + 1;
    }
    return shown;
}

static void set_laws(struct pass_event *to, const struct case_ *case_, const struct frame *frame,
                     const struct option *option, const struct event *event, double age_days)
{
    for (int zone = 0; zone < option->zone_count; zone++) {
        struct dot_maker maker = dot_maker_build(&option->technique, &option->zone[zone], &case_->course,
                                                 event->shade_scale, age_days, frame->band);
        to->law[zone] = dot_law_of(&maker, &option->technique);
        if (option->zone[zone].behind_hairline && option->hairline.point_count > 0)
            to->front_mm[zone] = (float)hairline_ramp_mm(option->hairline.diffusion);
    }
}

static bool set_event(struct composer *composer, const struct case_ *case_, const struct frame *frame, int index,
                      double age_days, struct pass_event *to, struct law_sum *laws, struct err *err)
{
    const struct event *event = &case_->course.event[index];
    const struct option *option = case_->option[frame->option];
    if (event->is_done && event->done_with)
        option = event->done_with;
    to->is_drawn = index >= case_->view[frame->view]->done_events;
    to->pattern = option->technique.pattern;
    to->keep = stages_keep(composer->stages, case_, option, err);
    if (!to->keep)
        return false;
    set_laws(to, case_, frame, option, event, age_days);
    for (int zone = 0; zone < option->zone_count; zone++) {
        pigment_spectrum(option->technique.pigment, (double)smp_years_healed((float)age_days), laws[zone].spectrum);
        laws[zone].skin = skin_state_at(age_days);
        laws[zone].depth_mm = (double)dot_law_mean_depth_mm(&to->law[zone]);
    }
    return true;
}

static bool set_events(struct composer *composer, const struct case_ *case_, const struct frame *frame,
                       struct pass *pass, struct law_sum laws[COMPOSE_LAWS], struct err *err)
{
    const struct course *course = &case_->course;
    pass->event_count = events_shown(course, frame);
    double today = pass->event_count > 0 ? course->event[pass->event_count - 1].day : 0.0;
    today += frame_days(frame);
    for (int i = 0; i < pass->event_count; i++)
        if (!set_event(composer, case_, frame, i, today - course->event[i].day, &pass->event[i],
                       &laws[i * OPTION_MOST_ZONES], err))
            return false;
    return true;
}

static bool check_frame(const struct case_ *case_, const struct frame *frame, struct err *err)
{
    if (frame->view < 0 || frame->view >= case_->view_count)
        return err_set(err, ERR_USAGE, "view %d: the case has %d", frame->view + 1, case_->view_count);
    if (frame->option < 0 || frame->option >= case_->option_count)
        return err_set(err, ERR_USAGE, "option %d: the case has %d", frame->option + 1, case_->option_count);
    return true;
}

bool composer_compose(struct composer *composer, const struct case_ *case_, const struct frame *frame, bool want_dots,
                      struct composed *out, struct err *err)
{
    *out = (struct composed){0};
    if (!check_frame(case_, frame, err))
        return false;
    const struct case_view *view = case_->view[frame->view];
    struct picture *picture = composer->picture[frame->view];
    double px_per_mm = view_scale_in_front_px_per_mm(&view->view, &case_->head);
    struct picture_at at;
    // Before all events the photo is all there is: it is not looked for shine or hair, which takes longer.
    bool is_bare = frame->is_before && frame->light == LIGHT_PHOTO;
    if (!picture_get(picture, view, is_bare ? NULL : &case_->head, frame->width_px, px_per_mm, composer->pool, &at,
                     err) ||
        !picture_relight(picture, view, &case_->head, frame->light, composer->pool, &at, err))
        return false;
    struct pass pass = {.course = &case_->course,
                        .width = at.width,
                        .height = at.height,
                        .keep_out = at.keep_out,
                        .maps = at.maps.photo ? &at.maps : NULL,
                        .want_dots = want_dots};
    struct law_sum laws[COMPOSE_LAWS] = {0};
    if (!(pass.field = stages_field(composer->stages, case_, err)) ||
        !(pass.sights = stages_sights(composer->stages, case_, frame->view, err)) ||
        !set_events(composer, case_, frame, &pass, laws, err))
        return false;
    uint8_t group_of[COMPOSE_LAWS];
    float veil_floor[3];
    skin_veil_floor(case_->course.tone, veil_floor);
    splats_choose(composer->store, &pass, composer->pool, laws);
    out->scene.group_count = groups_make(laws, veil_floor, group_of, out->scene.group);
    splats_write(composer->store, &pass, group_of, composer->pool, out);
    double reduction = (double)at.width / view->view.width_px;
    if (out->dot_count == 0 && out->scene.splat_count == 0)
        out->px_per_mm = px_per_mm * reduction;
    float camera_blur_px = at.maps.photo ? at.maps.camera_blur_px : CAMERA_BLUR_PX;
    out->scene.camera_blur_px = camera_blur_px * (float)reduction;
    out->scene.photo = at.image;
    out->scene.shine = at.shine;
    out->scene.is_shine_rgba = at.is_shine_rgba;
    out->scene.shine_pitch = (at.is_shine_rgba ? 4 : 1) * (size_t)at.width;
    out->scene.keep_out_pitch = (size_t)at.width;
    out->scene.keep_out = at.covered;
    out->maps = at.maps;
    out->scene.space = picture_space(picture);
    out->scene.is_grey = picture_is_grey(picture);
    return true;
}
