package dev.airelay.config;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The listener's certificate.
 *
 * @param certificateFile PEM, the listener's own certificate first
 * @param privateKeyFile PEM, PKCS#8
 */
public record ServerTls(Path certificateFile, Path privateKeyFile) {

    /**
     * The content of the files.
     *
     * @param chain the listener's own certificate first
     * @param privateKey belongs to the first certificate
     */
    public record Identity(List<X509Certificate> chain, PrivateKey privateKey) {
        /** Copies the list. */
        public Identity {
            chain = List.copyOf(chain);
        }

        @Override
        public String toString() {
            return "Identity[" + chain.get(0).getSubjectX500Principal() + "]";
        }
    }

    /**
     * Reads both files. Blocks.
     *
     * @throws ConfigException naming the key and the file, if a file cannot be used or the two do not match
     */
    public Identity read() {
        List<X509Certificate> chain;
        try {
            chain = PemCertificates.read(certificateFile);
        } catch (PemCertificates.Unusable unusable) {
            throw problem(ConfigKeys.TLS_CERTIFICATE_FILE, certificateFile + " " + unusable.getMessage(), unusable);
        }
        try {
            return new Identity(chain, PemPrivateKey.read(privateKeyFile, chain.get(0)));
        } catch (PemCertificates.Unusable unusable) {
            throw problem(ConfigKeys.TLS_PRIVATE_KEY_FILE, privateKeyFile + " " + unusable.getMessage(), unusable);
        }
    }

    private static ConfigException problem(ConfigKey<?> key, String reason, Exception cause) {
        return new ConfigException(new ConfigProblem(key.name(), 0, 0, "", "cannot be used: " + reason), cause);
    }
}
