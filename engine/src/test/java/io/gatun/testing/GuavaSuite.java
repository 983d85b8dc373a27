package io.gatun.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** A suite that Guava's testlib makes, whose tests are of JUnit 3, as tests of this JUnit: each runs as it is. */
@SuppressWarnings("JdkObsolete") // JUnit 3 is what they are written for
public final class GuavaSuite {
    private GuavaSuite() {}

    /** Returns the tests of a suite, by their names. */
    public static Stream<DynamicNode> tests(TestSuite suite) {
        List<DynamicNode> found = new ArrayList<>();
        collect(suite, found);
        if (found.isEmpty()) {
            throw new AssertionError(suite.getName() + " has no tests");
        }
        return found.stream();
    }

    private static void collect(TestSuite suite, List<DynamicNode> found) {
        for (Test test : Collections.list(suite.tests())) {
            switch (test) {
                case TestSuite inner -> collect(inner, found);
                case TestCase single ->
                    found.add(DynamicTest.dynamicTest(suite.getName() + ": " + single.getName(), single::runBare));
                default -> throw new AssertionError("neither a suite nor a case: " + test);
            }
        }
    }
}
