package io.gatun.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Leaves out a test that this machine cannot run, and says so: a silent gap would look like a pass. */
final class Skip {
    private Skip() {}

    /** Goes on if the condition holds; else prints the reason and leaves the test out. */
    @SuppressWarnings("SystemOut") // the reason belongs in the build's output
    static void unless(boolean condition, String reason) {
        if (!condition) {
            System.out.println("Test left out: " + reason);
        }
        assumeTrue(condition, reason);
    }
}
