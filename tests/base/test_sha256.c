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

// The length goes into the last block or into one more: both sides of that edge differ.
static void every_length_differs(void **state)
{
    (void)state;
    static const uint8_t zeros[130];
    char hex[131][65];
    for (size_t n = 0; n <= 130; n++) {
        sha256_hex(zeros, n, hex[n]);
        for (size_t m = 0; m < n; m++)
            assert_string_not_equal(hex[n], hex[m]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nist_vectors),
                                       cmocka_unit_test(every_length_differs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
