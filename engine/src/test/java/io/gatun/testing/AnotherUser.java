package io.gatun.testing;

import java.util.List;

/** Runs a child as the user "nobody"; needs root. */
public final class AnotherUser {
    private static final List<String> LAUNCHER = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private AnotherUser() {}

    /** Returns the launcher for {@link ChildJvm#startUnder}; leaves the test out where nobody cannot run the class. */
    public static List<String> running(Class<?> main) {
        Skip.unlessRoot();
        for (String folder : ChildJvm.classPath(main)) {
            Skip.unless(canRead(folder), "the user \"nobody\" cannot read " + folder);
        }
        Skip.unless(canRead(System.getProperty("java.home") + "/bin/java"), "the user \"nobody\" cannot run this JDK");
        return LAUNCHER;
    }

    private static boolean canRead(String path) {
        String[] command = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-r", path};
        try {
            Program.output((Object[]) command);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }
}
