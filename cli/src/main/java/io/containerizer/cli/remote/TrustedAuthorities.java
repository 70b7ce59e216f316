package io.containerizer.cli.remote;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** Certificates of authorities out of a file. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /** @param file certificates in PEM */
    static KeyStore read(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            if (number == 0) {
                throw unreadable(file, "there is no certificate in it");
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, e.toString()).causedBy(e);
        }
    }

    private static ContainerizerException unreadable(Path file, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read certificates in", file.toString(), why)
                .withHint("name a file with certificates in PEM");
    }
}
