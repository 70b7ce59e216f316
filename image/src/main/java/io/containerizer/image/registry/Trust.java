package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to believe, and as whom to appear, in encrypted connections. */
final class Trust {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = new char[0];

    private Trust() {}

    /** @throws ContainerizerException INVALID_FLAG for files that are not what they should be */
    static SSLContext context(List<Path> authorities, Optional<ClientCertificate> client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(client.isPresent() ? identity(client.get()) : empty(), NO_PASSWORD);
            context.init(keys.getKeyManagers(), trust(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.UNUSABLE_HOST, "prepare encryption", "", String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static TrustManager[] trust(List<Path> authorities) throws GeneralSecurityException, IOException {
        TrustManagerFactory java = factory(null);
        if (authorities.isEmpty()) {
            return java.getTrustManagers();
        }
        KeyStore all = empty();
        int number = 0;
        for (TrustManager manager : java.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                for (X509Certificate issuer : trusting.getAcceptedIssuers()) {
                    all.setCertificateEntry("java-" + number++, issuer);
                }
            }
        }
        for (Path file : authorities) {
            for (Certificate authority : certificates("--docker_registry_ca", file)) {
                all.setCertificateEntry("own-" + number++, authority);
            }
        }
        return factory(all).getTrustManagers();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore identity(ClientCertificate client) throws GeneralSecurityException, IOException {
        Certificate[] chain = certificates("--docker_registry_client_certificate", client.chain())
                .toArray(new Certificate[0]);
        KeyStore store = empty();
        store.setKeyEntry("client", key(client.key()), NO_PASSWORD, chain);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String flag, Path file) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try {
            Collection<? extends Certificate> found =
                    factory.generateCertificates(new ByteArrayInputStream(read(flag, file)));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw invalid(flag, file, "it has something that is no certificate").causedBy(e);
        }
        throw invalid(flag, file, "it has no certificate");
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException {
        String flag = "--docker_registry_client_certificate";
        Matcher pem = KEY.matcher(new String(read(flag, file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw invalid(flag, file, "it has no private key in PKCS #8, or an encrypted one")
                    .withHint("convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : ALGORITHMS) {
            Optional<PrivateKey> key = key(algorithm, new PKCS8EncodedKeySpec(der));
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw invalid(flag, file, "its private key is none of " + ALGORITHMS);
    }

    /** Nothing: it is one of another algorithm. */
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded)
            throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    private static byte[] read(String flag, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw invalid(flag, file, "it cannot be read: " + e.getMessage()).causedBy(e);
        }
    }

    private static ContainerizerException invalid(String flag, Path file, String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read " + flag, file.toString(), problem);
    }
}
