/* Prints an integer value of Gatun's and adds 1 to it, atomically, COUNT times: add FILE COUNT */
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KIND = 12, TEXT_LENGTH = 48, TEXT = 64, VALUE = 36864 + 56 };

#define ADD(type)                                                   \
    do {                                                            \
        _Atomic type *value = (_Atomic type *) (file + VALUE);      \
        printf("%" PRId64 "\n", (int64_t) atomic_load(value));      \
        for (long i = 0; i < count; i++) {                          \
            atomic_fetch_add(value, 1);                             \
        }                                                           \
    } while (0)

static int32_t int_at(const uint8_t *at) {
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static int is_type(const uint8_t *file, const char *name) {
    return int_at(file + TEXT_LENGTH) == (int32_t) strlen(name) && memcmp(file + TEXT, name, strlen(name)) == 0;
}

int main(int argc, char **argv) {
    struct stat status;
    int fd = argc == 3 ? open(argv[1], O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd < 0 || fstat(fd, &status) != 0) {
        perror("open");
        return 1;
    }
    uint8_t *file = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (file == MAP_FAILED || memcmp(file, "GATUNSYN", 8) != 0 || int_at(file + KIND) != 10) {
        fprintf(stderr, "no value\n");
        return 1;
    }
    long count = atol(argv[2]);
    if (is_type(file, "int64")) {
        ADD(int64_t);
    } else if (is_type(file, "int32")) {
        ADD(int32_t);
    } else if (is_type(file, "uint16")) {
        ADD(uint16_t);
    } else {
        fprintf(stderr, "another type\n");
        return 1;
    }
    return munmap(file, status.st_size) || close(fd);
}
