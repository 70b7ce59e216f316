package io.containerizer.image.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one repository lets us in. It is asked without credentials first; what it then wants is remembered until it
 * expires, for all requests that come.
 */
final class Login {

    private static final System.Logger LOG = System.getLogger(Login.class.getName());

    private final Repository repository;
    private final Optional<Credential> credential;
    private final Tokens tokens;
    private final InstantSource clock;
    private @Nullable Grant grant;

    /** @param header the value of {@code Authorization} */
    private record Grant(Secret header, List<Secret> secrets, Instant until) {}

    Login(Repository repository, Optional<Credential> credential, Tokens tokens, InstantSource clock) {
        this.repository = repository;
        this.credential = credential;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What to send at once. */
    synchronized Optional<Secret> header() {
        Grant known = grant;
        return known == null || !clock.instant().isBefore(known.until) ? Optional.empty() : Optional.of(known.header);
    }

    /**
     * What to send after a refusal; nothing if there is nothing else to send.
     *
     * @param refused what was sent
     */
    synchronized Optional<Secret> answer(List<Challenge> challenges, Optional<Secret> refused) throws PassingFailure {
        Optional<Secret> known = header();
        if (known.isPresent() && !known.equals(refused)) {
            return known; // another request was faster
        }
        Grant next = next(challenges, refused.isPresent());
        grant = next;
        return Optional.ofNullable(next).map(Grant::header);
    }

    private @Nullable Grant next(List<Challenge> challenges, boolean again) throws PassingFailure {
        Optional<Challenge> bearer = Challenge.find(challenges, "bearer");
        if (bearer.isPresent()) {
            tell("a token");
            Tokens.Token token = tokens.fetch(
                    repository.endpoint(), bearer.get(), "repository:" + repository.name() + ":pull", credential);
            return new Grant(new Secret("Bearer " + token.value().reveal()), List.of(token.value()), token.until());
        }
        boolean basic = Challenge.find(challenges, "basic").isPresent();
        if (basic && !again && credential.isPresent() && credential.get() instanceof Credential.Password password) {
            tell("a password");
            return new Grant(password.basic(), List.of(), Instant.MAX);
        }
        return null;
    }

    private void tell(String what) {
        LOG.log(
                System.Logger.Level.INFO,
                () -> repository.endpoint() + " wants " + what + " for " + repository.name() + ": asking " + with());
    }

    Optional<Credential> credential() {
        return credential;
    }

    /** Whose credentials these are, never which. */
    String with() {
        return credential.map(c -> "with the credentials of " + c.source()).orElse("without credentials");
    }

    /** {@code text} of a peer, without what it was sent. */
    synchronized String hideIn(String text) {
        String hidden = text;
        for (Secret secret : credential.map(Credential::secrets).orElse(List.of())) {
            hidden = secret.hideIn(hidden);
        }
        Grant known = grant;
        for (Secret secret : known == null ? List.<Secret>of() : known.secrets) {
            hidden = secret.hideIn(hidden);
        }
        return hidden;
    }
}
