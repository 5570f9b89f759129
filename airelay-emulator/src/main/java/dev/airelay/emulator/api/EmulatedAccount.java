package dev.airelay.emulator.api;

/**
 * The account that the emulated login server signs in.
 *
 * @param accountId the claim {@code chatgpt_account_id}
 * @param userId the claim {@code chatgpt_user_id}
 * @param email the email address in the ID token
 * @param plan the claim {@code chatgpt_plan_type}; any text
 * @param routingOverride the workspace's routing, as the accounts path reports it: {@link #NO_CONSTRAINT}, or {@code us} or
 *     {@code us_cr}, which turns must then repeat in a header; any text
 * @param residency the claim {@code chatgpt_compute_residency}, which turns must then repeat in a header; empty for none
 */
public record EmulatedAccount(
        String accountId, String userId, String email, String plan, String routingOverride, String residency) {
    /** The routing of most workspaces. */
    public static final String NO_CONSTRAINT = "NO_CONSTRAINT";

    private static final EmulatedAccount STANDARD =
            new EmulatedAccount("acct-emulator", "user-emulator", "person@emulator.invalid", "plus", NO_CONSTRAINT, "");

    /** The account {@code acct-emulator}, on the plan {@code plus}. */
    public static EmulatedAccount standard() {
        return STANDARD;
    }

    /** The same person in another workspace. */
    public EmulatedAccount withAccountId(String id) {
        return new EmulatedAccount(id, userId, email, plan, routingOverride, residency);
    }

    /** The same person on another plan. */
    public EmulatedAccount withPlan(String name) {
        return new EmulatedAccount(accountId, userId, email, name, routingOverride, residency);
    }

    /** The same account with another email address. */
    public EmulatedAccount withEmail(String address) {
        return new EmulatedAccount(accountId, userId, address, plan, routingOverride, residency);
    }

    /** The same account in a workspace with another routing. */
    public EmulatedAccount withRoutingOverride(String override) {
        return new EmulatedAccount(accountId, userId, email, plan, override, residency);
    }

    /** The same account in a workspace whose requests must be computed in a region; empty for any. */
    public EmulatedAccount withResidency(String region) {
        return new EmulatedAccount(accountId, userId, email, plan, routingOverride, region);
    }
}
