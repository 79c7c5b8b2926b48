#include "cli.h"

#include "base/file.h"
#include "base/mem.h"
#include "image/encode.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct sink {
    char *data;
    size_t size, room;
};

// One read; false at the end.
static bool drain(int fd, struct sink *sink)
{
    if (sink->room - sink->size < 65536) {
        sink->data = mem_grow(sink->data, sink->size, 2 * sink->room + 65537);
        sink->room = 2 * sink->room + 65536;
    }
    ssize_t size = read(fd, sink->data + sink->size, sink->room - sink->size);
    sink->size += size > 0 ? (size_t)size : 0;
    sink->data[sink->size] = 0;
    return size > 0;
}

static void read_all(const int fds[2], struct sink sinks[2])
{
    struct pollfd polls[2] = {{fds[0], POLLIN, 0}, {fds[1], POLLIN, 0}};
    while (polls[0].fd >= 0 || polls[1].fd >= 0) {
        poll(polls, 2, -1);
        for (int i = 0; i < 2; i++)
            if (polls[i].fd >= 0 && polls[i].revents && !drain(fds[i], &sinks[i]))
                polls[i].fd = -1;
    }
}

pid_t cli_start(const char *const *words, int out_fd, int err_fd)
{
    const char *argv[CLI_MOST_WORDS + 32] = {getenv("STIPPLE_PROGRAM")};
    assert_non_null(argv[0]);
    for (int i = 0; words[i]; i++)
        argv[i + 1] = words[i];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out_fd, 1);
    posix_spawn_file_actions_adddup2(&actions, err_fd, 2);
    pid_t child;
    assert_int_equal(posix_spawn(&child, argv[0], &actions, NULL, (char *const *)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return child;
}

struct ran cli_run_words(const char *const *words)
{
    int out[2], err[2], status;
    assert_int_equal(pipe2(out, O_CLOEXEC) | pipe2(err, O_CLOEXEC), 0);
    pid_t child = cli_start(words, out[1], err[1]);
    close(out[1]);
    close(err[1]);
    struct sink sinks[2] = {{0}};
    read_all((const int[]){out[0], err[0]}, sinks);
    close(out[0]);
    close(err[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return (struct ran){code, sinks[0].data, sinks[1].data, sinks[0].size};
}

void cli_forget(struct ran *ran)
{
    mem_free(ran->out);
    mem_free(ran->err);
}

static bool is_one_line(const char *text)
{
    const char *end = strchr(text, '\n');
    return strncmp(text, "stipple: ", 9) == 0 && end && end[1] == 0 && strlen(text) < 700;
}

void cli_check_words(int code, const char *said, const char *const *words, const char *file, int line)
{
    struct ran ran = cli_run_words(words);
    bool is_right = ran.code == code && (code == 0 || (is_one_line(ran.err) && strstr(ran.err, said)));
    if (!is_right) {
        for (; *words; words++)
            print_error("%s ", *words);
        print_error("\nexit code %d, wanted %d; wanted to be said: %s; said: %s\n", ran.code, code, said ? said : "",
                    ran.err);
    }
    cli_forget(&ran);
    if (!is_right)
        _fail(file, line);
}

char *cli_out_words(const char *const *words)
{
    struct ran ran = cli_run_words(words);
    if (ran.code != 0)
        fail_msg("exit code %d: %s", ran.code, ran.err);
    mem_free(ran.err);
    return ran.out;
}

void cli_disk_full_words(const char *const *words)
{
    struct rlimit old, small = {512, RLIM_INFINITY};
    getrlimit(RLIMIT_FSIZE, &old);
    small.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN); // inherited: a write fails instead of killing
    setrlimit(RLIMIT_FSIZE, &small);
    struct ran ran = cli_run_words(words);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_int_equal(ran.code, 3);
    cli_forget(&ran);
}

int cli_count_files(void)
{
    DIR *folder = opendir(".");
    int count = 0;
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

// A camera 600 mm from the head's middle, looking down by `down_deg`.
static struct view camera(double down_deg)
{
    struct head head = head_canonical();
    double down = down_deg * 3.14159265358979 / 180.0;
    struct vec3 forward = vec3_make(0.0, cos(down), -sin(down)), right = vec3_make(1.0, 0.0, 0.0);
    struct view view = {.width_px = 720, .height_px = 900, .centre_px = {360.0, 450.0}};
    view.focal_px = view_focal_px(view.width_px, view.height_px, 52.0);
    view.to_camera.row[0] = right;
    view.to_camera.row[1] = vec3_cross(forward, right);
    view.to_camera.row[2] = forward;
    struct vec3 middle = vec3_add(head.centre_mm, vec3_make(0.0, 0.0, -15.0));
    struct vec3 eye = vec3_sub(middle, vec3_scale(forward, 600.0));
    view.origin_mm = vec3_scale(mat3_mul(view.to_camera, eye), -1.0);
    return view;
}

static bool is_top(const char *photo)
{
    return strcmp(photo, "top.png") == 0;
}

static struct view view_of(const char *photo)
{
    return camera(is_top(photo) ? 50.0 : 12.0);
}

static void paint(const struct view *view, struct image *image)
{
    struct head head = head_canonical();
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint8_t *pixel = image_row(image, y) + 4 * x;
            struct vec3 dir;
            double light = 0.0;
            unsigned grain = (unsigned)(x * 7 + y * 13) % 5; // so that no two rows are alike
            if (view_hit(view, &head, (struct pt_px){x + 0.5, y + 0.5}, &dir))
                light = 0.75 + 0.25 * head_normal(&head, dir).z;
            pixel[0] = (uint8_t)((light > 0.0 ? 205.0 * light : 96.0) + grain);
            pixel[1] = (uint8_t)((light > 0.0 ? 165.0 * light : 110.0) + grain);
            pixel[2] = (uint8_t)((light > 0.0 ? 140.0 * light : 120.0) + grain);
            pixel[3] = 255;
        }
}

static void write_photo(const char *name)
{
    struct view view = view_of(name);
    struct image *image = image_create(view.width_px, view.height_px, PIXELS_RGBA8, NULL);
    paint(&view, image);
    struct colour_space space = colour_srgb();
    struct encode_request request = {.image = image, .space = &space, .format = PICTURE_PNG};
    struct bytes bytes;
    assert_true(encode_picture(&request, &bytes, NULL));
    cli_write(name, bytes.data, bytes.size);
    mem_free(bytes.data);
    image_unref(image);
}

// Landmarks of a mean man, mm in the head frame.
static const struct {
    enum landmark landmark;
    struct vec3 at;
} places[] = {
    {LANDMARK_GLABELLA, {0.0, -96.0, 38.0}},    {LANDMARK_NASION, {0.0, -94.0, 24.0}},
    {LANDMARK_PUPIL_LEFT, {32.0, -82.0, 20.0}}, {LANDMARK_PUPIL_RIGHT, {-32.0, -82.0, 20.0}},
    {LANDMARK_TRAGION_LEFT, {70.0, 0.0, 0.0}},  {LANDMARK_TRAGION_RIGHT, {-70.0, 0.0, 0.0}},
    {LANDMARK_VERTEX, {0.0, 13.0, 131.0}},
};

void cli_mark_words(const char *photo, const char *words[CLI_MOST_WORDS], char room[CLI_MOST_WORDS][64])
{
    struct view view = view_of(photo);
    int count = 0;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct pt_px px;
        assert_true(view_project(&view, places[i].at, &px));
        snprintf(room[i], sizeof room[i], "--landmark=%s=%.2f,%.2f", landmark_name(places[i].landmark), px.x, px.y);
        words[count++] = room[i];
    }
    words[count++] = "--facing";
    words[count++] = is_top(photo) ? "top" : "front";
    words[count] = NULL;
}

void cli_new(const char *photo, const char *case_path)
{
    const char *words[CLI_MOST_WORDS + 8] = {"new", photo, "-o", case_path};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words(photo, words + 4, room);
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
}

void cli_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

char *cli_read(const char *path, size_t *size)
{
    struct bytes bytes;
    struct err err = {0};
    if (!file_read(path, (size_t)1 << 28, &bytes, &err))
        fail_msg("%s", err.text);
    char *text = mem_alloc(bytes.size + 1);
    memcpy(text, bytes.data, bytes.size);
    *size = bytes.size;
    mem_free(bytes.data);
    return text;
}

bool cli_same_bytes(const char *one, const char *other)
{
    size_t a_size, b_size;
    char *a = cli_read(one, &a_size), *b = cli_read(other, &b_size);
    bool is_same = a_size == b_size && memcmp(a, b, a_size) == 0;
    mem_free(a);
    mem_free(b);
    return is_same;
}

struct image *cli_pixels(const char *path)
{
    struct err err = {0};
    struct photo *photo = photo_load(path, &err);
    if (!photo)
        fail_msg("%s", err.text);
    struct image *image = image_ref(photo->image);
    photo_free(photo);
    return image;
}

int cli_enter(void **state)
{
    static const char pattern[] = "/tmp/stipple-cli-XXXXXX";
    char *folder = mem_alloc(sizeof pattern);
    memcpy(folder, pattern, sizeof pattern);
    setenv("LANGUAGE", "en", 1);
    unsetenv("DISPLAY"); // nothing here may need a screen
    unsetenv("WAYLAND_DISPLAY");
    if (!mkdtemp(folder) || chdir(folder) != 0)
        return -1;
    setenv("HOME", folder, 1);
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_STATE_HOME");
    write_photo("front.png");
    write_photo("top.png");
    *state = folder;
    return 0;
}

int cli_enter_with_case(void **state)
{
    if (cli_enter(state) != 0)
        return -1;
    cli_new("front.png", "front.stipple");
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

int cli_leave(void **state)
{
    int failed = chdir("/");
    failed |= nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    mem_free(*state);
    return failed;
}
