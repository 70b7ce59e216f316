package io.containerizer.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.TestAgent;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.http.Answer;
import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MetricsTest {

    private static final ResourceStatistics USED = new ResourceStatistics(
            1.0,
            Map.of(
                    Statistic.CPUS_USER_TIME_SECS,
                    1.5,
                    Statistic.CPUS_SYSTEM_TIME_SECS,
                    0.5,
                    Statistic.MEM_RSS_BYTES,
                    1024L,
                    Statistic.DISK_USED_BYTES,
                    4096L));

    private final TestAgent agent = new TestAgent();

    private void add(TestAgent to, String id) {
        to.engine.add(id, new Resources(1, Bytes.megabytes(64), Bytes.ZERO), USED, ContainerStatus.NONE);
    }

    private Exposition scrape(TestAgent from) {
        Answer.Whole answer = from.get("/metrics");
        assertThat(answer.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        return Exposition.parse(TestAgent.text(answer));
    }

    @Test
    void everyMetricOfMesosIsOneOfPrometheus() {
        Exposition scraped = scrape(agent);
        agent.registry()
                .read(Optional.empty())
                .forEach(metric -> assertThat(scraped.types()).containsKey(PrometheusNames.of(metric)));
        assertThat(scraped.types())
                .containsEntry("mesos_slave_container_launch_errors_total", "counter")
                .containsEntry("mesos_slave_cpus_total", "gauge");
        assertThat(scraped.value("mesos_slave_container_launch_errors_total")).isEqualTo(2);
        assertThat(scraped.value("mesos_containerizer_mesos_container_destroy_errors_total"))
                .isEqualTo(1);
    }

    @Test
    void containersHaveFiguresUnderTheirIds() {
        add(agent, "web");
        Exposition scraped = scrape(agent);
        assertThat(scraped.value("containerizer_container_cpu_seconds_total{container_id=\"web\",mode=\"user\"}"))
                .isEqualTo(1.5);
        assertThat(scraped.value("containerizer_container_memory_rss_bytes{container_id=\"web\"}"))
                .isEqualTo(1024);
        assertThat(scraped.value("containerizer_container_disk_used_bytes{container_id=\"web\"}"))
                .isEqualTo(4096);
        assertThat(scraped.types()).doesNotContainKey("containerizer_container_disk_limit_bytes");
    }

    @Test
    void labelsAreEscaped() {
        add(agent, "a\"b");
        assertThat(scrape(agent).value("containerizer_container_memory_rss_bytes{container_id=\"a\\\"b\"}"))
                .isEqualTo(1024);
    }

    @Test
    void onlySoManyContainersHaveFigures() {
        for (int i = 0; i < ContainerFamilies.MOST + 2; i++) {
            add(agent, "c%05d".formatted(i));
        }
        Exposition scraped = scrape(agent);
        assertThat(scraped.count("containerizer_container_memory_rss_bytes")).isEqualTo(ContainerFamilies.MOST);
        assertThat(scraped.value("containerizer_containers")).isEqualTo(ContainerFamilies.MOST + 2);
        assertThat(scraped.value("containerizer_containers_without_figures")).isEqualTo(2);
    }

    @Test
    void containersThatMayNotBeSeenHaveNone() {
        TestAgent strict = new TestAgent(
                (caller, action, user) -> action != Action.VIEW_STANDALONE_CONTAINERS || user.equals("bob"),
                Path.of("/work-dir"));
        add(strict, "web");
        assertThat(scrape(strict).value("containerizer_containers")).isZero();
    }

    @Test
    void aContainerThatGoesMeanwhileIsNoError() {
        agent.engine.add(ContainerId.of("gone"), "root", Path.of("/gone"), Resources.NONE);
        assertThat(scrape(agent).value("containerizer_containers")).isEqualTo(1);
    }

    @Test
    void phasesOfLaunchesAreAHistogram() {
        Exposition scraped = scrape(agent);
        String name = "containerizer_launch_phase_seconds";
        assertThat(scraped.types()).containsEntry(name, "histogram");
        assertThat(scraped.value(name + "_bucket{phase=\"start\",le=\"2.5E-4\"}"))
                .isZero();
        assertThat(scraped.value(name + "_bucket{phase=\"start\",le=\"5.0E-4\"}"))
                .isEqualTo(3);
        assertThat(scraped.value(name + "_bucket{phase=\"start\",le=\"+Inf\"}")).isEqualTo(4);
        assertThat(scraped.value(name + "_count{phase=\"start\"}")).isEqualTo(4);
        assertThat(scraped.value(name + "_sum{phase=\"start\"}")).isEqualTo(41.5);
    }

    @Test
    void gaugesOfIsolatorsArePassedOn() {
        agent.engine.gauge("containerizer/mesos/disk/project_ids_free", 7L);
        assertThat(TestAgent.text(agent.get("/metrics/snapshot")))
                .contains("\"containerizer/mesos/disk/project_ids_free\":7.0");
    }

    @Test
    @Timeout(60)
    void whatComesTooLateIsMissing() {
        CountDownLatch never = new CountDownLatch(1);
        MetricSource late = () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of(Metric.gauge("late", "Late", 1));
        };
        MetricRegistry registry = new MetricRegistry(List.of(late, () -> List.of(Metric.gauge("soon", "Soon", 1))));
        assertThat(registry.read(Optional.of(Duration.ofMillis(200))))
                .extracting(Metric::name)
                .containsExactly("soon");
    }

    @Test
    void aSourceThatFailsCostsOnlyItsOwn() {
        MetricSource failing = () -> {
            throw ContainerizerException.of(ErrorCode.KERNEL, "read", "x", "no");
        };
        MetricRegistry registry =
                new MetricRegistry(List.of(failing, () -> List.of(Metric.counter("other", "Other", 2))));
        assertThat(registry.read(Optional.empty())).extracting(Metric::name).containsExactly("other");
    }
}
