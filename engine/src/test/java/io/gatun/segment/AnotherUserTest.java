package io.gatun.segment;

import io.gatun.testing.AnotherUser;
import io.gatun.testing.ChildJvm;
import io.gatun.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What another user may do with a segment of this one's: nothing, unless its owner opens it to them. */
@ExtendWith(NothingLeftBehind.class)
@Timeout(180)
class AnotherUserTest {
    private final SegmentName name = SegmentName.random("another-");

    @BeforeEach
    void createInAFolderThatAllMayEnter() throws IOException {
        allow(NothingLeftBehind.folder(), "rwxr-xr-x");
        SharedArray.create(name, DType.INT64, 10).close();
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(name.path());
    }

    @Test
    void aSegmentIsClosedToOthersAsItIsCreated() {
        asNobody("attach READ_ONLY", "NotTrusted");
        asNobody("trust READ_ONLY", "PermissionDenied");
    }

    @Test
    void aSegmentThatOthersMayReadIsAttachedForReadingOnly() throws IOException {
        allow(name.path(), "rw-r--r--");
        asNobody("trust READ_ONLY", "attached");
        asNobody("trust READ_WRITE", "PermissionDenied");
    }

    @Test
    void aSegmentThatOthersMayReadIsAttachedByThemOnRequestOnly() throws IOException {
        allow(name.path(), "rw-r--r--");
        asNobody("attach READ_ONLY", "NotTrusted");
    }

    @Test
    void othersMayNeitherCreateNorRemoveInAFolderThatIsNotTheirs() throws IOException {
        allow(name.path(), "rw-r--r--");
        asNobody("create", "PermissionDenied");
        asNobody("unlink", "PermissionDenied");
    }

    @Test
    void othersAreToldOfTheSegmentsTheyMayReadAndOfNoMore() throws IOException {
        asNobody("list", "[]");
        allow(name.path(), "rw-r--r--");
        asNobody("list", "[" + name + "]");
    }

    private void asNobody(String what, String outcome) {
        try (ChildJvm visitor = ChildJvm.startUnder(AnotherUser.running(Visitor.class), Visitor.class, name, what)) {
            visitor.expect(outcome);
        }
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** Does one thing with the segment and tells how that went. */
    static final class Visitor {
        private Visitor() {}

        @SuppressWarnings("SystemOut") // the parent reads it
        public static void main(String[] arguments) {
            try {
                System.out.println(outcome(SegmentName.of(arguments[0]), arguments[1]));
            } catch (SegmentException e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }

        private static String outcome(SegmentName name, String what) {
            return switch (what) {
                case "create" -> {
                    SharedSegment.create(SegmentName.random("nobody-"), 10).close();
                    yield "created";
                }
                case "unlink" -> {
                    try (SharedSegment segment = SharedSegment.attach(name.path(), Access.READ_ONLY, Trust.ANY_USER)) {
                        yield "unlinked " + segment.unlink();
                    }
                }
                case "list" ->
                    Segments.list().stream().map(SegmentInfo::name).toList().toString();
                default -> {
                    Trust trust = what.startsWith("trust") ? Trust.ANY_USER : Trust.THIS_USER;
                    Access access = Access.valueOf(what.replaceAll(".* ", ""));
                    SharedSegment.attach(name.path(), access, trust).close();
                    yield "attached";
                }
            };
        }
    }
}
