package dev.flamestream.engine.block.footer;

import dev.flamestream.engine.block.BlockColumn;
import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.section.SectionSummary;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A block's footer as text for people: what the file holds, and where its bytes go. */
public final class BlockInspector {
    private BlockInspector() {}

    /** Several lines; reads nothing but the footer. */
    public static String describe(BlockFooter footer) {
        StringBuilder text = new StringBuilder();
        appendFile(text, footer);
        appendColumns(text, footer);
        appendSections(text, footer);
        return text.toString();
    }

    private static void appendFile(StringBuilder text, BlockFooter footer) {
        long rows =
                footer.rowGroups().stream().mapToLong(RowGroupPages::rowCount).sum();
        line(text, "block       %s", footer.objectKey());
        line(text, "tenant      %s", footer.tenant());
        line(
                text,
                "times       %s to %s",
                Instant.ofEpochMilli(footer.minTimeMillis()),
                Instant.ofEpochMilli(footer.maxTimeMillis()));
        line(text, "size        %,d bytes", footer.fileBytes());
        line(text, "footer      %,d bytes, %s", footer.tailBytes(), share(footer.tailBytes(), footer));
        line(text, "rows        %,d in %d row groups", rows, footer.rowGroups().size());
        line(text, "sections    %,d", footer.sections().size());
        line(text, "replaces    %s", footer.sources().isEmpty() ? "nothing" : String.join(", ", footer.sources()));
    }

    private static void appendColumns(StringBuilder text, BlockFooter footer) {
        line(text, "%n%-28s %12s %7s %7s", "column", "bytes", "share", "pages");
        for (BlockColumn column : BlockColumn.values()) {
            long bytes = 0;
            long pages = 0;
            for (RowGroupPages rowGroup : footer.rowGroups()) {
                bytes += rowGroup.column(column).sizeBytes();
                pages += rowGroup.column(column).count();
            }
            line(text, "%-28s %,12d %7s %,7d", column.path(), bytes, share(bytes, footer), pages);
        }
    }

    private static void appendSections(StringBuilder text, BlockFooter footer) {
        line(
                text,
                "%n%7s  %-24s %-46s %-24s %-24s %8s %8s %8s %20s  %s",
                "section",
                "service",
                "profile type",
                "first",
                "last",
                "profiles",
                "stacks",
                "nodes",
                "total",
                "cuts");
        for (int ordinal = 0; ordinal < footer.sections().size(); ordinal++) {
            StoredSection section = footer.sections().get(ordinal);
            SectionSummary summary = section.summary();
            line(
                    text,
                    "%7d  %-24s %-46s %-24s %-24s %,8d %,8d %,8d %,20d  %s",
                    ordinal,
                    summary.serviceName(),
                    summary.profileType(),
                    Instant.ofEpochMilli(summary.minTimeMillis()),
                    Instant.ofEpochMilli(summary.maxTimeMillis()),
                    summary.profileCount(),
                    section.stackCount(),
                    summary.nodeCount(),
                    section.total(),
                    section.cutIds().stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
    }

    private static String share(long bytes, BlockFooter footer) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * bytes / footer.fileBytes());
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
