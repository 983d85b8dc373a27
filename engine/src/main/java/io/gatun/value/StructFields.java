package io.gatun.value;

import io.gatun.segment.DType;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fields of a struct, taken from its layout.
 *
 * @param text how Python writes them, so that {@code numpy.dtype(ast.literal_eval(text))} is the struct's type: its names, formats, offsets and
 *     size
 * @param byteSize the size of the struct
 * @param fields by their names, in the layout's order
 */
record StructFields(String text, int byteSize, Map<String, Field> fields) {
    /** What a cell's data is aligned to. */
    private static final long MAX_ALIGNMENT = Long.BYTES;

    /** One of them: its type, and where it lies in the struct. */
    record Field(DType type, long offset) {}

    /**
     * Takes the fields of a layout.
     *
     * @throws IllegalArgumentException if it has none, or one that cannot be a shared value, saying which
     */
    static StructFields of(StructLayout layout) {
        if (layout.byteAlignment() > MAX_ALIGNMENT || layout.byteSize() > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("byteAlignment=" + layout.byteAlignment() + ", byteSize="
                    + layout.byteSize() + ": a struct has at most " + MAX_ALIGNMENT + " and " + Integer.MAX_VALUE / 2);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        long offset = 0;
        for (MemoryLayout member : layout.memberLayouts()) {
            if (!(member instanceof PaddingLayout)) {
                String name = nameOf(member, offset);
                if (fields.put(name, field(name, member, offset)) != null) {
                    throw new IllegalArgumentException("there are two fields " + name);
                }
            }
            offset += member.byteSize();
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("the struct has no fields: name its value layouts");
        }
        return new StructFields(text(fields, offset), (int) offset, Map.copyOf(fields));
    }

    /**
     * Returns a field of a type.
     *
     * @throws IllegalArgumentException if there is none of this name and type
     */
    Field require(String name, DType type) {
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalArgumentException("there is no field " + name + " in " + text);
        }
        if (field.type() != type) {
            throw new IllegalArgumentException(
                    "field " + name + " is of type " + field.type().numpyName() + ", not " + type.numpyName());
        }
        return field;
    }

    private static String nameOf(MemoryLayout member, long offset) {
        String name = member.name()
                .orElseThrow(
                        () -> new IllegalArgumentException("the member at byte " + offset + " has no name: " + member));
        if (name.isEmpty() || !name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
            throw new IllegalArgumentException("a field's name is made of letters, digits and _: \"" + name + "\"");
        }
        return name;
    }

    private static Field field(String name, MemoryLayout member, long offset) {
        if (!(member instanceof ValueLayout value)) {
            throw new IllegalArgumentException(
                    "field " + name + " is itself made of parts: a struct has plain values only: " + member);
        }
        DType type = switch (value) {
            case ValueLayout.OfByte _ -> DType.INT8;
            case ValueLayout.OfBoolean _ -> DType.BOOL;
            case ValueLayout.OfChar _ -> DType.UINT16;
            case ValueLayout.OfInt _ -> DType.INT32;
            case ValueLayout.OfLong _ -> DType.INT64;
            case ValueLayout.OfFloat _ -> DType.FLOAT32;
            case ValueLayout.OfDouble _ -> DType.FLOAT64;
            default ->
                throw new IllegalArgumentException("field " + name + " is of type "
                        + value.carrier().getSimpleName()
                        + ": a struct has boolean, byte, char, int, long, float and double");
        };
        if (offset % type.byteSize() != 0) {
            throw new IllegalArgumentException(
                    "field " + name + " at byte " + offset + " is not aligned to its " + type.byteSize() + " bytes");
        }
        if (type.byteSize() > 1 && value.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("field " + name + " is big-endian: all shared memory is little-endian");
        }
        return new Field(type, offset);
    }

    private static String text(Map<String, Field> fields, long byteSize) {
        List<String> formats = new ArrayList<>();
        List<String> offsets = new ArrayList<>();
        for (Field field : fields.values()) {
            formats.add(quoted(field.type().descr()));
            offsets.add(Long.toString(field.offset()));
        }
        String names = fields.keySet().stream().map(StructFields::quoted).collect(Collectors.joining(", "));
        return "{'names': [%s], 'formats': [%s], 'offsets': [%s], 'itemsize': %d}"
                .formatted(names, String.join(", ", formats), String.join(", ", offsets), byteSize);
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
