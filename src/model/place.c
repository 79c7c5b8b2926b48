#include "model/place.h"

static struct vec3 aside(const struct head *head, struct vec3 middle, double aside_mm, int side)
{
    return head_walk(head, middle, vec3_make(side, 0.0, 0.0), aside_mm);
}

struct vec3 place_above(const struct head *head, double along_mm, double aside_mm, int side)
{
    struct vec3 middle = head_walk(head, head->glabella, vec3_make(0.0, 0.0, 1.0), along_mm);
    return aside(head, middle, aside_mm, side);
}

struct vec3 place_behind(const struct head *head, double down_mm, double aside_mm, int side)
{
    struct vec3 whorl = vec3_unit(vec3_make(0.0, head->whorl.y, head->whorl.z));
    struct vec3 middle = head_walk(head, whorl, vec3_make(0.0, 0.0, -1.0), down_mm);
    return aside(head, middle, aside_mm, side);
}

struct vec3 place_beside(const struct head *head, double forward_mm, double up_mm, int side)
{
    double inner = 0.0, outer = 200.0;
    for (int i = 0; i < 40; i++) {
        double half = 0.5 * (inner + outer);
        struct vec3 p = vec3_sub(vec3_make(side * half, -forward_mm, up_mm), head->centre_mm);
        if (vec3_length(p) < head_radius_mm(head, vec3_unit(p)))
            inner = half;
        else
            outer = half;
    }
    return head_dir_of(head, vec3_make(side * outer, -forward_mm, up_mm));
}
