package dev.airelay.config;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the certificates of a PEM file. Text around them and other PEM objects are skipped. OpenSSL's trusted certificates
 * are accepted; the data that OpenSSL appends to them is ignored.
 */
final class PemCertificates {

    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<kind>(?:X509 |TRUSTED )?CERTIFICATE)-----(?<body>[^-]*)-----END \\k<kind>-----");

    private PemCertificates() {}

    /**
     * Returns the certificates, at least one, in the file's order.
     *
     * @throws Unusable with a message that follows the file's name
     */
    static List<X509Certificate> read(Path file) throws Unusable {
        Matcher block = BLOCK.matcher(text(file));
        List<X509Certificate> certificates = new ArrayList<>();
        while (block.find()) {
            certificates.add(certificate(block.group("body"), certificates.size() + 1));
        }
        if (certificates.isEmpty()) {
            throw new Unusable("contains no certificate; it must be a PEM file with BEGIN CERTIFICATE lines");
        }
        return certificates;
    }

    private static String text(Path file) throws Unusable {
        try {
            return new String(RegularFiles.read(file, MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new Unusable("cannot be read: " + FileFailures.words(failed));
        }
    }

    private static X509Certificate certificate(String base64, int number) throws Unusable {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw new Unusable("contains a malformed certificate (number " + number + " in the file)");
        }
    }

    /** The file contains no usable certificate or key. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
