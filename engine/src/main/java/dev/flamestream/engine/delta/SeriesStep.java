package dev.flamestream.engine.delta;

/**
 * What a profile did to its series: how its values were counted, and what has to be kept of it.
 *
 * @param outcome what became of the values
 * @param series the series as it is now
 * @param element the next element of the series' log, empty for a late profile, which changes nothing
 * @param isBase whether the log begins anew with the element
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once, and never looked at.
public record SeriesStep(DeltaOutcome outcome, CumulativeSeries series, byte[] element, boolean isBase) {}
