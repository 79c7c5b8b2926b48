// A small whole case without any photo on the disk, for tests of this layer.
#pragma once

#include "plan/case_make.h"

#include <stdio.h>
#include <string.h>

// 1600 x 1200 from in front, two options, one event done, a mask, every mark.
static inline struct case_ *sample_case(void)
{
    struct case_ *case_ = case_create();
    struct case_view *view = case_add_view(case_);
    snprintf(view->photo_name, sizeof view->photo_name, "front.jpg");
    memset(view->photo_sha256, 'a', 64);
    view->view = (struct view){.width_px = 1600,
                               .height_px = 1200,
                               .focal_px = 2400.0,
                               .centre_px = {800.0, 600.0},
                               .origin_mm = {0.0, 60.0, 600.0}};
    view->view.to_camera.row[0] = vec3_make(1.0, 0.0, 0.0); // upright, looking along +y
    view->view.to_camera.row[1] = vec3_make(0.0, 0.0, -1.0);
    view->view.to_camera.row[2] = vec3_make(0.0, 1.0, 0.0);
    view->marks = (struct marks){.width_px = 1600,
                                 .height_px = 1200,
                                 .focal_35mm = 52.0,
                                 .outline_count = 2,
                                 .outline = {{10.5, 20.25}, {30.125, 40.0}},
                                 .has_ruler = true,
                                 .ruler = {{100.0, 100.0}, {300.0, 100.0}},
                                 .ruler_mm = 50.0,
                                 .facing = FACING_FRONT};
    view->marks.has_landmark[LANDMARK_GLABELLA] = true;
    view->marks.landmark[LANDMARK_GLABELLA] = (struct pt_px){800.1, 700.7};
    view->scale_px_per_mm = (struct interval){3.8, 4.0, 4.2};
    view->residual_px = 1.0 / 3.0;
    struct mask_stroke stroke = {.point_count = 3, .point = {{1.0, 1.0}, {50.0, 1.0}, {1.0, 50.0}}};
    case_view_add_stroke(view, &stroke);
    case_take_template(case_, HAIRLINE_ROUND);
    struct option second = *case_->option[0];
    snprintf(second.name, sizeof second.name, "B");
    second.hairline = hairline_template(HAIRLINE_PEAKED);
    hairline_make(&second.hairline, &case_->head);
    case_add_option(case_, &second);
    case_set_done(case_, 0, case_->option[0]);
    snprintf(case_->notes, sizeof case_->notes, "zwei Zeilen\nmit \"Anführung\"");
    return case_;
}
