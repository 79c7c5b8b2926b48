// Nothing of what a photo says of its owner, and nothing of where it lay and on whose machine, is in anything that is
// made of it: every export, table, saved case, recovery file. And every command, watched by strace, opens no socket,
// writes nowhere but where it was told to, and never opens the photo for writing.
#include "cli.h"

#include "canary.h"

#include "base/mem.h"

#include <dirent.h>
#include <ftw.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LEAST_CANARIES = 20, MOST_LINE = 4096 };

// ---- the folders: all of them would be known if they came out somewhere

static char root[256];  // of this test
static bool is_watched; // by strace
static bool is_pdf_read;

static void make_wrapper(void)
{
    char text[2048];
    int length = snprintf(text, sizeof text,
                          "#!/bin/sh\nASAN_OPTIONS=detect_leaks=0 exec strace -f -qq -s 512 -e signal=none "
                          "-e trace=%%network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,"
                          "unlink,unlinkat,symlink -o '%s/trace.'$$ '%s' \"$@\"\n",
                          root, getenv("STIPPLE_PROGRAM"));
    char path[300];
    snprintf(path, sizeof path, "%s/watched", root);
    cli_write(path, text, (size_t)length);
    assert_int_equal(chmod(path, 0700), 0);
    is_watched = system("strace -f -o /dev/null true 2>/dev/null") == 0;
    if (is_watched)
        setenv("STIPPLE_PROGRAM", path, 1);
    else
        print_message("no strace here, or it may not watch: sockets and places are not looked at\n");
}

static void set_place(const char *name, const char *folder)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", root, folder);
    assert_true(mkdir(path, 0700) == 0);
    setenv(name, path, 1);
}

static int enter(void **state)
{
    if (cli_enter(state) != 0)
        return -1;
    snprintf(root, sizeof root, "%s", (const char *)*state);
    set_place("HOME", "QZHOME");
    set_place("TMPDIR", "QZTMP");
    unsetenv("XDG_CACHE_HOME");
    setenv("USER", "QZUSER", 1);
    setenv("LOGNAME", "QZUSER", 1);
    setenv("HOSTNAME", "QZHOST", 1);
    make_wrapper();
    struct image *image = cli_pixels("front.png");
    if (mkdir("QZFOLDER", 0755) != 0 || chdir("QZFOLDER") != 0 || mkdir("out", 0755) != 0 || mkdir("photos", 0755) != 0)
        return -1;
    for (int f = 0; f < CANARY_FORMATS; f++) {
        char name[64];
        struct bytes bytes;
        if (!canary_photo((enum canary_format)f, image, &bytes))
            continue;
        snprintf(name, sizeof name, "QZNAME.%s", canary_suffix[f]);
        cli_write(name, bytes.data, bytes.size);
        mem_free(bytes.data);
    }
    image_unref(image);
    return 0;
}

static struct bytes read_bytes(const char *path)
{
    struct bytes bytes;
    bytes.data = (uint8_t *)cli_read(path, &bytes.size);
    return bytes;
}

// ---- the photos do hold them

static void photos_hold_canaries(void **state)
{
    (void)state;
    for (int f = 0; f < CANARY_FORMATS; f++) {
        char name[64];
        snprintf(name, sizeof name, "QZNAME.%s", canary_suffix[f]);
        if (access(name, F_OK) != 0)
            continue;
        struct bytes bytes = read_bytes(name);
        int count = canary_count(&bytes);
        print_message("%s: %d canaries\n", name, count);
        assert_true(count >= LEAST_CANARIES);
        mem_free(bytes.data);
    }
}

// ---- everything is made

static int count_entries(const char *folder)
{
    DIR *listing = opendir(folder);
    int count = 0;
    while (listing && readdir(listing))
        count++;
    if (listing)
        closedir(listing);
    return count;
}

// The window is strace's child where it is watched.
static void kill_window(pid_t child)
{
    char path[64];
    int window, status;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)child, (int)child);
    FILE *children = is_watched ? fopen(path, "r") : NULL;
    if (children && fscanf(children, "%d", &window) == 1)
        kill(window, SIGKILL);
    else
        kill(child, SIGKILL);
    if (children)
        fclose(children);
    waitpid(child, &status, 0);
}

static void with_marks(const char *command, const char *one, const char *two, const char *three)
{
    const char *words[CLI_MOST_WORDS + 8] = {command, one, two, three};
    char room[CLI_MOST_WORDS][64];
    cli_mark_words("front.png", words + (three ? 4 : 3), room);
    cli_check_words(0, NULL, words, __FILE__, __LINE__);
}

static void make_case(const char *photo, const char *case_path)
{
    with_marks("new", photo, "-o", case_path);
}

static void keep(const char *path, char *take_text)
{
    cli_write(path, take_text, strlen(take_text));
    mem_free(take_text);
}

static void exports_of_the_jpeg(void **state)
{
    (void)state;
    make_case("QZNAME.jpg", "plan.stipple");
    cli_ok("set", "plan.stipple", "options.add=B", "hairline.shape=peaked", "notes=for the file");
    cli_ok("set", "plan.stipple", "hairline.height_mm=80");
    with_marks("add-view", "plan.stipple", "QZNAME.png", NULL);
    static const char *const pictures[] = {"out/a.png", "out/a.jpg", "out/a.webp", "out/a.tif"};
    for (int i = 0; i < 4; i++)
        cli_ok("render", "plan.stipple", "--size", "360", "-o", pictures[i]);
    cli_ok("render", "plan.stipple", "--size", "300", "--beside", "--title", "A title", "-o", "out/beside.jpg");
    cli_ok("render", "plan.stipple", "--size", "300", "--layer", "hair", "-o", "out/layer.png");
    cli_ok("strip", "plan.stipple", "--size", "200", "-o", "out/strip.jpg");
    cli_ok("sheet", "plan.stipple", "--size", "200", "--times", "before,healed", "-o", "out/sheet.png");
    cli_ok("compare", "plan.stipple", "--size", "200", "--cover", "blur", "--crop", "photo", "-o", "out/compare.webp");
    cli_ok("clip", "plan.stipple", "--size", "120", "--frames", "3", "-o", "out/clip.webp");
    cli_ok("page", "plan.stipple", "--size", "200", "--times", "healed,1y", "-o", "out/page.html");
    cli_ok("report", "plan.stipple", "-o", "out/report.pdf");
    cli_ok("marking", "plan.stipple", "-o", "out/marking.pdf");
    cli_ok("marking", "plan.stipple", "-o", "out/marking.png");
    cli_ok("dots", "plan.stipple", "-o", "out/dots.csv");
    cli_ok("dots", "plan.stipple", "--format", "json", "-o", "out/dots.json");
    keep("out/estimate.txt", cli_out("estimate", "plan.stipple"));
    keep("out/estimate.json", cli_out("estimate", "plan.stipple", "--json"));
    // In a PDF the letters are numbers of a font's: as text.
    is_pdf_read = system("pdftotext out/report.pdf out/report.txt && pdftotext out/marking.pdf out/marking.txt && "
                         "pdfinfo out/report.pdf >out/report-info.txt") == 0;
}

// The other formats, whose metadata lie elsewhere: decoded anew, as part of a case, and what the program says of them.
static void exports_of_the_others(void **state)
{
    (void)state;
    for (int f = 0; f < CANARY_FORMATS; f++) {
        char photo[64], plan[64], out[64];
        snprintf(photo, sizeof photo, "QZNAME.%s", canary_suffix[f]);
        snprintf(plan, sizeof plan, "%s.stipple", canary_suffix[f]);
        if (access(photo, F_OK) != 0)
            continue;
        make_case(photo, plan);
        snprintf(out, sizeof out, "out/plain-%s.tif", canary_suffix[f]);
        cli_ok("render", photo, "-o", out);
        snprintf(out, sizeof out, "out/drawn-%s.png", canary_suffix[f]);
        cli_ok("render", plan, "--size", "360", "-o", out);
        struct ran ran = cli_run("info", photo, "--json");
        assert_int_equal(ran.code, 0);
        assert_null(strstr(ran.out, CANARY_TEXT));
        assert_null(strstr(ran.err, CANARY_TEXT));
        cli_forget(&ran);
    }
}

static void a_batch(void **state)
{
    (void)state;
    assert_int_equal(symlink("../QZNAME.jpg", "photos/one.jpg") | symlink("../QZNAME.webp", "photos/two.webp"), 0);
    struct ran ran = cli_run("batch", "photos", "-o", "batch", "--size", "200", "--jobs", "1");
    assert_true(ran.code == 0 || ran.code == 4); // a bare head is not always found
    cli_forget(&ran);
    assert_int_equal(access("batch/batch.csv", F_OK), 0);
}

// The window, opened on the photo itself; then once more, and killed when it has something to recover.
static void the_window(void **state)
{
    (void)state;
    static const char script[] = "wait\nkey 2\nwait\nkey 3\nwait\nkey 8\nwait\n";
    char recovery[400];
    snprintf(recovery, sizeof recovery, "%s/QZHOME/.local/state/stipple/recovery", root);
    cli_write("script.txt", script, sizeof script - 1);
    setenv("STIPPLE_SCRIPT", "script.txt", 1);
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    struct ran ran = cli_run("QZNAME.jpg");
    bool has_window = ran.code == 0;
    if (!has_window && !strstr(ran.err, "OpenGL") && !strstr(ran.err, "window"))
        fail_msg("the window: exit code %d, %s", ran.code, ran.err);
    cli_forget(&ran);
    FILE *long_script = fopen("script.txt", "w");
    for (int i = 0; i < 2000; i++)
        fputs("key 2\nwait\nkey 3\nwait\n", long_script);
    fclose(long_script);
    pid_t child = has_window ? cli_start((const char *const[]){"QZNAME.jpg", NULL}, 1, 2) : 0;
    int left = 0;
    for (int i = 0; has_window && i < 400 && left < 3; i++) { // "." and ".." and what is to be recovered
        usleep(50000);
        left = count_entries(recovery);
    }
    if (has_window) {
        kill_window(child);
        print_message("left by a killed window: %d\n", left - 2);
    }
    unsetenv("STIPPLE_SCRIPT");
    unsetenv("SDL_VIDEODRIVER");
    if (!has_window)
        skip();
    assert_true(left >= 3);
}

// ---- and looked through

static const char *machine_name(void) // or its user's, long enough not to be a word of its own
{
    static char names[2][128];
    gethostname(names[0], sizeof names[0] - 1);
    const struct passwd *user = getpwuid(getuid());
    snprintf(names[1], sizeof names[1], "%s", user ? user->pw_name : "");
    return strlen(names[0]) >= 6 ? names[0] : strlen(names[1]) >= 6 ? names[1] : "QZHOST";
}

// Exports know no name at all, cases and their versions their photo's; a batch's tables say which photo is meant by
// its path.
enum names { NO_NAMES, PHOTO_NAMES, PATHS };

static void look_through(const char *folder, enum names allowed)
{
    const char *const words[] = {"QZHOME",
                                 "QZUSER",
                                 "QZHOST",
                                 machine_name(),
                                 allowed == PATHS ? NULL : "QZFOLDER",
                                 allowed == NO_NAMES ? "QZNAME" : NULL,
                                 NULL};
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        char path[600];
        struct stat info;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || lstat(path, &info) != 0 || strncmp(entry->d_name, "QZNAME.", 7) == 0)
            continue;
        if (S_ISDIR(info.st_mode) && strcmp(entry->d_name, "out") != 0 && strcmp(entry->d_name, "photos") != 0)
            look_through(path, strcmp(entry->d_name, "batch") == 0 ? PATHS : allowed);
        if (!S_ISREG(info.st_mode))
            continue;
        struct bytes bytes = read_bytes(path);
        const char *found = canary_find(&bytes, words);
        if (found)
            fail_msg("%s holds %s", path, found);
        mem_free(bytes.data);
    }
    closedir(listing);
}

// What is there on purpose is found, so the search sees what it looks at.
static void the_search_sees(void **state)
{
    (void)state;
    const char *const words[] = {"QZTITLE", NULL};
    const char *made[] = {"seen/page.html", "seen/report.txt", "seen/plan.stipple"};
    assert_int_equal(mkdir("seen", 0755), 0);
    cli_ok("page", "plan.stipple", "--size", "200", "--times", "healed", "--title", "QZTITLE", "-o", "seen/page.html");
    cli_ok("report", "plan.stipple", "--title", "QZTITLE", "-o", "seen/report.pdf");
    make_case("QZNAME.jpg", "seen.stipple");
    cli_ok("set", "seen.stipple", "notes=QZTITLE");
    assert_int_equal(rename("seen.stipple", "seen/plan.stipple"), 0);
    if (system("pdftotext seen/report.pdf seen/report.txt") != 0)
        made[1] = made[0];
    for (int i = 0; i < 3; i++) {
        struct bytes bytes = read_bytes(made[i]);
        if (!canary_find(&bytes, words))
            fail_msg("%s holds its title, and it was not seen", made[i]);
        mem_free(bytes.data);
    }
}

static void no_export_holds_one(void **state)
{
    (void)state;
    look_through("out", NO_NAMES);
    if (!is_pdf_read)
        print_message("no pdftotext: what is written in the PDFs was not read\n");
}

// What is kept for the user alone (0600) may know where photos lie; it goes nowhere.
static void look_through_state(const char *home)
{
    char path[500];
    snprintf(path, sizeof path, "%s/.local/state/stipple", home);
    if (access(path, F_OK) == 0)
        look_through(path, PATHS);
}

static void no_case_or_table_holds_one(void **state)
{
    (void)state;
    look_through(".", PHOTO_NAMES);
    char path[400];
    snprintf(path, sizeof path, "%s/QZHOME", root);
    look_through_state(path);
}

// ---- where it was written

static int bad_modes;

static int check_mode(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)walk;
    mode_t wanted = type == FTW_D || type == FTW_DP ? 0700 : 0600;
    if ((info->st_mode & 0777) == wanted)
        return 0;
    print_error("%s has mode %o\n", path, (unsigned)info->st_mode & 0777);
    bad_modes++;
    return 0;
}

static void nothing_is_left_elsewhere(void **state)
{
    (void)state;
    char path[400];
    snprintf(path, sizeof path, "%s/QZHOME/.local/state/stipple", root);
    if (access(path, F_OK) == 0)
        assert_int_equal(nftw(path, check_mode, 8, FTW_PHYS) | bad_modes, 0);
    DIR *listing = opendir(getenv("TMPDIR"));
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;)
        if (entry->d_name[0] != '.')
            fail_msg("%s is left in TMPDIR", entry->d_name);
    closedir(listing);
}

static bool begins_with_one(const char *path, const char *const *prefix)
{
    for (; *prefix; prefix++)
        if (strncmp(path, *prefix, strlen(*prefix)) == 0)
            return true;
    return false;
}

// One line of strace: "PID call(arguments) = result".
static void check_call(char *line)
{
    // What libraries keep for themselves: no word of a patient goes through them.
    const char *const allowed[] = {
        "out/",  "./",     ".\"",       "plan.",    ".plan.",   "seen",         ".seen",     "stipple-versions",
        "batch", "/proc/", "/dev/null", "/dev/tty", "/dev/dri", getenv("HOME"), "jpg.",      "png.",
        "webp.", "heic.",  ".jpg.",     ".png.",    ".webp.",   ".heic.",       ".stipple-", "memfd:",
        NULL};
    char *call = strchr(line, ' '), *path = strchr(line, '"');
    if (!call)
        return;
    call += strspn(call, " ");
    bool is_socket =
        strncmp(call, "socket(", 7) == 0 || strncmp(call, "connect(", 8) == 0 || strncmp(call, "bind(", 5) == 0;
    // The C library asks for a name service where fontconfig or a driver wants to know whose home it is.
    if (is_socket && !strstr(line, "AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK, 0)") &&
        !strstr(line, "nscd/socket"))
        fail_msg("a socket: %s", line);
    bool writes = strstr(line, "O_WRONLY") || strstr(line, "O_RDWR") || strstr(line, "O_CREAT") ||
                  strncmp(call, "mkdir", 5) == 0 || strncmp(call, "rename", 6) == 0 || strncmp(call, "creat(", 6) == 0;
    if (!writes || !path || strstr(line, "= -1 "))
        return;
    if (strncmp(path + 1, "QZNAME.", 7) == 0)
        fail_msg("the photo is opened for writing: %s", line);
    if (!begins_with_one(path + 1, allowed) && !strstr(path, "/.cache/mesa_shader_cache"))
        fail_msg("written elsewhere: %s", line);
}

static void every_call_stays_here(void **state)
{
    (void)state;
    int traces = 0;
    DIR *listing = opendir(root);
    for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        char path[600], line[MOST_LINE];
        snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
        FILE *trace = strncmp(entry->d_name, "trace.", 6) == 0 ? fopen(path, "r") : NULL;
        while (trace && fgets(line, sizeof line, trace))
            check_call(line);
        if (trace)
            fclose(trace);
        traces += trace != NULL;
    }
    closedir(listing);
    if (!is_watched)
        skip();
    print_message("%d commands watched\n", traces);
    assert_true(traces >= 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(photos_hold_canaries),
        cmocka_unit_test(exports_of_the_jpeg),
        cmocka_unit_test(exports_of_the_others),
        cmocka_unit_test(a_batch),
        cmocka_unit_test(the_window),
        cmocka_unit_test(the_search_sees),
        cmocka_unit_test(no_export_holds_one),
        cmocka_unit_test(no_case_or_table_holds_one),
        cmocka_unit_test(nothing_is_left_elsewhere),
        cmocka_unit_test(every_call_stays_here),
    };
    return cmocka_run_group_tests(tests, enter, cli_leave);
}
