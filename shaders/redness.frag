// The redness of one dot on the nodes of a grid, added to that of the others.
flat in vec2 middle;
flat in vec3 form;
flat in vec4 more; // its peak
out vec4 added;

void main()
{
    vec2 d = gl_FragCoord.xy - 0.5 + target.xy - middle;
    float u = max(1.0 - (form.x * d.x * d.x + form.y * d.x * d.y + form.z * d.y * d.y), 0.0);
    added = vec4(more.x * SMP_REDNESS_BELL(u));
}
