// How near the nearest dot is: its squared distance as a share of the reach of redness; the least is kept.
flat in vec2 middle;
flat in vec3 form;
out vec4 nearness;

void main()
{
    vec2 d = gl_FragCoord.xy - 0.5 + target.xy - middle;
    nearness = vec4(min(form.x * d.x * d.x + form.y * d.x * d.y + form.z * d.y * d.y, 1.0));
}
