package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Acls;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Credentials;
import io.containerizer.agent.auth.Realm;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedTest {

    private static final String ALICE = "Authorization: Basic YWxpY2U6d29uZGVy";
    private static final String BOB = "Authorization: Basic Ym9iOmJ1aWxkZXI=";

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        Authorizer acls = Acls.parse("""
                {"permissive":false,
                 "get_endpoints":[{"principals":{"values":["alice"]},"paths":{"values":["/containers"]}}]}
                """, "--acls");
        Credentials credentials = Credentials.parse("""
                {"credentials":[{"principal":"alice","secret":"wonder"},{"principal":"bob","secret":"builder"}]}
                """, "--http_credentials");
        Handler handler = request -> Answer.text(200, "seen");
        server.authenticator(new Authenticator(Set.of(Realm.READONLY), credentials, true, System::nanoTime))
                .route("/containers", Realm.READONLY, new Guarded(acls, Action.GET_ENDPOINTS, "/containers", handler))
                .route("/debug", Realm.READONLY, new Guarded(acls, Action.GET_ENDPOINTS, "/debug", handler))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whomTheAclsLetSeesIt() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/containers", ALICE).text()).isEqualTo("seen");
        }
    }

    @Test
    void othersAreForbidden() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/containers", BOB).text()).isEqualTo("403 Forbidden.");
            assertThat(wire.get("/debug", ALICE).status()).isEqualTo(403);
        }
    }

    @Test
    void whoIsNobodyIsAskedForAPasswordFirst() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.post("/containers", "").status()).isEqualTo(401);
        }
    }

    @Test
    void whatIsNotGetIsNotAllowed() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply reply = wire.post("/containers", "{}", ALICE);
            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.field("Allow")).isEqualTo("GET");
            assertThat(reply.text()).isEqualTo("Expecting one of { 'GET' }, but received 'POST'");
        }
    }

    @Test
    void whoGuessesWaitsWhileOthersDoNot() throws IOException {
        try (Wire wire = server.connect()) {
            long begin = System.nanoTime();
            for (int i = 0; i < 5; i++) {
                assertThat(wire.get("/containers", "Authorization: Basic YWxpY2U6eA==")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(750));
            long right = System.nanoTime();
            assertThat(wire.get("/containers", ALICE).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - right)).isLessThan(Duration.ofMillis(750));
        }
    }
}
