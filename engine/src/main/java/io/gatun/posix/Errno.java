package io.gatun.posix;

import java.util.Locale;
import java.util.Optional;

/**
 * The {@code errno} values Gatun tells apart or explains; the numbers are the same on x86-64 and aarch64.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
public enum Errno {
    EPERM(1, "operation not permitted"),
    ENOENT(2, "no such file or directory"),
    EINTR(4, "interrupted by a signal"),
    EIO(5, "input/output error"),
    EBADF(9, "bad file descriptor"),
    EAGAIN(11, "not available at this moment"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "permission denied"),
    EFAULT(14, "memory that cannot be backed"),
    EEXIST(17, "exists already"),
    EXDEV(18, "another file system"),
    ENOTDIR(20, "not a directory"),
    EISDIR(21, "is a directory"),
    EINVAL(22, "invalid argument"),
    ENFILE(23, "too many open files in the system"),
    EMFILE(24, "too many open files in this process"),
    EFBIG(27, "file too large"),
    ENOSPC(28, "no space left"),
    EROFS(30, "read-only file system"),
    ENAMETOOLONG(36, "name too long"),
    ELOOP(40, "is a symbolic link"),
    EOPNOTSUPP(95, "not supported by the file system"),
    EDQUOT(122, "disk quota exceeded");

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** Returns the constant of a number, empty for one that is not listed here. */
    public static Optional<Errno> of(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return Optional.of(errno);
            }
        }
        return Optional.empty();
    }

    /** Returns the number the kernel uses. */
    public int number() {
        return number;
    }

    /** Returns how a message names a number, for instance {@code ENOSPC (no space left)}. */
    static String describe(int number) {
        return of(number)
                .map(errno -> errno.name() + " (" + errno.meaning + ")")
                .orElseGet(() -> String.format(Locale.ROOT, "errno %d", number));
    }
}
