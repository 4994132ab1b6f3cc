/* SHA-256 as FIPS 180-4 has it. The only state is on the stack. */
#include "sha256.h"

#include <string.h>

#define BLOCK_BYTES 64

struct hash {
    uint32_t h[8];
    uint8_t block[BLOCK_BYTES];
    size_t filled;
    uint64_t total;
};

static const uint32_t k[64] = {
    0x428a2f98u, 0x71374491u, 0xb5c0fbcfu, 0xe9b5dba5u, 0x3956c25bu,
    0x59f111f1u, 0x923f82a4u, 0xab1c5ed5u, 0xd807aa98u, 0x12835b01u,
    0x243185beu, 0x550c7dc3u, 0x72be5d74u, 0x80deb1feu, 0x9bdc06a7u,
    0xc19bf174u, 0xe49b69c1u, 0xefbe4786u, 0x0fc19dc6u, 0x240ca1ccu,
    0x2de92c6fu, 0x4a7484aau, 0x5cb0a9dcu, 0x76f988dau, 0x983e5152u,
    0xa831c66du, 0xb00327c8u, 0xbf597fc7u, 0xc6e00bf3u, 0xd5a79147u,
    0x06ca6351u, 0x14292967u, 0x27b70a85u, 0x2e1b2138u, 0x4d2c6dfcu,
    0x53380d13u, 0x650a7354u, 0x766a0abbu, 0x81c2c92eu, 0x92722c85u,
    0xa2bfe8a1u, 0xa81a664bu, 0xc24b8b70u, 0xc76c51a3u, 0xd192e819u,
    0xd6990624u, 0xf40e3585u, 0x106aa070u, 0x19a4c116u, 0x1e376c08u,
    0x2748774cu, 0x34b0bcb5u, 0x391c0cb3u, 0x4ed8aa4au, 0x5b9cca4fu,
    0x682e6ff3u, 0x748f82eeu, 0x78a5636fu, 0x84c87814u, 0x8cc70208u,
    0x90befffau, 0xa4506cebu, 0xbef9a3f7u, 0xc67178f2u,
};

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static uint32_t load(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void store(uint8_t *p, uint32_t x)
{
    p[0] = (uint8_t)(x >> 24);
    p[1] = (uint8_t)(x >> 16);
    p[2] = (uint8_t)(x >> 8);
    p[3] = (uint8_t)x;
}

static void compress(uint32_t h[8], const uint8_t block[BLOCK_BYTES])
{
    uint32_t w[64];
    uint32_t v[8];
    unsigned i;

    for (i = 0; i < 16; i++)
        w[i] = load(block + 4 * i);
    for (; i < 64; i++) {
        uint32_t a = w[i - 15];
        uint32_t b = w[i - 2];

        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    memcpy(v, h, sizeof v);
    for (i = 0; i < 64; i++) {
        uint32_t e = v[4];
        uint32_t a = v[0];
        uint32_t t1 = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                      ((e & v[5]) ^ (~e & v[6])) + k[i] + w[i];
        uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                      ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));

        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (i = 0; i < 8; i++)
        h[i] += v[i];
}

static void feed(struct hash *s, const uint8_t *bytes, size_t length)
{
    s->total += length;
    while (length > 0) {
        size_t n = BLOCK_BYTES - s->filled;

        if (n > length)
            n = length;
        memcpy(s->block + s->filled, bytes, n);
        s->filled += n;
        bytes += n;
        length -= n;
        if (s->filled == BLOCK_BYTES) {
            compress(s->h, s->block);
            s->filled = 0;
        }
    }
}

void asxb_sha256(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len,
                 uint8_t out[ASXB_SHA256_BYTES])
{
    static const uint8_t padding[BLOCK_BYTES] = {0x80};
    struct hash s = {
        .h = {0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au, 0x510e527fu,
              0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u},
    };
    uint8_t bits[8];
    unsigned i;

    feed(&s, a, a_len);
    feed(&s, b, b_len);
    store(bits, (uint32_t)(s.total >> 29));
    store(bits + 4, (uint32_t)(s.total << 3));
    /* Up to eight bytes before the end of a block. */
    feed(&s, padding, 1 + (BLOCK_BYTES + 55 - s.filled) % BLOCK_BYTES);
    feed(&s, bits, sizeof bits);
    for (i = 0; i < 8; i++)
        store(out + 4 * i, s.h[i]);
}
