package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.job.control.ControlCheck;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentKind;
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

/** {@code gatun fsck}: checks a pool's control segment. */
@Command(
        name = "fsck",
        description = "Checks every invariant of a pool's control segment, and changes nothing.",
        footer = {"", "Exit codes: 0 all is well; 1 something is not as it must be; 2 there is no such control segment."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FsckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The control segment's name, as gatun ls lists it.")
    private String name;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean asJson;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        SegmentName segment = SegmentName.of(name);
        SegmentInfo info = Segments.inspect(segment);
        if (info.kind() != SegmentKind.CONTROL) {
            throw new UsageException(segment.path() + " is no control segment");
        }
        ControlCheck check = ControlCheck.of(segment.path());
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

    private static void write(JsonGenerator json, String field, List<String> lines) throws IOException {
        json.writeArrayFieldStart(field);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
