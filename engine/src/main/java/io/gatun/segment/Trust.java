package io.gatun.segment;

import io.gatun.posix.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Whose files in the shared memory folder are attached. Anybody may put a file there under any name, and whoever may write to
 * it can change or truncate it while it is in use, which kills a process that reads what is gone.
 *
 * <p>Nobody can exchange the file that was judged for another before it is mapped. On disk nothing is asked: there, files that
 * others own are what programs commonly read.
 */
public enum Trust {
    /** Only files of this user's that nobody else may write to and that have no second name: what Gatun makes is so. */
    THIS_USER,
    /** Also files that belong to another user, or that others may write to; that have no second name either. */
    ANY_USER;

    private static final int OTHERS_MAY_WRITE = 022;

    /** What to do about it, in words that fit a program and a command line. */
    private static final String ASK = "attach it with Trust.ANY_USER (on the command line: --foreign)";

    /**
     * Judges a file of the shared memory folder.
     *
     * @throws SegmentException.NotTrusted if it is none of those
     */
    void require(FileFacts facts, Path path) {
        if (facts.links() > 1) {
            throw new SegmentException.NotTrusted(
                    path, "has " + facts.links() + " names (hard links): remove the others, or attach a copy");
        }
        if (this == ANY_USER) {
            return;
        }
        if (facts.user() != Proc.thisUser()) {
            throw new SegmentException.NotTrusted(
                    path, "belongs to user " + ownerOf(path, facts) + ": if you trust that user, " + ASK);
        }
        if (facts.allows(OTHERS_MAY_WRITE)) {
            throw new SegmentException.NotTrusted(
                    path,
                    "may be written to by other users (mode %03o): make that impossible by chmod go-w, or %s"
                            .formatted(facts.mode() & 0777, ASK));
        }
    }

    /** The owner's name is for the message only: that it may have changed by now is no harm. */
    private static String ownerOf(Path path, FileFacts facts) {
        try {
            return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException e) {
            return Long.toString(facts.user());
        }
    }
}
