// The networks' process: locked in, refused in one line when its files are missing or others, and what is left when it
// dies.
#include "testing.h"

#include "base/file.h"
#include "base/mem.h"
#include "image/face.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *folder(void)
{
    const char *named = getenv("STIPPLE_NETS");
    char path[4096];
    snprintf(path, sizeof path, "%s/face_landmark.tflite", named ? named : "");
    if (!file_exists(path))
        skip();
    return named;
}

// The only child there is; 0: none.
static pid_t child_of_mine(void)
{
    char path[64], text[64] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (!file)
        skip(); // a kernel that does not tell
    size_t got = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[got] = 0;
    return (pid_t)strtol(text, NULL, 10);
}

static int open_files(void)
{
    DIR *dir = opendir("/proc/self/fd");
    int count = 0;
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static long status_of(pid_t pid, const char *key)
{
    char path[64], line[256];
    long value = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, key, strlen(key)) == 0)
            value = strtol(line + strlen(key), NULL, 10);
    if (file)
        fclose(file);
    return value;
}

static struct image *grey(int width, int height)
{
    struct image *image = image_create(width, height, PIXELS_RGBA8, NULL);
    for (int y = 0; y < height; y++)
        memset(image_row(image, y), 128, (size_t)width * 4);
    return image;
}

static void it_is_locked_in_and_leaves_nothing(void **state)
{
    (void)state;
    int before = open_files();
    struct face_nets *nets = face_nets_open(folder(), NULL);
    assert_non_null(nets);
    struct image *image = grey(320, 200);
    struct face face;
    assert_true(face_find(nets, image, &face, NULL)); // so that it is in its jail by now
    assert_true(face.certainty < 0.5);
    pid_t child = child_of_mine();
    assert_true(child > 0);
    assert_int_equal(status_of(child, "Seccomp:"), 2);
    assert_int_equal(status_of(child, "NoNewPrivs:"), 1);
    assert_true(face_nets_cpu_ms(nets) > 0.0);
    face_nets_close(nets);
    assert_int_equal(child_of_mine(), 0);
    assert_int_equal(open_files(), before);
    image_unref(image);
}

static void its_death_is_one_line(void **state)
{
    (void)state;
    struct face_nets *nets = face_nets_open(folder(), NULL);
    assert_non_null(nets);
    struct image *image = grey(320, 200);
    struct face face;
    static float person[PERSON_SIDE * PERSON_SIDE];
    struct err err = {0};
    kill(child_of_mine(), SIGKILL);
    assert_false(face_find(nets, image, &face, &err));
    assert_int_equal(err.code, ERR_MACHINE);
    assert_non_null(strstr(err.text, "mark the photo by hand"));
    assert_false(face_person(nets, image, (struct square){{160.0, 100.0}, 320.0, 0.0}, person, NULL));
    face_nets_close(nets);
    image_unref(image);
}

static void a_large_picture_is_refused(void **state)
{
    (void)state;
    struct face_nets *nets = face_nets_open(folder(), NULL);
    struct image *image = grey(1700, 20);
    struct face face;
    struct err err = {0};
    assert_false(face_find(nets, image, &face, &err));
    assert_int_equal(err.code, ERR_INPUT);
    image_unref(image);
    face_nets_close(nets);
}

static void copy(const char *from_folder, const char *to_folder, const char *name, bool is_spoilt)
{
    char path[4096];
    struct bytes bytes;
    snprintf(path, sizeof path, "%s/%s", from_folder, name);
    assert_true(file_read(path, 1 << 24, &bytes, NULL));
    if (is_spoilt)
        bytes.data[bytes.size / 2] ^= 1;
    snprintf(path, sizeof path, "%s/%s", to_folder, name);
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
    mem_free(bytes.data);
}

// Each file is pinned: one that lacks, and one with a single bit changed.
static void other_files_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"face_detection_short_range.tflite", "face_landmark.tflite",
                                        "face_landmark_with_attention.tflite", "selfie_segmentation.tflite"};
    char place[] = "/tmp/stipple-nets-XXXXXX", path[4096];
    const char *from = folder();
    assert_non_null(mkdtemp(place));
    for (int i = 0; i < 4; i++) {
        struct err err = {0};
        assert_null(face_nets_open(place, &err)); // it lacks
        assert_non_null(strstr(err.text, names[i]));
        copy(from, place, names[i], true);
        err = (struct err){0};
        assert_null(face_nets_open(place, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.text, names[i]));
        assert_non_null(strstr(err.text, "not the file it should be"));
        copy(from, place, names[i], false);
    }
    struct face_nets *nets = face_nets_open(place, NULL);
    assert_non_null(nets);
    face_nets_close(nets);
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s/%s", place, names[i]);
        unlink(path);
    }
    rmdir(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_locked_in_and_leaves_nothing), cmocka_unit_test(its_death_is_one_line),
        cmocka_unit_test(a_large_picture_is_refused), cmocka_unit_test(other_files_are_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
