// A head without a face: crown, back, side. Its outline from where the person ends, fitted for a facing.
//
// The head is what stands at the top of the person: from its highest point down to the narrowest place (the
// neck) or, where there is none, as far down as it is wide. Only the upper arc is taken as the rim.
#include "model/draft_part.h"

#include <math.h>
#include <string.h>

enum { ROWS = PERSON_SIDE, FEWEST_ROWS = 24 };
#define LEAST_BODILY 0.7 // of its pixels
#define LEAST_LIKE 0.40  // a finger's end fills its box by 0.9, and is 0.27 like a head's

struct run {      // of person in a row of the map
    int from, to; // to: one past
};

// The longest run of a row.
static struct run widest(const float *row)
{
    struct run best = {0, 0};
    for (int x = 0; x < PERSON_SIDE;) {
        int from = x;
        while (x < PERSON_SIDE && row[x] >= 0.5f)
            x++;
        if (x - from > best.to - best.from)
            best = (struct run){from, x};
        if (x == from)
            x++;
    }
    return best;
}

// Rows of the head, top and end; false when nothing head-like stands there.
static bool find_rows(const struct draft_sight *sight, struct run rows[ROWS], int *top, int *end, bool *has_neck)
{
    int widest_px = 0;
    *top = -1;
    for (int y = 0; y < ROWS; y++) {
        rows[y] = widest(sight->person + y * PERSON_SIDE);
        if (*top < 0 && rows[y].to - rows[y].from >= 6)
            *top = y;
    }
    if (*top < 1) // nothing, or cut off by the picture's edge
        return false;
    for (*end = *top; *end < ROWS; (*end)++) {
        int width = rows[*end].to - rows[*end].from;
        bool is_wide_enough = *end - *top > FEWEST_ROWS;
        // Shoulders jump out, a neck draws in, and no head is longer than 1.45 times its breadth.
        int before = is_wide_enough ? rows[*end - 4].to - rows[*end - 4].from : width;
        *has_neck = is_wide_enough && width < 0.78 * widest_px;
        if (width == 0 || *has_neck || width > 1.12 * before)
            break;
        widest_px = width > widest_px ? width : widest_px;
        if (is_wide_enough && *end - *top > 1.45 * widest_px)
            break;
    }
    return *end - *top > FEWEST_ROWS && widest_px > FEWEST_ROWS;
}

static struct pt_px to_photo(const struct draft_sight *sight, double x, double y)
{
    struct pt_px px = square_px(&sight->square, x / PERSON_SIDE, y / PERSON_SIDE);
    return (struct pt_px){px.x * sight->px_per_px, px.y * sight->px_per_px};
}

static void add(const struct draft_sight *sight, struct marks *marks, double x, double y)
{
    struct pt_px px = to_photo(sight, x, y);
    double margin = 0.01 * marks->width_px;
    if (marks->outline_count < MARKS_MOST_OUTLINE && px.x > margin && px.y > margin &&
        px.x < marks->width_px - margin && px.y < marks->height_px - margin)
        marks->outline[marks->outline_count++] = px;
}

// Skin of any tone is red before green before blue, and never far from grey; hair is dark or grey, or like skin.
static bool is_bodily(const double rgb[3])
{
    double sum = rgb[0] + rgb[1] + rgb[2], most = fmax(rgb[0], fmax(rgb[1], rgb[2]));
    double least = fmin(rgb[0], fmin(rgb[1], rgb[2]));
    bool is_grey = most - least < 0.2 * most || most < 60.0; // of 255
    return is_grey || (rgb[0] >= rgb[1] && rgb[1] >= 0.8 * rgb[2] && rgb[0] < 0.54 * sum);
}

// The share of the rows' runs that may be skin or hair.
static double bodily_share(const struct draft_sight *sight, const struct run rows[ROWS], int from, int to)
{
    enum { STEP = 3 };
    int all = 0, bodily = 0;
    for (int y = from; y < to; y += STEP)
        for (int x = rows[y].from; x < rows[y].to; x += STEP) {
            double rgb[3];
            draft_colour(sight->image, square_px(&sight->square, (x + 0.5) / ROWS, (y + 0.5) / ROWS), rgb);
            all++;
            bodily += is_bodily(rgb);
        }
    return all > 0 ? (double)bodily / all : 0.0;
}

// Where the share passes one half between two places.
static double crossing(const float *row, int inner, int outer)
{
    double a = (double)row[inner], b = outer >= 0 && outer < PERSON_SIDE ? (double)row[outer] : 0.0;
    double t = a > b ? (a - 0.5) / (a - b) : 0.5;
    return inner + 0.5 + t * (outer - inner);
}

// The row of the neck, from where the head draws in.
static int narrowest(const struct draft_sight *sight, struct run rows[ROWS], int from, int most)
{
    int best = from;
    for (int y = from; y < ROWS && y < from + most; y++) {
        rows[y] = widest(sight->person + y * PERSON_SIDE);
        int width = rows[y].to - rows[y].from, least = rows[best].to - rows[best].from;
        if (width == 0 || width > least + least / 8)
            break;
        best = width < least ? y : best;
    }
    return best;
}

// The middle of what of the person lies well off the head.
static void find_body(const struct draft_sight *sight, double x, double y, double breadth, struct draft_blob *blob)
{
    const double off = 1.0, least = 0.1; // of the breadth from the head's middle; of its square
    double sum_x = 0.0, sum_y = 0.0, all = 0.0;
    for (int v = 0; v < PERSON_SIDE; v++)
        for (int u = 0; u < PERSON_SIDE; u++) {
            double dx = u - x, dy = v - y;
            if (sight->person[v * PERSON_SIDE + u] < 0.5f || dx * dx + dy * dy < off * off * breadth * breadth)
                continue;
            sum_x += u;
            sum_y += v;
            all += 1.0;
        }
    blob->has_body = all > least * breadth * breadth;
    if (blob->has_body)
        blob->body = to_photo(sight, sum_x / all + 0.5, sum_y / all + 0.5);
}

// Beside the neck: something of a person, and on each side not what lies beside the head. From behind that is the wall.
static bool has_shoulders_beside(const struct draft_sight *sight, double middle, int top, int end, int breadth)
{
    enum { PLACES = 8 };
    const double least_person = 0.12, least_share = 0.2, least_change = 25.0;
    double change[2] = {0.0, 0.0};
    int person = 0, all = 0;
    for (int k = 0; k < breadth / 7 && end + k < ROWS; k++)
        for (int i = 0; i < 2 * PLACES; i++, all++) {
            double x = middle + (i % 2 ? 1.0 : -1.0) * (0.65 + 0.01 * i) * breadth, above = top + 0.3 * breadth + k;
            struct pt_px px = square_px(&sight->square, x / ROWS, (end + k + 0.5) / ROWS);
            change[i % 2] += draft_change(sight->image, px, square_px(&sight->square, x / ROWS, (above + 0.5) / ROWS));
            person += square_value(&sight->square, sight->person, px) > least_person;
        }
    return person > least_share * all && fmin(change[0], change[1]) > 0.5 * least_change * all;
}

struct draft_blob draft_blob(const struct draft_sight *sight, struct marks *marks)
{
    struct run rows[ROWS];
    struct draft_blob blob = {0};
    int top, end;
    if (!find_rows(sight, rows, &top, &end, &blob.has_neck))
        return blob;
    // Down to the middle of a head that is 1.3 times as long as broad: below lie ears, face or neck.
    int breadth = 0, low;
    for (int y = top; y < end; y++)
        breadth = rows[y].to - rows[y].from > breadth ? rows[y].to - rows[y].from : breadth;
    low = top + (int)(0.55 * breadth) < end ? top + (int)(0.55 * breadth) : end;
    marks->outline_count = 0;
    for (int i = 0; i < 12; i++) { // closer together toward the top, where rows run along the rim
        int y = top + 1 + (low - top - 2) * i * i / (11 * 11);
        const float *row = sight->person + y * PERSON_SIDE;
        add(sight, marks, crossing(row, rows[y].from, rows[y].from - 1), y + 0.5);
        add(sight, marks, crossing(row, rows[y].to - 1, rows[y].to), y + 0.5);
    }
    marks->outline_drafted_mm = 3.0;
    // How round it is: an ellipse fills 0.79 of its box, half of one as much.
    double filled = 0.0;
    for (int y = top; y < low; y++)
        filled += rows[y].to - rows[y].from;
    double share = filled / ((double)breadth * (low - top));
    double middle = 0.5 * (rows[low - 1].from + rows[low - 1].to);
    blob.middle = to_photo(sight, middle, low);
    find_body(sight, middle, low, breadth, &blob);
    if (blob.has_neck) { // nearer to the head's own axis
        int neck = narrowest(sight, rows, end, breadth / 2);
        blob.has_body = true;
        blob.body = to_photo(sight, 0.5 * (rows[neck].from + rows[neck].to), neck);
        blob.has_shoulders_beside = has_shoulders_beside(sight, middle, top, end, breadth);
    }
    blob.breadth_px = breadth * sight->square.side_px / PERSON_SIDE * sight->px_per_px;
    blob.likeness = marks->outline_count >= 12 ? fmax(1.0 - 6.0 * fabs(share - 0.78), 0.0) : 0.0;
    if (blob.likeness < LEAST_LIKE || bodily_share(sight, rows, top, low) < LEAST_BODILY)
        blob.likeness = 0.0;
    return blob;
}
