/* The four workloads and their random numbers, for the programs in C and C++. All times in seconds.

   W1  M/M/1: a call a minute and a tenth, a minute each.
   W2  M/M/100+M: 100 calls a minute, a minute each, patience two minutes.
   W3  a day of 96 quarter hours (day.csv), lognormal talk time, patience three minutes.
   W4  W3 with callbacks: who still waits after 30 s, and every 120 s from then on, is offered one
       where the estimate by queue length is above 120 s; 3 of 10 accept and keep their place. */
#ifndef WORK_H
#define WORK_H
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUARTERS 96
#define QUARTER 900.0
#define NEVER 1e300
#define FIRST_OFFER 30.0
#define NEXT_OFFER 120.0
#define LONG_WAIT 120.0
#define TALK 300.0
#define ACCEPT 0.3

/* Random bits: a Weyl sequence, mixed by one wide product (wyrand). */
static uint64_t weyl;
static inline uint64_t bits(void)
{
    weyl += 0x2d358dccaa6c78a5u;
    unsigned __int128 wide = (unsigned __int128)weyl * (weyl ^ 0x8bb84b93962eacc9u);
    return (uint64_t)(wide >> 64) ^ (uint64_t)wide;
}
static inline double uniform(void) { return ((double)(bits() >> 11) + 0.5) * 0x1p-53; }

/* Ziggurats of 256 layers (Marsaglia and Tsang 2000); layer 0 is the base strip with the tail. */
struct ziggurat {
    double width[256], height[257];
    uint64_t inside[256];
};
static struct ziggurat exponential_zig, normal_zig;
static double fall(double x) { return exp(-x); }
static double fall_inverse(double y) { return -log(y); }
static double bell(double x) { return exp(-0.5 * x * x); }
static double bell_inverse(double y) { return sqrt(-2.0 * log(y)); }

static void build(struct ziggurat *z, double (*f)(double), double (*inverse)(double), double edge,
                  double area)
{
    double x = area / f(edge), next = edge;
    z->height[0] = 0.0;
    for (int layer = 0; layer < 256; layer++) {
        z->width[layer] = x * 0x1p-53;
        z->inside[layer] = (uint64_t)(next / x * 0x1p53);
        z->height[layer + 1] = layer < 255 ? f(next) : 1.0;
        x = next;
        next = layer < 254 ? inverse(area / x + f(x)) : 0.0;
    }
}

static __attribute__((noinline)) double exponential_rare(unsigned layer, double x)
{
    for (;;) {
        const struct ziggurat *z = &exponential_zig;
        if (layer == 0) return 7.69711747013104972 - log(uniform());
        double low = z->height[layer], high = z->height[layer + 1];
        if (low + uniform() * (high - low) < fall(x)) return x;
        uint64_t u = bits();
        layer = u & 255;
        x = (double)(u >> 11) * z->width[layer];
        if (u >> 11 < z->inside[layer]) return x;
    }
}
/* Exponential of mean 1. */
static inline double exponential(void)
{
    uint64_t u = bits();
    unsigned layer = u & 255;
    double x = (double)(u >> 11) * exponential_zig.width[layer];
    if (__builtin_expect(u >> 11 < exponential_zig.inside[layer], 1)) return x;
    return exponential_rare(layer, x);
}

static __attribute__((noinline)) double normal_rare(unsigned layer, double x)
{
    for (;;) {
        const struct ziggurat *z = &normal_zig;
        if (layer == 0) {
            const double edge = 3.6541528853610088;
            double beyond, test;
            do {
                beyond = -log(uniform()) / edge;
                test = -2.0 * log(uniform());
            } while (test < beyond * beyond);
            return edge + beyond;
        }
        double low = z->height[layer], high = z->height[layer + 1];
        if (low + uniform() * (high - low) < bell(x)) return x;
        uint64_t u = bits();
        layer = u & 255;
        x = (double)(u >> 11) * z->width[layer];
        if (u >> 11 < z->inside[layer]) return x;
    }
}
/* Normal of mean 0 and variance 1; the sign is bit 8, which neither layer nor place uses. */
static inline double normal(void)
{
    uint64_t u = bits();
    unsigned layer = u & 255;
    double x = (double)(u >> 11) * normal_zig.width[layer];
    if (__builtin_expect(u >> 11 >= normal_zig.inside[layer], 0)) x = normal_rare(layer, x);
    return u & 256 ? -x : x;
}

/* Lognormal talk time of mean 300 s and coefficient of variation 1.2. */
static double talk_mean, talk_spread;
static inline double lognormal(void) { return exp(talk_mean + talk_spread * normal()); }

/* The day: mean seconds between calls and agents, by quarter hour. */
static double gap_in[QUARTERS];
static int agents_in[QUARTERS];
static void read_day(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[200];
    if (!file || !fgets(line, sizeof line, file)) { perror(path); exit(2); }
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        double calls;
        if (!fgets(line, sizeof line, file)
            || sscanf(strchr(line, ',') ? strchr(line, ',') : "", ",%lf,%d", &calls,
                      &agents_in[quarter]) != 2) {
            fprintf(stderr, "%s: row %d is not time,calls,agents\n", path, quarter + 2);
            exit(2);
        }
        gap_in[quarter] = QUARTER / calls;
    }
    fclose(file);
}

/* What is counted. */
static long calls, abandoned, within, callbacks;
static double waited;

/* Reads `WORKLOAD SIZE SEED` and makes ready; gives the number of the workload. */
static int prepare(int count, char **words, long *size)
{
    const char *day = getenv("DAY");
    if (count != 4 || words[1][0] != 'W' || words[1][1] < '1' || words[1][1] > '4') {
        fprintf(stderr, "usage: %s W1|W2|W3|W4 SIZE SEED (calls; days of W3 and W4)\n", words[0]);
        exit(2);
    }
    *size = atol(words[2]);
    weyl = strtoull(words[3], NULL, 10) * 0x9e3779b97f4a7c15u;
    build(&exponential_zig, fall, fall_inverse, 7.69711747013104972, 0.0039496598225815571993);
    build(&normal_zig, bell, bell_inverse, 3.6541528853610088, 0.00492867323399);
    talk_spread = sqrt(log(1.0 + 1.2 * 1.2));
    talk_mean = log(TALK) - 0.5 * talk_spread * talk_spread;
    read_day(day ? day : "benches/scenarios/day.csv");
    return words[1][1] - '0';
}

static void tell(void)
{
    double all = (double)calls;
    printf("{\"calls\": %ld, \"abandoned\": %.7f, \"wait\": %.5f, \"within\": %.7f, "
           "\"callbacks\": %.7f}\n",
           calls, (double)abandoned / all, waited / all, (double)within / all,
           (double)callbacks / all);
}
#endif
