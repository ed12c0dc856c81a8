package dev.flamestream.standalone.kafka;

import dev.flamestream.standalone.flink.LoopbackPorts;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Time;

/**
 * A real broker that lets in only who knows a password, over TLS with a certificate made for it, and nobody to more than is granted.
 * Beside it a listener for itself and for whoever makes topics and grants.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 60;
    /** Of the stores of keys and certificates. */
    public static final String STORE_PASSWORD = "store-password";

    private final KafkaRaftServer server;
    private final String address;
    private final Path certificate;
    private final Admin admin;

    private SecuredBroker(KafkaRaftServer server, String address, Path certificate, Admin admin) {
        this.server = server;
        this.address = address;
        this.certificate = certificate;
        this.admin = admin;
    }

    /** Starts one with both topics; users are given with their passwords, those of PLAIN here, those of SCRAM later. */
    public static SecuredBroker start(Path folder, Map<String, String> plainUsers) throws Exception {
        LoopbackPorts ports = LoopbackPorts.choose();
        Path keyStore = makeCertificate(folder);
        BrokerSettings settings = new BrokerSettings(folder.resolve("kafka"), ports.rest(), ports.kafkaController());
        String address = BrokerSettings.HOST + ":" + ports.stateProxy();
        Properties properties = settings.toProperties();
        properties.putAll(secured(settings, address, keyStore, plainUsers));
        EmbeddedKafka.formatWhereFresh(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        Topics.ensure(settings.bootstrapServers(), List.of(TopicSettings.profiles(2), TopicSettings.rejected()));
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()));
        return new SecuredBroker(server, address, folder.resolve("broker.pem"), admin);
    }

    private static Map<String, String> secured(
            BrokerSettings settings, String address, Path keyStore, Map<String, String> plainUsers) {
        String users = plainUsers.entrySet().stream()
                .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                .collect(Collectors.joining());
        String listeners = "PLAINTEXT://" + settings.bootstrapServers() + ",SECURED://" + address;
        return Map.ofEntries(
                Map.entry(
                        "listeners",
                        listeners + "," + BrokerSettings.CONTROLLER_LISTENER + "://" + BrokerSettings.HOST + ":"
                                + settings.controllerPort()),
                Map.entry("advertised.listeners", listeners),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL," + BrokerSettings.CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
                Map.entry(
                        "listener.name.secured.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required" + users + ";"),
                Map.entry(
                        "listener.name.secured.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry("listener.name.secured.ssl.keystore.location", keyStore.toString()),
                Map.entry("listener.name.secured.ssl.keystore.type", "PKCS12"),
                Map.entry("listener.name.secured.ssl.keystore.password", STORE_PASSWORD),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:ANONYMOUS"));
    }

    /** A key of the broker's own in a store, and its certificate beside it as PEM. */
    private static Path makeCertificate(Path folder) throws Exception {
        Path store = folder.resolve("broker.p12");
        keytool(
                List.of("-genkeypair", "-alias", "broker", "-keyalg", "EC", "-dname", "CN=broker", "-validity", "2"),
                List.of("-ext", "san=ip:" + BrokerSettings.HOST),
                List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", STORE_PASSWORD));
        keytool(
                List.of(
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        "broker",
                        "-file",
                        folder.resolve("broker.pem").toString()),
                List.of("-keystore", store.toString(), "-storepass", STORE_PASSWORD));
        keytool(
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "broker",
                        "-file",
                        folder.resolve("broker.pem").toString()),
                List.of(
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve("trusted.p12").toString()),
                List.of("-storepass", STORE_PASSWORD));
        return store;
    }

    @SafeVarargs
    private static void keytool(List<String>... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (List<String> part : arguments) {
            command.addAll(part);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("keytool: " + output);
        }
    }

    /** Where it lets in who knows a password. */
    public String bootstrapServers() {
        return address;
    }

    /** Its certificate, as PEM. */
    public Path certificate() {
        return certificate;
    }

    /** Its certificate, in a store of Java's own kind. */
    public Path trustStore() {
        return certificate.resolveSibling("trusted.p12");
    }

    /** A user who comes by SCRAM. */
    public void addUser(String name, String password) throws Exception {
        List<UserScramCredentialAlteration> user = List.of(new UserScramCredentialUpsertion(
                name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password));
        admin.alterUserScramCredentials(user).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Grants a user something on a topic or group of exactly this name. */
    public void grant(String user, ResourceType type, String name, AclOperation... operations) throws Exception {
        Collection<AclBinding> grants = List.of(operations).stream()
                .map(operation -> new AclBinding(
                        new ResourcePattern(type, name, PatternType.LITERAL),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .toList();
        admin.createAcls(grants).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
