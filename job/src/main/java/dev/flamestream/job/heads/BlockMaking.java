package dev.flamestream.job.heads;

import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.job.blocks.BlockBuilder;
import dev.flamestream.job.blocks.Cut;
import dev.flamestream.job.blocks.NewBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings cut logs into blocks: lets them come together for a moment, has them built beside the task's thread, and passes the blocks on.
 *
 * <p>Nothing of this is state: a log that is cut and not in a block yet says so itself ({@link HeadControl#isUnbuilt}), and a restart
 * adds it here again. For the task's thread.
 */
final class BlockMaking implements AutoCloseable {
    /** How often it looks whether a block is ready. */
    private static final long POLL_MILLIS = 50;

    /** Logs of one block, at most one more; their rows are some ten times as large, and are in memory while it is written. */
    private static final long MAX_LOG_BYTES = 16L << 20;

    private final BlockBuilder builder;
    private final WaitingCuts waiting;
    private final Heads heads;
    private final HeadMetrics metrics;
    private boolean looksAgain;

    /** What the operator does for it. */
    interface Heads {
        /** The log of a head that is cut and not in a block yet. */
        Cut cutOf(HeadKey head) throws Exception;

        /** It is in one that was passed on, or set aside. */
        void isBuilt(HeadKey head) throws Exception;

        /** Passes a block on. */
        void pass(NewBlock block);

        /** Calls {@link #look} after this time. */
        void lookAfter(long millis);

        /** The clock. */
        long nowMillis();
    }

    BlockMaking(BlockBuilder builder, WaitingCuts waiting, Heads heads, HeadMetrics metrics) {
        this.builder = builder;
        this.waiting = waiting;
        this.heads = heads;
        this.metrics = metrics;
    }

    /** A head's log was cut. */
    void add(HeadKey head) {
        waiting.add(head, heads.nowMillis());
        lookLater();
    }

    /** Passes on what is ready and begins what can begin. */
    void look() throws Exception {
        looksAgain = false;
        Optional<BlockBuilder.Built> ready = builder.take();
        if (ready.isPresent()) {
            BlockBuilder.Built built = ready.get();
            metrics.built(built.nanos(), built.setAside());
            built.block().ifPresent(heads::pass);
            for (HeadKey head : built.heads()) {
                heads.isBuilt(head);
            }
        }
        if (!builder.isBusy()) {
            begin(waiting.next(heads.nowMillis()));
        }
        metrics.unbuilt(waiting.count());
        lookLater();
    }

    private void begin(List<HeadKey> candidates) throws Exception {
        List<Cut> cuts = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < candidates.size() && bytes < MAX_LOG_BYTES; i++) {
            Cut cut = heads.cutOf(candidates.get(i));
            metrics.building(cut.profileCount(), cut.logBytes());
            bytes += cut.logBytes();
            cuts.add(cut);
        }
        if (!cuts.isEmpty()) {
            waiting.taken(candidates.subList(0, cuts.size()));
            builder.start(cuts);
        }
    }

    private void lookLater() {
        if (!looksAgain && (builder.isBusy() || !waiting.isEmpty())) {
            looksAgain = true;
            heads.lookAfter(POLL_MILLIS);
        }
    }

    @Override
    public void close() {
        builder.close();
    }
}
