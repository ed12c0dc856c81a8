package dev.flamestream.standalone.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the querier API of one query service over Connect: JSON for a terminal, protobuf where a profile is wanted. */
public final class QuerierClient {
    private static final String SERVICE = "querier.v1.QuerierService/";

    /** Longer than the service's own bound on a query, so that its reason is what the person reads. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI service;
    private final String tenant;

    /** A client of the service at a URL; an empty tenant leaves the choice to the service. */
    public QuerierClient(URI service, String tenant) {
        this.service = service.getPath().endsWith("/") ? service : URI.create(service + "/");
        this.tenant = tenant;
    }

    /** Calls a method with a JSON body. */
    public JsonNode askJson(String method, JsonNode request) throws QueryFailure {
        byte[] body = ask(method, "application/json", request.toString().getBytes(StandardCharsets.UTF_8));
        try {
            return json.readTree(body);
        } catch (IOException failure) {
            throw new QueryFailure(
                    service + ": expected JSON from " + method + ", found " + body.length + " other bytes");
        }
    }

    /** Calls a method with a protobuf body; the answer's message, undecoded. */
    public byte[] askProtobuf(String method, byte[] request) throws QueryFailure {
        return ask(method, "application/proto", request);
    }

    /** Reads what stands at a path of the service, as JSON. */
    public JsonNode getJson(String path) throws QueryFailure {
        byte[] body = send(HttpRequest.newBuilder(service.resolve(path)).GET());
        try {
            return json.readTree(body);
        } catch (IOException failure) {
            throw new QueryFailure(
                    service + ": expected JSON from " + path + ", found " + body.length + " other bytes");
        }
    }

    private byte[] ask(String method, String contentType, byte[] body) throws QueryFailure {
        return send(HttpRequest.newBuilder(service.resolve(SERVICE + method))
                .header("Content-Type", contentType)
                .header("Connect-Protocol-Version", "1")
                .header("Accept", contentType + "; allow-utf8-labelnames=true")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private byte[] send(HttpRequest.Builder request) throws QueryFailure {
        if (!tenant.isEmpty()) {
            request.header("X-Scope-OrgID", tenant);
        }
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new QueryFailure(service + ": " + reason(response));
            }
            return response.body();
        } catch (ConnectException failure) {
            throw new QueryFailure(service + ": no query service answers there");
        } catch (HttpTimeoutException failure) {
            throw new QueryFailure(service + ": no answer within " + PATIENCE.toSeconds() + " s");
        } catch (IOException failure) {
            throw new QueryFailure(service + ": " + failure.getMessage());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new QueryFailure(service + ": interrupted");
        }
    }

    /** The service's own words, where the answer has any. */
    private String reason(HttpResponse<byte[]> response) {
        try {
            JsonNode error = json.readTree(response.body());
            if (error != null && error.hasNonNull("message")) {
                return error.get("message").asText();
            }
        } catch (IOException failure) {
            return "HTTP status " + response.statusCode();
        }
        return "HTTP status " + response.statusCode();
    }

    /** An answer as it goes to a file or another program, indented. */
    public String toText(JsonNode answer) throws QueryFailure {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
        } catch (JsonProcessingException failure) {
            throw new QueryFailure("answer is not printable: " + failure.getOriginalMessage());
        }
    }
}
