package dev.flamestream.engine.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeadKeyTest {
    @Test
    void theOrderTellsAllKeysApart() {
        List<HeadKey> keys = new ArrayList<>();
        for (String tenant : List.of("a", "b")) {
            for (int shard = 0; shard < 2; shard++) {
                for (long hash : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
                    keys.add(new HeadKey(tenant, shard, hash, 0));
                    keys.add(new HeadKey(tenant, shard, hash, 60_000));
                    keys.add(HeadKey.series(keys.get(0), hash + shard * 7L + tenant.length(), 0));
                }
            }
        }
        TreeSet<HeadKey> sorted = new TreeSet<>(keys);

        assertThat(sorted).containsExactlyInAnyOrderElementsOf(new HashSet<>(keys));
    }

    /** Hash maps ask for the order where hashes are equal, and these are. */
    @Test
    void keysOfOneShardHaveOneHash() {
        HeadKey head = new HeadKey("acme", 3, 1, 60_000);

        assertThat(head.hashCode())
                .isEqualTo(HeadKey.series(head, 7, 0).hashCode())
                .isEqualTo(HeadKey.directory("acme", 3).hashCode());
        assertThat(head).isNotEqualByComparingTo(HeadKey.directory("acme", 3));
    }
}
