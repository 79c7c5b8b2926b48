// What the window leans on: the picture as a texture, OpenGL's state, shaders that change on the disk, and
// machines without OpenGL.
#include "agreement.h"

#include "base/file.h"
#include "picture.h"
#include "render/gl_probe.h"

#include <epoxy/gl.h>
#include <stdlib.h>
#include <unistd.h>

static struct patch_scene make_patch(void)
{
    struct patch_scene p = patch_create(180, 131, PIXELS_RGBA8, 170);
    patch_add_field(&p, 50, 50, 130, 90, 9.0, 150, 0.6);
    return p;
}

static struct image *read_texture(unsigned texture, int width_px, int height_px)
{
    GLint width = 0, height = 0;
    glBindTexture(GL_TEXTURE_2D, texture);
    glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_WIDTH, &width);
    glGetTexLevelParameteriv(GL_TEXTURE_2D, 0, GL_TEXTURE_HEIGHT, &height);
    assert_int_equal(width, width_px);
    assert_int_equal(height, height_px);
    struct image *out = image_create(width_px, height_px, PIXELS_RGBA8, NULL);
    glPixelStorei(GL_PACK_ROW_LENGTH, (GLint)(out->pitch_bytes / 4));
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, out->data);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    return out;
}

static void test_texture_is_the_picture(void **state)
{
    const struct gl_bench *bench = *state;
    struct patch_scene p = make_patch();
    struct err err = {0};
    p.scene.space = &p.space;
    for (int tile = 0; tile <= 40; tile += 40)
        for (int layer = LAYER_PICTURE; layer <= LAYER_DOTS; layer++) {
            struct render_request request = {.scene = &p.scene, .layer = (enum render_layer)layer, .tile_px = tile};
            unsigned texture = 0;
            struct image *want = draw_with(render_gl(bench->renderer), &request);
            assert_true(render_gl_to_texture(bench->renderer, &request, &texture, &err));
            struct image *got = read_texture(texture, 180, 131);
            assert_int_equal(picture_max_difference(want, got), 0);
            image_unref(want);
            image_unref(got);
        }
    patch_finish(&p);
}

static void test_state_is_as_told(void **state)
{
    const struct gl_bench *bench = *state;
    struct patch_scene p = make_patch();
    p.scene.space = &p.space;
    struct image *want = draw_with(render_gl(bench->renderer), &(struct render_request){.scene = &p.scene});
    struct patch_scene other = patch_create(180, 131, PIXELS_RGBA8, 90); // so that no target holds `want` any more
    patch_add_field(&other, 40, 40, 140, 100, 6.0, 90, 0.6);
    other.scene.space = &other.space;
    image_unref(draw_with(render_gl(bench->renderer), &(struct render_request){.scene = &other.scene}));
    patch_finish(&other);
    GLuint framebuffer, vertex_array;
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glGenVertexArrays(1, &vertex_array);
    glBindVertexArray(vertex_array);
    glViewport(1, 2, 3, 4);
    glEnable(GL_SCISSOR_TEST); // somebody else's leavings, all of which would spoil a picture
    glScissor(0, 0, 1, 1);
    glEnable(GL_CULL_FACE);
    glFrontFace(GL_CW);
    glEnable(GL_BLEND);
    glBlendEquation(GL_MAX);
    glColorMask(GL_TRUE, GL_FALSE, GL_TRUE, GL_FALSE);
    glActiveTexture(GL_TEXTURE5);
    glBegin(GL_LINES); // an error that nobody took
    struct image *got = draw_with(render_gl(bench->renderer), &(struct render_request){.scene = &p.scene});
    assert_int_equal(picture_max_difference(want, got), 0);
    GLint bound = 0, viewport[4], active = 0, program = 1;
    glGetIntegerv(GL_FRAMEBUFFER_BINDING, &bound);
    glGetIntegerv(GL_VIEWPORT, viewport);
    glGetIntegerv(GL_ACTIVE_TEXTURE, &active);
    glGetIntegerv(GL_CURRENT_PROGRAM, &program);
    assert_int_equal(bound, framebuffer);
    assert_true(viewport[0] == 1 && viewport[1] == 2 && viewport[2] == 3 && viewport[3] == 4);
    assert_int_equal(active, GL_TEXTURE0);
    assert_int_equal(program, 0);
    assert_int_equal(glGetError(), GL_NO_ERROR);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glDeleteFramebuffers(1, &framebuffer);
    glDeleteVertexArrays(1, &vertex_array);
    image_unref(want);
    image_unref(got);
    patch_finish(&p);
}

// ---- shaders ----

static void keep_line(void *context, const char *line)
{
    snprintf(context, 512, "%s", line);
}

static void write_shader(const char *folder, const char *name, const char *text, size_t size)
{
    char path[512];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!file_write_atomic(path, text, size, &err))
        fail_msg("%s", err.text);
}

static void copy_shaders(const char *folder)
{
    static const char *const NAMES[] = {
        "dot.vert",   "full.vert",  "bell.frag",         "wide.frag",           "redness.frag",
        "light.frag", "shade.frag", "shared/smp_math.h", "shared/smp_optics.h", "shared/smp_splat.h"};
    char path[512];
    snprintf(path, sizeof path, "%s/shared", folder);
    assert_true(file_make_folder(path, NULL));
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct bytes bytes;
        snprintf(path, sizeof path, "%s/shaders/%s", testing_source(), NAMES[i]);
        assert_true(file_read(path, 1 << 20, &bytes, NULL));
        write_shader(folder, NAMES[i], (const char *)bytes.data, bytes.size);
        mem_free(bytes.data);
    }
}

static void expect_said(const char *said, const char *wanted)
{
    if (!strstr(said, wanted))
        fail_msg("said \"%s\", wanted \"%s\"", said, wanted);
}

static void test_shaders_reload(void **state)
{
    (void)state;
    char folder[] = "/tmp/stipple-shaders-XXXXXX", said[512] = "", command[600];
    assert_non_null(mkdtemp(folder));
    copy_shaders(folder);
    struct gl_options options = {.shader_folder = folder, .say = keep_line, .context = said};
    struct gl_renderer *gl = gl_renderer_create(&options, NULL);
    struct patch_scene p = make_patch();
    p.scene.space = &p.space;
    struct render_request request = {.scene = &p.scene};
    struct image *first = draw_with(render_gl(gl), &request);
    assert_string_equal(said, "");
    const char broken[] = "out vec4 code;\n\nvoid main()\n{\n    code = vec4(nothing);\n}\n";
    write_shader(folder, "shade.frag", broken, sizeof broken - 1);
    struct image *second = draw_with(render_gl(gl), &request);
    printf("a broken shader is told as: %s\n", said);
    expect_said(said, "shade.frag:5:");
    assert_int_equal(picture_max_difference(first, second), 0); // the old one goes on
    said[0] = 0;
    image_unref(draw_with(render_gl(gl), &request));
    assert_string_equal(said, ""); // told once
    const char plain[] = "out vec4 code;\nvoid main()\n{\n    code = vec4(0.0, 1.0, 0.0, 1.0);\n}\n";
    write_shader(folder, "shade.frag", plain, sizeof plain - 1);
    struct image *third = draw_with(render_gl(gl), &request);
    assert_int_equal(image_row(third, 70)[4 * 90 + 1], 255);
    const char shared[] = "\n\nSMP_FN float oops(float x)\n{\n    return y;\n}\n";
    write_shader(folder, "shared/smp_splat.h", shared, sizeof shared - 1);
    image_unref(draw_with(render_gl(gl), &request));
    printf("and a broken shared header as: %s\n", said);
    expect_said(said, "smp_splat.h:5:");
    image_unref(first);
    image_unref(second);
    image_unref(third);
    patch_finish(&p);
    gl_renderer_destroy(gl);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

// ---- machines ----

static void test_probe(void **state)
{
    (void)state;
    struct gl_facts facts;
    struct err err = {0};
    if (!gl_probe(&facts, &err))
        fail_msg("%s", err.text);
    printf("probe: %s, %s, %s, textures to %d px, %s\n", facts.vendor, facts.renderer, facts.version,
           facts.most_texture_px, facts.is_software ? "software" : "hardware");
    assert_true(facts.most_texture_px >= 2048);
    assert_int_equal(facts.is_software, strstr(facts.renderer, "llvmpipe") != NULL);
    assert_int_equal(gl_use_of(&facts), facts.is_software ? GL_USE_SHOW : GL_USE_RENDER);
    struct gl_facts card = {.renderer = "AMD Radeon RX 6600 (navi23, LLVM 15.0.6)"};
    card.is_software = gl_is_software(card.renderer);
    assert_int_equal(gl_use_of(&card), GL_USE_RENDER);
}

static void expect_no_gl(const char *variable, const char *value, const char *said)
{
    char old[256];
    struct gl_facts facts;
    struct err err = {0};
    snprintf(old, sizeof old, "%s", getenv(variable) ? getenv(variable) : "");
    setenv(variable, value, 1);
    assert_false(gl_probe(&facts, &err));
    printf("%s=%s: %s\n", variable, value, err.text);
    assert_int_equal(err.code, ERR_MACHINE);
    expect_said(err.text, said);
    if (*old)
        setenv(variable, old, 1);
    else
        unsetenv(variable);
}

static void test_no_gl(void **state)
{
    (void)state;
    expect_no_gl("MESA_GL_VERSION_OVERRIDE", "2.1", "OpenGL");
    expect_no_gl("__EGL_VENDOR_LIBRARY_FILENAMES", "/nonexistent", "OpenGL");
    expect_no_gl("SDL_VIDEODRIVER", "dummy", "OpenGL");
    expect_no_gl("SDL_VIDEODRIVER", "nonsense", "OpenGL");
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], GL_PROBE_SWITCH) == 0)
        gl_probe_child();
    static struct gl_bench bench;
    bench = gl_bench_open(&(struct gl_options){0});
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_texture_is_the_picture, &bench),
        cmocka_unit_test_prestate(test_state_is_as_told, &bench),
        cmocka_unit_test_prestate(test_shaders_reload, &bench),
        cmocka_unit_test(test_probe),
        cmocka_unit_test(test_no_gl),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    gl_bench_close(&bench);
    return failed;
}
