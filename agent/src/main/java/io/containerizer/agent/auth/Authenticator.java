package io.containerizer.agent.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Finds out who a caller is, where that matters: HTTP's Basic authentication, and what the kernel says of Unix sockets. */
public final class Authenticator {

    /** What came of it. */
    public sealed interface Outcome {

        /** He may go on, as far as his name is concerned. */
        record Known(Caller caller) implements Outcome {}

        /**
         * He has to say who he is, with a password.
         *
         * @param after how long he has to wait for being told so: he guessed wrong too often
         */
        record Refused(Duration after) implements Outcome {}
    }

    private static final String SCHEME = "basic ";

    private final Set<Realm> realms;
    private final Credentials credentials;
    private final boolean trustSocket;
    private final Failures failures;

    /**
     * @param realms those that ask for a password
     * @param trustSocket whether root, and the user that the agent runs as, need none on a Unix socket
     * @param nanos a clock such as {@link System#nanoTime}
     */
    public Authenticator(Set<Realm> realms, Credentials credentials, boolean trustSocket, LongSupplier nanos) {
        if (realms.contains(Realm.NONE)) {
            throw new IllegalArgumentException("the realm that is open to all asks for no password");
        }
        this.realms = Set.copyOf(realms);
        this.credentials = credentials;
        this.trustSocket = trustSocket;
        failures = new Failures(nanos);
    }

    /** One that lets everybody in. */
    public static Authenticator open() {
        return new Authenticator(Set.of(), Credentials.NONE, true, () -> 0);
    }

    /**
     * @param authorization the field of that name
     * @param host where the caller is, without its port
     */
    public Outcome check(Realm realm, Optional<String> authorization, Caller caller, String host) {
        if (!realms.contains(realm)) {
            return new Outcome.Known(caller);
        }
        if (authorization.isEmpty()) {
            boolean trusted =
                    trustSocket && caller.local().filter(Caller.Peer::trusted).isPresent();
            return trusted ? new Outcome.Known(caller) : new Outcome.Refused(Duration.ZERO);
        }
        String place = caller.local().map(peer -> Caller.UNIX + peer.user()).orElse(host);
        Optional<Outcome> known =
                authorization.flatMap(this::principal).map(name -> new Outcome.Known(caller.as(name)));
        return known.orElseGet(() -> new Outcome.Refused(failures.add(place)));
    }

    /** Whose password it is, if it is. */
    private Optional<String> principal(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String pair;
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            pair = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        return colon >= 0 && credentials.match(pair.substring(0, colon), pair.substring(colon + 1))
                ? Optional.of(pair.substring(0, colon))
                : Optional.empty();
    }
}
