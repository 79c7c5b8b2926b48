#include "output/dots_table.h"

#include "base/mathd.h"
#include "base/mem.h"

#include <stdio.h>
#include <string.h>

enum { ROW_BYTES = 768 };

struct text {
    char *data;
    size_t used, room;
};

static void add(struct text *text, const char *row)
{
    size_t length = strlen(row);
    if (text->used + length > text->room) {
        size_t room = 2 * (text->used + length) + 65536;
        text->data = mem_grow(text->data, text->used, room);
        text->room = room;
    }
    memcpy(text->data + text->used, row, length);
    text->used += length;
}

struct ellipse {
    double major_px, minor_px, angle_deg;
};

// The dot on the picture: Jacobian x (circle stretched along the smear), by its singular values.
static struct ellipse ellipse_of(const struct splat *splat)
{
    double a = (double)splat->smear_a_mm, b = (double)splat->smear_b_mm, r = (double)splat->radius_mm;
    double smear = sqrt(a * a + b * b), ca = smear > 0.0 ? a / smear : 1.0, cb = smear > 0.0 ? b / smear : 0.0;
    double saa = r + smear * ca * ca, sab = smear * ca * cb, sbb = r + smear * cb * cb;
    double xx = (double)splat->jxx * saa + (double)splat->jxy * sab;
    double xy = (double)splat->jxx * sab + (double)splat->jxy * sbb;
    double yx = (double)splat->jyx * saa + (double)splat->jyy * sab;
    double yy = (double)splat->jyx * sab + (double)splat->jyy * sbb;
    double p = xx * xx + xy * xy, q = xx * yx + xy * yy, s = yx * yx + yy * yy; // E E^T
    double half = 0.5 * (p + s), root = sqrt(0.25 * (p - s) * (p - s) + q * q);
    double minor = half > root ? sqrt(half - root) : 0.0;
    double angle_rad = 0.5 * mathd_atan2(2.0 * q, p - s);
    return (struct ellipse){sqrt(half + root), minor, angle_rad * 180.0 / MATHD_PI};
}

static int session_of(const struct course *course, int event)
{
    int session = 0;
    for (int i = 0; i <= event && i < course->event_count; i++)
        session += course->event[i].kind == EVENT_SESSION;
    return session;
}

// Names hold neither quotes nor commas (case_validate), so they stand as they are.
static const char *const formats[2] = {
    "%lu,%lu,%d,%.4f,%.4f,%.4f,%.6f,%.6f,%.6f,%.4f,%.4f,%.4f,%.4f,%.2f,%.5f,%.5f,%.3f,%.3f,%.5f,%s,%s\n",
    "{\"id\": %lu, \"rank\": %lu, \"session\": %d, \"head_x\": %.4f, \"head_y\": %.4f, \"head_z\": %.4f, "
    "\"normal_x\": %.6f, \"normal_y\": %.6f, \"normal_z\": %.6f, \"x\": %.4f, \"y\": %.4f, "
    "\"semi_major_px\": %.4f, \"semi_minor_px\": %.4f, \"angle_deg\": %.2f, \"radius_mm\": %.5f, "
    "\"depth_mm\": %.5f, \"tilt_deg\": %.3f, \"azimuth_deg\": %.3f, \"tau\": %.5f, "
    "\"option\": \"%s\", \"zone\": \"%s\"}"};

static void write_row(char row[ROW_BYTES], const char *format, const struct case_ *case_, const struct option *option,
                      const struct dot *dot, const struct splat *splat)
{
    struct ellipse e = ellipse_of(splat);
    const struct option *with = case_->course.event[dot->event].done_with;
    const struct option *of = with ? with : option;
    const char *zone = dot->zone < of->zone_count ? of->zone[dot->zone].name : "";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(row, ROW_BYTES, format, 4 * (unsigned long)dot->place + dot->part, (unsigned long)dot->place,
             session_of(&case_->course, dot->event), dot->point_mm.x, dot->point_mm.y, dot->point_mm.z, dot->normal.x,
             dot->normal.y, dot->normal.z, (double)splat->x, (double)splat->y, e.major_px, e.minor_px, e.angle_deg,
             (double)dot->radius_mm, (double)dot->depth_mm, (double)dot->tilt_deg, (double)dot->azimuth_deg,
             (double)dot->tau, of->name, zone);
#pragma GCC diagnostic pop
}

struct bytes dots_table(const struct case_ *case_, const struct frame *frame, const struct composed *composed,
                        bool as_json)
{
    struct text text = {0};
    char row[ROW_BYTES];
    add(&text, as_json ? "["
                       : "id,rank,session,head_x,head_y,head_z,normal_x,normal_y,normal_z,x,y,semi_major_px,"
                         "semi_minor_px,angle_deg,radius_mm,depth_mm,tilt_deg,azimuth_deg,tau,option,zone\n");
    for (int i = 0; i < composed->dot_count; i++) {
        if (as_json)
            add(&text, i ? ",\n " : "\n ");
        write_row(row, formats[as_json], case_, case_->option[frame->option], &composed->dots[i],
                  &composed->scene.splats[i]);
        add(&text, row);
    }
    if (as_json)
        add(&text, "\n]\n");
    return (struct bytes){(uint8_t *)text.data, text.used};
}
