package io.gatun.collection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Arrays;

/** Objects as CBOR, by Jackson, which is loaded with this class only. */
final class CborCodec<T> implements Codec<T> {
    private static final ObjectMapper MAPPER = CBORMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Class<T> type;

    CborCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    public String description() {
        return "cbor(" + type.getName() + ")";
    }

    @Override
    public byte[] encode(T element) {
        try {
            return MAPPER.writeValueAsBytes(type.cast(element));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a " + type.getName() + " cannot be written as CBOR", e);
        }
    }

    @Override
    public T decode(byte[] bytes) {
        T element;
        try {
            element = MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "length=" + bytes.length + ": these bytes are no CBOR of a " + type.getName(), e);
        }
        if (element == null || !Arrays.equals(encode(element), bytes)) {
            throw new IllegalArgumentException("length=" + bytes.length + ": CBOR of a " + type.getName()
                    + " in another form than is written here");
        }
        return element;
    }
}
