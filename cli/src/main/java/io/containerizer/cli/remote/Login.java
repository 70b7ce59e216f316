package io.containerizer.cli.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Name and password of whom an agent is asked for. */
public record Login(String principal, String secret) {

    String basic() {
        String both = principal + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return principal;
    }
}
