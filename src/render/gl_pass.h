// What every pass of the OpenGL back end is told: one uniform block, declared once for C and GLSL.
#pragma once

// Each a vec4, so that std140 lays them out as C does.
#define GL_PASS_MEMBERS(M)                                                                                             \
    M(target) /* first pixel or node of the target, its width and height */                                            \
    M(level)  /* x: level of the grid whose dots are drawn */                                                          \
    M(coarse) /* first node x, y; step in px */                                                                        \
    M(fine)                                                                                                            \
    M(veil)                                                                                                            \
    M(n1)                                                                                                              \
    M(n2)                                                                                                              \
    M(redness)     /* w: there is any */                                                                               \
    M(curve_power) /* g, a, b, e of struct transfer */                                                                 \
    M(curve_line)  /* c, f, d; light at d */                                                                           \
    M(shown)       /* white instead of the photo; shine; keep-out; largest code */

#define GL_PASS_AS_C(name) float name[4];
struct gl_pass {
    GL_PASS_MEMBERS(GL_PASS_AS_C)
};

#define GL_PASS_AS_GLSL(name) "    vec4 " #name ";\n"
#define GL_PASS_GLSL "layout(std140) uniform pass_block {\n" GL_PASS_MEMBERS(GL_PASS_AS_GLSL) "};\n"
