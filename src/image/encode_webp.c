#include "image/encoders.h"

#include "base/mem.h"

#include <string.h>

#include <webp/encode.h>

enum { LOSSLESS_EFFORT = 2, LOSSY_EFFORT = 4, QUICK_EFFORT = 1, RIFF_HEADER_BYTES = 12, CHUNK_HEADER_BYTES = 8 };
enum { VP8X_BYTES = 10, VP8X_HAS_ICC = 0x20 };

static void put_little(uint8_t *to, size_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

static uint8_t *put_chunk_header(uint8_t *to, const char name[4], size_t size)
{
    memcpy(to, name, 4);
    put_little(to + 4, size, 4);
    return to + CHUNK_HEADER_BYTES;
}

// The encoder gives a simple file; a profile asks for the extended one, which starts with VP8X.
static bool wrap(const struct encode_job *job, const WebPMemoryWriter *simple, struct bytes *out)
{
    size_t stream = simple->size - RIFF_HEADER_BYTES, padded_icc = job->icc_size + (job->icc_size & 1);
    size_t riff = 4 + CHUNK_HEADER_BYTES + VP8X_BYTES + CHUNK_HEADER_BYTES + padded_icc + stream;
    uint8_t *data = mem_try_array(riff + CHUNK_HEADER_BYTES, 1);
    if (!data)
        return false;
    uint8_t *at = put_chunk_header(data, "RIFF", riff);
    memcpy(at, "WEBP", 4);
    at = put_chunk_header(at + 4, "VP8X", VP8X_BYTES);
    at[0] = VP8X_HAS_ICC;
    put_little(at + 4, (size_t)job->image->width_px - 1, 3);
    put_little(at + 7, (size_t)job->image->height_px - 1, 3);
    at = put_chunk_header(at + VP8X_BYTES, "ICCP", job->icc_size);
    memcpy(at, job->icc, job->icc_size);
    memcpy(at + padded_icc, simple->mem + RIFF_HEADER_BYTES, stream);
    *out = (struct bytes){data, riff + CHUNK_HEADER_BYTES};
    return true;
}

static bool import(const struct encode_job *job, WebPPicture *picture)
{
    const struct image *image = job->image;
    picture->use_argb = 1;
    picture->width = image->width_px;
    picture->height = image->height_px;
    if (image->format == PIXELS_RGBA8)
        return WebPPictureImportRGBX(picture, image->data, (int)image->pitch_bytes);
    if (!WebPPictureAlloc(picture))
        return false;
    for (int y = 0; y < image->height_px; y++) {
        const uint16_t *from = image_row16(image, y);
        uint32_t *to = picture->argb + (ptrdiff_t)y * picture->argb_stride;
        for (int x = 0; x < image->width_px; x++, from += 4)
            to[x] = 0xff000000u | (uint32_t)encode_to_8(from[0]) << 16 | (uint32_t)encode_to_8(from[1]) << 8 |
                    encode_to_8(from[2]);
    }
    return true;
}

static bool set_effort(const struct encode_job *job, WebPConfig *config)
{
    if (!WebPConfigInit(config))
        return false;
    if (job->quality == 100)
        return WebPConfigLosslessPreset(config, LOSSLESS_EFFORT);
    config->quality = (float)job->quality;
    config->method = job->is_quick ? QUICK_EFFORT : LOSSY_EFFORT;
    config->use_sharp_yuv = !job->is_quick; // it has half-size colour only: at least keep edges where they are
    return true;
}

bool encode_webp(const struct encode_job *job, struct bytes *out, struct err *err)
{
    if (job->image->width_px > WEBP_MAX_DIMENSION || job->image->height_px > WEBP_MAX_DIMENSION)
        return err_set(err, ERR_INPUT, "WebP takes at most %d pixels a side; use PNG or JPEG", WEBP_MAX_DIMENSION);
    WebPConfig config;
    WebPPicture picture;
    WebPMemoryWriter writer;
    if (!set_effort(job, &config) || !WebPPictureInit(&picture))
        return err_set(err, ERR_MACHINE, "the WebP library has another version");
    WebPMemoryWriterInit(&writer);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
    bool ok = import(job, &picture) && WebPEncode(&config, &picture) && wrap(job, &writer, out);
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&writer);
    return ok || err_set(err, ERR_MACHINE, "no memory for the WebP");
}
