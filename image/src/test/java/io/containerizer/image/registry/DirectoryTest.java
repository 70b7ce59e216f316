package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryTest {

    @ParameterizedTest
    @CsvSource({
        "https://registry-1.docker.io, app, https://registry-1.docker.io/library/app",
        "https://registry-1.docker.io, team/app, https://registry-1.docker.io/team/app",
        "https://registry-1.docker.io, docker.io/app, https://registry-1.docker.io/library/app",
        "https://r.test, docker.io/app, https://registry-1.docker.io/library/app",
        "https://r.test, app, https://r.test/app",
        "https://r.test/v2/, app, https://r.test/app",
        "https://R.test:443/team/, app, https://r.test:443/team/app",
        "http://r.test, app, http://r.test/app",
        "http://r.test:81, r.test:81/app, http://r.test:81/app",
        "http://r.test, other.test/app, https://other.test/app",
        "r.test, app, https://r.test/app",
        "localhost:5000, app, http://localhost:5000/app",
        "https://r.test, localhost/app, http://localhost/app",
        "https://r.test, localhost:443/app, https://localhost:443/app",
        "https://r.test, 127.1.2.3:5000/app, http://127.1.2.3:5000/app",
        "https://r.test, [::1]:5000/app, http://[::1]:5000/app",
        "https://r.test, 127.example.test/app, https://127.example.test/app",
        "https://r.test, localhost.test/app, https://localhost.test/app",
        "https://r.test, r.test:80/app, https://r.test:80/app",
        "https://r.test, plain.test:5000/app, http://plain.test:5000/app",
        "https://r.test, plain.test/app, https://plain.test/app",
    })
    void knowsWhereAReferenceIsAnswered(String defaultRegistry, String reference, String place) {
        RegistrySettings settings =
                RegistrySettings.DEFAULT.withDefaultRegistry(defaultRegistry).withPlain(Set.of("plain.test:5000"));
        assertThat(places(settings, reference)).containsExactly(place);
    }

    @Test
    void asksTheMirrorsFirst() {
        RegistrySettings settings = RegistrySettings.DEFAULT.withMirrors(Map.of(
                "docker.io", List.of("https://m1.test", "m2.test:5000/hub", "localhost:5000"),
                "R.test:443", List.of("m3.test")));
        assertThat(places(settings, "app"))
                .containsExactly(
                        "https://m1.test/library/app",
                        "https://m2.test:5000/hub/library/app",
                        "http://localhost:5000/library/app",
                        "https://registry-1.docker.io/library/app");
        assertThat(places(settings, "r.test/app")).containsExactly("https://m3.test/app", "https://r.test/app");
        assertThat(places(settings, "other.test/app")).containsExactly("https://other.test/app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "ftp://r.test",
                "https://r.test?x",
                "https://r.test#x",
                "https://a b",
                "https://u:hunter2@r.test"
            })
    void refusesWhatIsNoAddressAndRepeatsNoPassword(String address) {
        RegistrySettings settings = RegistrySettings.DEFAULT.withDefaultRegistry(address);
        assertThatThrownBy(() -> new Directory(settings))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FLAG))
                .hasMessageContaining("--docker_registry")
                .hasMessageNotContaining("hunter2");
    }

    private static List<String> places(RegistrySettings settings, String reference) {
        return new Directory(settings)
                .places(ImageReference.parse(reference)).stream()
                        .map(Repository::toString)
                        .toList();
    }
}
