package dev.flamestream.engine.profile;

import java.nio.charset.StandardCharsets;

/**
 * A decoded pprof file as columns of primitives: every reference is checked and is an index from 0, -1 where there is none.
 *
 * <p>Strings stay where they are in the inflated bytes, named by index. The columns belong to the decoder and hold until it
 * decodes the next profile: nothing may keep them. Ranges are half-open: the locations of sample s are the entries
 * {@code sampleLocationStart[s]} to {@code sampleLocationStart[s + 1]} of {@link #sampleLocations}, leaf first.
 */
public final class FlatProfile {
    byte[] bytes = {};
    long timeNanos;
    long durationNanos;
    long period;
    int periodType = -1;
    int periodUnit = -1;

    final IntColumn stringOffset = new IntColumn();
    final IntColumn stringLength = new IntColumn();
    final IntColumn typeName = new IntColumn();
    final IntColumn typeUnit = new IntColumn();
    final IntColumn sampleLocationStart = new IntColumn();
    final IntColumn sampleLocations = new IntColumn();
    final LongColumn values = new LongColumn();
    final IntColumn sampleLabelStart = new IntColumn();
    final IntColumn labelKey = new IntColumn();
    final IntColumn labelText = new IntColumn();
    final IntColumn locationMapping = new IntColumn();
    final LongColumn locationAddress = new LongColumn();
    final IntColumn locationLineStart = new IntColumn();
    final IntColumn lineFunction = new IntColumn();
    final IntColumn lineNumber = new IntColumn();
    final IntColumn functionName = new IntColumn();
    final IntColumn functionSystemName = new IntColumn();
    final IntColumn functionFile = new IntColumn();
    final IntColumn functionStartLine = new IntColumn();
    final IntColumn mappingFile = new IntColumn();
    final IntColumn mappingBuildId = new IntColumn();

    FlatProfile() {}

    /** Number of strings; string 0 is empty. */
    public int stringCount() {
        return stringOffset.size();
    }

    /** The array that holds all strings. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a string begins in {@link #bytes}. */
    public int stringOffset(int string) {
        return stringOffset.get(string);
    }

    /** Length of a string in bytes. */
    public int stringLength(int string) {
        return stringLength.get(string);
    }

    /** A string as text, invalid UTF-8 replaced. Allocates. */
    public String text(int string) {
        return new String(bytes, stringOffset.get(string), stringLength.get(string), StandardCharsets.UTF_8);
    }

    /** When the profile says it was taken, unix nanoseconds; 0 if it does not say. */
    public long timeNanos() {
        return timeNanos;
    }

    /** How long the profile says it was taken for; 0 if it does not say. */
    public long durationNanos() {
        return durationNanos;
    }

    /** The sampling period in units of the period type. */
    public long period() {
        return period;
    }

    /** Name of the period type, empty if there is none. */
    public String periodType() {
        return periodType < 0 ? "" : text(periodType);
    }

    /** Unit of the period type, empty if there is none. */
    public String periodUnit() {
        return periodUnit < 0 ? "" : text(periodUnit);
    }

    /** Number of sample types, at least 1. */
    public int typeCount() {
        return typeName.size();
    }

    /** String of a sample type's name. */
    public int typeName(int type) {
        return typeName.get(type);
    }

    /** String of a sample type's unit. */
    public int typeUnit(int type) {
        return typeUnit.get(type);
    }

    /** Number of samples. */
    public int sampleCount() {
        return sampleLocationStart.size() - 1;
    }

    /** Where a sample's locations begin; also valid for the sample behind the last. */
    public int sampleLocationStart(int sample) {
        return sampleLocationStart.get(sample);
    }

    /** Locations of all samples, leaf first within each. */
    public int sampleLocation(int entry) {
        return sampleLocations.get(entry);
    }

    /** A sample's value of a type. */
    public long value(int sample, int type) {
        return values.get(sample * typeCount() + type);
    }

    /** Puts another value in the place of a sample's, until the decoder decodes the next profile. */
    public void replaceValue(int sample, int type, long value) {
        values.set(sample * typeCount() + type, value);
    }

    /** Multiplies all values of a sample type; false, with some of them done, where one passes 64 bits. */
    public boolean multiply(int type, int factor) {
        for (int at = type; at < values.size(); at += typeCount()) {
            long value = values.get(at);
            long product = value * factor;
            if (Math.multiplyHigh(value, factor) != product >> 63) {
                return false;
            }
            values.set(at, product);
        }
        return true;
    }

    /** Where a sample's text labels begin; also valid for the sample behind the last. */
    public int sampleLabelStart(int sample) {
        return sampleLabelStart.get(sample);
    }

    /** String of a text label's key. */
    public int labelKey(int entry) {
        return labelKey.get(entry);
    }

    /** String of a text label's value. */
    public int labelText(int entry) {
        return labelText.get(entry);
    }

    /** Number of locations. */
    public int locationCount() {
        return locationAddress.size();
    }

    /** Mapping of a location, -1 for none. */
    public int locationMapping(int location) {
        return locationMapping.get(location);
    }

    /** Address of a location. */
    public long locationAddress(int location) {
        return locationAddress.get(location);
    }

    /** Where a location's lines begin, innermost inlined call first; also valid for the location behind the last. */
    public int locationLineStart(int location) {
        return locationLineStart.get(location);
    }

    /** Function of a line. */
    public int lineFunction(int entry) {
        return lineFunction.get(entry);
    }

    /** Line number of a line, 0 if unknown. */
    public int lineNumber(int entry) {
        return lineNumber.get(entry);
    }

    /** Number of functions. */
    public int functionCount() {
        return functionName.size();
    }

    /** String of a function's name. */
    public int functionName(int function) {
        return functionName.get(function);
    }

    /** String of a function's linker name. */
    public int functionSystemName(int function) {
        return functionSystemName.get(function);
    }

    /** String of a function's file. */
    public int functionFile(int function) {
        return functionFile.get(function);
    }

    /** Line on which a function begins, 0 if unknown. */
    public int functionStartLine(int function) {
        return functionStartLine.get(function);
    }

    /** String of a mapping's path. */
    public int mappingFile(int mapping) {
        return mappingFile.get(mapping);
    }

    /** String of a mapping's build id. */
    public int mappingBuildId(int mapping) {
        return mappingBuildId.get(mapping);
    }

    void clear(byte[] source) {
        bytes = source;
        timeNanos = 0;
        durationNanos = 0;
        period = 0;
        periodType = -1;
        periodUnit = -1;
        for (IntColumn column : new IntColumn[] {
            stringOffset, stringLength, typeName, typeUnit, sampleLocationStart, sampleLocations, sampleLabelStart,
            labelKey, labelText, locationMapping, locationLineStart, lineFunction, lineNumber, functionName,
            functionSystemName, functionFile, functionStartLine, mappingFile, mappingBuildId
        }) {
            column.clear();
        }
        values.clear();
        locationAddress.clear();
    }
}
