#include "jpeg_out.h"

#include <stdio.h>

#include <jpeglib.h>

/* TIFF header, one IFD that points at the EXIF IFD, one entry in that. */
enum { EXIF_SIZE = 6 + 8 + 18 + 18 };

static void exif_fill(unsigned char *out, int focal_35mm)
{
    static const unsigned char block[EXIF_SIZE] = {
        'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42,   0,    0, 0, 8, 0, 1, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0,
        0,   0,   26,  0,   0, 0, 0,   0,   1, 0xA4, 0x05, 0, 3, 0, 0, 0, 1,    0,    0, 0, 0, 0, 0, 0, 0,
    };
    for (int i = 0; i < EXIF_SIZE; i++)
        out[i] = block[i];
    out[42] = (unsigned char)(focal_35mm >> 8 & 255);
    out[43] = (unsigned char)(focal_35mm & 255);
}

int jpeg_write(const char *path, const unsigned char *rgb, int width, int height, int quality, int focal_35mm)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return 0;
    struct jpeg_compress_struct out;
    struct jpeg_error_mgr errors; /* the standard one ends the program: fine for a tool */
    unsigned char exif[EXIF_SIZE];
    out.err = jpeg_std_error(&errors);
    jpeg_create_compress(&out);
    jpeg_stdio_dest(&out, file);
    out.image_width = (JDIMENSION)width;
    out.image_height = (JDIMENSION)height;
    out.input_components = 3;
    out.in_color_space = JCS_RGB;
    jpeg_set_defaults(&out);
    jpeg_set_quality(&out, quality, TRUE);
    out.optimize_coding = TRUE;
    out.write_JFIF_header = FALSE;
    jpeg_start_compress(&out, TRUE);
    exif_fill(exif, focal_35mm);
    jpeg_write_marker(&out, JPEG_APP0 + 1, exif, EXIF_SIZE);
    while (out.next_scanline < out.image_height) {
        JSAMPROW row = (JSAMPROW)(rgb + (size_t)out.next_scanline * (size_t)width * 3);
        jpeg_write_scanlines(&out, &row, 1);
    }
    jpeg_finish_compress(&out);
    jpeg_destroy_compress(&out);
    return fclose(file) == 0;
}
