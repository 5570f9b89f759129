package dev.airelay.auth.issuer;

import dev.airelay.base.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request as the protocol sees it. The text form shows the purpose only.
 *
 * @param purpose the requested operation, as the end of the sentence "could not ..."
 * @param path below the login server's base URL
 * @param contentType of the body
 * @param body as sent
 * @param secrets values that must not appear in an error about this call
 */
public record IssuerCall(String purpose, String path, String contentType, byte[] body, List<String> secrets) {
    /** Copies the list of secrets. The body is not copied and must not be changed. */
    public IssuerCall {
        secrets = List.copyOf(secrets);
    }

    /**
     * Returns a call with a form as its body.
     *
     * @param purpose the purpose of the call, as an error names it
     * @param secrets values that no error may contain
     */
    public static IssuerCall form(String purpose, String path, FormFields form, List<String> secrets) {
        byte[] body = form.encoded().getBytes(StandardCharsets.US_ASCII);
        return new IssuerCall(purpose, path, "application/x-www-form-urlencoded", body, secrets);
    }

    /**
     * Returns a call with JSON as its body.
     *
     * @param purpose the purpose of the call, as an error names it
     * @param secrets values that no error may contain
     */
    public static IssuerCall json(String purpose, String path, ObjectNode body, List<String> secrets) {
        return new IssuerCall(
                purpose, path, "application/json", JsonTrees.usual().write(body), secrets);
    }

    @Override
    public String toString() {
        return "IssuerCall[" + purpose + "]";
    }
}
