/* Prints what this machine's headers say about what the posix package has written down: "name value" a line. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/mman.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NUMBER(name) printf("%s %ld\n", #name, (long) (name))
#define OFFSET(field) printf("%s %zu\n", #field, offsetof(struct flock, field))

int main(void) {
    OFFSET(l_type), OFFSET(l_whence), OFFSET(l_start), OFFSET(l_len), OFFSET(l_pid);
    printf("flock %zu\n", sizeof(struct flock));

    NUMBER(AT_FDCWD), NUMBER(O_RDWR), NUMBER(O_CREAT), NUMBER(O_EXCL), NUMBER(O_CLOEXEC), NUMBER(O_NOFOLLOW);
    NUMBER(O_PATH);
    NUMBER(F_OFD_GETLK), NUMBER(F_OFD_SETLK), NUMBER(F_WRLCK), NUMBER(F_UNLCK), NUMBER(RENAME_NOREPLACE);
    NUMBER(MADV_POPULATE_WRITE), NUMBER(FUTEX_WAIT), NUMBER(FUTEX_WAKE), NUMBER(SIGKILL);

    NUMBER(SYS_close), NUMBER(SYS_fallocate), NUMBER(SYS_fcntl), NUMBER(SYS_madvise), NUMBER(SYS_openat);
    NUMBER(SYS_renameat2), NUMBER(SYS_futex), NUMBER(SYS_sched_getaffinity), NUMBER(SYS_sched_setaffinity);
    NUMBER(SYS_kill);

    NUMBER(EPERM), NUMBER(ENOENT), NUMBER(EINTR), NUMBER(EIO), NUMBER(EBADF), NUMBER(EAGAIN), NUMBER(ENOMEM);
    NUMBER(EACCES), NUMBER(EEXIST), NUMBER(ENOTDIR), NUMBER(EISDIR), NUMBER(EINVAL), NUMBER(ENFILE), NUMBER(EMFILE);
    NUMBER(EFBIG), NUMBER(ENOSPC), NUMBER(EROFS), NUMBER(ENAMETOOLONG), NUMBER(ELOOP), NUMBER(EOPNOTSUPP);
    NUMBER(EDQUOT);
    NUMBER(EFAULT), NUMBER(EXDEV);
    return 0;
}
