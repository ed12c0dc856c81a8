package dev.flamestream.query.live;

import dev.flamestream.query.kafka.KafkaConnection;

/**
 * What the job reads, as far as its progress there is watched.
 *
 * @param connection to the brokers
 * @param name of the topic
 * @param groupId under which the job commits its offsets at each checkpoint
 */
public record WatchedTopic(KafkaConnection connection, String name, String groupId) {}
