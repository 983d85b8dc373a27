package io.gatun.value;

import io.gatun.memory.NarrowWord;

/** A value of one or two bytes, exchanged within the aligned word of four bytes that it lies in. */
abstract sealed class NarrowValue extends SharedValue permits SharedBoolean, SharedByte, SharedChar {
    private final long word;
    private final int shift;
    private final int mask;

    NarrowValue(Place place, int mask) {
        super(place);
        this.word = Alignment.wordOffset(memory, offset);
        this.shift = NarrowWord.shift(offset - word);
        this.mask = mask;
    }

    /** Writes the value if it is the expected one, of both of which only the bits of the mask count; returns what it held. */
    final int exchangeLane(int expected, int value) {
        return NarrowWord.compareAndExchange(memory, word, shift, mask, expected & mask, value);
    }

    final int swapLane(int value) {
        return NarrowWord.getAndSet(memory, word, shift, mask, value);
    }

    final int addLane(int delta) {
        return NarrowWord.getAndAdd(memory, word, shift, mask, delta);
    }
}
