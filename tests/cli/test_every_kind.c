// Everything that can be handed over, once with names that nobody should trust and once on a disk that is full.
#include "cli.h"

#include "base/mem.h"
#include "image/face.h"

#include <dirent.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

struct kind {
    const char *file;
    const char *words[10]; // of the command, without -o
};

static const struct kind kinds[] = {
    {"render.png", {"render", "bad.stipple", "--size", "150"}},
    {"render.tif", {"render", "bad.stipple", "--size", "150"}},
    {"pair.jpg", {"render", "bad.stipple", "--beside", "--size", "150"}},
    {"strip.jpg", {"strip", "bad.stipple", "--size", "90"}},
    {"sheet.webp", {"sheet", "bad.stipple", "--size", "120", "--times", "before,3y"}},
    {"compare.png", {"compare", "bad.stipple", "--size", "90"}},
    {"clip.webp", {"clip", "bad.stipple", "--size", "90", "--wipe"}},
    {"page.html", {"page", "bad.stipple", "--size", "90", "--times", "healed"}},
    {"report.pdf", {"report", "bad.stipple"}},
    {"marking.pdf", {"marking", "bad.stipple"}},
    {"marking.png", {"marking", "bad.stipple"}},
    {"dots.csv", {"dots", "bad.stipple"}},
    {"dots.json", {"dots", "bad.stipple", "--format", "json"}},
};
enum { KINDS = sizeof kinds / sizeof *kinds, DISK_BYTES = 12288 };

static void run_kind(const struct kind *kind, const char *folder, const char *title, int code)
{
    const char *words[20];
    int count = 0;
    char path[200];
    snprintf(path, sizeof path, "%s%s", folder, kind->file);
    while (kind->words[count]) {
        words[count] = kind->words[count];
        count++;
    }
    words[count++] = "-o";
    words[count++] = path;
    bool has_title = title && strcmp(words[0], "render") != 0 && strcmp(words[0], "dots") != 0;
    words[count] = has_title ? "--title" : NULL;
    words[count + 1] = has_title ? title : NULL;
    words[count + 2] = NULL;
    cli_check_words(code, code ? kind->file : NULL, words, __FILE__, __LINE__);
}

// What the case's rules let through, which is no control character, quote, comma or beginning of a formula.
static void spoil_case(void)
{
    cli_ok("set", "bad.stipple", "options.add=<!--<script>{{data}}%n%s'&) Tj\xe2\x80\xae\xd7\xa9",
           "hairline.shape=straight");
    cli_fails(2, "name", "set", "bad.stipple", "options.add=@SUM(1)");
    cli_fails(2, "name", "set", "bad.stipple", "options.add=a\x1b[2J");
    char *vast = mem_alloc(11000);
    int used = snprintf(vast, 100, "notes=</script>\xe2\x80\xae(%%n) \\x ");
    memset(vast + used, 'W', 10000);
    vast[used + 10000] = 0;
    cli_ok("set", "bad.stipple", vast);
    mem_free(vast);
}

static void check_text_file(const char *path)
{
    size_t size;
    char *text = cli_read(path, &size);
    for (size_t i = 0; i < size; i++)
        assert_true((unsigned char)text[i] >= ' ' || text[i] == '\n');
    assert_null(strstr(text, "\n=") ? strstr(text, "\n=") : strstr(text, ",="));
    mem_free(text);
}

static void test_names_are_text(void **state)
{
    (void)state;
    char vast[10001];
    memset(vast, 'x', sizeof vast - 1);
    vast[sizeof vast - 1] = 0;
    static const char title[] = "=1+1</title>\x01\x1b[2J\xff\xe2\x80\xae{{css}}\n) Tj ET \xd9\x85\xd8\xad";
    for (int i = 0; i < KINDS; i++) {
        run_kind(&kinds[i], "", i % 2 ? vast : title, 0);
        if (strstr(kinds[i].file, ".png") || strstr(kinds[i].file, ".jpg"))
            image_unref(cli_pixels(kinds[i].file));
    }
    check_text_file("dots.csv");
    check_text_file("dots.json");
    char *text = cli_out("estimate", "bad.stipple", "--option", "<!--<script>{{data}}%n%s'&) Tj\xe2\x80\xae\xd7\xa9");
    assert_non_null(strstr(text, "%n%s'&) Tj\\u202e"));
    assert_null(strstr(text, "\xe2\x80\xae"));
    mem_free(text);
}

static bool mount_disk(const char *bytes)
{
    return mkdir("disk", 0777) == 0 && unshare(CLONE_NEWNS) == 0 &&
           mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 && mount("stipple", "disk", "tmpfs", 0, bytes) == 0;
}

static int files_in(const char *folder)
{
    int count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    while (readdir(listing))
        count++;
    closedir(listing);
    return count - 2;
}

// Room for the old file, one block more, and no end: what there was stands, exit code 3, nothing else is left.
static void test_full_disk(void **state)
{
    (void)state;
    char bytes[32];
    snprintf(bytes, sizeof bytes, "size=%d", DISK_BYTES);
    if (!mount_disk(bytes)) {
        print_message("skipped: no disk may be mounted here\n");
        skip();
    }
    cli_write("disk/filler", "x", 1);
    for (int i = 0; i < KINDS; i++) {
        char path[200];
        size_t size;
        snprintf(path, sizeof path, "disk/%s", kinds[i].file);
        cli_write(path, "old", 3);
        run_kind(&kinds[i], "disk/", NULL, 3);
        char *old = cli_read(path, &size);
        assert_true(size == 3 && memcmp(old, "old", 3) == 0);
        mem_free(old);
        assert_int_equal(files_in("disk"), 2);
        assert_int_equal(unlink(path), 0);
    }
    umount2("disk", MNT_DETACH);
}

// A batch tells what the disk took: whole pictures, and the same command does the rest when there is room.
static void test_full_disk_batch(void **state)
{
    (void)state;
    char folder[PLACE_MOST_PATH], photo[PLACE_MOST_PATH + 64], bytes[32];
    if (!face_nets_folder(folder))
        skip();
    assert_int_equal(mkdir("photos", 0777), 0);
    snprintf(photo, sizeof photo, "%s/assets/demo/front.jpg", getenv("STIPPLE_SOURCE"));
    cli_ok("render", photo, "--size", "300", "-o", "photos/a.jpg");
    cli_ok("render", photo, "--size", "310", "-o", "photos/b.jpg");
    cli_ok("render", photo, "--size", "320", "-o", "photos/c.jpg");
    cli_ok("batch", "photos", "-o", "whole", "--format", "png");
    rmdir("disk");
    struct stat info;
    assert_int_equal(stat("whole/0001.png", &info), 0);
    snprintf(bytes, sizeof bytes, "size=%ld", (long)info.st_size + 6 * 4096);
    if (!mount_disk(bytes))
        skip();
    struct ran ran = cli_run("batch", "photos", "-o", "disk/out", "--format", "png");
    assert_int_equal(ran.code, 3);
    cli_forget(&ran);
    DIR *listing = opendir("disk/out");
    for (struct dirent *found; (found = readdir(listing)) != NULL;) {
        char path[300];
        snprintf(path, sizeof path, "disk/out/%s", found->d_name);
        assert_null(strstr(found->d_name, ".tmp"));
        if (strstr(found->d_name, ".png"))
            image_unref(cli_pixels(path));
    }
    closedir(listing);
    assert_int_equal(mount(NULL, "disk", NULL, MS_REMOUNT, "size=9m"), 0);
    cli_ok("batch", "photos", "-o", "disk/out", "--format", "png");
    assert_true(cli_same_bytes("whole/batch.csv", "disk/out/batch.csv"));
    assert_true(cli_same_bytes("whole/0003.png", "disk/out/0003.png"));
    umount2("disk", MNT_DETACH);
}

static int enter(void **state)
{
    if (cli_enter(state) != 0)
        return -1;
    cli_new("front.png", "bad.stipple");
    spoil_case();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_are_text), cmocka_unit_test(test_full_disk),
                                       cmocka_unit_test(test_full_disk_batch)};
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
