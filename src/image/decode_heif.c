#include "image/decode.h"

#include "base/mem.h"
#include "image/heif_grid.h"
#include "image/row_scaler.h"

#include <dlfcn.h>
#include <string.h>

#include <libheif/heif.h>

enum {
    MOST_SIDE_PX = 16384,
    MOST_MEGAPIXELS = 150,
    EXIF_OFFSET_BYTES = 4,
    MOST_EXIF_BYTES = 1 << 20,
    MOST_ICC = 8 << 20
};

// libheif's functions by their names, each with the type that its own header gives it.
#define HEIF_FUNCTIONS(USE)                                                                                            \
    USE(context_alloc)                                                                                                 \
    USE(context_free)                                                                                                  \
    USE(context_set_maximum_image_size_limit)                                                                          \
    USE(context_set_max_decoding_threads)                                                                              \
    USE(context_read_from_memory_without_copy)                                                                         \
    USE(context_get_primary_image_handle)                                                                              \
    USE(image_handle_release)                                                                                          \
    USE(image_handle_get_width)                                                                                        \
    USE(image_handle_get_height)                                                                                       \
    USE(image_handle_has_alpha_channel)                                                                                \
    USE(image_handle_get_luma_bits_per_pixel)                                                                          \
    USE(image_handle_get_raw_color_profile_size)                                                                       \
    USE(image_handle_get_raw_color_profile)                                                                            \
    USE(image_handle_get_nclx_color_profile)                                                                           \
    USE(nclx_color_profile_free)                                                                                       \
    USE(image_handle_get_list_of_metadata_block_IDs)                                                                   \
    USE(image_handle_get_metadata_size)                                                                                \
    USE(image_handle_get_metadata)                                                                                     \
    USE(decode_image)                                                                                                  \
    USE(image_get_width)                                                                                               \
    USE(image_get_height)                                                                                              \
    USE(image_get_plane_readonly)                                                                                      \
    USE(image_release)

#define DECLARE(name) static __typeof__(heif_##name) *name;
HEIF_FUNCTIONS(DECLARE)
#undef DECLARE

bool decode_heif_load(struct err *err)
{
    void *library = dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return err_set(err, ERR_MACHINE, "HEIC needs the library libheif (package libheif1); save the photo as JPEG");
    bool has_all = true;
#define FIND(name)                                                                                                     \
    *(void **)(void *)&name = dlsym(library, "heif_" #name);                                                           \
    has_all &= name != NULL;
    HEIF_FUNCTIONS(FIND)
#undef FIND
    return has_all || err_set(err, ERR_MACHINE, "the library libheif is too old; save the photo as JPEG");
}

struct job {
    const struct bytes *file;
    struct decoded *out;
    struct heif_context *context;
    struct heif_image_handle *handle;
    struct heif_image *image;
    struct err *err;
};

static bool fail(struct job *job, struct heif_error error)
{
    if (error.subcode == heif_suberror_Security_limit_exceeded)
        return err_set(job->err, ERR_INPUT, "the HEIC asks for too much (%s); save the photo as JPEG", error.message);
    if (error.code == heif_error_Memory_allocation_error)
        return err_set(job->err, ERR_MACHINE, "no memory for the HEIC");
    return err_set(job->err, ERR_INPUT, "the HEIC cannot be decoded (%s); fetch it again or save it as JPEG",
                   error.message);
}

// What the file says of its colours by number (ITU-T H.273) where it has no profile.
static void read_colour_numbers(struct job *job)
{
    struct heif_color_profile_nclx *numbers = NULL;
    if (image_handle_get_nclx_color_profile(job->handle, &numbers).code != heif_error_Ok || !numbers)
        return;
    // With sRGB's curve: it is what cameras mean where they name BT.709's, too.
    bool is_p3 = numbers->color_primaries == heif_color_primaries_SMPTE_EG_432_1;
    bool is_bt2020 = numbers->color_primaries == heif_color_primaries_ITU_R_BT_2020_2_and_2100_0;
    job->out->has_space = is_p3 || is_bt2020;
    job->out->space = is_p3 ? colour_display_p3() : colour_bt2020();
    job->out->is_hdr = numbers->transfer_characteristics == heif_transfer_characteristic_ITU_R_BT_2100_0_PQ ||
                       numbers->transfer_characteristics == heif_transfer_characteristic_ITU_R_BT_2100_0_HLG;
    nclx_color_profile_free(numbers);
}

static void read_metadata(struct job *job)
{
    read_colour_numbers(job);
    size_t size = image_handle_get_raw_color_profile_size(job->handle);
    if (size > 0 && size <= MOST_ICC) {
        uint8_t *icc = mem_try_array_raw(size, 1);
        if (icc && image_handle_get_raw_color_profile(job->handle, icc).code == heif_error_Ok)
            decoded_set_icc(job->out, icc, size);
        mem_free(icc);
    }
    heif_item_id id;
    if (image_handle_get_list_of_metadata_block_IDs(job->handle, "Exif", &id, 1) != 1)
        return;
    size = image_handle_get_metadata_size(job->handle, id);
    uint8_t *exif = size > EXIF_OFFSET_BYTES && size <= MOST_EXIF_BYTES ? mem_try_array_raw(size, 1) : NULL;
    if (exif && image_handle_get_metadata(job->handle, id, exif).code == heif_error_Ok)
        job->out->exif = exif_read(exif + EXIF_OFFSET_BYTES, size - EXIF_OFFSET_BYTES);
    job->out->exif.orientation = 1; // the library has turned it by the file's own boxes
    mem_free(exif);
}

struct size_px {
    int width_px, height_px;
};

// Codes of `bits` bits in 16, little-endian, to the full range.
static void spread_row(uint16_t *to, const uint16_t *from, int count, int bits)
{
    for (int i = 0; i < count; i++)
        to[i] = (uint16_t)((uint32_t)from[i] * 65535u / ((1u << bits) - 1u));
}

static bool take_rows(struct job *job, const uint8_t *from, size_t pitch, struct size_px size, int bits)
{
    struct image *image = job->out->image;
    bool is_scaled = job->out->eighths < 8;
    struct row_scaler *rows =
        is_scaled ? row_scaler_create(image, size.width_px, size.height_px, job->out->eighths, job->err) : NULL;
    if (is_scaled && !rows)
        return false;
    for (int y = 0; y < size.height_px; y++, from += pitch) {
        void *to = is_scaled ? (void *)row_scaler_room(rows) : (void *)image_row(image, y);
        if (bits > 8)
            spread_row(to, (const uint16_t *)(const void *)from, 4 * size.width_px, bits);
        else if (!is_scaled)
            memcpy(to, from, (size_t)size.width_px * 4);
        if (is_scaled)
            row_scaler_add(rows, bits > 8 ? to : from);
    }
    row_scaler_destroy(rows);
    return true;
}

static bool take_pixels(struct job *job, int bits)
{
    int pitch = 0, width = image_get_width(job->image, heif_channel_interleaved);
    int height = image_get_height(job->image, heif_channel_interleaved);
    const uint8_t *from = image_get_plane_readonly(job->image, heif_channel_interleaved, &pitch);
    if (!from || pitch <= 0 || width < 1 || height < 1 ||
        !decode_check_size((uint64_t)width, (uint64_t)height, job->err))
        return err_set(job->err, ERR_INPUT, "the HEIC has no pixels; fetch the photo again");
    enum pixel_format format = bits > 8 ? PIXELS_RGBA16 : PIXELS_RGBA8;
    if ((size_t)pitch < (size_t)width * pixel_bytes(format))
        return err_set(job->err, ERR_INPUT, "the HEIC's rows are too short; fetch the photo again");
    decoded_choose_scale(job->out, (uint64_t)width, (uint64_t)height);
    return decoded_create_image(job->out, decoded_side(job->out, (uint64_t)width),
                                decoded_side(job->out, (uint64_t)height), format, 0, job->err) &&
           take_rows(job, from, (size_t)pitch, (struct size_px){width, height}, bits);
}

// By what the header says, before the library takes memory: its planes and their conversion.
static bool check_claims(struct job *job, int width, int height, int bits)
{
    if (!decode_check_size(width > 0 ? (uint64_t)width : 0, height > 0 ? (uint64_t)height : 0, job->err))
        return false;
    uint64_t pixels = (uint64_t)width * (uint64_t)height;
    if (pixels > MOST_MEGAPIXELS * (uint64_t)1000000)
        return err_set(job->err, ERR_INPUT,
                       "the HEIC is too large (%d x %d pixels, at most %d megapixels); save it as JPEG", width, height,
                       MOST_MEGAPIXELS);
    decoded_allow_time(job->out, (uint64_t)width, (uint64_t)height);
    return decoded_check_room(job->out, pixels * (bits > 8 ? 19 : 9), job->err);
}

static bool decode(struct job *job)
{
    context_set_maximum_image_size_limit(job->context, MOST_SIDE_PX);
    context_set_max_decoding_threads(job->context, 0);
    struct heif_error error =
        context_read_from_memory_without_copy(job->context, job->file->data, job->file->size, NULL);
    if (error.code == heif_error_Ok)
        error = context_get_primary_image_handle(job->context, &job->handle);
    if (error.code != heif_error_Ok)
        return fail(job, error);
    int bits = image_handle_get_luma_bits_per_pixel(job->handle);
    bits = bits > 8 && bits <= 16 ? bits : 8;
    if (!check_claims(job, image_handle_get_width(job->handle), image_handle_get_height(job->handle), bits))
        return false;
    if (!heif_grids_are_covered(job->file->data, job->file->size))
        return err_set(job->err, ERR_INPUT, "the HEIC's tiles do not cover it; fetch it again or save it as JPEG");
    read_metadata(job);
    job->out->has_alpha = image_handle_has_alpha_channel(job->handle) != 0;
    error = decode_image(job->handle, &job->image, heif_colorspace_RGB,
                         bits > 8 ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RGBA, NULL);
    return error.code == heif_error_Ok ? take_pixels(job, bits) : fail(job, error);
}

bool decode_heif(const struct bytes *file, struct decoded *out, struct err *err)
{
    decoded_start(out);
    if (!decode_image)
        return err_set(err, ERR_INPUT, "HEIC is only read in a process of its own; save the photo as JPEG");
    struct job job = {.file = file, .out = out, .err = err, .context = context_alloc()};
    bool ok = job.context ? decode(&job) : err_set(err, ERR_MACHINE, "no memory for the HEIC");
    image_release(job.image);
    image_handle_release(job.handle);
    if (job.context)
        context_free(job.context);
    if (!ok)
        decoded_finish(out);
    return ok;
}
