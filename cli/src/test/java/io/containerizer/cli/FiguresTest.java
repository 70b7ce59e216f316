package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest(name = "{0} bytes: {1}")
    @CsvSource({"0, 0B", "1023, 1023B", "1024, 1KB", "1536, 1.5KB", "67108864, 64MB", "1288490189, 1.2GB", "1e18, 888PB"
    })
    void bytes(double count, String text) {
        assertThat(Figures.bytes(count)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"-5, 0s", "0.4, 0s", "119, 119s", "120, 2m", "7199, 119m", "7200, 2h", "172799, 47h", "172800, 2d"})
    void ages(double seconds, String text) {
        assertThat(Figures.age(seconds)).isEqualTo(text);
    }

    @Test
    void times() {
        assertThat(Figures.seconds(0.123)).isEqualTo("0.12s");
        assertThat(Figures.seconds(12.34)).isEqualTo("12.3s");
        assertThat(Figures.seconds(12345.6)).isEqualTo("12346s");
        assertThat(Figures.percent(1.5)).isEqualTo("150.0%");
    }

    @Test
    void commandsInOneLine() {
        assertThat(shown(Command.of("sleep", "100"))).isEqualTo("sleep 100");
        assertThat(shown(Command.shell("a\n  b"))).isEqualTo("a b");
        assertThat(shown(Command.of("x".repeat(100)))).hasSize(60).endsWith("xxx...");
    }

    @Test
    void anImagesOwnCommandHasItsName() {
        assertThat(shown(Command.ofImage())).isEqualTo("[busybox]");
        assertThat(shown(Command.ofImage(List.of("-v", "x")))).isEqualTo("[busybox] -v x");
    }

    private static String shown(Command command) {
        return Figures.command(ContainerSpec.builder(ContainerId.of("web"), command)
                .image(new ImageRequest("busybox", true))
                .build());
    }

    @Test
    void columnsAreAsWideAsTheirWidestEntry() {
        Table table = new Table("ID", "STATE");
        table.add("longer", "x");
        table.add("y", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out));
        assertThat(out.toString().lines()).containsExactly("ID       STATE", "longer   x", "y");
    }
}
