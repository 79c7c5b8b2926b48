// From the mesh of a face to landmarks.
#include "model/draft_part.h"

#include "geom/vec3.h"

#include <math.h>

// How vague the mesh is, root mean square over the sample heads (one scan, its eyes closed). Where eyes are
// closed the mesh draws the whole eye region some 7 % too narrow, left and right together, so that pupils say
// little of the scale; with open eyes they lie within 1 to 2 % (ecosystem.md section 3).
#define NASION_MM 4.0
#define GLABELLA_MM 5.0
#define SUBNASALE_MM 4.0
#define MENTON_MM 8.0
#define KEY_MM 7.0 // of the detector's key points
#define TRAGION_MM 4.0
#define TRAGION_ABOVE 0.13 // of the eyes' distance, above the mesh's sides
#define FRONTAL 0.26       // sine of the turn up to which both are seen: 15 degrees
#define MESH_TURN_RAD 0.07 // of the mesh's turn: 4 degrees
#define EYE_OPEN_MM 1.5
#define EYE_CLOSED_MM 9.0
#define IRIS_PLACE_MM 1.0  // eyes that look aside, or at something near
#define OPEN_CONTRAST 0.22 // sigma of the light across an open eye over its mean
// A lid over the pupil lies this share of the eyes' distance before the middle of the eye's corners.
#define PUPIL_FORWARD 0.10
#define FAR_SIDE 0.34 // sine of the turn from which the far corner of the eye is hidden: 20 degrees

struct face_axes {
    struct vec3 left, forward; // unit, x and y of the image, z toward the camera
    double eye_px;             // between the eyes, in space
};

static struct vec3 place(const struct face *face, int point)
{
    return vec3_make(face->point[point].x, face->point[point].y, face->depth[point]);
}

static struct vec3 middle(const struct face *face, int a, int b)
{
    return vec3_scale(vec3_add(place(face, a), place(face, b)), 0.5);
}

static struct face_axes axes_of(const struct face *face)
{
    struct vec3 right = middle(face, FACE_EYE_RIGHT_OUT, FACE_EYE_RIGHT_IN);
    struct vec3 left = middle(face, FACE_EYE_LEFT_OUT, FACE_EYE_LEFT_IN);
    struct vec3 across = vec3_sub(left, right), down = vec3_sub(place(face, FACE_MENTON), place(face, FACE_NASION));
    struct face_axes axes = {vec3_unit(across), vec3_unit(vec3_cross(across, down)), vec3_length(across)};
    if (axes.forward.z < 0.0) // seen from before, or nothing was found
        axes.forward = vec3_scale(axes.forward, -1.0);
    return axes;
}

static void lay(const struct draft_sight *sight, struct marks *marks, enum landmark landmark, double x, double y,
                double drafted_mm)
{
    bool is_inside = x >= 0.0 && y >= 0.0 && x < sight->image->width_px && y < sight->image->height_px;
    if (marks->has_landmark[landmark] || !is_inside)
        return;
    marks->has_landmark[landmark] = true;
    marks->drafted_mm[landmark] = drafted_mm;
    marks->landmark[landmark] = (struct pt_px){x * sight->px_per_px, y * sight->px_per_px};
}

static void lay_pupil(const struct draft_sight *sight, const struct face *face, const struct face_axes *axes,
                      struct marks *marks, enum landmark landmark, int out, int in, double drafted_mm)
{
    struct vec3 at = vec3_add(middle(face, out, in), vec3_scale(axes->forward, PUPIL_FORWARD * axes->eye_px));
    lay(sight, marks, landmark, at.x, at.y, drafted_mm);
}

// Along the line between an eye's corners: white, iris, white; a closed lid is of one brightness.
static double eye_contrast(const struct draft_sight *sight, const struct face *face, int out, int in)
{
    enum { PLACES = 24 };
    double sum = 0.0, square = 0.0;
    for (int i = 0; i < PLACES; i++) {
        double t = 0.15 + 0.7 * i / (PLACES - 1);
        struct pt_px px = {face->point[out].x + t * (face->point[in].x - face->point[out].x),
                           face->point[out].y + t * (face->point[in].y - face->point[out].y)};
        double light = draft_light(sight->image, px);
        sum += light;
        square += light * light;
    }
    double mean = sum / PLACES;
    return mean > 0.0 ? sqrt(fmax(square / PLACES - mean * mean, 0.0)) / mean : 0.0;
}

static bool are_eyes_open(const struct draft_sight *sight, const struct face *face)
{
    return eye_contrast(sight, face, FACE_EYE_LEFT_OUT, FACE_EYE_LEFT_IN) > OPEN_CONTRAST &&
           eye_contrast(sight, face, FACE_EYE_RIGHT_OUT, FACE_EYE_RIGHT_IN) > OPEN_CONTRAST;
}

// Where both irises are seen they are the pupils' places, and a scale of their own.
static void lay_irises(const struct draft_sight *sight, const struct limbus iris[2], struct marks *marks)
{
    for (int i = 0; i < 2; i++) {
        lay(sight, marks, (enum landmark)(LANDMARK_PUPIL_LEFT + i), iris[i].centre.x / sight->px_per_px,
            iris[i].centre.y / sight->px_per_px, IRIS_PLACE_MM);
        marks->iris_px[i] = iris[i].diameter_px;
        marks->iris_sigma_px[i] = iris[i].sigma_px;
    }
}

// Turns the frame in which the mesh was seen, square to the picture, so that it looks along the ray to the face.
static struct vec3 along_ray(struct vec3 v, struct vec3 ray)
{
    struct vec3 ahead = {0.0, 0.0, 1.0}, axis = vec3_cross(ahead, ray);
    double c = ray.z; // Rodrigues; axis is sin x its unit
    return vec3_add(vec3_add(vec3_scale(v, c), vec3_cross(axis, v)), vec3_scale(axis, vec3_dot(axis, v) / (1.0 + c)));
}

static struct vec3 ray_to(const struct draft_sight *sight, struct pt_px px, double focal_35mm)
{
    const struct image *image = sight->image;
    double focal_px = view_focal_px(image->width_px, image->height_px, focal_35mm > 0.0 ? focal_35mm : 26.0);
    return vec3_unit(vec3_make(px.x - 0.5 * image->width_px, px.y - 0.5 * image->height_px, focal_px));
}

static struct vec3 to_camera(struct vec3 v)
{
    return vec3_make(v.x, v.y, -v.z);
}

// The head's turn by the mesh in space: its left by eyes and cheeks, its height by forehead and chin.
static void lay_turn(const struct draft_sight *sight, const struct face *face, const struct face_axes *axes,
                     struct marks *marks)
{
    struct vec3 sides = vec3_unit(vec3_sub(place(face, FACE_SIDE_LEFT), place(face, FACE_SIDE_RIGHT)));
    struct vec3 left = vec3_unit(to_camera(vec3_add(axes->left, sides)));
    struct vec3 up = to_camera(vec3_sub(place(face, FACE_TOP), place(face, FACE_MENTON)));
    up = vec3_unit(vec3_sub(up, vec3_scale(left, vec3_dot(up, left))));
    struct vec3 forward = vec3_cross(left, up), ray = ray_to(sight, face->point[FACE_NASION], marks->focal_35mm);
    marks->has_turn = true;
    marks->turn_sigma_rad = MESH_TURN_RAD;
    marks->turn_forward = along_ray(forward, ray);
    marks->turn_up = along_ray(up, ray);
}

// From in front the mesh ends beside the tragions, a little below them; from aside it does not reach them.
static void lay_tragions(const struct draft_sight *sight, const struct face *face, const struct face_axes *axes,
                         struct marks *marks)
{
    struct vec3 rise = vec3_scale(vec3_cross(axes->left, axes->forward), TRAGION_ABOVE * axes->eye_px);
    struct vec3 left = vec3_add(place(face, FACE_SIDE_LEFT), rise),
                right = vec3_add(place(face, FACE_SIDE_RIGHT), rise);
    if (fabs(axes->left.z) > FRONTAL)
        return;
    lay(sight, marks, LANDMARK_TRAGION_LEFT, left.x, left.y, TRAGION_MM);
    lay(sight, marks, LANDMARK_TRAGION_RIGHT, right.x, right.y, TRAGION_MM);
}

void draft_landmarks(const struct draft_sight *sight, const struct face *face, struct marks *marks)
{
    static const struct {
        enum landmark landmark;
        int point;
        double drafted_mm;
    } plain[] = {{LANDMARK_GLABELLA, FACE_GLABELLA, GLABELLA_MM},
                 {LANDMARK_NASION, FACE_NASION, NASION_MM},
                 {LANDMARK_SUBNASALE, FACE_SUBNASALE, SUBNASALE_MM},
                 {LANDMARK_MENTON, FACE_MENTON, MENTON_MM}};
    struct face_axes axes = axes_of(face);
    struct limbus iris[2] = {{.diameter_px = 0.0}};
    bool has_irises = draft_irises(sight, face, axes.left.z, iris);
    double eye_mm = has_irises || are_eyes_open(sight, face) ? EYE_OPEN_MM : EYE_CLOSED_MM;
    if (has_irises)
        lay_irises(sight, iris, marks);
    lay_turn(sight, face, &axes, marks);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        lay(sight, marks, plain[i].landmark, face->point[plain[i].point].x, face->point[plain[i].point].y,
            plain[i].drafted_mm);
    lay_pupil(sight, face, &axes, marks, LANDMARK_PUPIL_LEFT, FACE_EYE_LEFT_OUT, FACE_EYE_LEFT_IN, eye_mm);
    lay_pupil(sight, face, &axes, marks, LANDMARK_PUPIL_RIGHT, FACE_EYE_RIGHT_OUT, FACE_EYE_RIGHT_IN, eye_mm);
    lay_tragions(sight, face, &axes, marks);
    if (-axes.left.z < FAR_SIDE)
        lay(sight, marks, LANDMARK_CANTHUS_LEFT, face->point[FACE_EYE_LEFT_OUT].x, face->point[FACE_EYE_LEFT_OUT].y,
            eye_mm);
    if (axes.left.z < FAR_SIDE)
        lay(sight, marks, LANDMARK_CANTHUS_RIGHT, face->point[FACE_EYE_RIGHT_OUT].x, face->point[FACE_EYE_RIGHT_OUT].y,
            eye_mm);
}

static void lay_key(const struct draft_sight *sight, const struct face *face, struct marks *marks,
                    enum landmark landmark, enum face_key key, double drafted_mm)
{
    lay(sight, marks, landmark, face->key[key].x, face->key[key].y, drafted_mm);
}

void draft_keys(const struct draft_sight *sight, const struct face *face, struct marks *marks)
{
    bool is_left = marks->facing == FACING_LEFT, is_right = marks->facing == FACING_RIGHT;
    double eye_to_ear = face->key[FACE_KEY_EAR_LEFT].x - face->key[FACE_KEY_EYE_LEFT].x;
    if (is_right)
        eye_to_ear = face->key[FACE_KEY_EYE_RIGHT].x - face->key[FACE_KEY_EAR_RIGHT].x;
    if (face->detected < DRAFT_SURE_FACE || ((is_left || is_right) && eye_to_ear <= 0.0)) // it looks the other way
        return;
    if (is_left || marks->facing == FACING_FRONT)
        lay_key(sight, face, marks, LANDMARK_PUPIL_LEFT, FACE_KEY_EYE_LEFT, KEY_MM);
    if (is_right || marks->facing == FACING_FRONT)
        lay_key(sight, face, marks, LANDMARK_PUPIL_RIGHT, FACE_KEY_EYE_RIGHT, KEY_MM);
    if (is_left)
        lay_key(sight, face, marks, LANDMARK_TRAGION_LEFT, FACE_KEY_EAR_LEFT, KEY_MM);
    if (is_right)
        lay_key(sight, face, marks, LANDMARK_TRAGION_RIGHT, FACE_KEY_EAR_RIGHT, KEY_MM);
}
