package io.containerizer.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.linux.proc.HostFigures;
import io.containerizer.protocol.mesos.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceTextTest {

    @Test
    void readsWhatMesosReads() {
        List<Resource> all =
                ResourceText.parse("cpus:2.5; mem(web):4096;ports:[31000-32000, 31990-33000];disks:{a,b}", "*");
        assertThat(all).extracting(Resource::getName).containsExactly("cpus", "mem", "ports", "disks");
        assertThat(all.getFirst().getScalar().getValue()).isEqualTo(2.5);
        assertThat(all.get(1).getReservations(0).getRole()).isEqualTo("web");
        assertThat(RangeText.print(all.get(2).getRanges())).isEqualTo("[31000-33000]");
        assertThat(all.get(3).getSet().getItemList()).containsExactly("a", "b");
        assertThat(ResourceText.parse("cpus:1", "own")
                        .getFirst()
                        .getReservations(0)
                        .getRole())
                .isEqualTo("own");
        assertThat(ResourceText.parse("[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":3}}]", "*"))
                .extracting(r -> r.getScalar().getValue())
                .containsExactly(3.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cpus", "cpus:", "cpus:x", "cpus:-1", "ports:[1]", "ports:[3-1]", "[{\"name\":1}]", "(r):1"})
    void refusesWhatIsNoResource(String text) {
        assertThatThrownBy(() -> ResourceText.parse(text, "*")).isInstanceOf(ContainerizerException.class);
    }

    @Test
    void findsOutWhatIsNotSaid(@TempDir Path proc) throws IOException {
        Files.writeString(proc.resolve("meminfo"), "MemTotal:        8388608 kB\nMemFree:         1024 kB\n");
        List<Resource> all = HostResources.of("cpus:0", "*", new HostFigures(proc), proc);
        assertThat(all).extracting(Resource::getName).containsExactly("cpus", "mem", "disk", "ports");
        assertThat(all.getFirst().getScalar().getValue()).isZero();
        assertThat(all.get(1).getScalar().getValue()).isEqualTo(7 * 1024);
    }

    @Test
    void readsAttributes() {
        var all = Attribute.parse("rack:r1;level:3;ports:[1-2]");
        assertThat(all.get("rack")).isEqualTo(new Attribute.Text("r1"));
        assertThat(all.get("level")).isEqualTo(new Attribute.Scalar(3));
        assertThat(all.get("ports").json().getAsString()).isEqualTo("[1-2]");
        assertThatThrownBy(() -> Attribute.parse("rack")).isInstanceOf(ContainerizerException.class);
    }
}
