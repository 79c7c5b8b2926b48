// A face: the detector's best box over a few sizes and turns of the picture, then the mesh, twice.
#include "image/face_nets.h"

#include "base/mathd.h"

#include <math.h>
#include <string.h>

enum { DETECTOR_SIDE = 128, MESH_SIDE = 192, ANCHORS = 896, BOX_VALUES = 16 };
// Outputs of the network that looks at the eyes again: the whole mesh, lips, an eye, the other, an iris, the other
// (left in the picture, then right), how sure it is of a face.
enum { EYES_IRIS_RIGHT = 4, EYES_IRIS_LEFT = 5 };
#define IRIS_LEAST_PX 4.0 // across; smaller the network draws them as large as it expects them

#define GOOD 0.7    // score of a face that is looked for no farther
#define LARGER 1.15 // than the best one: taken instead

struct box {
    double score;
    double rival;         // struct face
    struct square square; // the face with room around, turned by the eyes
    struct pt_px key[FACE_KEYS];
};

static double logistic(double x)
{
    return 1.0 / (1.0 + mathd_exp(-x));
}

// Middle of an anchor, 0..1: two for each cell of 16 x 16, then six of 8 x 8.
static void anchor_at(int index, double *u, double *v)
{
    int side = index < 512 ? 16 : 8, cell = index < 512 ? index / 2 : (index - 512) / 6;
    *u = (cell % side + 0.5) / side;
    *v = (cell / side + 0.5) / side;
}

static struct box box_of(const struct square *square, const float *values, int index, double score)
{
    double u, v;
    anchor_at(index, &u, &v);
    const float *at = values + index * BOX_VALUES;
    double unit = 1.0 / DETECTOR_SIDE, wide = (double)fmaxf(at[2], at[3]) * unit;
    struct box box = {.score = score};
    box.square.centre = square_px(square, u + (double)at[0] * unit, v + (double)at[1] * unit);
    for (int i = 0; i < FACE_KEYS; i++)
        box.key[i] = square_px(square, u + (double)at[4 + 2 * i] * unit, v + (double)at[5 + 2 * i] * unit);
    struct pt_px right = box.key[FACE_KEY_EYE_RIGHT], left = box.key[FACE_KEY_EYE_LEFT];
    box.square.side_px = 1.5 * wide * square->side_px;
    box.square.turn_rad = mathd_atan2(left.y - right.y, left.x - right.x);
    return box;
}

static bool detect(struct face_models *nets, const struct image *image, struct square square, struct box *best,
                   struct err *err)
{
    square_sample(image, &square, DETECTOR_SIDE, -1.0f, 1.0f, nets->input);
    if (!net_run(nets->detector, nets->input, err))
        return false;
    const float *values = net_output(nets->detector, 0), *score = net_output(nets->detector, 1);
    for (int i = 0; i < ANCHORS; i++)
        if ((double)score[i] > -20.0 && logistic((double)score[i]) > best->score)
            *best = box_of(&square, values, i, logistic((double)score[i]));
    return true;
}

static double length_px(struct pt_px a, struct pt_px b)
{
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

// Of what was seen last there, another face that is a good one, too. Who stands nearest is the patient: the larger is
// taken.
static void compare(const struct face_models *nets, struct square square, struct box *best)
{
    const float *values = net_output(nets->detector, 0), *score = net_output(nets->detector, 1);
    struct box other = {0};
    for (int i = 0; i < ANCHORS; i++) {
        double certain = (double)score[i] > -20.0 ? logistic((double)score[i]) : 0.0;
        if (certain < GOOD || certain <= other.score)
            continue;
        struct box box = box_of(&square, values, i, certain);
        if (length_px(box.square.centre, best->square.centre) > 0.5 * best->square.side_px)
            other = box;
    }
    struct box less = other;
    if (other.square.side_px > LARGER * best->square.side_px) {
        less = *best;
        *best = other;
    }
    best->rival = less.square.side_px / best->square.side_px;
}

static struct square whole(const struct image *image, double size, double turn_rad)
{
    double side = fmax(image->width_px, image->height_px);
    return (struct square){{0.5 * image->width_px, 0.5 * image->height_px}, size * side, turn_rad};
}

// The whole picture; turned, if that shows nothing; then from farther and nearer.
static bool detect_anywhere(struct face_models *nets, const struct image *image, struct box *best, struct err *err)
{
    static const double turns[] = {0.0, 0.6, -0.6, 1.3, -1.3, MATHD_PI};
    static const double sizes[] = {1.0, 1.6, 0.6};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < (i == 0 ? 6 : 3) && best->score < GOOD; k++) {
            struct square square = whole(image, sizes[i], turns[k]);
            if (!detect(nets, image, square, best, err))
                return false;
            if (best->score >= GOOD)
                compare(nets, square, best);
        }
    return true;
}

static struct pt_px between(struct pt_px a, struct pt_px b)
{
    return (struct pt_px){0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
}

static bool look(struct face_models *nets, const struct image *image, struct square square, struct face *out,
                 struct err *err)
{
    square_sample(image, &square, MESH_SIDE, 0.0f, 1.0f, nets->input);
    if (!net_run(nets->mesh, nets->input, err))
        return false;
    const float *values = net_output(nets->mesh, 0);
    for (int i = 0; i < FACE_POINTS; i++) {
        const float *at = values + 3 * i;
        out->point[i] = square_px(&square, (double)at[0] / MESH_SIDE, (double)at[1] / MESH_SIDE);
        out->depth[i] = -(double)at[2] / MESH_SIDE * square.side_px;
    }
    out->certainty = logistic((double)net_output(nets->mesh, 1)[0]);
    struct pt_px right = between(out->point[FACE_EYE_RIGHT_IN], out->point[FACE_EYE_RIGHT_OUT]);
    struct pt_px left = between(out->point[FACE_EYE_LEFT_IN], out->point[FACE_EYE_LEFT_OUT]);
    out->turn_rad = mathd_atan2(left.y - right.y, left.x - right.x);
    out->eye_px = length_px(left, right);
    return true;
}

// Round the points, with the room that the network was taught with.
static struct square around(const struct face *face)
{
    double c = mathd_cos(face->turn_rad), s = mathd_sin(face->turn_rad);
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    for (int i = 0; i < FACE_POINTS; i++) {
        double along = c * face->point[i].x + s * face->point[i].y, down = c * face->point[i].y - s * face->point[i].x;
        low[0] = fmin(low[0], along);
        high[0] = fmax(high[0], along);
        low[1] = fmin(low[1], down);
        high[1] = fmax(high[1], down);
    }
    double u = 0.5 * (low[0] + high[0]), v = 0.5 * (low[1] + high[1]);
    return (struct square){
        {c * u - s * v, s * u + c * v}, 1.5 * fmax(high[0] - low[0], high[1] - low[1]), face->turn_rad};
}

// Middle, and where the iris ends on four sides.
static void take_iris(const float *values, const struct square *square, struct pt_px out[FACE_IRIS_POINTS])
{
    for (int i = 0; i < FACE_IRIS_POINTS; i++)
        out[i] = square_px(square, (double)values[2 * i] / MESH_SIDE, (double)values[2 * i + 1] / MESH_SIDE);
}

// The mesh's own eyes are vague; the network that looks twice at them is a worse mesh.
static bool look_at_eyes(struct face_models *nets, const struct image *image, struct face *face, struct err *err)
{
    const double iris_share = 0.187; // 11.8 mm of 63 mm between the eyes
    if (face->certainty < 0.5 || iris_share * face->eye_px < IRIS_LEAST_PX)
        return true;
    struct square square = around(face);
    square_sample(image, &square, MESH_SIDE, 0.0f, 1.0f, nets->input);
    if (!net_run(nets->eyes, nets->input, err))
        return false;
    take_iris(net_output(nets->eyes, EYES_IRIS_LEFT), &square, face->iris[0]);
    take_iris(net_output(nets->eyes, EYES_IRIS_RIGHT), &square, face->iris[1]);
    face->has_irises = true;
    return true;
}

static double spread(const struct face *a, const struct face *b)
{
    double sum = 0.0;
    for (int i = 0; i < FACE_POINTS; i++) {
        double off = length_px(a->point[i], b->point[i]);
        sum += off * off;
    }
    return sqrt(sum / FACE_POINTS);
}

// Where no mesh fits, the key points' mean over several turns of the picture, weighted by their scores: each look is
// off by more than their mean.
static bool steady_keys(struct face_models *nets, const struct image *image, const struct box *best, struct face *out,
                        struct err *err)
{
    static const double turns[] = {-0.8, -0.4, 0.0, 0.4, 0.8};
    struct pt_px sum[FACE_KEYS] = {{0.0, 0.0}};
    double weights = 0.0;
    for (int k = 0; k < 5; k++) {
        struct box box = {0};
        if (!detect(nets, image, whole(image, 1.0, turns[k]), &box, err))
            return false;
        bool is_same = length_px(box.square.centre, best->square.centre) < 0.25 * best->square.side_px;
        double weight = is_same && box.score > 0.5 ? box.score : 0.0;
        weights += weight;
        for (int i = 0; i < FACE_KEYS; i++)
            sum[i] = (struct pt_px){sum[i].x + weight * box.key[i].x, sum[i].y + weight * box.key[i].y};
    }
    for (int i = 0; i < FACE_KEYS && weights > 0.0; i++)
        out->key[i] = (struct pt_px){sum[i].x / weights, sum[i].y / weights};
    return true;
}

static void take_box(const struct box *box, struct face *out)
{
    out->detected = box->score;
    out->rival = box->rival;
    out->place = box->square.centre;
    for (int i = 0; i < FACE_KEYS; i++)
        out->key[i] = box->key[i];
}

bool face_models_find(struct face_models *nets, const struct image *image, struct face *out, struct err *err)
{
    struct box box = {0};
    memset(out, 0, sizeof *out);
    if (!detect_anywhere(nets, image, &box, err))
        return false;
    take_box(&box, out);
    if (box.score < 0.3)
        return true;
    struct face first, second;
    if (!look(nets, image, box.square, &first, err) || !look(nets, image, around(&first), &second, err) ||
        !look(nets, image, around(&second), out, err))
        return false;
    take_box(&box, out);
    out->spread_px = spread(&second, out);
    if (!look_at_eyes(nets, image, out, err))
        return false;
    bool wants_keys = out->certainty < 0.5 && box.score > 0.6;
    return !wants_keys || steady_keys(nets, image, &box, out, err);
}
