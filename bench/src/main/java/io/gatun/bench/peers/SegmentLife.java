package io.gatun.bench.peers;

import io.gatun.segment.Access;
import io.gatun.segment.SegmentException;
import io.gatun.segment.SegmentName;
import io.gatun.segment.SharedSegment;
import java.util.OptionalDouble;

/** A segment of Gatun's from its creation to the end of its name, both sides in this process. */
final class SegmentLife {
    private SegmentLife() {}

    /** Creates a segment with all its pages, attaches it again, closes both and unlinks it. */
    static OptionalDouble once(long bytes) throws PeerFailedException {
        SegmentName name = SegmentName.temporary();
        try (SharedSegment made = SharedSegment.create(name, bytes)) {
            try {
                SharedSegment.attach(name, Access.READ_WRITE).close();
            } finally {
                made.unlink();
            }
        } catch (SegmentException e) {
            throw new PeerFailedException(String.valueOf(e.getMessage()));
        }
        return OptionalDouble.empty();
    }
}
