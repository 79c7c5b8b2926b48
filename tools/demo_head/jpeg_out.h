/* Writes a JPEG file whose EXIF block states the 35 mm equivalent focal length
 * and nothing else. */
#ifndef DEMO_JPEG_OUT_H
#define DEMO_JPEG_OUT_H

int jpeg_write(const char *path, const unsigned char *rgb, int width, int height, int quality, int focal_35mm);

#endif
