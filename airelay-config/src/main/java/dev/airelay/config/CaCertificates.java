package dev.airelay.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * The CA certificates of a PEM file, trusted besides Java's own. The file is read and the form of each certificate checked when
 * the configuration is loaded; they are decoded only when they are needed, because for the file of an operating system, with
 * more than a hundred of them, that takes about a tenth of a second, which every command would wait. Immutable.
 */
public final class CaCertificates {
    private static final CaCertificates NONE = new CaCertificates(new Origin("", "", Path.of("")), List.of());

    private final Origin origin;
    private final List<byte[]> encoded;

    /**
     * The file and who named it, for messages.
     *
     * @param source the variable, or the file and line of the setting
     * @param key the setting; empty for a variable that other programs share
     */
    record Origin(String source, String key, Path file) {
        ConfigProblem problem(PemCertificates.Unusable unusable) {
            String wayOut = key.isEmpty() ? "; unset it or set " + ConfigKeys.CA_FILE.name() : "";
            return new ConfigProblem(
                    source, 0, 0, key, "cannot be used: " + file + " " + unusable.getMessage() + wayOut);
        }
    }

    private CaCertificates(Origin origin, List<byte[]> encoded) {
        this.origin = origin;
        this.encoded = encoded;
    }

    /** Returns no certificates: only Java's own are trusted. */
    public static CaCertificates none() {
        return NONE;
    }

    static CaCertificates read(Origin origin) throws PemCertificates.Unusable {
        return new CaCertificates(origin, PemCertificates.encoded(origin.file()));
    }

    /**
     * Decodes the certificates, in the file's order. Takes a tenth of a second for a large file.
     *
     * @throws ConfigException naming the setting and the file, if a certificate has the form of one but cannot be decoded
     */
    public List<X509Certificate> certificates() {
        try {
            return PemCertificates.decoded(encoded);
        } catch (PemCertificates.Unusable unusable) {
            throw new ConfigException(origin.problem(unusable), unusable);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CaCertificates certificates
                && Arrays.deepEquals(encoded.toArray(), certificates.encoded.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(encoded.toArray());
    }

    /** Says how many there are. */
    @Override
    public String toString() {
        return encoded.size() + " certificates";
    }
}
