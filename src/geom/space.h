// Point types, one for each space, so that mixing spaces does not compile.
#pragma once

// Photo pixels of the upright photo: origin top left, y down, middle of the first pixel (0.5, 0.5).
struct pt_px {
    double x, y;
};

// Millimetres in the plane that touches the head at a named place.
struct pt_mm {
    double x, y;
};

// 2 x 2 matrix; as a Jacobian, photo pixels (rows x, y) for each mm along two tangents (columns).
struct mat2 {
    double xx, xy, yx, yy;
};
