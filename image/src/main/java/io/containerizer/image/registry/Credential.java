package io.containerizer.image.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What an operator gave to identify with at a registry. */
sealed interface Credential {

    /** Where it was written, for messages: {@code --docker_config, key registry.example/team}. */
    String source();

    /** All that must not be told of it. */
    List<Secret> secrets();

    /** For Basic authentication, at the registry or at its token server. */
    record Password(String user, Secret password, String source) implements Credential {

        /** The value of an {@code Authorization} header. */
        Secret basic() {
            return new Secret("Basic " + encoded());
        }

        @Override
        public List<Secret> secrets() {
            return List.of(password, new Secret(encoded()));
        }

        private String encoded() {
            byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(both);
        }
    }

    /** What a token server gave at a log-in, to be exchanged for tokens there. */
    record IdentityToken(Secret token, String source) implements Credential {
        @Override
        public List<Secret> secrets() {
            return List.of(token);
        }
    }
}
