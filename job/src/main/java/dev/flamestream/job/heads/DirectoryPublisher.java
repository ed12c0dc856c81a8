package dev.flamestream.job.heads;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.engine.head.DirectoryEvent;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.schemas.record.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;

/**
 * Keeps each tenant and shard's directory of live heads in step with the heads.
 *
 * <p>All methods want the current key to be the directory's. The log is rewritten in one step when most of it is about heads
 * that are gone; readers see either form.
 */
final class DirectoryPublisher {
    /** Rewriting is worth it past this many elements about closed heads: each costs a reader some 60 bytes. */
    private static final int MAX_STALE_ELEMENTS = 128;

    private final ListState<byte[]> state;
    private final CutPolicy policy;
    /** Number of elements by directory; one that is not here was not touched since the start. */
    private final Map<HeadKey, Published> published = new HashMap<>();

    DirectoryPublisher(ListState<byte[]> state, CutPolicy policy) {
        this.state = state;
        this.policy = policy;
    }

    private static final class Published {
        private final Map<HeadKey, Labels> live;
        private int shardCount;
        private int elements;

        Published(DirectoryEvent.Directory restored, int elements) {
            this.live = new HashMap<>(restored.live());
            this.shardCount = restored.shardCount();
            this.elements = elements;
        }
    }

    void opened(HeadKey directory, HeadKey head, Labels grouping) throws Exception {
        Published entry = entry(directory);
        if (entry.live.putIfAbsent(head, grouping) == null) {
            state.add(DirectoryEvent.opened(head, grouping));
            entry.elements++;
        }
    }

    /** Lists that so many shards of the tenant may hold heads; a smaller count than stands there changes nothing. */
    void listed(HeadKey directory, int shardCount) throws Exception {
        Published entry = entry(directory);
        if (shardCount > entry.shardCount) {
            entry.shardCount = shardCount;
            state.add(DirectoryEvent.shards(shardCount));
            entry.elements++;
        }
    }

    void closed(HeadKey directory, HeadKey head) throws Exception {
        Published entry = entry(directory);
        if (entry.live.remove(head) == null) {
            return;
        }
        state.add(DirectoryEvent.closed(head));
        entry.elements++;
        if (entry.live.isEmpty()) {
            empty(entry);
            published.remove(directory);
        } else if (entry.elements > 2 * entry.live.size() + MAX_STALE_ELEMENTS) {
            rewrite(entry);
        }
    }

    /** A count of shards stays for good: readers of another shard's heads begin with it. */
    private void empty(Published entry) throws Exception {
        if (entry.shardCount > 1) {
            rewrite(entry);
        } else {
            state.clear();
        }
    }

    private Published entry(HeadKey directory) throws Exception {
        Published known = published.get(directory);
        if (known != null) {
            return known;
        }
        List<byte[]> elements = HeadStates.elements(state);
        DirectoryEvent.Directory restored = DirectoryEvent.replay(elements);
        Published entry = new Published(restored, elements.size());
        if (restored.visibleAfterCommitMillis() != policy.visibleAfterCommit().toMillis()) {
            rewrite(entry);
        }
        published.put(directory, entry);
        return entry;
    }

    private void rewrite(Published entry) throws Exception {
        List<byte[]> elements = new DirectoryEvent.Directory(entry.live, 0, entry.shardCount).toElements(policy);
        state.update(elements);
        entry.elements = elements.size();
    }
}
