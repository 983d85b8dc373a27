package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gatun.posix.MemoryMaps.Mapper;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import io.gatun.testing.Program;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who maps a file, by what {@code /proc} tells. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(120)
class MemoryMapsTest {
    private static final long ME = ProcessHandle.current().pid();

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blanks  in it", "(deleted)", "grüße", "back\\slash", "new\nline"})
    void aMapperIsFoundWhateverTheFileIsCalled(String name) throws IOException {
        Path file = made(name);
        assertEquals(List.of(), mappersOf(file));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = map(file, MapMode.READ_WRITE, arena);
            assertEquals(4096, memory.byteSize());
            assertEquals(List.of(new Mapper(ME, true)), mappersOf(file));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aReadOnlyMapperIsToldFromAWriter() throws IOException {
        Path file = made("file");
        try (Arena arena = Arena.ofConfined()) {
            map(file, MapMode.READ_ONLY, arena);
            assertEquals(List.of(new Mapper(ME, false)), mappersOf(file));
            map(file, MapMode.READ_WRITE, arena);
            assertEquals(List.of(new Mapper(ME, true)), mappersOf(file));
        }
        assertEquals(List.of(), mappersOf(file));
        Files.delete(file);
    }

    @Test
    void allMappersAreFoundInTheOrderOfTheirIds() throws IOException {
        Path file = made("file");
        try (ChildJvm first = ChildJvm.start(Holder.class, file);
                ChildJvm second = ChildJvm.start(Holder.class, file)) {
            first.expect("mapped");
            second.expect("mapped");
            long low = Math.min(first.pid(), second.pid());
            long high = Math.max(first.pid(), second.pid());
            assertEquals(List.of(new Mapper(low, true), new Mapper(high, true)), mappersOf(file));
        }
        assertEquals(List.of(), mappersOf(file));
        Files.delete(file);
    }

    /** Another file of the process may have a name that is no UTF-8: Linux does not care. */
    @Test
    void aMapperIsFoundThoughItMapsAFileWithAStrangeNameToo() throws IOException {
        Path file = made("file");
        Program.output("bash", "-c", "truncate -s 4096 $'" + NothingLeftBehind.folder() + "/strange-\\xff'");
        String script = """
                import mmap, os, sys
                folder = os.fsencode(sys.argv[1])
                held = [mmap.mmap(os.open(folder + name, os.O_RDWR), 4096) for name in (b'/file', b'/strange-\\xff')]
                print('mapped', flush=True)
                sys.stdin.read()
                """;
        Process python = new ProcessBuilder(
                        System.getProperty("gatun.python", "/usr/bin/python3"),
                        "-c",
                        script,
                        NothingLeftBehind.folder().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals("mapped", python.inputReader().readLine());
            assertEquals(List.of(new Mapper(python.pid(), true)), mappersOf(file));
        } finally {
            python.destroyForcibly().onExit().join();
            Program.output("bash", "-c", "rm $'" + NothingLeftBehind.folder() + "/strange-\\xff'");
            Files.delete(file);
        }
    }

    private static Path made(String name) throws IOException {
        return Files.write(NothingLeftBehind.folder().resolve(name), new byte[4096]);
    }

    private static List<Mapper> mappersOf(Path file) throws IOException {
        return MemoryMaps.read().mappersOf(number(file, "unix:dev"), number(file, "unix:ino"), file);
    }

    private static long number(Path file, String fact) throws IOException {
        return ((Number) Files.getAttribute(file, fact)).longValue();
    }

    private static MemorySegment map(Path path, MapMode mode, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(mode, 0, 4096, arena);
        }
    }

    /** Maps a file until it is killed. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) throws IOException {
            MemorySegment memory = map(Path.of(arguments[0]), MapMode.READ_WRITE, Arena.global());
            System.out.println("mapped");
            int end = System.in.read();
            System.out.println(memory.byteSize() + end);
        }
    }
}
