package io.gatun.cli;

import io.gatun.segment.SegmentName;
import io.gatun.sync.LockInfo;
import io.gatun.sync.Locks;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun locks}: the locks in shared memory, who has them and who waits. */
@Command(
        name = "locks",
        description =
                "Shows the locks in shared memory: who has them, since when, who waits, and whose holder has died.",
        footer = {
            "",
            "It only reads: no lock is touched, and it works after all that used one have died. Of the cells of one segment it",
            "shows those that are held or have lost a holder.",
            "Exit codes: 0 all could be read; 1 a segment is not sound, and a line says why."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LocksCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the list as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<LockInfo> locks = Locks.list();
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            Json.print(out, json -> {
                json.writeStringField("folder", SegmentName.folder().toString());
                json.writeArrayFieldStart("locks");
                for (LockInfo lock : locks) {
                    LockTexts.write(json, lock);
                }
                json.writeEndArray();
            });
        } else {
            print(out, locks);
        }
        return locks.stream().allMatch(LockInfo::isSound) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(PrintWriter out, List<LockInfo> locks) {
        int longest = locks.stream()
                .mapToInt(lock -> LockTexts.name(lock).length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(longest, 26) + "s %-17s %7s %6s  %s%n";
        out.printf(format, "NAME", "KIND", "WAITERS", "DEATHS", "STATE");
        for (LockInfo lock : locks) {
            out.printf(
                    format,
                    LockTexts.name(lock),
                    LockTexts.kind(lock),
                    lock.waiters(),
                    lock.deaths(),
                    LockTexts.state(lock));
        }
        out.flush();
    }
}
