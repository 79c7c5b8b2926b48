#include "plan/mask.h"

#include "base/mem.h"

struct canvas {
    uint8_t *pixels;
    float *row; // coverage of the row at hand
    int width, height;
    double scale_x, scale_y;
    uint8_t most; // of what is painted
};

static struct pt_px scaled(const struct canvas *canvas, struct pt_px p)
{
    return (struct pt_px){p.x * canvas->scale_x, p.y * canvas->scale_y};
}

// Rounded down and cut to 0 .. most; what is not a number becomes 0.
static int cell(double x, int most)
{
    return (int)fmin(fmax(floor(x), 0.0), (double)most);
}

static void put(const struct canvas *canvas, const struct mask_stroke *stroke, int x, int y, double cover)
{
    uint8_t *pixel = &canvas->pixels[(size_t)y * (size_t)canvas->width + (size_t)x];
    double share = fmin(fmax(cover, 0.0), 1.0);
    double full = stroke->erases ? 255.0 * (1.0 - share) : canvas->most * share;
    uint8_t value = (uint8_t)(full + 0.5);
    if (stroke->erases ? *pixel > value : *pixel < value)
        *pixel = value;
}

static double distance_to_segment(struct pt_px p, struct pt_px a, struct pt_px b)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0.0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0.0;
    t = fmin(fmax(t, 0.0), 1.0);
    double ex = p.x - a.x - t * dx, ey = p.y - a.y - t * dy;
    return sqrt(ex * ex + ey * ey);
}

static void draw_segment(const struct canvas *canvas, const struct mask_stroke *stroke, struct pt_px a, struct pt_px b)
{
    double radius = 0.5 * stroke->width_px * canvas->scale_x, reach = radius + 1.0;
    int left = cell(fmin(a.x, b.x) - reach, canvas->width);
    int right = cell(fmax(a.x, b.x) + reach, canvas->width - 1);
    int top = cell(fmin(a.y, b.y) - reach, canvas->height);
    int bottom = cell(fmax(a.y, b.y) + reach, canvas->height - 1);
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) {
            double off = distance_to_segment((struct pt_px){x + 0.5, y + 0.5}, a, b);
            if (off < radius + 0.5)
                put(canvas, stroke, x, y, radius + 0.5 - off);
        }
}

// Adds the span's exact share of each pixel times `weight` to the row.
static void add_span(const struct canvas *canvas, double from, double to, double weight)
{
    from = fmin(fmax(from, 0.0), (double)canvas->width);
    to = fmin(fmax(to, 0.0), (double)canvas->width);
    for (int x = (int)from; x < canvas->width && x < to; x++)
        canvas->row[x] += (float)(weight * (fmin(to, x + 1.0) - fmax(from, (double)x)));
}

// Where the outline crosses height y, sorted by x. Returns how many.
static int crossings(const struct canvas *canvas, const struct mask_stroke *stroke, double y, double *out)
{
    int count = 0;
    for (int i = 0; i < stroke->point_count; i++) {
        struct pt_px a = scaled(canvas, stroke->point[i]);
        struct pt_px b = scaled(canvas, stroke->point[(i + 1) % stroke->point_count]);
        if ((a.y <= y) == (b.y <= y))
            continue;
        double x = a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x);
        int k = count++;
        for (; k > 0 && out[k - 1] > x; k--)
            out[k] = out[k - 1];
        out[k] = x;
    }
    return count;
}

static void draw_polygon(const struct canvas *canvas, const struct mask_stroke *stroke)
{
    enum { LINES = 4 }; // heights sampled within a row; across, the share is exact
    double x[CASE_STROKE_MOST_POINTS], least = canvas->height, most = 0.0;
    for (int i = 0; i < stroke->point_count; i++) {
        least = fmin(least, scaled(canvas, stroke->point[i]).y);
        most = fmax(most, scaled(canvas, stroke->point[i]).y);
    }
    for (int row = cell(least, canvas->height); row <= cell(most, canvas->height - 1); row++) {
        for (int i = 0; i < canvas->width; i++)
            canvas->row[i] = 0.0f;
        for (int line = 0; line < LINES; line++) {
            int count = crossings(canvas, stroke, row + (line + 0.5) / LINES, x);
            for (int i = 0; i + 1 < count; i += 2)
                add_span(canvas, x[i], x[i + 1], 1.0 / LINES);
        }
        for (int i = 0; i < canvas->width; i++)
            if (canvas->row[i] > 0.0f)
                put(canvas, stroke, i, row, (double)canvas->row[i]);
    }
}

static void draw_stroke(const struct canvas *canvas, const struct mask_stroke *stroke)
{
    if (!(stroke->width_px > 0.0)) {
        draw_polygon(canvas, stroke);
        return;
    }
    for (int i = 0; i < stroke->point_count; i++) // a single point is a disc
        if (i > 0 || stroke->point_count == 1)
            draw_segment(canvas, stroke, scaled(canvas, stroke->point[i > 0 ? i - 1 : 0]),
                         scaled(canvas, stroke->point[i]));
}

bool mask_paint(const struct mask_stroke *strokes, int count, enum mask_of of, uint8_t most, int photo_width,
                int photo_height, uint8_t *map, int width, int height, bool *is_full)
{
    struct canvas canvas = {.pixels = map,
                            .width = width,
                            .height = height,
                            .scale_x = (double)width / photo_width,
                            .scale_y = (double)height / photo_height,
                            .most = most};
    int drawn = 0;
    canvas.row = mem_try_array((size_t)width, sizeof(float));
    *is_full = !canvas.row;
    for (int i = 0; canvas.row && i < count; i++)
        if (strokes[i].of == (int)of) {
            draw_stroke(&canvas, &strokes[i]);
            drawn++;
        }
    mem_free(canvas.row);
    return drawn > 0;
}

uint8_t *mask_draw(const struct mask_stroke *strokes, int count, int photo_width, int photo_height, int width,
                   int height)
{
    uint8_t *map = mem_try_array((size_t)width * (size_t)height, 1);
    bool is_full = !map;
    if (map)
        mask_paint(strokes, count, MASK_AWAY, 255, photo_width, photo_height, map, width, height, &is_full);
    if (!is_full)
        return map;
    mem_free(map);
    return NULL;
}
