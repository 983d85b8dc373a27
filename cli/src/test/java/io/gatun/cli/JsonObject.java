package io.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON object as a command printed it. */
record JsonObject(Map<String, @Nullable Object> fields) {
    /** Parses a text that holds one object and nothing else. */
    static JsonObject parse(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken(), () -> "no JSON object: " + text);
            JsonObject object = object(parser);
            assertNull(parser.nextToken(), () -> "more than one JSON object: " + text);
            return object;
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    Set<String> names() {
        return fields.keySet();
    }

    long integer(String name) {
        return (Long) value(name);
    }

    double number(String name) {
        return ((Number) value(name)).doubleValue();
    }

    boolean truth(String name) {
        return (Boolean) value(name);
    }

    String text(String name) {
        return (String) value(name);
    }

    boolean isNull(String name) {
        assertTrue(fields.containsKey(name), () -> "no " + name + " in " + fields);
        return fields.get(name) == null;
    }

    JsonObject object(String name) {
        return (JsonObject) value(name);
    }

    List<?> list(String name) {
        return (List<?>) value(name);
    }

    List<JsonObject> objects(String name) {
        return list(name).stream().map(JsonObject.class::cast).toList();
    }

    private Object value(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + fields);
        }
        return value;
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return new JsonObject(fields);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser));
        }
        return values;
    }
}
