package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void whoeverAsksForItGetsItAndNobodyElse() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret.reveal()).contains("hunter2");
        assertThat(secret.toString()).isEqualTo(Secret.of("other").toString()).doesNotContain("hunter2");
        assertThat(new ImageRequest("app", true).withDockerConfig(secret).toString())
                .doesNotContain("hunter2");
        assertThat(Secret.WITHHELD.reveal()).isEmpty();
    }

    @Test
    void secretsAreComparedByWhatTheyAre() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b")).isNotEqualTo(Secret.WITHHELD);
    }
}
