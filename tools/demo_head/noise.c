#include "noise.h"

float hash_normal(uint32_t index, uint32_t stream)
{
    float sum = 0.0f;
    for (uint32_t i = 0; i < 4; i++)
        sum += hash_unit(index * 4u + i, stream);
    return (sum - 2.0f) * 1.7320508f;
}

static float fade(float t)
{
    return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f);
}

/* Dot product of the offset with one of the 12 edge directions of a cube. */
static float edge_dot(uint32_t bits, float x, float y, float z)
{
    uint32_t h = bits & 15u;
    float u = h < 8 ? x : y;
    float v = h < 4 ? y : (h == 12 || h == 14) ? x : z;
    return ((h & 1u) ? -u : u) + ((h & 2u) ? -v : v);
}

float noise_at(vec3 p, uint32_t seed)
{
    float fx = floorf(p.x), fy = floorf(p.y), fz = floorf(p.z);
    int ix = (int)fx, iy = (int)fy, iz = (int)fz;
    float x = p.x - fx, y = p.y - fy, z = p.z - fz;
    float wx = fade(x), wy = fade(y), wz = fade(z);
    float plane[2];
    for (int k = 0; k < 2; k++) {
        float row[2];
        for (int j = 0; j < 2; j++) {
            float a = edge_dot(hash_cell(ix, iy + j, iz + k, seed), x, y - (float)j, z - (float)k);
            float b = edge_dot(hash_cell(ix + 1, iy + j, iz + k, seed), x - 1.0f, y - (float)j, z - (float)k);
            row[j] = mixf(a, b, wx);
        }
        plane[k] = mixf(row[0], row[1], wy);
    }
    return mixf(plane[0], plane[1], wz);
}

float noise_sum(vec3 p, int octaves, float gain, uint32_t seed)
{
    float sum = 0.0f, weight = 1.0f;
    for (int i = 0; i < octaves; i++) {
        sum += weight * noise_at(p, seed + (uint32_t)i * 17u);
        p = v3(p.y * 2.03f + 11.7f, p.z * 2.03f - 5.3f, p.x * 2.03f + 3.1f);
        weight *= gain;
    }
    return sum;
}

noise_cell noise_cells(vec3 p, uint32_t seed)
{
    float fx = floorf(p.x), fy = floorf(p.y), fz = floorf(p.z);
    float x = p.x - fx, y = p.y - fy, z = p.z - fz;
    float near2 = 9.0f, second2 = 9.0f;
    noise_cell cell = {0};
    for (int k = -1; k <= 1; k++)
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
                uint32_t h = hash_cell((int)fx + i, (int)fy + j, (int)fz + k, seed);
                float dx = (float)i + (float)(h & 1023u) * (1.0f / 1024.0f) - x;
                float dy = (float)j + (float)(h >> 10 & 1023u) * (1.0f / 1024.0f) - y;
                float dz = (float)k + (float)(h >> 20 & 1023u) * (1.0f / 1024.0f) - z;
                float d2 = dx * dx + dy * dy + dz * dz;
                if (d2 < near2) {
                    second2 = near2;
                    near2 = d2;
                    cell.id = h;
                } else if (d2 < second2) {
                    second2 = d2;
                }
            }
    cell.nearest = sqrtf(near2);
    cell.second = sqrtf(second2);
    return cell;
}
