package dev.flamestream.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.grpc.GrpcClients;
import dev.flamestream.schemas.push.PushRequest;
import dev.flamestream.schemas.push.PushResponse;
import dev.flamestream.schemas.push.PusherServiceGrpc.PusherServiceBlockingStub;
import dev.flamestream.schemas.querier.ProfileTypesRequest;
import dev.flamestream.schemas.querier.QuerierServiceGrpc.QuerierServiceBlockingStub;
import dev.flamestream.schemas.querier.SelectMergeStacktracesRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTest {
    private static FaceFixture face;

    @BeforeAll
    static void start() {
        face = new FaceFixture(false, Optional.empty());
    }

    @AfterAll
    static void stop() {
        face.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gproto+h2c", "gproto+http", "gproto-web+h1c", "gproto-web+h2c", "gproto-web-text+h1c"})
    void stubsAreAnswered(String scheme) {
        QuerierServiceBlockingStub stub = GrpcClients.newClient(uri(scheme), QuerierServiceBlockingStub.class);

        assertThat(stub.profileTypes(ProfileTypesRequest.getDefaultInstance()).getProfileTypesList())
                .singleElement()
                .satisfies(type -> assertThat(type.getID()).isEqualTo(FaceFixture.CPU));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gproto+h2c", "gproto-web+h1c"})
    void errorsAreStatuses(String scheme) {
        QuerierServiceBlockingStub stub = GrpcClients.newClient(uri(scheme), QuerierServiceBlockingStub.class);

        assertThatThrownBy(() -> stub.selectMergeStacktraces(SelectMergeStacktracesRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gproto+h2c", "gproto-web+h1c"})
    void whatTheEdgeRefusesIsAStatusToo(String scheme) {
        try (FaceFixture several = new FaceFixture(true, Optional.empty())) {
            QuerierServiceBlockingStub stub = GrpcClients.builder(scheme + "://127.0.0.1:" + several.port())
                    .addHeader("X-Scope-OrgID", "no/tenant")
                    .build(QuerierServiceBlockingStub.class);

            assertThatThrownBy(() -> stub.profileTypes(ProfileTypesRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                        assertThat(e.getStatus().getDescription()).contains("X-Scope-OrgID", "no/tenant");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gproto+h2c", "gproto-web+h1c"})
    void pushesAreTaken(String scheme) {
        PusherServiceBlockingStub stub = GrpcClients.newClient(uri(scheme), PusherServiceBlockingStub.class);

        assertThat(stub.push(PushRequest.getDefaultInstance())).isEqualTo(PushResponse.getDefaultInstance());
    }

    private static String uri(String scheme) {
        return scheme + "://127.0.0.1:" + face.port();
    }
}
