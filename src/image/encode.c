#include "image/encode.h"

#include "base/check.h"
#include "base/mem.h"
#include "image/encoders.h"

#include <string.h>
#include <strings.h>

enum { DEFAULT_QUALITY = 92 };

bool picture_format_of(const char *path, enum picture_format *out)
{
    static const struct {
        const char *suffix;
        enum picture_format format;
    } KNOWN[] = {{".png", PICTURE_PNG},   {".jpg", PICTURE_JPEG}, {".jpeg", PICTURE_JPEG},
                 {".webp", PICTURE_WEBP}, {".tif", PICTURE_TIFF}, {".tiff", PICTURE_TIFF}};
    const char *suffix = file_suffix(path);
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (strcasecmp(suffix, KNOWN[i].suffix) == 0) {
            *out = KNOWN[i].format;
            return true;
        }
    }
    return false;
}

bool encode_picture(const struct encode_request *request, struct bytes *out, struct err *err)
{
    static bool (*const ENCODERS[])(const struct encode_job *, struct bytes *, struct err *) = {
        [PICTURE_PNG] = encode_png,
        [PICTURE_JPEG] = encode_jpeg,
        [PICTURE_WEBP] = encode_webp,
        [PICTURE_TIFF] = encode_tiff,
    };
    ASSERT(request->quality >= 0 && request->quality <= 100);
    *out = (struct bytes){NULL, 0};
    struct encode_job job = {.image = request->image, .is_quick = request->is_quick};
    job.quality = request->quality ? request->quality : DEFAULT_QUALITY;
    job.caption = request->caption ? request->caption : "";
    uint8_t *icc = colour_make_icc(request->space, &job.icc_size);
    job.icc = icc;
    bool ok = ENCODERS[request->format](&job, out, err);
    mem_free(icc);
    return ok;
}
