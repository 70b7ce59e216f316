package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that die in the middle, while another one works on the same store: the kernel gives their locks back. {@link
 * StoreFaultTest} goes through every single step; here a few are enough.
 */
class StoreKillTest {

    private static final int STRIDE = 7;

    @TempDir
    private Path directory;

    @Test
    void whatTheDeadLeaveIsSweptAndWhatTheLivingHaveStays() throws Exception {
        StoreFixture fixture = new StoreFixture(directory.resolve("store"));
        Path owner = Files.createDirectory(directory.resolve("owner"));
        TestSource source = new TestSource().with("mine", TestImage.of("linux/amd64", "a", "d"));
        try (ImageStore living = fixture.open()) {
            StoredImage mine = living.pull(reference("mine"), PLATFORM, source, PullObserver.NONE);
            living.use(mine, directory);
            int deaths = 0;
            while (dies(fixture, deaths * STRIDE, owner)) {
                deaths++;
                try (ImageStore next = fixture.open()) {
                    fixture.check(next);
                }
                assertThat(fixture.list("staging"))
                        .as("processes after death %d", deaths)
                        .hasSize(1);
                assertThat(fixture.list("gc")).as("after death %d", deaths).isEmpty();
                assertThat(mine.layers()).allMatch(Files::exists);
            }
            assertThat(deaths).as("processes that died").isGreaterThan(5);
        }
    }

    /** Whether it came to the change at which it was to die. */
    private static boolean dies(StoreFixture fixture, int changes, Path owner)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProgram.class.getName(),
                fixture.directory().toString(),
                Integer.toString(changes),
                owner.toString());
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        assertThat(exit).isIn(StoreProgram.DIED, 0);
        return exit == StoreProgram.DIED;
    }
}
