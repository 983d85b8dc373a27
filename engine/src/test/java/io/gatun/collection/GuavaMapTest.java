package io.gatun.collection;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.gatun.segment.SegmentName;
import io.gatun.testing.GuavaSuite;
import io.gatun.testing.NothingLeftBehind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a {@code ConcurrentMap} must do, by Guava's suite of tests for it.
 *
 * <p>Not claimed: null keys and values, as {@code ConcurrentHashMap} refuses them too; an order that is known, as it is a hash table; that iterators
 * fail fast, as they are weakly consistent; serialization, as a map is found by its name.
 */
@ExtendWith(NothingLeftBehind.class)
class GuavaMapTest {
    @TestFactory
    Stream<DynamicNode> itIsAConcurrentMap() {
        SharedMap<String, String> map =
                SharedMap.create(SegmentName.of("gatun-test-guava-map"), Codec.STRING, Codec.STRING);
        map.unlink();
        return GuavaSuite.tests(ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                            @Override
                            protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                                map.clear();
                                for (Map.Entry<String, String> entry : entries) {
                                    map.put(entry.getKey(), entry.getValue());
                                }
                                return map;
                            }
                        })
                        .named("SharedMap")
                        .withFeatures(
                                MapFeature.GENERAL_PURPOSE,
                                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                CollectionSize.ANY)
                        .createTestSuite())
                .onClose(map::close);
    }
}
