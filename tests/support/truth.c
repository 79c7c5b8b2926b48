#include "truth.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const truth_pictures[10] = {
    "s01_front_olive_panel",        "s02_threequarter_light_softbox", "s03_topfront_brown_window",
    "s04_top_dark_softtop",         "s05_back_light_thinning",        "s06_left_fair_panel",
    "s07_front_dark_softbox_headA", "s08_topfront_light_spots_headB", "s09_threequarter_fair_before",
    "s09_threequarter_fair_after",
};

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *text = calloc(1, 1 << 16);
    size_t size = text ? fread(text, 1, (1 << 16) - 1, file) : 0;
    fclose(file);
    if (size == 0) {
        free(text);
        return NULL;
    }
    return text;
}

// The numbers after "key": in a file whose form is known; a bare one or a list.
static bool numbers(const char *from, const char *key, int count, double *out)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\":", key);
    const char *at = from ? strstr(from, quoted) : NULL;
    if (!at)
        return false;
    at += strlen(quoted);
    for (int i = 0; i < count; i++) {
        char *end;
        at += strspn(at, " \t\r\n[,");
        out[i] = strtod(at, &end);
        if (end == at)
            return false;
        at = end;
    }
    return true;
}

static bool vector(const char *from, const char *key, struct vec3 *out)
{
    double n[3];
    bool is_there = numbers(from, key, 3, n);
    if (is_there)
        *out = vec3_make(n[0], n[1], n[2]);
    return is_there;
}

// Landmark objects: "name": { "pos_mm": ... }, up to the "truth" object.
static bool read_landmarks(struct truth *truth, const char *text)
{
    const char *at = strstr(text, "\"landmarks\"");
    for (at = at ? at + 11 : NULL; at && truth->landmark_count < TRUTH_MOST_LANDMARKS;) {
        const char *body = strchr(at, '{'), *pos = strstr(at, "\"pos_mm\"");
        const char *name = body ? strchr(at, '"') : NULL;
        if (truth->landmark_count == 0 && body) // the brace of the list itself
            name = strchr(body, '"');
        if (!name || !pos)
            break;
        struct truth_landmark *mark = &truth->landmark[truth->landmark_count++];
        snprintf(mark->name, sizeof mark->name, "%.*s", (int)strcspn(name + 1, "\""), name + 1);
        const char *end = strchr(pos, '}');
        double px[2];
        if (!end || !vector(pos, "pos_mm", &mark->pos_mm) || !vector(pos, "normal", &mark->normal) ||
            !numbers(pos, "px", 2, px))
            return false;
        mark->px = (struct pt_px){px[0], px[1]};
        const char *visible = strstr(pos, "\"visible\"");
        mark->is_visible = visible && visible < end && strstr(visible, "true") < end && strstr(visible, "true");
        const char *scale = strstr(pos, "\"px_per_mm_facing\"");
        if (scale && scale < end)
            numbers(scale, "px_per_mm_facing", 1, &mark->px_per_mm);
        at = end + 1;
        if (*(at + strspn(at, " \t\r\n")) == '}')
            break;
    }
    return truth->landmark_count > 0;
}

static bool read_camera(struct truth *truth, const char *text)
{
    const char *camera = strstr(text, "\"camera\"");
    struct vec3 eye, right, up, forward;
    double size[2], x, y;
    bool is_there = numbers(text, "size", 2, size) && numbers(camera, "focal_px", 1, &truth->focal_px) &&
                    numbers(camera, "cx", 1, &x) && numbers(camera, "cy", 1, &y) &&
                    numbers(camera, "f35_equiv_mm", 1, &truth->focal_35mm) && vector(camera, "pos_mm", &eye) &&
                    vector(camera, "right", &right) && vector(camera, "up", &up) && vector(camera, "forward", &forward);
    if (!is_there)
        return false;
    if (strstr(text, "\"iris_mm\""))
        numbers(strstr(text, "\"truth\""), "iris_mm", 1, &truth->iris_mm);
    truth->width_px = (int)size[0];
    truth->height_px = (int)size[1];
    truth->centre_px = (struct pt_px){x, y};
    truth->to_camera = (struct mat3){{right, vec3_scale(up, -1.0), forward}};
    truth->origin_mm = vec3_scale(mat3_mul(truth->to_camera, eye), -1.0);
    return true;
}

// Moves all from the file's origin to the middle between the tragions.
static bool move_origin(struct truth *truth)
{
    const struct truth_landmark *left = truth_find(truth, "tragion_left");
    const struct truth_landmark *right = truth_find(truth, "tragion_right");
    if (!left || !right)
        return false;
    struct vec3 middle = vec3_mix(left->pos_mm, right->pos_mm, 0.5);
    for (int i = 0; i < truth->landmark_count; i++)
        truth->landmark[i].pos_mm = vec3_sub(truth->landmark[i].pos_mm, middle);
    truth->origin_mm = vec3_add(truth->origin_mm, mat3_mul(truth->to_camera, middle));
    return true;
}

// NULL on failure; the caller frees. 16-bit greys come unchanged as linear values.
static void *read_png(const char *path, png_uint_32 format, int *width, int *height)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path))
        return NULL;
    image.format = format;
    void *pixels = malloc(PNG_IMAGE_SIZE(image));
    if (!pixels || !png_image_finish_read(&image, NULL, pixels, 0, NULL)) {
        free(pixels);
        png_image_free(&image);
        return NULL;
    }
    *width = (int)image.width;
    *height = (int)image.height;
    return pixels;
}

static bool read_maps(struct truth *truth, const char *stem)
{
    char path[4200];
    int width[3] = {0}, height[3] = {0};
    snprintf(path, sizeof path, "%s_depth16.png", stem);
    uint16_t *depth = read_png(path, PNG_FORMAT_LINEAR_Y, &width[0], &height[0]);
    snprintf(path, sizeof path, "%s_normal.png", stem);
    uint8_t *normal = read_png(path, PNG_FORMAT_RGB, &width[1], &height[1]);
    snprintf(path, sizeof path, "%s_mask.png", stem);
    truth->mask = read_png(path, PNG_FORMAT_RGB, &width[2], &height[2]);
    bool is_sound = depth && normal && truth->mask && width[0] == width[1] && width[1] == width[2] &&
                    height[0] == height[1] && height[1] == height[2];
    size_t count = (size_t)width[0] * (size_t)height[0];
    truth->map_width = width[0];
    truth->map_height = height[0];
    truth->depth_mm = calloc(count + 1, sizeof *truth->depth_mm);
    truth->normal = calloc(count + 1, sizeof *truth->normal);
    for (size_t i = 0; is_sound && i < count; i++) {
        const uint8_t *n = normal + 3 * i;
        truth->depth_mm[i] = (float)depth[i] / 40.0f;
        truth->normal[i] = vec3_unit(vec3_make(n[0] / 127.5 - 1.0, 1.0 - n[1] / 127.5, 1.0 - n[2] / 127.5));
    }
    free(depth);
    free(normal);
    return is_sound;
}

bool truth_load(struct truth *truth, const char *shared_folder, const char *picture)
{
    char stem[4096], path[4200];
    memset(truth, 0, sizeof *truth);
    snprintf(stem, sizeof stem, "%s/photos/%s", shared_folder, picture);
    snprintf(path, sizeof path, "%s.json", stem);
    char *text = read_text(path);
    double reduction = 0.0;
    bool is_sound = text && read_camera(truth, text) && read_landmarks(truth, text) && move_origin(truth) &&
                    numbers(strstr(text, "\"truth\""), "reduction", 1, &reduction) && read_maps(truth, stem);
    truth->reduction = (int)reduction;
    free(text);
    if (!is_sound)
        truth_finish(truth);
    return is_sound;
}

void truth_finish(struct truth *truth)
{
    free(truth->depth_mm);
    free(truth->normal);
    free(truth->mask);
    memset(truth, 0, sizeof *truth);
}

const struct truth_landmark *truth_find(const struct truth *truth, const char *name)
{
    for (int i = 0; i < truth->landmark_count; i++)
        if (strcmp(truth->landmark[i].name, name) == 0)
            return &truth->landmark[i];
    return NULL;
}

struct pt_px truth_map_px(const struct truth *truth, int u, int v)
{
    return (struct pt_px){(u + 0.5) * truth->reduction, (v + 0.5) * truth->reduction};
}

struct vec3 truth_map_point_mm(const struct truth *truth, int u, int v)
{
    struct pt_px px = truth_map_px(truth, u, v);
    double depth_mm = (double)truth->depth_mm[v * truth->map_width + u];
    struct vec3 c = {(px.x - truth->centre_px.x) / truth->focal_px * depth_mm,
                     (px.y - truth->centre_px.y) / truth->focal_px * depth_mm, depth_mm};
    return mat3_mul_transposed(truth->to_camera, vec3_sub(c, truth->origin_mm));
}
