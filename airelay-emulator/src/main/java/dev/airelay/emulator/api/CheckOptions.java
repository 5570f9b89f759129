package dev.airelay.emulator.api;

import java.util.List;

/**
 * How strictly the emulator checks requests, where the real backend's rules differ between accounts, models and times.
 *
 * @param accessTokens bearer tokens that are accepted; empty accepts every well-formed one that is not expired
 * @param accountIds account ids that are accepted; empty accepts every non-empty one
 * @param refuseAbsentInstructions whether a body without {@code instructions} is refused; an empty text is always accepted
 * @param promoteOmittedStrict whether a function tool without {@code strict} is checked as if it were strict
 * @param onlyIssuedTokens whether only access tokens that this emulator's login server handed out and that were not revoked
 *     since are accepted
 */
public record CheckOptions(
        List<String> accessTokens,
        List<String> accountIds,
        boolean refuseAbsentInstructions,
        boolean promoteOmittedStrict,
        boolean onlyIssuedTokens) {

    /** Copies the lists. */
    public CheckOptions {
        accessTokens = List.copyOf(accessTokens);
        accountIds = List.copyOf(accountIds);
    }

    /** Any well-formed credentials, absent instructions refused, an omitted {@code strict} taken as true. */
    public static CheckOptions defaults() {
        return new CheckOptions(List.of(), List.of(), true, true, false);
    }

    /** The same checks accepting only these bearer tokens; none accepts every well-formed one. */
    public CheckOptions withAccessTokens(String... tokens) {
        return new CheckOptions(
                List.of(tokens), accountIds, refuseAbsentInstructions, promoteOmittedStrict, onlyIssuedTokens);
    }

    /** The same checks accepting only these account ids; none accepts every non-empty one. */
    public CheckOptions withAccountIds(String... ids) {
        return new CheckOptions(
                accessTokens, List.of(ids), refuseAbsentInstructions, promoteOmittedStrict, onlyIssuedTokens);
    }

    /** The same checks with a body that lacks {@code instructions} refused or accepted. */
    public CheckOptions withRefuseAbsentInstructions(boolean refuse) {
        return new CheckOptions(accessTokens, accountIds, refuse, promoteOmittedStrict, onlyIssuedTokens);
    }

    /** The same checks with an omitted {@code strict} taken as true or as false. */
    public CheckOptions withPromoteOmittedStrict(boolean promote) {
        return new CheckOptions(accessTokens, accountIds, refuseAbsentInstructions, promote, onlyIssuedTokens);
    }

    /** The same checks with tokens that the emulator's login server did not hand out, or revoked, refused or accepted. */
    public CheckOptions withOnlyIssuedTokens(boolean only) {
        return new CheckOptions(accessTokens, accountIds, refuseAbsentInstructions, promoteOmittedStrict, only);
    }
}
