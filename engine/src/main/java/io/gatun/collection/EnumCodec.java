package io.gatun.collection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The constants of an enum: the names, in UTF-8. */
final class EnumCodec<E extends Enum<E>> implements Codec<E> {
    private final Class<E> type;
    private final Map<String, E> constants;
    private final String description;

    EnumCodec(Class<E> type) {
        this.type = type;
        this.constants =
                Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(Enum::name, Function.identity()));
        this.description =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining("|", "enum(", ")"));
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public byte[] encode(E element) {
        return type.cast(element).name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public E decode(byte[] bytes) {
        E constant = constants.get(new String(bytes, StandardCharsets.UTF_8));
        if (constant == null) {
            throw new IllegalArgumentException("length=" + bytes.length + ": no constant of " + type.getName());
        }
        return constant;
    }
}
