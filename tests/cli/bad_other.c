// What is no photo, or a photo of a kind that is not read, under names of photos.
#include "bad_photo.h"

#include "testing.h"

#include "base/mem.h"

#include <string.h>

#define TEXT(name, text)                                                                                               \
    {                                                                                                                  \
        name, text, sizeof(text) - 1                                                                                   \
    }

static const struct {
    const char *name, *data;
    size_t size;
} files[] = {
    TEXT("empty.jpg", ""),
    TEXT("one-byte.jpg", "\xff"),
    TEXT("text.jpg", "this is no photo\n"),
    TEXT("page.jpg", "<!DOCTYPE html><html><body><img src='x.jpg'></body></html>"),
    TEXT("drawing.png", "<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>"),
    TEXT("document.jpg", "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"),
    TEXT("script.png", "%!PS-Adobe-3.0\n(/etc/passwd) (r) file"),
    TEXT("shell.jpg", "#!/bin/sh\ntouch /tmp/stipple-was-here\n"),
    TEXT("program.jpg", "\x7f"
                        "ELF\2\1\1\0\0\0\0\0\0\0\0\0"),
    TEXT("moving.jpg", "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;"),
    TEXT("bomb.gif", "GIF87a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\2\2D\1\0;"),
    TEXT("bitmap.png", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\xff\xff\xff\x7f\xff\xff\xff\x7f\1\0\x18\0"),
    TEXT("scan.jpg", "II*\0\x08\0\0\0\0\0\0\0\0\0"),
    TEXT("scan-big.jpg", "MM\0*\0\0\0\x08\0\0"),
    TEXT("big-tiff.jpg", "II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0"),
    TEXT("raw.jpg", "II*\0\x10\0\0\0CR\2\0\0\0\0\0"),
    TEXT("targa.jpg", "\0\0\2\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\x18\0"),
    TEXT("pixmap.jpg", "/* XPM */ static char *x[]={\"60000 60000 1 1\",\"a c #000\"};"),
    TEXT("portable.jpg", "P6 60000 60000 255\n"),
    TEXT("gimp.jpg", "gimp xcf v011\0\0\0\xff\xff\0\0\xff\xff"),
    TEXT("layers.jpg", "8BPS\0\1\0\0\0\0\0\0\0\3\0\0\x75\x30\0\0\x75\x30\0\x8\0\3"),
    TEXT("icon.jpg", "\0\0\1\0\1\0\0\0\0\0\1\0\x20\0\xff\xff\xff\xff\x16\0\0\0"),
    TEXT("jpeg2000.jpg", "\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14"
                         "ftypjp2 "),
    TEXT("jpegxl.jpg", "\xff\x0a\xfa\x1f\x01\x90\x08\x06\x01\x00"),
    TEXT("av1.jpg", "\0\0\0\x1c"
                    "ftypavif\0\0\0\0avifmif1miaf"),
    TEXT("film.jpg", "\0\0\0\x18"
                     "ftypmp42\0\0\0\0isommp42"),
    TEXT("archive.jpg", "PK\3\4\x14\0\0\0\x08\0"),
    TEXT("packed.jpg", "\x1f\x8b\x08\0\0\0\0\0\0\3\xed\xc1"),
    TEXT("wide-text.jpg", "\xff\xfeh\0e\0l\0l\0o\0"),
    TEXT("zeros.jpg", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    TEXT("case.jpg", "{\"stipple\": 1}"),
    TEXT("heic-brand-only.heic", "\0\0\0\x18"
                                 "ftypheic\0\0\0\0heicmif1"),
    TEXT("heic-short.heic", "\0\0\0\x10"
                            "ftypheic\0\0\0\0"),
};

void bad_others(struct bad_sink *sink)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        bad_give(sink, files[i].name, BAD_REFUSED, bad_copy(files[i].data, files[i].size));
}
