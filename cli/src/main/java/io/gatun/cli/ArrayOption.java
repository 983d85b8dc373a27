package io.gatun.cli;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An array on the command line: {@code NAME=FILE.npy} or {@code NAME=shm:SEGMENT}.
 *
 * @param name what the kernel calls it
 * @param path the file, absolute, on disk or in the shared memory folder
 */
record ArrayOption(String name, Path path) {
    private static final String SEGMENT = "shm:";

    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<ArrayOption> {
        @Override
        public ArrayOption convert(String value) {
            int equals = value.indexOf('=');
            if (equals <= 0 || equals == value.length() - 1) {
                throw new TypeConversionException("'" + value + "' is not NAME=FILE.npy or NAME=shm:SEGMENT");
            }
            String target = value.substring(equals + 1);
            return new ArrayOption(value.substring(0, equals), path(target));
        }

        private static Path path(String target) {
            try {
                return target.startsWith(SEGMENT)
                        ? SegmentName.of(target.substring(SEGMENT.length())).path()
                        : Path.of(target).toAbsolutePath().normalize();
            } catch (SegmentException.InvalidName e) {
                throw new TypeConversionException(e.getMessage());
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + target + "' is no path: " + e.getReason());
            }
        }
    }
}
