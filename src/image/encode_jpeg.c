#include "image/encoders.h"

#include "base/mem.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// Everything that lives across setjmp is in here, behind a pointer.
struct job {
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf on_error;
    const struct encode_job *request;
    uint8_t *row; // 8-bit copy of a 16-bit row; NULL otherwise
    unsigned char *data;
    unsigned long size;
    struct err *err;
};

static void on_error(j_common_ptr jpeg)
{
    struct job *job = jpeg->client_data;
    char text[JMSG_LENGTH_MAX];
    jpeg->err->format_message(jpeg, text);
    err_set(job->err, ERR_MACHINE, "the JPEG cannot be written (%s)", text);
    longjmp(job->on_error, 1);
}

static void on_output(j_common_ptr jpeg)
{
    (void)jpeg;
}

// 4:4:4, for half-size colour smears dots of one or two pixels.
static void set_quality(struct jpeg_compress_struct *jpeg, int quality)
{
    jpeg->in_color_space = JCS_EXT_RGBX;
    jpeg->input_components = 4;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, quality, TRUE);
    for (int i = 0; i < jpeg->num_components; i++)
        jpeg->comp_info[i].h_samp_factor = jpeg->comp_info[i].v_samp_factor = 1;
    jpeg->optimize_coding = TRUE;
}

static uint8_t *row_of(struct job *job, int y)
{
    const struct image *image = job->request->image;
    if (!job->row)
        return image_row(image, y);
    const uint16_t *from = image_row16(image, y);
    for (int i = 0; i < 4 * image->width_px; i++)
        job->row[i] = encode_to_8(from[i]);
    return job->row;
}

static bool encode(struct job *job)
{
    struct jpeg_compress_struct *jpeg = &job->jpeg;
    const struct encode_job *request = job->request;
    if (setjmp(job->on_error))
        return false;
    jpeg_create_compress(jpeg);
    jpeg_mem_dest(jpeg, &job->data, &job->size);
    jpeg->image_width = (JDIMENSION)request->image->width_px;
    jpeg->image_height = (JDIMENSION)request->image->height_px;
    set_quality(jpeg, request->quality);
    jpeg_start_compress(jpeg, TRUE);
    jpeg_write_icc_profile(jpeg, request->icc, (unsigned)request->icc_size);
    if (request->caption[0])
        jpeg_write_marker(jpeg, JPEG_COM, (const JOCTET *)request->caption, (unsigned)strlen(request->caption));
    while (jpeg->next_scanline < jpeg->image_height) {
        JSAMPROW row = row_of(job, (int)jpeg->next_scanline);
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    jpeg_finish_compress(jpeg);
    return true;
}

static bool hand_over(struct job *job, struct bytes *out)
{
    uint8_t *copy = mem_try_array_raw(job->size, 1);
    if (!copy)
        return err_set(job->err, ERR_MACHINE, "no memory for the JPEG");
    *out = (struct bytes){memcpy(copy, job->data, job->size), job->size};
    return true;
}

bool encode_jpeg(const struct encode_job *request, struct bytes *out, struct err *err)
{
    struct job job = {.request = request, .err = err};
    job.jpeg.err = jpeg_std_error(&job.errors);
    job.jpeg.client_data = &job;
    job.errors.error_exit = on_error;
    job.errors.output_message = on_output;
    if (request->image->format == PIXELS_RGBA16) {
        job.row = mem_try_array_raw((size_t)request->image->width_px, 4);
        if (!job.row)
            return err_set(err, ERR_MACHINE, "no memory for the JPEG");
    }
    bool ok = encode(&job) && hand_over(&job, out);
    jpeg_destroy_compress(&job.jpeg);
    free(job.data);
    mem_free(job.row);
    return ok;
}
