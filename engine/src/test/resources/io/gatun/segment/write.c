/* Makes an array that Gatun can attach: int32, shape (2, 3), elements 0, 10, 20, …, data at byte 4096: write FILE */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { DATA = 4096, TEXT = 10, COUNT = 6 };

int main(int argc, char **argv) {
    size_t size = DATA + COUNT * sizeof(int32_t);
    int fd = argc == 2 ? open(argv[1], O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    if (fd < 0 || posix_fallocate(fd, 0, size) != 0) {
        perror("create");
        return 1;
    }
    uint8_t *file = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (file == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    memcpy(file, "\x93NUMPY\x01\x00", 8);
    file[8] = (DATA - TEXT) & 0xff;
    file[9] = (DATA - TEXT) >> 8;
    memset(file + TEXT, ' ', DATA - TEXT);
    const char *text = "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }";
    memcpy(file + TEXT, text, strlen(text));
    file[DATA - 1] = '\n';
    for (int i = 0; i < COUNT; i++) {
        ((int32_t *) (file + DATA))[i] = 10 * i;
    }
    return munmap(file, size) || close(fd);
}
