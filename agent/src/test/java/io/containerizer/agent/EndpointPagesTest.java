package io.containerizer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.manage.ManageEndpoints;
import io.containerizer.agent.metrics.Metric;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables in {@code docs/http-endpoints.md} and {@code docs/metrics.md} are made of the endpoints and metrics there are. */
class EndpointPagesTest {

    private final TestAgent agent = new TestAgent();

    private static String page(String name) throws IOException {
        return Files.readString(Path.of(System.getProperty("project.root"), "docs", name));
    }

    @Test
    void thePageOfEndpointsHasEachOfThem() throws IOException {
        String table = agent.endpoints().stream()
                .sorted(Comparator.comparing(Endpoint::path))
                .map(EndpointPagesTest::row)
                .collect(Collectors.joining("\n"));
        assertThat(page("http-endpoints.md"))
                .contains("| endpoint | parameters | realm | ACL | answers with |\n|---|---|---|---|---|\n" + table
                        + "\n\n");
    }

    @Test
    void thePageOfTheRemoteCommandsHasEachOfTheirs() throws IOException {
        String table = new ManageEndpoints(new ManageEndpoints.Parts(
                        null, null, null, null, Authorizer.EVERYTHING, null, null, () -> true, "root"))
                .endpoints().stream().map(EndpointPagesTest::row).collect(Collectors.joining("\n"));
        assertThat(page("remote.md"))
                .contains("| endpoint | parameters | realm | ACL | answers with |\n|---|---|---|---|---|\n" + table
                        + "\n\n");
    }

    private static String row(Endpoint endpoint) {
        String parameters =
                endpoint.parameters().stream().map(p -> "`" + p + "`").collect(Collectors.joining(" "));
        String realm =
                endpoint.realm() == Realm.NONE ? "" : endpoint.realm().name().toLowerCase(Locale.ROOT);
        return "| `" + endpoint.path() + "` | " + parameters + " | " + realm + " | " + endpoint.access() + " | "
                + endpoint.meaning() + " |";
    }

    @Test
    void thePageOfMetricsHasEachOfThem() throws IOException {
        String table = agent.registry().read(Optional.empty()).stream()
                .map(EndpointPagesTest::row)
                .collect(Collectors.joining("\n"));
        assertThat(page("metrics.md")).contains("| name | kind | meaning |\n|---|---|---|\n" + table + "\n\n");
    }

    private static String row(Metric metric) {
        return "| `" + metric.name() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.help()
                + " |";
    }

    @Test
    void thePageOfMetricsHasThoseForPrometheusOnly() throws IOException {
        String page = page("metrics.md");
        Map<Statistic, Number> all = new EnumMap<>(Statistic.class);
        Arrays.stream(Statistic.values()).forEach(figure -> all.put(figure, 1L));
        agent.engine.add("web", Resources.NONE, new ResourceStatistics(1, all), ContainerStatus.NONE);
        TestAgent.text(agent.get("/metrics"))
                .lines()
                .filter(line -> line.startsWith("# HELP containerizer_"))
                .map(line -> line.substring("# HELP ".length()).split(" ", 2))
                .forEach(words -> assertThat(page)
                        .containsPattern(
                                "\\| `" + words[0] + "` \\| (counter|gauge|histogram) \\| \\Q" + words[1] + "\\E \\|"));
    }
}
