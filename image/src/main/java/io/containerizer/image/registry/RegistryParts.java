package io.containerizer.image.registry;

import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Puts together what talks to registries. */
record RegistryParts(Transport transport, RegistryClient client, Retries retries) {

    static RegistryParts real(RegistrySettings settings, Map<String, String> environment) {
        return of(
                settings,
                environment,
                InstantSource.system(),
                pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    static RegistryParts of(
            RegistrySettings settings,
            Map<String, String> environment,
            InstantSource clock,
            Sleeper sleeper,
            DoubleSupplier random) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // a connection for each layer: none waits for another's
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .proxy(EnvironmentProxies.of(environment))
                .sslContext(Trust.context(settings.authorities(), settings.client()))
                .build();
        Transport transport = new Transport(http, settings.connectTimeout(), settings.stallTimeout());
        Logins logins = new Logins(settings.credentials(), new Tokens(transport, clock, settings.plain()), clock);
        RegistryClient client = new RegistryClient(transport, logins, new Refusals(logins, clock), settings.plain());
        return new RegistryParts(transport, client, new Retries(settings.retries(), sleeper, random));
    }
}
