package dev.flamestream.query.push;

/**
 * What a pushed profile may be. The job checks a tenant's own limits later; these only keep a record within what Kafka takes.
 *
 * @param maxLabels labels of a series
 * @param maxLabelNameBytes UTF-8 size of a label's name
 * @param maxLabelValueBytes UTF-8 size of a label's value
 */
public record PushLimits(int maxLabels, int maxLabelNameBytes, int maxLabelValueBytes) {
    /** Pyroscope's defaults, so that what its clients send passes: 30 labels of 3 KiB together are 90 KiB at the very most. */
    public static final PushLimits DEFAULT = new PushLimits(30, 1024, 2048);
}
