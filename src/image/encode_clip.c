#include "image/encode_clip.h"

#include "base/check.h"
#include "base/mem.h"

#include <string.h>

#include <webp/encode.h>
#include <webp/mux.h>

enum { QUALITY = 82, EFFORT = 2 };

struct clip_encoder {
    WebPAnimEncoder *webp;
    WebPConfig config;
    struct colour_space space;
    int width_px, height_px, time_ms;
};

struct clip_encoder *clip_encoder_create(int width_px, int height_px, const struct colour_space *space, struct err *err)
{
    if (width_px > WEBP_MAX_DIMENSION || height_px > WEBP_MAX_DIMENSION) {
        err_set(err, ERR_INPUT, "WebP takes at most %d pixels a side", WEBP_MAX_DIMENSION);
        return NULL;
    }
    struct clip_encoder *encoder = mem_alloc(sizeof *encoder);
    *encoder = (struct clip_encoder){.space = *space, .width_px = width_px, .height_px = height_px};
    WebPAnimEncoderOptions options = {0};
    bool is_known = WebPAnimEncoderOptionsInit(&options) && WebPConfigInit(&encoder->config);
    // Every picture whole: what changes little from one to the next would be taken for the same and stay.
    options.kmax = 1;
    encoder->config.quality = QUALITY;
    encoder->config.method = EFFORT;
    encoder->webp = is_known ? WebPAnimEncoderNew(width_px, height_px, &options) : NULL;
    if (encoder->webp)
        return encoder;
    clip_encoder_destroy(encoder);
    err_set(err, ERR_MACHINE, "no memory for the clip");
    return NULL;
}

void clip_encoder_destroy(struct clip_encoder *encoder)
{
    if (!encoder)
        return;
    WebPAnimEncoderDelete(encoder->webp);
    mem_free(encoder);
}

bool clip_encoder_add(struct clip_encoder *encoder, const struct image *image, int duration_ms, struct err *err)
{
    ASSERT(image->format == PIXELS_RGBA8 && image->width_px == encoder->width_px &&
           image->height_px == encoder->height_px);
    WebPPicture picture;
    bool is_added = WebPPictureInit(&picture);
    picture.width = image->width_px;
    picture.height = image->height_px;
    picture.use_argb = 1;
    is_added = is_added && WebPPictureImportRGBX(&picture, image->data, (int)image->pitch_bytes) &&
               WebPAnimEncoderAdd(encoder->webp, &picture, encoder->time_ms, &encoder->config);
    WebPPictureFree(&picture);
    encoder->time_ms += duration_ms;
    return is_added || err_set(err, ERR_MACHINE, "no memory for the clip");
}

// The encoder knows no profiles: its file is opened again to put ours in.
static bool add_profile(const struct clip_encoder *encoder, const WebPData *simple, struct bytes *out)
{
    size_t size;
    uint8_t *icc = colour_make_icc(&encoder->space, &size);
    WebPMux *mux = WebPMuxCreate(simple, 0);
    WebPData profile = {icc, size}, whole = {NULL, 0};
    bool is_done =
        mux && WebPMuxSetChunk(mux, "ICCP", &profile, 1) == WEBP_MUX_OK && WebPMuxAssemble(mux, &whole) == WEBP_MUX_OK;
    out->data = is_done ? mem_try_array_raw(whole.size, 1) : NULL;
    out->size = whole.size;
    if (out->data)
        memcpy(out->data, whole.bytes, whole.size);
    WebPDataClear(&whole);
    WebPMuxDelete(mux);
    mem_free(icc);
    return out->data != NULL;
}

bool clip_encoder_finish(struct clip_encoder *encoder, struct bytes *out, struct err *err)
{
    WebPData simple;
    WebPDataInit(&simple);
    bool is_done = WebPAnimEncoderAdd(encoder->webp, NULL, encoder->time_ms, NULL) &&
                   WebPAnimEncoderAssemble(encoder->webp, &simple) && add_profile(encoder, &simple, out);
    WebPDataClear(&simple);
    return is_done || err_set(err, ERR_MACHINE, "no memory for the clip");
}
