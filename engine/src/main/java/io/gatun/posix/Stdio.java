package io.gatun.posix;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * {@code <stdio.h>}: renaming without replacing, which the JDK has no method for.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/rename.2.html">rename(2)</a>
 */
public final class Stdio {
    private static final int RENAME_NOREPLACE = 1;

    private Stdio() {}

    /**
     * Gives a file a name that nobody has, in one step and in the same file system.
     *
     * @throws SystemCallException with {@code EEXIST} if the new name is taken, {@code EINVAL} on a file system that cannot
     *     do this in one step
     */
    public static void renameWithoutReplacing(Path from, Path to) {
        try (Arena arena = Arena.ofConfined()) {
            long oldName = arena.allocateFrom(from.toString()).address();
            long newName = arena.allocateFrom(to.toString()).address();
            Syscall.callUninterrupted(
                    SyscallNumber.RENAMEAT2,
                    from + ", " + to,
                    Fcntl.AT_FDCWD,
                    oldName,
                    Fcntl.AT_FDCWD,
                    newName,
                    RENAME_NOREPLACE);
        }
    }
}
