// The wide leg of one dot on the nodes of a grid, added to those of the others.
flat in vec2 middle;
flat in vec3 form;
flat in vec4 more; // peaks: red's of u^2, green's of u^2 and u^5
flat in vec4 rest; // blue's of u^2, u^5 and u^8
out vec4 absorbed;

void main()
{
    vec2 d = gl_FragCoord.xy - 0.5 + target.xy - middle;
    float u = max(1.0 - (form.x * d.x * d.x + form.y * d.x * d.y + form.z * d.y * d.y), 0.0);
    float u2 = u * u, u3 = u2 * u;
    absorbed = vec4(more.x * u2, u2 * (more.y + more.z * u3), u2 * (rest.x + u3 * (rest.y + rest.z * u3)), 0.0);
}
