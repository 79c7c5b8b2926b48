#include "render/gl_target.h"

#include <epoxy/gl.h>

struct transfer_type {
    GLenum format, type;
};

static struct transfer_type type_of(size_t pixel_bytes)
{
    if (pixel_bytes == 1)
        return (struct transfer_type){GL_RED, GL_UNSIGNED_BYTE};
    return (struct transfer_type){GL_RGBA, pixel_bytes == 8 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_BYTE};
}

static void make_texture(struct gl_target *target)
{
    glGenTextures(1, &target->texture);
    glBindTexture(GL_TEXTURE_2D, target->texture);
    glTexImage2D(GL_TEXTURE_2D, 0, (GLint)target->format, target->width, target->height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 NULL);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

bool gl_target_fit(struct gl_target *target, int width, int height, unsigned format, struct err *err)
{
    if (target->texture && target->format == format && target->width >= width && target->height >= height)
        return true;
    gl_target_finish(target);
    *target = (struct gl_target){.width = width, .height = height, .format = format};
    make_texture(target);
    glGenFramebuffers(1, &target->framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, target->framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, target->texture, 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE && glGetError() == GL_NO_ERROR)
        return true;
    gl_target_finish(target);
    return err_set(err, ERR_MACHINE,
                   "the graphics driver has no room for a picture of %d x %d px; use the "
                   "CPU renderer",
                   width, height);
}

void gl_target_finish(struct gl_target *target)
{
    glDeleteFramebuffers(1, &target->framebuffer);
    glDeleteTextures(1, &target->texture);
    *target = (struct gl_target){0};
}

void gl_target_write(const struct gl_target *target, const struct gl_pixels *from)
{
    struct transfer_type t = type_of(from->pixel_bytes);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, (GLint)(from->pitch_bytes / from->pixel_bytes));
    glBindTexture(GL_TEXTURE_2D, target->texture);
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, from->width, from->height, t.format, t.type, from->data);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

void gl_target_read(const struct gl_target *target, const struct gl_pixels *into)
{
    struct transfer_type t = type_of(into->pixel_bytes);
    glBindFramebuffer(GL_FRAMEBUFFER, target->framebuffer);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glPixelStorei(GL_PACK_ROW_LENGTH, (GLint)(into->pitch_bytes / into->pixel_bytes));
    glReadPixels(0, 0, into->width, into->height, t.format, t.type, into->data);
    glPixelStorei(GL_PACK_ROW_LENGTH, 0);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
}
