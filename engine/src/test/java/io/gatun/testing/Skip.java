package io.gatun.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Leaves a test out where the machine cannot run it, and says so where a reader of the build's output sees it. */
public final class Skip {
    private Skip() {}

    /** Goes on if the condition holds; else prints the reason and leaves the test out. */
    @SuppressWarnings("SystemOut") // the reason belongs in the build's output
    public static void unless(boolean condition, String reason) {
        if (!condition) {
            System.out.println("Test left out: " + reason);
        }
        assumeTrue(condition, reason);
    }

    /** Goes on as root only: for tests that mount a file system or run as another user. */
    public static void unlessRoot() {
        unless("root".equals(System.getProperty("user.name")), "it needs root, to mount or to become another user");
    }
}
