package dev.flamestream.query.live;

/**
 * What the job reads, as far as its progress there is watched.
 *
 * @param bootstrapServers as Kafka's clients take it
 * @param name of the topic
 * @param groupId under which the job commits its offsets at each checkpoint
 */
public record WatchedTopic(String bootstrapServers, String name, String groupId) {}
