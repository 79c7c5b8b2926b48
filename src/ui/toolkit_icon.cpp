// Icons as paths on a grid of 24, stroked with one line width.
//
// M x y starts a line, L goes on, C is a cubic Bezier, Z closes; O x y r is a circle, D a disc,
// F fills what follows up to Z. Numbers and letters are apart by blanks.
#include "toolkit_private.hpp"

#include <cstdlib>

static const char *const PATHS[ICON_COUNT] = {
    /* UNDO */ "M 9 6 L 4.5 10.5 L 9 15 M 4.5 10.5 L 14 10.5 C 17.6 10.5 19.5 12.6 19.5 15 C 19.5 "
               "17.6 17.5 19.5 14.5 19.5 L 11 19.5",
    /* REDO */
    "M 15 6 L 19.5 10.5 L 15 15 M 19.5 10.5 L 10 10.5 C 6.4 10.5 4.5 12.6 4.5 15 C 4.5 17.6 6.5 "
    "19.5 9.5 19.5 L 13 19.5",
    /* OPEN */ "M 3.5 18.5 L 3.5 5.5 L 9.5 5.5 L 12 8.5 L 20.5 8.5 L 20.5 18.5 Z",
    /* SAVE */
    "M 4.5 4.5 L 15.5 4.5 L 19.5 8.5 L 19.5 19.5 L 4.5 19.5 Z M 8.5 4.5 L 8.5 9 L 14.5 9 L 14.5 "
    "4.5 M 8 19.5 L 8 14 L 16 14 L 16 19.5",
    /* PLUS */ "M 12 5 L 12 19 M 5 12 L 19 12",
    /* MINUS */ "M 5 12 L 19 12",
    /* EYE */
    "M 2.5 12 C 5 7.6 8.4 5.5 12 5.5 C 15.6 5.5 19 7.6 21.5 12 C 19 16.4 15.6 18.5 12 18.5 C 8.4 "
    "18.5 5 16.4 2.5 12 Z O 12 12 3",
    /* PLAY */ "F M 7.5 4.5 L 19 12 L 7.5 19.5 Z",
    /* PAUSE */ "F M 7 5 L 10 5 L 10 19 L 7 19 Z F M 14 5 L 17 5 L 17 19 L 14 19 Z",
    /* COMPARE */
    "M 3.5 5.5 L 20.5 5.5 L 20.5 18.5 L 3.5 18.5 Z F M 3.5 5.5 L 12 5.5 L 12 18.5 L 3.5 18.5 Z M "
    "12 3 L 12 21",
    /* FULLSCREEN */
    "M 4.5 9 L 4.5 4.5 L 9 4.5 M 15 4.5 L 19.5 4.5 L 19.5 9 M 19.5 15 L 19.5 19.5 L 15 19.5 M 9 "
    "19.5 L 4.5 19.5 L 4.5 15",
    /* HELP */
    "O 12 12 8.75 M 9.4 9.8 C 9.4 8.1 10.5 7.2 12 7.2 C 13.6 7.2 14.7 8.2 14.7 9.6 C 14.7 11.6 12 "
    "11.7 12 13.6 D 12 16.6 1.1",
    /* LEFT */ "M 14.75 5.5 L 8.25 12 L 14.75 18.5",
    /* RIGHT */ "M 9.25 5.5 L 15.75 12 L 9.25 18.5",
    /* TRASH */
    "M 4.5 7 L 19.5 7 M 9 7 L 9 4 L 15 4 L 15 7 M 6.5 7 L 7.4 20 L 16.6 20 L 17.5 7 M 10 10.5 L 10 "
    "16.5 M 14 10.5 L 14 16.5",
    /* HAND */
    "M 7 13 L 7 7.4 C 7 5.8 9.4 5.8 9.4 7.4 L 9.4 11 M 9.4 11 L 9.4 4.9 C 9.4 3.3 11.9 3.3 11.9 "
    "4.9 L 11.9 10.6 M 11.9 10.6 L 11.9 5.4 C 11.9 3.8 14.4 3.8 14.4 5.4 L 14.4 11.2 M 14.4 11.2 L "
    "14.4 7.6 C 14.4 6 16.9 6 16.9 7.6 L 16.9 14.5 C 16.9 18.4 15 20.7 11.8 20.7 C 8.8 20.7 7.4 "
    "19.4 6 16.8 L 4.1 13.3 C 3.4 11.8 5.2 10.8 6.1 12 L 7 13.4",
    /* PEN */
    "M 4 20 L 5 15.4 L 15.7 4.7 C 16.5 3.9 17.7 3.9 18.5 4.7 L 19.3 5.5 C 20.1 6.3 20.1 7.5 19.3 "
    "8.3 L 8.6 19 Z M 13.6 6.8 L 17.2 10.4",
    /* CLOSE */ "M 6 6 L 18 18 M 18 6 L 6 18",
    /* CHECK */ "M 4.5 12.5 L 9.5 17.5 L 19.5 7",
    /* MORE */ "D 5 12 1.7 D 12 12 1.7 D 19 12 1.7",
    /* EXPORT */
    "M 12 15.5 L 12 3.5 M 7.5 8 L 12 3.5 L 16.5 8 M 4.5 13 L 4.5 20 L 19.5 20 L 19.5 13",
    /* CAMERA */
    "M 3.5 7.5 L 8 7.5 L 9.5 4.5 L 14.5 4.5 L 16 7.5 L 20.5 7.5 L 20.5 19 L 3.5 19 Z O 12 13 3.5",
    /* RULER */
    "M 2.5 8 L 21.5 8 L 21.5 16 L 2.5 16 Z M 6.5 8 L 6.5 11 M 10.2 8 L 10.2 12.5 M 13.8 8 L 13.8 "
    "11 M 17.5 8 L 17.5 12.5",
    /* MIRROR */
    "M 12 3 L 12 6 M 12 9 L 12 12 M 12 15 L 12 18 M 12 20 L 12 21.5 M 8.5 6 L 3 18 L 8.5 18 Z F M "
    "15.5 6 L 21 18 L 15.5 18 Z",
    /* FIT */
    "M 3.5 5.5 L 20.5 5.5 L 20.5 18.5 L 3.5 18.5 Z M 8 12 L 16 12 M 10 9.7 L 7.7 12 L 10 14.3 M 14 "
    "9.7 L 16.3 12 L 14 14.3",
    /* INFO */ "O 12 12 8.75 M 12 11 L 12 16.5 D 12 7.8 1.1",
    /* WARNING */ "M 12 4 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.8 D 12 17.3 1.1",
    /* HEAD */
    "M 12 3 C 7.6 3 5.5 6.2 5.5 10.5 C 5.5 15.5 8.5 21 12 21 C 15.5 21 18.5 15.5 18.5 10.5 C 18.5 "
    "6.2 16.4 3 12 3 Z D 9.4 11.5 1.1 D 14.6 11.5 1.1",
    /* HAIRLINE */
    "M 4 18 L 4 14 C 4 8 7.5 4.5 12 4.5 C 16.5 4.5 20 8 20 14 L 20 18 M 4 14.5 C 7 13.5 7.5 11 9.5 "
    "10.5 C 11 10.1 13 10.1 14.5 10.5 C 16.5 11 17 13.5 20 14.5",
    /* AREA */
    "M 5 8 C 6.5 4.5 10 5.5 12.5 4.5 C 16.5 3 20 6 19.5 10 C 19.2 12.5 20.5 14 19 17 C 17.5 20 "
    "13.5 18.5 11 19.5 C 7.5 21 4 18.5 4.5 15 C 4.8 12.5 4 10.5 5 8 Z D 9.5 9.7 1.1 D 14 9 1.1 D "
    "11.8 13 1.1 D 15.6 13.4 1.1 D 8.8 15.6 1.1",
    /* DROP */
    "M 12 3.5 C 15 7.5 18.5 11 18.5 14.5 C 18.5 18.2 15.6 20.5 12 20.5 C 8.4 20.5 5.5 18.2 5.5 "
    "14.5 C 5.5 11 9 7.5 12 3.5 Z",
    /* CALENDAR */
    "M 3.5 6 L 20.5 6 L 20.5 20 L 3.5 20 Z M 3.5 10.5 L 20.5 10.5 M 8 3.5 L 8 7.5 M 16 3.5 L 16 "
    "7.5 D 8 15.2 1.1 D 12 15.2 1.1 D 16 15.2 1.1",
    /* THEME */
    "O 12 12 8.25 F M 12 3.75 C 16.6 3.75 20.25 7.4 20.25 12 C 20.25 16.6 16.6 20.25 12 20.25 Z",
    /* LANGUAGE */
    "O 12 12 8.5 M 3.5 12 L 20.5 12 M 12 3.5 C 9.2 6 8.2 9 8.2 12 C 8.2 15 9.2 18 12 20.5 M 12 3.5 "
    "C 14.8 6 15.8 9 15.8 12 C 15.8 15 14.8 18 12 20.5",
    /* SAVE_AS */
    "M 11.5 19.5 L 4.5 19.5 L 4.5 4.5 L 15.5 4.5 L 19.5 8.5 L 19.5 11 M 8.5 4.5 L 8.5 9 L 14.5 9 L "
    "14.5 4.5 M 17.5 14 L 17.5 21 M 14 17.5 L 21 17.5",
    /* SIDES */
    "M 3.5 5.5 L 10.5 5.5 L 10.5 18.5 L 3.5 18.5 Z M 13.5 5.5 L 20.5 5.5 L 20.5 18.5 L 13.5 18.5 Z",
};

// Walks over one path.
struct Plotter {
    ImVec2 origin;
    float unit, width;
    ImU32 colour;
    const char *at;
    bool fills;

    float number()
    {
        char *end = nullptr;
        float value = strtof(at, &end);
        at = end;
        return value;
    }
    ImVec2 point()
    {
        float x = number(), y = number();
        return ImVec2(origin.x + x * unit, origin.y + y * unit);
    }
    void stroke(bool closed)
    {
        ImDrawList *list = draw_list();
        if (list->_Path.Size > 1 && fills)
            list->PathFillConvex(colour);
        else if (list->_Path.Size > 1)
            list->PathStroke(colour, closed ? ImDrawFlags_Closed : 0, width);
        list->PathClear();
        fills = false;
    }
    void curve()
    {
        ImVec2 a = point(), b = point(), to = point();
        draw_list()->PathBezierCubicCurveTo(a, b, to, 8);
    }
    void circle(bool filled)
    {
        stroke(false);
        ImVec2 middle = point();
        float radius = number() * unit;
        if (filled)
            draw_list()->AddCircleFilled(middle, radius, colour, 0);
        else
            draw_list()->AddCircle(middle, radius, colour, 0, width);
    }
    void step(char what)
    {
        switch (what) {
        case 'F':
            stroke(false);
            fills = true;
            break;
        case 'M':
            if (draw_list()->_Path.Size > 0)
                stroke(false);
            draw_list()->PathLineTo(point());
            break;
        case 'L':
            draw_list()->PathLineTo(point());
            break;
        case 'C':
            curve();
            break;
        case 'Z':
            stroke(true);
            break;
        case 'O':
            circle(false);
            break;
        case 'D':
            circle(true);
            break;
        default:
            break; // a blank
        }
    }
};

void icon_draw(toolkit *t, enum icon which, ImVec2 middle, float size_px, ImU32 colour)
{
    if ((unsigned)which >= ICON_COUNT)
        return;
    float unit = size_px / 24;
    Plotter plotter = {ImVec2(middle.x - size_px / 2, middle.y - size_px / 2), unit, 0, colour, PATHS[which], false};
    plotter.width = ImMax(1.25f, 1.75f * ImMax(unit, pt(t, 0.75)));
    draw_list()->PathClear();
    while (*plotter.at)
        plotter.step(*plotter.at++);
    plotter.stroke(false);
}
