// The sharp leg of one dot, added to those of the others.
flat in vec2 middle;
flat in vec3 form;
flat in vec4 more; // green's cubic
flat in vec4 rest; // a and b of red, of blue
out vec4 absorbed;

void main()
{
    vec2 d = gl_FragCoord.xy - 0.5 + target.xy - middle;
    float u = max(1.0 - (form.x * d.x * d.x + form.y * d.x * d.y + form.z * d.y * d.y), 0.0);
    float green = smp_bell(u, more.x, more.y, more.z, more.w);
    absorbed = vec4(green * (rest.x + rest.y * u), green, green * (rest.z + rest.w * u), 0.0);
}
