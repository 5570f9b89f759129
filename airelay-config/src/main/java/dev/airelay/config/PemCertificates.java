package dev.airelay.config;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the certificates of a PEM file. Text around them and other PEM objects are skipped. OpenSSL's trusted certificates
 * are accepted; the data that OpenSSL appends to them is ignored.
 */
final class PemCertificates {

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int SEQUENCE = 0x30;
    private static final int BIT_STRING = 0x03;
    /** From here on, a length's first byte counts the bytes of the length. */
    private static final int LONG_LENGTH = 0x80;

    private static final Set<String> KINDS = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

    private PemCertificates() {}

    /**
     * Returns the certificates, at least one, in the file's order.
     *
     * @throws Unusable with a message that follows the file's name
     */
    static List<X509Certificate> read(Path file) throws Unusable {
        return decoded(encoded(file));
    }

    /**
     * Returns the encoded certificates, at least one, in the file's order. Each has the form of a certificate; whether Java can
     * read it shows when it is decoded, which takes many times as long.
     *
     * @throws Unusable with a message that follows the file's name
     */
    static List<byte[]> encoded(Path file) throws Unusable {
        byte[] bytes = bytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<byte[]> certificates = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int kind = at + BEGIN.length();
            int kindEnd = text.indexOf(DASHES, kind);
            if (kindEnd < 0) {
                break;
            }
            String name = text.substring(kind, kindEnd);
            String end = "-----END " + name + DASHES;
            int body = kindEnd + DASHES.length();
            // Base64 has no dash.
            int bodyEnd = KINDS.contains(name) ? text.indexOf('-', body) : -1;
            if (bodyEnd >= 0 && text.startsWith(end, bodyEnd)) {
                certificates.add(der(ByteBuffer.wrap(bytes, body, bodyEnd - body), certificates.size() + 1));
                at = text.indexOf(BEGIN, bodyEnd + end.length());
            } else {
                // What looked like the end of a damaged line may be the begin of the next.
                at = text.indexOf(BEGIN, kind);
            }
        }
        if (certificates.isEmpty()) {
            throw new Unusable("contains no certificate; it must be a PEM file with BEGIN CERTIFICATE lines");
        }
        return certificates;
    }

    /** Returns the certificates that {@link #encoded} returned, as Java uses them. */
    static List<X509Certificate> decoded(List<byte[]> encoded) throws Unusable {
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : encoded) {
            try {
                certificates.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException malformed) {
                throw malformed(certificates.size() + 1, malformed);
            }
        }
        return certificates;
    }

    private static byte[] bytes(Path file) throws Unusable {
        try {
            return RegularFiles.read(file, MAX_BYTES);
        } catch (IOException failed) {
            throw new Unusable("cannot be read: " + FileFailures.words(failed));
        }
    }

    private static byte[] der(ByteBuffer base64, int number) throws Unusable {
        try {
            ByteBuffer decoded = Base64.getMimeDecoder().decode(base64);
            byte[] der = new byte[decoded.remaining()];
            decoded.get(der);
            if (hasForm(der)) {
                return der;
            }
        } catch (IllegalArgumentException malformed) {
            throw malformed(number, malformed);
        }
        throw malformed(number, null);
    }

    /** A certificate is a sequence of what is signed, the algorithm and the signature (RFC 5280, section 4.1). */
    private static boolean hasForm(byte[] der) {
        if (der.length > 2 && der[0] == SEQUENCE && (der[1] & 0xff) == LONG_LENGTH) {
            // BER's indefinite length. DER does not have it, but Java reads it.
            return true;
        }
        int end = end(der, 0, SEQUENCE, der.length);
        int signed = end < 0 ? -1 : end(der, content(der, 0), SEQUENCE, end);
        int algorithm = signed < 0 ? -1 : end(der, signed, SEQUENCE, end);
        return algorithm >= 0 && end(der, algorithm, BIT_STRING, end) == end;
    }

    /** Returns where the content of the element at this place begins. */
    private static int content(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return at + 2 + (length < LONG_LENGTH ? 0 : length - LONG_LENGTH);
    }

    /** Returns where the element at this place ends; -1 without one of this tag that ends within the limit. */
    private static int end(byte[] der, int at, int tag, int limit) {
        if (at + 2 > limit || der[at] != tag || content(der, at) > limit) {
            return -1;
        }
        int content = content(der, at);
        long length = content == at + 2 ? der[at + 1] : 0;
        for (int i = at + 2; i < content && length <= limit; i++) {
            length = (length << Byte.SIZE) | (der[i] & 0xff);
        }
        // An indefinite length would be negative here.
        return length >= 0 && content + length <= limit ? (int) (content + length) : -1;
    }

    private static Unusable malformed(int number, @Nullable Exception cause) {
        return new Unusable("contains a malformed certificate (number " + number + " in the file)", cause);
    }

    /** The file contains no usable certificate or key. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        Unusable(String message, @Nullable Exception cause) {
            super(message, cause);
        }
    }
}
