package dev.flamestream.job.blocks;

import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.write.BlockWriter;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.section.Section;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of cuts beside the task's thread, one at a time. Writing the block of one log can take seconds, for which no profile
 * of any other tenant must wait.
 *
 * <p>For one thread, the task's. What was not taken when it is closed is lost, and is built again of the same logs.
 */
public final class BlockBuilder implements AutoCloseable {
    private final SetAside setAside;
    private final ExecutorService thread;
    private @Nullable Future<Built> running;
    /** Where, of how many cuts. */
    private String building = "";

    /** Where to build; tests do it at once. */
    @FunctionalInterface
    public interface Threads extends Serializable {
        /** A thread of a task; the builder ends it. */
        ExecutorService open(String name);

        /** One of its own. */
        static ExecutorService own(String name) {
            return Executors.newSingleThreadExecutor(work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
            });
        }
    }

    /**
     * What came of cuts.
     *
     * @param heads whose cuts they were
     * @param block that holds them; none if all are set aside
     * @param setAside how many are not in it, since no block can be made of them
     * @param nanos that it took
     */
    public record Built(List<HeadKey> heads, Optional<NewBlock> block, int setAside, long nanos) {}

    /**
     * An idle one.
     *
     * @param blocksUri in which logs are set aside of which no block can be made
     */
    public BlockBuilder(String blocksUri, ExecutorService thread) {
        this.setAside = new SetAside(blocksUri);
        this.thread = thread;
    }

    /** Whether cuts are being built, or were and are not taken yet. */
    public boolean isBusy() {
        return running != null;
    }

    /** Begins a block of these cuts, which must be of one folder. */
    public void start(List<Cut> cuts) {
        if (running != null) {
            throw new IllegalStateException("a block is being built");
        }
        building = folder(cuts.get(0).key()) + " of " + cuts.size() + " cuts";
        running = thread.submit(() -> build(cuts));
    }

    /** What was begun, if it is ready: then the next may begin. Throws what building threw. */
    public Optional<Built> take() throws Exception {
        Future<Built> ready = running;
        if (ready == null || !ready.isDone()) {
            return Optional.empty();
        }
        running = null;
        try {
            return Optional.of(ready.get());
        } catch (ExecutionException failure) {
            throw new IOException("no block could be built in " + building + ": " + failure.getCause(), failure);
        }
    }

    private Built build(List<Cut> cuts) throws IOException {
        long begin = System.nanoTime();
        HeadKey first = cuts.get(0).key();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BlockWriter writer = new BlockWriter(first.tenant(), bytes);
        int faulty = 0;
        for (Cut cut : cuts) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while building a block");
            }
            faulty += add(cut, writer) ? 0 : 1;
        }
        Optional<NewBlock> block = Optional.empty();
        if (faulty < cuts.size()) {
            writer.finish();
            block = Optional.of(new NewBlock(folder(first), bytes.toByteArray()));
        }
        return new Built(cuts.stream().map(Cut::key).toList(), block, faulty, System.nanoTime() - begin);
    }

    private boolean add(Cut cut, BlockWriter writer) throws IOException {
        Optional<String> fault = cut.fault();
        if (fault.isPresent()) {
            setAside.keep(cut, fault.get());
            return false;
        }
        for (Section section : cut.sections()) {
            writer.add(section);
        }
        return true;
    }

    /** The folder of a head's block: its tenant's, of its window's date; no window crosses a date. */
    public static String folder(HeadKey key) {
        return BlockPath.folder(key.tenant(), BlockPath.date(key.windowStartMillis()));
    }

    /** Does not wait for a block that is being built. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
