package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.collection.CollectionCheck;
import io.gatun.collection.SharedCollections;
import io.gatun.job.control.ControlCheck;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentName;
import io.gatun.segment.Segments;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gatun fsck}: checks a pool's control segment or a collection. */
@Command(
        name = "fsck",
        description = "Checks every invariant of a pool's control segment or of a collection, and changes nothing.",
        footer = {
            "",
            "Exit codes: 0 all is well; 1 something is not as it must be; 2 there is no such segment, or it is of another kind."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FsckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The segment's name, as gatun ls lists it.")
    private String name;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SegmentName segment = SegmentName.of(name);
        SegmentInfo info = Segments.inspect(segment);
        Findings check = switch (info.kind()) {
            case CONTROL -> Findings.of(ControlCheck.of(segment.path()));
            case COLLECTION -> Findings.ofCollection(segment);
            case ARRAY, SYNC, OTHER ->
                throw new UsageException(segment.path() + " is neither a control segment nor a collection");
        };
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            Json.print(out, json -> {
                json.writeBooleanField("sound", check.isSound());
                write(json, "facts", check.facts());
                write(json, "problems", check.problems());
            });
        } else {
            check.facts().forEach(out::println);
            check.problems().forEach(problem -> out.println("PROBLEM " + problem));
            out.println(check.isSound() ? "sound" : "NOT SOUND");
            out.flush();
        }
        return check.isSound() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** What was found. */
    private record Findings(List<String> facts, List<String> problems) {
        static Findings of(ControlCheck check) {
            return new Findings(check.facts(), check.problems());
        }

        static Findings ofCollection(SegmentName name) {
            try {
                CollectionCheck check = SharedCollections.check(name);
                return new Findings(check.facts(), check.problems());
            } catch (SegmentException.Malformed e) {
                return new Findings(List.of(), List.of(String.valueOf(e.getMessage())));
            }
        }

        boolean isSound() {
            return problems.isEmpty();
        }
    }

    private static void write(JsonGenerator json, String field, List<String> lines) throws IOException {
        json.writeArrayFieldStart(field);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
