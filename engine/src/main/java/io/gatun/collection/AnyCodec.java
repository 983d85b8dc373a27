package io.gatun.collection;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All kinds of things: a byte that says which, and what the codec of those makes of it. */
final class AnyCodec implements Codec<Object> {
    static final Codec<Object> INSTANCE = new AnyCodec();

    private static final byte NULL = 0;

    /** The kinds of things, by the byte that says so. */
    @SuppressWarnings("ImmutableEnumChecker") // the codecs here change nothing but which references they have attached
    private enum Kind {
        BOOLEAN(1, Boolean.class, Codec.BOOLEAN),
        INT(2, Integer.class, Codec.INT),
        LONG(3, Long.class, Codec.LONG),
        DOUBLE(4, Double.class, Codec.DOUBLE),
        STRING(5, String.class, Codec.STRING),
        BYTES(6, byte[].class, Codec.BYTES),
        SHARED_LIST(
                8,
                SharedList.class,
                Codec.<SharedList<Object>>reference("list", name -> SharedList.attach(name, INSTANCE))),
        SHARED_MAP(
                9,
                SharedMap.class,
                Codec.<SharedMap<Object, Object>>reference("map", name -> SharedMap.attach(name, INSTANCE, INSTANCE))),
        SHARED_SET(
                10,
                SharedSet.class,
                Codec.<SharedSet<Object>>reference("set", name -> SharedSet.attach(name, INSTANCE))),
        SHARED_NAMESPACE(11, SharedNamespace.class, Codec.reference("namespace", SharedNamespace::attach)),
        /** Comes last, as shared lists are lists, too. */
        LIST(7, List.class, new ListCodec<>(INSTANCE));

        private final byte tag;
        private final Class<?> type;
        private final Codec<Object> codec;

        @SuppressWarnings("unchecked") // it is given what is of its type, and what it has encoded
        Kind(int tag, Class<?> type, Codec<?> codec) {
            this.tag = (byte) tag;
            this.type = type;
            this.codec = (Codec<Object>) codec;
        }

        static Kind of(Object element) {
            for (Kind kind : values()) {
                if (kind.type.isInstance(element)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(element.getClass().getName()
                    + " is none of what Codec.any() encodes: use a codec of its own, Codec.ofRecord or Codec.cbor");
        }

        static Kind of(byte tag) {
            return Arrays.stream(values())
                    .filter(kind -> kind.tag == tag)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("tag=" + tag + ": these bytes are nothing known"));
        }
    }

    private AnyCodec() {}

    @Override
    public String description() {
        return "any";
    }

    @Override
    public byte[] encode(@Nullable Object element) {
        if (element == null) {
            return new byte[] {NULL};
        }
        Kind kind = Kind.of(element);
        requireAny(element);
        byte[] rest = kind.codec.encode(element);
        byte[] bytes = new byte[1 + rest.length];
        bytes[0] = kind.tag;
        System.arraycopy(rest, 0, bytes, 1, rest.length);
        return bytes;
    }

    private static void requireAny(Object element) {
        boolean isAny = switch (element) {
            case SharedList<?> list -> list.elementCodec() == INSTANCE;
            case SharedMap<?, ?> map -> map.keys() == INSTANCE && map.valueCodec() == INSTANCE;
            case SharedSet<?> set -> set.elementCodec() == INSTANCE;
            default -> true;
        };
        if (!isAny) {
            throw new IllegalArgumentException(
                    element.getClass().getSimpleName()
                            + " of a codec of its own: within Codec.any() go those of Codec.any(), elsewhere use Codec.reference");
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null is one of the things
    public Object decode(byte[] bytes) {
        if (bytes.length == 1 && bytes[0] == NULL) {
            return null;
        }
        if (bytes.length == 0) {
            throw new IllegalArgumentException("length=0: these bytes are nothing known");
        }
        return Kind.of(bytes[0]).codec.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
}
