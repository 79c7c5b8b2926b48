// What the file browser lists: folders first, only the wanted suffixes, nothing hidden.
#include "testing.h"

#include "base/file.h"
#include "ui/folder_list.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const PHOTOS[] = {".jpg", ".png", NULL};

static void put(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(file_write_atomic(path, "x", 1, NULL));
}

static int make_folder(void **state)
{
    static char folder[] = "/tmp/stipple-folder-XXXXXX";
    char path[512];
    assert_non_null(mkdtemp(folder));
    static const char *const NAMES[] = {"b.jpg", "A.PNG", "notes.txt", ".hidden.jpg", "case.stipple"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        put(folder, NAMES[i]);
    snprintf(path, sizeof path, "%s/zoo", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/pipe.jpg", folder); // nothing that could hold a reader up
    assert_int_equal(mkfifo(path, 0600), 0);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    char command[600];
    snprintf(command, sizeof command, "rm -r '%s'", (const char *)*state);
    return system(command);
}

static void lists_folders_then_photos(void **state)
{
    struct folder_list *list = calloc(1, sizeof *list);
    folder_list_read(list, *state, PHOTOS);
    assert_true(list->is_readable);
    assert_int_equal(list->count, 3);
    assert_string_equal(list->entry[0].name, "zoo");
    assert_true(list->entry[0].is_folder);
    assert_string_equal(list->entry[1].name, "A.PNG");
    assert_true(list->entry[1].is_photo);
    assert_string_equal(list->entry[2].name, "b.jpg");
    free(list);
}

static void shows_folders_alone(void **state)
{
    static const char *const NONE[] = {NULL};
    struct folder_list *list = calloc(1, sizeof *list);
    folder_list_read(list, *state, NONE);
    assert_int_equal(list->count, 1);
    assert_true(list->entry[0].is_folder);
    free(list);
}

static void reads_itself_anew(void **state) // path may be the list's own
{
    struct folder_list *list = calloc(1, sizeof *list);
    folder_list_read(list, *state, PHOTOS);
    folder_list_read(list, list->path, PHOTOS);
    assert_int_equal(list->count, 3);
    folder_list_read(list, "/tmp/there/is/no/such/folder", PHOTOS);
    assert_false(list->is_readable);
    assert_int_equal(list->count, 0);
    free(list);
}

static void climbs_to_the_root(void **state)
{
    (void)state;
    char path[FOLDER_PATH_BYTES] = "/home/anna";
    assert_true(folder_parent(path));
    assert_string_equal(path, "/home");
    assert_true(folder_parent(path));
    assert_string_equal(path, "/");
    assert_false(folder_parent(path));
    char bare[FOLDER_PATH_BYTES] = "anna";
    assert_false(folder_parent(bare));
}

static void joins_within_its_room(void **state)
{
    (void)state;
    struct folder_list *list = calloc(1, sizeof *list);
    char out[FOLDER_PATH_BYTES];
    snprintf(list->path, sizeof list->path, "/");
    assert_true(folder_join(list, "a.jpg", out));
    assert_string_equal(out, "/a.jpg");
    memset(list->path, 'a', FOLDER_PATH_BYTES - 1);
    assert_false(folder_join(list, "a.jpg", out));
    free(list);
}

// The desktop's own word for it, and the home folder where it says nothing or names what is not there.
static void pictures_lie_where_the_desktop_says(void **state)
{
    const char *folder = *state;
    char path[512], out[FOLDER_PATH_BYTES];
    setenv("HOME", folder, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    folder_of_pictures(out);
    assert_string_equal(out, folder);
    static const char LINE[] = "# a comment\nXDG_PICTURES_DIR=\"$HOME/zoo\"\n",
                      GONE[] = "XDG_PICTURES_DIR=\"/no/such\"\n";
    snprintf(path, sizeof path, "%s/user-dirs.dirs", folder);
    assert_true(file_write_atomic(path, LINE, sizeof LINE - 1, NULL));
    folder_of_pictures(out);
    snprintf(path, sizeof path, "%s/zoo", folder);
    assert_string_equal(out, path);
    snprintf(path, sizeof path, "%s/user-dirs.dirs", folder);
    assert_true(file_write_atomic(path, GONE, sizeof GONE - 1, NULL));
    folder_of_pictures(out);
    assert_string_equal(out, folder);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_folders_then_photos), cmocka_unit_test(shows_folders_alone),
        cmocka_unit_test(reads_itself_anew),         cmocka_unit_test(climbs_to_the_root),
        cmocka_unit_test(joins_within_its_room),     cmocka_unit_test(pictures_lie_where_the_desktop_says),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
