#include "image/decode.h"
#include "image/photo.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// Slow but legal files: each scan of a progressive one goes through the whole picture again, and all
// its coefficients wait in memory. A phone's has some ten scans.
enum { MOST_SCANS = 100, MOST_COEFFICIENT_BYTES = 1 << 30 };
#define MOST_SCANNED_PIXELS 2000000000u

// Everything that lives across setjmp is in here, behind a pointer, so no local needs `volatile`.
struct job {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf on_error;
    struct decoded *out;
    struct err *err;
    const struct bytes *file;
};

static void on_error(j_common_ptr jpeg)
{
    struct job *job = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    if (jpeg->err->msg_code == JERR_NO_BACKING_STORE)
        err_set(job->err, ERR_INPUT, "the JPEG is progressive and too large; make it smaller");
    else if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
        err_set(job->err, ERR_MACHINE, "no memory for the JPEG");
    else
        err_set(job->err, ERR_INPUT, "the JPEG cannot be decoded (%s); save the photo anew", text);
    longjmp(job->on_error, 1);
}

static void on_message(j_common_ptr jpeg, int level)
{
    if (level < 0)
        jpeg->err->num_warnings++;
}

static void on_output(j_common_ptr jpeg)
{
    (void)jpeg;
}

static void on_progress(j_common_ptr jpeg)
{
    struct job *job = jpeg->client_data;
    uint64_t scans = (uint64_t)job->jpeg.input_scan_number;
    uint64_t pixels = (uint64_t)job->jpeg.image_width * job->jpeg.image_height;
    if (scans <= 1 || (scans <= MOST_SCANS && scans * pixels <= MOST_SCANNED_PIXELS))
        return;
    err_set(job->err, ERR_INPUT, "the JPEG has too many scans; save the photo anew");
    longjmp(job->on_error, 1);
}

static bool read_header(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
    jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xffff);
    jpeg_mem_src(jpeg, job->file->data, job->file->size);
    jpeg_read_header(jpeg, TRUE);
    if (!decode_check_size(jpeg->image_width, jpeg->image_height, job->err))
        return false;
    // One bit for a block of 8 x 8 is the least a scan can do with; half of that is surely cut off,
    // and a small file with a huge picture is how such bombs are made.
    if ((uint64_t)jpeg->image_width * jpeg->image_height / 1024 > job->file->size)
        return err_set(job->err, ERR_INPUT, "the JPEG is cut off; fetch the photo again");
    return true;
}

static void read_metadata(struct job *job)
{
    JOCTET *icc = NULL;
    unsigned icc_size = 0;
    long warnings = job->errors.num_warnings;
    if (jpeg_read_icc_profile(&job->jpeg, &icc, &icc_size)) {
        decoded_set_icc(job->out, icc, icc_size);
        free(icc);
    }
    job->out->is_icc_damaged |= job->errors.num_warnings != warnings;
    job->errors.num_warnings = warnings;
    for (jpeg_saved_marker_ptr m = job->jpeg.marker_list; m; m = m->next) {
        if (m->marker == JPEG_APP0 + 1 && m->data_length >= 6 && memcmp(m->data, "Exif\0\0", 6) == 0) {
            job->out->exif = exif_read(m->data, m->data_length);
            break;
        }
    }
}

static bool choose_channels(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    bool is_cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    if (jpeg->jpeg_color_space == JCS_UNKNOWN)
        return err_set(job->err, ERR_INPUT, "the JPEG has %d channels; save it as RGB", jpeg->num_components);
    jpeg->out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_RGBA; // alpha 255
    job->out->channels = jpeg->jpeg_color_space == JCS_GRAYSCALE ? CHANNELS_GREY
                         : !is_cmyk                              ? CHANNELS_RGB
                         : jpeg->saw_Adobe_marker                ? CHANNELS_CMYK_INVERTED
                                                                 : CHANNELS_CMYK;
    return true;
}

// The library scales by eighths as it decodes.
static void choose_scale(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    decoded_choose_scale(job->out, jpeg->image_width, jpeg->image_height);
    jpeg->scale_num = (unsigned)job->out->eighths;
    jpeg->scale_denom = 8;
    jpeg_calc_output_dimensions(jpeg);
    decoded_allow_time(job->out, jpeg->image_width, jpeg->image_height);
}

// Of a progressive file all coefficients wait for the last scan.
static uint64_t coefficient_bytes(struct jpeg_decompress_struct *jpeg)
{
    uint64_t bytes = 0;
    for (int i = 0; i < jpeg->num_components && jpeg_has_multiple_scans(jpeg); i++) {
        const jpeg_component_info *c = &jpeg->comp_info[i];
        bytes += (uint64_t)c->width_in_blocks * c->height_in_blocks * sizeof(JBLOCK);
    }
    return bytes;
}

static bool decode(struct job *job)
{
    struct jpeg_decompress_struct *jpeg = &job->jpeg;
    if (setjmp(job->on_error))
        return false;
    jpeg_create_decompress(jpeg);
    jpeg->progress = &job->progress;
    jpeg->mem->max_memory_to_use = MOST_COEFFICIENT_BYTES;
    if (!read_header(job))
        return false;
    read_metadata(job);
    if (!choose_channels(job))
        return false;
    choose_scale(job);
    if (!decoded_begin_rows(job->out, (int)jpeg->output_width, (int)jpeg->output_height, PIXELS_RGBA8,
                            coefficient_bytes(jpeg), job->err))
        return false;
    jpeg_start_decompress(jpeg);
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = decoded_next_row(job->out);
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_decompress(jpeg);
    job->out->is_damaged = job->errors.num_warnings > 0; // libjpeg fills gaps in silence
    return true;
}

bool decode_jpeg(const struct bytes *file, struct decoded *out, struct err *err)
{
    decoded_start(out);
    struct job job = {.out = out, .err = err, .file = file};
    job.jpeg.err = jpeg_std_error(&job.errors);
    job.jpeg.client_data = &job;
    job.errors.error_exit = on_error;
    job.errors.emit_message = on_message;
    job.errors.output_message = on_output;
    job.progress.progress_monitor = on_progress;
    bool ok = decode(&job);
    jpeg_destroy_decompress(&job.jpeg);
    if (!ok)
        decoded_finish(out);
    return ok;
}
