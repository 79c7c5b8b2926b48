// Intel, "Intel SHA Extensions", 2013: four rounds a turn of the loop, the state as (a b e f) and (c d g h).
#include "base/sha256_blocks.h"

#include <cpuid.h>
#include <immintrin.h>

bool sha256_is_built_in(void)
{
    unsigned a, b, c, d;
    return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA) != 0;
}

__attribute__((target("sha,sse4.1"))) static void add_block(__m128i *abef, __m128i *cdgh, const uint8_t block[64])
{
    const __m128i big_endian = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    __m128i w[4], abef_before = *abef, cdgh_before = *cdgh;
    for (int i = 0; i < 4; i++)
        w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * i)), big_endian);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
        __m128i round = _mm_loadu_si128((const __m128i *)(const void *)(sha256_round + 4 * i));
        __m128i sum = _mm_add_epi32(w[i % 4], round);
        *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
        *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0e));
        __m128i w1 = w[(i + 1) % 4], w2 = w[(i + 2) % 4], w3 = w[(i + 3) % 4];
        __m128i low = _mm_add_epi32(_mm_sha256msg1_epu32(w[i % 4], w1), _mm_alignr_epi8(w3, w2, 4));
        w[i % 4] = _mm_sha256msg2_epu32(low, w3);
    }
    *abef = _mm_add_epi32(*abef, abef_before);
    *cdgh = _mm_add_epi32(*cdgh, cdgh_before);
}

__attribute__((target("sha,sse4.1"))) void sha256_add_built_in(uint32_t state[8], const uint8_t *blocks, size_t count)
{
    uint32_t first[4] = {state[5], state[4], state[1], state[0]}, second[4] = {state[7], state[6], state[3], state[2]};
    __m128i abef = _mm_loadu_si128((const __m128i *)(const void *)first);
    __m128i cdgh = _mm_loadu_si128((const __m128i *)(const void *)second);
    for (size_t i = 0; i < count; i++)
        add_block(&abef, &cdgh, blocks + 64 * i);
    _mm_storeu_si128((__m128i *)(void *)first, abef);
    _mm_storeu_si128((__m128i *)(void *)second, cdgh);
    for (int i = 0; i < 2; i++) {
        state[1 - i] = first[i + 2];
        state[5 - i] = first[i];
        state[3 - i] = second[i + 2];
        state[7 - i] = second[i];
    }
}
