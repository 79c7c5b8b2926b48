#include "image/photo_make.h"

#include "base/mem.h"
#include "image/decode.h"
#include "image/icc.h"
#include "image/orient.h"

#include <stdio.h>
#include <string.h>

struct format {
    const char *name;
    size_t at;
    const char *magic;
    size_t magic_bytes;
    bool (*decode)(const struct bytes *file, struct decoded *out, struct err *err);
};

// By content, never by suffix. Those without a decoder are here to be named in the refusal.
static const struct format FORMATS[] = {
    {"JPEG", 0, "\xff\xd8\xff", 3, decode_jpeg},
    {"PNG", 0, "\x89PNG\r\n\x1a\n", 8, decode_png},
    {"WebP", 8, "WEBP", 4, decode_webp},
    {"HEIC", 4, "ftyphei", 7, decode_heif},
    {"HEIC", 4, "ftyphev", 7, decode_heif},
    {"HEIC", 4, "ftypmif1", 8, decode_heif},
    {"HEIC", 4, "ftypmsf1", 8, decode_heif},
    {"AVIF", 4, "ftypavi", 7, NULL},
    {"films", 4, "ftyp", 4, NULL},
    {"GIF", 0, "GIF8", 4, NULL},
    {"TIFF or raw", 0, "II*\0", 4, NULL},
    {"TIFF or raw", 0, "MM\0*", 4, NULL},
    {"BMP", 0, "BM", 2, NULL},
    {"PDF", 0, "%PDF", 4, NULL},
    {"JPEG XL", 0, "\xff\x0a", 2, NULL},
};

static const struct format *recognise(const struct bytes *file)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        const struct format *f = &FORMATS[i];
        if (file->size >= f->at + f->magic_bytes && memcmp(file->data + f->at, f->magic, f->magic_bytes) == 0)
            return f;
    }
    return NULL;
}

static bool decode(const struct bytes *file, const struct format **format, struct decoded *out, struct err *err)
{
    if (file->size == 0)
        return err_set(err, ERR_INPUT, "the file is empty; fetch the photo again");
    *format = recognise(file);
    if (!*format)
        return err_set(err, ERR_INPUT, "not a photo that Stipple reads; give a JPEG, PNG, WebP or HEIC");
    if (!(*format)->decode)
        return err_set(err, ERR_INPUT, "Stipple does not read %s; save the photo as JPEG or PNG", (*format)->name);
    return (*format)->decode(file, out, err);
}

#define WORDS(text) text // tools/words collects it, and what warn() is given

static void warn(struct photo *photo, const char *text)
{
    size_t used = strlen(photo->warning);
    snprintf(photo->warning + used, sizeof photo->warning - used, "%s%s", used ? "; " : "", text);
}

// Without a profile: each ink takes its share of the light away.
static void convert_plain_cmyk(struct image *image, bool is_inverted)
{
    unsigned flip = is_inverted ? 0 : 255;
    for (int y = 0; y < image->height_px; y++) {
        uint8_t *p = image_row(image, y);
        for (int x = 0; x < image->width_px; x++, p += 4) {
            unsigned k = p[3] ^ flip;
            for (int i = 0; i < 3; i++)
                p[i] = (uint8_t)(((p[i] ^ flip) * k + 127) / 255);
            p[3] = 255;
        }
    }
}

static void settle_colour(struct photo *photo, const struct decoded *d)
{
    bool is_cmyk = d->channels == CHANNELS_CMYK || d->channels == CHANNELS_CMYK_INVERTED;
    photo->space = colour_srgb();
    bool is_bad = d->is_icc_damaged;
    if (d->icc && d->channels == CHANNELS_RGB && colour_read_icc(d->icc, d->icc_size, &photo->space))
        return;
    photo->space = d->has_space && d->channels == CHANNELS_RGB && !d->icc ? d->space : colour_srgb();
    if (d->is_hdr && !d->icc)
        warn(photo, "it is made for brighter screens (HDR) and looks paler here; save it without HDR");
    if (d->icc && icc_convert_to_srgb(d->icc, d->icc_size, d->channels, d->image)) {
        warn(photo, "its colour profile is of a kind that was converted to sRGB");
        return;
    }
    is_bad |= d->icc != NULL;
    if (is_cmyk) {
        convert_plain_cmyk(d->image, d->channels == CHANNELS_CMYK_INVERTED);
        warn(photo, "it is in printing inks (CMYK); colours were converted to sRGB by rule of thumb");
    } else if (is_bad) {
        warn(photo, "its colour profile is damaged and was ignored; sRGB is assumed");
    }
}

static double lay_on_white(const struct transfer *curve, double encoded, double alpha)
{
    return colour_encode(curve, colour_decode(curve, encoded) * alpha + 1.0 - alpha);
}

static void flatten_row_8(uint8_t *p, int width, const float *decode_table, const struct encode_table_8 *encode_table)
{
    for (int x = 0; x < width; x++, p += 4) {
        if (p[3] == 255)
            continue;
        float alpha = (float)p[3] / 255.0f;
        for (int i = 0; i < 3; i++)
            p[i] = colour_encode_8(encode_table, decode_table[p[i]] * alpha + (1.0f - alpha));
        p[3] = 255;
    }
}

static void flatten_row_16(uint16_t *p, int width, const struct transfer *curve)
{
    for (int x = 0; x < width; x++, p += 4) {
        if (p[3] == 65535)
            continue;
        for (int i = 0; i < 3; i++)
            p[i] = (uint16_t)(lay_on_white(curve, p[i] / 65535.0, p[3] / 65535.0) * 65535.0 + 0.5);
        p[3] = 65535;
    }
}

// Alpha on white, in linear light.
static void flatten(struct image *image, const struct colour_space *space)
{
    float decode_table[256];
    struct encode_table_8 encode_table;
    colour_fill_decode_8(space, decode_table);
    colour_fill_encode_8(space, &encode_table);
    for (int y = 0; y < image->height_px; y++) {
        if (image->format == PIXELS_RGBA16)
            flatten_row_16(image_row16(image, y), image->width_px, &space->curve);
        else
            flatten_row_8(image_row(image, y), image->width_px, decode_table, &encode_table);
    }
}

const char photo_scaled_format[] = WORDS("it is very large and was read at %d/8 of its size, %d x %d pixels");

static void warn_scaled(struct photo *photo, int eighths)
{
    char text[96];
    snprintf(text, sizeof text, photo_scaled_format, eighths, photo->stored_width_px, photo->stored_height_px);
    warn(photo, text);
}

// Takes what the decoder made.
static struct photo *make_photo(struct decoded *d, const struct format *format, struct err *err)
{
    struct photo *photo = mem_alloc(sizeof *photo);
    photo->format_name = format->name;
    photo->stored_width_px = d->width_px;
    photo->stored_height_px = d->height_px;
    photo->orientation = d->exif.orientation;
    photo->focal_35mm = d->exif.focal_35mm;
    photo->is_damaged = d->is_damaged;
    if (d->is_damaged)
        warn(photo, "the file is damaged or cut off; part of the picture may be wrong");
    if (d->eighths < 8)
        warn_scaled(photo, d->eighths);
    settle_colour(photo, d);
    if (d->has_alpha)
        flatten(d->image, &photo->space);
    if (d->rows_fd >= 0) {
        decoded_send(d);
        return photo;
    }
    photo->image = image_turn_upright(d->image, d->exif.orientation, err);
    d->image = NULL;
    if (photo->image)
        return photo;
    photo_free(photo);
    return NULL;
}

bool photo_is_heif(const struct bytes *file)
{
    const struct format *format = recognise(file);
    return format && format->decode == decode_heif;
}

struct photo *photo_make(const struct bytes *file, int rows_fd, struct err *err)
{
    const struct format *format = NULL;
    struct decoded decoded = {.rows_fd = rows_fd, .file_bytes = file->size};
    struct photo *photo = decode(file, &format, &decoded, err) ? make_photo(&decoded, format, err) : NULL;
    decoded_finish(&decoded);
    return photo;
}

const char *photo_format_name(int index)
{
    int count = sizeof FORMATS / sizeof *FORMATS;
    return index >= 0 && index < count ? FORMATS[index].name : NULL;
}

int photo_format_index(const char *name)
{
    for (int i = 0; photo_format_name(i); i++)
        if (strcmp(photo_format_name(i), name) == 0)
            return i;
    return -1;
}
