#include "testing.h"

#include "base/file.h"
#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static const char *in_folder(const char *name)
{
    static char path[4][256];
    static int next;
    char *p = path[next++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static void write_plain(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_content(const char *path, const char *wanted)
{
    struct bytes bytes;
    struct err err = {0};
    assert_true(file_read(path, 1 << 20, &bytes, &err));
    assert_string_equal((const char *)bytes.data, wanted); // a 0 follows the bytes
    assert_int_equal(bytes.size, strlen(wanted));
    mem_free(bytes.data);
}

static int count_entries(void)
{
    int count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *e; (e = readdir(dir));)
        count += e->d_name[0] != '.' || strncmp(e->d_name, ".stipple", 8) == 0;
    closedir(dir);
    return count;
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stipple_file_XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void assert_refused(const char *path, size_t most, const char *word)
{
    struct bytes bytes;
    struct err err = {0};
    assert_false(file_read(path, most, &bytes, &err));
    assert_null(bytes.data);
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.text, path));
    if (!strstr(err.text, word))
        fail_msg("\"%s\" does not say \"%s\"", err.text, word);
}

static void reading(void **state)
{
    (void)state;
    const char *path = in_folder("read");
    write_plain(path, "12345");
    assert_content(path, "12345");
    assert_refused(path, 4, "too large");
    write_plain(path, "");
    assert_content(path, "");
    assert_refused(in_folder("absent"), 9, "No such file");
    assert_refused(folder, 9, "folder");
    assert_refused("/dev/zero", 9, "device");
    const char *pipe = in_folder("pipe");
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_refused(pipe, 9, "pipe"); // and at once, though nobody writes
    unlink(pipe);
    unlink(path);
}

static void writing_new_and_again(void **state)
{
    (void)state;
    const char *path = in_folder("new");
    struct stat info;
    mode_t old = umask(027);
    assert_true(file_write_atomic(path, "one", 3, NULL));
    umask(old);
    assert_content(path, "one");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    assert_int_equal(chmod(path, 0604), 0);
    ino_t before = info.st_ino;
    assert_true(file_write_atomic(path, "", 0, NULL));
    assert_content(path, "");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0604);
    assert_true(info.st_ino != before); // the old bytes were never written over
    assert_int_equal(count_entries(), 1);
    unlink(path);
}

static void writing_through_links(void **state)
{
    (void)state;
    const char *path = in_folder("target"), *link = in_folder("link");
    write_plain(path, "old");
    assert_int_equal(symlink("target", link), 0); // relative to its own folder
    assert_true(file_write_atomic(link, "new", 3, NULL));
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_content(path, "new");
    unlink(path);
    assert_true(file_write_atomic(link, "made", 4, NULL)); // a link to nothing yet
    assert_content(path, "made");
    unlink(path);
    unlink(link);
    struct err err = {0};
    assert_int_equal(symlink("loop", in_folder("loop")), 0);
    assert_false(file_write_atomic(in_folder("loop"), "x", 1, &err));
    assert_int_equal(err.code, ERR_INPUT);
    unlink(in_folder("loop"));
}

static void assert_not_written(const char *path, enum err_code code)
{
    struct err err = {0};
    int before = count_entries();
    assert_false(file_write_atomic(path, "data", 4, &err));
    assert_int_equal(err.code, code);
    assert_non_null(strstr(err.text, path));
    assert_null(strchr(err.text, '\n'));
    assert_int_equal(count_entries(), before);
}

static void refusals(void **state)
{
    (void)state;
    assert_not_written(in_folder("no/such"), ERR_INPUT);
    assert_not_written(folder, ERR_INPUT);
    assert_not_written("", ERR_INPUT);
    assert_not_written("/dev/null", ERR_INPUT);
    if (geteuid() != 0) { // root may write anywhere
        chmod(folder, 0500);
        assert_not_written(in_folder("denied"), ERR_INPUT);
        chmod(folder, 0700);
        write_plain(in_folder("kept-as-is"), "precious");
        chmod(in_folder("kept-as-is"), 0444);
        assert_not_written(in_folder("kept-as-is"), ERR_INPUT);
        unlink(in_folder("kept-as-is"));
    }
}

static void old_file_survives_a_full_disk(void **state)
{
    (void)state;
    const char *path = in_folder("kept");
    write_plain(path, "precious");
    struct rlimit was, small = {0, 0};
    getrlimit(RLIMIT_FSIZE, &was);
    small.rlim_max = was.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    static const char big[100000];
    struct err err = {0};
    for (rlim_t limit = 0; limit < 90000; limit += 29999) { // short writes in between
        small.rlim_cur = limit;
        setrlimit(RLIMIT_FSIZE, &small);
        bool ok = file_write_atomic(path, big, sizeof big, &err);
        setrlimit(RLIMIT_FSIZE, &was);
        assert_false(ok);
        assert_int_equal(err.code, ERR_MACHINE);
        assert_content(path, "precious");
    }
    assert_int_equal(count_entries(), 1);
    unlink(path);
}

// From here on this process has no unnamed files, as on some network drives.
static bool forbid_unnamed_files(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_TMPFILE & ~O_DIRECTORY, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

// In a child, for the filter cannot be taken off again. Its exit status says what went wrong.
static int write_without_unnamed_files(const char *path)
{
    if (!forbid_unnamed_files())
        return 77;
    if (open(folder, O_TMPFILE | O_WRONLY, 0600) >= 0)
        return 1;
    struct stat info;
    if (!file_write_atomic(path, "new", 3, NULL) || stat(path, &info) != 0 || (info.st_mode & 0777) != 0604 ||
        count_entries() != 1)
        return 2;
    struct rlimit small = {10, 10};
    setrlimit(RLIMIT_FSIZE, &small);
    signal(SIGXFSZ, SIG_IGN);
    static const char big[100];
    struct err err = {0};
    if (file_write_atomic(path, big, sizeof big, &err) || err.code != ERR_MACHINE)
        return 3;
    return count_entries() == 1 ? 0 : 4; // nothing left behind
}

static void without_unnamed_files(void **state)
{
    (void)state;
    const char *path = in_folder("named");
    write_plain(path, "old");
    chmod(path, 0604);
    pid_t child = fork();
    if (child == 0)
        _exit(write_without_unnamed_files(path));
    int status;
    waitpid(child, &status, 0);
    unlink(path);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
        print_message("skipped: no system call filters here\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static void private_whatever_it_was(void **state)
{
    (void)state;
    const char *path = in_folder("private");
    struct stat info;
    mode_t old = umask(0);
    assert_true(file_write_private(path, "one", 3, NULL));
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(chmod(path, 0666), 0);
    assert_true(file_write_private(path, "two", 3, NULL));
    umask(old);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    unlink(path);
}

enum { RACERS = 8, RACES = 30 };

// Another's file that one may write becomes the writer's own: what ran as its owner must not run as the writer.
static void anothers_set_id_bits_go(void **state)
{
    (void)state;
    enum { NOBODY = 65534 };
    if (geteuid() != 0)
        skip();
    const char *path = in_folder("anothers");
    struct stat info;
    int status;
    write_plain(path, "old");
    assert_int_equal(chmod(folder, 0777) | chmod(path, 06777), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(setgid(NOBODY) == 0 && setuid(NOBODY) == 0 && file_write_atomic(path, "new", 3, NULL) ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_content(path, "new");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0777);
    assert_int_equal(info.st_uid, NOBODY);
    unlink(path);
}

// Of eight that make the same new file at once, one does.
static void a_new_file_is_made_once(void **state)
{
    (void)state;
    const char *path = in_folder("raced");
    write_plain(path, "precious");
    struct err err = {0};
    assert_false(file_write_new(path, "new", 3, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_content(path, "precious");
    for (int race = 0; race < RACES; race++) {
        unlink(path);
        int go[2], won = 0, status, winner = 0;
        assert_int_equal(pipe(go), 0);
        for (int racer = 0; racer < RACERS; racer++) {
            if (fork() != 0)
                continue;
            char word[8];
            close(go[1]);
            if (read(go[0], word, 1) != 0) // until all are there
                _exit(100);
            int length = snprintf(word, sizeof word, "%d", racer);
            _exit(file_write_new(path, word, (size_t)length, NULL) ? 1 + racer : 0);
        }
        close(go[0]);
        close(go[1]);
        for (int racer = 0; racer < RACERS; racer++) {
            wait(&status);
            won += status != 0;
            winner = status != 0 ? WEXITSTATUS(status) - 1 : winner;
        }
        assert_int_equal(won, 1);
        assert_content(path, (char[]){(char)('0' + winner), 0});
        assert_int_equal(count_entries(), 1);
    }
    unlink(path);
}

static void standard_output(void **state)
{
    (void)state;
    const char *path = in_folder("out");
    fflush(stdout);
    int kept = dup(STDOUT_FILENO), fd = open(path, O_CREAT | O_WRONLY, 0600);
    dup2(fd, STDOUT_FILENO);
    bool ok = file_write_atomic("-", "to stdout", 9, NULL);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(fd);
    assert_true(ok);
    assert_content(path, "to stdout");
    unlink(path);
}

static void folders(void **state)
{
    (void)state;
    struct err err = {0};
    const char *path = in_folder("made");
    assert_true(file_make_folder(path, &err));
    assert_true(file_make_folder(path, &err));
    assert_true(file_exists(path));
    rmdir(path);
    assert_false(file_exists(path));
    write_plain(path, "");
    assert_false(file_make_folder(path, &err));
    assert_int_equal(err.code, ERR_INPUT);
    unlink(path);
    assert_false(file_make_folder(in_folder("a/b"), &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(file_base_name("/a/b.c"), "b.c");
    assert_string_equal(file_base_name("b"), "b");
    assert_string_equal(file_base_name("a/"), "");
    assert_string_equal(file_suffix("/a.x/b"), "");
    assert_string_equal(file_suffix("b.tar.gz"), ".gz");
    assert_string_equal(file_suffix(".hidden"), "");
    char *joined = file_in_folder_of("/a/b.c", "d");
    assert_string_equal(joined, "/a/d");
    mem_free(joined);
    joined = file_in_folder_of("b.c", "d");
    assert_string_equal(joined, "d");
    mem_free(joined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading),
        cmocka_unit_test(writing_new_and_again),
        cmocka_unit_test(writing_through_links),
        cmocka_unit_test(refusals),
        cmocka_unit_test(old_file_survives_a_full_disk),
        cmocka_unit_test(without_unnamed_files),
        cmocka_unit_test(private_whatever_it_was),
        cmocka_unit_test(anothers_set_id_bits_go),
        cmocka_unit_test(a_new_file_is_made_once),
        cmocka_unit_test(standard_output),
        cmocka_unit_test(folders),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
