// clip: the fading and the wipe as animated WebP.
#include "cli.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FRAMES = 64, FRAME_HEAD_BYTES = 16 };

struct webp {
    char *data;
    size_t size;
    int width, height, frames;
    const char *frame[MOST_FRAMES]; // the pictures, without place and duration
    size_t frame_size[MOST_FRAMES];
    bool has_profile;
};

static size_t little(const char *at, int bytes)
{
    size_t value = 0;
    for (int i = bytes - 1; i >= 0; i--)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

// Walks the chunks as the container's specification lays them out.
static struct webp read_webp(const char *path)
{
    struct webp webp = {0};
    webp.data = cli_read(path, &webp.size);
    assert_memory_equal(webp.data, "RIFF", 4);
    assert_memory_equal(webp.data + 8, "WEBPVP8X", 8);
    assert_true(little(webp.data + 4, 4) + 8 == webp.size);
    assert_true(webp.data[20] & 2); // animation
    webp.width = (int)little(webp.data + 24, 3) + 1;
    webp.height = (int)little(webp.data + 27, 3) + 1;
    for (size_t at = 12; at + 8 <= webp.size;) {
        size_t size = little(webp.data + at + 4, 4);
        webp.has_profile |= memcmp(webp.data + at, "ICCP", 4) == 0;
        if (memcmp(webp.data + at, "ANMF", 4) == 0) {
            assert_true(webp.frames < MOST_FRAMES);
            webp.frame[webp.frames] = webp.data + at + 8 + FRAME_HEAD_BYTES;
            webp.frame_size[webp.frames++] = size - FRAME_HEAD_BYTES;
        }
        at += 8 + size + (size & 1);
    }
    return webp;
}

static bool same_frame(const struct webp *a, int i, const struct webp *b, int j)
{
    return a->frame_size[i] == b->frame_size[j] && memcmp(a->frame[i], b->frame[j], a->frame_size[i]) == 0;
}

// Slow changes arrive: the end of a long clip is the end of a short one, and not its beginning.
static void test_fading(void **state)
{
    (void)state;
    size_t size, now;
    char *photo = cli_read("front.png", &size);
    cli_ok("clip", "front.stipple", "-o", "long.webp", "--size", "200", "--date", "2026-01-02");
    cli_ok("clip", "front.stipple", "-o", "short.webp", "--size", "200", "--frames", "2", "--date", "2026-01-02");
    struct webp clip = read_webp("long.webp"), two = read_webp("short.webp");
    assert_int_equal(clip.frames, 24);
    assert_int_equal(two.frames, 2);
    assert_true(clip.has_profile);
    assert_true(clip.width >= 198 && clip.width <= 202);
    assert_true(same_frame(&clip, 0, &two, 0));
    assert_true(same_frame(&clip, 23, &two, 1));
    for (int i = 1; i < 24; i++)
        assert_false(same_frame(&clip, i, &clip, i - 1));
    mem_free(clip.data);
    mem_free(two.data);
    cli_ok("clip", "front.stipple", "-o", "threads.webp", "--size", "200", "--threads", "3", "--date", "2026-01-02");
    assert_true(cli_same_bytes("long.webp", "threads.webp"));
    char *after = cli_read("front.png", &now);
    assert_true(size == now && memcmp(photo, after, size) == 0);
    mem_free(photo);
    mem_free(after);
}

static void test_wipe(void **state)
{
    (void)state;
    cli_ok("clip", "front.stipple", "-o", "wipe.webp", "--size", "200", "--wipe", "--frames", "10", "--cover", "bar",
           "--crop", "photo", "--title", "<b>\x01\xff</b>", "--after", "fresh");
    struct webp clip = read_webp("wipe.webp");
    assert_int_equal(clip.frames, 10);
    mem_free(clip.data);
}

static void test_refusals(void **state)
{
    (void)state;
    int files = cli_count_files();
    cli_fails(1, ".webp", "clip", "front.stipple", "-o", "clip.gif");
    cli_fails(1, "-o", "clip", "front.stipple");
    cli_fails(1, "--frames", "clip", "front.stipple", "-o", "never.webp", "--frames", "1");
    cli_fails(1, "--until", "clip", "front.stipple", "-o", "never.webp", "--until", "soon");
    cli_fails(1, "--until", "clip", "front.stipple", "-o", "never.webp", "--until", "3d");
    cli_fails(1, "--after", "clip", "front.stipple", "-o", "never.webp", "--after", "1y");
    cli_fails(2, "gone.stipple", "clip", "gone.stipple", "-o", "never.webp");
    cli_disk_full("clip", "front.stipple", "-o", "full.webp", "--size", "200");
    assert_int_equal(cli_count_files(), files);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fading), cmocka_unit_test(test_wipe),
                                       cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, cli_enter_with_case, cli_leave);
}
