package io.gatun.sync;

import io.gatun.segment.SegmentName;
import java.io.IOException;

/** A process that takes a lock again and again, until it is told to end, or is killed. */
final class SoakedChild {
    private SoakedChild() {}

    public static void main(String[] arguments) throws IOException {
        Guarded guarded = new Guarded(CellSegment.attach(SegmentName.of(arguments[0])));
        int number = Integer.parseInt(arguments[1]);
        System.out.println("ready");
        while (System.in.available() == 0) {
            for (int i = 0; i < 100; i++) {
                guarded.take(number);
            }
        }
    }
}
