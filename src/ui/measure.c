#include "ui/measure.h"

#include "base/clock.h"
#include "base/mem.h"
#include "ui/canvas.h"
#include "ui/script_events.h"

#include <epoxy/gl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_STEPS = 400, MOST_STEP_MS = 5000, LABEL_BYTES = 48, WORD_BYTES = 512 };
#define FRAME_WAIT_S 0.015

enum kind { KIND_NONE, KIND_SLIDE, KIND_DRAG, KIND_KEYS, KIND_DROP, KIND_PAN, KIND_ZOOM, KIND_IDLE };
enum phase { PHASE_SETTLE, PHASE_STEPS };

struct measure {
    enum kind kind;
    enum phase phase;
    char label[LABEL_BYTES], word[2][WORD_BYTES]; // slider or file or keys
    double from[2], to[2];                        // points of the window
    int count, done, taken;                       // steps; taken: those that changed the picture
    double since_ms, cpu_since_ms, idle_s;
    struct preview_request before; // what the canvas had asked for before the step
    double step_ms[MOST_STEPS], cpu_ms[MOST_STEPS];
    double first_picture_s; // since the start of the process; 0: none yet
};

// Field `index` (from 1, proc(5)) of /proc/self/stat; what stands in brackets holds no field.
static double stat_field(int index)
{
    char text[1024] = "";
    FILE *file = fopen("/proc/self/stat", "r");
    size_t got = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    text[got] = 0;
    char *at = strrchr(text, ')');
    for (int i = 2; at && i < index; i++)
        at = strchr(at + 1, ' ');
    return at ? strtod(at + 1, NULL) : 0.0;
}

static double process_age_s(void)
{
    enum { START_FIELD = 22 };
    return 1e-3 * clock_ms(CLOCK_BOOTTIME) - stat_field(START_FIELD) / (double)sysconf(_SC_CLK_TCK);
}

static double peak_memory_mb(void)
{
    char line[256];
    double kb = 0.0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kb = strtod(line + 6, NULL);
    if (file)
        fclose(file);
    return kb / 1024.0;
}

struct measure *measure_create(void)
{
    return mem_alloc(sizeof(struct measure));
}

void measure_destroy(struct measure *m)
{
    mem_free(m);
}

bool measure_is_on(const struct measure *m)
{
    return m->kind != KIND_NONE;
}

double measure_wait_s(const struct measure *m)
{
    if (m->kind == KIND_IDLE && m->phase == PHASE_STEPS)
        return fmax(1e-3 * (m->since_ms - clock_ms(CLOCK_MONOTONIC)) + m->idle_s, 0.001);
    return FRAME_WAIT_S;
}

// ---- results ----

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_steps(struct measure *m)
{
    int n = m->taken;
    qsort(m->step_ms, (size_t)n, sizeof(double), compare);
    qsort(m->cpu_ms, (size_t)n, sizeof(double), compare);
    printf("%s %.2f %.2f %.2f %d %.2f\n", m->label, m->step_ms[n / 2], m->step_ms[n / 10], m->step_ms[n - 1 - n / 10],
           n, m->cpu_ms[n / 2]);
    fflush(stdout);
}

static void print_one(const struct measure *m, double value)
{
    printf("%s %.2f %.2f %.2f 1 0\n", m->label, value, value, value);
    fflush(stdout);
}

// ---- beginning ----

static bool find_slider(struct measure *m, const struct workspace *w, double from_percent, double to_percent,
                        struct err *err)
{
    SDL_FRect box;
    if (!toolkit_where(w->toolkit, m->word[0], &box))
        return err_set(err, ERR_USAGE, "there is no slider %s on this screen", m->word[0]);
    m->from[0] = (double)box.x + (double)box.w * 0.01 * from_percent;
    m->to[0] = (double)box.x + (double)box.w * 0.01 * to_percent;
    m->from[1] = m->to[1] = (double)box.y + 0.72 * (double)box.h;
    return true;
}

// From pixels of the photo to points of the window.
static void find_on_canvas(struct measure *m, const struct workspace *w, const double px[4])
{
    double scale = toolkit_scale(w->toolkit);
    for (int i = 0; i < 2; i++) {
        struct pt_view at = viewport_to_view(&w->viewport, (struct pt_px){px[2 * i], px[2 * i + 1]});
        double *point = i ? m->to : m->from;
        point[0] = at.x / scale;
        point[1] = at.y / scale;
    }
}

static bool read_kind(struct measure *m, const char *kind, const char *rest, const struct workspace *w, struct err *err)
{
    double n[4] = {0.0};
    m->count = 1;
    if (strcmp(kind, "slide") == 0 && sscanf(rest, "%500s %lf %lf %d", m->word[0], &n[0], &n[1], &m->count) == 4) {
        m->kind = KIND_SLIDE;
        return find_slider(m, w, n[0], n[1], err);
    }
    if ((strcmp(kind, "drag") == 0 || strcmp(kind, "pan") == 0) &&
        sscanf(rest, "%lf %lf %lf %lf %d", &n[0], &n[1], &n[2], &n[3], &m->count) == 5)
        m->kind = kind[0] == 'd' ? KIND_DRAG : KIND_PAN;
    else if (strcmp(kind, "zoom") == 0 && sscanf(rest, "%lf %lf %d", &n[0], &n[1], &m->count) == 3)
        m->kind = KIND_ZOOM;
    else if (strcmp(kind, "keys") == 0 && sscanf(rest, "%d %500s %500s", &m->count, m->word[0], m->word[1]) == 3)
        m->kind = KIND_KEYS;
    else if (strcmp(kind, "drop") == 0 && (*m->word[1] = 0, sscanf(rest, "%500s %500s", m->word[0], m->word[1]) >= 1))
        m->kind = KIND_DROP;
    else if (strcmp(kind, "idle") == 0 && sscanf(rest, "%lf", &m->idle_s) == 1)
        m->kind = KIND_IDLE;
    else
        return err_set(err, ERR_USAGE, "unknown measurement: %s %s", kind, rest);
    find_on_canvas(m, w, n);
    return m->count >= 1 && m->count <= MOST_STEPS ? true : err_set(err, ERR_USAGE, "1 to %d steps", MOST_STEPS);
}

bool measure_begin(struct measure *m, char *words, struct workspace *w, struct err *err)
{
    char kind[16] = "";
    int used = 0;
    if (sscanf(words, "%47s %15s %n", m->label, kind, &used) < 2)
        return err_set(err, ERR_USAGE, "measure needs a label and what");
    m->done = m->taken = 0;
    m->phase = PHASE_SETTLE;
    if (strcmp(kind, "start") == 0)
        print_one(m, 1e3 * m->first_picture_s);
    else if (strcmp(kind, "memory") == 0)
        print_one(m, peak_memory_mb());
    else if (strcmp(kind, "renderer") == 0)
        printf("%s %s\n", m->label, w->renderer);
    else if (!read_kind(m, kind, words + used, w, err)) {
        m->kind = KIND_NONE;
        return false;
    }
    if (m->kind == KIND_SLIDE || m->kind == KIND_DRAG || m->kind == KIND_PAN) {
        push_motion((int)m->from[0], (int)m->from[1]);
        push_button(SDL_MOUSEBUTTONDOWN, (int)m->from[0], (int)m->from[1]);
    } else if (m->kind == KIND_ZOOM) {
        push_motion((int)m->from[0], (int)m->from[1]);
    }
    return true;
}

// ---- steps ----

// There and back in equal steps.
static double place_of(const struct measure *m, int axis)
{
    int half = (m->count + 1) / 2, at = m->done + 1;
    double share = at <= half ? (double)at / half : (double)(m->count - at) / (m->count - half);
    return m->from[axis] + (m->to[axis] - m->from[axis]) * share;
}

static void push_step(struct measure *m, const struct workspace *w)
{
    m->before = w->pane[0].asked;
    m->since_ms = clock_ms(CLOCK_MONOTONIC);
    m->cpu_since_ms = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    switch (m->kind) {
    case KIND_KEYS:
        push_key(m->word[m->done % 2]);
        break;
    case KIND_DROP:
        push_drop(m->word[0]);
        break;
    case KIND_ZOOM:
        push_wheel(m->done < m->count / 2 ? 1 : -1, "");
        break;
    case KIND_IDLE:
        break;
    default:
        push_motion((int)lround(place_of(m, 0)), (int)lround(place_of(m, 1)));
    }
}

// A photo that is dropped is asked about.
static void answer(struct measure *m, const struct workspace *w)
{
    SDL_FRect box;
    if (m->kind != KIND_DROP || !*m->word[1] || !toolkit_where(w->toolkit, m->word[1], &box))
        return;
    int x = (int)(box.x + 0.5f * box.w), y = (int)(box.y + 0.5f * box.h);
    push_drag(x, y, x, y);
    m->word[1][0] = 0;
}

static bool step_is_done(const struct measure *m, const struct workspace *w)
{
    if (m->kind == KIND_PAN || m->kind == KIND_ZOOM)
        return true;
    if (m->kind == KIND_IDLE)
        return clock_ms(CLOCK_MONOTONIC) - m->since_ms >= 1e3 * m->idle_s;
    return memcmp(&m->before, &w->pane[0].asked, sizeof m->before) != 0 && canvas_is_current(w);
}

// A slider's step may be finer than its values.
static bool changed_nothing(const struct measure *m, const struct workspace *w)
{
    bool is_drag = m->kind == KIND_SLIDE || m->kind == KIND_DRAG;
    return is_drag && !toolkit_wants_frame(w->toolkit) && memcmp(&m->before, &w->pane[0].asked, sizeof m->before) == 0;
}

static bool is_settled(const struct measure *m, const struct workspace *w)
{
    bool is_quiet = m->kind != KIND_IDLE && m->kind != KIND_DROP;
    for (int i = 0; i < PREVIEW_MOST_SLOTS && !is_quiet; i++)
        if (preview_is_busy(w->preview, i))
            return false;
    return canvas_is_current(w) && !toolkit_wants_frame(w->toolkit);
}

static void finish(struct measure *m)
{
    if (m->kind == KIND_IDLE)
        print_one(m, 100.0 * m->cpu_ms[0] / m->step_ms[0]);
    else
        print_steps(m);
    if (m->kind == KIND_SLIDE || m->kind == KIND_DRAG || m->kind == KIND_PAN)
        push_button(SDL_MOUSEBUTTONUP, (int)lround(place_of(m, 0)), (int)lround(place_of(m, 1)));
    m->kind = KIND_NONE;
}

static void take_time(struct measure *m)
{
    m->step_ms[m->taken] = clock_ms(CLOCK_MONOTONIC) - m->since_ms;
    m->cpu_ms[m->taken] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - m->cpu_since_ms;
    m->taken++;
}

enum measure_state measure_frame(struct measure *m, struct workspace *w, struct err *err)
{
    if (m->first_picture_s == 0.0 && canvas_is_current(w))
        m->first_picture_s = process_age_s();
    if (m->kind == KIND_NONE)
        return MEASURE_OFF;
    if (m->kind != KIND_IDLE)
        glFinish(); // the driver may still be at it
    if (m->phase == PHASE_SETTLE && !is_settled(m, w))
        return MEASURE_ON;
    if (m->phase == PHASE_STEPS) {
        answer(m, w);
        bool is_done = step_is_done(m, w),
             is_late = clock_ms(CLOCK_MONOTONIC) - m->since_ms > MOST_STEP_MS + 1e3 * m->idle_s;
        if (!is_done && !is_late && !changed_nothing(m, w))
            return MEASURE_ON;
        m->done++;
        if (is_done)
            take_time(m);
        if (is_late || (m->done == m->count && m->taken == 0)) {
            m->kind = KIND_NONE;
            err_set(err, ERR_INPUT, "%s: step %d brings no new picture", m->label, m->done);
            return MEASURE_FAILED;
        }
    }
    m->phase = PHASE_STEPS;
    if (m->done < m->count)
        push_step(m, w);
    else
        finish(m);
    return m->kind == KIND_NONE ? MEASURE_OFF : MEASURE_ON;
}
