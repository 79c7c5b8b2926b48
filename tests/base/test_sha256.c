// Values: NIST, "Examples with intermediate values" of FIPS 180, and its long-message example.
#include "testing.h"

#include "base/mem.h"
#include "base/sha256.h"

#include <string.h>

static void check(const void *data, size_t size, const char *wanted)
{
    char hex[65];
    sha256_hex(data, size, hex);
    assert_string_equal(hex, wanted);
}

static void nist_vectors(void **state)
{
    (void)state;
    check("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    check(two, strlen(two), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    const char *four = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                       "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";
    check(four, strlen(four), "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    char *million = mem_alloc(1000000);
    memset(million, 'a', 1000000);
    check(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    mem_free(million);
}

// Zeros around the lengths where one more block is needed; values from coreutils' sha256sum.
static void block_edges(void **state)
{
    (void)state;
    static const uint8_t ZEROS[120];
    static const struct {
        size_t size;
        const char *hex;
    } ROWS[] = {
        {55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7"},
        {56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb"},
        {63, "c7723fa1e0127975e49e62e753db53924c1bd84b8ac1ac08df78d09270f3d971"},
        {64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"},
        {119, "f616b0d54e78571a9611f343c9f8e022e859e920381ab0e4d3da01e193a7bd7e"},
        {120, "6edd9f6f9cc92cded36e6c4a580933f9c9f1b90562b46903b806f21902a1a54f"},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        check(ZEROS, ROWS[i].size, ROWS[i].hex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nist_vectors), cmocka_unit_test(block_edges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
