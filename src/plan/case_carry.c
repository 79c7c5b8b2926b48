#include "plan/case_carry.h"

#include "base/mem.h"
#include "model/carry.h"

struct poses {
    struct view before[CASE_MOST_VIEWS], after[CASE_MOST_VIEWS];
};

static bool is_turned_far(const struct view *a, const struct view *b)
{
    const double trace_20_deg = 2.879; // 1 + 2 cos 20
    const struct vec3 *m = a->to_camera.row, *n = b->to_camera.row;
    return vec3_dot(m[0], n[0]) + vec3_dot(m[1], n[1]) + vec3_dot(m[2], n[2]) < trace_20_deg;
}

static void carry_points(const struct carry *carry, struct vec3 *point, int count)
{
    for (int i = 0; i < count; i++)
        point[i] = carry_dir(carry, point[i]);
}

static struct option carried(const struct carry *carry, const struct option *option)
{
    struct option moved = *option;
    carry_points(carry, moved.hairline.point, moved.hairline.point_count);
    for (int i = 0; i < moved.zone_count; i++)
        carry_points(carry, moved.zone[i].point, moved.zone[i].point_count);
    return moved;
}

static void carry_options(struct case_ *case_, const struct carry *carry)
{
    for (int i = 0; i < case_->option_count; i++) {
        struct option moved = carried(carry, case_->option[i]);
        case_move_option(case_, i, &moved);
    }
    for (int i = 0; i < case_->course.event_count; i++)
        if (case_->done_with[i]) {
            struct option moved = carried(carry, case_->done_with[i]);
            case_set_done(case_, i, &moved);
        }
}

void case_carry_plan(struct case_ *case_, const struct pose_result *fitted, int new_marks)
{
    struct poses *poses = mem_alloc(sizeof *poses);
    struct carry carry = {case_->head, fitted->head, 0, poses->before, poses->after, {0.0, 0.0, 0.0}};
    for (int i = 0; i < case_->view_count; i++) {
        if (i == new_marks || is_turned_far(&case_->view[i]->view, &fitted->view[i]))
            continue;
        poses->before[carry.view_count] = case_->view[i]->view;
        poses->after[carry.view_count++] = fitted->view[i];
    }
    if (carry.view_count > 0) {
        carry_make(&carry);
        carry_options(case_, &carry);
    }
    mem_free(poses);
}
