package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEncodingsTest {

    private static boolean gzip(String field) {
        return AcceptedEncodings.gzip(new Headers(Map.of("accept-encoding", field)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZIP",
                "x-gzip",
                "deflate, gzip",
                "gzip;q=1.0",
                "gzip ; q=0.001",
                "*",
                "*;q=0.1",
                "br;q=0,gzip",
                "*;q=0, gzip",
                "gzip;foo=bar",
                "gzip;foo=bar;q=0.1"
            })
    void gzipIsWanted(String field) {
        assertThat(gzip(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "identity", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "gzipped", "gzip;q=x", "deflate,br"})
    void gzipIsNotWanted(String field) {
        assertThat(gzip(field)).isFalse();
    }

    @Test
    void withoutTheFieldNothingIsCompressed() {
        assertThat(AcceptedEncodings.gzip(Headers.NONE)).isFalse();
    }
}
