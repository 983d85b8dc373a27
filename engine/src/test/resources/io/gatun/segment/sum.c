/* Maps an array of doubles that Gatun made, prints its sum, and doubles each element in place: sum FILE */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct stat status;
    int fd = argc == 2 ? open(argv[1], O_RDWR | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd < 0 || fstat(fd, &status) != 0) {
        perror("open");
        return 1;
    }
    uint8_t *file = mmap(NULL, status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (file == MAP_FAILED || memcmp(file, "\x93NUMPY\x01\x00", 8) != 0) {
        fprintf(stderr, "no .npy of version 1\n");
        return 1;
    }
    size_t data = 10 + file[8] + 256 * file[9]; /* the length of the header's text is little-endian, at byte 8 */
    size_t count = (status.st_size - data) / sizeof(double);
    double *element = (double *) (file + data);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += element[i];
        element[i] *= 2;
    }
    printf("%zu %zu %.17g\n", data, count, sum);
    return munmap(file, status.st_size) || close(fd);
}
