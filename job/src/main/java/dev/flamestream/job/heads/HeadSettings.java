package dev.flamestream.job.heads;

import dev.flamestream.engine.head.CutPolicy;
import dev.flamestream.job.series.SeriesSettings;
import dev.flamestream.job.tenant.PolicyFile;
import java.io.Serializable;
import java.util.List;

/**
 * What the head operator is built with.
 *
 * @param policy when heads are cut
 * @param policies limits of tenants
 * @param groupingLabels the labels whose profiles share a head
 * @param maxIndexBytes memory for the indexes of a slot's heads
 * @param series what is kept of single series
 * @param blocksUri folder of the blocks; logs of which no block can be made are set aside in it
 */
public record HeadSettings(
        CutPolicy policy,
        PolicyFile policies,
        List<String> groupingLabels,
        long maxIndexBytes,
        SeriesSettings series,
        String blocksUri)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    public HeadSettings {
        groupingLabels = List.copyOf(groupingLabels);
    }
}
