#include "image/colour.h"

#include "base/mem.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// By hand, so that every byte is ours.
//
// Version 4, because only there a curve is its formula (`para`, 1.5e-5 of rounding) instead of a
// sampled table; it is what phones write, and colour-managed programs have read it since 2005.
// Date and ID are fixed. No `chad`: the space does not say which white it was adapted from, and
// only absolute rendering, which no photo viewer uses, would ask.

enum { HEADER_BYTES = 128, TAG_COUNT = 9, TEXT_MOST = 64 };

struct writer {
    uint8_t bytes[1024];
    size_t used;
};

static void put32(struct writer *w, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        w->bytes[w->used++] = (uint8_t)(value >> shift);
}

static void put_name(struct writer *w, const char name[4])
{
    memcpy(w->bytes + w->used, name, 4);
    w->used += 4;
}

static void put_fixed(struct writer *w, double value) // s15Fixed16
{
    put32(w, (uint32_t)(int32_t)floor(value * 65536.0 + 0.5));
}

static void put_xyz(struct writer *w, double x, double y, double z)
{
    put_name(w, "XYZ ");
    put32(w, 0);
    put_fixed(w, x);
    put_fixed(w, y);
    put_fixed(w, z);
}

static void put_text(struct writer *w, const char *ascii) // one record, en-US, UTF-16
{
    size_t length = strlen(ascii);
    put_name(w, "mluc");
    put32(w, 0);
    put32(w, 1);
    put32(w, 12);
    put_name(w, "enUS");
    put32(w, (uint32_t)(2 * length));
    put32(w, 28);
    for (size_t i = 0; i < length; i++) {
        w->bytes[w->used++] = 0;
        w->bytes[w->used++] = (uint8_t)ascii[i];
    }
    w->used = (w->used + 3) & ~(size_t)3;
}

static void put_curve(struct writer *w, const struct transfer *t)
{
    bool is_short = fabs(t->e) < 1e-9 && fabs(t->f) < 1e-9; // type 3: more readers know it
    put_name(w, "para");
    put32(w, 0);
    put32(w, is_short ? 3u << 16 : 4u << 16);
    double values[7] = {t->g, t->a, t->b, t->c, t->d, t->e, t->f};
    for (int i = 0; i < (is_short ? 5 : 7); i++)
        put_fixed(w, values[i]);
}

static void put_header(struct writer *w)
{
    w->used = 8; // size: at the end; no preferred module
    put32(w, 0x04300000);
    put_name(w, "mntr");
    put_name(w, "RGB ");
    put_name(w, "XYZ ");
    put32(w, 2024u << 16 | 1); // 1 January 2024, 00:00:00
    put32(w, 1u << 16);
    put32(w, 0);
    put_name(w, "acsp");
    w->used = 64; // platform, flags, device, attributes: none; perceptual
    put32(w, 0);
    put_fixed(w, 0.9642); // D50
    put_fixed(w, 1.0);
    put_fixed(w, 0.8249);
    w->used = HEADER_BYTES;
}

// One tag: its line in the table, then its data where the last one ended.
static size_t begin_tag(struct writer *w, size_t *line, const char name[4])
{
    size_t data = w->used;
    w->used = *line;
    put_name(w, name);
    put32(w, (uint32_t)data);
    w->used = data;
    return data;
}

static void end_tag(struct writer *w, size_t *line, size_t data)
{
    size_t end = w->used;
    w->used = *line + 8;
    put32(w, (uint32_t)(end - data));
    w->used = end;
    *line += 12;
}

uint8_t *colour_make_icc(const struct colour_space *space, size_t *size)
{
    static const char COLUMNS[3][5] = {"rXYZ", "gXYZ", "bXYZ"}, CURVES[3][5] = {"rTRC", "gTRC", "bTRC"};
    struct writer w = {.used = 0};
    char name[TEXT_MOST];
    const double *m = space->to_xyz_d50;
    snprintf(name, sizeof name, "Stipple %s", space->name);
    put_header(&w);
    put32(&w, TAG_COUNT);
    size_t line = w.used, at;
    w.used += 12 * TAG_COUNT;
    at = begin_tag(&w, &line, "desc");
    put_text(&w, name);
    end_tag(&w, &line, at);
    at = begin_tag(&w, &line, "cprt");
    put_text(&w, "Public domain");
    end_tag(&w, &line, at);
    at = begin_tag(&w, &line, "wtpt");
    put_xyz(&w, 0.9642, 1.0, 0.8249);
    end_tag(&w, &line, at);
    for (int i = 0; i < 3; i++) {
        at = begin_tag(&w, &line, COLUMNS[i]);
        put_xyz(&w, m[i], m[3 + i], m[6 + i]);
        end_tag(&w, &line, at);
    }
    size_t curve = w.used;
    put_curve(&w, &space->curve);
    size_t end = w.used;
    for (int i = 0; i < 3; i++) { // all three share one
        w.used = curve;
        at = begin_tag(&w, &line, CURVES[i]);
        w.used = end;
        end_tag(&w, &line, at);
    }
    *size = w.used;
    w.used = 0;
    put32(&w, (uint32_t)*size);
    return memcpy(mem_alloc(*size), w.bytes, *size);
}
