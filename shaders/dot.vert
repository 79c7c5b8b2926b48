// A part of a dot: the rectangle round its ellipse, in pixels or in nodes of a grid.
layout(location = 0) in vec4 dot_place; // middle x, y; half width, half height
layout(location = 1) in vec4 dot_form;  // xx, xy, yy of the ellipse; level of its grid
layout(location = 2) in vec4 dot_more;  // what bell.frag and wide.frag make of it
layout(location = 3) in vec4 dot_rest;

flat out vec2 middle;
flat out vec3 form;
flat out vec4 more, rest;

void main()
{
    vec2 corner = 2.0 * vec2(gl_VertexID & 1, gl_VertexID >> 1) - 1.0;
    vec2 place = dot_place.xy + corner * dot_place.zw + 0.5; // a pixel's middle lies half a pixel in
    bool is_other = dot_form.w != level.x;
    middle = dot_place.xy;
    form = dot_form.xyz;
    more = dot_more;
    rest = dot_rest;
    gl_Position = is_other ? vec4(2.0, 2.0, 0.0, 1.0)
                           : vec4(2.0 * (place - target.xy) / target.zw - 1.0, 0.0, 1.0);
}
