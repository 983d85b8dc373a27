package io.gatun.cli;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun unlink}: removes the names of segments. */
@Command(
        name = "unlink",
        description = "Removes segments by name. Processes that map one keep its memory until they close it.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class UnlinkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "1..*", description = "The segments' names, as gatun ls lists them.")
    private List<String> names;

    @Option(
            names = "--force",
            description =
                    "Also remove control segments and temporary arrays that somebody still locks or maps. Arrays with a "
                            + "name of their own are removed without it, in use or not.")
    private boolean force;

    @Option(names = "--json", description = "Print what was removed as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    /** All names are looked at before the first is removed, so that a mistyped one leaves everything as it was. */
    @Override
    public Integer call() {
        List<SegmentName> segments =
                names.stream().map(SegmentName::of).distinct().toList();
        segments.forEach(segment -> check(Segments.inspect(segment)));
        List<SegmentName> removed = segments.stream().filter(this::remove).toList();
        if (asJson) {
            Json.print(spec.commandLine().getOut(), json -> {
                json.writeArrayFieldStart("unlinked");
                for (SegmentName segment : removed) {
                    json.writeString(segment.value());
                }
                json.writeEndArray();
            });
        }
        return removed.size() == segments.size() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void check(SegmentInfo info) {
        if (info.kind() == SegmentKind.OTHER && !info.name().isTemporary()) {
            throw new UsageException(info.name().path()
                    + " is no array, lock, value, collection or control segment: not Gatun's to remove");
        }
        boolean ofAJob = info.kind() == SegmentKind.CONTROL || info.name().isTemporary();
        if (ofAJob && !info.isOrphan() && !force) {
            throw new UsageException(info.name().path() + " belongs to a job that is running (mapped by "
                    + SegmentDescription.users(info) + "): end that, or remove it with --force");
        }
    }

    private boolean remove(SegmentName name) {
        try {
            if (Segments.unlink(name)) {
                return true;
            }
        } catch (SegmentException.NotFound e) {
            // told below
        }
        spec.commandLine().getErr().println(spec.qualifiedName() + ": somebody else has removed " + name.path());
        return false;
    }
}
