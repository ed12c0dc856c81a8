package dev.flamestream.engine.block;

import dev.flamestream.engine.section.LabelSummary;
import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.engine.section.SeriesRuns;
import dev.flamestream.engine.tree.StringTable;
import dev.flamestream.engine.tree.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/**
 * The section index of a block, as bytes; {@link SectionIndexReader} reads it.
 *
 * <pre>
 * index   = uvarint(n) n * text   uvarint(n) n * cut   uvarint(n) n * section
 * text    = uvarint(byte length) bytes          cut = 16 bytes
 * section = service type                        each uvarint, index of a text
 *           uvarint(n) n * uvarint              indexes of cuts
 *           zigzag(first time - that of the section before)   uvarint(last time - first time)
 *           uvarint(unit)  uvarint(profiles)  uvarint(nodes)  uvarint(stacks)  uvarint(nodes without symbols)
 *           zigzag(total)
 *           zigzag(first profile row - end of the profile rows before)   the same for node rows
 *           uvarint(n) n * label
 *           runs                            since version 2
 * label   = name  uvarint(0 if its values are too many, else n + 1)  n * value      name and value are indexes of texts
 * runs    = uvarint(0) if the rows' own labels must be read, uvarint(1) if they are those of the section before,
 *           else uvarint(n + 1) n * run
 * run     = uvarint(profiles)  for each of the section's labels uvarint(0 if the series lacks it, else index of a text + 1)
 * </pre>
 *
 * <p>Texts and cuts are shared, since the sections of a service repeat them.
 */
public final class SectionIndexWriter {
    /** In the place of a number of runs: they are those of the section before. */
    static final int SAME_RUNS = 1;

    private final StringTable texts = new StringTable();
    private final Map<UUID, Integer> cuts = new LinkedHashMap<>();
    private final ByteArrayOutputStream sections = new ByteArrayOutputStream();
    private final byte[] varint = new byte[Varints.MAX_LONG_BYTES];
    private long previousMinTimeMillis;
    private long profileRowsEnd;
    private long nodeRowsEnd;
    private SeriesRuns previousRuns = SeriesRuns.NONE;

    private SectionIndexWriter() {}

    /** The bytes of an index. */
    public static byte[] write(List<StoredSection> entries) {
        SectionIndexWriter writer = new SectionIndexWriter();
        entries.forEach(writer::add);
        return writer.finish(entries.size());
    }

    private void add(StoredSection entry) {
        SectionSummary summary = entry.summary();
        text(summary.serviceName());
        text(summary.profileType().id());
        unsigned(sections, entry.cutIds().size());
        entry.cutIds().forEach(cut -> unsigned(sections, cuts.computeIfAbsent(cut, id -> cuts.size())));
        signed(summary.minTimeMillis() - previousMinTimeMillis);
        unsigned(sections, summary.maxTimeMillis() - summary.minTimeMillis());
        unsigned(sections, summary.unit());
        unsigned(sections, summary.profileCount());
        unsigned(sections, summary.nodeCount());
        unsigned(sections, entry.stackCount());
        unsigned(sections, entry.unsymbolizedCount());
        signed(entry.total());
        signed(entry.firstProfileRow() - profileRowsEnd);
        signed(entry.firstNodeRow() - nodeRowsEnd);
        labels(summary.labels());
        runs(entry.runs());
        previousMinTimeMillis = summary.minTimeMillis();
        profileRowsEnd = entry.firstProfileRow() + summary.profileCount();
        nodeRowsEnd = entry.firstNodeRow() + summary.nodeCount();
    }

    private void labels(LabelSummary labels) {
        unsigned(sections, labels.asMap().size());
        for (Map.Entry<String, Optional<SortedSet<String>>> label :
                labels.asMap().entrySet()) {
            text(label.getKey());
            unsigned(sections, label.getValue().map(values -> values.size() + 1).orElse(0));
            label.getValue().ifPresent(values -> values.forEach(this::text));
        }
    }

    private void runs(SeriesRuns runs) {
        if (runs.count() > 0 && runs.equals(previousRuns)) {
            // Types of one profile have the same profiles, and stand side by side.
            unsigned(sections, SAME_RUNS);
            return;
        }
        previousRuns = runs;
        unsigned(sections, runs.count() == 0 ? 0 : runs.count() + 1);
        for (int run = 0; run < runs.count(); run++) {
            unsigned(sections, runs.profileCount(run));
            for (int name = 0; name < runs.names().size(); name++) {
                String value = runs.value(run, name);
                unsigned(sections, value == null ? 0 : texts.intern(value) + 1L);
            }
        }
    }

    private byte[] finish(int sectionCount) {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        unsigned(index, texts.count());
        for (int id = 0; id < texts.count(); id++) {
            unsigned(index, texts.length(id));
            index.writeBytes(texts.getBytes(id));
        }
        unsigned(index, cuts.size());
        for (UUID cut : new ArrayList<>(cuts.keySet())) {
            index.writeBytes(ByteBuffer.allocate(16)
                    .putLong(cut.getMostSignificantBits())
                    .putLong(cut.getLeastSignificantBits())
                    .array());
        }
        unsigned(index, sectionCount);
        index.writeBytes(sections.toByteArray());
        return index.toByteArray();
    }

    private void text(String text) {
        unsigned(sections, texts.intern(text));
    }

    private void signed(long value) {
        unsigned(sections, Varints.zigzag(value));
    }

    private void unsigned(ByteArrayOutputStream target, long value) {
        target.write(varint, 0, Varints.write(varint, 0, value));
    }
}
