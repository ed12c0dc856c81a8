package dev.flamestream.engine.block.store;

/**
 * A block that a listing found.
 *
 * @param objectKey its name below the root, with slashes
 * @param sizeBytes its length
 */
public record ListedBlock(String objectKey, long sizeBytes) {}
