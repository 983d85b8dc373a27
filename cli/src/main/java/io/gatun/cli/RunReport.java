package io.gatun.cli;

import static io.gatun.cli.NumberTexts.grouped;
import static io.gatun.cli.NumberTexts.millis;
import static io.gatun.cli.NumberTexts.plain;
import static io.gatun.cli.NumberTexts.scientific;
import static io.gatun.cli.NumberTexts.tenths;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.job.ElementRange;
import io.gatun.job.JobReport;
import io.gatun.job.JobReport.WorkerReport;
import io.gatun.job.WorkerFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code gatun run} prints at its end.
 *
 * @param command what the command did before and after the job
 * @param requestedWorkers how many workers were asked for; fewer start where there are fewer chunks
 * @param kept the outputs that stay, by name
 */
record RunReport(
        JobReport job,
        CommandPhases command,
        int requestedWorkers,
        Optional<Verification> verification,
        Map<String, Path> kept) {

    private static final int LABEL_WIDTH = 12;

    void print(PrintWriter out, boolean asJson) {
        if (asJson) {
            Json.print(out, this::write);
        } else {
            table(out);
            out.flush();
        }
    }

    private void table(PrintWriter out) {
        JobReport.Phases phases = job.phases();
        row(out, "kernel", job.kernel());
        row(
                out,
                "elements",
                grouped(job.elements()) + " in " + counted(job.chunks(), "chunk") + " of "
                        + grouped(job.chunkElements()));
        row(out, "workers", job.perWorker().size() + fewer());
        for (WorkerReport worker : job.perWorker()) {
            row(out, "", worker.worker() + " (pid " + worker.pid() + "): " + share(worker));
        }
        for (WorkerFailure failure : job.failures()) {
            row(out, "", failure.worker() + " (pid " + failure.pid() + ") " + failure.reason() + where(failure));
        }
        if (!job.missing().isEmpty()) {
            row(out, "MISSING", missing(job));
        }
        row(
                out,
                "wall time",
                millis(phases.wallNanos()) + " ms: spawn " + millis(phases.spawnNanos()) + ", attach "
                        + millis(phases.attachNanos()) + ", compute " + millis(phases.computeNanos()) + ", reduce "
                        + millis(phases.reduceNanos()));
        row(
                out,
                "besides",
                "start " + command.startNanos() / 1_000_000 + ", command line " + millis(command.commandLineNanos())
                        + ", verify " + millis(command.verifyNanos()));
        row(out, "per element", tenths((double) phases.wallNanos() / job.elements()) + " ns");
        if (!job.results().isEmpty()) {
            row(out, "result", results());
        }
        verification.ifPresentOrElse(v -> verified(out, v), () -> row(out, "verified", "not: no reference is known"));
        kept.forEach((name, path) -> row(out, "kept", name + ": numpy.load('" + quoted(path) + "', mmap_mode='r+')"));
    }

    /** The inside of a Python string. */
    private static String quoted(Path path) {
        return path.toString().replace("\\", "\\\\").replace("'", "\\'");
    }

    private static void verified(PrintWriter out, Verification v) {
        row(out, "expected", plain(v.expected()) + " ± " + scientific(v.bound()));
        row(
                out,
                "verified",
                (v.holds() ? "yes" : "NO") + ": the sum is off by " + scientific(Math.abs(v.result() - v.expected()))
                        + ", " + counted(v.sampled(), "element") + (v.sampled() == 1 ? " differs" : " differ")
                        + " from Commons Math by at most "
                        + scientific(v.sampleError()) + " (" + scientific(v.sampleBound()) + " allowed)");
    }

    private String fewer() {
        return job.perWorker().size() < requestedWorkers
                ? " of " + requestedWorkers + ": there are no more chunks"
                : "";
    }

    private String results() {
        return job.results().stream().map(NumberTexts::plain).collect(Collectors.joining(", "));
    }

    private static String share(WorkerReport worker) {
        return worker.chunks() == 0
                ? "came when nothing was left"
                : counted(worker.elements(), "element") + " in " + counted(worker.chunks(), "chunk") + ", "
                        + millis(worker.computeNanos()) + " ms, " + code(worker);
    }

    private static String where(WorkerFailure failure) {
        return failure.elements()
                        .map(elements -> " in " + elements + ", attempt " + failure.attempt())
                        .orElse("")
                + (failure.givenBackNanos() == 0 ? "" : ", done again");
    }

    /** Returns which elements a job could not compute. */
    static String missing(JobReport job) {
        return job.missing().stream().map(ElementRange::toString).collect(Collectors.joining(", "))
                + " could not be computed";
    }

    private static String counted(long count, String what) {
        return grouped(count) + ' ' + what + (count == 1 ? "" : "s");
    }

    private static String code(WorkerReport worker) {
        if (worker.vectorElements() == 0) {
            return "scalar";
        }
        return worker.vectorElements() == worker.elements()
                ? "vector"
                : grouped(worker.vectorElements()) + " of them vector";
    }

    private static void row(PrintWriter out, String label, String text) {
        out.println(label + " ".repeat(LABEL_WIDTH - label.length()) + ' ' + text);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("kernel", job.kernel());
        json.writeNumberField("elements", job.elements());
        json.writeNumberField("workers", job.perWorker().size());
        json.writeNumberField("requestedWorkers", requestedWorkers);
        json.writeNumberField("chunks", job.chunks());
        json.writeNumberField("chunkElements", job.chunkElements());
        json.writeStringField("schedule", job.schedule().name().toLowerCase(Locale.ROOT));
        if (job.results().size() == 1) {
            writeNumber(json, "result", job.result());
        } else {
            json.writeArrayFieldStart("result");
            for (double result : job.results()) {
                writeNumber(json, result);
            }
            json.writeEndArray();
        }
        if (verification.isPresent()) {
            Verification v = verification.get();
            json.writeNumberField("expected", v.expected());
            json.writeNumberField("bound", v.bound());
            json.writeNumberField("sampled", v.sampled());
            writeNumber(json, "sampleError", v.sampleError());
            json.writeNumberField("sampleBound", v.sampleBound());
            json.writeBooleanField("verified", v.holds());
        } else {
            json.writeNullField("expected");
            json.writeNullField("verified");
        }
        JobReport.Phases phases = job.phases();
        json.writeNumberField("wallNanos", phases.wallNanos());
        json.writeObjectFieldStart("phases");
        json.writeNumberField("queueNanos", phases.queueNanos());
        json.writeNumberField("spawnNanos", phases.spawnNanos());
        json.writeNumberField("attachNanos", phases.attachNanos());
        json.writeNumberField("computeNanos", phases.computeNanos());
        json.writeNumberField("reduceNanos", phases.reduceNanos());
        json.writeEndObject();
        json.writeObjectFieldStart("command");
        json.writeNumberField("startNanos", command.startNanos());
        json.writeNumberField("commandLineNanos", command.commandLineNanos());
        json.writeNumberField("verifyNanos", command.verifyNanos());
        json.writeEndObject();
        json.writeArrayFieldStart("perWorker");
        for (WorkerReport worker : job.perWorker()) {
            json.writeStartObject();
            json.writeNumberField("worker", worker.worker());
            json.writeNumberField("pid", worker.pid());
            json.writeNumberField("elements", worker.elements());
            json.writeNumberField("vectorElements", worker.vectorElements());
            json.writeNumberField("chunks", worker.chunks());
            json.writeNumberField("computeNanos", worker.computeNanos());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("failures");
        for (WorkerFailure failure : job.failures()) {
            json.writeStartObject();
            json.writeNumberField("worker", failure.worker());
            json.writeNumberField("pid", failure.pid());
            json.writeStringField("reason", failure.reason());
            if (failure.elements().isPresent()) {
                write(json, "elements", failure.elements().get());
                json.writeNumberField("attempt", failure.attempt());
            }
            json.writeStringField("lastLines", failure.lastLines());
            if (failure.errorFile().isPresent()) {
                json.writeStringField("errorFile", failure.errorFile().get().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("missing");
        for (ElementRange range : job.missing()) {
            json.writeStartArray();
            json.writeNumber(range.begin());
            json.writeNumber(range.end());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("kept");
        for (Map.Entry<String, Path> output : kept.entrySet()) {
            json.writeStringField(output.getKey(), output.getValue().toString());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, ElementRange range) throws IOException {
        json.writeArrayFieldStart(field);
        json.writeNumber(range.begin());
        json.writeNumber(range.end());
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        writeNumber(json, value);
    }

    /** JSON has no infinities and no NaN. */
    private static void writeNumber(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
