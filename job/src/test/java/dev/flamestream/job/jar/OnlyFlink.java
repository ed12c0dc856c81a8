package dev.flamestream.job.jar;

/**
 * What a cluster's own class path gives a job, and nothing else of this test's: Flink's classes but for the Kafka connector, RocksDB
 * and the logging interface.
 */
final class OnlyFlink extends ClassLoader {
    OnlyFlink(ClassLoader all) {
        super(all);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean ofCluster =
                (name.startsWith("org.apache.flink.") && !name.startsWith("org.apache.flink.connector.kafka."))
                        || name.startsWith("org.rocksdb.")
                        || name.startsWith("org.slf4j.");
        if (ofCluster) {
            return super.loadClass(name, resolve);
        }
        return ClassLoader.getPlatformClassLoader().loadClass(name);
    }
}
