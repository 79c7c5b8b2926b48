#include "canary.h"

#include "craft.h"
#include "craft_exif.h"
#include "heic_make.h"
#include "testing.h"

#include "base/mem.h"
#include "image/encode.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const char *const canary_suffix[CANARY_FORMATS] = {"jpg", "png", "webp", "heic"};

#define DATE "1987:06:05 04:03:02"
enum { LATITUDE_E7 = 481371421, LONGITUDE_E7 = 115753822, DEEPEST = 3, MOST_UNPACKED = 1 << 26 };

static const char *const texts[CRAFT_OWNER_TEXTS] = {
    CANARY_TEXT "-description", CANARY_TEXT "-make", CANARY_TEXT "-model",     CANARY_TEXT "-software",
    CANARY_TEXT "-artist",      CANARY_TEXT "-host", CANARY_TEXT "-copyright", CANARY_TEXT "-author",
    CANARY_TEXT "-makernote",   CANARY_TEXT "-note", CANARY_TEXT "-imageid",   CANARY_TEXT "-owner",
    CANARY_TEXT "-body",        CANARY_TEXT "-lens", CANARY_TEXT "-place"};
static const char thumbnail[] = CANARY_TEXT "-thumbnail", xmp[] = "<x:xmpmeta>" CANARY_TEXT "-xmp</x:xmpmeta>",
                  iptc[] = "8BIM\4\4\0\0\0\0\0\x18\x1c\2\x50\0\x0d" CANARY_TEXT "-iptc",
                  comment[] = CANARY_TEXT "-comment", jumbf[] = "JP\0\1\0\0\0\1\0\0\0\x28jumb" CANARY_TEXT "-jumbf",
                  mpf[] = "MPF\0" CANARY_TEXT "-mpf", trailer[] = CANARY_TEXT "-trailer";

// ---- photos

static struct bytes encoded(const struct image *image, enum picture_format format, const struct colour_space *space,
                            const char *caption)
{
    struct encode_request request = {
        .image = image, .space = space, .format = format, .quality = 95, .caption = caption};
    struct bytes bytes;
    struct err err = {0};
    if (!encode_picture(&request, &bytes, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static struct bytes owner_exif(const struct image *image)
{
    struct colour_space srgb = colour_srgb();
    struct image small = {.width_px = 16,
                          .height_px = 16,
                          .format = image->format,
                          .pitch_bytes = image->pitch_bytes,
                          .data = image->data};
    struct craft_owner owner = {.date = DATE,
                                .latitude_e7 = LATITUDE_E7,
                                .longitude_e7 = LONGITUDE_E7,
                                .thumbnail = encoded(&small, PICTURE_JPEG, &srgb, thumbnail)};
    memcpy(owner.text, texts, sizeof texts);
    struct bytes exif = craft_owner_exif(&owner, true);
    mem_free(owner.thumbnail.data);
    return exif;
}

static struct colour_space named_space(void) // Display P3, whose profile says more than that
{
    struct colour_space space = colour_display_p3();
    snprintf(space.name, sizeof space.name, "%s", CANARY_TEXT "-profile");
    return space;
}

static struct bytes with_trailer(struct bytes take_file)
{
    return craft_insert(take_file, take_file.size, trailer, sizeof trailer);
}

static struct bytes make_jpeg(const struct image *image, const struct bytes *exif)
{
    struct colour_space space = named_space();
    struct bytes file = encoded(image, PICTURE_JPEG, &space, comment);
    file = craft_jpeg_segment(file, 0xe2, mpf, 4, mpf + 4, sizeof mpf - 4);
    file = craft_jpeg_segment(file, 0xeb, jumbf, 0, jumbf, sizeof jumbf);
    file = craft_jpeg_segment(file, 0xed, "Photoshop 3.0", 14, iptc, sizeof iptc);
    file = craft_jpeg_segment(file, 0xe1, "http://ns.adobe.com/xap/1.0/", 29, xmp, sizeof xmp);
    file = craft_jpeg_segment(file, 0xe1, "Exif\0", 6, exif->data, exif->size);
    return with_trailer(file);
}

static struct bytes with_packed_text(struct bytes take_png)
{
    uint8_t chunk[256] = "Artist"; // name, 0, method 0, then packed
    struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(6);
    size_t size =
        libdeflate_zlib_compress(deflate, CANARY_TEXT "-ztxt", sizeof CANARY_TEXT + 5, chunk + 8, sizeof chunk - 8);
    libdeflate_free_compressor(deflate);
    return craft_png_chunk(take_png, "zTXt", chunk, size + 8);
}

static struct bytes make_png(const struct image *image, const struct bytes *exif)
{
    static const char itxt[] = "XML:com.adobe.xmp\0\0\0\0\0" CANARY_TEXT "-xmp",
                      text[] = "Comment\0" CANARY_TEXT "-text";
    static const uint8_t time[7] = {1987 >> 8, 1987 & 255, 6, 5, 4, 3, 2};
    struct colour_space space = named_space();
    struct bytes file = encoded(image, PICTURE_PNG, &space, comment);
    file = craft_png_chunk(file, "tIME", time, sizeof time);
    file = craft_png_chunk(file, "caBX", jumbf, sizeof jumbf);
    file = craft_png_chunk(file, "iTXt", itxt, sizeof itxt);
    file = craft_png_chunk(file, "tEXt", text, sizeof text);
    file = with_packed_text(file);
    file = craft_png_chunk(file, "eXIf", exif->data, exif->size);
    return with_trailer(file);
}

static struct bytes make_webp(const struct image *image, const struct bytes *exif)
{
    struct colour_space space = named_space();
    struct bytes file = encoded(image, PICTURE_WEBP, &space, "");
    file = craft_webp_chunk(file, "EXIF", 0x08, exif->data, exif->size);
    file = craft_webp_chunk(file, "XMP ", 0x04, xmp, sizeof xmp);
    file = craft_webp_chunk(file, "junk", 0, comment, sizeof comment);
    return with_trailer(file);
}

static bool make_heic(const struct image *image, const struct bytes *exif, struct bytes *out)
{
    struct colour_space space = named_space();
    struct bytes icc, description = {(uint8_t *)(uintptr_t)xmp, sizeof xmp};
    icc.data = colour_make_icc(&space, &icc.size);
    bool is_made =
        heic_make(&(struct heic_recipe){.image = image, .icc = &icc, .exif = exif, .xmp = &description}, out);
    mem_free(icc.data);
    if (is_made)
        *out = with_trailer(*out);
    return is_made;
}

bool canary_photo(enum canary_format format, const struct image *image, struct bytes *out)
{
    struct bytes exif = owner_exif(image);
    bool is_made = true;
    if (format == CANARY_HEIC)
        is_made = make_heic(image, &exif, out);
    else
        *out = format == CANARY_JPEG  ? make_jpeg(image, &exif)
               : format == CANARY_PNG ? make_png(image, &exif)
                                      : make_webp(image, &exif);
    mem_free(exif.data);
    return is_made;
}

// ---- the search

struct search {
    const char *const *words;
    char found[64];
    char seen[64][32]; // different canaries
    int count;
};

static void note(struct search *s, const char *what)
{
    snprintf(s->found, sizeof s->found, "%s", what);
    for (int i = 0; i < s->count; i++)
        if (strcmp(s->seen[i], what) == 0)
            return;
    if (s->count < 64)
        snprintf(s->seen[s->count++], sizeof *s->seen, "%s", what);
}

// Canaries' whole names: the letters that follow.
static void look_for_canaries(struct search *s, const uint8_t *data, size_t size, size_t step)
{
    const size_t length = strlen(CANARY_TEXT);
    for (size_t at = 0; at + length * step <= size; at++) {
        size_t i = 0;
        while (i < length && data[at + i * step] == (uint8_t)CANARY_TEXT[i] &&
               (step == 1 || data[at + i * step + 1] == 0 || i + 1 == length))
            i++;
        if (i < length)
            continue;
        char name[32];
        size_t used = 0;
        for (; used + 1 < sizeof name && at + used * step < size; used++) {
            uint8_t letter = data[at + used * step];
            if (!isalnum(letter) && letter != '-')
                break;
            name[used] = (char)letter;
        }
        name[used] = 0;
        note(s, name);
    }
}

static void look_for(struct search *s, const uint8_t *data, size_t size, const void *what, size_t bytes,
                     const char *name)
{
    if (memmem(data, size, what, bytes))
        note(s, name);
}

static void look_for_numbers(struct search *s, const uint8_t *data, size_t size)
{
    static const uint8_t png_time[7] = {1987 >> 8, 1987 & 255, 6, 5, 4, 3, 2};
    for (int big = 0; big < 2; big++) {
        uint8_t place[8];
        craft_put(place, LATITUDE_E7, 4, big);
        craft_put(place + 4, 10000000, 4, big);
        look_for(s, data, size, place, sizeof place, "latitude");
        craft_put(place, LONGITUDE_E7, 4, big);
        look_for(s, data, size, place, sizeof place, "longitude");
    }
    look_for(s, data, size, png_time, sizeof png_time, "time");
    look_for(s, data, size, DATE, 10, "date");
    look_for(s, data, size, "1987-06-05", 10, "date");
    look_for(s, data, size, "48.1371", 7, "latitude");
}

static void look_for_word(struct search *s, const uint8_t *data, size_t size, const char *word)
{
    uint8_t wide[256] = {0};
    size_t length = strlen(word);
    assert_true(2 * length < sizeof wide);
    for (size_t i = 0; i < length; i++)
        wide[2 * i] = (uint8_t)word[i];
    look_for(s, data, size, word, length, word);
    look_for(s, data, size, wide, 2 * length - 1, word); // of either byte order
}

static void look(struct search *s, const uint8_t *data, size_t size, int depth);

static void unpack(struct search *s, const uint8_t *data, size_t size, bool is_gzip, int depth)
{
    struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor();
    for (size_t room = 1 << 16; room <= MOST_UNPACKED; room *= 8) {
        uint8_t *out = mem_alloc(room);
        size_t taken, got = 0;
        enum libdeflate_result result =
            is_gzip ? libdeflate_gzip_decompress_ex(inflate, data, size, out, room, &taken, &got)
                    : libdeflate_zlib_decompress_ex(inflate, data, size, out, room, &taken, &got);
        if (result == LIBDEFLATE_SUCCESS)
            look(s, out, got, depth + 1);
        mem_free(out);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
            break;
    }
    libdeflate_free_decompressor(inflate);
}

static int sextet(uint8_t letter)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = letter ? strchr(letters, letter) : NULL;
    return at ? (int)(at - letters) : -1;
}

static void decode_base64(struct search *s, const uint8_t *text, size_t size, int depth)
{
    uint8_t *out = mem_alloc(size + 1);
    size_t used = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < size && sextet(text[i]) >= 0; i++) {
        held = held << 6 | (unsigned)sextet(text[i]);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[used++] = (uint8_t)(held >> bits);
        }
    }
    look(s, out, used, depth + 1);
    mem_free(out);
}

static void look(struct search *s, const uint8_t *data, size_t size, int depth)
{
    look_for_canaries(s, data, size, 1);
    look_for_canaries(s, data, size, 2);
    look_for_numbers(s, data, size);
    for (int i = 0; s->words && s->words[i]; i++)
        look_for_word(s, data, size, s->words[i]);
    for (size_t at = 0; depth < DEEPEST && at + 8 < size; at++) {
        const uint8_t *p = data + at;
        if (p[0] == 0x78 && (p[0] << 8 | p[1]) % 31 == 0)
            unpack(s, p, size - at, false, depth);
        else if (p[0] == 0x1f && p[1] == 0x8b && p[2] == 8)
            unpack(s, p, size - at, true, depth);
        else if (memcmp(p, "base64,", 7) == 0)
            decode_base64(s, p + 7, size - at - 7, depth);
    }
}

const char *canary_find(const struct bytes *bytes, const char *const *words)
{
    static struct search search;
    search = (struct search){.words = words};
    look(&search, bytes->data, bytes->size, 0);
    return search.count ? search.found : NULL;
}

int canary_count(const struct bytes *photo)
{
    struct search search = {0};
    look(&search, photo->data, photo->size, 0);
    return search.count;
}
