// Edges of boxes and their soft shadows.
//
// A shadow is a mesh of rings that fade outwards, not layers of whole boxes: software OpenGL draws
// it in a quarter of the time, and no bands show.
#include "toolkit_private.hpp"

#include <cmath>

// A line inside the box; of whole pixels, which ImGui draws with one strip.
void box_edge(ImDrawList *list, ImVec2 from, ImVec2 to, ImU32 colour, float round, float width)
{
    float whole = ImMax(1.0f, floorf(width + 0.5f)), in = (whole - 1) / 2;
    list->AddRect(ImVec2(from.x + in, from.y + in), ImVec2(to.x - in, to.y - in), colour, ImMax(0.0f, round - in), 0,
                  whole);
}

enum { STEPS = 6, POINTS = 4 * (STEPS + 1), RINGS = 6 }; // STEPS: of each corner

// One ring: the outline of the box with round corners, grown.
static void put_ring(ImDrawList *list, const ImRect &box, float round, float grow, ImU32 colour)
{
    float r = round + grow;
    for (int i = 0; i < POINTS; i++) {
        int corner = i / (STEPS + 1), step = i % (STEPS + 1); // clockwise from top left
        float angle = (float)M_PI_2 * ((float)corner + (float)step / STEPS) + (float)M_PI;
        float x = corner == 0 || corner == 3 ? box.Min.x + round : box.Max.x - round;
        float y = corner < 2 ? box.Min.y + round : box.Max.y - round;
        list->PrimWriteVtx(ImVec2(x + cosf(angle) * r, y + sinf(angle) * r), list->_Data->TexUvWhitePixel, colour);
    }
}

static void put_triangle(ImDrawList *list, unsigned a, unsigned b, unsigned c)
{
    list->PrimWriteIdx((ImDrawIdx)a);
    list->PrimWriteIdx((ImDrawIdx)b);
    list->PrimWriteIdx((ImDrawIdx)c);
}

// Falls off with the square of the distance; lies a little lower than its box.
void box_shadow(ImDrawList *list, const ImRect &box, float round, float reach, float strength)
{
    float down = reach * 0.3f;
    ImRect below = shrunk(box, down); // starts below the box, so that no gap shows at its top
    below.Translate(ImVec2(0, down));
    list->PrimReserve(6 * POINTS * (RINGS - 1), POINTS * RINGS);
    unsigned first = list->_VtxCurrentIdx;
    for (int ring = 0; ring < RINGS; ring++) {
        float share = (float)ring / (RINGS - 1);
        put_ring(list, below, round, share * (reach + down),
                 faded(IM_COL32_BLACK, strength * (1 - share) * (1 - share)));
    }
    for (unsigned i = 0; i < POINTS * (RINGS - 1); i++) {
        unsigned a = first + i, b = i % POINTS == POINTS - 1 ? a + 1 - POINTS : a + 1;
        put_triangle(list, a, a + POINTS, b + POINTS);
        put_triangle(list, a, b + POINTS, b);
    }
}
