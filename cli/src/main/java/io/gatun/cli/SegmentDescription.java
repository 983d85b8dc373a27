package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.collection.CollectionInfo;
import io.gatun.collection.SharedCollections;
import io.gatun.job.ResumedJob;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentInfo.ArrayInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.segment.SegmentName;
import io.gatun.sync.Locks;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A segment as it is shown, in a table and as JSON: what it is, and what lies in it, read once.
 *
 * @param kind what it is, in a few words, without what could upset a terminal
 * @param collection what it holds, if it is a collection that can be read
 * @param isUnfinished whether {@code gatun resume} could finish a job with it
 */
record SegmentDescription(SegmentInfo info, String kind, Optional<CollectionInfo> collection, boolean isUnfinished) {
    private static final int MAX_KIND = 40;

    /** Looks into a segment. */
    static SegmentDescription of(SegmentInfo info) {
        Optional<CollectionInfo> collection =
                info.kind() == SegmentKind.COLLECTION ? readCollection(info.name()) : Optional.empty();
        boolean isUnfinished =
                info.isOrphan() && info.kind() == SegmentKind.CONTROL && ResumedJob.isWaiting(info.name());
        return new SegmentDescription(info, kindOf(info, collection), collection, isUnfinished);
    }

    private static Optional<CollectionInfo> readCollection(SegmentName name) {
        try {
            return Optional.of(SharedCollections.inspect(name));
        } catch (SegmentException e) {
            return Optional.empty();
        }
    }

    private static String kindOf(SegmentInfo info, Optional<CollectionInfo> collection) {
        return switch (info.kind()) {
            case SYNC -> syncText(info.name());
            case COLLECTION -> collection.map(CollectionTexts::kind).orElse("damaged collection");
            default ->
                info.array()
                        .map(SegmentDescription::arrayText)
                        .orElseGet(() -> info.kind().name().toLowerCase(Locale.ROOT));
        };
    }

    /** Says what lies in a segment of locks and values. */
    private static String syncText(SegmentName name) {
        return Locks.describe(name)
                .map(text -> text.replaceAll("\\p{Cntrl}", "?"))
                .orElse("damaged lock or value");
    }

    /** Returns the kind, no longer than a column of a table is wide. */
    String shortKind() {
        return kind.length() <= MAX_KIND ? kind : kind.substring(0, MAX_KIND - 1) + "…";
    }

    /** Returns how much memory it has: what a collection may grow to are only addresses. */
    long bytes() {
        return collection.map(found -> found.memory().reservedBytes()).orElse(info.byteSize());
    }

    /** Returns who has it mapped. */
    static String users(SegmentInfo info) {
        return info.users().isEmpty()
                ? "nobody"
                : info.users().stream().map(user -> Long.toString(user.pid())).collect(Collectors.joining(", "));
    }

    private static String arrayText(ArrayInfo array) {
        return array.dtype().numpyName()
                + array.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
    }

    /** Writes the fields of an object. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("name", info.name().value());
        json.writeStringField("path", info.name().path().toString());
        json.writeStringField("kind", info.kind().name().toLowerCase(Locale.ROOT));
        if (info.kind() == SegmentKind.SYNC) {
            json.writeStringField("what", kind);
        }
        json.writeNumberField("byteSize", info.byteSize());
        if (info.kind() == SegmentKind.COLLECTION) {
            CollectionTexts.write(json, collection);
        }
        json.writeStringField("mode", info.mode());
        json.writeStringField("owner", info.owner());
        if (info.array().isPresent()) {
            ArrayInfo array = info.array().get();
            json.writeStringField("dtype", array.dtype().numpyName());
            json.writeArrayFieldStart("shape");
            for (long dimension : array.shape()) {
                json.writeNumber(dimension);
            }
            json.writeEndArray();
            json.writeNumberField("dataOffset", array.dataOffset());
        }
        json.writeBooleanField("locked", info.locked());
        json.writeBooleanField("orphan", info.isOrphan());
        json.writeBooleanField("unfinished", isUnfinished);
        json.writeArrayFieldStart("users");
        for (SegmentInfo.User user : info.users()) {
            json.writeStartObject();
            json.writeNumberField("pid", user.pid());
            if (user.startTime().isPresent()) {
                json.writeStringField("startTime", user.startTime().get().toString());
            }
            if (user.command().isPresent()) {
                json.writeStringField("command", user.command().get());
            }
            json.writeStringField("access", user.access().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
