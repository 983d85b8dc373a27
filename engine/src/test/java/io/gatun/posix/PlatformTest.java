package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemoryLayout.PathElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which machines Gatun runs on, and the numbers that are written down for each, pinned. */
class PlatformTest {
    @ParameterizedTest
    @CsvSource({"amd64, X86_64", "x86_64, X86_64", "AMD64, X86_64", "aarch64, AARCH64"})
    void bothProcessorsAreKnownByTheirJavaNames(String osArch, Platform platform) {
        assertEquals(platform, Platform.of("Linux", osArch));
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64", "Windows 11, amd64", "Linux, riscv64", "Linux, arm", "Linux, x86", "FreeBSD, amd64"
    })
    void everythingElseIsRefusedByItsName(String osName, String osArch) {
        UnsupportedOperationException refusal =
                assertThrows(UnsupportedOperationException.class, () -> Platform.of(osName, osArch));
        assertEquals(
                "Gatun needs Linux on x86-64 or aarch64; this is " + osName + " on " + osArch, refusal.getMessage());
    }

    /** From the kernel's {@code syscall_64.tbl} and {@code asm-generic/unistd.h}. */
    @ParameterizedTest
    @CsvSource({
        "CLOSE, 3, 57",
        "FALLOCATE, 285, 47",
        "FCNTL, 72, 25",
        "MADVISE, 28, 233",
        "OPENAT, 257, 56",
        "RENAMEAT2, 316, 276"
    })
    void systemCallNumbersArePinned(SyscallNumber call, int onX8664, int onAarch64) {
        assertEquals(onX8664, call.on(Platform.X86_64));
        assertEquals(onAarch64, call.on(Platform.AARCH64));
    }

    @ParameterizedTest
    @CsvSource({"l_type, 0", "l_whence, 2", "l_start, 8", "l_len, 16", "l_pid, 24"})
    void flockOffsetsArePinned(String field, long offset) {
        assertEquals(offset, Fcntl.FLOCK.byteOffset(PathElement.groupElement(field)));
    }

    @Test
    void flockSizeIsPinned() {
        assertEquals(32, Fcntl.FLOCK.byteSize());
        assertEquals(8, Fcntl.FLOCK.byteAlignment());
    }
}
