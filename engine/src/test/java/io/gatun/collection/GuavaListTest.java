package io.gatun.collection;

import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import io.gatun.segment.SegmentName;
import io.gatun.testing.GuavaSuite;
import io.gatun.testing.NothingLeftBehind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a {@code List} must do, by Guava's suite of tests for it.
 *
 * <p>Not claimed: that iterators fail fast, as they are weakly consistent; serialization, as a list is found by its name.
 */
@ExtendWith(NothingLeftBehind.class)
class GuavaListTest {
    @TestFactory
    Stream<DynamicNode> itIsAList() {
        SharedList<String> list = SharedList.create(SegmentName.of("gatun-test-guava-list"), Codec.STRING);
        list.unlink();
        return GuavaSuite.tests(ListTestSuiteBuilder.using(new TestStringListGenerator() {
                            @Override
                            protected List<String> create(String[] elements) {
                                list.clear();
                                list.addAll(Arrays.asList(elements));
                                return list;
                            }
                        })
                        .named("SharedList")
                        .withFeatures(
                                ListFeature.GENERAL_PURPOSE,
                                CollectionFeature.ALLOWS_NULL_VALUES,
                                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                CollectionSize.ANY)
                        .createTestSuite())
                .onClose(list::close);
    }
}
