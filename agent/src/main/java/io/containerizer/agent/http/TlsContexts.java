package io.containerizer.agent.http;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts of files. */
final class TlsContexts {

    private static final String STEP = "read the TLS key and certificate";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private TlsContexts() {}

    static SslContextFactory.Server of(TlsIdentity identity, ClientCertificates clients) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        // the key is held in memory only; Java wants a password there, too
        char[] inMemory = "memory".toCharArray();
        switch (identity) {
            case TlsIdentity.Pem pem -> {
                context.setKeyStore(keyStore(pem, inMemory));
                context.setKeyStorePassword(new String(inMemory));
            }
            case TlsIdentity.Keystore store -> {
                context.setKeyStore(load(store));
                context.setKeyStorePassword(store.password());
            }
        }
        identity.authorities().ifPresent(file -> context.setTrustStore(trustStore(file)));
        context.setWantClientAuth(clients == ClientCertificates.WANTED);
        context.setNeedClientAuth(clients == ClientCertificates.REQUIRED);
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setSniRequired(false);
        context.setRenegotiationAllowed(false);
        return context;
    }

    private static KeyStore keyStore(TlsIdentity.Pem pem, char[] password) {
        Certificate[] chain = certificates(pem.certificates()).toArray(Certificate[]::new);
        try {
            KeyStore store = empty();
            store.setKeyEntry("agent", key(pem.key()), password, chain);
            return store;
        } catch (GeneralSecurityException e) {
            throw failure(pem.key(), "it does not fit the certificate " + pem.certificates(), e);
        }
    }

    private static PrivateKey key(Path file) {
        Matcher matcher = KEY.matcher(text(file));
        if (!matcher.find() || !matcher.group(1).isEmpty()) {
            throw failure(file, "it holds no private key in PKCS #8 without a password", null)
                    .withHint("convert it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw failure(file, "its private key is not base64", e);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // a key of another kind
            }
        }
        throw failure(file, "its private key is of none of the kinds " + String.join(", ", ALGORITHMS), null);
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        byte[] pem = text(file).getBytes(StandardCharsets.US_ASCII);
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (certificates.isEmpty()) {
                throw failure(file, "it holds no certificate", null);
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw failure(file, "it holds no certificate that can be read", e);
        }
    }

    private static KeyStore trustStore(Path file) {
        try {
            KeyStore store = empty();
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("authority" + store.size(), certificate);
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw failure(file, "it holds no certificate that can be trusted", e);
        }
    }

    private static KeyStore load(TlsIdentity.Keystore identity) {
        try (InputStream in = Files.newInputStream(identity.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, identity.password().toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw failure(identity.file(), "it is no keystore, or its password is another", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw failure(file, "it cannot be read", e);
        }
    }

    private static ContainerizerException failure(Path file, String reason, @Nullable Exception cause) {
        ContainerizerException failure =
                ContainerizerException.of(ErrorCode.INVALID_FLAG, STEP, file.toString(), reason);
        return cause == null ? failure : failure.causedBy(cause);
    }
}
