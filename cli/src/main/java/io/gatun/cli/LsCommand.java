package io.gatun.cli;

import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gatun ls}: the arrays, locks, values and control segments in shared memory. */
@Command(
        name = "ls",
        description = "Lists the arrays, the locks and values, and the jobs' control segments in shared memory.",
        footer = {
            "",
            "STATE is: in use; kept, on purpose; orphan, which gatun gc removes; or unfinished, an orphan with a job that",
            "gatun resume finishes."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class LsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the list as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<SegmentDescription> segments =
                Segments.list().stream().map(SegmentDescription::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            Json.print(out, json -> {
                json.writeStringField("folder", SegmentName.folder().toString());
                json.writeArrayFieldStart("segments");
                for (SegmentDescription segment : segments) {
                    json.writeStartObject();
                    segment.write(json);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return ExitCode.OK;
        }
        int longest = segments.stream()
                .mapToInt(segment -> segment.info().name().value().length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(longest, 32) + "s %-24s %16s  %-10s  %s%n";
        out.printf(format, "NAME", "KIND", "BYTES", "STATE", "MAPPED BY");
        for (SegmentDescription segment : segments) {
            SegmentInfo info = segment.info();
            String orphan = segment.isUnfinished() ? "unfinished" : "orphan";
            String state = info.isOrphan() ? orphan : info.isInUse() ? "in use" : "kept";
            String bytes = String.format(Locale.ROOT, "%,d", segment.bytes());
            out.printf(format, info.name(), segment.shortKind(), bytes, state, SegmentDescription.users(info));
        }
        out.flush();
        return ExitCode.OK;
    }
}
