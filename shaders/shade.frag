// What is left of the photo's light, as codes of the photo's curve. Full light gives the photo's own code.
uniform sampler2D photo, left_over, shine, keep_out;
out vec4 code;

float decoded(float x)
{
    return x >= curve_line.z ? smp_pow(curve_power.y * x + curve_power.z, curve_power.x) + curve_power.w
                             : curve_line.x * x + curve_line.y;
}

float encoded(float linear)
{
    float power = (smp_pow(linear - curve_power.w, 1.0 / curve_power.x) - curve_power.z) / curve_power.y;
    float line = curve_line.x > 0.0 ? min((linear - curve_line.y) / curve_line.x, curve_line.z) : 0.0;
    return clamp(linear < curve_line.w ? line : power, 0.0, 1.0);
}

float shaded(float from, float light)
{
    float exact = encoded(decoded(from) * light) * shown.w;
    return light < 1.0 ? floor(exact + 0.5) / shown.w : from;
}

void main()
{
    ivec2 px = ivec2(gl_FragCoord.xy) - ivec2(target.xy);
    vec4 from = shown.x > 0.0 ? vec4(1.0) : texelFetch(photo, px, 0);
    vec3 left = texelFetch(left_over, px, 0).rgb;
    vec3 share = vec3(1.0);
    vec4 shines = shown.y > 0.0 ? texelFetch(shine, px, 0) : vec4(0.0);
    share -= shown.y > 1.0 ? shines.rgb : shines.rrr; // 2: of each colour apart, and of the head's part
    if (shown.y > 1.0 && shines.a < 1.0) {
        float part = max(shines.a, 1.0 / 255.0);
        left = vec3(smp_left_of_part(left.r, part), smp_left_of_part(left.g, part), smp_left_of_part(left.b, part));
    }
    if (shown.z > 0.0)
        share *= 1.0 - texelFetch(keep_out, px, 0).r;
    code = vec4(shaded(from.r, smp_left(left.r, share.r)), shaded(from.g, smp_left(left.g, share.g)),
                shaded(from.b, smp_left(left.b, share.b)), from.a);
}
