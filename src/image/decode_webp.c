#include "image/decode.h"

#include <string.h>

#include <webp/decode.h>

enum { RIFF_HEADER_BYTES = 12, CHUNK_HEADER_BYTES = 8, LOSSLESS = 2 }; // LOSSLESS: WebPBitstreamFeatures.format

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

// The container is a row of chunks; the decoder itself passes over those two.
static void read_metadata(const struct bytes *file, struct decoded *out)
{
    const uint8_t *at = file->data + RIFF_HEADER_BYTES;
    size_t said = (size_t)get32(file->data + 4) + CHUNK_HEADER_BYTES, left = file->size - RIFF_HEADER_BYTES;
    if (said >= RIFF_HEADER_BYTES && said < file->size)
        left = said - RIFF_HEADER_BYTES; // what follows is not the picture's
    while (left >= CHUNK_HEADER_BYTES) {
        size_t size = get32(at + 4), padded = size + (size & 1);
        left -= CHUNK_HEADER_BYTES;
        if (size > left)
            break;
        if (memcmp(at, "ICCP", 4) == 0 && !out->icc)
            decoded_set_icc(out, at + CHUNK_HEADER_BYTES, size);
        if (memcmp(at, "EXIF", 4) == 0)
            out->exif = exif_read(at + CHUNK_HEADER_BYTES, size);
        if (padded >= left)
            return;
        at += CHUNK_HEADER_BYTES + padded;
        left -= padded;
    }
    out->is_damaged = true; // a chunk was announced that is not all there
}

static bool decode_pixels(const struct bytes *file, struct decoded *out, struct err *err)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config))
        return err_set(err, ERR_MACHINE, "the WebP library has another version");
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = out->image->data;
    config.output.u.RGBA.stride = (int)out->image->pitch_bytes;
    config.output.u.RGBA.size = out->image->pitch_bytes * (size_t)out->image->height_px;
    config.options.use_scaling = out->eighths < 8;
    config.options.scaled_width = out->image->width_px;
    config.options.scaled_height = out->image->height_px;
    VP8StatusCode status = WebPDecode(file->data, file->size, &config);
    WebPFreeDecBuffer(&config.output);
    if (status == VP8_STATUS_OUT_OF_MEMORY)
        return err_set(err, ERR_MACHINE, "no memory for the WebP");
    return status == VP8_STATUS_OK || err_set(err, ERR_INPUT, "the WebP is damaged or cut off; fetch the photo again");
}

static bool decode(const struct bytes *file, struct decoded *out, struct err *err)
{
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(file->data, file->size, &features) != VP8_STATUS_OK)
        return err_set(err, ERR_INPUT, "the WebP is damaged or cut off; fetch the photo again");
    if (features.has_animation)
        return err_set(err, ERR_INPUT, "the WebP is a clip; give a still picture");
    if (!decode_check_size((uint64_t)features.width, (uint64_t)features.height, err))
        return false;
    read_metadata(file, out);
    out->has_alpha = features.has_alpha;
    uint64_t width = (uint64_t)features.width, height = (uint64_t)features.height;
    decoded_choose_scale(out, width, height);
    decoded_allow_time(out, width, height);
    bool is_lossless = features.format == LOSSLESS;
    if (out->eighths < 8 && is_lossless) // the library takes it in whole
        return err_set(err, ERR_INPUT, "the WebP is lossless and too large (%d x %d pixels); make it smaller first",
                       features.width, features.height);
    return decoded_create_image(out, decoded_side(out, width), decoded_side(out, height), PIXELS_RGBA8,
                                is_lossless          ? 4 * width * height
                                : features.has_alpha ? width * height
                                                     : 0,
                                err) &&
           decode_pixels(file, out, err);
}

bool decode_webp(const struct bytes *file, struct decoded *out, struct err *err)
{
    decoded_start(out);
    bool ok = decode(file, out, err);
    if (!ok)
        decoded_finish(out);
    return ok;
}
