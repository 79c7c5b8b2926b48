#include "heic_make.h"

#include "testing.h"

#include "base/mem.h"

#include <string.h>

#include <libheif/heif.h>

static void check(struct heif_error error)
{
    if (error.code != heif_error_Ok)
        fail_msg("libheif: %s", error.message);
}

static struct heif_error keep(struct heif_context *context, const void *data, size_t size, void *user)
{
    (void)context;
    struct bytes *out = user;
    *out = (struct bytes){mem_alloc(size), size};
    memcpy(out->data, data, size);
    return (struct heif_error){heif_error_Ok, heif_suberror_Unspecified, ""};
}

static struct heif_image *picture_of(const struct heic_recipe *r)
{
    struct heif_image *image = NULL;
    int width = r->image->width_px, height = r->image->height_px, bits = r->bits ? r->bits : 8, pitch;
    enum heif_chroma chroma = bits > 8 ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB;
    check(heif_image_create(width, height, heif_colorspace_RGB, chroma, &image));
    check(heif_image_add_plane(image, heif_channel_interleaved, width, height, bits));
    uint8_t *plane = heif_image_get_plane(image, heif_channel_interleaved, &pitch);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int i = 0; i < 3; i++) {
                unsigned code = image_row(r->image, y)[4 * x + i];
                uint16_t deep = (uint16_t)(code << (bits - 8) | code >> (16 - bits));
                if (bits > 8)
                    memcpy(plane + y * pitch + 2 * (3 * x + i), &deep, 2);
                else
                    plane[y * pitch + 3 * x + i] = (uint8_t)code;
            }
    if (r->icc)
        check(heif_image_set_raw_color_profile(image, "prof", r->icc->data, r->icc->size));
    return image;
}

static void encode(const struct heic_recipe *r, struct heif_context *context, struct heif_encoder *encoder)
{
    struct heif_image *image = picture_of(r);
    struct heif_image_handle *handle = NULL;
    struct heif_encoding_options *options = heif_encoding_options_alloc();
    struct heif_color_profile_nclx *numbers = heif_nclx_color_profile_alloc();
    if (r->primaries) {
        check(heif_nclx_color_profile_set_color_primaries(numbers, (uint16_t)r->primaries));
        numbers->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
        numbers->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
        numbers->full_range_flag = 1;
        options->output_nclx_profile = numbers;
        check(heif_image_set_nclx_color_profile(image, numbers));
        options->macOS_compatibility_workaround_no_nclx_profile = 0;
    }
    options->image_orientation = (enum heif_orientation)(r->orientation ? r->orientation : 1);
    check(heif_encoder_set_lossy_quality(encoder, 95));
    check(heif_context_encode_image(context, image, encoder, options, &handle));
    if (r->exif)
        check(heif_context_add_exif_metadata(context, handle, r->exif->data, (int)r->exif->size));
    if (r->xmp)
        check(heif_context_add_XMP_metadata(context, handle, r->xmp->data, (int)r->xmp->size));
    heif_image_handle_release(handle);
    heif_nclx_color_profile_free(numbers);
    heif_encoding_options_free(options);
    heif_image_release(image);
}

bool heic_make(const struct heic_recipe *recipe, struct bytes *out)
{
    struct heif_context *context = heif_context_alloc();
    struct heif_encoder *encoder = NULL;
    bool has_encoder =
        heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder).code == heif_error_Ok;
    if (has_encoder) {
        encode(recipe, context, encoder);
        struct heif_writer writer = {.writer_api_version = 1, .write = keep};
        check(heif_context_write(context, &writer, out));
        heif_encoder_release(encoder);
    }
    heif_context_free(context);
    return has_encoder;
}
