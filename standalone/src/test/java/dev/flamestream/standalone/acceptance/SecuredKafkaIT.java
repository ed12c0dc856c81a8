package dev.flamestream.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.agent.config.AgentConfigReader;
import dev.flamestream.agent.config.Overrides;
import dev.flamestream.agent.publish.Delivery;
import dev.flamestream.agent.publish.Outcome;
import dev.flamestream.agent.publish.ProfilePublisher;
import dev.flamestream.agent.publish.PublisherSettings;
import dev.flamestream.engine.profile.PprofFile;
import dev.flamestream.engine.reference.Naming;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.job.JobConfig;
import dev.flamestream.job.config.ConfigSources;
import dev.flamestream.job.preflight.Preflight;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import dev.flamestream.schemas.record.RecordFormat;
import dev.flamestream.standalone.kafka.SecuredBroker;
import dev.flamestream.standalone.push.KafkaAccess;
import dev.flamestream.standalone.push.RejectReplay;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every part of ours talks to a broker that asks for TLS and a password, and does its work with the rights that {@code
 * docs/operations.md} says it needs.
 */
final class SecuredKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ProfileType TYPE = new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds");
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    private static Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static SecuredBroker broker;

    private final TimeRange range = new TimeRange(
            Instant.now().minusSeconds(3_600).toEpochMilli(),
            Instant.now().plusSeconds(3_600).toEpochMilli());

    /** With the rights of each part that the page of operation names, and no others. */
    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder, Map.of("agent", "agent-password", "stranger", "no rights"));
        for (String user : List.of("job", "query", "operator")) {
            broker.addUser(user, user + "-password");
        }
        broker.grant("agent", ResourceType.TOPIC, RecordFormat.TOPIC, AclOperation.WRITE);
        broker.grant("job", ResourceType.TOPIC, RecordFormat.TOPIC, AclOperation.READ);
        broker.grant("job", ResourceType.GROUP, JobConfig.JOB_NAME, AclOperation.READ);
        broker.grant("job", ResourceType.TOPIC, RecordFormat.REJECTED_TOPIC, AclOperation.WRITE);
        broker.grant("query", ResourceType.TOPIC, RecordFormat.TOPIC, AclOperation.WRITE);
        broker.grant("query", ResourceType.TOPIC, RecordFormat.REJECTED_TOPIC, AclOperation.WRITE);
        broker.grant("query", ResourceType.GROUP, JobConfig.JOB_NAME, AclOperation.DESCRIBE);
        broker.grant("operator", ResourceType.TOPIC, RecordFormat.REJECTED_TOPIC, AclOperation.READ);
        broker.grant("operator", ResourceType.GROUP, "flamestream-replay-malformed_profile", AclOperation.READ);
        broker.grant("operator", ResourceType.TOPIC, RecordFormat.TOPIC, AclOperation.WRITE);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void everyPartDoesItsWorkOverTlsWithAPasswordAndNoMoreRightsThanDocumented() throws Exception {
        JobConfig config = job("job-password");
        assertThat(preflight(config).run(PATIENCE)).isEmpty();
        try (BareJob job = BareJob.start(folder, 1, config, query());
                ProfilePublisher agent =
                        ProfilePublisher.to(agent("agent", "agent-password")).open()) {
            assertThat(publish(
                            agent,
                            PprofFile.of("cpu/nanoseconds")
                                    .sample("main;sent", 3)
                                    .gzip()))
                    .isEqualTo(Delivery.ACKNOWLEDGED);
            assertThat(publish(agent, new byte[] {1, 2, 3})).isEqualTo(Delivery.ACKNOWLEDGED);
            byte[] file =
                    PprofFile.of("cpu/nanoseconds").sample("main;pushed", 4).gzip();
            HttpResponse<String> pushed = push(job, file, "");
            assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(200);
            HttpResponse<String> refused = push(job, file, ",{\"name\":\"__name__\",\"value\":\"again\"}");
            assertThat(refused.statusCode())
                    .as("refused, and kept, or it would be 503: " + refused.body())
                    .isEqualTo(400);

            Await.until(
                    "both, in an answer that the watch of the job's offsets calls whole",
                    PATIENCE,
                    () -> "",
                    () -> sums(job).equals(Map.of("main;sent", 3L, "main;pushed", 4L)));
            KafkaAccess operator = KafkaAccess.read(
                    broker.bootstrapServers(), Files.writeString(folder.resolve("client.properties"), clientFile()));
            Await.until(
                    "the malformed one is refused and sent back",
                    PATIENCE,
                    () -> "",
                    () -> new RejectReplay(operator, "malformed_profile").run().sent() == 1);
        }
    }

    @Test
    void aWrongPasswordAndAMissingRightAreOneLineEachThatHoldsNoSecret() throws Exception {
        assertThat(preflight(job("hush")).run(PATIENCE))
                .singleElement()
                .asString()
                .startsWith("Kafka at " + broker.bootstrapServers() + " does not let us in: ")
                .doesNotContain("hush", "\n");
        try (ProfilePublisher agent = ProfilePublisher.to(agent("agent", "hush"))
                .deliveryTimeout(Duration.ofSeconds(2))
                .open()) {
            assertThat(publish(agent, new byte[] {1}).detail())
                    .contains("Authentication failed")
                    .doesNotContain("hush", "\n");
        }
        try (ProfilePublisher agent =
                ProfilePublisher.to(agent("stranger", "no rights")).open()) {
            Delivery refused = publish(agent, new byte[] {1});
            assertThat(refused.outcome()).isEqualTo(Outcome.KAFKA_ERROR);
            assertThat(refused.detail())
                    .contains("Not authorized to access topics: [profiles]")
                    .doesNotContain("\n");
        }
    }

    /** The certificate is a file, the password a variable of the environment. */
    private static PublisherSettings agent(String user, String password) throws Exception {
        Path file = Files.writeString(broker.certificate().resolveSibling("agent.yaml"), """
                kafka:
                  bootstrap_servers: %s
                  properties:
                    security.protocol: SASL_SSL
                    sasl.mechanism: PLAIN
                    ssl.truststore.type: PEM
                    ssl.truststore.location: %s
                """.formatted(
                        broker.bootstrapServers(), broker.certificate()));
        Overrides environment = Overrides.of(
                Map.of("FLAMESTREAM_AGENT_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", login(PLAIN, user, password)), List.of());
        return AgentConfigReader.ofFile(file, environment).fold(config -> config.kafka(), faults -> {
            throw new AssertionError(faults.toString());
        });
    }

    /** The certificate is part of the file, as PEM in a line; the password a variable of the environment. */
    private JobConfig job(String password) throws Exception {
        Path file = Files.writeString(
                folder.resolve("job.properties"),
                "kafka=" + broker.bootstrapServers() + "\nblocks=" + folder.toUri()
                        + "\ncheckpoint-interval=500ms"
                        + "\nkafka.property.security.protocol=SASL_SSL"
                        + "\nkafka.property.sasl.mechanism=SCRAM-SHA-512"
                        + "\nkafka.property.ssl.truststore.type=PEM"
                        + "\nkafka.property.ssl.truststore.certificates="
                        + Files.readString(broker.certificate()).strip().replaceAll("\\R", "\\\\n") + "\n");
        return JobConfig.of(ConfigSources.read(
                new String[] {"--config", file.toString()},
                Map.of("FLAMESTREAM_JOB_KAFKA_PROPERTY_SASL_JAAS_CONFIG", login(SCRAM, "job", password))));
    }

    /** The certificate is in a store of Java's own kind. */
    private Map<String, String> query() {
        return Map.of(
                "kafka.property.security.protocol",
                "SASL_SSL",
                "kafka.property.sasl.mechanism",
                "SCRAM-SHA-512",
                "kafka.property.sasl.jaas.config",
                login(SCRAM, "query", "query-password"),
                "kafka.property.ssl.truststore.type",
                "PKCS12",
                "kafka.property.ssl.truststore.location",
                broker.trustStore().toString(),
                "kafka.property.ssl.truststore.password",
                SecuredBroker.STORE_PASSWORD);
    }

    private static String clientFile() {
        return "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nssl.truststore.type=PEM\nssl.truststore.location="
                + broker.certificate() + "\nsasl.jaas.config=" + login(SCRAM, "operator", "operator-password") + "\n";
    }

    private static String login(String module, String user, String password) {
        return module + " required username=\"" + user + "\" password=\"" + password + "\";";
    }

    private static Preflight preflight(JobConfig config) {
        return Preflight.of(config.kafka(), config.blocksUri(), config.policies(), Optional.empty(), line -> {});
    }

    private static Delivery publish(ProfilePublisher agent, byte[] pprof) throws Exception {
        return agent.publish(
                        Labels.of(Labels.SERVICE_NAME, "shop", Labels.PROFILE_NAME, TYPE.name()), Instant.now(), pprof)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static HttpResponse<String> push(BareJob job, byte[] pprof, String moreLabels) throws Exception {
        String body = "{\"series\":[{\"labels\":[{\"name\":\"service_name\",\"value\":\"shop\"},"
                + "{\"name\":\"__name__\",\"value\":\"process_cpu\"}" + moreLabels + "],\"samples\":[{\"rawProfile\":\""
                + Base64.getEncoder().encodeToString(pprof) + "\"}]}]}";
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(job.service().resolve("push.v1.PusherService/Push"))
                                .header("Content-Type", "application/json")
                                .header("X-Scope-OrgID", RecordFormat.DEFAULT_TENANT)
                                .timeout(PATIENCE)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, Long> sums(BareJob job) throws Exception {
        Map<String, Long> sums = new HashMap<>();
        job.api()
                .profile(Selection.of(RecordFormat.DEFAULT_TENANT, TYPE, List.of(), range))
                .whole()
                .fold(0, Naming.FUNCTION)
                .forEach((stack, sum) -> sums.merge(stack, sum, Long::sum));
        return sums;
    }
}
