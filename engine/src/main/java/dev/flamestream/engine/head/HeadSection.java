package dev.flamestream.engine.head;

import dev.flamestream.engine.section.LabelSummary;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.schemas.record.Labels;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A section of a head: its tree and rows are built when first asked for, then kept. Safe for concurrent use. */
final class HeadSection implements Section {
    private final HeadShape shape;
    private final List<Row> rows;
    private final SectionSummary summary;
    private @Nullable MemorySection built;

    /** One profile of one series, and which of its sample types is meant. */
    record Row(HeadRow row, int type) {}

    HeadSection(HeadShape shape, HeadSnapshot.SectionKey key, List<Row> rows) {
        this.shape = shape;
        this.rows = rows;
        this.summary = summarize(key);
    }

    /** The node count is that of the whole head, an upper bound until the section is built. */
    private SectionSummary summarize(HeadSnapshot.SectionKey key) {
        HeadTables tables = shape.tables();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        Set<Labels> series = new LinkedHashSet<>();
        for (Row row : rows) {
            min = Math.min(min, row.row().timeMillis);
            max = Math.max(max, row.row().timeMillis);
            series.add(tables.series(row.row().series));
        }
        return new SectionSummary(
                tables.key.tenant(),
                key.serviceName(),
                key.profileType(),
                tables.cutId,
                min,
                max,
                1,
                rows.size(),
                tables.tree.count(),
                LabelSummary.of(List.copyOf(series)));
    }

    /** The summary; once the tree or the rows were read, with the true unit and node count. */
    @Override
    public synchronized SectionSummary summary() {
        return built == null ? summary : built.summary();
    }

    @Override
    public PreOrderTree readTree(FrameDetail detail) {
        return built().readTree(detail);
    }

    @Override
    public ProfileRows readProfiles(RowDetail detail) {
        return built().readProfiles(detail);
    }

    private synchronized MemorySection built() {
        if (built == null) {
            built = new SectionBuilder(shape, rows).build(summary);
        }
        return built;
    }
}
