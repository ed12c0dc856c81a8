package dev.flamestream.query.s3;

/**
 * Where a block is.
 *
 * @param bucket the bucket
 * @param fullKey the key in the bucket
 * @param objectKey the key below the root of the store, which is the block's name
 */
record S3Key(String bucket, String fullKey, String objectKey) {}
