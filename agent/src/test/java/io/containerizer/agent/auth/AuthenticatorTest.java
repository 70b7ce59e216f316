package io.containerizer.agent.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.agent.auth.Authenticator.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

    private static final Credentials CREDENTIALS = Credentials.parse("""
            {"credentials":[{"principal":"alice","secret":"wonder:land"},{"principal":"bob","secret":"büro"}]}
            """, "--http_credentials");

    private final AtomicLong now = new AtomicLong();

    private Authenticator authenticator(boolean trustSocket) {
        return new Authenticator(Set.of(Realm.READWRITE), CREDENTIALS, trustSocket, now::get);
    }

    private static Caller tcp() {
        return Caller.unknown("10.0.0.1:1234", Optional.empty());
    }

    private static Caller unix(String user, boolean trusted) {
        return Caller.unknown("unix", Optional.of(new Caller.Peer(user, "users", trusted)));
    }

    private static Optional<String> basic(String pair) {
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<String> principal(Outcome outcome) {
        return ((Outcome.Known) outcome).caller().principal();
    }

    @Test
    void theRightPasswordMakesAPrincipal() {
        Authenticator authenticator = authenticator(true);
        assertThat(principal(authenticator.check(Realm.READWRITE, basic("alice:wonder:land"), tcp(), "10.0.0.1")))
                .contains("alice");
        assertThat(principal(authenticator.check(
                        Realm.READWRITE,
                        basic("bob:büro").map(field -> field.replace("Basic", "bAsIc")),
                        tcp(),
                        "10.0.0.1")))
                .contains("bob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice:wonderland", "alice:", "alice", "mallory:x", ":", "", "alice:wonder:land2", "bob:buro"})
    void wrongOnesAreRefused(String pair) {
        assertThat(authenticator(true).check(Realm.READWRITE, basic(pair), tcp(), "h"))
                .isEqualTo(new Outcome.Refused(Duration.ZERO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic !!!", "Bearer YWxpY2U6d29uZGVyOmxhbmQ=", "YWxpY2U6eA=="})
    void whatIsNoBasicAuthenticationIsRefused(String field) {
        assertThat(authenticator(true).check(Realm.READWRITE, Optional.of(field), tcp(), "h"))
                .isEqualTo(new Outcome.Refused(Duration.ZERO));
    }

    @Test
    void whoSaysNothingIsRefusedWithoutWaiting() {
        Authenticator authenticator = authenticator(true);
        for (int i = 0; i < 20; i++) {
            assertThat(authenticator.check(Realm.READWRITE, Optional.empty(), tcp(), "h"))
                    .isEqualTo(new Outcome.Refused(Duration.ZERO));
        }
    }

    @Test
    void realmsThatAskForNothingTakeEverybody() {
        assertThat(principal(authenticator(true).check(Realm.READONLY, basic("alice:wrong"), tcp(), "h")))
                .isEmpty();
        assertThat(principal(Authenticator.open().check(Realm.READWRITE, Optional.empty(), tcp(), "h")))
                .isEmpty();
    }

    @Test
    void rootAndTheAgentsUserNeedNoPasswordOnASocketIfTheyAreTrusted() {
        assertThat(principal(authenticator(true).check(Realm.READWRITE, Optional.empty(), unix("root", true), "unix")))
                .contains("unix:root");
        assertThat(authenticator(false).check(Realm.READWRITE, Optional.empty(), unix("root", true), "unix"))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(authenticator(true).check(Realm.READWRITE, Optional.empty(), unix("eve", false), "unix"))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void othersOnASocketMayGiveAPasswordAndAreKnownWhereNoneIsAskedFor() {
        Authenticator authenticator = authenticator(true);
        assertThat(principal(
                        authenticator.check(Realm.READWRITE, basic("alice:wonder:land"), unix("eve", false), "unix")))
                .contains("alice");
        assertThat(principal(authenticator.check(Realm.READONLY, Optional.empty(), unix("eve", false), "unix")))
                .contains("unix:eve");
    }

    @Test
    void thoseWhoGuessWaitLongerAndLonger() {
        Authenticator authenticator = authenticator(true);
        long[] millis = new long[11];
        for (int i = 0; i < millis.length; i++) {
            Outcome outcome = authenticator.check(Realm.READWRITE, basic("alice:guess" + i), tcp(), "h");
            millis[i] = ((Outcome.Refused) outcome).after().toMillis();
        }
        assertThat(millis).containsExactly(0, 0, 0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000);
        assertThat(authenticator.check(Realm.READWRITE, basic("alice:x"), tcp(), "elsewhere"))
                .isEqualTo(new Outcome.Refused(Duration.ZERO));
        assertThat(principal(authenticator.check(Realm.READWRITE, basic("alice:wonder:land"), tcp(), "h")))
                .contains("alice");
        now.addAndGet(TimeUnit.MINUTES.toNanos(10));
        assertThat(authenticator.check(Realm.READWRITE, basic("alice:x"), tcp(), "h"))
                .isEqualTo(new Outcome.Refused(Duration.ZERO));
    }

    @Test
    void guessesFromManyPlacesAreRememberedUpToABound() {
        Failures failures = new Failures(now::get);
        for (int i = 0; i < 3; i++) {
            failures.add("first");
        }
        assertThat(failures.add("first")).isPositive();
        for (int i = 0; i < 4096; i++) {
            failures.add("place " + i);
        }
        assertThat(failures.add("first")).isZero();
    }

    @Test
    void theOpenRealmCannotAskForPasswords() {
        assertThatThrownBy(() -> new Authenticator(Set.of(Realm.NONE), CREDENTIALS, true, now::get))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
