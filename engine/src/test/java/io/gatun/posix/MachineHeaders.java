package io.gatun.posix;

import io.gatun.testing.CCompiler;
import io.gatun.testing.Program;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What the C headers of this machine say, asked of a program compiled against them. */
record MachineHeaders(Map<String, Long> values) {
    /** Compiles {@code constants.c} in a folder and runs it. */
    static MachineHeaders readIn(Path folder) {
        Path program = CCompiler.compile(MachineHeaders.class, "constants.c", folder);
        return new MachineHeaders(Program.output(program)
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1]))));
    }

    long valueOf(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new AssertionError("constants.c does not print " + name + ": add it there");
        }
        return value;
    }
}
