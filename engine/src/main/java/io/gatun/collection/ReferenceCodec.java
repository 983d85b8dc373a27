package io.gatun.collection;

import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Collections by reference: {@link Parts}: which file, and by which name it was attached, in UTF-8. */
final class ReferenceCodec<C extends SharedCollection> implements Codec<C> {
    private final String description;
    private final Function<SegmentName, C> attach;

    /** Those that are attached, by their files: of two that decode the same, one attaches it. */
    private final Map<String, C> attached = new ConcurrentHashMap<>();

    ReferenceCodec(String description, Function<SegmentName, C> attach) {
        this.description = description;
        this.attach = attach;
    }

    @Override
    public String description() {
        return "reference(" + description + ")";
    }

    @Override
    public byte[] encode(C element) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Parts.append(out, element.fileId().getBytes(StandardCharsets.UTF_8));
        String name = element.path().getFileName().toString();
        Parts.append(out, name.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    @Override
    public C decode(byte[] bytes) {
        ByteBuffer parts = Parts.reader(bytes, 0);
        byte[] file = Parts.next(parts);
        byte[] name = Parts.next(parts);
        if (file == null || name == null || parts.hasRemaining()) {
            throw new IllegalArgumentException("length=" + bytes.length + ": these bytes are no reference");
        }
        SegmentName segment = SegmentName.of(new String(name, StandardCharsets.UTF_8));
        return attached.compute(
                new String(file, StandardCharsets.UTF_8),
                (fileId, known) -> known != null && !known.isClosed() ? known : attach(segment, fileId));
    }

    private C attach(SegmentName segment, String fileId) {
        C made = attach.apply(segment);
        if (!made.fileId().equals(fileId)) {
            made.close();
            throw new SegmentException.NotFound(segment.path()); // the name stands for another by now
        }
        return made;
    }
}
