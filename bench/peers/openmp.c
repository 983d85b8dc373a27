/* Array works in C, on the threads of OpenMP and with the vector sine of glibc's libmvec: what a C programmer gets without
 * writing a sine. The protocol is that of peer.py. gatun bench peers builds it, with the flags that CProgram.java tells of.
 *
 * gcc turns sin(x) and cos(x) of the same x into one call of the scalar sincos, so that libmvec's functions are called by
 * their names here. They are within 4 ulp. Beyond 2^23 libmvec (glibc 2.36) computes one element at a time, sine and cosine
 * each by itself, 23 ns for both, and the scalar sincos with its 13 ns is the better choice. */
#define _GNU_SOURCE
#include <gnu/libc-version.h>
#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

#ifndef BUILT_WITH
#define BUILT_WITH "flags unknown"
#endif

enum { ALIGNMENT = 4096, PART = 4096, FAST_ANGLES = 1 << 23 };

#if defined __AVX512F__
#define LANES 8
#define VECTOR_SIN _ZGVeN8v_sin
#define VECTOR_COS _ZGVeN8v_cos
#elif defined __AVX2__
#define LANES 4
#define VECTOR_SIN _ZGVdN4v_sin
#define VECTOR_COS _ZGVdN4v_cos
#elif defined __x86_64__
#define LANES 2
#define VECTOR_SIN _ZGVbN2v_sin
#define VECTOR_COS _ZGVbN2v_cos
#endif

static double sin2cos2_scalar(double *y, long begin, long end) {
    double total = 0;
    for (long i = begin; i < end; i++) {
        double sine = sin((double)i), cosine = cos((double)i);
        total += y[i] = sine * sine + cosine * cosine;
    }
    return total;
}

#ifdef LANES
typedef double vector __attribute__((vector_size(LANES * sizeof(double))));
vector VECTOR_SIN(vector);
vector VECTOR_COS(vector);

/* Two vectors at a time, which is no slower than one anywhere and a little faster here and there. */
static double sin2cos2_part(double *y, long begin, long end) {
    if (end > FAST_ANGLES)
        return sin2cos2_scalar(y, begin, end);
    vector x, sums = {0}, other_sums = {0};
    double total = 0;
    long i = begin;
    for (int lane = 0; lane < LANES; lane++)
        x[lane] = (double)(begin + lane);
    for (; i <= end - 2 * LANES; i += 2 * LANES) {
        vector other_x = x + (double)LANES;
        vector sine = VECTOR_SIN(x), other_sine = VECTOR_SIN(other_x);
        vector cosine = VECTOR_COS(x), other_cosine = VECTOR_COS(other_x);
        vector value = sine * sine + cosine * cosine;
        vector other = other_sine * other_sine + other_cosine * other_cosine;
        memcpy(y + i, &value, sizeof value);
        memcpy(y + i + LANES, &other, sizeof other);
        sums += value;
        other_sums += other;
        x += 2.0 * LANES;
    }
    sums += other_sums;
    for (int lane = 0; lane < LANES; lane++)
        total += sums[lane];
    return total + sin2cos2_scalar(y, i, end);
}
#else
#define sin2cos2_part sin2cos2_scalar
#endif

/* y[i] = sin²(i) + cos²(i). The threads take parts in turn, since those of large angles take longer. */
static double sin2cos2(double *y, long n) {
    double total = 0;
#pragma omp parallel for schedule(static, 1) reduction(+ : total)
    for (long begin = 0; begin < n; begin += PART)
        total += sin2cos2_part(y, begin, begin + PART < n ? begin + PART : n);
    return total;
}

static void axpy(double *y, const double *x, double a, long n) {
#pragma omp parallel for simd schedule(static)
    for (long i = 0; i < n; i++)
        y[i] += a * x[i];
}

/* With streaming stores, which do not read what they overwrite: 20 ms rather than 27 for 32 Mi elements. gcc has no flag for
 * that. The array is aligned; each thread's share is made of whole cache lines. */
static void triad(double *a, const double *b, const double *c, double s, long n) {
    long i = 0;
#ifdef __AVX512F__
    long vectors = n / LANES;
#pragma omp parallel
    {
#pragma omp for schedule(static)
        for (long v = 0; v < vectors; v++) {
            __m512d sum = _mm512_fmadd_pd(
                _mm512_set1_pd(s), _mm512_load_pd(c + v * LANES), _mm512_load_pd(b + v * LANES));
            _mm512_stream_pd(a + v * LANES, sum);
        }
        _mm_sfence();
    }
    i = vectors * LANES;
#endif
#pragma omp parallel for simd schedule(static)
    for (long k = i; k < n; k++)
        a[k] = b[k] + s * c[k];
}

static double sum(const double *x, long n) {
    double total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (long i = 0; i < n; i++)
        total += x[i];
    return total;
}

static double dot(const double *x, const double *y, long n) {
    double total = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : total)
    for (long i = 0; i < n; i++)
        total += x[i] * y[i];
    return total;
}

/* Two threads that do nothing and meet at the end of the region. */
static void empty(void) {
#pragma omp parallel
    __asm__ volatile("");
}

/* The arrays of the work at hand: each is written first by the threads that will use it. */
static struct {
    char work[32];
    long size;
    double *out, *x, *y;
} at_hand;

static void drop(void) {
    free(at_hand.out);
    free(at_hand.x);
    free(at_hand.y);
    memset(&at_hand, 0, sizeof at_hand);
}

static double *filled(long n, long modulus) {
    size_t bytes = (n * sizeof(double) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    double *array = aligned_alloc(ALIGNMENT, bytes);
    if (array == NULL) {
        printf("error %zu bytes cannot be allocated\n", bytes);
        exit(1);
    }
    madvise(array, bytes, MADV_HUGEPAGE); /* as NumPy does; gains a tenth where memory is the limit */
#pragma omp parallel for schedule(static)
    for (long i = 0; i < n; i++)
        array[i] = modulus == 0 ? 0 : i % modulus;
    return array;
}

static void prepare(const char *work, long size) {
    if (strcmp(work, at_hand.work) == 0 && size == at_hand.size)
        return;
    drop();
    snprintf(at_hand.work, sizeof at_hand.work, "%s", work);
    at_hand.size = size;
    if (strcmp(work, "sin2cos2") == 0 || strcmp(work, "triad") == 0)
        at_hand.out = filled(size, 0);
    if (strcmp(work, "axpy") == 0 || strcmp(work, "triad") == 0 || strcmp(work, "sum") == 0 || strcmp(work, "dot") == 0)
        at_hand.x = filled(size, 1024);
    if (strcmp(work, "axpy") == 0 || strcmp(work, "triad") == 0 || strcmp(work, "dot") == 0)
        at_hand.y = filled(size, 512);
}

/* Runs the work once; whether it has a result, since with -ffast-math there is no telling a NaN. */
static bool compute(double *result) {
    const char *work = at_hand.work;
    long n = at_hand.size;
    if (strcmp(work, "sin2cos2") == 0)
        *result = sin2cos2(at_hand.out, n);
    else if (strcmp(work, "sum") == 0)
        *result = sum(at_hand.x, n);
    else if (strcmp(work, "dot") == 0)
        *result = dot(at_hand.x, at_hand.y, n);
    else {
        if (strcmp(work, "axpy") == 0)
            axpy(at_hand.y, at_hand.x, 3.0, n);
        else if (strcmp(work, "triad") == 0)
            triad(at_hand.out, at_hand.x, at_hand.y, 0.5, n);
        else
            empty();
        return false;
    }
    return true;
}

static double nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

static void run(long calls, double millis) {
    double *times = malloc(calls * sizeof *times), result = 0, began = nanos();
    long done = 0;
    bool has_result;
    do {
        double start = nanos();
        has_result = compute(&result);
        times[done++] = nanos() - start;
    } while (done < calls && nanos() - began < millis * 1e6);
    if (has_result)
        printf("done %.17g", result);
    else
        printf("done -");
    for (long call = 0; call < done; call++)
        printf(" %.0f", times[call]);
    printf("\n");
    free(times);
}

static void sample(long count) {
    const double *array = at_hand.out != NULL ? at_hand.out : at_hand.y;
    printf("values");
    for (long k = 0; k < count; k++)
        printf(" %.17g", array[k * (at_hand.size - 1) / (count > 1 ? count - 1 : 1)]);
    printf("\n");
}

int main(void) {
    char line[256], work[32];
    long size, calls;
    double millis;
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    printf("ready gcc %s, glibc %s, %s\n", __VERSION__, gnu_get_libc_version(), BUILT_WITH);
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "run %31s %ld %ld %lf", work, &size, &calls, &millis) == 4) {
            prepare(work, size);
            run(calls, millis);
        } else if (sscanf(line, "sample %ld", &calls) == 1) {
            sample(calls);
        } else if (strncmp(line, "drop", 4) == 0) {
            drop();
            printf("dropped\n");
        } else {
            printf("error unknown request: %s", line);
        }
        fflush(stdout);
    }
    return 0;
}
