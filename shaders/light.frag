// Transmittance of one layer; multiplied into what the layers before have left.
uniform sampler2D sharp, coarse_nodes, fine_nodes, red_nodes;
out vec4 left_over;

// Where a pixel lies between the nodes of a grid: the node above and to the left, and the shares of the next.
ivec2 node_of(vec4 grid)
{
    return (ivec2(gl_FragCoord.xy) + ivec2(target.xy) - ivec2(grid.xy) * int(grid.z)) / int(grid.z);
}
vec2 share_of(vec4 grid)
{
    ivec2 from = ivec2(gl_FragCoord.xy) + ivec2(target.xy) - ivec2(grid.xy) * int(grid.z);
    return vec2(from % int(grid.z)) / grid.z;
}

vec3 between(vec3 a, vec3 b, vec3 c, vec3 d, vec2 share)
{
    return mix(mix(a, b, share.x), mix(c, d, share.x), share.y);
}

vec3 spread(sampler2D nodes, vec4 grid)
{
    ivec2 n = node_of(grid);
    return between(texelFetch(nodes, n, 0).rgb, texelFetch(nodes, n + ivec2(1, 0), 0).rgb,
                   texelFetch(nodes, n + ivec2(0, 1), 0).rgb, texelFetch(nodes, n + ivec2(1, 1), 0).rgb,
                   share_of(grid));
}

vec3 red_light(ivec2 node)
{
    float share = smp_redness_share(texelFetch(red_nodes, node, 0).r);
    return vec3(smp_exp(-redness.r * share), smp_exp(-redness.g * share), smp_exp(-redness.b * share));
}

vec3 spread_red()
{
    ivec2 n = node_of(fine);
    return between(red_light(n), red_light(n + ivec2(1, 0)), red_light(n + ivec2(0, 1)),
                   red_light(n + ivec2(1, 1)), share_of(fine));
}

void main()
{
    vec3 cov1 = texelFetch(sharp, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 cov2 = spread(coarse_nodes, coarse) + spread(fine_nodes, fine);
    vec3 light = vec3(smp_through(veil.r, cov1.r, cov2.r, n1.r, n2.r),
                      smp_through(veil.g, cov1.g, cov2.g, n1.g, n2.g),
                      smp_through(veil.b, cov1.b, cov2.b, n1.b, n2.b));
    if (redness.w > 0.0)
        light *= spread_red();
    left_over = vec4(light, 1.0);
}
