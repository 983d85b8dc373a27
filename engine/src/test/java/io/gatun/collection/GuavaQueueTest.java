package io.gatun.collection;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import io.gatun.segment.SegmentName;
import io.gatun.testing.GuavaSuite;
import io.gatun.testing.NothingLeftBehind;
import java.util.Arrays;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a {@code Queue} must do, by Guava's suite of tests for it.
 *
 * <p>Not claimed: null, which a queue cannot have, as {@code poll} returns it for nothing; that iterators fail fast, as they are weakly consistent; serialization,
 * as a queue is found by its name.
 */
@ExtendWith(NothingLeftBehind.class)
class GuavaQueueTest {
    @TestFactory
    Stream<DynamicNode> itIsAQueue() {
        SharedQueue<String> queue = SharedQueue.create(SegmentName.of("gatun-test-guava-queue"), Codec.STRING, 100);
        queue.unlink();
        return GuavaSuite.tests(QueueTestSuiteBuilder.using(new TestStringQueueGenerator() {
                            @Override
                            protected Queue<String> create(String[] elements) {
                                queue.clear();
                                queue.addAll(Arrays.asList(elements));
                                return queue;
                            }
                        })
                        .named("SharedQueue")
                        .withFeatures(
                                CollectionFeature.GENERAL_PURPOSE,
                                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                CollectionFeature.KNOWN_ORDER,
                                CollectionSize.ANY)
                        .createTestSuite())
                .onClose(queue::close);
    }
}
