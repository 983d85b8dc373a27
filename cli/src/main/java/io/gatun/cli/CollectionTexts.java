package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.collection.CollectionInfo;
import io.gatun.collection.MemoryUse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How collections are shown, in lines and as JSON. */
final class CollectionTexts {
    private CollectionTexts() {}

    /** Returns what a collection is, without what could upset a terminal. */
    static String kind(CollectionInfo info) {
        return (info.kind() + " " + info.elements()).replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns what can be told, each by what it is about. */
    static Map<String, String> facts(CollectionInfo info) {
        MemoryUse memory = info.memory();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("elements", grouped(info.size()) + capacity(info));
        facts.put("used", grouped(memory.usedBytes()) + " bytes of " + grouped(memory.reservedBytes()) + " it has");
        facts.put("limit", grouped(memory.limitBytes()) + " bytes");
        facts.put(
                "free",
                grouped(memory.freeBytes()) + " bytes, the largest piece " + grouped(memory.largestFreeBytes())
                        + String.format(Locale.ROOT, ": %.0f %% fragmented", 100 * memory.fragmentation()));
        return facts;
    }

    private static String capacity(CollectionInfo info) {
        return info.capacity() < 0 ? ", as memory allows" : " of at most " + grouped(info.capacity());
    }

    private static String grouped(long number) {
        return NumberTexts.grouped(number);
    }

    /** Writes an object, without fields if the collection could not be read. */
    static void write(JsonGenerator json, Optional<CollectionInfo> info) throws IOException {
        json.writeObjectFieldStart("collection");
        if (info.isPresent()) {
            writeFields(json, info.get());
        }
        json.writeEndObject();
    }

    static void writeFields(JsonGenerator json, CollectionInfo info) throws IOException {
        MemoryUse memory = info.memory();
        json.writeStringField("kind", info.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("elements", info.elements());
        json.writeNumberField("size", info.size());
        if (info.capacity() < 0) {
            json.writeNullField("capacity");
        } else {
            json.writeNumberField("capacity", info.capacity());
        }
        json.writeNumberField("usedBytes", memory.usedBytes());
        json.writeNumberField("reservedBytes", memory.reservedBytes());
        json.writeNumberField("largestFreeBytes", memory.largestFreeBytes());
        json.writeNumberField("limitBytes", memory.limitBytes());
        json.writeNumberField("fragmentation", memory.fragmentation());
    }
}
