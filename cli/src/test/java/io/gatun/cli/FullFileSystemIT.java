package io.gatun.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems without room, or read-only: one line on standard error (a file left there would be another), exit code 2. */
class FullFileSystemIT {
    @RegisterExtension
    static final SegmentFolder FOLDER = new SegmentFolder();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path disk;

    @BeforeAll
    static void canMount() throws IOException, InterruptedException {
        MountNamespace.assumeAvailable();
    }

    @Test
    void aResultThatDoesNotFitIntoSharedMemoryIsRefused() {
        FOLDER.gatun("run", "sin2cos2", "--keep")
                .under(MountNamespace.withTmpfs(FOLDER.path(), "size=2m"))
                .assertRefused("needs 8,004,096 bytes, 1,306,624 are available: free some, or make it smaller");
    }

    /** The result fits, with 4, 8, … KiB to spare; the control segment beside it does not. */
    @ParameterizedTest
    @ValueSource(ints = {261_632, 261_120, 260_608, 258_000})
    void aControlSegmentThatDoesNotFitBesideTheResultIsRefused(int size) {
        FOLDER.gatun("run", "sin2cos2", "--keep", "--size", Integer.toString(size))
                .under(MountNamespace.withTmpfs(FOLDER.path(), "size=2m"))
                .assertRefused("are available: free some, or make it smaller");
    }

    @Test
    void aFileThatDoesNotFitOnADiskIsRefused() {
        FOLDER.gatun("run", "sin2cos2", "--out", "y=" + disk.resolve("result.npy"))
                .under(MountNamespace.withTmpfs(disk, "size=2m"))
                .assertRefused("needs 8,004,096 bytes, 2,097,152 are available: free some, or make it smaller");
    }

    @Test
    void aFolderThatIsNotWritableIsRefused() {
        FOLDER.gatun("run", "sin2cos2", "--out", "y=" + disk.resolve("result.npy"))
                .under(MountNamespace.withTmpfs(disk, "ro"))
                .assertRefused("the folder of the output " + disk.resolve("result.npy") + " is not writable");
    }
}
