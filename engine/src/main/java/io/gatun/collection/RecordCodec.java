package io.gatun.collection;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Records: {@link Parts}, one a component. */
final class RecordCodec<R extends Record> implements Codec<R> {
    private final Class<R> type;
    private final MethodHandle constructor;
    private final List<Component> components = new ArrayList<>();
    private final String description;

    private record Component(MethodHandle accessor, Codec<Object> codec, boolean isNullable) {}

    RecordCodec(MethodHandles.Lookup lookup, Class<R> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        StringJoiner text = new StringJoiner(", ", "record(", ")");
        try {
            Class<?>[] types =
                    Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new);
            this.constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            for (RecordComponent component : declared) {
                Codec<Object> codec = codecOf(lookup, component.getType());
                MethodHandle accessor = lookup.unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                components.add(
                        new Component(accessor, codec, !component.getType().isPrimitive()));
                text.add(component.getName() + ": " + codec.description());
            }
        } catch (IllegalAccessException | NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + " cannot be accessed: give ofRecord a lookup of the class that declares it", e);
        }
        this.description = text.toString();
    }

    @SuppressWarnings("unchecked") // each is given components of its own type only
    private static Codec<Object> codecOf(MethodHandles.Lookup lookup, Class<?> type) {
        Codec<?> codec;
        if (type == int.class || type == Integer.class) {
            codec = Codec.INT;
        } else if (type == long.class || type == Long.class) {
            codec = Codec.LONG;
        } else if (type == double.class || type == Double.class) {
            codec = Codec.DOUBLE;
        } else if (type == boolean.class || type == Boolean.class) {
            codec = Codec.BOOLEAN;
        } else if (type == String.class) {
            codec = Codec.STRING;
        } else if (type == byte[].class) {
            codec = Codec.BYTES;
        } else if (type.isEnum()) {
            codec = enumCodec(type);
        } else if (type.isRecord()) {
            codec = new RecordCodec<>(lookup, type.asSubclass(Record.class));
        } else {
            throw new IllegalArgumentException(
                    "a component of type " + type.getName()
                            + " has no codec: make it a number, a string, a byte[], an enum or a record of these, or use a codec of your own");
        }
        return (Codec<Object>) codec;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the type is an enum's, which javac cannot know
    private static Codec<?> enumCodec(Class<?> type) {
        return new EnumCodec(type);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public byte[] encode(R element) {
        R checked = type.cast(element); // a collection may be asked for anything
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Component component : components) {
            Object value = get(component, checked);
            Parts.append(out, value == null ? null : component.codec().encode(value));
        }
        return out.toByteArray();
    }

    @Override
    public R decode(byte[] bytes) {
        @Nullable Object[] values = new @Nullable Object[components.size()];
        ByteBuffer parts = Parts.reader(bytes, 0);
        for (int i = 0; i < values.length; i++) {
            Component component = components.get(i);
            byte[] part = Parts.next(parts);
            if (part == null && !component.isNullable()) {
                throw new IllegalArgumentException("component " + i + " of " + type.getName() + " is null");
            }
            values[i] = part == null ? null : component.codec().decode(part);
        }
        if (parts.hasRemaining()) {
            throw new IllegalArgumentException("length=" + bytes.length + ": too long for a " + type.getName());
        }
        return make(values);
    }

    private @Nullable Object get(Component component, R element) {
        try {
            return component.accessor().invokeExact((Object) element);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("an accessor of " + type.getName() + " failed", e);
        }
    }

    private R make(@Nullable Object[] values) {
        try {
            return type.cast((Object) constructor.invokeExact(values));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("the constructor of " + type.getName() + " failed", e);
        }
    }
}
