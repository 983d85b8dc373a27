package io.gatun.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Renaming without replacing. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(60)
class StdioTest {
    private final Path from = NothingLeftBehind.folder().resolve("from");
    private final Path to = NothingLeftBehind.folder().resolve("to");

    @Test
    void aFreeNameIsTaken() throws IOException {
        Files.writeString(from, "mine");
        Stdio.renameWithoutReplacing(from, to);
        assertEquals("mine", Files.readString(to));
        assertFalse(Files.exists(from));
        Files.delete(to);
    }

    @Test
    void aTakenNameIsLeftAloneAndSoIsTheFile() throws IOException {
        Files.writeString(from, "mine");
        Files.writeString(to, "theirs");
        assertEquals(
                "renameat2(" + from + ", " + to + "): EEXIST (exists already)",
                Failing.with(Errno.EEXIST, () -> Stdio.renameWithoutReplacing(from, to)));
        assertEquals("mine", Files.readString(from));
        assertEquals("theirs", Files.readString(to));
        Files.delete(from);
        Files.delete(to);
    }

    @Test
    void aNameThatIsALinkToNowhereIsTakenToo() throws IOException {
        Files.writeString(from, "mine");
        Files.createSymbolicLink(to, Path.of("nowhere"));
        Failing.with(Errno.EEXIST, () -> Stdio.renameWithoutReplacing(from, to));
        Files.delete(from);
        Files.delete(to);
    }

    @Test
    void aMissingFileCannotBeRenamed() {
        Failing.with(Errno.ENOENT, () -> Stdio.renameWithoutReplacing(from, to));
    }

    @Test
    void aMissingFolderCannotBeRenamedInto() throws IOException {
        Files.writeString(from, "mine");
        Failing.with(Errno.ENOENT, () -> Stdio.renameWithoutReplacing(from, to.resolve("below")));
        Files.delete(from);
    }
}
