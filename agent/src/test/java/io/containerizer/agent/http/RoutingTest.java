package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.agent.auth.Realm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {

    private static Route route(String... paths) {
        return new Route(List.of(paths), Realm.NONE, request -> Answer.text(200, paths[0]));
    }

    private final Routing routing = new Routing(List.of(
            route("/state"),
            route("/api/v1"),
            route("/api/v1/executor"),
            route("/files/read", "/files/read.json"),
            route("/files"),
            route("/metrics"),
            route("/metrics/snapshot"),
            route("/system/stats.json")));

    private Optional<String> find(String path) {
        return RequestTarget.parse(path, "")
                .map(target -> Routing.withoutAgent(target.path()))
                .flatMap(routing::find)
                .map(route -> route.paths().getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "/state, /state",
        "/state/, /state",
        "/state///, /state",
        "/state/anything, /state",
        "/slave(1)/state, /state",
        "/slave%281%29/state/, /state",
        "/slave(1)/api/v1, /api/v1",
        "/api/v1/x, /api/v1",
        "/api/v1/executor/x, /api/v1/executor",
        "/api/v1/executors, /api/v1",
        "/files/read, /files/read",
        "/files/other, /files",
        "/metrics, /metrics",
        "/metrics/snapshot, /metrics/snapshot",
        "/%73tate, /state",
        "/state.json, /state",
        "/slave(1)/state.json, /state",
        "/system/stats.json, /system/stats.json",
    })
    void thePathOfARequestLeadsToTheLongestPrefix(String path, String route) {
        assertThat(find(path)).contains(route);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "*",
                "state",
                "/states",
                "/api",
                "/api/v2",
                "/slave(1)",
                "/slave(2)/state",
                "/slave(1)state",
                "/state/..",
                "/files/../state",
                "/state/..hidden",
                "/%2e%2e/state",
                "/system/stats",
                "/.json",
                "/state.jsonx",
                "//state",
                "/STATE"
            })
    void otherPathsLeadNowhere(String path) {
        assertThat(find(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%zz", "/%ff", "/%c3"})
    void whatIsNoTextIsNoPath(String path) {
        assertThat(RequestTarget.parse(path, "")).isEmpty();
    }

    @Test
    void aQueryIsDecoded() {
        RequestTarget target =
                RequestTarget.parse("/x", "a=1&a=2&b=c+d%2B%26&&e&=f&g==").orElseThrow();
        assertThat(target.query())
                .containsEntry("a", "2")
                .containsEntry("b", "c d+&")
                .containsEntry("e", "")
                .containsEntry("", "f")
                .containsEntry("g", "=")
                .hasSize(5);
        assertThat(RequestTarget.parse("/x", "a=%")).isEmpty();
        assertThat(RequestTarget.parse("/a+b", "").orElseThrow().path()).isEqualTo("/a+b");
    }

    @Test
    void routesMustHavePathsOfTheirOwn() {
        assertThatThrownBy(() -> new Routing(List.of(route("/a"), route("/b", "/a"))))
                .hasMessage("two routes have the path /a");
        assertThatThrownBy(() -> new Routing(List.of(route("/a/")))).hasMessageContaining("/a/");
        assertThatThrownBy(() -> new Routing(List.of(route("a")))).hasMessageContaining("form /name");
    }

    @Test
    void aPathOfSlashesIsLookedUpAtOnce() {
        assertThat(find("/a".repeat(4000))).isEmpty();
        assertThat(find("/".repeat(8000))).isEmpty();
    }
}
