#include "output/face_cover.h"

#include "base/mem.h"
#include "model/pose_prior.h"

#include <math.h>

enum { EYES = 4 };
static const enum landmark eyes[EYES] = {LANDMARK_PUPIL_LEFT, LANDMARK_PUPIL_RIGHT, LANDMARK_CANTHUS_LEFT,
                                         LANDMARK_CANTHUS_RIGHT};
static const double bar_half_height_mm = 15.0, bar_beyond_mm = 12.0, bar_forward_mm = 12.0;
static const double brow_over_eye_mm = 13.0, cheek_beyond_mm = 20.0, nose_forward_mm = 38.0, chin_below_mm = 8.0;
static const double blur_mm = 7.0, feather_mm = 4.0;
static const double hidden_mm = 25.0; // so far behind the skull's surface a point of the face is not seen

// What is covered, upright on the face: a rectangle for the bar; for the blur with a chin's round below.
struct patch {
    enum face_cover cover;
    struct pt_px origin;             // between the eyes
    struct pt_px across, down;       // unit
    double left, right, top, bottom; // along those, px
    double feather;                  // px
};

struct face {
    const struct head *head;
    const struct view *view;
    struct vec3 eye[EYES], chin;
    struct vec3 shift_px; // of the marks against the model, x and y
};

// The mean man's landmark on this head: scaled by its axes about its centre.
static struct vec3 place(const struct pose_prior *prior, const struct head *head, enum landmark landmark)
{
    struct head mean = head_canonical();
    struct vec3 off = vec3_sub(prior->place_mm[landmark].mean, mean.centre_mm);
    struct vec3 ratio = {head->semi_mm.x / mean.semi_mm.x, head->semi_mm.y / mean.semi_mm.y,
                         head->semi_mm.z / mean.semi_mm.z};
    return vec3_add(head->centre_mm, vec3_mul(off, ratio));
}

static bool is_seen(const struct view *view, const struct head *head, struct vec3 point)
{
    struct pt_px px;
    struct vec3 dir;
    if (!view_project(view, point, &px))
        return false;
    return !view_hit(view, head, px, &dir) ||
           view_to_camera(view, head_point_mm(head, dir)).z > view_to_camera(view, point).z - hidden_mm;
}

static void place_by_marks(struct face *face, const struct marks *marks)
{
    int count = 0;
    struct vec3 sum = {0.0, 0.0, 0.0};
    for (int i = 0; i < EYES; i++) {
        struct pt_px px;
        if (!marks->has_landmark[eyes[i]] || !view_project(face->view, face->eye[i], &px))
            continue;
        sum.x += marks->landmark[eyes[i]].x - px.x;
        sum.y += marks->landmark[eyes[i]].y - px.y;
        count++;
    }
    if (count > 0)
        face->shift_px = vec3_scale(sum, 1.0 / count);
}

static bool find_face(const struct case_ *case_, int view, struct face *out)
{
    struct pose_prior *prior = mem_alloc(sizeof *prior);
    pose_prior_make(prior);
    *out = (struct face){.head = &case_->head, .view = &case_->view[view]->view};
    bool is_any_seen = false;
    for (int i = 0; i < EYES; i++) {
        out->eye[i] = place(prior, out->head, eyes[i]);
        is_any_seen |= is_seen(out->view, out->head, out->eye[i]);
    }
    out->chin = place(prior, out->head, LANDMARK_MENTON);
    mem_free(prior);
    place_by_marks(out, &case_->view[view]->marks);
    return is_any_seen;
}

static struct pt_px image_px(const struct face *face, struct vec3 point)
{
    struct pt_px px = {0.0, 0.0};
    view_project(face->view, point, &px); // in front of the camera: the eyes are seen
    return (struct pt_px){px.x + face->shift_px.x, px.y + face->shift_px.y};
}

static void take_point(struct patch *patch, const struct face *face, double x, double y, double z)
{
    struct pt_px px = image_px(face, vec3_make(x, y, z));
    double dx = px.x - patch->origin.x, dy = px.y - patch->origin.y;
    double along = dx * patch->across.x + dy * patch->across.y, below = dx * patch->down.x + dy * patch->down.y;
    patch->left = fmin(patch->left, along);
    patch->right = fmax(patch->right, along);
    patch->top = fmin(patch->top, below);
    patch->bottom = fmax(patch->bottom, below);
}

static void set_axes(struct patch *patch, const struct face *face)
{
    struct vec3 middle = vec3_scale(vec3_add(face->eye[0], face->eye[1]), 0.5);
    patch->origin = image_px(face, middle);
    struct pt_px below = image_px(face, vec3_add(middle, vec3_make(0.0, 0.0, -10.0)));
    double dx = below.x - patch->origin.x, dy = below.y - patch->origin.y, length = sqrt(dx * dx + dy * dy);
    patch->down = length > 1e-6 ? (struct pt_px){dx / length, dy / length} : (struct pt_px){0.0, 1.0};
    patch->across = (struct pt_px){patch->down.y, -patch->down.x};
}

static struct patch patch_of(const struct face *face, enum face_cover cover)
{
    struct patch patch = {.cover = cover};
    const struct vec3 *pupil = &face->eye[0], *canthus = &face->eye[2];
    bool is_bar = cover == COVER_BAR;
    double half = canthus->x + (is_bar ? bar_beyond_mm : cheek_beyond_mm);
    double top = pupil->z + (is_bar ? bar_half_height_mm : brow_over_eye_mm);
    double bottom = is_bar ? pupil->z - bar_half_height_mm : face->chin.z - chin_below_mm;
    set_axes(&patch, face);
    for (int i = 0; i < 4; i++) {
        double x = i & 1 ? half : -half, z = i & 2 ? top : bottom;
        take_point(&patch, face, x, canthus->y, z);
        take_point(&patch, face, 0.6 * x, pupil->y - (is_bar ? bar_forward_mm : 0.0), z);
    }
    if (!is_bar)
        take_point(&patch, face, 0.0, pupil->y - nose_forward_mm, 0.5 * (pupil->z + face->chin.z));
    patch.feather = is_bar ? 0.5 : feather_mm * view_scale_px_per_mm(face->view, *pupil);
    return patch;
}

static void scale_patch(struct patch *patch, double scale, double left_px, double top_px)
{
    patch->origin = (struct pt_px){patch->origin.x * scale - left_px, patch->origin.y * scale - top_px};
    patch->left *= scale;
    patch->right *= scale;
    patch->top *= scale;
    patch->bottom *= scale;
    patch->feather = fmax(patch->feather * scale, 0.5);
}

// 1 within the patch, 0 beside it.
static double weight_at(const struct patch *patch, double x, double y)
{
    double dx = x - patch->origin.x, dy = y - patch->origin.y;
    double along = dx * patch->across.x + dy * patch->across.y, below = dx * patch->down.x + dy * patch->down.y;
    double half = 0.5 * (patch->right - patch->left), off = fabs(along - 0.5 * (patch->left + patch->right));
    double turn = 0.5 * (patch->top + patch->bottom); // from here on the cheeks come together
    if (patch->cover == COVER_BLUR && below > turn) {
        double share = fmin((below - turn) / (patch->bottom - turn), 1.0);
        half *= sqrt(1.0 - share * share);
    }
    double inside = fmin(half - off, fmin(below - patch->top, patch->bottom - below));
    return fmin(fmax(inside / patch->feather + 0.5, 0.0), 1.0);
}

struct canvas {
    struct image *image;
    int left, top, width, height; // of the part that is covered
    const struct patch *patch;
};

static float get_code(const struct canvas *canvas, int x, int y, int c)
{
    const struct image *image = canvas->image;
    size_t at = 4 * (size_t)(canvas->left + x) + (size_t)c;
    return image->format == PIXELS_RGBA16 ? (float)image_row16(image, canvas->top + y)[at]
                                          : 257.0f * (float)image_row(image, canvas->top + y)[at];
}

static void put_code(const struct canvas *canvas, int x, int y, int c, float code)
{
    const struct image *image = canvas->image;
    size_t at = 4 * (size_t)(canvas->left + x) + (size_t)c;
    if (image->format == PIXELS_RGBA16)
        image_row16(image, canvas->top + y)[at] = (uint16_t)(code + 0.5f);
    else
        image_row(image, canvas->top + y)[at] = (uint8_t)(code / 257.0f + 0.5f);
}

static void mix_code(const struct canvas *canvas, int x, int y, int c, float code)
{
    double weight = weight_at(canvas->patch, canvas->left + x + 0.5, canvas->top + y + 0.5);
    float was = get_code(canvas, x, y, c);
    if (weight > 0.0)
        put_code(canvas, x, y, c, was + (float)weight * (code - was));
}

// The mean over 2 reach + 1 values of a line, its ends repeated; `line` is written, `copy` is scratch.
static void smooth_line(float *line, size_t stride, int count, int reach, float *copy)
{
    for (int i = 0; i < count; i++)
        copy[i] = line[(size_t)i * stride];
    double sum = (double)copy[0] * (reach + 1.0);
    for (int i = 1; i <= reach; i++)
        sum += (double)copy[i < count ? i : count - 1];
    for (int i = 0; i < count; i++) {
        line[(size_t)i * stride] = (float)(sum / (2.0 * reach + 1.0));
        int in = i + reach + 1 < count ? i + reach + 1 : count - 1, out = i - reach > 0 ? i - reach : 0;
        sum += (double)copy[in] - (double)copy[out];
    }
}

// Three boxes are nearly a bell.
static void smooth(float *plane, int width, int height, int reach, float *scratch)
{
    for (int pass = 0; pass < 3; pass++) {
        for (int y = 0; y < height; y++)
            smooth_line(plane + (size_t)y * (size_t)width, 1, width, reach, scratch);
        for (int x = 0; x < width; x++)
            smooth_line(plane + x, (size_t)width, height, reach, scratch);
    }
}

static bool draw_blur(const struct canvas *canvas, int reach, struct err *err)
{
    int most = canvas->width > canvas->height ? canvas->width : canvas->height;
    float *plane = mem_try_array_raw((size_t)canvas->width * (size_t)canvas->height, sizeof *plane);
    float *scratch = mem_try_array_raw((size_t)most, sizeof *scratch);
    for (int c = 0; c < 3 && plane && scratch; c++) {
        for (int y = 0; y < canvas->height; y++)
            for (int x = 0; x < canvas->width; x++)
                plane[(size_t)y * (size_t)canvas->width + (size_t)x] = get_code(canvas, x, y, c);
        smooth(plane, canvas->width, canvas->height, reach, scratch);
        for (int y = 0; y < canvas->height; y++)
            for (int x = 0; x < canvas->width; x++)
                mix_code(canvas, x, y, c, plane[(size_t)y * (size_t)canvas->width + (size_t)x]);
    }
    bool is_done = plane && scratch;
    mem_free(plane);
    mem_free(scratch);
    return is_done || err_set(err, ERR_MACHINE, "not enough memory to cover the face");
}

static void draw_bar(const struct canvas *canvas)
{
    static const float code = 257.0f * 38.0f; // nearly black
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++)
            for (int c = 0; c < 3; c++)
                mix_code(canvas, x, y, c, code);
}

// The part of the image that the patch lies in; false: none.
static bool take_part(struct canvas *canvas)
{
    const struct patch *p = canvas->patch;
    double left = HUGE_VAL, top = HUGE_VAL, right = -HUGE_VAL, bottom = -HUGE_VAL;
    for (int i = 0; i < 4; i++) {
        double along = i & 1 ? p->left - p->feather : p->right + p->feather;
        double below = i & 2 ? p->top - p->feather : p->bottom + p->feather;
        double x = p->origin.x + along * p->across.x + below * p->down.x;
        double y = p->origin.y + along * p->across.y + below * p->down.y;
        left = fmin(left, x);
        right = fmax(right, x);
        top = fmin(top, y);
        bottom = fmax(bottom, y);
    }
    double width = canvas->image->width_px, height = canvas->image->height_px;
    canvas->left = (int)fmin(fmax(floor(left), 0.0), width);
    canvas->top = (int)fmin(fmax(floor(top), 0.0), height);
    canvas->width = (int)fmin(fmax(ceil(right), 0.0), width) - canvas->left;
    canvas->height = (int)fmin(fmax(ceil(bottom), 0.0), height) - canvas->top;
    return canvas->width > 0 && canvas->height > 0;
}

bool face_cover_draw(enum face_cover cover, const struct case_ *case_, int view, double scale, double left_px,
                     double top_px, struct image *image, struct err *err)
{
    struct face face;
    if (cover == COVER_NONE || !find_face(case_, view, &face))
        return true;
    struct patch patch = patch_of(&face, cover);
    scale_patch(&patch, scale, left_px, top_px);
    struct canvas canvas = {.image = image, .patch = &patch};
    if (!take_part(&canvas))
        return true;
    if (cover == COVER_BAR) {
        draw_bar(&canvas);
        return true;
    }
    double sigma_px = blur_mm * scale * view_scale_px_per_mm(face.view, face.eye[0]);
    return draw_blur(&canvas, (int)ceil(sigma_px), err); // a box of reach r, three times: sigma r
}
