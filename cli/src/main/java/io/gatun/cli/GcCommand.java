package io.gatun.cli;

import io.gatun.segment.Collected;
import io.gatun.segment.Collected.HiddenProcess;
import io.gatun.segment.Collected.Outcome;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun gc}: removes what killed processes have left in shared memory, and prints why nobody needs it. */
@Command(
        name = "gc",
        description =
                "Removes temporary arrays, locks and values and jobs' control segments that nobody locks or maps, those of "
                        + "unfinished jobs too: gatun resume finishes such a job. What was kept on purpose stays: gatun unlink "
                        + "removes that.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class GcCommand implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Remove nothing, and tell what would be removed.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<SegmentName, SegmentDescription> described = describe();
        List<Collected> orphans = Segments.collect(!dryRun);
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            printJson(out, orphans, described);
            return ExitCode.OK;
        }
        for (Collected orphan : orphans) {
            out.println(line(orphan, of(orphan, described)));
        }
        out.println(summary(orphans, described));
        out.flush();
        return ExitCode.OK;
    }

    /** Looks into all that may go: afterwards it is too late. */
    private static Map<SegmentName, SegmentDescription> describe() {
        return Segments.orphans().stream()
                .map(SegmentDescription::of)
                .collect(Collectors.toMap(orphan -> orphan.info().name(), orphan -> orphan));
    }

    private static SegmentDescription of(Collected orphan, Map<SegmentName, SegmentDescription> described) {
        SegmentDescription found = described.get(orphan.segment().name());
        return found != null ? found : SegmentDescription.of(orphan.segment()); // one that has become an orphan since
    }

    private static String line(Collected orphan, SegmentDescription description) {
        String reason =
                (description.isUnfinished() ? "; with an unfinished job, which gatun resume could finish before" : "")
                        + (orphan.reason().isEmpty() ? "" : "; " + orphan.reason());
        String text = String.format(
                Locale.ROOT,
                "%s %s: %s, %,d bytes, created %s; no lock: F_OFD_GETLK finds none; mapped by none of %,d processes "
                        + "looked at%s%s",
                outcome(orphan),
                orphan.segment().name(),
                description.shortKind(),
                description.bytes(),
                orphan.created().truncatedTo(ChronoUnit.SECONDS),
                orphan.processes(),
                hidden(orphan.hidden()),
                reason);
        return text.replaceAll("\\p{Cntrl}", "?"); // a name may hold anything
    }

    private static String outcome(Collected orphan) {
        return switch (orphan.outcome()) {
            case REMOVED -> "removed";
            case REMOVABLE -> "would remove";
            case KEPT -> "kept";
        };
    }

    private static String hidden(List<HiddenProcess> hidden) {
        if (hidden.isEmpty()) {
            return "";
        }
        return hidden.stream()
                        .limit(3)
                        .map(process ->
                                process.pid() == 0 ? process.name() : process.pid() + " (" + process.name() + ")")
                        .collect(Collectors.joining(", ", "; not looked at, for want of permission: ", ""))
                + (hidden.size() > 3 ? " and %,d more".formatted(hidden.size() - 3) : "");
    }

    private static String summary(List<Collected> orphans, Map<SegmentName, SegmentDescription> described) {
        Outcome gone = orphans.stream().anyMatch(orphan -> orphan.outcome() == Outcome.REMOVABLE)
                ? Outcome.REMOVABLE
                : Outcome.REMOVED;
        List<Collected> going =
                orphans.stream().filter(orphan -> orphan.outcome() == gone).toList();
        long bytes = going.stream()
                .mapToLong(orphan -> of(orphan, described).bytes())
                .sum();
        int kept = orphans.size() - going.size();
        return String.format(
                Locale.ROOT,
                "%s%,d orphan%s of %,d bytes in %s%s",
                gone == Outcome.REMOVABLE ? "would remove " : "removed ",
                going.size(),
                going.size() == 1 ? "" : "s",
                bytes,
                SegmentName.folder(),
                kept == 0 ? "" : ", kept " + kept);
    }

    private static void printJson(
            PrintWriter out, List<Collected> orphans, Map<SegmentName, SegmentDescription> described) {
        Json.print(out, json -> {
            json.writeStringField("folder", SegmentName.folder().toString());
            json.writeArrayFieldStart("orphans");
            for (Collected orphan : orphans) {
                json.writeStartObject();
                of(orphan, described).write(json);
                json.writeStringField("created", orphan.created().toString());
                json.writeNumberField("processes", orphan.processes());
                json.writeArrayFieldStart("hidden");
                for (HiddenProcess process : orphan.hidden()) {
                    json.writeStartObject();
                    json.writeNumberField("pid", process.pid());
                    json.writeStringField("name", process.name());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeStringField("outcome", orphan.outcome().name().toLowerCase(Locale.ROOT));
                json.writeStringField("reason", orphan.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
