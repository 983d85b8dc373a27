package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.job.ResumedJob;
import io.gatun.segment.SegmentInfo;
import io.gatun.segment.SegmentInfo.ArrayInfo;
import io.gatun.segment.SegmentKind;
import io.gatun.sync.Locks;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/** How segments are shown, in a table and as JSON. */
final class SegmentTexts {
    private static final int MAX_KIND = 40;

    private SegmentTexts() {}

    static String kind(SegmentInfo info) {
        if (info.kind() == SegmentKind.SYNC) {
            String what = syncText(info);
            return what.length() <= MAX_KIND ? what : what.substring(0, MAX_KIND - 1) + "…";
        }
        if (info.kind() == SegmentKind.COLLECTION) {
            return CollectionTexts.kind(info.name());
        }
        return info.array()
                .map(SegmentTexts::arrayText)
                .orElseGet(() -> info.kind().name().toLowerCase(Locale.ROOT));
    }

    /** Says what lies in a segment of locks and values; without what could upset a terminal. */
    private static String syncText(SegmentInfo info) {
        return Locks.describe(info.name())
                .map(text -> text.replaceAll("\\p{Cntrl}", "?"))
                .orElse("damaged lock or value");
    }

    /** Returns how much memory a segment has: what a collection may grow to are only addresses. */
    static long bytes(SegmentInfo info) {
        return info.kind() == SegmentKind.COLLECTION ? CollectionTexts.bytes(info) : info.byteSize();
    }

    static String users(SegmentInfo info) {
        return info.users().isEmpty()
                ? "nobody"
                : info.users().stream().map(user -> Long.toString(user.pid())).collect(Collectors.joining(", "));
    }

    private static String arrayText(ArrayInfo array) {
        return array.dtype().numpyName()
                + array.shape().stream().map(String::valueOf).collect(Collectors.joining(", ", " (", ")"));
    }

    /** Tells whether {@code gatun resume} could finish a job with it. */
    static boolean isUnfinished(SegmentInfo info) {
        return info.isOrphan() && info.kind() == SegmentKind.CONTROL && ResumedJob.isWaiting(info.name());
    }

    static void write(JsonGenerator json, SegmentInfo info) throws IOException {
        write(json, info, isUnfinished(info));
    }

    static void write(JsonGenerator json, SegmentInfo info, boolean isUnfinished) throws IOException {
        json.writeStringField("name", info.name().value());
        json.writeStringField("path", info.name().path().toString());
        json.writeStringField("kind", info.kind().name().toLowerCase(Locale.ROOT));
        if (info.kind() == SegmentKind.SYNC) {
            json.writeStringField("what", syncText(info));
        }
        json.writeNumberField("byteSize", info.byteSize());
        if (info.kind() == SegmentKind.COLLECTION) {
            CollectionTexts.write(json, info.name());
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
