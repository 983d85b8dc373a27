package io.gatun.cli;

import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun inspect}: all that can be told about one segment. */
@Command(
        name = "inspect",
        description =
                "Shows a segment's type, shape, size, mode and owner, a collection's use of memory, and who maps it now.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The segment's name, as gatun ls lists it.")
    private String name;

    @Option(names = "--json", description = "Print it as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SegmentInfo info = Segments.inspect(SegmentName.of(name));
        SegmentDescription description = SegmentDescription.of(info);
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            Json.print(out, description::write);
            return ExitCode.OK;
        }
        String format = "%-8s %s%n";
        out.printf(format, "path", info.name().path());
        out.printf(format, "kind", description.kind());
        out.printf(format, "bytes", String.format(java.util.Locale.ROOT, "%,d", description.bytes()));
        description
                .collection()
                .map(CollectionTexts::facts)
                .ifPresent(facts -> facts.forEach((what, text) -> out.printf(format, what, text)));
        out.printf(format, "mode", info.mode());
        out.printf(format, "owner", info.owner());
        out.printf(format, "locked", locked(info));
        out.printf(format, "orphan", info.isOrphan() ? "yes: nobody locks or maps it" : "no");
        for (SegmentInfo.User user : info.users()) {
            out.printf(
                    format,
                    "mapped",
                    "by pid " + user.pid() + ", "
                            + user.access()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-')
                            + user.startTime().map(time -> ", started " + time).orElse("")
                            + user.command().map(command -> ", " + command).orElse(""));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String locked(SegmentInfo info) {
        String who = info.kind() == SegmentKind.SYNC || info.kind() == SegmentKind.COLLECTION
                ? "a process has it attached"
                : "its creator has it open";
        return info.locked() ? "yes: " + who : "no";
    }
}
