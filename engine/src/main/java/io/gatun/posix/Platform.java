package io.gatun.posix;

import java.util.Locale;

/**
 * The processors whose system call numbers and structures are known here.
 *
 * <p>Both are 64-bit and little-endian, so that one set of structure layouts serves them. What differs is the numbers of calls,
 * in {@link SyscallNumber}, and one flag of {@link Fcntl}'s, {@code O_NOFOLLOW}.
 */
public enum Platform {
    /** Intel and AMD, {@code x86_64} to Linux. */
    X86_64,
    /** 64-bit Arm, {@code aarch64} to Linux. */
    AARCH64;

    /**
     * Returns the platform this JVM runs on.
     *
     * @throws UnsupportedOperationException if it is not Linux on one of the two, saying what it is
     */
    public static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        if (osName.equals("Linux")) {
            switch (osArch.toLowerCase(Locale.ROOT)) {
                case "amd64", "x86_64" -> {
                    return X86_64;
                }
                case "aarch64" -> {
                    return AARCH64;
                }
                default -> {
                    // falls out to the refusal below
                }
            }
        }
        throw new UnsupportedOperationException(
                "Gatun needs Linux on x86-64 or aarch64; this is " + osName + " on " + osArch);
    }
}
