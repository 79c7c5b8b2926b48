#include "ui/settings.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/state_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 4096 };

static bool file_path(char path[STATE_PATH_BYTES + 16])
{
    char folder[STATE_PATH_BYTES];
    if (!state_folder("", folder))
        return false;
    snprintf(path, STATE_PATH_BYTES + 16, "%s/settings", folder);
    return true;
}

static void take_line(struct settings *settings, const char *key, const char *value)
{
    if (strcmp(key, "language") == 0 && strlen(value) < sizeof settings->language)
        snprintf(settings->language, sizeof settings->language, "%s", value);
    if (strcmp(key, "theme") == 0) {
        settings->has_theme = true;
        settings->theme = strcmp(value, "dark") == 0 ? THEME_DARK : THEME_LIGHT;
    }
    if (strcmp(key, "hints") == 0)
        settings->hints_read = (int)strtol(value, NULL, 10);
}

void settings_load(struct settings *settings)
{
    char path[STATE_PATH_BYTES + 16];
    struct bytes bytes = {0};
    memset(settings, 0, sizeof *settings);
    if (!file_path(path) || !file_read(path, MOST_BYTES, &bytes, NULL))
        return;
    char *rest = NULL;
    for (char *line = strtok_r((char *)bytes.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *equals = strchr(line, '=');
        if (equals) {
            *equals = 0;
            take_line(settings, line, equals + 1);
        }
    }
    mem_free(bytes.data);
}

void settings_save(const struct settings *settings)
{
    char path[STATE_PATH_BYTES + 16], text[256];
    int length = snprintf(text, sizeof text, "language=%s\n%shints=%d\n", settings->language,
                          !settings->has_theme            ? ""
                          : settings->theme == THEME_DARK ? "theme=dark\n"
                                                          : "theme=light\n",
                          settings->hints_read);
    if (file_path(path))
        file_write_private(path, text, (size_t)length, NULL);
}
