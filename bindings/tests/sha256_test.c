#include "cmocka_first.h"
#include "sha256.h"

static void assert_hash(const char *a, const char *b, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t hash[ASXB_SHA256_BYTES];
    char text[2 * ASXB_SHA256_BYTES + 1] = {0};
    unsigned i;

    asxb_sha256((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b),
                hash);
    for (i = 0; i < ASXB_SHA256_BYTES; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    assert_string_equal(text, hex);
}

static void matches_the_published_vectors(void **state)
{
    (void)state;
    assert_hash("", "",
                "e3b0c44298fc1c149afbf4c8996fb924"
                "27ae41e4649b934ca495991b7852b855");
    assert_hash("abc", "",
                "ba7816bf8f01cfea414140de5dae2223"
                "b00361a396177a9cb410ff61f20015ad");
    assert_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "",
                "248d6a61d20638b8e5c026930c3e6039"
                "a33ce45964ff2167f6ecedd419db06c1");
    assert_hash("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn",
                "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b049237"
                "0b249b11e8f07a51afac45037afee9d1");
}

static void hashes_a_million_bytes(void **state)
{
    static const uint8_t expected[4] = {0xcd, 0xc7, 0x6e, 0x5c};
    static uint8_t bytes[1000000];
    uint8_t hash[ASXB_SHA256_BYTES];

    (void)state;
    memset(bytes, 'a', sizeof bytes);
    asxb_sha256(bytes, sizeof bytes, NULL, 0, hash);
    assert_memory_equal(hash, expected, sizeof expected);
}

static void does_not_care_where_the_ranges_meet(void **state)
{
    uint8_t bytes[200];
    uint8_t whole[ASXB_SHA256_BYTES];
    uint8_t parts[ASXB_SHA256_BYTES];
    unsigned length;
    unsigned cut;

    (void)state;
    for (length = 0; length < sizeof bytes; length++)
        bytes[length] = (uint8_t)(length * 7);
    for (length = 0; length <= sizeof bytes; length++) {
        asxb_sha256(bytes, length, NULL, 0, whole);
        for (cut = 0; cut <= length; cut += 13) {
            asxb_sha256(bytes, cut, bytes + cut, length - cut, parts);
            assert_memory_equal(whole, parts, sizeof whole);
        }
    }
}

static void may_write_over_what_it_reads(void **state)
{
    uint8_t chain[ASXB_SHA256_BYTES] = {1, 2, 3};
    uint8_t expected[ASXB_SHA256_BYTES];

    (void)state;
    asxb_sha256(chain, sizeof chain, (const uint8_t *)"x", 1, expected);
    asxb_sha256(chain, sizeof chain, (const uint8_t *)"x", 1, chain);
    assert_memory_equal(chain, expected, sizeof chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_the_published_vectors),
        cmocka_unit_test(hashes_a_million_bytes),
        cmocka_unit_test(does_not_care_where_the_ranges_meet),
        cmocka_unit_test(may_write_over_what_it_reads),
    };

    return cmocka_run_group_tests_name("sha256", tests, NULL, NULL);
}
