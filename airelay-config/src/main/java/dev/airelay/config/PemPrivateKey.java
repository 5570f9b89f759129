package dev.airelay.config;

import dev.airelay.base.FileFailures;
import dev.airelay.base.RegularFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the private key of a PEM file and checks that it belongs to a certificate. */
final class PemPrivateKey {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?<kind>[A-Z0-9 ]*PRIVATE KEY)-----(?<body>[^-]*)-----END \\k<kind>-----");
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PROBE = "Whose key is this?";

    private PemPrivateKey() {}

    /**
     * Returns the key.
     *
     * @param owner the certificate that it must belong to
     * @throws PemCertificates.Unusable with a message that follows the file's name and shows nothing of the key
     */
    static PrivateKey read(Path file, X509Certificate owner) throws PemCertificates.Unusable {
        Matcher block = BLOCK.matcher(text(file));
        if (!block.find()) {
            throw new PemCertificates.Unusable(
                    "contains no private key; it must be a PEM file with BEGIN PRIVATE KEY lines");
        }
        String kind = block.group("kind");
        if (!kind.equals(PKCS8)) {
            throw new PemCertificates.Unusable("contains a key in the format " + kind
                    + "; convert it: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
        }
        PrivateKey key = key(block.group("body"), owner.getPublicKey().getAlgorithm());
        if (!belongTogether(key, owner.getPublicKey())) {
            throw new PemCertificates.Unusable("does not match the certificate in "
                    + ConfigKeys.TLS_CERTIFICATE_FILE.name() + ", whose subject is "
                    + owner.getSubjectX500Principal());
        }
        return key;
    }

    private static String text(Path file) throws PemCertificates.Unusable {
        try {
            return new String(RegularFiles.read(file, MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new PemCertificates.Unusable("cannot be read: " + FileFailures.words(failed));
        }
    }

    private static PrivateKey key(String base64, String algorithm) throws PemCertificates.Unusable {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new PemCertificates.Unusable(
                    "contains a key that is malformed or not of the certificate's type, " + algorithm);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) throws PemCertificates.Unusable {
        try {
            Signature signature = Signature.getInstance(signatureOf(certified.getAlgorithm()));
            byte[] probe = PROBE.getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException unusable) {
            throw new PemCertificates.Unusable("cannot be used: this Java cannot sign with its "
                    + certified.getAlgorithm() + " key; use an RSA or EC key");
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "RSA", "DSA" -> "SHA256with" + algorithm;
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }
}
