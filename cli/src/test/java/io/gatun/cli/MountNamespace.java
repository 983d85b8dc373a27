package io.gatun.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs where file systems can be mounted that nobody else sees, and that vanish with the program. */
final class MountNamespace {
    private static final List<String> UNSHARE = List.of("unshare", "--mount", "--map-root-user");

    private MountNamespace() {}

    /** Skips the test, saying why, on a machine that does not let this user mount anything. */
    static void assumeAvailable() throws IOException, InterruptedException {
        Process tried = new ProcessBuilder(script("mount -t tmpfs tmpfs /mnt"))
                .redirectErrorStream(true)
                .start();
        String said = new String(tried.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        boolean works = tried.waitFor(30, TimeUnit.SECONDS) && tried.exitValue() == 0;
        Skip.unless(works, "this user cannot mount in a namespace of its own: " + said.strip());
    }

    /** Returns the words before a command that runs it while a small file system of memory covers a folder. */
    static List<String> withTmpfs(Path folder, String options) {
        String mount = "mount -t tmpfs -o " + options + " tmpfs '" + folder + "' && ";
        String tellWhatIsLeft = "; code=$?; ls -A '" + folder + "' >&2; exit $code";
        return script(mount + "\"$@\"" + tellWhatIsLeft);
    }

    /** Returns the words that run a shell script there; the words after them are its arguments. */
    static List<String> script(String script) {
        return List.of(UNSHARE.get(0), UNSHARE.get(1), UNSHARE.get(2), "sh", "-c", script, "sh");
    }
}
