package dev.flamestream.cluster.check;

import dev.flamestream.cluster.load.Book;
import dev.flamestream.cluster.load.LoadKey;
import dev.flamestream.cluster.load.ProfileKind;
import dev.flamestream.cluster.load.Tally;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.LocalBlockStore;
import dev.flamestream.engine.section.SectionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Once nothing is sent any more: whether each service's sums are those of the book, by answers and by the blocks' own footers. */
public final class FinalCheck {
    /** Sums are compared by spans of this length, so that one lost here and one double there are both seen. */
    private static final long SPAN_SECONDS = 10;

    private static final int MAX_SHOWN = 10;

    /**
     * So long a question is asked again whose answer is not whole: nothing is done to any part by then, and this is many times
     * what a state read may take.
     */
    private static final Duration WHOLE_PATIENCE = Duration.ofSeconds(20);

    private static final long PAUSE_MILLIS = 200;

    private final Book book;
    private final long endSecond;

    /** A check of all that the book holds, up to a second after its last profile. */
    public FinalCheck(Book book, long endSecond) {
        this.book = book;
        this.endSecond = endSecond;
    }

    /**
     * What differs; of profiles that were not acknowledged nobody knows, and they may be there or not.
     *
     * @param notWhole answers that were not whole, and were whole when they were asked for again
     * @param shown the first differences
     * @param remarks the first answers that were not whole
     */
    public record Difference(
            long lost, long twice, long otherValue, long notWhole, List<String> shown, List<String> remarks) {
        /** Whether nothing differs. */
        public boolean isNone() {
            return lost == 0 && twice == 0 && otherValue == 0;
        }
    }

    /** Whether a query service answers every total exactly; cheap, to be asked until it does. */
    public boolean totalsHold(int port) {
        Questioner questioner = new Questioner(port);
        for (LoadKey key : book.keys()) {
            Reply reply = questioner.ask(key, key.kind().count(), book.startSecond(), endSecond);
            if (reply.kind() != Reply.Kind.WHOLE
                    || reply.total()
                            < book.ledger(key)
                                    .acked(book.startSecond(), endSecond)
                                    .profiles()) {
                return false;
            }
        }
        return true;
    }

    /** Compares a query service's answers with the book, span by span. */
    public Difference byAnswers(int port) throws IOException, InterruptedException {
        Questioner questioner = new Questioner(port);
        Gathered gathered = new Gathered();
        for (LoadKey key : book.keys()) {
            for (long first = book.startSecond(); first < endSecond; first += SPAN_SECONDS) {
                long end = Math.min(endSecond, first + SPAN_SECONDS);
                long from = first;
                Tally found = new Tally(
                        whole(() -> questioner.ask(key, key.kind().count(), from, end), key, gathered),
                        whole(() -> questioner.ask(key, key.kind().value(), from, end), key, gathered));
                gathered.add(
                        key + " " + Instant.ofEpochSecond(first),
                        book.ledger(key).acked(first, end),
                        book.ledger(key).sent(first, end),
                        found);
            }
        }
        return gathered.difference();
    }

    /** Compares the blocks in a folder with the book, by what their footers say. */
    public Difference byBlocks(Path root) throws IOException {
        Map<LoadKey, Tally> stored = new HashMap<>();
        LocalBlockStore store = new LocalBlockStore(root);
        LocalDate first = dateOf(book.startSecond());
        LocalDate last = dateOf(endSecond);
        for (String tenant :
                book.keys().stream().map(LoadKey::tenant).distinct().toList()) {
            for (ListedBlock block : store.list(tenant, first, last)) {
                try (BlockFile file = store.open(block.objectKey())) {
                    for (StoredSection section : BlockFooter.read(file).sections()) {
                        add(section, stored);
                    }
                }
            }
        }
        Gathered gathered = new Gathered();
        for (LoadKey key : book.keys()) {
            gathered.add(
                    key + " in blocks",
                    book.ledger(key).acked(book.startSecond(), endSecond),
                    book.ledger(key).sent(book.startSecond(), endSecond),
                    stored.getOrDefault(key, Tally.NONE));
        }
        return gathered.difference();
    }

    /** Blocks of earlier runs on the same folder lie before the book's first second. */
    private void add(StoredSection section, Map<LoadKey, Tally> stored) {
        SectionSummary summary = section.summary();
        if (summary.maxTimeMillis() < book.startSecond() * 1_000) {
            return;
        }
        String tenant = summary.tenant();
        String service = summary.serviceName();
        ProfileKind.countedBy(summary.profileType())
                .ifPresent(kind ->
                        stored.merge(new LoadKey(tenant, service, kind), new Tally(section.total(), 0), Tally::plus));
        ProfileKind.measuredBy(summary.profileType())
                .ifPresent(kind ->
                        stored.merge(new LoadKey(tenant, service, kind), new Tally(0, section.total()), Tally::plus));
    }

    private static long whole(Supplier<Reply> question, LoadKey key, Gathered gathered)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + WHOLE_PATIENCE.toNanos();
        Reply reply = question.get();
        while (reply.kind() != Reply.Kind.WHOLE) {
            if (System.nanoTime() > deadline) {
                throw new IOException(key + ": expected a whole answer within " + WHOLE_PATIENCE.toSeconds()
                        + " s, found " + reply.kind() + " " + reply.detail());
            }
            gathered.notWhole(Instant.now() + ", " + key + ": " + reply.kind() + " " + reply.detail());
            Thread.sleep(PAUSE_MILLIS);
            reply = question.get();
        }
        return reply.total();
    }

    private static LocalDate dateOf(long second) {
        return Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Differences so far. */
    private static final class Gathered {
        private final List<String> shown = new ArrayList<>();
        private long lost;
        private long twice;
        private long otherValue;
        private long notWhole;
        private final List<String> remarks = new ArrayList<>();

        void notWhole(String what) {
            notWhole++;
            if (remarks.size() < MAX_SHOWN) {
                remarks.add(what);
            }
        }

        void add(String where, Tally acked, Tally sent, Tally found) {
            long lacking = Math.max(0, acked.profiles() - found.profiles());
            long extra = Math.max(0, found.profiles() - sent.profiles());
            boolean otherSum = found.value() < acked.value() || found.value() > sent.value();
            lost += lacking;
            twice += extra;
            if (lacking == 0 && extra == 0 && otherSum) {
                otherValue++;
            }
            if ((lacking > 0 || extra > 0 || otherSum) && shown.size() < MAX_SHOWN) {
                shown.add(where + ": acknowledged " + acked + ", sent " + sent + ", found " + found);
            }
        }

        Difference difference() {
            return new Difference(lost, twice, otherValue, notWhole, List.copyOf(shown), List.copyOf(remarks));
        }
    }
}
