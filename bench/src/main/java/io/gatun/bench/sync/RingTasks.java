package io.gatun.bench.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.agrona.IoUtil;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring buffer for many producers and one consumer, in a file of {@code /dev/shm} that both processes have mapped. */
final class RingTasks implements Tasks {
    private static final int CAPACITY = 1 << 16;
    private static final int MESSAGE_TYPE = 1;

    private final Path path;
    private final Gate gate;
    private final MappedByteBuffer mapped;
    private final ManyToOneRingBuffer ring;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
    private long expected;
    private long right;

    RingTasks(Path path, Gate gate, Side side) {
        this.path = path;
        this.gate = gate;
        try {
            int length = CAPACITY + RingBufferDescriptor.TRAILER_LENGTH;
            if (side == Side.LEADER) {
                Files.write(path, new byte[length], StandardOpenOption.CREATE_NEW);
            }
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ring = new ManyToOneRingBuffer(new UnsafeBuffer(mapped));
    }

    @Override
    public Map<String, Task> byWork() {
        return Map.of("queue-idle", new Task(2, 1, this::stream, gate));
    }

    private void stream(Side me, int count) {
        Idle idle = new Idle();
        if (me == Side.OTHER) {
            for (int i = 0; i < count; i++) {
                message.putLong(0, i);
                while (!ring.write(MESSAGE_TYPE, message, 0, Long.BYTES)) {
                    idle.idle();
                }
                idle.reset();
            }
            return;
        }
        expected = 0;
        right = 0;
        MessageHandler handler = (type, buffer, index, length) -> {
            right += buffer.getLong(index) == expected ? 1 : 0;
            expected++;
        };
        while (expected < count) {
            if (ring.read(handler, 1) == 0) { // one at a time, as a queue's poll does
                idle.idle();
            } else {
                idle.reset();
            }
        }
        gate.set(right);
    }

    @Override
    public void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
