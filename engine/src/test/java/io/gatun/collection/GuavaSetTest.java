package io.gatun.collection;

import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.SetFeature;
import io.gatun.segment.SegmentName;
import io.gatun.testing.GuavaSuite;
import io.gatun.testing.NothingLeftBehind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a {@code Set} must do, by Guava's suite of tests for it.
 *
 * <p>Not claimed: null, as the sets of {@code java.util.concurrent} refuse it too; an order that is known, as it is a hash table; that iterators fail
 * fast, as they are weakly consistent; serialization, as a set is found by its name.
 */
@ExtendWith(NothingLeftBehind.class)
class GuavaSetTest {
    @TestFactory
    Stream<DynamicNode> itIsASet() {
        SharedSet<String> set = SharedSet.create(SegmentName.of("gatun-test-guava-set"), Codec.STRING);
        set.unlink();
        return GuavaSuite.tests(SetTestSuiteBuilder.using(new TestStringSetGenerator() {
                            @Override
                            protected Set<String> create(String[] elements) {
                                set.clear();
                                set.addAll(Arrays.asList(elements));
                                return set;
                            }
                        })
                        .named("SharedSet")
                        .withFeatures(
                                SetFeature.GENERAL_PURPOSE,
                                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                CollectionSize.ANY)
                        .createTestSuite())
                .onClose(set::close);
    }
}
