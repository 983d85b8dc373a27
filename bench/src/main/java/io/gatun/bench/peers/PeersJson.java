package io.gatun.bench.peers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.bench.peers.Statistics.Interval;
import io.gatun.bench.peers.TrialResult.Finished;
import io.gatun.bench.peers.TrialResult.LeftOut;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Prints all trials as one JSON object. Times are nanoseconds. */
final class PeersJson {
    private PeersJson() {}

    static void print(PrintWriter out, int workers, int rounds, double load, List<TrialResult> results) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeNumberField("workers", workers);
            json.writeNumberField("rounds", rounds);
            json.writeNumberField("processors", Runtime.getRuntime().availableProcessors());
            number(json, "loadAverage", Optional.of(load));
            json.writeStringField("java", Runtime.version().toString());
            json.writeBooleanField("ok", results.stream().noneMatch(TrialResult::anyFailed));
            json.writeArrayFieldStart("trials");
            for (TrialResult result : results) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }

    private static void write(JsonGenerator json, TrialResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("work", result.trial().work().label());
        json.writeNumberField("size", result.trial().size());
        json.writeStringField("unit", result.trial().work().unit());
        json.writeArrayFieldStart("peers");
        for (Finished peer : result.finished()) {
            write(json, result.trial().work(), peer);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("leftOut");
        for (LeftOut peer : result.leftOut()) {
            json.writeStartObject();
            json.writeStringField("peer", peer.name());
            json.writeStringField("reason", peer.reason());
            json.writeBooleanField("failed", peer.failed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Work work, Finished peer) throws IOException {
        Samples samples = peer.samples();
        json.writeStartObject();
        json.writeStringField("peer", peer.name());
        json.writeStringField("about", peer.about());
        json.writeNumberField("calls", samples.count());
        json.writeNumberField("minNanos", samples.quantile(0));
        json.writeNumberField("quarterNanos", samples.quantile(0.25));
        json.writeNumberField("medianNanos", samples.quantile(0.5));
        json.writeNumberField("threeQuartersNanos", samples.quantile(0.75));
        json.writeNumberField("p99Nanos", samples.quantile(0.99));
        json.writeNumberField("maxNanos", samples.quantile(1));
        Optional<Interval> interval = peer.ratio().flatMap(Ratio::interval);
        number(json, "ratio", peer.ratio().map(Ratio::median));
        number(json, "ratioLow", interval.map(Interval::low));
        number(json, "ratioHigh", interval.map(Interval::high));
        OptionalDouble target = work.target(peer.name());
        number(json, "target", target.isPresent() ? Optional.of(target.getAsDouble()) : Optional.empty());
        json.writeArrayFieldStart("roundNanos");
        for (double nanos : samples.roundNanos()) {
            json.writeNumber(nanos);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String field, Optional<Double> value) throws IOException {
        if (value.isPresent() && Double.isFinite(value.get())) {
            json.writeNumberField(field, value.get());
        } else {
            json.writeNullField(field);
        }
    }
}
