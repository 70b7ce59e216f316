package io.containerizer.agent.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.TestAgent;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Headers;
import io.containerizer.api.Bytes;
import io.containerizer.api.CgroupInfo;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static final ResourceStatistics USED =
            new ResourceStatistics(1600000000.5, Map.of(Statistic.CPUS_LIMIT, 0.5, Statistic.MEM_RSS_BYTES, 1048576L));
    private static final ContainerStatus STATUS =
            new ContainerStatus(OptionalInt.of(4711)).withCgroupInfo(CgroupInfo.ofClassid(1048577));

    private final TestAgent agent = new TestAgent();

    private static TestAgent guarded(Authorizer authorizer) {
        return new TestAgent(authorizer, Path.of("/work-dir"));
    }

    private String text(String target) {
        return TestAgent.text(agent.get(target));
    }

    private void addWeb(TestAgent to) {
        to.engine.add("web", new Resources(0.5, Bytes.megabytes(64), Bytes.ZERO), USED, STATUS);
    }

    @Test
    void statisticsHaveStandaloneContainersUnderTheirIds() {
        addWeb(agent);
        assertThat(text("/monitor/statistics"))
                .isEqualTo(
                        "[{\"container_id\":\"web\",\"executor_id\":\"web\",\"executor_name\":\"Standalone Container (web)\","
                                + "\"framework_id\":\"\",\"source\":\"web\",\"statistics\":{\"cpus_limit\":0.5,"
                                + "\"mem_rss_bytes\":1048576,\"timestamp\":1600000000.5}}]");
    }

    @Test
    void containersHaveTheirStatusToo() {
        addWeb(agent);
        assertThat(text("/containers"))
                .isEqualTo(
                        "[{\"container_id\":\"web\",\"executor_id\":\"web\",\"executor_name\":\"Standalone Container (web)\","
                                + "\"framework_id\":\"\",\"source\":\"web\",\"statistics\":{\"cpus_limit\":0.5,"
                                + "\"mem_rss_bytes\":1048576,\"timestamp\":1600000000.5},"
                                + "\"status\":{\"cgroup_info\":{\"net_cls\":{\"classid\":1048577}},"
                                + "\"container_id\":{\"value\":\"web\"},\"executor_pid\":4711}}]");
    }

    @Test
    void aContainerThatGoesMeanwhileIsNoError() {
        agent.engine.add(ContainerId.of("gone"), "root", Path.of("/gone"), Resources.NONE);
        assertThat(text("/monitor/statistics")).isEqualTo("[]");
        assertThat(text("/containers"))
                .isEqualTo(
                        "[{\"container_id\":\"gone\",\"executor_id\":\"gone\","
                                + "\"executor_name\":\"Standalone Container (gone)\",\"framework_id\":\"\",\"source\":\"gone\"}]");
    }

    @Test
    void nestedContainersAreNotShown() {
        addWeb(agent);
        agent.engine.add("web.shell", Resources.NONE, USED, STATUS);
        assertThat(text("/containers")).doesNotContain("shell");
        assertThat(text("/monitor/statistics")).doesNotContain("shell");
    }

    @ParameterizedTest
    @CsvSource({
        "/containers?container_id=web, 1",
        "/containers?container_id=none, 0",
        "/containers?framework_id=f, 0",
        "/containers?framework_id=f&executor_id=web, 0",
    })
    void containersCanBeAskedForById(String target, int count) {
        addWeb(agent);
        assertThat(text(target).split("executor_name", -1)).hasSize(count + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/containers?executor_id=e",
                "/containers?container_id=c&executor_id=e",
                "/containers?container_id=c&framework_id=f",
                "/logging/toggle?level=1",
                "/logging/toggle?duration=1secs",
                "/logging/toggle?level=x&duration=1secs",
                "/logging/toggle?level=-1&duration=1secs",
                "/logging/toggle?level=1&duration=1",
                "/metrics/snapshot?timeout=soon",
                "/state?jsonp=1+1",
                "/files/browse",
                "/files/read?path=",
                "/files/download",
            })
    void whatCannotBeReadIsRefused(String target) {
        Answer.Whole answer = agent.get(target);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(TestAgent.text(answer)).isNotEmpty();
    }

    @Test
    void aLevelIsSetForItsDuration() {
        Answer.Whole answer = agent.get("/logging/toggle?level=2&duration=5mins");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(agent.levels.duration).isEqualTo(Duration.ofMinutes(5));
        assertThat(text("/logging/toggle")).isEqualTo("2\n");
    }

    @Test
    void operationsUnderWayAreTold() {
        agent.engine.begin("disk/du::cleanup", "web.shell");
        assertThat(text("/containerizer/debug"))
                .isEqualTo(
                        "{\"pending\":[{\"operation\":\"disk/du::cleanup\",\"args\":{\"containerId\":\"web.shell\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/state",
                "/flags",
                "/monitor/statistics",
                "/containers",
                "/containerizer/debug",
                "/version",
                "/metrics/snapshot",
                "/files/debug",
                "/system/stats.json"
            })
    void answersCanBeScripts(String path) {
        Answer.Whole answer = agent.get(path + "?jsonp=cb");
        assertThat(answer.contentType()).isEqualTo("text/javascript");
        assertThat(TestAgent.text(answer)).startsWith("cb(").endsWith(")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/state", "/monitor/statistics", "/containers"})
    void nothingIsSaidOfContainersBeforeTheyAreRecovered(String path) {
        agent.recovered = false;
        Answer.Whole answer = agent.get(path);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(TestAgent.text(answer)).isEqualTo("503 Service Unavailable.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/version", "/flags", "/metrics/snapshot", "/metrics", "/containerizer/debug"})
    void theRestIsServedDuringTheRecovery(String path) {
        agent.recovered = false;
        assertThat(agent.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/monitor/statistics",
                "/containers",
                "/containerizer/debug",
                "/logging/toggle",
                "/metrics/snapshot",
                "/metrics",
                "/files/debug"
            })
    void whoMayNotGetAnEndpointIsRefused(String path) {
        TestAgent strict = guarded((caller, action, object) -> action != Action.GET_ENDPOINTS || !object.equals(path));
        assertThat(strict.get(path).status()).isEqualTo(403);
        TestAgent other = guarded((caller, action, object) -> action != Action.GET_ENDPOINTS || object.equals(path));
        assertThat(other.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/flags", "/monitor/statistics", "/containers", "/containerizer/debug"})
    void onlyWhereThereAreAclsTheMethodMatters(String path) {
        assertThat(agent.request("POST", path, Headers.NONE).status()).isEqualTo(200);
        Answer refused = guarded((caller, action, object) -> true).request("POST", path, Headers.NONE);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "GET");
    }

    @Test
    void whoMayNotSeeAContainerDoesNot() {
        TestAgent strict =
                guarded((caller, action, user) -> action != Action.VIEW_STANDALONE_CONTAINERS || user.equals("bob"));
        addWeb(strict);
        assertThat(TestAgent.text(strict.get("/containers"))).isEqualTo("[]");
        assertThat(TestAgent.text(strict.get("/monitor/statistics"))).isEqualTo("[]");
        strict.engine.add(ContainerId.of("bobs"), "bob", Path.of("/bobs"), Resources.NONE);
        assertThat(TestAgent.text(strict.get("/containers"))).contains("bobs");
    }

    @Test
    void whoMayNotSeeFlagsGetsTheStateWithoutThem() {
        TestAgent strict = guarded((caller, action, object) -> action != Action.VIEW_FLAGS);
        assertThat(strict.get("/flags").status()).isEqualTo(403);
        assertThat(TestAgent.text(strict.get("/state")))
                .doesNotContain("\"flags\"")
                .contains("\"frameworks\":[]");
    }

    @Test
    void whatContainersAskedForCountsAsUsed() {
        addWeb(agent);
        assertThat(text("/state"))
                .contains("\"unreserved_resources_allocated\":{\"disk\":0.0,\"mem\":64.0,\"gpus\":0.0,\"cpus\":0.5}");
        assertThat(text("/metrics/snapshot"))
                .contains("\"slave/cpus_used\":0.5", "\"slave/cpus_percent\":0.25", "\"slave/mem_used\":64.0");
    }

    @Test
    void helpListsEveryEndpoint() {
        String help = text("/help");
        agent.endpoints().stream()
                .filter(endpoint -> !endpoint.path().equals("/help"))
                .forEach(endpoint -> assertThat(help).contains(endpoint.path() + " "));
    }
}
