package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down in this package is what the machine's own C headers say. */
class MachineHeadersTest {
    @SuppressWarnings("NullAway.Init") // by ask(), before all tests
    private static MachineHeaders headers;

    @BeforeAll
    static void ask(@TempDir Path folder) {
        headers = MachineHeaders.readIn(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l_type", "l_whence", "l_start", "l_len", "l_pid"})
    void flockFieldsLieWhereCHasThem(String field) {
        assertEquals(headers.valueOf(field), Fcntl.FLOCK.byteOffset(PathElement.groupElement(field)));
    }

    @Test
    void flockIsAsLongAsInC() {
        assertEquals(headers.valueOf("flock"), Fcntl.FLOCK.byteSize());
    }

    @ParameterizedTest
    @CsvSource({
        "Fcntl, AT_FDCWD",
        "Fcntl, O_RDWR",
        "Fcntl, O_CREAT",
        "Fcntl, O_EXCL",
        "Fcntl, O_CLOEXEC",
        "Fcntl, O_PATH",
        "Fcntl, F_OFD_GETLK",
        "Fcntl, F_OFD_SETLK",
        "Fcntl, F_WRLCK",
        "Fcntl, F_UNLCK",
        "Futex, FUTEX_WAIT",
        "Futex, FUTEX_WAKE",
        "Signal, SIGKILL",
        "Stdio, RENAME_NOREPLACE",
        "SysMman, MADV_POPULATE_WRITE"
    })
    void constantsHaveTheirValuesInC(String header, String constant) throws ReflectiveOperationException {
        Field field = accessible(Class.forName("io.gatun.posix." + header).getDeclaredField(constant));
        assertEquals(headers.valueOf(constant), ((Number) field.get(null)).longValue());
    }

    @Test
    void noFollowHasTheValueOfThisProcessor() throws ReflectiveOperationException {
        Method noFollow = accessible(Fcntl.class.getDeclaredMethod("oNoFollow"));
        assertEquals(headers.valueOf("O_NOFOLLOW"), ((Integer) noFollow.invoke(null)).longValue());
    }

    @ParameterizedTest
    @EnumSource(SyscallNumber.class)
    void systemCallsHaveTheNumberOfThisProcessor(SyscallNumber call) {
        String name = "SYS_" + call.name().toLowerCase(Locale.ROOT);
        assertEquals(headers.valueOf(name), call.on(Platform.current()));
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void errorNumbersAreThoseOfC(Errno errno) {
        assertEquals(headers.valueOf(errno.name()), errno.number());
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }
}
