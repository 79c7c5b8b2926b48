#include "app/report.h"

#include "base/shown.h"
#include "model/draft.h"
#include "model/scalp_draft.h"
#include "plan/advice.h"
#include "plan/photo_notes.h"
#include "plan/stubble.h"

#include <math.h>
#include <stdio.h>

void report_photo(const struct photo *photo, const char *path)
{
    char name[SHOWN_BYTES];
    printf("photo: %s, %s, %d x %d px, %s", shown(path, name, sizeof name), photo->format_name, photo->image->width_px,
           photo->image->height_px, photo->space.name);
    if (photo->image->format == PIXELS_RGBA16)
        printf(", 16 bit");
    if (photo->orientation > 1)
        printf(", turned upright from %d x %d", photo->stored_width_px, photo->stored_height_px);
    if (photo->focal_35mm > 0.0)
        printf(", %.0f mm lens (35 mm equivalent)", photo->focal_35mm);
    printf("\n");
}

void report_warning(const struct photo *photo, const char *path)
{
    char name[SHOWN_BYTES];
    if (photo->warning[0])
        fprintf(stderr, "stipple: %s: %s\n", shown(path, name, sizeof name), photo->warning);
    if (photo->notice.code)
        fprintf(stderr, "stipple: %s\n", photo->notice.text);
}

void report_head(const struct case_ *case_)
{
    const struct interval *semi = case_->semi_mm;
    printf("head: breadth %.0f mm (%.0f to %.0f), length %.0f mm (%.0f to %.0f), "
           "middle to top %.0f mm (%.0f to %.0f)\n",
           2.0 * semi[0].likely, 2.0 * semi[0].low, 2.0 * semi[0].high, 2.0 * semi[1].likely, 2.0 * semi[1].low,
           2.0 * semi[1].high, semi[2].likely, semi[2].low, semi[2].high);
}

void report_view(const struct case_ *case_, int index)
{
    const struct case_view *view = case_->view[index];
    const struct interval *scale = &view->scale_px_per_mm;
    char name[SHOWN_BYTES];
    printf("photo %d: %s, %d x %d px, scale %.2f px/mm (%.2f to %.2f with 90 %%) nearest the camera, "
           "marks off by %.1f px (%.1f mm) rms\n",
           index + 1, shown(view->photo_name, name, sizeof name), view->view.width_px, view->view.height_px,
           scale->likely, scale->low, scale->high, view->residual_px, view->residual_px / scale->likely);
}

void report_photo_notes(unsigned notes)
{
    for (int i = 0; i < PHOTO_NOTE_COUNT; i++)
        if (notes >> i & 1)
            printf("  note: %s\n", photo_note_text((enum photo_note)i));
}

void report_worst(const struct pose_result *result, int view)
{
    const char *name = result->worst[view] < LANDMARK_COUNT ? landmark_name(result->worst[view]) : "the outline";
    printf("  off most: %s, %.1f px (%.1f mm)\n", name, result->worst_px[view],
           result->worst_px[view] / result->scale_px_per_mm[view].likely);
}

static const char *forehead(const struct marks *marks)
{
    struct vec3 forward = marks->turn_forward;
    if (!marks->has_turn || marks->facing != FACING_TOP)
        return "";
    if (fabs(forward.y) >= fabs(forward.x))
        return forward.y < 0.0 ? ", the forehead up" : ", the forehead down";
    return forward.x < 0.0 ? ", the forehead to the left" : ", the forehead to the right";
}

void report_draft(const struct marks *marks)
{
    int count = 0;
    for (int i = 0; i < LANDMARK_COUNT; i++)
        count += marks->has_landmark[i] && marks->drafted_mm[i] > 0.0;
    if (marks->certainty <= 0.0)
        return;
    char irises[64] = "";
    if (marks->iris_px[0] > 0.0 && marks->iris_px[1] > 0.0)
        snprintf(irises, sizeof irises, ", irises %.0f and %.0f px across", marks->iris_px[0], marks->iris_px[1]);
    printf("  drafted: %d landmarks, %d outline points%s%s%s%s, certainty %.2f%s\n", count,
           marks->outline_drafted_mm > 0.0 ? marks->outline_count : 0, irises,
           marks->is_facing_drafted ? ", facing " : "", marks->is_facing_drafted ? facing_name(marks->facing) : "",
           forehead(marks), marks->certainty,
           marks->certainty < DRAFT_SURE ? ": unsure, look at it in the window" : "");
}

void report_scalp(const struct scalp_draft *scalp)
{
    static const char *const kinds[] = {
        [SCALP_BARE] = "none stands out where the zone lies",
        [SCALP_RECEDING] = "receding; the zone is what is bare",
        [SCALP_SHAVED] = "shaved and receding; the zone is all behind the hairline, with dots between the stubble",
        [SCALP_THINNING] = "thinning; the zone fills between the hairs",
        [SCALP_FULL] = "all over: nothing to treat is seen, so no zone is laid; --hairline NAME or zones.add=full "
                       "previews one all the same",
        [SCALP_COVERED] = "a hat or cloth lies on the head, so no zone is laid: a photo without it is needed",
    };
    if (scalp->kind == SCALP_UNSEEN)
        return;
    printf("hair: %s (drafted, certainty %.2f)\n", kinds[scalp->kind], scalp->certainty);
    if (scalp->present_mm > 0.0)
        printf("  begins %.0f mm above the glabella on the midline (drafted, certainty %.2f)\n", scalp->present_mm,
               scalp->present_certainty);
}

// After what the program laid itself; nothing where a person did.
static void report_certainty(const struct case_ *case_, double draft_certainty)
{
    double certainty = case_draft_certainty(case_, draft_certainty);
    if (draft_certainty > 0.0)
        printf(" (drafted, certainty %.2f%s)", certainty, certainty < DRAFT_SURE ? ": unsure" : "");
}

static void report_zone(const struct case_ *case_, const struct zone *zone)
{
    printf("  zone %s: %.0f dots/cm2", zone->name, zone->density_per_cm2);
    report_certainty(case_, zone->draft_certainty);
    printf("\n");
}

void report_grown(const struct case_ *case_, int count)
{
    if (count == 0)
        return;
    const struct option *option = case_->option[0];
    printf("bare or thin on this photo, and in no zone before:\n");
    for (int i = option->zone_count - count; i < option->zone_count; i++)
        report_zone(case_, &option->zone[i]);
}

void report_option(const struct case_ *case_, int index)
{
    const struct option *option = case_->option[index];
    printf("option %s: hairline %s at %.0f mm", option->name, hairline_shape_name(option->hairline.shape),
           option->hairline.height_mm);
    report_certainty(case_, option->hairline.draft_certainty);
    printf(", %s, dots %.2f mm, shade %.2g\n", pigment_name(option->technique.pigment),
           option->technique.dot_diameter_mm, option->technique.shade_tau);
    for (int i = 0; i < option->zone_count; i++)
        report_zone(case_, &option->zone[i]);
}

void report_advice(const struct case_ *case_, int option)
{
    struct advice advice[ADVICE_MOST];
    int count = advice_find(case_, option, advice);
    for (int i = 0; i < count; i++)
        printf("  %s, %s: %s\n", advice_is_warning(advice[i].kind) ? "advice" : "note", advice[i].key,
               advice_text(advice[i].kind));
}

void report_stubble(const struct stubble *stubble)
{
    if (stubble->state != STUBBLE_READ) {
        printf("  own stubble: %s\n", stubble_text(stubble->state));
        return;
    }
    printf("  own stubble: ");
    if (stubble->darkening_error > 0.0)
        printf("takes %.0f %% (+- %.0f) of the light, ", 100.0 * stubble->darkening, 100.0 * stubble->darkening_error);
    printf("contrast %.1f %%, %.0f hairs/cm2 or more stand out, read on %.0f cm2, certainty %.2f\n",
           100.0 * stubble->contrast, stubble->density_per_cm2, stubble->area_cm2, stubble->confidence);
}

void report_course(const struct course *course)
{
    printf("course: skin %s, %s, sun %.2g;", skin_tone_name(course->tone), skin_type_name(course->type), course->sun);
    if (course->hair != HAIR_NOT_TOLD)
        printf(" hair %s;", hair_colour_name(course->hair));
    for (int i = 0; i < course->event_count; i++) {
        const struct event *event = &course->event[i];
        printf("%s day %.6g %s %.0f %%%s", i ? "," : "", event->day,
               event->kind == EVENT_SESSION ? "session" : "touch-up", 100.0 * event->share,
               event->is_done ? " (done)" : "");
    }
    printf("\n");
}
