package io.gatun.collection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists: {@link Parts}, one an element. */
final class ListCodec<T> implements Codec<List<T>> {
    private final Codec<T> elements;

    ListCodec(Codec<T> elements) {
        this.elements = elements;
    }

    @Override
    public String description() {
        return "list(" + elements.description() + ")";
    }

    @Override
    public byte[] encode(List<T> list) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (T element : list) {
            Parts.append(out, elements.encode(element));
        }
        return out.toByteArray();
    }

    @Override
    public List<T> decode(byte[] bytes) {
        List<T> list = new ArrayList<>();
        for (ByteBuffer parts = Parts.reader(bytes, 0); parts.hasRemaining(); ) {
            byte[] part = Parts.next(parts);
            if (part == null) {
                throw new IllegalArgumentException("an element of a list is null");
            }
            list.add(elements.decode(part));
        }
        return Collections.unmodifiableList(list);
    }
}
